"""Cells by name, and how those of different measures hang together; what is hidden is left to `protecting`."""

from collections.abc import Iterator
from typing import NamedTuple

from luotsi.core.periods import Period
from luotsi.protection.types import Sum
from luotsi.register.types import ALL, GROUPS, Definition, Grouping

COUNT, REST, BASE = "count", "rest", "base"
LONG_TERM = ("12-24", "24-")
ELSEWHERE = "ELSE"
"""All homes that a release of the country does not tell apart: nobody is shown them, but they can be reckoned."""
TOTALLED = frozenset({"first_discussion", "meetings", "outflow", "services", "structural"})
"""Measures whose parts exclude each other and have a total, under the part `ALL`."""
FOLLOWED = {"flow_past": (3, 6, 12), "sustained_work": (6, 12)}
"""Measures that tell of those who began so many months before."""
LINKED = frozenset({*FOLLOWED, "inflow", "job_starts"})
"""Measures that tell the same people in several months."""
STEPS = frozenset({one - other for steps in FOLLOWED.values() for one in (0, *steps) for other in (0, *steps)} - {0})
"""Months between two that tell the same people: who began in one, or in a third."""
YEAR = 12
YEARLY = frozenset({"activation", "first_discussion_in_time", "flow_past", "plan_up_to_date"})
"""Shares that are told over twelve months too, of everybody in a place."""
TIED = frozenset({*LINKED, *YEARLY, "long_term", "services", "stock", "structural"})
"""Measures of other months that hang together with a month: by their own numbers, or by the names that they share."""
_SHARED = (
    ("activation", "services"),
    ("flow_past", "inflow"),
    ("long_term", "stock"),
    ("municipal_share", "benefit_paid"),
    ("plan_up_to_date", "stock"),
    ("structural", "long_term"),
)
"""Measures of which a number has its name from another measure."""
_SHARING = frozenset(measure for measure, _named in _SHARED)


class Cell(NamedTuple):
    """The name of one number of persons, spells, contacts or vacancies.

    side : "count"; of a share also "base", and "rest" for those of the base who are not in the count
    months : 1, or 12 of a number that is summed over the twelve months that end with the month
    was : among several versions of a month: the number, so that one that was corrected is another cell
    """

    measure: str
    month: str
    place: str
    grouping: str
    group: str
    part: str
    side: str
    months: int = 1
    was: int | None = None

    @property
    def name(self) -> str:
        """What it is, for a sentence; never the number."""
        return " ".join(str(one) for one in (*self[:7], *(["12"] if self.months > 1 else [])) if one)


def same_as(cell: Cell) -> Cell:
    """Return the cell under the one name that a number has, when several measures tell it.

    >>> same_as(Cell("plan_up_to_date", "2026-03", "KU740", "all", "", "", "base")).measure
    'stock'
    """
    if cell.measure not in _SHARING or cell.months > 1:
        return cell
    if cell.side == BASE and cell.measure in ("plan_up_to_date", "long_term"):
        return cell._replace(measure="stock", side=COUNT)
    if cell.side == COUNT and cell.measure == "structural" and cell.part == "long_term":
        return cell._replace(measure="long_term", part=ALL)
    if cell.side == COUNT and cell.measure == "activation":
        return cell._replace(measure="services", part=ALL)
    if cell.side == COUNT and cell.measure == "municipal_share":
        return cell._replace(measure="benefit_paid")
    if cell.side == BASE and cell.measure == "flow_past" and (begun := _begun(cell)):
        return cell._replace(measure="inflow", month=begun, part=ALL, side=COUNT)
    return cell


def telling(cell: Cell, month: Period) -> frozenset[str]:
    """Return the measures of a month that tell a number, or may give it away when it is of another month."""
    if cell.month != month.name:
        return TIED
    return frozenset({cell.measure, *(one for one, named in _SHARED if named == cell.measure)})


def sums_between(cell: Cell) -> Iterator[Sum]:
    """Yield how a cell is the sum of cells of other measures, whatever the place and group."""
    if cell.measure == "long_term" and cell.side == COUNT and cell.grouping == Grouping.ALL:
        stock = cell._replace(measure="stock", grouping=Grouping.DURATION.value)
        yield Sum(cell, tuple(stock._replace(group=group) for group in LONG_TERM))
    if cell.measure == "sustained_work" and cell.side == BASE and (begun := _begun(cell)):
        start = cell._replace(measure="job_starts", month=begun, side=COUNT)
        yield Sum(cell, (start._replace(part="open_market"), start._replace(part="enterprise")))


def _begun(cell: Cell) -> str | None:
    """Return the month in which those followed began, None where their ages are those of another year."""
    begun = (Period.parse(cell.month) - int(cell.part)).name
    return begun if cell.grouping != Grouping.AGE or begun[:4] == cell.month[:4] else None


def parts_of(definition: Definition) -> tuple[str, ...]:
    """Return the parts that a measure is told by, its total last."""
    return (*definition.parts, ALL) if definition.key in TOTALLED else definition.parts or (ALL,)


def groups_of(grouping: Grouping, seen: set[str]) -> tuple[str, ...]:
    """Return the codes of a grouping: those it has by definition, else those the register has."""
    return GROUPS.get(grouping, tuple(sorted(seen)))
