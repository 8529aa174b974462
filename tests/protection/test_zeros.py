"""A zero that shown zeros tell is shown; one that was hidden stays hidden, and so do those that would tell it."""

import pytest

from luotsi.protection.suppression import protect
from luotsi.protection.types import Sum, Table, UnableToProtect
from luotsi.protection.zeros import following, settled


def nobody(*sums, others=(), **more):
    """A table in which all are nobody but the others, who are twenty each and stand in no sum."""
    cells = {cell for total, parts in sums for cell in (total, *parts)}
    counts = dict.fromkeys(cells, 0) | dict.fromkeys(others, 20)
    named = {name: frozenset(keys) for name, keys in more.items()}
    return Table(counts, tuple(Sum(total, tuple(parts)) for total, parts in sums), **named)


def test_all_parts_of_nobody_are_nobody_and_so_is_what_they_add_up_to():
    table = nobody(("all", "ab"), ("b", "cd"), ("more", ("all", "e")))
    assert following({"all"}, table.sums) == {"all", *"abcd"}
    assert following({"a", "c", "d"}, table.sums) == {"all", *"abcd"}
    assert following({"a", "c"}, table.sums) == {"a", "c"}


def test_a_veiled_zero_of_a_wider_zero_is_shown():
    table = nobody(("all", "ab"), veiled="a")
    assert protect(table).hidden == set()
    assert protect(nobody(("all", "ab"), veiled={"a", "all"})).hidden == {"a", "all"}


def test_a_zero_that_was_hidden_before_hides_the_wider_zeros_that_would_tell_it():
    table = settled(nobody(("all", "ab"), ("more", ("all", "c")), hidden="a", veiled="a"))
    assert (table.hidden, table.veiled) == ({"a"}, {"a", "all", "more"})


def test_a_zero_that_was_hidden_before_hides_its_parts_that_are_not_out_yet():
    table = settled(nobody(("all", "ab"), hidden={"all"}, veiled={"all"}, known="b"))
    assert (table.hidden, table.veiled) == ({"all"}, {"a", "all"})


def test_what_is_told_by_what_is_out_is_hidden_no_more():
    table = settled(nobody(("all", "ab"), hidden="a", veiled="a", known={"all"}))
    assert (table.hidden, table.veiled) == (set(), set())


def test_a_zero_that_what_is_out_gives_away_stops_no_release():
    whole = Sum("all", ("a", "b"))
    known, new = {"all": 20, "a": 0, "b": 20}, {"more": 40, "c": 20}
    table = Table(
        known | new,
        (whole, Sum("more", ("all", "c"))),
        known=frozenset({"all", "b"}),
        hidden=frozenset("a"),
        veiled=frozenset("a"),
    )
    assert protect(table).hidden == {"a"}
    with pytest.raises(UnableToProtect):
        protect(Table(known, (whole,), known=frozenset({"all", "b"}), veiled=frozenset("a")))


def test_a_zero_of_a_total_of_some_is_kept_by_other_means():
    table = Table({"all": 20, "a": 0, "b": 20}, (Sum("all", ("a", "b")),), veiled=frozenset("a"))
    assert settled(table).veiled == {"a"}
    assert protect(table).hidden in ({"a", "b"}, {"a", "all"})


def test_what_is_left_beside_a_zero_that_is_shown_is_shown_with_its_whole():
    counts = {"all": 0, "did": 0, "b": 0, "did not": 8, "whole": 8}
    sums = (Sum("all", ("did", "b")), Sum("whole", ("did", "did not")))
    sides = frozenset({"did", "did not"})
    assert protect(Table(counts, sums, veiled=sides)).hidden == set()
    assert protect(Table(counts | {"did not": 4, "whole": 4}, sums, veiled=sides)).hidden == {"did not", "whole"}
    assert protect(Table(counts, sums, veiled=sides | {"all"}, known=frozenset({"whole"}))).hidden == {*sides, "all"}


def test_a_zero_that_nobody_is_shown_carries_what_it_is_told_on_to_others():
    table = settled(nobody(("all", "ab"), ("b", "cd"), veiled="c", unshown="b"))
    assert table.veiled == set()
    kept = settled(nobody(("all", "ab"), ("b", "cd"), hidden="c", veiled="c", unshown="b"))
    assert kept.veiled == {"all", "c"}
