"""Finds what repeats at the head or foot of a document's pages: running titles, dates, page numbers."""

import re
from collections import defaultdict
from dataclasses import replace

from luotsi.strategy.intake.types import DocumentText, Line

_EDGE = 0.12
"""The share of a page's height, at its head and at its foot, where running lines stand."""
_ALIKE = 8.0
"""Points within which a running line stays in its place."""
_NUMBER = re.compile(r"\d+|\b[ivx]+\b")
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
        found: dict[tuple[str, str], list[Line]] = defaultdict(list)
        for line in document.lines:
            side = self._side(line)
            if side:
                found[side, _NUMBER.sub("#", line.text.casefold())].append(line)
        styles = {
            line.number: side for (side, _wording), lines in found.items() for line in lines if self._runs(line, lines)
        }
        lines = tuple(
            replace(line, style=styles[line.number]) if line.number in styles else line for line in document.lines
        )
        return replace(document, lines=lines)

    def _side(self, line: Line) -> str:
        if line.top is None or line.bottom is None or not line.text or line.cell is not None:
            return ""
        height = self._heights[line.page - 1]
        if line.bottom < _EDGE * height:
            return "header"
        return "footer" if line.top > (1 - _EDGE) * height else ""

    def _runs(self, line: Line, alike: list[Line]) -> bool:
        """Tell whether the line stands in the same place on many pages, or is a page's number."""
        if _PAGE_NUMBER.fullmatch(line.text):
            return True
        assert line.top is not None
        pages = {other.page for other in alike if other.top is not None and abs(other.top - line.top) < _ALIKE}
        return len(pages) >= max(3, 0.3 * len(self._heights)) or (len(pages) == 2 == len(self._heights))
