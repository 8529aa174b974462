"""Lines as tables and converters leave them: parted by bars or spaces, wrapped in columns, woven, hyphenated."""

import textwrap
from itertools import zip_longest

Lines = list[str]


def drawn(separator: str, head: list[str], rows: list[list[str]]) -> Lines:
    edges = ("| ", " |") if separator == " | " else ("", "")
    return ["", *(edges[0] + separator.join(row) + edges[1] for row in [head, *rows])]


def aligned(head: list[str], rows: list[list[str]], width: int, between: Lines) -> Lines:
    """Columns of one width, wrapped within their cells, as a converter that keeps the layout gives them."""
    lines: Lines = [""]
    for row in [head, *rows]:
        cells = [textwrap.wrap(cell, width) or [""] for cell in row]
        lines += [
            "".join(part.ljust(width + 3) for part in parts).rstrip() for parts in zip_longest(*cells, fillvalue="")
        ]
        lines += between
    return lines


def columns(left: Lines, right: Lines, width: int = 44) -> Lines:
    wrapped = [[part for line in box for part in textwrap.wrap(line, width)] for box in (left, right)]
    return ["", *(f"{one.ljust(width + 4)}{other}".rstrip() for one, other in zip_longest(*wrapped, fillvalue=""))]


def cut(line: str, form: str) -> Lines:
    parts = textwrap.wrap(line, 70, break_on_hyphens=False)
    if form == "70":
        return parts
    broken = [parts[0]]
    for part in parts[1:]:
        word = part.split(" ", 1)[0]
        long = len(word) > 9 and word.isalpha()
        broken[-1] += f" {word[:5]}-" if long else ""
        broken.append(part[5:] if long else part)
    return broken


def wrapped(lines: Lines, form: str) -> Lines:
    """Return the lines broken at a width, with broken words, with a gap after each, or with no gap at all."""
    if form == "spaced":
        return [spaced for line in lines if line for spaced in (line, "")]
    if form == "close":
        return [line for line in lines if line]
    if form == "none":
        return lines
    return [part for line in lines for part in (cut(line, form) if _is_running(line) else [line])]


def _is_running(line: str) -> bool:
    return len(line) > 70 and not any(border in line for border in ("  ", "|", "\t"))


def paged(lines: Lines, running: str, note: str) -> str:
    """Return the text on pages that each begin with a running head or end in a note, where one is given."""
    if not running and not note:
        return "\n".join(lines) + "\n"
    pages: list[Lines] = [[]]
    for line in lines:
        pages[-1].append(line)
        if len(pages[-1]) > 34 and not line.strip():
            pages.append([])
    told = []
    for number, page in enumerate(pages, start=1):
        foot = [f"{number}) {note}", str(number)] if note else [f"{number} ({len(pages)})"]
        told.append("\n".join([*([running, ""] if running else []), *page, *foot]))
    return "\n\f".join(told) + "\n"


def stacked(head: Lines, rows: list[Lines], cell: Lines, row: Lines) -> Lines:
    """Return the cells one under the other, with `cell` after each and `row` after each row."""
    lines: Lines = [""]
    for cells in [head, *rows]:
        lines += [line for said in cells for line in (said, *cell)] + row
    return lines


def small(text: str) -> str:
    """Return the text with a small first letter, as it goes on in a sentence."""
    return text[0].lower() + text[1:]
