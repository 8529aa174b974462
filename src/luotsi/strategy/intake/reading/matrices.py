"""Tables whose columns are the priorities: put into the order in which a plan without tables tells them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from luotsi.strategy.intake.reading.grids import RULE, Part, parts_of, row_parts, separator_of
from luotsi.strategy.intake.reading.normalising import begins_small
from luotsi.strategy.intake.types import DocumentText, Line
from luotsi.strategy.intake.wording import key_of

_LABELS = frozenset({"goal", "measure", "action"})
_RECORDED = _LABELS | {"priority", "responsible", "schedule", "baseline", "target"}
_GLYPH = re.compile(r"\s*[•●▪■◦○‣·►▶➢✓–\uf000-\uf0ff-]\s")
_LED = re.compile(r"^[\W\d]+")
_LABEL = re.compile(r":\s")
_SEVERAL = 2
_MOST_ROWS = 60
_LONGEST_HEAD = 70

Column = Callable[[str], str]
Row = dict[int, list[Line]]


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The heads of the columns, the rows under them by column, and how many lines they take."""

    heads: Row
    rows: list[Row]
    lines: int


def with_columns_first(document: DocumentText, column: Column) -> DocumentText:
    """Return the document with each matrix told column by column: the priority, what the row is, what its cell lists.

    `column` gives the kind that a row's label names, or nothing. Where the rows bear no labels, the columns' heads must
    be titles that the document has said before.
    """
    lines: list[Line] = []
    said: set[str] = set()
    at = 0
    while at < len(document.lines):
        matrix = _celled(document.lines, at) or _drawn(document.lines, at)
        columns = _columns(matrix, column, said) if matrix is not None else []
        boxes = _boxes(matrix, column) if matrix is not None and not columns else []
        if matrix is not None and boxes:
            lines.extend(boxes)
            at += matrix.lines
            continue
        if matrix is not None and columns:
            lines.extend(_told(matrix, columns))
            at += matrix.lines
            continue
        said |= titles_said(document.lines[at : at + 1])
        lines.append(document.lines[at])
        at += 1
    return replace(document, lines=tuple(lines))


def titles_said(lines: Sequence[Line]) -> set[str]:
    """Return what the lines say as titles: without their numbers, and after a label."""
    return {key_of(part) for line in lines for part in _LABEL.split(_LED.sub("", line.text))}


def _celled(lines: Sequence[Line], at: int) -> _Matrix | None:
    """Return the table that the format gave, from its first cell."""
    cell = lines[at].cell
    if cell is None or (at and (before := lines[at - 1].cell) is not None and before[0] == cell[0]):
        return None
    rows: dict[int, Row] = {}
    end = at
    while end < len(lines) and (place := lines[end].cell) is not None and place[0] == cell[0]:
        if lines[end].text.strip():
            rows.setdefault(place[1], {}).setdefault(place[2], []).append(lines[end])
        end += 1
    ordered = [rows[number] for number in sorted(rows)]
    return _Matrix(ordered[0], ordered[1:], end - at) if ordered else None


def _drawn(lines: Sequence[Line], at: int) -> _Matrix | None:
    """Return the table that bars, tabs or wide spaces draw, from its first line."""
    separator = separator_of(lines[at].text) if lines[at].cell is None else ""
    heads = parts_of(lines[at].text, separator) if separator else []
    if len(heads) < _SEVERAL:
        return None
    if separator == " " and lines[at].text[:1].isspace():
        heads = [Part(0, 0, 0), *(replace(head, column=head.column + 1) for head in heads)]  # rows begin with labels
    rows: list[Row] = []
    end, empty = at + 1, 0
    while end < len(lines) and len(rows) < _MOST_ROWS and empty < _SEVERAL:
        text = lines[end].text
        if not text.strip():
            empty += 1
        elif RULE.match(text):
            empty = 0
        elif (parts := row_parts(text, separator, heads)) and (len(parts) > 1 or parts[0].column):
            empty = 0
            rows.append({part.column: [_cut(lines[end], part.start, part.end)] for part in parts})
        else:
            break
        end += 1
    while end > at and not lines[end - 1].text.strip():
        end -= 1
    named = {head.column: [_cut(lines[at], head.start, head.end)] for head in heads if head.end}
    return _Matrix(named, rows, end - at)


def _cut(line: Line, start: int, end: int) -> Line:
    return replace(line, text=line.text[start:end], start=line.start + start, end=line.start + end)


def _boxes(matrix: _Matrix, column: Column) -> list[Line]:
    """Return the lines of a table that is only the frame of boxes side by side, each with a heading of its own.

    So is a record: rows of a label and what it says.
    """
    if matrix.heads[min(matrix.heads)][0].cell is None:
        return []
    rows = [matrix.heads, *matrix.rows]
    cells = [cell for row in rows for cell in row.values()]
    if len(rows) == 1 and len(cells) > 1 and all(len(cell) > 1 and column(cell[0].text.strip()) for cell in cells):
        return [told for cell in cells for told in (replace(cell[0], cell=None, style=""), *_listed(cell[1:]))]
    record = len(rows) > 1 and all(set(row) == {0, 1} and column(_text(row[0])) in _RECORDED for row in rows)
    if record and len({column(_text(row[0])) for row in rows} & _LABELS) > 1:
        return [
            told
            for row in rows
            for told in (*(replace(line, cell=None, style="") for line in row[0]), *_listed(row[1]))
        ]
    return []


def _columns(matrix: _Matrix, column: Column, said: set[str]) -> list[int]:
    """Return the columns that priorities head, or nothing; the first is none of them where it labels the rows."""
    labels = [_text(row[0]) for row in matrix.rows if 0 in row]
    labelled = bool(labels) and all(column(label) in _LABELS for label in labels)
    names = {place: _text(cell) for place, cell in matrix.heads.items() if place or not labelled}
    keys = {key_of(name) for name in names.values()}
    plain = all(len(name) <= _LONGEST_HEAD and name[:1].isalpha() and not column(name) for name in names.values())
    if len(keys) < max(_SEVERAL, len(names)) or not matrix.rows or not plain:
        return []
    return list(names) if labelled or keys <= said else []


def _text(cell: Sequence[Line]) -> str:
    return " ".join(line.text.strip() for line in cell)


def _told(matrix: _Matrix, columns: Sequence[int]) -> Iterator[Line]:
    """Yield the lines of each column: its head, each row's label, and what its cell lists."""
    for place in columns:
        head = matrix.heads[place]
        yield replace(head[0], text="", end=head[0].start, cell=None)
        yield from (replace(line, cell=None) for line in head)
        for row in matrix.rows:
            if 0 not in columns and place in row:
                yield from (replace(line, cell=None) for line in row.get(0, ()))
            yield from _listed(row.get(place, ()))


def _listed(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of a cell, each that begins an item as one of a list."""
    led = any(_GLYPH.match(line.text) for line in lines)
    for line in lines:
        begins = bool(_GLYPH.match(line.text)) if led else not begins_small(line.text.strip())
        yield from _items(line) if begins else [replace(line, cell=None, style="")]


def _items(line: Line) -> Iterator[Line]:
    """Yield what a cell's line lists between semicolons, each as an item of a list."""
    begin = 0
    for part in line.text.split(";"):
        start = begin + len(part) - len(part.lstrip())
        if part.strip():
            yield replace(_cut(line, start, begin + len(part.rstrip())), cell=None, style="list")
        begin += len(part) + 1
