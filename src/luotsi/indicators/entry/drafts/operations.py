"""Every write of typed values: entered at once, kept as drafts, sent, approved, taken back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from luotsi.core.values import scaled, scaled_bounds
from luotsi.indicators.entered.checking import (
    Entry,
    Given,
    Refusals,
    UnableToEnter,
    changed_meanwhile,
    hold_measures,
    out_of_turn,
)
from luotsi.indicators.entered.operations import enter_given
from luotsi.indicators.entry.models import DraftValue, Judgement
from luotsi.indicators.entry.queries import Place, drafts_by_place, grounds_of, parts_waiting
from luotsi.indicators.entry.rules import fits
from luotsi.indicators.entry.types import NO_GROUNDS, OPEN_STATES, DraftState, Grounds
from luotsi.indicators.models import Measure, Observation
from luotsi.orgs.models import Person, Subject
from luotsi.orgs.operations import record, record_each

Entries = Iterable[tuple[Subject, Entry]]
Rows = Iterable[tuple[Measure, Entries]]
Drafts = dict[Place, DraftValue]


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
    (taken,) = take_values(measure=measure, entries=[(subject, entry)], actor=actor, at=at)
    return taken


@transaction.atomic
def take_values(
    *, measure: Measure, entries: Entries, actor: Person, at: datetime, state: DraftState = DraftState.SUBMITTED
) -> list[Observation | DraftValue]:
    """Enter the values of several subjects, or submit them where the measure needs approval, all or none.

    :raises UnableToEnter: when one of them cannot be entered; its `subject` says which
    """
    (taken,) = _taken([(measure, entries)], actor, at, state)
    if isinstance(taken, UnableToEnter):
        raise taken
    return taken


@transaction.atomic
def take_rows(
    *, rows: Rows, actor: Person, at: datetime, state: DraftState = DraftState.SUBMITTED
) -> list[UnableToEnter | None]:
    """Enter or submit rows of values of one organisation, or keep them as drafts, each row whole or not at all.

    All that can be taken is stored in one transaction and judged once. Returns why each row was refused, or None.
    """
    return [one if isinstance(one, UnableToEnter) else None for one in _taken(rows, actor, at, state)]


def _taken(
    rows: Rows, actor: Person, at: datetime, state: DraftState
) -> list[list[Observation | DraftValue] | UnableToEnter]:
    """Return what became of each row: its values, or why it was refused."""
    lots = [[Given(measure, subject, entry, actor) for subject, entry in entries] for measure, entries in rows]
    values = [one for lot in lots for one in lot]
    hold_measures(one.measure for one in values)
    drafts = _open_drafts(values)
    refusals = _refusals(values, drafts, at, state)
    refused = [next((refusals[one.place] for one in lot if one.place in refusals), None) for lot in lots]
    sound = [one for lot, refusal in zip(lots, refused, strict=True) if refusal is None for one in lot]
    kept = _write([one for one in sound if _waits(one, state)], drafts, actor, at, state)
    counted = _enter([one for one in sound if not _waits(one, state)], drafts, actor, at)
    taken: dict[Place, Observation | DraftValue] = {**kept, **counted}
    return [
        [taken[one.place] for one in lot] if refusal is None else refusal
        for lot, refusal in zip(lots, refused, strict=True)
    ]


def _waits(one: Given, state: DraftState) -> bool:
    """Tell whether the value does not count yet when it is taken."""
    return one.measure.needs_approval or state == DraftState.DRAFT


def _open_drafts(values: Sequence[Given]) -> Drafts:
    """Return the drafts in the places of the values."""
    return drafts_by_place({one.measure.pk for one in values}, {one.subject for one in values}) if values else {}


def _refusals(values: Sequence[Given], drafts: Drafts, at: datetime, state: DraftState) -> Refusals:
    """Return which of the values cannot be taken, and why."""
    times = Counter(one.place for one in values)
    found = {
        one.place: _changed(one.subject)
        for one in values
        if times[one.place] > 1 or not _is_as_seen(one, drafts.get(one.place), state)
    }
    found |= changed_meanwhile([one for one in values if not _waits(one, state)])
    return found | _unfit(values) | out_of_turn(values, at=at)


def _is_as_seen(one: Given, draft: DraftValue | None, state: DraftState) -> bool:
    """Tell whether the draft is the one that was seen; whoever enters a value at once need not have seen one."""
    revision = draft.revision if draft else 0
    return one.entry.revision == revision or (not one.entry.revision and not _waits(one, state))


def _unfit(values: Iterable[Given]) -> Refusals:
    return {
        one.place: UnableToEnter("off_scale", f"no value of {one.measure.definition.unit}", one.subject)
        for one in values
        if not fits(one.entry.cell, one.measure.definition.unit_of_value)
    }


def _enter(values: Sequence[Given], drafts: Drafts, actor: Person, at: datetime) -> dict[Place, Observation]:
    """Enter values and take back the drafts that they replace: those that were seen, and the actor's own."""
    entered = _count(values, actor, at)
    replaced = [
        draft.pk
        for one in values
        if (draft := drafts.get(one.place)) is not None and (one.entry.revision or draft.entered_by == actor)
    ]
    DraftValue.objects.filter(pk__in=replaced).update(state=DraftState.DISCARDED, revision=F("revision") + 1)
    return entered


def _count(values: Sequence[Given], actor: Person, at: datetime) -> dict[Place, Observation]:
    """Make values the measures' values, with when and on what they were judged."""
    entered = enter_given(values=values, actor=actor, at=at)
    standing = grounds_of(one.pk for one in entered)
    fresh = [
        (given, one)
        for given, one in zip(values, entered, strict=True)
        if given.entry.grounds != standing.get(one.pk, NO_GROUNDS)
    ]
    kept = Judgement.objects.bulk_create(
        Judgement(
            observation=one,
            judged_on=given.entry.grounds.judged_on,
            evidence=given.entry.grounds.evidence,
            entered_at=at,
        )
        for given, one in fresh
    )
    told = [
        (judgement, {"period": one.period_name, "evidence": judgement.evidence})
        for judgement, (_given, one) in zip(kept, fresh, strict=True)
        if one.known_at != at
    ]
    if told:
        owner = values[0].measure.owner
        record_each(kind="indicators.value.judge", things=told, actor=actor, at=at, organisation=owner)
    return dict(zip((one.place for one in values), entered, strict=True))


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
    hold_measures([measure])
    one = Given(measure, subject, entry, actor)
    drafts = _open_drafts([one])
    refusal = _refusals([one], drafts, at, DraftState.DRAFT).get(one.place)
    if refusal is not None:
        raise refusal
    return _write([one], drafts, actor, at, state)[one.place]


def _write(
    values: Sequence[Given], drafts: Drafts, actor: Person, at: datetime, state: DraftState
) -> dict[Place, DraftValue]:
    """Write each value as a draft, over the open one of its place where there is one."""
    last = _last_revisions([one for one in values if one.place not in drafts])
    written: dict[Place, DraftValue] = {}
    changes = []
    for one in values:
        period = one.entry.period.name
        draft = drafts.get(one.place) or DraftValue(period_name=period, revision=last.get(one.place, 0))
        draft.measure, draft.subject = one.measure, one.subject
        was = ("", None) if draft.pk is None else (draft.state, _plain(draft))
        _fill(draft, one.entry, state, actor, at)
        changes.append({"period": period, "state": [was[0], str(state)], "value": [was[1], _plain(draft)]})
        written[one.place] = draft
    for draft in written.values():
        if draft.pk is not None:
            draft.save()
    DraftValue.objects.bulk_create(draft for draft in written.values() if draft.pk is None)
    if values:
        told = zip(written.values(), changes, strict=True)
        owner = values[0].measure.owner
        record_each(kind="indicators.draft.write", things=told, actor=actor, at=at, organisation=owner)
    return written


def _fill(draft: DraftValue, entry: Entry, state: DraftState, actor: Person, at: datetime) -> None:
    value = entry.cell.value
    is_same = draft.pk is not None and draft.cell.value == value
    bounds = entry.bounds or (draft.bounds if is_same and not entry.has_no_limits else None)
    draft.has_no_limits = bounds is None and (entry.has_no_limits or (is_same and draft.has_no_limits))
    draft.low_scaled, draft.high_scaled, draft.bounds_exponent = scaled_bounds(bounds) if bounds else (None, None, 0)
    draft.scaled, draft.exponent = (None, 0) if value is None else scaled(value)
    draft.gap, draft.flags = entry.cell.gap or "", ",".join(sorted(entry.cell.flags))
    draft.words, draft.note = entry.words, entry.note
    draft.judged_on, draft.evidence = entry.grounds.judged_on, entry.grounds.evidence
    draft.seen, draft.state, draft.revision = entry.seen, state, draft.revision + 1
    draft.entered_by, draft.entered_at = actor, at


def _changed(subject: Subject) -> UnableToEnter:
    return UnableToEnter("changed_meanwhile", "somebody wrote another value meanwhile", subject)


def _last_revisions(values: Sequence[Given]) -> dict[Place, int]:
    """Return the last revisions of earlier drafts, so that no revision of one value is ever used twice. One query."""
    if not values:
        return {}
    rows = DraftValue.objects.filter(
        measure__in={one.measure for one in values},
        subject__in={one.subject for one in values},
        period_name__in={one.entry.period.name for one in values},
    )
    grouped = rows.values_list("measure", "subject", "period_name").order_by().annotate(last=Max("revision"))
    return {(measure, subject, period): last for measure, subject, period, last in grouped}


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
    waiting = DraftValue.objects.filter(pk=draft.pk, revision=seen, state__in=OPEN_STATES)
    if not waiting.update(state=DraftState.DISCARDED, revision=F("revision") + 1, entered_at=at):
        raise _changed(draft.subject)
    changes = {"period": draft.period_name, "value": [_plain(draft), None]}
    owner = draft.measure.owner
    record(kind="indicators.draft.discard", thing=draft, actor=actor, at=at, organisation=owner, changes=changes)


@transaction.atomic
def finish_drafts(
    *, drafts: Iterable[tuple[DraftValue, int]], actor: Person, at: datetime
) -> list[UnableToEnter | None]:
    """Send kept values of one organisation for approval, or make them the measures' values where they need none.

    Each comes with the revision that was seen, and by itself: returns for each why it was refused, or None.
    """
    asked = list(drafts)
    hold_measures(draft.measure for draft, _seen in asked)
    held = _held(draft.pk for draft, _seen in asked)
    refusals = {_place(draft): _changed(draft.subject) for draft, seen in asked if not _is_open(held[draft.pk], seen)}
    values = [_given(held[draft.pk]) for draft, _seen in asked]
    refusals |= changed_meanwhile([one for one in values if not one.measure.needs_approval])
    refusals |= _unfit(values) | out_of_turn(values, at=at)
    sound = [one for one in held.values() if _place(one) not in refusals]
    to_count = [one for one in sound if not one.measure.needs_approval]
    to_approve = [one for one in sound if one.measure.needs_approval]
    _finish(to_approve, DraftState.SUBMITTED, "indicators.draft.submit", actor, at)
    _finish(to_count, DraftState.ENTERED, "indicators.draft.enter", actor, at)
    _count_drafts(to_count, actor, at)
    return [refusals.get(one.place) for one in values]


def _held(drafts: Iterable[int]) -> dict[int, DraftValue]:
    """Return drafts as they are now, by id, kept from others until the end of the transaction."""
    rows = DraftValue.objects.select_for_update(of=("self",))
    return rows.select_related("measure__definition", "measure__owner__subject", "subject", "entered_by").in_bulk(
        list(drafts)
    )


def _is_open(draft: DraftValue, seen: int) -> bool:
    return draft.revision == seen and draft.state in {DraftState.DRAFT, DraftState.RETURNED}


def _finish(drafts: Sequence[DraftValue], state: DraftState, kind: str, actor: Person, at: datetime) -> None:
    if not drafts:
        return
    rows = DraftValue.objects.filter(pk__in=[draft.pk for draft in drafts])
    rows.update(state=state, revision=F("revision") + 1, entered_at=at)
    told = [(draft, {"period": draft.period_name, "value": _plain(draft)}) for draft in drafts]
    record_each(kind=kind, things=told, actor=actor, at=at, organisation=drafts[0].measure.owner)


@transaction.atomic
def approve_draft(*, draft: DraftValue, seen: int, actor: Person, at: datetime) -> Observation:
    """Make a submitted value the measure's value; `seen` is the revision that the approver read.

    :raises UnableToReview: when it is the approver's own, changed or was decided meanwhile, or a municipality's value
        of the same period waits
    :raises UnableToEnter: when the period is closed, or another value was approved meanwhile
    """
    if draft.entered_by == actor:
        raise UnableToReview("own", "somebody else than who entered it approves a value")
    hold_measures([draft.measure])
    if parts_waiting([draft]):
        raise UnableToReview("parts_wait", "the values of the municipalities are decided first")
    decide_draft(draft=draft, seen=seen, state=DraftState.APPROVED, actor=actor, at=at)
    (observation,) = _count_drafts([draft], actor, at)
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


def _place(draft: DraftValue) -> Place:
    return draft.measure_id, draft.subject_id, draft.period_name


def _given(draft: DraftValue) -> Given:
    """Return a draft as what its author gave."""
    grounds = Grounds(draft.judged_on, draft.evidence)
    given = (draft.seen, draft.revision, grounds, draft.bounds, draft.has_no_limits)
    entry = Entry(draft.period, draft.cell, draft.words, draft.note, *given)
    return Given(draft.measure, draft.subject, entry, draft.entered_by)


def _count_drafts(drafts: Sequence[DraftValue], actor: Person, at: datetime) -> list[Observation]:
    """Make drafts the measures' values, in their authors' names."""
    entered = _count([_given(draft) for draft in drafts], actor, at)
    for draft in drafts:
        draft.observation = entered[_place(draft)]
    DraftValue.objects.bulk_update(drafts, ["observation"])
    return [entered[_place(draft)] for draft in drafts]
