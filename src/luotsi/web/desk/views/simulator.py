"""The simulator of the municipal share: what is typed stands in the address, and nothing is kept."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.orgs.models import Subject
from luotsi.orgs.types import OrganisationKind
from luotsi.register.calc.forecast import UnableToForecast, WhatIf
from luotsi.web.desk import simulator as reckoning
from luotsi.web.desk.access import Frame, Seat, find_seat, known_for, show
from luotsi.web.desk.forms.fields import LinkedError, errors_of
from luotsi.web.desk.forms.simulator import DiscussionForm, FlowForm, WorkForm
from luotsi.web.desk.queries import subjects_of
from luotsi.web.desk.simulator import Base, UnableToSimulate
from luotsi.web.shared.figure import figure
from luotsi.web.shared.known import KnownOn
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain

Question = DiscussionForm | WorkForm | FlowForm


@require_safe
@login_required
def simulator(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever sits at the desk of an area: GET tells now, the coming year, and an answer to a question. 8 queries."""
    seat, known = find_seat(request, organisation), known_for(request)
    if seat.organisation.kind != OrganisationKind.AREA or seat.organisation.subject is None:
        raise Http404
    places = [one for one in subjects_of(seat.organisation, today=timezone.localdate()) if one.code != "SSS"]
    place = next((one for one in places if one.slug == request.GET.get("kunta")), seat.organisation.subject)
    context: dict[str, Any] = {"places": places, "place": place, "errors": []}
    try:
        base = reckoning.base_of(seat.organisation, place, as_known_on=known.day)
        context |= _told(request, base, place)
    except UnableToSimulate as refused:
        context["refused"] = str(refused)
    return _show(request, seat, context, known)


def _told(request: HttpRequest, base: Base, place: Subject) -> dict[str, Any]:
    asked = request.GET.get("kysymys", "")
    forms = _forms(base, request.GET if asked else None, asked)
    form = next((one for one in forms if one.key == asked), None)
    usual = reckoning.as_things_go(base, plain(place.name))
    told: dict[str, Any] = {
        "base": base,
        "usual": usual,
        "figure": figure(usual.chart, reader_language(), name="ennuste"),
        "forms": forms,
        "asked": asked,
    }
    if form is None:
        return told
    if not form.is_valid():
        return told | {"errors": errors_of(form)}
    try:
        answer = reckoning.told_of(base, _answer(form, base), str(form.asked).rstrip("?"))
    except UnableToForecast:
        words = _("These numbers cannot be reckoned with. Check them.")
        return told | {"errors": [LinkedError("", "", words)]}
    return told | {"answer": answer, "answer_figure": figure(answer.chart, reader_language(), name="vastaus")}


def _forms(base: Base, sent: Any, asked: str) -> list[Question]:
    """Return the questions, the one that was put with its numbers, the others with what is known."""

    def data(key: str) -> Any:
        return sent if key == asked else None

    return [
        DiscussionForm(data("keskustelu"), initial={"days_now": base.median_days}, auto_id="id_keskustelu_%s"),
        WorkForm(data("tyo"), most=base.long_term, auto_id="id_tyo_%s"),
        FlowForm(data("virta"), initial={"now": base.flow}, auto_id="id_virta_%s"),
    ]


def _answer(form: Question, base: Base) -> WhatIf:
    answers: dict[str, Callable[..., WhatIf]] = {
        DiscussionForm.key: reckoning.if_discussed,
        WorkForm.key: reckoning.if_employed,
        FlowForm.key: reckoning.if_flow,
    }
    return answers[form.key](base, **form.cleaned_data)


def _show(request: HttpRequest, seat: Seat, context: dict[str, Any], known: KnownOn) -> HttpResponse:
    status = 422 if context["errors"] else 200
    frame = Frame("desk-register" if seat.has_register else "desk", _("Simulator of the municipal share"), known=known)
    return show(request, "desk/simulator.html", seat, frame, context, status=status)
