"""Tables drawn with characters: what bars, tabs or wide spaces part becomes cells, as formats with tables give them."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from luotsi.strategy.intake.reading.normalising import begins_small
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import DocumentText, Line

RULE = re.compile(r"^[\s|+:=_-]{3,}$")
_WIDE = re.compile(r"\s{2,}")
_SPACED = re.compile(r"\S(?:[^\S\t]{2,})\S")
_AROUND = "||"
_NAMED = 2  # columns whose heads are known, at least
_LONGEST_HEAD = 40
_LONGEST_LABEL = 120
_MOST_COLUMNS = 10
_SLACK = 2  # characters a cell may begin before its column's head
_SMALL = 0.2  # of a table's cells that may begin in small letters
_SHIFT = 5  # characters a row's cell may stand to the left of its head
_OPEN = re.compile(r"\s(?:ja|sekä|och|and)$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TIME = re.compile(rf"\b(?:19|20)\d\d\b|\b{alternatives('time')}", re.IGNORECASE)
_NEXT_TABLE = 1000  # numbers of tables that the format gave stay below

IsColumn = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one column of one line: its place in the line, and the column."""

    start: int
    end: int
    column: int


def with_cells(
    document: DocumentText,
    is_column: IsColumn,
    is_heading: Callable[[str], bool],
    names_one: Callable[[str], bool],
) -> DocumentText:
    """Return the document with the lines of drawn tables cut into cells; all other lines stay as they are.

    A table is known by its head: at least two of its columns bear the name of an element (`is_column`). A line of a
    heading and its content in two columns becomes two lines. No table goes on over a line that names one priority by
    its number (`names_one`).
    """
    lines: list[Line] = []
    borders = [at for at, line in enumerate(document.lines) if _ends_all(line.text, names_one)]
    index, number = 0, _NEXT_TABLE
    while index < len(document.lines):
        line = document.lines[index]
        head = (
            _head_of(line, is_column) or _barred(document.lines, index) or _two_rowed(document.lines, index, is_column)
        )
        if head is None:
            lines.extend(_label_and_content(line, is_heading))
            index += 1
            continue
        border = bisect_right(borders, index)
        inside = document.lines[: borders[border]] if border < len(borders) else document.lines
        drawn, after = _table(inside, index, head, number, is_column, cut=head[0] == " ")
        if head[0] == " " and not _begin_whole(drawn):
            drawn, after = _table(inside, index, head, number, is_column, cut=False)
        index = after
        lines.extend(drawn)
        number += 1
    return replace(document, lines=tuple(lines))


def _ends_all(text: str, names_one: Callable[[str], bool]) -> bool:
    words = " ".join(text.split())
    return len(words) <= _LONGEST_LABEL and "|" not in words and len(parts_of(text, " ")) <= _NAMED and names_one(words)


def separator_of(text: str) -> str:
    """Return what parts a line's columns: `||` where bars stand around them too, `|`, a tab, a space, or nothing."""
    if "|" in text:
        return _AROUND if text.startswith("|") or (text.strip()[:1] == text.strip()[-1:] == "|") else "|"
    if "\t" in text.strip():
        return "\t"
    return " " if _SPACED.search(text.strip()) else ""


def parts_of(text: str, separator: str) -> list[Part]:
    """Return the columns of a line, empty ones left out; wide spaces give no column numbers of their own."""
    pattern = _WIDE if separator == " " else re.compile(re.escape(separator[:1]))
    pieces, last = [], 0
    for found in pattern.finditer(text):
        pieces.append((last, found.start()))
        last = found.end()
    pieces.append((last, len(text)))
    if separator in {_AROUND, " "} and not text[pieces[0][0] : pieces[0][1]].strip():
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
    separator = "" if line.cell is not None else separator_of(line.text)
    parts = parts_of(line.text, separator) if separator else []
    if separator == " ":
        parts = _numbered(half for part in parts for half in _halved(line.text, part, is_column))
    if not _NAMED <= len(parts) <= _MOST_COLUMNS:
        return None
    heads = [line.text[part.start : part.end] for part in parts]
    named = sum(is_column(head) for head in heads)
    named += sum(bool(_YEAR.fullmatch(head)) for head in heads[1:]) if named and is_column(heads[0]) else 0
    if named < _NAMED or named * 2 < len(parts) or any(len(head) > _LONGEST_HEAD for head in heads):
        return None
    return separator, parts


def _halved(text: str, part: Part, is_column: IsColumn) -> list[Part]:
    """Cut two heads that stand only one space apart: `Aikataulu Mittari ja`."""
    said = text[part.start : part.end]
    for space in (at for at, letter in enumerate(said) if letter == " "):
        left, right = said[:space], _OPEN.sub("", said[space + 1 :])
        if is_column(left) and is_column(right) and not is_column(said):
            return [replace(part, end=part.start + space), replace(part, start=part.start + space + 1)]
    return [part]


def _numbered(parts: Iterable[Part]) -> list[Part]:
    return [replace(part, column=column) for column, part in enumerate(parts)]


def _barred(lines: Sequence[Line], index: int) -> tuple[str, list[Part]] | None:
    """Return the columns of a line between bars over a rule of bars: a table whatever its head says."""
    line, under = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    if line.cell is not None or under is None or line.text.count("|") < _NAMED:
        return None
    separator = separator_of(line.text)
    parts = parts_of(line.text, separator)
    return (
        (separator, parts)
        if "|" in under.text and RULE.match(under.text) and _NAMED <= len(parts) <= _MOST_COLUMNS
        else None
    )


def _two_rowed(lines: Sequence[Line], index: int, is_column: IsColumn) -> tuple[str, list[Part]] | None:
    """Return the columns of a head on two rows: a known head above, at least two known heads or years under it."""
    line, under = lines[index], lines[index + 1] if index + 1 < len(lines) else None
    separator = separator_of(line.text) if line.cell is None else ""
    if under is None or separator in {"", " "} or separator_of(under.text) != separator:
        return None
    above, below = (parts_of(one.text, separator) for one in (line, under))
    named = [part for part in above if is_column(line.text[part.start : part.end])]
    said = [under.text[part.start : part.end] for part in below]
    levels = [one for one in said if is_column(one) or _YEAR.fullmatch(one)]
    return (separator, above) if named and len(levels) == len(said) >= _NAMED else None


def _table(
    lines: Sequence[Line],
    first: int,
    head: tuple[str, list[Part]],
    number: int,
    is_column: IsColumn,
    *,
    cut: bool,
) -> tuple[list[Line], int]:
    """Return the table's cells in reading order, and the line after it; a head without rows is no table."""
    separator, heads = head
    if separator == " " and not _stands_under(lines, first, heads):
        separator = "  "
    rows: list[list[tuple[Line, Part]]] = [[(lines[first], part) for part in heads]]
    index, empty = first + 1, 0
    open_row = False
    two_rowed = _two_rowed(lines, first, is_column) is not None
    spaced = separator == " " and _has_spaced_rows(lines, first, heads, is_column)
    while index < len(lines):
        line = lines[index]
        if not line.text.strip() or RULE.match(line.text):
            empty += not line.text.strip()
            open_row = open_row and not spaced
            if empty > 1:
                break
            index += 1
            continue
        parts = row_parts(line.text, separator, heads, cut=cut)
        titles = separator == " " and _titles_rows(lines, index, heads, is_column)
        alone = not spaced or not any(one.text.strip() for one in lines[index + 1 : index + 2])
        headed = titles or (two_rowed and index == first + 1)
        if not parts or (_ends(line, parts, is_column, parted=bool(empty) and alone) and not headed):
            break
        empty = 0
        if index == first + 1 and (two_rowed or (separator == " " and _ends_heads(line.text, parts))):
            rows[0].extend((line, part) for part in parts)
            index += 1
            continue
        if open_row and _goes_on(line.text, parts, separator, _texts(rows[-1]), spaced=spaced):
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


def _ends_heads(text: str, parts: Sequence[Part]) -> bool:
    """Tell whether the line right under the heads goes on with them: years, or words in small letters."""
    said = [text[part.start : part.end] for part in parts]
    return all(_YEAR.fullmatch(one) or begins_small(one) for one in said) and any(one[0].isalnum() for one in said)


def _stands_under(lines: Sequence[Line], first: int, heads: Sequence[Part]) -> bool:
    """Tell whether the first row stands under the heads; where it does not, columns are told by their number."""
    row = next((line.text for line in lines[first + 1 : first + 3] if line.text.strip()), "")
    return bool(row_parts(row, " ", heads)) or len(parts_of(row, " ")) != len(heads)


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
    parts = row_parts(under.text, " ", heads) if under is not None and under.text.strip() else []
    return len({part.column for part in parts}) == len(heads) and len(parts_of(lines[index].text, " ")) == 1


def _begin_whole(cells: Sequence[Line]) -> bool:
    """Tell whether nearly all cells begin as cells do: none in the middle of a sentence."""
    texts: dict[tuple[int, int, int], str] = {}
    for line in cells:
        if line.cell is not None and line.cell[1]:
            texts[line.cell] = f"{texts.get(line.cell, '')} {line.text}".strip()
    long = [text for text in texts.values() if len(text.split()) > _NAMED]  # owners and times may be in small letters
    return sum(begins_small(text) for text in long) <= _SMALL * len(long)


def row_parts(text: str, separator: str, heads: Sequence[Part], *, cut: bool = False) -> list[Part]:
    """Return the columns of a row under the heads, or nothing when the line is no row of the table.

    With `cut`, what reaches under the next head is cut there.
    """
    if separator == "  ":
        parts = parts_of(text, " ")
        return parts if len(parts) == len(heads) else []
    if separator != " ":
        return parts_of(text, separator) if separator[0] in text else []
    found: list[Part] = []
    starts = [max(head.start - _SLACK, 0) for head in heads]
    parts = parts_of(text, " ")
    pieces = [piece for part in parts for piece in _cut_at_heads(text, part, heads)] if cut else []
    if len(pieces) > _NAMED or (len(heads) > _NAMED and pieces and begins_small(text.strip())):
        parts = pieces
    for part in parts:
        column = max((at for at, start in enumerate(starts) if part.start >= start), default=0)
        taken = bool(found) and found[-1].column == column
        if taken and column + 1 < len(starts) and part.start >= starts[column + 1] - _SHIFT:
            column += 1  # the row stands a little to the left of its heads
        if column + 1 < len(starts) and part.end > starts[column + 1] + _SLACK * 2:
            return []
        found.append(replace(part, column=column))
    return found


def _cut_at_heads(text: str, part: Part, heads: Sequence[Part]) -> list[Part]:
    """Cut what reaches under the next head at the space nearest to where that head begins."""
    pieces: list[Part] = []
    for head in heads[1:]:
        if not part.start + _SHIFT < head.start < part.end - 1:
            continue
        near = range(max(head.start - _SHIFT - 1, part.start + 1), min(head.start + _SLACK, part.end - 1))
        spaces = sorted((at for at in near if text[at] == " "), key=lambda at: abs(at + 1 - head.start))
        if spaces:
            pieces.append(replace(part, end=spaces[0]))
            part = replace(part, start=spaces[0] + 1)
    return [*pieces, part]


def _has_spaced_rows(lines: Sequence[Line], first: int, heads: Sequence[Part], is_column: IsColumn) -> bool:
    """Tell whether empty lines part the rows: two blocks begin in several columns, and one has a wrapped line."""
    blocks: list[list[int]] = [[]]
    wrapped = False
    for line in lines[first + 1 :]:
        if not line.text.strip():
            blocks += [[]] if blocks[-1] else []
            continue
        parts = row_parts(line.text, " ", heads)
        columns = len({part.column for part in parts})
        blocks[-1].append(columns)
        if (len(blocks[-1]) == 1 and columns < _NAMED) or _head_of(line, is_column):
            break
        small = any(begins_small(line.text[part.start : part.end]) for part in parts[:1])
        wrapped = wrapped or (len(blocks[-1]) > 1 and (small or columns < blocks[-1][0]))
    return sum(bool(block) and block[0] >= _NAMED for block in blocks) >= _NAMED and wrapped


def _texts(row: Sequence[tuple[Line, Part]]) -> dict[int, str]:
    """Return what a row's columns say so far."""
    texts: dict[int, str] = {}
    for line, part in row:
        texts[part.column] = f"{texts.get(part.column, '')} {line.text[part.start : part.end]}"
    return texts


def _goes_on(text: str, parts: Sequence[Part], separator: str, above: dict[int, str], *, spaced: bool) -> bool:
    """Tell whether a line goes on with the row before it, whose columns say `above`."""
    said = [text[part.start : part.end] for part in parts]
    if spaced:
        return parts[0].column == 0 or len(parts) < _NAMED or not all(one[0].isupper() for one in said)
    open_ended = [_is_open(above.get(part.column, "")) for part in parts]
    small = sum(
        is_open or begins_small(one) or not any(letter.isalnum() for letter in one)
        for one, is_open in zip(said, open_ended, strict=True)
    )
    if separator == " " and parts[0].column > 0:
        anew = said[0][0].isupper() and not open_ended[0] and len(parts) >= _NAMED
        return not anew or (small > 0 and not any(_TIME.search(one) for one in said[1:]))
    figures = sum(one[0].isdigit() and not is_open for one, is_open in zip(said, open_ended, strict=True))
    if separator == " " and small + figures == len(said) and small > figures and parts[0].column in above:
        return True
    return small == len(said)


def _is_open(text: str) -> bool:
    return text.count("(") > text.count(")")


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
    separator = "" if line.cell is not None else separator_of(line.text)
    parts = parts_of(line.text, separator) if separator else []
    if len(parts) != _NAMED:
        return [line]
    label, content = (line.text[part.start : part.end] for part in parts)
    said = any(letter.isalpha() for letter in content)
    if not said or not is_heading(label) or is_heading(content) or label.endswith(":"):
        return [line]
    return [_cut(line, part, None) for part in parts]
