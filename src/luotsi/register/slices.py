"""Slices of a snapshot: a table's rows of one month as one Parquet file, and the fingerprints of what happened when."""

from pathlib import Path
from typing import Any

import duckdb

from luotsi.core.periods import Period
from luotsi.register.calendar import month_code
from luotsi.register.sealed import Sealed, file_hash
from luotsi.register.types import Aspect, Table

_ROW_NUMBERS = {"spell", "search"}  # they name a row within one snapshot and mean nothing in the next
_END = {"ended_on", "end_reason", "until_on", "last_count", "ended_month", "filled_on", "hires", "referrals"}
INTERVALS = frozenset({Table.SPELL, Table.SEARCH, Table.SERVICE, Table.EMPLOYMENT, Table.VACANCY})
_OPEN_END = 999_999


def write(
    database: duckdb.DuckDBPyConnection, sealed: Sealed, work: Path, table: Table, since: Period
) -> dict[str, Any]:
    """Write the slices of a prepared table and return their entry in the manifest.

    Rows stand in one order whatever order and files they came in, so that the same rows give the same bytes. What is
    older than the first month to count stands by years: many small files are slow to read.
    """
    made = f"made_{table}"
    columns = [row[0] for row in database.execute(f"DESCRIBE {made}").fetchall()]
    kept = [column for column in columns if column != "slice"]
    sorting = ", ".join(column for column in kept if column not in _ROW_NUMBERS)
    slicing = f"CASE WHEN slice < {month_code(since)} THEN slice // 100 * 100 ELSE slice END AS slice"
    database.execute(f"CREATE TABLE sorted AS SELECT * REPLACE ({slicing}) FROM {made} ORDER BY slice, {sorting}")
    database.execute(f"DROP TABLE {made}")
    months = database.execute("SELECT slice, count(*) FROM sorted GROUP BY slice ORDER BY slice").fetchall()
    written = []
    for month, rows in months:
        file = work / "slice.parquet"
        database.execute(
            f"COPY (SELECT {', '.join(kept)} FROM sorted WHERE slice = {month}) TO '{file}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
        name = f"{table}-{month}-{file_hash(file)}.parquet"
        file.replace(sealed.slices / name)
        written.append({"file": name, "month": month, "rows": rows})
    if not months:
        file = sealed.slices / f"{table}-empty.parquet"
        database.execute(f"COPY (SELECT {', '.join(kept)} FROM sorted) TO '{file}' (FORMAT parquet)")
        written.append({"file": file.name, "month": 0, "rows": 0})
    entry = {
        "rows": sum(rows for _month, rows in months),
        "slices": written,
        "fingerprints": _fingerprints(database, table, kept),
    }
    database.execute("DROP TABLE sorted")
    return entry


def _fingerprints(database: duckdb.DuckDBPyConnection, table: Table, columns: list[str]) -> dict[str, dict[str, str]]:
    """Return for each aspect the months with the sum of their rows' hashes: the same whatever the order of rows.

    A row that goes on counts on every counting day between its first and its last month; what its end says is not
    part of that, so that an end today leaves the months before it as they were.
    """
    content = [column for column in columns if column not in _ROW_NUMBERS]
    if table not in INTERVALS:
        return {Aspect.HAPPENED: _sums(database, "happened_month", content)}
    begun = [column for column in content if column not in _END]
    return {
        Aspect.STARTED: _sums(database, "started_month", begun),
        Aspect.ENDED: _sums(database, "ended_month", content),
        Aspect.OPEN: _open_sums(database, begun),
    }


def _sums(database: duckdb.DuckDBPyConnection, month: str, columns: list[str]) -> dict[str, str]:
    rows = database.execute(
        f"SELECT {month}, sum(hash({', '.join(columns)}))::VARCHAR FROM sorted WHERE {month} IS NOT NULL "
        f"GROUP BY {month} ORDER BY {month}"
    ).fetchall()
    return {str(key): value for key, value in rows}


def _open_sums(database: duckdb.DuckDBPyConnection, columns: list[str]) -> dict[str, str]:
    """Return sums by the number of the month, made from what comes and goes at each counting day."""
    rows = database.execute(
        f"WITH hashed AS (SELECT first_count, last_count, hash({', '.join(columns)})::HUGEINT AS value FROM sorted "
        "WHERE first_count <= last_count), change AS (SELECT first_count AS number, value FROM hashed UNION ALL "
        f"SELECT last_count + 1, -value FROM hashed WHERE last_count < {_OPEN_END}) "
        "SELECT number, sum(sum(value)) OVER (ORDER BY number)::VARCHAR FROM change GROUP BY number ORDER BY number"
    ).fetchall()
    return {str(number): value for number, value in rows}
