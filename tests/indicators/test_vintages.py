"""What one run brought that became known at one moment is said once; older rows keep their run and moment."""

import os
import sqlite3
import subprocess
import sys
from datetime import timedelta

from tests.architecture.source import ROOT
from tests.cast import NOW, STATFIN

from luotsi.core.periods import Period
from luotsi.core.values import Cell
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import Definition, Run, Series, Vintage
from luotsi.indicators.reading import newest_of_series, observations_of, periods_known, versions_of
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Subject

MAY, JUNE = Period.parse("2026-05"), Period.parse("2026-06")
LATER = NOW + timedelta(days=3)


def arrive(*told, at=NOW):
    definition, subject = Definition.objects.get(key="unemployed"), Subject.objects.get(code="KU046")
    arrivals = [Arrival(definition, subject, period, Cell.of(value), known_at) for period, value, known_at in told]
    return publish(arrivals, kind=RunKind.FETCH, source_key=STATFIN, at=at)


def test_a_run_has_one_vintage_for_each_moment_at_which_something_became_known(cast):
    run = arrive((MAY, 5, NOW), (JUNE, 6, NOW), (MAY, 7, LATER))
    assert sorted(run.vintages.values_list("known_at", flat=True)) == [NOW, LATER]
    found = versions_of([Series.objects.get().pk], MAY)
    assert [(one.value, one.known_at, one.run.pk) for one in found] == [(7, LATER, run.pk), (5, NOW, run.pk)]


def test_a_run_that_brings_nothing_new_leaves_no_vintage(cast):
    arrive((MAY, 5, NOW))
    again = arrive((MAY, 5, LATER), at=LATER)
    assert (Run.objects.count(), Vintage.objects.count(), again.rows_written) == (2, 1, 0)


def test_what_was_known_on_a_day_is_told_by_the_moment_of_the_vintage(cast):
    arrive((MAY, 5, NOW), (JUNE, 6, LATER))
    series = [Series.objects.get().pk]
    day = NOW.date()
    assert [(one.period, one.value) for one in newest_of_series(series, as_known_on=day)] == [(MAY, 5)]
    assert [(one.period, one.value) for one in newest_of_series(series)] == [(JUNE, 6)]
    assert periods_known(series, as_known_on=day) == {MAY}
    assert newest_of_series(series, as_known_on=day - timedelta(days=1)) == []


def test_rows_stored_before_there_were_vintages_keep_their_run_and_moment(tmp_path):
    environment = os.environ | {
        "LUOTSI_DATA_DIR": str(tmp_path),
        "LUOTSI_DATABASE_URL": "",
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "luotsi.config.settings",
    }

    def migrate(*to):
        subprocess.run([sys.executable, "-m", "django", "migrate", "-v0", *to], env=environment, check=True)

    migrate("indicators", "0017")
    first, second, later = "2026-05-21 05:00:00.250000", "2026-06-21 05:00:00", "2026-07-01 00:00:00"
    with sqlite3.connect(tmp_path / "luotsi.sqlite3") as old:
        old.executemany(
            "INSERT INTO indicators_run (id, kind, source_key, source_note, snapshot_sha256, source_unit, started_at,"
            " rows_written, rows_revised) VALUES (?, 'fetch', 'statfin', '', '', 'one', ?, 0, 0)",
            [(7, first), (2, second)],
        )
        rows = [(3, 0, 7, first), (3, 1, 2, second), (3, 2, 2, later), (9, 0, 7, first)]
        old.executemany(
            "INSERT INTO indicators_observation (id, series_id, run_id, known_at, scaled, exponent, gap)"
            " VALUES (?, ?, ?, ?, 12, 1, '')",
            [((series << 28) + number, series, run, known_at) for series, number, run, known_at in rows],
        )
    old.close()
    migrate()
    with sqlite3.connect(tmp_path / "luotsi.sqlite3") as new:
        found = new.execute(
            "SELECT o.series_id, o.id & 0xFFFFFFF, v.run_id, v.known_at, o.scaled FROM indicators_observation o"
            " JOIN indicators_vintage v ON v.id = o.vintage_id ORDER BY o.id"
        ).fetchall()
        vintages = new.execute("SELECT count(*) FROM indicators_vintage").fetchone()[0]
    new.close()
    assert found == [(*row, 12) for row in rows]
    assert vintages == 3


def test_every_period_of_a_line_is_read_with_its_own_vintage(cast):
    arrive((MAY, 5, NOW), (JUNE, 6, LATER))
    found = observations_of([Series.objects.get().pk])
    assert [(one.period, one.known_at) for one in found] == [(MAY, NOW), (JUNE, LATER)]
    assert found[0].run is found[0].vintage.run
