"""The editing of a draft: its lines with remarks beside them, each act a form, the same acts in place for a script."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.strategy.editing.operations import (
    UnableToEdit,
    add_element,
    change_element,
    move_element,
    put_back,
    remove_element,
)
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element, PlanVersion, Removal
from luotsi.strategy.types import VersionState
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.editor import NOWHERE, EditorLine, EditorPage, build, language_of
from luotsi.web.desk.forms.elements import LIKELY_BELOW, ElementForm, place_choices
from luotsi.web.desk.forms.fields import errors_of, put_in_place
from luotsi.web.desk.queries import measures_of
from luotsi.web.desk.views.plans import get_version
from luotsi.web.desk.views.remarks import frame_of
from luotsi.web.desk.views.review import is_fetched
from luotsi.web.desk.words import EDIT_REASONS
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.language import reader_language

LATER = "details"
"""Says that a new line's details are written next."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to: a sentence, the line to stand at, and what can be undone."""

    report: str
    here: int | None = None
    undo: int | None = None
    is_refused: bool = False


@require_safe
@login_required
def edit(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: GET shows a draft line by line; `?nayta=` and `?saanto=` narrow it. Sixteen queries, however long."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    if version.state != VersionState.DRAFT:
        return redirect(seat.address("desk-version", plan, number))
    page = build(seat, version, **_view_of(request.GET), undo=_number(request.GET.get("kumoa")))
    return show(
        request, "desk/edit.html", seat, frame_of(seat, version, _("Edit the draft")), {"page": page} | _named(page)
    )


def _named(page: EditorPage) -> dict[str, Any]:
    return {"version": page.version}


def _view_of(sent: Any) -> dict[str, str]:
    return {"shown": sent.get("nayta", ""), "rule": sent.get("saanto", "")}


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isdecimal() and len(words) < 19 else None


@require_POST
@login_required
def act(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: POST moves a line, takes one out or puts it back; answers a script with the draft as it is then."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    verb, *words = request.POST.get("act", "").split(":")
    under = request.POST.get("under")
    if verb == "move" and len(words) == 2 and under is not None:
        words += [under, str(NOWHERE)]
    numbers = [_number(one) for one in words]
    if None in numbers or _ARGUMENTS.get(verb) != len(numbers):
        done = Done(_("That could not be understood. Nothing was changed."), is_refused=True)
    else:
        try:
            done = _act(seat, version, verb, [one or NOWHERE for one in numbers])
        except UnableToEdit as refused:
            done = Done(str(EDIT_REASONS[refused.reason]), here=numbers[0], is_refused=True)
    return _answer(request, seat, version, done)


_ARGUMENTS = {"move": 4, "remove": 3, "back": 1}


def _act(seat: Seat, version: PlanVersion, verb: str, numbers: list[int]) -> Done:
    actor, at = seat.person, timezone.now()
    if verb == "move":
        pk, seen_under, under, before = numbers
        seen = Element(pk=pk, version=version, parent_id=seen_under or None)
        moved = move_element(element=seen, under=under or None, before=before or None, actor=actor, at=at)
        return Done(_("Moved: %(line)s") % {"line": _said(moved)}, here=moved.pk)
    if verb == "remove":
        pk, revision, seen_under = numbers
        seen = Element(pk=pk, version=version, revision=revision, parent_id=seen_under or None)
        removal = remove_element(element=seen, actor=actor, at=at)
        return Done(_("Taken out: %(line)s") % {"line": _said(removal)}, undo=removal.pk)
    removal_there = version.removals.filter(pk=numbers[0]).first()
    if removal_there is None:
        raise UnableToEdit("put_back_already", "somebody put this back already")
    back = put_back(removal=removal_there, actor=actor, at=at)
    return Done(_("Put back: %(line)s") % {"line": _said(back)}, here=back.pk)


def _said(thing: Element | Removal) -> str:
    return thing.title.in_language(reader_language()).text


def _answer(request: HttpRequest, seat: Seat, version: PlanVersion, done: Done) -> HttpResponse:
    """Tell what happened: to a script with the draft as it is now, to others by going back to the line."""
    version.refresh_from_db(fields=["state"])
    is_open = version.state == VersionState.DRAFT
    if is_fetched(request) and is_open:
        page = build(seat, version, **_view_of(request.POST), undo=done.undo)
        context = {"page": page, "seat": seat} | _named(page)
        html = render_to_string("desk/_editor.html", context, request)
        return JsonResponse({"report": done.report, "html": html, "here": done.here, "isRefused": done.is_refused})
    messages.add_message(request, messages.ERROR if done.is_refused else messages.SUCCESS, done.report)
    if not is_open:
        address = seat.address("desk-version", version.plan.slug, version.number)
        return JsonResponse({"goTo": address}) if is_fetched(request) else redirect(address)
    return redirect(_editor_address(request, seat, version, done))


def _editor_address(request: HttpRequest, seat: Seat, version: PlanVersion, done: Done) -> str:
    asked = {name: value for name in ("nayta", "saanto") if (value := request.POST.get(name))}
    if done.undo is not None:
        asked["kumoa"] = str(done.undo)
    address = seat.address("desk-edit", version.plan.slug, version.number)
    anchor = "#kumoa" if done.undo is not None else f"#osa-{done.here}" if done.here else ""
    return f"{address}{'?' if asked else ''}{urlencode(asked)}{anchor}"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def element(request: HttpRequest, organisation: str, plan: str, number: int, element: int) -> HttpResponse:
    """Editors: GET shows one line with all that can be done to it; POST saves its words. Eighteen queries."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    one = version.elements.select_related("changed_by").filter(pk=element).first()
    if one is None:
        return _gone(request, seat, version, element)
    if request.method != "POST" and version.state != VersionState.DRAFT:
        return redirect(seat.address("desk-version", plan, number))
    form = ElementForm.of(one, _language(one), request.POST if request.method == "POST" else None)
    conflict = False
    if form.is_bound and form.is_valid():
        try:
            change_element(
                version=version,
                pk=one.pk,
                words=form.words(one.details),
                seen_revision=form.cleaned_data["seen_revision"],
                actor=seat.person,
                at=timezone.now(),
            )
        except UnableToEdit as refused:
            if refused.reason == "removed":
                return _gone(request, seat, version, element)
            conflict = refused.reason == "changed_meanwhile"
            form.add_error(
                form.title.name if refused.reason == "empty_title" else None, str(EDIT_REASONS[refused.reason])
            )
        else:
            one.refresh_from_db()
            return _answer(request, seat, version, Done(_("Saved: %(line)s") % {"line": _said(one)}, here=one.pk))
    return _element_page(request, seat, version, one, form, conflict=conflict)


def _language(one: Element) -> str:
    """Return the language that the line is written in, the reader's own where it has that."""
    return one.title.in_language(reader_language()).language


def _element_page(
    request: HttpRequest, seat: Seat, version: PlanVersion, one: Element, form: ElementForm, *, conflict: bool
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    context: dict[str, Any] = {
        "version": version,
        "element": one,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "conflict": conflict,
        "differing": form.differing(one) if conflict else [],
        "action": seat.address("desk-element", version.plan.slug, version.number, one.pk),
        "back": f"{seat.address('desk-edit', version.plan.slug, version.number)}#osa-{one.pk}",
    }
    if conflict:
        put_in_place(form, "seen_revision", one.revision)
    if is_fetched(request):
        return render(request, "desk/_element_form.html", {"seat": seat, **context}, status=status)
    page = build(seat, version)
    line = next(line for line in page.lines if line.line.element.pk == one.pk)
    context |= {
        "page": page,
        "line": line,
        "places": place_choices([row.line for row in page.lines], one),
        "parent_value": str(one.parent_id or NOWHERE),
        "ours": _unlinked(seat, line),
        "is_open": version.state == VersionState.DRAFT,
    }
    return show(
        request, "desk/element.html", seat, _frame(seat, version, _("A line of the draft")), context, status=status
    )


def _unlinked(seat: Seat, line: EditorLine) -> list[Any]:
    linked = {one.pk for one in line.line.branch.measures}
    return [one for one in measures_of(seat.organisation) if one.pk not in linked]


def _frame(seat: Seat, version: PlanVersion, title: str) -> Frame:
    name, [above] = title, frame_of(seat, version, title).between
    editor = Crumb(_("Edit the draft"), seat.address("desk-edit", version.plan.slug, version.number))
    return Frame("desk", name, (above, editor))


def _gone(request: HttpRequest, seat: Seat, version: PlanVersion, pk: int) -> HttpResponse:
    """Answer for a line that was taken out: what was typed is kept in the form of a new line."""
    removal = next((one for one in version.removals.select_related("removed_by") if _holds(one, pk)), None)
    if removal is None:
        raise Http404
    if request.method != "POST":
        messages.warning(request, str(EDIT_REASONS["removed"]))
        return redirect(_editor_address(request, seat, version, Done("", undo=removal.pk)))
    kept = next(one for one in removal.elements if one["pk"] == pk)
    form = _new_form(request, version, ElementKind(kept["kind"]))
    parent = version.elements.filter(pk=kept["parent"] or NOWHERE).first()
    return _new_page(request, seat, version, form, parent, removal=removal)


def _holds(removal: Removal, pk: int) -> bool:
    return any(one["pk"] == pk for one in removal.elements)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: GET asks the words of a new line, `?alle=` under another; POST writes it. Eight queries to ask."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    if request.method != "POST" and version.state != VersionState.DRAFT:
        return redirect(seat.address("desk-version", plan, number))
    above = _number(request.GET.get("alle"))
    parent = None if above is None else get_object_or_404(version.elements, pk=above)
    likely = ElementKind.PRIORITY if parent is None else LIKELY_BELOW.get(parent.kind, ElementKind.GOAL)
    wanted = request.GET.get("laji", "")
    form = _new_form(request, version, ElementKind(wanted) if wanted in set(ElementKind) else likely)
    if form.is_bound and form.is_valid():
        try:
            added = add_element(
                version=version, under=parent, words=form.words({}), actor=seat.person, at=timezone.now()
            )
        except UnableToEdit as refused:
            form.add_error(
                form.title.name if refused.reason == "empty_title" else None, str(EDIT_REASONS[refused.reason])
            )
        else:
            done = Done(_("Added: %(line)s") % {"line": _said(added)}, here=added.pk)
            if request.POST.get("then") == LATER and not is_fetched(request):
                messages.success(request, done.report)
                return redirect(seat.address("desk-element", version.plan.slug, version.number, added.pk))
            return _answer(request, seat, version, done)
    return _new_page(request, seat, version, form, parent)


def _new_form(request: HttpRequest, version: PlanVersion, kind: ElementKind) -> ElementForm:
    return ElementForm.new(kind, language_of(version), request.POST if request.method == "POST" else None)


def _new_page(
    request: HttpRequest,
    seat: Seat,
    version: PlanVersion,
    form: ElementForm,
    parent: Element | None,
    removal: Removal | None = None,
) -> HttpResponse:
    where = seat.address("desk-new-element", version.plan.slug, version.number)
    context = {
        "version": version,
        "form": form,
        "parent": parent,
        "removal": removal,
        "errors": errors_of(form) if form.is_bound else [],
        "action": f"{where}?alle={parent.pk}" if parent else where,
        "back": seat.address("desk-edit", version.plan.slug, version.number),
        "is_new": True,
    }
    status = 422 if form.is_bound else 200
    if is_fetched(request):
        return render(request, "desk/_element_form.html", {"seat": seat, **context}, status=status)
    return show(request, "desk/new_element.html", seat, _frame(seat, version, _("A new line")), context, status=status)
