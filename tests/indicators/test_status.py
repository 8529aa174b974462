from datetime import date
from decimal import Decimal

import pytest

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.calc.status import judge
from luotsi.indicators.calc.targets import TargetLine, level_at
from luotsi.indicators.types import PathKind, StatusKey, TargetKind

TODAY = date(2026, 11, 22)
JUNE = Period.parse("2026-06")
DUE = Period.parse("2027-12")


def target(kind=TargetKind.AT_MOST, **numbers):
    numbers = {name: Decimal(value) if type(value) is str else value for name, value in numbers.items()}
    return TargetLine(kind, numbers.pop("due", DUE), tolerance=numbers.pop("tolerance", Decimal("0.5")), **numbers)


def judged(value, line, period=JUNE, stale=365):
    cell = value if isinstance(value, Cell) else Cell.of(value)
    return judge((period, cell), line, today=TODAY, stale_after_days=stale).key


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("10.4", StatusKey.AHEAD),
        ("10.5", StatusKey.ON_TRACK),
        ("11.0", StatusKey.ON_TRACK),
        ("11.5", StatusKey.ON_TRACK),
        ("11.6", StatusKey.AT_RISK),
        ("12.0", StatusKey.AT_RISK),
        ("12.1", StatusKey.BEHIND),
    ],
)
def test_each_side_of_each_threshold_when_lower_is_asked_for(value, status):
    assert judged(value, target(value="11.0")) is status


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("81", StatusKey.AHEAD),
        ("80.5", StatusKey.ON_TRACK),
        ("79.5", StatusKey.ON_TRACK),
        ("79.4", StatusKey.AT_RISK),
        ("79", StatusKey.AT_RISK),
        ("78.9", StatusKey.BEHIND),
    ],
)
def test_each_side_of_each_threshold_when_higher_is_asked_for(value, status):
    assert judged(value, target(TargetKind.AT_LEAST, value="80")) is status


@pytest.mark.parametrize(
    ("kind", "value", "exact", "bound"),
    [
        (TargetKind.AT_MOST, "10.4", StatusKey.AHEAD, StatusKey.TOO_FEW),
        (TargetKind.AT_MOST, "11.0", StatusKey.ON_TRACK, StatusKey.TOO_FEW),
        (TargetKind.AT_MOST, "12.0", StatusKey.AT_RISK, StatusKey.TOO_FEW),
        (TargetKind.AT_MOST, "12.1", StatusKey.BEHIND, StatusKey.BEHIND),
        (TargetKind.AT_LEAST, "11.6", StatusKey.AHEAD, StatusKey.AHEAD),
        (TargetKind.AT_LEAST, "10.5", StatusKey.ON_TRACK, StatusKey.ON_TRACK),
        (TargetKind.AT_LEAST, "10.4", StatusKey.AT_RISK, StatusKey.TOO_FEW),
        (TargetKind.AT_LEAST, "9.9", StatusKey.BEHIND, StatusKey.TOO_FEW),
        (TargetKind.KEEP, "11.0", StatusKey.ON_TRACK, StatusKey.TOO_FEW),
        (TargetKind.KEEP, "9.9", StatusKey.BEHIND, StatusKey.TOO_FEW),
        (TargetKind.KEEP, "12.1", StatusKey.BEHIND, StatusKey.BEHIND),
    ],
)
def test_a_lower_bound_is_judged_only_where_any_larger_number_would_be_judged_no_worse(kind, value, exact, bound):
    line = target(kind, value="11.0", baseline="11.0")
    assert judged(value, line) is exact
    assert judged(Cell.of(value, Flag.AT_LEAST), line) is bound


@pytest.mark.parametrize(
    ("kind", "value", "bound"),
    [
        (TargetKind.WITHIN, "9.9", StatusKey.TOO_FEW),
        (TargetKind.WITHIN, "11.5", StatusKey.TOO_FEW),
        (TargetKind.WITHIN, "13.1", StatusKey.BEHIND),
        (TargetKind.MOVE_UP, "11.1", StatusKey.ON_TRACK),
        (TargetKind.MOVE_UP, "9.9", StatusKey.TOO_FEW),
        (TargetKind.MOVE_DOWN, "10.0", StatusKey.TOO_FEW),
        (TargetKind.MOVE_DOWN, "12.1", StatusKey.BEHIND),
    ],
)
def test_a_lower_bound_against_a_range_or_a_direction_is_judged_on_its_certain_side(kind, value, bound):
    line = target(kind, value="11.0", upper="12.0", baseline="11.0", baseline_period=Period.parse("2025-12"))
    assert judged(Cell.of(value, Flag.AT_LEAST), line) is bound


@pytest.mark.parametrize(("value", "status"), [(0, StatusKey.NOT_YET_DUE), (1, StatusKey.REACHED)])
def test_a_milestone_asks_nothing_of_a_lower_bound_before_its_period(value, status):
    line = target(TargetKind.MILESTONE, value="1", tolerance="0")
    assert judged(Cell.of(value, Flag.AT_LEAST), line) is status


@pytest.mark.parametrize(
    ("value", "period", "status"),
    [
        (1, JUNE, StatusKey.REACHED),
        (0, JUNE, StatusKey.NOT_YET_DUE),
        (0, Period.parse("2027-11"), StatusKey.NOT_YET_DUE),
        (0, DUE, StatusKey.BEHIND),
        (1, DUE, StatusKey.REACHED),
    ],
)
def test_a_milestone_is_reached_as_soon_as_it_is_met_and_behind_only_when_it_is_due(value, period, status):
    line = target(TargetKind.MILESTONE, value="1", tolerance="0")
    assert judge((period, Cell.of(value)), line, today=period.end, stale_after_days=365).key is status


def test_a_target_in_words_is_for_a_person():
    line = target(TargetKind.WORDS)
    assert judged(12, line) is StatusKey.TOO_FEW
    assert judged(Cell.missing(), line) is StatusKey.NOT_REPORTED


def test_zero_value_zero_target_and_zero_baseline_are_numbers():
    line = target(value="0", tolerance=Decimal(0), due=JUNE)
    assert judged(0, line) is StatusKey.REACHED
    assert judged(1, line) is StatusKey.BEHIND
    rising = target(TargetKind.MOVE_UP, baseline="0", baseline_period=Period.parse("2025-06"), tolerance=Decimal(0))
    assert judged(1, rising) is StatusKey.ON_TRACK


def test_the_path_goes_straight_from_baseline_to_target():
    line = target(value="11", baseline="13", baseline_period=Period.parse("2025-12"))
    assert level_at(line, Period.parse("2025-12")) == 13
    assert level_at(line, Period.parse("2026-12")) == 12
    assert level_at(line, Period.parse("2027-12")) == 11
    assert level_at(line, Period.parse("2030-12")) == 11
    assert level_at(line, Period.parse("2020-01")) == 13


def test_a_stepped_target_asks_for_nothing_before_its_day():
    line = target(value="11", baseline="13", baseline_period=Period.parse("2025-12"), path=PathKind.STEPPED)
    assert judged("20", line) is StatusKey.NOT_YET_DUE
    assert judged("20", line, period=DUE) is StatusKey.BEHIND


def test_a_target_met_when_due_is_reached_and_within_tolerance_on_track():
    assert judged("11.0", target(value="11.0", due=JUNE)) is StatusKey.REACHED
    assert judged("11.2", target(value="11.0", due=JUNE)) is StatusKey.ON_TRACK


def test_a_range_is_judged_by_its_nearer_bound():
    line = target(TargetKind.WITHIN, value="3", upper="5")
    assert judged("4", line) is StatusKey.ON_TRACK
    assert judged("5.5", line) is StatusKey.ON_TRACK
    assert judged("5.6", line) is StatusKey.AT_RISK
    assert judged("1.9", line) is StatusKey.BEHIND


def test_keeping_a_level_is_judged_in_both_directions():
    line = target(TargetKind.KEEP, baseline="10")
    assert judged("10.5", line) is StatusKey.ON_TRACK
    assert judged("9.4", line) is StatusKey.AT_RISK
    assert judged("11.1", line) is StatusKey.BEHIND


def test_a_direction_is_judged_against_its_baseline_and_not_before_it():
    line = target(TargetKind.MOVE_DOWN, baseline="10", baseline_period=Period.parse("2025-12"), tolerance=Decimal(0))
    assert judged("9.9", line) is StatusKey.ON_TRACK
    assert judged("10.1", line) is StatusKey.BEHIND
    assert judged("9", line, period=Period.parse("2025-12")) is StatusKey.NOT_YET_DUE


def test_a_hidden_value_is_too_few_to_judge_and_another_gap_not_reported():
    assert judged(Cell.missing(Gap.HIDDEN), target(value="11")) is StatusKey.TOO_FEW
    assert judged(Cell.missing(Gap.MISSING), target(value="11")) is StatusKey.NOT_REPORTED


def test_a_judgement_in_words_is_reported_while_it_is_fresh():
    words = (JUNE, Cell.missing(Gap.NOT_APPLICABLE))
    for line, stale, status in (
        (None, 365, StatusKey.NO_TARGET),
        (target(value="3"), 365, StatusKey.TOO_FEW),
        (None, 144, StatusKey.NOT_REPORTED),
    ):
        assert judge(words, line, today=TODAY, stale_after_days=stale, is_in_words=True).key is status
    assert judge(words, None, today=TODAY, stale_after_days=365).key is StatusKey.NOT_REPORTED


def test_data_becomes_too_old_the_day_after_its_limit():
    age = (TODAY - JUNE.end).days
    assert judged("11", target(value="11"), stale=age) is StatusKey.ON_TRACK
    assert judged("11", target(value="11"), stale=age - 1) is StatusKey.NOT_REPORTED


def test_nothing_observed_is_not_reported_and_no_target_says_so():
    assert judge(None, target(value="11"), today=TODAY, stale_after_days=365).key is StatusKey.NOT_REPORTED
    assert judged("11", None) is StatusKey.NO_TARGET
