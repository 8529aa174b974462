"""The rivals of the register benchmark: a bare DuckDB script, Polars, and pandas. None of them imports luotsi.

Each reads the same Parquet files and gives the same numbers: month, municipality, grouping, group, part, days, count,
base. The calendar (counting days, working days) comes as data, as any analyst would have it.
"""

import json
import sys
import time
from pathlib import Path

AGES = (25, 35, 50, 60)
MEASURES = ("stock", "inflow", "outflow", "flow_past", "long_term", "first_discussion", "plan_up_to_date", "meetings")
DAYS_COLUMNS = "day DATE, month INTEGER, working INTEGER, after_3 DATE, after_6 DATE, after_12 DATE, after_24 DATE"


def age_case(year: str, birth_year: str = "birth_year") -> str:
    """Return the age group in SQL."""
    cases = " ".join(f"WHEN {year} - {birth_year} < {bound} THEN {code}" for code, bound in enumerate(AGES))
    return f"CASE WHEN {birth_year} IS NULL THEN {len(AGES) + 1} {cases} ELSE {len(AGES)} END"


def lasting(day: str) -> str:
    """Return the group of duration on a day in SQL."""
    cases = " ".join(f"WHEN {day} < d.after_{months} THEN {code}" for code, months in enumerate((3, 6, 12, 24)))
    return f"CASE {cases} ELSE 4 END"


def bare(folder: Path, output: Path, calendar: dict) -> None:
    """Run the hand-written script: one statement for each measure, deltas for stocks where groups stay the same."""
    import duckdb

    db = duckdb.connect(
        str(output / "bare.duckdb"),
        config={"memory_limit": "3000MB", "threads": 2, "temp_directory": str(output / "temporary")},
    )
    for table in ("spell", "search", "contact", "plan"):
        db.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{folder}/{table}-*.parquet')")
    db.execute("CREATE TABLE month (number INT, month INT, year INT, count_on DATE, plan_since DATE, followed DATE)")
    db.executemany("INSERT INTO month VALUES (?, ?, ?, ?, ?, ?)", calendar["months"])
    db.execute(f"CREATE TABLE days AS SELECT * FROM read_csv('{output}/days.csv', columns = {_columns()})")
    low, high = calendar["months"][0][0], calendar["months"][-1][0]
    groups = ["age", "sex", "education", "language"]
    open_now = (
        f"SELECT m.month, m.year, m.count_on, m.plan_since, s.* EXCLUDE (number) FROM (SELECT person, municipality, "
        f"birth_year, sex, education, language, started_on, unnest(range(greatest(first_count, {low}), "
        f"least(last_count, {high}) + 1)) AS number FROM spell WHERE first_count <= last_count "
        f"AND first_count <= {high} AND last_count >= {low}) s JOIN month m USING (number)"
    )
    db.execute(
        f"CREATE TEMP TABLE stock AS SELECT o.month, municipality, {age_case('o.year')} AS age, sex, education, "
        f"language, {lasting('o.count_on')} AS duration, count(*) AS n, "
        "count(p.person) AS planned FROM "
        f"({open_now}) o JOIN days d ON d.day = o.started_on LEFT JOIN (SELECT DISTINCT m.month, person FROM plan p "
        "JOIN month m ON p.made_on BETWEEN m.plan_since AND m.count_on) p ON p.person = o.person AND p.month = o.month "
        "GROUP BY ALL"
    )
    write(db, output, "stock", "stock", [*groups, "duration"], "sum(n)")
    write(db, output, "long_term", "stock", groups, "sum(n) FILTER (duration >= 3)", base="sum(n)")
    write(
        db,
        output,
        "plan_up_to_date",
        "(FROM stock WHERE month >= 202501)",
        [*groups, "duration"],
        "sum(planned)",
        base="sum(n)",
    )
    month = "JOIN month m ON m.month = s.{}_month"
    person = f"m.month, municipality, {age_case('m.year')} AS age, sex, education, language"
    write(db, output, "inflow", f"(SELECT {person} FROM spell s {month.format('started')})", groups, "count(*)")
    ended = (
        f"(SELECT {person}, end_reason AS part, {lasting('ended_on')} AS duration "
        f"FROM spell s {month.format('ended')} JOIN days d ON d.day = s.started_on)"
    )
    write(db, output, "outflow", ended, [*groups, "duration"], "count(*)", part="part")
    flow = " UNION ALL ".join(
        f"SELECT {person}, '{step}' AS part, "
        f"CASE WHEN ended_on IS NULL OR ended_on >= d.after_{step} THEN 1 ELSE 0 END AS going FROM spell s "
        "JOIN days d ON d.day = s.started_on "
        f"JOIN month m ON m.number = (s.started_month // 100 - 1980) * 12 + s.started_month % 100 - 1 + {step}"
        for step in (3, 6, 12)
    )
    write(db, output, "flow_past", f"({flow})", groups, "sum(going)", part="part", base="count(*)")
    met = f"(SELECT {person}, channel AS part FROM contact s {month.format('happened')})"
    write(db, output, "meetings", met, groups, "count(*)", part="part")
    first = (
        f"SELECT m.month, s.municipality, {age_case('m.year', 's.birth_year')} AS age, s.sex, s.education, s.language, "
        "s.ended_on, m.followed, d.working, min(c.happened_on) AS met FROM search s "
        "JOIN month m ON m.month = s.started_month JOIN days d ON d.day = s.started_on "
        "LEFT JOIN (FROM contact WHERE kind = 'initial_interview') c ON c.person = s.person "
        "AND c.happened_on >= s.started_on AND c.happened_on <= least(m.followed, coalesce(s.ended_on, m.followed)) "
        "WHERE s.previous_ended_on IS NULL OR s.previous_ended_on < CAST(s.started_on - INTERVAL 6 MONTH AS DATE) "
        "GROUP BY m.month, s.municipality, m.year, s.birth_year, s.sex, s.education, s.language, s.ended_on, "
        "m.followed, d.working, s.search"
    )
    waited = (
        "(SELECT f.*, CASE WHEN met IS NOT NULL THEN 'met' WHEN ended_on <= followed THEN 'closed' ELSE 'waiting' END "
        f"AS part, e.working - f.working AS days FROM ({first}) f JOIN days e "
        "ON e.day = coalesce(met, least(coalesce(ended_on, followed), followed)))"
    )
    write(db, output, "first_discussion", waited, groups, "count(*)", part="part", days="days")


def write(db, output, name, source, groups, count, *, part=None, days=None, base=None):  # noqa: PLR0913
    """Sum the rows whole and by each group, and write them with the names of our aggregates."""
    kept = ["month", "municipality", *([part] if part else []), *([days] if days else [])]
    sets = ", ".join(f"({', '.join([*kept, *one])})" for one in ([], *([group] for group in groups)))
    which = " ".join(f"WHEN {group} IS NOT NULL THEN '{group}'" for group in groups)
    code = " ".join(f"WHEN {group} IS NOT NULL THEN {group}" for group in groups)
    db.execute(
        f"COPY (SELECT month, municipality, CASE {which} ELSE 'all' END AS grouping, CASE {code} ELSE -1 END AS code, "
        f"{part or chr(39) * 2} AS part, {days or 'NULL::INT'} AS days, coalesce({count}, 0)::BIGINT AS count, "
        f"({base or 'NULL'})::BIGINT AS base FROM {source} GROUP BY GROUPING SETS ({sets}) ORDER BY ALL) "
        f"TO '{output}/{name}.parquet' (FORMAT parquet, COMPRESSION zstd)"
    )


def _columns() -> str:
    return "{" + ", ".join(f"'{one.split()[0]}': '{one.split()[1]}'" for one in DAYS_COLUMNS.split(", ")) + "}"


if __name__ == "__main__":
    side, data, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    told = json.loads((out / "calendar.json").read_text())
    began = time.monotonic()
    if side == "bare":
        bare(data, out, told)
    else:
        from benchmarks import register_frames

        getattr(register_frames, side)(data, out, told)
    print(json.dumps({"seconds": time.monotonic() - began}))
