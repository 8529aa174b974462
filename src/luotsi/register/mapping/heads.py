"""The head of a sample: names of columns and the first rows as text; to be called in the process with limits."""

import csv
import io
from codecs import getincrementaldecoder
from dataclasses import dataclass

from luotsi.files.encodings import decoded
from luotsi.files.parquet import MARK, read_parquet
from luotsi.files.refusals import Reason, UnableToRead

MOST_ROWS = 500
HEAD_BYTES = 256 * 1024
_MOST_COLUMNS = 200
_LONGEST_CELL = 200
_DELIMITERS = ";\t,|"


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows of a table; `delimiter` and `encoding` are those of its file, empty for Parquet."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ""
    encoding: str = ""

    def values(self, column: str) -> tuple[str, ...]:
        """Return the different values of a column, the most common first; empty ones are left out."""
        place = self.columns.index(column)
        found: dict[str, int] = {}
        for row in self.rows:
            if value := row[place].strip():
                found[value] = found.get(value, 0) + 1
        return tuple(sorted(found, key=lambda value: (-found[value], value)))


def read_head(content: bytes) -> Head:
    """Return the head of a CSV or Parquet file; of a CSV the bytes may end anywhere.

    :raises UnableToRead: when it is no table, has no header, or names a column twice
    """
    if not content.strip():
        raise UnableToRead(Reason.EMPTY)
    if content.startswith(MARK):
        columns, cells = read_parquet(content, head=MOST_ROWS)
        return _head(columns, [tuple(str(cell) for cell in row) for row in cells])
    is_cut = len(content) >= HEAD_BYTES
    text = decoded(content[: content.rfind(b"\n") + 1] if is_cut and b"\n" in content else content)
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    try:
        lines = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter) if row]
    except csv.Error as fault:
        raise UnableToRead(Reason.MALFORMED) from fault
    columns = tuple(name.strip() for name in lines[0])
    rows = [(*row, *[""] * len(columns))[: len(columns)] for row in lines[1 : MOST_ROWS + 1]]
    return _head(columns, rows, delimiter, _encoding(content, is_cut=is_cut))


def _head(columns: tuple[str, ...], rows: list[tuple[str, ...]], delimiter: str = "", encoding: str = "") -> Head:
    if len(columns) > _MOST_COLUMNS:
        raise UnableToRead(Reason.TOO_MANY_COLUMNS, columns=len(columns), limit=_MOST_COLUMNS)
    if not all(columns) or len(set(columns)) < len(columns):
        raise UnableToRead(Reason.COLUMNS_UNNAMED)
    kept = tuple(tuple(cell[:_LONGEST_CELL] for cell in row) for row in rows)
    return Head(columns, kept, delimiter, encoding)


def _encoding(content: bytes, *, is_cut: bool) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        getincrementaldecoder("utf-8")().decode(content, final=not is_cut)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"
