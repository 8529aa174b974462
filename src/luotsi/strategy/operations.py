"""Every write about plans: founding, versions and their states, links to measures, alignment, rules of the lint."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from luotsi.core.text import NO_TEXT, Text
from luotsi.indicators.catalogue.operations import adopt_from_catalogue
from luotsi.indicators.models import Definition, Measure
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import record
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.lint.rulebook import RULES
from luotsi.strategy.models import (
    Alignment,
    Element,
    LintChoice,
    MeasureLink,
    NoSuggestion,
    Place,
    Plan,
    PlanVersion,
)
from luotsi.strategy.rules import NEXT_STATES, Spot, reading_order
from luotsi.strategy.types import ImportState, PlanKind, VersionState


class UnableToPlan(ValueError):
    """A plan or version cannot be made or moved on as asked."""


@transaction.atomic
def found_plan(
    *,
    owner: Organisation,
    slug: str,
    name: Text,
    kind: PlanKind,
    actor: Person | None,
    at: datetime,
    level_names: Mapping[str, Mapping[str, str]] | None = None,
) -> Plan:
    """Make a plan without a version.

    :raises UnableToPlan: when the organisation has a plan at that address
    """
    if Plan.objects.filter(owner=owner, slug=slug).exists():
        raise UnableToPlan(f"{owner} has a plan at {slug!r} already")
    plan = Plan.objects.create(
        owner=owner,
        slug=slug,
        name=name,
        kind=kind,
        level_names={level: Text.of(word).as_dict() for level, word in (level_names or {}).items()},
        position=Plan.objects.filter(owner=owner).count(),
    )
    record(kind="strategy.plan.found", thing=plan, actor=actor, at=at, organisation=owner)
    return plan


@transaction.atomic
def draft_version(
    *,
    plan: Plan,
    actor: Person | None,
    at: datetime,
    drafted_on: date | None,
    copy_of: PlanVersion | None = None,
    note: Text = NO_TEXT,
) -> PlanVersion:
    """Begin a draft, empty or as a copy whose elements keep their lineage, places and links.

    `drafted_on` is the day that the draft bears, None where its source has none; `note` is what its readers are told.

    :raises UnableToPlan: when the plan has a draft already
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.versions.filter(state=VersionState.DRAFT).exists():
        raise UnableToPlan("the plan has a draft already; decide it, set it aside or give it up first")
    newest = plan.versions.first()
    version = PlanVersion.objects.create(
        plan=plan,
        number=newest.number + 1 if newest else 1,
        made_at=at,
        drafted_on=drafted_on,
        note=note,
        document=copy_of.document if copy_of else None,
        starts_on=copy_of.starts_on if copy_of else None,
        ends_on=copy_of.ends_on if copy_of else None,
    )
    if copy_of is not None:
        _copy_elements(copy_of, version)
    record(kind="strategy.version.draft", thing=version, actor=actor, at=at, organisation=plan.owner)
    return version


def _copy_elements(source: PlanVersion, version: PlanVersion) -> None:
    """Copy elements and places in the order of reading, each after what it hangs on."""
    originals = {one.pk: one for one in source.elements.prefetch_related("places")}
    order = reading_order(Spot(one.pk, one.parent_id, one.position) for one in originals.values())
    copies = {pk: _copy_of(originals[pk], version, position) for position, pk in enumerate(order)}
    Element.objects.bulk_create(copies.values())
    below = [pk for pk in order if originals[pk].parent_id]
    for pk in below:
        copies[pk].parent = copies[originals[pk].parent_id or 0]
    Element.objects.bulk_update([copies[pk] for pk in below], ["parent"])
    Place.objects.bulk_create(
        [
            Place(
                element=copies[pk],
                document_id=place.document_id,
                page=place.page,
                first_line=place.first_line,
                last_line=place.last_line,
                start=place.start,
                end=place.end,
            )
            for pk in order
            for place in originals[pk].places.all()
        ]
    )


def _copy_of(element: Element, version: PlanVersion, position: int) -> Element:
    return Element(
        version=version,
        lineage=element.lineage,
        kind=element.kind,
        position=position,
        number=element.number,
        title=element.title,
        body=element.body,
        audience=element.audience,
        standing=element.standing,
        details=element.details,
    )


@transaction.atomic
def discard_draft(*, version: PlanVersion, actor: Person | None, at: datetime) -> None:
    """Take a draft away; a document it was written from is open for review again, with what was decided of it.

    :raises UnableToPlan: when the version is no draft
    """
    _lock(version)
    if version.state != VersionState.DRAFT:
        raise UnableToPlan(f"a version that is {version.state} stays")
    changes = {"elements": version.elements.count()}
    record(
        kind="strategy.version.discard",
        thing=version,
        actor=actor,
        at=at,
        organisation=version.plan.owner,
        changes=changes,
    )
    version.imports.update(version=None, state=ImportState.REVIEW, written_at=None)
    version.delete()


def _lock(version: PlanVersion) -> None:
    """Wait for others who change the version, and see what they made of it."""
    version.refresh_from_db(from_queryset=PlanVersion.objects.select_for_update())


@transaction.atomic
def move_version(
    *,
    version: PlanVersion,
    to: VersionState,
    actor: Person | None,
    at: datetime,
    decided_on: date | None = None,
    decided_by: str = "",
    unknown: Text = NO_TEXT,
) -> PlanVersion:
    """Decide a draft or set it aside, put a decided version in force (the one before becomes past), or retire it.

    `unknown` says why the body or the day of a decision is not known, where a document tells only that it was made.

    :raises UnableToPlan: when the version cannot go from its state to that one, or a decision lacks its body or day
        and nobody says why
    """
    _lock(version)
    before = VersionState(version.state)
    if to not in NEXT_STATES[before]:
        raise UnableToPlan(f"a version that is {before} cannot become {to}")
    if to is VersionState.DECIDED:
        if (decided_on is None or not decided_by.strip()) and not unknown:
            raise UnableToPlan("a decision has a body and a day")
        version.note = unknown or version.note
        version.decided_on, version.decided_by = decided_on, decided_by.strip()
    if to is VersionState.IN_FORCE:
        version.plan.versions.filter(state=VersionState.IN_FORCE).update(state=VersionState.PAST)
    version.state = to
    version.save()
    record(
        kind="strategy.version.move",
        thing=version,
        actor=actor,
        at=at,
        organisation=version.plan.owner,
        changes={"state": [str(before), str(to)]},
    )
    return version


@transaction.atomic
def set_period(
    *, version: PlanVersion, starts_on: date | None, ends_on: date | None, actor: Person | None, at: datetime
) -> None:
    """Set the years a draft is for.

    :raises UnableToPlan: when it would end before it starts
    """
    if starts_on and ends_on and ends_on < starts_on:
        raise UnableToPlan("the plan would end before it starts")
    changes = {"period": [str(version.starts_on), str(version.ends_on), str(starts_on), str(ends_on)]}
    version.starts_on, version.ends_on = starts_on, ends_on
    version.save(update_fields=["starts_on", "ends_on"])
    record(
        kind="strategy.version.set_period",
        thing=version,
        actor=actor,
        at=at,
        organisation=version.plan.owner,
        changes=changes,
    )


@transaction.atomic
def link_measure(*, element: Element, measure: Measure, actor: Person | None, at: datetime) -> MeasureLink:
    """Say that the measure shows how the element fares; doing it twice changes nothing.

    :raises UnableToPlan: when the measure is another organisation's
    """
    plan = element.version.plan
    if measure.owner_id != plan.owner_id:
        raise UnableToPlan(f"{measure} belongs to another organisation")
    link, made = MeasureLink.objects.get_or_create(plan=plan, lineage=element.lineage, measure=measure)
    if made:
        record(kind="strategy.measure.link", thing=link, actor=actor, at=at, organisation=plan.owner)
    return link


@transaction.atomic
def unlink_measure(*, element: Element, measure: Measure, actor: Person | None, at: datetime) -> None:
    """Say that the measure does not show how the element fares; the measure stays in use. Twice changes nothing."""
    plan = element.version.plan
    link = MeasureLink.objects.filter(plan=plan, lineage=element.lineage, measure=measure).first()
    if link is not None:
        record(kind="strategy.measure.unlink", thing=link, actor=actor, at=at, organisation=plan.owner)
        link.delete()


@transaction.atomic
def adopt_and_link(*, element: Element, definition: Definition, actor: Person | None, at: datetime) -> MeasureLink:
    """Take a catalogue measure into use and connect it to the element; doing it twice changes nothing.

    A measure of that definition which the organisation has already is connected as it is. A new one is called as the
    plan's line calls it.
    """
    adopted = adopt_from_catalogue(
        owner=element.version.plan.owner,
        definition=definition,
        actor=actor,
        at=at,
        name=element.title if element.kind == ElementKind.MEASURE else NO_TEXT,
    )
    return link_measure(element=element, measure=adopted.measure, actor=actor, at=at)


@transaction.atomic
def decline_suggestions(*, element: Element, is_declined: bool, actor: Person, at: datetime) -> None:
    """Say that none of the catalogue's measures is meant by the element, or take that back."""
    plan = element.version.plan
    answers = NoSuggestion.objects.filter(plan=plan, lineage=element.lineage)
    if answers.exists() == is_declined:
        return
    if is_declined:
        NoSuggestion.objects.create(plan=plan, lineage=element.lineage)
    else:
        answers.delete()
    verb = "decline" if is_declined else "reopen"
    record(kind=f"strategy.suggestions.{verb}", thing=element, actor=actor, at=at, organisation=plan.owner)


@transaction.atomic
def switch_rule(*, organisation: Organisation, rule: str, on: bool, actor: Person, at: datetime) -> None:
    """Let a rule of the lint speak of the organisation's plans, or keep it silent; twice changes nothing.

    :raises UnableToPlan: when there is no such rule
    """
    if rule not in RULES:
        raise UnableToPlan(f"there is no rule {rule!r}")
    choices = LintChoice.objects.filter(owner=organisation, rule=rule)
    if choices.exists() is not on:
        return
    if on:
        choices.delete()
    else:
        LintChoice.objects.create(owner=organisation, rule=rule)
    record(
        kind="strategy.rule.switch",
        thing=organisation,
        actor=actor,
        at=at,
        organisation=organisation,
        changes={rule: [not on, on]},
    )


@transaction.atomic
def align(*, lower: Element, upper: Element, actor: Person | None, at: datetime) -> Alignment:
    """Say that `lower` serves `upper`, a goal of another plan.

    :raises UnableToPlan: when both stand in the same plan
    """
    plan, upper_plan = lower.version.plan, upper.version.plan
    if plan == upper_plan:
        raise UnableToPlan("an element is aligned to another plan's goal, not to its own plan's")
    alignment, made = Alignment.objects.get_or_create(
        plan=plan, lower=lower.lineage, upper_plan=upper_plan, upper=upper.lineage
    )
    if made:
        record(kind="strategy.alignment.make", thing=alignment, actor=actor, at=at, organisation=plan.owner)
    return alignment
