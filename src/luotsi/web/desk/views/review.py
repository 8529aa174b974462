"""The review of an import: the document on the left, what was read from it on the right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.strategy.intake.comparison import Fate
from luotsi.strategy.intake.operations import (
    UnableToReview,
    accept_same_proposals,
    accept_sure_proposals,
    change_proposal,
    decide_proposals,
    move_proposals,
    restore_proposal,
    undo_last_decision,
)
from luotsi.strategy.intake.queries import Progress
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.models import Import, Proposal
from luotsi.strategy.types import ImportState, ProposalState
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.anchored import coverage_of, pages_of
from luotsi.web.desk.fates import Fates, fates_of
from luotsi.web.desk.forms.documents import ChangeForm, SentenceForm, parent_choices, shortened
from luotsi.web.desk.forms.fields import errors_of, put_in_place
from luotsi.web.desk.outline import FILTERS, in_outline_order, outline, possible_parents
from luotsi.web.desk.views.imports import get_import
from luotsi.web.desk.words import REVIEW_REASONS
from luotsi.web.shared.crumbs import Crumb

STATES = {
    "accept": ProposalState.ACCEPTED,
    "reject": ProposalState.REJECTED,
    "reopen": ProposalState.PENDING,
}


FOR_ALL = {
    "accept_sure": accept_sure_proposals,
    "accept_same": accept_same_proposals,
    "undo_last": undo_last_decision,
}
"""Acts on all proposals of a sort at once, whatever is ticked."""
TOP = 0
"""Where a proposal is moved to stand on its own."""


def is_fetched(request: HttpRequest) -> bool:
    """Tell whether the page's own script asks, which wants the changed pieces only."""
    return request.headers.get("X-Requested-With") == "fetch"


def proposals_of(batch: Import) -> list[Proposal]:
    """Return an import's proposals in document order, with who decided them. One query."""
    return list(batch.proposals.select_related("decided_by").order_by("position"))


def progress_in(proposals: list[Proposal]) -> Progress:
    """Return how far the review has come."""
    accepted = [one for one in proposals if one.state == ProposalState.ACCEPTED]
    return Progress(
        total=len(proposals),
        accepted=len(accepted),
        rejected=sum(one.state == ProposalState.REJECTED for one in proposals),
        changed=sum(bool(one.as_read) for one in accepted),
    )


@require_safe
@login_required
def review(request: HttpRequest, organisation: str, batch: int) -> HttpResponse:
    """Editors: GET shows the review, or what came of it once it is closed. Six queries, eight for a new version."""
    seat = editor_seat(request, organisation)
    one = get_import(seat, batch)
    proposals = proposals_of(one)
    frame = Frame("desk-imports", one.document.filename)
    if one.state != ImportState.REVIEW:
        return show(request, "desk/import_closed.html", seat, frame, _what_came_of_it(one, proposals))
    chosen = request.GET.get("nayta", "all")
    fates = fates_of(one, proposals)
    filters = fates.filters()
    chosen = chosen if chosen in filters else "all"
    ordered = in_outline_order(proposals)
    context = {
        "batch": one,
        "groups": outline(proposals, filters[chosen]),
        "fates": fates,
        "same": fates.counted(Fate.SAME),
        "chosen": chosen,
        "counts": _counts(proposals, fates),
        "progress": progress_in(proposals),
        "sure_count": sum(map(_is_surely_pending, proposals)),
        "same_count": fates.same_pending(proposals),
        "may_undo": any(
            row.decided_by_id == seat.person.pk and row.state != ProposalState.PENDING for row in proposals
        ),
        "pages": pages_of(one.document.text, one.document.lines, proposals),
        "coverage": coverage_of(one.document.text, proposals),
        "places": parent_choices(ordered),
    }
    return show(request, "desk/review.html", seat, frame, context)


def _counts(proposals: list[Proposal], fates: Fates) -> dict[str, int]:
    return {name: sum(map(picks, proposals)) for name, picks in fates.filters().items()}


def _is_surely_pending(one: Proposal) -> bool:
    return one.state == ProposalState.PENDING and one.certainty == Certainty.SURE and one.kind != ElementKind.UNPLACED


def _what_came_of_it(batch: Import, proposals: list[Proposal]) -> dict[str, object]:
    return {
        "batch": batch,
        "progress": progress_in(proposals),
        "changed": [one for one in proposals if one.state == ProposalState.ACCEPTED and one.as_read],
        "left_out": [one for one in proposals if one.state != ProposalState.ACCEPTED],
        "coverage": coverage_of(batch.document.text, [one for one in proposals if one.state == ProposalState.ACCEPTED]),
    }


@dataclass(frozen=True, slots=True)
class Act:
    """What a person asked for: a verb and the proposals meant, each with the revision that was looked at."""

    verb: str
    seen: Mapping[int, int]
    under: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "Act | None":
        """Return what a form asks for, or None when it is not one of ours.

        A button of one proposal says `accept:12:0`; those for many say `accept` and mean what is ticked.
        """
        verb, _colon, single = request.POST.get("act", "").partition(":")
        chosen = [single] if single else " ".join(request.POST.getlist("chosen")).split()
        try:
            seen = {int(pk): int(revision) for pk, revision in (one.split(":") for one in chosen)}
            under = int(request.POST["under"]) if request.POST.get("under") else None
        except ValueError:
            return None
        return cls(verb, seen, under)


@require_POST
@login_required
def decide(request: HttpRequest, organisation: str, batch: int) -> HttpResponse:
    """Editors: POST accepts, leaves out, reopens, moves or restores proposals; answers with pieces to a script."""
    seat = editor_seat(request, organisation)
    one = get_import(seat, batch)
    act = Act.of(request)
    done: list[Proposal] = []
    stood = _standing(one)
    problem = _problem_with(act)
    if act and not problem:
        try:
            done = _act(seat, one, act)
        except UnableToReview as refused:
            problem = str(REVIEW_REASONS[refused.reason])
    report = problem or _report(act, done)
    if is_fetched(request):
        touched = {row.pk for row in done} | (set(act.seen) if act else set())
        return pieces_after(request, one, touched, report, is_moved=_standing(one) != stood)
    overtaken = len(act.seen) - len(done) if act and act.seen else 0
    level = messages.ERROR if problem else messages.WARNING if overtaken else messages.SUCCESS
    messages.add_message(request, level, report)
    return redirect(_where_to_go_on(request, seat, one, act, done))


def _problem_with(act: Act | None) -> str:
    if act is None or act.verb not in {*STATES, *FOR_ALL, "move", "restore"}:
        return _("That could not be understood. Nothing was changed.")
    if not act.seen and act.verb not in FOR_ALL:
        return _("Choose at least one proposal first.")
    if act.verb == "move" and act.under is None:
        return _("Choose where to move it first.")
    return ""


def _standing(batch: Import) -> list[tuple[int, str, int | None]]:
    """Return the kind and the place of every proposal: the page is shown anew when one of them changes."""
    return list(batch.proposals.values_list("pk", "kind", "parent_id").order_by("pk"))


def _act(seat: Seat, batch: Import, act: Act) -> list[Proposal]:
    actor, at = seat.person, timezone.now()
    if act.verb in FOR_ALL:
        return FOR_ALL[act.verb](batch=batch, actor=actor, at=at)
    if act.verb == "move":
        parent = None if act.under == TOP else get_object_or_404(batch.proposals, pk=act.under)
        return move_proposals(batch=batch, seen=act.seen, parent=parent, actor=actor, at=at)
    if act.verb == "restore":
        [(pk, revision)] = act.seen.items()
        proposal = get_object_or_404(batch.proposals, pk=pk)
        return [restore_proposal(proposal=proposal, seen_revision=revision, actor=actor, at=at)]
    return decide_proposals(batch=batch, ids=act.seen, state=STATES[act.verb], actor=actor, at=at, seen=act.seen)


def _report(act: Act | None, done: list[Proposal]) -> str:
    """Return what happened in a sentence, and what was left because another reviewer had been there."""
    assert act is not None
    count = len(done)
    words = {
        "accept": ngettext("%(count)d proposal accepted.", "%(count)d proposals accepted.", count),
        "accept_sure": ngettext("%(count)d sure proposal accepted.", "%(count)d sure proposals accepted.", count),
        "accept_same": ngettext(
            "%(count)d proposal that stayed the same accepted.",
            "%(count)d proposals that stayed the same accepted.",
            count,
        ),
        "reject": ngettext("%(count)d proposal left out.", "%(count)d proposals left out.", count),
        "reopen": ngettext("%(count)d proposal is undecided again.", "%(count)d proposals are undecided again.", count),
        "move": ngettext("%(count)d proposal moved and accepted.", "%(count)d proposals moved and accepted.", count),
        "restore": _("The proposal stands again as it was read."),
        "undo_last": _undone(count),
    }[act.verb]
    left = len(act.seen) - count
    if left <= 0 or act.verb in FOR_ALL:
        return words % {"count": count}
    other = ngettext(
        "%(left)d had been decided already or changed by another reviewer; it stays as it is now.",
        "%(left)d had been decided already or changed by another reviewer; they stay as they are now.",
        left,
    )
    return f"{words % {'count': count}} {other % {'left': left}}"


def _undone(count: int) -> str:
    if count == 0:
        return _("You have nothing left to undo.")
    return ngettext("Undone: %(count)d proposal waits again.", "Undone: %(count)d proposals wait again.", count)


def pieces_after(
    request: HttpRequest, batch: Import, touched: set[int], report: str, *, is_moved: bool
) -> HttpResponse:
    """Answer a script with the rows to put in place of the old ones, or that the order has changed."""
    proposals = proposals_of(batch)
    fates = fates_of(batch, proposals)
    rows = {row.proposal.pk: row for row in in_outline_order(proposals)}
    return JsonResponse(
        _against_the_plan(batch, fates, proposals)
        | {
            "report": report,
            "reload": is_moved,
            "rows": {
                pk: render_to_string("desk/_proposal.html", {"row": rows[pk], "batch": batch, "fates": fates}, request)
                for pk in touched & set(rows)
            },
            "counts": _counts(proposals, fates),
            "states": {pk: rows[pk].proposal.state for pk in touched & set(rows)},
            "progress": render_to_string(
                "desk/_progress.html",
                {
                    "progress": progress_in(proposals),
                    "sure_count": sum(map(_is_surely_pending, proposals)),
                    "same_count": fates.same_pending(proposals),
                    "write_url": reverse("desk-write", args=[batch.document.owner.slug, batch.pk]),
                },
                request,
            ),
        }
    )


def _against_the_plan(batch: Import, fates: Fates, proposals: list[Proposal]) -> dict[str, object]:
    """Return the fates of all rows: leaving one out may make another the one that continues the plan's line."""
    if batch.plan is None:
        return {}
    shared = {"batch": batch, "fates": fates, "same": fates.counted(Fate.SAME)}
    told = ((one.pk, fates.of.get(one.pk)) for one in proposals)
    return {
        "fates": {pk: render_to_string("desk/_fate.html", {"batch": batch, "fate": fate}) for pk, fate in told},
        "against": render_to_string("desk/_against.html", shared),
        "gone": render_to_string("desk/_no_longer_said.html", shared),
    }


def _where_to_go_on(request: HttpRequest, seat: Seat, batch: Import, act: Act | None, done: list[Proposal]) -> str:
    """Return the review at the next proposal that waits after the last one touched, filter kept."""
    shown = request.POST.get("nayta", "")
    address = seat.address("desk-import", batch.pk) + (f"?nayta={shown}" if shown in {*FILTERS, "differing"} else "")
    ordered = [row.proposal for row in in_outline_order(proposals_of(batch))]
    meant = {one.pk for one in done if act and act.verb == "undo_last"} | set(act.seen if act else ())
    touched = [place for place, one in enumerate(ordered) if one.pk in meant]
    if not touched:
        return address
    if act and act.verb in {"reopen", "restore", "move", "undo_last"}:
        return f"{address}#ehdotus-{ordered[touched[0]].pk}"
    later = (one for one in ordered[touched[-1] + 1 :] if one.state == ProposalState.PENDING)
    following = next(later, ordered[touched[-1]])
    return f"{address}#ehdotus-{following.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, organisation: str, batch: int, proposal: int) -> HttpResponse:
    """Editors: GET shows one proposal for rewording, retyping or moving; POST saves and accepts it so."""
    seat = editor_seat(request, organisation)
    one = get_import(seat, batch)
    if one.state != ImportState.REVIEW:
        raise Http404
    proposals = proposals_of(one)
    found = next((row for row in proposals if row.pk == proposal), None)
    if found is None:
        raise Http404
    parents = possible_parents(in_outline_order(proposals), found)
    form = ChangeForm.of(found, parents, request.POST if request.method == "POST" else None)
    conflict = False
    if form.is_bound and form.is_valid():
        try:
            _change(seat, found, form)
        except UnableToReview as refused:
            conflict = refused.reason == "changed_meanwhile"
            field = {"empty_title": "title", "wrong_parent": "parent"}.get(refused.reason)
            form.add_error(field, str(REVIEW_REASONS[refused.reason]))
        else:
            return _changed(request, seat, one, found)
    if conflict:
        put_in_place(form, "seen_revision", found.revision)
    page = ChangePage(
        heading=_("Change a proposal"),
        form=form,
        action=seat.address("desk-proposal", one.pk, found.pk),
        excerpt=excerpt_of(one, found),
        proposal=found,
        parent=next((row.proposal for row in parents if row.proposal.pk == found.parent_id), None),
        conflict=conflict,
    )
    return change_page(request, seat, one, page)


def _change(seat: Seat, proposal: Proposal, form: ChangeForm) -> None:
    typed = form.cleaned_data
    parent = None
    if typed["parent"]:
        parent = get_object_or_404(proposal.batch.proposals, pk=int(typed["parent"]))
    change_proposal(
        proposal=proposal,
        title=typed["title"],
        kind=ElementKind(typed["kind"]),
        parent=parent,
        seen_revision=typed["seen_revision"],
        actor=seat.person,
        at=timezone.now(),
    )


def _changed(request: HttpRequest, seat: Seat, batch: Import, before: Proposal) -> HttpResponse:
    report = _("Saved and accepted: %(title)s")
    after = batch.proposals.get(pk=before.pk)
    if is_fetched(request):
        is_moved = (before.kind, before.parent_id) != (after.kind, after.parent_id)
        return pieces_after(request, batch, {after.pk}, report % {"title": shortened(after.title)}, is_moved=is_moved)
    messages.success(request, report % {"title": shortened(after.title)})
    return redirect(f"{seat.address('desk-import', batch.pk)}#ehdotus-{after.pk}")


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A form about one proposal, or about a sentence that becomes one, with the text around it."""

    heading: str
    form: SentenceForm
    action: str
    excerpt: tuple[str, str, str] | None
    proposal: Proposal | None = None
    parent: Proposal | None = None
    conflict: bool = False


def change_page(request: HttpRequest, seat: Seat, batch: Import, page: ChangePage) -> HttpResponse:
    """Answer with the form alone to the review's own script, else with a page of its own."""
    form = page.form
    context: dict[str, object] = {
        "batch": batch,
        "heading": page.heading,
        "form": form,
        "action": page.action,
        "excerpt": page.excerpt,
        "proposal": page.proposal,
        "parent": page.parent,
        "conflict": page.conflict,
        "errors": errors_of(form) if form.is_bound else [],
    }
    status = 422 if form.is_bound else 200
    if is_fetched(request):
        return render(request, "desk/_change_dialog.html", {"seat": seat, **context}, status=status)
    between = (Crumb(batch.document.filename, seat.address("desk-import", batch.pk)),)
    return show(request, "desk/change.html", seat, Frame("desk-imports", page.heading, between), context, status=status)


def excerpt_of(batch: Import, proposal: Proposal) -> tuple[str, str, str] | None:
    """Return what stands before, at and after a proposal's first place."""
    if not proposal.places:
        return None
    _first, _last, start, end, _page = proposal.places[0]
    return excerpt_around(batch.document.text, start, end)


def excerpt_around(text: str, start: int, end: int, around: int = 160) -> tuple[str, str, str]:
    """Return what stands before, at and after a stretch of the text."""
    before, after = text[max(0, start - around) : start], text[end : end + around]
    before = before if start <= around else re.sub(r"^\S*\s", "", before)
    after = after if end + around >= len(text) else re.sub(r"\s\S*$", "", after)
    return before, text[start:end], after
