"""The published rule of status: a value against what would do now, within a tolerance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.calc.breaks import Break, between
from luotsi.indicators.calc.targets import TargetLine, level_at
from luotsi.indicators.types import StatusKey, TargetKind

RULE = "path-and-tolerance-4"
"""The name of the rule below; a changed rule gets a new name, and statuses are judged anew."""


_BY_BASELINE = frozenset({TargetKind.MOVE_UP, TargetKind.MOVE_DOWN})
_MORE_IS_BETTER = frozenset({TargetKind.AT_LEAST, TargetKind.MILESTONE, TargetKind.MOVE_UP})
_SHORT = frozenset({StatusKey.AT_RISK, StatusKey.BEHIND})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A status with what it was judged by; `shortfall` is how far the value is on the wrong side (negative: better).

    `broken` is the break in the series between the target's baseline and the value.
    """

    key: StatusKey
    level_now: Decimal | None = None
    shortfall: Decimal | None = None
    broken: Break | None = None


def judge(
    latest: tuple[Period, Cell] | None,
    target: TargetLine | None,
    *,
    today: date,
    stale_after_days: int,
    breaks: Iterable[Break] = (),
    is_in_words: bool = False,
) -> Judgement:
    """Return the status of the newest observation against the target.

    Parameters
    ----------
    latest : the newest period with its cell, or None when nothing was ever observed
    target : TargetLine in the unit of the cell, or None
    today : the day on which it is judged
    stale_after_days : int, days after the end of the period from which the value is too old to speak for the present
    breaks : of the series
    is_in_words : whether the newest observation is a judgement in words, which has no number

    Notes
    -----
    In this order: nothing observed, or too old: not reported. Words: no target, or against one too few to judge, which
    is for a person. Hidden: too few to judge. Another gap: not reported. No target: no target. A target that asks for
    nothing yet: not yet due. Met in or after the due period: reached. More than one tolerance better than the path:
    ahead. Within one tolerance: on track. Up to two tolerances short: at risk. Further: behind. With no tolerance any
    shortfall is behind. MOVE_UP and MOVE_DOWN compare with the baseline, WITHIN with the nearer bound, KEEP in both
    directions. A MILESTONE is reached as soon as it is met, and before its period not yet due. A target in WORDS is for
    a person: too few to judge. Where the series has broken after the baseline, nothing can be set against it: KEEP,
    MOVE_UP and MOVE_DOWN are too few to judge, a level asked for still holds. A lower bound, such as a sum over hidden
    parts, counts only where it is certain: on track or better where much is asked for, and behind already where little
    is. All else of it is too few to judge.
    """
    if latest is None or (today - latest[0].end).days > stale_after_days:
        return Judgement(StatusKey.NOT_REPORTED)
    period, cell = latest
    if is_in_words:
        return Judgement(StatusKey.NO_TARGET if target is None else StatusKey.TOO_FEW)
    if cell.value is None:
        return Judgement(StatusKey.TOO_FEW if cell.gap is Gap.HIDDEN else StatusKey.NOT_REPORTED)
    if target is None:
        return Judgement(StatusKey.NO_TARGET)
    if target.kind is TargetKind.WORDS:
        return Judgement(StatusKey.TOO_FEW)
    broken = None if target.baseline_period is None else between(breaks, target.baseline_period, period)
    if broken is not None and (target.value is None or target.kind in _BY_BASELINE):
        return Judgement(StatusKey.TOO_FEW, broken=broken)
    found = replace(_against(period, cell.value, target), broken=broken)
    return found if Flag.AT_LEAST not in cell.flags or _is_certain(found, cell.value, target) else _open(found)


def _is_certain(found: Judgement, least: Decimal, target: TargetLine) -> bool:
    """Tell whether the judgement of a lower bound holds whatever the number is."""
    if found.key is StatusKey.NOT_YET_DUE:
        return True
    if target.kind in _MORE_IS_BETTER:
        return found.key not in _SHORT
    return found.key is StatusKey.BEHIND and found.level_now is not None and least > found.level_now


def _open(found: Judgement) -> Judgement:
    return Judgement(StatusKey.TOO_FEW, found.level_now, broken=found.broken)


def _against(period: Period, value: Decimal, target: TargetLine) -> Judgement:
    level, shortfall = _shortfall(period, value, target)
    if shortfall is None:
        return Judgement(StatusKey.NOT_YET_DUE, level)
    if target.kind is TargetKind.MILESTONE and (shortfall <= 0 or period.end < target.due.end):
        return Judgement(StatusKey.REACHED if shortfall <= 0 else StatusKey.NOT_YET_DUE, level, shortfall)
    if shortfall > 2 * target.tolerance:
        return Judgement(StatusKey.BEHIND, level, shortfall)
    if shortfall > target.tolerance:
        return Judgement(StatusKey.AT_RISK, level, shortfall)
    if period.end >= target.due.end and shortfall <= 0:
        return Judgement(StatusKey.REACHED, level, shortfall)
    if shortfall < -target.tolerance and target.kind in {TargetKind.AT_LEAST, TargetKind.AT_MOST}:
        return Judgement(StatusKey.AHEAD, level, shortfall)
    return Judgement(StatusKey.ON_TRACK, level, shortfall)


def _shortfall(period: Period, value: Decimal, target: TargetLine) -> tuple[Decimal | None, Decimal | None]:
    """Return the level that would do now, and how far the value falls short of it (None: nothing asked yet)."""
    if target.kind in {TargetKind.MOVE_UP, TargetKind.MOVE_DOWN}:
        if target.baseline is None or (target.baseline_period and period <= target.baseline_period):
            return target.baseline, None
        gained = value - target.baseline if target.kind is TargetKind.MOVE_UP else target.baseline - value
        return target.baseline, -gained
    level = level_at(target, period)
    if level is None:
        return None, None
    match target.kind:
        case TargetKind.AT_MOST:
            return level, value - level
        case TargetKind.AT_LEAST | TargetKind.MILESTONE:
            return level, level - value
        case TargetKind.KEEP:
            return level, abs(value - level)
        case _:
            upper = target.upper if target.upper is not None else level
            nearer = level if value < level else upper
            return nearer, max(level - value, value - upper)
