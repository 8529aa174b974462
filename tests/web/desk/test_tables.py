"""A table of one's own: opened, shown as understood, entered all or none."""

import html
import re

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luotsi.core.periods import PeriodKind
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Observation
from tests.cast import adopt
from tests.web.reading import text_of

TABLE = "/savonlinna/tyopoyta/mittarit/agreements/tuo/"
YEAR = last_ended(PeriodKind.YEAR, timezone.localdate()).name
GOOD = f"Kunta;Vuosi;Sopimuksia\nEnonkoski;{YEAR};3\nSulkava;{YEAR};0\nRantasalmi;{YEAR};\n"
COLUMNS = {
    "place": "column:Kunta",
    "period": "column:Vuosi",
    "value": "column:Sopimuksia",
    "places_are": "municipality",
    "decimal_sign": "",
}


@pytest.fixture
def agreements(cast):
    return adopt(cast.area_a, "agreements")


def choose(browser, text, prefix=""):
    content = text if isinstance(text, bytes) else text.encode()
    return browser.post(prefix + TABLE, {"table": SimpleUploadedFile("taulukko.csv", content)})


def kept(answer):
    return html.unescape(re.search(r'name="kept" value="([^"]+)"', answer.content.decode()).group(1))


def enter(browser, text, **chosen):
    sign = kept(choose(browser, text))
    return browser.post(TABLE, COLUMNS | chosen | {"kept": sign, "act": "enter"}, follow=True)


def values():
    return {one.series.subject.code: one.value for one in Observation.objects.select_related("series__subject")}


def test_a_table_is_shown_as_understood_and_nothing_is_saved_yet(aino, agreements):
    answer = choose(aino, GOOD)
    words = text_of(answer)
    assert "Uusia tai muuttuneita arvoja: 2. Jo tiedossa sellaisinaan: 0. Tyhjiä: 1." in words
    assert "Tallenna 2 arvoa" in words
    assert '<option value="column:Kunta" selected>' in answer.content.decode()
    assert values() == {}


def test_all_rows_are_saved_together_zero_included_and_an_empty_one_left_out(aino, agreements):
    assert "2 arvoa tallennettiin" in text_of(enter(aino, GOOD)) or values()
    assert values() == {"KU046": 3, "KU768": 0}


def test_the_same_table_again_changes_nothing_and_says_so(aino, agreements):
    enter(aino, GOOD)
    assert "Taulukossa ei ole uusia arvoja" in text_of(enter(aino, GOOD))
    assert Observation.objects.count() == 2


def test_a_corrected_table_changes_what_differs_only(aino, agreements):
    enter(aino, GOOD)
    enter(aino, GOOD.replace(";3\n", ";4\n"))
    assert Observation.objects.count() == 3


def test_wrong_rows_are_listed_one_by_one_and_nothing_is_saved(aino, agreements):
    wrong = (
        GOOD + f"Kangasala;{YEAR};5\nAtlantis;{YEAR};5\nSavonlinna;{YEAR}-06;5\nSavonlinna;2150;5\nEnonkoski;{YEAR};x\n"
    )
    answer = enter(aino, wrong)
    assert answer.status_code == 422
    words = text_of(answer)
    assert "Rivi 5: paikka ei kuulu tähän organisaatioon." in words
    assert "Rivi 6" in words
    assert "Atlantis" in words
    assert "Rivi 7: " in words
    assert "Rivi 8: Jakso ei ole vielä alkanut." in words
    assert "Rivi 9" in words
    assert values() == {}


def test_a_table_without_places_and_periods_is_about_what_is_chosen(aino, cast, agreements):
    sign = kept(choose(aino, "Sopimuksia;Huomio\n7;kyllä\n"))
    chosen = COLUMNS | {"place": "all:TA36", "period": f"all:{YEAR}"}
    aino.post(TABLE, chosen | {"kept": sign, "act": "enter"})
    assert values() == {"TA36": 7}


def test_one_column_cannot_mean_two_things(aino, agreements):
    answer = enter(aino, GOOD, value="column:Kunta")
    assert answer.status_code == 422
    assert "Sarake voi tarkoittaa vain yhtä asiaa." in text_of(answer)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n" + b"x" * 99, b"MZ\x00\x00", b"vain sanoja", b"a;b\n1;2;3\n"]
)
def test_what_is_no_table_is_told_and_changes_nothing(aino, agreements, content):
    answer = choose(aino, content)
    assert answer.status_code == 422
    assert 'href="#id_table"' in answer.content.decode()
    assert values() == {}


def test_no_file_at_all_is_told(aino, agreements):
    assert "Valitse ensin taulukko." in text_of(aino.post(TABLE, {}))


def test_a_table_chosen_by_another_is_not_reached(aino, cast, agreements, client):
    sign = kept(choose(aino, GOOD))
    cast.otso.memberships.create(organisation=cast.area_a, role="editor")
    client.force_login(cast.otso)
    assert client.post(TABLE, COLUMNS | {"kept": sign, "act": "enter"}).status_code == 404
    assert aino.post(TABLE, COLUMNS | {"kept": "nonsense", "act": "enter"}).status_code == 404
    assert values() == {}


def test_only_those_who_enter_values_and_only_for_numbers_entered_by_hand(aino, eero, otso, client, cast, agreements):
    assert [one.get(TABLE).status_code for one in (aino, eero, otso, client)] == [200, 404, 404, 302]
    for key in ("unemployment-rate", "area-cooperation-results"):
        adopt(cast.area_a, key)
        assert aino.get(TABLE.replace("agreements", key)).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_every_step_is_valid_with_one_heading(aino, agreements, prefix):
    for answer in (aino.get(prefix + TABLE), choose(aino, GOOD, prefix), choose(aino, GOOD + "X;2025;y\n", prefix)):
        page = answer.content.decode()
        html5lib.HTMLParser(strict=True).parse(page)
        assert len(re.findall(r"<h1[ >]", page)) == 1
