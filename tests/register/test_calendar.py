"""Working days, counting days and months away."""

from datetime import date

import pytest

from luotsi.core.periods import Period
from luotsi.register.calendar import counting_day, is_working_day, months_away


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 6), False),  # Epiphany
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 7), True),
        (date(2026, 5, 1), False),
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2026, 6, 19), False),  # Midsummer Eve
        (date(2025, 6, 20), False),
        (date(2025, 6, 19), True),
        (date(2027, 6, 25), False),
        (date(2026, 12, 24), False),  # Christmas Eve
        (date(2026, 12, 31), True),
        (date(2026, 12, 6), False),  # a Sunday and Independence Day
        (date(2026, 6, 20), False),  # a Saturday
    ],
)
def test_working_days_are_weekdays_that_are_no_holidays(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("month", "day"),
    [
        ("2026-01", date(2026, 1, 30)),
        ("2026-05", date(2026, 5, 29)),
        ("2026-06", date(2026, 6, 30)),
        ("2024-03", date(2024, 3, 28)),  # 29.3.2024 was Good Friday
    ],
)
def test_the_counting_day_is_the_last_working_day(month, day):
    assert counting_day(Period.parse(month)) == day


@pytest.mark.parametrize(
    ("day", "months", "away"),
    [
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -16, date(2024, 9, 15)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_months_away_is_the_same_number_or_the_last_day(day, months, away):
    assert months_away(day, months) == away
