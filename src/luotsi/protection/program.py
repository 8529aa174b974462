"""Linear programs over cells that add up, asked many times with other bounds: each starts from the last answer."""

from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, hstack

from luotsi.protection.types import Floats

Ints = NDArray[np.integer[Any]]
NEVER = highspy.kHighsInf
PRIMAL = 4  # a former answer still holds when only the gain is another
PATIENCE = 200_000  # steps from a former answer after which the solver has gone astray
_OWN_WAYS = {
    "simplex_strategy": 1,
    "dual_simplex_cost_perturbation_multiplier": 1.0,
    "simplex_iteration_limit": highspy.kHighsIInf,
}
_ENDS = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnbounded,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)


class Program:
    """How numbers can move, up or down, so that every sum still holds.

    sums : sums as rows, numbers as columns; 1 for a part, -1 for a total
    down : how far each number can fall; upwards nothing bounds it
    patience : after how many steps the solver starts anew
    """

    def __init__(self, sums: csc_matrix, down: Floats, patience: int = PATIENCE) -> None:
        self.size, self.down = len(down), down
        self._solver = _solver(sums, -down, np.full(self.size, NEVER), patience)
        self._solver.setOptionValue("simplex_strategy", PRIMAL)

    def furthest(self, columns: Ints, gain: Floats) -> Floats | None:
        """Return the move that gains the most: a step up of these numbers gains so much, a step down loses it.

        :raises Unbounded: when the gain can grow for ever
        """
        self._cost(columns, -gain)
        try:
            return _solved(self._solver)
        finally:
            self._cost(columns, 0 * gain)

    def limit(self, columns: Ints, up: Floats) -> None:
        """Let each of these numbers rise by at most so much."""
        self._solver.changeColsBounds(len(columns), columns.astype(np.int32), -self.down[columns], up)

    def free(self, columns: Ints) -> None:
        """Let these numbers rise without bound, as at first."""
        self.limit(columns, np.full(len(columns), NEVER))

    def _cost(self, columns: Ints, cost: Floats) -> None:
        self._solver.changeColsCost(len(columns), columns.astype(np.int32), cost)


class PricedProgram:
    """The same where each step of a number, up or down, has its price.

    price : what a step of each number costs
    """

    def __init__(self, sums: csc_matrix, down: Floats, price: Floats, patience: int = PATIENCE) -> None:
        self.size, self.down = len(down), down
        both, upper = hstack([sums, -sums], format="csc"), np.concatenate([np.full(self.size, NEVER), down])
        self._solver = _solver(both, np.zeros(2 * self.size), upper, patience)
        self._solver.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)
        self._price(np.arange(self.size), price)

    def moving(self, column: int, change: float) -> Floats | None:
        """Return the cheapest move in which a number changes by exactly so much, None when it cannot."""
        up, down = max(change, 0.0), max(-change, 0.0)
        if down > self.down[column]:
            return None
        self._solver.changeColBounds(column, up, up)
        self._solver.changeColBounds(self.size + column, down, down)
        found = _solved(self._solver)
        self._solver.changeColBounds(column, 0.0, NEVER)
        self._solver.changeColBounds(self.size + column, 0.0, float(self.down[column]))
        return None if found is None else found[: self.size] - found[self.size :]

    def let_free(self, columns: Ints) -> None:
        """Let these numbers move at no price."""
        self._price(columns, np.zeros(len(columns)))

    def _price(self, columns: Ints, price: Floats) -> None:
        both = np.concatenate([columns, columns + self.size]).astype(np.int32)
        self._solver.changeColsCost(len(both), both, np.concatenate([price, price]))


class Unbounded(ArithmeticError):
    """Nothing bounds what is asked for."""


def _solver(sums: csc_matrix, lower: Floats, upper: Floats, patience: int) -> highspy.Highs:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(lower), sums.shape[0]
    model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(len(lower)), lower, upper
    model.row_lower_ = model.row_upper_ = np.zeros(sums.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = sums.indptr, sums.indices, sums.data
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {"output_flag": False, "threads": 1, "random_seed": 0, "simplex_iteration_limit": patience}
    for option, value in options.items():
        solver.setOptionValue(option, value)
    solver.passModel(model)
    return solver


def _solved(solver: highspy.Highs) -> Floats | None:
    """Return the best answer, None when nothing holds all sums.

    Starting from a former answer can lead the solver astray; then it starts anew, by its own ways.
    """
    solver.run()
    if solver.getModelStatus() not in _ENDS:
        solver.clearSolver()
        for option, value in _OWN_WAYS.items():
            solver.setOptionValue(option, value)
        solver.run()
    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return None
    if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise Unbounded
    if status != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"a linear program ended with: {solver.modelStatusToString(status)}")
    return np.array(solver.getSolution().col_value)
