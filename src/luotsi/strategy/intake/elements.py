"""How accepted proposals become elements of a version: order, parents, identity, standing. Reads only."""

import uuid
from collections.abc import Iterable, Mapping

from luotsi.strategy.intake.comparison import Pairing, Wording, compare
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element, Import, Proposal
from luotsi.strategy.queries import version_to_continue
from luotsi.strategy.types import ElementStanding, ProposalState

OWN_COLUMNS = frozenset({"number", "description", "audience", "status", "stage"})
"""Details that an element keeps in columns of its own."""
_STANDINGS = {
    "draft": ElementStanding.SKETCH,
    "proposed": ElementStanding.PROPOSED,
    "decided": ElementStanding.DECIDED,
}
_FIRST = (ElementKind.MISSION, ElementKind.VISION, ElementKind.VALUE)
_STANDING_WORDS = frozenset({"status", "stage"})
"""Details that say how settled an element is, which the version itself keeps."""


def pairings_of(batch: Import, proposals: Iterable[Proposal]) -> list[Pairing]:
    """Return what each proposal not left out continues of the plan, and what of the plan the document no longer says.

    Nothing when the document becomes a plan of its own. Two queries.
    """
    before = version_to_continue(batch.plan) if batch.plan else None
    if before is None:
        return []
    read = [row for row in proposals if row.state != ProposalState.REJECTED]
    known = before.elements.order_by("position")
    return compare(
        [Wording(row.pk, row.kind, row.title, _said(row.details)) for row in read],
        [_known(one, batch.language) for one in known],
    )


def _known(one: Element, language: str) -> Wording:
    own = {
        "number": one.number,
        "description": one.body.in_language(language).text,
        "audience": one.audience.in_language(language).text,
    }
    return Wording(one.lineage, one.kind, one.title.in_language(language).text, _said(one.details | own))


def _said(details: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    kept = ((name, value[:40] if name == "number" else value) for name, value in details.items() if value)
    return frozenset(pair for pair in kept if pair[0] not in _STANDING_WORDS)


def lineages_from(pairings: Iterable[Pairing]) -> dict[int, uuid.UUID]:
    """Return the identity of each proposal that continues an element of the earlier version, by proposal id."""
    return {
        int(str(pairing.read.key)): uuid.UUID(str(pairing.known.key))
        for pairing in pairings
        if pairing.read and pairing.known
    }


def as_a_plan_begins(accepted: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals with mission, vision and values first, wherever the reading came upon them."""

    def rank(row: Proposal) -> int:
        is_first = row.parent_id is None and row.kind in _FIRST
        return _FIRST.index(ElementKind(row.kind)) if is_first else len(_FIRST)

    return sorted(accepted, key=lambda row: (rank(row), row.position))


def parents_first(accepted: list[Proposal], parents: Mapping[int, int | None]) -> list[Proposal]:
    """Return the proposals so that each comes after what it hangs on."""

    def depth(pk: int) -> int:
        above, steps = parents.get(pk), 0
        while above is not None:
            above, steps = parents.get(above), steps + 1
        return steps

    return sorted(accepted, key=lambda row: (depth(row.pk), row.position))


def accepted_ancestor(row: Proposal, made: Mapping[int, Element], parents: Mapping[int, int | None]) -> Element | None:
    """Return the element of the nearest accepted ancestor, so that what stands below a rejected heading is kept."""
    above = row.parent_id
    while above is not None and above not in made:
        above = parents.get(above)
    return None if above is None else made[above]


def standing_of(row: Proposal) -> ElementStanding:
    """Return how settled the document says the element is."""
    return _STANDINGS.get(row.details.get("stage") or row.details.get("status") or "", ElementStanding.SETTLED)
