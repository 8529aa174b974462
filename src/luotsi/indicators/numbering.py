"""The numbers of observations: series, period and version in one integer, so that the primary key is what is unique.

The rows of a series stand together in order of time, and one index does the work of three (ADR 25). A number is never
read for its meaning outside this room.
"""

from functools import lru_cache
from typing import Final

from luotsi.core.periods import Period, PeriodKind

VERSIONS: Final = 1 << 12
"""How many versions a period may have, from zero on."""
PERIODS: Final = 1 << 16
A_SERIES: Final = PERIODS * VERSIONS
"""The numbers of one series run from `series * A_SERIES` to just below `(series + 1) * A_SERIES`."""
FIRST_OF_SERIES: Final = f"CAST(s.id AS bigint) * {A_SERIES}"
"""The number from which those of a series run, as SQL that calls the series s."""
END_OF_SERIES: Final = f"{FIRST_OF_SERIES} + {A_SERIES}"
_A_KIND: Final = 1 << 13
FIRST_YEAR: Final = 1850
_LAST_YEAR: Final = 2500
# Numbers are kept for good: a new kind is written at the end, and none is ever moved.
_KINDS: Final = {
    PeriodKind.MONTH: (0, 12),
    PeriodKind.QUARTER: (1, 4),
    PeriodKind.HALF: (2, 2),
    PeriodKind.YEAR: (3, 1),
    PeriodKind.SCHOOL_TERM: (4, 2),
    PeriodKind.SCHOOL_YEAR: (5, 1),
    PeriodKind.COUNCIL_TERM: (6, 1),
}

_KINDS_BY_NUMBER: Final = {place: (kind, a_year) for kind, (place, a_year) in _KINDS.items()}


class NoSuchNumber(ValueError):
    """The period lies outside what can be numbered, or has had too many versions."""


def number_of_period(period: Period) -> int:
    """Return the number of a period; within a kind numbers grow with time.

    :raises NoSuchNumber: for a year before 1850 or after 2500

    >>> number_of_period(Period.parse("1850-02"))
    1
    """
    if not FIRST_YEAR <= period.year <= _LAST_YEAR:
        raise NoSuchNumber(f"{period} lies outside the years {FIRST_YEAR} to {_LAST_YEAR}")
    kind, a_year = _KINDS[period.kind]
    return kind * _A_KIND + (period.year - FIRST_YEAR) * a_year + period.number - 1


@lru_cache(maxsize=4096)
def _period(number: int) -> Period:
    kind, place = divmod(number, _A_KIND)
    named, a_year = _KINDS_BY_NUMBER[kind]
    return Period(named, FIRST_YEAR + place // a_year, place % a_year + 1)


def period_of(number: int) -> Period:
    """Return the period of an observation's number.

    >>> period_of(7 * A_SERIES + VERSIONS)
    Period('1850-02')
    """
    return _period(number // VERSIONS % PERIODS)


def first_of(series: int, period: Period) -> int:
    """Return the number of the first version of a period of a series.

    :raises NoSuchNumber: for a year before 1850 or after 2500
    """
    return series * A_SERIES + number_of_period(period) * VERSIONS


def next_version(number: int) -> int:
    """Return the number of the version after this one.

    :raises NoSuchNumber: when the period has had as many as can be
    """
    if number % VERSIONS == VERSIONS - 1:
        raise NoSuchNumber(f"a period of series {number // A_SERIES} has had {VERSIONS} versions")
    return number + 1
