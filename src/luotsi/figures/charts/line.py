"""The line chart: one or several series over time, their gaps, their target."""

from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.text import Language
from luotsi.core.values import Gap
from luotsi.figures.cells import cell_text, gap_words
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, shortened, text_width, wrapped
from luotsi.figures.charts.frames import Frame, draw_amounts, draw_time, tick_room
from luotsi.figures.charts.scales import amounts, time_scale
from luotsi.figures.charts.specs import LineChart, Point, Series
from luotsi.figures.charts.traces import (
    draw_breaks,
    draw_end,
    draw_limits,
    draw_series,
    draw_target,
    gaps,
    known_values,
)
from luotsi.figures.period_names import period_short

_NARROW = 480  # below this width labels stand in a legend above the plot instead of beside the lines
_LABEL_ROOM = 128.0
_LINE = 16.0
_TITLE_SIZE = 12.0


@dataclass(slots=True)
class _Label:
    """Lines of text beside the plot, beginning at the height of what they name."""

    lines: list[str]
    x: float
    y: float
    colour: str
    is_series: bool = False
    placed: float = 0.0


def draw_line_chart(spec: LineChart, language: Language, width: int) -> Canvas:
    """Draw the chart to the width; a narrow one carries its labels in a legend."""
    is_narrow = width < _NARROW
    legend = _legend(spec, language) if is_narrow else []
    canvas = Canvas(width, 260 + _legend_height(legend, width) if is_narrow else 340)
    frame, periods = _frame(spec, language, canvas, _legend_height(legend, width))
    canvas.text(0, 12, frame.amounts.title(language), "fig-text fig-muted", fill=drawing.MUTED, font_size=_TITLE_SIZE)
    _draw_legend(canvas, legend)
    if spec.limits:
        draw_limits(canvas, frame, spec.limits)
    if len(spec.series) == 1:
        _draw_gaps(canvas, frame, spec.series[0], language)
    draw_amounts(canvas, frame, language)
    draw_time(canvas, frame, periods, language)
    if spec.target:
        draw_target(canvas, frame, spec.target)
    draw_breaks(canvas, frame, sorted({one for series in spec.series for one in series.breaks}), language)
    for index, series in enumerate(spec.series):
        draw_series(canvas, frame, series, index)
    for index, series in enumerate(spec.series):
        draw_end(canvas, frame, series, index)
    if not any(series.last_known for series in spec.series):
        _draw_nothing_known(canvas, frame, spec, language)
    if len(spec.series) == 1:
        _draw_last_value(canvas, frame, spec, language)
    if not is_narrow:
        _draw_labels(canvas, frame, spec, language)
    return canvas


def _frame(spec: LineChart, language: Language, canvas: Canvas, legend_height: float) -> tuple[Frame, list[Period]]:
    values = [value for series in spec.series for value in known_values(series)]
    values += [value for _, value in spec.target.points] if spec.target else []
    values += [value for value in (spec.limits.low, spec.limits.high) if value is not None] if spec.limits else []
    scale = amounts(values, spec.unit, from_zero=spec.from_zero)
    own = sorted({point.period for series in spec.series for point in series.points})
    aims = [period for period, _ in spec.target.points] if spec.target else []
    left = tick_room(scale, language) + 6
    right = canvas.width - _right_margin(spec, language, canvas.width)
    named = own + [period for period in aims if not own or (period.kind is own[0].kind and period > own[-1])]
    frame = Frame(time_scale([*own, *aims], left, right), scale, 30 + legend_height, canvas.height - 34)
    return frame, _without_holes(sorted(set(named)))


def _without_holes(periods: list[Period]) -> list[Period]:
    """Fill the periods left out between the first and the last, where there are not too many to name."""
    if not periods or periods[-1].kind is not periods[0].kind:
        return periods
    steps = periods[-1].steps_since(periods[0])
    return [periods[0] + step for step in range(steps + 1)] if 0 < steps <= 60 else periods


def _right_margin(spec: LineChart, language: Language, width: float) -> float:
    if _has_labels(spec, width):
        return _LABEL_ROOM + 14
    last = spec.series[0].last_known if len(spec.series) == 1 else None
    if last is None or spec.target:
        return 12.0
    value, when = _value(spec, last, language), period_short(last.period, language)
    return min(max(text_width(value, bold=True), text_width(when, _TITLE_SIZE)) + 14, width / 3)


def _has_labels(spec: LineChart, width: float) -> bool:
    return width >= _NARROW and bool(spec.target or spec.limits or len(spec.series) > 1)


def _value(spec: LineChart, point: Point, language: Language) -> str:
    return cell_text(point.cell, spec.unit, language, spec.decimals).text


def _draw_gaps(canvas: Canvas, frame: Frame, series: Series, language: Language) -> None:
    """Shade each stretch without values and say why where the words fit."""
    for before, after, reason in gaps(series):
        left, right = frame.x(before.period), frame.x(after.period)
        canvas.add(
            "rect",
            "fig-gap",
            x=left,
            y=frame.top,
            width=right - left,
            height=frame.bottom - frame.top,
            fill=drawing.SHADE,
        )
        words = gap_words(reason, language)
        if text_width(words, _TITLE_SIZE) < right - left - 6:
            middle: Attributes = {"text_anchor": "middle", "fill": drawing.MUTED, "font_size": _TITLE_SIZE}
            canvas.text((left + right) / 2, frame.top + 16, words, "fig-text fig-muted", **middle)


def _draw_nothing_known(canvas: Canvas, frame: Frame, spec: LineChart, language: Language) -> None:
    """Say why the plot is empty: hidden where every period is, else no data."""
    reasons = {point.cell.gap for series in spec.series for point in series.points}
    words = gap_words(Gap.HIDDEN if reasons == {Gap.HIDDEN} else Gap.MISSING, language)
    x, y = (frame.time.left + frame.time.right) / 2, (frame.top + frame.bottom) / 2
    canvas.halo_text(x, y, words, "fig-text fig-muted", text_anchor="middle", fill=drawing.MUTED)


def _draw_last_value(canvas: Canvas, frame: Frame, spec: LineChart, language: Language) -> None:
    """Write the latest value beside its point, or above or below it where the plot goes on."""
    last = spec.series[0].last_known
    if last is None or last.cell.value is None:
        return
    x, y = frame.x(last.period), frame.y(last.cell.value)
    value, when = _value(spec, last, language), period_short(last.period, language)
    small: Attributes = {"fill": drawing.MUTED, "font_size": _TITLE_SIZE}
    is_at_the_end = x >= frame.time.right - 1 and not _has_labels(spec, canvas.width) and not spec.target
    if is_at_the_end or (last.low is not None and x + 9 + text_width(value, bold=True) < canvas.width):
        value = shortened(value, canvas.width - x - 9)
        upper = min(y + 4, frame.bottom - 17)  # both lines stay clear of the axis and its periods
        canvas.halo_text(x + 9, upper, value, font_weight="700")
        canvas.text(x + 9, upper + 15, when, "fig-text fig-muted", **small)
        return
    half = max(text_width(value, bold=True), text_width(when, _TITLE_SIZE)) / 2
    edge = frame.time.right + 6 if _has_labels(spec, canvas.width) else canvas.width
    middle = min(max(x, half), edge - half)
    above = _has_room_above(frame, spec, last.cell.value, y)
    top = y - 26 if above else y + 21
    canvas.halo_text(middle, top, value, font_weight="700", text_anchor="middle")
    canvas.halo_text(middle, top + 14, when, "fig-text fig-muted", text_anchor="middle", **small)


def _has_room_above(frame: Frame, spec: LineChart, value: Decimal, y: float) -> bool:
    """Choose the side away from the line that leads to the point, as far as the plot has room."""
    if y < frame.top + 34:
        return False
    if y > frame.bottom - 44:
        return True
    known = [point.cell.value for point in spec.series[0].points if point.cell.value is not None]
    return len(known) < 2 or sum(known[-4:-1], Decimal(0)) <= value * len(known[-4:-1])


def _draw_labels(canvas: Canvas, frame: Frame, spec: LineChart, language: Language) -> None:
    """Name what the lines are at the right of the plot, no two names over one another."""
    labels = []
    for index, series in enumerate(spec.series if len(spec.series) > 1 else ()):
        last = series.last_known
        if last is not None and last.cell.value is not None:
            colour = drawing.SERIES[index % len(drawing.SERIES)]
            lines = [shortened(series.name, _LABEL_ROOM), _value(spec, last, language)]
            labels.append(_Label(lines, frame.x(last.period), frame.y(last.cell.value), colour, is_series=True))
    if spec.target:
        period, value = spec.target.points[-1]
        lines = wrapped(spec.target.label, _LABEL_ROOM)
        labels.append(_Label(lines, frame.x(period), frame.y(value), drawing.TARGET))
    if spec.limits:
        edge = spec.limits.high if spec.limits.high is not None else spec.limits.low
        if edge is not None:
            labels.append(
                _Label(wrapped(spec.limits.label, _LABEL_ROOM), frame.time.right, frame.y(edge), drawing.MUTED)
            )
    _spread(labels, frame.top, canvas.height - 8)
    for label in labels:
        _draw_label(canvas, frame, label)


def _spread(labels: list[_Label], top: float, bottom: float) -> None:
    """Move labels apart, downwards in order of height and back up from the lower edge."""
    labels.sort(key=lambda label: label.y)
    floor = top - 8
    for label in labels:
        label.placed = max(label.y - 4, floor)
        floor = label.placed + len(label.lines) * _LINE + 3
    ceiling = bottom
    for label in reversed(labels):
        label.placed = min(label.placed, ceiling - len(label.lines) * _LINE)
        ceiling = label.placed - 3


def _draw_label(canvas: Canvas, frame: Frame, label: _Label) -> None:
    x = frame.time.right + 14
    middle = label.placed + 4
    if label.x < frame.time.right - 12 or abs(middle - label.y) > 6:
        faint: Attributes = {"stroke": label.colour, "stroke_width": 1, "stroke_opacity": "0.45"}
        canvas.rule(label.x + 8, label.y, x - 4, middle, "fig-leader", stroke_dasharray="1 3", **faint)
    for number, line in enumerate(label.lines):
        weight = "700" if number == 0 and label.is_series else ""
        canvas.text(x, label.placed + 8 + number * _LINE, line, fill=label.colour, font_weight=weight)


def _legend(spec: LineChart, language: Language) -> list[tuple[str, int]]:
    """Return what a narrow chart names above the plot, with the index of the sign: -1 the target, -2 the limits."""
    found = []
    for index, series in enumerate(spec.series if len(spec.series) > 1 else ()):
        last = series.last_known
        value = f" {_value(spec, last, language)}" if last else ""
        found.append((series.name + value, index))
    if spec.target:
        found.append((spec.target.label, -1))
    if spec.limits:
        found.append((spec.limits.label, -2))
    return found


def _placed(legend: list[tuple[str, int]], width: float) -> list[tuple[float, float, list[str], int]]:
    """Return x, y, lines and sign of each entry, as many in a row as fit."""
    found: list[tuple[float, float, list[str], int]] = []
    x, y, below = 0.0, 34.0, 34.0
    for text, sign in legend:
        lines = wrapped(text, width - 34)
        wide = 48 + max(text_width(line) for line in lines)
        if x and x + wide - 18 > width:
            x, y = 0.0, below
        found.append((x, y, lines, sign))
        x, below = x + wide, max(below, y + 18 * len(lines))
    return found


def _legend_height(legend: list[tuple[str, int]], width: float) -> float:
    return max((y + 18 * len(lines) for _, y, lines, _ in _placed(legend, width)), default=28) - 28


def _draw_legend(canvas: Canvas, legend: list[tuple[str, int]]) -> None:
    for x, y, lines, sign in _placed(legend, canvas.width):
        if sign == -1:
            dashed: Attributes = {"stroke_width": 1.6, "stroke_dasharray": drawing.TARGET_DASH}
            canvas.rule(x, y - 4, x + 22, y - 4, "fig-target", stroke=drawing.TARGET, **dashed)
        elif sign == -2:
            canvas.add("rect", "fig-limits", x=x, y=y - 10, width=22, height=12, fill=drawing.LIMIT)
        else:
            colour = drawing.SERIES[sign % len(drawing.SERIES)]
            canvas.rule(x, y - 4, x + 22, y - 4, f"fig-line fig-s{sign + 1}", stroke=colour, stroke_width=2.4)
            canvas.marker(x + 11, y - 4, sign, colour, size=3.8)
        for index, line in enumerate(lines):
            canvas.text(x + 30, y + 18 * index, line)
