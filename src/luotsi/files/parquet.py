"""The cells of a Parquet file; to be called in the process with limits, since the bytes come from outside."""

import os
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from luotsi.files.refusals import Reason, UnableToRead

MARK = b"PAR1"
MOST_ROWS, MOST_COLUMNS = 500_000, 200
_MEMORY = "512MB"
Held = str | Decimal


def read_parquet(content: bytes, *, head: int | None = None) -> tuple[tuple[str, ...], list[tuple[Held, ...]]]:
    """Return the names of the columns, and the rows; numbers as Decimal, days as ISO, nothing as an empty text.

    With `head` only so many of the first rows are read, however many there are.

    :raises UnableToRead: when the file is broken, or holds more than is read
    """
    import duckdb

    handle = os.memfd_create("table")  # the reader wants a path; this one is in memory and goes with the process
    try:
        os.write(handle, content)
        path = f"/proc/self/fd/{handle}"
        with duckdb.connect(":memory:", config={"threads": 1, "memory_limit": _MEMORY}) as reader:
            for setting in (
                "temp_directory = ''",
                "autoinstall_known_extensions = false",
                "autoload_known_extensions = false",
                f"allowed_paths = ['{path}']",
                "enable_external_access = false",
                "lock_configuration = true",
            ):
                reader.execute(f"SET {setting}")
            found = reader.execute(
                "SELECT * FROM read_parquet(?) LIMIT ?", [path, MOST_ROWS + 1 if head is None else head]
            )
            names = tuple(str(column[0]) for column in found.description)
            rows = found.fetchall()
    except duckdb.OutOfMemoryException as fault:
        raise UnableToRead(Reason.TOO_MUCH_MEMORY, limit_mb=_MEMORY.removesuffix("MB")) from fault
    except duckdb.Error as fault:
        raise UnableToRead(Reason.MALFORMED) from fault
    finally:
        os.close(handle)
    if len(rows) > MOST_ROWS or len(names) > MOST_COLUMNS:
        raise UnableToRead(Reason.TOO_MANY_CELLS, limit=MOST_ROWS)
    return names, [tuple(_held(value) for value in row) for row in rows]


def _held(value: Any) -> Held:
    if value is None or value != value:  # noqa: PLR0124  not a number is no figure
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, float):
        number = Decimal(format(value, ".15g"))
        return number if number.is_finite() else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()
