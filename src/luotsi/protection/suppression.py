"""Which further numbers to hide so that the small ones cannot be worked out; checked afterwards by `attack`."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from luotsi.protection.attack import EPSILON, told
from luotsi.protection.grid import Grid, Mask, Places
from luotsi.protection.program import Floats, Program
from luotsi.protection.types import Key, Pattern, Rule, Table, UnableToProtect


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
    shown and hide nothing, unless they are veiled. The same table gives the same pattern, in any order.
    """
    rule = rule or Rule()
    small = frozenset(key for key, count in table.counts.items() if rule.small(count))
    shown_before = (small | table.veiled) & table.known
    if shown_before:
        raise UnableToProtect(f"{min(shown_before, key=repr)!r} is to be hidden and was published before")
    grid = Grid(table)
    hiding = _Hiding(grid, table, rule, weights or {})
    hiding.go_through([grid.mask(block) for block in blocks])
    lacking = told(grid, hiding.secret, hiding.small, rule)
    for groups in (wider, [table.counts]):
        for inside in map(grid.mask, groups) if lacking.any() else ():
            hiding.keep(np.flatnonzero(lacking & inside), inside)
        lacking = told(grid, hiding.secret, lacking, rule)
    if lacking.any():
        raise UnableToProtect(f"{grid.keys[int(np.argmax(lacking))]!r} is small and cannot be kept by hiding others")
    return Pattern(small, frozenset(grid.named(np.flatnonzero(hiding.secret))) - small)


class _Hiding:
    """What of a table is secret so far, and how far each secret number can move while only secret ones move with it.

    moved : the widest move of each number, up or down, that was found; risen : the widest upwards
    """

    def __init__(self, grid: Grid, table: Table, rule: Rule, weights: Mapping[Key, float]) -> None:
        self.grid, self.rule = grid, rule
        self.small = np.array([rule.small(int(count)) for count in grid.counts], dtype=np.bool_)
        self.secret = self.small | grid.mask(table.hidden | table.veiled | table.unshown)
        self._aside = grid.mask(table.unshown) & ~self.small
        self._movable = ~grid.mask(table.known) & ((grid.counts > 0) | grid.mask(table.veiled | table.unshown))
        self._dear = np.array([weights.get(key, 1.0) for key in grid.keys]) * (1 + np.log1p(grid.counts))
        self._risen, self._moved = np.zeros(len(grid.keys)), np.zeros(len(grid.keys))

    def go_through(self, blocks: Sequence[Mask]) -> None:
        """Protect block after block; one in which another has hidden more is looked at again."""
        waiting, done = deque(range(len(blocks))), [np.zeros(len(self.secret), dtype=np.bool_) for _block in blocks]
        while waiting:
            number = waiting.popleft()
            targets = self.secret & blocks[number] & ~done[number] & ~self._aside
            if not targets.any():
                continue
            done[number] |= targets
            before = self.secret.copy()
            sums = self.grid.whole_in(blocks[number])
            self._hide_further(np.flatnonzero(blocks[number] & self._movable), sums, np.flatnonzero(targets))
            new = self.secret & ~before
            waiting.extend(
                other
                for other in range(len(blocks))
                if other != number and other not in waiting and (new & blocks[other]).any()
            )

    def keep(self, targets: Places, inside: Mask) -> None:
        """Hide what these targets need, by all sums that are whole in there."""
        self._risen[targets] = self._moved[targets] = 0.0
        self._hide_further(np.flatnonzero(self._movable & inside), self.grid.whole_in(inside), targets)

    def _hide_further(self, cells: Places, sums: Places, targets: Places) -> None:
        """Hide what each target needs within these cells and sums; one that nothing here can keep is passed over."""
        program, place_of = self.grid.program(cells, sums), {int(cell): place for place, cell in enumerate(cells)}
        price = np.where(self.secret[cells], 0.0, self._dear[cells])
        program.price(np.arange(len(cells)), price, price)
        order = sorted(targets, key=lambda cell: (self.grid.counts[cell], cell))
        need = self.rule.threshold - 1
        for target in order:
            reached = self._risen if self.small[target] else self._moved
            if reached[target] >= need - EPSILON or int(target) not in place_of:
                continue
            place, count = place_of[int(target)], int(self.grid.counts[target])
            moves = [program.moving(place, need)]
            if moves[0] is None and self.small[target]:
                moves = [program.moving(place, self.rule.threshold - count)]
                if count > self.grid.least[target]:
                    moves.append(program.moving(place, self.grid.least[target] - count))
            if all(move is not None for move in moves):
                self._hide([move for move in moves if move is not None], cells, program)

    def _hide(self, moves: Iterable[Floats], cells: Places, program: Program) -> None:
        for move in moves:
            self._risen[cells] = np.maximum(self._risen[cells], move)
            self._moved[cells] = np.maximum(self._moved[cells], np.abs(move))
            new = np.flatnonzero((np.abs(move) > EPSILON) & ~self.secret[cells])
            self.secret[cells[new]] = True
            program.price(new, np.zeros(len(new)), np.zeros(len(new)))
