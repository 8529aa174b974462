"""PostgreSQL as the engine: the snapshot is copied into temporary tables of a database of its own and counted."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb
import psycopg
from psycopg import sql

from luotsi.register import calendar
from luotsi.register.dialects import in_dialect
from luotsi.register.engines import Request, calendar_tables, day_rows, read_tables, receive_rows
from luotsi.register.measures import SHARED, shared_text
from luotsi.register.sealed import Sealed
from luotsi.register.types import Definition, Table, UnableToCalculate

_TYPES = {"TINYINT": "SMALLINT", "VARCHAR": "TEXT", "DOUBLE": "DOUBLE PRECISION"}
_BATCH = 50_000


@contextmanager
def open_postgresql(
    address: str, database: duckdb.DuckDBPyConnection, sealed: Sealed, manifest: Mapping[str, Any]
) -> Iterator["PostgreSQL"]:
    """Connect, copy the tables, and leave nothing behind: temporary tables end with the connection.

    :raises UnableToCalculate: when the database cannot be reached or refuses
    """
    if not address:
        raise UnableToCalculate("LUOTSI_REGISTER_DATABASE_URL is empty; the engine postgresql needs a database.")
    try:
        with psycopg.connect(address) as connection:
            yield PostgreSQL(connection, database, sealed, manifest)
            connection.rollback()
    except psycopg.Error as fault:
        raise UnableToCalculate(f"The register's PostgreSQL cannot be used: {str(fault).splitlines()[0]}") from fault


class PostgreSQL:
    """The engine in a PostgreSQL of the register's own."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        database: duckdb.DuckDBPyConnection,
        sealed: Sealed,
        manifest: Mapping[str, Any],
    ) -> None:
        self.database = database
        self._connection = connection
        self._kept: list[str] = []
        read_tables(database, sealed, manifest)
        for table in Table:
            self._copy(table.value)
        self._load("day", calendar.DAY_COLUMNS, list(day_rows(manifest)))

    def take_months(self, request: Request) -> None:
        """Hold the months; the shared texts become views over them."""
        for name in reversed(SHARED):
            self._execute(f"DROP VIEW IF EXISTS {name}")
        for name in self._kept:
            self._execute(f"DROP TABLE kept_{name}")
        self._kept.clear()
        for name, columns, rows in calendar_tables(request):
            self._execute(f"DROP TABLE IF EXISTS {name}")
            self._load(name, columns, list(rows))
        for name in SHARED:
            text = in_dialect(shared_text(name), "postgres", request.bounds)
            self._execute(f"CREATE TEMPORARY VIEW {name} AS {text}")
        self._bounds = request.bounds

    def keep(self, name: str) -> None:
        """Write the rows of the view down once."""
        self._kept.append(name)
        self._execute(f"CREATE TEMPORARY TABLE kept_{name} AS SELECT * FROM {name}")
        self._execute(f"CREATE OR REPLACE TEMPORARY VIEW {name} AS SELECT * FROM kept_{name}")

    def counted(self, definition: Definition, text: str, *, more: bool) -> None:
        """Run the text there and bring its few rows here."""
        rows = self._connection.execute(_own(in_dialect(text, "postgres", self._bounds))).fetchall()
        receive_rows(self.database, definition, rows, more=more)

    def brought(self, name: str, columns: str, text: str) -> None:
        """Run the text there and bring its rows into the sealed folder's own database."""
        rows = self._connection.execute(_own(in_dialect(text, "postgres", self._bounds))).fetchall()
        calendar.load(self.database, name, columns, rows)

    def _copy(self, name: str) -> None:
        described = self.database.execute(f"DESCRIBE {name}").fetchall()
        columns = ", ".join(f"{row[0]} {_TYPES.get(row[1], row[1])}" for row in described)
        self._execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        rows = self.database.execute(f"SELECT * FROM {name}")
        with self._connection.cursor() as cursor, cursor.copy(_own(f"COPY {name} FROM STDIN")) as copy:
            while batch := rows.fetchmany(_BATCH):
                for row in batch:
                    copy.write_row(row)
        self._execute(f"ANALYZE {name}")

    def _load(self, name: str, definition: str, rows: list[tuple[object, ...]]) -> None:
        self._execute(f"CREATE TEMPORARY TABLE {name} ({definition})")
        with self._connection.cursor() as cursor, cursor.copy(_own(f"COPY {name} FROM STDIN")) as copy:
            for row in rows:
                copy.write_row(row)
        self._execute(f"ANALYZE {name}")

    def _execute(self, text: str) -> None:
        self._connection.execute(_own(text))


def _own(text: str) -> sql.SQL:
    """Return a text of our own making as a statement; nothing of a person or a form is in it."""
    return sql.SQL(text)
