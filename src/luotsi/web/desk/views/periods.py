"""When periods close, and opening them again."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.indicators.choosing import TAKE_ENTRIES
from luotsi.indicators.entry.locks.operations import UnableToOpen, close_period, open_period, set_lock
from luotsi.indicators.entry.models import PeriodLock, PeriodOpening
from luotsi.indicators.entry.rules import is_closed
from luotsi.indicators.models import Measure
from luotsi.web.desk.access import Frame, Seat, approver_seat, show
from luotsi.web.desk.forms.fields import LinkedError
from luotsi.web.desk.queries import periods_offered
from luotsi.web.desk.words import OPENING_REASONS, PERIOD_KINDS

LONGEST = 3660


@dataclass(frozen=True, slots=True)
class KindRow:
    """The periods of one kind: when they close, and those that are closed, with their openings."""

    kind: PeriodKind
    name: str
    days: str
    periods: list[tuple[Period, PeriodOpening | None]]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def periods(request: HttpRequest, organisation: str) -> HttpResponse:
    """Approvers: GET shows when periods close, POST changes it, opens a closed one or closes it. Five queries."""
    seat = approver_seat(request, organisation)
    errors: list[LinkedError] = []
    if request.method == "POST":
        acts = {"lock": _lock, "open": _open, "close": _close}
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        errors = act(request, seat)
        if not errors:
            return redirect("desk-periods", organisation)
    context = {"rows": _rows(seat, timezone.localdate()), "errors": errors, "typed": request.POST}
    frame = Frame("desk-measures", _("Closing of periods"))
    return show(request, "desk/periods.html", seat, frame, context, status=422 if errors else 200)


def _kinds(seat: Seat) -> list[PeriodKind]:
    rows = Measure.objects.filter(TAKE_ENTRIES, owner=seat.organisation).order_by()
    used = set(rows.values_list("definition__period_kind", flat=True))
    return [kind for kind in PeriodKind if kind in used]


def _rows(seat: Seat, today: date) -> list[KindRow]:
    locks = dict(PeriodLock.objects.filter(organisation=seat.organisation).values_list("period_kind", "days_open"))
    openings = PeriodOpening.objects.filter(organisation=seat.organisation, ended_at__isnull=True, through__gte=today)
    opened = {one.period_name: one for one in openings}
    found = []
    for kind in _kinds(seat):
        days = locks.get(kind)
        closed = [one for one in periods_offered(kind, today) if is_closed(one, today, days_open=days)]
        row = KindRow(
            kind,
            str(PERIOD_KINDS[kind]),
            "" if days is None else str(days),
            [(one, opened.get(one.name)) for one in closed],
        )
        found.append(row)
    return found


def _lock(request: HttpRequest, seat: Seat) -> list[LinkedError]:
    kind = next((one for one in _kinds(seat) if one == request.POST.get("laji")), None)
    if kind is None:
        raise Http404
    typed = request.POST.get("days", "").strip()
    if typed and (not typed.isdecimal() or int(typed) > LONGEST):
        words = _("Write a whole number of days, or leave it empty.")
        return [LinkedError(f"days-{kind}", str(PERIOD_KINDS[kind]), words)]
    days = int(typed) if typed else None
    set_lock(organisation=seat.organisation, kind=kind, days_open=days, actor=seat.person, at=timezone.now())
    messages.success(request, _("The closing of periods was saved."))
    return []


def _period(request: HttpRequest) -> Period:
    try:
        return Period.parse(request.POST.get("kausi", ""))
    except PeriodError:
        raise Http404 from None


def _open(request: HttpRequest, seat: Seat) -> list[LinkedError]:
    period = _period(request)
    try:
        through = parse_date(request.POST.get("through", ""))
    except ValueError:
        through = None
    if through is None:
        words = str(OPENING_REASONS["through"])
        return [LinkedError(f"through-{period.name}", _("Open through"), words)]
    reason = request.POST.get("reason", "")[:500]
    try:
        open_period(
            organisation=seat.organisation,
            period=period,
            through=through,
            reason=reason,
            actor=seat.person,
            at=timezone.now(),
        )
    except UnableToOpen as refused:
        label = {"reason": _("Why it is opened"), "through": _("Open through")}[refused.reason]
        return [LinkedError(f"{refused.reason}-{period.name}", label, str(OPENING_REASONS[refused.reason]))]
    messages.success(request, _("The period is open again."))
    return []


def _close(request: HttpRequest, seat: Seat) -> list[LinkedError]:
    opening = get_object_or_404(
        PeriodOpening, organisation=seat.organisation, period_name=_period(request).name, ended_at__isnull=True
    )
    close_period(opening=opening, actor=seat.person, at=timezone.now())
    messages.success(request, _("The period is closed."))
    return []
