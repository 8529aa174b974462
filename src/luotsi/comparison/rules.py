"""Pure decisions of a comparison: whose figures make a reference, which month it is of, what is said of a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from luotsi.comparison.types import DIVISIONS, Comparable, Divided
from luotsi.core.periods import Period
from luotsi.register.calc.comparison import (
    FUNNEL_SHARES,
    Comparison,
    Funnel,
    Group,
    UnableToCompare,
    Verdict,
    compare,
    funnel,
    limits_of_size,
    shrink,
)
from luotsi.register.types import Grouping

FEWEST_AREAS = 4
"""How many areas a shared reference is made of, the one that is compared among them or not."""
FEWEST_OTHERS = 3
"""How many of them are left at least, when the compared area's own figures are taken out."""
LARGEST_PERCENT = 50
"""How much of the clients one area may have at most."""
LARGER = 3
"""How many times larger than the compared area a reference has to be, so that its shares can be taken as certain."""
FARTHEST_MONTHS = 12
"""How far from the compared month a reference may be."""
YEARS_OF_STOCK, MONTHS_OF_EVENTS = 5, 24
WAITS_DAYS = 60
"""How long after a month's end areas that share their figures are waited for."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A place against what could be expected, and what was taken into account."""

    found: Comparison
    division: Grouping


@dataclass(frozen=True, slots=True)
class Picture:
    """All places of a comparison: each with its verdict among the others, and the funnel they make."""

    places: Mapping[str, Compared]
    funnel: Funnel


def added(areas: Mapping[str, Divided]) -> Divided:
    """Return the clients and observed of several areas together, by those divisions that can be shared.

    A division holds the areas of which nothing of it is hidden, so that the sum tells nothing that is not out
    already. It is left out where they are fewer than `FEWEST_OTHERS`, or one of them has more than
    `LARGEST_PERCENT` of the clients.
    """
    found = {}
    for division in DIVISIONS:
        told = [one[division] for one in areas.values() if division in one]
        sizes = [clients_of(one) for one in told]
        if len(told) >= FEWEST_OTHERS and 100 * max(sizes) <= LARGEST_PERCENT * sum(sizes):
            found[division] = _sum(told)
    return found


def _sum(told: Iterable[Mapping[str, Group]]) -> dict[str, Group]:
    found: dict[str, Group] = {}
    for one in told:
        for group, there in one.items():
            so_far = found.get(group, Group(0, 0))
            found[group] = Group(so_far.clients + there.clients, so_far.observed + there.observed)
    return found


def everybody(place: Divided) -> Group:
    """Return all of a place's clients and observed; nobody where they are not told together."""
    return place.get(Grouping.ALL, {}).get("", Group(0, 0))


def clients_of(groups: Mapping[str, Group]) -> int:
    """Return how many clients there are in all groups together."""
    return sum(one.clients for one in groups.values())


def is_large_enough(reference: Divided, own: Divided) -> bool:
    """Tell whether a reference is so large beside the compared area that its shares can be taken as certain."""
    sizes = [max((clients_of(groups) for groups in one.values()), default=0) for one in (reference, own)]
    return sizes[0] > 0 and sizes[0] >= LARGER * sizes[1]


def nearest(months: Iterable[Period], wanted: Period) -> Period | None:
    """Return the month nearest to the wanted one, the later of two as near; None where all are too far.

    >>> nearest([Period.parse("2026-04"), Period.parse("2026-06")], Period.parse("2026-05")).name
    '2026-06'
    """
    near = [one for one in months if abs(wanted.steps_since(one)) <= FARTHEST_MONTHS]
    return min(near, key=lambda one: (abs(wanted.steps_since(one)), wanted.steps_since(one)), default=None)


def may_be_made(month: Period, *, offered: int, released: int, on: date) -> bool:
    """Tell whether a month's reference can be made: all who share have released it, or were waited for long enough."""
    return released >= FEWEST_AREAS and (released == offered or on > month.end + timedelta(days=WAITS_DAYS))


def compared(place: Divided, reference: Divided) -> Compared | None:
    """Return a place's comparison by the finest division that both have; None where there is none."""
    for division in DIVISIONS:
        own, whole = place.get(division), reference.get(division)
        if not own or not whole or clients_of(own) == 0:
            continue
        rates = {name: one.observed / one.clients for name, one in whole.items() if one.clients}
        try:
            return Compared(compare(own, rates), division)
        except UnableToCompare:
            continue
    return None


def picture(places: Mapping[str, Divided], reference: Divided) -> Picture | None:
    """Return every place that can be compared, judged by limits that the unevenness of all of them has widened."""
    found = {code: one for code, divided in places.items() if (one := compared(divided, reference)) is not None}
    if not found:
        return None
    drawn = funnel({code: one.found for code, one in found.items()})
    return Picture({code: judged(one, drawn.dispersion) for code, one in found.items()}, drawn)


def judged(one: Compared, dispersion: float) -> Compared:
    """Return the comparison with the verdict of limits that many times wider in variance than those of chance.

    Without unevenness the exact limits hold.
    """
    if dispersion == 1 or one.found.verdict is Verdict.TOO_FEW:
        return one
    low, high = limits_of_size(one.found.expected, FUNNEL_SHARES[0], dispersion)
    verdict = Verdict.BELOW if one.found.ratio < low else Verdict.ABOVE if one.found.ratio > high else Verdict.WITHIN
    return replace(one, found=replace(one.found, verdict=verdict))


def drawn_together(told: Iterable[tuple[Mapping[str, Divided], Divided]]) -> tuple[dict[str, float], int]:
    """Return each place's ratio over several months, drawn towards that of all, and of how many months it is.

    Nothing where there are fewer than two months or places.
    """
    observed: dict[str, int] = {}
    expected: dict[str, float] = {}
    months = 0
    for places, reference in told:
        is_told = False
        for code, place in places.items():
            one = compared(place, reference)
            if one is not None:
                is_told = True
                observed[code] = observed.get(code, 0) + one.found.observed
                expected[code] = expected.get(code, 0.0) + one.found.expected
        months += is_told
    return (shrink(observed, expected), months) if months > 1 and len(observed) > 1 else ({}, 0)


def months_together(comparable: Comparable, month: Period, out: Iterable[Period]) -> list[Period]:
    """Return the months whose persons can be added up: of events all of two years, of stocks the same of five years.

    A stock meets the same persons month after month; added up, they would make a small place look certain.
    """
    steps = range(0, 12 * YEARS_OF_STOCK, 12) if comparable.is_stock else range(MONTHS_OF_EVENTS)
    wanted = {month - step for step in steps}
    return sorted(wanted.intersection(out))


def term_of(day: date) -> str:
    """Return the first month of the council term that the day belongs to (410/2015 15 §), as `2025-06`.

    >>> term_of(date(2025, 5, 31)), term_of(date(2025, 6, 1)), term_of(date(2029, 6, 1))
    ('2021-06', '2025-06', '2029-06')
    """
    year = day.year if day.month >= 6 else day.year - 1
    return f"{year - (year - 2025) % 4}-06"
