"""All that releases tell, as one table: the same whether somebody attacks it or a release is protected beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from luotsi.protection.types import Sum, Table
from luotsi.register.releases.cells import Cell, sums_between
from luotsi.register.releases.months import Month

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
    return cell._replace(was=count)


def joined(versions: Iterable[Version]) -> Table:
    """Return one table of all that the versions tell, from the first that came out to the last.

    Notes
    -----
    A number that versions tell alike is one unknown, with the sums of all of them; one that was corrected is another
    unknown beside the former. A cell that was hidden stays hidden in later versions, whatever it is then. So a hidden
    number is known to be no zero only where it was shown before or is told for the first time, and is no side of a
    share of few.
    """
    joint = _Joint()
    for version in versions:
        joint.add(version)
    return joint.table()


class _Joint:
    """What has been put together so far; cells under names that hold their numbers."""

    def __init__(self) -> None:
        self._counts: dict[Cell, int] = {}
        self._sums: dict[Sum, None] = {}
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
        self._sums |= dict.fromkeys(
            Sum(names[total.total], tuple([names[part] for part in total.parts])) for total in month.sums
        )
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
            says_nothing = cell in month.veiled or self._last.get(cell, 0) is None
            (self._can_be_zero if says_nothing else self._not_zero).add(names[cell])
        self._last |= version.shown

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
