"""The values entered by hand as a workbook, out and in again."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from luotsi.core.periods import PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.operations import set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Observation
from luotsi.indicators.operations import Entry, enter_value
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
    assert "joku kirjasi toisen arvon lataamisen jälkeen" in text_of(sent(aino, workbook))
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
