"""Documents: dropping one in, the list of them, taking one out again."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luotsi.figures.formats import date_text
from luotsi.files.refusals import UnableToRead
from luotsi.files.uploads import store, stored_bytes
from luotsi.strategy.intake.extraction.extract import extract_safely
from luotsi.strategy.intake.operations import (
    Received,
    UnableToReview,
    Upload,
    abandon_import,
    receive_document,
)
from luotsi.strategy.intake.queries import find_import, progress_of
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.models import Import, Plan
from luotsi.strategy.queries import shown_version
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.forms.documents import UploadForm
from luotsi.web.desk.forms.fields import errors_of
from luotsi.web.desk.words import REVIEW_REASONS, refusal_words
from luotsi.web.shared.language import reader_language


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def documents(request: HttpRequest, organisation: str) -> HttpResponse:
    """Editors: GET lists the imports, POST takes a document in. Seven queries to list."""
    seat = editor_seat(request, organisation)
    own_plans = Plan.objects.editable_by(seat.person).filter(owner=seat.organisation)
    plans = list(own_plans.prefetch_related("versions"))
    wanted = request.GET.get("suunnitelma")
    form = UploadForm(plans, initial={"plan": next((one for one in plans if one.slug == wanted), None)})
    if request.method == "POST":
        form = UploadForm(plans, request.POST, request.FILES)
        if form.is_valid():
            try:
                received = _receive(seat, form.cleaned_data["document"], form.cleaned_data["plan"])
            except UnableToRead as refused:
                form.add_error("document", refusal_words(refused.refusal))
            else:
                _tell(request, received)
                return redirect(seat.address("desk-import", received.batch.pk))
    batches = list(Import.objects.filter(document__owner=seat.organisation).select_related("document", "plan"))
    progress = progress_of(batches)
    context = {
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "rows": [(batch, progress[batch.pk]) for batch in batches],
        "plans": [(one, version) for one in plans if (version := shown_version(one))],
        "has_plans": bool(plans),
    }
    status = 422 if form.is_bound else 200
    return show(request, "desk/documents.html", seat, Frame("desk-imports"), context, status=status)


def _receive(seat: Seat, document: "UploadedFile[bytes]", plan: Plan | None) -> Received:
    """Read a document and keep it; bytes that are known already are not read again."""
    content = document.read()
    filename = document.name or ""
    digest = sha256(content).hexdigest()
    earlier = find_import(owner=seat.organisation, sha256=digest)
    if earlier is not None:
        return Received(earlier, is_new=False)
    text = extract_safely(content, filename)
    reading = read(text)
    store(content, settings.MEDIA_ROOT)
    return receive_document(
        owner=seat.organisation,
        upload=Upload(filename, digest, len(content)),
        document=text,
        reading=reading,
        actor=seat.person,
        at=timezone.now(),
        plan=plan,
    )


def _tell(request: HttpRequest, received: Received) -> None:
    batch = received.batch
    if not received.is_new:
        day = date_text(timezone.localdate(batch.started_at), reader_language())
        words = _("This document was already imported on %(day)s. Nothing changed.")
        messages.warning(request, words % {"day": day})
        return
    count = batch.proposals.count()
    if count == 0:
        messages.warning(request, _("The document was read, and nothing of a plan was recognised in it."))
        return
    words = ngettext("%(count)d proposal was read.", "%(count)d proposals were read.", count)
    messages.success(request, words % {"count": count})


@require_safe
@login_required
def original(request: HttpRequest, organisation: str, batch: int) -> HttpResponse:
    """Editors: GET gives the document's own bytes, only ever as an attachment. Two queries."""
    seat = editor_seat(request, organisation)
    document = get_import(seat, batch).document
    try:
        content = stored_bytes(document.sha256, settings.MEDIA_ROOT)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(True, document.filename) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@require_POST
@login_required
def abandon(request: HttpRequest, organisation: str, batch: int) -> HttpResponse:
    """Editors: POST gives an import up."""
    seat = editor_seat(request, organisation)
    try:
        abandon_import(batch=get_import(seat, batch), actor=seat.person, at=timezone.now())
    except UnableToReview as refused:
        messages.error(request, str(REVIEW_REASONS[refused.reason]))
        return redirect(seat.address("desk-import", batch))
    messages.success(request, _("The import was given up. The document can be dropped in again."))
    return redirect(seat.address("desk-imports"))


def get_import(seat: Seat, batch: int) -> Import:
    """Return one of the organisation's imports, or answer that there is no such page. One query."""
    rows = Import.objects.editable_by(seat.person).filter(document__owner=seat.organisation)
    return get_object_or_404(rows.select_related("document__owner", "plan", "version__plan"), pk=batch)
