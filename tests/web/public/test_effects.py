"""The page of the effects of services: the sentence made by rule, picture and table; nothing before release."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.core.periods import Period
from luotsi.orgs.models import Organisation
from luotsi.register.effects.types import MadeEffect, Outcome, Silence
from luotsi.register.releases.types import ReleaseState
from tests.web.reading import faults_of, row_of, text_of
from tests.web.released_effects import EFFECTS, release_effects, told

PAGE = "/savonlinna/asiakkaat/vaikutukset/"


@pytest.fixture
def released(cast):
    return release_effects(cast.area_a, cast.aino)


@pytest.mark.parametrize("state", [ReleaseState.PROPOSED, ReleaseState.RETURNED])
def test_nothing_is_shown_before_release(cast, client, state):
    release_effects(cast.area_a, cast.aino, state=state)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    assert "Mitään ei ole vielä luovutettu." in text_of(answer)
    assert "30,0" not in text_of(answer)
    for address in (f"{PAGE}luvut.csv", f"{PAGE}kuvat/vaikutus.svg"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
@pytest.mark.parametrize("query", ["", "?tulos=left&kuukausia=3&vuosi=2025", "?tulos=x&kuukausia=9&vuosi=abc"])
def test_the_page_is_sound_in_every_language(released, client, prefix, query):
    answer = client.get(f"{prefix}{PAGE}{query}")
    assert answer.status_code == 200
    assert faults_of(answer) == []


def test_the_sentence_tells_both_shares_the_difference_and_its_interval(released, client):
    words = text_of(client.get(PAGE))
    assert (
        "Vuonna 2025 palvelun aloittaneista 30,0 % oli työssä 6 kuukauden kuluttua, muista heidän kaltaisistaan "
        "20,0 %. Ero on +10,0 prosenttiyksikköä (+5,0…+15,0), enemmän kuin sattuma yksin selittää."
    ) in words.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("half", "said"),
    [
        (99, "enemmän kuin sattuma yksin selittää"),
        (100, "pelkkä sattuma voi selittää sen"),
        (101, "pelkkä sattuma voi selittää sen"),
    ],
)
def test_chance_is_named_as_soon_as_the_interval_reaches_zero(cast, client, half, said):
    release_effects(cast.area_a, cast.aino, effects=(told("", Outcome.WORK, 6, 300, 200, half),))
    assert said in text_of(client.get(PAGE))


def test_a_row_tells_the_effect_of_a_service(released, client):
    answer = client.get(PAGE)
    assert row_of(answer, "Valmennus", after='id="effects"') == [
        "voi olla sattumaa", "25,0 %", "20,0 %", "+5,0", "−4,0…+14,0", "40", "480",
        "ei 2 ominaisuudessa (enintään 15 %)", "–",
    ]  # fmt: skip
    assert row_of(answer, "Kaikki palvelut yhdessä", after='id="effects"')[-1] == "1,4-kertaisen"


def test_what_is_silent_says_why_and_shows_no_number(released, client):
    words = text_of(client.get(PAGE))
    assert "Työkokeilu. Liian vähän: verrattavia pitää olla vähintään 30" in words
    assert "Palkkatuki. Muiden rinnalla se paljastaisi liian pienen ryhmän." in words


@pytest.mark.parametrize(
    ("left_out", "said"),
    [(None, "Alle 5 osallistuneelle ei löytynyt"), (0, ""), (9, "Osallistuneista 9 jäi ilman vertailuhenkilöä")],
)
def test_those_whom_nobody_is_like_are_told_unless_they_are_few(cast, client, left_out, said):
    release_effects(cast.area_a, cast.aino, effects=(told("", Outcome.WORK, 6, 300, 200, 50, left_out=left_out),))
    words = text_of(client.get(PAGE))
    assert said in words
    assert ("vertailuhenkilöä" in words) is bool(said)


def test_all_together_may_be_silent_too(cast, client):
    release_effects(cast.area_a, cast.aino, effects=(MadeEffect("", Outcome.WORK, 6, Silence.FEW),), balance=())
    answer = client.get(PAGE)
    assert "vaikutusta ei kerrota. Liian vähän" in text_of(answer)
    assert "figure-wide" not in answer.content.decode()
    assert client.get(f"{PAGE}kuvat/vaikutus.svg").status_code == 404


def test_the_page_says_what_it_cannot_show_and_what_is_not_followed_yet(released, client):
    words = text_of(client.get(PAGE))
    assert "Vertailu ei todista syytä." in words
    assert "Kaikkia vuonna 2025 aloittaneita ei ole vielä seurattu 12 kuukautta." in words


@pytest.mark.parametrize("simulated", [True, False])
def test_a_simulated_register_is_told_on_the_page_and_in_the_files(cast, client, simulated):
    release_effects(cast.area_a, cast.aino, simulated=simulated)
    assert ("Simuloitu: luvut on laskettu" in text_of(client.get(PAGE))) is simulated
    rows = list(csv.reader(io.StringIO(client.get(f"{PAGE}luvut.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert {row[-1] for row in rows[1:]} == ({"simuloitu"} if simulated else {""})
    assert ("(simuloitu)" in client.get(f"{PAGE}kuvat/vaikutus.svg").content.decode()) is simulated


def test_every_effect_of_the_year_can_be_taken_along(released, client):
    rows = list(csv.reader(io.StringIO(client.get(f"{PAGE}luvut.csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + len(EFFECTS)
    coaching = next(row for row in rows if row[1] == "Valmennus")
    assert [float(one.replace(",", ".")) for one in coaching[3:9]] == [6, 25, 20, 5, -4, 14]
    assert client.get(f"{PAGE}luvut.xlsx").content[:2] == b"PK"
    assert client.get(f"{PAGE}luvut.pdf").status_code == 404


@pytest.mark.parametrize("name", ["vaikutus", "tasapaino"])
def test_a_picture_can_be_taken_along(released, client, name):
    assert "<svg" in client.get(f"{PAGE}kuvat/{name}.svg").content.decode()
    assert client.get(f"{PAGE}kuvat/{name}.png").content[:4] == b"\x89PNG"
    assert client.get(f"{PAGE}kuvat/{name}.gif").status_code == 404
    assert client.get(f"{PAGE}kuvat/muu.svg").status_code == 404


def test_the_balance_names_traits_and_says_what_is_not_alike(released, client):
    words = text_of(client.get(PAGE))
    assert "Työttömyyspäivät" in words
    assert "Sukupuoli: Mies" in words
    assert "ryhmät eroavat vielä 1 näytetyssä ominaisuudessa" in words


def test_an_earlier_year_can_be_chosen_and_the_newest_is_shown(cast, released, client):
    release_effects(
        cast.area_a, cast.aino, year=Period.parse("2024"), effects=(told("", Outcome.WORK, 12, 410, 400, 30),)
    )
    assert "Vuonna 2025 palvelun" in text_of(client.get(PAGE))
    earlier = text_of(client.get(f"{PAGE}?vuosi=2024"))
    assert "Vuonna 2024 palvelun aloittaneista 41,0" in earlier
    assert "vielä seurattu 12 kuukautta" not in earlier


def test_a_hidden_organisations_effects_are_nobodys(released, client):
    Organisation.objects.update(is_public=False)
    assert client.get(PAGE).status_code == 404


def test_the_page_costs_the_same_however_much_is_released(cast, released, client):
    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(PAGE)
        return len(found)

    before = queries()
    for year in (2023, 2024):
        release_effects(cast.area_a, cast.aino, year=Period.parse(str(year)))
    assert queries() == before <= 6


def test_the_pages_of_clients_lead_here(released, client):
    assert f'href="{PAGE}"' in client.get("/savonlinna/asiakkaat/").content.decode()


def test_the_picture_says_when_no_single_service_can_be_told(cast, client):
    release_effects(cast.area_a, cast.aino, effects=(told("", Outcome.WORK, 6, 300, 200, 50),))
    words = text_of(client.get(PAGE))
    assert "Vain kaikki palvelut yhdessä voidaan kertoa." in words
    assert "eroa ei voi erottaa" not in words
