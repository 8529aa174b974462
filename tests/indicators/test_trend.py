from decimal import Decimal
from random import Random

import pytest

from luotsi.core.periods import Period
from luotsi.core.text import LANGUAGES
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, Gap
from luotsi.figures.sentences import Measured
from luotsi.figures.trends import TrendDirection, trend_sentence
from luotsi.indicators.calc.trend import trend

QUARTERS = (
    (31, 42, 40, 35),
    (33, 42, 41, 36),
    (30, 45, 43, 36),
    (35, 44, 46, 39),
    (34, 47, 45, 41),
    (37, 48, 49, 40),
    (36, 50, 47, 43),
)


def quarterly(rows=QUARTERS, first=2020):
    return [
        (Period.parse(f"{first + year}-Q{number + 1}"), Cell.of(value))
        for year, row in enumerate(rows)
        for number, value in enumerate(row)
    ]


def yearly(*values, first=2018):
    return [(Period.parse(str(first + at)), Cell.of(value)) for at, value in enumerate(values)]


def test_quarters_equal_an_independent_seasonal_test_that_counts_their_common_movement():
    # pymannkendall 1.4.3, correlated_seasonal_test: s 66, var_s 589.33, z 2.7187, slope 1.29167
    found = trend(quarterly())
    assert (found.score, round(found.variance, 4)) == (66, Decimal("589.3333"))
    assert found.per_year is not None
    assert round(found.per_year, 5) == Decimal("1.29167")
    assert found.direction is TrendDirection.RISING


@pytest.mark.parametrize(
    ("values", "score", "variance", "slope", "direction"),
    [  # pymannkendall 1.4.3, original_test and sens_slope
        ((5, 7, 6, 9, 8, 11, 10, 12), 22, "65.3333", "1.0000", TrendDirection.RISING),
        ((5, 7, 6, 9, 5, 11, 4, 8), 3, "64.3333", "0.2833", TrendDirection.UNCLEAR),
        # both sides of 1.96: z is 1.86 and 2.10
        ((1, 2, 3, 7, 6, 5, 4, 8), 16, "65.3333", "0.9000", TrendDirection.UNCLEAR),
        ((1, 2, 3, 6, 5, 7, 8, 4), 18, "65.3333", "1.0000", TrendDirection.RISING),
    ],
)
def test_years_equal_the_plain_test_of_mann_and_kendall(values, score, variance, slope, direction):
    found = trend(yearly(*values))
    assert (found.score, round(found.variance, 4)) == (score, Decimal(variance))
    assert round(found.per_year, 4) == Decimal(slope)
    assert found.direction is direction


def test_a_line_turned_upside_down_has_the_opposite_direction_and_order_of_points_does_not_matter():
    turned = [(period, Cell.of(-cell.value)) for period, cell in quarterly()]
    Random(1).shuffle(turned)
    found = trend(turned)
    assert (found.direction, found.score) == (TrendDirection.FALLING, -66)


def test_a_strong_season_alone_is_no_direction():
    assert trend(quarterly([(10, 90, 50, 20)] * 8)).direction is TrendDirection.UNCLEAR


def test_one_bad_year_of_twelve_months_is_no_direction():
    months = [
        (Period.parse(f"{year}-{month:02}"), Cell.of(100 + month + (40 if year == 2026 else 0)))
        for year in range(2020, 2027)
        for month in range(1, 13)
    ]
    assert trend(months).direction is TrendDirection.UNCLEAR


def test_eight_values_and_five_years_are_needed():
    assert trend(yearly(*range(7))).direction is TrendDirection.TOO_SHORT
    assert trend(yearly(*range(8))).direction is TrendDirection.RISING
    rising = [(at, at + 10, at + 20, at + 30) for at in range(5)]
    assert trend(quarterly(rising[:4])).direction is TrendDirection.TOO_SHORT
    assert trend(quarterly(rising)).direction is TrendDirection.RISING


def test_values_that_never_meet_their_own_season_cannot_be_compared():
    scattered = [(Period.parse(f"{2019 + at}-{at + 1:02}"), Cell.of(at)) for at in range(8)]
    assert trend(scattered).direction is TrendDirection.TOO_SHORT
    assert trend([]).direction is TrendDirection.TOO_SHORT


def test_gaps_and_lower_bounds_are_left_out_and_zero_is_a_value():
    points = yearly(0, 1, 2, 3, 4, 5, 6)
    for cell in (Cell.missing(Gap.HIDDEN), Cell.of(99, Flag.AT_LEAST)):
        assert trend([*points, (Period.parse("2025"), cell)]).values == 7
    assert trend([*points, (Period.parse("2025"), Cell.of(7))]).values == 8


def test_only_the_newest_eight_years_are_looked_at():
    found = trend(yearly(*range(50, 30, -1), *range(8), first=1998))
    assert (found.direction, found.first, found.last) == (
        TrendDirection.RISING,
        Period.parse("2018"),
        Period.parse("2025"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("direction", list(TrendDirection))
def test_every_direction_is_a_whole_sentence(direction, language):
    span = (Period.parse("2019-01"), Period.parse("2026-06"))
    told = trend_sentence(Measured("x", Unit.PERCENT, 1), direction, language, per_year=Decimal("-0.4"), span=span)
    assert told.endswith(".")
    assert "{" not in told
    assert ("2019–2026" in told) == (direction is not TrendDirection.TOO_SHORT)


def test_a_small_change_is_told_with_the_decimals_it_needs():
    span = (Period.parse("2019"), Period.parse("2026"))
    told = trend_sentence(
        Measured("x", Unit.PERCENT, 1), TrendDirection.FALLING, "fi", per_year=Decimal("-0.02"), span=span
    )
    assert "0,02 prosenttiyksikköä vuodessa" in told.replace("\N{NO-BREAK SPACE}", " ")
