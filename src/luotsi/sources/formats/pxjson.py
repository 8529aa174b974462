"""The JSON format of PxWeb's interface version 1: all values are text, and each content is a column of its own."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from luotsi.core.values import Cell
from luotsi.sources.formats.tables import Dimension, Table, load, moment, number, optional, part, symbol, texts, typed
from luotsi.sources.types import ReadReason, UnableToRead

CONTENT = "contents"  # the content columns stand for a variable that the format does not name
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def parse(body: bytes) -> Table:
    """Return the answer as a table, the contents as its last dimension.

    :raises UnableToRead: when anything in it is not as the format says, a row is missing or stands twice
    """
    content = load(body)
    columns = [typed(column, "columns", dict) for column in part(content, "columns", list)]
    keys = [column for column in columns if part(column, "type", str) in {"d", "t"}]
    contents = tuple(part(column, "code", str) for column in columns if column["type"] == "c")
    rows = _rows(part(content, "data", list), len(keys), len(contents))
    dimensions = tuple(
        Dimension(part(column, "code", str), tuple(dict.fromkeys(key[at] for key in rows)), column["type"] == "t")
        for at, column in enumerate(keys)
    )
    published = optional(content, "metadata", list)
    metadata = typed(published[0], "metadata", dict) if published else {}
    updated = optional(metadata, "updated", str)
    return Table(
        dimensions=(*dimensions, Dimension(CONTENT, contents, is_content=True)),
        cells=_in_order(rows, dimensions),
        updated=moment(updated) if updated else None,
        source_label=optional(metadata, "source", str),
        notes=_notes(columns, optional(content, "comments", list)),
    )


def _rows(data: list[Any], keys: int, contents: int) -> dict[tuple[str, ...], tuple[Cell, ...]]:
    known: dict[str, Cell] = {}
    rows = {}
    for row in data:
        key = texts(part(typed(row, "data", dict), "key", list), "key")
        values = part(row, "values", list)
        if len(key) != keys or len(values) != contents:
            raise UnableToRead(ReadReason.DIFFERENT_SIZE, found=len(key) + len(values), expected=keys + contents)
        rows[key] = tuple(
            known.get(value) or known.setdefault(value, _cell(value)) for value in texts(values, "values")
        )
    if len(rows) != len(data):
        raise UnableToRead(ReadReason.DIFFERENT_SIZE, found=len(data), expected=len(rows))
    return rows


def _in_order(rows: Mapping[tuple[str, ...], tuple[Cell, ...]], dimensions: tuple[Dimension, ...]) -> list[Cell]:
    order = [{value: at for at, value in enumerate(dimension.values)} for dimension in dimensions]
    ordered = sorted(rows, key=lambda key: [places[value] for places, value in zip(order, key, strict=True)])
    return [cell for key in ordered for cell in rows[key]]


def _cell(text: str) -> Cell:
    return number(Decimal(text)) if _NUMBER.fullmatch(text) and text.isascii() else symbol(text)


def _notes(columns: list[dict[str, Any]], comments: list[Any]) -> tuple[str, ...]:
    found = [optional(column, "comment", str) for column in columns]
    found += [optional(typed(comment, "comments", dict), "comment", str) for comment in comments]
    return tuple(dict.fromkeys(note.strip() for note in found if note.strip()))
