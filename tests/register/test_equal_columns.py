"""Columns that are equal in every register are declared to be one, so that none tells what another hides."""

from collections import defaultdict

import pytest

from luotsi.core.periods import Period
from luotsi.register.calendar import months_between
from luotsi.register.engine import calculate
from luotsi.register.measures import definitions
from luotsi.register.releases.cells import BASE, COUNT, REST, Cell, same_as, sums_between
from luotsi.register.results import aggregates
from luotsi.register.simulation.simulate import Simulation
from luotsi.register.types import Kind
from tests.register.simulated import taken_in

MONTHS = months_between(Period.parse("2025-03"), Period.parse("2026-04"))  # of which all law has been read
LAGS = (0, 1, 3, 6, 12)
SHORTEST = 30  # numbers under which two columns may be equal by chance


@pytest.fixture(scope="module")
def registers(case_register, tmp_path_factory):
    """The hand-worked cases, where persons do everything at once, and a simulated country, where there are many."""
    simulated, _told, _imported = taken_in(tmp_path_factory.mktemp("equal"), Simulation(persons=8000, months=16))
    calculate(simulated)
    return [columns_of(simulated), columns_of(case_register)]


def columns_of(sealed):
    """Return each column's numbers other than zero by (month, place, group)."""
    order = {month.name: number for number, month in enumerate(MONTHS)}
    found = defaultdict(dict)
    for definition in definitions():
        if definition.kind is not Kind.HISTOGRAM:
            for row in aggregates(sealed, definition, MONTHS):
                sides = {COUNT: row.count}
                if definition.kind is Kind.SHARE:
                    sides |= {BASE: row.base, REST: row.base - row.count}
                for side, number in sides.items():
                    if number:
                        at = (order[row.month], row.place, row.group)
                        found[definition.key, row.grouping.value, row.part, side][at] = number
    return found


def moved(column, first, lag):
    """Return the numbers from the first month on, as many months earlier as the lag."""
    return frozenset(((at[0] - lag, *at[1:]), one) for at, one in column.items() if first <= at[0])


def until(column, lag):
    return frozenset((at, one) for at, one in column.items() if at[0] < len(MONTHS) - lag)


def equal_columns(registers):
    """Yield (column, another, lag) where the first is in every month what the other was so many months before."""
    simulated, worked = registers
    for lag in LAGS:
        by_numbers = defaultdict(list)
        for name, column in simulated.items():
            by_numbers[until(column, lag)].append(name)
        for name, column in simulated.items():
            numbers = moved(column, lag, lag)
            for other in by_numbers.get(numbers, ()) if len(numbers) >= SHORTEST else ():
                if (lag or name < other) and moved(worked[name], lag, lag) == until(worked[other], lag):
                    yield name, other, lag


def cell(name, month):
    measure, grouping, part, side = name
    return Cell(measure, month.name, "KU740", grouping, "", part, side)


def is_declared(one, other):
    """Tell whether both are one cell, or sums of the same cells."""
    sums = [{frozenset(map(same_as, found.parts)) for found in sums_between(side)} for side in (one, other)]
    return same_as(one) == same_as(other) or bool(sums[0] & sums[1])


def test_columns_that_are_always_equal_are_declared_to_be_the_same(registers):
    found = list(equal_columns(registers))
    undeclared = [
        (name, other, lag)
        for name, other, lag in found
        if not all(is_declared(cell(name, month), cell(other, month - lag)) for month in MONTHS[lag:])
    ]
    assert not undeclared
    assert (("long_term", "all", "", BASE), ("stock", "all", "", COUNT), 0) in found
