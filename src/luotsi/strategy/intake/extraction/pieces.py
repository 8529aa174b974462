"""Pieces of text with their place on a page, and the rows they stand in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from luotsi.strategy.intake.extraction.builder import LABEL


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands together on one line; points from the top left corner of the page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


Row = list[Piece]
_CHAPTER = re.compile(r"\d+\.\d")
NEAR = 1.0
"""Pieces closer than this many times their size are words of one text."""
LABEL_REACH = 3.5
"""A bullet glyph may stand this many sizes before its text."""


def rows_of(pieces: Iterable[Piece]) -> list[Row]:
    """Return the pieces as rows from the top, each from the left, with bullets joined to their texts."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.x0)):
        row = next((row for row in reversed(rows[-4:]) if _on_one_line(row, piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [joined(sorted(row, key=lambda piece: piece.x0)) for row in rows]


def _on_one_line(row: Row, piece: Piece) -> bool:
    for other in row:
        shared = min(other.bottom, piece.bottom) - max(other.top, piece.top)
        if shared > 0.6 * min(other.height, piece.height) and min(other.x1, piece.x1) - max(other.x0, piece.x0) < 2:
            return True
    return False


def joined(row: Sequence[Piece], near: float = NEAR) -> Row:
    """Return the row with what belongs to one text put together: pieces less than `near` sizes apart."""
    result: Row = []
    for piece in row:
        last = result[-1] if result else None
        if last is not None and _belongs(last, piece, near):
            gap = piece.x0 - last.x1
            parted = gap > 0.12 * piece.size or is_label(last.text)
            result[-1] = replace(
                last,
                text=f"{last.text}{' ' if parted else ''}{piece.text}",
                x1=max(last.x1, piece.x1),
                top=min(last.top, piece.top),
                bottom=max(last.bottom, piece.bottom),
                size=piece.size if is_label(last.text) else max(last.size, piece.size),
                bold=piece.bold if is_label(last.text) else last.bold and piece.bold,
            )
        else:
            result.append(piece)
    return result


def _belongs(last: Piece, piece: Piece, near: float) -> bool:
    gap = piece.x0 - last.x1
    return gap < near * min(last.size, piece.size) or (is_label(last.text) and gap < LABEL_REACH * piece.size)


def is_label(text: str) -> bool:
    """Tell whether the text is only a bullet glyph or an item's number."""
    return LABEL.match(text.strip()) is not None


def is_listed(text: str) -> bool:
    """Tell whether the text begins as an item of a list does; a chapter's number (2.1) does not make one."""
    first = text.split(maxsplit=1)[:1]
    return bool(first) and is_label(first[0]) and not _CHAPTER.match(first[0])


def line_gap(rows: Sequence[Row]) -> float:
    """Return the usual distance between one row's foot and the next one's head."""
    gaps = [head(after) - foot(before) for before, after in pairwise(rows)]
    small = [gap for gap in gaps if gap < 20]
    return max(0.0, median(small)) if small else 4.0


def head(row: Row) -> float:
    """Return the top of the row."""
    return min(piece.top for piece in row)


def foot(row: Row) -> float:
    """Return the bottom of the row."""
    return max(piece.bottom for piece in row)
