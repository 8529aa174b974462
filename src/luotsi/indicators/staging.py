"""The statements that carry a million observations in one short transaction.

Written as SQL since the framework makes an object of every row; the table is that of `models`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

from django.db import connection

from luotsi.indicators.copying import BEGINNING, COLUMNS, END, Packing
from luotsi.indicators.models import Vintage
from luotsi.indicators.numbering import A_SERIES, END_OF_SERIES, FIRST_OF_SERIES
from luotsi.indicators.staged import Lot, Rows

_PLAIN = "id, series_id, vintage_id, scaled, exponent, gap"
_WHOLE = f"{_PLAIN}, flags, numerator_scaled, denominator_scaled, parts_exponent, words, note, entered_by_id"
# Found first and then given their moments: joined at once, PostgreSQL may walk the whole table for a few series.
_KNOWN = """
WITH found AS MATERIALIZED (
    SELECT o.id, o.scaled, o.exponent, o.gap, o.flags, o.vintage_id, o.words FROM indicators_series s
    JOIN indicators_observation o ON o.id >= {first} AND o.id < {end}
    WHERE s.id IN ({places})
)
SELECT o.id, o.scaled, o.exponent, o.gap, o.flags, CAST(v.known_at AS text), o.words
FROM found o JOIN indicators_vintage v ON v.id = o.vintage_id
"""
_INSERT_WHOLE = f"INSERT INTO indicators_observation ({_WHOLE}) VALUES ({', '.join(['%s'] * 13)})"  # noqa: S608
_INSERT_SERIES = """
INSERT INTO indicators_series (source_key, owner_key, definition_id, subject_id, dimensions)
{} ON CONFLICT DO NOTHING
"""
_AT_ONCE = 500
_SCALED, _EXPONENT, _GAP = map(itemgetter, range(3))


Standing = tuple[int, int | None, int, str, str, str, Any]
"""A version as it stands: number, scaled, exponent, gap, flags, moment and words, the last two as they are written."""


def known(series: Iterable[int]) -> list[Standing]:
    """Return every version of the series' values in order of their numbers."""
    numbers = list(series)
    if not numbers:
        return []
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(numbers))
        cursor.execute(_KNOWN.format(places=places, first=FIRST_OF_SERIES, end=END_OF_SERIES), numbers)
        # Sorted here: asked to sort, PostgreSQL walks the whole index to save itself the work.
        return sorted(cursor.fetchall())


def make_series(places: Sequence[tuple[int, int, str]], source_key: str, owner_key: str) -> None:
    """Make series of definitions, subjects and dimensions, as far as nobody else has made them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            each = "SELECT %s, %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::text[])"
            columns = [list(column) for column in zip(*places, strict=True)]
            cursor.execute(_INSERT_SERIES.format(each), [source_key, owner_key, *columns])
        else:
            rows = [(source_key, owner_key, *place) for place in places]
            cursor.executemany(_INSERT_SERIES.format("VALUES (%s, %s, %s, %s, %s)"), rows)


def store(lots: Iterable[Lot], run: int) -> int:
    """Write the lots one after another, each while it is being made; return how many rows there were.

    While a lot is being made the database cannot be asked; between two lots it can.
    """
    vintages, packing, count = dict[datetime, int](), Packing(), 0
    for lot in lots:
        new = [Vintage(run_id=run, known_at=moment) for moment in sorted({*lot.moments} - vintages.keys())]
        vintages |= {one.known_at: one.pk for one in Vintage.objects.bulk_create(new)}
        if connection.vendor == "postgresql":
            count += _copy(lot.rows, vintages, packing)
        else:
            count += _insert(lot.rows, vintages)
    return count


def _copy(rows: Iterable[Rows], vintages: Mapping[datetime, int], packing: Packing) -> int:
    count, whole = 0, list[Rows]()
    # COPY is not the framework's, and its errors neither.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        with cursor.copy(f"COPY indicators_observation ({COLUMNS}) FROM STDIN (FORMAT binary)") as copy:
            copy.write(BEGINNING)
            for one in rows:
                count += len(one.numbers)
                if one.is_plain:
                    copy.write(packing.packed(one, vintages[one.known_at]))
                else:
                    whole.append(one)
            copy.write(END)
        if whole:
            with cursor.copy(f"COPY indicators_observation ({_WHOLE}) FROM STDIN") as copy:
                for row in chain.from_iterable(_whole(one, vintages[one.known_at]) for one in whole):
                    copy.write_row(row)
    return count


def _insert(rows: Iterable[Rows], vintages: Mapping[datetime, int]) -> int:
    count = 0
    with connection.cursor() as cursor:
        for one in rows:
            count += len(one.numbers)
            if one.is_plain:
                with connection.wrap_database_errors:  # past the framework, which rewrites every statement
                    _insert_plain(one, vintages[one.known_at])
            else:
                cursor.executemany(_INSERT_WHOLE, _whole(one, vintages[one.known_at]))
    return count


def _insert_plain(one: Rows, vintage: int) -> None:
    line = (one.series * A_SERIES, one.series, vintage)
    for at in range(0, len(one.numbers), _AT_ONCE):
        cells, numbers = one.cells[at : at + _AT_ONCE], one.numbers[at : at + _AT_ONCE]
        columns = (*map(_SCALED, cells), *map(_EXPONENT, cells), *map(_GAP, cells))
        connection.connection.execute(_statement(tuple(numbers)), (*line, *columns))


@lru_cache(maxsize=64)
def _statement(numbers: tuple[int, ...]) -> str:
    """Return SQLite's statement for a line of these numbers, which thousands of lines share.

    One statement a line takes half the time of one a row. The cells are given column by column.
    """
    count = len(numbers)
    rows = ", ".join(
        f"(?1 + {number}, ?2, ?3, ?{at}, ?{at + count}, ?{at + 2 * count})"
        for at, number in enumerate(numbers, start=4)
    )
    return f"INSERT INTO indicators_observation ({_PLAIN}) VALUES {rows}"  # noqa: S608


def _whole(one: Rows, vintage: int) -> list[tuple[Any, ...]]:
    first, words = one.series * A_SERIES, one.words or [None] * len(one.numbers)
    return [
        (first + number, one.series, vintage, *cell, told, one.note, one.entered_by)
        for number, cell, told in zip(one.numbers, one.cells, words, strict=True)
    ]
