"""The table of a chart: every number it draws, in text, with gaps and flags in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.periods import PeriodKind
from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag
from luotsi.figures.cells import cell_text, flag_words
from luotsi.figures.charts.drawing import SIMULATED_SIGN
from luotsi.figures.charts.specs import (
    AreaMap,
    BarChart,
    Chart,
    CurveChart,
    DotChart,
    FlowPicture,
    FunnelPlot,
    FunnelPoint,
    LineChart,
    Point,
    Reference,
    Series,
    SmallMultiples,
    Sparkline,
    TargetPath,
)
from luotsi.figures.formats import number, usual_decimals
from luotsi.figures.period_names import period_short
from luotsi.figures.phrases import say

_COLUMNS = {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2}
_BREAK = "‖"
_SIGNS = {
    Flag.AT_LEAST: "≥",
    Flag.PROVISIONAL: "*",
    Flag.REVISED: "^",
    Flag.ESTIMATE: "~",
    Flag.SIMULATED: SIMULATED_SIGN,
}


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell as text; `words` says what a sign means, `is_number` sets it to the right, `is_head` names the row."""

    text: str
    words: str = ""
    is_number: bool = False
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head, with a caption."""

    caption: str
    head: tuple[TableCell, ...]
    rows: tuple[tuple[TableCell, ...], ...]


def to_table(spec: Chart, language: Language) -> Table:
    """Return the chart's numbers as a table: periods newest first, bars in their own order."""
    match spec:
        case BarChart():
            named = [(bar.name, (bar.cell,)) for bar in spec.bars]
            return _places(spec, (say("table.value", language),), named, spec.reference, language)
        case AreaMap():
            named = [(area.name, (area.cell,)) for area in spec.areas]
            return _places(spec, (say("table.value", language),), named, None, language)
        case DotChart():
            return _dots(spec, language)
        case FunnelPlot():
            return _funnel(spec, language)
        case CurveChart():
            return _curves(spec, language)
        case FlowPicture():
            named = [(bar.name, (bar.cell,)) for bar in (*spec.came, spec.here, *spec.went)]
            return _places(spec, (say("table.value", language),), named, None, language)
        case LineChart():
            return _lines(spec.title, spec.series, spec.target, _Writing(spec.unit, spec.decimals, language))
        case SmallMultiples():
            shown = spec.panels + ((spec.common,) if spec.common else ())
            return _lines(spec.title, shown, spec.target, _Writing(spec.unit, spec.decimals, language))
        case Sparkline():
            return _lines(spec.title, (spec.series,), None, _Writing(spec.unit, spec.decimals, language))


def to_paper_table(spec: Chart, language: Language) -> Table:
    """Return the table as paper has room for it: a line's months or quarters as a row for each year.

    Signs stand for what is told in words on a page; the caption says what the signs of the table mean.
    """
    if isinstance(spec, LineChart) and len(spec.series) == 1 and spec.series[0].points:
        series = spec.series[0]
        columns = _COLUMNS.get(series.points[0].period.kind)
        if columns and len(series.points) > columns:
            return _years(spec, series, columns, language)
    return to_table(spec, language)


def _years(spec: LineChart, series: Series, columns: int, language: Language) -> Table:
    cells = {(point.period.year, point.period.number): point.cell for point in series.points}
    breaks = {(period.year, period.number) for period in series.broken_at}
    years = range(series.points[-1].period.year, series.points[0].period.year - 1, -1)
    signs: dict[str, str] = {}

    def shown(place: tuple[int, int]) -> TableCell:
        cell, mark = at(place), ""
        if place in breaks:
            mark, signs[_BREAK] = _BREAK, say("break.word", language)
        if cell is None:
            return TableCell("", is_number=True)
        if cell.value is None:
            told = cell_text(cell, spec.unit, language)
            signs[told.text] = told.words
            return TableCell(mark + told.text, is_number=True)
        decimals = usual_decimals(cell.value, spec.unit) if spec.decimals is None else spec.decimals
        text = number(cell.value, language, decimals)
        for flag, sign in _SIGNS.items():
            if flag in cell.flags:
                signs[sign] = flag_words(flag, language)
                text = f"{sign}{text}" if flag is Flag.AT_LEAST else f"{text}{sign}"
        return TableCell(mark + text, is_number=True)

    def at(place: tuple[int, int]) -> Cell | None:
        # between the first and the last period one left out is missing; nobody asks about those before and after
        return cells.get(place) or (Cell.missing() if min(cells) < place < max(cells) else None)

    rows = tuple(
        (TableCell(str(year), is_head=True), *(shown((year, one)) for one in range(1, columns + 1))) for year in years
    )
    heads = (TableCell(str(one), is_number=True) for one in range(1, columns + 1))
    told = [say(f"axis.{spec.unit.value}", language), *(f"{sign} {words}" for sign, words in signs.items())]
    return Table(f"{spec.title} ({'; '.join(told)})", (TableCell(say("table.year", language)), *heads), rows)


@dataclass(frozen=True, slots=True)
class _Writing:
    unit: Unit
    decimals: int | None
    language: Language
    is_change: bool = False

    def cell(self, cell: Cell | None) -> TableCell:
        if cell is None:
            return TableCell("", is_number=True)
        shown = cell_text(cell, self.unit, self.language, self.decimals, is_change=self.is_change)
        notes = f" ({', '.join(shown.notes)})" if shown.notes else ""
        return TableCell(shown.text + notes, shown.words if shown.is_gap else "", is_number=True)

    def interval(self, point: Point | None) -> TableCell:
        return self.between(point.low if point else None, point.high if point else None)

    def between(self, low: Decimal | None, high: Decimal | None) -> TableCell:
        if low is None or high is None:
            return TableCell("", is_number=True)
        above = self.cell(Cell.of(high)).text
        if self.is_change:
            return TableCell(f"{self.cell(Cell.of(low)).text} – {above}", is_number=True)
        places = usual_decimals(low, self.unit) if self.decimals is None else self.decimals
        below = number(low, self.language, places)
        return TableCell(f"{below}{'–' if low >= 0 else ' – '}{above}", is_number=True)


def _places(
    spec: BarChart | AreaMap | DotChart | FlowPicture,
    columns: Sequence[str],
    rows: Iterable[tuple[str, Sequence[Cell]]],
    reference: Reference | None,
    language: Language,
) -> Table:
    """Set a row for each place with its cells, the reference below them."""
    decimals = None if isinstance(spec, FlowPicture) else spec.decimals
    writing = _Writing(spec.unit, decimals, language, isinstance(spec, DotChart) and spec.is_change)
    found = [(TableCell(name, is_head=True), *(writing.cell(cell) for cell in cells)) for name, cells in rows]
    if reference:
        empty = [writing.cell(None)] * (len(columns) - 1)
        found.append((TableCell(reference.label, is_head=True), *empty, writing.cell(Cell(value=reference.value))))
    head = (TableCell(spec.by or say("table.name", language)), *(TableCell(one, is_number=True) for one in columns))
    return Table(spec.title, head, tuple(found))


def _dots(spec: DotChart, language: Language) -> Table:
    """Set a row for each row of dots, and beside the last dot its limits where any has them."""
    table = _places(spec, spec.columns, [(row.name, row.cells) for row in spec.rows], spec.reference, language)
    if not any(row.low is not None for row in spec.rows):
        return table
    writing = _Writing(spec.unit, spec.decimals, language, spec.is_change)
    limits = [writing.between(row.low, row.high) for row in spec.rows]
    limits += [writing.cell(None)] * (len(table.rows) - len(limits))
    head = TableCell(say("table.range", language, name=spec.columns[-1]), is_number=True)
    return Table(
        table.caption, (*table.head, head), tuple((*row, one) for row, one in zip(table.rows, limits, strict=True))
    )


def _funnel(spec: FunnelPlot, language: Language) -> Table:
    writing = _Writing(spec.unit, spec.decimals, language)
    head = (
        TableCell(spec.by or say("table.name", language)),
        TableCell(spec.size_name, is_number=True),
        TableCell(say("table.value", language), is_number=True),
        TableCell(say("table.against", language)),
    )
    rows = [
        (
            TableCell(point.name, is_head=True),
            TableCell(number(point.size, language), is_number=True),
            writing.cell(point.cell),
            TableCell(_against(spec, point, language)),
        )
        for point in spec.points
    ]
    return Table(spec.title, head, tuple(rows))


def _curves(spec: CurveChart, language: Language) -> Table:
    """Set a column for each curve, its limits where it has them; rows are days or months since the beginning."""
    writing = _Writing(Unit.PERCENT, 1, language)
    known = [{point.after: point for point in one.points} for one in spec.curves]
    bounded = [any(point.low is not None for point in one.points) for one in spec.curves]
    head = [TableCell(spec.after_name, is_number=True)]
    for one, has_limits in zip(spec.curves, bounded, strict=True):
        head.append(TableCell(one.name, is_number=True))
        if has_limits:
            head.append(TableCell(say("table.range", language, name=one.name), is_number=True))
    rows = []
    for after in sorted({point.after for one in spec.curves for point in one.points}):
        row = [TableCell(str(after), is_head=True)]
        for points, has_limits in zip(known, bounded, strict=True):
            found = points.get(after)
            row.append(writing.cell(found.cell if found else None))
            if has_limits:
                row.append(writing.between(found.low if found else None, found.high if found else None))
        rows.append(tuple(row))
    return Table(spec.title, tuple(head), tuple(rows))


def _against(spec: FunnelPlot, point: FunnelPoint, language: Language) -> str:
    """Say on which side of the outermost limits a point lies; nothing where there is no figure or no limit."""
    found, value = spec.limits_at(point.size), point.cell.value
    if found is None or value is None:
        return ""
    return say(f"funnel.{'below' if value < found[0] else 'above' if value > found[1] else 'within'}", language)


def _lines(title: str, shown: Iterable[Series], target: TargetPath | None, writing: _Writing) -> Table:
    """Set a column for each series, its interval where it has one, and the target; rows are periods."""
    language = writing.language
    series = list(shown)
    points = [{point.period: point for point in one.points} for one in series]
    bounded = [any(point.low is not None for point in one.points) for one in series]
    aims = dict(target.points) if target else {}
    breaks = {period for one in series for period in one.broken_at}
    head = [TableCell(say("table.period", language))]
    for one, has_interval in zip(series, bounded, strict=True):
        head.append(TableCell(one.name, is_number=True))
        if has_interval:
            head.append(TableCell(say("table.range", language, name=one.name), is_number=True))
    if target:
        head.append(TableCell(target.label, is_number=True))
    rows = []
    for period in sorted({*aims, *(period for one in points for period in one)}, reverse=True):
        name = period_short(period, language)
        name += f" ({say('break.word', language)})" if period in breaks else ""
        row = [TableCell(name, is_head=True)]
        for known, has_interval in zip(points, bounded, strict=True):
            found = known.get(period)
            row.append(writing.cell(found.cell if found else None))
            if has_interval:
                row.append(writing.interval(found))
        if target:
            row.append(writing.cell(Cell(value=aims[period]) if period in aims else None))
        rows.append(tuple(row))
    return Table(title, tuple(head), tuple(rows))
