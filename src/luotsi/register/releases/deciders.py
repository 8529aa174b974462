"""Who may approve or return what is proposed; writing it down is left to `operations`."""

from django.db.models import QuerySet

from luotsi.orgs.models import Membership, Person
from luotsi.orgs.types import ROLES_THAT_APPROVE
from luotsi.register.models import Proposal
from luotsi.register.releases.types import UnableToRelease


def _approvers(proposal: Proposal) -> QuerySet[Membership]:
    return Membership.objects.filter(
        organisation=proposal.owner_id, role__in=ROLES_THAT_APPROVE, person__is_active=True
    )


def check_approver(proposal: Proposal, actor: Person) -> bool:
    """Return whether the actor is the only one who could approve.

    :raises UnableToRelease: when the actor has no role for it, or proposed it and somebody else could approve
    """
    approvers = set(_approvers(proposal).values_list("person", flat=True))
    if actor.pk not in approvers:
        raise UnableToRelease("no_role", "You have no role that approves releases.")
    if proposal.proposed_by_id == actor.pk and len(approvers) > 1:
        raise UnableToRelease("own_proposal", "Somebody else than the one who proposed a release approves it.")
    return approvers == {actor.pk}


def check_returner(proposal: Proposal, note: str, actor: Person) -> None:
    """Check that the actor may return what is proposed, and says why.

    :raises UnableToRelease: without a note, or when the actor has no role for it
    """
    if not note.strip():
        raise UnableToRelease("no_note", "Say why the release is returned.")
    if not _approvers(proposal).filter(person=actor).exists():
        raise UnableToRelease("no_role", "Releases are returned by those who may approve them.")
