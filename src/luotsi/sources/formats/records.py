"""Lists of flat JSON objects, such as interfaces of databases give, as plain tables."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from luotsi.sources.formats.grids import MAX_COLUMNS, Grid, GridRow
from luotsi.sources.formats.tables import load_list, typed
from luotsi.sources.formats.written import Entry
from luotsi.sources.types import ReadReason, UnableToRead

Record = dict[str, Any]


def records(body: bytes) -> list[Record]:
    """Return the objects of a list.

    :raises UnableToRead: when it is no list of objects
    """
    return [typed(entry, "record", dict) for entry in load_list(body)]


def grid_of(found: Sequence[Record]) -> Grid:
    """Return the objects as a table whose columns are the names of the first; each must have the same.

    :raises UnableToRead: when there are none, one has other names, or a value is no text, number, true or false
    """
    if not found:
        raise UnableToRead(ReadReason.NOTHING_PUBLISHED)
    columns = tuple(found[0])
    if not 1 < len(columns) <= MAX_COLUMNS:
        raise UnableToRead(ReadReason.NOT_TABLE)
    rows = []
    for line, one in enumerate(found, start=1):
        if set(one) != set(columns):
            raise UnableToRead(ReadReason.BROKEN_TABLE, line=line)
        rows.append(GridRow(line, tuple(_entry(one[name], name) for name in columns)))
    return Grid(columns, tuple(rows))


def _entry(value: object, name: str) -> Entry:
    if value is None:
        return ""
    if type(value) is int or isinstance(value, Decimal):
        return Decimal(value)
    if type(value) is bool:
        return str(value).lower()
    return typed(value, name, str).strip()  # type: ignore[no-any-return]
