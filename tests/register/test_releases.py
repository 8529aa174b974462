"""What a month shows stays safe beside all that was shown before, and a careless release is caught."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from luotsi.core.periods import Period
from luotsi.protection.types import Rule, UnableToProtect
from luotsi.register.measures import get_definition
from luotsi.register.releases.attacking import attack_versions
from luotsi.register.releases.cells import Cell, same_as
from luotsi.register.releases.joining import Shown, Version, named
from luotsi.register.releases.months import Month, Scope
from luotsi.register.releases.protecting import protect_month
from luotsi.register.types import ALL, GROUPS, Aggregate, Grouping, Kind

SAVONLINNA_AREA = ("KU046", "KU681", "KU740", "KU768")
AREA = Scope(frozenset({"TA36"}), with_country=False)
RULE = Rule()


def rows_of(key: str, month: str, size: float, seed: int) -> Iterator[Aggregate]:
    """Made-up aggregates of a measure in one area, small enough that much has to be hidden."""
    random, definition = np.random.default_rng(seed), get_definition(key)
    for place in SAVONLINNA_AREA:
        for part in definition.parts or (ALL,):
            base = int(random.poisson(size))
            count = int(random.binomial(base, 0.4)) if definition.kind is Kind.SHARE else base
            bases = base if definition.kind is Kind.SHARE else None
            yield Aggregate(key, month, place, Grouping.ALL, ALL, part, None, count, bases)
            for grouping in definition.groupings:
                codes = GROUPS[grouping]
                chance = np.ones(len(codes)) / len(codes)
                inside, outside = random.multinomial(count, chance), random.multinomial(base - count, chance)
                for code, one, rest in zip(codes, inside.tolist(), outside.tolist(), strict=True):
                    bases = one + rest if definition.kind is Kind.SHARE else None
                    yield Aggregate(key, month, place, grouping, code, part, None, one, bases)


def month_of(*keys: str, month: str = "2026-03", size: float = 30, seed: int = 1) -> Month:
    made = Month(Period.parse(month), AREA)
    for key in keys:
        made.add(get_definition(key), rows_of(key, month, size, seed))
    return made


def small_in(month: Month) -> set[Cell]:
    return {cell for cell, count in month.counts.items() if RULE.small(count)}


@pytest.mark.parametrize(("key", "size"), [("stock", 30), ("plan_up_to_date", 30), ("flow_past", 30), ("outflow", 6)])
@pytest.mark.parametrize("seed", [1, 2])
def test_no_small_number_of_a_month_can_be_told(key: str, size: float, seed: int) -> None:
    month = month_of(key, size=size, seed=seed)
    shown = protect_month(month, [key])
    small = small_in(month)
    assert small
    assert small <= {cell for cell, count in shown.items() if count is None}
    assert attack_versions([Version(month, shown)]) == ()
    assert any(count is not None for count in shown.values())


def test_a_release_with_a_weakened_rule_is_caught_by_the_attacker() -> None:
    month = month_of("stock")
    shown = protect_month(month, ["stock"], Rule(threshold=3))
    told_as_they_are = {cell for cell in small_in(month) if shown[cell] is not None}
    assert told_as_they_are
    assert told_as_they_are <= {cell._replace(was=None) for cell in attack_versions([Version(month, shown)])}
    careless = shown | dict.fromkeys(small_in(month))
    assert attack_versions([Version(month, careless)])


def shares(counts: dict[str, tuple[int, int]]) -> Month:
    """Of so many in each place so many did, all of them in the first group of each grouping."""
    month = Month(Period.parse("2026-03"), AREA)
    definition = get_definition("plan_up_to_date")
    everybody_alike = [(Grouping.ALL, ALL), *((grouping, GROUPS[grouping][0]) for grouping in definition.groupings)]
    month.add(
        definition,
        [
            Aggregate("plan_up_to_date", "2026-03", place, *group, ALL, None, *both)
            for place, both in counts.items()
            for group in everybody_alike
        ],
    )
    return month


def sides_in(place: str, shown: Shown) -> list[int | None]:
    whole = Cell("plan_up_to_date", "2026-03", place, "all", "", "", "count")
    return [shown[same_as(whole._replace(side=side))] for side in ("count", "rest", "base")]


OTHERS = {"KU681": (30, 80), "KU740": (300, 900), "KU768": (40, 90)}
NONE_OF_EIGHT = Cell("plan_up_to_date", "2026-03", "KU046", "all", "", "", "count", was=0)


def test_a_share_hides_those_to_whom_it_did_not_happen_as_well() -> None:
    month = shares({"KU046": (38, 40)} | OTHERS)
    sides = sides_in("KU046", protect_month(month, ["plan_up_to_date"]))
    assert sides[1] is None
    assert sides.count(None) >= 2


def month_with_plans(seed: int) -> Month:
    """The unemployed, and of the same people those whose plan is up to date."""
    random, stock = np.random.default_rng(seed), list(rows_of("stock", "2026-03", 40, seed))
    made = Month(Period.parse("2026-03"), AREA)
    made.add(get_definition("stock"), stock)
    ratio: dict[tuple[str, Grouping, str], int] = {}
    for place in SAVONLINNA_AREA:  # every grouping sums to the same people
        whole = next(row.count for row in stock if row.place == place and row.grouping is Grouping.ALL)
        ratio |= _same_people(random, place, whole // 2, [row for row in stock if row.place == place])
    plans = [
        Aggregate(
            "plan_up_to_date",
            *(row.month, row.place, row.grouping, row.group, ALL, None),
            ratio[row.place, row.grouping, row.group],
            row.count,
        )
        for row in stock
    ]
    made.add(get_definition("plan_up_to_date"), plans)
    return made


def _same_people(
    random: np.random.Generator, place: str, persons: int, rows: list[Aggregate]
) -> dict[tuple[str, Grouping, str], int]:
    """Deal the persons to the groups of each grouping by lot, never more than a group has."""
    dealt = {}
    for grouping in Grouping:
        groups = [row for row in rows if row.grouping is grouping]
        if groups:
            counts = random.multivariate_hypergeometric([row.count for row in groups], persons).tolist()
            dealt |= {(place, grouping, row.group): count for row, count in zip(groups, counts, strict=True)}
    return dealt


def test_none_of_eight_cannot_be_told_from_those_of_the_other_places() -> None:
    month = shares({"KU046": (0, 8)} | OTHERS)
    shown = protect_month(month, ["plan_up_to_date"])
    assert sides_in("KU046", shown)[:2] == [None, None]
    assert sides_in("TA36", shown) == [370, 708, 1078]
    assert attack_versions([Version(month, shown)]) == ()
    careless = {
        cell: None if cell.place == "KU046" and cell.side != "base" and cell.measure != "stock" else month.counts[cell]
        for cell in shown
    }
    assert NONE_OF_EIGHT in attack_versions([Version(month, careless)])


def test_none_of_eight_is_shown_where_none_of_all_is() -> None:
    month = shares({"KU046": (0, 8)} | {place: (0, base) for place, (_count, base) in OTHERS.items()})
    shown = protect_month(month, ["plan_up_to_date"])
    assert (sides_in("KU046", shown), sides_in("TA36", shown)) == ([0, 8, 8], [0, 1078, 1078])
    assert attack_versions([Version(month, shown)]) == ()
    hidden = {cell: None if named(cell, 0) == NONE_OF_EIGHT else number for cell, number in shown.items()}
    assert attack_versions([Version(month, hidden)]) == (NONE_OF_EIGHT,)


def test_none_of_eight_that_is_shown_though_no_wider_zero_tells_it_is_caught() -> None:
    month = shares({"KU046": (0, 8)} | OTHERS)
    told = attack_versions([Version(month, dict(month.counts))])
    assert NONE_OF_EIGHT in told
    assert {(cell.place, cell.side, cell.was) for cell in told} == {("KU046", "count", 0)}
    ten = shares({"KU046": (0, 10)} | OTHERS)
    assert attack_versions([Version(ten, dict(ten.counts))]) == ()


def test_a_zero_that_was_hidden_hides_the_wider_zero_that_a_correction_makes() -> None:
    """Five had a plan, by mistake; then none in the whole area has one, and the eight of one place would be told."""
    others = {place: (0, base) for place, (_count, base) in OTHERS.items()}
    first, corrected = shares({"KU046": (0, 8)} | OTHERS), shares({"KU046": (0, 8)} | others)
    before = Version(first, protect_month(first, ["plan_up_to_date"]))
    after = Version(corrected, protect_month(corrected, ["plan_up_to_date"], before=[before]))
    assert sides_in("TA36", after.shown)[0] is None
    assert attack_versions([before, after]) == ()
    careless = Version(corrected, protect_month(corrected, ["plan_up_to_date"]))
    assert NONE_OF_EIGHT in attack_versions([before, careless])


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_a_later_release_keeps_hidden_what_an_earlier_one_hid_under_another_name(seed: int) -> None:
    month = month_with_plans(seed)
    first = Version(month, protect_month(month, ["stock"]))
    later = Version(month, protect_month(month, ["plan_up_to_date"], before=[first]))
    for cell, count in first.shown.items():
        assert cell not in later.shown or later.shown[cell] == count
    assert attack_versions([first, later]) == ()
    base = Cell("plan_up_to_date", "2026-03", "KU046", "all", "", "", "base")
    assert same_as(base) == Cell("stock", "2026-03", "KU046", "all", "", "", "count")


def test_all_at_once_or_one_after_another_nothing_can_be_told() -> None:
    month = month_with_plans(6)
    assert attack_versions([Version(month, protect_month(month, ["plan_up_to_date", "stock"]))]) == ()


def test_a_small_number_that_was_let_out_stops_the_release() -> None:
    month = month_of("stock")
    small = min(small_in(month))
    with pytest.raises(UnableToProtect, match="published before"):
        protect_month(month, ["stock"], before=[Version(month, {small: month.counts[small]})])


def test_a_flow_shares_its_start_with_the_inflow_of_that_month() -> None:
    begun = Cell("flow_past", "2026-05", "KU740", "sex", "female", "3", "base")
    assert same_as(begun) == Cell("inflow", "2026-02", "KU740", "sex", "female", "", "count")
    over_new_year = Cell("flow_past", "2026-02", "KU740", "age", "25-34", "3", "base")
    assert same_as(over_new_year) == over_new_year  # the age is another year's


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_late_correction_is_protected_beside_the_version_before_it(seed: int) -> None:
    first, corrected = Month(Period.parse("2026-03"), AREA), Month(Period.parse("2026-03"), AREA)
    rows = list(rows_of("stock", "2026-03", 30, seed))
    later = [replace(row, count=row.count + 1) if _is_of_one_more(row) else row for row in rows]
    first.add(get_definition("stock"), rows)
    corrected.add(get_definition("stock"), later)
    before = Version(first, protect_month(first, ["stock"]))
    after = Version(corrected, protect_month(corrected, ["stock"], before=[before]))
    assert attack_versions([before, after]) == ()
    for cell, number in before.shown.items():
        assert number is not None or after.shown[cell] is None


def _is_of_one_more(row: Aggregate) -> bool:
    """Tell whether the row counts a person who was forgotten: in Enonkoski, the first of each grouping."""
    return row.place == "KU046" and row.group == GROUPS[row.grouping][0]
