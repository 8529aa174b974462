"""The document as a page where each sentence shows what became of it. Free of the database."""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from luotsi.strategy.intake.types import Place


class Placed(Protocol):
    """What stands somewhere in the document: a proposal, or what became of one."""

    @property
    def pk(self) -> int:
        """What tells it apart."""

    @property
    def places(self) -> Sequence[Sequence[int]]:
        """Its places as they are stored."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line: bare text, or the place of a proposal; `anchors` names the places that begin here."""

    text: str
    start: int
    proposal: Placed | None = None
    anchors: tuple[str, ...] = ()

    @property
    def is_words(self) -> bool:
        """Whether it says anything: two letters or more."""
        return sum(map(str.isalpha, self.text)) > 1


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of the document; lines without text part paragraphs."""

    number: int
    pieces: tuple[Piece, ...]
    style: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page or slide of the document."""

    number: int
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the document's text the proposals stand for, in characters that are no space."""

    placed: int
    total: int

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down so that all means all."""
        return 0 if self.total == 0 else 100 * self.placed // self.total


def places_of(proposal: Placed) -> list[Place]:
    """Return where a proposal stands in its document."""
    return [Place(*place) for place in proposal.places]


def anchor_of(proposal: Placed, number: int = 0) -> str:
    """Return the name of one of a proposal's places on the page."""
    return f"kohta-{proposal.pk}-{number}"


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    proposal: Placed
    anchor: str


def pages_of(text: str, lines: Sequence[tuple[int, int, int, str]], proposals: Iterable[Placed]) -> list[TextPage]:
    """Return the document page by page, its lines cut where proposals begin and end.

    Where two proposals stand on the same characters, the shorter place is shown.
    """
    marks = _marks(proposals)
    found: dict[int, list[TextLine]] = {}
    named: set[str] = set()
    for number, (start, end, page, style) in enumerate(lines, start=1):
        while marks and marks[0].end <= start:
            marks.popleft()
        touching = list(_touching(marks, start, end))
        pieces = tuple(_pieces(text, start, end, touching, named))
        found.setdefault(page, []).append(TextLine(number, pieces, style))
    return [TextPage(page, tuple(rows)) for page, rows in sorted(found.items())]


def _marks(proposals: Iterable[Placed]) -> deque[_Mark]:
    marks = [
        _Mark(place.start, place.end, proposal, anchor_of(proposal, number))
        for proposal in proposals
        for number, place in enumerate(places_of(proposal))
        if place.end > place.start
    ]
    return deque(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def _touching(marks: Iterable[_Mark], start: int, end: int) -> Iterable[_Mark]:
    for mark in marks:
        if mark.start >= end:
            return
        if start < mark.end:
            yield mark


def _pieces(text: str, start: int, end: int, touching: Sequence[_Mark], named: set[str]) -> Iterable[Piece]:
    cuts = sorted({start, end, *(cut for mark in touching for cut in (mark.start, mark.end) if start < cut < end)})
    for left, right in pairwise(cuts):
        over = [mark for mark in touching if mark.start <= left and right <= mark.end]
        if not over:
            yield Piece(text[left:right], left)
            continue
        mark = min(over, key=lambda one: one.end - one.start)
        anchors = tuple(one.anchor for one in over if one.anchor not in named)
        named.update(anchors)
        yield Piece(text[left:right], left, mark.proposal, anchors)


def coverage_of(text: str, proposals: Iterable[Placed]) -> Coverage:
    """Return how much of the text stands in some proposal."""
    spans = sorted((place.start, place.end) for proposal in proposals for place in places_of(proposal))
    placed, reached = 0, 0
    for start, end in spans:
        begin = max(start, reached)
        if end > begin:
            placed += _signs(text[begin:end])
            reached = end
    return Coverage(placed, _signs(text))


def _signs(text: str) -> int:
    return len("".join(text.split()))
