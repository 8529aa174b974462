"""From a reviewed document to a plan in force: writing, deciding, putting in force."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from luotsi.core.text import Text
from luotsi.orgs.models import Organisation
from luotsi.strategy.intake.operations import NewPlan, UnableToReview, write_plan
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.labels import label
from luotsi.strategy.models import Import, Plan, PlanVersion, Proposal
from luotsi.strategy.operations import UnableToPlan, move_version
from luotsi.strategy.types import ImportState, PlanKind, ProposalState, VersionState
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.forms.documents import LEVELS, DecisionForm, PlanForm, day_in, years_in
from luotsi.web.desk.forms.fields import errors_of
from luotsi.web.desk.views.imports import get_import
from luotsi.web.desk.views.review import progress_in, proposals_of
from luotsi.web.desk.words import REVIEW_REASONS
from luotsi.web.shared.crumbs import Crumb


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: HttpRequest, organisation: str, batch: int) -> HttpResponse:
    """Editors: GET asks what the plan is called, POST writes the accepted proposals as a draft. Six queries to ask."""
    seat = editor_seat(request, organisation)
    one = get_import(seat, batch)
    if one.state != ImportState.REVIEW:
        return redirect(seat.address("desk-import", one.pk))
    proposals = proposals_of(one)
    sent = request.POST if request.method == "POST" else None
    with override(one.language):
        initial = as_the_document_says(one, proposals)
    form = PlanForm(sent, initial=initial, is_new=one.plan_id is None)
    if form.is_bound and form.is_valid():
        try:
            version = _write(seat, one, form)
        except UnableToReview as refused:
            form.add_error(None, str(REVIEW_REASONS[refused.reason]))
        except UnableToPlan:
            form.add_error(None, str(REVIEW_REASONS["draft_exists"]))
        else:
            messages.success(
                request, _("The plan was written as a draft, version %(number)d.") % {"number": version.number}
            )
            is_first = version.number == 1
            page = ("desk-import", one.pk) if is_first else ("desk-changes", version.plan.slug, version.number)
            return redirect(seat.address(*page))
    context = {
        "batch": one,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "progress": progress_in(proposals),
    }
    between = (Crumb(one.document.filename, seat.address("desk-import", one.pk)),)
    frame = Frame("desk-imports", _("Write the plan"), between)
    return show(request, "desk/write.html", seat, frame, context, status=422 if form.is_bound else 200)


def _write(seat: Seat, batch: Import, form: PlanForm) -> PlanVersion:
    new_plan = None
    if batch.plan_id is None:
        name = form.cleaned_data["name"]
        new_plan = NewPlan(
            slug=_free_slug(seat.organisation, name),
            name=Text(**{batch.language: name}),
            kind=PlanKind(form.cleaned_data["kind"]),
            level_names={level: {batch.language: name} for level, name in form.level_names.items()},
        )
    return write_plan(
        batch=batch,
        actor=seat.person,
        at=timezone.now(),
        drafted_on=form.cleaned_data["drafted_on"],
        new_plan=new_plan,
        period=form.period,
    )


def _free_slug(owner: Organisation, name: str) -> str:
    """Return an address for a plan that none of the organisation's plans has."""
    taken = set(Plan.objects.filter(owner=owner).values_list("slug", flat=True))
    base = slugify(name)[:50] or "suunnitelma"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (base, *numbered) if slug not in taken)


def as_the_document_says(batch: Import, proposals: list[Proposal]) -> dict[str, Any]:
    """Return what to write into the form: the levels by the words that the document uses most, the years it names.

    Called in the document's language, not the reader's: these words become the plan's own.
    """
    starts, ends = years_in(batch.period_as_read)
    kinds = Counter(one.kind for one in proposals if one.state != ProposalState.REJECTED)
    is_focus = kinds[ElementKind.ANNUAL_FOCUS] > kinds[ElementKind.PRIORITY]
    kind = PlanKind.ANNUAL_FOCUS if is_focus else PlanKind.STRATEGY
    name = batch.organisation_as_read or str(batch.document.owner.name.in_language(batch.language))
    return {
        "name": f"{name}: {str(label(kind)).lower()}",
        "kind": str(kind),
        "drafted_on": day_in(batch.document_date),
        "starts": starts,
        "ends": ends,
        **{f"level_{level}": _level_name(level, proposals) for level in LEVELS},
    }


def _level_name(level: ElementKind, proposals: Iterable[Proposal]) -> str:
    said = Counter(one.details["level"] for one in proposals if one.kind == level and one.details.get("level"))
    return said.most_common(1)[0][0].capitalize() if said else str(label(level))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def version(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: GET shows where a version stands; POST records the decision on a draft. Seven queries."""
    seat = editor_seat(request, organisation)
    one = get_version(seat, plan, number)
    is_draft = one.state == VersionState.DRAFT
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, initial=_decision_as_read(one))
    if form.is_bound and form.is_valid():
        try:
            move_version(
                version=one, to=VersionState.DECIDED, actor=seat.person, at=timezone.now(), **form.cleaned_data
            )
        except UnableToPlan:
            form.add_error(None, _("Somebody decided this version meanwhile. Nothing was changed."))
        else:
            messages.success(request, _("The decision was recorded. The version can now be put in force."))
            return redirect(seat.address("desk-version", plan, number))
    kinds = Counter(one.elements.values_list("kind", flat=True).order_by())
    context = {
        "version": one,
        "form": form if is_draft else None,
        "errors": errors_of(form) if form.is_bound else [],
        "kinds": [(str(label(kind)), kinds[kind]) for kind in ElementKind if kinds[kind]],
        "before": one.plan.versions.filter(state=VersionState.IN_FORCE).exclude(pk=one.pk).first(),
        "draft": one.plan.versions.filter(state=VersionState.DRAFT).first(),
    }
    frame = Frame("desk", str(one.plan))
    return show(request, "desk/version.html", seat, frame, context, status=422 if form.is_bound else 200)


def _decision_as_read(one: PlanVersion) -> dict[str, Any]:
    """Return the body and the day that the document names, where it names them as a day of the calendar."""
    decision = one.elements.filter(kind=ElementKind.DECISION).first()
    if decision is None:
        return {}
    return {"decided_by": decision.details.get("body", ""), "decided_on": day_in(decision.details.get("date", ""))}


@require_POST
@login_required
def put_in_force(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: POST puts a decided version in force; the one before becomes past."""
    seat = editor_seat(request, organisation)
    one = get_version(seat, plan, number)
    try:
        move_version(version=one, to=VersionState.IN_FORCE, actor=seat.person, at=timezone.now())
    except UnableToPlan:
        messages.error(request, _("Only a decided version can be put in force. Nothing was changed."))
    else:
        messages.success(request, _("The plan is in force and shown on the public pages."))
    return redirect(seat.address("desk-version", plan, number))


def get_version(seat: Seat, plan: str, number: int) -> PlanVersion:
    """Return a version of one of the organisation's plans, or answer that there is no such page. One query."""
    rows = PlanVersion.objects.filter(plan__owner=seat.organisation, plan__slug=plan)
    return get_object_or_404(rows.select_related("plan__owner", "document"), number=number)
