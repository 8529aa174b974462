"""From counted moves of benefit recipients to the history that forecasts are made of."""

from collections.abc import Mapping, Sequence

from luotsi.core.periods import Period
from luotsi.register.calc.forecast import Month, UnableToForecast

NEW = "new"
BRACKETS = ("1-100", "101-200", "201-300", "301-400", "401-700", "701-")
HIDDEN_AS = 2
"""What a hidden number of one to four is taken for."""
MOST_HIDDEN = 0.1
"""The share 0-1 of hidden numbers over which nothing is told."""


def history_of(counted: Mapping[Period, Mapping[str, int | None]]) -> tuple[tuple[Month, ...], int]:
    """Return the unbroken months up to the last one, oldest first, and how many of their numbers were hidden.

    Parameters
    ----------
    counted : month -> move ("new>1-100", "1-100>101-200") -> persons, None where it is hidden

    Raises
    ------
    UnableToForecast
        when there are no months, or more than a tenth of the numbers is hidden

    Notes
    -----
    A hidden number is taken for two persons, the middle of those that are hidden for being few.

    >>> months, hidden = history_of({Period.parse("2026-03"): {"new>1-100": 7, "1-100>101-200": None}})
    >>> months[0].stock("101-200"), hidden
    (2, 1)
    """
    if not counted:
        raise UnableToForecast("no month is at hand")
    months = _unbroken(sorted(counted))
    numbers = [persons for month in months for persons in counted[month].values()]
    hidden = sum(persons is None for persons in numbers)
    if not numbers or hidden > MOST_HIDDEN * len(numbers):
        raise UnableToForecast(f"{hidden} of {len(numbers)} numbers are hidden")
    return tuple(_month(month, counted[month]) for month in months), hidden


def _unbroken(months: Sequence[Period]) -> list[Period]:
    kept = [months[-1]]
    for month in reversed(months[:-1]):
        if month + 1 != kept[0]:
            break
        kept.insert(0, month)
    return kept


def _month(month: Period, moves: Mapping[str, int | None]) -> Month:
    moved: dict[tuple[str, str], int] = {}
    arrived: dict[str, int] = {}
    for name, persons in moves.items():
        before, now = name.split(">")
        taken = HIDDEN_AS if persons is None else persons
        if before == NEW:
            arrived[now] = taken
        else:
            moved[before, now] = taken
    return Month(month, moved, arrived)
