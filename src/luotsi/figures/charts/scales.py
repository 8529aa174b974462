"""Scales of charts: round ticks for amounts, and the line of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import TypeVar

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.figures.formats import number
from luotsi.figures.phrases import say

_Item = TypeVar("_Item")

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_RATES = frozenset({Unit.PERCENT, Unit.PERCENTAGE_POINTS, Unit.SCORE_1_5, Unit.SCORE_1_3})
_WHOLE = frozenset({Unit.PERSONS, Unit.COUNT})
_SAME = Decimal("1E-9")  # values closer than this share of their size are drawn as one
_MILLION = Decimal(1_000_000)
_HUGE = Decimal(10) ** 12
_YEARLY = frozenset({PeriodKind.YEAR, PeriodKind.SCHOOL_YEAR, PeriodKind.COUNCIL_TERM})
_SHORT_SPAN = 550  # days; up to a year and a half the periods are named themselves, beyond that the years


@dataclass(frozen=True, slots=True)
class Amounts:
    """The vertical scale: round ticks from `low` to `high`, the ends included."""

    ticks: tuple[Decimal, ...]
    decimals: int
    unit: Unit

    @property
    def low(self) -> Decimal:
        return self.ticks[0]

    @property
    def high(self) -> Decimal:
        return self.ticks[-1]

    @property
    def in_millions(self) -> bool:
        return max(abs(self.low), abs(self.high)) >= 10 * _MILLION

    def share(self, value: Decimal) -> float:
        """Return where the value stands between the ends, 0 to 1."""
        return float((value - self.low) / (self.high - self.low))

    def tick_label(self, tick: Decimal, language: Language) -> str:
        """Return the tick as written beside the axis."""
        if abs(tick) >= _HUGE:
            return f"{tick:.1E}".replace(".", "." if language == "en" else ",").replace("E+", "·10^")
        if self.in_millions:
            tick = tick / _MILLION
            return number(tick, language, 0 if all(t % _MILLION == 0 for t in self.ticks) else 1)
        return number(tick, language, self.decimals)

    def title(self, language: Language) -> str:
        """Return the axis label: its unit, and a word when it does not begin at zero."""
        unit = say(f"axis.{self.unit.value}", language)
        if self.in_millions and abs(self.high) < _HUGE:
            unit = say("axis.millions", language, unit=unit)
        begins_at_one = self.unit.top_of_scale is not None and self.low == 1
        if self.low <= 0 <= self.high or begins_at_one:
            return unit
        return say("axis.not_from_zero", language, unit=unit)


def amounts(values: Iterable[Decimal], unit: Unit, *, from_zero: bool | None = None, wanted: int = 5) -> Amounts:
    """Return the scale that holds the values, with about the wanted number of intervals.

    Amounts begin at zero. A share or a score begins at zero when its lowest value is under half of its highest.
    """
    known = list(values)
    low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(1))
    top = unit.top_of_scale
    if top is not None and low >= 1 and high <= top and not from_zero:
        return Amounts(tuple(Decimal(tick) for tick in range(1, top + 1)), 0, unit)
    if from_zero is None:
        from_zero = unit not in _RATES or (low >= 0 and low * 2 < high)
    if from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    size = max(abs(low), abs(high))
    if high - low <= size * _SAME:
        low, high = (low - size / 10, high + size / 10) if size else (low, Decimal(1))
    step = round_step((high - low) / wanted)
    if unit in _WHOLE:
        step = max(step, Decimal(1))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    ticks = tuple(step * (first + index) for index in range(int(last - first) + 1))
    exponent = step.normalize().as_tuple().exponent
    return Amounts(ticks, max(0, -exponent) if isinstance(exponent, int) else 0, unit)


def round_step(rough: Decimal) -> Decimal:
    """Return the next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step * power for step in _STEPS if step * power >= rough)


@lru_cache(maxsize=4096)
def last_day(period: Period) -> int:
    """Return the ordinal of the period's last day; the same few hundred periods stand on every chart."""
    return period.end.toordinal()


@dataclass(frozen=True, slots=True)
class Time:
    """The horizontal scale: each period stands at its last day, between two pixels."""

    first_day: int
    last_day: int
    left: float
    right: float

    def at_day(self, day: int) -> float:
        """Return the x of a day given by its ordinal."""
        if self.first_day == self.last_day:
            return (self.left + self.right) / 2
        return self.left + (day - self.first_day) / (self.last_day - self.first_day) * (self.right - self.left)

    def at(self, period: Period) -> float:
        """Return the x of a period."""
        return self.at_day(last_day(period))


def time_scale(periods: Iterable[Period], left: float, right: float) -> Time:
    """Return the scale from the first to the last of the periods."""
    days = [last_day(period) for period in periods]
    return Time(min(days), max(days), left, right) if days else Time(0, 0, left, right)


def names_periods(periods: Iterable[Period]) -> bool:
    """Tell whether the axis names the periods themselves (years, or months of a short span) and not calendar years."""
    known = list(periods)
    if not known or known[0].kind in _YEARLY:
        return True
    days = [last_day(period) for period in known]
    return max(days) - min(days) <= _SHORT_SPAN


def thinned(items: list[_Item], room: int) -> list[_Item]:
    """Return every second, fifth, tenth... item so that at most `room` are left, always with the last one."""
    for every in (1, 2, 3, 5, 10, 20, 50, 100):
        kept = items[::-1][::every][::-1]
        if len(kept) <= max(1, room):
            return kept
    return items[-1:]
