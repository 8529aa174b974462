"""The databases that run the texts: DuckDB in this process, a PostgreSQL, or an Apache Spark; all give the same."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import duckdb

from luotsi.register import calendar, ladder
from luotsi.register.dialects import CODED, in_dialect
from luotsi.register.measures import SHARED, shared_text
from luotsi.register.sealed import Sealed
from luotsi.register.types import Definition, Kind, Table, UnableToCalculate

DUCKDB, POSTGRESQL, SPARK = "duckdb", "postgresql", "spark"
ENGINES = (DUCKDB, POSTGRESQL, SPARK)
SPAN_COLUMNS = "first_number INTEGER, last_number INTEGER, " + ", ".join(calendar.MONTH_COLUMNS.split(", ")[:7])
AHEAD_COLUMNS = "from_month INTEGER, steps INTEGER, month INTEGER"


@dataclass(frozen=True, slots=True)
class Request:
    """The rows of the calendar that a calculation needs: months wanted, spans that cover them, months before them."""

    months: tuple[tuple[object, ...], ...]
    spans: tuple[tuple[object, ...], ...]
    ahead: tuple[tuple[object, ...], ...]
    bounds: Mapping[str, int]


class Engine(Protocol):
    """A database with the snapshot in it; what it counts arrives in the table `counted_<measure>` of `database`."""

    database: duckdb.DuckDBPyConnection

    def take_months(self, request: Request) -> None:
        """Hold the months that the next texts count."""

    def keep(self, name: str) -> None:
        """Hold the rows of a shared text for the months at hand, for several measures that read it."""

    def counted(self, definition: Definition, text: str, *, more: bool) -> None:
        """Run the text of a measure and leave its rows, beside those already there when `more`."""

    def brought(self, name: str, columns: str, text: str) -> None:
        """Run a text and leave its rows in the table of that name of `database`."""


@contextmanager
def open_engine(name: str, address: str, sealed: Sealed, work: Path, manifest: Mapping[str, Any]) -> Iterator[Engine]:
    """Open the engine over the snapshot of the manifest.

    :raises UnableToCalculate: when there is no such engine, or it cannot be reached
    """
    database = sealed.connect(work)
    try:
        if name == DUCKDB:
            yield DuckDB(database, sealed, manifest)
        elif name == POSTGRESQL:
            from luotsi.register.engine_postgresql import open_postgresql

            with open_postgresql(address, database, sealed, manifest) as opened:
                yield opened
        elif name == SPARK:
            from luotsi.register.engine_spark import open_spark

            with open_spark(address, database, sealed, manifest) as session:
                yield session
        else:
            raise UnableToCalculate(f"There is no engine {name!r}; there are {', '.join(ENGINES)}.")
    finally:
        database.close()


class DuckDB:
    """The engine inside this process, over the Parquet files as they are."""

    def __init__(self, database: duckdb.DuckDBPyConnection, sealed: Sealed, manifest: Mapping[str, Any]) -> None:
        self.database = database
        self._kept: list[str] = []
        read_tables(database, sealed, manifest)

    def take_months(self, request: Request) -> None:
        """Hold the months; the shared texts become views over them."""
        for name, columns, rows in calendar_tables(request):
            calendar.load(self.database, name, columns, rows)
        for name in self._kept:
            self.database.execute(f"DROP TABLE kept_{name}")
        self._kept.clear()
        for name in SHARED:
            text = in_dialect(shared_text(name), DUCKDB, request.bounds)
            self.database.execute(f"CREATE OR REPLACE VIEW {name} AS {text}")
        self._bounds = request.bounds

    def keep(self, name: str) -> None:
        """Write the rows of the view down once."""
        self._kept.append(name)
        self.database.execute(f"CREATE TABLE kept_{name} AS SELECT * FROM {name}")
        self.database.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM kept_{name}")

    def counted(self, definition: Definition, text: str, *, more: bool) -> None:
        """Run the text where the rows are."""
        receive(self.database, definition, in_dialect(text, DUCKDB, self._bounds), more=more)

    def brought(self, name: str, columns: str, text: str) -> None:
        """Run the text where the rows are."""
        self.database.execute(f"CREATE TABLE {name} AS {in_dialect(text, DUCKDB, self._bounds)}")


def receive(database: duckdb.DuckDBPyConnection, definition: Definition, source: str, *, more: bool) -> None:
    """Put the rows of a query into the table of what was counted for the measure."""
    begin = f"INSERT INTO counted_{definition.key}" if more else f"CREATE TABLE counted_{definition.key} AS"
    database.execute(f"{begin} {source}")


def receive_rows(
    database: duckdb.DuckDBPyConnection, definition: Definition, rows: list[tuple[object, ...]], *, more: bool
) -> None:
    """Put rows that came from elsewhere into the table of what was counted for the measure."""
    columns = ", ".join(f"{name} {kind}" for name, kind in counted_columns(definition))
    calendar.load(database, "arrived", columns, rows)
    receive(database, definition, "SELECT * FROM arrived", more=more)


def read_tables(database: duckdb.DuckDBPyConnection, sealed: Sealed, manifest: Mapping[str, Any]) -> None:
    """Make a view of each table of the snapshot, and the days of the calendar."""
    for table in Table:
        files = [str(sealed.slices / entry["file"]) for entry in manifest["tables"][table.value]["slices"]]
        database.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet({files!r})")
    calendar.load(database, "day", calendar.DAY_COLUMNS, day_rows(manifest))


def day_rows(manifest: Mapping[str, Any]) -> tuple[tuple[object, ...], ...]:
    """Return the days of the calendar of a snapshot."""
    return calendar.day_rows(calendar.last_calendar_day(date.fromisoformat(manifest["known_on"])))


def calendar_tables(request: Request) -> tuple[tuple[str, str, Sequence[tuple[object, ...]]], ...]:
    """Return the tables of a request with their columns and rows."""
    return (
        ("month", calendar.MONTH_COLUMNS, request.months),
        ("span", SPAN_COLUMNS, request.spans),
        ("ahead", AHEAD_COLUMNS, request.ahead),
        ("ladder", ladder.LADDER_COLUMNS, ladder.ladder_rows()),
    )


def counted_columns(definition: Definition) -> list[tuple[str, str]]:
    """Return the names and types of the columns that the text of a measure gives, in their order."""
    coded = {grouping.value for grouping in CODED}
    return [
        ("month", "INTEGER"),
        ("municipality", "INTEGER"),
        *([("part", "VARCHAR")] if definition.parts else []),
        *([("days", "INTEGER")] if definition.kind is Kind.HISTOGRAM else []),
        *((name.value, "INTEGER" if name.value in coded else "VARCHAR") for name in definition.groupings),
        ("count", "BIGINT"),
        *([("base", "BIGINT")] if definition.kind.has_base else []),
    ]
