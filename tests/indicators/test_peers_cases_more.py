"""The peers' cases that lie beside the values themselves: approval, rows, cells, hosts, languages, orders, settings.

Case 29 is here what decides which periods are open: values have no due dates of their own. Case 21 over every address
is `tests/web/test_every_address.py`, case 26 `tests/journeys/test_every_page.py`; here each stands for measures.
"""

import csv
import io
from datetime import timedelta

import pytest
from tests.cast import NOW, adopt, current
from tests.entry_cast import an_approver, enter

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.files.sheets import csv_bytes
from luotsi.indicators.entry.drafts.operations import UnableToReview, approve_draft, take_rows, write_draft
from luotsi.indicators.entry.locks.operations import set_lock
from luotsi.indicators.entry.operations import return_draft, set_entry
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.operations import Entry
from luotsi.indicators.queries import lines_of
from luotsi.orgs.models import Subject
from luotsi.sources.operations import OrderLost, finish_order, order_fetch, take_order
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import FetchReason, Request, UnableToFetch

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


def test_case_17_each_of_many_rows_is_taken_or_refused_by_itself_with_its_reason(cast, measure):
    places = list(Subject.objects.filter(kind="municipality")[:40])
    years = [Period.parse("2999" if at % 10 == 3 else "2025") for at in range(len(places))]
    rows = [
        (measure, [(place, Entry(year, Cell.of(at)))])
        for at, (place, year) in enumerate(zip(places, years, strict=True))
    ]
    refusals = take_rows(rows=rows, actor=cast.aino, at=NOW)
    assert [at for at, one in enumerate(refusals) if one is not None] == [3, 13, 23, 33]
    assert {one.reason for one in refusals if one is not None} == {"future"}
    assert len(current()) == 36


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_case_20_no_cell_that_begins_a_formula_leaves_as_one(start):
    written = csv_bytes([f"{start}cmd|'/c calc'!A1"], []).decode("utf-8-sig")
    ((cell,),) = csv.reader(io.StringIO(written, newline=""), delimiter=";")
    assert cell[0] not in "=+-@\t\r"


@pytest.mark.parametrize("page", ["tavoite", "tila", "lahde", "nakyva-lahde", "arvot", "tuo", "kirjaaminen"])
def test_case_21_a_measure_of_another_organisation_is_not_found_under_either_name(cast, measure, client, page):
    client.force_login(cast.otso)
    for organisation in (cast.area_a, cast.area_b):
        address = f"/{organisation.slug}/tyopoyta/mittarit/{measure.slug}/{page}/"
        assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


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


def test_case_26_each_page_of_a_measure_at_the_desk_has_one_first_heading(cast, measure, client):
    client.force_login(cast.aino)
    for page in ("tavoite", "tila", "nakyva-lahde", "arvot"):
        body = client.get(f"/savonlinna/tyopoyta/mittarit/{measure.slug}/{page}/").content.decode()
        assert body.count("<h1") == 1


def test_case_27_a_text_without_a_translation_is_shown_in_finnish_and_says_so():
    shown = Text(fi="Työttömät", en="Unemployed").in_language("sv")
    assert (shown.text, shown.language) == ("Työttömät", "fi")
    assert Text(sv="Arbetslösa").in_language("en").language == "sv"


def test_case_28_a_finished_order_is_not_taken_up_again_however_late_a_worker_starts(cast):
    order_fetch(source_key="kela-c1", actor=None, at=NOW)
    taken = take_order(at=NOW)
    finish_order(order=taken, is_failed=False, at=NOW)
    assert take_order(at=NOW + timedelta(days=30)) is None
    with pytest.raises(OrderLost):
        finish_order(order=taken, is_failed=True, at=NOW)


def test_case_29_changing_when_periods_close_keeps_what_was_reported(cast, measure, area):
    helmi = an_approver(cast.area_a)
    enter(measure, area, "2025", 12, cast.aino)
    for days in (31, 1, 400):
        set_lock(organisation=cast.area_a, kind=PeriodKind.YEAR, days_open=days, actor=helmi, at=NOW)
        assert lines_of(measure, [area])[area.pk].at(YEAR).value == 12
