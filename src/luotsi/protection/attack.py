"""The attacker, who knows all that is published, that totals add up, and that only veiled numbers can be zero."""

from collections.abc import Collection

import numpy as np

from luotsi.protection.grid import Grid, Mask, Places
from luotsi.protection.program import Floats, Program, Unbounded
from luotsi.protection.types import Interval, Key, Rule, Table

EPSILON = 1e-6
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
    grid = Grid(table)
    wanted = grid.mask(set(targets) & set(hidden))
    found = {}
    for part in grid.parts(grid.mask(hidden)):
        attacked = Attacked(grid, part) if wanted[part].any() else None
        for place, cell in enumerate(part):
            if attacked is not None and wanted[cell]:
                found[grid.keys[cell]] = attacked.interval(place)
    return found


def unprotected(table: Table, hidden: Collection[Key], targets: Collection[Key], rule: Rule) -> tuple[Key, ...]:
    """Return the targets of which too much can be told, in the order of their names."""
    grid = Grid(table)
    return grid.named(np.flatnonzero(told(grid, grid.mask(hidden), grid.mask(set(targets) & set(hidden)), rule)))


def told_closely(table: Table, hidden: Collection[Key], targets: Collection[Key], percent: int) -> frozenset[Key]:
    """Return the hidden amounts (cents, days) that everybody can tell to so many per cent of what they are.

    The table holds the amounts, with the pattern of the persons they belong to.
    """
    found = attack(table, hidden, targets)
    return frozenset(key for key, seen in found.items() if not seen.is_wide(table.counts[key], percent))


def told(grid: Grid, hidden: Mask, targets: Mask, rule: Rule) -> Mask:
    """Return of which targets too much can be told."""
    found = np.zeros(len(grid.keys), dtype=np.bool_)
    for part in grid.parts(hidden):
        if targets[part].any():
            found[part[Attacked(grid, part).told(np.flatnonzero(targets[part]), rule)]] = True
    return found


class Attacked:
    """Hidden cells that hang together, and how far each has been seen to move while all that is shown stands."""

    def __init__(self, grid: Grid, cells: Places) -> None:
        self._program: Program = grid.program(cells)
        self._counts, self._least = grid.counts[cells], grid.least[cells]
        self._low, self._high = np.zeros(len(cells)), np.zeros(len(cells))

    def interval(self, place: int) -> Interval:
        """Return the least and the greatest that a cell can be; None where nothing bounds it from above."""
        low, high = self._furthest(place, -1.0), self._furthest(place, 1.0)
        assert low is not None
        count = float(self._counts[place])
        return Interval(count + low, None if high is None else count + high)

    def told(self, targets: Places, rule: Rule) -> Places:
        """Return those of the cells of which too much can be told.

        One program raises as many cells at once as it can, another lowers them; those they leave are looked at singly.
        """
        left = self._still_told(targets, rule)
        while len(left):
            before = len(left)
            for sign in (1.0, -1.0):
                self._move_together(left, sign, rule.threshold - 1)
                left = self._still_told(left, rule)
            if len(left) == before:
                break
        return np.array([place for place in left if not self._keeps(int(place), rule)], dtype=np.int64)

    def _still_told(self, targets: Places, rule: Rule) -> Places:
        high, width = (self._counts + self._high)[targets], (self._high - self._low)[targets]
        kept = (high >= rule.threshold - EPSILON) & (width >= rule.threshold - 1 - EPSILON)
        return targets[~kept]

    def _move_together(self, targets: Places, sign: float, change: int) -> None:
        """Move the targets up (sign 1) or down (-1) by as much in all as they can, none up by more than the change."""
        gain = sign * (1 + np.arange(len(targets)) * GOLDEN % 1)  # no two alike: one of a pair rises as the other falls
        self._program.price(targets, -gain, gain)
        for target in targets:
            self._program.limit(int(target), float(change))
        self._remember(self._program.cheapest())
        self._program.price(targets, 0 * gain, 0 * gain)
        for target in targets:
            self._program.free(int(target))

    def _keeps(self, target: int, rule: Rule) -> bool:
        one = np.array([target])
        for sign in (1.0, -1.0):
            if self._furthest(target, sign) is None:
                return True
            if not len(self._still_told(one, rule)):
                return True
        return False

    def _furthest(self, place: int, sign: float) -> float | None:
        """Return how far a cell can rise (sign 1) or fall (-1), and remember what the answer shows of the others."""
        one = np.ones(1)
        self._program.price([place], -sign * one, sign * one)
        try:
            moved = self._program.cheapest()
        except Unbounded:
            return None
        finally:
            self._program.price([place], 0 * one, 0 * one)
        self._remember(moved)
        assert moved is not None
        return float(moved[place])

    def _remember(self, moved: Floats | None) -> None:
        if moved is not None:
            np.minimum(self._low, moved, out=self._low)
            np.maximum(self._high, moved, out=self._high)
