"""Taking measures of the catalogue into use, however often somebody asks for it."""

from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from luotsi.core.text import NO_TEXT, Text
from luotsi.indicators.models import Definition, Measure
from luotsi.indicators.operations import adopt_measure, judge_measures
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.queries import municipalities_of


class Adopted(NamedTuple):
    """The organisation's measure, and whether it was taken into use just now."""

    measure: Measure
    is_new: bool


@transaction.atomic
def adopt_from_catalogue(
    *, owner: Organisation, definition: Definition, actor: Person | None, at: datetime, name: Text = NO_TEXT
) -> Adopted:
    """Take a definition into use at an address of its own and judge it at once; doing it twice changes nothing."""
    locked = Organisation.objects.select_for_update().select_related(None).get(pk=owner.pk)
    measure = Measure.objects.filter(owner=locked, definition=definition).order_by("position", "pk").first()
    if measure is not None:
        return Adopted(measure, is_new=False)
    slug = _free_address(locked, definition.key)
    measure = adopt_measure(owner=owner, definition=definition, slug=slug, actor=actor, at=at, name=name)
    municipalities = municipalities_of(owner, on=at.astimezone(HELSINKI).date())
    subjects = {one.pk: one for one in (owner.subject, *municipalities) if one is not None}
    judge_measures(measures=[measure], subjects=subjects.values(), at=at)
    return Adopted(measure, is_new=True)


def _free_address(owner: Organisation, wanted: str) -> str:
    taken = set(Measure.objects.filter(owner=owner).values_list("slug", flat=True))
    numbered = (f"{wanted[:76]}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
