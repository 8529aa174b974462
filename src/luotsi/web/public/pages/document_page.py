"""The text of a source document, some pages at a time, every line with its number."""

from dataclasses import dataclass
from itertools import groupby

from luotsi.strategy.models import SourceDocument

PAGES_AT_ONCE = 25


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line as read from the document."""

    number: int
    text: str
    style: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of the document."""

    number: int
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Some pages of a document and the way to the others."""

    document: SourceDocument
    sheets: tuple[Sheet, ...]
    before: int
    """The first page of the stretch before, 0 when there is none."""
    after: int


def build(document: SourceDocument, *, wanted: str) -> DocumentPage:
    """Return the stretch of pages that holds the wanted one; what is no page's number means the first."""
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 7 else 1
    number = min(max(number, 1), max(document.pages, 1))
    first = (number - 1) // PAGES_AT_ONCE * PAGES_AT_ONCE + 1
    last = first + PAGES_AT_ONCE - 1
    lines = [
        (page, LineShown(index, document.text[start:end], style))
        for index, (start, end, page, style) in enumerate(document.lines, start=1)
        if first <= page <= last
    ]
    sheets = tuple(
        Sheet(page, tuple(line for _page, line in members)) for page, members in groupby(lines, key=lambda one: one[0])
    )
    return DocumentPage(
        document,
        sheets,
        before=first - PAGES_AT_ONCE if first > 1 else 0,
        after=last + 1 if last < document.pages else 0,
    )
