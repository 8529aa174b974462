"""Which source of a measure is shown, its sources side by side, and own values beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.indicators.choosing import Beside, sources_beside
from luotsi.indicators.models import Measure, SourceChoice
from luotsi.indicators.reading import end_of_day
from luotsi.indicators.source_operations import UnableToChoose, choose_source, keep_own_values
from luotsi.indicators.types import MethodKey
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.web.desk.access import Frame, Seat, editor_seat, known_for, show
from luotsi.web.desk.forms.fields import errors_of
from luotsi.web.desk.forms.shown_source import ShownSourceForm
from luotsi.web.desk.views.measures import chosen_subject, get_measure, measured
from luotsi.web.desk.words import CHOICE_REASONS
from luotsi.web.shared.language import reader_language

PERIODS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A source's figure of one period, and how far it is from the one shown; both empty where there is none."""

    source: Text
    value: str
    difference: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """The figures of one period, source by source."""

    period: Period
    cells: list[SourceCell]


def side_by_side(measure: Measure, sources: Sequence[Beside]) -> list[PeriodRow]:
    """Return the newest periods of any of the sources, the newest first."""
    writing = Writing.of(measure.definition, reader_language())
    shown = next((one.cells for one in sources if one.is_shown), {})
    periods = sorted({period for one in sources for period in one.cells}, reverse=True)[:PERIODS_SHOWN]
    return [
        PeriodRow(period, [_cell(one, period, shown.get(period), writing) for one in sources]) for period in periods
    ]


def _cell(one: Beside, period: Period, shown: Cell | None, writing: Writing) -> SourceCell:
    cell = one.cells.get(period)
    if cell is None:
        return SourceCell(one.name, "", "")
    return SourceCell(one.name, writing.cell(cell), "" if one.is_shown else writing.change_of(cell, shown))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shown_source(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Editors: GET sets the sources side by side, POST chooses one or keeps own values. Ten queries."""
    seat = editor_seat(request, organisation)
    one = get_measure(seat, measure)
    subject, subjects = chosen_subject(request, seat)
    if request.method == "POST" and request.POST.get("act") == "keep":
        _keep(request, seat, one)
        return _back(seat, one, subject)
    known, choices = known_for(request), SourceChoice.objects.filter(measure=one)
    if known.day is not None:
        choices = choices.filter(chosen_at__lt=end_of_day(known.day))
    sources = sources_beside(one, subject, today=known.day or timezone.localdate(), as_known_on=known.day)
    sent = request.POST if request.method == "POST" else None
    now = next((source.source.token for source in sources if source.is_shown), "")
    form = ShownSourceForm(sources, sent, initial={"source": now, "seen": one.shown_source})
    if form.is_bound and form.is_valid() and _choose(request, seat, one, form):
        return _back(seat, one, subject)
    context = {
        "measure": one,
        "subject": subject,
        "subjects": subjects,
        "sources": sources,
        "rows": side_by_side(one, sources),
        "form": form if (len(sources) > 1 and known.day is None) or form.is_bound else None,
        "errors": errors_of(form) if form.is_bound else [],
        "choice": choices.order_by("-chosen_at", "-pk").first(),
        "may_keep": one.definition.method != MethodKey.MANUAL and known.day is None,
    }
    frame = Frame("desk-measures", _("Source shown: %(measure)s") % {"measure": measured(one).name}, known=known)
    return show(request, "desk/shown_source.html", seat, frame, context, status=422 if form.is_bound else 200)


def _back(seat: Seat, measure: Measure, subject: Subject) -> HttpResponse:
    return redirect(f"{seat.address('desk-shown-source', measure.slug)}?kohde={subject.code}")


def _choose(request: HttpRequest, seat: Seat, measure: Measure, form: ShownSourceForm) -> bool:
    """Show the chosen source, or tell in the form why not."""
    reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"]
    try:
        choose_source(
            measure=measure, source=form.chosen(), reason=reason, seen=seen, actor=seat.person, at=timezone.now()
        )
    except UnableToChoose as refused:
        form.add_error("reason" if refused.reason == "no_reason" else None, str(CHOICE_REASONS[refused.reason]))
        return False
    messages.success(request, _("The source was chosen. The measure was judged by it at once."))
    return True


def _keep(request: HttpRequest, seat: Seat, measure: Measure) -> None:
    keeps = request.POST.get("keeps") == "1"
    try:
        keep_own_values(measure=measure, keeps=keeps, actor=seat.person, at=timezone.now())
    except UnableToChoose as refused:
        messages.warning(request, str(CHOICE_REASONS[refused.reason]))
    else:
        messages.success(
            request,
            _("Own values can be entered beside the source from now on.")
            if keeps
            else _("Own values are no longer entered. Those that were stay in the history."),
        )
