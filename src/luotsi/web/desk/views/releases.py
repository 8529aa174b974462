"""Releases of the client register: what waits, what would be hidden, what changed; approved or returned with a note."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.period_names import period_name
from luotsi.indicators.registered.operations import approve_release
from luotsi.orgs.models import Subject
from luotsi.register.effects.queries import effect_releases_of
from luotsi.register.models import EffectRelease, Proposal, Release
from luotsi.register.releases.operations import return_
from luotsi.register.releases.queries import Figure, cells_of, changes, releases_of
from luotsi.register.releases.types import ReleaseState, UnableToRelease
from luotsi.register.types import Grouping
from luotsi.register.words import CODES, GROUPINGS, meaning, part_word, word
from luotsi.web.desk.access import Frame, Seat, show
from luotsi.web.desk.forms.fields import LinkedError
from luotsi.web.desk.views.register_mapping import register_seat
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain

MOST_CHANGES = 100
STATES: Mapping[str, Promise] = {
    ReleaseState.PROPOSED: gettext_lazy("waits for approval"),
    ReleaseState.RETURNED: gettext_lazy("returned"),
    ReleaseState.APPROVED: gettext_lazy("released"),
    ReleaseState.SUPERSEDED: gettext_lazy("released, replaced by a later one"),
}
REASONS: Mapping[str, Promise] = {
    "decided_already": gettext_lazy("Somebody else approved or returned it meanwhile. It is shown as it is now."),
    "no_note": gettext_lazy("Say what is to be mended, so that the release can be returned."),
    "own_proposal": gettext_lazy("You proposed this release. Somebody else approves it."),
    "no_role": gettext_lazy("Your role does not approve releases."),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A release in a list."""

    release: Release
    month: str
    state: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """Effects of services begun in a year, in a list."""

    release: EffectRelease
    state: str


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure of a release with how much of it is hidden; the counts are for those who approve."""

    key: str
    name: Text
    cells: int
    small: int
    further: int


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A figure that is told otherwise than before."""

    name: str
    before: str
    after: CellText


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The figures of a place."""

    name: Text
    cells: tuple[CellText, ...]


@require_safe
@never_cache
@login_required
def releases(request: HttpRequest, organisation: str) -> HttpResponse:
    """Editors of an area: what waits and what is out. Three queries."""
    seat = register_seat(request, organisation)
    lines = [_line(one) for one in releases_of(seat.organisation)]
    waiting = [one for one in lines if one.release.state == ReleaseState.PROPOSED]
    effects = [YearLine(one, str(STATES[one.state])) for one in effect_releases_of(seat.organisation)]
    context = {
        "waiting": waiting,
        "decided": [one for one in lines if one not in waiting],
        "effects": effects,
        "effects_wait": any(one.release.state == ReleaseState.PROPOSED for one in effects),
    }
    return show(request, "desk/releases.html", seat, Frame("desk-register"), context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def release(request: HttpRequest, organisation: str, release: int) -> HttpResponse:
    """Editors of an area: GET shows a release, POST of an approver lets it out or returns it. Ten queries."""
    seat = register_seat(request, organisation)
    found = get_object_or_404(releases_of(seat.organisation), pk=release)
    errors: list[LinkedError] = []
    if request.method == "POST":
        errors = decide(request, seat, found, approve=approve_release, give_back=return_)
        if not errors:
            return redirect(seat.address("desk-register"))
        found.refresh_from_db()
    return _shown(request, seat, found, errors)


def decide(
    request: HttpRequest,
    seat: Seat,
    found: Proposal,
    *,
    approve: Callable[..., object],
    give_back: Callable[..., object],
) -> list[LinkedError]:
    """Let an approver's POST decide by one of the operations; return why nothing was decided."""
    act, note = request.POST.get("act"), request.POST.get("note", "")
    if act not in {"approve", "return"} or not seat.may_approve:
        raise Http404
    try:
        if act == "approve":
            approve(release=found, actor=seat.person, at=timezone.now())
            messages.success(request, _("Released. The figures are public now."))
        else:
            give_back(release=found, note=note[:1000], actor=seat.person, at=timezone.now())
            messages.success(request, _("Returned with your note. Nothing of it is shown."))
    except UnableToRelease as refused:
        target = "note" if refused.reason == "no_note" else ""
        label = _("What is to be mended, if you return the release") if target else ""
        return [LinkedError(target, label, str(REASONS.get(refused.reason, refused)))]
    return []


def _shown(request: HttpRequest, seat: Seat, found: Release, errors: list[LinkedError]) -> HttpResponse:
    line, figures = _line(found), cells_of(found)
    chosen = request.GET.get("mittari", "")
    measure = chosen if chosen in found.measures else found.measures[0]
    names = _place_names({one.place for one in figures})
    told = changes(found)
    context: dict[str, Any] = {
        "line": line,
        "release": found,
        "errors": errors,
        "note": request.POST.get("note", ""),
        "measures": [_measure_row(found, key) for key in found.measures],
        "measure": measure,
        "measure_name": meaning(measure).name,
        "table": _table([one for one in figures if one.measure == measure], names),
        "heads": _heads(figures, measure),
        "changes": [_change(one.before, one.after, names) for one in told[:MOST_CHANGES]],
        "change_count": len(told),
        "is_first": found.version == 1,
        "left_out": ", ".join(plain(meaning(key).name) for key in found.parameters.get("left_out", ())),
        "parameters": [(name, value) for name, value in found.parameters.items() if name != "left_out"],
        "may_decide": seat.may_approve and found.state == ReleaseState.PROPOSED,
    }
    frame = Frame("desk-register", _("Release, %(month)s") % {"month": line.month})
    return show(request, "desk/release.html", seat, frame, context, status=422 if errors else 200)


def _line(one: Release) -> Line:
    return Line(one, period_name(one.month, reader_language()), str(STATES[one.state]))


def _measure_row(found: Release, key: str) -> MeasureRow:
    counted = found.hidden.get(key, {})
    return MeasureRow(
        key, meaning(key).name, counted.get("cells", 0), counted.get("small", 0), counted.get("further", 0)
    )


def _place_names(codes: set[str]) -> dict[str, Text]:
    return {one.code: one.name for one in Subject.objects.filter(code__in=codes)}


def _of_everybody(figures: list[Figure], measure: str) -> list[Figure]:
    return [one for one in figures if one.measure == measure and one.grouping is Grouping.ALL]


def _heads(figures: list[Figure], measure: str) -> list[Text]:
    parts = dict.fromkeys((one.part, one.months) for one in _of_everybody(figures, measure))
    return [_head(part_word(part) if part else Text("Kaikki", "Alla", "All"), months) for part, months in parts]


def _head(name: Text, months: int) -> Text:
    if months == 1:
        return name
    return Text(f"{name.fi}, {months} kuukautta", f"{name.sv}, {months} månader", f"{name.en}, {months} months")


def _table(figures: list[Figure], names: Mapping[str, Text]) -> list[FigureRow]:
    rows: dict[str, list[CellText]] = {}
    for one in figures:
        if one.grouping is Grouping.ALL:
            rows.setdefault(one.place, []).append(_words(one))
    return [FigureRow(names.get(place, Text(place)), tuple(cells)) for place, cells in rows.items()]


def _words(one: Figure) -> CellText:
    """Return what a figure says: its share, its median, or its number."""
    if one.share is not None:
        return cell_text(one.share, Unit.PERCENT, reader_language(), 1)
    if one.median is not None and one.median.value is not None:
        return cell_text(one.median, Unit.DAYS, reader_language(), 0)
    return cell_text(one.count, Unit.COUNT, reader_language(), 0)


def _change(before: Figure | None, after: Figure, names: Mapping[str, Text]) -> ChangeRow:
    parts = [plain(meaning(after.measure).name), plain(names.get(after.place, Text(after.place)))]
    if after.group:
        parts.append(f"{plain(word(GROUPINGS, after.grouping))}: {plain(word(CODES, after.group))}")
    if after.part:
        parts.append(plain(part_word(after.part)))
    if after.months > 1:
        parts.append(_("%(months)d months") % {"months": after.months})
    was = _words(before) if before else None
    return ChangeRow(
        " · ".join(parts), "–" if was is None else f"{was.text} {was.words}" if was.is_gap else was.text, _words(after)
    )
