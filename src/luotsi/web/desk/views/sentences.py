"""Taking a sentence of the document into the review, where the reading proposed nothing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luotsi.strategy.intake.operations import UnableToReview
from luotsi.strategy.intake.rules import place_of, sentence_at
from luotsi.strategy.intake.sentence_operations import take_sentence
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Import, Proposal
from luotsi.strategy.types import ImportState
from luotsi.web.desk.access import Seat, editor_seat
from luotsi.web.desk.anchored import places_of
from luotsi.web.desk.forms.documents import SentenceForm, shortened
from luotsi.web.desk.outline import in_outline_order
from luotsi.web.desk.views.imports import get_import
from luotsi.web.desk.views.review import (
    ChangePage,
    change_page,
    excerpt_around,
    is_fetched,
    pieces_after,
    proposals_of,
)
from luotsi.web.desk.words import REVIEW_REASONS


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take(request: HttpRequest, organisation: str, batch: int, start: int) -> HttpResponse:
    """Editors: GET shows the words that begin at a character, POST takes them into the review."""
    seat = editor_seat(request, organisation)
    one = get_import(seat, batch)
    if one.state != ImportState.REVIEW or start >= len(one.document.text):
        raise Http404
    proposals = proposals_of(one)
    initial = _as_it_seems(one, proposals, start)
    sent = request.POST if request.method == "POST" else None
    form = SentenceForm(in_outline_order(proposals), sent, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            taken = _take(seat, one, start, form)
        except UnableToReview as refused:
            field = {"empty_title": "title", "wrong_parent": "parent"}.get(refused.reason)
            form.add_error(field, str(REVIEW_REASONS[refused.reason]))
        else:
            return _taken(request, seat, one, taken)
    place = place_of(initial["title"], one.document.text, one.document.lines, start)
    page = ChangePage(
        heading=_("Take a sentence in"),
        form=form,
        action=seat.address("desk-take", one.pk, start),
        excerpt=excerpt_around(one.document.text, place.start, place.end),
    )
    return change_page(request, seat, one, page)


def _as_it_seems(batch: Import, proposals: list[Proposal], start: int) -> dict[str, Any]:
    """Return the words, and the kind and the place of the proposal that stands last before them."""
    placed = [(place.start, place.end, one) for one in proposals for place in places_of(one)]
    words = sentence_at(batch.document.text, batch.document.lines, [(left, right) for left, right, _ in placed], start)
    before = max((one for one in placed if one[0] < start), key=lambda one: one[0], default=None)
    if before is None:
        return {"title": words, "kind": ElementKind.GOAL, "parent": ""}
    neighbour = before[2]
    return {"title": words, "kind": neighbour.kind, "parent": str(neighbour.parent_id or "")}


def _take(seat: Seat, batch: Import, start: int, form: SentenceForm) -> Proposal:
    typed = form.cleaned_data
    parent = get_object_or_404(batch.proposals, pk=int(typed["parent"])) if typed["parent"] else None
    return take_sentence(
        batch=batch,
        start=start,
        title=typed["title"],
        kind=ElementKind(typed["kind"]),
        parent=parent,
        actor=seat.person,
        at=timezone.now(),
    )


def _taken(request: HttpRequest, seat: Seat, batch: Import, taken: Proposal) -> HttpResponse:
    report = _("Taken in and accepted: %(title)s") % {"title": shortened(taken.title)}
    if is_fetched(request):
        return pieces_after(request, batch, {taken.pk}, report, is_moved=True)
    messages.success(request, report)
    return redirect(f"{seat.address('desk-import', batch.pk)}#ehdotus-{taken.pk}")
