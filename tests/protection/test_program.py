"""A linear program that is led astray by its former answer starts anew, and answers the same."""

import numpy as np
import pytest
from scipy.sparse import csc_matrix

from luotsi.protection.program import PATIENCE, PricedProgram, Program, Unbounded

AT_ONCE = 0
"""Patience with which every former answer leads astray."""
SIDES = 6


def sums_of_a_square():
    """Return the sums of a table of rows and columns whose margins stand: moves go round in it."""
    cells = np.arange(SIDES * SIDES).reshape(SIDES, SIDES)
    rows = [*cells, *cells.T]
    found = np.zeros((len(rows), SIDES * SIDES))
    for number, row in enumerate(rows):
        found[number, row] = 1.0
    return csc_matrix(found)


DOWN = np.arange(SIDES * SIDES) % 7.0
PRICE = 1.0 + np.arange(SIDES * SIDES) % 5


@pytest.mark.parametrize("column", [0, 8, 35])
@pytest.mark.parametrize("change", [4.0, -1.0])
def test_the_cheapest_move_costs_the_same_when_every_answer_starts_anew(column, change):
    costs = []
    for patience in (PATIENCE, AT_ONCE):
        program = PricedProgram(sums_of_a_square(), DOWN, PRICE, patience)
        program.moving(1, 1.0)
        move = program.moving(column, change)
        costs.append(None if move is None else round(float(np.abs(move) @ PRICE), 6))
        if move is not None:
            assert move[column] == pytest.approx(change)
            assert np.abs(sums_of_a_square() @ move).max() < 1e-6
            assert (move >= -DOWN - 1e-6).all()
    assert costs[0] == costs[1]
    assert costs[0] is None or costs[0] > 0


def test_the_furthest_move_is_the_same_when_every_answer_starts_anew():
    furthest = []
    for patience in (PATIENCE, AT_ONCE):
        program = Program(sums_of_a_square(), DOWN, patience)
        for column in (3, 20):
            furthest.append(round(float(program.furthest(np.array([column]), np.ones(1))[column]), 6))
    assert furthest[:2] == furthest[2:]
    assert min(furthest) > 0


def test_what_nothing_bounds_is_told_also_when_the_answer_starts_anew():
    with pytest.raises(Unbounded):
        Program(csc_matrix([[1.0, -1.0]]), np.ones(2), AT_ONCE).furthest(np.array([0]), np.ones(1))
