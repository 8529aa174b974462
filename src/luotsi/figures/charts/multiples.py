"""Small multiples and sparklines: the same line many times over, and the line as small as a word."""

from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.text import Language
from luotsi.figures.cells import cell_text
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, coordinate, shortened, text_width
from luotsi.figures.charts.frames import TICK_SIZE, Frame
from luotsi.figures.charts.scales import Amounts, amounts, time_scale
from luotsi.figures.charts.specs import Series, SmallMultiples, Sparkline
from luotsi.figures.charts.traces import draw_breaks, draw_end, draw_series, draw_target, known_values
from luotsi.figures.period_names import period_short

_PANEL = 190.0
_PLOT = 84.0
_ROW = 152.0
_GUTTER = 26.0
_SPARK = (120, 32)


def draw_small_multiples(spec: SmallMultiples, language: Language, width: int, prefix: str) -> Canvas:
    """Draw a panel for each series on the same scales, as many beside one another as fit."""
    most = max(1, int((width + _GUTTER) / (_PANEL + _GUTTER)))
    rows = max(1, -(-len(spec.panels) // most))
    columns = max(1, -(-len(spec.panels) // rows))  # evened out: four panels stand two by two, not three and one
    canvas = Canvas(width, 46 + rows * _ROW, prefix)
    scale, periods = _scale(spec), _ends(spec)
    canvas.text(0, 12, scale.title(language), "fig-text fig-muted", fill=drawing.MUTED, font_size=TICK_SIZE)
    _draw_key(canvas, spec)
    panel_width = (width - (columns - 1) * _GUTTER) / columns
    room = max(text_width(scale.tick_label(tick, language), TICK_SIZE) for tick in (scale.low, scale.high)) + 10
    frame = Frame(time_scale(periods, room, panel_width - 8), scale, 32, 32 + _PLOT)
    _lay_ground(canvas, spec, frame, periods, language)
    for index, series in enumerate(spec.panels):
        left, top = (index % columns) * (panel_width + _GUTTER), 46 + (index // columns) * _ROW
        canvas.begin("g", transform=f"translate({coordinate(left)} {coordinate(top)})")
        canvas.add("use", "", href=f"#{prefix}-ground")
        _draw_heading(canvas, spec, series, panel_width, language)
        draw_breaks(canvas, frame, series.breaks)
        draw_series(canvas, frame, series, 0)
        draw_end(canvas, frame, series, 0, size=3.5)
        canvas.end("g")
    return canvas


def _scale(spec: SmallMultiples) -> Amounts:
    shown = [*spec.panels, *([spec.common] if spec.common else [])]
    values = [value for series in shown for value in known_values(series)]
    values += [value for _, value in spec.target.points] if spec.target else []
    return amounts(values, spec.unit, from_zero=spec.from_zero, wanted=3)


def _ends(spec: SmallMultiples) -> list[Period]:
    """Return the first and the last period of any panel; one where they are the same."""
    shown = [*spec.panels, *([spec.common] if spec.common else [])]
    ends = {point.period for series in shown for point in (*series.points[:1], *series.points[-1:])}
    ends |= {period for period, _ in spec.target.points} if spec.target else set()
    return sorted({min(ends), max(ends)}) if ends else []


def _draw_key(canvas: Canvas, spec: SmallMultiples) -> None:
    """Name the grey line and the dashed one, once for all panels."""
    x = 0.0
    if spec.common:
        canvas.rule(x, 29, x + 22, 29, "fig-common", stroke=drawing.AXIS, stroke_width=2)
        name = shortened(spec.common.name, canvas.width / 2 - 40)
        canvas.text(x + 30, 33, name)
        x += 30 + text_width(name) + 24
    if spec.target:
        dashed: Attributes = {"stroke_width": 1.6, "stroke_dasharray": drawing.TARGET_DASH}
        canvas.rule(x, 29, x + 22, 29, "fig-target", stroke=drawing.TARGET, **dashed)
        canvas.text(x + 30, 33, shortened(spec.target.label, canvas.width - x - 34))


def _draw_heading(canvas: Canvas, spec: SmallMultiples, series: Series, width: float, language: Language) -> None:
    last = series.last_known or (series.points[-1] if series.points else None)
    value = ""
    if last:
        shown = cell_text(last.cell, spec.unit, language, spec.decimals)
        value = shown.words if shown.is_gap else shown.text
    canvas.text(0, 16, shortened(series.name, width - text_width(value) - 12), font_weight="700")
    canvas.text(width - 8, 16, value, text_anchor="end")


def _lay_ground(canvas: Canvas, spec: SmallMultiples, frame: Frame, periods: list[Period], language: Language) -> None:
    """Draw once what lies below every panel alike: amounts, periods, the whole area's line and the target."""
    small: Attributes = {"fill": drawing.MUTED, "font_size": TICK_SIZE}
    canvas.begin("defs")
    canvas.begin("g", id=f"{canvas.prefix}-ground")
    for tick in frame.amounts.ticks:
        y, is_edge = frame.y(tick), tick in {frame.amounts.low, frame.amounts.high}
        colour = drawing.AXIS if tick == frame.amounts.low else drawing.GRID
        canvas.rule(frame.time.left - 4, y, frame.time.right + 4, y, "fig-grid", stroke=colour, stroke_width=1)
        if is_edge:
            label = frame.amounts.tick_label(tick, language)
            canvas.text(frame.time.left - 8, y + 4, label, "fig-text fig-muted", text_anchor="end", **small)
    if spec.common:
        draw_series(canvas, frame, spec.common, 98, colour=drawing.AXIS, thin=True)
    if spec.target:
        draw_target(canvas, frame, spec.target, ring=False)
    for period, x, anchor in zip(periods, (frame.time.left - 4, frame.time.right + 4), ("", "end"), strict=False):
        name = period_short(period, language)
        canvas.text(x, frame.bottom + 17, name, "fig-text fig-muted", text_anchor=anchor, **small)
    canvas.end("g")
    canvas.end("defs")


def draw_sparkline(spec: Sparkline) -> Canvas:
    """Draw the line alone with its latest value as a dot."""
    width, height = _SPARK
    canvas = Canvas(width, height)
    values = list(known_values(spec.series)) or [Decimal(0)]
    low, high = min(values), max(values)
    if low == high:
        low, high = low - 1, high + 1
    time = time_scale((point.period for point in spec.series.points), 4, width - 6)
    frame = Frame(time, Amounts((low, high), 0, spec.unit), 5, height - 5)
    draw_series(canvas, frame, spec.series, 0, thin=True)
    draw_end(canvas, frame, spec.series, 0, size=2.6)
    return canvas
