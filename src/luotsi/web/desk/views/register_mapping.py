"""The client register's export, table by table: a sample is opened, its columns get a meaning, the profile is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from luotsi.files.refusals import UnableToRead
from luotsi.files.sandbox import SandboxLimits, run_limited
from luotsi.orgs.types import OrganisationKind
from luotsi.register.importing import Finding, check_rows
from luotsi.register.mapping.drafts import Draft, is_whole, profile_file, read_draft, trial_profile
from luotsi.register.mapping.heads import HEAD_BYTES, Head, read_head
from luotsi.register.mapping.operations import ChangedMeanwhile, MappedTable, save_table
from luotsi.register.profiles import table_profile
from luotsi.register.tables import TABLES
from luotsi.register.types import UnableToImport
from luotsi.register.words import CHECKS, COLUMNS, word
from luotsi.register.words import TABLES as TABLE_NAMES
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.forms.fields import LinkedError, errors_of
from luotsi.web.desk.forms.register_mapping import MappingForm, SampleForm
from luotsi.web.desk.words import refusal_words
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.templatetags.pieces import plain

_SALT = "luotsi.desk.register"
_KEPT_SECONDS = 24 * 3600
_LIMITS = SandboxLimits(cpu_seconds=10, wall_seconds=20)


@dataclass(frozen=True, slots=True)
class Told:
    """What a check found in the sample, in words."""

    check: str
    column: str
    rows: int
    is_rejected: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A sample between two steps: it travels in the page, signed, and stands nowhere else."""

    head: Head
    seen: Mapping[str, Any] | None

    @classmethod
    def of(cls, sign: str, about: str) -> "Opened":
        """Return what this person opened for this table within a day."""
        try:
            whose, head, seen = signing.loads(sign, salt=_SALT, max_age=_KEPT_SECONDS)
        except signing.BadSignature as gone:
            raise Http404 from gone
        if whose != about:
            raise Http404
        rows = tuple(tuple(row) for row in head["rows"])
        return cls(Head(tuple(head["columns"]), rows, head["delimiter"], head["encoding"]), seen)

    def sign(self, about: str) -> str:
        """Return the sample as the page carries it."""
        return signing.dumps([about, asdict(self.head), self.seen], salt=_SALT, compress=True)


def register_seat(request: HttpRequest, slug: str) -> Seat:
    """Return the seat of an editor of an area, which alone has clients; anybody else finds no such page."""
    seat = editor_seat(request, slug)
    if seat.organisation.kind != OrganisationKind.AREA:
        raise Http404
    return seat


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "register-profiles"


@require_safe
@never_cache
@login_required
def export(request: HttpRequest, organisation: str) -> HttpResponse:
    """Editors of an area: what of the export is told, and what is not. One query."""
    seat = register_seat(request, organisation)
    draft = _draft(seat)
    tables = [
        {
            "key": name,
            "name": word(TABLE_NAMES, name),
            "mapped": draft.tables.get(name),
            "is_needed": name in ("person", "jobsearch"),
            "columns": len(draft.tables.get(name, {}).get("columns", ())),
            "of": len(columns),
        }
        for name, columns in TABLES.items()
    ]
    context = {
        "tables": tables,
        "lacking": [word(TABLE_NAMES, name) for name in draft.lacking],
        "is_begun": bool(draft.tables),
        "is_whole": is_whole(draft),
        "file": profile_file(Path("register-profiles"), seat.organisation.slug),
    }
    return show(request, "desk/register_export.html", seat, Frame("desk-register", _("The export")), context)


@require_safe
@never_cache
@login_required
def profile(request: HttpRequest, organisation: str) -> HttpResponse:
    """Editors of an area: the profile as a file; 404 before there is one. One query."""
    file = profile_file(_folder(), register_seat(request, organisation).organisation.slug)
    if not file.exists():
        raise Http404
    response = HttpResponse(file.read_bytes(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def table(request: HttpRequest, organisation: str, table: str) -> HttpResponse:
    """Editors of an area: GET asks for a sample, POST opens it, tries a mapping on it, or keeps the mapping."""
    seat = register_seat(request, organisation)
    if table not in TABLES:
        raise Http404
    draft, about = _draft(seat), f"{seat.person.pk}:{seat.organisation.pk}:{table}"
    if "kept" in request.POST:
        return _mapped(request, seat, table, draft, Opened.of(request.POST["kept"], about))
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    if form.is_bound and form.is_valid():
        try:
            head = run_limited(read_head, _content(form), limits=_LIMITS)
            return _mapped(request, seat, table, draft, Opened(head, draft.tables.get(table)), is_new=True)
        except UnableToRead as refused:
            form.add_error("sample" if form.cleaned_data["sample"] else "lines", refusal_words(refused.refusal))
    context = {"form": form, "errors": errors_of(form) if form.is_bound else [], "earlier": draft.tables.get(table)}
    return _show(request, seat, table, context)


def _content(form: SampleForm) -> bytes:
    """Return the bytes to read: of text its head alone, of Parquet all, since its list of columns stands last."""
    sample = form.cleaned_data["sample"]
    if sample is None:
        return str(form.cleaned_data["lines"]).encode()
    begins = sample.read(HEAD_BYTES)
    return bytes(begins + sample.read()) if begins.startswith(b"PAR1") else bytes(begins)


def _draft(seat: Seat) -> Draft:
    """Return the profile as it stands.

    :raises Http404: when somebody has changed the file by hand into something that is no profile
    """
    try:
        return read_draft(profile_file(_folder(), seat.organisation.slug))
    except UnableToImport as broken:
        raise Http404(str(broken)) from broken


def _mapped(
    request: HttpRequest, seat: Seat, table: str, draft: Draft, opened: Opened, *, is_new: bool = False
) -> HttpResponse:
    known = table_profile(table, draft.tables[table]) if table in draft.tables else None
    form = MappingForm(table, opened.head, known, draft.end_is, None if is_new else request.POST)
    errors, told = [], None
    if form.is_bound and form.is_valid():
        told = _tried(form, table, draft)
        if request.POST.get("act") == "save" and not form.cleaned_data["is_checked"]:
            form.add_error(
                "is_checked", _("Tick this when you have compared them; a guess is never taken for granted.")
            )
        elif request.POST.get("act") == "save":
            errors = _save(request, seat, table, draft, opened, form)
            if not errors:
                messages.success(request, _("Saved: %(table)s.") % {"table": plain(word(TABLE_NAMES, table))})
                return redirect(seat.address("desk-register-export"))
    context = {
        "mapping": form,
        "errors": errors or (errors_of(form) if form.is_bound else []),
        "told": told,
        "rejected": sum(one.rows for one in told or () if one.is_rejected),
        "rows": len(opened.head.rows),
        "kept": opened.sign(f"{seat.person.pk}:{seat.organisation.pk}:{table}"),
    }
    return _show(request, seat, table, context)


def _save(
    request: HttpRequest, seat: Seat, table: str, draft: Draft, opened: Opened, form: MappingForm
) -> list[LinkedError]:
    try:
        save_table(
            folder=_folder(),
            organisation=seat.organisation,
            table=MappedTable(table, form.entry(), form.shared_by_tables(draft.end_is), opened.seen),
            actor=seat.person,
            at=timezone.now(),
        )
    except ChangedMeanwhile:
        words = _("Somebody else saved this table meanwhile. Open the sample again to see it as it is now.")
        return [LinkedError("", "", words)]
    return []


def _tried(form: MappingForm, table: str, draft: Draft) -> list[Told]:
    """Return what the import's checks say of the sample under the mapping."""
    profile = trial_profile(table, form.entry(), form.cleaned_data.get("end_is", draft.end_is))
    found = check_rows(table, profile, form.head.columns, form.head.rows, timezone.localdate())
    return [_in_words(one) for one in sorted(found, key=lambda one: (not one.rejected, -one.rows))]


def _in_words(found: Finding) -> Told:
    column = plain(word(COLUMNS, found.column)) if found.column else ""
    return Told(plain(word(CHECKS, found.check)), column, found.rows, found.rejected)


def _show(request: HttpRequest, seat: Seat, table: str, context: dict[str, Any]) -> HttpResponse:
    name = word(TABLE_NAMES, table)
    between = (Crumb(_("The export"), seat.address("desk-register-export")),)
    frame = Frame("desk-register", plain(name), between)
    status = 422 if context["errors"] else 200
    return show(
        request, "desk/register_table.html", seat, frame, {"table": table, "name": name, **context}, status=status
    )
