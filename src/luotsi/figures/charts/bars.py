"""The bar chart: amounts side by side, hidden ones said in words, lower bounds left open at their end."""

from decimal import Decimal

from luotsi.core.text import Language
from luotsi.core.values import Gap
from luotsi.figures.cells import cell_text
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, coordinate, shortened, text_width
from luotsi.figures.charts.specs import Bar, BarChart, is_lower_bound

_NARROW = 480
_BAR = 18.0
_OPEN_END = 10.0  # room for the arrow of a lower bound
_SIZE = 13.5


class _Rows:
    """Where names, bars and values stand: names beside the bars, or above them when room is short."""

    def __init__(self, spec: BarChart, language: Language, width: int) -> None:
        self.spec, self.language = spec, language
        names = max((text_width(bar.name, _SIZE, bold=bar.is_highlighted) for bar in spec.bars), default=0) + 14
        self.is_stacked = width < _NARROW or names > width * 0.38
        self.left = 0.0 if self.is_stacked else names
        self.height = 50.0 if self.is_stacked else 32.0
        known = [bar.cell.value for bar in spec.bars if bar.cell.value is not None]
        known += [spec.reference.value] if spec.reference else []
        self.low, self.high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
        if self.low == self.high:
            self.high = Decimal(1)
        self.widest = width * 0.5
        room = max((self._value_width(bar) + _OPEN_END * is_lower_bound(bar.cell) for bar in spec.bars), default=0) + 10
        self.bar_left = self.left + (room if self.low < 0 else 0)
        self.bar_right = width - (room if self.high > 0 or self.low == 0 else 4)
        self.top = 26.0 if spec.reference else 6.0

    def _value_width(self, bar: Bar) -> float:
        return text_width(self.value_text(bar), _SIZE, bold=bar.is_highlighted)

    def value_span(self, bar: Bar) -> tuple[float, float]:
        """Return where the written value begins and ends: beyond its bar, a gap beside the zero line."""
        value, wide = bar.cell.value, self._value_width(bar)
        if value is not None and value < 0:
            return self.x(value) - 7 - wide, self.x(value) - 7
        begins = self.x(value or Decimal(0)) + 7 + _OPEN_END * is_lower_bound(bar.cell)
        return begins, begins + wide

    def value_text(self, bar: Bar) -> str:
        shown = cell_text(bar.cell, self.spec.unit, self.language, self.spec.decimals)
        text = shown.words if shown.is_gap else shown.text
        if bar.cell.gap is Gap.HIDDEN:
            text = f"{shown.text} {shown.words}"
        return shortened(text, self.widest, _SIZE)

    def bar_top(self, index: int) -> float:
        return self.top + self.height * index + (24 if self.is_stacked else 7)

    def x(self, value: Decimal) -> float:
        return self.bar_left + float((value - self.low) / (self.high - self.low)) * (self.bar_right - self.bar_left)


def draw_bar_chart(spec: BarChart, language: Language, width: int) -> Canvas:
    """Draw the bars to the width, from a common zero line, each with its value in writing."""
    rows = _Rows(spec, language, width)
    bottom = rows.top + rows.height * len(spec.bars)
    canvas = Canvas(width, max(bottom + 6, 40))
    has_highlight = any(bar.is_highlighted for bar in spec.bars)
    zero, reach = rows.x(Decimal(0)), 3 if rows.is_stacked else 7
    for index, bar in enumerate(spec.bars):
        top = rows.bar_top(index)
        _draw_name(canvas, rows, bar, top)
        _draw_bar(canvas, rows, bar, top, is_plain=not has_highlight)
        canvas.rule(zero, top - reach, zero, top + _BAR + reach, "fig-base", stroke=drawing.AXIS, stroke_width=1)
    _draw_reference(canvas, rows, bottom)
    for index, bar in enumerate(spec.bars):
        _draw_value(canvas, rows, bar, rows.bar_top(index) + 14)
    return canvas


def _draw_name(canvas: Canvas, rows: _Rows, bar: Bar, top: float) -> None:
    weight = "700" if bar.is_highlighted else ""
    if rows.is_stacked:
        canvas.text(0, top - 6, shortened(bar.name, canvas.width, _SIZE), font_size=_SIZE, font_weight=weight)
    else:
        beside: Attributes = {"text_anchor": "end", "font_size": _SIZE, "font_weight": weight}
        canvas.text(rows.left - 12, top + 14, bar.name, **beside)


def _draw_bar(canvas: Canvas, rows: _Rows, bar: Bar, top: float, *, is_plain: bool) -> None:
    if bar.cell.value is None:
        return
    zero, end = rows.x(Decimal(0)), rows.x(bar.cell.value)
    colour = drawing.ACCENT if is_plain or bar.is_highlighted else drawing.BAR
    kind = "fig-bar fig-s1" if is_plain or bar.is_highlighted else "fig-bar"
    if bar.cell.value != 0:
        canvas.add("rect", kind, x=min(zero, end), y=top, width=max(abs(end - zero), 1), height=_BAR, fill=colour)
    if is_lower_bound(bar.cell):
        left, tip, middle = coordinate(end + 3), coordinate(end + 9), coordinate(top + _BAR / 2)
        path = f"M{left} {coordinate(top)}L{tip} {middle}L{left} {coordinate(top + _BAR)}"
        canvas.add("path", "fig-open", d=path, fill="none", stroke=colour, stroke_width=2)


def _draw_value(canvas: Canvas, rows: _Rows, bar: Bar, baseline: float) -> None:
    """Write the value beyond the end of its bar, a gap where the bar would begin."""
    begins, ends = rows.value_span(bar)
    look: Attributes = {"font_size": _SIZE, "font_weight": "700" if bar.is_highlighted else ""}
    if bar.cell.value is None:
        look = {"font_size": _SIZE, "fill": drawing.MUTED}
    if bar.cell.value is not None and bar.cell.value < 0:
        canvas.text(ends, baseline, rows.value_text(bar), text_anchor="end", **look)
    else:
        canvas.text(begins, baseline, rows.value_text(bar), **look)


def _draw_reference(canvas: Canvas, rows: _Rows, bottom: float) -> None:
    """Draw the reference as a dashed line named at its head, parted where a value is written."""
    reference = rows.spec.reference
    if reference is None:
        return
    x = rows.x(reference.value)
    pieces = [rows.top - 4]
    for index, bar in enumerate(rows.spec.bars):
        begins, ends = rows.value_span(bar)
        if begins - 3 < x < ends + 3:
            pieces += [rows.bar_top(index), rows.bar_top(index) + _BAR]
    dashed: Attributes = {"stroke": drawing.TARGET, "stroke_width": 1.6, "stroke_dasharray": drawing.TARGET_DASH}
    for top, end in zip(pieces[::2], [*pieces[1::2], bottom], strict=True):
        canvas.rule(x, top, x, end, "fig-target", **dashed)
    label = shortened(reference.label, canvas.width)
    half = text_width(label) / 2
    canvas.text(min(max(x, half), canvas.width - half), 14, label, text_anchor="middle", fill=drawing.TARGET)
