"""Effects of services that wait for somebody to read them, and those that are out; approved or returned with a note."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from luotsi.indicators.registered.operations import approve_effect_release
from luotsi.register.effects.operations import return_effects
from luotsi.register.effects.queries import changes_of, effect_releases_of
from luotsi.register.models import EffectRelease
from luotsi.register.releases.types import ReleaseState
from luotsi.web.desk.access import Frame, Seat, show
from luotsi.web.desk.forms.fields import LinkedError
from luotsi.web.desk.views.register_mapping import register_seat
from luotsi.web.desk.views.releases import STATES, decide
from luotsi.web.shared.effects import build, full_name_of, in_short
from luotsi.web.shared.figure import figure
from luotsi.web.shared.language import reader_language


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def effects(request: HttpRequest, organisation: str, effects: int) -> HttpResponse:
    """Editors of an area: GET shows the effects of a year, POST of an approver lets them out or not. 11 queries."""
    seat = register_seat(request, organisation)
    found = get_object_or_404(effect_releases_of(seat.organisation), pk=effects)
    errors: list[LinkedError] = []
    if request.method == "POST":
        errors = decide(request, seat, found, approve=approve_effect_release, give_back=return_effects)
        if not errors:
            return redirect(seat.address("desk-register"))
        found.refresh_from_db()
    return _shown(request, seat, found, errors)


def _shown(request: HttpRequest, seat: Seat, found: EffectRelease, errors: list[LinkedError]) -> HttpResponse:
    language = reader_language()
    told, changed = build(found, request.GET, language), changes_of(found)
    charts = {"vaikutus": told.picture, "tasapaino": told.balance}
    context: dict[str, Any] = {
        "release": found,
        "state": str(STATES[found.state]),
        "told": told,
        "is_first": changed is None,
        "changes": [
            (full_name_of(told_now), in_short(before, language), in_short(told_now, language))
            for told_now, before in changed or ()
        ],
        "figures": {name: figure(one, language, name=name) for name, one in charts.items() if one is not None},
        "errors": errors,
        "note": request.POST.get("note", ""),
        "may_decide": seat.may_approve and found.state == ReleaseState.PROPOSED,
    }
    frame = Frame("desk-register", _("Effects of services, %(year)d") % {"year": found.year})
    return show(request, "desk/effects.html", seat, frame, context, status=422 if errors else 200)
