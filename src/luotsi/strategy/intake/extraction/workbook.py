"""Workbooks filled in as plan templates: each visible sheet a page, its cells a table."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.uploads import FileKind
from luotsi.strategy.intake.extraction.builder import CELL_LIMIT, DocumentBuilder, layout
from luotsi.strategy.intake.types import DocumentText

_VISITED_LIMIT = 4_000_000
"""Empty cells count here too: a sheet may claim millions of them in a few bytes."""


def workbook_document(content: bytes) -> DocumentText:
    """Return the lines of an XLSX; formulas show the value that was last computed."""
    workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
    builder = DocumentBuilder(FileKind.XLSX)
    builder.page = 0
    for sheet in workbook.worksheets:
        if sheet.sheet_state != "visible":
            builder.note("hidden_sheet")
            continue
        builder.page += 1
        builder.blank()
        cells = list(_filled(sheet))
        if cells:
            builder.add(sheet.title, layout(style="heading", level=1))
        tabular = len({column for _row, column, _text in cells}) > 1
        number = builder.next_table() if tabular else 0
        for row, column, text in cells:
            builder.add(text, layout(style="table", cell=(number, row, column)) if tabular else None)
    return builder.document()


def _filled(sheet: Any) -> Iterator[tuple[int, int, str]]:
    """Yield the cells that hold something, rows and columns counted from nought."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    visited = 0
    row = -1
    for cells in sheet.iter_rows():
        visited += len(cells) + 1
        if visited > _VISITED_LIMIT:
            raise UnableToRead(Reason.TOO_MANY_CELLS, limit=CELL_LIMIT)
        texts = [(column, _text(cell)) for column, cell in enumerate(cells) if cell.value is not None]
        if any(text for _column, text in texts):
            row += 1
            yield from ((row, column, text) for column, text in texts if text)


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, int | float):
        percent = "%" in (cell.number_format or "")
        written = f"{value * 100 if percent else value:.10g}".replace(".", ",")
        return f"{written} %" if percent else written
    return str(value).strip()
