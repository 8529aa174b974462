"""Drafts: beginning one from a version by one click, setting one aside, giving one up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luotsi.strategy.models import Plan
from luotsi.strategy.operations import UnableToPlan, discard_draft, draft_version, move_version
from luotsi.strategy.types import VersionState
from luotsi.web.desk.access import editor_seat
from luotsi.web.desk.views.plans import get_version


@require_POST
@login_required
def make(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: POST copies the version into a new draft and opens it; where there is a draft, that one is opened."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    try:
        draft = draft_version(
            plan=version.plan,
            actor=seat.person,
            at=timezone.now(),
            drafted_on=timezone.localdate(),
            copy_of=version,
        )
    except UnableToPlan:
        draft = version.plan.versions.get(state=VersionState.DRAFT)
        messages.warning(request, _("The plan has a draft already, version %(number)d. It is open here.") % _of(draft))
    else:
        messages.success(request, _("Version %(number)d begins as a draft. Nothing of it is public yet.") % _of(draft))
    return redirect(seat.address("desk-edit", plan, draft.number))


@require_POST
@login_required
def set_aside(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: POST keeps a draft as an earlier one, so that the next can begin."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    try:
        move_version(version=version, to=VersionState.SET_ASIDE, actor=seat.person, at=timezone.now())
    except UnableToPlan:
        messages.error(request, _("Only a draft can be set aside. Nothing was changed."))
    else:
        messages.success(request, _("The draft stays readable as an earlier one. The next draft can begin."))
    return redirect(seat.address("desk-version", plan, number))


@require_POST
@login_required
def discard(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: POST gives a draft up; a document it came from is open for review again."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    try:
        discard_draft(version=version, actor=seat.person, at=timezone.now())
    except UnableToPlan:
        messages.error(request, _("Only a draft can be given up. Nothing was changed."))
        return redirect(seat.address("desk-version", plan, number))
    messages.success(request, _("The draft of version %(number)d was given up.") % {"number": number})
    newest = Plan.objects.get(pk=version.plan_id).versions.first()
    if newest is None:
        return redirect(seat.address("desk-imports"))
    return redirect(seat.address("desk-version", plan, newest.number))


def _of(draft: object) -> dict[str, object]:
    return {"number": getattr(draft, "number", 0)}
