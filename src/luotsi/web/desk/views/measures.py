"""Measures at the desk: the list, targets, statuses by a person."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.core.text import Rendered
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.sentences import Measured, target_sentence
from luotsi.indicators.explanations import told
from luotsi.indicators.methods import find
from luotsi.indicators.models import Measure, Observation, Status, Target
from luotsi.indicators.operations import (
    UnableToOverride,
    UnableToSetTarget,
    override_status,
    retarget,
    withdraw_override,
)
from luotsi.indicators.queries import lines_of_measures, statuses_of, target_line, targets_of
from luotsi.indicators.types import StatusKey
from luotsi.orgs.models import Subject
from luotsi.web.desk.access import Frame, Seat, editor_seat, find_seat, known_for, show
from luotsi.web.desk.forms.fields import errors_of
from luotsi.web.desk.forms.figures import OverrideForm, TargetForm
from luotsi.web.desk.queries import measures_of, subjects_of
from luotsi.web.desk.words import TARGET_REASONS
from luotsi.web.shared.language import reader_language


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One line of the list."""

    measure: Measure
    status: Status | None
    latest: Observation | None
    latest_text: CellText | None
    is_entered: bool


def observation_text(observation: Observation, measure: Measure) -> CellText:
    """Return an observation as its reader sees it: the number with its unit, the words, or why there is neither."""
    if observation.words:
        words: Rendered = observation.words.in_language(reader_language())
        return CellText(words.text, words.text)
    definition = measure.definition
    return cell_text(observation.cell, definition.unit_of_value, reader_language(), definition.decimals)


def is_entered(measure: Measure) -> bool:
    """Tell whether people type values of the measure, its own or beside those of its source."""
    method = find(measure.definition.method)
    return measure.keeps_own_values or (method is not None and method.is_entered)


@require_safe
@login_required
def measures(request: HttpRequest, organisation: str) -> HttpResponse:
    """Members: GET lists the organisation's measures with status and newest value. Seven queries, eight of a day."""
    seat, known = find_seat(request, organisation), known_for(request)
    found = measures_of(seat.organisation)
    subject = seat.organisation.subject
    lines = lines_of_measures(found, [subject], as_known_on=known.day) if subject else {}
    statuses = statuses_of(found, [subject], as_known_on=known.day) if subject else {}
    rows = []
    for measure in found:
        latest = lines[measure.pk][subject.pk].latest_known if subject else None
        status = statuses.get((measure.pk, subject.pk)) if subject else None
        text = None if latest is None else observation_text(latest, measure)
        rows.append(MeasureRow(measure, status, latest, text, is_entered(measure)))
    return show(request, "desk/measures.html", seat, Frame("desk-measures", known=known), {"rows": rows})


def get_measure(seat: Seat, slug: str) -> Measure:
    """Return one of the organisation's measures, or answer that there is no such page. One query."""
    rows = Measure.objects.filter(owner=seat.organisation).select_related("definition", "owner__subject")
    return get_object_or_404(rows, slug=slug)


def chosen_subject(request: HttpRequest, seat: Seat) -> tuple[Subject, list[Subject]]:
    """Return whom the page is about, the organisation itself unless another is asked for, and who can be asked for."""
    subjects = subjects_of(seat.organisation, today=timezone.localdate())
    wanted = request.GET.get("kohde") or request.POST.get("kohde")
    found = [one for one in subjects if one.code == wanted] if wanted else subjects[:1]
    if not found:
        raise Http404
    return found[0], subjects


def measured(measure: Measure) -> Measured:
    """Return the measure as the sentences of figures name it."""
    name = measure.shown_name.in_language(reader_language()).text
    return Measured(name, measure.definition.unit_of_value, measure.definition.decimals)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def target(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Editors: GET shows the target with the form to set another, POST sets it and judges anew. Nine queries."""
    seat = editor_seat(request, organisation)
    one = get_measure(seat, measure)
    (subject, subjects), known = chosen_subject(request, seat), known_for(request)
    current = targets_of([one], [subject], as_known_on=known.day).get((one.pk, subject.pk))
    sent = request.POST if request.method == "POST" else None
    form = TargetForm(one.definition.unit_of_value, sent, initial=_as_set(current))
    if form.is_bound and form.is_valid():
        try:
            retarget(measure=one, subject=subject, target=form.target(), actor=seat.person, at=timezone.now())
        except UnableToSetTarget as refused:
            form.add_error(refused.reason, str(TARGET_REASONS[refused.reason]))
        else:
            messages.success(request, _("The target was set. The status was judged by it at once."))
            return redirect(f"{seat.address('desk-target', one.slug)}?kohde={subject.code}")
    context = {
        "measure": one,
        "subject": subject,
        "subjects": subjects,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "target": current,
        "sentence": _sentence(one, current),
        "status": statuses_of([one], [subject], as_known_on=known.day).get((one.pk, subject.pk)),
    }
    frame = Frame("desk-measures", _("Target: %(measure)s") % {"measure": measured(one).name}, known=known)
    return show(request, "desk/target.html", seat, frame, context, status=422 if form.is_bound else 200)


def _sentence(measure: Measure, current: Target | None) -> str:
    telling = None if current is None else told(target_line(current))
    sentence = target_sentence(measured(measure), telling, reader_language())
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _as_set(current: Target | None) -> dict[str, object]:
    if current is None:
        return {}
    line = target_line(current)
    return {
        "kind": str(line.kind),
        "value": line.value,
        "upper": line.upper,
        "due": line.due.name,
        "baseline": line.baseline,
        "baseline_period": line.baseline_period.name if line.baseline_period else "",
        "tolerance": line.tolerance,
        "path": str(line.path),
        "origin": current.origin,
        "note": current.note.in_language(reader_language()).text,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def status(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Editors: GET shows the status with its reason, POST puts a judgement in its place or back. Eight queries."""
    seat = editor_seat(request, organisation)
    one = get_measure(seat, measure)
    (subject, subjects), known = chosen_subject(request, seat), known_for(request)
    current = statuses_of([one], [subject], as_known_on=known.day).get((one.pk, subject.pk))
    if request.POST.get("act") == "withdraw":
        return _withdraw(request, seat, one, subject)
    sent = request.POST if request.method == "POST" else None
    form = OverrideForm(sent, initial={"key": current.key if current else ""})
    if form.is_bound and form.is_valid():
        try:
            override_status(
                measure=one,
                subject=subject,
                key=StatusKey(form.cleaned_data["key"]),
                reason=form.cleaned_data["reason"],
                actor=seat.person,
                at=timezone.now(),
            )
        except UnableToOverride:
            form.add_error(None, _("Nothing has been judged yet, so there is no status to replace."))
        else:
            messages.success(request, _("Your judgement was saved with your name and reason."))
            return redirect(f"{seat.address('desk-status', one.slug)}?kohde={subject.code}")
    context = {
        "measure": one,
        "subject": subject,
        "subjects": subjects,
        "status": current,
        "form": form if (current is not None and known.day is None) or form.is_bound else None,
        "errors": errors_of(form) if form.is_bound else [],
    }
    frame = Frame("desk-measures", _("Status: %(measure)s") % {"measure": measured(one).name}, known=known)
    return show(request, "desk/status.html", seat, frame, context, status=422 if form.is_bound else 200)


def _withdraw(request: HttpRequest, seat: Seat, measure: Measure, subject: Subject) -> HttpResponse:
    """Take a person's judgement back; where somebody did so already, nothing is to be done."""
    try:
        withdraw_override(measure=measure, subject=subject, actor=seat.person, at=timezone.now())
    except UnableToOverride:
        messages.warning(request, _("The status was computed by the published rule already."))
    else:
        messages.success(request, _("The status is again the one computed by the published rule."))
    return redirect(f"{seat.address('desk-status', measure.slug)}?kohde={subject.code}")
