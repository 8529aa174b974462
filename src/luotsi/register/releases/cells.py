"""Cells by name, and how those of different measures hang together; what is hidden is left to `protecting`."""

from collections.abc import Iterator
from typing import NamedTuple

from luotsi.core.periods import Period
from luotsi.protection.types import Sum
from luotsi.register.types import ALL, GROUPS, Grouping

COUNT, REST, BASE = "count", "rest", "base"
LONG_TERM = ("12-24", "24-")


class Cell(NamedTuple):
    """The name of one number of persons, spells, contacts or vacancies.

    side : "count"; of a share also "base", and "rest" for those of the base who are not in the count
    """

    measure: str
    month: str
    place: str
    grouping: str
    group: str
    part: str
    side: str


def same_as(cell: Cell) -> Cell:
    """Return the cell under the one name that a number has, when several measures tell it.

    >>> same_as(Cell("plan_up_to_date", "2026-03", "KU740", "all", "", "", "base")).measure
    'stock'
    """
    if cell.side == BASE and cell.measure in ("plan_up_to_date", "long_term"):
        return cell._replace(measure="stock", side=COUNT)
    if cell.side == COUNT and cell.measure == "structural" and cell.part == "long_term":
        return cell._replace(measure="long_term", part=ALL)
    if cell.side == BASE and cell.measure == "flow_past":
        begun = (Period.parse(cell.month) - int(cell.part)).name
        if cell.grouping != Grouping.AGE or begun[:4] == cell.month[:4]:  # an age is that of the year of the month
            return cell._replace(measure="inflow", month=begun, part=ALL, side=COUNT)
    return cell


def sums_between(cell: Cell, services: tuple[str, ...]) -> Iterator[Sum]:
    """Yield how a cell is the sum of cells of other measures, whatever the place and group.

    `services` are the parts of the measure of services.
    """
    if cell.measure == "long_term" and cell.side == COUNT and cell.grouping == Grouping.ALL:
        stock = cell._replace(measure="stock", grouping=Grouping.DURATION.value)
        yield Sum(cell, tuple(stock._replace(group=group) for group in LONG_TERM))
    if cell.measure == "activation" and cell.side == COUNT:
        yield Sum(cell, tuple(cell._replace(measure="services", part=part) for part in services))


def groups_of(grouping: Grouping, seen: set[str]) -> tuple[str, ...]:
    """Return the codes of a grouping: those it has by definition, else those the register has."""
    return GROUPS.get(grouping, tuple(sorted(seen)))
