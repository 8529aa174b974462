"""The numbers of a month by cell, as they were counted, and how they add up; what is hidden is left to `protecting`."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from luotsi.core.periods import Period
from luotsi.orgs.geography import COUNTRY, areas, find_area_of, members
from luotsi.protection.types import Sum
from luotsi.register.measures import get_definition
from luotsi.register.releases.cells import (
    BASE,
    COUNT,
    ELSEWHERE,
    REST,
    TOTALLED,
    YEAR,
    Cell,
    groups_of,
    parts_of,
    same_as,
)
from luotsi.register.types import ALL, UNKNOWN_MUNICIPALITY, Aggregate, Definition, Grouping, Kind

FEWEST_IN_A_SHARE = 10
Years = Mapping[tuple[str, str, str], Sequence[Sequence[int]]]
"""By measure, place and part the count and the base of each of twelve months, the oldest first."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a release tells: employment areas by code with their municipalities, None for all; and the country."""

    areas: frozenset[str] | None = None
    with_country: bool = True

    def places(self, month: Period) -> frozenset[str]:
        """Return the codes of the places that are told in the month's composition."""
        return frozenset(_places(month, self)) - {ELSEWHERE}

    def tells(self, area: str) -> bool:
        """Tell whether the area is told apart."""
        return self.areas is None or area in self.areas


EVERYWHERE = Scope()


@dataclass(slots=True)
class Month:
    """The numbers of one month, all measures together, as they were counted.

    counts : every cell, zeros too, under its one name
    sums : within measures
    cells : the cells of each measure, under its own names
    amounts : cents, or days, of the cells of measures that have them
    veiled : both sides of a share of fewer than ten, which say nothing of a few, not even that it is none
    years : of shares over twelve months their two numbers in each month, the oldest first
    """

    month: Period
    scope: Scope = EVERYWHERE
    counts: dict[Cell, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    amounts: dict[Cell, int] = field(default_factory=dict)
    veiled: set[Cell] = field(default_factory=set)
    years: dict[tuple[str, str, str], Sequence[Sequence[int]]] = field(default_factory=dict)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.month.name

    def add(self, definition: Definition, rows: Iterable[Aggregate]) -> None:
        """Take in the municipalities' aggregates of a measure, with zeros, sides and sums over places and groups.

        A measure that has parts is told by group for areas and the country only: a municipality's would nearly all
        be hidden.
        """
        numbers, seen = _numbers(definition, rows, self.month, self.scope)
        groups = {grouping: groups_of(grouping, seen.get(grouping, set())) for grouping in definition.groupings}
        for place, inside in _places(self.month, self.scope).items():
            divided = {} if definition.parts and place.startswith("KU") else groups
            self._add_place(definition, place, divided, numbers)
            summed = {} if definition.parts and any(one.startswith("KU") for one in inside) else groups
            self._sum_place(definition, place, inside, summed)

    def add_years(self, years: Years) -> None:
        """Take in shares over twelve months, of everybody in a place.

        Where one side is nobody, and a month is of fewer than ten, the year would tell what the month does not.
        """
        for (measure, place, part), numbers in years.items():
            self.years[measure, place, part] = numbers
            count, base = (sum(one[side] for one in numbers) for side in (0, 1))
            name = Cell(measure, self.name, place, Grouping.ALL, ALL, part, COUNT, YEAR)
            rest, whole = name._replace(side=REST), name._replace(side=BASE)
            for cell, number in ((name, count), (rest, base - count), (whole, base)):
                self._put(cell, number)
            self._sum(whole, [name, rest])
            gives_away = count in (0, base) and min(one for _count, one in numbers) < FEWEST_IN_A_SHARE
            if 0 < base < FEWEST_IN_A_SHARE or (base and gives_away):
                self.veiled.update((name, rest))

    def months_of(self, year: Cell) -> Iterator[tuple[Cell, int]]:
        """Yield the cells that a number over twelve months is the sum of, with what each was then."""
        for steps, (count, base) in enumerate(reversed(self.years[year.measure, year.place, year.part])):
            number = {COUNT: count, REST: base - count, BASE: base}[year.side]
            yield same_as(year._replace(month=(self.month - steps).name, months=1)), number

    def told(self, measures: Iterable[str], places: Container[str]) -> set[Cell]:
        """Return the cells of the measures in these places, under their one names."""
        return {same_as(cell) for measure in measures for cell in self.cells[measure] if cell.place in places}

    def _add_place(
        self,
        definition: Definition,
        place: str,
        groups: Mapping[Grouping, tuple[str, ...]],
        numbers: Mapping[tuple[str, ...], list[int]],
    ) -> None:
        told, at = _told(groups), (definition.key, self.name, place)
        for part in parts_of(definition):
            for grouping, code in told:
                self._add_sides(definition, (place, grouping, code, part), numbers)
            for side in _sides(definition):
                for grouping, codes in groups.items():
                    cells = [Cell(*at, grouping, code, part, side) for code in codes]
                    self._sum(Cell(*at, Grouping.ALL, ALL, part, side), cells)
        if definition.key in TOTALLED:
            for grouping, code in told:
                cells = [Cell(*at, grouping, code, part, COUNT) for part in definition.parts]
                self._sum(Cell(*at, grouping, code, ALL, COUNT), cells)

    def _add_sides(
        self, definition: Definition, at: tuple[str, Grouping, str, str], numbers: Mapping[tuple[str, ...], list[int]]
    ) -> None:
        count, base = numbers.get(at, [0, 0])
        name = Cell(definition.key, self.name, *at, COUNT)
        self._put(name, count)
        if definition.kind in (Kind.MONEY, Kind.HISTOGRAM):
            self.amounts[name] = base
        if definition.kind is Kind.SHARE:
            rest, whole = name._replace(side=REST), name._replace(side=BASE)
            self._put(rest, base - count)
            self._put(whole, base)
            self._sum(whole, [name, rest])
            if 0 < base < FEWEST_IN_A_SHARE and name.place != ELSEWHERE:
                self.veiled.update((same_as(name), rest))

    def _sum_place(
        self, definition: Definition, place: str, inside: Sequence[str], groups: Mapping[Grouping, tuple[str, ...]]
    ) -> None:
        for part in parts_of(definition):
            for side in _sides(definition):
                for grouping, code in _told(groups) if inside else ():
                    cells = [
                        Cell(definition.key, self.name, one, grouping, code, part, side) for one in (place, *inside)
                    ]
                    self._sum(cells[0], cells[1:])

    def _put(self, cell: Cell, count: int) -> None:
        self.counts[same_as(cell)] = count
        self.cells.setdefault(cell.measure, []).append(cell)

    def _sum(self, total: Cell, parts: Sequence[Cell]) -> None:
        if parts:
            self.sums.append(Sum(same_as(total), tuple(map(same_as, parts))))


def month_of(
    month: Period,
    apart: frozenset[str] | None,
    rows: Mapping[str, Sequence[Aggregate]],
    measures: Container[str] | None = None,
    years: Years | None = None,
) -> Month:
    """Return the numbers of a month from the rows of each measure, or of those named, with these areas told apart.

    All areas are told apart where None are named. The country stands beside them where the register holds all areas.
    """
    homes = {area_of(row.place, month) for of_measure in rows.values() for row in of_measure}
    there = {area.subject_code for area in areas() if members(area.code, month.end)}
    made = Month(month, Scope(apart, with_country=apart is None or (bool(there) and there <= homes)))
    for key, of_measure in sorted(rows.items()):
        if measures is None or key in measures:
            made.add(get_definition(key), of_measure)
    made.add_years({one: numbers for one, numbers in (years or {}).items() if one[0] in made.cells})
    return made


@cache
def area_of(place: str, month: Period) -> str | None:
    """Return the employment area of a municipality in the composition of the month's last day."""
    area = None if place == UNKNOWN_MUNICIPALITY else find_area_of(place.removeprefix("KU"), month.end)
    return None if area is None else area.subject_code


def _told(groups: Mapping[Grouping, tuple[str, ...]]) -> list[tuple[Grouping, str]]:
    return [(Grouping.ALL, ALL), *((grouping, code) for grouping, codes in groups.items() for code in codes)]


def _sides(definition: Definition) -> tuple[str, ...]:
    return (COUNT, REST, BASE) if definition.kind is Kind.SHARE else (COUNT,)


def _places(month: Period, scope: Scope) -> dict[str, tuple[str, ...]]:
    """Return every place that is told, and the homes elsewhere, with the places that it is the sum of."""
    found: dict[str, tuple[str, ...]] = {}
    for area in areas():
        if scope.tells(area.subject_code):
            inside = tuple(sorted(place.subject_code for place in members(area.code, month.end)))
            found |= {area.subject_code: inside} | dict.fromkeys(inside, ()) if inside else {}
    if scope.with_country:
        found[COUNTRY] = (*sorted(place for place in found if place.startswith("TA")), _rest(scope))
        found[_rest(scope)] = ()
    return dict(sorted(found.items()))


def _rest(scope: Scope) -> str:
    """Return the place of those whose home is not told: unknown or in no area, or elsewhere."""
    return UNKNOWN_MUNICIPALITY if scope.areas is None else ELSEWHERE


def _numbers(
    definition: Definition, rows: Iterable[Aggregate], month: Period, scope: Scope
) -> tuple[dict[tuple[str, ...], list[int]], dict[Grouping, set[str]]]:
    """Return count and base (or days) by place, grouping, group and part, totals too; and the groups that were seen."""
    numbers: dict[tuple[str, ...], list[int]] = {}
    seen: dict[Grouping, set[str]] = {}
    for row in rows:
        seen.setdefault(row.grouping, set()).add(row.group)
        area = area_of(row.place, month)
        places = (row.place, area, COUNTRY) if area and scope.tells(area) else (_rest(scope), COUNTRY)
        parts = (row.part, ALL) if definition.key in TOTALLED else (row.part,)
        for place in places:
            for part in parts:
                one = numbers.setdefault((place, row.grouping, row.group, part), [0, 0])
                one[0] += row.count
                one[1] += row.count * row.days if row.days is not None else row.base or 0
    return numbers, seen
