"""Tables whose cells stand one under the other: as many heads, then rows of as many lines, become cells again."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from luotsi.strategy.intake.reading.spanning import LEVELS, Cell, Row, rows_by_levels, titles_said
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import DocumentText, Line

_FIRST_TABLE = 5000  # numbers of tables that the format or characters gave stay below
_FEWEST, _MOST = 2, 8
_LONGEST_HEAD = 40
_LONGEST_CELL = 160
_MOST_ROWS = 80
_TEXTS = frozenset({"goal", "measure", "action", "responsible", "schedule", "priority"})
_LEVEL_HEAD = re.compile(r"(?:19|20)\d\d|nyt|nu|now|nykyisin|i dag|today", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
_FIGURE = re.compile(
    rf"[<>≥≤]?\s?(?:(?:EUR|€|SEK|USD)\s?)?[-–+]?\d|[-–]$|{alternatives('bounds')}\b|{alternatives('directions')}|\w+(?:aa|ee|uu|vä|va|s)$",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\s*(?:[•●▪■◦○·►➢✓-]\s|\d{1,2}[.)]\s)")
_PLURAL = re.compile(r"(?:et|it|at|ät)$")

Column = Callable[[str], str]


def with_stacked_cells(document: DocumentText, column: Column, ends: Callable[[str], bool]) -> DocumentText:
    """Return the document with the lines of stacked tables marked as cells.

    `column` gives the kind that a head names, or nothing; `ends` tells a heading that is no column's.
    """
    cells = _cells_of(document.lines)
    lines = list(document.lines)
    places = {cell.index: place for place, cell in enumerate(cells)}
    said: set[str] = set()
    at, told, number = 0, 0, _FIRST_TABLE
    while at < len(cells):
        heads = _heads_at(cells, at, column)
        if heads:
            said |= titles_said([cell.text for cell in cells[told:at]])
            told = at
        rows = _fuller_rows(cells, at, heads, said, ends) if heads else []
        if not rows:
            at += 1
            continue
        for row, members in enumerate([list(enumerate(cells[at : at + len(heads)])), *rows]):
            for place, cell in members:
                lines[cell.index] = replace(lines[cell.index], cell=(number, row, place))
        at, number = max(places[cell.index] for _, cell in rows[-1]) + 1, number + 1
    return replace(document, lines=tuple(lines))


def _cells_of(lines: Sequence[Line]) -> list[Cell]:
    """Return the lines that hold text, without those that the format put into cells."""
    found: list[Cell] = []
    gap = 0
    for index, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            gap += 1
        elif line.style not in {"header", "footer", "note"}:
            found.append(Cell(index, "" if line.cell is not None else text, gap))
            gap = 0
    return found


def _heads_at(cells: Sequence[Cell], at: int, column: Column) -> list[str]:
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
        kind = _kind_of(cell.text, kinds, column)
        if not kind:
            break
        kinds.append(kind)
    leveled = [kind for kind in kinds if kind in LEVELS]
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


def _fuller_rows(
    cells: Sequence[Cell], at: int, heads: Sequence[str], said: Set[str], ends: Callable[[str], bool]
) -> list[Row]:
    """Return the rows under the heads, dealt by their number or by their levels: the way that takes more lines."""
    first = at + len(heads)
    below = cells[first : first + _MOST_ROWS * _MOST]
    ways = (_rows(cells, first, heads, ends), rows_by_levels(below, heads, said, ends))
    return max(ways, key=lambda rows: sum(len(row) for row in rows))


def _kind_of(text: str, before: Sequence[str], column: Column) -> str:
    """Return the kind of a head; an aim with a year after the measures (`Tavoite 2030`) is their target."""
    kind = column(text) or ("level" if before and _LEVEL_HEAD.fullmatch(text) else "")
    return "target" if kind == "goal" and "measure" in before and _YEAR.search(text) else kind


def _rows(cells: Sequence[Cell], first: int, heads: Sequence[str], ends: Callable[[str], bool]) -> list[Row]:
    """Return the rows under the heads, each cell with its column; nothing where the lines do not fill whole rows."""
    usual = max(cells[first - 1].gap, 0)
    rows: list[Row] = []
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


def _block(cells: Sequence[Cell], at: int, usual: int, ends: Callable[[str], bool]) -> list[Cell]:
    """Return the lines up to the next wider gap or heading."""
    block: list[Cell] = []
    for cell in cells[at:]:
        if (block and cell.gap > usual) or not cell.text or len(cell.text) > _LONGEST_CELL or _MARKED.match(cell.text):
            break
        if ends(cell.text):
            break
        block.append(cell)
    return block


def _dealt(block: Sequence[Cell], heads: Sequence[str], usual: int) -> list[Row]:
    """Deal a block's lines to rows: whole rows, or rows whose first column stands once over them."""
    whole: list[list[Cell]] = []
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


def _plausible(rows: Sequence[Row], heads: Sequence[str]) -> bool:
    """Tell whether the cells look like their columns: levels are mostly figures, texts mostly are none."""
    if not any(len(row) > 1 for row in rows):
        return False
    fits = total = 0
    for row in rows:
        for place, cell in row:
            level = heads[place] in LEVELS
            if heads[place] in {"goal", "measure", "action"} or level:
                total += 1
                figure = (
                    bool(_FIGURE.match(cell.text))
                    if level
                    else not cell.text[0].islower() and any(c.isalpha() for c in cell.text)
                )
                fits += figure
    return fits >= 0.8 * total
