"""The table of a chart: every number it draws, in text, with gaps and flags in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.cells import cell_text
from luotsi.figures.charts.specs import BarChart, Chart, LineChart, Point, Series, SmallMultiples, Sparkline, TargetPath
from luotsi.figures.formats import quantity
from luotsi.figures.period_names import period_short
from luotsi.figures.phrases import say


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
            return _bars(spec, language)
        case LineChart():
            return _lines(spec.title, spec.series, spec.target, _Writing(spec.unit, spec.decimals, language))
        case SmallMultiples():
            shown = spec.panels + ((spec.common,) if spec.common else ())
            return _lines(spec.title, shown, spec.target, _Writing(spec.unit, spec.decimals, language))
        case Sparkline():
            return _lines(spec.title, (spec.series,), None, _Writing(spec.unit, spec.decimals, language))


@dataclass(frozen=True, slots=True)
class _Writing:
    unit: Unit
    decimals: int | None
    language: Language

    def cell(self, cell: Cell | None) -> TableCell:
        if cell is None:
            return TableCell("", is_number=True)
        shown = cell_text(cell, self.unit, self.language, self.decimals)
        notes = f" ({', '.join(shown.notes)})" if shown.notes else ""
        return TableCell(shown.text + notes, shown.words if shown.is_gap else "", is_number=True)

    def interval(self, point: Point | None) -> TableCell:
        if point is None or point.low is None or point.high is None:
            return TableCell("", is_number=True)
        ends = (quantity(value, self.unit, self.language, self.decimals) for value in (point.low, point.high))
        return TableCell("–".join(ends), is_number=True)


def _bars(spec: BarChart, language: Language) -> Table:
    writing = _Writing(spec.unit, spec.decimals, language)
    rows = [(TableCell(bar.name, is_head=True), writing.cell(bar.cell)) for bar in spec.bars]
    if spec.reference:
        rows.append((TableCell(spec.reference.label, is_head=True), writing.cell(Cell(value=spec.reference.value))))
    head = (TableCell(spec.by or say("table.name", language)), TableCell(say("table.value", language), is_number=True))
    return Table(spec.title, head, tuple(rows))


def _lines(title: str, shown: Iterable[Series], target: TargetPath | None, writing: _Writing) -> Table:
    """Set a column for each series, its interval where it has one, and the target; rows are periods."""
    language = writing.language
    series = list(shown)
    points = [{point.period: point for point in one.points} for one in series]
    bounded = [any(point.low is not None for point in one.points) for one in series]
    aims = dict(target.points) if target else {}
    head = [TableCell(say("table.period", language))]
    for one, has_interval in zip(series, bounded, strict=True):
        head.append(TableCell(one.name, is_number=True))
        if has_interval:
            head.append(TableCell(say("table.range", language, name=one.name), is_number=True))
    if target:
        head.append(TableCell(target.label, is_number=True))
    rows = []
    for period in sorted({*aims, *(period for one in points for period in one)}, reverse=True):
        row = [TableCell(period_short(period, language), is_head=True)]
        for known, has_interval in zip(points, bounded, strict=True):
            found = known.get(period)
            row.append(writing.cell(found.cell if found else None))
            if has_interval:
                row.append(writing.interval(found))
        if target:
            row.append(writing.cell(Cell(value=aims[period]) if period in aims else None))
        rows.append(tuple(row))
    return Table(title, tuple(head), tuple(rows))
