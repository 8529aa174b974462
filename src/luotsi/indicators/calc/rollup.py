"""From municipalities to an area: sums that say "at least", shares as sums over sums, means by weight."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag, Gap, ratio, rounded, total


def sums(parts: Iterable[Mapping[Period, Cell]]) -> dict[Period, Cell]:
    """Return the sum of the parts for every period any of them has; a part without the period counts as missing.

    Parameters
    ----------
    parts : one mapping a municipality, period to cell, all in the same unit
    """
    lines = list(parts)
    periods = sorted({period for line in lines for period in line})
    return {period: total(line.get(period, Cell.missing()) for line in lines) for period in periods}


def shares(
    numerators: Mapping[Period, Cell], denominators: Mapping[Period, Cell], *, scale: int, decimals: int
) -> dict[Period, Cell]:
    """Return `scale * numerator / denominator` of each period that has both, rounded half up, parts kept.

    >>> june = Period.parse("2026-06")
    >>> shares({june: Cell.of(352001)}, {june: Cell.of(2743596)}, scale=100, decimals=1)[june].value == Decimal("12.8")
    True
    """
    return {
        period: ratio(numerators[period], denominators[period], scale=scale, decimals=decimals)
        for period in sorted(set(numerators) & set(denominators))
    }


def means(parts: Iterable[tuple[Mapping[Period, Cell], Mapping[Period, Cell]]], *, decimals: int) -> dict[Period, Cell]:
    """Return the mean of the parts for every period any of them has a value of, each weighed by its own weight.

    Parameters
    ----------
    parts : the values and the weights of each municipality; only where both are exact numbers is it counted in
    decimals : int, to which the mean is rounded half up

    Notes
    -----
    Who has no value is left out with its weight: how many are in is told beside it. A negative weight is none. With no
    weight above zero the mean is undefined, and over nothing but gaps it is hidden where any of them is.

    >>> june = Period.parse("2026-06")
    >>> parts = [({june: Cell.of(4)}, {june: Cell.of(30)}), ({june: Cell.of(3)}, {june: Cell.of(10)})]
    >>> means(parts, decimals=2)[june].value
    Decimal('3.75')
    """
    lines = list(parts)
    return {
        period: _mean(
            [(values.get(period, Cell.missing()), weights.get(period, Cell.missing())) for values, weights in lines],
            decimals,
        )
        for period in sorted({period for values, _weights in lines for period in values})
    }


def _mean(pairs: list[tuple[Cell, Cell]], decimals: int) -> Cell:
    known = [
        (value.value, weight.value, value.flags | weight.flags)
        for value, weight in pairs
        if is_weighed(value, weight) and value.value is not None and weight.value is not None
    ]
    if not known:
        gaps = {value.gap for value, _weight in pairs} - {None}
        if all(value.value is None for value, _weight in pairs):
            return Cell.missing(Gap.HIDDEN if Gap.HIDDEN in gaps else Gap.MISSING)
        return Cell.missing(Gap.UNDEFINED)
    whole = sum((weight for _value, weight, _flags in known), Decimal(0))
    if whole == 0:
        return Cell.missing(Gap.UNDEFINED)
    top = sum((value * weight for value, weight, _flags in known), Decimal(0))
    flags = frozenset[Flag]().union(*(flags for _value, _weight, flags in known))
    return Cell(rounded(top / whole, decimals), None, flags, top, whole)


def is_weighed(value: Cell, weight: Cell) -> bool:
    """Tell whether a part counts in a mean: both are exact numbers, and the weight is not negative."""
    if value.value is None or weight.value is None or weight.value < 0:
        return False
    return Flag.AT_LEAST not in value.flags | weight.flags
