"""Linear programs over cells that add up, asked many times with other bounds: each starts from the last answer."""

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]


class Program:
    """How numbers can move, up or down, so that every sum still holds.

    sums : sums as rows, numbers as columns; 1 for a part, -1 for a total
    down : how far each number can fall; upwards nothing bounds it
    """

    def __init__(self, sums: csc_matrix, down: Floats) -> None:
        self.size = len(down)
        self.down = down
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * self.size, sums.shape[0]
        model.col_cost_ = np.zeros(2 * self.size)
        model.col_lower_ = np.zeros(2 * self.size)
        model.col_upper_ = np.concatenate([np.full(self.size, highspy.kHighsInf), down])
        model.row_lower_ = model.row_upper_ = np.zeros(sums.shape[0])
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([sums.indptr, sums.indptr[1:] + sums.nnz])
        model.a_matrix_.index_ = np.concatenate([sums.indices, sums.indices])
        model.a_matrix_.value_ = np.concatenate([sums.data, -sums.data])
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0)):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(model)

    def price(self, columns: Sequence[int] | Ints, up: Floats, down: Floats) -> None:
        """Set what a step of each number costs upwards and downwards; below zero it is a gain."""
        places = np.asarray(columns, dtype=np.int32)
        both = np.concatenate([places, places + self.size]).astype(np.int32)
        self._solver.changeColsCost(len(both), both, np.concatenate([up, down]))

    def moving(self, column: int, change: float) -> Floats | None:
        """Return the cheapest move in which a number changes by exactly so much, None when it cannot."""
        up, down = max(change, 0.0), max(-change, 0.0)
        self._solver.changeColBounds(column, up, up)
        self._solver.changeColBounds(self.size + column, down, down)
        found = self.cheapest() if down <= self.down[column] else None
        self.free(column)
        return found

    def limit(self, column: int, up: float) -> None:
        """Let a number rise by at most so much."""
        self._solver.changeColBounds(column, 0.0, up)

    def free(self, column: int) -> None:
        """Let a number move as at first."""
        self._solver.changeColBounds(column, 0.0, highspy.kHighsInf)
        self._solver.changeColBounds(self.size + column, 0.0, float(self.down[column]))

    def cheapest(self) -> Floats | None:
        """Return by how much each number changes at the least price, None when nothing holds all sums.

        :raises Unbounded: when the price can fall for ever
        """
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise Unbounded
        if status != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"a linear program ended with: {self._solver.modelStatusToString(status)}")
        found = np.array(self._solver.getSolution().col_value)
        return np.asarray(found[: self.size] - found[self.size :])


class Unbounded(ArithmeticError):
    """Nothing bounds what is asked for."""
