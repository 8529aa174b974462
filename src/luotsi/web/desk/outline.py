"""Proposals as a reader meets them: grouped by what they are, each below what it hangs on. Free of the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.models import Proposal
from luotsi.strategy.types import ProposalState

GROUPS = (
    ElementKind.MISSION,
    ElementKind.VISION,
    ElementKind.VALUE,
    ElementKind.PRIORITY,
    ElementKind.ANNUAL_FOCUS,
    ElementKind.GOAL,
    ElementKind.MEASURE,
    ElementKind.ACTION,
    ElementKind.PROMISE,
    ElementKind.UNIT,
    ElementKind.PRESENT_STATE,
    ElementKind.STRENGTH,
    ElementKind.WEAKNESS,
    ElementKind.CHALLENGE,
    ElementKind.DEVELOPMENT_VIEW,
    ElementKind.STATUS_REVIEW,
    ElementKind.CONTEXT_GOAL,
    ElementKind.PROJECT,
    ElementKind.WORK_PACKAGE,
    ElementKind.PROJECT_TARGET,
    ElementKind.DECISION,
    ElementKind.UNPLACED,
)
DEEPEST_SHOWN = 4


@dataclass(slots=True)
class Row:
    """A proposal at its depth; one shown only because of what hangs on it is context."""

    proposal: Proposal
    depth: int
    parent: Proposal | None
    is_context: bool = False


@dataclass(slots=True)
class Group:
    """The proposals whose topmost is of one kind, in document order."""

    kind: ElementKind
    rows: list[Row] = field(default_factory=list)


Filter = Callable[[Proposal], bool]
FILTERS: dict[str, Filter] = {
    "all": lambda one: True,
    "pending": lambda one: one.state == ProposalState.PENDING,
    "unsure": lambda one: one.state == ProposalState.PENDING and one.certainty != Certainty.SURE,
}


def outline(proposals: Sequence[Proposal], chosen: Filter) -> list[Group]:
    """Return the groups that hold what `chosen` picks, with what that hangs on as context."""
    known = {one.pk: one for one in proposals}
    children: dict[int | None, list[Proposal]] = defaultdict(list)
    for one in proposals:
        children[one.parent_id if one.parent_id in known else None].append(one)
    shown = _with_ancestors({one.pk for one in proposals if chosen(one)}, known)
    groups = {kind: Group(kind) for kind in GROUPS}

    def add(group: Group, one: Proposal, depth: int) -> None:
        if one.pk not in shown:
            return
        parent = known.get(one.parent_id) if one.parent_id else None
        group.rows.append(Row(one, min(depth, DEEPEST_SHOWN), parent, is_context=not chosen(one)))
        for child in children[one.pk]:
            add(group, child, depth + 1)

    for root in children[None]:
        add(groups[ElementKind(root.kind)], root, 0)
    return [group for group in groups.values() if group.rows]


def _with_ancestors(wanted: set[int], known: dict[int, Proposal]) -> set[int]:
    shown = set(wanted)
    for pk in wanted:
        above = known[pk].parent_id
        while above in known and above not in shown:
            shown.add(above)
            above = known[above].parent_id
    return shown


def in_outline_order(proposals: Sequence[Proposal]) -> list[Row]:
    """Return every proposal in the order that the page shows them."""
    return [row for group in outline(proposals, FILTERS["all"]) for row in group.rows]


def possible_parents(rows: Iterable[Row], moved: Proposal | None = None) -> list[Row]:
    """Return what a proposal can hang on: everything but itself and what hangs on it."""
    below = {moved.pk} if moved else set()
    found = []
    for row in rows:
        if row.proposal.pk in below or row.proposal.parent_id in below:
            below.add(row.proposal.pk)
        else:
            found.append(row)
    return found
