"""Plain text as numbered lines with exact offsets; decoding bytes and layout are the extraction's."""

import re

from luotsi.strategy.intake.types import DocumentText, Line

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def lines_of_text(text: str, *, media_type: str = "text/plain", notes: tuple[str, ...] = ()) -> DocumentText:
    """Return the text as lines; a form feed begins a new page, and a new line where it stands inside one."""
    rows: list[tuple[str, int]] = []
    page = 1
    for raw in _LINE_BREAK.split(text):
        first, *rest = raw.split("\f")
        if first or not rest:
            rows.append((first, page))
        for part in rest[:-1]:
            page += 1
            if part:
                rows.append((part, page))
        if rest:
            page += 1
            rows.append((rest[-1], page))
    lines, start = [], 0
    for number, (row, on_page) in enumerate(rows, start=1):
        lines.append(Line(number=number, text=row, page=on_page, start=start, end=start + len(row)))
        start += len(row) + 1
    joined = "\n".join(row for row, _ in rows)
    return DocumentText(text=joined, lines=tuple(lines), pages=page, media_type=media_type, notes=notes)
