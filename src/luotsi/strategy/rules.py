"""Decisions about plans that need no database: states, the order of reading, how two versions differ."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from luotsi.strategy.types import ChangeKind, VersionState

NEXT_STATES: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.DECIDED, VersionState.SET_ASIDE}),
    VersionState.SET_ASIDE: frozenset(),
    VersionState.DECIDED: frozenset({VersionState.IN_FORCE, VersionState.PAST}),
    VersionState.IN_FORCE: frozenset({VersionState.PAST}),
    VersionState.PAST: frozenset(),
}


class Spot(NamedTuple):
    """Where an element stands: below what, and in which place among the others there."""

    key: int
    parent: int | None
    position: float


def reading_order(spots: Iterable[Spot]) -> list[int]:
    """Return the keys as one reads: each element, then all below it, then the next one."""
    below: dict[int | None, list[Spot]] = defaultdict(list)
    for spot in spots:
        below[spot.parent].append(spot)
    order: list[int] = []
    waiting = sorted(below[None], key=lambda spot: -spot.position)
    while waiting:
        spot = waiting.pop()
        order.append(spot.key)
        waiting += sorted(below[spot.key], key=lambda spot: -spot.position)
    return order


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An element as far as a comparison looks: identity, parent, and what people read of it."""

    lineage: UUID
    parent: UUID | None
    position: int
    kind: str
    words: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one element; `fields` names what was reworded."""

    kind: ChangeKind
    lineage: UUID
    before: Snapshot | None
    after: Snapshot | None
    fields: tuple[str, ...] = field(default=())


def difference(before: Iterable[Snapshot], after: Iterable[Snapshot]) -> list[Change]:
    """Return one change per element of either version, in the order of the later one, removed ones last.

    An element is moved when its parent or kind is another; a different place in the same list is no change.
    """
    old = {one.lineage: one for one in before}
    new = {one.lineage: one for one in sorted(after, key=lambda one: one.position)}
    changes = [_change(old.get(lineage), one) for lineage, one in new.items()]
    gone = (one for one in old.values() if one.lineage not in new)
    return changes + [
        Change(ChangeKind.REMOVED, one.lineage, one, None) for one in sorted(gone, key=lambda one: one.position)
    ]


def _change(before: Snapshot | None, after: Snapshot) -> Change:
    if before is None:
        return Change(ChangeKind.ADDED, after.lineage, None, after)
    reworded = tuple(name for name in after.words if before.words.get(name) != after.words[name])
    if reworded:
        return Change(ChangeKind.CHANGED, after.lineage, before, after, reworded)
    if (before.parent, before.kind) != (after.parent, after.kind):
        return Change(ChangeKind.MOVED, after.lineage, before, after)
    return Change(ChangeKind.SAME, after.lineage, before, after)
