"""Every write of typed values: entered at once, kept as drafts, sent, approved, taken back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max

from luotsi.core.values import scaled
from luotsi.indicators.entry.models import DraftValue, Judgement
from luotsi.indicators.entry.queries import grounds_of, parts_waiting
from luotsi.indicators.entry.rules import fits
from luotsi.indicators.entry.types import NO_GROUNDS, OPEN_STATES, DraftState, Grounds
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.operations import Entry, UnableToEnter, check_entry, enter_value
from luotsi.orgs.models import Person, Subject
from luotsi.orgs.operations import record

Entries = Iterable[tuple[Subject, Entry]]
_STEP = timedelta(microseconds=1)
"""Between values entered together: a measure is judged after each, and has one status a moment."""


class UnableToReview(ValueError):
    """The draft cannot be approved or returned. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def take_value(
    *, measure: Measure, subject: Subject, entry: Entry, actor: Person, at: datetime
) -> Observation | DraftValue:
    """Enter a value, or submit it where the measure needs approval.

    :raises UnableToEnter: when it cannot be entered
    """
    if measure.needs_approval:
        return write_draft(measure=measure, subject=subject, entry=entry, actor=actor, at=at)
    return _enter(measure, subject, entry, actor, at)


@transaction.atomic
def take_values(
    *, measure: Measure, entries: Entries, actor: Person, at: datetime, state: DraftState = DraftState.SUBMITTED
) -> int:
    """Enter the values of several subjects, or submit them where the measure needs approval, all or none.

    :raises UnableToEnter: when one of them cannot be entered; its `subject` says which
    """
    count = 0
    for subject, entry in entries:
        moment = at + count * _STEP
        if measure.needs_approval or state == DraftState.DRAFT:
            write_draft(measure=measure, subject=subject, entry=entry, actor=actor, at=moment, state=state)
        else:
            _enter(measure, subject, entry, actor, moment)
        count += 1
    return count


def take_rows(
    *, rows: Iterable[tuple[Measure, list[tuple[Subject, Entry]]]], actor: Person, at: datetime
) -> list[UnableToEnter | None]:
    """Enter the rows of a workbook, each whole or not at all; return for each why it was refused, or None."""
    refusals: list[UnableToEnter | None] = []
    for measure, entries in rows:
        try:
            take_values(measure=measure, entries=entries, actor=actor, at=at)
        except UnableToEnter as refused:
            refusals.append(refused)
        else:
            refusals.append(None)
    return refusals


@transaction.atomic
def _enter(measure: Measure, subject: Subject, entry: Entry, actor: Person, at: datetime) -> Observation:
    """Enter a value and take back the draft that it replaces: the one that was seen, or the actor's own."""
    _check(measure, subject, entry, at)
    drafts = DraftValue.objects.filter(
        measure=measure, subject=subject, period_name=entry.period.name, state__in=OPEN_STATES
    )
    draft = drafts.first()
    if entry.revision and (draft is None or draft.revision != entry.revision):
        raise _changed(subject)
    observation = enter_value(measure=measure, subject=subject, entry=entry, actor=actor, at=at)
    _keep_grounds(observation, measure, entry.grounds, actor, at)
    if draft is not None and (entry.revision or draft.entered_by == actor):
        drafts.update(state=DraftState.DISCARDED, revision=F("revision") + 1)
    return observation


def _hold(measure: Measure) -> None:
    """Let nobody else enter a value of the measure before this transaction ends."""
    Measure.objects.select_for_update(no_key=True, of=("self",)).get(pk=measure.pk)


def _check(measure: Measure, subject: Subject, entry: Entry, at: datetime) -> None:
    _hold(measure)
    check_entry(measure=measure, subject=subject, period=entry.period, at=at)
    if not fits(entry.cell, measure.definition.unit_of_value):
        raise UnableToEnter("off_scale", f"{entry.cell.value} is no value of {measure.definition.unit}", subject)


def _keep_grounds(observation: Observation, measure: Measure, grounds: Grounds, actor: Person, at: datetime) -> None:
    """Keep when and on what a value was judged, where that is new."""
    if grounds == grounds_of([observation.pk]).get(observation.pk, NO_GROUNDS):
        return
    kept = Judgement.objects.create(
        observation=observation, judged_on=grounds.judged_on, evidence=grounds.evidence, entered_at=at
    )
    if observation.known_at != at:
        changes = {"period": observation.period_name, "evidence": grounds.evidence}
        owner = measure.owner
        record(kind="indicators.value.judge", thing=kept, actor=actor, at=at, organisation=owner, changes=changes)


@transaction.atomic
def write_draft(
    *,
    measure: Measure,
    subject: Subject,
    entry: Entry,
    actor: Person,
    at: datetime,
    state: DraftState = DraftState.SUBMITTED,
) -> DraftValue:
    """Keep a value that does not count yet, in place of an earlier draft of it; what is public does not change.

    :raises UnableToEnter: when no value can be entered now, or somebody wrote another draft meanwhile
    """
    _check(measure, subject, entry, at)
    place = {"measure": measure, "subject": subject, "period_name": entry.period.name}
    before = DraftValue.objects.filter(**place, state__in=OPEN_STATES).first()
    if entry.revision != (before.revision if before else 0):
        raise _changed(subject)
    draft = before or DraftValue(**place, revision=_last_revision(place))
    was = (draft.state, _plain(draft)) if before else ("", None)
    value = entry.cell.value
    draft.scaled, draft.exponent = (None, 0) if value is None else scaled(value)
    draft.gap, draft.words, draft.note = entry.cell.gap or "", entry.words, entry.note
    draft.judged_on, draft.evidence = entry.grounds.judged_on, entry.grounds.evidence
    draft.seen, draft.state, draft.revision = entry.seen, state, draft.revision + 1
    draft.entered_by, draft.entered_at = actor, at
    draft.save()
    changes = {"period": draft.period_name, "state": [was[0], str(state)], "value": [was[1], _plain(draft)]}
    record(kind="indicators.draft.write", thing=draft, actor=actor, at=at, organisation=measure.owner, changes=changes)
    return draft


def _changed(subject: Subject) -> UnableToEnter:
    return UnableToEnter("changed_meanwhile", "somebody wrote another value meanwhile", subject)


def _last_revision(place: dict[str, object]) -> int:
    """Return the last revision of earlier drafts, so that no revision of one value is ever used twice."""
    return DraftValue.objects.filter(**place).aggregate(last=Max("revision"))["last"] or 0


def _plain(draft: DraftValue) -> str:
    """Return a draft's value as the audit trail keeps it."""
    if draft.words:
        return draft.words.in_language("fi").text
    return draft.gap or str(draft.cell.value)


@transaction.atomic
def discard_draft(*, draft: DraftValue, seen: int, actor: Person, at: datetime) -> None:
    """Take a draft back; what it said stays in the history.

    :raises UnableToEnter: when it changed or was decided meanwhile
    """
    _move(draft, seen, OPEN_STATES, DraftState.DISCARDED, at)
    changes = {"period": draft.period_name, "value": [_plain(draft), None]}
    owner = draft.measure.owner
    record(kind="indicators.draft.discard", thing=draft, actor=actor, at=at, organisation=owner, changes=changes)


@transaction.atomic
def finish_draft(*, draft: DraftValue, seen: int, actor: Person, at: datetime) -> None:
    """Send a kept value for approval, or make it the measure's value where that needs no approval.

    :raises UnableToEnter: when the period is closed, or the draft or the value changed meanwhile
    """
    measure, entry = draft.measure, _entry_of(draft)
    _check(measure, draft.subject, entry, at)
    state = DraftState.SUBMITTED if measure.needs_approval else DraftState.ENTERED
    _move(draft, seen, (DraftState.DRAFT, DraftState.RETURNED), state, at)
    changes = {"period": draft.period_name, "value": _plain(draft)}
    kind = "indicators.draft.submit" if measure.needs_approval else "indicators.draft.enter"
    record(kind=kind, thing=draft, actor=actor, at=at, organisation=measure.owner, changes=changes)
    if not measure.needs_approval:
        _count(draft, actor, at)


def finish_drafts(
    *, drafts: Iterable[tuple[DraftValue, int]], actor: Person, at: datetime
) -> list[UnableToEnter | None]:
    """Send or enter kept values, each by itself; return for each why it was refused, or None."""
    refusals: list[UnableToEnter | None] = []
    for number, (draft, seen) in enumerate(drafts):
        try:
            finish_draft(draft=draft, seen=seen, actor=actor, at=at + number * _STEP)
        except UnableToEnter as refused:
            refusals.append(refused)
        else:
            refusals.append(None)
    return refusals


def _move(draft: DraftValue, seen: int, expected: Iterable[DraftState], state: DraftState, at: datetime) -> None:
    """Move a draft on, once, as long as it is the one that was read."""
    waiting = DraftValue.objects.filter(pk=draft.pk, revision=seen, state__in=list(expected))
    if not waiting.update(state=state, revision=F("revision") + 1, entered_at=at):
        raise _changed(draft.subject)


@transaction.atomic
def approve_draft(*, draft: DraftValue, seen: int, actor: Person, at: datetime) -> Observation:
    """Make a submitted value the measure's value; `seen` is the revision that the approver read.

    :raises UnableToReview: when it is the approver's own, changed or was decided meanwhile, or a municipality's value
        of the same period waits
    :raises UnableToEnter: when the period is closed, or another value was approved meanwhile
    """
    if draft.entered_by == actor:
        raise UnableToReview("own", "somebody else than who entered it approves a value")
    _hold(draft.measure)
    if parts_waiting([draft]):
        raise UnableToReview("parts_wait", "the values of the municipalities are decided first")
    decide_draft(draft=draft, seen=seen, state=DraftState.APPROVED, actor=actor, at=at)
    observation = _count(draft, actor, at)
    changes = {"period": draft.period_name, "entered_by": str(draft.entered_by or "")}
    owner = draft.measure.owner
    record(kind="indicators.draft.approve", thing=draft, actor=actor, at=at, organisation=owner, changes=changes)
    return observation


def decide_draft(*, draft: DraftValue, seen: int, state: DraftState, actor: Person, at: datetime) -> None:
    """Move a submitted draft on, once, as long as it is the one that was read.

    :raises UnableToReview: when it changed or was decided meanwhile
    """
    waiting = DraftValue.objects.filter(pk=draft.pk, state=DraftState.SUBMITTED, revision=seen)
    if not waiting.update(state=state, reviewed_by=actor, reviewed_at=at):
        raise UnableToReview("changed_meanwhile", "the value changed or was decided meanwhile")


def _entry_of(draft: DraftValue) -> Entry:
    """Return a draft as what its author entered."""
    grounds = Grounds(draft.judged_on, draft.evidence)
    return Entry(draft.period, draft.cell, draft.words, draft.note, draft.seen, draft.revision, grounds)


def _count(draft: DraftValue, actor: Person, at: datetime) -> Observation:
    """Make a draft the measure's value, in its author's name."""
    entry = _entry_of(draft)
    observation = enter_value(
        measure=draft.measure,
        subject=draft.subject,
        entry=entry,
        actor=actor,
        at=at,
        entered_by=draft.entered_by,
        is_approved=True,
    )
    _keep_grounds(observation, draft.measure, entry.grounds, actor, at)
    DraftValue.objects.filter(pk=draft.pk).update(observation=observation)
    return observation
