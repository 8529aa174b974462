"""One value entered through a link in e-mail, without sign-in."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from luotsi.core.periods import Period
from luotsi.indicators.entered.checking import Entry, UnableToEnter, repeated
from luotsi.indicators.entry.models import DraftValue, EntryLink
from luotsi.indicators.entry.operations import UnableToUse, use_entry_link
from luotsi.indicators.entry.queries import find_link, grounds_of, is_open, open_drafts
from luotsi.indicators.entry.types import NO_GROUNDS
from luotsi.indicators.models import Observation
from luotsi.indicators.queries import bounds_of, entered_lines
from luotsi.indicators.writing import Writing
from luotsi.web.desk.forms.fields import LinkedError, errors_of, put_in_place
from luotsi.web.desk.forms.figures import EntryForm
from luotsi.web.desk.typed_values import doubt
from luotsi.web.desk.words import ENTRY_REASONS
from luotsi.web.shared.language import reader_language

GUESSES = 20
GUESSES_SECONDS = 600


# The secret in the address is the right to write, no cookie is: there is nothing for another site to borrow. And where
# no referrer may be sent, browsers say that a form comes from nowhere, which the usual check would refuse.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry_link(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link: GET shows its one value and uses nothing up, POST enters it, once. Eleven queries."""
    at = timezone.now()
    link = find_link(token)
    if link is None:
        return _refuse(request, is_known=False)
    if not is_open(link, at):
        return _refuse(request, is_known=True)
    line = entered_lines([link.measure], [link.subject])[link.measure_id][link.subject_id]
    before = next((one for one in reversed(line.observations) if one.period < link.period), None)
    current = line.at(link.period)
    draft = open_drafts(link.measure_id, link.period, [link.subject]).get(link.subject_id)
    grounds = grounds_of([current.pk]).get(current.pk, NO_GROUNDS) if current else NO_GROUNDS
    bounds = bounds_of([current.pk]).get(current.pk) if current else None
    sent = request.POST if request.method == "POST" else None
    form = EntryForm(link.measure, current, sent, draft=draft, grounds=grounds, bounds=bounds)
    errors: list[LinkedError] = []
    if request.method == "POST":
        entry, errors = _entry(form, link.period, before if request.POST.get("act") == "unchanged" else None)
        if entry is not None:
            try:
                entered = use_entry_link(token=token, entry=entry, at=at)
            except UnableToUse:
                return _refuse(request, is_known=True)
            except UnableToEnter as refused:
                form.add_error("value", str(ENTRY_REASONS[refused.reason]))
                put_in_place(form, "seen", form.current.pk if form.current else 0)
                put_in_place(form, "revision", form.draft.revision if form.draft else 0)
                errors = errors_of(form)
            else:
                return _show(request, "desk/entry_done.html", _context(link, entered=entered))
    context = _context(link, before=before) | {"form": form, "errors": errors}
    return _show(request, "desk/entry_link.html", context, status=422 if errors else 200)


def _entry(form: EntryForm, period: Period, same: Observation | None) -> tuple[Entry | None, list[LinkedError]]:
    """Return what to enter, or what is to be mended; with `same` the value before once more."""
    form.is_valid()
    if same is not None:
        seen, revision = form.cleaned_data.get("seen") or 0, form.cleaned_data.get("revision") or 0
        note = form.cleaned_data.get("note") or _("No change")
        return Entry(period, repeated(same.cell), same.words, note, seen, revision, form.grounds_of_no_change()), []
    entry = form.entry(period) if form.is_valid() else None
    if entry is None and form.is_valid():
        form.add_error("value", _("Write the value, or say why there is none."))
    return entry, errors_of(form)


def _context(
    link: EntryLink, *, before: Observation | None = None, entered: Observation | DraftValue | None = None
) -> dict[str, object]:
    writing = Writing.of(link.measure.definition, reader_language(), is_exact=True)
    words = "" if entered is None else entered.words.in_language(reader_language()).text
    return {
        "link": link,
        "measure": link.measure,
        "before": before,
        "before_text": "" if before is None else writing.value(before),
        "entered_text": words or ("" if entered is None else writing.cell(entered.cell)),
        "waits_for_approval": isinstance(entered, DraftValue),
        "doubt": "" if entered is None else doubt(entered.cell, link.measure.definition),
    }


def _refuse(request: HttpRequest, *, is_known: bool) -> HttpResponse:
    if not is_known and _has_guessed_enough(request):
        return _show(request, "429.html", {}, status=429)
    return _show(request, "desk/entry_closed.html", {}, status=410 if is_known else 404)


def _has_guessed_enough(request: HttpRequest) -> bool:
    """Count an unknown link and tell whether there have been too many from there lately."""
    key = f"entry-link:{get_adapter().get_client_ip(request)}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, GUESSES_SECONDS)
    return bool(count > GUESSES)


def _show(request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
