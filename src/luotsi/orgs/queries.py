"""Reads of organisations and subjects."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from luotsi.core.text import Text
from luotsi.orgs.models import Organisation, Subject, SubjectMembership
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


@dataclass(frozen=True, slots=True)
class CompositionChange:
    """A municipality that came to belong to a place on a day, or from that day on no longer does."""

    place: int
    """The id of the area, or of the municipality that another one was joined to."""
    on: date
    part: Text
    is_joining: bool


def composition_changes(places: Iterable[int]) -> list[CompositionChange]:
    """Return who joined or left the places, given by id, after their first day, in order of time. Two queries.

    A merger within an area changes the municipality and not the area.
    """
    wanted = set(places)
    rows: dict[int, list[SubjectMembership]] = defaultdict(list)
    for row in SubjectMembership.objects.filter(whole__in=wanted).select_related("part").order_by("valid_from", "pk"):
        rows[row.whole_id].append(row)
    found = [change for memberships in rows.values() for change in _changes(memberships)]
    for ended in Subject.objects.filter(successor__in=wanted, valid_to__isnull=False):
        assert ended.successor_id is not None
        assert ended.valid_to is not None
        found.append(CompositionChange(ended.successor_id, ended.valid_to + timedelta(days=1), ended.name, True))
    return sorted(found, key=lambda one: (one.on, one.place, one.part.fi))


def _changes(memberships: list[SubjectMembership]) -> list[CompositionChange]:
    """Return the changes of one area, whose memberships are in order of their first day."""
    first = memberships[0].valid_from
    merged = {row.part.successor_id for row in memberships if row.part.valid_to is not None}
    members = {row.part_id for row in memberships}
    found = []
    for row in memberships:
        if row.valid_from > first and row.part_id not in merged:
            found.append(CompositionChange(row.whole_id, row.valid_from, row.part.name, True))
        if row.valid_to is not None and row.part.successor_id not in members:
            found.append(CompositionChange(row.whole_id, row.valid_to + timedelta(days=1), row.part.name, False))
    return found
