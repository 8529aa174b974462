from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from luotsi.core.periods import Period, PeriodKind
from luotsi.sources.schedule import BACK_OFF, Rhythm, State, turn
from luotsi.sources.types import Attempt, FetchReason, Obstacle, Outcome

HELSINKI = ZoneInfo("Europe/Helsinki")
MONTHLY = Rhythm(PeriodKind.MONTH, publication_day=21, lag_days=1)
JUNE = Period.parse("2026-06")
OPENS = datetime(2026, 8, 22, 8, tzinfo=HELSINKI)  # July's figures: published on 21 August, a day of grace
MOMENT = timedelta(microseconds=1)


def failed(at):
    return Attempt(at, Outcome.FAILED, Obstacle(FetchReason.UNREACHABLE, {"host": "example.org"}))


def failures(*moments):
    return [failed(at) for at in moments]


@pytest.mark.parametrize(
    ("rhythm", "period", "day"),
    [
        (MONTHLY, "2026-06", date(2026, 7, 22)),
        (MONTHLY, "2026-12", date(2027, 1, 22)),
        (Rhythm(PeriodKind.MONTH, 31, lag_days=0), "2026-01", date(2026, 2, 28)),
        (Rhythm(PeriodKind.MONTH, 31, lag_days=1), "2026-01", date(2026, 3, 1)),
        (Rhythm(PeriodKind.QUARTER, 15, months_after=2, lag_days=0), "2026-Q2", date(2026, 8, 15)),
        (Rhythm(PeriodKind.YEAR, 1, months_after=6, lag_days=0), "2025", date(2026, 6, 1)),
    ],
)
def test_figures_are_due_on_their_publication_day_and_the_days_of_grace(rhythm, period, day):
    assert rhythm.due_on(Period.parse(period)) == day


def test_the_first_figures_are_due_at_once():
    now = datetime(2026, 8, 1, tzinfo=UTC)
    assert turn(MONTHLY, None, [], at=now).is_due


def test_a_source_is_due_from_eight_in_the_morning_of_its_day_and_not_a_moment_before():
    asked = [Attempt(OPENS - timedelta(days=31), Outcome.CHANGED)]
    before, after = (turn(MONTHLY, JUNE, asked, at=at) for at in (OPENS - MOMENT, OPENS))
    assert (before.state, before.is_due, before.at) == (State.NOT_YET, False, OPENS)
    assert (after.state, after.is_due) == (State.DUE, True)


def test_eight_in_the_morning_is_that_of_helsinki_in_summer_and_in_winter():
    assert turn(MONTHLY, JUNE, [], at=OPENS).at.astimezone(UTC).hour == 5
    assert turn(MONTHLY, Period.parse("2026-11"), [], at=OPENS).at.astimezone(UTC).hour == 6


@pytest.mark.parametrize(("count", "wait"), list(enumerate(BACK_OFF, start=1)))
def test_after_a_failure_the_source_is_asked_again_in_one_hour_four_hours_and_a_day(count, wait):
    attempts = failures(*(OPENS + timedelta(minutes=at) for at in range(count)))
    last = attempts[-1].started_at
    early, late = (turn(MONTHLY, JUNE, attempts, at=at) for at in (last + wait - MOMENT, last + wait))
    assert (early.state, early.is_due, early.failures) == (State.WAITING, False, count)
    assert (late.state, late.is_due) == (State.DUE, True)


def test_the_fourth_failure_in_a_row_makes_it_broken_and_it_is_asked_once_a_week():
    attempts = failures(*(OPENS + timedelta(hours=at) for at in range(4)))
    last = attempts[-1].started_at
    early, late = (turn(MONTHLY, JUNE, attempts, at=last + timedelta(days=7) - wait) for wait in (MOMENT, MOMENT * 0))
    assert (early.state, early.is_due) == (State.BROKEN, False)
    assert (late.state, late.is_due) == (State.BROKEN, True)


def test_one_answer_between_failures_begins_the_count_anew():
    attempts = [
        *failures(OPENS, OPENS + timedelta(hours=1), OPENS + timedelta(hours=5)),
        Attempt(OPENS + timedelta(days=2), Outcome.UNCHANGED),
        failed(OPENS + timedelta(days=3)),
    ]
    found = turn(MONTHLY, JUNE, attempts, at=OPENS + timedelta(days=3))
    assert (found.state, found.failures, found.at) == (State.WAITING, 1, OPENS + timedelta(days=3, hours=1))


def test_an_answer_without_the_new_period_is_followed_by_one_a_day_later():
    attempts = [Attempt(OPENS, Outcome.UNCHANGED)]
    assert not turn(MONTHLY, JUNE, attempts, at=OPENS + timedelta(hours=23)).is_due
    assert turn(MONTHLY, JUNE, attempts, at=OPENS + timedelta(hours=24)).is_due


def test_after_the_new_period_has_come_the_one_after_it_is_waited_for():
    attempts = [Attempt(OPENS, Outcome.CHANGED)]
    found = turn(MONTHLY, JUNE + 1, attempts, at=OPENS + timedelta(days=2))
    assert (found.state, found.at.date()) == (State.NOT_YET, date(2026, 9, 22))


def test_a_source_that_gave_nothing_at_first_is_asked_a_day_later():
    attempts = [Attempt(OPENS, Outcome.UNCHANGED)]
    assert not turn(MONTHLY, None, attempts, at=OPENS + timedelta(days=1) - MOMENT).is_due
    assert turn(MONTHLY, None, attempts, at=OPENS + timedelta(days=1)).is_due


def test_a_source_whose_figures_come_when_they_come_is_asked_every_thirty_days():
    attempts = [Attempt(OPENS, Outcome.CHANGED)]
    assert turn(None, None, [], at=OPENS).is_due
    assert not turn(None, Period.parse("2025"), attempts, at=OPENS + timedelta(days=30) - MOMENT).is_due
    assert turn(None, Period.parse("2025"), attempts, at=OPENS + timedelta(days=30)).is_due
    assert not turn(None, None, failures(OPENS), at=OPENS + timedelta(hours=1) - MOMENT).is_due
    assert turn(None, None, failures(OPENS), at=OPENS + timedelta(hours=1)).is_due


def test_the_order_of_attempts_does_not_matter():
    attempts = failures(OPENS, OPENS + timedelta(hours=1))
    now = OPENS + timedelta(hours=2)
    assert turn(MONTHLY, JUNE, attempts, at=now) == turn(MONTHLY, JUNE, attempts[::-1], at=now)


@pytest.mark.parametrize(
    ("outcome", "obstacle"),
    [
        (Outcome.FAILED, None),
        (Outcome.CHANGED, Obstacle(FetchReason.BUSY)),
        (Outcome.UNCHANGED, Obstacle(FetchReason.BUSY)),
    ],
)
def test_a_failed_attempt_has_a_reason_and_no_other_has_one(outcome, obstacle):
    with pytest.raises(ValueError, match="reason"):
        Attempt(OPENS, outcome, obstacle)
