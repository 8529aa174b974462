"""What a PDF page draws beside its text: rules of tables, frames around texts, dots that serve as bullets."""

from dataclasses import dataclass, field
from typing import Any

from pypdfium2 import raw

from luotsi.strategy.intake.extraction.grids import Rule, rules_of

DRAWN_LIMIT = 20_000
"""A page that draws more than this is a map or a picture."""
FRAME_LIMIT = 200
"""More rectangles than this are a drawing's, not cards around texts."""
_SIMPLE = 12
"""Segments of a path that may still be a straight rule or a plain rectangle."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the page, in points from its top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def area(self) -> float:
        return (self.x1 - self.x0) * (self.bottom - self.top)

    def holds(self, x: float, y: float) -> bool:
        """Tell whether the point lies inside."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(slots=True)
class Drawings:
    """The drawings of one page that say something about its text."""

    rules: list[Rule] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    dots: list[Frame] = field(default_factory=list)


def drawings_of(page: Any) -> Drawings:
    """Return the rules, frames and dots of the page."""
    height, page_area = page.get_height(), page.get_width() * page.get_height()
    drawings = Drawings()
    for count, drawn in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if count > DRAWN_LIMIT:
            return Drawings()
        left, bottom, right, top = drawn.get_bounds()
        frame = Frame(left, height - top, right, height - bottom)
        wide, high = right - left, top - bottom
        if frame.area > 0.6 * page_area:
            continue
        if 1.2 <= wide <= 8 and 1.2 <= high <= 8 and 0.6 < wide / high < 1.7:
            drawings.dots.append(frame)
        elif raw.FPDFPath_CountSegments(drawn) <= _SIMPLE:
            drawings.rules.extend(rules_of(frame.x0, frame.top, frame.x1, frame.bottom))
        if wide > 50 and high > 22:
            drawings.frames.append(frame)
    if len(drawings.frames) > FRAME_LIMIT:
        drawings.frames.clear()
    return drawings
