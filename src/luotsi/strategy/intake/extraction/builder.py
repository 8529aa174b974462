"""Gathers the lines of a document in reading order and keeps their offsets exact."""

import re
import unicodedata
from dataclasses import replace

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.strategy.intake.types import DocumentText, Line

CHARACTER_LIMIT = 5_000_000
CELL_LIMIT = 50_000
BULLET = "•"
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_LOST = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_HYPHENS = re.compile(r"[\x02\u2010\u2011\ufffe]")
LABEL = re.compile(
    r"(?:[•▪▫■□●○◦‣⁃∙◆◇➢➤►▶▸✓✔–—*·§¤\uf000-\uf0ff\-]|o|(?:\d{1,2}\.){1,4}\d{0,2}|\d{1,2}\)|[a-zA-ZåäöÅÄÖ][.)])$"
)
"""A bullet glyph or number that stands before its item."""


def cleaned(text: str) -> str:
    """Return one line of text in composed form, its blanks plain and invisible characters gone."""
    text = _HYPHENS.sub("-", text)
    return unicodedata.normalize("NFC", _LOST.sub("", _BLANKS.sub(" ", text))).rstrip()


class DocumentBuilder:
    """Takes lines in reading order; `document` gives them numbers and places."""

    def __init__(self, media_type: str) -> None:
        self.media_type = media_type
        self.page = 1
        self.tables = 0
        self.notes: list[str] = []
        self._lines: list[Line] = []
        self._size = 0
        self._cells = 0

    def add(self, text: str, layout: Line | None = None) -> None:
        """Add `text`, one line for each of its own line breaks, with the layout of `layout`.

        :raises UnableToRead: when the document holds more than any strategy does
        """
        model = layout or Line(number=0, text="", page=self.page, start=0, end=0)
        parts = [part for part in map(cleaned, _BREAKS.split(text)) if part]
        for part in parts:
            self._size += len(part) + 1
            self._cells += model.cell is not None
            self._lines.append(replace(model, text=part, page=self.page))
        if self._size > CHARACTER_LIMIT:
            raise UnableToRead(Reason.TOO_MUCH_TEXT, limit=CHARACTER_LIMIT)
        if self._cells > CELL_LIMIT:
            raise UnableToRead(Reason.TOO_MANY_CELLS, limit=CELL_LIMIT)

    def blank(self) -> None:
        """Part what comes from what was, as an empty line does in plain text."""
        if self._lines and self._lines[-1].text:
            self._lines.append(Line(number=0, text="", page=self.page, start=0, end=0))

    def note(self, key: str) -> None:
        """Say once what could not be taken."""
        if key not in self.notes:
            self.notes.append(key)

    def next_table(self) -> int:
        """Return the number of the table that begins here."""
        self.tables += 1
        return self.tables

    def document(self, pages: int | None = None) -> DocumentText:
        """Return what was gathered.

        :raises UnableToRead: when there is no text at all
        """
        while self._lines and not self._lines[-1].text:
            self._lines.pop()
        if not self._lines:
            raise UnableToRead(Reason.NO_TEXT)
        placed, start = [], 0
        for number, line in enumerate(self._lines, start=1):
            placed.append(replace(line, number=number, start=start, end=start + len(line.text)))
            start += len(line.text) + 1
        return DocumentText(
            text="\n".join(line.text for line in placed),
            lines=tuple(placed),
            pages=pages or self.page,
            media_type=self.media_type,
            notes=tuple(self.notes),
        )


def layout(**known: object) -> Line:
    """Return a line that carries layout only, for `DocumentBuilder.add`."""
    return replace(Line(number=0, text="", page=1, start=0, end=0), **known)  # type: ignore[arg-type]
