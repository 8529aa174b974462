"""What of a month is shown and what hidden, given all that was shown before; nothing is stored or released here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from luotsi.core.periods import Period
from luotsi.orgs.geography import COUNTRY, find_area_of
from luotsi.protection.suppression import protect
from luotsi.protection.types import Rule, Sum, Table
from luotsi.register.releases.cells import BASE, COUNT, REST, Cell, groups_of, same_as, sums_between
from luotsi.register.types import ALL, UNKNOWN_MUNICIPALITY, Aggregate, Definition, Grouping, Kind

Shown = Mapping[Cell, int | None]
"""Numbers by cell; None is hidden."""

FEWEST_IN_A_SHARE = 10
ORDER = ("stock", "services", "inflow", "outflow", "long_term")
"""Measures that others are made of come first; the rest by name."""


@dataclass(slots=True)
class Month:
    """The numbers of one month, all measures together, as they were counted.

    counts : every cell, zeros too, under its one name
    sums : within measures and between them
    cells : the cells of each measure, under its own names
    veiled : both sides of a share of fewer than ten, which say nothing of a few, not even that it is none
    """

    month: Period
    counts: dict[Cell, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    veiled: set[Cell] = field(default_factory=set)

    def add(self, definition: Definition, rows: Iterable[Aggregate]) -> None:
        """Take in the municipalities' aggregates of a measure, with zeros, sides and sums over places and groups.

        A measure that has parts is told by group for areas and the country only: a municipality's would nearly all
        be hidden.
        """
        numbers, places, seen = _numbers(definition, rows)
        places.setdefault(COUNTRY, [])
        groups = {grouping: groups_of(grouping, seen.get(grouping, set())) for grouping in definition.groupings}
        for place, inside in places.items():
            divided = {} if definition.parts and place.startswith("KU") else groups
            self._add_place(definition, place, divided, numbers)
            summed = {} if definition.parts and any(one.startswith("KU") for one in inside) else groups
            self._sum_place(definition, place, inside, summed)

    def relate(self, services: tuple[str, ...]) -> None:
        """Add the sums between measures; asked once, when every measure is in."""
        for cells in self.cells.values():
            for cell in cells:
                for total in sums_between(cell, services):
                    named = Sum(same_as(total.total), tuple(same_as(part) for part in total.parts))
                    if all(part in self.counts for part in named.parts):
                        self.sums.append(named)

    def _add_sides(
        self, definition: Definition, at: tuple[str, Grouping, str, str], numbers: Mapping[tuple[str, ...], list[int]]
    ) -> None:
        count, base = numbers.get(at, [0, 0])
        name = Cell(definition.key, self.month.name, *at, COUNT)
        self._put(definition.key, name, count)
        if definition.kind is Kind.SHARE:
            self._put(definition.key, name._replace(side=REST), base - count)
            self._put(definition.key, name._replace(side=BASE), base)
            both = (same_as(name), name._replace(side=REST))
            self.sums.append(Sum(same_as(name._replace(side=BASE)), both))
            if 0 < base < FEWEST_IN_A_SHARE:
                self.veiled.update(both)

    def _put(self, key: str, cell: Cell, count: int) -> None:
        self.counts[same_as(cell)] = count
        self.cells.setdefault(key, []).append(cell)

    def _add_place(
        self,
        definition: Definition,
        place: str,
        groups: Mapping[Grouping, tuple[str, ...]],
        numbers: Mapping[tuple[str, ...], list[int]],
    ) -> None:
        for part in definition.parts or (ALL,):
            self._add_sides(definition, (place, Grouping.ALL, ALL, part), numbers)
            for grouping, codes in groups.items():
                for code in codes:
                    self._add_sides(definition, (place, grouping, code, part), numbers)
            for side in _sides(definition):
                total = Cell(definition.key, self.month.name, place, Grouping.ALL, ALL, part, side)
                self.sums += [
                    Sum(same_as(total), tuple(same_as(total._replace(grouping=grouping, group=code)) for code in codes))
                    for grouping, codes in groups.items()
                    if codes
                ]

    def _sum_place(
        self, definition: Definition, place: str, inside: Sequence[str], groups: Mapping[Grouping, tuple[str, ...]]
    ) -> None:
        told = [(Grouping.ALL, ALL), *((grouping, code) for grouping, codes in groups.items() for code in codes)]
        for part in definition.parts or (ALL,):
            for side in _sides(definition):
                for grouping, code in told if inside else ():
                    total = Cell(definition.key, self.month.name, place, grouping, code, part, side)
                    self.sums.append(Sum(same_as(total), tuple(same_as(total._replace(place=one)) for one in inside)))


def _sides(definition: Definition) -> tuple[str, ...]:
    return (COUNT, REST, BASE) if definition.kind is Kind.SHARE else (COUNT,)


def _numbers(
    definition: Definition, rows: Iterable[Aggregate]
) -> tuple[dict[tuple[str, ...], list[int]], dict[str, list[str]], dict[Grouping, set[str]]]:
    """Return count and base by place, grouping, group and part; the parts of each place; the groups that were seen."""
    numbers: dict[tuple[str, ...], list[int]] = {}
    inside: dict[str, set[str]] = {}
    seen: dict[Grouping, set[str]] = {}
    for row in rows:
        seen.setdefault(row.grouping, set()).add(row.group)
        area = None if row.place == UNKNOWN_MUNICIPALITY else _area(row.place, row.month)
        inside.setdefault(row.place, set())
        inside.setdefault(area or COUNTRY, set()).add(row.place)
        if area:
            inside.setdefault(COUNTRY, set()).add(area)
        for place in filter(None, (row.place, area, COUNTRY)):
            one = numbers.setdefault((place, row.grouping, row.group, row.part), [0, 0])
            one[0] += row.count
            one[1] += row.base or 0
    return numbers, {place: sorted(parts) for place, parts in sorted(inside.items())}, seen


def _area(place: str, month: str) -> str | None:
    area = find_area_of(place.removeprefix("KU"), Period.parse(month).end)
    return None if area is None else area.subject_code


def protect_month(
    month: Month, measures: Sequence[str], earlier: Shown, rule: Rule | None = None
) -> dict[Cell, int | None]:
    """Return the cells of the measures under their one names, the hidden ones as None.

    Parameters
    ----------
    month : the numbers of all measures, related
    measures : those to be released now
    earlier : every cell that was ever released and hangs together with these, as it was shown

    Raises
    ------
    luotsi.protection.types.UnableToProtect
        when what was shown before gives a small number away; nothing of the month may be released then

    Notes
    -----
    A measure is protected with the cells of others that it shares or sums with, and with what was shown before; each
    becomes "before" for the next. A number that a correction has changed is a new number.
    """
    decided = dict(earlier)
    released: dict[Cell, int | None] = {}
    for measure in sorted(measures, key=lambda key: (ORDER.index(key) if key in ORDER else len(ORDER), key)):
        own = {same_as(cell) for cell in month.cells[measure]}
        table = _table(month, own, decided)
        pattern = protect(table, rule, weights=_weights(table), blocks=_blocks(table))
        for cell in sorted(own):
            decided[cell] = released[cell] = None if cell in pattern.hidden else month.counts[cell]
    return released


def _table(month: Month, own: set[Cell], decided: Shown) -> Table:
    sums = tuple(total for total in month.sums if own.intersection((total.total, *total.parts)))
    sums = tuple(total for total in sums if all(cell in own or cell in decided for cell in _cells(total)))
    counts = {cell: month.counts[cell] for cell in own.union(*(_cells(total) for total in sums))}
    known = frozenset(cell for cell in counts if decided.get(cell) == counts[cell])
    hidden = frozenset(cell for cell in counts if cell in decided and decided[cell] is None)
    return Table(counts, sums, known, hidden, frozenset(month.veiled & counts.keys()) - known)


def _cells(total: Sum) -> tuple[Cell, ...]:
    return (total.total, *total.parts)


def _weights(table: Table) -> dict[Cell, float]:
    """Return how dear each cell is: the country and areas more than municipalities, everybody more than a group."""
    return {
        cell: (20.0 if cell.place == COUNTRY else 1.0 if cell.place.startswith("KU") else 5.0)
        * (4.0 if cell.grouping == Grouping.ALL else 1.0)
        for cell in table.counts
    }


def _blocks(table: Table) -> list[set[Cell]]:
    """Return the country with its areas, then each area with its municipalities, for each part and grouping on its own.

    The cells of everybody stand in the block of every grouping, since all of them sum to it.
    """
    blocks: dict[tuple[int, str, str, str], set[Cell]] = {}
    everybody: dict[tuple[int, str, str], set[Cell]] = {}
    for cell in table.counts:
        for level, place in _levels(cell):
            if cell.grouping == Grouping.ALL:
                everybody.setdefault((level, place, cell.part), set()).add(cell)
            else:
                blocks.setdefault((level, place, cell.part, cell.grouping), set()).add(cell)
    with_everybody = {name: inside | everybody.get(name[:3], set()) for name, inside in blocks.items()}
    alone = {(*name, ""): inside for name, inside in everybody.items()}
    return [inside for _name, inside in sorted((with_everybody | alone).items(), key=lambda one: one[0])]


def _levels(cell: Cell) -> list[tuple[int, str]]:
    """Return where the cell stands: 0 the country with its areas, 1 an area with its municipalities."""
    if cell.place in (COUNTRY, UNKNOWN_MUNICIPALITY):
        return [(0, COUNTRY)]
    if not cell.place.startswith("KU"):
        return [(0, COUNTRY), (1, cell.place)]
    area = _area(cell.place, cell.month)
    return [(0, COUNTRY)] if area is None else [(1, area)]
