"""The values entered by hand as a workbook, out and in again."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from luotsi.core.periods import PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.entry.drafts.operations import write_draft
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.operations import set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.models import Observation
from tests.cast import adopt
from tests.entry_cast import enter
from tests.web.reading import faults_of, text_of

PAGE = "/savonlinna/tyopoyta/mittarit/taulukko/"
YEARS = f"{PAGE}year.xlsx"


@pytest.fixture
def period():
    return last_ended(PeriodKind.YEAR, timezone.localdate())


@pytest.fixture
def agreements(cast, period):
    """Return a measure with a value, a zero, a gap, and a value older than the table shows."""
    measure, then = adopt(cast.area_a, "agreements"), timezone.now() - timedelta(days=1)
    enter(measure, cast.area_a.subject, period.name, "12.50", cast.aino, at=then)
    enter(measure, cast.area_a.subject, (period - 1).name, 0, cast.aino, at=then)
    enter(measure, cast.area_a.subject, (period - 30).name, 3, cast.aino, at=then)
    gap = Entry(period - 2, Cell.missing("hidden"))
    enter_value(measure=measure, subject=cast.area_a.subject, entry=gap, actor=cast.aino, at=then)
    return measure


def downloaded(client, address=YEARS):
    return load_workbook(io.BytesIO(client.get(address).content))


def sent(client, workbook):
    content = io.BytesIO()
    workbook.save(content)
    return client.post(PAGE, {"workbook": SimpleUploadedFile("arvot.xlsx", content.getvalue())})


def place(workbook, period, code="TA36"):
    sheet = workbook.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == period.name)
    row = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[2].value == code)
    return sheet.cell(row, column)


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_sending_back_what_was_downloaded_changes_nothing(aino, agreements, prefix):
    before = list(Observation.objects.order_by("pk").values_list("pk", "scaled", "gap"))
    answer = sent(aino, downloaded(aino, prefix + YEARS))
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert list(Observation.objects.order_by("pk").values_list("pk", "scaled", "gap")) == before


def test_a_filled_cell_is_entered_and_nothing_outside_the_table_is_touched(aino, agreements, period):
    workbook = downloaded(aino)
    place(workbook, period - 1).value = 7.25
    place(workbook, period, "KU740").value = "1 234,5"
    place(workbook, period).value = None
    answer = sent(aino, workbook)
    assert "2 arvoa otettu vastaan. 0 riviä jäi pois." in text_of(answer)
    current = {str(one.value) for one in Observation.objects.filter(note="Taulukosta")}
    assert current == {"7.25", "1234.5"}
    assert Observation.objects.count() == 6
    assert sent(aino, workbook).status_code == 200
    assert Observation.objects.count() == 6


def test_several_periods_of_one_row_come_in_together(aino, agreements, period):
    workbook = downloaded(aino)
    for back in range(4):
        place(workbook, period - back, "KU046").value = back + 1
    assert "4 arvoa otettu vastaan." in text_of(sent(aino, workbook))
    assert Observation.objects.filter(note="Taulukosta").count() == 4


def test_a_row_with_a_fault_is_left_out_whole_and_told_and_the_others_come_in(aino, agreements, period):
    workbook = downloaded(aino)
    place(workbook, period - 3).value = "paljon"
    place(workbook, period - 4).value = 9
    place(workbook, period, "KU740").value = 5
    answer = sent(aino, workbook)
    assert "1 arvo otettu vastaan. 1 rivi jäi pois." in text_of(answer)
    assert faults_of(answer) == []
    assert list(Observation.objects.filter(note="Taulukosta").values_list("scaled", flat=True)) == [5]


def test_a_value_entered_after_the_download_is_not_overwritten(aino, cast, agreements, period):
    workbook = downloaded(aino)
    seen = Observation.objects.get(scaled=1250).pk
    enter(agreements, cast.area_a.subject, period.name, 40, cast.aino, at=timezone.now(), seen=seen)
    place(workbook, period).value = 41
    assert "tähän on kirjattu toinen arvo lataamisen jälkeen" in text_of(sent(aino, workbook))
    assert not Observation.objects.filter(scaled=41).exists()


def test_values_that_need_approval_wait_for_it(aino, cast, agreements, period):
    set_entry(measure=agreements, needs_approval=True, responsible_person=None, actor=cast.aino, at=timezone.now())
    workbook = downloaded(aino)
    place(workbook, period).value = 41
    sent(aino, workbook)
    assert DraftValue.objects.get().scaled == 41
    assert not Observation.objects.filter(scaled=41).exists()


def test_a_code_of_somebody_else_is_not_entered(aino, cast, agreements, period):
    workbook = downloaded(aino)
    sheet, count = workbook.worksheets[0], Observation.objects.count()
    sheet.cell(2, 3).value = "TA22"
    sheet.cell(3, 1).value = "unemployment-rate"
    place(workbook, period, "TA22").value = 5
    assert "2 riviä jäi pois" in text_of(sent(aino, workbook))
    assert Observation.objects.count() == count


def problem_of(client, workbook):
    """Send a workbook whose one change is at fault; return what is told of it."""
    count = Observation.objects.count()
    answer = sent(client, workbook)
    assert faults_of(answer) == []
    assert Observation.objects.count() == count
    return text_of(answer)


def test_a_formula_is_taken_by_its_value_and_one_without_is_told(aino, agreements, period):
    workbook = downloaded(aino)
    place(workbook, period).value = "=1+1"
    assert "on kaavan virhe" in problem_of(aino, workbook)
    place(workbook, period).value = "#DIV/0!"
    assert "on kaavan virhe" in problem_of(aino, workbook)


def test_a_cell_shown_as_per_cent_is_taken_as_it_is_shown(aino, cast, agreements, period):
    share = adopt(cast.area_a, "staff-turnover")
    workbook = downloaded(aino)
    cell = next(row for row in workbook.worksheets[0].iter_rows(min_row=2) if row[0].value == share.slug)
    column = place(workbook, period).column - 1
    cell[column].value, cell[column].number_format = 0.128, "0.0 %"
    assert "1 arvo otettu vastaan" in text_of(sent(aino, workbook))
    assert str(Observation.objects.latest("pk").value) == "12.8"
    place(workbook, period).value, place(workbook, period).number_format = 0.5, "0%"
    assert "Solu näyttää prosentteja" in problem_of(aino, workbook)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2026, 3, 12), "päivämäärä"),
        ("1.touko", ""),
        (1e300, "liian suuri"),
        ("9" * 30, ""),
        ("<script>alert(1)</script>", ""),
        (True, ""),
    ],
)
def test_what_is_no_number_is_told_in_its_row(aino, agreements, period, value, words):
    workbook = downloaded(aino)
    place(workbook, period).value = value
    told = problem_of(aino, workbook)
    assert "1 rivi jäi pois" in told
    assert words in told


def test_changed_heads_are_told(aino, agreements, period):
    workbook = downloaded(aino)
    head = place(workbook, period).column
    sheet = workbook.worksheets[0]
    for name, words in (
        ("joskus", "ei ole jakso"),
        ("1950", "ei voi täyttää"),
        ("2026-06", "ei voi täyttää"),
        (None, "ei ole jaksoa"),
        ((period - 1).name, "sama jakso on siinä kahdesti"),
    ):
        sheet.cell(1, head).value = name
        place(workbook, period - 1).value = None
        sheet.cell(2, head).value = 77
        assert words in problem_of(aino, workbook), name


def test_a_workbook_without_its_heads_or_of_something_else_is_refused(aino, agreements):
    workbook = downloaded(aino)
    workbook.worksheets[0].cell(1, 1).value = "Jotain muuta"
    answer = sent(aino, workbook)
    assert answer.status_code == 422
    assert "Millään taulukkosivulla ei ole" in text_of(answer)
    assert sent(aino, Workbook()).status_code == 422


def test_the_sheet_is_found_wherever_it_stands_and_in_any_language(aino, agreements, period):
    workbook = downloaded(aino, f"/sv{YEARS}")
    place(workbook, period, "KU740").value = 5
    workbook.create_sheet("Muistiinpanot", 0)["A1"] = "Omia merkintöjä"
    assert "1 arvo otettu vastaan" in text_of(sent(aino, workbook))


def test_extra_rows_repeated_rows_and_extra_columns_are_told(aino, agreements, period):
    workbook = downloaded(aino)
    sheet = workbook.worksheets[0]
    sheet.append([cell.value for cell in sheet[2]][:7] + [9] * 12)
    sheet.append(["Yhteensä", None, None, None, None, None, None, 100])
    sheet.cell(3, 30).value = "kommentti"
    told = problem_of(aino, workbook)
    assert "on jo rivillä 2" in told
    assert "Rivi ei nimeä" in told
    assert "ei ole jaksoa" in told


def test_another_organisations_workbook_is_not_taken_for_ones_own(aino, otso, cast, agreements, period):
    adopt(cast.area_b, "agreements")
    theirs = load_workbook(io.BytesIO(otso.get("/meri-lappi/tyopoyta/mittarit/taulukko/year.xlsx").content))
    place(theirs, period, "TA22").value = 5
    assert "toisen organisaation työkirjasta" in problem_of(aino, theirs)
    ours = downloaded(aino)
    sheet = ours.worksheets[0]
    sheet.cell(2, 7).value = "meri-lappi"
    place(ours, period).value = 5
    assert "toisen organisaation työkirjasta" in problem_of(aino, ours)
    sheet.cell(2, 7).value = None
    assert "Rivi ei nimeä" in problem_of(aino, ours)


def test_a_draft_of_somebody_written_after_the_download_is_not_overwritten(aino, cast, agreements, period):
    set_entry(measure=agreements, needs_approval=True, responsible_person=None, actor=cast.aino, at=timezone.now())
    workbook = downloaded(aino)
    seen = Observation.objects.get(scaled=1250).pk
    entry = Entry(period, Cell.of(40), seen=seen)
    subject = cast.area_a.subject
    write_draft(measure=agreements, subject=subject, entry=entry, actor=cast.aino, at=timezone.now())
    place(workbook, period).value = 41
    assert "tähän on kirjattu toinen arvo lataamisen jälkeen" in problem_of(aino, workbook)
    assert DraftValue.objects.get().scaled == 40


def test_sending_twice_what_needs_approval_is_told_as_unchanged(aino, cast, agreements, period):
    set_entry(measure=agreements, needs_approval=True, responsible_person=None, actor=cast.aino, at=timezone.now())
    workbook = downloaded(aino)
    place(workbook, period).value = 41
    sent(aino, workbook)
    told = text_of(sent(aino, workbook))
    assert "0 arvoa otettu vastaan. 0 riviä jäi pois." in told
    assert DraftValue.objects.get().scaled == 41


def test_a_draft_that_was_not_sent_is_entered_by_the_same_value_in_a_workbook(aino, cast, agreements, period):
    subject, entry = cast.area_a.subject, Entry(period - 5, Cell.of(41))
    write_draft(
        measure=agreements, subject=subject, entry=entry, actor=cast.aino, at=timezone.now(), state=DraftState.DRAFT
    )
    workbook = downloaded(aino)
    place(workbook, period - 5).value = 41
    assert "1 arvo otettu vastaan. 0 riviä jäi pois." in text_of(sent(aino, workbook))
    assert Observation.objects.filter(scaled=41).exists()


def test_filling_many_cells_takes_as_many_queries_as_few(aino, cast, agreements, period):
    counts = []
    for first, last in ((1, 2), (2, 4), (4, 12)):
        workbook = downloaded(aino)
        for code in ("KU046", "KU681", "KU740", "KU768"):
            for back in range(first, last):
                place(workbook, period + 1 - back, code).value = back
        with CaptureQueriesContext(connection) as queries:
            told = text_of(sent(aino, workbook))
        assert f"{4 * (last - first)} arvoa otettu vastaan. 0 riviä" in told
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_more_changes_than_a_request_has_time_for_are_refused_whole(aino, agreements, period, monkeypatch):
    monkeypatch.setattr("luotsi.web.desk.views.workbooks.MOST_CHANGED", 2)
    workbook = downloaded(aino)
    for back in range(3):
        place(workbook, period - back, "KU740").value = 9
    answer = sent(aino, workbook)
    assert answer.status_code == 422
    assert "Taulukossa on yli 2 uutta arvoa" in text_of(answer)
    assert not Observation.objects.filter(scaled=9).exists()
    place(workbook, period, "KU740").value = None
    assert "2 arvoa otettu vastaan" in text_of(sent(aino, workbook))


def test_sending_the_workbook_takes_as_many_queries_for_many_rows_as_for_few(aino, cast, agreements):
    counts = []
    for keys in ((), ("paper-prints", "staff-turnover", "electronic-archiving", "area-cooperation-results")):
        for one in keys:
            adopt(cast.area_a, one)
        workbook = downloaded(aino)
        with CaptureQueriesContext(connection) as queries:
            sent(aino, workbook)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook_is_refused_with_a_sentence(aino, agreements, content):
    answer = aino.post(PAGE, {"workbook": SimpleUploadedFile("arvot.xlsx", content)})
    assert answer.status_code == 422
    assert faults_of(answer) == []


def test_a_name_that_begins_like_a_formula_stays_text(aino, cast, agreements):
    agreements.name = {"fi": "=1+1"}
    agreements.save()
    cell = downloaded(aino).worksheets[0].cell(2, 2)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_only_those_who_may_enter_get_and_send_the_workbook(aino, eero, otso, agreements):
    workbook = downloaded(aino)
    for reader in (eero, otso):
        assert reader.get(PAGE).status_code == reader.get(YEARS).status_code == 404
        assert sent(reader, workbook).status_code == 404
    assert aino.get(f"{PAGE}month.xlsx").status_code == aino.get(f"{PAGE}x.xlsx").status_code == 404
