"""What the comparison shows in the demonstration: real figures by real ones, simulated ones by a simulated exchange."""

import re

import pytest
from django.test import Client

from luotsi.comparison.models import Offer, Peers, SharedReference
from luotsi.demo.country.loading import MEASURES, MONTH, packaged
from luotsi.demo.exchange.loading import MONTHS, NEIGHBOURS
from luotsi.orgs.models import Person
from tests.web.reading import faults_of, row_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
PAGE = "/savonlinna/vertailu/"


def test_s00_04_each_share_is_compared_fairly_with_what_could_be_expected():
    answer = Client(headers={"accept-language": "fi"}).get(PAGE)
    assert faults_of(answer) == []
    words = text_of(answer)
    # 724 of the 1 690 unemployed; 1 690 x 144 461 / 352 001 = 693,6 by StatFin of 21.7.2026
    assert row_of(answer, "Savonlinna")[:3] == ["odotetun vaihtelun rajoissa", "724", "693,6"]
    assert "Simuloi" not in words.replace("Simuloiduiksi merkityt luvut on keksitty", "").split("Mitä voi verrata")[0]
    for place in ("Utsjoki", "Helsinki", "Kuopio", "Meri-Lappi, työllisyysalue"):
        assert place in words
    areas = re.findall(r"(\S[^0-9]{2,40}, työllisyysalue) [\d ,]+ ", words)
    assert len(set(areas)) >= 45


@pytest.mark.parametrize("key", ["plan_up_to_date", "first_discussion_in_time", "activation", "flow_past-3"])
def test_the_simulated_register_is_compared_with_simulated_neighbours(client, key):
    words = text_of(client.get(PAGE, {"mittari": key, "viite": "exchange"}))
    assert "Havaittu / odotettu" in words
    assert "Pohjois-Karjalan työllisyysalue (simuloitu)" in words
    assert "toukokuu 2026 (simuloitu)" in words


@pytest.mark.parametrize("key", MEASURES)
def test_the_simulated_register_is_compared_with_the_simulated_country(client, key):
    answer = client.get(PAGE, {"mittari": key})
    assert faults_of(answer) == []
    words = text_of(answer)
    assert "Koko maan asiakasrekisteri (simuloitu), toukokuu 2026" in words
    assert "ja ne, jotka ovat rajojen ulkopuolella" in words
    assert len(row_of(answer, "Savonlinna, työllisyysalue")) > 5


def test_the_difference_from_the_country_is_told_in_persons_and_euros_beside_the_municipalities_most_alike(client):
    answer = client.get(PAGE, {"mittari": "long_term", "kk": "2026-04", "kunta": "savonlinna"})
    words = text_of(answer)
    assert "Ero, henkilöä" in words
    assert "Ero, euroa kuussa" in words
    persons, euros = row_of(answer, "Savonlinna")[3:5]
    assert (persons[0], euros[0], euros[-1]) in {("+", "+", "€"), ("−", "−", "€")}
    assert "Eniten samanlaiset kunnat" in words


def test_the_package_of_the_country_holds_its_month_and_no_small_number():
    (made,) = packaged()
    assert (made.month, made.is_simulated, set(made.measures)) == (MONTH, True, set(MEASURES))
    numbers = [(one.count, one.rest, one.base) for one in made.cells]
    assert {"SSS", "TA36", "KU740"} <= {one.place for one in made.cells}
    assert not any(number in range(1, 5) for told in numbers for number in told)


def test_real_statistics_beside_simulated_figures_say_so(client):
    words = text_of(client.get(PAGE, {"mittari": "long_term", "viite": "published"}))
    assert "Alueen omat luvut ovat simuloituja" in words
    assert "Havaittu / odotettu" in words


def test_the_newest_month_waits_for_its_reference_until_an_approver_makes_it(client):
    client.force_login(Person.objects.get(name="Helmi", is_demo=True))
    answer = client.get("/savonlinna/tyopoyta/rekisteri/vertailutieto/")
    assert faults_of(answer) == []
    assert "Kesäkuu 2026" in text_of(answer)
    assert SharedReference.objects.count() == len(MONTHS) - 1
    assert Offer.objects.filter(withdrawn_at__isnull=True).count() == len(NEIGHBOURS) + 1


def test_every_municipality_with_figures_has_its_peers():
    assert Peers.objects.count() > 290
    assert all(len(one.peers) == 8 for one in Peers.objects.all())


def test_every_neighbour_says_in_its_name_that_its_figures_are_of_nobody():
    names = {one.area.name for one in Offer.objects.select_related("area") if one.area.slug != "savonlinna"}
    assert all("simuloitu" in name.fi and "simulerat" in name.sv and "simulated" in name.en for name in names)
