"""Every write about documents and their review; accepting writes the plan in one transaction."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from luotsi.core.text import LANGUAGES, Text
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import record
from luotsi.strategy.intake.comparison import Fate
from luotsi.strategy.intake.elements import (
    OWN_COLUMNS,
    accepted_ancestor,
    as_a_plan_begins,
    lineages_from,
    pairings_of,
    parents_first,
    standing_of,
)
from luotsi.strategy.intake.queries import find_import
from luotsi.strategy.intake.rules import StandingRow, would_loop
from luotsi.strategy.intake.types import Certainty, DocumentText, ElementKind, Reading
from luotsi.strategy.models import Element, Import, Place, Plan, PlanVersion, Proposal, SourceDocument
from luotsi.strategy.operations import draft_version, found_plan
from luotsi.strategy.types import ImportState, PlanKind, ProposalState


class UnableToReview(ValueError):
    """A decision on proposals cannot be taken; `reason` is a key for the reader's words. Nothing was changed."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Received:
    """What came of dropping in a document; `is_new` is false when the same bytes were there already."""

    batch: Import
    is_new: bool


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name, the hash and the number of its bytes."""

    filename: str
    sha256: str
    size: int


@transaction.atomic
def receive_document(
    *,
    owner: Organisation,
    upload: Upload,
    document: DocumentText,
    reading: Reading,
    actor: Person | None,
    at: datetime,
    plan: Plan | None = None,
) -> Received:
    """Keep a document with what was read from it, for review. The same bytes again change nothing."""
    Organisation.objects.select_for_update().get(pk=owner.pk)
    earlier = find_import(owner=owner, sha256=upload.sha256)
    if earlier is not None:
        return Received(earlier, is_new=False)
    read = {
        "filename": upload.filename[:200],
        "media_type": document.media_type,
        "size": upload.size,
        "pages": document.pages,
        "text": document.text,
        "lines": [[line.start, line.end, line.page, line.style] for line in document.lines],
        "notes": list(document.notes),
    }
    stored, _made = SourceDocument.objects.update_or_create(
        owner=owner,
        sha256=upload.sha256,
        defaults=read,
        create_defaults=read | {"added_at": at, "added_by": actor},
    )
    batch = Import.objects.create(
        document=stored,
        plan=plan,
        started_at=at,
        started_by=actor,
        organisation_as_read=(reading.organisation or "")[:300],
        period_as_read=(reading.period or "")[:40],
        language=reading.language if reading.language in LANGUAGES else "fi",
        document_date=(reading.document_date or "")[:40],
        handled_by=(reading.handled_by or "")[:300],
        standing=(reading.status or "")[:40],
    )
    _store_proposals(batch, reading)
    record(
        kind="strategy.document.receive",
        thing=stored,
        actor=actor,
        at=at,
        organisation=owner,
        changes={"proposals": len(reading.proposals)},
    )
    return Received(batch, is_new=True)


def _store_proposals(batch: Import, reading: Reading) -> None:
    rows = Proposal.objects.bulk_create(
        [
            Proposal(
                batch=batch,
                position=position,
                kind=one.kind,
                title=one.title,
                details=dict(one.details),
                places=[list(asdict(place).values()) for place in one.places],
                variants=list(one.variants),
                rule=one.rule,
                certainty=one.certainty,
            )
            for position, one in enumerate(reading.proposals)
        ]
    )
    by_key = {one.key: row for one, row in zip(reading.proposals, rows, strict=True)}
    children = []
    for one, row in zip(reading.proposals, rows, strict=True):
        if one.parent is not None and one.parent in by_key:
            row.parent = by_key[one.parent]
            children.append(row)
    Proposal.objects.bulk_update(children, ["parent"])


@transaction.atomic
def publish_document(*, document: SourceDocument, actor: Person, at: datetime) -> None:
    """Let everybody read the document beside the public plan."""
    document.is_public = True
    document.save(update_fields=["is_public"])
    record(kind="strategy.document.publish", thing=document, actor=actor, at=at, organisation=document.owner)


@transaction.atomic
def decide_proposals(
    *,
    batch: Import,
    ids: Iterable[int],
    state: ProposalState,
    actor: Person,
    at: datetime,
    seen: Mapping[int, int] | None = None,
) -> list[Proposal]:
    """Accept, reject or reopen several proposals at once; return those whose state changed.

    `seen` holds the revision of each proposal that the person looked at: one that another reviewer changed since is
    left as that one made it.

    :raises UnableToReview: when the plan has been written already
    """
    _check_open(batch)
    rows = list(batch.proposals.select_for_update().filter(pk__in=set(ids)).exclude(state=state))
    if seen is not None:
        rows = [row for row in rows if seen.get(row.pk) == row.revision]
    for row in rows:
        row.state, row.decided_at, row.decided_by = state, at, actor
        row.revision += 1
    Proposal.objects.bulk_update(rows, ["state", "decided_at", "decided_by", "revision"])
    if rows:
        record(
            kind=f"strategy.proposals.{_VERBS[state]}",
            thing=batch,
            actor=actor,
            at=at,
            organisation=batch.document.owner,
            changes={"positions": [row.position for row in rows]},
        )
    return rows


_VERBS = {ProposalState.ACCEPTED: "accept", ProposalState.REJECTED: "reject", ProposalState.PENDING: "reopen"}


def accept_sure_proposals(*, batch: Import, actor: Person, at: datetime) -> list[Proposal]:
    """Accept every pending proposal that the reading is sure of."""
    sure = batch.proposals.filter(state=ProposalState.PENDING, certainty=Certainty.SURE).exclude(
        kind=ElementKind.UNPLACED
    )
    return decide_proposals(
        batch=batch, ids=sure.values_list("pk", flat=True), state=ProposalState.ACCEPTED, actor=actor, at=at
    )


def accept_same_proposals(*, batch: Import, actor: Person, at: datetime) -> list[Proposal]:
    """Accept every pending proposal that says the same as the plan that the document is a new version of."""
    pairings = pairings_of(batch, batch.proposals.order_by("position"))
    same = {int(str(one.read.key)) for one in pairings if one.read and one.fate is Fate.SAME}
    pending = batch.proposals.filter(state=ProposalState.PENDING, pk__in=same)
    return decide_proposals(
        batch=batch, ids=pending.values_list("pk", flat=True), state=ProposalState.ACCEPTED, actor=actor, at=at
    )


@transaction.atomic
def change_proposal(
    *,
    proposal: Proposal,
    title: str,
    kind: ElementKind,
    parent: Proposal | None,
    seen_revision: int,
    actor: Person,
    at: datetime,
) -> Proposal:
    """Reword, retype or move a proposal and accept it so; what was read stays beside it.

    :raises UnableToReview: when the plan is written, another reviewer changed it meanwhile, the title is empty, or the
        new parent is the proposal itself, hangs below it, or belongs to another import
    """
    _check_open(proposal.batch)
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.revision != seen_revision:
        raise UnableToReview("changed_meanwhile", "another reviewer changed this proposal meanwhile")
    if not title.strip():
        raise UnableToReview("empty_title", "the wording is empty")
    _check_parent(row.batch, [row], parent)
    before = _as_it_stands(row)
    row.title, row.kind, row.parent = title.strip(), kind, parent
    changes = {name: [value, _as_it_stands(row)[name]] for name, value in before.items()}
    row.as_read = _what_was_read(row, before)
    row.state, row.decided_at, row.decided_by = ProposalState.ACCEPTED, at, actor
    row.revision += 1
    row.save()
    record(
        kind="strategy.proposal.change",
        thing=row,
        actor=actor,
        at=at,
        organisation=row.batch.document.owner,
        changes=changes,
    )
    return row


def _as_it_stands(row: Proposal) -> dict[str, Any]:
    return {"title": row.title, "kind": str(row.kind), "parent": row.parent_id}


def _what_was_read(row: Proposal, before: dict[str, Any]) -> dict[str, Any]:
    """Return what the reading said, to be kept beside a change; nothing when the proposal stands as it was read."""
    as_read = row.as_read or before
    return {} if as_read == _as_it_stands(row) else as_read


def _check_parent(batch: Import, rows: Iterable[Proposal], parent: Proposal | None) -> None:
    if parent is None:
        return
    standing = [StandingRow(*values) for values in batch.proposals.values_list("pk", "parent_id")]
    if parent.batch_id != batch.pk or any(would_loop(standing, moved=row.pk, under=parent.pk) for row in rows):
        raise UnableToReview("wrong_parent", "an element cannot hang below itself")


@transaction.atomic
def move_proposals(
    *, batch: Import, seen: Mapping[int, int], parent: Proposal | None, actor: Person, at: datetime
) -> list[Proposal]:
    """Hang several proposals under another one, or under none, and accept them so; return those that moved.

    `seen` holds the revision of each one chosen; one that another reviewer changed since stays where that one put it.

    :raises UnableToReview: when the plan is written, or the new parent is one of them, hangs below one, or belongs to
        another import
    """
    _check_open(batch)
    chosen = batch.proposals.select_for_update().filter(pk__in=seen).exclude(parent=parent)
    rows = [row for row in chosen if seen[row.pk] == row.revision]
    _check_parent(batch, rows, parent)
    for row in rows:
        before = _as_it_stands(row)
        row.parent = parent
        row.as_read = _what_was_read(row, before)
        row.state, row.decided_at, row.decided_by = ProposalState.ACCEPTED, at, actor
        row.revision += 1
    Proposal.objects.bulk_update(rows, ["parent", "as_read", "state", "decided_at", "decided_by", "revision"])
    if rows:
        record(
            kind="strategy.proposals.move",
            thing=batch,
            actor=actor,
            at=at,
            organisation=batch.document.owner,
            changes={"positions": [row.position for row in rows], "under": parent.position if parent else None},
        )
    return rows


@transaction.atomic
def restore_proposal(*, proposal: Proposal, seen_revision: int, actor: Person, at: datetime) -> Proposal:
    """Give a changed proposal back the words, kind and place that were read, undecided; the audit keeps the change.

    :raises UnableToReview: when the plan is written, or another reviewer changed it meanwhile
    """
    _check_open(proposal.batch)
    row = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.revision != seen_revision:
        raise UnableToReview("changed_meanwhile", "another reviewer changed this proposal meanwhile")
    if not row.as_read:
        return row
    before, read = _as_it_stands(row), row.as_read
    _stand_as_read(row)
    row.state, row.decided_at, row.decided_by = ProposalState.PENDING, at, actor
    row.revision += 1
    row.save()
    record(
        kind="strategy.proposal.restore",
        thing=row,
        actor=actor,
        at=at,
        organisation=row.batch.document.owner,
        changes={name: [value, read[name]] for name, value in before.items()},
    )
    return row


@transaction.atomic
def undo_last_decision(*, batch: Import, actor: Person, at: datetime) -> list[Proposal]:
    """Take back what a person decided last in one act, and return it; what others decided since stays theirs.

    What was accepted in other words, as another kind or in another place stands again as it was read.

    :raises UnableToReview: when the plan is written, or what was read would hang below itself
    """
    _check_open(batch)
    own = batch.proposals.select_for_update().filter(decided_by=actor).exclude(state=ProposalState.PENDING)
    newest = own.order_by("-decided_at").first()
    rows = list(own.filter(decided_at=newest.decided_at)) if newest else []
    for row in rows:
        if row.as_read and row.state == ProposalState.ACCEPTED:
            _stand_as_read(row)
        row.state, row.decided_at = ProposalState.PENDING, at
        row.revision += 1
    fields = ["title", "kind", "parent", "as_read", "state", "decided_at", "revision"]
    Proposal.objects.bulk_update(rows, fields)
    if rows:
        record(
            kind="strategy.proposals.undo",
            thing=batch,
            actor=actor,
            at=at,
            organisation=batch.document.owner,
            changes={"positions": [row.position for row in rows]},
        )
    return rows


def _stand_as_read(row: Proposal) -> None:
    read = row.as_read
    parent = row.batch.proposals.filter(pk=read["parent"]).first() if read["parent"] else None
    _check_parent(row.batch, [row], parent)
    row.title, row.kind, row.parent, row.as_read = read["title"], read["kind"], parent, {}


@transaction.atomic
def abandon_import(*, batch: Import, actor: Person, at: datetime) -> None:
    """Give an import up; the document stays and can be read anew.

    :raises UnableToReview: when its plan has been written
    """
    _check_open(batch)
    batch.state = ImportState.ABANDONED
    batch.save(update_fields=["state"])
    record(kind="strategy.import.abandon", thing=batch, actor=actor, at=at, organisation=batch.document.owner)


def _check_open(batch: Import) -> None:
    state = Import.objects.select_for_update().values_list("state", flat=True).get(pk=batch.pk)
    if state != ImportState.REVIEW:
        raise UnableToReview("not_open", "this import is no longer under review")


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What a plan made from a document is called."""

    slug: str
    name: Text
    kind: PlanKind
    level_names: Mapping[str, Mapping[str, str]]


@transaction.atomic
def write_plan(
    *,
    batch: Import,
    actor: Person | None,
    at: datetime,
    drafted_on: date | None,
    new_plan: NewPlan | None = None,
    period: tuple[date | None, date | None] = (None, None),
) -> PlanVersion:
    """Write the accepted proposals as a draft version, all or nothing.

    Elements of the earlier version, reworded ones too, keep their identity, and with it their measures and history.
    `drafted_on` is the day that the document bears, None where it bears none.
    `period` is the first and last day that the plan is for, as far as they are known.

    :raises UnableToReview: when the import is closed, nothing is accepted, the plan would end before it starts, or
        there is neither a plan nor a new one
    :raises UnableToPlan: when the plan has a draft already
    """
    _check_open(batch)
    accepted = list(batch.proposals.filter(state=ProposalState.ACCEPTED).order_by("position"))
    if not accepted:
        raise UnableToReview("nothing_accepted", "nothing has been accepted yet")
    starts_on, ends_on = period
    if starts_on and ends_on and ends_on < starts_on:
        raise UnableToReview("period_backwards", "the plan would end before it starts")
    plan = batch.plan
    if plan is None:
        if new_plan is None:
            raise UnableToReview("no_plan", "name the plan that the document becomes")
        plan = found_plan(
            owner=batch.document.owner,
            slug=new_plan.slug,
            name=new_plan.name,
            kind=new_plan.kind,
            actor=actor,
            at=at,
            level_names=new_plan.level_names,
        )
    batch.plan = plan
    lineages = lineages_from(pairings_of(batch, batch.proposals.order_by("position")))
    version = draft_version(plan=plan, actor=actor, at=at, drafted_on=drafted_on)
    version.document, version.starts_on, version.ends_on = batch.document, starts_on, ends_on
    version.save(update_fields=["document", "starts_on", "ends_on"])
    _write_elements(batch, version, accepted, lineages)
    batch.version, batch.state, batch.written_at = version, ImportState.WRITTEN, at
    batch.save()
    record(
        kind="strategy.import.write",
        thing=version,
        actor=actor,
        at=at,
        organisation=plan.owner,
        changes={"accepted": len(accepted), "proposals": batch.proposals.count()},
    )
    return version


def _write_elements(
    batch: Import, version: PlanVersion, accepted: list[Proposal], lineages: Mapping[int, uuid.UUID]
) -> None:
    made: dict[int, Element] = {}
    parents = dict(batch.proposals.values_list("pk", "parent_id"))
    positions = {row.pk: position for position, row in enumerate(as_a_plan_begins(accepted))}
    for row in parents_first(accepted, parents):
        element = Element.objects.create(
            version=version,
            lineage=lineages.get(row.pk) or uuid.uuid4(),
            parent=accepted_ancestor(row, made, parents),
            kind=row.kind,
            position=positions[row.pk],
            number=row.details.get("number", "")[:40],
            title=Text(**{batch.language: row.title}),
            body=Text(**{batch.language: row.details.get("description", "")}),
            audience=Text(**{batch.language: row.details.get("audience", "")}),
            standing=standing_of(row),
            details={name: value for name, value in row.details.items() if name not in OWN_COLUMNS},
        )
        made[row.pk] = element
        Place.objects.bulk_create(
            [
                Place(
                    element=element,
                    document=batch.document,
                    first_line=first,
                    last_line=last,
                    start=start,
                    end=end,
                    page=page,
                )
                for first, last, start, end, page in row.places
            ]
        )
