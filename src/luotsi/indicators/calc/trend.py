"""Whether a line has a direction that its noise cannot explain: the seasonal Kendall test and Sen's slope."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag
from luotsi.figures.trends import TrendDirection
from luotsi.indicators.calc.breaks import Break, between

YEARS = 8
"""The newest years that are looked at: an old turn must not hide a new one, and yearly lines need eight points."""
LEAST_VALUES = 8
LEAST_YEARS = 5
_LIMIT = Decimal("3.841458820694124")  # the square of 1.96: one line without direction in twenty is called one


@dataclass(frozen=True, slots=True)
class Trend:
    """What a line does, and by what it was judged; `per_year` is the typical change in the unit of the line."""

    direction: TrendDirection
    values: int
    first: Period | None = None
    last: Period | None = None
    per_year: Decimal | None = None
    score: int = 0
    variance: Decimal = Decimal(0)
    since: Break | None = None
    """The break in the series after which it was looked at."""


def trend(points: Iterable[tuple[Period, Cell]], *, breaks: Iterable[Break] = ()) -> Trend:
    """Return the direction of the newest eight years of a line, or that there is none, or that it is too short.

    Parameters
    ----------
    points : periods of one kind with their cells, in any order; gaps and lower bounds are left out
    breaks : of the series; nothing before the last one that parts two of the values is looked at

    Notes
    -----
    Hirsch, Slack and Smith, Water Resources Research 18 (1982), and Hirsch and Slack, 20 (1984). Each period is set
    only against the same one of other years (June against June), so a season is never taken for a change. The score
    counts rises less falls over all such pairs. Its variance without any direction includes how much the months of a
    year move together; counted as independent, three good years of twelve months would seem a certainty. With D(i, j)
    rises less falls from year i to year j, the estimate for ties and holes comes to three times the variance =
    sum of D(i, j)^2 over i < j + sum over i of (sum of D(i, j) over j)^2. The direction is clear when
    (|score| - 1)^2 > 1.96^2 x variance and the slope has the same sign. The slope is the median of the pairs' changes
    a year (Sen 1968). Eight values and five years are needed: five in a row by chance are rarer than one in twenty.
    """
    known = {
        period: cell.value for period, cell in points if cell.value is not None and Flag.AT_LEAST not in cell.flags
    }
    newest = max((period.year for period in known), default=0)
    last = between(breaks, min(known), max(known)) if known else None
    if last is not None:
        known = {period: value for period, value in known.items() if period.end >= last.period.start}
    known = {period: value for period, value in sorted(known.items()) if period.year > newest - YEARS}
    years = sorted({period.year for period in known})
    changes: dict[tuple[int, int], list[Decimal]] = {pair: [] for pair in combinations(years, 2)}
    for before, after in combinations(known, 2):
        if before.number == after.number:
            changes[before.year, after.year].append(known[after] - known[before])
    slopes = [one / (later - earlier) for (earlier, later), found in changes.items() for one in found]
    if len(known) < LEAST_VALUES or len(years) < LEAST_YEARS or not slopes:
        return Trend(TrendDirection.TOO_SHORT, len(known), since=last)
    rises = {pair: sum((one > 0) - (one < 0) for one in found) for pair, found in changes.items()}
    score = sum(rises.values())
    against = dict.fromkeys(years, 0)
    for (earlier, later), count in rises.items():
        against[later] += count
        against[earlier] -= count
    variance = Decimal(sum(count**2 for count in (*rises.values(), *against.values()))) / 3
    slope = median(slopes)
    direction = TrendDirection.UNCLEAR
    if (max(abs(score) - 1, 0)) ** 2 > _LIMIT * variance and score * slope > 0:
        direction = TrendDirection.RISING if slope > 0 else TrendDirection.FALLING
    periods = list(known)
    return Trend(direction, len(known), periods[0], periods[-1], slope, score, variance, last)
