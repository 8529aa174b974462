"""The dot chart: places on a common scale, a hollow dot for before and a filled one for the present."""

from decimal import Decimal

from luotsi.core.text import Language
from luotsi.figures.cells import cell_text
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, shortened, text_width
from luotsi.figures.charts.frames import TICK_SIZE
from luotsi.figures.charts.scales import Amounts, amounts, thinned
from luotsi.figures.charts.specs import DotChart, DotRow, is_lower_bound

_NARROW = 480
_SIZE = 13.5
_DOT = 5.5
_CAP = 5.0


class _Rows:
    """Where names, dots and values stand: names beside the dots, or above them when room is short."""

    def __init__(self, spec: DotChart, language: Language, width: int) -> None:
        self.spec, self.language = spec, language
        names = max((text_width(row.name, _SIZE, bold=row.is_highlighted) for row in spec.rows), default=0) + 16
        self.is_stacked = width < _NARROW or names > width * 0.38
        values = max((text_width(self.words(row), _SIZE, bold=True) for row in spec.rows), default=0) + 14
        self.left = 10.0 if self.is_stacked else names + 8
        self.right = width - (10.0 if self.is_stacked else min(values, width * 0.3) + 8)
        self.height = 46.0 if self.is_stacked else 30.0
        self.top = 46.0 + (22 if spec.reference else 0)
        self.bottom = self.top + self.height * len(spec.rows)
        self.scale: Amounts = amounts(_values(spec), spec.unit, wanted=5)

    def words(self, row: DotRow) -> str:
        """Return the last column's value in words."""
        spec = self.spec
        shown = cell_text(row.cells[-1], spec.unit, self.language, spec.decimals, is_change=spec.is_change)
        return shown.words if shown.is_gap else shown.text

    def x(self, value: Decimal) -> float:
        return self.left + self.scale.share(value) * (self.right - self.left)

    def y(self, index: int) -> float:
        return self.top + self.height * index + (32 if self.is_stacked else self.height / 2)


def _values(spec: DotChart) -> list[Decimal]:
    known = [cell.value for row in spec.rows for cell in row.cells if cell.value is not None]
    known += [limit for row in spec.rows for limit in (row.low, row.high) if limit is not None]
    return [*known, spec.reference.value] if spec.reference else known


def draw_dot_chart(spec: DotChart, language: Language, width: int) -> Canvas:
    """Draw a row for each place, its dots joined by a line, the newest value in writing."""
    rows = _Rows(spec, language, width)
    canvas = Canvas(width, rows.bottom + 26)
    if not spec.is_change:
        canvas.text(0, 12, rows.scale.title(language), "fig-text fig-muted", fill=drawing.MUTED, font_size=TICK_SIZE)
    _draw_key(canvas, spec)
    _draw_scale(canvas, rows, language)
    for index, row in enumerate(spec.rows):
        _draw_row(canvas, rows, row, rows.y(index))
    return canvas


def _draw_key(canvas: Canvas, spec: DotChart) -> None:
    x = _DOT + 1
    for index, name in enumerate(spec.columns):
        _draw_dot(canvas, x, 30, index, len(spec.columns))
        shown = shortened(name, canvas.width / len(spec.columns) - 34)
        canvas.text(x + 12, 34, shown)
        x += text_width(shown) + 36


def _draw_scale(canvas: Canvas, rows: _Rows, language: Language) -> None:
    """Draw a line for each round amount, named below, and the reference dashed, named above."""
    small: Attributes = {"text_anchor": "middle", "fill": drawing.MUTED, "font_size": TICK_SIZE}
    for tick in rows.scale.ticks:
        colour = drawing.AXIS if tick == 0 else drawing.GRID
        canvas.rule(rows.x(tick), rows.top, rows.x(tick), rows.bottom, "fig-grid", stroke=colour, stroke_width=1)
    widest = max(text_width(rows.scale.tick_label(tick, language), TICK_SIZE) for tick in rows.scale.ticks)
    for tick in thinned(list(rows.scale.ticks), int((rows.right - rows.left) / (widest + 12)) + 1):
        canvas.text(
            rows.x(tick), rows.bottom + 18, rows.scale.tick_label(tick, language), "fig-text fig-muted", **small
        )
    if rows.spec.reference:
        x = rows.x(rows.spec.reference.value)
        dashed: Attributes = {"stroke": drawing.TARGET, "stroke_width": 1.6, "stroke_dasharray": drawing.TARGET_DASH}
        canvas.rule(x, rows.top - 6, x, rows.bottom, "fig-target", **dashed)
        label = shortened(rows.spec.reference.label, canvas.width)
        half = text_width(label) / 2
        middle = min(max(x, half), canvas.width - half)
        canvas.text(middle, rows.top - 11, label, text_anchor="middle", fill=drawing.TARGET)


def _draw_row(canvas: Canvas, rows: _Rows, row: DotRow, y: float) -> None:
    weight = "700" if row.is_highlighted else ""
    if rows.is_stacked:
        words = rows.words(row)
        name = shortened(row.name, canvas.width - text_width(words, _SIZE, bold=True) - 12, _SIZE)
        canvas.text(0, y - 15, name, font_size=_SIZE, font_weight=weight)
        canvas.text(canvas.width, y - 15, words, text_anchor="end", font_size=_SIZE, font_weight="700")
    else:
        canvas.text(rows.left - 16, y + 5, row.name, text_anchor="end", font_size=_SIZE, font_weight=weight)
        words = shortened(rows.words(row), canvas.width - rows.right - 12, _SIZE)
        is_gap = row.cells[-1].value is None
        look: Attributes = {"fill": drawing.MUTED if is_gap else drawing.INK, "font_weight": "" if is_gap else "700"}
        canvas.text(rows.right + 14, y + 5, words, font_size=_SIZE, **look)
    known = [(index, rows.x(cell.value)) for index, cell in enumerate(row.cells) if cell.value is not None]
    canvas.rule(rows.left, y, rows.right, y, "fig-grid", stroke=drawing.GRID, stroke_width=1)
    if len(known) > 1:
        canvas.rule(known[0][1], y, known[-1][1], y, "fig-line fig-s1", stroke=drawing.ACCENT, stroke_width=2.4)
    if row.low is not None and row.high is not None:
        _draw_limits(canvas, rows.x(row.low), rows.x(row.high), y)
    for index, x in known:
        _draw_dot(canvas, x, y, index, len(row.cells))
        if is_lower_bound(row.cells[index]):
            canvas.text(x + 8, y + 5, "→", fill=drawing.ACCENT, font_size=_SIZE)


def _draw_limits(canvas: Canvas, low: float, high: float, y: float) -> None:
    canvas.rule(low, y, high, y, "fig-line fig-s1", stroke=drawing.ACCENT, stroke_width=2.4)
    for end in (low, high):
        canvas.rule(end, y - _CAP, end, y + _CAP, "fig-line fig-s1", stroke=drawing.ACCENT, stroke_width=2.4)


def _draw_dot(canvas: Canvas, x: float, y: float, index: int, count: int) -> None:
    is_last = index == count - 1
    fill = drawing.ACCENT if is_last else drawing.PAPER
    kind = "fig-marker fig-s1" if is_last else "fig-marker fig-s1 fig-hollow"
    canvas.add("circle", kind, cx=x, cy=y, r=_DOT, fill=fill, stroke=drawing.ACCENT, stroke_width=2)
