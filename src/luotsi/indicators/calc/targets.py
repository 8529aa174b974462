"""The path from a baseline to a target: what would do in a given period."""

from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Text
from luotsi.indicators.types import PathKind, TargetKind


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A target as numbers. `value` is the level asked for (the lower bound of WITHIN), `upper` the upper bound."""

    kind: TargetKind
    due: Period
    value: Decimal | None = None
    upper: Decimal | None = None
    baseline: Decimal | None = None
    baseline_period: Period | None = None
    tolerance: Decimal = Decimal(0)
    path: PathKind = PathKind.STRAIGHT
    words: Text = NO_TEXT


def level_at(target: TargetLine, period: Period) -> Decimal | None:
    """Return the level that would do in `period`, or None when the target asks for none then.

    Parameters
    ----------
    target : TargetLine, values in the unit of the measure
    period : Period, of the same kind as the target's baseline or any other kind; ends are compared in days

    Notes
    -----
    A straight path goes evenly by days from the end of the baseline period to the end of the due period; after that
    the target's level stays. A stepped path asks for nothing before the due period. Without a baseline the target's
    level holds from the start. KEEP asks for the baseline. A MILESTONE asks for its level, without a path.

    >>> line = TargetLine(TargetKind.AT_MOST, Period.parse("2027-12"), value=Decimal(11), baseline=Decimal(13),
    ...                   baseline_period=Period.parse("2025-12"))
    >>> level_at(line, Period.parse("2026-12"))
    Decimal('12')
    """
    if target.kind is TargetKind.KEEP:
        return target.baseline if target.value is None else target.value
    if target.value is None or target.kind is TargetKind.MILESTONE:
        return target.value
    if period.end >= target.due.end:
        return target.value
    if target.path is PathKind.STEPPED:
        return None
    if target.baseline is None or target.baseline_period is None:
        return target.value
    start = target.baseline_period.end
    if period.end <= start:
        return target.baseline
    whole = (target.due.end - start).days
    passed = (period.end - start).days
    return target.baseline + (target.value - target.baseline) * passed / whole
