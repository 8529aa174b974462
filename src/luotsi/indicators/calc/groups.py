"""Whether the groups of a figure add up to it, and if not, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.types import AddsUp, FindingKind


@dataclass(frozen=True, slots=True)
class Finding:
    """Why groups differ from the whole; `difference` is the sum of the known groups less the whole."""

    kind: FindingKind
    difference: Decimal


def compare(whole: Cell, groups: Sequence[Cell], adds_up: AddsUp, *, decimals: int = 0) -> Finding | None:
    """Return why the groups do not add up to the whole, or None where they do or nothing can be compared.

    Parameters
    ----------
    whole, groups : cells of one place and period in one unit
    adds_up : how the groups are related to the whole
    decimals : int, to which the source rounds

    Notes
    -----
    A hidden group explains a sum that is too small, never one that is too large. Rounding explains half a step for
    each group and the whole. Groups that overlap explain a surplus, groups that leave somebody out a shortfall.
    Without a figure for the whole, or for any group, there is nothing to compare.

    >>> compare(Cell.of(1013), [Cell.of(529), Cell.of(484)], AddsUp.WHOLE) is None
    True
    >>> compare(Cell.of(9), [Cell.of(6), Cell.missing(Gap.HIDDEN)], AddsUp.WHOLE).kind
    <FindingKind.HIDDEN: 'hidden'>
    """
    known = [cell.value for cell in groups if cell.value is not None]
    if whole.value is None or not known or Flag.AT_LEAST in whole.flags:
        return None
    difference = sum(known, Decimal(0)) - whole.value
    if difference == 0:
        return None
    return Finding(_reason(groups, difference, adds_up, Decimal(1).scaleb(-decimals)), difference)


def _reason(groups: Sequence[Cell], difference: Decimal, adds_up: AddsUp, step: Decimal) -> FindingKind:
    if difference < 0 and any(cell.gap is Gap.HIDDEN or Flag.AT_LEAST in cell.flags for cell in groups):
        return FindingKind.HIDDEN
    if difference < 0 and any(cell.gap is Gap.MISSING for cell in groups):
        return FindingKind.MISSING
    if adds_up is AddsUp.OVERLAPS and difference > 0:
        return FindingKind.OVERLAPS
    if adds_up is AddsUp.PARTIAL and difference < 0:
        return FindingKind.PARTIAL
    is_rounded = step < 1 and abs(difference) <= step / 2 * (len(groups) + 1)
    return FindingKind.ROUNDING if is_rounded else FindingKind.UNEXPLAINED
