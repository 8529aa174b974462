"""The import of an export into the sealed folder; it lands whole, or the former snapshot stands."""

import csv
import io
import secrets
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb

from luotsi.core.periods import Period, PeriodKind
from luotsi.orgs.geography import municipalities_ever
from luotsi.register import calendar, checks, slices
from luotsi.register.keys import pseudonyms
from luotsi.register.profiles import Profile
from luotsi.register.sealed import Limits, Sealed, connect, write_whole
from luotsi.register.staging import stage, stage_rows
from luotsi.register.tables import TABLES, Form
from luotsi.register.types import GROUPS, Grouping, Table, UnableToImport

REJECTED = "rejected-rows.csv"
_PREPARING = ("residence", "spell", "tables")
_BATCH = 200_000


@dataclass(frozen=True, slots=True)
class Export:
    """A folder to import: how it is read, the last day its events are complete to, the first month to count."""

    folder: Path
    profile: Profile
    known_on: date
    since: Period
    simulated: bool = False
    told: Mapping[str, Any] | None = None  # what the maker of a simulated export tells of it


@dataclass(frozen=True, slots=True)
class Finding:
    """How often a check found something in a table; rejected rows are left out and listed, noted ones are kept."""

    source: str
    check: str
    column: str
    rows: int
    rejected: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    snapshot: str | None
    rows: Mapping[str, int]
    findings: tuple[Finding, ...]
    changed_slices: int

    @property
    def rejected(self) -> int:
        """How many rows were left out."""
        return sum(finding.rows for finding in self.findings if finding.rejected)


def import_export(
    sealed: Sealed, export: Export, key: bytes, *, tell: Callable[[str], None] = lambda step: None
) -> Imported:
    """Read, check and store an export; the snapshot changes in one step at the end.

    :raises UnableToImport: when files or columns are missing, the export has no usable row, or no full month
    """
    return _run(sealed, export, key, tell, keep=True)


def check_export(
    sealed: Sealed, export: Export, key: bytes, *, tell: Callable[[str], None] = lambda step: None
) -> Imported:
    """Read and check an export as an import would, list the rejected rows, and keep nothing else of it.

    :raises UnableToImport: as the import does
    """
    return _run(sealed, export, key, tell, keep=False)


def check_rows(
    name: str, profile: Profile, columns: Sequence[str], rows: Sequence[Sequence[str]], known_on: date
) -> tuple[Finding, ...]:
    """Return what the checks of an import say of some rows of one table, in memory; nothing of them is kept.

    Whether a person stands in another table is left out.

    :raises UnableToImport: when the rows lack a column of the profile
    """
    database = connect(None, Limits(memory_mb=256, threads=1), ())
    try:
        _lay_ground(database, known_on)
        stage_rows(database, name, profile, columns, rows)
        _take(database, secrets.token_bytes(32))
        checks.reject_overlaps(database)
        checks.reject_unknown_homes(database)
        return _findings(database)
    finally:
        database.close()


def _run(sealed: Sealed, export: Export, key: bytes, tell: Callable[[str], None], *, keep: bool) -> Imported:
    last_month = _last_full_month(export)
    with sealed.incoming() as work:
        database = sealed.connect(work, readable=(export.folder,))
        try:
            tell("reading")
            _lay_ground(database, export.known_on)
            stage(database, export.folder, export.profile)
            tell("checking")
            _take(database, key)
            checks.reject_overlaps(database)
            checks.reject_unknown_homes(database)
            checks.note_strangers(database)
            checks.note_the_dormant(database)
            findings = _findings(database)
            write_whole(sealed.root / REJECTED, _rejected_rows(database))
            if not keep:
                return Imported(None, {}, findings, 0)
            if not database.execute("SELECT 1 FROM taken_jobsearch LIMIT 1").fetchone():
                raise UnableToImport("No row of job search can be used; see the list of rejected rows.")
            tell("preparing")
            for name in _PREPARING:
                database.execute(files(__package__).joinpath("sql", "preparing", f"{name}.sql").read_text("utf-8"))
            tell("writing")
            tables = {table.value: slices.write(database, sealed, work, table, export.since) for table in Table}
        finally:
            database.close()
        return _put_in_force(sealed, export, last_month, tables, findings)


def _last_full_month(export: Export) -> Period:
    month = Period.containing(export.known_on, PeriodKind.MONTH)
    last = month if export.known_on == month.end else month - 1
    if last < export.since:
        raise UnableToImport(f"No full month lies between {export.since.name} and {export.known_on.isoformat()}.")
    return last


def _lay_ground(database: duckdb.DuckDBPyConnection, known_on: date) -> None:
    for name, grouping in (
        ("sexes", Grouping.SEX),
        ("educations", Grouping.EDUCATION),
        ("languages", Grouping.LANGUAGE),
    ):
        database.execute(f"SET VARIABLE {name} = {list(GROUPS[grouping])!r}")
    database.execute(f"SET VARIABLE known_on = DATE '{known_on.isoformat()}'")
    database.execute(
        'CREATE TABLE rejected (source VARCHAR, file VARCHAR, line BIGINT, "check" VARCHAR, field VARCHAR)'
    )
    rows = calendar.day_rows(calendar.last_calendar_day(known_on))
    calendar.load(database, "day", calendar.DAY_COLUMNS, rows)
    codes = ", ".join(f"({int(place.code)})" for place in municipalities_ever())
    database.execute(f"CREATE TABLE place AS SELECT code FROM (VALUES {codes}) AS place (code)")


def _take(database: duckdb.DuckDBPyConnection, key: bytes) -> None:
    """Give every id its pseudonym, put faulty rows aside, keep the others as `taken_<table>` without any id."""
    for form in (Form.PERSON, Form.KEY):
        _make_pseudonyms(database, form, key)
    for name, columns in TABLES.items():
        database.execute(
            f"INSERT INTO rejected SELECT '{name}', file, line, split_part(fault, ':', 1), split_part(fault, ':', 2) "
            f"FROM staged_{name} WHERE fault IS NOT NULL"
        )
        chosen, joins = [], []
        for column in columns:
            if column.form in {Form.PERSON, Form.KEY}:
                joins.append(
                    f"LEFT JOIN {column.form}_pseudonym {column.name}_ ON {column.name}_.name = s.{column.name}"
                )
                chosen.append(f"{column.name}_.pseudonym AS {column.name}")
            else:
                chosen.append(f"s.{column.name}")
        database.execute(
            f"CREATE TABLE taken_{name} AS SELECT line, file, {', '.join(chosen)} FROM staged_{name} s "
            f"{' '.join(joins)} WHERE fault IS NULL"
        )
        database.execute(f"DROP TABLE staged_{name}")
        checks.reject_duplicates(database, name)


def _make_pseudonyms(database: duckdb.DuckDBPyConnection, form: Form, key: bytes) -> None:
    """Make the table of ids of that form with their pseudonyms; it lives in the work folder until the import ends.

    :raises UnableToImport: when two ids would get the same pseudonym
    """
    database.execute(f"CREATE TABLE {form}_pseudonym (name VARCHAR, pseudonym BIGINT)")
    parts = [
        f"SELECT {column.name} AS name FROM staged_{name} WHERE {column.name} IS NOT NULL"
        for name, columns in TABLES.items()
        for column in columns
        if column.form is form
    ]
    database.execute(f"CREATE TABLE ids AS SELECT DISTINCT name FROM ({' UNION ALL '.join(parts)})")
    reading = database.cursor()
    rows = reading.execute("SELECT name FROM ids")
    while batch := rows.fetchmany(_BATCH):
        names = [name for (name,) in batch]
        made = pseudonyms((f"{form}:{name}" for name in names), key)
        database.execute(
            f"INSERT INTO {form}_pseudonym SELECT unnest(?::VARCHAR[]), unnest(?::BIGINT[])", [names, made]
        )
    reading.close()
    database.execute("DROP TABLE ids")
    met = database.execute(f"SELECT count(*) - count(DISTINCT pseudonym) FROM {form}_pseudonym").fetchone()
    if met and met[0]:
        raise UnableToImport("Two ids got the same pseudonym. Make a new key and import everything again.")


def _findings(database: duckdb.DuckDBPyConnection) -> tuple[Finding, ...]:
    rejected = database.execute('SELECT source, "check", field, count(*) FROM rejected GROUP BY ALL').fetchall()
    unread = database.execute("SELECT source, 'line_unreadable', '', count(*) FROM unread GROUP BY ALL").fetchall()
    noted = database.execute('SELECT source, "check", field, sum(rows) FROM noted GROUP BY ALL').fetchall()
    found = [Finding(source, check, field, rows, rejected=True) for source, check, field, rows in (*rejected, *unread)]
    found += [Finding(source, check, field, int(rows), rejected=False) for source, check, field, rows in noted]
    return tuple(sorted(found, key=lambda one: (one.source, one.check, one.column)))


def _rejected_rows(database: duckdb.DuckDBPyConnection) -> bytes:
    """Return the list of rejected rows as CSV; it names rows and columns, never an id or a value."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("table", "file", "row", "check", "column"))
    rows = database.execute(
        'SELECT source, parse_filename(file), line, "check", field FROM rejected UNION ALL '
        "SELECT source, parse_filename(file), line, 'line_unreadable', field FROM unread ORDER BY ALL"
    )
    while batch := rows.fetchmany(_BATCH):
        writer.writerows(batch)
    return text.getvalue().encode()


def _put_in_force(
    sealed: Sealed, export: Export, last_month: Period, tables: Mapping[str, Any], findings: tuple[Finding, ...]
) -> Imported:
    former = sealed.current()
    known = _slice_names(former)
    manifest = {
        "profile": export.profile.name,
        "simulated": export.simulated,
        "told": export.told,
        "known_on": export.known_on.isoformat(),
        "since": export.since.name,
        "to": last_month.name,
        "duckdb": duckdb.__version__,
        "tables": tables,
        "findings": [[one.source, one.check, one.column, one.rows, one.rejected] for one in findings],
    }
    name = sealed.put_in_force(manifest)
    sealed.sweep(manifest)
    rows: dict[str, int] = defaultdict(int)
    for table, entry in tables.items():
        rows[table] = entry["rows"]
    return Imported(name, dict(rows), findings, len(_slice_names(manifest) - known))


def _slice_names(manifest: Mapping[str, Any] | None) -> set[str]:
    tables = manifest["tables"].values() if manifest else ()
    return {entry["file"] for table in tables for entry in table["slices"]}
