"""Classes of a map: where one shade ends and the next begins, in round numbers, and how each shade looks."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from luotsi.core.values import rounded
from luotsi.figures.charts.drawing import INK, PAPER
from luotsi.figures.charts.scales import round_step

# One hue from light to dark, so that the order is seen by everybody, on grey paper too.
SHADES = ("#e4eef6", "#b4d0e6", "#76a9d0", "#35779f", "#0b3f63")
ON_SHADES = (INK, INK, INK, PAPER, PAPER)
_SHADES_OF = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes from the least to the greatest: `bounds` begin each but the first, `spans` are the values within."""

    bounds: tuple[Decimal, ...]
    spans: tuple[tuple[Decimal, Decimal], ...]
    counts: tuple[int, ...]
    decimals: int

    def of(self, value: Decimal) -> int:
        """Return the class of a value, from 0."""
        return bisect_right(self.bounds, rounded(value, self.decimals))

    def shade(self, index: int) -> str:
        """Return the fill of a class; few classes stand far apart."""
        return SHADES[_SHADES_OF[len(self.spans)][index]]

    def ink(self, index: int) -> str:
        """Return the colour of writing on the class's fill."""
        return ON_SHADES[_SHADES_OF[len(self.spans)][index]]


def classes_of(values: Sequence[Decimal], decimals: int) -> Classes:
    """Return at most five classes that hold about as many values each, begun at round numbers.

    The values are rounded first, as they are shown, so that a reader finds each one in the class that names it.
    """
    shown = sorted(rounded(value, decimals) for value in values)
    distinct = len(set(shown))
    wanted = min(len(SHADES), distinct)
    bounds: list[Decimal] = []
    if wanted > 1:
        ulp = Decimal(1).scaleb(-decimals)
        step = max(round_step((shown[-1] - shown[0]) / (4 * wanted)), ulp)
        for index in range(1, wanted):
            bound = (shown[len(shown) * index // wanted] / step).to_integral_value(ROUND_FLOOR) * step
            if any((bounds[-1:] or [shown[0]])[0] <= one < bound for one in shown):
                bounds.append(bound)
    groups: list[list[Decimal]] = [[] for _ in range(len(bounds) + 1)]
    for value in shown:
        groups[bisect_right(bounds, value)].append(value)
    spans = tuple((group[0], group[-1]) for group in groups if group)
    return Classes(tuple(bounds), spans, tuple(len(group) for group in groups if group), decimals)
