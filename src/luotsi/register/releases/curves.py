"""Curves of those who still wait, in steps that tell of no few, by themselves and taken from one another."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from luotsi.core.periods import Period
from luotsi.core.values import rounded
from luotsi.orgs.geography import COUNTRY
from luotsi.protection.types import Rule
from luotsi.register.calc.survival import kaplan_meier
from luotsi.register.releases.made import FEWEST_FOLLOWED, MadeCell, MadeCurve
from luotsi.register.releases.months import area_of
from luotsi.register.types import ALL, Aggregate, Grouping

CURVED = "first_discussion"
Days = tuple[list[int], list[int]]
Met = Mapping[str, Sequence[int]]
"""By place how many were met on each day."""


def days_of(rows: Iterable[Aggregate]) -> dict[tuple[str, Grouping, str], Days]:
    """Return by place and group how many were met on each day, and how many were followed so long and not met."""
    kept = list(rows)
    length = 1 + max((row.days or 0 for row in kept), default=0)
    found: dict[tuple[str, Grouping, str], Days] = {}
    for row in kept:
        area = area_of(row.place, Period.parse(row.month))
        for place in (row.place, area or "", COUNTRY):
            met, others = found.setdefault((place, row.grouping, row.group), ([0] * length, [0] * length))
            (met if row.part in ("met", ALL) else others)[row.days or 0] += row.count
    return found


def curves_of(rows: Iterable[Aggregate], month: Period, cells: Iterable[MadeCell]) -> Iterable[MadeCurve]:
    """Yield the curve of each place whose numbers are all shown.

    In steps of at least five met, ended where fewer than ten are left or fewer than five, but some, are met later.
    Where curves of the places inside a wider one would give away those of the rest, the one of the fewest is left out.
    In whole per cents: finer ones, with their limits, would tell how many were followed no longer from step to step.
    """
    of_everybody = [one for one in cells if one.measure.startswith(CURVED) and one.grouping == Grouping.ALL]
    told = {one.place for one in of_everybody if one.measure == CURVED} - {one.place for one in of_everybody if one.why}
    days = {place: one for (place, grouping, _), one in days_of(rows).items() if grouping is Grouping.ALL}
    points = {place: _points(*days[place]) for place in sorted(told & days.keys())}
    points = {place: one for place, one in points.items() if len(one) > 1}
    met = {place: one[0] for place, one in days.items()}
    shown = {place: [int(point[0]) for point in one[1:]] for place, one in points.items()}
    while wider := few_left(met, shown, month):
        del shown[min(_inside(wider[0], shown, month), key=lambda place: (sum(met[place]), place))]
    for place in sorted(shown):
        yield MadeCurve(CURVED, place, points[place])


def few_in_steps(met: Sequence[int], days: Sequence[int]) -> bool:
    """Tell whether between two days, or after the last, some were met and fewer than five."""
    cuts = [0, *(day + 1 for day in days), len(met)]
    return any(Rule().small(sum(met[since:until])) for since, until in pairwise(cuts))


def few_left(met: Met, shown: Mapping[str, Sequence[int]], month: Period) -> list[str]:
    """Return the wider places of whose curve, less those of the places inside, few are left on days that all tell."""
    found = []
    for wider in sorted(shown):
        inside = _inside(wider, shown, month)
        if inside:
            told = [sum(counts) for counts in zip(*(met[place] for place in inside), strict=True)]
            days = set(shown[wider]).intersection(*(shown[place] for place in inside))
            if few_in_steps([whole - part for whole, part in zip(met[wider], told, strict=True)], sorted(days)):
                found.append(wider)
    return found


def _inside(wider: str, places: Iterable[str], month: Period) -> list[str]:
    """Return which of the places are the parts of a wider one: areas of the country, municipalities of an area."""
    if wider == COUNTRY:
        return [place for place in places if place.startswith("TA")]
    return [place for place in places if place.startswith("KU") and area_of(place, month) == wider]


def _points(met: Sequence[int], others: Sequence[int]) -> list[list[Any]]:
    curve = kaplan_meier(met, others)
    points: list[list[Any]] = [[0, "100", "100", "100"]]
    steps, since = [0], 0
    for place, day in enumerate(curve.days):
        since += int(curve.ended[place])
        left = int(curve.at_risk[place] - curve.ended[place])
        if left < FEWEST_FOLLOWED:
            break
        if since >= Rule().threshold:
            three = (curve.surviving[place], curve.low[place], curve.high[place])
            points.append([int(day), *(str(rounded(Decimal(str(100 * float(one))), 0)) for one in three)])
            steps.append(since)
            since = 0
    while len(points) > 1 and Rule().small(sum(met) - sum(steps)):
        points.pop()
        steps.pop()
    return points
