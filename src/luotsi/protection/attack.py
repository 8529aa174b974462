"""The attacker, who knows all that is published, that totals add up, and that only veiled numbers can be zero."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from luotsi.protection.grid import Grid, Mask, NamedGrid, Places
from luotsi.protection.program import Program, Unbounded
from luotsi.protection.types import Floats, Interval, Kept, Key, Margin, Table

GOLDEN = 0.6180339887


def attack(table: Table, hidden: Collection[Key], targets: Collection[Key]) -> dict[Key, Interval]:
    """Return what can be told of each target by everybody who sees the rest.

    Parameters
    ----------
    table : the numbers and sums of everything released so far
    hidden : the cells that are not shown; all others are
    targets : hidden cells to bound

    Returns
    -------
    for each target the least and greatest number that agrees with all that is shown

    Notes
    -----
    Two linear programs for each target over the connected part of the hidden cells (Fischetti and Salazar 2000 call it
    the attacker problem). A hidden number is one or more, since zeros are shown, a veiled one zero or more. An attacker
    who also uses that people are whole could in rare tables tell a little more.
    """
    grid = NamedGrid(table)
    wanted, seen = grid.mask(set(targets) & set(hidden)), Seen(grid)
    found = {}
    for part in grid.parts(grid.places(hidden)):
        attacked = Attacked(seen, part) if wanted[part].any() else None
        for place, cell in enumerate(part):
            if attacked is not None and wanted[cell]:
                found[grid.keys[cell]] = attacked.interval(place)
    return found


def unprotected(
    table: Table,
    hidden: Collection[Key],
    targets: Collection[Key],
    rule: Kept,
    blocks: Iterable[Collection[Key]] = (),
) -> tuple[Key, ...]:
    """Return the targets of which too much can be told, in the order of their names.

    The blocks are groups of cells to look in first; they save time, and change nothing of what is found.
    """
    grid = NamedGrid(table)
    aimed, cut = grid.mask(set(targets) & set(hidden)), [grid.places(one) for one in blocks]
    return grid.named(np.flatnonzero(Seen(grid).told(grid.mask(hidden), aimed, rule, cut)))


def told_closely(
    table: Table,
    hidden: Collection[Key],
    targets: Collection[Key],
    percent: int,
    blocks: Iterable[Collection[Key]] = (),
) -> frozenset[Key]:
    """Return the hidden amounts (cents, days) that everybody can tell to so many per cent of what they are.

    The table holds the amounts, with the pattern of the persons they belong to.
    """
    return frozenset(unprotected(table, hidden, targets, Margin(percent), blocks))


class Seen:
    """How far each number of a grid has been seen to move, down and up, while all that is shown stands."""

    def __init__(self, grid: Grid, down: Floats | None = None, up: Floats | None = None) -> None:
        self.grid = grid
        self.down = np.zeros(len(grid.counts)) if down is None else down
        self.up = np.zeros(len(grid.counts)) if up is None else up

    def remember(self, cells: Places, moved: Floats) -> None:
        """Remember a move of these cells under which every sum holds."""
        self.down[cells] = np.maximum(self.down[cells], -moved)
        self.up[cells] = np.maximum(self.up[cells], moved)

    def remember_holding(self, cells: Places, moves: Sequence[Floats]) -> None:
        """Remember those moves of these cells under which every sum holds, and not only those of a block."""
        if moves:
            held = self.grid.holding(cells, np.array(moves))
            self.remember(cells, -np.max(-held, axis=0, initial=0.0))
            self.remember(cells, np.max(held, axis=0, initial=0.0))

    def look(self, hidden: Mask, targets: Mask, rule: Kept, blocks: Iterable[Places]) -> Mask:
        """Return of which targets too much may be told, as far as can be seen in each of the blocks by itself.

        What moves there while all else stands can move in the whole as well; what does not could still.
        """
        for block in blocks:
            inside = block[hidden[block]]
            for part in self.grid.parts(inside) if len(self.still_told(inside[targets[inside]], rule)) else ():
                left = self.still_told(part[targets[part]], rule)
                if len(left):
                    Attacked(self, part).attack(left, rule)
        found = np.zeros(len(self.grid.counts), dtype=np.bool_)
        found[self.still_told(np.flatnonzero(targets), rule)] = True
        return found

    def told(self, hidden: Mask, targets: Mask, rule: Kept, blocks: Iterable[Places] = ()) -> Mask:
        """Return of which targets too much can be told, from the whole."""
        return self.look(hidden, self.look(hidden, targets, rule, blocks), rule, [np.arange(len(self.grid.counts))])

    def still_told(self, cells: Places, rule: Kept) -> Places:
        """Return those of the cells that have not been seen to move far enough."""
        return cells[~rule.keeps(self.grid.counts[cells], self.down[cells], self.up[cells])]


class Attacked:
    """Hidden cells that hang together, and the program of how they can move."""

    def __init__(self, seen: Seen, cells: Places) -> None:
        self._seen, self._cells = seen, cells
        self._counts = seen.grid.counts[cells]
        self._program = Program(*seen.grid.movable(cells, seen.grid.touching(cells)))

    def interval(self, place: int) -> Interval:
        """Return the least and the greatest that a cell can be; None where nothing bounds it from above."""
        low, high = self._furthest(place, -1.0), self._furthest(place, 1.0)
        assert low is not None
        count = float(self._counts[place])
        return Interval(count + low, None if high is None else count + high)

    def attack(self, targets: Places, rule: Kept) -> None:
        """Move the targets as far as is enough: as many at once as can be, then each that is left by itself."""
        left, before = self._seen.still_told(targets, rule), len(targets) + 1
        while 0 < len(left) < before:
            before = len(left)
            left = self._try(left, rule)
        for target in left:
            self._try(np.array([target]), rule)

    def _try(self, targets: Places, rule: Kept) -> Places:
        """Move the targets up, then what is left of them down; return those that are still told."""
        for sign in (1.0, -1.0):
            left = self._seen.still_told(targets, rule)
            if len(left):
                self._move_together(left, sign, rule)
        return self._seen.still_told(targets, rule)

    def _move_together(self, targets: Places, sign: float, rule: Kept) -> None:
        """Move the targets up (sign 1) or down (-1) by as much in all as they can, none up by more than is enough."""
        places = np.searchsorted(self._cells, targets)
        gain = sign * (1.0 + np.arange(0, len(places), dtype=np.float64) * GOLDEN % 1)  # no two alike: pairs part
        self._program.limit(places, rule.enough(self._counts[places]))
        moved = self._program.furthest(places, gain)
        self._program.free(places)
        assert moved is not None  # to stand still is possible
        self._seen.remember(self._cells, moved)

    def _furthest(self, place: int, sign: float) -> float | None:
        """Return how far a cell can rise (sign 1) or fall (-1), None where nothing bounds it."""
        try:
            moved = self._program.furthest(np.array([place]), np.full(1, sign))
        except Unbounded:
            return None
        return None if moved is None else float(moved[place])
