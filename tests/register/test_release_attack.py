"""A leak planted in each kind of released figure is caught: amounts, medians, curves, what is left of a wider place."""

from dataclasses import replace
from decimal import Decimal
from itertools import product
from math import inf, log

import pytest

from luotsi.core.periods import Period
from luotsi.register.calc.survival import kaplan_meier
from luotsi.register.measures import get_definition
from luotsi.register.releases.amounts import Amounts, amounts_of, silent_amounts, told_of
from luotsi.register.releases.attacking import attack_releases
from luotsi.register.releases.cells import Cell, same_as
from luotsi.register.releases.curves import curves_of, few_in_steps, few_left
from luotsi.register.releases.kept import Out, keep
from luotsi.register.releases.made import MadeCell
from luotsi.register.releases.months import Month, Scope
from luotsi.register.releases.protecting import protect_month
from luotsi.register.sealed import Sealed
from luotsi.register.types import ALL, Aggregate, Grouping, Kind

MONTH = Period.parse("2026-03")
AREA = "TA36"
PART = "tyomarkkinatuki:101-200"
PAID = {"KU046": (3, 300_00), "KU681": (20, 9_000_00), "KU740": (150, 80_000_00), "KU768": (30, 15_000_00)}


def money(paid=PAID, key="benefit_paid", percent=100):
    made = Month(MONTH, Scope(frozenset({AREA}), with_country=False))
    rows = [
        Aggregate(key, MONTH.name, place, Grouping.ALL, ALL, PART, None, count, cents * percent // 100)
        for place, (count, cents) in paid.items()
    ]
    made.add(get_definition(key), rows)
    return made


def paid_in(place):
    return Cell("benefit_paid", MONTH.name, place, Grouping.ALL, ALL, PART, "count")


def told_in(*places):
    return [paid_in(place) for place in places]


def test_an_amount_that_is_left_over_is_caught():
    told = told_of("benefit_paid", [Amounts(money(), told_in(AREA, "KU681", "KU740", "KU768"))])
    assert {cell.place for cell in told} == {"KU046"}
    assert not told_of("benefit_paid", [Amounts(money(), told_in(AREA, "KU740", "KU768"))])


def test_two_releases_that_keep_an_amount_each_by_itself_are_caught_together():
    by_the_area, by_the_country = (told_in(AREA, "KU740", one) for one in ("KU681", "KU768"))
    for one in (by_the_area, by_the_country):
        assert not told_of("benefit_paid", [Amounts(money(), one)])
    assert told_of("benefit_paid", [Amounts(money(), by_the_area), Amounts(money(), by_the_country)])


def test_a_later_release_leaves_out_what_would_give_an_amount_away_beside_an_earlier_one():
    secret = set(told_in("KU046", "KU681"))
    before = [Amounts(money(), told_in(AREA, "KU681", "KU740"))]
    assert silent_amounts(money(), secret) == set()
    left_out = silent_amounts(money(), secret, before)
    assert paid_in("KU768") in left_out
    shown = amounts_of(money(), "benefit_paid").keys() - secret - left_out
    assert not told_of("benefit_paid", [*before, Amounts(money(), shown)])


def test_the_share_of_the_municipality_tells_the_benefit():
    """Ten per cent of it, under the same name: what one of the two shows, the other does not hide."""
    share = money(key="municipal_share", percent=10)
    assert same_as(Cell("municipal_share", MONTH.name, AREA, Grouping.ALL, ALL, PART, "count")) == paid_in(AREA)
    assert told_of("municipal_share", [Amounts(share, told_in(AREA, "KU681", "KU740", "KU768"))])


def test_the_benefit_in_one_release_and_the_municipal_share_in_another_are_caught_together():
    share = money(key="municipal_share", percent=10)
    benefit, later = (told_in(AREA, "KU740", one) for one in ("KU681", "KU768"))
    assert not told_of("municipal_share", [Amounts(share, later)])
    told = told_of("municipal_share", [Amounts(money(), benefit), Amounts(share, later)])
    assert {cell.place for cell in told} == {"KU046"}
    left_out = silent_amounts(share, set(told_in("KU046", "KU681")), [Amounts(money(), benefit)])
    assert paid_in("KU768") in left_out


@pytest.mark.parametrize(
    ("met", "days", "few"),
    [
        ([0, 5, 0, 7], [1], False),
        ([0, 5, 0, 4], [1], True),
        ([0, 5, 0, 0], [1], False),
        ([0, 4, 1, 7], [2], False),
        ([0, 4, 1, 7], [1, 2], True),
        ([3, 2, 0, 9], [1], False),
        ([3, 2, 0, 9], [0, 1], True),
    ],
)
def test_a_step_of_a_curve_or_what_comes_after_its_last_is_of_five_or_of_nobody(met, days, few):
    assert few_in_steps(met, days) is few


WAITED = {"KU046": [0, 0, 6, 6], "KU681": [0, 6, 3, 5], "KU740": [0, 60, 50, 40], "KU768": [0, 9, 8, 8]}


def waiting(waited):
    """Searches by place and day: those who were met, and forty in each place who still wait."""
    rows = [
        Aggregate("first_discussion", MONTH.name, place, Grouping.ALL, ALL, "met", day, count, None)
        for place, counts in waited.items()
        for day, count in enumerate(counts)
    ]
    rows += [
        Aggregate("first_discussion", MONTH.name, place, Grouping.ALL, ALL, "waiting", 5, 40, None) for place in waited
    ]
    return rows


def cells(places):
    kind = Kind.HISTOGRAM.value
    return [MadeCell("first_discussion", one, "all", "", "", kind, 60, *[None] * 6, "", False) for one in places]


def days_told(waited, places):
    found = curves_of(waiting(waited), MONTH, cells(places))
    return {one.place: [point[0] for point in one.points[1:]] for one in found}


def test_a_curve_ends_where_few_would_be_left_to_be_met_later():
    told = days_told({"KU740": [0, 60, 50, 3]}, ["KU740"])
    assert told == {"KU740": [1]}
    assert days_told({"KU740": [0, 60, 50, 5]}, ["KU740"]) == {"KU740": [1, 2, 3]}


def left_before(points, step):
    """Between which numbers those followed on each day lie, for whoever turns Greenwood's formula around.

    points : day, share, low and high limit, rounded to steps of so much
    """
    half, before, found = step / 2, (1.0, (0.0, 0.0)), []
    for _day, *three in points:
        corners = product(*((one - half, one + half) for one in three))
        spreads = [(log(log(low) / log(high)) / 2 * log(share) / 1.959964) ** 2 for share, low, high in corners]
        share, total = three[0], (min(spreads), max(spreads))
        met = [1 - (share + more) / (before[0] + less) for more, less in product((-half, half), repeat=2)]
        least, most = total[0] - before[1][1], total[1] - before[1][0]
        low = max(min(met), 0) / ((1 - max(min(met), 0)) * most)
        found.append((low, max(met) / ((1 - max(met)) * least) if least > 0 else inf))
        before = share, total
    return found


def closed_between(points, step):
    """Between which numbers those lie who closed from the second day to the third, when five were met on each."""
    points = [(day, *(float(one) / 100 for one in three)) for day, *three in points]
    left = left_before(points, step)
    assert all(low < number < high for (low, high), number in zip(left, (30, 25, 18), strict=True))
    return left[1][0] - 5 - left[2][1], left[1][1] - 5 - left[2][0]


def test_a_curve_does_not_tell_how_many_were_followed_no_longer_as_one_of_tenths_would():
    """Thirty searches: five are met on each of three days, two are closed between the last of them."""
    met, others = [0, 5, 5, 5, *[0] * 6], [0, 0, 2, *[0] * 6, 13]
    whole = kaplan_meier(met, others)
    three = [[round(100 * one, 1) for one in line] for line in (whole.surviving, whole.low, whole.high)]
    low, high = closed_between(zip(whole.days, *three, strict=True), 0.001)
    assert high - low < 4
    rows = [row for row in waiting({"KU740": met}) if row.part == "met"]
    rows += [replace(rows[0], part="closed", days=days, count=count) for days, count in enumerate(others) if count]
    (told,) = curves_of(rows, MONTH, cells(["KU740"]))
    decimals = -Decimal(told.points[1][1]).as_tuple().exponent
    low, high = closed_between(told.points[1:], 10 ** -(decimals + 2))
    assert high - low >= 4


def test_curves_that_would_give_away_the_place_that_is_left_are_not_told_together():
    """Of the area and of three places: what is left is the fourth, where three were met on a day."""
    places = [AREA, "KU046", "KU740", "KU768"]
    waited = WAITED | {"KU046": [0, 6, 6, 6]}
    met = waited | {AREA: [sum(counts) for counts in zip(*waited.values(), strict=True)]}
    assert few_left(met, {place: [1, 2, 3] for place in places}, MONTH) == [AREA]
    told = days_told(waited, places)
    assert set(told) == {AREA, "KU740", "KU768"}
    assert few_left(met, told, MONTH) == []


def released(tmp_path, rows, **changed):
    sealed = Sealed.at(tmp_path / "sealed")
    by_measure = {"first_discussion": rows}
    month = Month(MONTH, Scope(frozenset({AREA}), with_country=False))
    month.add(get_definition("first_discussion"), rows)
    shown = protect_month(month, ["first_discussion"])
    amounts = frozenset(cell for cell in month.amounts if shown[cell] is not None)
    out = Out(MONTH, AREA, keep(sealed, by_measure, {}), shown, amounts)
    return sealed, replace(out, **changed)


def whole(place):
    return Cell("first_discussion", MONTH.name, place, Grouping.ALL, ALL, ALL, "count")


def alike(rows):
    """The same searches by each grouping too, all in its first group."""
    groups = {"age": "0-24", "sex": "female", "education": "basic", "language": "fi"}
    return rows + [replace(row, grouping=Grouping(one), group=code) for row in rows for one, code in groups.items()]


def test_a_median_of_nine_is_caught_and_one_of_ten_is_not(tmp_path):
    for waited, found in (({"KU740": [0, 5, 4]}, True), ({"KU740": [0, 5, 5]}, False)):
        rows = [row for row in waiting(waited) if row.part == "met"]
        sealed, out = released(tmp_path, alike(rows), medians=frozenset({whole("KU740")}))
        assert (whole("KU740") in attack_releases(sealed, [out])) is found


def test_a_lower_bound_that_the_shown_parts_do_not_give_is_caught(tmp_path):
    rows = [row for row in waiting({"KU740": [0, 60, 50]}) if row.part == "met"]
    sealed, out = released(tmp_path, alike(rows))
    hidden = replace(out, shown=out.shown | {whole(AREA): None})
    for bound, found in ((110, False), (111, True)):
        told = replace(hidden, bounds={whole(AREA): bound})
        assert (whole(AREA) in attack_releases(sealed, [told])) is found


def test_a_curve_with_a_step_of_few_is_caught(tmp_path):
    for days, found in (([1, 2, 3], True), ([1, 3], False)):
        sealed, out = released(tmp_path, alike(waiting({"KU740": [0, 60, 2, 40]})), curves={"KU740": days})
        assert (whole("KU740")._replace(part="met") in attack_releases(sealed, [out])) is found


def test_what_curves_leave_of_the_area_is_caught(tmp_path):
    days = {place: [1, 2, 3] for place in (AREA, "KU740", "KU768")}
    sealed, out = released(tmp_path, alike(waiting(WAITED)), curves=days)
    of_the_area = whole(AREA)._replace(part="met")
    assert of_the_area not in attack_releases(sealed, [out])
    careless = replace(out, curves=days | {"KU046": [2, 3]})
    assert of_the_area not in attack_releases(sealed, [careless])
    assert of_the_area in attack_releases(sealed, [replace(careless, curves=days | {"KU046": [1, 2, 3]})])
