"""The versions of a plan, and what became of each sentence from one to another."""

from collections.abc import Sequence
from dataclasses import dataclass

from luotsi.core.text import Text
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.labels import label
from luotsi.strategy.models import PlanVersion
from luotsi.strategy.queries import changes_between
from luotsi.strategy.rules import Change
from luotsi.strategy.types import ChangeKind, VersionState
from luotsi.web.public.labels import change_name


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the list; `older` is the number of the one before it, 0 for the first."""

    version: PlanVersion
    state: str
    older: int


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One changed sentence; the wording before and after where they differ."""

    change: str
    key: str
    kind: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two versions."""

    old: PlanVersion
    new: PlanVersion
    changes: tuple[ChangeShown, ...]
    same: int


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions, the newest first, and a comparison when one is asked for."""

    rows: tuple[VersionRow, ...]
    comparison: Comparison | None


def build(versions: Sequence[PlanVersion], *, old: str, new: str) -> VersionsPage:
    """Return the page; numbers that name no visible version compare nothing."""
    by_number = {str(one.number): one for one in versions}
    comparison = _compare(by_number[old], by_number[new]) if old in by_number and new in by_number else None
    older = [one.number for one in versions[1:]] + [0]
    rows = zip(versions, older, strict=True)
    return VersionsPage(
        tuple(VersionRow(one, str(label(VersionState(one.state))), number) for one, number in rows), comparison
    )


def _compare(old: PlanVersion, new: PlanVersion) -> Comparison:
    changes = changes_between(old, new)
    told = tuple(_told(one) for one in changes if one.kind is not ChangeKind.SAME)
    return Comparison(old, new, told, len(changes) - len(told))


def _told(change: Change) -> ChangeShown:
    side = change.after or change.before
    assert side is not None
    before, after = (Text() if one is None else Text.of(one.words["title"]) for one in (change.before, change.after))
    return ChangeShown(change_name(change.kind), change.kind.value, str(label(ElementKind(side.kind))), before, after)
