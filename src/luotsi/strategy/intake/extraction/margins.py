"""Finds what repeats at the head or foot of a document's pages: running titles, dates, page numbers."""

import re
from collections import defaultdict
from dataclasses import replace
from statistics import median

from luotsi.strategy.intake.types import DocumentText, Line

EDGE = 0.12
"""The share of a page's height, at its head and at its foot, where running lines stand."""
_ALIKE = 8.0
"""Points within which a running line stays in its place."""
_TOTAL = re.compile(r"\s*[/(]\s*\d+\s*\)?")
_SMALL_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,])")
_PAGE_NUMBER = re.compile(r"[-– ]*(?:sivu|sida|page|s\.)?\s*\d{1,4}\s*(?:[/(]\s*\d{1,4}\s*\)?)?[-– ]*", re.IGNORECASE)


class Margins:
    """Remembers the heights of the pages and marks the lines that run."""

    def __init__(self) -> None:
        self._heights: list[float] = []

    def add_page(self, height: float) -> None:
        """Take the height of the next page."""
        self._heights.append(height)

    def marked(self, document: DocumentText) -> DocumentText:
        """Return the document with its running lines styled `header` or `footer`."""
        same: dict[tuple[str, str], list[Line]] = defaultdict(list)
        counting: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in document.lines:
            side = self._side(line)
            if side:
                same[side, line.text].append(line)
                counting[side, _relative_to_page(line)].append(line)
        usual = median(line.font_size for line in document.lines if line.font_size)
        styles = {
            line.number: self._side(line) for line in document.lines if _is_page_number(line) and self._side(line)
        }
        for alike, share in ((same, 0.3), (counting, 0.6)):
            for (side, _wording), lines in alike.items():
                for line in self._running(lines, share):
                    # What is printed larger is a title, and running only where it comes again.
                    if line is not lines[0] or (line.font_size or 0) < 1.2 * usual:
                        styles[line.number] = side
        marked = (
            replace(line, style=styles[line.number]) if line.number in styles else line for line in document.lines
        )
        return replace(document, lines=tuple(marked))

    def _side(self, line: Line) -> str:
        if line.top is None or line.bottom is None or not line.text or line.cell is not None:
            return ""
        height = self._heights[line.page - 1]
        if line.bottom < EDGE * height:
            return "header"
        return "footer" if line.top > (1 - EDGE) * height else ""

    def _running(self, alike: list[Line], share: float) -> list[Line]:
        """Return those of the lines that stand in one place on at least `share` of the pages."""
        pages = len(self._heights)
        least = 2 if pages == 2 else max(3, share * pages)
        return [line for line in alike if len({other.page for other in alike if _near(line, other)}) >= least]


def _near(line: Line, other: Line) -> bool:
    return line.top is not None and other.top is not None and abs(line.top - other.top) < _ALIKE


def _is_page_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None


def _relative_to_page(line: Line) -> str:
    """Return the text with its small numbers counted from the page's, so that a page number is always the same."""
    return _SMALL_NUMBER.sub(lambda found: f"#{int(found[0]) - line.page}", _TOTAL.sub("", line.text.casefold()))
