"""The organisations of the installation by kind."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser

from luotsi.core.text import Text
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.queries import sort_key
from luotsi.orgs.types import OrganisationKind
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element, Plan
from luotsi.strategy.queries import shown_version
from luotsi.web.public.labels import kind_in_plural


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation in the list, with its vision or the name of its plan, and its parts."""

    name: Text
    slug: str
    tells: Text | None
    parts: "tuple[Entry, ...]"


@dataclass(frozen=True, slots=True)
class Group:
    """The organisations of one kind."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class InstallationPage:
    """All organisations that the reader may see."""

    groups: tuple[Group, ...]


_ORDER = list(OrganisationKind)


def build(reader: Person | AnonymousUser) -> InstallationPage:
    """Return the organisations by kind and name, parts under their wholes, in four queries."""
    rows = sorted(
        Organisation.objects.visible_to(reader),
        key=lambda one: (_ORDER.index(OrganisationKind(one.kind)), sort_key(one.name.fi)),
    )
    tells = _tells(reader)
    shown = {one.pk for one in rows}
    tops = [one for one in rows if one.parent_id not in shown]
    groups = [
        Group(str(kind_in_plural(OrganisationKind(kind))), tuple(_entry(one, rows, tells) for one in members))
        for kind, members in groupby(tops, key=lambda one: one.kind)
    ]
    return InstallationPage(tuple(groups))


def _entry(organisation: Organisation, rows: Iterable[Organisation], tells: dict[int, Text]) -> Entry:
    parts = tuple(_entry(one, rows, tells) for one in rows if one.parent_id == organisation.pk)
    return Entry(organisation.name, organisation.slug, tells.get(organisation.pk), parts)


def _tells(reader: Person | AnonymousUser) -> dict[int, Text]:
    """Return by organisation what its first plan says of the future, else what the plan is called."""
    versions, found = {}, {}
    for plan in Plan.objects.visible_to(reader).prefetch_related("versions").order_by("-position"):
        version = shown_version(plan)
        if version is not None:
            versions[version.pk] = plan.owner_id
            found[plan.owner_id] = plan.name
    for element in Element.objects.filter(version__in=versions, kind=ElementKind.VISION).order_by("-position"):
        found[versions[element.version_id]] = element.title
    return found
