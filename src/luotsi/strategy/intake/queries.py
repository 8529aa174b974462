"""Reads of imports: whether a document is there already, and how far its review has come."""

from dataclasses import dataclass

from django.db.models import Count, Q

from luotsi.orgs.models import Organisation
from luotsi.strategy.models import Import
from luotsi.strategy.types import ImportState, ProposalState


def find_import(*, owner: Organisation, sha256: str) -> Import | None:
    """Return the newest import of the same bytes that was not given up, or None."""
    return (
        Import.objects.filter(document__owner=owner, document__sha256=sha256)
        .exclude(state=ImportState.ABANDONED)
        .select_related("document")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review has come, in numbers of proposals; `changed` ones are accepted in other words than read."""

    total: int
    accepted: int
    rejected: int
    changed: int

    @property
    def decided(self) -> int:
        """How many a person has decided."""
        return self.accepted + self.rejected

    @property
    def pending(self) -> int:
        """How many wait."""
        return self.total - self.decided


def progress_of(imports: "list[Import]") -> dict[int, Progress]:
    """Return the progress of each import by its id, in one query."""
    accepted = Q(proposals__state=ProposalState.ACCEPTED)
    rows = (
        Import.objects.filter(pk__in=[one.pk for one in imports])
        .order_by("pk")
        .annotate(
            total=Count("proposals"),
            accepted=Count("proposals", filter=accepted),
            rejected=Count("proposals", filter=Q(proposals__state=ProposalState.REJECTED)),
            changed=Count("proposals", filter=accepted & ~Q(proposals__as_read={})),
        )
    )
    return {
        pk: Progress(*numbers) for pk, *numbers in rows.values_list("pk", "total", "accepted", "rejected", "changed")
    }
