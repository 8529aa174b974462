"""Which further numbers to hide so that the small ones cannot be worked out; checked afterwards by `attack`."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from luotsi.protection.attack import Seen
from luotsi.protection.grid import Mask, NamedGrid, Places
from luotsi.protection.hiding import Hiding
from luotsi.protection.types import Key, Pattern, Rule, Table, UnableToProtect
from luotsi.protection.working import LARGE, hands
from luotsi.protection.zeros import settled

Stages = Sequence[Sequence[Collection[Key]]]


def protect(
    table: Table,
    rule: Rule | None = None,
    *,
    weights: Mapping[Key, float] | None = None,
    blocks: Stages = (),
    wider: Stages = (),
    workers: int = 1,
) -> Pattern:
    """Return what to hide so that nobody can know of a small number that it is small, or come close to it.

    Parameters
    ----------
    table : the numbers, how they add up, and what earlier releases showed and hid
    rule : the threshold, five persons when not given
    weights : how dear a cell is to hide, 1 when not given; totals that readers need most are dear
    blocks : in stages groups of cells that are protected one after another before the whole, for instance the areas of
        the country and then the municipalities of each area; they save time, and change nothing of what is proven
    wider : in stages larger groups of cells, asked for what is still told when every block is protected, before the
        whole table
    workers : how many processes a large table is divided between; changes nothing of what is hidden

    Raises
    ------
    UnableToProtect
        when a small number was published before, or what was published before gives it away; a hidden zero that is
        given away already stops nothing

    Notes
    -----
    Cell suppression by linear programming, one small number at a time, smallest first (Kelly, Golden and Assad 1992,
    Networks 22: 397-417; the linear program as in Fischetti and Salazar 2000, JASA 95: 916-928): the cheapest numbers
    that would have to move with it if it were four more are hidden with it, so that it could as well be no small number
    and what can be told of it is at least as wide as the small are. Blocks are taken from the top as in de Wolf 2002
    (HiTaS); those of a stage that share no cell are worked on side by side, and put together in one order. At the end
    the attacker of `attack` looks at the whole, and what it still finds is mended there. Zeros are shown and hide
    nothing, unless they are veiled; a veiled zero is kept as a small number is, unless shown zeros tell it. The same
    cells, sums and blocks give the same pattern, in whatever order they are told.
    """
    rule = rule or Rule()
    small = frozenset(key for key, count in table.counts.items() if rule.small(count))
    shown_before = (small | table.veiled) & table.known
    if shown_before:
        raise UnableToProtect(min(shown_before, key=repr), "is to be hidden and was published before")
    table = settled(table)
    grid = NamedGrid(table)
    hiding = Hiding.of(table, grid, rule, weights or {})
    with hands(workers if len(grid.keys) >= LARGE else 1) as each:
        hiding.go_through([_ordered(grid, stage) for stage in blocks], each)
        for stage in wider:
            hiding.widen(_ordered(grid, stage), each)
        hiding.widen(list(grid.parts(np.arange(len(grid.keys)))), each)
    lacking = hiding.seen.told(hiding.secret, hiding.few, rule)
    lacking &= ~_told_before(table, grid, lacking, rule)
    if lacking.any():
        raise UnableToProtect(grid.keys[int(np.argmax(lacking))], "cannot be kept by hiding others")
    return Pattern(small, frozenset(grid.named(np.flatnonzero(hiding.secret))) - small)


def _told_before(table: Table, grid: NamedGrid, lacking: Mask, rule: Rule) -> Mask:
    """Return of which of the zeros that were hidden before too much is told by what is out, whatever comes now."""
    zeros = lacking & grid.mask(table.hidden) & (grid.counts == 0)
    return Seen(grid).told(~grid.mask(table.known), zeros, rule)


def _ordered(grid: NamedGrid, stage: Sequence[Collection[Key]]) -> list[Places]:
    """Return the blocks of a stage by the numbers of their cells, in the order of these."""
    return sorted((grid.places(block) for block in stage if block), key=lambda block: block.tolist())
