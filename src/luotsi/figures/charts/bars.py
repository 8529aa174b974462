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
_SIZE = 13.5


class _Rows:
    """Where names, bars and values stand: names beside the bars, or above them when room is short."""

    def __init__(self, spec: BarChart, language: Language, width: int) -> None:
        self.spec, self.language = spec, language
        names = max((text_width(bar.name, _SIZE) for bar in spec.bars), default=0) + 14
        self.is_stacked = width < _NARROW or names > width * 0.38
        self.left = 0.0 if self.is_stacked else names
        self.height = 46.0 if self.is_stacked else 32.0
        known = [bar.cell.value for bar in spec.bars if bar.cell.value is not None]
        known += [spec.reference.value] if spec.reference else []
        self.low, self.high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
        if self.low == self.high:
            self.high = Decimal(1)
        room = max((text_width(self.value_text(bar), _SIZE) for bar in spec.bars), default=0) + 18
        room = min(room, width * 0.42)
        self.bar_left = self.left + (room if self.low < 0 else 0)
        self.bar_right = width - (room if self.high > 0 or self.low == 0 else 4)
        self.top = 26.0 if spec.reference else 6.0

    def value_text(self, bar: Bar) -> str:
        shown = cell_text(bar.cell, self.spec.unit, self.language, self.spec.decimals)
        return (
            f"{shown.text} {shown.words}" if bar.cell.gap is Gap.HIDDEN else shown.words if shown.is_gap else shown.text
        )

    def x(self, value: Decimal) -> float:
        return self.bar_left + float((value - self.low) / (self.high - self.low)) * (self.bar_right - self.bar_left)


def draw_bar_chart(spec: BarChart, language: Language, width: int) -> Canvas:
    """Draw the bars to the width, from a common zero line, each with its value in writing."""
    rows = _Rows(spec, language, width)
    bottom = rows.top + rows.height * len(spec.bars)
    canvas = Canvas(width, max(bottom + 6, 40))
    has_highlight = any(bar.is_highlighted for bar in spec.bars)
    for index, bar in enumerate(spec.bars):
        top = rows.top + rows.height * index
        _draw_name(canvas, rows, bar, top)
        _draw_bar(canvas, rows, bar, top + (22 if rows.is_stacked else 7), is_plain=not has_highlight)
    canvas.rule(
        rows.x(Decimal(0)), rows.top, rows.x(Decimal(0)), bottom, "fig-base", stroke=drawing.AXIS, stroke_width=1
    )
    _draw_reference(canvas, rows, bottom)
    return canvas


def _draw_name(canvas: Canvas, rows: _Rows, bar: Bar, top: float) -> None:
    weight = "700" if bar.is_highlighted else ""
    if rows.is_stacked:
        canvas.text(0, top + 16, shortened(bar.name, canvas.width, _SIZE), font_size=_SIZE, font_weight=weight)
    else:
        beside: Attributes = {"text_anchor": "end", "font_size": _SIZE, "font_weight": weight}
        canvas.text(rows.left - 12, top + 21, bar.name, **beside)


def _draw_bar(canvas: Canvas, rows: _Rows, bar: Bar, top: float, *, is_plain: bool) -> None:
    zero, baseline = rows.x(Decimal(0)), top + 14
    value = bar.cell.value
    text = rows.value_text(bar)
    if value is None:
        canvas.text(zero + 8, baseline, text, "fig-text fig-muted", fill=drawing.MUTED, font_size=_SIZE)
        return
    end = rows.x(value)
    colour = drawing.ACCENT if is_plain or bar.is_highlighted else drawing.BAR
    kind = "fig-bar fig-s1" if is_plain or bar.is_highlighted else "fig-bar"
    left, right = min(zero, end), max(zero, end)
    if right - left > 0.05:
        canvas.add("rect", kind, x=left, y=top, width=max(right - left, 1), height=_BAR, fill=colour)
    if is_lower_bound(bar.cell):
        tip, middle = coordinate(end + 9), coordinate(top + _BAR / 2)
        path = f"M{coordinate(end + 3)} {coordinate(top)}L{tip} {middle}L{coordinate(end + 3)} {coordinate(top + _BAR)}"
        canvas.add("path", "fig-open", d=path, fill="none", stroke=colour, stroke_width=2)
        end += 10
    weight = "700" if bar.is_highlighted else ""
    beyond: Attributes = {"font_size": _SIZE, "font_weight": weight}
    if value < 0:
        canvas.halo_text(left - 7, baseline, text, text_anchor="end", **beyond)
    else:
        canvas.halo_text(end + 7, baseline, text, **beyond)


def _draw_reference(canvas: Canvas, rows: _Rows, bottom: float) -> None:
    """Draw the reference as a dashed line through the rows, named at its head."""
    reference = rows.spec.reference
    if reference is None:
        return
    x = rows.x(reference.value)
    dashed: Attributes = {
        "stroke": drawing.TARGET,
        "stroke_width": 1.6,
        "stroke_dasharray": drawing.TARGET_DASH,
    }
    canvas.rule(x, rows.top - 4, x, bottom, "fig-target", **dashed)
    label = shortened(reference.label, canvas.width)
    half = text_width(label) / 2
    canvas.text(min(max(x, half), canvas.width - half), 14, label, text_anchor="middle", fill=drawing.TARGET)
