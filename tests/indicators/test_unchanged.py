"""What was found unchanged once is not compared again, and everything that could make a difference is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import STATFIN, current

from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Text
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import Definition, Observation, Run
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Subject

JULY_21 = datetime(2026, 7, 21, 5, tzinfo=UTC)
MONTHS = [Period.parse("2026-05"), Period.parse("2026-06")]


def arrive(values=(41, 42), *, day=0, kind=RunKind.FETCH, words=NO_TEXT, key="unemployed", code="KU046"):
    """Publish an answer; return its run, and whether anything stored was read to compare."""
    definition, place = Definition.objects.get(key=key), Subject.objects.get(code=code)
    known_at = JULY_21 + timedelta(days=day)
    cells = [one if isinstance(one, Cell) else Cell.of(one) for one in values]
    arrivals = [
        Arrival(definition, place, month, cell, known_at, words) for month, cell in zip(MONTHS, cells, strict=True)
    ]
    with CaptureQueriesContext(connection) as asked:
        run = publish(arrivals, kind=kind, source_key=STATFIN, at=known_at, snapshot_sha256="a" * 64)
    return run, any("FROM indicators_series s" in one["sql"] for one in asked.captured_queries)


@pytest.fixture
def settled(cast):
    """An answer that was stored, came again and was found unchanged."""
    assert arrive(day=0)[0].rows_written == 2
    run, was_compared = arrive(day=1)
    assert (run.rows_written, was_compared) == (0, True)


def test_the_same_answer_a_third_time_is_not_compared_and_is_noted_as_unchanged(settled):
    run, was_compared = arrive(day=2)
    assert not was_compared
    run.refresh_from_db()
    assert (run.rows_written, run.rows_revised, run.published_at) == (0, 0, JULY_21 + timedelta(days=2))
    assert Observation.objects.count() == 2


def test_a_value_that_was_corrected_meanwhile_is_compared_and_the_answer_is_a_revision(settled):
    arrive((41, 50), day=2, kind=RunKind.ENTRY)
    run, was_compared = arrive(day=3)
    assert (run.rows_written, was_compared) == (1, True)
    assert (current()["KU046", "2026-06"].value, current()["KU046", "2026-05"].value) == (42, 41)


def test_a_value_that_went_away_and_came_back_is_stored_both_times(settled):
    assert arrive((41, 50), day=2)[0].rows_written == 1
    assert arrive(day=3)[0].rows_written == 1
    assert current()["KU046", "2026-06"].value == 42


@pytest.mark.parametrize(
    "values",
    [
        pytest.param((42, 41), id="months-exchanged"),
        pytest.param((41, "42.5"), id="another-number"),
        pytest.param((41, Cell.missing(Gap.HIDDEN)), id="a-gap"),
        pytest.param((41, Cell.of(42, Flag.PROVISIONAL)), id="a-flag"),
    ],
)
def test_the_same_bytes_read_in_another_way_are_compared(settled, values):
    run, was_compared = arrive(values, day=2)
    assert was_compared
    assert run.rows_written > 0


def test_other_words_beside_the_same_gap_are_compared(cast):
    gaps = [Cell.missing(Gap.NOT_APPLICABLE)] * 2
    for day in (0, 1, 2):
        _run, was_compared = arrive(gaps, day=day, words=Text("Hyvä"))
    assert not was_compared
    assert arrive(gaps, day=3, words=Text("Parempi"))[0].rows_written == 2


def test_the_same_answer_to_another_measure_or_place_is_stored(settled):
    assert arrive(day=2, key="labour-force")[0].rows_written == 2
    assert arrive(day=3, code="KU681")[0].rows_written == 2


def test_after_a_fault_in_storing_the_same_answer_is_stored(settled):
    with pytest.raises(Exception, match="year"):
        _broken()
    assert arrive((41, 50), day=3)[0].rows_written == 1
    assert Run.objects.count() == 3


def _broken():
    definition, place = Definition.objects.get(key="unemployed"), Subject.objects.get(code="KU046")
    months = [*MONTHS, Period.parse("2650-01")]
    values = (41, 50, 1)
    arrivals = [
        Arrival(definition, place, month, Cell.of(value), JULY_21 + timedelta(days=2))
        for month, value in zip(months, values, strict=True)
    ]
    publish(arrivals, kind=RunKind.FETCH, source_key=STATFIN, at=JULY_21 + timedelta(days=2))
