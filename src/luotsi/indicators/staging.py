"""The statements that carry a million observations in one short transaction.

Written as SQL since the framework makes an object of every row; the table is that of `models`.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from luotsi.indicators.numbering import A_SERIES
from luotsi.indicators.reading import moment_column

_PLAIN = "id, period_name, series_id, known_at, run_id, scaled, exponent, gap"
_WHOLE = f"{_PLAIN}, flags, numerator_scaled, denominator_scaled, parts_exponent, words, note, entered_by_id"
_KNOWN = """
SELECT o.id, o.scaled, o.exponent, o.gap, o.flags, {}, o.words
FROM indicators_series s
JOIN indicators_observation o ON o.id >= s.id * %s AND o.id < (s.id + 1) * %s
WHERE s.id IN ({})
"""
_INSERT_WHOLE = f"INSERT INTO indicators_observation ({_WHOLE}) VALUES ({', '.join(['%s'] * 15)})"  # noqa: S608
_BATCH = 50_000
_AT_ONCE = 500
_BARE = itemgetter(slice(3))
_NULL = "\\N"


class Stored(NamedTuple):
    """A cell as columns, in the order of the table's."""

    scaled: int | None
    exponent: int
    gap: str
    flags: str = ""
    numerator_scaled: int | None = None
    denominator_scaled: int | None = None
    parts_exponent: int = 0


class Rows(NamedTuple):
    """Rows of one series that became known together; moments and words as the database takes them."""

    series: int
    known_at: Any
    numbers: Sequence[int]
    """Counted from the series' first number."""
    names: Sequence[str]
    cells: Sequence[Stored]
    is_plain: bool
    """Whether every cell is a bare number or gap, as nearly all of a statistical answer are."""
    words: Sequence[Any] = ()
    note: str = ""
    entered_by: int | None = None


def known(series: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """Yield every version of the series' values in order of their numbers: number, value, gap, flags, moment, words."""
    numbers = list(series)
    if not numbers:
        return
    statement = _KNOWN.format(moment_column(), ", ".join(["%s"] * len(numbers)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [A_SERIES, A_SERIES, *numbers])
        # Sorted here: asked to sort, PostgreSQL walks the whole index to save itself the work.
        yield from sorted(cursor.fetchall())


def store(lines: Iterable[Rows], run: int) -> int:
    """Write the rows, some lines at a time; return how many there were."""
    count, waiting, lots = 0, 0, list[Rows]()
    for one in lines:
        lots.append(one)
        waiting += len(one.numbers)
        if waiting >= _BATCH:
            _write(lots, run)
            count, waiting, lots = count + waiting, 0, []
    _write(lots, run)
    return count + waiting


def _write(lots: list[Rows], run: int) -> None:
    plain: list[Rows] = []
    whole: list[Rows] = []
    for one in lots:
        (plain if one.is_plain else whole).append(one)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:  # COPY is not the framework's, and its errors neither
                _copy(cursor, plain, whole, run)
            return
        with connection.wrap_database_errors:  # past the framework, which rewrites every statement
            for one in plain:
                _insert(one, run)
        cursor.executemany(_INSERT_WHOLE, [row for one in whole for row in _whole(one, run)])


def _copy(cursor: Any, plain: Iterable[Rows], whole: Iterable[Rows], run: int) -> None:
    with cursor.copy(f"COPY indicators_observation ({_PLAIN}) FROM STDIN") as copy:
        for one in plain:
            copy.write(_text(one, run))
    with cursor.copy(f"COPY indicators_observation ({_WHOLE}) FROM STDIN") as copy:
        for row in chain.from_iterable(_whole(one, run) for one in whole):
            copy.write_row(row)


def _text(one: Rows, run: int) -> str:
    """Return the rows as COPY reads them; none of these columns can hold a sign that it would have to escape."""
    first, rest = one.series * A_SERIES, f"\t{one.series}\t{one.known_at}\t{run}\t"
    return "".join(
        [
            f"{first + number}\t{name}{rest}{_NULL if cell[0] is None else cell[0]}\t{cell[1]}\t{cell[2]}\n"
            for number, name, cell in zip(one.numbers, one.names, one.cells, strict=True)
        ]
    )


def _insert(one: Rows, run: int) -> None:
    line = (one.series * A_SERIES, one.series, one.known_at, run)
    for at in range(0, len(one.numbers), _AT_ONCE):
        cut = slice(at, at + _AT_ONCE)
        statement = _statement(tuple(one.numbers[cut]), tuple(one.names[cut]))
        connection.connection.execute(statement, (*line, *chain.from_iterable(map(_BARE, one.cells[cut]))))


@lru_cache(maxsize=64)
def _statement(numbers: tuple[int, ...], names: tuple[str, ...]) -> str:
    """Return SQLite's statement for a line of these periods, which thousands of lines share.

    One statement a line takes half the time of one a row. Numbers and names of periods hold no sign to be escaped.
    """
    rows = (f"(?1 + {number}, '{name}', ?2, ?3, ?4, ?, ?, ?)" for number, name in zip(numbers, names, strict=True))
    return f"INSERT INTO indicators_observation ({_PLAIN}) VALUES {', '.join(rows)}"  # noqa: S608


def _whole(one: Rows, run: int) -> list[tuple[Any, ...]]:
    first, words = one.series * A_SERIES, one.words or [None] * len(one.numbers)
    return [
        (first + number, name, one.series, one.known_at, run, *cell, told, one.note, one.entered_by)
        for number, name, cell, told in zip(one.numbers, one.names, one.cells, words, strict=True)
    ]
