"""Stacked tables whose first cells stand once over several rows: each row ends in the levels of its measure."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.wording import key_of

LEVELS = frozenset({"baseline", "target", "level"})
_FIGURE = re.compile(
    rf"(?:{alternatives('bounds')}\s+|[<>≥≤]\s?)?(?:(?:EUR|€|SEK|USD)\s?)?[-–−+]?\s?\d[\d\s.,/–-]*(?:\s?(?:%|€|[^\W\d_]{{1,14}}\.?)){{0,3}}"
    rf"|[-–—]|{alternatives('directions')}|{alternatives('unknown')}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[A-Z][.)])\s+")
_FIGURE_WORDS = 5
_LONGEST_CELL = 160
_LONGEST_TITLE = 120
_MOST_ROWS = 80
_MOST_LINES = 3  # that one cell takes
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A line that may be a cell: its index in the document, its text, the empty lines before it."""

    index: int
    text: str
    gap: int


Row = list[tuple[int, Cell]]


def titles_said(texts: Sequence[str]) -> Set[str]:
    """Return what the lines may name, as keys without their numbers."""
    return {key for text in texts if len(text) <= _LONGEST_TITLE and (key := key_of(_NUMBERED.sub("", text)))}


def rows_by_levels(
    cells: Sequence[Cell], heads: Sequence[str], said: Set[str], ends: Callable[[str], bool]
) -> list[Row]:
    """Return the rows that begin at the first cell, as far as every row ends in as many figures as there are levels.

    A row with fewer texts than columns goes on under the first cells of the row before; `said` are its titles.
    """
    texts = next((at for at, kind in enumerate(heads) if kind in LEVELS), len(heads))
    levels = len(heads) - texts
    if not texts or not levels or set(heads[texts:]) - LEVELS:
        return []
    rows: list[Row] = []
    names: list[Cell] = []
    figures: list[Cell] = []
    for cell in cells:
        if len(rows) == _MOST_ROWS or not cell.text or len(cell.text) > _LONGEST_CELL:
            break
        if names and _is_figure(cell.text):
            figures.append(cell)
        elif figures or _is_figure(cell.text) or (ends(cell.text) and key_of(cell.text) not in said):
            break
        else:
            names.append(cell)
        if len(figures) == levels:
            dealt = _dealt(names, texts, said, first=not rows)
            if not dealt:
                break
            dealt[-1].extend((texts + place, figure) for place, figure in enumerate(figures))
            rows.extend(dealt)
            names, figures = [], []
    return rows if sum(len(row) > 1 for row in rows) >= _FEWEST else []


def _is_figure(text: str) -> bool:
    return len(text.split()) <= _FIGURE_WORDS and _FIGURE.fullmatch(text) is not None


def _dealt(names: Sequence[Cell], columns: int, said: Set[str], *, first: bool) -> list[Row]:
    """Deal the texts of a row to its columns, the last of them to the last; a title too many is a row of its own."""
    cells = _joined(names, columns, said)
    titled: list[Row] = []
    if len(cells) == columns + 1 and _key(cells[0]) in said:
        titled = [[(0, line) for line in cells.pop(0)]]
    if len(cells) > columns or (first and len(cells) < columns):
        return []
    skipped = columns - len(cells)
    return [*titled, [(skipped + place, line) for place, lines in enumerate(cells) for line in lines]]


def _joined(names: Sequence[Cell], columns: int, said: Set[str]) -> list[list[Cell]]:
    """Put lines together that one cell holds: a title of the document on several lines, a line that begins small."""
    cells: list[list[Cell]] = []
    at = 0
    while at < len(names):
        titled = next(
            (
                size
                for size in range(_MOST_LINES, 1, -1)
                if _key(names[at : at + size]) in said and _key(names[at : at + 1]) not in said
            ),
            1,
        )
        if cells and titled == 1 and len(names) > columns and names[at].text[0].islower():
            cells[-1].append(names[at])
        else:
            cells.append(list(names[at : at + titled]))
        at += titled
    return cells


def _key(lines: Sequence[Cell]) -> str:
    return key_of("".join(line.text for line in lines))
