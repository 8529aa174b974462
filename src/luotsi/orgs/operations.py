"""Every write about organisations and people, and the audit line that every operation of every room leaves."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.text import slugify

from luotsi.core.text import LANGUAGES, Text
from luotsi.orgs import geography
from luotsi.orgs.models import AuditEntry, Membership, Organisation, Person, Subject, SubjectMembership
from luotsi.orgs.queries import sort_key
from luotsi.orgs.types import OrganisationKind, Role, SubjectKind

SYSTEM = "Luotsi"
_FIRST_PARTS = (
    "kieli static kirjaudu kirjaa ulos tyopoyta saavutettavuus tietosuoja avoin-data mittaristo "
    "asiakasrekisterin-mittarit api kuntokoe"
)
RESERVED_SLUGS = frozenset({*LANGUAGES, *_FIRST_PARTS.split()})
"""What an organisation's address may not be, because the site's own addresses begin with it."""


class UnableToFound(ValueError):
    """An organisation cannot be made as asked."""


def record(
    *,
    kind: str,
    thing: models.Model,
    actor: Person | None,
    at: datetime,
    organisation: Organisation | None = None,
    changes: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Leave one audit line; every operation calls this once inside its transaction."""
    told = [(thing, changes or {})]
    return record_each(kind=kind, things=told, actor=actor, at=at, organisation=organisation)[0]


def record_each(
    *,
    kind: str,
    things: Iterable[tuple[models.Model, Mapping[str, Any]]],
    actor: Person | None,
    at: datetime,
    organisation: Organisation | None = None,
) -> list[AuditEntry]:
    """Leave one audit line of each thing that one act did the same to, with what changed of it. One query."""
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            kind=kind,
            thing=f"{thing._meta.label_lower}:{thing.pk}",
            thing_name=str(thing)[:300],
            actor=actor,
            actor_name=actor.name if actor else SYSTEM,
            at=at,
            organisation=organisation,
            changes=dict(changes),
        )
        for thing, changes in things
    )


@transaction.atomic
def found_organisation(
    *,
    slug: str,
    name: Text,
    kind: OrganisationKind,
    actor: Person | None,
    at: datetime,
    parent: Organisation | None = None,
    subject: Subject | None = None,
) -> Organisation:
    """Make an organisation; one without a place, such as a network or a project, is itself what its figures are about.

    :raises UnableToFound: when the address is taken, reserved or not made of lower-case letters, digits and hyphens
    """
    if slug != slugify(slug) or not slug:
        raise UnableToFound(f"{slug!r} is no address; use lower-case letters a-z, digits and hyphens")
    if slug in RESERVED_SLUGS or Organisation.objects.filter(slug=slug).exists():
        raise UnableToFound(f"the address {slug!r} is already in use")
    organisation = Organisation.objects.create(
        slug=slug, name=name, kind=kind, parent=parent, subject=subject, position=Organisation.objects.count()
    )
    if subject is None:
        organisation.subject = _unit(organisation)
        organisation.save(update_fields=["subject"])
    record(kind="orgs.organisation.found", thing=organisation, actor=actor, at=at, organisation=organisation)
    return organisation


def _unit(organisation: Organisation) -> Subject:
    """Return a new subject for the figures of an organisation that is no place; its code is unlike any place's."""
    return Subject.objects.create(
        code=f"ORG{organisation.pk}",
        kind=SubjectKind.UNIT,
        name=organisation.name,
        slug=f"org{organisation.pk}",
        sort_key=sort_key(organisation.name.fi),
    )


@transaction.atomic
def give_role(
    *, person: Person, organisation: Organisation, role: Role, actor: Person | None, at: datetime
) -> Membership:
    """Give a person a role in an organisation, in place of the one held before."""
    before = Membership.objects.filter(person=person, organisation=organisation).first()
    membership, _created = Membership.objects.update_or_create(
        person=person, organisation=organisation, defaults={"role": role}
    )
    changes = {"role": [before.role if before else None, str(role)]}
    record(
        kind="orgs.membership.give", thing=membership, actor=actor, at=at, organisation=organisation, changes=changes
    )
    return membership


@transaction.atomic
def register_person(
    *, email: str, name: str, password: str | None, actor: Person | None, at: datetime, is_demo: bool = False
) -> Person:
    """Make a person who can sign in; without a password only by another way than a password."""
    person = Person(email=email.lower(), name=name, is_demo=is_demo)
    if password is None:
        person.set_unusable_password()
    else:
        person.set_password(password)
    person.save()
    record(kind="orgs.person.register", thing=person, actor=actor, at=at)
    return person


@transaction.atomic
def load_geography(*, on: date, at: datetime) -> int:
    """Write the country, areas, municipalities and their memberships from the packaged files; return how many are new.

    Running it again changes nothing.
    """
    country, made = Subject.objects.get_or_create(
        code="SSS",
        defaults={
            "kind": SubjectKind.COUNTRY,
            "name": Text("Koko maa", "Hela landet", "Whole country"),
            "slug": "koko-maa",
            "sort_key": "",
        },
    )
    new = int(made)
    subjects = {}
    for area in geography.areas():
        subjects[area.subject_code], made = Subject.objects.get_or_create(
            code=area.subject_code,
            defaults=_place(SubjectKind.AREA, _area_name(area.name), f"alue-{area.code}"),
        )
        new += made
    for place in geography.municipalities_ever():
        subjects[place.subject_code], made = Subject.objects.get_or_create(
            code=place.subject_code,
            defaults=_place(SubjectKind.MUNICIPALITY, place.name, slugify(place.name.fi))
            | {"valid_to": place.valid_to},
        )
        new += made
    for place in geography.municipalities_ever():
        if place.successor:
            ended, successor = subjects[place.subject_code], subjects[f"KU{place.successor}"]
            Subject.objects.filter(pk=ended.pk).update(successor=successor)
    for belonging in geography.memberships():
        SubjectMembership.objects.get_or_create(
            whole=subjects[belonging.area_subject_code],
            part=subjects[belonging.municipality_subject_code],
            valid_from=belonging.valid_from,
            defaults={"valid_to": belonging.valid_to},
        )
    if new:
        record(kind="orgs.geography.load", thing=country, actor=None, at=at, changes={"new": new, "on": on.isoformat()})
    return new


def _area_name(name: Text) -> Text:
    """Tell an area from the municipality it is often named after."""
    return Text(f"{name.fi}, työllisyysalue", f"{name.sv}, sysselsättningsområde", f"{name.en}, employment area")


def _place(kind: SubjectKind, name: Text, slug: str) -> dict[str, Any]:
    return {"kind": kind, "name": name, "slug": slug, "sort_key": sort_key(name.fi)}
