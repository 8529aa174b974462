"""The write that takes a sentence of the document into the review, where the reading proposed nothing."""

from dataclasses import astuple
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from luotsi.orgs.models import Person
from luotsi.orgs.operations import record
from luotsi.strategy.intake.operations import UnableToReview
from luotsi.strategy.intake.rules import TAKEN, place_of
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.models import Import, Proposal
from luotsi.strategy.types import ImportState, ProposalState

_BEYOND = 1_000_000
"""More than any document has proposals: moving on by this first leaves no two at one position on the way."""


@transaction.atomic
def take_sentence(
    *, batch: Import, start: int, title: str, kind: ElementKind, parent: Proposal | None, actor: Person, at: datetime
) -> Proposal:
    """Accept words of the document that the reading left; they stand before the first of their kind said later.

    `start` is the character at which the person began. The place is where the words stand after it, so that they
    lead back to the document like what was read.

    :raises UnableToReview: when the plan is written, the title is empty, the parent belongs to another import, the
        document has no such character, or the same words were taken in from there already
    """
    if Import.objects.select_for_update().get(pk=batch.pk).state != ImportState.REVIEW:
        raise UnableToReview("not_open", "this import is no longer under review")
    if not title.strip():
        raise UnableToReview("empty_title", "the wording is empty")
    if parent is not None and parent.batch_id != batch.pk:
        raise UnableToReview("wrong_parent", "an element hangs below one of its own document")
    document = batch.document
    if not 0 <= start < len(document.text):
        raise UnableToReview("no_such_place", "the document has no such character")
    place = place_of(title, document.text, document.lines, start)
    same = batch.proposals.filter(rule=TAKEN, kind=kind, title=title.strip()).exclude(state=ProposalState.REJECTED)
    if any(one.places == [list(astuple(place))] for one in same):
        raise UnableToReview("taken_already", "these words were taken in from there already")
    position = _free_position(batch, parent, place.start)
    row = Proposal.objects.create(
        batch=batch,
        position=position,
        kind=kind,
        title=title.strip(),
        parent=parent,
        places=[list(astuple(place))],
        rule=TAKEN,
        certainty=Certainty.SURE,
        state=ProposalState.ACCEPTED,
        decided_at=at,
        decided_by=actor,
    )
    record(
        kind="strategy.proposal.take",
        thing=row,
        actor=actor,
        at=at,
        organisation=document.owner,
        changes={"title": ["", row.title], "position": [None, position]},
    )
    return row


def _free_position(batch: Import, parent: Proposal | None, start: int) -> int:
    """Return the position before the first one under the same parent that is said later, made free; else the last."""
    beside = batch.proposals.filter(parent=parent).order_by("position")
    later = next((one.position for one in beside if one.places and one.places[0][2] > start), None)
    if later is None:
        last = batch.proposals.aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1
    batch.proposals.filter(position__gte=later).update(position=F("position") + _BEYOND)
    batch.proposals.filter(position__gte=_BEYOND).update(position=F("position") - _BEYOND + 1)
    return later
