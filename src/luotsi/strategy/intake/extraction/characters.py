"""A PDF page's characters put together to pieces of text; only their places say where a word ends."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from math import hypot
from statistics import median
from typing import Any

from pypdfium2 import raw

from luotsi.strategy.intake.extraction.builder import BULLET
from luotsi.strategy.intake.extraction.drawings import Drawings, Frame
from luotsi.strategy.intake.extraction.grids import Rule
from luotsi.strategy.intake.extraction.pieces import LABEL_REACH, Piece, is_label

_SPACES = frozenset({0x20, 0xA0, 0x09, 0x0D, 0x0A, 0x00})
_BOLD_WEIGHT = 600
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""A raised number, a note's mark, must not grow into the number before it."""
_FORCE_BOLD = 1 << 18
_WORD_GAP = 0.13
"""The least white between words, in sizes; some makers write no spaces at all."""
_WRITTEN = 1e9
"""Stands for the white of a space that the page really has."""
_PIECE_GAP = 0.95
"""White from which on texts are pieces of their own, in sizes."""


class Turn(Enum):
    """Which way a text runs on the page."""

    NONE = "to the right"
    UPWARDS = "upwards"
    DOWNWARDS = "downwards"


@dataclass(slots=True)
class _Gathered:
    """A piece while its characters come in, in coordinates in which its text runs to the right."""

    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    turn: Turn
    before: float
    """Where the last character began."""
    last: int = 0
    """Its number on the page."""
    characters: list[str] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    """White before each character."""

    def piece(self) -> Piece:
        usual = self.spacing()
        text = "".join(
            f" {character}" if index and gap - usual > _WORD_GAP * self.size else character
            for index, (character, gap) in enumerate(zip(self.characters, self.gaps, strict=True))
        )
        x0, x1, top, bottom = self.x0, self.x1, self.top, self.bottom
        if self.turn is Turn.UPWARDS:
            x0, x1, top = self.top, self.bottom, -self.x1
        elif self.turn is Turn.DOWNWARDS:
            x0, x1, top = -self.bottom, -self.top, self.x0
        if self.turn is not Turn.NONE:
            bottom = top + x1 - x0  # an upright label is read where it begins at the top, and covers no other rows
        return Piece(text, x0, x1, top, bottom, self.size, self.bold)

    def spacing(self) -> float:
        """Return the white between letters where all of them stand apart, else nothing."""
        if len(self.gaps) < 4 or min(self.gaps[1:]) <= _WORD_GAP * self.size:
            return 0.0
        return median(self.gaps[1:])


def pieces_of(page: Any, drawings: Drawings) -> list[Piece]:
    """Return the pieces of text on the page, with bullets for the dots drawn before them."""
    upright = sorted((rule for rule in drawings.rules if rule.upright), key=lambda rule: rule.at)
    text_page = page.get_textpage()
    pieces = [gathered.piece() for gathered in _gathered(text_page, page.get_height(), upright)]
    text_page.close()
    return [*pieces, *_bullets(drawings.dots, pieces)]


def _gathered(text_page: Any, page_height: float, upright: Sequence[Rule]) -> Iterator[_Gathered]:
    current: _Gathered | None = None
    box = raw.FS_RECTF()
    spaced = written = False
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in _SPACES:
            spaced = True
            written = written or (code == 0x20 and raw.FPDFText_IsGenerated(text_page, index) == 0)
            continue
        if not raw.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        left, right, top, bottom = _straight(box, page_height, Turn.NONE if current is None else current.turn)
        if current is not None and _goes_on(current, left, top, bottom, upright if spaced else ()):
            current.gaps.append(_WRITTEN if written and left - current.x1 > 0 else left - current.x1)
            current.x1 = max(current.x1, right)
            current.top, current.bottom = min(current.top, top), max(current.bottom, bottom)
            current.before = left
            if spaced and len(current.characters) < 3 and is_label("".join(current.characters)):
                current.size, current.bold = _size(text_page, index, bottom - top), _is_bold(text_page, index)
        else:
            if current is not None:
                yield _finished(current, text_page)
            turn = _turn(text_page, index)
            left, right, top, bottom = _straight(box, page_height, turn)
            size, bold = _size(text_page, index, bottom - top), _is_bold(text_page, index)
            current = _Gathered(left, right, top, bottom, size, bold, turn, left, gaps=[0.0])
        raised = 0x30 <= code <= 0x39 and bottom - top < 0.8 * (current.bottom - current.top)
        current.characters.append(_RAISED[code - 0x30] if raised and bottom < current.bottom - 1 else chr(code))
        current.last = index
        spaced = written = False
    if current is not None:
        yield _finished(current, text_page)


def _turn(text_page: Any, index: int) -> Turn:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text_page, index, matrix) or abs(matrix.b) <= abs(matrix.a):
        return Turn.NONE
    return Turn.UPWARDS if matrix.b > 0 else Turn.DOWNWARDS


def _straight(box: Any, page_height: float, turn: Turn) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom of a character as if its text ran to the right."""
    left, right, top, bottom = box.left, box.right, page_height - box.top, page_height - box.bottom
    if turn is Turn.UPWARDS:
        return -bottom, -top, left, right
    if turn is Turn.DOWNWARDS:
        return top, bottom, -right, -left
    return left, right, top, bottom


def _finished(current: _Gathered, text_page: Any) -> _Gathered:
    """Return the piece; bold is what is bold from its first to its last letter."""
    current.bold = current.bold and _is_bold(text_page, current.last)
    return current


def _goes_on(current: _Gathered, left: float, top: float, bottom: float, upright: Sequence[Rule]) -> bool:
    gap = left - current.x1
    usual = _PIECE_GAP * current.size
    if gap > usual and gap > usual + 2 * current.spacing():
        return False
    if gap < -0.6 * current.size and left < current.before - 0.5:  # letters of a ligature share one box
        return False
    shared = min(bottom, current.bottom) - max(top, current.top)
    if shared <= 0.55 * min(current.bottom - current.top, bottom - top):
        return False
    middle = (top + bottom) / 2
    return not any(current.x1 - 1 <= rule.at <= left + 1 and rule.start <= middle <= rule.end for rule in upright)


def _size(text_page: Any, index: int, height: float) -> float:
    """Return the size in points as seen on the page: makers scale by the page's matrix as well."""
    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(text_page, index))
    if raw.FPDFText_GetMatrix(text_page, index, matrix):
        size *= hypot(matrix.c, matrix.d)
    return size if 0.4 * height < size < 1.6 * height else max(1.0, height * 0.8)


def _is_bold(text_page: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, 128, ctypes.byref(flags))
    return bool(flags.value & _FORCE_BOLD) or b"bold" in name.value.lower() or b"black" in name.value.lower()


def _bullets(dots: Sequence[Frame], pieces: Sequence[Piece]) -> Iterator[Piece]:
    for dot in dots if len(dots) <= 300 else ():
        middle = (dot.top + dot.bottom) / 2
        for piece in pieces:
            beside = 0 <= piece.x0 - dot.x1 < LABEL_REACH / 2 * piece.size and dot.x1 - dot.x0 < 0.7 * piece.size
            if beside and piece.top <= middle <= piece.bottom and not is_label(piece.text):
                yield replace(piece, text=BULLET, x0=dot.x0, x1=dot.x1)
                break
