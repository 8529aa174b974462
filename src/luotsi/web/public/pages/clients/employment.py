"""The employment of jobseekers: who began work, an enterprise or a degree study in a year, against the mean stock."""

from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Gap, ratio, total
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.period_names import period_name
from luotsi.orgs.models import Subject
from luotsi.web.public.pages.clients.asked import Asked, count, is_hidden, unmarked

MEASURES = ("stock", "job_starts")
STARTS = ("open_market", "enterprise", "degree_study")
BESIDE = "subsidised"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A place: who began, the mean stock, the one in per cent of the other, and subsidised work beside."""

    name: Text
    starts: CellText
    stock: CellText
    share: CellText
    subsidised: CellText


@dataclass(frozen=True, slots=True)
class EmploymentTable:
    """The twelve months that end with the one asked for, by place."""

    first: str
    last: str
    rows: tuple[Row, ...]


def build(asked: Asked) -> EmploymentTable | None:
    """Return the table, None where one of the months is not out; two queries."""
    months = [asked.month - step for step in range(MONTHS)]
    if any((measure, month.name) not in asked.releases for measure in MEASURES for month in months):
        return None
    places = [*asked.subjects.parts, *([asked.subjects.own] if asked.subjects.own is not None else [])]
    figures = asked.figures(MEASURES, places=[one.code for one in places], months=months)

    def year(measure: str, place: Subject, *parts: str) -> Cell:
        found = total(count(figures.find(measure, month, place, part)) for month in months for part in parts)
        return Cell.missing(Gap.HIDDEN) if is_hidden(found) and not found.value else unmarked(found)

    rows = []
    for place in places:
        starts, stock = year("job_starts", place, *STARTS), _mean(year("stock", place, ""))
        cells = (starts, stock, ratio(starts, stock, scale=100, decimals=1), year("job_starts", place, BESIDE))
        units = ((Unit.COUNT, 0), (Unit.COUNT, 0), (Unit.PERCENT, 1), (Unit.COUNT, 0))
        told = (cell_text(one, unit, asked.language, digits) for one, (unit, digits) in zip(cells, units, strict=True))
        rows.append(Row(place.name, *told))
    return EmploymentTable(period_name(months[-1], asked.language), asked.month_name, tuple(rows))


def _mean(year: Cell) -> Cell:
    return year if year.value is None else Cell(value=year.value / Decimal(MONTHS), flags=year.flags)
