"""From StatFin's live interface into the installation: ask, keep the answer, read, publish, roll up, judge."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError

from luotsi.core.periods import Period, PeriodKind
from luotsi.indicators.contents import Contents
from luotsi.indicators.grouping import note_group_findings
from luotsi.indicators.ingest import ArrivingLine, UnableToIngest, publish_lines
from luotsi.indicators.judging import judge_all
from luotsi.indicators.models import NATIONAL, Definition, Run, Series
from luotsi.indicators.reading import HELSINKI, periods_known
from luotsi.indicators.revisions import TakenIn, difference_since
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.types import RunKind
from luotsi.orgs import geography
from luotsi.orgs.models import Subject
from luotsi.sources.asking import Asked, ask_pxweb
from luotsi.sources.connectors.pxweb import TableAddress, Wanted
from luotsi.sources.models import StoredSnapshot
from luotsi.sources.operations import keep_snapshot, note_answer, note_failure
from luotsi.sources.outbound import Outbound
from luotsi.sources.queries import attempts_of
from luotsi.sources.registry import STATFIN
from luotsi.sources.schedule import Turn, turn
from luotsi.sources.types import FetchReason, ReadReason, Rows, Telling, UnableToFetch, UnableToRead, tell_nobody

SOURCE_KEY = "statfin-12r5"
TABLE = TableAddress(STATFIN.base_url, "fi", "StatFin/tyonv/12r5")
FIRST_MONTH = Period.parse("2006-01")
MONTHS_READ_AGAIN = 13
"""Months before the newest one that are asked again, for what the office has revised."""


def definitions() -> list[Definition]:
    """Return the measures that the table gives."""
    return list(Definition.objects.filter(source_table=SOURCE_KEY))


def wanted(since: Period | None, *, at: datetime) -> Wanted:
    """Return what to ask: every content and municipality, from the first month that is missing or might be revised."""
    day = at.astimezone(HELSINKI).date()
    return Wanted(
        contents=Contents(definitions()).codes, places=geography.pxweb_codes(day), since=since or first_month(day)
    )


def first_month(day: date) -> Period:
    """Return the first month of the whole country that is missing, or the first of those to be asked again."""
    months = known_months()
    if not months:
        return FIRST_MONTH
    newest = max(months)
    gap = next((month for month in _months(min(months), newest) if month not in months), newest)
    return min(gap, newest - (MONTHS_READ_AGAIN - 1), Period.containing(day, PeriodKind.MONTH))


def known_months() -> set[Period]:
    """Return the months for which the whole country's unemployed are stored."""
    country = Series.objects.filter(
        definition__key="unemployed", subject__code="SSS", source_key=SOURCE_KEY, owner_key=NATIONAL, dimensions=""
    )
    return periods_known(country.values_list("pk", flat=True))


def _months(first: Period, last: Period) -> Iterator[Period]:
    month = first
    while month <= last:
        yield month
        month += 1


def is_configured() -> bool:
    """Tell whether the installation lets StatFin be asked."""
    return STATFIN.host in settings.SOURCE_HOSTS


def outbound() -> Outbound:
    """Return the way out to the configured hosts; the machine's own needs no https where the settings name it."""
    return Outbound(hosts=frozenset(settings.SOURCE_HOSTS), allow_loopback_http=True)


def take_in(
    way: Outbound, address: TableAddress, what: Wanted, *, at: datetime, tell: Telling = tell_nobody
) -> TakenIn:
    """Ask, keep every answer, and publish what is new all at once; areas and statuses follow.

    :raises UnableToFetch: when the source gave no answer, or another fetch stored the same at the same time; the old
        values stand
    :raises UnableToRead: when an answer cannot be read whole; the old values stand
    """
    answers = ask_pxweb(way, address, what, at=at, tell=tell)
    kept = [keep_snapshot(source_key=SOURCE_KEY, snapshot=one.snapshot, at=at) for one in answers]
    run = _publish(answers, kept[0], at)
    roll_up(definitions=definitions(), source_key=SOURCE_KEY, at=at)
    note_group_findings(definitions=definitions(), source_key=SOURCE_KEY, at=at)
    judge_all(at=at)
    return TakenIn(run, kept[0])


def fetch(way: Outbound, address: TableAddress, what: Wanted, *, at: datetime, tell: Telling = tell_nobody) -> Run:
    """Take in what is new, and note what came of it.

    :raises UnableToFetch: when the source gave no answer; the old values stand
    :raises UnableToRead: when an answer cannot be read whole; the old values stand
    """
    try:
        taken = take_in(way, address, what, at=at, tell=tell)
    except (UnableToFetch, UnableToRead) as fault:
        note_failure(source_key=SOURCE_KEY, at=at, obstacle=fault.obstacle)
        raise
    difference = difference_since(SOURCE_KEY, at)
    note_answer(source_key=SOURCE_KEY, at=at, difference=difference, snapshot=taken.snapshot)
    return taken.run


def _publish(answers: Sequence[Asked], kept: StoredSnapshot, at: datetime) -> Run:
    try:
        return publish_lines(
            _arriving(answers, at),
            kind=RunKind.FETCH,
            source_key=SOURCE_KEY,
            at=at,
            source_note=STATFIN.attribution.fi,
            snapshot_sha256=kept.sha256,
        )
    except UnableToIngest as fault:
        raise UnableToRead(ReadReason.TWO_FIGURES, found=SOURCE_KEY) from fault
    except IntegrityError as fault:
        raise UnableToFetch(FetchReason.TOO_MANY_CALLS) from fault


def _arriving(answers: Sequence[Asked], at: datetime) -> Iterator[ArrivingLine]:
    contents = Contents(definitions())
    subjects = {one.code: one for one in Subject.objects.all()}
    for one in answers:
        assert isinstance(one.answer.rows, Rows)
        for line in one.answer.rows.lines:
            yield from contents.arriving(line, subjects[line.place_code], one.answer.updated or at)


def next_turn(*, at: datetime) -> Turn:
    """Return when the source is to be asked, from its rhythm and what came of the last attempts."""
    assert STATFIN.rhythm is not None
    return turn(STATFIN.rhythm, max(known_months(), default=None), attempts_of(SOURCE_KEY), at=at)
