"""Connecting a measure to a source, step by step: which, where, what it means, what it would give, how often."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from luotsi.core.periods import PeriodKind
from luotsi.files import refusals
from luotsi.indicators.connected import subjects_of
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Measure
from luotsi.sources.models import Connection
from luotsi.sources.operations import (
    Step,
    UnableToConnect,
    begin_connection,
    keep_step,
    remove_connection,
    save_connection,
)
from luotsi.sources.outbound import Outbound
from luotsi.sources.questions import (
    ColumnQuestion,
    IndicatorQuestion,
    Question,
    UnableToAsk,
    VariableQuestion,
    Where,
    question_of,
    variables_of,
)
from luotsi.sources.registry import SOURCES
from luotsi.sources.schedule import Every
from luotsi.sources.types import UnableToFetch, UnableToRead
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.forms.fields import LinkedError, errors_of
from luotsi.web.desk.forms.source_setup import WHERE, MeaningForm, VariablesForm, WrittenUnitForm
from luotsi.web.desk.queries import periods_offered
from luotsi.web.desk.source_setup import About, leaving_out, look, offered_sources, preview_of, sample_of
from luotsi.web.desk.sources_told import EVERY, obstacle_words
from luotsi.web.desk.views.measures import get_measure, measured
from luotsi.web.desk.words import refusal_words
from luotsi.web.shared.crumbs import Crumb

PATIENCE_SECONDS = 20
"""How long a person waits for the answer to one question of a form."""


def _way() -> Outbound:
    hosts = frozenset(settings.SOURCE_HOSTS)
    return Outbound(hosts, timeout_seconds=PATIENCE_SECONDS, attempts=1, allow_loopback_http=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def connect(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Editors: GET lists the sources a measure can be connected to, POST begins with one of them."""
    seat = editor_seat(request, organisation)
    one = get_connectable(seat, measure)
    if request.method == "POST":
        source = SOURCES.get(request.POST.get("source", ""))
        if source not in offered_sources():
            raise Http404
        at = timezone.now()
        made = begin_connection(owner=seat.organisation, measure=one.slug, source=source.key, actor=seat.person, at=at)
        return redirect(seat.address("desk-connection", made.pk))
    sources = [(source, not source.host or source.host in settings.SOURCE_HOSTS) for source in offered_sources()]
    begun = [
        connection
        for connection in Connection.objects.filter(owner=seat.organisation, measure=one.slug, removed_at__isnull=True)
        if connection.title
    ]
    frame = Frame("desk-measures", _("Connect a source: %(measure)s") % {"measure": measured(one).name})
    return show(request, "desk/connect.html", seat, frame, {"measure": one, "sources": sources, "begun": begun})


def get_connectable(seat: Seat, slug: str) -> Measure:
    """Return a measure that can get figures from a source, or answer that there is no such page."""
    measure = get_measure(seat, slug)
    if not measure.definition.unit_of_value.is_number or seat.organisation.subject is None:
        raise Http404
    return measure


def _get_connection(seat: Seat, pk: int) -> Connection:
    rows = Connection.objects.select_related("owner__subject", "sample", "changed_by")
    return get_object_or_404(rows, pk=pk, owner=seat.organisation, removed_at__isnull=True)


def _about(seat: Seat, connection: Connection) -> About:
    at = timezone.now()
    measure = get_connectable(seat, connection.measure)
    kind = PeriodKind(measure.definition.period_kind)
    ended = last_ended(kind, timezone.localdate(at))
    if ended is None:
        raise Http404
    return About(measure, list(subjects_of(seat.organisation, at=at).values()), ended, at)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def where(request: HttpRequest, organisation: str, connection: int) -> HttpResponse:
    """Editors: GET asks where the figures are, POST asks the source what it offers there."""
    seat = editor_seat(request, organisation)
    one = _get_connection(seat, connection)
    about, source = _about(seat, one), SOURCES[one.source]
    sent, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    typed = WHERE[source.connector](sent, files, initial=_initial(one))
    errors: list[LinkedError] = []
    if typed.is_bound and typed.is_valid():
        errors = _kept(request, seat, one, lambda: look(_way(), source, typed.cleaned_data, one, about))
        if not errors:
            return redirect(seat.address("desk-connection-meaning", one.pk))
    return _show(request, seat, (one, about), "where", errors, {"form": typed})


def _initial(connection: Connection) -> dict[str, object]:
    draft = connection.draft
    at = draft.get("at", "") if draft.get("where") != Where.UPLOAD else ""
    told = {"table": draft.get("table"), "number": draft.get("number"), "address": at, "resource": at}
    return told | {"publisher": draft.get("about", {}).get("publisher", "")}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meaning(request: HttpRequest, organisation: str, connection: int) -> HttpResponse:
    """Editors: GET asks what variables or columns mean, POST asks for the figures that the answers would give."""
    seat = editor_seat(request, organisation)
    one = _get_connection(seat, connection)
    if not one.draft:
        return redirect(seat.address("desk-connection", one.pk))
    about = _about(seat, one)
    question = question_of(one.draft)
    typed = _meaning_form(request, question, one, about)
    errors: list[LinkedError] = []
    if typed.is_bound and typed.is_valid():
        chosen, unit = _chosen(typed, question, about), typed.cleaned_data["unit"]
        errors = _kept(request, seat, one, lambda: sample_of(_way(), one, chosen, about, unit))
        if not errors:
            return redirect(seat.address("desk-connection-preview", one.pk))
    return _show(request, seat, (one, about), "meaning", errors, {"form": typed})


def _meaning_form(request: HttpRequest, question: Question, one: Connection, about: About) -> WrittenUnitForm:
    data = request.POST if request.method == "POST" else None
    typed: WrittenUnitForm
    match question:
        case VariableQuestion():
            typed = VariablesForm(variables_of(one.offered), question, about.subjects, data)
        case ColumnQuestion():
            periods = periods_offered(about.kind, timezone.localdate(about.at))
            typed = MeaningForm(one.offered, question, about.subjects, periods, data)
        case IndicatorQuestion():
            typed = WrittenUnitForm(data)
    typed.ask_unit(about.measure.definition.unit_of_value, one.draft.get("unit", ""))
    return typed


def _chosen(typed: Form, question: Question, about: About) -> Question:
    if isinstance(typed, VariablesForm):
        return typed.chosen()
    if isinstance(typed, MeaningForm) and isinstance(question, ColumnQuestion):
        mapping = typed.chosen(about.kind)
        return ColumnQuestion(where=question.where, at=question.at, base_url=question.base_url, mapping=mapping)
    return question


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preview(request: HttpRequest, organisation: str, connection: int) -> HttpResponse:
    """Editors: GET shows the figures as they would be taken in, POST leaves out what is no place, or saves."""
    seat = editor_seat(request, organisation)
    one = _get_connection(seat, connection)
    about = _about(seat, one)
    told = preview_of(one, about)
    if told is None:
        return redirect(seat.address("desk-connection-meaning", one.pk))
    errors: list[LinkedError] = []
    if request.method == "POST" and request.POST.get("act") == "leave_out" and told.blocks:
        errors = _kept(
            request, seat, one, lambda: sample_of(_way(), one, leaving_out(one), about, one.draft.get("unit", ""))
        )
        if not errors:
            return redirect(seat.address("desk-connection-preview", one.pk))
    elif request.method == "POST" and told.may_be_saved:
        errors = _saved(request, seat, one)
        if not errors:
            messages.success(request, _("Connected. The first figures are being fetched."))
            return redirect(seat.address("desk-source", one.key))
    source = SOURCES[one.source]
    every = [key for key in Every if key is not Every.PUBLISHED or source.rhythm is not None]
    if one.draft.get("where") == Where.UPLOAD:
        every = [Every.NEVER]
    chosen = one.every if one.question else (Every.PUBLISHED if source.rhythm else Every.MONTH)
    context = {"told": told, "every": [(key, EVERY[key], key == chosen) for key in every]}
    return _show(request, seat, (one, about), "preview", errors, context)


def _saved(request: HttpRequest, seat: Seat, one: Connection) -> list[LinkedError]:
    try:
        every = Every(request.POST.get("every", Every.NEVER))
    except ValueError as fault:
        raise Http404 from fault
    try:
        save_connection(connection=one, seen=_seen(request), every=every, actor=seat.person, at=timezone.now())
    except UnableToConnect:
        return [_changed(one)]
    return []


def _kept(request: HttpRequest, seat: Seat, one: Connection, find: Callable[[], Step]) -> list[LinkedError]:
    """Keep what a step finds out, or tell why there is nothing and what to do."""
    seen = _seen(request)
    if seen != one.revision:
        return [_changed(one)]
    try:
        keep_step(connection=one, seen=seen, step=find(), actor=seat.person, at=timezone.now())
    except (UnableToFetch, UnableToRead) as fault:
        return [LinkedError("", "", words) for words in obstacle_words(fault.obstacle, is_asked_again=False)]
    except refusals.UnableToRead as fault:
        return [LinkedError("", "", refusal_words(fault.refusal))]
    except UnableToAsk:
        return [
            LinkedError("", "", _("Kela’s files need columns for place and month, and the totals chosen in others."))
        ]
    except UnableToConnect:
        return [_changed(one)]
    return []


def _seen(request: HttpRequest) -> int:
    """Return the revision that the form was made from, -1 for none."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1


def _changed(one: Connection) -> LinkedError:
    one.refresh_from_db()
    who = one.changed_by.name if one.changed_by else ""
    words = _("%(name)s changed this connection meanwhile. See it as it is now, and choose again.") % {"name": who}
    return LinkedError("", "", words)


@require_POST
@login_required
def remove(request: HttpRequest, organisation: str, connection: int) -> HttpResponse:
    """Editors: POST ends the connection; the figures that came by it stay."""
    seat = editor_seat(request, organisation)
    one = _get_connection(seat, connection)
    try:
        remove_connection(connection=one, seen=_seen(request), actor=seat.person, at=timezone.now())
    except UnableToConnect:
        messages.error(request, _changed(one).text)
        return redirect(seat.address("desk-sources"))
    messages.success(request, _("The connection was removed. The figures that came by it stay."))
    return redirect(seat.address("desk-sources"))


def _show(
    request: HttpRequest,
    seat: Seat,
    setup: tuple[Connection, About],
    step: str,
    errors: list[LinkedError],
    more: dict[str, object],
) -> HttpResponse:
    one, about = setup
    typed = more.get("form")
    wrong = [*(errors_of(typed) if isinstance(typed, Form) and typed.is_bound else []), *errors]
    between = (Crumb(_("Connect a source"), seat.address("desk-connect-source", about.measure.slug)),)
    title = _("Connect a source: %(measure)s") % {"measure": measured(about.measure).name}
    context = {"connection": one, "source": SOURCES[one.source], "title": one.title, "measure": about.measure}
    status = 422 if wrong else 200
    frame = Frame("desk-measures", title, between)
    return show(request, f"desk/connect_{step}.html", seat, frame, {**context, **more, "errors": wrong}, status=status)
