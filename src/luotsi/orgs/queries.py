"""Reads of organisations and subjects."""

import unicodedata
from datetime import date

from luotsi.orgs.models import Organisation, Subject
from luotsi.orgs.types import SubjectKind

_AFTER_Z = str.maketrans({"å": "z1", "ä": "z2", "ö": "z3"})


def sort_key(name: str) -> str:
    """Return a key that sorts as Finnish and Swedish do, on every database: å, ä and ö come last.

    >>> sorted(["Äänekoski", "Utsjoki", "Akaa"], key=sort_key)
    ['Akaa', 'Utsjoki', 'Äänekoski']
    """
    lowered = unicodedata.normalize("NFC", name).casefold().translate(_AFTER_Z)
    plain = unicodedata.normalize("NFKD", lowered)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))[:120]


def members_of(area: Subject, *, on: date) -> list[Subject]:
    """Return the parts of `area` on that day, in order of name."""
    return list(Subject.objects.filter(wholes__in=area.parts.on(on)).order_by("sort_key").distinct())


def area_of(municipality: Subject, *, on: date) -> Subject | None:
    """Return the employment area the municipality belongs to on that day, or None."""
    return Subject.objects.filter(
        kind=SubjectKind.AREA,
        parts__in=municipality.wholes.on(on),
    ).first()


def municipalities_of(organisation: Organisation, *, on: date) -> list[Subject]:
    """Return the municipalities whose figures belong to the organisation: its area's members, or itself."""
    subject = organisation.subject
    if subject is None:
        return []
    if subject.kind == SubjectKind.AREA:
        return members_of(subject, on=on)
    return [subject] if subject.kind == SubjectKind.MUNICIPALITY else []
