"""The organisations of the installation by kind."""

from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AnonymousUser

from luotsi.core.text import Text
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.queries import sort_key
from luotsi.orgs.types import OrganisationKind
from luotsi.web.public.labels import kind_in_plural


@dataclass(frozen=True, slots=True)
class Entry:
    """An organisation in the list."""

    name: Text
    slug: str


@dataclass(frozen=True, slots=True)
class Group:
    """The organisations of one kind."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class InstallationPage:
    """All organisations that the reader may see."""

    groups: tuple[Group, ...]
    count: int


_ORDER = list(OrganisationKind)


def build(reader: Person | AnonymousUser) -> InstallationPage:
    """Return the organisations with pages of their own, by kind and name."""
    rows = sorted(
        Organisation.objects.visible_to(reader).filter(parent__isnull=True),
        key=lambda one: (_ORDER.index(OrganisationKind(one.kind)), sort_key(one.name.fi)),
    )
    groups = [
        Group(str(kind_in_plural(OrganisationKind(kind))), tuple(Entry(one.name, one.slug) for one in members))
        for kind, members in groupby(rows, key=lambda one: one.kind)
    ]
    return InstallationPage(tuple(groups), len(rows))
