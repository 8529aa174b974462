"""Zeros that follow from zeros: a sum that is nobody has only parts that are nobody."""

from collections.abc import Iterable, Set
from dataclasses import replace

from luotsi.protection.types import Key, Sum, Table


def settled(table: Table) -> Table:
    """Return the table with no veil over a zero that the shown zeros tell, and one over those that may not tell it.

    A veiled zero that follows from zeros that are shown anyway tells of nobody what these do not, and is shown; so is
    what is left beside it of a shown whole. One that was hidden before is kept: the zeros from which it would follow
    are veiled too, unless they are out already.
    """
    sums = [one for one in table.sums if table.counts[one.total] == 0]
    zeros = {cell for one in sums for cell in (one.total, *one.parts)} - table.unshown
    told_before = following(zeros & table.known, sums)
    silent = _silent((zeros & table.hidden) - told_before, told_before, sums)
    told = following(zeros - table.hidden - (table.veiled - table.known) - silent, sums)
    veiled = (table.veiled | (silent - table.unshown)) - told - _left_alone(table, told & table.veiled, told)
    return replace(table, hidden=table.hidden - told, veiled=veiled)


def following(zeros: Iterable[Key], sums: Iterable[Sum]) -> set[Key]:
    """Return these zeros and all that follow from them in sums that are zero."""
    told, left, before = set(zeros), list(sums), -1
    while before != len(told):
        before, waiting = len(told), []
        for one in left:
            if one.total in told or told.issuperset(one.parts):
                told.update((one.total, *one.parts))
            else:
                waiting.append(one)
        left = waiting
    return told


def _silent(hidden: Set[Key], told: Set[Key], sums: Iterable[Sum]) -> set[Key]:
    """Return the hidden zeros, and those from which they would follow beside the zeros that are told already."""
    silent, before, kept = set(hidden), -1, list(sums) if hidden else []
    while before != len(silent):
        before = len(silent)
        for one in kept:
            if not silent.isdisjoint(one.parts):
                silent.add(one.total)
            elif one.total in silent:
                silent.update(set(one.parts) - told)
    return silent


def _left_alone(table: Table, unveiled: Set[Key], told: Set[Key]) -> set[Key]:
    """Return the parts that are the whole of a sum, now that the zeros beside them are veiled no more."""
    found: set[Key] = set()
    for one in table.sums if unveiled else ():
        if one.total not in table.veiled and not unveiled.isdisjoint(one.parts):
            left = [part for part in one.parts if part not in told]
            found.update(left if len(left) == 1 else ())
    return found
