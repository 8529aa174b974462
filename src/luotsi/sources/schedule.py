"""When a source is to be asked, from its rhythm and what came of the last attempts; asking is left to the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from luotsi.core.periods import Period, PeriodKind
from luotsi.sources.types import Attempt, Outcome

HELSINKI = ZoneInfo("Europe/Helsinki")
BACK_OFF = (timedelta(hours=1), timedelta(hours=4), timedelta(days=1))
"""Waits after the first, second and third failure in a row; a fourth one means that the source is broken."""
BROKEN_PAUSE = timedelta(days=7)
NOTHING_NEW_PAUSE = timedelta(days=1)
LOOK_PAUSE = timedelta(days=30)
"""How often a source is asked when nobody knows when its figures come."""


class Every(StrEnum):
    """How often a connection asks its source."""

    PUBLISHED = "published"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    NEVER = "never"


PAUSES = {Every.DAY: timedelta(days=1), Every.WEEK: timedelta(days=7), Every.MONTH: LOOK_PAUSE}
_OPENS = time(8)  # Finnish offices publish at eight; nothing is lost by a source that publishes in the night


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often figures come: the day of the month, so many months after the period, and days of grace after it.

    >>> Rhythm(PeriodKind.MONTH, publication_day=21, months_after=1, lag_days=1).due_on(Period.parse("2026-06"))
    datetime.date(2026, 7, 22)
    """

    kind: PeriodKind
    publication_day: int
    months_after: int = 1
    lag_days: int = 1

    def due_on(self, period: Period) -> date:
        """Return the day from which the period's figures should be out."""
        month = Period.containing(period.end, PeriodKind.MONTH) + self.months_after
        return month.start + timedelta(days=min(self.publication_day, month.days) - 1 + self.lag_days)


class State(StrEnum):
    """What is to be done about a source."""

    NOT_YET = "not_yet"
    DUE = "due"
    WAITING = "waiting"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be done and when: `due` says whether now. A broken source is still asked, but seldom."""

    state: State
    at: datetime
    is_due: bool
    failures: int


def turn(
    rhythm: Rhythm | None,
    newest: Period | None,
    attempts: Sequence[Attempt],
    *,
    at: datetime,
    pause: timedelta = LOOK_PAUSE,
) -> Turn:
    """Return the source's turn, `newest` being the last period that is stored.

    Notes
    -----
    The first figures are due at once. After that the period after the newest is due from eight in the morning of its
    day. A failure is followed by another attempt in 1 hour, 4 hours and 1 day; the fourth failure in a row makes the
    source broken, and it is asked once a week. An answer that did not yet hold the period is followed by one a day
    later. A source without a rhythm is asked again after the `pause`, thirty days unless said otherwise.
    """
    failures = failures_in_a_row(attempts)
    last = max((one.started_at for one in attempts), default=None)
    if last is not None and failures:
        is_broken = failures > len(BACK_OFF)
        wait = BROKEN_PAUSE if is_broken else BACK_OFF[failures - 1]
        return _turn(State.BROKEN if is_broken else State.WAITING, last + wait, at, failures)
    if rhythm is None or newest is None:
        wait = pause if rhythm is None else NOTHING_NEW_PAUSE
        return _turn(State.WAITING, at if last is None else last + wait, at, failures)
    opens = _moment(rhythm.due_on(newest + 1))
    if last is not None and last >= opens:
        return _turn(State.WAITING, last + NOTHING_NEW_PAUSE, at, failures)
    return _turn(State.NOT_YET, opens, at, failures)


def failures_in_a_row(attempts: Sequence[Attempt]) -> int:
    """Return how many of the last attempts failed, one after another."""
    count = 0
    for attempt in sorted(attempts, key=lambda one: one.started_at, reverse=True):
        if attempt.outcome is not Outcome.FAILED:
            break
        count += 1
    return count


def _turn(state: State, moment: datetime, at: datetime, failures: int) -> Turn:
    is_due = moment <= at
    return Turn(State.DUE if is_due and state is not State.BROKEN else state, moment, is_due, failures)


def _moment(day: date) -> datetime:
    return datetime.combine(day, _OPENS, tzinfo=HELSINKI)
