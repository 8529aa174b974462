"""Survival against published tables and a well-kept library."""

import lifelines
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration import survfunc

from luotsi.register.calc.survival import (
    UnableToFollow,
    cumulative_incidence,
    incidence_of_hazards,
    kaplan_meier,
)

REMISSION_WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL_IN_REMISSION_WEEKS = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
"""21 patients on 6-MP, Freireich et al. 1963 (Blood 21: 699-716), as tabled by Kalbfleisch and Prentice."""

counts = st.lists(st.integers(0, 30), min_size=1, max_size=40)


def by_day(durations):
    return np.bincount(durations)


def test_the_published_remission_curve_comes_out():
    curve = kaplan_meier(by_day(REMISSION_WEEKS), by_day(STILL_IN_REMISSION_WEEKS))
    published = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {
        int(day): round(float(share), 3) for day, share in zip(curve.days, curve.surviving, strict=True)
    } == published
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    assert curve.persons == 21
    assert curve.open_at_end == 12
    assert curve.quantile()[0] == 23


def test_the_limits_are_those_of_lifelines():

    fitted = lifelines.KaplanMeierFitter().fit(
        REMISSION_WEEKS + STILL_IN_REMISSION_WEEKS, [1] * len(REMISSION_WEEKS) + [0] * len(STILL_IN_REMISSION_WEEKS)
    )
    curve = kaplan_meier(by_day(REMISSION_WEEKS), by_day(STILL_IN_REMISSION_WEEKS))
    limits = fitted.confidence_interval_.loc[curve.days].to_numpy()
    np.testing.assert_allclose(curve.low, limits[:, 0], rtol=1e-9)
    np.testing.assert_allclose(curve.high, limits[:, 1], rtol=1e-9)


def test_a_median_that_is_not_reached_is_none_and_not_zero():
    assert kaplan_meier([0, 1], [0, 0, 99]).quantile() == (None, None, None)


def test_those_still_waiting_are_counted_until_their_last_day():
    left_out = kaplan_meier([0, 5, 5], [])
    counted = kaplan_meier([0, 5, 5], [0, 0, 10])
    assert left_out.at(1) == 0.5
    assert counted.at(1) == 0.75
    assert counted.at(0) == 1.0


@given(ended=counts, still=counts)
def test_a_curve_never_rises_and_stays_within_its_limits(ended, still):
    if not sum(ended) + sum(still):
        return
    curve = kaplan_meier(ended, still)
    assert (np.diff(curve.surviving) <= 0).all()
    inside = ~np.isnan(curve.low)
    assert (curve.low[inside] <= curve.surviving[inside] + 1e-12).all()
    assert (curve.surviving[inside] <= curve.high[inside] + 1e-12).all()


@given(work=counts, other=counts, still=counts)
def test_the_reasons_and_those_still_there_make_one_on_every_day(work, other, still):
    if not sum(work) + sum(other):
        return
    incidence = cumulative_incidence({"work": work, "other": other}, still)
    longest = max(len(work), len(other))
    together = [
        (work[day] if day < len(work) else 0) + (other[day] if day < len(other) else 0) for day in range(longest)
    ]
    curve = kaplan_meier(together, still)
    np.testing.assert_allclose(incidence.share["work"] + incidence.share["other"] + curve.surviving, 1.0, atol=1e-9)


def test_one_reason_alone_is_one_minus_kaplan_meier_with_the_spread_of_greenwood():
    curve = kaplan_meier(by_day(REMISSION_WEEKS), by_day(STILL_IN_REMISSION_WEEKS))
    incidence = cumulative_incidence({"work": by_day(REMISSION_WEEKS)}, by_day(STILL_IN_REMISSION_WEEKS))
    np.testing.assert_allclose(incidence.share["work"], 1 - curve.surviving)
    assert (incidence.low["work"] < incidence.share["work"]).all()


def test_incidence_and_its_spread_are_those_of_lifelines():

    random = np.random.default_rng(20260101)
    days, reasons = random.permutation(np.arange(1, 801)), random.integers(0, 3, 800)
    fitted = lifelines.AalenJohansenFitter(calculate_variance=True).fit(days, reasons, event_of_interest=1)
    incidence = cumulative_incidence(
        {"work": by_day(days[reasons == 1]), "other": by_day(days[reasons == 2])}, by_day(days[reasons == 0])
    )
    on_events = incidence.days
    np.testing.assert_allclose(incidence.share["work"], fitted.cumulative_density_.loc[on_events].to_numpy()[:, 0])
    theirs = fitted.variance_.loc[on_events].to_numpy()
    told = ~np.isnan(theirs)  # theirs has none on the day the last one leaves
    assert told.sum() > 500
    np.testing.assert_allclose(incidence.spread["work"][told] ** 2, theirs[told], rtol=2e-3, atol=1e-9)


def test_days_on_which_many_leave_at_once_are_those_of_statsmodels():

    random = np.random.default_rng(20260102)
    days, reasons = random.integers(1, 60, 500), random.integers(0, 3, 500)
    theirs = survfunc.CumIncidenceRight(days, reasons)
    incidence = cumulative_incidence(
        {"work": by_day(days[reasons == 1]), "other": by_day(days[reasons == 2])}, by_day(days[reasons == 0])
    )
    at = np.searchsorted(theirs.times, incidence.days)
    np.testing.assert_allclose(incidence.share["work"], theirs.cinc[0][at])
    np.testing.assert_allclose(incidence.spread["work"], theirs.cinc_se[0][at], rtol=0.02)


def test_nobody_and_fewer_than_nobody_are_refused():
    with pytest.raises(UnableToFollow, match="nobody"):
        kaplan_meier([0, 0], [0])
    with pytest.raises(UnableToFollow, match="negative"):
        kaplan_meier([1, -1], [])
    with pytest.raises(UnableToFollow, match="no reason"):
        cumulative_incidence({}, [1])


def test_a_life_table_of_a_year_is_the_incidence_of_a_cohort_whose_hazards_are_those_of_the_year():
    random = np.random.default_rng(11)
    brackets, work, other = (90, 180, 360), (0.004, 0.002, 0.001), (0.001, 0.002, 0.003)
    persons, there = 200_000, np.ones(200_000, dtype=bool)
    lasted, reason = np.full(persons, 400.0), np.full(persons, "")
    for start, end, one, two in zip((0, *brackets), brackets, work, other, strict=False):
        leaves = start + random.exponential(1 / (one + two), persons)
        goes = there & (leaves < end)
        lasted[goes] = leaves[goes]
        reason[goes] = np.where(random.random(int(goes.sum())) < one / (one + two), "work", "other")
        there &= ~goes
    edges = list(zip((0, *brackets), brackets, strict=False))
    months = [float((np.clip(lasted, start, end) - start).sum()) / 30 for start, end in edges]
    hazards = {
        kind: [
            int(((reason == kind) & (lasted >= start) & (lasted < end)).sum()) / there
            for (start, end), there in zip(edges, months, strict=True)
        ]
        for kind in ("work", "other")
    }
    found = incidence_of_hazards([3, 3, 6], hazards)
    days = lasted.astype(int)
    cohort = cumulative_incidence(
        {kind: np.bincount(days[reason == kind]) for kind in ("work", "other")}, np.bincount(days[reason == ""])
    )
    for kind, shares in found.items():
        assert shares == pytest.approx([cohort.at(kind, day - 1) for day in brackets], abs=0.003)


def test_a_bracket_that_nobody_leaves_keeps_everybody():
    assert incidence_of_hazards([3, 6], {"work": [0, 0.1]})["work"] == pytest.approx((0.0, 1 - np.exp(-0.6)))


@pytest.mark.parametrize("hazards", [[0.1], [0.1, -0.1]])
def test_hazards_that_cannot_be_are_refused(hazards):
    with pytest.raises(UnableToFollow):
        incidence_of_hazards([3, 3], {"work": hazards})
