"""Tables to take home as CSV or XLSX, safe to open: no cell of them is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

Value = str | Decimal | int | date | None
ROW_LIMIT = 1_048_576
"""Rows that a sheet of a workbook holds."""
_DANGEROUS = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n|%]")
_NUMBER = re.compile(r"[+\-]?\d+(?:[.,]\d+)?\s?%?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def neutralised(text: str) -> str:
    """Return the text so that no spreadsheet program takes it for a formula; plain numbers stay as they are.

    >>> neutralised("=HYPERLINK(A1)"), neutralised("-5,2"), neutralised("- 5 uutta")
    ("'=HYPERLINK(A1)", '-5,2', "'- 5 uutta")
    """
    text = _UNPRINTABLE.sub("", text)
    return f"'{text}" if _DANGEROUS.match(text) and not _NUMBER.fullmatch(text) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Value]], *, decimal_mark: str = ",") -> bytes:
    """Return a CSV that a Finnish Excel opens by a double click: semicolons, decimal commas, UTF-8 with BOM."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    told = lru_cache(maxsize=4096)(neutralised)  # the same names stand on row after row

    def cell(value: Value) -> str:
        if isinstance(value, str):
            return told(value)
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", decimal_mark)
        if isinstance(value, date):
            return value.isoformat()
        return "" if value is None else str(value)

    writer.writerow([told(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return a workbook of one sheet whose first row stays in sight.

    :raises ValueError: when there are more rows than a sheet holds
    """
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title).strip()[:31] or "1")
    sheet.freeze_panes = "A2"
    count = 0
    for count, row in enumerate((header, *rows), start=1):
        if count > ROW_LIMIT:
            raise ValueError(f"a sheet holds {ROW_LIMIT} rows; choose CSV or fewer years")
        sheet.append([_sheet_cell(sheet, value, bold=count == 1) for value in row])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _sheet_cell(sheet: Any, value: Value, *, bold: bool) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value=_UNPRINTABLE.sub("", value))
    cell.data_type = "s"  # text, even where it begins as a formula does
    if bold:
        cell.font = Font(bold=True)
    return cell
