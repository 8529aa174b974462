"""All that releases tell, as one table: the same whether somebody attacks it or a release is protected beside it."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from luotsi.core.periods import Period
from luotsi.orgs.geography import COUNTRY
from luotsi.protection.types import Sum, Table
from luotsi.register.releases.cells import BASE, COUNT, YEAR, YEARLY, Cell, same_as, sums_between
from luotsi.register.releases.months import Month, Years
from luotsi.register.types import Grouping

Shown = Mapping[Cell, int | None]
"""Numbers by cell; None is hidden."""


@dataclass(frozen=True, slots=True)
class Version:
    """A month as a release tells it.

    month : all its numbers as they were counted
    shown : what is shown of them, and what is hidden
    undecided : those that are to be told, of which it is not known yet whether they can be shown
    """

    month: Month
    shown: Shown
    undecided: frozenset[Cell] = frozenset()


def named(cell: Cell, count: int) -> Cell:
    """Return the cell under a name that holds its number: versions that agree on a number tell the same one."""
    return Cell(*cell[:-1], count)


def joined(versions: Iterable[Version]) -> Table:
    """Return one table of all that the versions tell, from the first that came out to the last.

    Notes
    -----
    A number that versions tell alike is one unknown, with the sums of all of them; one that was corrected is another
    unknown beside the former. A cell that was hidden stays hidden in later versions, whatever it is then. So a hidden
    number is known to be no zero only where it was shown before or is told for the first time, and is no side of a
    share of few. A zero that is hidden for another one's sake is one of few; that the others could be zero as well is
    not granted to them.
    """
    joint = _Joint()
    for version in versions:
        joint.add(version)
    return joint.table()


def at_least(month: Month, shown: Shown) -> dict[Cell, int]:
    """Return of each hidden total what its shown parts come to."""
    found: dict[Cell, int] = {}
    for total in month.sums:
        if shown.get(total.total, 0) is None:
            known = sum(shown.get(part) or 0 for part in total.parts)
            if known:
                found[total.total] = max(known, found.get(total.total, 0))
    return found


def years_of(month: Month, before: Iterable[Version], places: Container[str]) -> Years:
    """Return the shares over the twelve months that end with the month, where each of them was told in the places."""
    newest = dict(month.counts)
    for version in before:
        if version.month.month != month.month:
            newest |= {cell: version.month.counts[cell] for cell in version.shown if cell in version.month.counts}
    found = {}
    for measure in sorted(YEARLY & month.cells.keys()):
        for own in month.cells[measure]:
            if own.side == COUNT and own.grouping == Grouping.ALL and own.place in places and own.place != COUNTRY:
                told = [_in_month(own, month.month - steps, newest) for steps in reversed(range(YEAR))]
                if None not in told:
                    found[measure, own.place, own.part] = [one for one in told if one is not None]
    return found


def _in_month(own: Cell, month: Period, newest: Mapping[Cell, int]) -> tuple[int, int] | None:
    """Return count and base of a share in another month, None where they were not told."""
    sides = [newest.get(same_as(own._replace(month=month.name, side=side))) for side in (COUNT, BASE)]
    return None if sides[0] is None or sides[1] is None else (sides[0], sides[1])


class _Joint:
    """What has been put together so far; cells under names that hold their numbers."""

    def __init__(self) -> None:
        self._counts: dict[Cell, int] = {}
        self._sums: list[Sum] = []
        self._names: dict[Cell, dict[Cell, None]] = {}
        self._last: dict[Cell, int | None] = {}
        self._known: set[Cell] = set()
        self._hidden: set[Cell] = set()
        self._undecided: set[Cell] = set()
        self._can_be_zero: set[Cell] = set()
        self._not_zero: set[Cell] = set()

    def add(self, version: Version) -> None:
        month = version.month
        names = {cell: named(cell, count) for cell, count in month.counts.items()}
        self._counts |= zip(names.values(), month.counts.values(), strict=True)
        self._sums += [Sum(names[total.total], tuple([names[part] for part in total.parts])) for total in month.sums]
        self._add_years(month, names)
        for cell, name in names.items():
            self._names.setdefault(cell, {})[name] = None
        for cell in version.undecided:
            stays_hidden = self._last.get(cell, 0) is None
            (self._hidden if stays_hidden else self._undecided).add(names[cell])
            if stays_hidden or cell in month.veiled:
                self._can_be_zero.add(names[cell])
        for cell in version.shown.keys() & names.keys():
            if version.shown[cell] is not None:
                self._known.add(names[cell])
                continue
            self._hidden.add(names[cell])
            says_nothing = cell in month.veiled or self._last.get(cell, 0) is None or month.counts[cell] == 0
            (self._can_be_zero if says_nothing else self._not_zero).add(names[cell])
        self._last |= version.shown

    def _add_years(self, month: Month, names: Mapping[Cell, Cell]) -> None:
        """Tie numbers over twelve months to those of the months, whether they are in the table by themselves or not."""
        for cell, name in names.items():
            if cell.months > 1:
                parts = {named(one, number): number for one, number in month.months_of(cell)}
                self._counts |= parts
                self._sums.append(Sum(name, tuple(parts)))

    def table(self) -> Table:
        hidden = self._hidden - self._known
        return Table(
            self._counts,
            (*self._sums, *self._between()),
            frozenset(self._known),
            frozenset(hidden),
            frozenset(self._can_be_zero - self._not_zero - self._known),
            frozenset(self._counts.keys() - self._known - hidden - self._undecided),
        )

    def _between(self) -> Iterator[Sum]:
        """Yield the sums between measures and months, wherever the versions agree on them."""
        for cell in self._names:
            for total in sums_between(cell):
                told = [self._names.get(one, ()) for one in (total.total, *total.parts)]
                for whole, *parts in product(*told):
                    if self._counts[whole] == sum(self._counts[part] for part in parts):
                        yield Sum(whole, tuple(parts))
