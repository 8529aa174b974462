"""The curve chart: what is left of a group by the time since its beginning, with limits and a marked point of time."""

from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, coordinate, shortened, text_width
from luotsi.figures.charts.frames import TICK_SIZE
from luotsi.figures.charts.specs import Curve, CurveChart
from luotsi.figures.formats import number, quantity

_NARROW = 480
_LINE = 20.0
_TICKS = (0, 25, 50, 75, 100)
_STEPS = (1, 2, 5, 10, 20, 30, 50, 100)


@dataclass(frozen=True, slots=True)
class _Plot:
    most: int
    left: float
    right: float
    top: float
    bottom: float

    def x(self, after: int) -> float:
        return self.left + after / self.most * (self.right - self.left)

    def y(self, percent: Decimal) -> float:
        return self.bottom - float(percent) / 100 * (self.bottom - self.top)

    def place(self, after: int, percent: Decimal) -> str:
        return f"{coordinate(self.x(after))} {coordinate(self.y(percent))}"


def draw_curves(spec: CurveChart, language: Language, width: int) -> Canvas:
    """Draw a line for each curve on common scales, the names of several beside their markers above."""
    named = [one for one in spec.curves if len(spec.curves) > 1]
    above = 34 + _LINE * len(named)
    canvas = Canvas(width, above + (230 if width < _NARROW else 300) + 46)
    room = text_width(quantity(Decimal(100), Unit.PERCENT, language, 0), TICK_SIZE) + 12
    most = max((point.after for one in spec.curves for point in one.points), default=1)
    most = max(most, spec.mark[0] if spec.mark else 0, 1)
    plot = _Plot(most, room, width - 12, above, canvas.height - 46)
    for index, one in enumerate(named):
        y = 16 + _LINE * index
        canvas.marker(7, y - 4, index, drawing.SERIES[index % len(drawing.SERIES)])
        canvas.text(20, y, shortened(one.name, width - 24))
    _draw_axes(canvas, plot, spec, language)
    for index, one in enumerate(spec.curves):
        _draw_curve(canvas, plot, one, index, is_stepped=spec.is_stepped)
    if spec.mark:
        _draw_mark(canvas, plot, *spec.mark)
    return canvas


def _draw_axes(canvas: Canvas, plot: _Plot, spec: CurveChart, language: Language) -> None:
    small: Attributes = {"fill": drawing.MUTED, "font_size": TICK_SIZE}
    for tick in _TICKS:
        y, is_base = plot.y(Decimal(tick)), tick == 0
        colour = drawing.AXIS if is_base else drawing.GRID
        kind = "fig-base" if is_base else "fig-grid"
        canvas.rule(plot.left, y, plot.right, y, kind, stroke=colour, stroke_width=1)
        label = quantity(Decimal(tick), Unit.PERCENT, language, 0)
        canvas.text(plot.left - 8, y + 4, label, "fig-text fig-muted", text_anchor="end", **small)
    wanted = max(int((plot.right - plot.left) / 46), 2)
    step = next((one for one in _STEPS if plot.most / one <= wanted), _STEPS[-1])
    for after in range(0, plot.most + 1, step):
        x = plot.x(after)
        canvas.rule(x, plot.bottom, x, plot.bottom + 5, "fig-base", stroke=drawing.AXIS, stroke_width=1)
        label = number(Decimal(after), language)
        canvas.text(x, plot.bottom + 19, label, "fig-text fig-muted", text_anchor="middle", **small)
    name = shortened(spec.after_name, canvas.width - 4, TICK_SIZE)
    canvas.text(plot.right, canvas.height - 6, name, "fig-text fig-muted", text_anchor="end", **small)


def _draw_curve(canvas: Canvas, plot: _Plot, curve: Curve, index: int, *, is_stepped: bool) -> None:
    colour = drawing.SERIES[index % len(drawing.SERIES)]
    known = [(one.after, one.cell.value) for one in curve.points if one.cell.value is not None]
    bounds = [(one.after, one.low, one.high) for one in curve.points if one.low is not None and one.high is not None]
    if len(bounds) > 1:
        upper = _path(plot, [(after, high) for after, _low, high in bounds], is_stepped=is_stepped)
        lower = _path(plot, [(after, low) for after, low, _high in bounds], is_stepped=is_stepped)
        canvas.add("path", "fig-shade", d=f"M{'L'.join(upper + lower[::-1])}Z", fill=drawing.SHADE)
    if not known:
        return
    line: Attributes = {"fill": "none", "stroke": colour, "stroke_width": 2.4, "stroke_linejoin": "round"}
    path = "L".join(_path(plot, known, is_stepped=is_stepped))
    canvas.add("path", f"fig-line fig-s{index + 1}", d=f"M{path}", **line)
    for after, value in known[-1:] if is_stepped else known:
        canvas.marker(plot.x(after), plot.y(value), index, colour)


def _path(plot: _Plot, points: list[tuple[int, Decimal]], *, is_stepped: bool) -> list[str]:
    found: list[str] = []
    for place, (after, value) in enumerate(points):
        if is_stepped and place:
            found.append(plot.place(after, points[place - 1][1]))
        found.append(plot.place(after, value))
    return found


def _draw_mark(canvas: Canvas, plot: _Plot, after: int, label: str) -> None:
    x = plot.x(after)
    dashed: Attributes = {"stroke": drawing.TARGET, "stroke_width": 1.6, "stroke_dasharray": drawing.TARGET_DASH}
    canvas.rule(x, plot.top - 6, x, plot.bottom, "fig-target", **dashed)
    wide = text_width(label, TICK_SIZE)
    middle = min(max(x, plot.left + wide / 2), canvas.width - wide / 2)
    canvas.halo_text(middle, plot.top - 12, label, text_anchor="middle", font_size=TICK_SIZE)
