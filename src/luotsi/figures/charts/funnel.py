"""The funnel plot: figures against what they rest on, between limits within which chance alone would move them."""

import math
from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.text import Language
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, coordinate, shortened, text_width
from luotsi.figures.charts.frames import TICK_SIZE, tick_room
from luotsi.figures.charts.scales import Amounts, amounts
from luotsi.figures.charts.specs import ControlLimits, FunnelPlot, FunnelPoint
from luotsi.figures.formats import number

_NARROW = 480
_LINE = 18.0
_SHADES = ("#dfe9f1", "#eef3f7")  # the innermost limits hold the darkest paper


@dataclass(frozen=True, slots=True)
class _Plot:
    """The plot's rectangle; sizes differ by orders of magnitude, so each tenfold takes as much room as the next."""

    least: float
    most: float
    values: Amounts
    left: float
    right: float
    top: float
    bottom: float

    def x(self, size: Decimal) -> float:
        along = (math.log10(size) - self.least) / (self.most - self.least)
        return self.left + min(max(along, 0.0), 1.0) * (self.right - self.left)

    def y(self, value: Decimal) -> float:
        return self.bottom - self.values.share(value) * (self.bottom - self.top)


def draw_funnel(spec: FunnelPlot, language: Language, width: int) -> Canvas:
    """Draw a dot for each place; those outside every limit are filled and named."""
    legend = [one.label for one in spec.limits] + [spec.centre.label]
    canvas = Canvas(width, (300 if width < _NARROW else 380) + _LINE * len(legend))
    plot = _plot(spec, language, canvas, 32 + _LINE * len(legend))
    canvas.text(0, 12, plot.values.title(language), "fig-text fig-muted", fill=drawing.MUTED, font_size=TICK_SIZE)
    _draw_legend(canvas, legend)
    for index, limits in reversed(list(enumerate(spec.limits))):
        _draw_limits(canvas, plot, limits, _SHADES[min(index, len(_SHADES) - 1)])
    _draw_axes(canvas, plot, spec, language)
    y = plot.y(spec.centre.value)
    canvas.rule(plot.left, y, plot.right, y, "fig-target", stroke=drawing.TARGET, stroke_width=1.6)
    _draw_points(canvas, plot, spec)
    return canvas


def _is_outside(spec: FunnelPlot, point: FunnelPoint) -> bool:
    """Tell whether the point lies beyond the outermost limits; without limits at its size it does not."""
    found = spec.limits_at(point.size)
    return point.cell.value is not None and found is not None and not found[0] <= point.cell.value <= found[1]


def _plot(spec: FunnelPlot, language: Language, canvas: Canvas, top: float) -> _Plot:
    known = [point.cell.value for point in spec.points if point.cell.value is not None]
    sizes = [math.log10(point.size) for point in spec.points] or [
        math.log10(size) for size, _, _ in spec.limits[0].curve
    ]
    least, most = min(sizes) - 0.08, max(sizes) + 0.08
    low, high = min([*known, spec.centre.value]), max([*known, spec.centre.value])
    reach = (high - low) / 4  # limits of the smallest sizes may reach far beyond every figure
    ends = [end for limits in spec.limits for _size, *both in limits.curve for end in both]
    values = amounts(
        [low, high, *(min(max(end, low - reach), high + reach) for end in ends)], spec.unit, from_zero=False
    )
    left = tick_room(values, language) + 6
    return _Plot(least, most, values, left, canvas.width - 14, top, canvas.height - 48)


def _draw_legend(canvas: Canvas, words: list[str]) -> None:
    for index, text in enumerate(words):
        y = 34 + _LINE * index
        if index == len(words) - 1:
            canvas.rule(0, y - 4, 22, y - 4, "fig-target", stroke=drawing.TARGET, stroke_width=1.6)
        else:
            shade = _SHADES[min(index, len(_SHADES) - 1)]
            canvas.add("rect", "fig-funnel", x=0, y=y - 11, width=22, height=13, fill=shade, stroke=drawing.AXIS)
        canvas.text(30, y, shortened(text, canvas.width - 32))


def _draw_limits(canvas: Canvas, plot: _Plot, limits: ControlLimits, shade: str) -> None:
    """Shade what lies between the limits and draw their edges, cut where the plot ends."""
    low_end, high_end = plot.values.low, plot.values.high

    def place(size: Decimal, value: Decimal) -> str:
        return f"{coordinate(plot.x(size))} {coordinate(plot.y(min(max(value, low_end), high_end)))}"

    curve = [edge for edge in limits.curve if plot.least < math.log10(edge[0]) < plot.most]
    for index, size in ((0, Decimal(10**plot.least)), (len(curve) + 1, Decimal(10**plot.most))):
        beyond = limits.at(size)
        if beyond is not None:
            curve.insert(index, (size, *beyond))
    if len(curve) < 2:
        return
    upper = [place(size, high) for size, _low, high in curve]
    lower = [place(size, low) for size, low, _high in curve]
    canvas.add("path", "fig-funnel", d=f"M{'L'.join(upper + lower[::-1])}Z", fill=shade)
    edge: Attributes = {"fill": "none", "stroke": drawing.AXIS, "stroke_width": 1, "stroke_dasharray": "3 3"}
    for side in (upper, lower):
        canvas.add("path", "fig-base", d=f"M{'L'.join(side)}", **edge)


def _draw_axes(canvas: Canvas, plot: _Plot, spec: FunnelPlot, language: Language) -> None:
    small: Attributes = {"fill": drawing.MUTED, "font_size": TICK_SIZE}
    for tick in plot.values.ticks:
        y = plot.y(tick)
        canvas.rule(plot.left - 6, y, plot.left, y, "fig-base", stroke=drawing.AXIS, stroke_width=1)
        label = plot.values.tick_label(tick, language)
        canvas.text(plot.left - 9, y + 4, label, "fig-text fig-muted", text_anchor="end", **small)
    canvas.rule(plot.left, plot.bottom, plot.right, plot.bottom, "fig-base", stroke=drawing.AXIS, stroke_width=1)
    for power in range(math.ceil(plot.least), math.floor(plot.most) + 1):
        x, label = plot.x(Decimal(10) ** power), number(Decimal(10) ** power, language)
        canvas.rule(x, plot.bottom, x, plot.bottom + 5, "fig-base", stroke=drawing.AXIS, stroke_width=1)
        middle = min(x, canvas.width - text_width(label, TICK_SIZE) / 2)
        canvas.text(middle, plot.bottom + 19, label, "fig-text fig-muted", text_anchor="middle", **small)
    name = shortened(spec.size_name, canvas.width - 4, TICK_SIZE)
    canvas.text(plot.right, canvas.height - 8, name, "fig-text fig-muted", text_anchor="end", **small)


def _draw_points(canvas: Canvas, plot: _Plot, spec: FunnelPlot) -> None:
    """Draw the ordinary places small and hollow, then those to be looked at, filled and named where names fit."""
    taken: list[tuple[float, float, float]] = []
    for point in sorted(spec.points, key=lambda one: (one.is_highlighted, _is_outside(spec, one))):
        if point.cell.value is None:
            continue
        x, y = plot.x(point.size), plot.y(point.cell.value)
        is_told = point.is_highlighted or _is_outside(spec, point)
        colour = drawing.SERIES[1] if _is_outside(spec, point) else drawing.ACCENT
        shape = 2 if _is_outside(spec, point) else 0
        canvas.marker(x, y, shape, colour, hollow=not is_told, size=4.2 if is_told else 3.2)
        if not is_told:
            continue
        half = text_width(point.name, TICK_SIZE) / 2
        middle = min(max(x, plot.left + half), canvas.width - half)
        if all(abs(middle - other) > half + other_half or abs(y - height) > 14 for other, height, other_half in taken):
            taken.append((middle, y, half))
            weight = "700" if point.is_highlighted else ""
            place: Attributes = {"text_anchor": "middle", "font_size": TICK_SIZE, "font_weight": weight}
            canvas.halo_text(middle, y - 9, point.name, **place)
