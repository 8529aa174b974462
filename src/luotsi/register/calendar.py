"""The calendar that SQL texts join to: working days, counting days, days months away, the limits of the law."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from luotsi.core.periods import Period, PeriodKind
from luotsi.law.service_process import discussion_interval_months, interview_limit_days
from luotsi.law.types import NoLaw

if TYPE_CHECKING:
    import duckdb

FIRST_DAY = date(1980, 1, 1)  # an older date in an export is taken for a mistake
NEVER = date(9999, 12, 31)  # the end of what has not ended

_FIXED_HOLIDAYS = ((1, 1), (1, 6), (5, 1), (12, 6), (12, 25), (12, 26))
_EVES = ((12, 24),)

DAY_COLUMNS = (
    "day DATE, number INTEGER, month INTEGER, working_number INTEGER, next_count INTEGER, last_count INTEGER, "
    "after_3_on DATE, after_6_on DATE, after_12_on DATE, after_24_on DATE, before_1_on DATE, before_6_on DATE, "
    "before_16_on DATE, interview_limit INTEGER"
)
MONTH_COLUMNS = (
    "month INTEGER, number INTEGER, year INTEGER, count_on DATE, count_number INTEGER, back_16_number INTEGER, "
    "year_days INTEGER, service_after_on DATE, service_until_on DATE, plan_since_on DATE, started_3 INTEGER, "
    "started_6 INTEGER, started_12 INTEGER, followed_to DATE"
)
FOLLOWED_MONTHS = 3  # a job search is followed for its initial interview to the end of the third month after its own


@cache
def holidays(year: int) -> frozenset[date]:
    """Return the days of the year, weekends apart, that are no working days.

    Notes
    -----
    Church and state holidays; Midsummer Eve and Christmas Eve beside them, as 5 § of the act on the calculation of
    statutory time limits (150/1930) has them.
    """
    easter = _easter(year)
    moving = (easter - timedelta(2), easter + timedelta(1), easter + timedelta(39), _midsummer_eve(year))
    return frozenset({*(date(year, month, day) for month, day in (*_FIXED_HOLIDAYS, *_EVES)), *moving})


def is_working_day(day: date) -> bool:
    """Tell whether the day is Monday to Friday and no holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


def counting_day(month: Period) -> date:
    """Return the last working day of the month.

    >>> counting_day(Period.parse("2025-05")), counting_day(Period.parse("2026-12"))
    (datetime.date(2025, 5, 30), datetime.date(2026, 12, 31))
    """
    day = month.end
    while not is_working_day(day):
        day -= timedelta(1)
    return day


def months_away(day: date, months: int) -> date:
    """Return the day of the same number that many months on, or the last day of that month (150/1930 3 §).

    >>> months_away(date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_code(month: Period) -> int:
    """Return the month as the snapshots have it: 202603."""
    return month.year * 100 + month.number


def month_of(code: int) -> Period:
    """Return the month of that code."""
    return Period(PeriodKind.MONTH, code // 100, code % 100)


def month_number(month: Period) -> int:
    """Return the running number of the month from the first one of the calendar."""
    return (month.year - FIRST_DAY.year) * 12 + month.number - 1


def months_between(first: Period, last: Period) -> tuple[Period, ...]:
    """Return the months from first to last, both included."""
    return tuple(first + step for step in range(last.steps_since(first) + 1))


@cache
def day_rows(last_on: date) -> tuple[tuple[object, ...], ...]:
    """Return a row of DAY_COLUMNS for each day of the calendar to `last_on`."""
    months = months_between(*(Period.containing(day, PeriodKind.MONTH) for day in (FIRST_DAY, last_on)))
    rows: list[tuple[object, ...]] = []
    working = 0
    for number, month in enumerate(months):
        counted, code = counting_day(month), month_code(month)
        for step in range(month.days):
            day = month.start + timedelta(step)
            working += is_working_day(day)
            next_count, last_count = number + (day > counted), number - (day < counted)
            away = (months_away(day, distance) for distance in (3, 6, 12, 24, -1, -6, -16))
            rows.append((day, day.toordinal(), code, working, next_count, last_count, *away, _limit(day)))
    return tuple(rows)


def month_row(month: Period, known_on: date) -> tuple[object, ...]:
    """Return the row of MONTH_COLUMNS for the month, when events are known to `known_on`."""
    counted = counting_day(month)
    return (
        month_code(month),
        month_number(month),
        month.year,
        counted,
        counted.toordinal(),
        months_away(counted, -16).toordinal(),
        (counted - months_away(counted, -12)).days,
        counting_day(month - 4),
        counting_day(month - 3),
        _plan_since(counted),
        *(month_code(month - months) for months in (3, 6, 12)),
        min((month + FOLLOWED_MONTHS).end, known_on),
    )


def columns_of(definition: str) -> list[tuple[str, str]]:
    """Return the names and types of a definition of columns."""
    return [(name, kind) for name, kind in (column.split() for column in definition.split(","))]


def load(database: "duckdb.DuckDBPyConnection", name: str, definition: str, rows: Iterable[Sequence[object]]) -> None:
    """Make the table of that name, column by column."""
    columns = columns_of(definition)
    by_column = [list(column) for column in zip(*rows, strict=True)] or [[] for _column in columns]
    unnested = ", ".join(f"unnest(?::{kind}[]) AS {column}" for column, kind in columns)
    database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {unnested}", by_column)


def last_calendar_day(known_on: date) -> date:
    """Return the day to which the calendar reaches when events are known to `known_on`."""
    return date(known_on.year + 1, 12, 31)


def _limit(day: date) -> int | None:
    try:
        return interview_limit_days(day)
    except NoLaw:
        return None


def _plan_since(day: date) -> date | None:
    try:
        return months_away(day, -discussion_interval_months(day))
    except NoLaw:
        return None


def _midsummer_eve(year: int) -> date:
    """Return the Friday from 19 to 25 June."""
    day = date(year, 6, 19)
    return day + timedelta((4 - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Return Easter Sunday by the method of Meeus, Jones and Butcher."""
    century, within = divmod(year, 100)
    moon = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (within // 4) - moon - within % 4) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
