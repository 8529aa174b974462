"""Expected against observed, by published limits and by hand."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.register.calc.comparison import (
    Group,
    UnableToCompare,
    Verdict,
    compare,
    funnel,
    nearest_peers,
    poisson_limits,
    shrink,
)

EXACT_LIMITS = {  # 95 %, Garwood 1936; as tabled in Ulm 1990 and in Breslow and Day 1987
    0: (0.000, 3.689),
    1: (0.025, 5.572),
    2: (0.242, 7.225),
    3: (0.619, 8.767),
    4: (1.090, 10.242),
    5: (1.623, 11.668),
    10: (4.795, 18.390),
    15: (8.395, 24.740),
    20: (12.217, 30.888),
    30: (20.241, 42.827),
    50: (37.111, 65.919),
    100: (81.364, 121.627),
}


@pytest.mark.parametrize(("observed", "published"), EXACT_LIMITS.items())
def test_the_limits_of_a_count_are_the_published_ones(observed, published):
    assert poisson_limits(observed) == pytest.approx(published, abs=6e-4)


def test_limits_hold_the_chance_they_promise():
    from scipy.stats import poisson

    low, high = poisson_limits(7)
    assert poisson.sf(6, low) == pytest.approx(0.025)
    assert poisson.cdf(7, high) == pytest.approx(0.025)


def place(observed, clients=1000, rate=0.02):
    return compare({"all": Group(clients, observed)}, {"all": rate})


def test_the_expected_number_is_counted_group_by_group():
    found = compare({"young": Group(200, 30), "old": Group(100, 4)}, {"young": 0.10, "old": 0.05, "absent": 0.9})
    assert found.expected == pytest.approx(25)
    assert found.observed == 34
    assert found.excess == pytest.approx(9)
    assert found.ratio == pytest.approx(1.36)
    assert (found.low, found.high) == pytest.approx((23.546 / 25, 47.511 / 25), abs=1e-4)
    assert found.verdict is Verdict.WITHIN


@pytest.mark.parametrize(
    ("observed", "verdict"),
    [(11, Verdict.BELOW), (12, Verdict.WITHIN), (29, Verdict.WITHIN), (30, Verdict.ABOVE)],
)
def test_words_change_where_the_limits_leave_the_expected(observed, verdict):
    """Twenty are expected: the upper limit of 11 is 19,68 and of 12 20,96; the lower of 29 is 19,42 and of 30 20,24."""
    assert place(observed).verdict is verdict


@pytest.mark.parametrize(("clients", "verdict"), [(249, Verdict.TOO_FEW), (250, Verdict.ABOVE)])
def test_a_place_where_fewer_than_five_are_expected_is_too_small(clients, verdict):
    assert place(40, clients=clients).verdict is verdict


def test_the_difference_in_euros_is_exact_to_the_cent():
    assert place(30).excess_eur(Decimal("1234.56")) == Decimal("12345.60")


@pytest.mark.parametrize(
    ("groups", "rates", "why"),
    [
        ({"young": Group(10, 1)}, {"old": 0.1}, "no reference rate for young"),
        ({"young": Group(10, 1)}, {"young": 1.2}, "share"),
        ({"young": Group(10, 1)}, {"young": 0.0}, "nobody"),
        ({"young": Group(0, 0)}, {}, "nobody"),
    ],
)
def test_without_a_reference_nothing_is_compared(groups, rates, why):
    with pytest.raises(UnableToCompare, match=why):
        compare(groups, rates)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 50)), min_size=1, max_size=6))
def test_splitting_a_group_of_one_rate_changes_nothing(parts):
    split = {f"group {number}": Group(*part) for number, part in enumerate(parts)}
    whole = Group(sum(clients for clients, _ in parts), sum(observed for _, observed in parts))
    one, other = compare(split, dict.fromkeys(split, 0.1)), compare({"all": whole}, {"all": 0.1})
    assert one.expected == pytest.approx(other.expected)
    assert one.observed == other.observed


def test_a_funnel_narrows_with_size_and_widens_when_places_are_uneven():
    even = funnel({f"KU{number:03}": place(20 + number % 3) for number in range(30)})
    assert even.dispersion == 1.0
    uneven = funnel({f"KU{number:03}": place(5 if number % 2 else 45) for number in range(30)})
    assert uneven.dispersion > 5
    sizes = funnel({"small": place(2, clients=100), "large": place(200, clients=10000)}).points
    large, small = sizes
    assert (large.high95 - large.low95) < (small.high95 - small.low95)
    assert small.low95 >= 0
    assert large.low998 < large.low95 < 1 < large.high95 < large.high998


def test_the_limits_of_a_funnel_are_close_to_the_exact_ones():
    point = funnel({"one": place(100, clients=5000)}).points[0]
    assert (point.low95, point.high95) == pytest.approx((1 - 1.96 * 0.1 + 0.0096, 1 + 1.96 * 0.1 + 0.0096), abs=1e-3)


def test_peers_are_nearest_first_and_a_trait_that_is_the_same_everywhere_tells_nothing():
    traits = {"A": (0, 7), "B": (1, 7), "C": (3, 7), "D": (-1, 7)}
    assert [name for name, _ in nearest_peers("A", traits, count=3)] == ["B", "D", "C"]
    with pytest.raises(UnableToCompare, match="E has no traits"):
        nearest_peers("E", traits)
    with pytest.raises(UnableToCompare, match="same traits"):
        nearest_peers("A", {**traits, "E": (1,)})


def test_marshalls_estimator_by_hand():
    """Sizes 10, 20, 70; ratios 2, 1, 0.9: m = 1,03, s2 = 0,10610, A = 0,10610 - 1,03/33,33 = 0,07520."""
    shrunk = shrink({"a": 20, "b": 20, "c": 63}, {"a": 10, "b": 20, "c": 70})
    assert shrunk["a"] == pytest.approx(1.03 + 0.0752 / (0.0752 + 0.103) * 0.97, abs=1e-4)
    assert shrunk["c"] == pytest.approx(1.03 - 0.0752 / (0.0752 + 1.03 / 70) * 0.13, abs=1e-4)


def test_places_that_differ_by_chance_alone_get_the_common_ratio():
    shrunk = shrink({"a": 10, "b": 21}, {"a": 10, "b": 20})
    assert list(shrunk.values()) == pytest.approx([31 / 30, 31 / 30])


@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0.5, 60)), min_size=2, max_size=30))
def test_a_shrunk_ratio_lies_between_its_own_and_the_common(places):
    observed = {str(number): count for number, (count, _) in enumerate(places)}
    expected = {str(number): size for number, (_, size) in enumerate(places)}
    common = sum(observed.values()) / sum(expected.values())
    for name, ratio in shrink(observed, expected).items():
        own = observed[name] / expected[name]
        assert min(own, common) - 1e-9 <= ratio <= max(own, common) + 1e-9
    assert np.isfinite(list(shrink(observed, expected).values())).all()
