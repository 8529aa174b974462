"""A table as arrays: its cells in one order, and its sums as rows of a sparse matrix."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csc_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from luotsi.protection.types import EPSILON, Floats, Key, Table

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


class Grid:
    """The cells of a table by number, in the order of their names.

    counts, least : persons, and the least that a cell can be when it is hidden
    sums : a row for each sum; 1 for a part, -1 for the total
    """

    def __init__(self, table: Table) -> None:
        self.keys: list[Any] = sorted(table.counts)
        self._number = {key: number for number, key in enumerate(self.keys)}
        self.counts = np.array([table.counts[key] for key in self.keys], dtype=np.float64)
        self.least = np.array([table.least(key) for key in self.keys], dtype=np.float64)
        columns, ends = [], [0]
        for total in table.sums:
            columns.append(self._number[total.total])
            columns.extend([self._number[part] for part in total.parts])
            ends.append(len(columns))
        signs = np.ones(len(columns))
        signs[ends[:-1]] = -1.0
        shape = (len(table.sums), len(self.keys))
        self.sums: csr_matrix = csr_matrix((signs, np.array(columns, dtype=np.int32), ends), shape=shape)
        self._by_cell: csc_matrix = self.sums.tocsc()
        self._widths = np.diff(self.sums.indptr)

    def places(self, keys: Collection[Key]) -> Places:
        """Return the numbers of the cells, in order."""
        return np.array(sorted(self._number[key] for key in keys), dtype=np.int64)

    def mask(self, keys: Collection[Key]) -> Mask:
        """Return which cells are among the keys."""
        found = np.zeros(len(self.keys), dtype=np.bool_)
        found[self.places(keys)] = True
        return found

    def named(self, places: Iterable[int]) -> tuple[Key, ...]:
        """Return the names of the cells."""
        return tuple(self.keys[place] for place in places)

    def touching(self, cells: Places) -> Places:
        """Return the sums that have one of the cells in them."""
        return np.asarray(np.unique(self._by_cell[:, cells].indices), dtype=np.int64)

    def whole_in(self, cells: Places) -> Places:
        """Return the sums all of whose cells are among these."""
        rows, held = np.unique(self._by_cell[:, cells].indices, return_counts=True)
        return np.asarray(rows[held == self._widths[rows]], dtype=np.int64)

    def holding(self, cells: Places, moves: Floats) -> Floats:
        """Return those of the moves (rows; a column for each of the cells) under which every sum holds."""
        off = np.abs(self._by_cell[:, cells] @ moves.T).max(axis=0, initial=0.0)
        return np.asarray(moves[off < EPSILON])

    def movable(self, cells: Places, sums: Places) -> tuple[csc_matrix, Floats]:
        """Return what a program is made of in which only these cells move: the sums, and how far each can fall."""
        return self.sums[sums][:, cells].tocsc(), self.counts[cells] - self.least[cells]

    def parts(self, cells: Places) -> Iterator[Places]:
        """Yield the connected parts of the cells: those that hang together through sums of which the rest stands."""
        cut = self._by_cell[:, cells]
        sums, rows = np.unique(cut.indices, return_inverse=True)
        columns = np.repeat(np.arange(len(cells)), np.diff(cut.indptr)) + len(sums)
        size = len(sums) + len(cells)
        joined = coo_matrix((np.ones(len(rows), dtype=np.bool_), (rows, columns)), shape=(size, size))
        labels = connected_components(joined, directed=False)[1][len(sums) :]
        order = np.argsort(labels, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else ():
            yield np.asarray(cells[part], dtype=np.int64)
