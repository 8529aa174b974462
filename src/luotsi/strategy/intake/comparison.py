"""A newly read document against the plan in force: what stays, what was reworded, what is new, what is gone."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from luotsi.strategy.intake.wording import key_of

LEAST_LIKENESS = 0.72
"""From this likeness on two wordings of one kind are taken for the same element said in other words."""


class Fate(StrEnum):
    """What became of an element between the plan in force and the document."""

    SAME = "same"
    REWORDED = "reworded"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Wording:
    """An element of either side; `key` is a proposal's or a lineage's identity, `said` what else it says, by name."""

    key: Hashable
    kind: str
    title: str
    said: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Pairing:
    """An element of the document with the element of the plan that it continues; one side is None for new and gone."""

    fate: Fate
    read: Wording | None
    known: Wording | None


def compare(read: Iterable[Wording], known: Iterable[Wording]) -> list[Pairing]:
    """Return one pairing per element: those of the document in its order, then what the document no longer says.

    Equal wordings (case, hyphens and spaces aside) of one kind are one element; it is the same when nothing of what it
    says changed. Of the rest the likest pairs of one kind are reworded, each element in one pair at most.
    """
    read, known = list(read), list(known)
    same = _same(read, known)
    free_read = [one for one in read if one.key not in same]
    taken = {one.key for one in same.values()}
    free_known = [one for one in known if one.key not in taken]
    reworded = _likest(free_read, free_known)
    found = [_pairing(one, same.get(one.key), reworded.get(one.key)) for one in read]
    gone = taken | {one.key for one in reworded.values()}
    return found + [Pairing(Fate.GONE, None, one) for one in known if one.key not in gone]


def _pairing(one: Wording, same: Wording | None, reworded: Wording | None) -> Pairing:
    if same is not None:
        is_same = (same.title, same.said) == (one.title, one.said)
        return Pairing(Fate.SAME if is_same else Fate.REWORDED, one, same)
    return Pairing(Fate.NEW if reworded is None else Fate.REWORDED, one, reworded)


def _same(read: list[Wording], known: list[Wording]) -> dict[Hashable, Wording]:
    waiting: dict[tuple[str, str], list[Wording]] = {}
    for one in known:
        waiting.setdefault((one.kind, key_of(one.title)), []).append(one)
    found: dict[Hashable, Wording] = {}
    for one in read:
        equals = waiting.get((one.kind, key_of(one.title)))
        if equals:
            found[one.key] = equals.pop(0)
    return found


def _likest(read: list[Wording], known: list[Wording]) -> dict[Hashable, Wording]:
    scored = sorted(
        (
            (likeness, -position, -other_position, one, other)
            for position, one in enumerate(read)
            for other_position, other in enumerate(known)
            if one.kind == other.kind and (likeness := _likeness(one.title, other.title)) >= LEAST_LIKENESS
        ),
        key=lambda row: row[:3],
        reverse=True,
    )
    found: dict[Hashable, Wording] = {}
    taken: set[Hashable] = set()
    for _likeness_of_both, _position, _other, one, other in scored:
        if one.key not in found and other.key not in taken:
            found[one.key] = other
            taken.add(other.key)
    return found


def _likeness(one: str, other: str) -> float:
    """Return how alike two titles are, from 0 to 1; one that the other begins with is alike however much follows."""
    shorter, longer = sorted((one.casefold().split(), other.casefold().split()), key=len)
    goes_on = len(shorter) > 1 and longer[: len(shorter)] == shorter
    least = LEAST_LIKENESS if goes_on else 0.0
    matcher = SequenceMatcher(None, key_of(one), key_of(other), autojunk=False)
    if matcher.real_quick_ratio() < LEAST_LIKENESS or matcher.quick_ratio() < LEAST_LIKENESS:
        return least
    return max(least, matcher.ratio())
