"""Which further numbers to hide so that the small ones cannot be worked out; checked afterwards by `attack`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import log1p

import numpy as np
from numpy.typing import NDArray

from luotsi.protection.attack import unprotected
from luotsi.protection.types import Key, Pattern, Rule, Sum, Table, UnableToProtect

EPSILON = 1e-6


def protect(
    table: Table,
    rule: Rule | None = None,
    *,
    weights: Mapping[Key, float] | None = None,
    blocks: Sequence[Collection[Key]] = (),
) -> Pattern:
    """Return what to hide so that nobody can know of a small number that it is small, or come close to it.

    Parameters
    ----------
    table : the numbers, how they add up, and what earlier releases showed and hid
    rule : the threshold, five persons when not given
    weights : how dear a cell is to hide, 1 when not given; totals that readers need most are dear
    blocks : groups of cells that are protected one after another before the whole, for instance the areas of the
        country and then the municipalities of each area; they save time, and change nothing of what is proven

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
    secret = set(small | table.hidden | table.veiled)
    for block in blocks:
        inside = frozenset(block)
        _hide_further(_cut(table, inside), rule, secret, sorted(secret & inside, key=repr), weights or {})
    while lacking := unprotected(table, secret, small, rule):
        before = len(secret)
        _hide_further(table, rule, secret, lacking, weights or {})
        if len(secret) == before:
            raise UnableToProtect(f"{lacking[0]!r} is small and cannot be kept by hiding others")
    return Pattern(small, frozenset(secret) - small)


def _cut(table: Table, inside: frozenset[Key]) -> Table:
    """Return the part of the table that stands within the block: its cells and the sums that are whole in it."""
    sums = tuple(total for total in table.sums if total.total in inside and inside.issuperset(total.parts))
    counts = {key: table.counts[key] for key in inside}
    return Table(counts, sums, table.known & inside, table.hidden & inside, table.veiled & inside)


def _hide_further(
    table: Table, rule: Rule, secret: set[Key], targets: Iterable[Key], weights: Mapping[Key, float]
) -> None:
    """Add to `secret` what each target needs within this table; a target that nothing here can keep is passed over."""
    moves = _Moves(table, weights)
    for target in sorted(targets, key=lambda key: (table.counts[key], repr(key))):
        if moves.risen[target] >= rule.threshold - 1 - EPSILON:
            continue
        count = table.counts[target]
        further = moves.with_(target, rule.threshold - 1, secret)
        if not further and rule.small(count):
            lower = table.least(target) - count
            up = moves.with_(target, rule.threshold - count, secret)
            down = moves.with_(target, lower, secret) if lower else {target}
            further = up | down if up and down else set()
        secret |= further


class _Moves:
    """The linear program of a table: how the other numbers can move when one does, so that all sums still hold.

    risen : how much each number has risen in an answer whose moving numbers were all hidden; such a one needs no more
    """

    def __init__(self, table: Table, weights: Mapping[Key, float]) -> None:
        from scipy.sparse import csr_matrix, hstack

        movable = (
            key for key, count in table.counts.items() if key not in table.known and (count or key in table.veiled)
        )
        self._keys = sorted(movable, key=repr)
        self._places = {key: place for place, key in enumerate(self._keys)}
        counts = np.array([table.counts[key] for key in self._keys], dtype=np.float64)
        self._down = counts - np.array([table.least(key) for key in self._keys], dtype=np.float64)
        self._dear = np.array([weights.get(key, 1.0) * (1 + log1p(table.counts[key])) for key in self._keys])
        sums = _equations(table.sums, self._places)
        matrix = csr_matrix(sums[0], shape=(sums[1], len(self._keys)))
        self._both = hstack([matrix, -matrix], format="csr")
        self._right = np.zeros(sums[1])
        self.risen: dict[Key, float] = dict.fromkeys(table.counts, 0.0)

    def with_(self, target: Key, change: int, secret: Collection[Key]) -> set[Key]:
        """Return the cells that move when the target changes so much, cheapest first hidden; none when it cannot."""
        from scipy.optimize import linprog

        place, size = self._places[target], len(self._keys)
        price = self._dear.copy()
        price[[self._places[key] for key in secret if key in self._places]] = 0.0
        bounds = np.column_stack([np.zeros(2 * size), np.concatenate([np.full(size, np.inf), self._down])])
        up, down = (float(change), 0.0) if change > 0 else (0.0, float(-change))
        bounds[place], bounds[size + place] = (up, up), (down, down)
        answer = linprog(
            np.concatenate([price, price]), A_eq=self._both, b_eq=self._right, bounds=bounds, method="highs"
        )
        if answer.status != 0:
            return set()
        change_of = answer.x[:size] - answer.x[size:]
        moving = np.flatnonzero(np.abs(change_of) > EPSILON)
        for index in moving:
            self.risen[self._keys[index]] = max(self.risen[self._keys[index]], float(change_of[index]))
        return {self._keys[index] for index in moving}


def _equations(
    sums: Sequence[Sum], places: Mapping[Key, int]
) -> tuple[tuple[NDArray[np.float64], tuple[list[int], list[int]]], int]:
    rows, columns, signs = [], [], []
    for number, total in enumerate(sums):
        for key, sign in [(total.total, -1.0), *((part, 1.0) for part in total.parts)]:
            if key in places:
                rows.append(number)
                columns.append(places[key])
                signs.append(sign)
    return (np.array(signs), (rows, columns)), len(sums)
