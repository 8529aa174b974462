"""Figures of a month by municipality: one drawn, all in a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.charts.specs import Bar, BarChart
from luotsi.figures.period_names import period_name
from luotsi.figures.sentences import Measured, value_sentence
from luotsi.orgs.models import Subject
from luotsi.register.releases.cells import YEAR, YEARLY
from luotsi.register.releases.queries import Figure
from luotsi.register.words import meaning
from luotsi.web.public.pages.clients.asked import Asked, Choice, Figures, count, is_hidden, median, share, unmarked
from luotsi.web.public.pages.comparing.words import FLOW_PAST_3
from luotsi.web.public.pages.values import bare


@dataclass(frozen=True, slots=True)
class Column:
    """A measure as the table shows it."""

    measure: str
    unit: Unit
    read: Callable[[Figure | None], Cell]
    part: str = ""
    decimals: int = 0
    part_name: Text | None = None

    @property
    def name(self) -> Text:
        """The measure's name, or that of the part of it that is shown."""
        return self.part_name or meaning(self.measure).name

    def cell(self, figures: Figures, asked: Asked, place: Subject) -> Cell:
        """Return what it says of a place in the month."""
        return self.read(figures.find(self.measure, asked.month, place, self.part))


COLUMNS = (
    Column("stock", Unit.PERSONS, count),
    Column("inflow", Unit.COUNT, count),
    Column("outflow", Unit.COUNT, count),
    Column("long_term", Unit.PERSONS, count),
    Column("flow_past", Unit.PERCENT, share, "3", 1, FLOW_PAST_3),
    Column("first_discussion", Unit.WORKING_DAYS, median),
    Column("first_discussion_in_time", Unit.PERCENT, share, "", 1),
    Column("plan_up_to_date", Unit.PERCENT, share, "", 1),
    Column("activation", Unit.PERCENT, share, "", 1),
)
MEASURES = tuple(column.measure for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its figures."""

    name: Text
    slug: str
    cells: tuple[CellText, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Measures of one kind by place, so that the table fits a page of ordinary width."""

    slug: str
    title: str
    heads: tuple[tuple[str, Text], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class YearTable:
    """Shares over twelve months of the places where a month's share is of too few, or hidden."""

    first: str
    last: str
    heads: tuple[tuple[str, Text], ...]
    rows: tuple[Row, ...]

    @property
    def is_told(self) -> bool:
        """Whether there is any number in it."""
        return any(not cell.is_gap for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The month by municipality."""

    chart: BarChart
    tables: tuple[Table, ...]
    choices: tuple[Choice, ...]
    year: YearTable | None


def build(asked: Asked, wanted: str) -> OverviewPage:
    """Return the page; four queries."""
    places = [one.code for one in asked.places]
    figures = asked.figures(places=places, months=[asked.month, asked.month.year_before])
    years = asked.figures(places=places, months=[asked.month], over=YEAR)
    told = [one for one in COLUMNS if (one.measure, asked.month.name) in asked.releases]
    drawn = next((one for one in told if one.measure == wanted), told[0])
    counted = [one for one in told if one.read is count]
    reckoned = [one for one in told if one.read is not count]
    tables = (
        _table("numbers", _("Numbers, %(month)s") % {"month": asked.month_name}, counted, asked, figures),
        _table("shares", _("Shares and waiting, %(month)s") % {"month": asked.month_name}, reckoned, asked, figures),
    )
    return OverviewPage(
        chart=_chart(asked, figures, drawn),
        tables=tuple(one for one in tables if one.heads),
        choices=tuple(Choice(one.measure, one.name, one is drawn) for one in told),
        year=_year(asked, figures, years, [one for one in told if one.read is share]),
    )


def _table(slug: str, title: str, columns: Sequence[Column], asked: Asked, figures: Figures) -> Table:
    rows = [
        Row(
            place.name,
            place.slug if place in asked.subjects.parts else "",
            tuple(_told(one, one.cell(figures, asked, place), asked) for one in columns),
        )
        for place in asked.places
        if place != asked.subjects.country or any(figures.find(one.measure, asked.month, place) for one in columns)
    ]
    return Table(slug, title, tuple((one.measure, one.name) for one in columns), tuple(rows))


def _year(asked: Asked, figures: Figures, years: Figures, columns: Sequence[Column]) -> YearTable | None:
    """Return the shares over the twelve months that end with the month asked for, None where no place needs them."""
    small = [
        place
        for place in asked.places
        if any(_is_small(column.cell(figures, asked, place)) for column in columns if column.measure in YEARLY)
    ]
    if not small:
        return None
    told = [one for one in columns if one.measure in YEARLY]
    rows = [
        Row(place.name, "", tuple(_told(column, column.cell(years, asked, place), asked) for column in told))
        for place in small
    ]
    return YearTable(
        first=period_name(asked.month - (YEAR - 1), asked.language),
        last=asked.month_name,
        heads=tuple((one.measure, one.name) for one in told),
        rows=tuple(rows),
    )


def _is_small(cell: Cell) -> bool:
    return Flag.UNSTABLE in cell.flags or is_hidden(cell)


def _told(column: Column, cell: Cell, asked: Asked) -> CellText:
    """Return a cell of the table, where the head names the persons and a notice above tells of a simulated register."""
    unit = Unit.COUNT if column.unit is Unit.PERSONS else column.unit
    return cell_text(unmarked(cell), unit, asked.language, column.decimals)


def _chart(asked: Asked, figures: Figures, column: Column) -> BarChart:
    name = bare(column.name, asked.language)
    own = asked.subjects.own
    assert own is not None
    shown = asked.subjects.parts if column.unit in (Unit.PERSONS, Unit.COUNT) else [*asked.subjects.parts, own]
    before = figures.find(column.measure, asked.month.year_before, own, column.part)
    sentence = value_sentence(
        Measured(f"{name}, {bare(own.name, asked.language)}", column.unit, column.decimals),
        asked.month,
        column.cell(figures, asked, own),
        asked.language,
        before=(asked.month.year_before, column.read(before)) if before else None,
    )
    return BarChart(
        title=f"{name}, {asked.month_name}",
        sentence=sentence,
        unit=column.unit,
        bars=tuple(Bar(bare(one.name, asked.language), column.cell(figures, asked, one), one == own) for one in shown),
        by=_("Municipality"),
        decimals=column.decimals,
    )
