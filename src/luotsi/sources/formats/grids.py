"""Plain tables of text out of CSV, XLSX, Parquet and JSON-stat; what a column means is said by a mapping."""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import product
from typing import Any

from luotsi.core.text import visible
from luotsi.core.values import Cell
from luotsi.files import parquet, refusals
from luotsi.files.encodings import decoded
from luotsi.files.uploads import MEGABYTE, FileKind, UploadLimits, recognise
from luotsi.sources.formats import jsonstat2
from luotsi.sources.formats.tables import SYMBOLS
from luotsi.sources.formats.written import Entry
from luotsi.sources.types import ReadReason, UnableToRead

MAX_ROWS = 500_000
MAX_COLUMNS = 200
VALUE_COLUMN = "value"
"""What the column of figures is called in a table made of a JSON-stat dataset."""
LIMIT_COLUMNS = ("lower limit", "upper limit")
_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_ROWS = 50
# What the library lets through of a workbook that is broken inside; SyntaxError is that of the XML.
_BROKEN_WORKBOOK = (
    *(SyntaxError, KeyError, IndexError, AttributeError, TypeError, ValueError, EOFError, OSError),
    *(zlib.error, zipfile.BadZipFile),
)
_SIGNS = {cell: sign for sign, cell in SYMBOLS.items()}


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with its place in the file, so that a person finds it."""

    line: int
    cells: tuple[Entry, ...]

    def text(self, at: int) -> str:
        """Return the entry as text."""
        entry = self.cells[at]
        return entry if isinstance(entry, str) else f"{entry:f}"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text; `is_closed` is false for a text whose last line has no end and may have broken off."""

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    is_closed: bool = True
    updated: str = ""
    source_label: str = ""
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> int:
        """Return the place of a column.

        :raises UnableToRead: when the table does not have it, or has it twice
        """
        if self.columns.count(name) != 1:
            raise UnableToRead(ReadReason.WRONG_SHAPE, part=name)
        return self.columns.index(name)


def parse(body: bytes, *, header_row: int = 1, sheet: str = "") -> Grid:
    """Return the table in the bytes; `header_row` counts the rows that hold something, `sheet` names one of several.

    :raises UnableToRead: when there is no table, or a row has more or fewer cells than the header
    :raises luotsi.files.refusals.UnableToRead: when the file itself is refused, with its own sentence
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _of_dataset(body)
    if body.startswith(parquet.MARK):
        return _of_parquet(body)
    kind = recognise(body)
    if kind is FileKind.XLSX:
        return _grid(_sheet_rows(body, sheet), header_row, is_ragged=True)
    if kind is not FileKind.TEXT:
        raise UnableToRead(ReadReason.NOT_TABLE)
    text = decoded(body)
    return _grid(_delimited(text), header_row, is_closed=text.endswith(("\n", "\r")))


def _grid(rows: Sequence[GridRow], header_row: int, *, is_ragged: bool = False, is_closed: bool = True) -> Grid:
    """Return the table from its header on; a spreadsheet may leave out empty cells, a text may not."""
    if len(rows) < header_row:
        raise UnableToRead(ReadReason.NOT_TABLE)
    header = rows[header_row - 1]
    columns = tuple(" ".join(header.text(at).split()) for at in range(len(header.cells)))
    width = len(columns)
    if not 1 < width <= MAX_COLUMNS:
        raise UnableToRead(ReadReason.NOT_TABLE)
    body = rows[header_row:]
    if is_ragged:
        body = [GridRow(row.line, (row.cells + ("",) * width)[:width]) for row in body]
    uneven = next((row.line for row in body if len(row.cells) != width), None)
    if uneven is not None:
        raise UnableToRead(ReadReason.BROKEN_TABLE, line=uneven)
    return Grid(columns, tuple(body), is_closed)


def _delimited(text: str) -> list[GridRow]:
    sample = StringIO("".join(text.splitlines(keepends=True)[:_SAMPLE_ROWS]), newline="")
    delimiter = max(_DELIMITERS, key=lambda sign: _evenness(csv.reader(sample.getvalue().splitlines(), delimiter=sign)))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(GridRow(reader.line_num, tuple(visible(cell).strip() for cell in cells)))
            if len(rows) > MAX_ROWS:
                raise UnableToRead(ReadReason.NOT_TABLE)
    except csv.Error as fault:
        raise UnableToRead(ReadReason.BROKEN_TABLE, line=reader.line_num) from fault
    return rows


def _evenness(rows: Iterable[list[str]]) -> tuple[int, int]:
    """Return how well a delimiter parts a sample: rows of the commonest width above one, then that width."""
    widths = [len(row) for row in rows if row]
    width = max(set(widths), key=lambda one: (widths.count(one), one), default=0)
    return (widths.count(width), width) if width > 1 else (0, 0)


def _of_parquet(body: bytes) -> Grid:
    limit = UploadLimits().size_mb
    if len(body) > limit * MEGABYTE:
        raise refusals.UnableToRead(refusals.Reason.TOO_LARGE, limit_mb=limit)
    columns, rows = parquet.read_parquet(body)
    if len(columns) < 2:
        raise UnableToRead(ReadReason.NOT_TABLE)
    seen = (tuple(visible(cell).strip() if isinstance(cell, str) else cell for cell in cells) for cells in rows)
    return Grid(columns, tuple(GridRow(line, cells) for line, cells in enumerate(seen, start=1)))


def _sheet_rows(body: bytes, name: str) -> list[GridRow]:
    try:
        return list(_rows_of_sheet(body, name))
    except _BROKEN_WORKBOOK as fault:
        raise refusals.UnableToRead(refusals.Reason.MALFORMED) from fault


def _rows_of_sheet(body: bytes, name: str) -> Iterator[GridRow]:
    sheet, formulas = (_sheet(body, name, is_computed=is_computed) for is_computed in (True, False))
    pairs = zip(sheet.iter_rows(max_col=MAX_COLUMNS), formulas.iter_rows(max_col=MAX_COLUMNS), strict=True)
    for line, (cells, written) in enumerate(pairs, start=1):
        if line > MAX_ROWS:
            raise refusals.UnableToRead(refusals.Reason.TOO_MANY_CELLS, limit=MAX_ROWS)
        entries = [_entry(cell, formula) for cell, formula in zip(cells, written, strict=True)]
        while entries and entries[-1] == "":
            entries.pop()
        if entries:
            yield GridRow(line, tuple(entries))


def _sheet(body: bytes, name: str, *, is_computed: bool) -> Any:
    """Return the named sheet, or the first one to be seen, with what its formulas came to or with the formulas."""
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(body), read_only=True, data_only=is_computed, keep_links=False)
    sheets = {sheet.title: sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"}
    sheet: Any = sheets.get(name) if name else next(iter(sheets.values()), None)
    if sheet is None:
        raise UnableToRead(ReadReason.NOT_TABLE)
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    return sheet


def _entry(cell: Any, written: Any) -> Entry:
    """Return what a cell holds; a number without the noise of floats, a share as its per cent, a day as ISO.

    A formula that nobody has computed is given as it is written, so that it is not taken for an empty cell.
    """
    value = cell.value
    if value is None:
        return "" if written.value is None else str(written.value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(format(value, ".15g"))
        return number * 100 if "%" in (cell.number_format or "") else number
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else visible(str(value)).strip()


def _of_dataset(body: bytes) -> Grid:
    table = jsonstat2.parse(body)
    names = (*(dimension.code for dimension in table.dimensions), VALUE_COLUMN)
    keys = product(*(dimension.values for dimension in table.dimensions))
    rows = tuple(
        GridRow(line, (*key, _sign(cell))) for line, (key, cell) in enumerate(zip(keys, table.cells, strict=True), 1)
    )
    if table.limits:
        names = (*names, *LIMIT_COLUMNS)
        rows = tuple(GridRow(row.line, (*row.cells, *table.limits.get(row.line - 1, ("", "")))) for row in rows)
    updated = f"{table.updated:%Y-%m-%dT%H:%M:%SZ}" if table.updated else ""
    return Grid(names, rows, updated=updated, source_label=table.source_label, notes=table.notes)


def _sign(cell: Cell) -> Entry:
    return cell.value if cell.value is not None else _SIGNS[cell]
