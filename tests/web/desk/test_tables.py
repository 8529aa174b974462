"""A table of one's own: opened, shown as understood, entered all or none."""

import html
import re
from decimal import Decimal

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entry.drafts.operations import write_draft
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.models import Interval, Observation
from luotsi.orgs.models import AuditEntry, Subject
from tests.cast import adopt
from tests.entry_cast import an_approver
from tests.entry_cast import enter as enter_by_hand
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


def signs(answer):
    """Return what the page holds unseen: the table that was chosen, and the mark of what it was set against."""
    mark = re.search(r'name="standing" value="([^"]+)"', answer.content.decode())
    return {"kept": kept(answer)} | ({"standing": mark.group(1)} if mark else {})


def enter(browser, text, **chosen):
    return browser.post(TABLE, COLUMNS | chosen | signs(choose(browser, text)) | {"act": "enter"}, follow=True)


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
    chosen = COLUMNS | {"place": "all:TA36", "period": f"all:{YEAR}"}
    aino.post(TABLE, chosen | signs(choose(aino, "Sopimuksia;Huomio\n7;kyllä\n")) | {"act": "enter"})
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


LIMITED = f"Kunta;Vuosi;Sopimuksia;Alaraja;Yläraja\nEnonkoski;{YEAR};3;2,5;4\nSulkava;{YEAR};0;;\n"
LIMITS = {"low": "column:Alaraja", "high": "column:Yläraja"}


def intervals():
    return [(one.observation.series.subject.code, *one.bounds) for one in Interval.objects.order_by("pk")]


def test_limits_come_in_beside_their_values_and_are_shown_before(aino, agreements):
    assert "3 (2,5–4)" in text_of(choose(aino, LIMITED))
    enter(aino, LIMITED, **LIMITS)
    assert values() == {"KU046": 3, "KU768": 0}
    assert intervals() == [("KU046", Decimal("2.5"), Decimal(4))]


def test_limits_alone_can_be_corrected_and_the_value_is_no_new_one(aino, agreements):
    enter(aino, LIMITED, **LIMITS)
    enter(aino, LIMITED.replace("2,5", "2"), **LIMITS)
    assert "Taulukossa ei ole uusia arvoja" in text_of(enter(aino, LIMITED.replace("2,5", "2"), **LIMITS))
    assert Observation.objects.count() == 2
    assert intervals() == [("KU046", Decimal("2.5"), 4), ("KU046", 2, 4)]
    assert AuditEntry.objects.filter(kind="indicators.value.bound").count() == 2


@pytest.mark.parametrize("limits", ["2,5;", ";4", "3,1;4", "2;2,9", "2;x", "4;2"])
def test_limits_that_do_not_lie_around_the_value_are_refused(aino, agreements, limits):
    answer = enter(aino, LIMITED.replace("2,5;4", limits), **LIMITS)
    assert answer.status_code == 422
    assert "Rivi 2, Alaraja: " in text_of(answer)
    assert "eivät ole luvun rajat" in text_of(answer)
    assert (values(), intervals()) == ({}, [])


@pytest.mark.parametrize("limits", ["3;4", "2;3", "3;3"])
def test_a_value_may_lie_at_either_end(aino, agreements, limits):
    enter(aino, LIMITED.replace("2,5;4", limits), **LIMITS)
    assert intervals() == [("KU046", *map(Decimal, limits.split(";")))]


def test_a_column_for_one_limit_alone_is_refused(aino, agreements):
    answer = enter(aino, LIMITED, low="column:Alaraja")
    assert answer.status_code == 422
    assert "Valitse sarake molemmille rajoille tai jätä molemmat pois." in text_of(answer)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(("prefix", "same"), [("", "Jo tiedossa"), ("/sv", "Redan kända"), ("/en", "Already known")])
def test_what_is_downloaded_of_a_measure_is_recognised_and_comes_in_the_same(
    aino, cast, agreements, ending, prefix, same
):
    enter(aino, LIMITED + f"Savonlinna;{YEAR};1 234,5;1200;1300,25\n", **LIMITS)
    before = (values(), sorted(intervals()))
    sheet = aino.get(f"{prefix}/savonlinna/mittarit/{agreements.slug}.{ending}").content
    assert re.search(rf"{same}[^:]*: 3\.", text_of(choose(aino, sheet, prefix)))
    other = f"{prefix}{TABLE}".replace("agreements", adopt(cast.area_a, "training-places").slug)
    answer = aino.post(other, {"table": SimpleUploadedFile(f"t.{ending}", sheet)})
    form = answer.context["columns"]
    sent = {name: form[name].value() or "" for name in form.fields} | signs(answer) | {"act": "enter"}
    assert aino.post(other, sent).status_code == 302
    copied = Observation.objects.filter(series__definition__key="training-places").select_related("series__subject")
    assert {one.series.subject.code: one.value for one in copied} == before[0]
    ends = Interval.objects.filter(observation__in=copied)
    assert sorted((one.observation.series.subject.code, *one.bounds) for one in ends) == before[1]


def test_where_values_are_approved_the_limits_wait_with_them(aino, cast, client, agreements):
    agreements.needs_approval = True
    agreements.save()
    enter(aino, LIMITED, **LIMITS)
    assert intervals() == []
    client.force_login(an_approver(cast.area_a))
    page = client.get("/savonlinna/tyopoyta/hyvaksynnat/")
    assert "3 (2,5–4)" in text_of(page)
    draft = DraftValue.objects.get(subject__code="KU046")
    client.post("/savonlinna/tyopoyta/hyvaksynnat/", {"draft": draft.pk, "seen": draft.revision, "act": "approve"})
    assert intervals() == [("KU046", Decimal("2.5"), 4)]


def test_characters_that_nobody_sees_do_not_part_a_name_from_its_place(aino, agreements):
    enter(aino, GOOD.replace("Enonkoski", "Enon\u00adkoski").replace(";3\n", ";\u200b3\ufeff\n"))
    assert values() == {"KU046": 3, "KU768": 0}


def test_what_somebody_entered_after_one_looked_is_told_and_nothing_is_saved_over_it(aino, cast, agreements):
    sent = COLUMNS | signs(choose(aino, GOOD)) | {"act": "enter"}
    enter_by_hand(agreements, Subject.objects.get(code="KU046"), YEAR, 9, cast.aino, at=timezone.now())
    answer = aino.post(TABLE, sent)
    assert answer.status_code == 422
    assert "Joku kirjasi sillä välin mittarille toisen arvon." in text_of(answer)
    assert values() == {"KU046": 9}
    aino.post(TABLE, COLUMNS | signs(answer) | {"act": "enter"})
    assert {one.value for one in Observation.objects.filter(series__subject__code="KU046")} == {9, 3}


def test_a_draft_of_somebody_is_shown_before_the_table_takes_its_place(aino, cast, agreements):
    entry = Entry(Period.parse(YEAR), Cell.of(8))
    place = Subject.objects.get(code="KU046")
    helmi = an_approver(cast.area_a)
    write_draft(measure=agreements, subject=place, entry=entry, actor=helmi, at=timezone.now(), state=DraftState.DRAFT)
    assert f"3 Korvaa henkilön {helmi.name} luonnoksen: 8" in text_of(choose(aino, GOOD))
    enter(aino, GOOD)
    assert values() == {"KU046": 3, "KU768": 0}
    assert DraftValue.objects.get().state == DraftState.DISCARDED
