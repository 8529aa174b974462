"""The attacker, who knows all that is published, that totals add up, and that only veiled numbers can be zero."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from luotsi.protection.types import Interval, Key, Rule, Table


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
    return {
        target: Interval(*part.bounds(target))
        for part in parts_of(table, hidden)
        for target in sorted(part.places.keys() & set(targets), key=repr)
    }


def unprotected(table: Table, hidden: Collection[Key], targets: Collection[Key], rule: Rule) -> tuple[Key, ...]:
    """Return the targets of which too much can be told, in the order of their names."""
    found = []
    for part in parts_of(table, hidden):
        inside = sorted(part.places.keys() & set(targets), key=repr)
        found += [target for target in inside if not part.keeps(target, rule)]
    return tuple(sorted(found, key=repr))


class Part:
    """Hidden cells that hang together through sums, and what is known of them."""

    def __init__(self, table: Table, cells: Collection[Key], sums: Iterable[tuple[dict[Key, int], int]]) -> None:
        from scipy.sparse import csr_matrix

        self.places = {key: place for place, key in enumerate(sorted(cells, key=repr))}
        rows, columns, signs, self._right = [], [], [], []
        for number, (signed, right) in enumerate(sums):
            self._right.append(right)
            for key, sign in signed.items():
                rows.append(number)
                columns.append(self.places[key])
                signs.append(float(sign))
        self._left = csr_matrix((signs, (rows, columns)), shape=(len(self._right), len(self.places)))
        start = np.array([table.counts[key] for key in self.places], dtype=np.float64)
        self._least, self._most = start.copy(), start.copy()
        self._floor = np.array([table.least(key) for key in self.places], dtype=np.float64)
        self._bounds = np.column_stack([self._floor, np.full(len(start), np.inf)])
        self._free = np.zeros(len(start), dtype=np.bool_)

    def bounds(self, target: Key) -> tuple[float, float | None]:
        """Return the least and the greatest the target can be; None where nothing bounds it from above."""
        low, high = self._furthest(target, 1.0), self._furthest(target, -1.0)
        return (float(self._floor[self.places[target]]) if low is None else low), high

    def keeps(self, target: Key, rule: Rule) -> bool:
        """Tell whether the target is kept, by what earlier answers have shown if they suffice."""
        for sign in (-1.0, 1.0):
            if self._seen(target).keeps(rule):
                return True
            self._furthest(target, sign)
        return self._seen(target).keeps(rule)

    def _seen(self, target: Key) -> Interval:
        place = self.places[target]
        return Interval(float(self._least[place]), None if self._free[place] else float(self._most[place]))

    def _furthest(self, target: Key, sign: float) -> float | None:
        """Return how low (sign 1) or high (-1) the target can be, and remember what the answer shows of the others."""
        from scipy.optimize import linprog

        wanted = np.zeros(len(self.places))
        wanted[self.places[target]] = sign
        answer = linprog(wanted, A_eq=self._left, b_eq=self._right, bounds=self._bounds, method="highs")
        if answer.status == 3:
            self._free[self.places[target]] = True
            return None
        if answer.status != 0:
            raise ArithmeticError(f"the linear program of {target!r} ended with: {answer.message}")
        self._remember(answer.x)
        return float(answer.x[self.places[target]])

    def _remember(self, possible: NDArray[np.float64]) -> None:
        np.minimum(self._least, possible, out=self._least)
        np.maximum(self._most, possible, out=self._most)


def parts_of(table: Table, hidden: Collection[Key]) -> list[Part]:
    """Return the connected parts of the hidden cells, each with the sums that bind it."""
    secret = set(hidden)
    leader: dict[Key, Key] = {key: key for key in secret}

    def root(key: Key) -> Key:
        while leader[key] != key:
            leader[key] = leader[leader[key]]
            key = leader[key]
        return key

    binding: list[tuple[dict[Key, int], int]] = []
    for total in table.sums:
        signed, right = _equation(total.total, total.parts, secret, table.counts)
        if signed:
            binding.append((signed, right))
            first, *others = signed
            for other in others:
                leader[root(other)] = root(first)
    cells: dict[Key, list[Key]] = {}
    for key in sorted(secret, key=repr):
        cells.setdefault(root(key), []).append(key)
    equations: dict[Key, list[tuple[dict[Key, int], int]]] = {key: [] for key in cells}
    for signed, right in binding:
        equations[root(next(iter(signed)))].append((signed, right))
    return [Part(table, inside, equations[key]) for key, inside in cells.items()]


def _equation(
    total: Key, parts: tuple[Key, ...], secret: set[Key], counts: Mapping[Key, int]
) -> tuple[dict[Key, int], int]:
    """Return the hidden cells of a sum with their signs, and what the shown ones leave for them."""
    signed = {part: 1 for part in parts if part in secret}
    right = -sum(counts[part] for part in parts if part not in secret)
    if total in secret:
        signed[total] = -1
    else:
        right += counts[total]
    return signed, right
