"""Every page and file of figures looks back to a day in the same way, says so, and keeps the day in its links."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonstat_validator import validate_jsonstat

from luotsi.core.text import Text
from luotsi.indicators.source_operations import keep_own_values
from luotsi.register.models import Release
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.operations import draft_version, move_version
from luotsi.strategy.types import VersionState
from tests.cast import NOW, TODAY, publish_values
from tests.web.public.conftest import decide
from tests.web.public.test_budgets import grow
from tests.web.reading import faults_of, row_of, text_of
from tests.web.released import release_months

REVISED = datetime(2026, 9, 22, 5, tzinfo=UTC)
BEFORE, AFTER, NOTHING = "2026-09-21", "2026-09-22", "2026-07-20"
PAGES = [
    "/savonlinna/",
    "/savonlinna/strategia/",
    "/savonlinna/strategia/strategia/",
    "/savonlinna/lupaukset/",
    "/savonlinna/mittarit/",
    "/savonlinna/mittarit/tyottomyysaste/",
    "/savonlinna/kunnat/",
    "/savonlinna/kunnat/enonkoski/",
    "/savonlinna/raportit/",
    "/savonlinna/asiakkaat/",
    "/savonlinna/asiakkaat/virrat/",
    "/savonlinna/asiakkaat/vaikutukset/",
    "/savonlinna/vertailu/",
    "/mittaristo/unemployment-rate/kartta/",
]
FILES = [
    "/savonlinna/mittarit/tyottomyysaste.csv",
    "/savonlinna/mittarit/tyottomyysaste.xlsx",
    "/savonlinna/mittarit/tyottomyysaste.json",
    "/savonlinna/mittarit/tyottomyysaste.svg",
    "/savonlinna/mittarit/tyottomyysaste.png",
    "/savonlinna/raportit/2026-06/enonkoski.html",
    "/savonlinna/raportit/2026-06/enonkoski.pdf",
    "/savonlinna/asiakkaat/luvut/kunnittain.csv",
    "/mittaristo/unemployment-rate/kartta.svg",
]


@pytest.fixture
def revised(cast, plan):
    """June revised in September: in Enonkoski from 8.4 to 8.6, in the area from 12.3 to 12.5."""
    publish_values("unemployment-rate", {("KU046", "2026-06"): Decimal("8.6"), ("TA36", "2026-06"): 12.5}, REVISED)
    return plan


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_every_page_tells_that_it_looks_back(client, revised, address, prefix):
    answer = client.get(prefix + address, {"tiedossa": BEFORE})
    told = {
        "": "arviot näytetään sellaisina kuin ne tiedettiin 21.9.2026",
        "/sv": "bedömningarna visas så som de var kända 21.9.2026",
        "/en": "judgements stand as they were known on 21 September 2026",
    }[prefix]
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert f'name="tiedossa" value="{BEFORE}"' in answer.content.decode()
    assert faults_of(answer) == []
    now = client.get(prefix + address)
    assert told[:20] not in text_of(now)
    assert 'name="tiedossa" value=""' in now.content.decode()


@pytest.mark.parametrize(
    ("address", "then", "since"),
    [
        ("/savonlinna/", "12,3 %", "12,5 %"),
        ("/savonlinna/strategia/", "12,3 %", "12,5 %"),
        ("/savonlinna/strategia/strategia/versiot/1/", "12,3 %", "12,5 %"),
        ("/savonlinna/lupaukset/", "12,3 %", "12,5 %"),
        ("/savonlinna/mittarit/", "12,3 %", "12,5 %"),
        ("/savonlinna/mittarit/tyottomyysaste/", "12,3 %", "12,5 %"),
        ("/savonlinna/kunnat/", "8,4 %", "8,6 %"),
        ("/savonlinna/kunnat/enonkoski/", "8,4 %", "8,6 %"),
        ("/mittaristo/unemployment-rate/kartta/", "8,4 %", "8,6 %"),
    ],
)
def test_a_page_shows_what_was_known_at_the_end_of_the_day(client, revised, address, then, since):
    before, after = (text_of(client.get(address, {"tiedossa": day})) for day in (BEFORE, AFTER))
    assert then in before
    assert since not in before
    assert since in after
    assert since in text_of(client.get(address))


@pytest.mark.parametrize("address", PAGES[:9])
def test_nothing_known_is_said_and_shows_no_figure(client, revised, address):
    words = text_of(client.get(address, {"tiedossa": NOTHING}))
    assert "ei tiedetty" in words or "tiedettiin 20.7.2026" in words
    for figure in ("12,3 %", "12,5 %", "8,4 %", "8,6 %"):
        assert figure not in words


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/savonlinna/mittarit/", "Näistä ei tiedetty mitään"),
        ("/savonlinna/mittarit/tyottomyysaste/", "Tästä mittarista ei tiedetty tuona päivänä mitään."),
        ("/savonlinna/kunnat/", "Kunnista ei tiedetty tuona päivänä mitään."),
        ("/savonlinna/kunnat/enonkoski/", "Kunnasta ei tiedetty tuona päivänä mitään."),
        ("/savonlinna/raportit/", "Tuona päivänä ei tiedetty mitään raportoitavaa."),
        ("/savonlinna/strategia/", "ei tiedetty mitään"),
        ("/savonlinna/vertailu/", "Tuona päivänä ei tiedetty mitään vertailtavaa."),
        ("/mittaristo/unemployment-rate/kartta/", "Tästä mittarista ei tiedetty tuona päivänä mitään."),
        ("/savonlinna/mittarit/tyottomyysaste/upotus/", "Tästä mittarista ei tiedetty tuona päivänä mitään."),
    ],
)
def test_each_page_says_in_words_that_nothing_was_known(client, revised, address, told):
    assert told in text_of(client.get(address, {"tiedossa": NOTHING}))


def test_what_nobody_had_judged_by_the_day_has_no_status(client, rate):
    before = client.get("/savonlinna/mittarit/", {"tiedossa": BEFORE})
    assert row_of(before, "Työttömyysaste") == ["12,3 %", "kesäkuu 2026", "ei vielä arvioitu"]
    assert "ei raportoitu" not in text_of(before)
    assert row_of(client.get("/savonlinna/mittarit/"), "Työttömyysaste")[-1] == "jäljessä"
    told = text_of(client.get("/savonlinna/mittarit/", {"tiedossa": NOTHING}))
    assert "1 mittari: 1 vailla tietoa" in told


def links(answer, path):
    found = re.findall(r'href="([^"]+)"', answer.content.decode())
    return [one.replace("&amp;", "&") for one in found if one.split("?")[0].split("#")[0] == path]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/savonlinna/", "/savonlinna/mittarit/tyottomyysaste/"),
        ("/savonlinna/", "/savonlinna/strategia/strategia/"),
        ("/savonlinna/", "/savonlinna/mittarit/"),
        ("/savonlinna/strategia/", "/savonlinna/mittarit/tyottomyysaste/"),
        ("/savonlinna/lupaukset/", "/savonlinna/mittarit/tyottomyysaste/"),
        ("/savonlinna/mittarit/", "/savonlinna/mittarit/tyottomyysaste/"),
        ("/savonlinna/mittarit/", "/savonlinna/kunnat/"),
        ("/savonlinna/mittarit/tyottomyysaste/", "/savonlinna/mittarit/"),
        ("/savonlinna/mittarit/tyottomyysaste/", "/savonlinna/mittarit/tyottomyysaste.csv"),
        ("/savonlinna/mittarit/tyottomyysaste/", "/savonlinna/mittarit/tyottomyysaste.svg"),
        ("/savonlinna/mittarit/tyottomyysaste/", "/savonlinna/"),
        ("/savonlinna/mittarit/tyottomyysaste/", "/savonlinna/strategia/strategia/"),
        ("/mittaristo/unemployment-rate/kartta/", "/mittaristo/unemployment-rate/"),
        ("/savonlinna/kunnat/", "/savonlinna/kunnat/enonkoski/"),
        ("/savonlinna/kunnat/enonkoski/", "/savonlinna/mittarit/tyottomyysaste/"),
        ("/savonlinna/kunnat/enonkoski/", "/savonlinna/raportit/2026-06/enonkoski.html"),
        ("/savonlinna/raportit/", "/savonlinna/raportit/2026-06/enonkoski.pdf"),
        ("/mittaristo/unemployment-rate/kartta/", "/mittaristo/unemployment-rate/kartta.svg"),
    ],
)
def test_links_keep_the_day(client, revised, address, path):
    kept = links(client.get(address, {"tiedossa": BEFORE}), path)
    assert kept
    assert all(f"tiedossa={BEFORE}" in one for one in kept)
    assert not any("tiedossa" in one for one in links(client.get(address), path))


def test_the_link_to_what_is_known_now_keeps_the_rest_of_the_address(client, revised):
    answer = client.get("/savonlinna/mittarit/tyottomyysaste/", {"kunta": "enonkoski", "tiedossa": BEFORE})
    assert re.search(
        r'href="/savonlinna/mittarit/tyottomyysaste/\?kunta=enonkoski">Näytä, mitä nyt', answer.content.decode()
    )
    assert '<input type="hidden" name="kunta" value="enonkoski">' in answer.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("typed", "told"),
    [("31.1.2024", "esimerkiksi 2024-01-31"), ("9999-12-31", "Päivä on vielä edessä. Nyt näytetään se")],
)
def test_a_day_that_is_none_is_told_in_words_and_kept_in_the_form(client, revised, address, typed, told):
    answer = client.get(address, {"tiedossa": typed})
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert f'value="{typed}" aria-invalid="true"' in answer.content.decode()


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("typed", ["eilen", "9999-12-31"])
def test_a_file_of_a_day_that_is_none_is_refused_in_words(client, cast, revised, address, typed):
    release_months(cast.area_a, cast.aino)
    answer = client.get(address, {"tiedossa": typed})
    assert (answer.status_code, answer["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert "äivä" in answer.content.decode()


@pytest.mark.parametrize("address", FILES)
def test_a_file_can_be_asked_of_a_day(client, cast, revised, address):
    release_months(cast.area_a, cast.aino)
    assert client.get(address, {"tiedossa": BEFORE}).status_code == 200


def test_a_table_of_a_day_on_which_nothing_was_known_has_a_reason_in_place_of_each_value(client, revised):
    answer = client.get("/savonlinna/mittarit/tyottomyysaste.csv", {"tiedossa": NOTHING})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Alueen tunnus"] for row in rows} == {"TA36", "KU046", "KU681", "KU740", "KU768", "SSS"}
    assert {(row["Jakso"], row["Arvo"], row["Miksi arvo puuttuu"]) for row in rows} == {("2026-06", "", "ei tietoa")}
    dataset = json.loads(client.get("/savonlinna/mittarit/tyottomyysaste.json", {"tiedossa": NOTHING}).content)
    assert validate_jsonstat(dataset) is True
    assert set(dataset["value"]) == {None}


def test_a_plan_is_shown_in_the_version_that_had_been_decided_by_the_day(client, cast, plan):
    first = plan.versions.get()
    first.decided_on = datetime(2024, 5, 2, tzinfo=UTC).date()
    first.save()
    second = draft_version(plan=plan, actor=cast.aino, at=NOW, drafted_on=TODAY, copy_of=first)
    element = second.elements.get(kind=ElementKind.VISION)
    element.title = Text("Uusi visio.")
    element.save()
    decide(second, cast)
    second.decided_on = datetime(2026, 3, 4, tzinfo=UTC).date()
    second.save()
    page = "/savonlinna/strategia/"
    assert "Uusi visio." in text_of(client.get(page, {"tiedossa": "2026-03-04"}))
    before = text_of(client.get(page, {"tiedossa": "2026-03-03"}))
    assert "Suomen vaikuttavin työllisyysalue." in before
    assert "Uusi visio." not in before
    assert "Tuona päivänä ei tiedetty mitään suunnitelmaa." in text_of(client.get(page, {"tiedossa": "2024-05-01"}))


def test_what_was_in_force_comes_before_a_draft_that_was_being_written(client, cast, plan):
    first = plan.versions.get()
    first.decided_on = datetime(2024, 5, 2, tzinfo=UTC).date()
    first.save()
    draft_version(plan=plan, actor=cast.aino, at=NOW, drafted_on=TODAY, copy_of=first)
    move_version(version=first, to=VersionState.PAST, actor=cast.aino, at=NOW)
    assert "Versio 1" in text_of(client.get("/savonlinna/strategia/", {"tiedossa": TODAY.isoformat()}))


def test_pages_of_clients_show_what_had_been_released_by_the_day(client, cast, rate):
    release_months(cast.area_a, cast.aino)
    page = "/savonlinna/asiakkaat/virrat/"
    day = Release.objects.first().decided_at.date().isoformat()
    assert day == "2026-08-01"
    assert "Siihen päivään mennessä ei ollut luovutettu mitään." in text_of(
        client.get(page, {"tiedossa": "2026-07-31"})
    )
    assert "ei ollut luovutettu" not in text_of(client.get(page, {"tiedossa": day}))


def test_the_comparison_compares_what_had_been_released_and_published_by_the_day(client, cast, rate):
    release_months(cast.area_a, cast.aino)
    Release.objects.filter(month_name="2026-06").update(decided_at=REVISED)
    page = "/savonlinna/vertailu/"
    assert "kesäkuu 2026" in row_of(client.get(page, {"tiedossa": AFTER}), "Pitkäaikaistyöttömät", "exists")[0]
    assert "toukokuu 2026" in row_of(client.get(page, {"tiedossa": BEFORE}), "Pitkäaikaistyöttömät", "exists")[0]


def test_a_report_of_an_earlier_day_says_both_days(client, revised):
    page = client.get("/savonlinna/raportit/2026-06/enonkoski.html", {"tiedossa": BEFORE}).content.decode()
    assert "8,4" in page
    assert "8,6" not in page
    assert "sen mukaan, mitä tiedettiin 21.9.2026" in page


def test_looking_back_asks_the_database_as_often_for_much_as_for_little(client, cast, plan):
    def asked():
        found = {}
        for address in PAGES:
            if address == "/savonlinna/vertailu/":  # asks more of what can be compared at all; counted in its own tests
                continue
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address, {"tiedossa": TODAY.isoformat()}).status_code == 200
            found[address] = len(queries)
        return found

    little = asked()
    grow(cast, plan)
    assert asked() == little
    assert max(little.values()) <= 26


def test_a_measure_with_own_values_beside_its_source_can_be_looked_at_before_either_was_known(client, cast, rate):
    keep_own_values(measure=rate, keeps=True, actor=cast.aino, at=NOW)
    told = text_of(client.get("/savonlinna/mittarit/tyottomyysaste/", {"tiedossa": NOTHING}))
    assert "Tästä mittarista ei tiedetty tuona päivänä mitään." in told
