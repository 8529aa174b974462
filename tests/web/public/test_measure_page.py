"""The page of a measure tells the figure, its target, its places, its source and its history."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.indicators.operations import NewTarget, override_status, set_target
from luotsi.indicators.types import StatusKey, TargetKind, TargetOrigin
from tests.cast import NOW, adopt, publish_values
from tests.web.public.conftest import JULY
from tests.web.reading import faults_of, row_of, text_of

PAGE = "/savonlinna/mittarit/tyottomyysaste/"


def test_june_2026_equals_the_official_figures(client, rate):
    answer = client.get(PAGE)
    assert row_of(answer, "Savonlinna, työllisyysalue") == ["12,3 %", "1 981", "16 170"]
    assert row_of(answer, "Enonkoski") == ["8,4 %", "42", "499"]
    assert row_of(answer, "Rantasalmi")[0] == "11,9 %"
    assert row_of(answer, "Sulkava") == ["10,0 %", "89", "891"]
    assert row_of(answer, "Koko maa") == ["12,8 %", "352 001", "2 743 596"]


def test_the_status_is_told_in_words_with_its_reason(client, rate):
    words = text_of(client.get(PAGE))
    assert "12,3 % kesäkuu 2026 jäljessä" in words
    assert "Tavoite on enintään 8,0 % joulukuun 2027 loppuun mennessä" in words
    assert "21.7.2026" in words


def test_an_example_target_says_that_nobody_has_decided_on_it(client, rate):
    assert "Organisaatio ei ole päättänyt siitä." in text_of(client.get(PAGE))


def test_a_municipality_has_its_own_figure_on_the_same_page(client, rate):
    words = text_of(client.get(PAGE, {"kunta": "enonkoski"}))
    assert "8,4 % kesäkuu 2026" in words
    assert "Tavoitetta ei ole asetettu" in words


@pytest.mark.parametrize("place", ["kemi", "ei-ole", "koko-maa"])
def test_a_place_that_is_not_the_organisations_does_not_exist(client, rate, place):
    assert client.get(PAGE, {"kunta": place}).status_code == 404


def test_a_hidden_figure_is_shown_as_hidden_and_a_zero_as_zero(client, young):
    answer = client.get("/savonlinna/mittarit/nuoret/")
    assert row_of(answer, "Enonkoski") == ["… salattu"]
    assert row_of(answer, "Sulkava") == ["0 henkilöä"]
    words = text_of(client.get("/savonlinna/mittarit/nuoret/", {"kunta": "enonkoski"}))
    assert "tieto on salattu tietosuojan vuoksi" in words
    assert "0 henkilöä kesäkuu 2026" in text_of(client.get("/savonlinna/mittarit/nuoret/", {"kunta": "sulkava"}))


def test_a_revised_value_shows_as_it_was_known_on_an_earlier_day(client, rate):
    revised = datetime(2026, 9, 22, 5, tzinfo=UTC)
    publish_values("unemployment-rate", {("KU046", "2026-06"): Decimal("8.6")}, revised)
    enonkoski = {"kunta": "enonkoski"}
    assert "8,6 % kesäkuu 2026" in text_of(client.get(PAGE, enonkoski))
    before = text_of(client.get(PAGE, enonkoski | {"tiedossa": "2026-09-21"}))
    assert "8,4 % kesäkuu 2026" in before
    assert "sellaisina kuin ne tiedettiin 21.9.2026" in before
    assert "8,6 % kesäkuu 2026" in text_of(client.get(PAGE, enonkoski | {"tiedossa": "2026-09-22"}))


def test_every_version_of_a_value_stands_in_its_history(client, rate):
    revised = datetime(2026, 9, 22, 5, tzinfo=UTC)
    publish_values("unemployment-rate", {("KU046", "2026-06"): Decimal("8.6")}, revised)
    words = text_of(client.get(PAGE, {"kunta": "enonkoski", "jakso": "2026-06"}))
    history = words[words.index("Arvon versiot: kesäkuu 2026") :]
    assert history.index("8,6 % 22.9.2026") < history.index("8,4 % 21.7.2026")


def test_nothing_known_yet_is_said_and_not_a_zero(client, rate):
    words = text_of(client.get(PAGE, {"tiedossa": "2026-07-20"}))
    assert "Tästä mittarista ei tiedetty tuona päivänä mitään." in words
    assert "0,0 %" not in words


@pytest.mark.parametrize("typed", ["eilen", "31.1.2024", "2024-13-01", "9999-12-31"])
def test_a_day_that_cannot_be_used_is_kept_and_explained(client, rate, typed):
    answer = client.get(PAGE, {"tiedossa": typed})
    assert answer.status_code == 200
    assert f'value="{typed}"' in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "12,3 %" in text_of(answer)


@pytest.mark.parametrize("period", ["kesä", "2026-99"])
def test_a_period_that_is_none_does_not_exist(client, rate, period):
    assert client.get(PAGE, {"jakso": period}).status_code == 404


def test_a_persons_judgement_shows_its_maker_its_reason_and_the_computed_status(client, cast, rate):
    override_status(
        measure=rate,
        subject=cast.area_a.subject,
        key=StatusKey.AT_RISK,
        reason="Uusi tehdas avautuu syksyllä.",
        actor=cast.aino,
        at=NOW + timedelta(hours=1),
    )
    words = text_of(client.get(PAGE))
    assert "Henkilön tekemä arvio: Aino" in words
    assert "Uusi tehdas avautuu syksyllä." in words
    assert "Julkaistun säännön mukaan tilanne olisi: jäljessä" in words


def test_a_measure_without_values_says_what_it_waits_for(client, cast):
    measure = adopt(cast.area_a, "customer-feedback", "palaute")
    measure.awaits = Text("Kyselyä ei ole vielä tehty.", "Enkäten har inte gjorts än.", "No survey has been made yet.")
    measure.save()
    words = text_of(client.get("/savonlinna/mittarit/palaute/"))
    assert "Kyselyä ei ole vielä tehty." in words


def test_the_page_leads_back_to_what_it_shows_in_the_plan(client, plan):
    page = client.get(PAGE)
    words = text_of(page)
    assert "Palvelulupaus Palvelemme nopeasti." in words
    assert "/savonlinna/strategia/strategia/#e-" in page.content.decode()


def test_the_plan_that_is_not_public_is_not_told_of(client, cast, plan):
    plan.is_public = False
    plan.save()
    assert "Palvelemme nopeasti." not in text_of(client.get(PAGE))
    client.force_login(cast.eero)
    assert "Palvelemme nopeasti." in text_of(client.get(PAGE))


@pytest.mark.parametrize("ending", ["/", ".csv", ".json", ".svg"])
def test_a_measure_that_is_not_public_is_there_for_its_own_people_only(client, cast, rate, ending):
    rate.is_public = False
    rate.save()
    address = f"/savonlinna/mittarit/tyottomyysaste{ending}"
    assert client.get(address).status_code == 404
    client.force_login(cast.otso)
    assert client.get(address).status_code == 404
    client.force_login(cast.eero)
    assert client.get(address).status_code == 200


def test_another_organisations_address_does_not_lead_to_the_measure(client, rate):
    assert client.get("/meri-lappi/mittarit/tyottomyysaste/").status_code == 404


@pytest.mark.parametrize(
    ("prefix", "words"),
    [
        ("", ["Mitä luku kertoo", "12,3 %", "Pienempi on parempi", "jäljessä"]),
        ("/sv", ["Vad siffran berättar", "12,3 %", "efter tidsplanen", "Hela landet"]),
        ("/en", ["What the figure tells", "12.3%", "behind", "Whole country"]),
    ],
)
def test_the_page_speaks_the_readers_language(client, rate, prefix, words):
    answer = client.get(prefix + PAGE)
    assert faults_of(answer) == []
    for word in words:
        assert word in text_of(answer)


def test_charts_carry_their_title_sentence_and_table(client, rate):
    page = client.get(PAGE).content.decode()
    assert page.count('role="img"') == 4
    assert "Pienin luku on 8,4" in page
    assert page.count("Sama taulukkona") == 3


def test_the_direction_of_the_last_years_is_told_and_noise_is_not_called_a_direction(client, rate):
    falling = {("TA36", f"{year}-{month:02}"): 20 - (year - 2018) for year in range(2018, 2026) for month in (3, 6)}
    publish_values("unemployment-rate", falling)
    assert "luku on pienentynyt tyypillisesti" in client.get(PAGE).content.decode()
    level = {("KU046", f"{year}-06"): 10 + (year % 2) for year in range(2016, 2026)}
    publish_values("unemployment-rate", level)
    assert "Selvää suuntaa ei ole" in client.get(f"{PAGE}?kunta=enonkoski").content.decode()


def aim(cast, rate, kind, hours, **more):
    target = NewTarget(kind, Period.parse("2027-12"), TargetOrigin.DECIDED, **more)
    at = NOW + timedelta(hours=hours)
    set_target(measure=rate, subject=cast.area_a.subject, target=target, actor=cast.aino, at=at)


def test_a_target_within_limits_is_drawn_as_limits_and_one_of_a_level_as_a_way(client, cast, rate):
    publish_values("unemployment-rate", {("TA36", "2026-05"): "12.0"}, JULY)
    picture = PAGE.removesuffix("/") + ".svg"
    assert b'class="fig-target"' in client.get(picture).content
    aim(cast, rate, TargetKind.WITHIN, 1, value=Decimal(9), upper=Decimal(11))
    drawn = client.get(picture).content
    assert b'class="fig-limits"' in drawn
    assert b'class="fig-target"' not in drawn
    assert "9,0–11,0 %" in text_of(client.get(PAGE))


@pytest.mark.parametrize(
    ("kind", "more", "has_way"),
    [
        (TargetKind.AT_MOST, {"value": Decimal(9)}, True),
        (TargetKind.MILESTONE, {"value": Decimal(9)}, False),
        (TargetKind.WORDS, {"note": Text("Kaikki löytävät palvelun")}, False),
    ],
)
def test_only_a_target_with_a_way_to_it_tells_way_and_tolerance(client, cast, rate, kind, more, has_way):
    aim(cast, rate, kind, 1, **more)
    words = text_of(client.get(PAGE))
    assert ("Sallittu poikkeama" in words) == ("Tavoitepolku" in words) == has_way
    assert ("Kerralla valmistuva tavoite" in words) != has_way
