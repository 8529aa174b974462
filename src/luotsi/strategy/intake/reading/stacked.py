"""Tables whose cells stand one under the other: as many heads, then rows of as many lines, become cells again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import DocumentText, Line

_FIRST_TABLE = 5000  # numbers of tables that the format or characters gave stay below
_FEWEST, _MOST = 2, 8
_LONGEST_HEAD = 40
_LONGEST_CELL = 160
_MOST_ROWS = 80
_LEVELS = frozenset({"baseline", "target"})
_TEXTS = frozenset({"goal", "measure", "action", "responsible", "schedule", "priority"})
_LEVEL_HEAD = re.compile(r"(?:19|20)\d\d|nyt|nu|now|nykyisin|i dag|today", re.IGNORECASE)
_FIGURE = re.compile(
    rf"[<>≥≤]?\s?[-–+]?\d|[-–]$|{alternatives('bounds')}\b|{alternatives('directions')}|\w+(?:aa|ee|uu|vä|va|s)$",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\s*(?:[•●▪■◦○·►➢✓-]\s|\d{1,2}[.)]\s)")
_PLURAL = re.compile(r"(?:et|it|at|ät)$")

Column = Callable[[str], str]
_Row = list[tuple[int, "_Cell"]]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A line that may be a cell: its index in the document, its text, the empty lines before it."""

    index: int
    text: str
    gap: int


def with_stacked_cells(document: DocumentText, column: Column, ends: Callable[[str], bool]) -> DocumentText:
    """Return the document with the lines of stacked tables marked as cells.

    `column` gives the kind that a head names, or nothing; `ends` tells a heading that is no column's.
    """
    cells = _cells_of(document.lines)
    lines = list(document.lines)
    at, number = 0, _FIRST_TABLE
    while at < len(cells):
        heads = _heads_at(cells, at, column)
        rows = _rows(cells, at + len(heads), heads, ends) if heads else []
        if not rows:
            at += 1
            continue
        for row, members in enumerate([list(enumerate(cells[at : at + len(heads)])), *rows]):
            for place, cell in members:
                lines[cell.index] = replace(lines[cell.index], cell=(number, row, place))
        at, number = max(cells.index(cell) for _, cell in rows[-1]) + 1, number + 1
    return replace(document, lines=tuple(lines))


def _cells_of(lines: Sequence[Line]) -> list[_Cell]:
    """Return the lines that hold text, without those that the format put into cells."""
    found: list[_Cell] = []
    gap = 0
    for index, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            gap += 1
        elif line.style not in {"header", "footer", "note"}:
            found.append(_Cell(index, "" if line.cell is not None else text, gap))
            gap = 0
    return found


def _heads_at(cells: Sequence[_Cell], at: int, column: Column) -> list[str]:
    """Return the kinds of the heads that begin at a line, each on a line of its own, evenly spaced."""
    kinds: list[str] = []
    while at + len(kinds) < len(cells) and len(kinds) < _MOST:
        cell = cells[at + len(kinds)]
        if (len(kinds) > 1 and cell.gap != cells[at + 1].gap) or (len(kinds) == 1 and cell.gap > 1):
            break
        if (
            not cell.text
            or len(cell.text) > _LONGEST_HEAD
            or cell.text.endswith((":", "."))
            or _MARKED.match(cell.text)
        ):
            break
        kind = column(cell.text) or ("level" if kinds and _LEVEL_HEAD.fullmatch(cell.text) else "")
        if not kind:
            break
        kinds.append(kind)
    leveled = [kind for kind in kinds if kind in _LEVELS or kind == "level"]
    if (
        len(kinds) < _FEWEST
        or (len(kinds) == _FEWEST and not leveled)
        or not _TEXTS & set(kinds)
        or len(set(kinds)) < _FEWEST
    ):
        return []
    if not leveled and all(_PLURAL.search(cell.text) for cell in cells[at : at + len(kinds)]):
        return []  # headings of as many lists
    return kinds


def _rows(cells: Sequence[_Cell], first: int, heads: Sequence[str], ends: Callable[[str], bool]) -> list[_Row]:
    """Return the rows under the heads, each cell with its column; nothing where the lines do not fill whole rows."""
    usual = max(cells[first - 1].gap, 0)
    rows: list[_Row] = []
    at = first
    while at < len(cells) and len(rows) < _MOST_ROWS:
        block = _block(cells, at, usual, ends)
        if not block or (at > first and block[0].gap > usual + 2):
            break
        dealt = _dealt(block, heads, usual)
        if not dealt:
            break
        rows.extend(dealt)
        at += len(block)
    while rows and len(rows[-1]) == 1:
        rows.pop()
    return rows if _plausible(rows, heads) else []


def _block(cells: Sequence[_Cell], at: int, usual: int, ends: Callable[[str], bool]) -> list[_Cell]:
    """Return the lines up to the next wider gap or heading."""
    block: list[_Cell] = []
    for cell in cells[at:]:
        if (block and cell.gap > usual) or not cell.text or len(cell.text) > _LONGEST_CELL or _MARKED.match(cell.text):
            break
        if ends(cell.text):
            break
        block.append(cell)
    return block


def _dealt(block: Sequence[_Cell], heads: Sequence[str], usual: int) -> list[_Row]:
    """Deal a block's lines to rows: whole rows, or rows whose first column stands once over them."""
    whole: list[list[_Cell]] = []
    for cell in block:
        if whole and usual and not cell.gap:
            whole[-1].append(cell)  # a cell of several lines
        else:
            whole.append([cell])
    size = len(heads)
    if len(whole) == 1 and heads[0] == "priority":
        return [[(0, cell) for cell in whole[0]]]
    for skipped in (0, 1) if heads[0] == "priority" else (0,):
        wide = size - skipped
        if len(whole) % wide == 0:
            return [
                [(skipped + place, cell) for place, lines in enumerate(whole[begin : begin + wide]) for cell in lines]
                for begin in range(0, len(whole), wide)
            ]
    return []


def _plausible(rows: Sequence[_Row], heads: Sequence[str]) -> bool:
    """Tell whether the cells look like their columns: levels are mostly figures, texts mostly are none."""
    if not any(len(row) > 1 for row in rows):
        return False
    fits = total = 0
    for row in rows:
        for place, cell in row:
            level = heads[place] in _LEVELS or heads[place] == "level"
            if heads[place] in {"goal", "measure", "action"} or level:
                total += 1
                figure = (
                    bool(_FIGURE.match(cell.text))
                    if level
                    else not cell.text[0].islower() and any(c.isalpha() for c in cell.text)
                )
                fits += figure
    return fits >= 0.8 * total
