"""Apache Spark as the engine, for a register that outgrows one machine: its workers read the slices and count."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import duckdb

from luotsi.register import calendar
from luotsi.register.dialects import in_dialect
from luotsi.register.engines import Request, calendar_tables, day_rows, receive_rows
from luotsi.register.measures import SHARED, shared_text
from luotsi.register.sealed import Sealed
from luotsi.register.types import Definition, Table, UnableToCalculate


@contextmanager
def open_spark(
    master: str, database: duckdb.DuckDBPyConnection, sealed: Sealed, manifest: Mapping[str, Any]
) -> Iterator["Spark"]:
    """Start a session on the master; its workers must reach the sealed folder by the same path.

    :raises UnableToCalculate: when pyspark is not installed or the master does not answer
    """
    if not master:
        raise UnableToCalculate("LUOTSI_REGISTER_SPARK_MASTER is empty; the engine spark needs an address.")
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as fault:
        raise UnableToCalculate("pyspark is not installed; the engine spark needs pyspark 4 and Java 17.") from fault
    session = (
        SparkSession.builder.master(master)
        .appName("luotsi-register")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.ansi.enabled", "true")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    try:
        yield Spark(session, database, sealed, manifest)
    except PySparkException as fault:
        raise UnableToCalculate(f"Spark cannot count: {str(fault).splitlines()[0]}") from fault
    finally:
        session.stop()


class Spark:
    """The engine on a Spark cluster."""

    def __init__(
        self, session: Any, database: duckdb.DuckDBPyConnection, sealed: Sealed, manifest: Mapping[str, Any]
    ) -> None:
        self.database = database
        self._session = session
        self._kept: list[str] = []
        for table in Table:
            files = [str(sealed.slices / entry["file"]) for entry in manifest["tables"][table.value]["slices"]]
            session.read.parquet(*files).createOrReplaceTempView(table.value)
        self._load("day", calendar.DAY_COLUMNS, list(day_rows(manifest)))

    def take_months(self, request: Request) -> None:
        """Hold the months; the shared texts become views over them."""
        for name in self._kept:
            self._session.catalog.uncacheTable(name)
        self._kept.clear()
        for name, columns, rows in calendar_tables(request):
            self._load(name, columns, list(rows))
        for name in SHARED:
            self._session.sql(
                f"CREATE OR REPLACE TEMPORARY VIEW {name} AS {in_dialect(shared_text(name), 'spark', request.bounds)}"
            )
        self._bounds = request.bounds

    def keep(self, name: str) -> None:
        """Hold the rows of the view on the workers."""
        self._kept.append(name)
        self._session.catalog.cacheTable(name)

    def counted(self, definition: Definition, text: str, *, more: bool) -> None:
        """Run the text on the workers and bring its few rows here."""
        rows = [tuple(row) for row in self._session.sql(in_dialect(text, "spark", self._bounds)).collect()]
        receive_rows(self.database, definition, rows, more=more)

    def brought(self, name: str, columns: str, text: str) -> None:
        """Run the text on the workers and bring its rows into the sealed folder's own database."""
        rows = [tuple(row) for row in self._session.sql(in_dialect(text, "spark", self._bounds)).collect()]
        calendar.load(self.database, name, columns, rows)

    def _load(self, name: str, definition: str, rows: list[tuple[object, ...]]) -> None:
        schema = definition.replace("INTEGER", "INT").replace("VARCHAR", "STRING")
        self._session.createDataFrame(rows, schema=schema).createOrReplaceTempView(name)
