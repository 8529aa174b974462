"""Sources: how each fares, its attempts, the answers kept, and asking it now."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.indicators.choosing import takes_entries
from luotsi.indicators.models import Run
from luotsi.sources.models import StoredSnapshot
from luotsi.sources.operations import order_fetch
from luotsi.sources.queries import drafts_of, snapshots_of
from luotsi.sources.types import Attempt
from luotsi.web.desk.access import Frame, Seat, editor_seat, find_seat, show
from luotsi.web.desk.queries import measures_of
from luotsi.web.desk.sources_told import SourceTold, obstacle_words, order_words, sources_of
from luotsi.web.shared.templatetags.pieces import plain

SHOWN = 20
PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt, and why it failed and what to do, in words."""

    attempt: Attempt
    why: list[str]


@require_safe
@login_required
def sources(request: HttpRequest, organisation: str) -> HttpResponse:
    """Members: GET lists the sources of the organisation's measures and how they fare. 16 queries."""
    seat = find_seat(request, organisation)
    told = sources_of(seat.organisation, at=timezone.now())
    entered = [one for one in measures_of(seat.organisation) if takes_entries(one)]
    begun = [one for one in drafts_of(seat.organisation) if one.title] if seat.may_edit else []
    context = {"sources": told, "entered": len(entered), "begun": begun}
    return show(request, "desk/sources.html", seat, Frame("desk-sources"), context)


@require_safe
@login_required
def source(request: HttpRequest, organisation: str, source: str) -> HttpResponse:
    """Members: GET shows one source with its attempts, arrivals and kept answers. 16 queries."""
    seat = find_seat(request, organisation)
    at = timezone.now()
    told = get_source(seat, source)
    runs = Run.objects.filter(source_key=told.key, published_at__isnull=False).order_by("-published_at", "-pk")
    context = {
        "source": told,
        "attempts": [
            AttemptRow(one, obstacle_words(one.obstacle) if one.obstacle else []) for one in told.attempts[:SHOWN]
        ],
        "order": order_words(told.order, at=at) if told.order is not None and told.is_open else [],
        "runs": runs[:SHOWN],
        "snapshots": snapshots_of(told.key)[:SHOWN],
    }
    return show(request, "desk/source.html", seat, Frame("desk-sources", str(plain(told.name))), context)


@require_POST
@login_required
def fetch(request: HttpRequest, organisation: str, source: str) -> HttpResponse:
    """Editors: POST orders a fetch, which the worker carries out; while one is open, it is that one."""
    seat = editor_seat(request, organisation)
    told = get_source(seat, source)
    if not told.may_be_asked:
        raise Http404
    at = timezone.now()
    if not told.is_open and told.attempts and told.attempts[0].started_at > at - PAUSE:
        messages.warning(request, _("The source was asked a moment ago. Wait a minute before asking again."))
    else:
        order_fetch(source_key=told.key, actor=seat.person, at=at)
    return redirect(seat.address("desk-source", told.key) + "#haku")


@require_safe
@login_required
def snapshot(request: HttpRequest, organisation: str, source: str, snapshot: int) -> HttpResponse:
    """Editors: GET gives the bytes of a kept answer, only ever as an attachment."""
    seat = editor_seat(request, organisation)
    told = get_source(seat, source)
    kept = get_object_or_404(StoredSnapshot, pk=snapshot, source_key=told.key)
    name = f"{told.key}-{kept.fetched_at:%Y-%m-%d-%H%M}-{kept.sha256[:12]}.bin"
    return HttpResponse(
        bytes(kept.body),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def get_source(seat: Seat, key: str) -> SourceTold:
    """Return a source that the organisation's measures use, or answer that there is no such page."""
    found = next((one for one in sources_of(seat.organisation, at=timezone.now()) if one.key == key), None)
    if found is None:
        raise Http404
    return found
