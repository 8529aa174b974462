"""Reading the first sheet of a workbook that a person filled in; parsed in a process with limits."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import BadZipFile

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.sandbox import run_limited

Filled = str | Decimal | date | None
MOST_ROWS, MOST_COLUMNS = 20_000, 100


def rows_of_workbook(content: bytes) -> tuple[tuple[Filled, ...], ...]:
    """Return the cells of the first sheet as they stand; numbers as Decimal, empty cells as None.

    :raises UnableToRead: when it is no workbook, is too large, or breaks the reader
    """
    return run_limited(read_workbook, content)


def read_workbook(content: bytes) -> tuple[tuple[Filled, ...], ...]:
    """Return the cells; called in the process with limits."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False).worksheets[0]
        rows = []
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)):
            if number >= MOST_ROWS:
                raise UnableToRead(Reason.TOO_MANY_CELLS, limit=MOST_ROWS * MOST_COLUMNS)
            rows.append(tuple(_filled(value) for value in row))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, AttributeError) as fault:
        raise UnableToRead(Reason.MALFORMED) from fault
    return tuple(rows)


def _filled(value: object) -> Filled:
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)
