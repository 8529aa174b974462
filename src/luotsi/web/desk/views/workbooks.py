"""The values entered by hand as a workbook, out and in again."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.core.periods import PeriodKind
from luotsi.files.refusals import Reason, Refusal, UnableToRead
from luotsi.files.sheets import xlsx_bytes
from luotsi.files.workbooks import sheets_of_workbook
from luotsi.indicators.choosing import takes_entries
from luotsi.indicators.entry.drafts.operations import take_rows
from luotsi.indicators.models import Measure
from luotsi.web.desk.access import Frame, Seat, show, value_seat
from luotsi.web.desk.forms.fields import LinkedError
from luotsi.web.desk.queries import measures_of, subjects_of
from luotsi.web.desk.words import ENTRY_REASONS, PERIOD_KINDS, refusal_words
from luotsi.web.desk.workbooks import MOST_CHANGED, FilledRow, Reading, filled_sheet, header, table


class UnableToTake(ValueError):
    """The workbook is not one that was downloaded here, or changes too much at once; the message tells the person."""


def _by_hand(seat: Seat) -> list[Measure]:
    return [one for one in measures_of(seat.organisation) if takes_entries(one)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def workbook(request: HttpRequest, organisation: str) -> HttpResponse:
    """Those who may enter: GET offers the workbooks, POST takes a filled one in and tells of each row."""
    seat = value_seat(request, organisation)
    measures = _by_hand(seat)
    kinds = [kind for kind in PeriodKind if any(one.definition.period_kind == kind for one in measures)]
    rows: list[FilledRow] = []
    errors: list[LinkedError] = []
    if request.method == "POST":
        try:
            rows = _take(request, seat, measures)
        except UnableToRead as refused:
            errors = [LinkedError("workbook", _("Filled workbook"), refusal_words(refused.refusal))]
        except UnableToTake as refused:
            errors = [LinkedError("workbook", _("Filled workbook"), str(refused))]
    context = {
        "kinds": [(kind, PERIOD_KINDS[kind]) for kind in kinds],
        "errors": errors,
        "rows": rows,
        "entered": sum(row.entered for row in rows),
        "refused": sum(bool(row.problems) for row in rows),
        "was_sent": request.method == "POST" and not errors,
    }
    frame = Frame("desk-measures", _("Values as a workbook"))
    return show(request, "desk/workbook.html", seat, frame, context, status=422 if errors else 200)


def _take(request: HttpRequest, seat: Seat, measures: list[Measure]) -> list[FilledRow]:
    """Enter the rows without a fault.

    :raises UnableToRead: for what is no workbook
    :raises UnableToTake: for another workbook than those downloaded here, and for too many changes
    """
    sent = request.FILES.get("workbook")
    if sent is None or not sent.size:
        raise UnableToRead(Reason.EMPTY)
    if sent.size > settings.MAX_UPLOAD_BYTES:
        refusal = Refusal(Reason.TOO_LARGE, {"limit_mb": settings.MAX_UPLOAD_BYTES // 1024**2})
        raise UnableToRead(refusal.reason, **refusal.parameters)
    sheet, today = filled_sheet(sheets_of_workbook(sent.read())), timezone.localdate()
    if sheet is None:
        raise UnableToTake(_("No sheet has the first row of a workbook downloaded here. Download one and fill it in."))
    rows = Reading(seat.organisation, measures, subjects_of(seat.organisation, today=today), today).rows(sheet)
    if sum(len(row.entries) for row in rows) > MOST_CHANGED:
        raise UnableToTake(_("The table has more than %(most)d new values. Split it.") % {"most": MOST_CHANGED})
    sound = [(row, row.measure) for row in rows if row.measure is not None and row.entries and not row.problems]
    refusals = take_rows(rows=[(measure, row.entries) for row, measure in sound], actor=seat.person, at=timezone.now())
    for (row, _measure), refused in zip(sound, refusals, strict=True):
        if refused is None:
            row.entered = len(row.entries)
        else:
            row.problems.append(str(ENTRY_REASONS[refused.reason]))
    return rows


@require_safe
@login_required
def download(request: HttpRequest, organisation: str, kind: str) -> HttpResponse:
    """Those who may enter: GET gives the values of measures of one kind of period as XLSX. Five queries."""
    seat = value_seat(request, organisation)
    measures = [one for one in _by_hand(seat) if one.definition.period_kind == kind]
    if not measures:
        raise Http404
    wanted, today = PeriodKind(kind), timezone.localdate()
    subjects = subjects_of(seat.organisation, today=today)
    rows = table(measures, subjects, wanted, timezone.now(), today)
    response = HttpResponse(
        xlsx_bytes(str(PERIOD_KINDS[wanted]), header(wanted, today), rows),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = f'attachment; filename="{seat.organisation.slug}-{kind}.xlsx"'
    return response
