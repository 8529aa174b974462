"""Every write about measures: definitions, adoption, targets, values, roll-up, statuses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Text
from luotsi.core.values import scaled
from luotsi.indicators import catalogue, explanations
from luotsi.indicators.calc import breaks
from luotsi.indicators.calc.breaks import Break
from luotsi.indicators.calc.status import RULE, Judgement, judge
from luotsi.indicators.choosing import Source, name_of, sources_of
from luotsi.indicators.models import (
    NATIONAL,
    Definition,
    Measure,
    Observation,
    Status,
    Target,
)
from luotsi.indicators.queries import (
    HELSINKI,
    Line,
    lines_of_measures,
    statuses_of,
    target_line,
    targets_of,
)
from luotsi.indicators.types import PathKind, StatusKey, TargetKind, TargetOrigin
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.orgs.operations import record


class UnableToAdopt(ValueError):
    """The organisation cannot take the measure into use as asked."""


class UnableToSetTarget(ValueError):
    """The target contradicts itself. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class UnableToOverride(ValueError):
    """A person's status needs a reason."""


@transaction.atomic
def load_catalogue(*, at: datetime) -> int:
    """Write the packaged definitions, new and changed; return how many there are."""
    entries = catalogue.entries()
    by_key: dict[str, Definition] = {}
    for entry in entries:
        parts = {
            name: by_key[key]
            for name, key in (("numerator", entry.numerator), ("denominator", entry.denominator))
            if key
        }
        by_key[entry.key], _made = Definition.objects.update_or_create(
            key=entry.key, defaults=entry.columns() | parts | {"owner_key": NATIONAL}
        )
    return len(entries)


@transaction.atomic
def adopt_measure(
    *,
    owner: Organisation,
    definition: Definition,
    slug: str,
    actor: Person | None,
    at: datetime,
    name: Text = NO_TEXT,
    awaits: Text = NO_TEXT,
) -> Measure:
    """Take a definition into use in an organisation.

    :raises UnableToAdopt: when the organisation has a measure at that address already
    """
    if Measure.objects.filter(owner=owner, slug=slug).exists():
        raise UnableToAdopt(f"{owner} has a measure at {slug!r} already")
    measure = Measure.objects.create(
        owner=owner,
        definition=definition,
        slug=slug,
        name=name,
        awaits=awaits,
        position=Measure.objects.filter(owner=owner).count(),
    )
    record(kind="indicators.measure.adopt", thing=measure, actor=actor, at=at, organisation=owner)
    return measure


@transaction.atomic
def mark_headline(*, measure: Measure, is_headline: bool, actor: Person | None, at: datetime) -> None:
    """Show the measure on the organisation's front page, or no longer."""
    changes = {"is_headline": [measure.is_headline, is_headline]}
    measure.is_headline = is_headline
    measure.save(update_fields=["is_headline"])
    record(
        kind="indicators.measure.mark_headline",
        thing=measure,
        actor=actor,
        at=at,
        organisation=measure.owner,
        changes=changes,
    )


_BY_LEVEL = frozenset({TargetKind.AT_LEAST, TargetKind.AT_MOST, TargetKind.WITHIN, TargetKind.MILESTONE})


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target as a person gives it; numbers in the unit of the measure."""

    kind: TargetKind
    due: Period
    origin: TargetOrigin
    value: Decimal | None = None
    upper: Decimal | None = None
    baseline: Decimal | None = None
    baseline_period: Period | None = None
    tolerance: Decimal = Decimal(0)
    path: PathKind = PathKind.STRAIGHT
    note: Text = NO_TEXT

    def check(self) -> None:
        """Refuse a target that contradicts itself.

        :raises UnableToSetTarget: with the sentence that says what is wrong
        """
        if self.tolerance < 0:
            raise UnableToSetTarget("tolerance", "a tolerance is zero or more")
        if self.kind in _BY_LEVEL and self.value is None:
            raise UnableToSetTarget("value", "the target lacks its level")
        if self.kind is TargetKind.WITHIN and (
            self.upper is None or (self.value is not None and self.upper < self.value)
        ):
            raise UnableToSetTarget("upper", "a range needs an upper bound above the lower one")
        if self.kind in {TargetKind.KEEP, TargetKind.MOVE_UP, TargetKind.MOVE_DOWN} and self.baseline is None:
            raise UnableToSetTarget("baseline", "this kind of target is set against a baseline, which is missing")
        if self.kind is TargetKind.WORDS and not self.note:
            raise UnableToSetTarget("note", "a target in words lacks its words")
        if self.baseline_period and self.baseline_period.end >= self.due.end:
            raise UnableToSetTarget("baseline_period", "the baseline's period must end before the target is due")


@transaction.atomic
def set_target(*, measure: Measure, subject: Subject, target: NewTarget, actor: Person | None, at: datetime) -> Target:
    """Set a target from now on; the one before stays readable as known on earlier days.

    :raises UnableToSetTarget: when it contradicts itself
    """
    target.check()
    numbers = {
        "baseline_scaled": target.baseline,
        "value_scaled": target.value,
        "upper_scaled": target.upper,
        "tolerance_scaled": target.tolerance,
    }
    places = max((scaled(number)[1] for number in numbers.values() if number is not None), default=0)
    Target.objects.filter(measure=measure, subject=subject, withdrawn_at__isnull=True).update(withdrawn_at=at)
    stored = Target.objects.create(
        measure=measure,
        subject=subject,
        kind=target.kind,
        path=target.path,
        origin=target.origin,
        exponent=places,
        baseline_period=target.baseline_period.name if target.baseline_period else "",
        due_period=target.due.name,
        set_at=at,
        note=target.note,
        **{name: None if number is None else int(number.scaleb(places)) for name, number in numbers.items()},
    )
    record(kind="indicators.target.set", thing=stored, actor=actor, at=at, organisation=measure.owner)
    return stored


@transaction.atomic
def retarget(*, measure: Measure, subject: Subject, target: NewTarget, actor: Person, at: datetime) -> Target:
    """Set a target and judge the measure by it at once, as a person at the desk does.

    :raises UnableToSetTarget: when it contradicts itself
    """
    stored = set_target(measure=measure, subject=subject, target=target, actor=actor, at=at)
    judge_measures(measures=[measure], subjects=[subject], at=at)
    return stored


@transaction.atomic
def judge_measures(*, measures: Iterable[Measure], subjects: Iterable[Subject], at: datetime) -> list[Status]:
    """Judge each measure and subject by the published rule and store what changed; return the new statuses.

    An override stands until the observation or the target changes.
    """
    measures, subjects = list(measures), list(subjects)
    today = at.astimezone(HELSINKI).date()
    lines = lines_of_measures(measures, subjects)
    targets = targets_of(measures, subjects)
    before = statuses_of(measures, subjects)
    chosen = sources_of(measures)
    fresh = []
    for measure in measures:
        for subject in subjects:
            line = lines[measure.pk][subject.pk]
            target = targets.get((measure.pk, subject.pk))
            old = before.get((measure.pk, subject.pk))
            if not line.observations and target is None and subject != measure.owner.subject:
                continue
            status = _judged(measure, line, target, today, chosen[measure.pk])
            status.judged_at = at
            if old is None or _differs(old, status):
                fresh.append(status)
    return Status.objects.bulk_create(fresh)


def _judged(measure: Measure, line: Line, target: Target | None, today: date, source: Source | None) -> Status:
    definition, latest = measure.definition, line.latest
    pair = None if latest is None else (latest.period, latest.cell)
    numbers = None if target is None else target_line(target)
    stale = definition.stale_after_days
    is_in_words = latest is not None and bool(latest.words)
    judgement = judge(pair, numbers, today=today, stale_after_days=stale, breaks=line.breaks, is_in_words=is_in_words)
    before = None if latest is None else line.at(latest.period.year_before)
    broken = None if latest is None or before is None else line.broken_since_year_before(latest.period)
    return Status(
        measure=measure,
        subject=line.subject,
        key=judgement.key,
        rule=RULE,
        observation=latest,
        target=target,
        facts=_facts(judgement, source, broken),
        explanation=explanations.explain(
            explanations.Facts(
                name=measure.shown_name,
                unit=definition.unit_of_value,
                decimals=definition.decimals,
                judgement=judgement,
                target=numbers,
                latest=pair,
                year_before=None if before is None else (before.period, before.cell),
                broken=broken,
                source=_source_name(measure, source, latest),
                published_on=None if latest is None else latest.known_at.astimezone(HELSINKI).date(),
                today=today,
                is_in_words=is_in_words,
            )
        ),
    )


def _facts(judgement: Judgement, source: Source | None, broken: Break | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "level_now": None if judgement.level_now is None else str(judgement.level_now),
        "shortfall": None if judgement.shortfall is None else str(judgement.shortfall),
    }
    if source:
        found["source"] = source.token
    apart = [one for one in (judgement.broken, broken) if one is not None]
    if apart:
        found["breaks"] = breaks.written(breaks.in_order(apart))
    return found


def _source_name(measure: Measure, source: Source | None, latest: Observation | None) -> Text:
    if source is None:
        return measure.definition.source_name
    return name_of(source, measure, latest.run.source_note if latest else "")


def _differs(old: Status, new: Status) -> bool:
    if old.facts.get("source") != new.facts.get("source"):
        return True
    judged_by_the_same = (old.observation_id, old.target_id, old.rule) == (new.observation_id, new.target_id, new.rule)
    if judged_by_the_same and old.override_reason and new.key != StatusKey.NOT_REPORTED:
        return False
    return not judged_by_the_same or old.key != new.key or old.facts.get("breaks") != new.facts.get("breaks")


@transaction.atomic
def override_status(
    *, measure: Measure, subject: Subject, key: StatusKey, reason: str, actor: Person, at: datetime
) -> Status:
    """Put a person's judgement in place of the computed one, with name and reason.

    :raises UnableToOverride: without a reason, or when nothing has been judged yet
    """
    if not reason.strip():
        raise UnableToOverride("say why the computed status is not right")
    old = statuses_of([measure], [subject]).get((measure.pk, subject.pk))
    if old is None:
        raise UnableToOverride("there is no computed status to replace")
    status = Status.objects.create(
        measure=measure,
        subject=subject,
        key=key,
        judged_at=at,
        rule=old.rule,
        facts={"computed": old.key} | old.facts,
        explanation=old.explanation,
        observation_id=old.observation_id,
        target_id=old.target_id,
        overridden_by=actor,
        override_name=actor.name,
        override_reason=reason.strip(),
    )
    record(
        kind="indicators.status.override",
        thing=status,
        actor=actor,
        at=at,
        organisation=measure.owner,
        changes={"key": [old.key, str(key)], "reason": reason.strip()},
    )
    return status


@transaction.atomic
def withdraw_override(*, measure: Measure, subject: Subject, actor: Person, at: datetime) -> Status:
    """Take a person's judgement back: what the published rule says counts again.

    :raises UnableToOverride: when no person's judgement stands
    """
    old = statuses_of([measure], [subject]).get((measure.pk, subject.pk))
    if old is None or not old.override_reason:
        raise UnableToOverride("no person's judgement stands")
    line = lines_of_measures([measure], [subject])[measure.pk][subject.pk]
    target = targets_of([measure], [subject]).get((measure.pk, subject.pk))
    today = at.astimezone(HELSINKI).date()
    status = _judged(measure, line, target, today, sources_of([measure])[measure.pk])
    status.judged_at = at
    status.save()
    changes = {"key": [old.key, str(status.key)], "reason": [old.override_reason, None]}
    record(
        kind="indicators.status.restore", thing=status, actor=actor, at=at, organisation=measure.owner, changes=changes
    )
    return status
