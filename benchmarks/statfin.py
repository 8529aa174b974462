"""A long answer of StatFin into stored observations: ours reads, compares and stores; pyjstat reads only.

Beside it Django's bulk_create writes the same rows into equal tables. Figures are compared in the run: what
pyjstat read, what we stored and what bulk_create stored must be one and the same. Ours and pyjstat run in turn, and
the ratio is the median of the turns, so that other work on the machine meets both. Both databases are printed; the
last line is SQLite's. `QUICK=1` takes a twentieth of the cells, once. Rivals are fetched by uv into a place of their
own, never into ours.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

import django
import psycopg

PYJSTAT = "pyjstat==2.4.0"
PLACES, CONTENTS = 309, 23  # the country, 308 municipalities and every content, as the table 12r5 has them
MONTHS = 7 if os.environ.get("QUICK") else 141
ROUNDS = 1 if os.environ.get("QUICK") else 5
ROOT = Path(__file__).parent.parent

LABELS = {"Alue": "Kunta {}", "contentscode": "Työttömät työnhakijat laskentapäivänä, {} (lkm.)"}
"""As long as those of 12r5; pyjstat names what it reads by them."""

FIGURES = """
import hashlib, resource
def digest(figures):
    lines = sorted(f"{place} {month} {content} {'' if value is None else repr(float(value))}"
                   for place, month, content, value in figures)
    return hashlib.sha256("\\n".join(lines).encode()).hexdigest()
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""

OURS_RUNS = """
import json, os, sys, time
from datetime import UTC, datetime
from pathlib import Path
os.environ["DJANGO_SETTINGS_MODULE"] = "luotsi.config.settings"
import django
django.setup()
from django.core.management import call_command
from luotsi.indicators.ingest import ArrivingLine, publish_lines
from luotsi.indicators.models import Definition, Observation
from luotsi.orgs.models import Subject
from luotsi.sources.formats import jsonstat2
from luotsi.sources.formats.tables import answer
call_command("migrate", verbosity=0)
body, revised = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]).read_bytes()
codes = {one.code: one.values for one in jsonstat2.dimensions(json.loads(body))}
Subject.objects.bulk_create(Subject(code=code, slug=code.lower(), kind="municipality") for code in codes["Alue"])
Definition.objects.bulk_create(
    Definition(key=code.lower(), unit="persons", direction="down", method="open_data", period_kind="month")
    for code in codes["contentscode"]
)
subjects = {one.code: one for one in Subject.objects.all()}
definitions = {one.key.upper(): one for one in Definition.objects.all()}
def read(body):
    return answer(jsonstat2.parse(body), place="Alue", time="timeperiod_m", content="contentscode")
def take_in(body):
    start, cpu = time.perf_counter(), time.process_time()
    found = read(body)
    seen = time.perf_counter()
    run = publish_lines(
        (ArrivingLine(definitions[line.content_code], subjects[line.place_code], line.periods, line.cells,
                      found.updated) for line in found.rows.lines),
        kind="fetch", source_key="bench", at=datetime.now(UTC),
    )
    end = time.perf_counter()
    return {"rows": run.rows_written, "seconds": end - start, "reading": seen - start, "storing": end - seen,
            "cpu": time.process_time() - cpu}
labels = json.loads(body)["dimension"]["contentscode"]["category"]["label"]
names = json.loads(body)["dimension"]["Alue"]["category"]["label"]
first = take_in(body)
first_peak = peak()
again, unchanged, change = take_in(body), take_in(body), take_in(revised)
print(json.dumps(first | {
    "peak_mb": first_peak, "again_rows": again["rows"], "again_seconds": again["seconds"],
    "unchanged_rows": unchanged["rows"], "unchanged_seconds": unchanged["seconds"],
    "revised_rows": change["rows"], "revised_seconds": change["seconds"], "peak_of_all_mb": peak(),
    "current": Observation.objects.filter(vintage_id=1).count(),
    "figures": digest((names[one.series.subject.code], one.period_name, labels[one.series.definition.key.upper()],
                       one.value)
                      for one in Observation.objects.filter(vintage_id=1)
                      .select_related("series__subject", "series__definition").iterator())}))
"""

PYJSTAT_RUNS = """
import json, sys, time
from pathlib import Path
from pyjstat import pyjstat
text = Path(sys.argv[1]).read_text()
start, cpu = time.perf_counter(), time.process_time()
frame = pyjstat.Dataset.read(text).write("dataframe")
end, cpu = time.perf_counter(), time.process_time() - cpu
print(json.dumps({"seconds": end - start, "cpu": cpu, "peak_mb": peak(), "rows": len(frame), "figures": digest(
    (place, month.replace("M", "-"), content, None if value != value else value)
    for place, month, content, value in frame.itertuples(index=False, name=None))}))
"""

BULK_CREATE_RUNS = """
import json, os, sys, time
from datetime import UTC, date, datetime
from pathlib import Path
import django
from django.conf import settings
url = os.environ.get("LUOTSI_DATABASE_URL")
if url:
    from psycopg.conninfo import conninfo_to_dict
    parts = conninfo_to_dict(url)
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": parts["dbname"], "USER": parts["user"],
                "HOST": parts["host"], "PASSWORD": parts.get("password", ""), "PORT": parts.get("port", "")}
else:
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["LUOTSI_DATA_DIR"] + "/rival.sqlite3",
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command":
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"}}
settings.configure(DATABASES={"default": database}, USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
django.setup()
from django.db import connection, models, transaction
class Run(models.Model):
    class Meta:
        app_label = "rival"
class Series(models.Model):
    place = models.CharField(max_length=20)
    content = models.CharField(max_length=20)
    class Meta:
        app_label = "rival"
class Observation(models.Model):
    series = models.ForeignKey(Series, models.PROTECT, db_index=False)
    period_name = models.CharField(max_length=10)
    period_start = models.DateField()
    known_at = models.DateTimeField()
    scaled = models.BigIntegerField(null=True)
    exponent = models.PositiveSmallIntegerField(default=0)
    gap = models.CharField(max_length=16)
    words = models.JSONField(default=dict)
    flags = models.CharField(max_length=80)
    numerator_scaled = models.BigIntegerField(null=True)
    denominator_scaled = models.BigIntegerField(null=True)
    parts_exponent = models.PositiveSmallIntegerField(default=0)
    run = models.ForeignKey(Run, models.PROTECT)
    entered_by = models.ForeignKey(Run, models.SET_NULL, null=True, db_index=False, related_name="+")
    note = models.CharField(max_length=500)
    class Meta:
        app_label = "rival"
        constraints = [
            models.UniqueConstraint(fields=["series", "period_name", "known_at"], name="rival_one_moment"),
            models.CheckConstraint(name="rival_gap", condition=models.Q(scaled__isnull=False, gap="")
                                   | models.Q(scaled__isnull=True) & ~models.Q(gap=""))]
class Current(models.Model):
    series = models.ForeignKey(Series, models.CASCADE, db_index=False)
    period_name = models.CharField(max_length=10)
    period_start = models.DateField()
    observation = models.ForeignKey(Observation, models.PROTECT)
    class Meta:
        app_label = "rival"
        constraints = [models.UniqueConstraint(fields=["series", "period_name"], name="rival_one_current")]
        indexes = [models.Index(fields=["series", "period_start"], name="rival_by_start")]
with connection.schema_editor() as editor:
    for model in (Run, Series, Observation, Current):
        editor.create_model(model)
content = json.loads(Path(sys.argv[1]).read_text())
places, months, contents = (list(content["dimension"][code]["category"]["index"]) for code in content["id"])
Run.objects.create(pk=1)
Series.objects.bulk_create([Series(place=place, content=one) for place in places for one in contents])
series = {(one.place, one.content): one for one in Series.objects.all()}
known, cells = datetime(2026, 7, 21, 5, tzinfo=UTC), iter(content["value"])
keys = [(place, month, one) for place in places for month in months for one in contents]
rows = sorted(((series[place, one].pk, month.replace("M", "-"), date(int(month[:4]), int(month[5:]), 1), value)
               for (place, month, one), value in zip(keys, cells)), key=lambda row: row[:2])
start = time.perf_counter()
made = [
    Observation(series_id=pk, period_name=name, period_start=day, known_at=known, run_id=1,
                gap="hidden" if value is None else "",
                scaled=None if value is None else round(value * 10) if isinstance(value, float) else value,
                exponent=int(isinstance(value, float)))
    for pk, name, day, value in rows
]
Observation.objects.bulk_create(made, batch_size=2000)
with transaction.atomic():
    Current.objects.bulk_create(
        [Current(series_id=one.series_id, period_name=one.period_name, period_start=one.period_start, observation=one)
         for one in made], batch_size=2000)
end = time.perf_counter()
most = peak()
del made
names, labels = (content["dimension"][code]["category"]["label"] for code in ("Alue", "contentscode"))
print(json.dumps({"seconds": end - start, "peak_mb": most, "rows": Current.objects.count(), "figures": digest(
    (names[one.series.place], one.period_name, labels[one.series.content],
     None if one.scaled is None else one.scaled / 10**one.exponent)
    for one in Observation.objects.select_related("series").iterator())}))
"""


def made_answers(folder: Path) -> tuple[Path, Path, int]:
    """Write an answer, and a later one with one figure in a hundred revised; return both and how many were."""
    chance = random.Random(2026)
    codes = {
        "Alue": [f"KU{number:03}" for number in range(PLACES)],
        "timeperiod_m": [f"{2006 + number // 12}M{number % 12 + 1:02}" for number in range(MONTHS)],
        "contentscode": [f"SISALTO{number:02}" for number in range(CONTENTS)],
    }
    values: list[float | int | None] = []
    for at in range(PLACES * MONTHS * CONTENTS):
        number = chance.randrange(5000)
        values.append(None if number < 100 else number / 10 if at % CONTENTS == 3 else number)
    content = {
        "version": "2.0",
        "class": "dataset",
        "label": "Kuvitteellinen taulu",
        "source": "Kuvitteellinen",
        "updated": "2026-07-21T05:00:00Z",
        "id": list(codes),
        "size": [len(found) for found in codes.values()],
        "role": {"time": ["timeperiod_m"], "metric": ["contentscode"]},
        "dimension": {
            code: {
                "label": code,
                "category": {
                    "index": {one: at for at, one in enumerate(found)},
                    "label": {one: LABELS.get(code, "{}").format(one) for one in found},
                },
            }
            for code, found in codes.items()
        },
        "value": values,
        "status": {str(at): "..." for at, value in enumerate(values) if value is None},
    }
    first, second = folder / "answer.json", folder / "revised.json"
    first.write_text(json.dumps(content))
    changed = [at for at in range(0, len(values), 100) if values[at] is not None]
    for at in changed:
        values[at] = (values[at] or 0) + 1
    second.write_text(json.dumps(content | {"value": values, "updated": "2026-08-20T05:00:00Z"}))
    return first, second, len(changed)


def measured(command: list[str]) -> dict[str, Any]:
    """Run in a fresh process and an empty database; return what it printed last."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"LUOTSI_DATA_DIR": folder, "PYTHONPATH": str(ROOT / "src")}
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return json.loads(answer.stdout.strip().splitlines()[-1])  # type: ignore[no-any-return]


def agreed(ours: dict[str, Any], rival: dict[str, Any], revised: int) -> dict[str, Any]:
    """Return our run when it found what the rival did, and stored no more and no less than was new."""
    assert ours["figures"] == rival["figures"], "the figures differ"
    assert ours["rows"] == ours["current"] == rival["rows"], "the number of rows differs"
    assert ours["again_rows"] == ours["unchanged_rows"] == 0, "the same answer was stored twice"
    assert ours["revised_rows"] == revised, "more or less was stored than was revised"
    return ours


def line(ours: list[dict[str, Any]], rivals: list[dict[str, Any]], bulk: dict[str, Any]) -> str:
    """Return the ratios of the turns and the medians of what each side took."""

    def of(runs: list[dict[str, Any]], name: str) -> float:
        return median(run[name] for run in runs)

    turns = sorted(rival["seconds"] / run["seconds"] for run, rival in zip(ours, rivals, strict=True))
    return (
        f"ratio={median(turns):.2f} rival=pyjstat peak_mb={of(ours, 'peak_mb'):.0f}"
        f" per_second={ours[0]['rows'] / of(ours, 'seconds'):.0f} seconds={of(ours, 'seconds'):.2f}"
        f" least_ratio={turns[0]:.2f} most_ratio={turns[-1]:.2f} rival_seconds={of(rivals, 'seconds'):.2f}"
        f" cpu_seconds={of(ours, 'cpu'):.2f} rival_cpu_seconds={of(rivals, 'cpu'):.2f}"
        f" storing_seconds={of(ours, 'storing'):.2f} bulk_create_seconds={bulk['seconds']:.2f}"
        f" bulk_create_ratio={bulk['seconds'] / of(ours, 'storing'):.2f} again_seconds={of(ours, 'again_seconds'):.2f}"
        f" unchanged_seconds={of(ours, 'unchanged_seconds'):.2f}"
        f" revised_seconds={of(ours, 'revised_seconds'):.2f} rows={ours[0]['rows']} turns={len(turns)}"
    )


def main() -> None:
    """Measure all on both databases and print SQLite's ratios as the last line."""
    uv = str(Path(sys.executable).with_name("uv"))
    alone = [uv, "run", "-q", "--no-project", "--python", sys.executable]
    frameworks = ["--with", f"django=={django.__version__}", "--with", f"psycopg[binary]=={psycopg.__version__}"]
    with tempfile.TemporaryDirectory() as folder:
        first, second, changed = made_answers(Path(folder))
        answers = [str(first), str(second)]
        ours_command = [sys.executable, "-c", FIGURES + OURS_RUNS, *answers]
        bulk_command = [*alone, *frameworks, "python", "-c", FIGURES + BULK_CREATE_RUNS, *answers]
        rival_command = [*alone, "--with", PYJSTAT, "python", "-c", FIGURES + PYJSTAT_RUNS, *answers]
        databases = {"postgresql": [sys.executable, "tools/with_postgresql.py"], "sqlite": []}
        rivals: list[dict[str, Any]] = []
        ours: dict[str, list[dict[str, Any]]] = {name: [] for name in databases}
        for _ in range(ROUNDS):
            rivals.append(measured(rival_command))
            print("pyjstat", json.dumps(rivals[-1]), flush=True)
            for name, prefix in databases.items():
                ours[name].append(agreed(measured([*prefix, *ours_command]), rivals[-1], changed))
                print(name, "luotsi", json.dumps(ours[name][-1]), flush=True)
        lines = {}
        for name, prefix in databases.items():
            bulk = measured([*prefix, *bulk_command])
            print(name, "bulk_create", json.dumps(bulk), flush=True)
            assert bulk["figures"] == rivals[0]["figures"], "the figures differ"
            lines[name] = line(ours[name], rivals, bulk)
    print("postgresql", lines["postgresql"])
    print("statfin", lines["sqlite"])


if __name__ == "__main__":
    main()
