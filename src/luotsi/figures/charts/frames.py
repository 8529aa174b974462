"""The ruled paper under a line: gridlines with their amounts, the axis of time, and the way from values to pixels."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.text import Language
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, text_width
from luotsi.figures.charts.scales import Amounts, Time, names_periods, thinned
from luotsi.figures.period_names import period_short

TICK_SIZE = 12.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A plot's rectangle with its two scales."""

    time: Time
    amounts: Amounts
    top: float
    bottom: float
    _low: float = field(init=False)
    _pixels: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_low", float(self.amounts.low))
        height = self.bottom - self.top
        object.__setattr__(self, "_pixels", height / (float(self.amounts.high) - self._low))

    def x(self, period: Period) -> float:
        return self.time.at(period)

    def y(self, value: Decimal) -> float:
        return self.bottom - (float(value) - self._low) * self._pixels


def tick_room(amounts: Amounts, language: Language) -> float:
    """Return how much room the amounts beside the axis take."""
    return max(text_width(amounts.tick_label(tick, language), TICK_SIZE) for tick in amounts.ticks) + 8


def draw_amounts(canvas: Canvas, frame: Frame, language: Language) -> None:
    """Draw a gridline for each tick, the zero line darker, and the axis label above."""
    left, right = frame.time.left - 6, frame.time.right + 6
    for tick in frame.amounts.ticks:
        y = frame.y(tick)
        is_base = tick == 0 or frame.amounts.low == tick > 0
        colour = drawing.AXIS if is_base else drawing.GRID
        canvas.rule(left, y, right, y, "fig-base" if is_base else "fig-grid", stroke=colour, stroke_width=1)
        label = frame.amounts.tick_label(tick, language)
        place: Attributes = {"text_anchor": "end", "fill": drawing.MUTED, "font_size": TICK_SIZE}
        canvas.text(left - 4, y + 4, label, "fig-text fig-muted", **place)


def draw_time(canvas: Canvas, frame: Frame, periods: list[Period], language: Language) -> None:
    """Draw the axis of time: the periods' own names, or calendar years with a tick where each begins."""
    if names_periods(periods):
        _draw_period_names(canvas, frame, periods, language)
    else:
        _draw_years(canvas, frame)


def _draw_period_names(canvas: Canvas, frame: Frame, periods: list[Period], language: Language) -> None:
    named = [(frame.x(period), period_short(period, language)) for period in periods]
    if not named:
        return
    room = (frame.time.right - frame.time.left) / (max(text_width(name, TICK_SIZE) for _, name in named) + 14)
    for x, name in thinned(named, int(room) + 1):
        canvas.rule(x, frame.bottom, x, frame.bottom + 5, "fig-base", stroke=drawing.AXIS, stroke_width=1)
        _time_label(canvas, x, frame.bottom + 20, name)


def _draw_years(canvas: Canvas, frame: Frame) -> None:
    time = frame.time
    first, last = date.fromordinal(time.first_day).year, date.fromordinal(time.last_day).year
    cells = []
    for year in range(first, last + 1):
        begins, ends = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        left, right = time.at_day(max(begins, time.first_day)), time.at_day(min(ends, time.last_day))
        if begins > time.first_day:
            canvas.rule(left, frame.bottom, left, frame.bottom + 5, "fig-base", stroke=drawing.AXIS, stroke_width=1)
        cells.append((left, right, str(year)))
    label = text_width("2026", TICK_SIZE)
    full = [cell for cell in cells if cell[1] - cell[0] >= label + 6]
    if len(full) >= len(cells) - 2 and full:
        for left, right, name in full:
            _time_label(canvas, (left + right) / 2, frame.bottom + 20, name)
        return
    for left, _, name in thinned(cells[1:], int((time.right - time.left) / (label + 18))):
        _time_label(canvas, left, frame.bottom + 20, name)


def _time_label(canvas: Canvas, x: float, y: float, text: str) -> None:
    half = text_width(text, TICK_SIZE) / 2
    x = min(max(x, half), canvas.width - half)
    canvas.text(x, y, text, "fig-text fig-muted", text_anchor="middle", fill=drawing.MUTED, font_size=TICK_SIZE)
