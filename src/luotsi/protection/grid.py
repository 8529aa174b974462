"""A table as arrays: its cells in one order, and its sums as rows of a sparse matrix in one order."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csc_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from luotsi.protection.types import EPSILON, Floats, Key, Sum, Table

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


class Grid:
    """Cells by number, and the sums that they stand in.

    counts, least : persons, and the least that a cell can be when it is hidden
    sums : a row for each sum, a column for each cell; 1 for a part, -1 for the total
    widths : how many cells each sum has, those included that stand outside a part of a table
    """

    def __init__(self, counts: Floats, least: Floats, sums: csc_matrix, widths: Places) -> None:
        self.counts, self.least, self._sums, self._widths = counts, least, sums, widths

    def part(self, cells: Places) -> "Grid":
        """Return these cells by themselves, in their order, with the sums that touch them; all other cells stand."""
        sums = self.touching(cells)
        return Grid(self.counts[cells], self.least[cells], self._cut(cells, sums), self._widths[sums])

    def touching(self, cells: Places) -> Places:
        """Return the sums that have one of the cells in them."""
        return np.unique(self._entries(cells)[0]).astype(np.int64)

    def whole_in(self, cells: Places) -> Places:
        """Return the sums all of whose cells are among these."""
        rows, held = np.unique(self._entries(cells)[0], return_counts=True)
        return np.asarray(rows[held == self._widths[rows]], dtype=np.int64)

    def holding(self, cells: Places, moves: Floats) -> Floats:
        """Return those of the moves (rows; a column for each of the cells) under which every sum holds."""
        off = np.abs(self._cut(cells, self.touching(cells)) @ moves.T).max(axis=0, initial=0.0)
        return np.asarray(moves[off < EPSILON])

    def movable(self, cells: Places, sums: Places) -> tuple[csc_matrix, Floats]:
        """Return what a program is made of in which only these cells move: the sums, and how far each can fall."""
        return self._cut(cells, sums), self.counts[cells] - self.least[cells]

    def parts(self, cells: Places) -> Iterator[Places]:
        """Yield the connected parts of the cells: those that hang together through sums of which the rest stands."""
        sums, _signs, lengths = self._entries(cells)
        for part in together(sums, lengths):
            yield cells[part]

    def _cut(self, cells: Places, sums: Places) -> csc_matrix:
        """Return these cells (columns) of these sums (rows), both in their order."""
        found, signs, lengths = self._entries(cells)
        rows = np.minimum(np.searchsorted(sums, found), max(len(sums) - 1, 0))
        inside = sums[rows] == found if len(sums) else np.zeros(len(found), dtype=np.bool_)
        ends = np.concatenate([[0], np.cumsum(inside)])[np.concatenate([[0], np.cumsum(lengths)])]
        return csc_matrix((signs[inside], rows[inside].astype(np.int32), ends), shape=(len(sums), len(cells)))

    def _entries(self, cells: Places) -> tuple[NDArray[np.int32], Floats, Places]:
        """Return the sums of each of the cells one after another, with their signs, and how many each has."""
        begins, ends = self._sums.indptr[cells].astype(np.int64), self._sums.indptr[cells + 1].astype(np.int64)
        lengths = ends - begins
        places = np.repeat(begins - (np.cumsum(lengths) - lengths), lengths) + np.arange(lengths.sum())
        return self._sums.indices[places], self._sums.data[places], lengths


class NamedGrid(Grid):
    """The whole of a table, its cells in the order of their names, its sums in that of their cells."""

    def __init__(self, table: Table) -> None:
        self.keys: list[Any] = sorted(table.counts)
        self._number = {key: number for number, key in enumerate(self.keys)}
        rows = self._rows(table.sums)
        ends = np.cumsum([0, *map(len, rows)])
        columns = np.fromiter((place for row in rows for place in row), dtype=np.int32, count=int(ends[-1]))
        signs = np.ones(len(columns))
        signs[ends[:-1]] = -1.0
        super().__init__(
            np.array([table.counts[key] for key in self.keys], dtype=np.float64),
            np.array([table.least(key) for key in self.keys], dtype=np.float64),
            csr_matrix((signs, columns, ends), shape=(len(rows), len(self.keys))).tocsc(),
            np.diff(ends),
        )

    def _rows(self, sums: Iterable[Sum]) -> list[tuple[int, ...]]:
        """Return the cells of each sum by number, the total first; a sum that is told twice stands once."""
        number = self._number
        return sorted({(number[one.total], *sorted([number[part] for part in one.parts])) for one in sums})

    def places(self, keys: Collection[Key]) -> Places:
        """Return the numbers of the cells, in order."""
        return np.sort(np.fromiter(map(self._number.__getitem__, keys), dtype=np.int64, count=len(keys)))

    def mask(self, keys: Collection[Key]) -> Mask:
        """Return which cells are among the keys."""
        found = np.zeros(len(self.keys), dtype=np.bool_)
        found[self.places(keys)] = True
        return found

    def named(self, places: Iterable[int]) -> tuple[Key, ...]:
        """Return the names of the cells."""
        return tuple(self.keys[place] for place in places)


def together(numbers: NDArray[np.integer[Any]], lengths: NDArray[np.integer[Any]]) -> list[Places]:
    """Return which groups of numbers hang together, by a number that they share; those with the first group first.

    numbers, lengths : the numbers of one group after another, and how many each has
    """
    held, rows = np.unique(numbers, return_inverse=True)
    columns = np.repeat(np.arange(len(lengths)), lengths) + len(held)
    size = len(held) + len(lengths)
    joined = coo_matrix((np.ones(len(rows), dtype=np.bool_), (rows, columns)), shape=(size, size))
    labels = connected_components(joined, directed=False)[1][len(held) :]
    order = np.argsort(labels, kind="stable")
    found = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else []
    return sorted(found, key=lambda one: int(one[0]))
