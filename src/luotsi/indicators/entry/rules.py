"""When a period takes values, when a person is reminded, what a unit can hold: pure decisions."""

from datetime import date, timedelta

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.core.units import Unit
from luotsi.core.values import Cell

REMINDER_DAYS = (1, 7, 30)
"""Days after the value was due."""
LAST_REMINDER_DAY = 37
"""A reminder that could not be sent on its day is sent up to this day, then no more."""


LONGEST_PAUSE = timedelta(hours=6)


def last_ended(kind: PeriodKind, today: date) -> Period | None:
    """Return the last period of a kind that is over, or None where there was none."""
    try:
        return Period.containing(today, kind) - 1
    except PeriodError:
        return None


def last_overdue(kind: PeriodKind, today: date, lag_days: int) -> Period | None:
    """Return the newest period that ended more than so many days ago, or None where there is none.

    >>> [last_overdue(PeriodKind.MONTH, date(2026, 8, day), 40).name for day in (9, 10)]
    ['2026-05', '2026-06']
    """
    return last_ended(kind, today - timedelta(days=lag_days))


def closes_after(period: Period, days_open: int) -> date:
    """Return the last day on which a period takes values by itself.

    >>> closes_after(Period.parse("2026-06"), 14)
    datetime.date(2026, 7, 14)
    """
    return period.end + timedelta(days=days_open)


def is_closed(period: Period, today: date, *, days_open: int | None, opened_through: date | None = None) -> bool:
    """Tell whether a period refuses values; both last days, the lock's and the opening's, still take them.

    Without a lock (`days_open` is None) no period closes.
    """
    if days_open is None or today <= closes_after(period, days_open):
        return False
    return opened_through is None or today > opened_through


def reminder_due(due_on: date, today: date, sent: int) -> int | None:
    """Return which reminder, counted from 1, is to be sent today, or None.

    Reminders missed while nothing ran are made up for by one, never by several.

    >>> reminder_due(date(2026, 1, 31), date(2026, 2, 1), 0), reminder_due(date(2026, 1, 31), date(2026, 2, 6), 1)
    (1, None)
    """
    late = (today - due_on).days
    reached = sum(late >= day for day in REMINDER_DAYS)
    return reached if sent < reached and late <= LAST_REMINDER_DAY else None


def retry_after(attempts: int) -> timedelta:
    """Return how long to wait after a failed attempt, twice as long each time.

    >>> [retry_after(attempts).seconds // 60 for attempts in (1, 2, 3, 9)]
    [5, 10, 20, 360]
    """
    return min(LONGEST_PAUSE, timedelta(minutes=5 * 2 ** min(attempts - 1, 10)))


_COUNTED = frozenset({Unit.PERSONS, Unit.COUNT, Unit.DAYS, Unit.WORKING_DAYS, Unit.HOURS})


def is_doubtful(cell: Cell, unit: Unit, *, is_net: bool) -> bool:
    """Tell whether a value is more likely a slip than not: what is counted is below zero only as a difference.

    >>> is_doubtful(Cell.of(-1), Unit.DAYS, is_net=False), is_doubtful(Cell.of(-1), Unit.DAYS, is_net=True)
    (True, False)
    """
    return cell.value is not None and cell.value < 0 and unit in _COUNTED and not is_net


def fits(cell: Cell, unit: Unit) -> bool:
    """Tell whether the unit can hold the value; a gap fits every unit.

    >>> fits(Cell.of(5), Unit.SCORE_1_5), fits(Cell.of("5.1"), Unit.SCORE_1_5), fits(Cell.of(2), Unit.YES_NO)
    (True, False, False)
    """
    if cell.value is None:
        return True
    if unit.top_of_scale is not None:
        return 1 <= cell.value <= unit.top_of_scale
    if unit is Unit.DIRECTION:
        return cell.value in {-1, 0, 1}
    return cell.value in {0, 1} if unit is Unit.YES_NO else unit is not Unit.WORDS
