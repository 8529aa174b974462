import pytest

from luotsi.strategy.intake.types import ElementKind as Kind
from luotsi.strategy.lint import RULES, Checked, CheckedMeasure, check

WHOLE = CheckedMeasure("Työttömyysaste", has_owner=True, has_target=True, has_baseline=True, has_source=True)


def aim(goals, *others):
    children = tuple(Checked(f"g{n}", Kind.GOAL, f"Tavoite {n}") for n in range(goals))
    return Checked("aim", Kind.PRIORITY, "Hyvä palvelu", children=children + others)


def rules_of(*elements, **options):
    return [remark.rule for remark in check(elements, **options)]


MEASURED = Checked("m", Kind.MEASURE, "Työttömyysaste", measures=(WHOLE,))


@pytest.mark.parametrize(("goals", "remarked"), [(0, True), (2, True), (3, False), (5, False), (6, True)])
def test_an_aim_has_three_to_five_goals(goals, remarked):
    assert ("goals-per-aim" in rules_of(aim(goals, MEASURED))) is remarked


def test_an_aim_that_nothing_measures_is_named():
    assert rules_of(aim(3)) == ["aim-without-measure"]
    assert rules_of(aim(3, MEASURED)) == []


def test_a_measure_that_is_only_a_name_is_told_from_one_with_values():
    assert rules_of(Checked("m", Kind.MEASURE, "Tyytyväisyys")) == ["measure-unconnected"]


@pytest.mark.parametrize(
    ("lacks", "rule"),
    [
        ("has_owner", "measure-without-owner"),
        ("has_target", "measure-without-target"),
        ("has_baseline", "measure-without-baseline"),
        ("has_source", "measure-without-source"),
    ],
)
def test_each_thing_a_measure_lacks_has_its_remark(lacks, rule):
    whole = {"has_owner": True, "has_target": True, "has_baseline": True, "has_source": True}
    measure = CheckedMeasure("Tyytyväisyys", **(whole | {lacks: False}))
    assert rules_of(Checked("m", Kind.MEASURE, "Tyytyväisyys", measures=(measure,))) == [rule]


def test_a_promise_needs_something_that_shows_it():
    promise = Checked("p", Kind.PROMISE, "Vastaamme nopeasti")
    assert rules_of(promise) == ["promise-without-proof"]
    assert rules_of(Checked("p", Kind.PROMISE, "Vastaamme nopeasti", measures=(WHOLE,))) == []


def test_an_action_needs_year_responsible_and_money_and_zero_euros_is_money():
    bare = Checked("a", Kind.ACTION, "Koulutetaan väki")
    assert rules_of(bare) == ["action-without-year", "action-without-responsible", "action-without-appropriation"]
    full = {"schedule": "2026", "responsible": "Henkilöstöyksikkö", "cost_eur": "0"}
    assert rules_of(Checked("a", Kind.ACTION, "Koulutetaan väki", details=full)) == []


def test_the_same_wording_twice_is_found_whatever_its_case_and_hyphens():
    again = Checked("g9", Kind.GOAL, "TAVOITE-1")
    assert "said-twice" in rules_of(aim(3, MEASURED, again))


def test_a_number_used_twice_under_one_aim_is_found_and_under_two_aims_is_not():
    goals = tuple(Checked(f"g{n}", Kind.GOAL, f"Goal {n}", number="1.4.") for n in range(2))
    one = Checked("x", Kind.UNIT, "Hallinto", children=goals)
    assert rules_of(one) == ["number-used-twice"]
    two = [Checked(f"u{n}", Kind.UNIT, f"Yksikkö {n}", children=(goal,)) for n, goal in enumerate(goals)]
    assert rules_of(*two) == []


def test_a_rule_can_be_switched_off():
    assert rules_of(aim(1), switched_off=frozenset({"goals-per-aim"})) == ["aim-without-measure"]


def test_every_rule_says_why_and_how_to_mend():
    for rule in RULES.values():
        assert all(str(words) for words in (rule.says, rule.why, rule.mend)), rule.key
