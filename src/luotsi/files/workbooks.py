"""Reading a workbook that a person filled in, as the cells are seen; parsed in a process with limits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from luotsi.core.text import visible
from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.sandbox import run_limited

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 20_000, 100, 20
NOT_COMPUTED = "#FORMULA!"
"""Stands for a formula whose value is not in the file, beside the errors that the programs write themselves."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A number seen with a per cent sign, as it is seen: 12.8 where the file holds 0.128."""

    seen: Decimal


Filled = str | Decimal | Percentage | date | None


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """One sheet: its name and its cells."""

    name: str
    rows: tuple[tuple[Filled, ...], ...]


def sheets_of_workbook(content: bytes) -> tuple[FilledSheet, ...]:
    """Return the cells of the sheets; numbers as Decimal, empty cells as None.

    :raises UnableToRead: when it is no workbook, is too large, or breaks the reader
    """
    return run_limited(read_workbook, content)


def read_workbook(content: bytes) -> tuple[FilledSheet, ...]:
    """Return the cells; called in the process with limits."""
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        values, formulas = _opened(content, data_only=True), _opened(content, data_only=False)
        return tuple(
            FilledSheet(sheet.title, _rows(sheet, behind)) for sheet, behind in zip(values, formulas, strict=True)
        )
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, AttributeError) as fault:
        raise UnableToRead(Reason.MALFORMED) from fault


def _opened(content: bytes, *, data_only: bool) -> Any:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, data_only=data_only, keep_links=False)
    return book.worksheets[:MOST_SHEETS]


def _rows(sheet: Any, behind: Any) -> tuple[tuple[Filled, ...], ...]:
    """Return the rows of a sheet; `behind` is the same sheet with its formulas."""
    found = []
    formulas: Iterable[tuple[Any, ...]] = behind.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    for number, (row, below) in enumerate(zip(sheet.iter_rows(max_col=MOST_COLUMNS), formulas, strict=True)):
        if number >= MOST_ROWS:
            raise UnableToRead(Reason.TOO_MANY_CELLS, limit=MOST_ROWS * MOST_COLUMNS)
        found.append(tuple(_filled(cell, formula) for cell, formula in zip(row, below, strict=True)))
    return tuple(found)


def _filled(cell: Any, formula: object) -> Filled:
    value = cell.value
    if value is None:
        return NOT_COMPUTED if formula is not None else None
    if isinstance(value, str):
        return visible(value) or None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        number = Decimal(f"{value:.15g}")  # as many digits as the programs themselves keep
        return Percentage(Decimal(f"{(number * 100).normalize():f}")) if "%" in cell.number_format else number
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)
