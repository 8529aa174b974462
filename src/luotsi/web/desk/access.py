"""Who sits at which desk: the guard of every page here, and the frame that the pages share."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from luotsi.orgs.models import Membership, Organisation, Person
from luotsi.orgs.types import (
    ROLES_THAT_APPROVE,
    ROLES_THAT_EDIT,
    ROLES_THAT_ENTER_VALUES,
    OrganisationKind,
    Role,
)
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.known import NOW, KnownOn, known_on
from luotsi.web.shared.language import reader_language

_LOOKING_BACK = {"desk", "desk-measures"}
"""The tabs whose pages tell figures as they were known on a day."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A signed-in person at the desk of one organisation, and what the role there allows."""

    organisation: Organisation
    person: Person
    role: Role

    @property
    def may_edit(self) -> bool:
        """Whether plans, targets and statuses are theirs to change."""
        return self.role in ROLES_THAT_EDIT

    @property
    def may_enter(self) -> bool:
        """Whether values are theirs to enter."""
        return self.role in ROLES_THAT_ENTER_VALUES

    @property
    def may_approve(self) -> bool:
        """Whether others' values are theirs to approve, and closed periods to open."""
        return self.role in ROLES_THAT_APPROVE

    @property
    def has_register(self) -> bool:
        """Whether clients are counted here, and the person is one to see how."""
        return self.organisation.kind == OrganisationKind.AREA and self.may_edit

    @property
    def organisation_name(self) -> str:
        """The organisation in the reader's language."""
        return str(self.organisation.name.in_language(reader_language()))

    def address(self, name: str, *arguments: object) -> str:
        """Return the address of a page of this desk."""
        return reverse(name, args=[self.organisation.slug, *arguments])


def signed_in(request: HttpRequest) -> Person:
    """Return who is signed in; the pages let nobody else come this far."""
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def find_seat(request: HttpRequest, slug: str) -> Seat:
    """Return the reader's seat at an organisation's desk, or answer that there is no such page. One query."""
    membership = (
        Membership.objects.filter(person=signed_in(request), organisation__slug=slug)
        .select_related("organisation__subject", "person")
        .first()
    )
    if membership is None:
        raise Http404
    return Seat(membership.organisation, membership.person, Role(membership.role))


def editor_seat(request: HttpRequest, slug: str) -> Seat:
    """Return the seat of somebody who may change plans, or answer that there is no such page."""
    seat = find_seat(request, slug)
    if not seat.may_edit:
        raise Http404
    return seat


def value_seat(request: HttpRequest, slug: str) -> Seat:
    """Return the seat of somebody who may enter values, or answer that there is no such page."""
    seat = find_seat(request, slug)
    if not seat.may_enter:
        raise Http404
    return seat


def approver_seat(request: HttpRequest, slug: str) -> Seat:
    """Return the seat of somebody who may approve values, or answer that there is no such page."""
    seat = find_seat(request, slug)
    if not seat.may_approve:
        raise Http404
    return seat


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of the desk."""

    text: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a page stands: the tab it belongs to, its name, and the pages between it and that tab."""

    tab: str
    title: str = ""
    between: tuple[Crumb, ...] = ()
    known: KnownOn | None = None
    """The day that the page looks back to; None where nothing on it is known of a day."""


def known_for(request: HttpRequest) -> KnownOn:
    """Return the day that the reader looks back to; what is sent is always of today."""
    known = known_on(request, today=timezone.localdate())
    return replace(known, typed="", day=None, error="") if request.method == "POST" else known


def show(
    request: HttpRequest,
    template: str,
    seat: Seat,
    frame: Frame,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Render a page of the desk inside its frame."""
    names = {"desk": _("Desk"), "desk-measures": _("Measures"), "desk-sources": _("Sources")}
    if seat.may_edit:
        names = {"desk": names.pop("desk"), "desk-imports": _("Documents"), **names}
    if seat.has_register:
        names["desk-register"] = _("Client register")
    addresses = {name: _kept(seat.address(name), name, frame) for name in names}
    tabs = [Tab(text, addresses[name], name == frame.tab) for name, text in names.items()]
    crumbs = [Crumb(_("Desk"), addresses["desk"])]
    if frame.title and frame.tab != "desk":
        crumbs.append(Crumb(names[frame.tab], addresses[frame.tab]))
    crumbs += frame.between
    crumbs.append(Crumb(frame.title or names[frame.tab]))
    shared = {"seat": seat, "tabs": tabs, "crumbs": crumbs if frame.title else [], "known": frame.known}
    return render(request, template, {**shared, **context}, status=status)


def _kept(address: str, name: str, frame: Frame) -> str:
    """Return the address of a part of the desk, with the day looked back to where that part can look back too."""
    return (frame.known or NOW).keep(address) if name in _LOOKING_BACK else address
