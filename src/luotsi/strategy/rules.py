"""Decisions about plans that need no database: which state follows which, and how two versions differ."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from luotsi.strategy.types import ChangeKind, VersionState

NEXT_STATES: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.DECIDED}),
    VersionState.DECIDED: frozenset({VersionState.IN_FORCE, VersionState.PAST}),
    VersionState.IN_FORCE: frozenset({VersionState.PAST}),
    VersionState.PAST: frozenset(),
}


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
