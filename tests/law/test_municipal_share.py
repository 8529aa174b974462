from datetime import date
from decimal import Decimal

import pytest

from luotsi.law.dated import at
from luotsi.law.municipal_share import municipal_share_step
from luotsi.law.types import Benefit, Ladder, NoLaw, Step

SUBSIDY = Benefit.LABOUR_MARKET_SUBSIDY
BASIC = Benefit.BASIC_ALLOWANCE
EARNINGS = Benefit.EARNINGS_RELATED_ALLOWANCE
JANUARY = date(2026, 1, 15)
BOTH_SIDES = [
    (1, 0), (100, 0), (101, 10), (200, 10), (201, 20), (300, 20), (301, 30), (400, 30), (401, 40), (700, 40),
]  # fmt: skip


@pytest.mark.parametrize("benefit", [SUBSIDY, BASIC, EARNINGS])
@pytest.mark.parametrize(("day", "percent"), BOTH_SIDES)
def test_the_share_grows_by_ten_points_at_each_hundred_days_up_to_forty(benefit, day, percent):
    assert municipal_share_step(benefit, day, JANUARY).percent == percent


@pytest.mark.parametrize(("benefit", "percent"), [(SUBSIDY, 50), (BASIC, 40), (EARNINGS, 40)])
@pytest.mark.parametrize("day", [701, 5000])
def test_only_labour_market_subsidy_has_a_step_of_fifty(benefit, percent, day):
    assert municipal_share_step(benefit, day, JANUARY).percent == percent


@pytest.mark.parametrize(("day", "percent"), [(1, 0), (299, 0), (300, 50), (999, 50), (1000, 70), (9999, 70)])
def test_the_rule_of_2015_to_2024_had_fifty_from_300_days_and_seventy_from_1000(day, percent):
    for on in (date(2015, 1, 1), date(2024, 12, 31)):
        assert municipal_share_step(SUBSIDY, day, on).percent == percent


def test_the_ladder_of_five_steps_begins_with_2025():
    assert municipal_share_step(SUBSIDY, 350, date(2024, 12, 31)).percent == 50
    assert municipal_share_step(SUBSIDY, 350, date(2025, 1, 1)).percent == 30


def test_allowances_had_no_recorded_rule_before_2025():
    for benefit in (BASIC, EARNINGS):
        assert municipal_share_step(benefit, 150, date(2025, 1, 1)).percent == 10
        with pytest.raises(NoLaw, match="2024-12-31"):
            municipal_share_step(benefit, 150, date(2024, 12, 31))


def test_before_2015_nothing_is_recorded():
    with pytest.raises(NoLaw):
        municipal_share_step(SUBSIDY, 600, date(2014, 12, 31))


@pytest.mark.parametrize("benefit", [SUBSIDY, BASIC])
def test_the_merged_benefits_are_known_to_the_end_of_april_2026_and_raise_after(benefit):
    assert municipal_share_step(benefit, 450, date(2026, 4, 30)).percent == 40
    with pytest.raises(NoLaw, match="financing clause"):
        municipal_share_step(benefit, 450, date(2026, 5, 1))


def test_the_share_of_yleistuki_raises_and_names_the_bill_in_three_languages():
    with pytest.raises(NoLaw, match="HE 112/2025") as raised:
        municipal_share_step(Benefit.GENERAL_SUPPORT, 450, date(2026, 5, 1))
    assert "HE 112/2025" in raised.value.explanation.fi
    assert "RP 112/2025" in raised.value.explanation.sv


def test_yleistuki_did_not_exist_in_april_2026():
    with pytest.raises(NoLaw, match="2026-04-30"):
        municipal_share_step(Benefit.GENERAL_SUPPORT, 450, date(2026, 4, 30))


def test_earnings_related_allowance_goes_on_after_the_merger():
    assert municipal_share_step(EARNINGS, 450, date(2026, 5, 1)).percent == 40


@pytest.mark.parametrize("benefit", [SUBSIDY, BASIC, Benefit.GENERAL_SUPPORT])
def test_what_is_not_known_is_told_in_three_languages(benefit):
    with pytest.raises(NoLaw) as raised:
        municipal_share_step(benefit, 150, date(2026, 6, 1))
    told = raised.value.explanation
    assert all((told.fi, told.sv, told.en))


@pytest.mark.parametrize("day", [0, -1])
def test_a_day_before_the_first_is_refused(day):
    with pytest.raises(ValueError, match="counted from 1"):
        municipal_share_step(SUBSIDY, day, JANUARY)


@pytest.mark.parametrize(
    ("paid_days", "day", "euros"),
    [(20, 150, "74.42"), (20, 250, "148.84"), (10, 350, "111.63"), (50, 500, "744.20")],
)
def test_euros_equal_what_kela_published_for_enonkoski_in_january_2026(paid_days, day, euros):
    base_eur = paid_days * at("daily_benefit", JANUARY).value
    assert municipal_share_step(SUBSIDY, day, JANUARY).share_of(base_eur) == Decimal(euros)


def test_a_ladder_with_a_hole_or_a_closed_end_is_refused():
    whole = Step(1, 100, Decimal(0))
    with pytest.raises(ValueError, match="day 102"):
        Ladder((whole, Step(102, None, Decimal(10))))
    with pytest.raises(ValueError, match="open"):
        Ladder((whole, Step(101, 200, Decimal(10))))
    assert Ladder((whole, Step(101, None, Decimal(10)))).step(101).percent == 10
