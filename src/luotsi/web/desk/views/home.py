"""What waits for me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luotsi.orgs.labels import label
from luotsi.orgs.models import Membership
from luotsi.orgs.types import Role
from luotsi.web.desk.access import Frame, find_seat, known_for, show, signed_in
from luotsi.web.desk.queries import stood_on, waiting_for


@require_safe
@login_required
def my_desks(request: HttpRequest) -> HttpResponse:
    """Whoever is signed in: GET lists the organisations they belong to, or leads to the only one. One query."""
    rows = Membership.objects.filter(person=signed_in(request)).select_related("organisation")
    desks = [(row.organisation, label(Role(row.role))) for row in rows.order_by("organisation__position")]
    if len(desks) == 1:
        return redirect("desk", desks[0][0].slug)
    return render(request, "desk/my_desks.html", {"desks": desks})


@require_safe
@login_required
def home(request: HttpRequest, organisation: str) -> HttpResponse:
    """Members: GET shows what waits, most urgent first, or how measures stood on a day. At most thirteen queries."""
    seat, known = find_seat(request, organisation), known_for(request)
    frame = Frame("desk", known=known)
    if known.day is not None:
        return show(request, "desk/home_then.html", seat, frame, {"stood": stood_on(known.day, seat.organisation)})
    return show(request, "desk/home.html", seat, frame, {"waiting": waiting_for(seat, today=timezone.localdate())})
