"""Checks over whole tables: duplicates, overlaps, persons nobody knows; each finds rows to reject or gaps to note."""

import duckdb

from luotsi.register.tables import KEYS, STARTS, TABLES, UNEMPLOYED

OVERLAPPING = "jobsearch"
_NEVER = "DATE '9999-12-31'"


def reject_duplicates(database: duckdb.DuckDBPyConnection, name: str) -> None:
    """Keep one of the rows that say the same; of rows with one key and different content the first in order stays."""
    columns = [column.name for column in TABLES[name]]
    same = ", ".join(KEYS.get(name, tuple(columns)))
    order = ", ".join(columns)
    _reject(
        database,
        name,
        "duplicate",
        f"SELECT line FROM (SELECT line, row_number() OVER (PARTITION BY {same} ORDER BY {order}, line) AS turn "
        f"FROM taken_{name}) WHERE turn > 1",
    )


def reject_overlaps(database: duckdb.DuckDBPyConnection) -> None:
    """Reject rows of job search that begin before an accepted earlier row of the person has ended.

    Of rows that begin on one day the longer one comes first. A row that overlaps only with a rejected one stays.
    """
    order = "started_on, until_on DESC, status, end_reason, expert, team, line"
    database.execute(
        f"CREATE TABLE dated AS SELECT *, coalesce(ended_on, {_NEVER}) AS until_on FROM taken_{OVERLAPPING}"
    )
    rows = database.execute(
        "SELECT person, line, started_on, until_on FROM dated WHERE person IN (SELECT person FROM (SELECT person, "
        "started_on <= max(until_on) OVER (PARTITION BY person ORDER BY started_on, until_on DESC, line "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS meets FROM dated) WHERE meets) "
        f"ORDER BY person, {order}"
    )
    rejected, person, taken_until = [], None, None
    while batch := rows.fetchmany(10_000):
        for one, line, started_on, until_on in batch:
            if one != person or taken_until is None or started_on > taken_until:
                person, taken_until = one, until_on
            else:
                rejected.append(line)
    database.execute("DROP TABLE dated")
    database.execute("CREATE TABLE overlapping (line BIGINT)")
    if rejected:
        database.execute("INSERT INTO overlapping SELECT unnest(?::BIGINT[])", [rejected])
    _reject(database, OVERLAPPING, "overlaps_an_earlier_row", "SELECT line FROM overlapping")
    database.execute("DROP TABLE overlapping")


def reject_unknown_homes(database: duckdb.DuckDBPyConnection) -> None:
    """Reject moves to a municipality that does not exist, and note persons and vacancies whose home does not."""
    strange = "municipality IS NOT NULL AND municipality NOT IN (SELECT code FROM place)"
    _reject(database, "residence", "municipality_unknown", f"SELECT line FROM taken_residence WHERE {strange}")
    for name in ("person", "vacancy"):
        _note(database, name, "municipality_unknown", "municipality", f"taken_{name} WHERE {strange}")
        database.execute(f"UPDATE taken_{name} SET municipality = NULL WHERE {strange}")
    _note(
        database,
        "person",
        "without_municipality",
        "municipality",
        "taken_person WHERE municipality IS NULL AND person NOT IN (SELECT person FROM taken_residence)",
    )


def note_strangers(database: duckdb.DuckDBPyConnection) -> None:
    """Note rows of persons whom the table of persons does not have; they count, with every group unknown."""
    for name, columns in TABLES.items():
        if name != "person" and columns[0].name == "person":
            where = f"taken_{name} WHERE person NOT IN (SELECT person FROM taken_person)"
            _note(database, name, "person_unknown", "person", where)


def note_the_dormant(database: duckdb.DuckDBPyConnection) -> None:
    """Note unemployed persons of a hundred and ten years or more: closed searches that nobody closed."""
    listed = ", ".join(f"'{status}'" for status in UNEMPLOYED)
    where = (
        f"taken_{OVERLAPPING} s JOIN taken_person p ON p.person = s.person WHERE s.status IN ({listed}) "
        f"AND s.ended_on IS NULL AND year(s.{STARTS[OVERLAPPING]}) - p.birth_year >= 110"
    )
    _note(database, OVERLAPPING, "very_old", "birth_year", where)


def _reject(database: duckdb.DuckDBPyConnection, name: str, check: str, lines: str) -> None:
    database.execute(f"CREATE TABLE refused AS {lines}")
    database.execute(
        f"INSERT INTO rejected SELECT '{name}', file, t.line, '{check}', '' "
        f"FROM taken_{name} t JOIN refused r ON r.line = t.line"
    )
    database.execute(f"DELETE FROM taken_{name} WHERE line IN (SELECT line FROM refused)")
    database.execute("DROP TABLE refused")


def _note(database: duckdb.DuckDBPyConnection, name: str, check: str, field: str, where: str) -> None:
    database.execute(
        f"INSERT INTO noted SELECT '{name}', '{check}', '{field}', count(*) FROM {where} HAVING count(*) > 0"
    )
