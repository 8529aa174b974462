"""Euros by the law's ladder, to the cent, and what moved them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.law.types import Benefit, NoLaw
from luotsi.register.calc.money import (
    Payment,
    StepSum,
    UnsoundPayment,
    decompose,
    municipal_share_eur,
    share_by_step,
)

DAILY = Decimal("37.21")
JANUARY = date(2026, 1, 20)
SUBSIDY, BASIC, EARNINGS = Benefit.LABOUR_MARKET_SUBSIDY, Benefit.BASIC_ALLOWANCE, Benefit.EARNINGS_RELATED_ALLOWANCE


def paid(days, count, benefit=SUBSIDY, on=JANUARY, **more):
    return Payment(benefit, on, days, count, DAILY * days, **more)


@pytest.mark.parametrize(
    ("payments", "euros"),
    [
        ([paid(20, 150)], "74.42"),
        ([paid(20, 250)], "148.84"),
        ([paid(10, 350)], "111.63"),
        ([paid(20, 450), paid(20, 550), paid(10, 650)], "744.20"),
    ],
)
def test_the_cells_that_kela_published_come_out_to_the_cent(payments, euros):
    """Kela's open data of January 2026, classes of one municipality; days worked out from the daily amount."""
    assert municipal_share_eur(payments) == Decimal(euros)


@pytest.mark.parametrize(
    ("count", "percent"),
    [
        (100, 0),
        (101, 10),
        (200, 10),
        (201, 20),
        (300, 20),
        (301, 30),
        (400, 30),
        (401, 40),
        (700, 40),
        (701, 50),
        (2000, 50),
    ],
)
def test_a_day_of_labour_market_subsidy_stands_on_its_step(count, percent):
    (part,) = share_by_step(paid(1, count))
    assert (part.percent, part.share_eur) == (percent, DAILY * percent / 100)


@pytest.mark.parametrize("benefit", [BASIC, EARNINGS])
def test_allowances_have_no_step_of_fifty(benefit):
    assert share_by_step(paid(1, 701, benefit))[0].percent == 40


def test_a_payment_that_crosses_steps_is_divided_by_days():
    parts = share_by_step(paid(20, 205))
    assert [(part.first_day, part.days, part.percent) for part in parts] == [(101, 15, 10), (201, 5, 20)]
    assert sum(part.base_eur for part in parts) == DAILY * 20
    assert municipal_share_eur([paid(20, 205)]) == Decimal("93.03")  # 15 x 3.721 + 5 x 7.442 = 93.025, half a cent up


def test_an_adjusted_benefit_counts_by_its_smaller_base():
    half = Payment(SUBSIDY, JANUARY, 20, 150, Decimal("372.10"))
    assert municipal_share_eur([half]) == Decimal("37.21")


def test_exempt_days_cost_the_municipality_nothing():
    assert share_by_step(paid(20, 800, exempt=True)) == ()
    assert municipal_share_eur([paid(20, 800, exempt=True)]) == 0


@pytest.mark.parametrize(("on", "percent"), [(date(2024, 12, 31), 50), (date(2025, 1, 1), 30)])
def test_the_day_of_payment_decides_the_law(on, percent):
    assert share_by_step(paid(1, 350, on=on))[0].percent == percent


@pytest.mark.parametrize("benefit", [SUBSIDY, BASIC, Benefit.GENERAL_SUPPORT])
def test_a_day_whose_law_nobody_has_read_raises(benefit):
    with pytest.raises(NoLaw):
        municipal_share_eur([paid(20, 150, benefit, on=date(2026, 5, 1))])


def test_the_last_day_before_general_support_is_still_known():
    assert municipal_share_eur([paid(20, 150, on=date(2026, 4, 30))]) == Decimal("74.42")


@pytest.mark.parametrize(
    ("payment", "why"),
    [
        (Payment(SUBSIDY, JANUARY, 0, 10, DAILY), "at least one day"),
        (Payment(SUBSIDY, JANUARY, 11, 10, DAILY), "11 days were paid, but the count is 10"),
        (Payment(SUBSIDY, JANUARY, 1, 10, Decimal("-0.01")), "negative"),
    ],
)
def test_a_payment_that_contradicts_itself_is_refused(payment, why):
    with pytest.raises(UnsoundPayment, match=why):
        share_by_step(payment)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 900)), max_size=12))
def test_the_order_and_the_slicing_of_payments_change_nothing(rows):
    payments = [paid(days, before + days) for days, before in rows]
    single_days = [paid(1, before + day) for days, before in rows for day in range(1, days + 1)]
    assert municipal_share_eur(payments) == municipal_share_eur(reversed(payments)) == municipal_share_eur(single_days)


def step(recipients, base, percent):
    return StepSum(recipients, Decimal(base), Decimal(base) * percent / 100)


def test_each_cause_alone_is_told_as_itself():
    month = [step(10, 8000, 0), step(10, 8000, 10)]
    more_people = decompose(month, [step(11, 8800, 0), step(11, 8800, 10)])
    assert (more_people.recipients_eur, more_people.per_recipient_eur, more_people.step_eur) == (80, 0, 0)
    more_each = decompose(month, [step(10, 8800, 0), step(10, 8800, 10)])
    assert (more_each.recipients_eur, more_each.per_recipient_eur, more_each.step_eur) == (0, 80, 0)
    longer_paid = decompose(month, [step(5, 4000, 0), step(15, 12000, 10)])
    assert (longer_paid.recipients_eur, longer_paid.per_recipient_eur, longer_paid.step_eur) == (0, 0, 400)
    assert longer_paid.ratio == Decimal("1.5")


def test_a_month_without_anybody_is_told_by_the_number_of_people():
    found = decompose([], [step(3, 2000, 10)])
    assert (found.before_eur, found.after_eur, found.recipients_eur, found.ratio) == (0, 200, 200, None)
    assert decompose([], []).after_eur == 0
    with pytest.raises(UnsoundPayment, match="nobody"):
        decompose([step(0, 1, 10)], [])


steps = st.tuples(
    *(
        st.builds(step, st.integers(1, 500), st.decimals(1, 500000, places=2), st.just(percent))
        for percent in (0, 10, 50)
    )
)


@given(before=steps, after=steps)
def test_the_causes_add_up_to_the_difference_to_the_cent(before, after):
    found = decompose(before, after)
    assert found.recipients_eur + found.per_recipient_eur + found.step_eur == found.after_eur - found.before_eur
    back = decompose(after, before)
    assert abs(back.recipients_eur + found.recipients_eur) <= Decimal("0.02")
