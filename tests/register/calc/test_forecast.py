"""Coming months by the pace of the past ones, and what-ifs beside them."""

from decimal import Decimal

import numpy as np
import pytest

from luotsi.core.periods import Period
from luotsi.register.calc.forecast import (
    Assumption,
    Month,
    UnableToForecast,
    forecast,
    if_discussion_comes_earlier,
    if_flow_falls,
    if_people_find_work,
    pace_of,
)

BRACKETS = ("0-100", "101-200", "201-")
EUR = {"0-100": Decimal(0), "101-200": Decimal(80), "201-": Decimal(160)}
STEADY = {
    ("0-100", "0-100"): 700,
    ("0-100", "101-200"): 100,
    ("101-200", "101-200"): 300,
    ("101-200", "201-"): 100,
    ("201-", "201-"): 300,
}
"""1 000, 400 and 400 recipients month after month: of the first 80 % stay, 200 arrive; of the last 75 % stay."""


def steady(count, start="2024-01"):
    first = Period.parse(start)
    return [Month(first + ahead, STEADY, {"0-100": 300}) for ahead in range(count)]


def noisy(count, seed=1):
    random = np.random.default_rng(seed)
    stock = {"0-100": 1000, "101-200": 400, "201-": 400}
    months = [Month(Period.parse("2018-01"), {}, stock)]
    for ahead in range(1, count):
        moved = {}
        for bracket, (stay, on) in {"0-100": (0.7, 0.1), "101-200": (0.75, 0.25), "201-": (0.75, 0.0)}.items():
            kept, passed, _ = random.multinomial(months[-1].stock(bracket), [stay, on, 1 - stay - on])
            moved[(bracket, bracket)] = int(kept)
            if on:
                moved[(bracket, BRACKETS[BRACKETS.index(bracket) + 1])] = int(passed)
        months.append(Month(Period.parse("2018-01") + ahead, moved, {"0-100": int(random.poisson(300))}))
    return months


def test_a_steady_past_goes_on():
    coming = forecast(steady(24), EUR, months=3)
    assert [str(month.month) for month in coming] == ["2026-01", "2026-02", "2026-03"]
    assert [month.euros for month in coming] == [Decimal("96000.00")] * 3
    assert coming[0].recipients == pytest.approx({"0-100": 1000, "101-200": 400, "201-": 400})
    assert (coming[0].low, coming[0].high) == (Decimal("96000.00"), Decimal("96000.00"))


def test_limits_are_told_only_where_enough_forecasts_have_come_true():
    assert [month.low is None for month in forecast(steady(20), EUR, months=1)] == [True]
    assert [month.low is None for month in forecast(steady(21), EUR, months=2)] == [False, True]


def test_the_limits_hold_the_next_month_about_as_often_as_they_promise():
    held = 0
    for seed in range(60):
        months = noisy(60, seed)
        (coming,) = forecast(months[:-1], EUR, months=1)
        real = sum(months[-1].stock(bracket) * each for bracket, each in EUR.items())
        held += coming.low <= real <= coming.high
    assert 38 <= held <= 58  # 80 % of 60 is 48; outside this less than once in a thousand


def test_the_arrivals_of_a_season_return():
    months = [
        Month(month.month, month.moved, {"0-100": 900 if month.month.start.month == 1 else 300}) for month in steady(24)
    ]
    assert forecast(months, EUR, months=1)[0].recipients["0-100"] > 1200


@pytest.mark.parametrize("count", [12, 13])
def test_a_year_and_a_month_are_needed(count):
    if count == 13:
        assert pace_of(steady(count), BRACKETS).leaving("0-100") == pytest.approx(0.2)
    else:
        with pytest.raises(UnableToForecast, match="12 months are at hand, 13 are needed"):
            pace_of(steady(count), BRACKETS)


def test_a_missing_month_and_impossible_moves_are_refused():
    with pytest.raises(UnableToForecast, match="the month after 2024-03 is missing"):
        pace_of([month for month in steady(24) if str(month.month) != "2024-04"], BRACKETS)
    broken = [Month(month.month, {("201-", "201-"): 900 + ahead * 99}, {}) for ahead, month in enumerate(steady(14))]
    with pytest.raises(UnableToForecast, match="more people moved on from 201-"):
        pace_of(broken, BRACKETS)


def test_work_found_today_saves_while_the_others_would_have_stayed():
    what_if = if_people_find_work(steady(24), EUR, {"201-": 100}, months=3)
    assert what_if.saved_eur == Decimal("27750.00")  # 100 x 160 x (0,75 + 0,75 squared + 0,75 cubed)
    assert Assumption.WORK_LASTS in what_if.assumptions
    assert if_people_find_work(steady(24), EUR, {}).saved_eur == 0
    with pytest.raises(UnableToForecast, match="201- has 400 people, not 401"):
        if_people_find_work(steady(24), EUR, {"201-": 401})


def test_a_smaller_flow_reaches_the_first_paying_step_in_proportion():
    what_if = if_flow_falls(steady(24), EUR, now=0.5, then=0.4, months=1)
    assert what_if.saved_eur == Decimal("1600.00")  # 100 people pass a month, 20 of them no longer: 20 x 80
    assert if_flow_falls(steady(24), EUR, now=0.5, then=0.5).saved_eur == 0
    assert if_flow_falls(steady(24), EUR, now=0.5, then=0.6).saved_eur < 0
    with pytest.raises(UnableToForecast, match="share"):
        if_flow_falls(steady(24), EUR, now=0, then=0.4)


def test_an_earlier_discussion_saves_only_by_the_effect_that_is_given():
    assert if_discussion_comes_earlier(steady(24), EUR, days_earlier=10, hazard_ratio=1.0).saved_eur == 0
    earlier = if_discussion_comes_earlier(steady(24), EUR, days_earlier=10, hazard_ratio=1.3)
    later = if_discussion_comes_earlier(steady(24), EUR, days_earlier=-10, hazard_ratio=1.3)
    assert later.saved_eur < 0 < earlier.saved_eur
    assert Assumption.EFFECT_IS_GIVEN in earlier.assumptions
    with pytest.raises(UnableToForecast, match="above zero"):
        if_discussion_comes_earlier(steady(24), EUR, days_earlier=1, hazard_ratio=0)


def test_nobody_moves_on_twice_when_more_would_than_there_are():
    what_if = if_flow_falls(steady(24), EUR, now=0.01, then=1.0, months=1)
    assert what_if.as_if[0].recipients["101-200"] == pytest.approx(1000 * 0.3 + 400 * 0.75)
