"""The hostile twin: everything that goes wrong in real exports, added to a simulated one, each kind counted."""

from pathlib import Path

from luotsi.register.sealed import Limits, connect

_STARTED = "CAST(started_on AS VARCHAR) AS started_on"
_REST = "status, end_reason, expert, team"
_ENDED = "CAST(ended_on AS VARCHAR) AS ended_on"
_JOBSEARCH = {
    "overlaps_an_earlier_row": f"SELECT person, CAST(started_on + 1 AS VARCHAR) AS started_on, {_ENDED}, {_REST} "
    "FROM good WHERE ended_on >= started_on + 1",
    "duplicate": f"SELECT person, {_STARTED}, {_ENDED}, {_REST} FROM good",
    "ends_before_it_starts": f"SELECT person, {_STARTED}, CAST(started_on - 40 AS VARCHAR) AS ended_on, "
    f"{_REST} FROM good",
    "date_unreadable": f"SELECT person, '2025-02-30' AS started_on, NULL AS ended_on, {_REST} FROM good",
    "date_impossible": f"SELECT person, '1899-12-31' AS started_on, NULL AS ended_on, {_REST} FROM good",
    "in_the_future": f"SELECT person, '2222-01-01' AS started_on, NULL AS ended_on, {_REST} FROM good",
    "date_missing": f"SELECT person, NULL AS started_on, NULL AS ended_on, {_REST} FROM good",
    "code_unknown": f"SELECT person, {_STARTED}, NULL AS ended_on, 'Z9' AS status, end_reason, expert, team FROM good",
    "value_missing": f"SELECT '  ' AS person, {_STARTED}, NULL AS ended_on, {_REST} FROM good",
}


def make_hostile(folder: Path, *, every: int = 50) -> dict[str, int]:
    """Add to the export faulty rows of each kind, made from every fiftieth row; return how many of each kind.

    Every faulty row is one that the import must reject for that reason and no other.
    """
    database = connect(None, Limits(memory_mb=1000), (folder,))
    made: dict[str, int] = {}
    files = str(folder / "jobsearch-*.parquet")
    database.execute(
        f"CREATE TABLE good AS SELECT * EXCLUDE (turn) FROM (SELECT *, row_number() OVER (ORDER BY person, started_on) "
        f"AS turn FROM read_parquet('{files}')) WHERE turn % {every} = 0 AND ended_on IS NOT NULL"
    )
    for number, (check, text) in enumerate(_JOBSEARCH.items()):
        file = folder / f"jobsearch-hostile-{number}.parquet"
        database.execute(f"COPY (SELECT * FROM ({text}) ORDER BY ALL) TO '{file}' (FORMAT parquet)")
        counted = database.execute(f"SELECT count(*) FROM read_parquet('{file}')").fetchone()
        made[check] = counted[0] if counted else 0
    database.close()
    return made
