"""Reading order of shapes on a slide: columns of boxes, rows of boxes, headings above their texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

_OVERLAP = 4.0
"""Points by which neighbours may overlap and still stand apart."""


@dataclass(frozen=True, slots=True)
class Box:
    """A shape with its place in points from the slide's top left corner."""

    x0: float
    x1: float
    top: float
    bottom: float
    shape: Any
    first: bool = False
    """A title: read before all else."""


def ordered(boxes: Sequence[Box]) -> list[Box]:
    """Return the boxes in reading order."""
    if len(boxes) < 2:
        return list(boxes)
    columns = _parted(boxes, lambda box: (box.x0, box.x1))
    bands = _parted(boxes, lambda box: (box.top, box.bottom))
    if len(columns) > 1:
        across = len(bands) > 1 and _rows_lead(bands, len(columns))
        return [box for group in (bands if across else columns) for box in ordered(group)]
    if len(bands) == 1:
        return sorted(boxes, key=lambda box: (round(box.top / 10), box.x0))
    return [box for run in _runs(bands) for box in run]


def _runs(bands: Sequence[list[Box]]) -> list[list[Box]]:
    """Return the bands from the top, neighbours that share columns read as columns."""
    runs: list[list[Box]] = []
    index = 0
    while index < len(bands):
        end = index + 1
        together = list(bands[index])
        while end < len(bands) and len(bands[index]) > 1:
            grown = [*together, *bands[end]]
            if len(_parted(grown, lambda box: (box.x0, box.x1))) < 2 or len(bands[end]) < 2:
                break
            together, end = grown, end + 1
        runs.append(ordered(together))
        index = end
    return runs


def _rows_lead(bands: Sequence[list[Box]], columns: int) -> bool:
    """Tell rows of like boxes, read across, from headings that stand above their texts, read down."""
    if any(len(band) != columns for band in bands):
        return False
    heights = [max(box.bottom for box in band) - min(box.top for box in band) for band in bands]
    return min(heights) > 0.6 * max(heights)


def _parted(boxes: Sequence[Box], span: Callable[[Box], tuple[float, float]]) -> list[list[Box]]:
    groups: list[list[Box]] = []
    reach = 0.0
    for box in sorted(boxes, key=span):
        start, end = span(box)
        if groups and start < reach - _OVERLAP:
            groups[-1].append(box)
            reach = max(reach, end)
        else:
            groups.append([box])
            reach = end
    return groups
