from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.core.periods import Period, PeriodError, PeriodKind

NAMES = ["2026", "2026-H1", "2026-Q2", "2026-06", "2026-T1", "2026-T2", "2026-LV", "2025-VK"]
KINDS = [kind for kind in PeriodKind if kind is not PeriodKind.COUNCIL_TERM]
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))


@pytest.mark.parametrize("name", NAMES)
def test_a_period_is_written_as_it_is_read(name):
    assert Period.parse(name).name == name


@pytest.mark.parametrize(
    "name", ["", "26", "2026-13", "2026-00", "2026-Q5", "2026-6", "0000", "2026-06-30", "2024-VK", "2021-VK"]
)
def test_what_names_no_period_is_refused(name):
    with pytest.raises(PeriodError):
        Period.parse(name)


@given(days, st.sampled_from(KINDS))
def test_every_day_belongs_to_exactly_one_period_of_a_kind(day, kind):
    period = Period.containing(day, kind)
    assert period.contains(day)
    assert not (period + 1).contains(day)
    assert (period + 1).start.toordinal() == period.end.toordinal() + 1


@given(days, st.sampled_from(KINDS), st.integers(-500, 500))
def test_steps_forth_and_back_lead_home(day, kind, steps):
    period = Period.containing(day, kind)
    assert (period + steps) - steps == period
    assert (period + steps).steps_since(period) == steps


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-T1", date(2026, 1, 1), date(2026, 7, 31)),
        ("2026-LV", date(2026, 8, 1), date(2027, 7, 31)),
        ("2025-VK", date(2025, 6, 1), date(2029, 5, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(name, start, end):
    assert (Period.parse(name).start, Period.parse(name).end) == (start, end)


def test_the_council_term_changes_in_june():
    assert Period.containing(date(2029, 5, 31), PeriodKind.COUNCIL_TERM).name == "2025-VK"
    assert Period.containing(date(2029, 6, 1), PeriodKind.COUNCIL_TERM).name == "2029-VK"
    with pytest.raises(PeriodError):
        Period.containing(date(2025, 5, 31), PeriodKind.COUNCIL_TERM)


def test_months_fill_a_quarter_and_a_year_but_quarters_fill_no_month():
    assert [part.name for part in Period.parse("2026-Q2").parts(PeriodKind.MONTH)] == ["2026-04", "2026-05", "2026-06"]
    assert len(Period.parse("2026").parts(PeriodKind.MONTH)) == 12
    with pytest.raises(PeriodError):
        Period.parse("2026-06").parts(PeriodKind.QUARTER)


def test_periods_of_different_kinds_are_not_counted_against_each_other():
    with pytest.raises(PeriodError):
        Period.parse("2026").steps_since(Period.parse("2026-06"))


def test_periods_sort_by_time():
    assert sorted(map(Period.parse, ["2026-06", "2025-12", "2026-01"]))[0].name == "2025-12"
