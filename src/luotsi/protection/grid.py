"""A table as arrays: its cells in one order, and its sums as rows of a sparse matrix."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from luotsi.protection.program import Program
from luotsi.protection.types import Key, Table

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


class Grid:
    """The cells of a table by number, in the order of their names.

    counts, least : persons, and the least that a cell can be when it is hidden
    sums : a row for each sum; 1 for a part, -1 for the total
    """

    def __init__(self, table: Table) -> None:
        self.keys: list[Any] = sorted(table.counts, key=repr)
        self.places = {key: place for place, key in enumerate(self.keys)}
        self.counts = np.array([table.counts[key] for key in self.keys], dtype=np.float64)
        self.least = np.array([table.least(key) for key in self.keys], dtype=np.float64)
        rows, columns, signs = [], [], []
        for number, total in enumerate(table.sums):
            for key, sign in [(total.total, -1.0), *((part, 1.0) for part in total.parts)]:
                rows.append(number)
                columns.append(self.places[key])
                signs.append(sign)
        shape = (len(table.sums), len(self.keys))
        self.sums: csr_matrix = csr_matrix((signs, (rows, columns)), shape=shape)
        self._by_cell: csc_matrix = self.sums.tocsc()
        self._widths = np.diff(self.sums.indptr)

    def mask(self, keys: Collection[Key]) -> Mask:
        """Return which cells are among the keys."""
        found = np.zeros(len(self.keys), dtype=np.bool_)
        found[[self.places[key] for key in keys]] = True
        return found

    def named(self, places: Iterable[int]) -> tuple[Key, ...]:
        """Return the names of the cells."""
        return tuple(self.keys[place] for place in places)

    def whole_in(self, inside: Mask) -> Places:
        """Return the sums all of whose cells are inside."""
        touched = np.unique(self._by_cell[:, np.flatnonzero(inside)].indices)
        cut = self.sums[touched]
        held = np.add.reduceat(inside[cut.indices], cut.indptr[:-1]) if len(touched) else np.zeros(0)
        return np.asarray(touched[held == self._widths[touched]], dtype=np.int64)

    def program(self, cells: Places, sums: Places | None = None) -> Program:
        """Return how these cells can move while all others stand; by these sums, or by all that touch them."""
        if sums is None:
            sums = np.unique(self._by_cell[:, cells].indices)
        cut = self.sums[sums][:, cells].tocsc()
        return Program(cut, self.counts[cells] - self.least[cells])

    def parts(self, hidden: Mask) -> Iterator[Places]:
        """Yield the connected parts of the hidden cells: those that hang together through sums."""
        cells = np.flatnonzero(hidden)
        incidence = self.sums[:, cells]
        incidence.data = np.ones_like(incidence.data)
        _count, labels = connected_components(incidence.T @ incidence, directed=False)
        order = np.argsort(labels, kind="stable")
        for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1) if len(order) else ():
            yield np.asarray(cells[part], dtype=np.int64)
