"""Connecting a plan's measures and aims to measures with values: suggestions for a person, never a match by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.core.text import Language
from luotsi.indicators.models import Definition, Measure
from luotsi.indicators.suggestions import Suggestion, suggest
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.lint import lint_plan
from luotsi.strategy.models import Element
from luotsi.strategy.operations import adopt_and_link, decline_suggestions, link_measure, unlink_measure
from luotsi.strategy.queries import outline_of, without_suggestions
from luotsi.web.desk.access import Seat, editor_seat, show
from luotsi.web.desk.plan_lines import PlanLine, aims_without_measure, lines_of
from luotsi.web.desk.queries import measures_of
from luotsi.web.desk.views.plans import get_version
from luotsi.web.desk.views.remarks import frame_of
from luotsi.web.shared.language import reader_language

VERY_ALIKE, ALIKE = 0.8, 0.5
FOUND_BY_SEARCH = 8
LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class SuggestionShown:
    """A catalogue measure with how alike its name is, in words, and the measure we have of it, if any."""

    suggestion: Suggestion
    likeness: str
    ours: Measure | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the plan that no measure shows yet, with what the catalogue suggests or a search found."""

    line: PlanLine
    suggestions: list[SuggestionShown]
    searched: str = ""


@require_safe
@login_required
def connections(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: GET shows each measure of the plan with its connection or suggestions. Twelve queries."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    outline = outline_of(version)
    declined = without_suggestions(version.plan)
    lines = lines_of(outline)
    ours = measures_of(seat.organisation)
    by_definition = {one.definition.key: one for one in reversed(ours)}
    searched, place = request.GET.get("haku", "").strip()[:LONGEST_SEARCH], request.GET.get("osa", "")

    def waiting(line: PlanLine, *, suggests: bool) -> Waiting:
        title = line.element.title.in_language(reader_language())
        if searched and place == str(line.element.pk):
            return Waiting(
                line, _shown(suggested(searched, reader_language(), FOUND_BY_SEARCH), by_definition), searched
            )
        found = suggested(title.text, title.language, 3) if suggests else ()
        return Waiting(line, _shown(found, by_definition))

    unmeasured = {one.element.pk for one in aims_without_measure(outline)}
    remarks = lint_plan(version, language=reader_language(), outline=outline)
    silent = {one.element for one in remarks if one.rule == "goal-without-measure"}
    open_ones = [line for line in lines if not line.branch.measures]
    measures = [line for line in open_ones if line.element.kind == ElementKind.MEASURE]
    context = {
        "version": version,
        "measures": [waiting(one, suggests=True) for one in measures if one.element.lineage not in declined],
        "declined": [waiting(one, suggests=False) for one in measures if one.element.lineage in declined],
        "aims": [waiting(one, suggests=False) for one in open_ones if one.element.pk in unmeasured],
        "goals": [waiting(one, suggests=True) for one in open_ones if str(one.element.lineage) in silent],
        "promises": [waiting(one, suggests=True) for one in open_ones if one.element.kind == ElementKind.PROMISE],
        "connected": [line for line in lines if line.branch.measures],
        "ours": ours,
    }
    return show(request, "desk/connections.html", seat, frame_of(seat, version, _("Measures of the plan")), context)


@lru_cache(maxsize=4096)
def suggested(wording: str, language: Language, limit: int) -> tuple[Suggestion, ...]:
    """Return what the packaged catalogue suggests for a wording; the catalogue does not change while we run."""
    return tuple(suggest(wording, language=language, limit=limit))


def _shown(found: Iterable[Suggestion], ours: dict[str, Measure]) -> list[SuggestionShown]:
    return [SuggestionShown(one, likeness_words(one.likeness), ours.get(one.entry.key)) for one in found]


def likeness_words(likeness: float) -> str:
    """Say how alike a suggestion's name is."""
    if likeness >= VERY_ALIKE:
        return _("Very alike")
    return _("Alike") if likeness >= ALIKE else _("Somewhat alike")


@require_POST
@login_required
def connect(request: HttpRequest, organisation: str, plan: str, number: int, element: int) -> HttpResponse:
    """Editors: POST adopts and connects, connects, disconnects, or says that no suggestion suits."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    one = get_object_or_404(version.elements.select_related("version__plan__owner"), pk=element)
    verb, _colon, wanted = request.POST.get("act", "").partition(":")
    wanted = wanted or request.POST.get("measure", "")
    if verb == "link" and not wanted:
        messages.error(request, _("Choose a measure from the list first."))
    else:
        messages.success(request, _act(seat, one, verb, wanted))
    if request.POST.get("takaisin") == "muokkaus":
        return redirect(f"{seat.address('desk-element', version.plan.slug, version.number, one.pk)}#mittarit")
    return redirect(seat.address("desk-connections", version.plan.slug, version.number))


def _act(seat: Seat, element: Element, verb: str, wanted: str) -> str:
    """Do what was asked for by one operation and say what happened."""
    actor, at = seat.person, timezone.now()
    line = element.title.in_language(reader_language()).text
    if verb == "adopt":
        definition = get_object_or_404(Definition, key=wanted, is_supporting=False)
        link = adopt_and_link(element=element, definition=definition, actor=actor, at=at)
        return _("Connected: “%(line)s” is shown by %(measure)s.") % {"line": line, "measure": _name(link.measure)}
    if verb in {"decline", "reopen"}:
        decline_suggestions(element=element, is_declined=verb == "decline", actor=actor, at=at)
        said = _("Noted: none of the suggestions is “%(line)s”.")
        return (said if verb == "decline" else _("Suggestions are shown again for “%(line)s”.")) % {"line": line}
    if verb not in {"link", "unlink"}:
        raise Http404
    measure = get_object_or_404(Measure.objects.select_related("definition"), owner=seat.organisation, slug=wanted)
    if verb == "link":
        link_measure(element=element, measure=measure, actor=actor, at=at)
        return _("Connected: “%(line)s” is shown by %(measure)s.") % {"line": line, "measure": _name(measure)}
    unlink_measure(element=element, measure=measure, actor=actor, at=at)
    return _("Disconnected: %(measure)s stays in use, but no longer shows “%(line)s”.") % {
        "line": line,
        "measure": _name(measure),
    }


def _name(measure: Measure) -> str:
    return measure.shown_name.in_language(reader_language()).text
