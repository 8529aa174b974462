"""How accepted proposals become elements of a version: order, parents, identity, standing. Reads only."""

import uuid
from collections.abc import Mapping

from luotsi.strategy.intake.comparison import Pairing, Wording, compare
from luotsi.strategy.models import Element, PlanVersion, Proposal
from luotsi.strategy.types import ElementStanding

OWN_COLUMNS = frozenset({"number", "description", "audience", "status", "stage"})
"""Details that an element keeps in columns of its own."""
_STANDINGS = {
    "draft": ElementStanding.SKETCH,
    "proposed": ElementStanding.PROPOSED,
    "decided": ElementStanding.DECIDED,
}


def pairings_with(version: PlanVersion | None, proposals: list[Proposal], language: str) -> list[Pairing]:
    """Return what each proposal continues of a version, and what of the version the document no longer says."""
    known = [] if version is None else version.elements.order_by("position")
    return compare(
        [Wording(row.pk, row.kind, row.title) for row in proposals],
        [Wording(one.lineage, one.kind, one.title.in_language(language).text) for one in known],
    )


def lineages_from(version: PlanVersion | None, proposals: list[Proposal], language: str) -> dict[int, uuid.UUID]:
    """Return the identity of each proposal that continues an element of the earlier version, by proposal id."""
    return {
        int(str(pairing.read.key)): uuid.UUID(str(pairing.known.key))
        for pairing in pairings_with(version, proposals, language)
        if pairing.read and pairing.known
    }


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
