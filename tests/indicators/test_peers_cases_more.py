"""The peers' cases that lie beside the values themselves: approval, cells, hosts, a worker begun again, due dates."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from click.testing import CliRunner
from django.core import mail
from django.utils import timezone
from tests.cast import NOW, adopt, current
from tests.entry_cast import SITE, an_approver, enter, last_year

from luotsi.cli.commands import luotsi
from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell
from luotsi.files.sheets import csv_bytes, xlsx_bytes
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entry.drafts.operations import UnableToReview, approve_draft, write_draft
from luotsi.indicators.entry.locks.operations import set_lock
from luotsi.indicators.entry.models import EntryLink
from luotsi.indicators.entry.operations import remind, return_draft, send_entry_link, set_entry
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.models import Definition, Run, Status
from luotsi.indicators.queries import lines_of
from luotsi.orgs.models import Subject
from luotsi.sources.models import FetchAttempt, FetchOrder
from luotsi.sources.operations import OrderLost, finish_order, order_fetch, take_order
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import FetchReason, Request, UnableToFetch
from luotsi.web.desk.entry_addresses import entry_address

YEAR = Period.parse("2025")


@pytest.fixture
def measure(cast):
    return adopt(cast.area_a, "agreements")


@pytest.fixture
def area(measure):
    return Subject.objects.get(code="TA36")


def test_case_13_a_value_is_approved_only_once_sent_and_neither_twice_nor_after_it_was_returned(cast, measure, area):
    helmi = an_approver(cast.area_a)
    set_entry(measure=measure, needs_approval=True, responsible_person=None, actor=cast.aino, at=NOW)
    entry = Entry(YEAR, Cell.of(15))
    words = {"measure": measure, "subject": area, "actor": cast.aino}
    draft = write_draft(entry=entry, state=DraftState.DRAFT, at=NOW, **words)
    with pytest.raises(UnableToReview):
        approve_draft(draft=draft, seen=draft.revision, actor=helmi, at=NOW)
    sent = write_draft(entry=Entry(YEAR, Cell.of(15), revision=draft.revision), at=NOW, **words)
    return_draft(draft=sent, seen=sent.revision, note="Tarkista", actor=helmi, at=NOW)
    with pytest.raises(UnableToReview):
        approve_draft(draft=sent, seen=sent.revision, actor=helmi, at=NOW)
    assert current() == {}
    again = write_draft(entry=Entry(YEAR, Cell.of(16), revision=sent.revision), at=NOW, **words)
    seen = again.revision
    assert approve_draft(draft=again, seen=seen, actor=helmi, at=NOW).value == 16
    for revision in (seen, again.revision):
        with pytest.raises(UnableToReview):
            approve_draft(draft=again, seen=revision, actor=helmi, at=NOW + timedelta(hours=1))
    assert lines_of(measure, [area])[area.pk].latest.value == 16


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_case_20_no_cell_that_begins_a_formula_leaves_as_one(start):
    hostile = f"{start}cmd|'/c calc'!A1"
    written = csv_bytes([hostile], [[hostile]]).decode("utf-8-sig")
    for (cell,) in csv.reader(io.StringIO(written, newline=""), delimiter=";"):
        assert cell[0] not in "=+-@\t\r"
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes("Arvot", [hostile], [[hostile]]))).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/PxWeb/",
        "https://pxdata.stat.fi.evil.example/",
        "https://pxdata.stat.fi@evil.example/",
        "https://evil.example/?pxdata.stat.fi",
        "http://169.254.169.254/",
        "file:///etc/passwd",
    ],
)
def test_case_22_a_source_cannot_be_pointed_at_another_host(address):
    with pytest.raises(UnableToFetch) as refused:
        Outbound(frozenset({"pxdata.stat.fi"})).fetch(Request("GET", address), at=NOW)
    assert refused.value.reason == FetchReason.HOST_NOT_ALLOWED


def test_case_13_an_areas_value_is_approved_after_those_of_its_municipalities_and_no_approval_is_taken_back(
    cast, measure, area
):
    helmi = an_approver(cast.area_a)
    set_entry(measure=measure, needs_approval=True, responsible_person=None, actor=cast.aino, at=NOW)
    whole, part, other = (
        write_draft(measure=measure, subject=place, entry=Entry(year, Cell.of(5)), actor=cast.aino, at=NOW)
        for place, year in ((area, YEAR), (Subject.objects.get(code="KU046"), YEAR), (area, YEAR - 1))
    )
    assert approve_draft(draft=other, seen=other.revision, actor=helmi, at=NOW).value == 5
    with pytest.raises(UnableToReview) as refused:
        approve_draft(draft=whole, seen=whole.revision, actor=helmi, at=NOW)
    assert refused.value.reason == "parts_wait"
    approve_draft(draft=part, seen=part.revision, actor=helmi, at=NOW + timedelta(hours=1))
    approve_draft(draft=whole, seen=whole.revision, actor=helmi, at=NOW + timedelta(hours=2))
    for decided in (part, whole):
        for revision in (decided.revision, decided.revision + 1):
            with pytest.raises(UnableToReview):
                return_draft(draft=decided, seen=revision, note="Takaisin", actor=helmi, at=NOW + timedelta(hours=3))
    assert len(current()) == 3


def test_case_28_a_finished_order_is_not_taken_up_again_however_late_a_worker_starts(cast):
    order_fetch(source_key="kela-c1", actor=None, at=NOW)
    taken = take_order(at=NOW)
    finish_order(order=taken, is_failed=False, at=NOW)
    assert take_order(at=NOW + timedelta(days=30)) is None
    with pytest.raises(OrderLost):
        finish_order(order=taken, is_failed=True, at=NOW)


def test_case_28_a_worker_begun_again_repeats_neither_orders_nor_mail_nor_judgements(cast, measure, area, settings):
    settings.SITE_ADDRESS, settings.SENDS_MAIL = SITE, True
    now = timezone.now()
    send_entry_link(slot=last_year(measure, area), person=cast.aino, address_of=entry_address, actor=None, at=now)
    order_fetch(source_key="gone-c1", actor=None, at=now)
    counts = []
    for _time in range(3):
        assert CliRunner().invoke(luotsi, ["worker", "--once"]).exit_code == 0
        counts.append([len(mail.outbox), *(one.objects.count() for one in (FetchAttempt, FetchOrder, Status, Run))])
    assert counts[0][0] == 1
    assert counts[0] == counts[1] == counts[2]


def test_case_29_changing_when_periods_close_keeps_what_was_reported(cast, measure, area):
    helmi = an_approver(cast.area_a)
    enter(measure, area, "2025", 12, cast.aino)
    for days in (31, 1, 400):
        set_lock(organisation=cast.area_a, kind=PeriodKind.YEAR, days_open=days, actor=helmi, at=NOW)
        assert lines_of(measure, [area])[area.pk].at(YEAR).value == 12


def test_case_29_due_dates_that_follow_another_rhythm_keep_what_was_reported_and_ask_for_the_rest(
    cast, measure, area, settings
):
    settings.SITE_ADDRESS = SITE
    set_entry(measure=measure, needs_approval=False, responsible_person=cast.aino, actor=cast.aino, at=NOW)
    enter(measure, area, "2025", 12, cast.aino)
    Definition.objects.filter(pk=measure.definition_id).update(period_kind="quarter", publication_lag_days=0)
    measure = type(measure).objects.select_related("definition").get(pk=measure.pk)
    assert remind(address_of=entry_address, at=datetime(2026, 7, 1, 10, tzinfo=UTC)) == 1
    assert EntryLink.objects.get().period_name == "2026-Q2"
    enter(measure, area, "2026-Q2", 3, cast.aino)
    assert remind(address_of=entry_address, at=datetime(2026, 7, 7, 10, tzinfo=UTC)) == 0
    Definition.objects.filter(pk=measure.definition_id).update(period_kind="year")
    measure = type(measure).objects.select_related("definition").get(pk=measure.pk)
    assert {name: one.value for (_code, name), one in current().items()} == {"2025": 12, "2026-Q2": 3}
    assert lines_of(measure, [area])[area.pk].at(YEAR).value == 12
    assert remind(address_of=entry_address, at=datetime(2026, 7, 8, 10, tzinfo=UTC)) == 0
