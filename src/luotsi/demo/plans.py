"""From the look-alike documents to plans, by the same way as any document: lines, reading, review, writing."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from luotsi.core.text import Text
from luotsi.demo.telling import NextVersionStory, PlanStory, document, stories
from luotsi.files.uploads import store
from luotsi.orgs.models import Organisation, Person
from luotsi.strategy.editing.operations import add_element, change_element, move_element
from luotsi.strategy.editing.types import Words
from luotsi.strategy.intake.extraction.extract import extract
from luotsi.strategy.intake.operations import (
    NewPlan,
    Upload,
    decide_proposals,
    publish_document,
    receive_document,
    write_plan,
)
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.intake.wording import key_of
from luotsi.strategy.models import Element, Import, Plan, PlanVersion
from luotsi.strategy.operations import align, draft_version, move_version, set_period
from luotsi.strategy.queries import shown_version
from luotsi.strategy.types import ElementStanding, PlanKind, ProposalState, VersionState


class NotInPlan(LookupError):
    """A story speaks of an element that its plan does not have."""


def load_plans(*, at: datetime) -> None:
    """Read, review and write the plans of the stories that are not there yet."""
    fresh = []
    for story in stories().plans:
        owner = Organisation.objects.get(slug=story.owner)
        if not Plan.objects.filter(owner=owner, slug=story.slug).exists():
            _load(story, owner, at)
            fresh.append(story)
    for story in fresh:
        for one in story.alignments:
            lower = _by_wording(_shown_elements(story.owner), one.lower)
            upper = _by_wording(_shown_elements(one.upper_owner), one.upper)
            align(lower=lower, upper=upper, actor=None, at=at)


def elements_of(owner: str, *, in_plan: str, shows: Iterable[str]) -> list[Element]:
    """Return what a measure hangs on: its own line in the plan, that line's priority, promises and other elements.

    :raises NotInPlan: when the plan lacks one of them
    """
    if not in_plan and not shows:
        return []
    elements = _shown_elements(owner)
    found = [_by_wording(elements, wording) for wording in shows]
    if in_plan:
        line = _by_wording([one for one in elements if one.kind == ElementKind.MEASURE], in_plan)
        above = [line.parent] if line.parent and line.parent.kind == ElementKind.PRIORITY else []
        found = [line, *above, *found]
    return found


def _load(story: PlanStory, owner: Organisation, at: datetime) -> None:
    coordinator = Person.objects.get(name=story.coordinator, is_demo=True)
    content = document(story.document)
    text = extract(content, story.document)
    store(content, settings.MEDIA_ROOT)
    received = receive_document(
        owner=owner,
        upload=Upload(story.document, sha256(content).hexdigest(), len(content)),
        document=text,
        reading=read(text),
        actor=coordinator,
        at=at,
    )
    publish_document(document=received.batch.document, actor=coordinator, at=at)
    _review(received.batch, story, coordinator, at)
    version = write_plan(
        batch=received.batch,
        actor=coordinator,
        at=at,
        drafted_on=story.drafted_on,
        new_plan=NewPlan(story.slug, story.name, PlanKind(story.kind), story.level_names),
    )
    if story.starts_on or story.ends_on:
        set_period(version=version, starts_on=story.starts_on, ends_on=story.ends_on, actor=coordinator, at=at)
    if story.decided_on or story.decision_unknown:
        _decide(version, story, coordinator, at)
    if story.next_version:
        _go_on(version, story.next_version, coordinator, at)


def _review(batch: Import, story: PlanStory, coordinator: Person, at: datetime) -> None:
    """Accept what belongs in the plan and reject the rest, as a coordinator would."""
    rejects = {key_of(wording) for wording in story.rejects}
    kept: list[int] = []
    rest: list[int] = []
    for proposal in batch.proposals.all():
        is_wrong = proposal.kind == ElementKind.UNPLACED or key_of(proposal.title) in rejects
        (rest if is_wrong else kept).append(proposal.pk)
    decide_proposals(batch=batch, ids=kept, state=ProposalState.ACCEPTED, actor=coordinator, at=at)
    decide_proposals(batch=batch, ids=rest, state=ProposalState.REJECTED, actor=coordinator, at=at)


def _decide(version: PlanVersion, story: PlanStory, coordinator: Person, at: datetime) -> None:
    move_version(
        version=version,
        to=VersionState.DECIDED,
        decided_on=story.decided_on,
        decided_by=story.decided_by,
        unknown=story.decision_unknown,
        actor=coordinator,
        at=at,
    )
    move_version(version=version, to=VersionState.IN_FORCE, actor=coordinator, at=at)


def _go_on(version: PlanVersion, story: NextVersionStory, coordinator: Person, at: datetime) -> None:
    """Set the document's draft aside and write the next one, line by line, as a coordinator would in the editor."""
    move_version(version=version, to=VersionState.SET_ASIDE, actor=coordinator, at=at)
    draft = draft_version(
        plan=version.plan, actor=coordinator, at=at, drafted_on=None, copy_of=version, note=story.note
    )
    for one in story.edits:
        lines = list(draft.elements.select_related("parent", "version__plan"))
        line = _by_wording(lines, one.line)
        if one.adds:
            words = Words(ElementKind.GOAL, Text(one.adds))
            add_element(version=draft, under=line, words=words, actor=coordinator, at=at)
        elif one.under:
            under = _by_wording(lines, one.under).pk
            move_element(element=line, under=under, before=None, actor=coordinator, at=at)
        else:
            _reword(draft, line, Text(one.to), coordinator, at)


def _reword(draft: PlanVersion, line: Element, title: Text, coordinator: Person, at: datetime) -> None:
    words = Words(
        kind=ElementKind(line.kind),
        title=title,
        body=line.body,
        audience=line.audience,
        number=line.number,
        standing=ElementStanding(line.standing),
        details=line.details,
    )
    change_element(version=draft, pk=line.pk, words=words, seen_revision=line.revision, actor=coordinator, at=at)


def _shown_elements(owner: str) -> list[Element]:
    version = shown_version(Plan.objects.get(owner__slug=owner))
    return list(version.elements.select_related("parent", "version__plan")) if version else []


def _by_wording(elements: Iterable[Element], wording: str) -> Element:
    """Return the element of that title or audience, whatever its layout.

    :raises NotInPlan: when there is none
    """
    key = key_of(wording)
    for element in elements:
        if key in {key_of(text.fi) for text in (element.title, element.audience) if isinstance(text, Text) and text}:
            return element
    raise NotInPlan(f"no element reads {wording!r}")
