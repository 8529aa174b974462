"""Reading an export into typed tables, row by row: what is unreadable is listed, what is missing becomes a gap."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from luotsi.register.profiles import DAY_AFTER, Profile, TableProfile
from luotsi.register.tables import ENDS, EVENTS, STARTS, TABLES, UNKNOWN, Column, Form
from luotsi.register.types import UnableToImport

_TYPES = {
    Form.PERSON: "VARCHAR",
    Form.KEY: "VARCHAR",
    Form.DAY: "DATE",
    Form.CODE: "VARCHAR",
    Form.NUMBER: "INTEGER",
    Form.EURO: "BIGINT",
    Form.PLACE: "SMALLINT",
    Form.TEXT: "VARCHAR",
}
LARGEST_NUMBER = 100_000
LARGEST_CENTS = 10_000_000
_PLACE = r"^(KU)?[0-9]{1,3}$"


@dataclass(frozen=True, slots=True)
class Staged:
    """A column of an export as SQL: the text as it came, and what it means."""

    column: Column
    raw: str
    value: str

    @property
    def unreadable(self) -> str:
        """The condition under which something stands in the column that cannot be understood."""
        return f"({self.raw} IS NOT NULL AND {self.value} IS NULL)"


def stage(database: duckdb.DuckDBPyConnection, folder: Path, profile: Profile) -> None:
    """Make `staged_<table>` for every table, empty where the profile has none, with lists of what was wrong.

    `line` runs through the files of a table in the order of their names. `fault` is the first check that makes the
    row unusable; gaps that were noted are counted in `noted`.

    :raises UnableToImport: when a table of the profile has no files or lacks a column
    """
    _begin(database)
    for name in TABLES:
        if name in profile.tables:
            _stage_table(database, folder, name, profile)
        else:
            _stage_nothing(database, name)


def stage_rows(
    database: duckdb.DuckDBPyConnection,
    name: str,
    profile: Profile,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
) -> None:
    """Make `staged_<table>` of the rows of one table as text, and empty ones of the others, as `stage` does.

    :raises UnableToImport: when the rows lack a column of the profile
    """
    _begin(database)
    quoted_names = ['"' + column.replace('"', '""') + '"' for column in columns]
    made = ", ".join(f"unnest(?::VARCHAR[]) AS {column}" for column in quoted_names)
    by_column = [[row[place] for row in rows] for place in range(len(columns))]
    database.execute(f"CREATE TABLE sample AS SELECT {made}, 'sample' AS filename", by_column)
    _stage_source(database, name, profile, dict.fromkeys(columns, "VARCHAR"), "SELECT * FROM sample")
    for other in TABLES:
        if other != name:
            _stage_nothing(database, other)


def _begin(database: duckdb.DuckDBPyConnection) -> None:
    database.execute('CREATE TABLE noted (source VARCHAR, "check" VARCHAR, field VARCHAR, rows BIGINT)')
    database.execute("CREATE TABLE unread (source VARCHAR, file VARCHAR, line BIGINT, field VARCHAR)")


def _stage_nothing(database: duckdb.DuckDBPyConnection, name: str) -> None:
    typed = ", ".join(f"{column.name} {_TYPES[column.form]}" for column in TABLES[name])
    database.execute(f"CREATE TABLE staged_{name} (line BIGINT, file VARCHAR, {typed}, fault VARCHAR, gaps UTINYINT)")


def _stage_table(database: duckdb.DuckDBPyConnection, folder: Path, name: str, profile: Profile) -> None:
    mapped = profile.tables[name]
    files = sorted(str(file) for file in folder.glob(mapped.files) if file.is_file())
    if not files:
        raise UnableToImport(f"The table {name} has no file {mapped.files} in {folder.name}.")
    try:
        found, source = _parquet(database, files) if mapped.files.endswith(".parquet") else _csv(files, profile)
        _stage_source(database, name, profile, found, source)
    except (duckdb.Error, OSError, UnicodeError, csv.Error) as fault:
        raise UnableToImport(f"The files {mapped.files} cannot be read: {str(fault).splitlines()[0]}") from fault
    _list_unread(database, name)


def _stage_source(
    database: duckdb.DuckDBPyConnection, name: str, profile: Profile, found: dict[str, str], source: str
) -> None:
    mapped = profile.tables[name]
    missing = sorted({theirs for theirs in mapped.columns.values() if theirs not in found})
    if missing:
        there = ", ".join(sorted(set(found) - {"filename"}))
        raise UnableToImport(f"The files {mapped.files} lack {', '.join(missing)}; they have {there}.")
    staged = [_staged(column, mapped, found, profile) for column in TABLES[name]]
    database.execute(
        f"CREATE TABLE staged_{name} AS SELECT row_number() OVER () AS line, filename AS file, "
        f"{', '.join(f'{one.value} AS {one.column.name}' for one in staged)}, {_fault(name, staged)} AS fault, "
        f"{_gaps(name, staged)} AS gaps FROM ({source})"
    )
    _note(database, name, staged)


def _parquet(database: duckdb.DuckDBPyConnection, files: list[str]) -> tuple[dict[str, str], str]:
    listed = ", ".join(quoted(file) for file in files)
    source = f"SELECT * FROM read_parquet([{listed}], filename = true, union_by_name = true)"
    return {row[0]: row[1] for row in database.execute(f"DESCRIBE {source}").fetchall()}, source


def _csv(files: list[str], profile: Profile) -> tuple[dict[str, str], str]:
    """Read each file by its own header: nothing is guessed, and files may have their columns in different orders."""
    found: dict[str, str] = {}
    sources = []
    for file in files:
        with Path(file).open(encoding=profile.encoding.replace("utf-8", "utf-8-sig"), newline="") as opened:
            header = next(csv.reader(opened, delimiter=profile.delimiter), [])
        if not header or len(set(header)) < len(header):
            raise UnableToImport(f"The file {Path(file).name} has no header, or a column twice in it.")
        found |= dict.fromkeys(header, "VARCHAR")
        columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in header)
        sources.append(
            f"SELECT * FROM read_csv({quoted(file)}, filename = true, auto_detect = false, header = true, "
            f"columns = {{{columns}}}, delim = {quoted(profile.delimiter)}, quote = '\"', escape = '\"', "
            f"encoding = {quoted(profile.encoding)}, ignore_errors = true, store_rejects = true, rejects_limit = 0)"
        )
    return found, " UNION ALL BY NAME ".join(sources)


def _staged(column: Column, mapped: TableProfile, found: dict[str, str], profile: Profile) -> Staged:
    if column.name not in mapped.columns:
        return Staged(column, "NULL", f"CAST(NULL AS {_TYPES[column.form]})")
    name = '"' + mapped.columns[column.name].replace('"', '""') + '"'
    kind = found[mapped.columns[column.name]]
    if column.form is Form.DAY:
        value = _day(name, kind, mapped.dates)
        if column.name in ENDS.get("jobsearch", ()) and profile.end_is == DAY_AFTER:
            value = f"CAST({value} - INTERVAL 1 DAY AS DATE)"
        return Staged(column, _text(name, kind), value)
    raw = _text(name, kind)
    return Staged(column, raw, _value(column, raw, mapped))


def _value(column: Column, raw: str, mapped: TableProfile) -> str:
    match column.form:
        case Form.CODE:
            codes = mapped.codes.get(column.name) or {code: code for code in column.codes}
            cases = " ".join(f"WHEN {quoted(theirs)} THEN {quoted(ours)}" for theirs, ours in codes.items())
            return f"CASE {raw} {cases} END" if cases else "CAST(NULL AS VARCHAR)"
        case Form.NUMBER:
            number = f"TRY_CAST({raw} AS INTEGER)"
            return f"CASE WHEN {number} BETWEEN 0 AND {LARGEST_NUMBER} THEN {number} END"
        case Form.EURO:
            cents = f"CAST(TRY_CAST(replace({raw}, ',', '.') AS DECIMAL(18, 2)) * 100 AS BIGINT)"
            return f"CASE WHEN {cents} BETWEEN 0 AND {LARGEST_CENTS} THEN {cents} END"
        case Form.PLACE:
            digits = f"TRY_CAST(replace({raw}, 'KU', '') AS SMALLINT)"
            return f"CASE WHEN regexp_matches({raw}, '{_PLACE}') THEN {digits} END"
        case _:
            return raw


def _text(name: str, kind: str) -> str:
    """Return a column as text without blanks around it; nothing but blanks is nothing."""
    return f"NULLIF(trim(CAST({name} AS VARCHAR)), '')" if kind != "DATE" else f"CAST({name} AS VARCHAR)"


def _day(name: str, kind: str, form: str) -> str:
    if kind == "DATE":
        return name
    if kind.startswith("TIMESTAMP"):
        return f"CAST({name} AS DATE)"
    return f"CAST(try_strptime(trim(CAST({name} AS VARCHAR)), {quoted(form)}) AS DATE)"


def _fault(name: str, staged: list[Staged]) -> str:
    """Return the SQL for the first thing that makes a row unusable: `check:column`, or NULL."""
    cases = []
    for one in staged:
        column = one.column
        if column.required:
            kind = {Form.DAY: "date", Form.CODE: "code"}.get(column.form, "value")
            unknown = "code_unknown" if column.form is Form.CODE else f"{kind}_unreadable"
            cases.append(f"WHEN {one.raw} IS NULL THEN '{kind}_missing:{column.name}'")
            cases.append(f"WHEN {one.value} IS NULL THEN '{unknown}:{column.name}'")
    start = STARTS.get(name) or EVENTS.get(name)
    by_name = {one.column.name: one.value for one in staged}
    if start:
        cases.append(f"WHEN {by_name[start]} < DATE '1980-01-01' THEN 'date_impossible:{start}'")
        cases.append(f"WHEN {by_name[start]} > getvariable('known_on') THEN 'in_the_future:{start}'")
        for end in ENDS.get(name, ()):
            raw = next(one for one in staged if one.column.name == end)
            cases.append(f"WHEN {raw.unreadable} THEN 'date_unreadable:{end}'")
            cases.append(f"WHEN {by_name[end]} < {by_name[start]} THEN 'ends_before_it_starts:{end}'")
    if name == "benefit":
        cases.append(f"WHEN {by_name['paid_days']} < 1 THEN 'days_impossible:paid_days'")
        cases.append(
            f"WHEN {by_name['cumulative_days']} < {by_name['paid_days']} THEN 'days_impossible:cumulative_days'"
        )
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def _noted(name: str, staged: list[Staged]) -> list[Staged]:
    """Return the columns that a row may lack and still be of use."""
    kept = [one for one in staged if not one.column.required and one.raw != "NULL"]
    return [
        one
        for one in kept
        if one.column.form not in {Form.TEXT, Form.KEY} and one.column.name not in ENDS.get(name, ())
    ]


def _gaps(name: str, staged: list[Staged]) -> str:
    """Return the SQL for a number whose bits tell which of the noted columns are unreadable in the row."""
    bits = [f"CASE WHEN {one.unreadable} THEN {1 << bit} ELSE 0 END" for bit, one in enumerate(_noted(name, staged))]
    return f"CAST({' + '.join(bits) or '0'} AS UTINYINT)"


def _note(database: duckdb.DuckDBPyConnection, name: str, staged: list[Staged]) -> None:
    """Count the gaps that rows were kept with, and open what ends in the future."""
    for bit, one in enumerate(_noted(name, staged)):
        check = "code_unknown" if one.column.form is Form.CODE else "value_unreadable"
        _count(database, name, check, one.column.name, f"gaps & {1 << bit} > 0")
    for end in ENDS.get(name, ()):
        _count(database, name, "ends_in_the_future", end, f"{end} > getvariable('known_on')")
        database.execute(f"UPDATE staged_{name} SET {end} = NULL WHERE {end} > getvariable('known_on')")
    for one in staged:
        if one.column.form is Form.CODE and UNKNOWN in one.column.codes:
            column = one.column.name
            database.execute(f"UPDATE staged_{name} SET {column} = '{UNKNOWN}' WHERE {column} IS NULL")


def _count(database: duckdb.DuckDBPyConnection, name: str, check: str, field: str, where: str) -> None:
    database.execute(
        f"INSERT INTO noted SELECT ?, ?, ?, count(*) FROM staged_{name} WHERE fault IS NULL AND ({where}) "
        "HAVING count(*) > 0",
        [name, check, field],
    )


def _list_unread(database: duckdb.DuckDBPyConnection, name: str) -> None:
    """Keep the lines of CSV files that have too many or too few columns or no valid letters."""
    tables = {row[0] for row in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "reject_errors" in tables:
        database.execute(
            "INSERT INTO unread SELECT DISTINCT ?, f.file_path, e.line, coalesce(e.column_name, '') "
            "FROM reject_errors e JOIN reject_scans f USING (scan_id, file_id)",
            [name],
        )
        database.execute("DROP TABLE reject_errors")
        database.execute("DROP TABLE reject_scans")


def quoted(text: str) -> str:
    """Return the text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
