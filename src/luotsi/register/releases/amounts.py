"""Amounts (cents, days) beside the persons they belong to: which are left out, and which anybody could tell closely."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from luotsi.protection.attack import told_closely
from luotsi.protection.types import Rule, Sum, Table
from luotsi.register.releases.blocks import wide_blocks
from luotsi.register.releases.cells import Cell, same_as
from luotsi.register.releases.joining import named
from luotsi.register.releases.made import CLOSEST_PERCENT
from luotsi.register.releases.months import Month

Own = Mapping[Cell, int]
"""Amounts of a measure by cell, under their one names."""


class Amounts(NamedTuple):
    """The amounts of a month as a release tells them: under their one names those that are shown."""

    month: Month
    shown: Collection[Cell]


def silent_amounts(month: Month, secret: Collection[Cell], before: Collection[Amounts] = ()) -> set[Cell]:
    """Return the cells, under their one names, whose amounts are not told either: they could tell somebody's closely.

    Amounts follow the pattern of their persons. Where one of few persons could be told closer than the rule, with what
    the releases before it told of the month, those of the same measure and part are left out in all municipalities, or
    where that does not do, everywhere.
    """
    found: set[Cell] = set()
    for key in sorted({cell.measure for cell in month.amounts}):
        own = amounts_of(month, key)
        hidden = own.keys() & secret
        for begins in ("KU", ""):
            told = told_of(key, [*before, Amounts(month, own.keys() - hidden)])
            close = {cell.part for cell in told}
            hidden |= {cell for cell in own if cell.part in close and cell.place.startswith(begins)}
        found |= hidden - set(secret)
    return found


def told_of(key: str, versions: Iterable[Amounts]) -> frozenset[Cell]:
    """Return the amounts of few persons that can be told closely from all the versions of a month, named by amount.

    What versions tell alike is one unknown, with the sums of all of them. The municipal share is a known per cent of
    the benefit, so that whoever knows one knows the other, of another version too.
    """
    counts: dict[Cell, int] = {}
    sums: list[Sum] = []
    known: set[Cell] = set()
    few: set[Cell] = set()
    alike: dict[tuple[Cell, int], set[Cell]] = {}
    beside: set[tuple[Cell, int]] = set()
    for month, shown in versions:
        own = amounts_of(month, key)
        names = {cell: named(cell, amount) for cell, amount in own.items()}
        counts |= {names[cell]: amount for cell, amount in own.items()}
        whole = (one for one in month.sums if own.keys() >= {one.total, *one.parts})
        sums += [Sum(names[one.total], tuple(names[part] for part in one.parts)) for one in whole]
        known |= {names[cell] for cell in shown if cell in names}
        few |= {names[cell] for cell in own if Rule().small(month.counts[cell])}
        for cell, name in names.items():
            alike.setdefault((cell, month.counts[cell]), set()).add(name)
        beside |= {(cell, month.counts[cell]) for cell in shown if cell not in names}
    known = known.union(*(alike[one] for one in alike.keys() & beside))
    table = Table(counts, tuple(sums), veiled=frozenset(cell for cell, amount in counts.items() if not amount))
    hidden = counts.keys() - known
    closely = told_closely(table, hidden, hidden & few, CLOSEST_PERCENT, chain(*wide_blocks(counts)))
    return closely | (known & few)


def amounts_of(month: Month, key: str) -> Own:
    """Return the amounts of a measure under their one names."""
    return {same_as(cell): amount for cell, amount in month.amounts.items() if cell.measure == key}
