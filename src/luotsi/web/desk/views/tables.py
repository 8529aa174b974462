"""Values out of a table of one's own: choose it, say what its columns mean, see it as understood, enter all or none."""

from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from luotsi.core.periods import PeriodKind
from luotsi.files import refusals
from luotsi.files.uploads import store_waiting, stored_bytes
from luotsi.indicators.entered.checking import UnableToEnter
from luotsi.indicators.entry.drafts.operations import take_values
from luotsi.indicators.models import Measure
from luotsi.sources.asking import open_table
from luotsi.sources.formats.grids import Grid
from luotsi.sources.mapping import ColumnMapping
from luotsi.sources.types import UnableToRead
from luotsi.web.desk.access import Frame, Seat, show, value_seat
from luotsi.web.desk.forms.fields import LinkedError, errors_of
from luotsi.web.desk.forms.tables import CONTENT, ColumnsForm, TableForm
from luotsi.web.desk.own_tables import TableTold, read_table
from luotsi.web.desk.queries import periods_offered, subjects_of
from luotsi.web.desk.sources_told import obstacle_words
from luotsi.web.desk.views.measures import get_measure, is_entered, measured
from luotsi.web.desk.words import ENTRY_REASONS, refusal_words

_SALT = "luotsi.desk.table"
_KEPT_SECONDS = 24 * 3600
_ANY = ColumnMapping(values={CONTENT: CONTENT}, place="place", period="period")


_CHANGED = gettext_lazy("Somebody entered another value of the measure meanwhile. Look through the table again.")


@dataclass(slots=True)
class Opened:
    """A table that could be opened, with the sign under which it is kept for the next step."""

    grid: Grid
    kept: str


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def table(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Those who may enter: GET asks for a table, POST opens it, shows it as understood, or enters all of it."""
    seat = value_seat(request, organisation)
    one = get_measure(seat, measure)
    if not is_entered(one) or not one.definition.unit_of_value.is_number or seat.organisation.subject is None:
        raise Http404
    form = TableForm(request.POST, request.FILES) if "table" in request.FILES or _begins(request) else TableForm()
    opened = _opened(request, seat, one, form)
    if opened is None:
        errors = errors_of(form) if form.is_bound else []
        return _show(request, seat, one, {"form": form, "errors": errors}, is_refused=bool(errors))
    return _understood(request, seat, one, opened)


def _begins(request: HttpRequest) -> bool:
    return request.method == "POST" and "kept" not in request.POST


def _opened(request: HttpRequest, seat: Seat, measure: Measure, form: TableForm) -> Opened | None:
    """Return the table that was chosen now or in the step before; what is wrong with it is told by the form."""
    if request.method != "POST" or (form.is_bound and not form.is_valid()):
        return None
    about = f"{seat.person.pk}:{measure.pk}"
    content = form.cleaned_data["table"].read() if form.is_bound else _kept_bytes(request.POST["kept"], about)
    try:
        grid = open_table(content, _ANY)
    except refusals.UnableToRead as refused:
        _refuse(request, form, refusal_words(refused.refusal))
        return None
    except UnableToRead as refused:
        _refuse(request, form, _words(refused))
        return None
    store_waiting(content, settings.WAITING_ROOT)
    return Opened(grid, signing.dumps([sha256(content).hexdigest(), about], salt=_SALT))


def _words(refused: UnableToRead) -> str:
    return " ".join(obstacle_words(refused.obstacle, is_asked_again=False))


def _refuse(request: HttpRequest, form: TableForm, words: str) -> None:
    """Tell why there is no table: at its field, or above the page when it was chosen a step before."""
    if form.is_bound:
        form.add_error("table", words)
    else:
        messages.error(request, words)


def _kept_bytes(sign: str, about: str) -> bytes:
    """Return the bytes that this person chose for this measure within a day; nobody else's are reached."""
    try:
        digest, whose = signing.loads(sign, salt=_SALT, max_age=_KEPT_SECONDS)
        if whose != about:
            raise Http404
        return stored_bytes(digest, settings.WAITING_ROOT)
    except (signing.BadSignature, FileNotFoundError) as gone:
        raise Http404 from gone


def _understood(request: HttpRequest, seat: Seat, measure: Measure, opened: Opened) -> HttpResponse:
    at = timezone.now()
    kind = PeriodKind(measure.definition.period_kind)
    subjects = subjects_of(seat.organisation, today=timezone.localdate(at))
    sent = request.POST if "kept" in request.POST else None
    form = ColumnsForm(opened.grid.columns, subjects, periods_offered(kind, timezone.localdate(at)), sent)
    told, errors = None, []
    if form.is_bound and not form.is_valid():
        errors = errors_of(form)
    else:
        try:
            told = read_table(opened.grid, form.mapping(kind), measure, subjects, at=at)
        except UnableToRead as refused:
            errors = [LinkedError("", "", _words(refused))]
    if told is not None and request.POST.get("act") == "enter" and not told.problems:
        is_as_seen = told.standing == request.POST.get("standing")
        errors = _enter(request, seat, measure, told) if is_as_seen else [LinkedError("", "", str(_CHANGED))]
        if not errors:
            return redirect(seat.address("desk-values", measure.slug))
    context: dict[str, object] = {"columns": form, "told": told, "kept": opened.kept, "errors": errors}
    is_refused = bool(errors) or (told is not None and bool(told.problems) and request.POST.get("act") == "enter")
    return _show(request, seat, measure, context, is_refused=is_refused)


def _enter(request: HttpRequest, seat: Seat, measure: Measure, told: TableTold) -> list[LinkedError]:
    """Enter everything or nothing."""
    try:
        count = len(take_values(measure=measure, entries=told.entries, actor=seat.person, at=timezone.now()))
    except UnableToEnter as refused:
        return [LinkedError("", "", f"{refused.subject}: {ENTRY_REASONS[refused.reason]}")]
    if not count:
        messages.warning(request, _("The table has no new values, so nothing changed."))
    elif measure.needs_approval:
        words = ngettext("%(count)d value sent for approval.", "%(count)d values sent for approval.", count)
        messages.success(request, words % {"count": count})
    else:
        words = ngettext("%(count)d value saved.", "%(count)d values saved.", count)
        messages.success(request, words % {"count": count})
    return []


def _show(
    request: HttpRequest, seat: Seat, measure: Measure, context: dict[str, object], *, is_refused: bool
) -> HttpResponse:
    frame = Frame("desk-measures", _("Values from a table: %(measure)s") % {"measure": measured(measure).name})
    return show(
        request, "desk/table.html", seat, frame, context | {"measure": measure}, status=422 if is_refused else 200
    )
