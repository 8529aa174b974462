"""A stretch of text in which every character remembers where it stands in the document."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from luotsi.strategy.intake.types import DocumentText, Place

_SPACED_LETTERS = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
_SOFT_HYPHENS = "\xad\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Passage:
    """Text taken from a document; `at[i]` is the offset of `text[i]` there, so that any slice keeps its place."""

    text: str
    at: tuple[int, ...]

    def __getitem__(self, part: slice) -> "Passage":
        return Passage(self.text[part], self.at[part])

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def start(self) -> int:
        return self.at[0]

    @property
    def end(self) -> int:
        return self.at[-1] + 1

    def strip(self, characters: str | None = None) -> "Passage":
        """Return the passage without the characters (spaces) at its ends."""
        left = len(self.text) - len(self.text.lstrip(characters))
        right = len(self.text.rstrip(characters))
        return self[left:right] if left < right else self[0:0]

    def joined(self, other: "Passage", glue: str) -> "Passage":
        """Return both as one, with `glue` (a space or nothing) between them."""
        if not self or not other:
            return self or other
        return Passage(self.text + glue + other.text, self.at + (self.at[-1],) * len(glue) + other.at)

    def split(self, pattern: re.Pattern[str]) -> Iterator["Passage"]:
        """Yield the parts between the matches, stripped, without empty ones."""
        last = 0
        for found in pattern.finditer(self.text):
            part = self[last : found.start()].strip()
            if part:
                yield part
            last = found.end()
        part = self[last:].strip()
        if part:
            yield part


def cleaned(text: str, start: int) -> Passage:
    """Return the line's words: one space between them, no control characters, letter-spaced headings closed up."""
    spaced = {
        index
        for found in _SPACED_LETTERS.finditer(text)
        for index in range(found.start(), found.end())
        if text[index] == " "
    }
    letters: list[str] = []
    places: list[int] = []
    for index, letter in enumerate(text):
        if index in spaced or letter in _SOFT_HYPHENS:
            continue
        if letter.isspace() or (unicodedata.category(letter) == "Cc"):
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(start + index)
            continue
        letters.append(letter)
        places.append(start + index)
    return Passage("".join(letters), tuple(places)).strip()


class Locator:
    """Turns passages into places of one document."""

    def __init__(self, document: DocumentText) -> None:
        self._document = document
        self._starts = [line.start for line in document.lines]

    def place(self, passage: Passage) -> Place:
        """Return the first and last line, the characters and the page of the passage."""
        first = max(bisect_right(self._starts, passage.start) - 1, 0)
        last = max(bisect_right(self._starts, passage.end - 1) - 1, first)
        lines = self._document.lines
        return Place(lines[first].number, lines[last].number, passage.start, passage.end, lines[first].page)
