"""Values that wait for approval."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from luotsi.core.values import Bounds
from luotsi.indicators.entered.checking import UnableToEnter
from luotsi.indicators.entry.drafts.operations import UnableToReview, approve_draft
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.operations import return_draft
from luotsi.indicators.entry.queries import drafts_of, parts_waiting
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.queries import bounds_of, entered_lines
from luotsi.indicators.writing import Writing
from luotsi.web.desk.access import Frame, Seat, approver_seat, show
from luotsi.web.desk.entry_addresses import entry_address
from luotsi.web.desk.forms.fields import LinkedError
from luotsi.web.desk.typed_values import bounds_kept, doubt
from luotsi.web.desk.words import APPROVAL_REASONS, ENTRY_REASONS
from luotsi.web.shared.language import reader_language


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One value that waits, beside the approved one; `note` is what was typed of it.

    `parts_wait` says that the values of its municipalities are decided first.
    """

    draft: DraftValue
    text: str
    approved: str
    note: str
    parts_wait: bool
    doubt: str


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def approvals(request: HttpRequest, organisation: str) -> HttpResponse:
    """Approvers: GET lists what waits, POST approves one value or returns it with a note. Nine queries."""
    seat = approver_seat(request, organisation)
    drafts = drafts_of(seat.organisation, [DraftState.SUBMITTED])
    errors: list[LinkedError] = []
    if request.method == "POST":
        draft = next((one for one in drafts if str(one.pk) == request.POST.get("draft")), None)
        errors = [LinkedError("", "", str(APPROVAL_REASONS["changed_meanwhile"]))]
        if draft is not None:
            errors = _decide(request, seat, draft)
        if not errors:
            return redirect("desk-approvals", organisation)
    context = {"rows": _rows(drafts, request), "errors": errors}
    frame = Frame("desk-measures", _("Values to approve"))
    return show(request, "desk/approvals.html", seat, frame, context, status=422 if errors else 200)


def _rows(drafts: list[DraftValue], request: HttpRequest) -> list[DraftRow]:
    lines = entered_lines([one.measure for one in drafts], [one.subject for one in drafts]) if drafts else {}
    waiting = parts_waiting(drafts)
    shown = (lines[one.measure_id][one.subject_id].at(one.period) for one in drafts)
    known = bounds_of(one.pk for one in shown if one is not None) if drafts else {}
    found = []
    for draft in drafts:
        writing = Writing.of(draft.measure.definition, reader_language(), is_exact=True)
        approved = lines[draft.measure_id][draft.subject_id].at(draft.period)
        words = draft.words.in_language(reader_language()).text
        is_typed = request.POST.get("draft") == str(draft.pk)
        note = request.POST.get("note", "") if is_typed else ""
        text, parts_wait = words or writing.cell(draft.cell), draft.pk in waiting
        before = known.get(approved.pk) if approved else None
        text = _with_limits(text, bounds_kept(draft, approved, before), writing)
        was = _with_limits(writing.value(approved), before, writing)
        found.append(DraftRow(draft, text, was, note, parts_wait, doubt(draft.cell, draft.measure.definition)))
    return found


def _with_limits(text: str, bounds: Bounds | None, writing: Writing) -> str:
    return text if bounds is None else f"{text} ({writing.interval(bounds)})"


def _decide(request: HttpRequest, seat: Seat, draft: DraftValue) -> list[LinkedError]:
    seen = request.POST.get("seen", "")
    if request.POST.get("act") not in {"approve", "return"} or not seen.isdecimal():
        raise Http404
    at = timezone.now()
    try:
        if request.POST["act"] == "approve":
            approve_draft(draft=draft, seen=int(seen), actor=seat.person, at=at)
            messages.success(request, _("The value was approved. It is the measure's value now."))
        else:
            note = request.POST.get("note", "")[:500]
            return_draft(
                draft=draft,
                seen=int(seen),
                note=note,
                actor=seat.person,
                at=at,
                address_of=entry_address if settings.SENDS_MAIL else None,
            )
            messages.success(request, _("The value was returned with your note."))
    except UnableToReview as refused:
        target = f"note-{draft.pk}" if refused.reason == "no_note" else ""
        return [LinkedError(target, str(draft.measure), str(APPROVAL_REASONS[refused.reason]))]
    except UnableToEnter as refused:
        reason = "value_changed" if refused.reason == "changed_meanwhile" else ""
        return [LinkedError("", "", str(APPROVAL_REASONS[reason] if reason else ENTRY_REASONS[refused.reason]))]
    return []
