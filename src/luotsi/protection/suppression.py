"""Which further numbers to hide so that the small ones cannot be worked out; checked afterwards by `attack`."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from luotsi.protection.attack import Seen
from luotsi.protection.grid import Grid, Places
from luotsi.protection.program import PricedProgram
from luotsi.protection.types import EPSILON, Floats, Key, Pattern, Rule, Table, UnableToProtect


def protect(
    table: Table,
    rule: Rule | None = None,
    *,
    weights: Mapping[Key, float] | None = None,
    blocks: Sequence[Collection[Key]] = (),
    wider: Sequence[Collection[Key]] = (),
) -> Pattern:
    """Return what to hide so that nobody can know of a small number that it is small, or come close to it.

    Parameters
    ----------
    table : the numbers, how they add up, and what earlier releases showed and hid
    rule : the threshold, five persons when not given
    weights : how dear a cell is to hide, 1 when not given; totals that readers need most are dear
    blocks : groups of cells that are protected one after another before the whole, for instance the areas of the
        country and then the municipalities of each area; they save time, and change nothing of what is proven
    wider : larger groups of cells, asked for what is still told when every block is protected, before the whole table

    Raises
    ------
    UnableToProtect
        when a small number was published before, or what was published before gives it away

    Notes
    -----
    Cell suppression by linear programming, one small number at a time, smallest first (Kelly, Golden and Assad 1992,
    Networks 22: 397-417; the linear program as in Fischetti and Salazar 2000, JASA 95: 916-928): the cheapest numbers
    that would have to move with it if it were four more are hidden with it, so that it could as well be no small number
    and what can be told of it is at least as wide as the small are. Blocks are taken from the top as in de Wolf 2002
    (HiTaS). At the end the attacker of `attack` looks at the whole, and what it still finds is mended there. Zeros are
    shown and hide nothing, unless they are veiled. The same sums give the same pattern, in
    whatever order the cells are told.
    """
    rule = rule or Rule()
    small = frozenset(key for key, count in table.counts.items() if rule.small(count))
    shown_before = (small | table.veiled) & table.known
    if shown_before:
        raise UnableToProtect(f"{min(shown_before, key=repr)!r} is to be hidden and was published before")
    hiding = _Hiding(table, rule, weights or {})
    grid = hiding.seen.grid
    hiding.go_through([grid.places(block) for block in blocks])
    groups = [grid.places(group) for group in wider]
    lacking = hiding.seen.look(hiding.secret, hiding.small, rule, groups)
    for inside in groups[:-1]:
        hiding.keep(inside[lacking[inside]], inside)
    everything = np.arange(len(grid.keys))
    hiding.keep(np.flatnonzero(hiding.seen.told(hiding.secret, lacking, rule)), everything)
    lacking = hiding.seen.told(hiding.secret, lacking, rule)
    if lacking.any():
        raise UnableToProtect(f"{grid.keys[int(np.argmax(lacking))]!r} is small and cannot be kept by hiding others")
    return Pattern(small, frozenset(grid.named(np.flatnonzero(hiding.secret))) - small)


class _Hiding:
    """What of a table is secret so far, and how far each secret number can move while only secret ones move with it.

    moved : the widest move of each number, up or down, that was found in a block; risen : the widest upwards
    """

    def __init__(self, table: Table, rule: Rule, weights: Mapping[Key, float]) -> None:
        self.seen, self.rule = Seen(Grid(table)), rule
        grid = self.seen.grid
        self.small = (grid.counts > 0) & (grid.counts < rule.threshold)
        aside = grid.mask(table.unshown)
        self.secret = self.small | grid.mask(table.hidden | table.veiled) | aside
        self._aside = aside & ~self.small
        self._movable = ~grid.mask(table.known) & ((grid.counts > 0) | grid.mask(table.veiled) | aside)
        self._dear = np.array([weights.get(key, 1.0) for key in grid.keys]) * (1 + np.log1p(grid.counts))
        self._risen, self._moved = np.zeros(len(grid.keys)), np.zeros(len(grid.keys))

    def go_through(self, blocks: Sequence[Places]) -> None:
        """Protect block after block; one in which another has hidden more is looked at again."""
        holding = _holding(blocks, len(self.secret))
        waiting, done = deque(range(len(blocks))), [np.zeros(len(block), dtype=np.bool_) for block in blocks]
        while waiting:
            number = waiting.popleft()
            block, before = blocks[number], self.secret[blocks[number]]
            targets = before & ~done[number] & ~self._aside[block]
            if not targets.any():
                continue
            done[number] |= targets
            self._hide_further(block[self._movable[block]], self.seen.grid.whole_in(block), block[targets])
            new = block[self.secret[block] & ~before]
            waiting.extend(other for other in np.unique(holding[new].indices).tolist() if other not in waiting)

    def keep(self, targets: Places, inside: Places) -> None:
        """Hide what these targets need for moving in there while all else stands."""
        left = self.seen.still_told(targets, self.rule)
        for cells in self.seen.grid.parts(inside[self._movable[inside]]) if len(left) else ():
            own = np.intersect1d(left, cells)
            if len(own):
                self._risen[own] = self.seen.up[own]
                self._hide_further(cells, self.seen.grid.touching(cells), own)

    def _hide_further(self, cells: Places, sums: Places, targets: Places) -> None:
        """Hide what each target needs within these cells and sums; one that nothing here can keep is passed over."""
        price = np.where(self.secret[cells], 0.0, self._dear[cells])
        program, moves = PricedProgram(*self.seen.grid.movable(cells, sums), price), []
        for target in targets[np.argsort(self.seen.grid.counts[targets], kind="stable")]:
            reached = self._risen if self.small[target] else self._moved
            if reached[target] < self.rule.threshold - 1 - EPSILON and self._movable[target]:
                found = self._moves(program, int(target), int(np.searchsorted(cells, target)))
                moves.extend(found)
                for move in found:
                    self._hide(move, cells, program)
        self.seen.remember_holding(cells, moves)

    def _moves(self, program: PricedProgram, target: int, place: int) -> list[Floats]:
        """Return the moves that keep a target: four up, or up to where it is not small and down to its least."""
        need, grid = self.rule.threshold - 1, self.seen.grid
        moves = [program.moving(place, need)]
        if moves[0] is None and self.small[target]:
            moves = [program.moving(place, self.rule.threshold - grid.counts[target])]
            if grid.counts[target] > grid.least[target]:
                moves.append(program.moving(place, grid.least[target] - grid.counts[target]))
        found = [move for move in moves if move is not None]
        return found if len(found) == len(moves) else []

    def _hide(self, move: Floats, cells: Places, program: PricedProgram) -> None:
        self._risen[cells] = np.maximum(self._risen[cells], move)
        self._moved[cells] = np.maximum(self._moved[cells], np.abs(move))
        new = np.flatnonzero((np.abs(move) > EPSILON) & ~self.secret[cells])
        self.secret[cells[new]] = True
        program.let_free(new)


def _holding(blocks: Sequence[Places], size: int) -> csr_matrix:
    """Return which blocks hold each cell: a row for each cell."""
    numbers = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    cells = np.concatenate([*blocks, np.zeros(0, dtype=np.int64)])
    return csr_matrix((np.ones(len(cells)), (cells, numbers)), shape=(size, len(blocks)))
