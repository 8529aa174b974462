"""What the pages of clients and the simulator have to show in the demonstration."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from luotsi.orgs.models import Person
from tests.web.reading import faults_of, row_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
SIMULATOR = "/savonlinna/tyopoyta/rekisteri/simulaattori/"


def euros(text):
    return Decimal(re.sub(r"[^\d,+−]", "", text).replace("−", "-").replace(",", "."))


def test_the_municipal_share_is_told_apart_from_a_year_before_and_the_table_agrees_with_the_sentence(client):
    answer = client.get("/savonlinna/kuntaosuus/?kk=2026-04")
    assert faults_of(answer) == []
    words = text_of(answer)
    more = re.search(r"huhtikuussa 2026, ([\d ]+) € (enemmän|vähemmän) kuin vuotta aiemmin. Luku on simuloitu", words)
    assert more, words[:600]
    together = euros(row_of(answer, "Yhteensä")[0])
    assert together == euros(more.group(1)) * (1 if more.group(2) == "enemmän" else -1)
    reasons = ("Saajia enemmän", "Etuutta enemmän", "Pidempi tai lyhyempi")
    parts = [euros(found) for found in re.findall(rf"(?:{'|'.join(reasons)})[^+−]*([+−][\d ]+) €", words)]
    assert len(parts) == len(reasons)
    assert abs(sum(parts) - together) <= 2


def test_the_share_of_a_year_before_can_be_asked_for(client):
    address = reverse("clients-money", args=["savonlinna"])
    assert '<option value="2025-04"' in client.get(address).content.decode()
    answer = client.get(address, {"kk": "2025-04"})
    assert faults_of(answer) == []
    assert "Rekisteri on simuloitu" in text_of(answer)


@pytest.mark.parametrize("asked", [
    {"kysymys": "tyo", "people": "50"},
    {"kysymys": "virta", "now": "50", "then": "40"},
    {"kysymys": "keskustelu", "days_now": "7", "days_then": "3", "ratio": "1,2"},
])  # fmt: skip
def test_the_simulator_answers_its_questions_and_says_that_too_little_is_known_for_limits(client, asked):
    client.force_login(Person.objects.get(name="Aino", is_demo=True))
    answer = client.get(SIMULATOR, asked)
    assert faults_of(answer) == []
    words = text_of(answer)
    assert re.search(r"osuus on yhteensä [\d ]+ € pienempi", words), words[:600]
    assert "Simuloitu: laskettu henkilöistä, joita ei ole." in words
    assert "Kuukausia on tiedossa liian vähän" in words


def test_s00_07_the_effect_of_services_stands_with_its_interval_and_the_measure_has_it(client):
    answer = client.get("/savonlinna/asiakkaat/vaikutukset/")
    assert faults_of(answer) == []
    words = text_of(answer)
    told = re.search(r"palvelun aloittaneista [\d,]+ % oli työssä 6 kuukauden kuluttua.*?Ero on \+([\d,]+) pros", words)
    assert told, words[:400]
    assert "95 % luottamusväli" in words
    assert "Simuloitu: luvut on laskettu henkilöistä, joita ei ole olemassa." in words
    measure = client.get("/savonlinna/mittarit/aktivointitoimenpiteiden-vaikutukset/")
    assert faults_of(measure) == []
    assert f"{told.group(1)} prosenttiyksikköä (simuloitu)" in text_of(measure)
    assert "luottamusväli" in text_of(measure)
    assert "simuloitu" in text_of(measure).lower()
    assert "luovutuksen versio 1" in text_of(measure)
    assert "register-effects" not in text_of(measure)
