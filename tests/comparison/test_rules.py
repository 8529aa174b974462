"""Which areas make a reference, of which month it is, and what is said of a place among the others."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.comparison.rules import (
    added,
    compared,
    drawn_together,
    is_large_enough,
    may_be_made,
    months_together,
    nearest,
    picture,
)
from luotsi.comparison.types import COMPARABLES
from luotsi.core.periods import Period
from luotsi.register.calc.comparison import Group, Verdict
from luotsi.register.types import Grouping

MAY = Period.parse("2026-05")
BY_KEY = {one.key: one for one in COMPARABLES}


def everybody(clients, observed):
    return {Grouping.ALL: {"": Group(clients, observed)}}


def by_sex(women, men):
    return {
        Grouping.SEX: {"female": Group(*women), "male": Group(*men)},
        **everybody(women[0] + men[0], women[1] + men[1]),
    }


def test_areas_are_added_group_by_group():
    areas = {"A": by_sex((100, 10), (80, 9)), "B": by_sex((90, 12), (70, 8)), "C": by_sex((60, 5), (50, 6))}
    assert added(areas) == {
        Grouping.SEX: {"female": Group(250, 27), "male": Group(200, 23)},
        Grouping.ALL: {"": Group(450, 50)},
    }


def test_an_area_with_a_hidden_number_is_left_out_of_that_division_alone():
    areas = {name: by_sex((100, 10), (100, 10)) for name in "ABC"} | {"D": everybody(100, 40)}
    found = added(areas)
    assert found[Grouping.SEX]["female"] == Group(300, 30)
    assert found[Grouping.ALL][""] == Group(700, 100)


@pytest.mark.parametrize(("others", "is_made"), [(2, False), (3, True)])
def test_fewer_than_three_others_are_no_reference(others, is_made):
    assert bool(added({str(number): everybody(100, 10) for number in range(others)})) is is_made


@pytest.mark.parametrize(("largest", "is_made"), [(200, True), (201, False)])
def test_no_area_has_more_than_half_of_the_clients(largest, is_made):
    areas = {"large": everybody(largest, 20), "a": everybody(100, 10), "b": everybody(60, 6), "c": everybody(40, 4)}
    assert bool(added(areas)) is is_made


@pytest.mark.parametrize(("reference", "is_enough"), [(299, False), (300, True), (0, False)])
def test_a_reference_is_three_times_as_large_as_what_is_compared(reference, is_enough):
    assert is_large_enough(everybody(reference, 0) if reference else {}, everybody(100, 0)) is is_enough


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (["2025-05"], "2025-05"),
        (["2025-04"], None),
        (["2027-05"], "2027-05"),
        (["2027-06"], None),
        (["2026-04", "2026-06"], "2026-06"),
        (["2026-03", "2026-06"], "2026-06"),
        ([], None),
    ],
)
def test_a_reference_is_of_the_nearest_month_within_a_year(months, expected):
    found = nearest([Period.parse(name) for name in months], MAY)
    assert (found.name if found else None) == (expected if expected != "2027-05" else "2027-05")


@pytest.mark.parametrize(
    ("offered", "released", "on", "expected"),
    [
        (4, 4, date(2026, 6, 1), True),
        (3, 3, date(2026, 12, 1), False),
        (5, 4, date(2026, 7, 30), False),
        (5, 4, date(2026, 7, 31), True),
    ],
)
def test_those_who_share_are_waited_for_sixty_days(offered, released, on, expected):
    assert may_be_made(MAY, offered=offered, released=released, on=on) is expected


def test_the_finest_division_that_both_have_is_compared():
    reference = by_sex((1000, 200), (1000, 100))
    found = compared(by_sex((100, 20), (50, 5)), reference)
    assert found.division is Grouping.SEX
    assert found.found.expected == pytest.approx(25)
    whole = compared(everybody(150, 25), reference)
    assert whole.division is Grouping.ALL
    assert whole.found.expected == pytest.approx(22.5)
    assert compared(everybody(0, 0), reference) is None
    assert compared({}, reference) is None


def test_a_group_that_the_reference_does_not_have_is_compared_as_everybody():
    place = {Grouping.SEX: {"female": Group(10, 1), "unknown": Group(5, 1)}, **everybody(15, 2)}
    assert compared(place, by_sex((1000, 100), (1000, 100))).division is Grouping.ALL


def test_uneven_places_widen_the_limits_by_which_each_is_judged():
    """A ratio of 1,25 of 400 is beyond chance; where every second place is as far off, it is usual."""
    reference = everybody(100_000, 10_000)
    even = {f"KU{number:03}": everybody(4000, 400) for number in range(19)} | {"KU999": everybody(4000, 500)}
    assert picture(even, reference).places["KU999"].found.verdict is Verdict.ABOVE
    uneven = {f"KU{number:03}": everybody(4000, 300 if number % 2 else 500) for number in range(20)}
    drawn = picture(uneven, reference)
    assert drawn.funnel.dispersion > 10
    assert {one.found.verdict for one in drawn.places.values()} == {Verdict.WITHIN}
    assert picture({"KU001": {}}, reference) is None


def test_months_of_a_stock_are_a_year_apart_and_months_of_events_follow_each_other():
    out = [MAY - step for step in range(30)]
    assert [one.name for one in months_together(BY_KEY["plan_up_to_date"], MAY, out)] == [
        "2024-05",
        "2025-05",
        "2026-05",
    ]
    assert len(months_together(BY_KEY["first_discussion_in_time"], MAY, out)) == 24


def test_a_small_place_is_drawn_towards_the_others_more_than_a_large_one():
    month = {"small": everybody(100, 30), "large": everybody(10_000, 1000), "other": everybody(9000, 880)}
    reference = everybody(100_000, 10_000)
    drawn, months = drawn_together([(month, reference)] * 2)
    assert months == 2
    assert 1 < drawn["small"] < 3.0
    assert drawn_together([(month, reference)]) == ({}, 0)
    assert drawn_together([({"small": everybody(100, 30)}, reference)] * 3) == ({}, 0)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 1)), min_size=4, max_size=8))
def test_a_sum_tells_nothing_but_what_its_parts_told(sizes):
    """Whoever knows all areas but one learns of that one what it had told itself, and nothing that it hid."""
    areas = {
        str(number): by_sex((size, size // 3), (size, size // 4)) if is_shown else everybody(2 * size, size // 2)
        for number, (size, is_shown) in enumerate(sizes)
    }
    found = added(areas)
    for division, groups in found.items():
        for group, total in groups.items():
            shown = [one[division][group] for one in areas.values() if division in one]
            assert total == Group(sum(one.clients for one in shown), sum(one.observed for one in shown))
