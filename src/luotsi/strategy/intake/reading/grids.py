"""Tables drawn with characters: what bars, tabs or wide spaces part becomes cells, as formats with tables give them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from luotsi.strategy.intake.reading.normalising import begins_small
from luotsi.strategy.intake.types import DocumentText, Line

_RULE = re.compile(r"^[\s|+:=_-]{3,}$")
_WIDE = re.compile(r"\s{2,}")
_SPACED = re.compile(r"\S(?:[^\S\t]{2,})\S")
_NAMED = 2  # columns whose heads are known, at least
_LONGEST_HEAD = 40
_MOST_COLUMNS = 10
_SLACK = 2  # characters a cell may begin before its column's head
_NEXT_TABLE = 1000  # numbers of tables that the format gave stay below

IsColumn = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one column of one line: its place in the line, and the column."""

    start: int
    end: int
    column: int


def with_cells(document: DocumentText, is_column: IsColumn, is_heading: Callable[[str], bool]) -> DocumentText:
    """Return the document with the lines of drawn tables cut into cells; all other lines stay as they are.

    A table is known by its head: at least two of its columns bear the name of an element (`is_column`). A line of a
    heading and its content in two columns becomes two lines.
    """
    lines: list[Line] = []
    index, number = 0, _NEXT_TABLE
    while index < len(document.lines):
        line = document.lines[index]
        head = _head_of(line, is_column) or _barred(document.lines, index)
        if head is None:
            lines.extend(_label_and_content(line, is_heading))
            index += 1
            continue
        drawn, index = _table(document.lines, index, head, number, is_column)
        lines.extend(drawn)
        number += 1
    return replace(document, lines=tuple(lines))


def _separator(text: str) -> str:
    if "|" in text:
        return "|"
    if "\t" in text.strip():
        return "\t"
    return " " if _SPACED.search(text.strip()) else ""


def _parts(text: str, separator: str) -> list[Part]:
    """Return the columns of a line, empty ones left out; wide spaces give no column numbers of their own."""
    pattern = _WIDE if separator == " " else re.compile(re.escape(separator))
    pieces, last = [], 0
    for found in pattern.finditer(text):
        pieces.append((last, found.start()))
        last = found.end()
    pieces.append((last, len(text)))
    if separator != "\t" and not text[pieces[0][0] : pieces[0][1]].strip():
        pieces = pieces[1:]
    parts = []
    for column, (start, end) in enumerate(pieces):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            begin = start + piece.index(stripped)
            parts.append(Part(begin, begin + len(stripped), column))
    return parts


def _head_of(line: Line, is_column: IsColumn) -> tuple[str, list[Part]] | None:
    """Return how the line's columns are parted and where they stand, if it is a table's head."""
    separator = "" if line.cell is not None else _separator(line.text)
    parts = _parts(line.text, separator) if separator else []
    if not _NAMED <= len(parts) <= _MOST_COLUMNS:
        return None
    heads = [line.text[part.start : part.end] for part in parts]
    named = sum(is_column(head) for head in heads)
    if named < _NAMED or named * 2 < len(parts) or any(len(head) > _LONGEST_HEAD for head in heads):
        return None
    return separator, parts


def _barred(lines: Sequence[Line], index: int) -> tuple[str, list[Part]] | None:
    """Return the columns of a line between bars over a rule of bars: a table whatever its head says."""
    line, under = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    if line.cell is not None or under is None or line.text.count("|") < _NAMED:
        return None
    parts = _parts(line.text, "|")
    return (
        ("|", parts)
        if "|" in under.text and _RULE.match(under.text) and _NAMED <= len(parts) <= _MOST_COLUMNS
        else None
    )


def _table(
    lines: Sequence[Line],
    first: int,
    head: tuple[str, list[Part]],
    number: int,
    is_column: IsColumn,
) -> tuple[list[Line], int]:
    """Return the table's cells in reading order, and the line after it; a head without rows is no table."""
    separator, heads = head
    if separator == " " and not _stands_under(lines, first, heads):
        separator = "  "
    rows: list[list[tuple[Line, Part]]] = [[(lines[first], part) for part in heads]]
    index, empty = first + 1, 0
    open_row = False
    spaced = separator == " " and _has_spaced_rows(lines, first, heads)
    while index < len(lines):
        line = lines[index]
        if not line.text.strip() or _RULE.match(line.text):
            empty += not line.text.strip()
            open_row = open_row and not spaced
            if empty > 1:
                break
            index += 1
            continue
        parts = _row_parts(line.text, separator, heads)
        titles = separator == " " and _titles_rows(lines, index, heads, is_column)
        if not parts or (_ends(line, parts, is_column, parted=bool(empty) and not spaced) and not titles):
            break
        empty = 0
        if open_row and _goes_on(line.text, parts, separator, spaced=spaced):
            rows[-1].extend((line, part) for part in parts)
        else:
            rows.append([(line, part) for part in parts])
        open_row = True
        index += 1
    if not any(len({part.column for _, part in row}) > 1 for row in rows[1:]):
        return [lines[first]], first + 1
    while index > first and not lines[index - 1].text.strip():
        index -= 1
    return _cells(rows, number), index


def _stands_under(lines: Sequence[Line], first: int, heads: Sequence[Part]) -> bool:
    """Tell whether the first row stands under the heads; where it does not, columns are told by their number."""
    row = next((line.text for line in lines[first + 1 : first + 3] if line.text.strip()), "")
    return bool(_row_parts(row, " ", heads)) or len(_parts(row, " ")) != len(heads)


def _ends(line: Line, parts: Sequence[Part], is_column: IsColumn, *, parted: bool) -> bool:
    """Tell whether a line ends the table: the next table's head, or a line of one column that titles something."""
    if _head_of(line, is_column) is not None:
        return True
    return len(parts) == 1 and parts[0].column == 0 and (parted or is_column(line.text.strip()))


def _titles_rows(lines: Sequence[Line], index: int, heads: Sequence[Part], is_column: IsColumn) -> bool:
    """Tell whether a line of one column stands right over a row that fills every column: it titles rows."""
    under = lines[index + 1] if index + 1 < len(lines) else None
    if under is not None and _head_of(under, is_column) is not None:
        return False
    parts = _row_parts(under.text, " ", heads) if under is not None and under.text.strip() else []
    return len({part.column for part in parts}) == len(heads) and len(_parts(lines[index].text, " ")) == 1


def _row_parts(text: str, separator: str, heads: Sequence[Part]) -> list[Part]:
    """Return the columns of a row under the heads, or nothing when the line is no row of the table."""
    if separator == "  ":
        parts = _parts(text, " ")
        return parts if len(parts) == len(heads) else []
    if separator != " ":
        return _parts(text, separator) if separator in text else []
    found = []
    starts = [max(head.start - _SLACK, 0) for head in heads]
    for part in _parts(text, " "):
        column = max((at for at, start in enumerate(starts) if part.start >= start), default=0)
        if column + 1 < len(starts) and part.end > starts[column + 1] + _SLACK * 2:
            return []
        found.append(replace(part, column=column))
    return found


def _has_spaced_rows(lines: Sequence[Line], first: int, heads: Sequence[Part]) -> bool:
    """Tell whether empty lines part the rows: two blocks begin in several columns, and one has several lines."""
    blocks: list[list[int]] = [[]]
    for line in lines[first + 1 :]:
        if line.text.strip():
            blocks[-1].append(len({part.column for part in _row_parts(line.text, " ", heads)}))
            if len(blocks[-1]) == 1 and blocks[-1][0] < _NAMED:
                break
        elif blocks[-1]:
            blocks.append([])
    rows = [block for block in blocks if block and block[0] >= _NAMED]
    return len(rows) >= _NAMED and any(len(block) > 1 for block in rows)


def _goes_on(text: str, parts: Sequence[Part], separator: str, *, spaced: bool) -> bool:
    """Tell whether a line goes on with the row before it."""
    if spaced:
        return True
    if separator == " " and parts[0].column > 0:
        return True
    return all(begins_small(text[part.start : part.end]) for part in parts)


def _cells(rows: Sequence[Sequence[tuple[Line, Part]]], number: int) -> list[Line]:
    cells = []
    for row, content in enumerate(rows):
        for line, part in sorted(content, key=lambda cell: (cell[1].column, cell[0].number)):
            cells.append(_cut(line, part, (number, row, part.column)))
    return cells


def _cut(line: Line, part: Part, cell: tuple[int, int, int] | None) -> Line:
    text = line.text[part.start : part.end]
    return replace(line, text=text, start=line.start + part.start, end=line.start + part.end, cell=cell)


def _label_and_content(line: Line, is_heading: Callable[[str], bool]) -> list[Line]:
    """Cut `Visio | Sujuva arki` into the heading and what it heads."""
    separator = "" if line.cell is not None else _separator(line.text)
    parts = _parts(line.text, separator) if separator else []
    if len(parts) != _NAMED:
        return [line]
    label, content = (line.text[part.start : part.end] for part in parts)
    said = any(letter.isalpha() for letter in content)
    if not said or not is_heading(label) or is_heading(content) or label.endswith(":"):
        return [line]
    return [_cut(line, part, None) for part in parts]
