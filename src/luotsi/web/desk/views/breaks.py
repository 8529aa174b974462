"""Breaks in a measure's series: the known ones, and those that the organisation's own people tell of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luotsi.indicators.break_operations import UnableToBreak, mend_break, tell_break, withdraw_break
from luotsi.indicators.breaks import breaks_told
from luotsi.indicators.calc.breaks import read
from luotsi.indicators.choosing import sources_beside
from luotsi.indicators.models import Measure, SeriesBreak
from luotsi.web.desk.access import Frame, Seat, editor_seat, known_for, show
from luotsi.web.desk.forms.breaks import BreakForm
from luotsi.web.desk.forms.fields import errors_of
from luotsi.web.desk.queries import subjects_of
from luotsi.web.desk.views.measures import get_measure, measured
from luotsi.web.desk.words import BREAK_REASONS
from luotsi.web.shared.crumbs import Crumb

_FIELDS = {"period_kind": "period", "no_source": "source", "stands_already": "period"}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def breaks(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Editors: GET lists the breaks with a form to tell of another, POST keeps it and judges anew. Ten queries."""
    seat = editor_seat(request, organisation)
    one, known = get_measure(seat, measure), known_for(request)
    form = _form(request, seat, one)
    if form.is_bound and form.is_valid():
        try:
            tell_break(measure=one, told=form.told(), actor=seat.person, at=timezone.now())
        except UnableToBreak as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("The break was kept. Figures on its two sides are no longer compared."))
            return redirect(seat.address("desk-breaks", one.slug))
    context = {
        "measure": one,
        "catalogued": read(one.definition.breaks),
        "told": breaks_told(one, as_known_on=known.day),
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
    }
    frame = Frame(
        "desk-measures", _("Breaks in the series: %(measure)s") % {"measure": measured(one).name}, known=known
    )
    return show(request, "desk/breaks.html", seat, frame, context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mend(request: HttpRequest, organisation: str, measure: str, series_break: int) -> HttpResponse:
    """Editors: GET shows a break with a form to mend it, POST mends or withdraws it. Ten queries."""
    seat = editor_seat(request, organisation)
    one = get_measure(seat, measure)
    rows = SeriesBreak.objects.filter(measure=one).select_related("subject", "measure__definition", "measure__owner")
    standing = get_object_or_404(rows, pk=series_break)
    if standing.withdrawn_at is not None:
        if request.method != "POST":
            raise Http404
        messages.warning(request, str(BREAK_REASONS["changed_meanwhile"]))
        return redirect(seat.address("desk-breaks", one.slug))
    if request.POST.get("act") == "withdraw":
        return _withdrawn(request, seat, standing)
    form = _form(request, seat, one, standing)
    if form.is_bound and form.is_valid():
        try:
            mend_break(standing=standing, told=form.told(), actor=seat.person, at=timezone.now())
        except UnableToBreak as refused:
            _refused(form, refused)
        else:
            messages.success(request, _("The break was changed. What it said before stays in the history."))
            return redirect(seat.address("desk-breaks", one.slug))
    context = {
        "measure": one,
        "standing": standing,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
    }
    address = seat.address("desk-breaks", one.slug)
    between = (Crumb(_("Breaks in the series: %(measure)s") % {"measure": measured(one).name}, address),)
    frame = Frame("desk-measures", _("Mend a break"), between)
    return show(request, "desk/break.html", seat, frame, context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, seat: Seat, measure: Measure, standing: SeriesBreak | None = None) -> BreakForm:
    today = timezone.localdate()
    own = seat.organisation.subject
    sources = sources_beside(measure, own, today=today) if own else ()
    sent = request.POST if request.method == "POST" else None
    return BreakForm(subjects_of(seat.organisation, today=today), sources, sent, standing=standing)


def _refused(form: BreakForm, refused: UnableToBreak) -> None:
    form.add_error(_FIELDS.get(refused.reason), str(BREAK_REASONS[refused.reason]))


def _withdrawn(request: HttpRequest, seat: Seat, standing: SeriesBreak) -> HttpResponse:
    try:
        withdraw_break(standing=standing, actor=seat.person, at=timezone.now())
    except UnableToBreak as refused:
        messages.warning(request, str(BREAK_REASONS[refused.reason]))
    else:
        messages.success(request, _("The break was withdrawn. The figures are compared again."))
    return redirect(seat.address("desk-breaks", standing.measure.slug))
