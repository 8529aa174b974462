"""Drawing a series on its frame: a line where values follow one another, nothing across a gap, provisional lighter."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from luotsi.core.periods import Period
from luotsi.core.text import Language
from luotsi.core.values import Flag, Gap
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, coordinate, text_width
from luotsi.figures.charts.frames import TICK_SIZE, Frame
from luotsi.figures.charts.specs import Limits, Point, Series, TargetPath, is_lower_bound
from luotsi.figures.period_names import period_short
from luotsi.figures.phrases import say

_CAP = 5.0  # half the width of the end of an interval
_FEW_POINTS = 14  # up to so many values each gets a dot of its own


def known_values(series: Series) -> Iterator[Decimal]:
    """Yield every number that the vertical scale must hold, limits of estimates included."""
    for point in series.points:
        yield from (value for value in (point.cell.value, point.low, point.high) if value is not None)


def runs(series: Series) -> list[list[Point]]:
    """Return the stretches of values that follow one another without a gap or a break in the series."""
    found: list[list[Point]] = []
    breaks = series.broken_at
    for point in series.points:
        if point.cell.value is None:
            continue
        if found and point.period not in breaks and point.period.steps_since(found[-1][-1].period) == 1:
            found[-1].append(point)
        else:
            found.append([point])
    return found


def gaps(series: Series) -> list[tuple[Point, Point, Gap]]:
    """Return the stretches between values with the reason: hidden where every period of it is, else missing."""
    found: list[tuple[Point, Point, Gap]] = []
    before: Point | None = None
    reasons: list[Gap] = []
    for point in series.points:
        if point.cell.gap is not None:
            reasons.append(point.cell.gap)
            continue
        steps = point.period.steps_since(before.period) - 1 if before else 0
        if before and steps:
            alike = len(reasons) == steps and len(set(reasons)) == 1
            found.append((before, point, reasons[0] if alike else Gap.MISSING))
        before, reasons = point, []
    return found


def draw_series(
    canvas: Canvas, frame: Frame, series: Series, index: int, *, colour: str = "", thin: bool = False
) -> None:
    """Draw the series; a value alone between gaps is a dot, a lower bound a hollow triangle."""
    colour = colour or drawing.SERIES[index % len(drawing.SERIES)]
    kind = f"fig-line fig-s{index + 1}"
    stretches = runs(series)
    known = [point for run in stretches for point in run]
    for run in stretches:
        _draw_interval(canvas, frame, run, colour)
        for light, path in _paths(frame, run):
            opacity: Attributes = {"stroke_opacity": "0.5"} if light else {}
            stroke: Attributes = {"stroke": colour, "stroke_width": 1.5 if thin else 2.4, **opacity}
            join: Attributes = {"fill": "none", "stroke_linejoin": "round", "stroke_linecap": "round"}
            canvas.add("path", f"{kind} fig-light" if light else kind, d=path, **join, **stroke)
        if len(run) == 1 or (len(known) <= _FEW_POINTS and not thin):
            _draw_dots(
                canvas, frame, run if known[-1] not in run else [p for p in run if p is not known[-1]], index, colour
            )
    for point in known:
        if is_lower_bound(point.cell) and point is not known[-1]:
            _draw_lower_bound(canvas, frame, point, colour)


def draw_breaks(canvas: Canvas, frame: Frame, breaks: Iterable[Period], language: Language | None = None) -> None:
    """Draw a dashed rule before each first period of a new way, named above it where a language is given."""
    for number, period in enumerate(breaks):
        x = (frame.x(period) + frame.x(period - 1)) / 2
        dashed: Attributes = {"stroke": drawing.TARGET, "stroke_width": 1.2, "stroke_dasharray": drawing.BREAK_DASH}
        canvas.rule(x, frame.top, x, frame.bottom, "fig-break", **dashed)
        if language is not None:
            words = say("break.label", language, period=period_short(period, language))
            half = text_width(words, TICK_SIZE) / 2
            middle = min(max(x, half), canvas.width - half)
            small: Attributes = {"text_anchor": "middle", "fill": drawing.TARGET, "font_size": TICK_SIZE}
            canvas.halo_text(middle, frame.top - 5 + 15 * (number % 3), words, "fig-text", **small)


def draw_end(canvas: Canvas, frame: Frame, series: Series, index: int, *, size: float = 4.5) -> None:
    """Mark the latest value: hollow when provisional or a lower bound."""
    last = series.last_known
    if last is None or last.cell.value is None:
        return
    colour = drawing.SERIES[index % len(drawing.SERIES)]
    if is_lower_bound(last.cell):
        _draw_lower_bound(canvas, frame, last, colour)
        return
    hollow = Flag.PROVISIONAL in last.cell.flags
    canvas.marker(frame.x(last.period), frame.y(last.cell.value), index, colour, hollow=hollow, size=size)


def draw_target(canvas: Canvas, frame: Frame, target: TargetPath, *, ring: bool = True) -> None:
    """Draw the path dashed and the target as a ring at its end."""
    points = [(frame.x(period), frame.y(value)) for period, value in target.points]
    dashed: Attributes = {
        "stroke": drawing.TARGET,
        "stroke_width": 1.6,
        "stroke_dasharray": drawing.TARGET_DASH,
    }
    if len(points) > 1:
        canvas.add("path", "fig-target", d=_path(points), fill="none", **dashed)
    if ring:
        canvas.goal(*points[-1])


def draw_limits(canvas: Canvas, frame: Frame, limits: Limits) -> None:
    """Shade what lies within the limits; an open side reaches the edge of the plot."""
    top = frame.top if limits.high is None else frame.y(limits.high)
    bottom = frame.bottom if limits.low is None else frame.y(limits.low)
    left, width = frame.time.left - 6, frame.time.right - frame.time.left + 12
    canvas.add("rect", "fig-limits", x=left, y=top, width=width, height=max(bottom - top, 1), fill=drawing.LIMIT)


def _paths(frame: Frame, run: list[Point]) -> Iterator[tuple[bool, str]]:
    """Yield the run's pieces as paths, each light (ending in provisional values) or not."""
    places = [_place(frame, point) for point in run]

    def is_light(index: int) -> bool:
        return Flag.PROVISIONAL in run[index].cell.flags

    for light, ends in groupby(range(1, len(run)), key=is_light):
        steps = list(ends)
        yield light, _path(places[steps[0] - 1 : steps[-1] + 1])


def _path(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{coordinate(x)} {coordinate(y)}" for x, y in points)


def _place(frame: Frame, point: Point) -> tuple[float, float]:
    assert point.cell.value is not None
    return frame.x(point.period), frame.y(point.cell.value)


def _draw_dots(canvas: Canvas, frame: Frame, points: list[Point], index: int, colour: str) -> None:
    for point in points:
        if not is_lower_bound(point.cell):
            x, y = _place(frame, point)
            canvas.add("circle", f"fig-dot fig-s{index + 1}", cx=x, cy=y, r=2.8, fill=colour)


def _draw_lower_bound(canvas: Canvas, frame: Frame, point: Point, colour: str) -> None:
    x, y = _place(frame, point)
    places = ((x - 5, y + 3), (x, y - 6), (x + 5, y + 3))
    corners = " ".join(f"{coordinate(across)},{coordinate(down)}" for across, down in places)
    canvas.add("polygon", "fig-bound", points=corners, fill=drawing.PAPER, stroke=colour, stroke_width=1.8)


def _draw_interval(canvas: Canvas, frame: Frame, run: list[Point], colour: str) -> None:
    """Shade the interval along a line; that of a value alone is an upright with caps."""
    bounded = [(p.period, p.low, p.high) for p in run if p.low is not None and p.high is not None]
    if len(bounded) == 1:
        period, low, high = bounded[0]
        stroke: Attributes = {"stroke": colour, "stroke_width": 1.4}
        x, bottom, top = frame.x(period), frame.y(low), frame.y(high)
        canvas.rule(x, top, x, bottom, "fig-line", **stroke)
        for end in (top, bottom):
            canvas.rule(x - _CAP, end, x + _CAP, end, "fig-line", **stroke)
    elif bounded:
        upper = [(frame.x(period), frame.y(high)) for period, _, high in bounded]
        lower = [(frame.x(period), frame.y(low)) for period, low, _ in reversed(bounded)]
        canvas.add("path", "fig-interval", d=_path(upper + lower) + "Z", fill=colour, fill_opacity="0.14")
