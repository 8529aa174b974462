"""Months that tell the same people are protected together: in a year of them nobody can work anything out."""

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
import pytest

from luotsi.core.periods import Period
from luotsi.protection.types import UnableToProtect
from luotsi.register.calendar import months_between
from luotsi.register.measures import get_definition
from luotsi.register.releases.attacking import attack_versions
from luotsi.register.releases.cells import LINKED, STEPS, Cell
from luotsi.register.releases.joining import Version, years_of
from luotsi.register.releases.months import Month, month_of
from luotsi.register.releases.protecting import protect_month
from luotsi.register.types import ALL, GROUPS, Aggregate, Grouping

SIZES = {"KU046": 12, "KU681": 25, "KU740": 150, "KU768": 18}
AREA = frozenset({"TA36"})
GROUPINGS = get_definition("inflow").groupings
BEGAN = months_between(Period.parse("2024-01"), Period.parse("2026-03"))
YEAR = BEGAN[-13:]
Spell = tuple[str, tuple[str, ...], int]
"""Where it is, the group of each grouping, and how many months it lasts."""


def spells_begun(month: Period) -> list[Spell]:
    """Made-up spells, most of them short."""
    random = np.random.default_rng(int(month.name.replace("-", "")))
    return [
        (
            place,
            tuple(GROUPS[grouping][random.integers(len(GROUPS[grouping]) - 1)] for grouping in GROUPINGS),
            int(random.exponential(5)),
        )
        for place, size in SIZES.items()
        for _spell in range(random.poisson(size))
    ]


SPELLS = {month: spells_begun(month) for month in BEGAN}


def rows_of(key: str, month: Period, part: str, counted: Iterable[tuple[Spell, int]]) -> Iterator[Aggregate]:
    """Aggregates of spells, each with the number by which it counts into the numerator of a share."""
    counts: Counter[tuple[str, Grouping, str]] = Counter()
    bases: Counter[tuple[str, Grouping, str]] = Counter()
    for (place, groups, _months), number in counted:
        for name in [(Grouping.ALL, ALL), *zip(GROUPINGS, groups, strict=True)]:
            counts[place, *name] += number
            bases[place, *name] += 1
    for name, base in bases.items():
        yield Aggregate(key, month.name, *name, part, None, counts[name], base if key == "flow_past" else None)


def counted(month: Period, spells: dict[Period, list[Spell]] = SPELLS) -> Month:
    rows = {"inflow": list(rows_of("inflow", month, ALL, ((one, 1) for one in spells[month])))}
    rows["flow_past"] = [
        row
        for steps in (3, 6, 12)
        for row in rows_of("flow_past", month, str(steps), ((one, one[2] >= steps) for one in spells[month - steps]))
    ]
    return month_of(month, AREA, rows)


def released(months: Iterable[Period], *, beside: Iterable[Version] = ()) -> list[Version]:
    """Return the months as they come out one after another, each protected beside those before it."""
    out = list(beside)
    for month in months:
        out.append(release_of(counted(month), out))
    return out


def release_of(month: Month, before: list[Version]) -> Version:
    near = [one for one in before if one.month.month.steps_since(month.month) in {0, *STEPS}]
    return Version(month, protect_month(month, list(month.cells), before=near))


@pytest.fixture(scope="module")
def years() -> list[Version]:
    """Fifteen months, the last four of them with shares over the twelve months before."""
    out: list[Version] = []
    for number in range(15):
        month = counted(BEGAN[12 + number])
        month.add_years(years_of(month, out, SIZES.keys() | AREA))
        out.append(Version(month, protect_month(month, list(month.cells), before=out)))
    return out


@pytest.fixture(scope="module")
def year() -> list[Version]:
    return released(YEAR)


def test_a_year_of_linked_months_gives_nothing_away(year: list[Version]) -> None:
    hidden = [cell for one in year for cell, number in one.shown.items() if number is None]
    assert {cell.measure for cell in hidden} == {"inflow", "flow_past"}
    assert sum(len(one.shown) for one in year) > 2 * len(hidden)
    assert attack_versions(year) == ()


def test_months_that_are_protected_alone_are_caught_when_they_are_put_together() -> None:
    alone = [Version(month, protect_month(month, list(month.cells))) for month in map(counted, YEAR)]
    assert all(attack_versions([one]) == () for one in alone)
    assert attack_versions(alone)


def test_a_small_number_that_only_another_months_sums_give_away_is_caught(year: list[Version]) -> None:
    """What was further hidden among those who began is shown after all: a flow of a later month tells the small one."""
    first, *later = year
    small = {cell for cell, number in first.shown.items() if number is None and 0 < first.month.counts[cell] < 5}
    careless = {cell: first.month.counts[cell] for cell in first.shown if cell not in small}
    assert attack_versions([Version(first.month, careless | dict.fromkeys(small)), *later])


def test_months_come_out_in_any_order_that_leaves_a_gap() -> None:
    assert attack_versions(released([*YEAR[::2], *YEAR[1::2]])) == ()


def test_the_newest_first_a_month_is_refused_rather_than_given_away() -> None:
    """What followed is out with its sums; of those who began too few are left to hide among."""
    out: list[Version] = []
    refused = []
    for month in reversed(YEAR):
        try:
            out = released([month], beside=out)
        except UnableToProtect:
            refused.append(month)
    assert refused
    assert len(out) + len(refused) == len(YEAR)
    assert attack_versions(out) == ()


def test_an_older_month_that_is_corrected_later_is_protected_beside_those_that_followed_it(year: list[Version]) -> None:
    """Somebody was forgotten: both the month in which they began and the one three months later are told anew."""
    began = YEAR[2]
    spells = SPELLS | {began: [*SPELLS[began], ("KU046", tuple(GROUPS[one][0] for one in GROUPINGS), 4)]}
    out = list(year)
    for month in (began, began + 3):
        out.append(release_of(counted(month, spells), out))
    before, after = out[2], out[-2]
    forgotten = Cell("inflow", began.name, "TA36", Grouping.ALL, ALL, ALL, "count")
    assert after.month.counts[forgotten] == before.month.counts[forgotten] + 1
    assert all(after.shown[cell] is None for cell, number in before.shown.items() if number is None)
    assert attack_versions(out) == ()


def test_a_hidden_number_that_turns_out_to_be_nobody_stays_hidden() -> None:
    """Whoever was counted by mistake is gone; the attacker may not think that a hidden number is never none."""
    before = release_of(counted(YEAR[0]), [])
    lonely = next(
        one
        for one in SPELLS[YEAR[0]]
        if before.month.counts[Cell("inflow", YEAR[0].name, one[0], Grouping.AGE, one[1][0], ALL, "count")] == 1
    )
    spells = SPELLS | {YEAR[0]: [one for one in SPELLS[YEAR[0]] if one is not lonely]}
    after = release_of(counted(YEAR[0], spells), [before])
    gone = Cell("inflow", YEAR[0].name, lonely[0], Grouping.AGE, lonely[1][0], ALL, "count")
    assert (before.shown[gone], after.shown[gone], after.month.counts[gone]) == (None, None, 0)
    assert attack_versions([before, after]) == ()


def test_shares_over_twelve_months_are_told_and_give_nothing_away(years: list[Version]) -> None:
    told = [cell for one in years for cell, number in one.shown.items() if cell.months == 12 and number is not None]
    hidden = [cell for one in years for cell, number in one.shown.items() if cell.months == 12 and number is None]
    assert len(told) > len(hidden) > 0
    assert {cell.month for cell in told} == {one.month.name for one in years[11:]}
    small = [cell for cell in told if cell._replace(months=1) in _hidden_in(years, cell.month)]
    assert small  # shares of which the month is hidden
    assert attack_versions(years) == ()


def _hidden_in(versions: list[Version], month: str) -> set[Cell]:
    return {cell for one in versions if one.month.name == month for cell, number in one.shown.items() if number is None}


def test_a_share_over_twelve_months_is_the_sum_of_what_the_months_told(years: list[Version]) -> None:
    last = years[-1]
    whole = Cell("flow_past", last.month.name, "TA36", Grouping.ALL, ALL, "3", "count", 12)
    months = [one.month.counts[whole._replace(month=one.month.name, months=1)] for one in years[-12:]]
    assert last.month.counts[whole] == sum(months) == last.shown[whole]


def test_two_years_one_month_apart_tell_the_month_when_nobody_minds(years: list[Version]) -> None:
    """All sums over twelve months shown beside the months as they were protected: the attack finds small numbers."""
    careless = [
        Version(
            one.month,
            {cell: one.month.counts[cell] if cell.months == 12 else number for cell, number in one.shown.items()},
        )
        for one in years
    ]
    assert attack_versions(careless)


def test_a_year_needs_all_its_months() -> None:
    some = released(BEGAN[12:22])
    month = counted(BEGAN[24])
    assert years_of(month, [*some, *released(BEGAN[22:24])], {"KU740", "TA36"})
    assert years_of(month, [*some, *released(BEGAN[23:24])], {"KU740", "TA36"}) == {}


@pytest.mark.parametrize(("counts", "is_veiled"), [([0] * 12, True), ([1] + [0] * 11, False), ([9] * 12, True)])
def test_a_year_in_which_all_or_none_did_does_not_tell_it_of_months_of_few(counts: list[int], is_veiled: bool) -> None:
    month = Month(YEAR[-1])
    month.add_years({("flow_past", "KU046", "3"): [(count, 9) for count in counts]})
    assert bool(month.veiled) is is_veiled
    large = Month(YEAR[-1])
    large.add_years({("flow_past", "KU046", "3"): [(count, 10) for count in counts]})
    assert not large.veiled


def test_months_that_follow_the_same_people_are_three_six_nine_or_twelve_apart() -> None:
    assert {abs(steps) for steps in STEPS} == {3, 6, 9, 12}
    assert {"inflow", "flow_past", "job_starts", "sustained_work"} == LINKED
