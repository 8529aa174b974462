from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations

import pytest
from tests.cast import NOW, adopt, publish_june, publish_values
from tests.cast import current as cast_current

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators import catalogue
from luotsi.indicators.calc.formula import BadFormula, Formula, FormulaKind
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.formulas import compute_formulas
from luotsi.indicators.methods import find
from luotsi.indicators.models import Definition, Observation
from luotsi.indicators.queries import lines_of
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.types import Direction, MethodKey, RunKind
from luotsi.orgs.models import Subject

HIDDEN, MISSING = Cell.missing(Gap.HIDDEN), Cell.missing(Gap.MISSING)
AUGUST = datetime(2026, 8, 20, 5, 0, tzinfo=UTC)


def result(kind, *cells, scale=1, decimals=1):
    parts = ("a", "b", "c")[: len(cells)]
    return Formula(FormulaKind(kind), parts).result(
        [one if isinstance(one, Cell) else Cell.of(one) for one in cells], scale=scale, decimals=decimals
    )


def own_formula(key="own", unit="persons", period_kind="month", **formula):
    return Definition.objects.create(
        key=key,
        theme="own",
        name=Text("Oma"),
        unit=unit,
        decimals=1,
        direction=Direction.UP,
        method=MethodKey.FORMULA,
        period_kind=period_kind,
        formula=formula,
    )


def current(key, code="KU046"):
    return {period: one for (_code, period), one in cast_current(key, code).items()}


def test_each_kind_of_formula_reckons_as_by_hand():
    assert result("sum", 40, 2, 0).value == 42
    assert result("difference", 40, 42).value == -2
    assert result("ratio", 1, 3, scale=100).value == Decimal("33.3")
    assert result("yearly_change", 110, 100, scale=100).value == 10
    assert result("yearly_change", 0, 100, scale=100).value == -100
    assert result("mean", 1, 2, 2, decimals=2).value == Decimal("1.67")


def test_a_ratio_and_a_change_keep_the_parts_they_are_made_of():
    share = result("ratio", 1, 3, scale=100)
    assert (share.numerator, share.denominator) == (1, 3)
    change = result("yearly_change", 110, 100, scale=100)
    assert (change.numerator, change.denominator) == (10, 100)


def test_a_zero_denominator_or_base_is_undefined_and_zero_above_it_is_zero():
    assert result("ratio", 5, 0).gap is Gap.UNDEFINED
    assert result("ratio", 0, 0).gap is Gap.UNDEFINED
    assert result("ratio", 0, 5).value == 0
    assert result("yearly_change", 5, 0).gap is Gap.UNDEFINED
    assert result("yearly_change", 5, -5).gap is Gap.UNDEFINED


@pytest.mark.parametrize("kind", list(FormulaKind))
def test_what_is_hidden_in_any_part_is_hidden_in_the_result(kind):
    for cells in permutations([HIDDEN, MISSING]):
        assert result(kind, *cells).gap is Gap.HIDDEN
    for cells in permutations([HIDDEN, Cell.of(0)]):
        assert result(kind, *cells).gap is Gap.HIDDEN
    assert result(kind, 3, MISSING).gap is Gap.MISSING


def test_a_lower_bound_stays_one_or_leaves_the_result_undefined():
    bound = Cell.of(10, Flag.AT_LEAST)
    for kind in FormulaKind:
        assert Flag.AT_LEAST in result(kind, bound, 5).flags
    for kind in ("difference", "ratio", "yearly_change"):
        assert result(kind, 20, bound).gap is Gap.UNDEFINED


def test_the_order_of_a_sums_parts_does_not_matter():
    cells = [Cell.of("0.1"), Cell.of("0.2", Flag.PROVISIONAL), Cell.of("-3")]
    assert len({result("sum", *order) for order in permutations(cells)}) == 1


@pytest.mark.parametrize(
    "wrong",
    [{}, {"product": ["a", "b"]}, {"sum": ["a"]}, {"ratio": ["a"]}, {"mean": ["a", "b"]}, {"sum": "ab", "mean": "a"}],
)
def test_a_formula_that_cannot_be_is_refused(wrong):
    with pytest.raises(BadFormula):
        Formula.of(wrong)


@pytest.mark.parametrize(
    ("formula", "units", "unit", "fits"),
    [
        ("sum", [Unit.PERSONS, Unit.COUNT], Unit.PERSONS, True),
        ("sum", [Unit.PERSONS, Unit.EUR], Unit.PERSONS, False),
        ("sum", [Unit.PERCENT, Unit.PERCENT], Unit.PERCENT, False),
        ("difference", [Unit.PERCENT, Unit.PERCENT], Unit.PERCENTAGE_POINTS, True),
        ("difference", [Unit.PERCENT, Unit.PERCENT], Unit.PERCENT, False),
        ("difference", [Unit.EUR, Unit.EUR], Unit.PERCENTAGE_POINTS, False),
        ("difference", [Unit.EUR, Unit.EUR], Unit.DAYS, False),
        ("ratio", [Unit.EUR, Unit.PERSONS], Unit.EUR, True),
        ("ratio", [Unit.EUR, Unit.PERSONS], Unit.PERCENT, False),
        ("ratio", [Unit.PERSONS, Unit.COUNT], Unit.PERCENT, True),
        ("yearly_change", [Unit.EUR], Unit.PERCENT, True),
        ("yearly_change", [Unit.PERCENT], Unit.PERCENT, False),
        ("yearly_change", [Unit.PERCENTAGE_POINTS], Unit.PERCENT, False),
        ("mean", [Unit.WORDS], Unit.WORDS, False),
    ],
)
def test_units_that_do_not_go_together_are_refused(formula, units, unit, fits):
    made = Formula(FormulaKind(formula), ("a", "b")[: len(units)])
    if fits:
        made.check(units, unit)
    else:
        with pytest.raises(BadFormula):
            made.check(units, unit)


def test_a_mean_needs_every_part_of_its_period():
    mean = Formula(FormulaKind.MEAN, ("a",))
    assert len(mean.uses(Period.parse("2026"), PeriodKind.MONTH)) == 12
    assert mean.uses(Period.parse("2026-06"), PeriodKind.QUARTER) == []


def test_every_formula_of_the_catalogue_joins_what_goes_together():
    by_key = {one.key: one for one in catalogue.entries()}
    formulas = [one for one in by_key.values() if one.method is MethodKey.FORMULA]
    assert formulas
    for one in formulas:
        formula = Formula.of(one.formula)
        formula.check([by_key[part].unit for part in formula.parts], one.unit)


def test_parts_of_other_sources_are_joined_and_the_result_is_known_when_its_last_part_is(cast):
    publish_values("unemployed", {("KU046", "2026-05"): 40, ("KU046", "2026-06"): 42})
    publish_values("in-services", {("KU046", "2026-06"): 8}, AUGUST)
    compute_formulas(at=NOW)
    found = current("activation-base")
    assert {name: one.value for name, one in found.items()} == {"2026-06": 50}
    assert found["2026-06"].known_at == NOW
    assert found["2026-06"].run.kind == RunKind.FORMULA


def test_an_areas_share_is_taken_over_its_sums(cast):
    publish_june()
    publish_values("long-term-unemployed", {("KU046", "2026-06"): 10, ("KU681", "2026-06"): 50})
    publish_values("long-term-unemployed", {("KU740", "2026-06"): 600, ("KU768", "2026-06"): 20})
    roll_up(definitions=Definition.objects.filter(key="long-term-unemployed"), source_key="statfin-12r5", at=NOW)
    compute_formulas(at=NOW)
    share = current("long-term-share", "TA36")["2026-06"].cell
    assert (share.value, share.numerator, share.denominator) == (Decimal("34.3"), 680, 1981)


def test_computing_again_stores_nothing_even_after_a_revision(cast):
    publish_values("unemployed", {("KU046", "2026-06"): 42})
    publish_values("in-services", {("KU046", "2026-06"): HIDDEN})
    compute_formulas(at=NOW)
    assert current("activation-base")["2026-06"].gap == Gap.HIDDEN
    later = datetime(2026, 12, 1, tzinfo=UTC)
    publish_values("in-services", {("KU046", "2026-06"): 8}, later)
    compute_formulas(at=later)
    assert current("activation-base")["2026-06"].value == 50
    before = Observation.objects.count()
    assert sum(run.rows_written for run in compute_formulas(at=later)) == 0
    assert Observation.objects.count() == before


def test_a_formula_over_a_formula_is_computed_after_it(cast):
    months = {("KU046", f"2025-{month:02}"): 100 + month for month in range(1, 13)}
    publish_values("unemployed", months | {("KU046", "2026-01"): 7})
    own_formula("doubled", period_kind="year", sum=["unemployed-year-mean", "unemployed-year-mean"])
    compute_formulas(at=NOW)
    assert {name: one.value for name, one in current("unemployed-year-mean").items()} == {"2025": 107}
    assert current("doubled")["2025"].value == 214


def test_formulas_that_need_each_other_or_something_unknown_are_refused(cast):
    own_formula("one", sum=["two", "unemployed"])
    with pytest.raises(BadFormula, match="two, which nobody has defined"):
        compute_formulas(at=NOW)
    own_formula("two", sum=["one", "unemployed"])
    with pytest.raises(BadFormula, match="need each other"):
        compute_formulas(at=NOW)


def test_an_organisations_own_figures_give_results_of_its_own(cast):
    place = Subject.objects.get(code="TA36")
    publish_values("unemployed", {("TA36", f"2025-{month:02}"): 2000 for month in range(1, 13)})
    compute_formulas(at=NOW)
    mine = adopt(cast.area_a, "resources-per-unemployed")
    theirs = adopt(cast.area_b, "resources-per-unemployed")
    cost = adopt(cast.area_a, "operating-cost-of-employment-services")
    year = Period.parse("2025")
    entry = Entry(year, Cell.of(3_000_000))
    enter_value(measure=cost, subject=place, entry=entry, actor=cast.aino, at=NOW)
    compute_formulas(owner=cast.area_a, at=NOW)
    compute_formulas(owner=cast.area_b, at=NOW)
    assert lines_of(mine, [place])[place.pk].latest.value == 1500
    assert lines_of(theirs, [place])[place.pk].latest is None


def test_the_method_tells_that_nobody_is_asked():
    method = find("formula")
    assert method is not None
    assert not method.is_entered
