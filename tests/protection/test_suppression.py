"""Small numbers stay hidden whatever else is published, and an attacker who tries finds nothing."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luotsi.protection.attack import attack, unprotected
from luotsi.protection.suppression import protect
from luotsi.protection.types import Interval, Rule, Sum, Table, UnableToProtect
from luotsi.protection.working import LARGE
from luotsi.protection.zeros import following

RULE = Rule(threshold=5)


def grid(rows, **more):
    """A table of rows and columns with its margins: cell "1,2", row total "1,", column total ",2", all ","."""
    counts, width = {}, len(rows[0])
    for number, row in enumerate(rows):
        counts |= {f"{number},{place}": count for place, count in enumerate(row)}
        counts[f"{number},"] = sum(row)
    counts |= {f",{place}": sum(row[place] for row in rows) for place in range(width)}
    counts[","] = sum(map(sum, rows))
    sums = [Sum(f"{number},", tuple(f"{number},{place}" for place in range(width))) for number in range(len(rows))]
    sums += [Sum(f",{place}", tuple(f"{number},{place}" for number in range(len(rows)))) for place in range(width)]
    sums += [
        Sum(",", tuple(f"{number}," for number in range(len(rows)))),
        Sum(",", tuple(f",{p}" for p in range(width))),
    ]
    return Table(counts, tuple(sums), **more)


def test_a_lone_small_number_takes_others_with_it_and_the_margins_stay():
    pattern = protect(grid([[20, 50, 10], [8, 19, 22], [17, 32, 3]]))
    assert pattern.small == {"2,2"}
    assert len(pattern.further) == 3
    assert not {",", "0,", "1,", "2,", ",0", ",1", ",2"} & pattern.hidden


def test_without_further_hiding_the_attacker_knows_the_number():
    table = grid([[20, 50, 10], [8, 19, 22], [17, 32, 3]])
    assert attack(table, {"2,2"}, {"2,2"}) == {"2,2": Interval(3.0, 3.0)}
    assert unprotected(table, {"2,2"}, {"2,2"}, RULE) == ("2,2",)


def test_a_pattern_that_leaves_too_narrow_an_interval_is_caught():
    """A rectangle of hidden cells in which the small one cannot rise above four: each column sum bounds it."""
    table = grid([[3, 1, 20], [1, 30, 20], [20, 20, 20]])
    hidden = {"0,0", "0,1", "1,0", "1,1"}
    assert attack(table, hidden, {"0,0"})["0,0"] == Interval(1.0, 3.0)
    assert unprotected(table, hidden, {"0,0", "0,1", "1,0"}, RULE) == ("0,0", "0,1", "1,0")
    pattern = protect(table)
    assert unprotected(table, pattern.hidden, pattern.small, RULE) == ()


@pytest.mark.parametrize(("count", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_are_small_and_zero_is_a_number(count, hidden):
    pattern = protect(grid([[count, 40, 30], [50, 60, 20], [30, 30, 30]]))
    assert bool(pattern.hidden) is hidden
    assert ("0,0" in pattern.hidden) is hidden


def test_a_small_total_hides_its_parts():
    pattern = protect(grid([[1, 2, 0], [50, 60, 20], [30, 30, 30]]))
    assert {"0,", "0,0", "0,1"} <= pattern.hidden
    assert "0,2" not in pattern.hidden


def test_what_was_hidden_stays_hidden_and_what_was_shown_is_not_used():
    pattern = protect(
        grid([[20, 50, 10], [8, 19, 22], [17, 32, 3]], known=frozenset({"1,2"}), hidden=frozenset({"0,0"}))
    )
    assert "0,0" in pattern.hidden
    assert "1,2" not in pattern.hidden


def test_a_small_number_that_was_published_before_stops_the_release():
    with pytest.raises(UnableToProtect, match="was published before"):
        protect(grid([[3, 50], [30, 20]], known=frozenset({"0,0"})))


def test_when_earlier_releases_give_it_away_nothing_is_published():
    others = frozenset({"0,1", "1,0", "1,1", "0,", "1,", ",0", ",1", ","})
    with pytest.raises(UnableToProtect, match="cannot be kept by hiding others"):
        protect(grid([[3, 50], [30, 20]], known=others))


def test_a_year_shown_before_binds_the_months():
    """Eleven months are out; the twelfth is small and could be subtracted from the year: no month can help any more."""
    months = {f"2026-{number:02}": 10 for number in range(1, 12)} | {"2026-12": 3}
    table = Table({**months, "2026": 113}, (Sum("2026", tuple(months)),), known=frozenset(set(months) - {"2026-12"}))
    assert protect(table).further == {"2026"}
    with pytest.raises(UnableToProtect):
        protect(Table(table.counts, table.sums, known=table.known | {"2026"}))


def test_a_veiled_number_may_be_zero_for_all_that_one_can_tell():
    """Five people, two of whom did; that five are meant was published before."""
    table = Table({"did": 2, "did not": 3, "all": 5}, (Sum("all", ("did", "did not")),), known=frozenset({"all"}))
    with pytest.raises(UnableToProtect):
        protect(table)
    veiled = Table(table.counts, table.sums, table.known, veiled=frozenset({"did", "did not"}))
    assert protect(veiled).hidden == {"did", "did not"}
    assert attack(veiled, {"did", "did not"}, {"did"}) == {"did": Interval(0.0, 5.0)}
    nobody = Table({"did": 0, "did not": 5, "all": 5}, veiled.sums, veiled.known, veiled=veiled.veiled)
    assert protect(nobody).hidden == {"did", "did not"}


def test_a_hidden_zero_is_kept_as_a_small_number_is():
    """None of the eight in the first place did, and 40 of 88 did in all: the second place has to be hidden too."""
    places = {"a": (0, 8), "b": (10, 30), "c": (30, 50)}
    counts = {
        f"{place} {side}": number for place, both in places.items() for side, number in zip("10", both, strict=True)
    }
    counts |= {"all 1": 40, "all 0": 88} | {place: sum(both) for place, both in places.items()} | {"all": 128}
    sums = [Sum(f"all {side}", tuple(f"{place} {side}" for place in places)) for side in "10"]
    sums += [Sum(place, (f"{place} 1", f"{place} 0")) for place in (*places, "all")] + [Sum("all", tuple(places))]
    veiled = frozenset({"a 1", "a 0"})
    table = Table(counts, tuple(sums), veiled=veiled)
    assert unprotected(table, veiled, {"a 1"}, RULE) == ("a 1",)
    pattern = protect(table)
    assert (pattern.small, pattern.hidden) == (set(), veiled | {"b 1", "b 0"})
    assert attack(table, pattern.hidden, {"a 1"}) == {"a 1": Interval(0.0, 8.0)}


@pytest.mark.parametrize(("most", "is_told"), [(5, False), (4, True)])
def test_a_hidden_zero_has_to_be_able_to_be_no_small_number(most, is_told):
    table = Table({"did": 0, "did not": most, "all": most}, (Sum("all", ("did", "did not")),), frozenset({"all"}))
    hidden = {"did", "did not"}
    veiled = Table(table.counts, table.sums, table.known, veiled=frozenset(hidden))
    assert (unprotected(veiled, hidden, {"did"}, RULE) == ("did",)) is is_told


def test_the_dear_are_spared():
    free = protect(grid([[3, 7, 60], [60, 60, 60], [60, 60, 60]])).further
    spared = protect(grid([[3, 7, 60], [60, 60, 60], [60, 60, 60]]), weights=dict.fromkeys(free, 50.0)).further
    assert not free & spared or len(free & spared) < len(free)


def test_tables_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="do not add up"):
        Table({"a": 1, "b": 2, "all": 4}, (Sum("all", ("a", "b")),))
    with pytest.raises(ValueError, match="has no count"):
        Table({"a": 1, "all": 1}, (Sum("all", ("a", "b")),))
    with pytest.raises(ValueError, match="negative"):
        Table({"a": -1}, ())
    with pytest.raises(ValueError, match="both published and hidden"):
        Table({"a": 1}, (), known=frozenset({"a"}), hidden=frozenset({"a"}))


counts_of_persons = st.one_of(st.integers(0, 6), st.integers(0, 80))
tables = st.integers(3, 5).flatmap(
    lambda width: st.lists(st.lists(counts_of_persons, min_size=width, max_size=width), min_size=3, max_size=6)
)


def whole_number_possibilities(table, hidden, target):
    """All that a patient person could try: whole numbers from one up, over the cells of a small table."""
    from scipy.optimize import LinearConstraint, milp

    keys = sorted(hidden)
    rows, rights = [], []
    for total in table.sums:
        signed = {part: 1 for part in total.parts if part in hidden}
        right = -sum(table.counts[part] for part in total.parts if part not in hidden)
        if total.total in hidden:
            signed[total.total] = -1
        else:
            right += table.counts[total.total]
        if signed:
            rows.append([signed.get(key, 0) for key in keys])
            rights.append(right)
    found = []
    for sign in (1, -1):
        answer = milp(
            [sign if key == target else 0 for key in keys],
            constraints=LinearConstraint(rows, rights, rights),
            integrality=[1] * len(keys),
            bounds=(1, 10**6),
        )
        found.append(answer.x[keys.index(target)])
    return found


@settings(max_examples=60)
@given(tables)
def test_no_small_number_can_be_told_by_whoever_sees_the_rest(rows):
    table = grid(rows)
    pattern = protect(table)
    assert pattern.small == {key for key, count in table.counts.items() if 1 <= count <= 4}
    for target, interval in attack(table, pattern.hidden, pattern.small).items():
        assert interval.keeps(RULE), (target, interval)
    assert not any(table.counts[key] == 0 for key in pattern.hidden)


@settings(max_examples=60)
@given(tables, st.sets(st.tuples(st.integers(0, 5), st.integers(0, 4))))
def test_nor_of_a_veiled_number_that_it_is_nobody_unless_shown_zeros_tell_it(rows, veils):
    veiled = {f"{number},{place}" for number, place in veils if number < len(rows) and place < len(rows[0])}
    table = grid(rows, veiled=frozenset(veiled))
    zeros = {key for key, count in table.counts.items() if count == 0}
    hidden = protect(table).hidden
    sums = [one for one in table.sums if one.total in zeros]
    assert (zeros & hidden) == (zeros & veiled) - following(zeros - veiled, sums)
    for target, interval in attack(table, hidden, {key for key in hidden if table.counts[key] < 5}).items():
        assert interval.keeps(RULE), (target, interval)


@settings(max_examples=25)
@given(tables)
def test_nor_by_somebody_who_knows_that_people_are_whole(rows):
    table = grid(rows)
    pattern = protect(table)
    for target in sorted(pattern.small)[:2]:
        low, high = whole_number_possibilities(table, pattern.hidden, target)
        assert high >= 5
        assert high - low >= 4


def told_in_another_order(table, chance):
    """The same cells, sums and parts of sums, shuffled; some sums twice."""
    sums = [Sum(one.total, tuple(chance.sample(one.parts, len(one.parts)))) for one in table.sums]
    counts = chance.sample(list(table.counts.items()), len(table.counts))
    return Table(dict(counts), tuple(chance.sample(sums + sums[:2], len(sums) + 2)))


@settings(max_examples=40)
@given(tables, st.integers(0, 10**6))
def test_the_order_in_which_cells_and_sums_are_told_changes_nothing(rows, seed):
    table, chance = grid(rows), random.Random(seed)
    assert protect(told_in_another_order(table, chance)).hidden == protect(table).hidden


def many_tables(count):
    """Tables side by side that share no cell, every fortieth with small numbers; and the blocks of each, in stages."""
    counts, sums, tops, wholes = {}, [], [], []
    for number in range(count):
        rows = [[20, 50, 10], [8, 19, 22 + number % 7], [17, 32, 3 if number % 40 == 0 else 30]]
        one = grid(rows)
        counts |= {(number, key): value for key, value in one.counts.items()}
        sums += [Sum((number, each.total), tuple((number, part) for part in each.parts)) for each in one.sums]
        tops.append({(number, key) for key in (",", ",0", ",1", ",2")})
        wholes.append({(number, key) for key in one.counts})
    return Table(counts, tuple(sums)), [tops, wholes]


@pytest.mark.parametrize("count", [80, 1 + LARGE // 16])
def test_several_processes_hide_what_one_hides(count):
    table, blocks = many_tables(count)
    alone = protect(table, blocks=blocks, wider=blocks[1:])
    assert len(alone.small) == -(-count // 40)
    assert protect(table, blocks=blocks, wider=blocks[1:], workers=2) == alone
    assert unprotected(table, alone.hidden, alone.small, RULE) == ()


def test_the_order_of_blocks_changes_nothing():
    table = grid([[3, 40, 9, 2], [8, 2, 22, 31], [17, 32, 1, 4], [90, 80, 70, 60]])
    rows = [{f"{number},{place}" for place in ("", *range(4))} for number in range(4)]
    columns = [{f"{number},{place}" for number in ("", *range(4))} for place in range(4)]
    forwards = protect(table, blocks=[[*rows, *columns]], wider=[rows])
    assert protect(table, blocks=[[*reversed(columns), *reversed(rows)]], wider=[rows[::-1]]) == forwards


def test_blocks_save_time_and_leave_nothing_unprotected():
    table = grid([[3, 40, 9], [8, 2, 22], [17, 32, 1], [90, 80, 70]])
    top = {",", ",0", ",1", ",2"}
    pattern = protect(table, blocks=[[top], [set(table.counts)]])
    assert unprotected(table, pattern.hidden, pattern.small, RULE) == ()
