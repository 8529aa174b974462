"""Every write of values by hand: checked, stored together, and followed once by what depends on them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from luotsi.indicators.choosing import Source, own_source
from luotsi.indicators.entered.checking import (
    Entry,
    Given,
    UnableToEnter,
    changed_meanwhile,
    hold_measures,
    out_of_turn,
    series_place,
    standing,
)
from luotsi.indicators.formulas import compute_formulas, depending_on
from luotsi.indicators.ingest import Arrival, Overtaken, keep_intervals, publish
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.operations import judge_measures
from luotsi.indicators.own_rollups import roll_up_own
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Person, Subject
from luotsi.orgs.operations import record_each


@transaction.atomic
def enter_value(*, measure: Measure, subject: Subject, entry: Entry, actor: Person, at: datetime) -> Observation:
    """Enter one value by hand; an earlier one stays in the history. What is computed from it follows at once.

    :raises UnableToEnter: when no value can be entered now, when it needs approval first, or when somebody entered
        another value meanwhile
    """
    return enter_values(measure=measure, entries=[(subject, entry)], actor=actor, at=at)[0]


@transaction.atomic
def enter_values(
    *, measure: Measure, entries: Iterable[tuple[Subject, Entry]], actor: Person, at: datetime
) -> list[Observation]:
    """Enter values of several subjects or periods of one measure together, all or none.

    :raises UnableToEnter: when one of them cannot be entered; its `subject` says which
    """
    values = [Given(measure, subject, entry, actor) for subject, entry in entries]
    if measure.needs_approval and values:
        raise UnableToEnter("needs_approval", "the values are to be approved first", values[0].subject)
    return enter_given(values=values, actor=actor, at=at)


@transaction.atomic
def enter_given(*, values: Sequence[Given], actor: Person, at: datetime) -> list[Observation]:
    """Enter values of one organisation, all or none, in the names of those who gave them.

    Whether a measure needs approval is for the caller to see to. What is computed of the values follows once, after all
    of them, and as many queries enter a thousand values as two.

    :raises UnableToEnter: when one of them cannot be entered; its `subject` says which
    """
    if not values:
        return []
    hold_measures(one.measure for one in values)
    before = standing(values)
    refusal = next(iter((changed_meanwhile(values) | out_of_turn(values, at=at)).values()), None)
    if refusal is not None:
        raise refusal
    runs, after = _publish(values, at), standing(values)
    entered = [after[series_place(one)] for one in values]
    given = [(new, one.entry) for one, new in zip(values, entered, strict=True)]
    bounded = [(new, entry.bounds) for new, entry in given if entry.bounds or entry.has_no_limits]
    intervals = keep_intervals(bounded, at=at)
    told = [
        (new, {"period": new.period_name, "value": [_plain(before.get(series_place(one))), _plain(new)]})
        for one, new in zip(values, entered, strict=True)
        if new.vintage.run_id in runs
    ]
    owner = values[0].measure.owner
    record_each(kind="indicators.value.enter", things=told, actor=actor, at=at, organisation=owner)
    bounds = [
        (one, {"period": one.observation.period_name, "bounds": [*map(str, one.bounds or ())]}) for one in intervals
    ]
    record_each(kind="indicators.value.bound", things=bounds, actor=actor, at=at, organisation=owner)
    _follow(values, at)
    return entered


def _publish(values: Sequence[Given], at: datetime) -> set[int]:
    """Store the values, one run for each source; return the runs."""
    lots: dict[Source, list[Arrival]] = defaultdict(list)
    for one in values:
        definition, entry = one.measure.definition, one.entry
        arrival = Arrival(definition, one.subject, entry.period, entry.cell, at, entry.words, entry.note, one.by)
        lots[own_source(one.measure)].append(arrival)
    try:
        return {
            publish(lot, kind=RunKind.ENTRY, source_key=source.key, at=at, owner_key=source.owner_key).pk
            for source, lot in lots.items()
        }
    except Overtaken as fault:
        subject = values[0].subject
        raise UnableToEnter("changed_meanwhile", "somebody entered another value meanwhile", subject) from fault


def _follow(values: Sequence[Given], at: datetime) -> None:
    """Compute what depends on the values, and judge once the owner's measures that changed with them."""
    owner = values[0].measure.owner
    measures = {one.measure.pk: one.measure for one in values}
    concerned = {one.subject.pk: one.subject for one in values}
    keys = {one.definition.key for one in measures.values()}
    rolled = roll_up_own(owner=owner, at=at, keys=keys)
    if rolled and owner.subject is not None:
        concerned[owner.subject.pk] = owner.subject
    computed = depending_on(*keys, *rolled)
    if computed:
        compute_formulas(at=at, owner=owner, only=computed)
    others = Measure.objects.filter(owner=owner, definition__key__in=computed | rolled).exclude(pk__in=measures)
    found = [*measures.values(), *(others.select_related("definition", "owner") if computed | rolled else [])]
    judge_measures(measures=found, subjects=concerned.values(), at=at)


def _plain(one: Observation | None) -> str | None:
    """Return a value as the audit trail keeps it."""
    return None if one is None else str(one.gap if one.value is None else one.value)
