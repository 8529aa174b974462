"""Values entered by hand in a grid: typed or pasted, kept as drafts, then sent."""

import json
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.indicators.entry.drafts.operations import finish_drafts
from luotsi.web.desk.access import Frame, Seat, known_for, show, value_seat
from luotsi.web.desk.cell_history import history_of_cell
from luotsi.web.desk.forms.fields import LinkedError
from luotsi.web.desk.grid import Base, Choice, Grid, GridCell, Offer, build, offer_of
from luotsi.web.desk.grid_taking import Preview, Taken, Typed, preview, put_back, take, typed_cells
from luotsi.web.desk.pasted import UnableToPaste
from luotsi.web.desk.words import ENTRY_REASONS, PERIOD_KINDS
from luotsi.web.shared.known import KnownOn

MOST_CELLS = 1000


@dataclass(slots=True)
class Told:
    """What a page says above its grid."""

    errors: list[LinkedError]
    preview: Preview | None = None


def _chosen(request: HttpRequest, seat: Seat) -> tuple[Offer, Choice | None]:
    offer = offer_of(seat, timezone.localdate())
    choice = offer.choice(request.GET.dict())
    if choice is None and request.GET.keys() & {"laji", "rivit", "sivu"}:
        raise Http404
    return offer, choice


def _query(choice: Choice) -> str:
    parts = {"laji": str(choice.kind), "rivit": choice.rows_name}
    return urlencode(parts | ({"sivu": str(choice.page)} if choice.page > 1 else {}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def grid(request: HttpRequest, organisation: str) -> HttpResponse:
    """Those who may enter: GET shows the grid, POST keeps or sends what was typed. Fourteen queries to look."""
    seat, known = value_seat(request, organisation), known_for(request)
    offer, choice = _chosen(request, seat)
    if choice is None:
        return show(request, "desk/grid_empty.html", seat, Frame("desk-measures", _("Values")), {})
    today = timezone.localdate()
    if known.day is not None:
        then = build(seat, offer, choice, today, as_known_on=known.day)
        return _page(request, seat, then, Told([]), known)
    shown, told = build(seat, offer, choice, today), Told([])
    if request.method == "POST":
        act = request.POST.get("act")
        if act == "preview":
            told = _preview(request, shown)
        else:
            shown, told = _keep(request, seat, shown, is_sent=act == "save")
            if not told.errors:
                return redirect(f"{seat.address('desk-grid')}?{_query(choice)}")
    return _page(request, seat, shown, told, known)


def _page(request: HttpRequest, seat: Seat, shown: Grid, told: Told, known: KnownOn) -> HttpResponse:
    choice = shown.choice
    context = {
        "grid": shown,
        "kinds": [(kind, PERIOD_KINDS[kind]) for kind in shown.offer.kinds],
        "offered_measures": shown.offer.of_kind(choice.kind),
        "query": _query(choice),
        "errors": told.errors,
        "preview": told.preview,
        "pasted": request.POST.get("liitos", "") if told.preview or told.errors else "",
        "drafts": len(shown.drafts(seat.person.pk)),
        "to_approve": any(row.measure.needs_approval for row in shown.rows),
        "before": _query(replace(choice, page=choice.page - 1)) if choice.page > 1 else "",
        "after": _query(replace(choice, page=choice.page + 1)) if choice.page < shown.pages else "",
    }
    frame = Frame("desk-measures", _("Values in a table"), known=known)
    template = "desk/grid.html" if known.day is None else "desk/grid_then.html"
    return show(request, template, seat, frame, context, status=422 if told.errors else 200)


def _preview(request: HttpRequest, shown: Grid) -> Told:
    """Show a pasted table in its cells, together with what was typed before."""
    for one in typed_cells(shown, request.POST.dict()):
        shown.cells[one.key].typed = one.text
    row, column = request.POST.get("rivi", "0"), request.POST.get("sarake", "0")
    if not row.isdecimal() or not column.isdecimal():
        raise Http404
    text = request.POST.get("liitos", "")
    try:
        found = preview(shown, text, row=int(row[:4]), column=int(column[:4]), today=timezone.localdate())
    except UnableToPaste:
        return Told([LinkedError("liitos", _("Copied cells"), _("This is no copied table, or it is far too large."))])
    if not found.cells and not found.outside and not found.closed:
        return Told([LinkedError("liitos", _("Copied cells"), _("Nothing was pasted. Copy the cells first."))])
    return Told(_cell_errors(shown), found)


def _keep(request: HttpRequest, seat: Seat, shown: Grid, *, is_sent: bool) -> tuple[Grid, Told]:
    """Keep the changed cells; send the person's drafts where that is asked and nothing was refused."""
    at, today = timezone.now(), timezone.localdate()
    taken = take(shown, typed_cells(shown, request.POST.dict()), actor=seat.person, at=at, today=today)
    fresh = build(seat, shown.offer, shown.choice, today)
    put_back(fresh, taken)
    if taken.errors:
        return fresh, Told(_cell_errors(fresh))
    if not is_sent:
        _tell_kept(request, taken)
        return fresh, Told([])
    return _send(request, seat, fresh)


def _send(request: HttpRequest, seat: Seat, shown: Grid) -> tuple[Grid, Told]:
    drafts = shown.drafts(seat.person.pk)
    if not drafts:
        messages.warning(request, _("You have no drafts in this table, so nothing was sent."))
        return shown, Told([])
    kept = [(one, one.revision) for one in drafts]
    refusals = finish_drafts(drafts=kept, actor=seat.person, at=timezone.now())
    went = [draft for draft, refused in zip(drafts, refusals, strict=True) if refused is None]
    to_approve = sum(draft.measure.needs_approval for draft in went)
    _tell_sent(request, len(went) - to_approve, to_approve)
    fresh = build(seat, shown.offer, shown.choice, timezone.localdate())
    by_place = {(cell.measure.pk, cell.subject.pk, cell.period.name): cell for cell in fresh.cells.values()}
    for draft, refused in zip(drafts, refusals, strict=True):
        if refused is not None:
            cell = by_place[draft.measure_id, draft.subject_id, draft.period_name]
            cell.error = str(ENTRY_REASONS[refused.reason])
    return fresh, Told(_cell_errors(fresh))


def _tell_kept(request: HttpRequest, taken: Taken) -> None:
    if not taken.kept:
        messages.warning(request, _("Nothing was typed, so nothing was saved."))
        return
    words = ngettext("%(count)d value kept as a draft.", "%(count)d values kept as drafts.", taken.kept)
    messages.success(request, words % {"count": taken.kept})


def _tell_sent(request: HttpRequest, saved: int, to_approve: int) -> None:
    if saved:
        words = ngettext("%(count)d value saved.", "%(count)d values saved.", saved)
        messages.success(request, words % {"count": saved})
    if to_approve:
        words = ngettext("%(count)d value sent for approval.", "%(count)d values sent for approval.", to_approve)
        messages.success(request, words % {"count": to_approve})


def _cell_errors(shown: Grid) -> list[LinkedError]:
    return [
        LinkedError(f"arvo-{cell.key}", f"{cell.measure} · {cell.subject} · {cell.period.name}", cell.error)
        for cell in shown.cells.values()
        if cell.error
    ]


@require_POST
@login_required
def cells(request: HttpRequest, organisation: str) -> HttpResponse:
    """Those who may enter, by the page's script: POST keeps some cells as drafts and tells of each."""
    seat = value_seat(request, organisation)
    offer, choice = _chosen(request, seat)
    if choice is None:
        raise Http404
    at, today = timezone.now(), timezone.localdate()
    typed = _typed(request.POST.get("solut", ""))
    taken = take(build(seat, offer, choice, today), typed, actor=seat.person, at=at, today=today)
    fresh = build(seat, offer, choice, today)
    put_back(fresh, taken)
    answer = {one.key: _told(fresh.cells.get(one.key), taken, one.key) for one in typed}
    return JsonResponse({"cells": answer, "drafts": len(fresh.drafts(seat.person.pk))})


def _typed(text: str) -> list[Typed]:
    """Return the cells that the script sent: `[[key, text, base], ...]`; nonsense is no page."""
    try:
        sent = json.loads(text)
    except ValueError:
        raise Http404 from None
    if not isinstance(sent, list) or not 0 < len(sent) <= MOST_CELLS:
        raise Http404
    found = []
    for one in sent:
        if not isinstance(one, list) or len(one) != 3 or not all(isinstance(part, str) for part in one):
            raise Http404
        base = Base.parse(one[2])
        if base is None:
            raise Http404
        found.append(Typed(one[0], one[1].strip(), base))
    return found


def _told(cell: GridCell | None, taken: Taken, key: str) -> dict[str, Any]:
    """Return how a cell stands now, for the script."""
    if cell is None:
        return {"error": taken.errors[key]}
    return {
        "kept": cell.kept,
        "approved": cell.approved,
        "base": str(cell.base),
        "state": cell.draft.state if cell.draft else "",
        "told": "" if cell.error else cell.told,
        "error": cell.error,
        "conflict": key in taken.conflicts,
    }


@never_cache
@require_safe
@login_required
def cell_history(request: HttpRequest, organisation: str) -> HttpResponse:
    """Those who may enter: GET tells who wrote what into one cell and when, up to a day. Fifteen queries."""
    seat, known = value_seat(request, organisation), known_for(request)
    offer, choice = _chosen(request, seat)
    if choice is None:
        raise Http404
    built = build(seat, offer, choice, timezone.localdate(), as_known_on=known.day)
    cell = built.cells.get(request.GET.get("solu", ""))
    if cell is None:
        raise Http404
    context = {
        "cell": cell,
        "history": history_of_cell(cell, as_known_on=known.day),
        "query": _query(choice),
        "seat": seat,
    }
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "desk/_cell_history.html", context)
    return show(request, "desk/cell_history.html", seat, _history_frame(known), context)


def _history_frame(known: KnownOn) -> Frame:
    return Frame("desk-measures", _("History of a value"), known=known)
