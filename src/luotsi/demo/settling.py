"""Organisations, people and measures of the stories, each made if it is not there yet."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell, Flag
from luotsi.demo.plans import elements_of
from luotsi.demo.telling import MeasureStory, TargetStory, ValueStory, stories
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import Definition, Measure, Target
from luotsi.indicators.operations import NewTarget, adopt_measure, judge_measures, mark_headline, set_target
from luotsi.indicators.queries import HELSINKI, lines_of
from luotsi.indicators.types import RunKind, TargetKind, TargetOrigin
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.orgs.operations import found_organisation, give_role, register_person
from luotsi.orgs.queries import municipalities_of
from luotsi.orgs.types import OrganisationKind, Role
from luotsi.strategy.operations import link_measure

EXAMPLE = Text(
    "Esimerkkitavoite, joka on tehty esittelyä varten. Organisaatio ei ole päättänyt siitä.",
    "Ett exempelmål som gjorts för demonstrationen. Organisationen har inte fattat beslut om det.",
    "An example target made for the demonstration. The organisation has not decided on it.",
)


def load_organisations(*, at: datetime) -> None:
    """Found the organisations of the stories."""
    found = {one.slug: one for one in Organisation.objects.all()}
    for story in stories().organisations:
        if story.slug not in found:
            found[story.slug] = found_organisation(
                slug=story.slug,
                name=story.name,
                kind=OrganisationKind(story.kind),
                parent=found[story.parent] if story.parent else None,
                subject=Subject.objects.get(code=story.subject) if story.subject else None,
                actor=None,
                at=at,
            )


def load_people(*, at: datetime) -> None:
    """Register the people of the stories without a password: the sign-in page lets one in by a button, here only."""
    there = set(Person.objects.values_list("email", flat=True))
    for story in stories().people:
        if story.email in there:
            continue
        person = register_person(email=story.email, name=story.name, password=None, actor=None, at=at, is_demo=True)
        for slug, role in story.roles.items():
            organisation = Organisation.objects.get(slug=slug)
            give_role(person=person, organisation=organisation, role=Role(role), actor=None, at=at)


def load_measures(*, at: datetime) -> None:
    """Adopt the measures of the stories with their links, printed values and example targets, and judge them all."""
    definitions = {one.key: one for one in Definition.objects.all()}
    owners = {one.slug: one for one in Organisation.objects.select_related("subject")}
    there = {(one.owner.slug, one.slug) for one in Measure.objects.select_related("owner")}
    fresh: dict[str, list[Measure]] = {}
    for story in stories().measures:
        if (story.owner, story.slug) not in there:
            measure = _adopt(story, owners[story.owner], definitions[story.definition], at)
            fresh.setdefault(story.owner, []).append(measure)
    for slug, measures in fresh.items():
        judge_measures(measures=measures, subjects=_subjects(owners[slug], at), at=at)


def _adopt(story: MeasureStory, owner: Organisation, definition: Definition, at: datetime) -> Measure:
    measure = adopt_measure(
        owner=owner,
        definition=definition,
        slug=story.slug,
        name=story.name,
        awaits=story.awaits,
        actor=None,
        at=at,
    )
    if story.is_headline:
        mark_headline(measure=measure, is_headline=True, actor=None, at=at)
    for element in elements_of(owner.slug, in_plan=story.in_plan, shows=story.shows):
        link_measure(element=element, measure=measure, actor=None, at=at)
    _publish(story.values, measure, at)
    for target in story.targets:
        _set_example(target, measure, at)
    return measure


def _publish(values: Iterable[ValueStory], measure: Measure, at: datetime) -> None:
    arrivals = [
        Arrival(
            measure.definition,
            Subject.objects.get(code=one.subject),
            Period.parse(one.period),
            Cell.of(one.value, *map(Flag, one.flags)),
            at,
            note=one.note,
        )
        for one in values
    ]
    if arrivals:
        publish(
            arrivals,
            kind=RunKind.PACKAGED,
            source_key=measure.definition.source_key,
            at=at,
            source_note=arrivals[0].note,
            owner_key=measure.owner.slug,
        )


def _set_example(story: TargetStory, measure: Measure, at: datetime) -> Target:
    subject = Subject.objects.get(code=story.subject)
    start = Period.parse(story.baseline) if story.baseline else None
    baseline = None if start is None else lines_of(measure, [subject])[subject.pk].at(start)
    target = NewTarget(
        kind=TargetKind(story.kind),
        due=Period.parse(story.due),
        origin=TargetOrigin.EXAMPLE,
        value=Decimal(story.value),
        baseline=None if baseline is None else baseline.value,
        baseline_period=start,
        tolerance=Decimal(story.tolerance),
        note=EXAMPLE,
    )
    return set_target(measure=measure, subject=subject, target=target, actor=None, at=at)


def _subjects(owner: Organisation, at: datetime) -> list[Subject]:
    """Return the organisation's own subject and the municipalities whose figures are its own."""
    own = [owner.subject] if owner.subject else []
    parts = municipalities_of(owner, on=at.astimezone(HELSINKI).date())
    return own + [part for part in parts if part not in own]
