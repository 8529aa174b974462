"""Decisions of the review that need no database."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from luotsi.strategy.intake.types import Place

TAKEN = "taken.by_hand"
"""The rule of what a person took from the text where the reading proposed nothing."""
StoredLine = tuple[int, int, int, str]
"""Start, end, page and style of a line, as a document keeps them."""
_GLYPHS = " \t•·–—-*▪■●○➢✓"
_SENTENCE_BEFORE = re.compile(r"^.*[.!?]\s+(?=\S)")
_ENDS = (".", "!", "?", ":", ";")


class StandingRow(NamedTuple):
    """A proposal and what it hangs on."""

    key: int
    parent: int | None


def would_loop(rows: Iterable[StandingRow], *, moved: int, under: int) -> bool:
    """Tell whether hanging `moved` under `under` would make it its own ancestor."""
    parents = dict(rows)
    above: int | None = under
    while above is not None:
        if above == moved:
            return True
        above = parents.get(above)
    return False


def sentence_at(text: str, lines: Sequence[StoredLine], taken: Iterable[tuple[int, int]], at: int) -> str:
    """Return the words of a line from a character on, with what leads up to them and goes on after them in lower case.

    They begin and end where something `taken` ends or begins.
    """
    spans = list(taken)
    first = max((end for _, end in spans if end <= at), default=0)
    border = min((start for start, _ in spans if start > at), default=len(text))
    here = _line_of(lines, at)
    own = [text[max(start, first) : min(end, border)].strip(_GLYPHS) for start, end, *_ in lines]
    own[here] = text[at : min(lines[here][1], border)].strip(_GLYPHS)
    last = here
    while last + 1 < len(own) and _goes_on(own[last], own[last + 1]):
        last += 1
    begin = here
    while begin > 0 and _goes_on(own[begin - 1], own[begin]):
        begin -= 1
    words = own[begin : last + 1]
    if begin < here:
        words[0] = _SENTENCE_BEFORE.sub("", words[0])
    return " ".join(words)


def _goes_on(line: str, following: str) -> bool:
    return bool(line) and not line.endswith(_ENDS) and following[:1].islower()


def place_of(words: str, text: str, lines: Sequence[StoredLine], at: int) -> Place:
    """Return where the words stand nearest to a character; where a person reworded them, the rest of its line."""
    said = re.compile(r"\s+".join(map(re.escape, words.split())))
    found = min(said.finditer(text), key=lambda one: abs(one.start() - at), default=None)
    start, end = found.span() if found else (at, lines[_line_of(lines, at)][1])
    first, last = _line_of(lines, start), _line_of(lines, end - 1)
    return Place(first + 1, last + 1, start, end, lines[first][2])


def _line_of(lines: Sequence[StoredLine], at: int) -> int:
    return bisect_right([start for start, *_ in lines], at) - 1
