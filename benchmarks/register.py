"""Register measures at national size: ours against a bare DuckDB script, Polars, and pandas on a tenth.

The data is the simulated register, imported once and then multiplied into countries side by side: 20 million spells
and over 40 million contacts in 60 months (QUICK=1: some hundred thousand). Every side runs in a process of its own,
reads the same Parquet files and writes its numbers; all are compared. ratio = ours / the bare script.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.register_protection import as_line, protection_seconds  # noqa: E402
from benchmarks.register_rivals import DAYS_COLUMNS, MEASURES  # noqa: E402

from luotsi.core.periods import Period  # noqa: E402
from luotsi.register import calendar  # noqa: E402
from luotsi.register.importing import Export, import_export  # noqa: E402
from luotsi.register.profiles import profile_of  # noqa: E402
from luotsi.register.sealed import Sealed  # noqa: E402
from luotsi.register.simulation.simulate import Simulation, simulate  # noqa: E402

QUICK = os.environ.get("QUICK") == "1"
SCALE, COPIES = (0.02, 2) if QUICK else (0.5, 12)
FRAMES = ("stock", "inflow", "flow_past", "first_discussion")
MULTIPLIED = ("spell", "search", "contact", "plan")
FEW = 1 if QUICK else 10  # pandas gets a tenth; a quick run has little enough for the whole


def main() -> int:
    """Make the data, run the sides, compare, print."""
    folder = Path(tempfile.mkdtemp(prefix="luotsi-register-"))
    try:
        return run(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(folder: Path) -> int:
    """Run every side over data in the folder."""
    small = imported(folder)
    told = small.get_current()
    large = multiplied(small, folder / "large", COPIES)
    rows = {name: large.get_current()["tables"][name]["rows"] for name in MULTIPLIED}
    shutil.rmtree(folder / "export")
    print(f"spells={rows['spell']} contacts={rows['contact']} months={len(months_of(told))}", flush=True)
    write_calendar(folder, told)
    tenth = multiplied(small, folder / "tenth", max(1, COPIES // FEW), single=True)
    share = tenth.get_current()["tables"]["spell"]["rows"] / rows["spell"]
    runs = 3 if QUICK else 2
    ours = best(runs, lambda: ours_on(large, MEASURES))
    bare = best(runs, lambda: side("bare", large.slices, folder))
    compare(large, folder, "", MEASURES)
    less = best(1, lambda: ours_on(multiplied(small, folder / "less", 1), MEASURES))
    frames = best(1, lambda: ours_on(large, FRAMES))
    polars = best(1, lambda: side("polars", large.slices, folder))
    compare(large, folder, "polars_", FRAMES)
    ours_on(tenth, FRAMES)
    pandas = best(1, lambda: side("pandas", tenth.slices, folder))
    compare(tenth, folder, "pandas_", FRAMES)
    per_row = pandas["seconds"] / share / frames["seconds"]
    growth = ours["seconds"] / less["seconds"] / COPIES
    print(
        f"register ratio={ours['seconds'] / bare['seconds']:.2f} rival=duckdb_script peak_mb={ours['peak_mb']} "
        f"processor_ratio={ours['processor'] / bare['processor']:.2f} "
        f"seconds={ours['seconds']:.2f} rival_seconds={bare['seconds']:.2f} rival_peak_mb={bare['peak_mb']} "
        f"pandas_per_row={per_row:.2f} polars_ratio={polars['seconds'] / frames['seconds']:.2f} "
        f"polars_peak_mb={polars['peak_mb']} growth={growth:.2f} spells={rows['spell']} contacts={rows['contact']} "
        + ("" if QUICK else as_line(protection_seconds()))  # of few people nearly every number is small: no quick run
    )
    return 0


def imported(folder: Path) -> Sealed:
    """Return a sealed folder with a simulated country in it."""
    told = simulate(folder / "export", Simulation(months=60, scale=SCALE, benefits=False))
    export = Export(
        folder / "export",
        profile_of(told["profile"]),
        date.fromisoformat(told["known_on"]),
        Period.parse(told["since"]),
    )
    sealed = Sealed.at(folder / "small")
    import_export(sealed, export, b"b" * 32)
    return sealed


def multiplied(small: Sealed, root: Path, copies: int, *, single: bool = False) -> Sealed:
    """Return a sealed folder with that many countries of other persons; `single` adds one file a table, for pandas."""
    sealed, manifest = Sealed.at(root), small.get_current()
    db = duckdb.connect(config={"memory_limit": "3000MB", "threads": 2})
    parquet = "(FORMAT parquet, COMPRESSION zstd)"
    for name, entry in manifest["tables"].items():
        times = copies if name in MULTIPLIED else 1
        for one in entry["slices"]:
            source = f"read_parquet('{small.slices / one['file']}')"
            numbers = [column for column in columns(db, source) if column in {"person", "spell", "search"}]
            moved = ", ".join(f"{column} + k * 1000000007 AS {column}" for column in numbers)
            chosen = f"s.* REPLACE ({moved})" if moved else "s.*"
            text = f"SELECT {chosen} FROM {source} s, range({times}) r(k)"
            db.execute(f"COPY ({text}) TO '{sealed.slices / one['file']}' {parquet}")
            one["rows"] *= times
        entry["rows"] = sum(one["rows"] for one in entry["slices"])
        if single and name in MULTIPLIED:
            whole = f"FROM read_parquet('{sealed.slices}/{name}-*.parquet')"
            db.execute(f"COPY ({whole}) TO '{sealed.slices}/{name}.parquet' {parquet}")
    sealed.put_in_force(manifest)
    return sealed


def columns(db: duckdb.DuckDBPyConnection, source: str) -> list[str]:
    """Return the names of the columns."""
    return [row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]


def months_of(told: dict) -> tuple[Period, ...]:
    """Return the months of a snapshot."""
    return calendar.months_between(Period.parse(told["since"]), Period.parse(told["to"]))


def write_calendar(folder: Path, told: dict) -> None:
    """Write the calendar that every side needs."""
    known_on = date.fromisoformat(told["known_on"])
    names = [name for name, _kind in calendar.columns_of(calendar.MONTH_COLUMNS)]
    months = []
    for month in months_of(told):
        row = dict(zip(names, calendar.month_row(month, known_on), strict=True))
        months.append([row[name] for name in ("number", "month", "year", "count_on", "plan_since_on", "followed_to")])
    (folder / "calendar.json").write_text(json.dumps({"months": months}, default=str))
    names = [name for name, _kind in calendar.columns_of(calendar.DAY_COLUMNS)]
    kept = [
        names.index(name)
        for name in ("day", "month", "working_number", "after_3_on", "after_6_on", "after_12_on", "after_24_on")
    ]
    with (folder / "days.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([one.split()[0] for one in DAYS_COLUMNS.split(", ")])
        writer.writerows(
            [row[place] for place in kept] for row in calendar.day_rows(calendar.last_calendar_day(known_on))
        )


def best(times: int, run_once) -> dict:
    """Return the fastest of some runs."""
    return min((run_once() for _time in range(times)), key=lambda one: one["seconds"])


def ours_on(sealed: Sealed, measures) -> dict:
    """Count the measures from nothing, in a process of its own."""
    shutil.rmtree(sealed.root / "results", ignore_errors=True)
    text = (
        "import json, sys, time; began = time.monotonic(); from pathlib import Path; "
        "from luotsi.register.engine import calculate; from luotsi.register.sealed import Sealed; "
        f"calculate(Sealed.at(Path({str(sealed.root)!r})), measures={list(measures)!r}); "
        "print(json.dumps({'seconds': time.monotonic() - began}))"
    )
    return measured([sys.executable, "-c", text])


def side(name: str, data: Path, folder: Path) -> dict:
    """Run a rival."""
    for left in (folder / "bare.duckdb", folder / "bare.duckdb.wal"):
        left.unlink(missing_ok=True)
    return measured([sys.executable, "-m", "benchmarks.register_rivals", name, str(data), str(folder)])


def measured(command: list[str]) -> dict:
    """Run a command; return the seconds it tells and its peak memory."""
    environment = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT)
    output = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"a side failed: {command[:4]}")
    told = json.loads(output.decode().splitlines()[-1])
    processor = usage.ru_utime + usage.ru_stime  # tells more than the clock where the machine has other work
    found = {"seconds": told["seconds"], "processor": processor, "peak_mb": usage.ru_maxrss // 1024}
    print(
        f"{command[3] if command[1] == '-m' else 'ours'}: {found} ({time.monotonic() - began:.1f} s with the start)",
        flush=True,
    )
    return found


def compare(sealed: Sealed, folder: Path, prefix: str, measures) -> None:
    """Stop when a side has another number anywhere than we have."""
    from luotsi.register.types import GROUPS, Grouping

    db = duckdb.connect()
    cases = " ".join(
        f'WHEN "grouping" = \'{grouping}\' THEN list_position({list(codes)!r}, "group") - 1'
        for grouping, codes in GROUPS.items()
        if grouping is not Grouping.ALL
    )
    for measure in measures:
        ours = (
            f'SELECT month, CAST(substr(place, 3) AS INTEGER) AS municipality, "grouping", CASE {cases} ELSE -1 END '
            f"AS code, part, days, count, base FROM read_parquet('{sealed.root}/results/{measure}-*.parquet')"
        )
        theirs = f"read_parquet('{folder}/{prefix}{measure}.parquet')"
        kept = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in sorted(columns(db, theirs)))
        only = "" if not prefix else "WHERE \"grouping\" <> 'duration'"  # the frames leave that grouping out
        counted = db.execute(f"SELECT count(*) FROM ({ours}) {only}").fetchone()[0]
        one, other = f"SELECT {kept} FROM ({ours}) {only}", f"SELECT {kept} FROM {theirs}"
        different = db.execute(
            f"SELECT count(*) FROM (({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one}))"
        ).fetchone()[0]
        if different or not counted:
            raise SystemExit(f"{prefix}{measure}: {different} of {counted} numbers differ")


if __name__ == "__main__":
    sys.exit(main())
