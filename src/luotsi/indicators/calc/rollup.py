"""From municipalities to an area: sums that say "at least", shares as sums over sums."""

from collections.abc import Iterable, Mapping

from luotsi.core.periods import Period
from luotsi.core.values import Cell, ratio, total


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
