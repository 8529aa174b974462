"""Pages of plans: the text, its versions and their differences, the document it came from, the promises."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.orgs.models import Organisation
from luotsi.strategy.models import Plan, PlanVersion
from luotsi.strategy.queries import shown_version
from luotsi.web.public.pages import document_page, plan_page, versions_page
from luotsi.web.public.pages.addresses import strategy_url
from luotsi.web.public.pages.plan_page import plans_of, visible_versions
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import known_for, organisation_for
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.known import KnownOn
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain


def strategy(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: its plan, or the list of them where there are several. 13 queries at most."""
    owner, known = organisation_for(request, organisation), known_for(request)
    plans = plans_of(owner, request.user)
    if len(plans) == 1:
        return _plan(request, owner, plans[0], shown_version(plans[0], as_known_on=known.day), known)
    shown = frame(owner, "strategy", [Crumb(_("Strategy"))], known) | {"plans": plans}
    return render(request, "public/plans.html", shown)


def plan(request: HttpRequest, organisation: str, plan: str) -> HttpResponse:
    """Whoever may see the plan: its text as it is now, or was on a day. 13 queries."""
    owner, found = _plan_for(request, organisation, plan)
    known = known_for(request)
    return _plan(request, owner, found, shown_version(found, as_known_on=known.day), known)


def version(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Whoever may see the version: its text. 14 queries."""
    owner, found = _plan_for(request, organisation, plan)
    wanted = next((one for one in visible_versions(found, request.user) if one.number == number), None)
    if wanted is None:
        raise Http404(str(number))
    return _plan(request, owner, found, wanted, known_for(request))


def versions(request: HttpRequest, organisation: str, plan: str) -> HttpResponse:
    """Whoever may see the plan: its versions, and with `vanha` and `uusi` what changed between two. 7 queries."""
    owner, found = _plan_for(request, organisation, plan)
    page = versions_page.build(
        visible_versions(found, request.user), old=request.GET.get("vanha", ""), new=request.GET.get("uusi", "")
    )
    crumbs = [Crumb(plain(found.name), strategy_url(found)), Crumb(_("Versions"))]
    return render(request, "public/versions.html", frame(owner, "strategy", crumbs) | {"plan": found, "page": page})


def document(request: HttpRequest, organisation: str, plan: str) -> HttpResponse:
    """Anybody, when the document is public: its text line by line. 4 queries."""
    owner, found = _plan_for(request, organisation, plan)
    shown = shown_version(found)
    if shown is None or shown.document is None or not shown.document.is_public:
        raise Http404(plan)
    page = document_page.build(shown.document, wanted=request.GET.get("sivu", ""))
    crumbs = [Crumb(plain(found.name), strategy_url(found)), Crumb(_("Source document"))]
    return render(request, "public/document.html", frame(owner, "strategy", crumbs) | {"plan": found, "page": page})


def promises(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: what it promises to whom, what shows it. 12 queries for each that promises."""
    owner, known = organisation_for(request, organisation), known_for(request)
    versions = [(one, shown_version(one, as_known_on=known.day)) for one in plans_of(owner, request.user)]
    shown = [(one, version) for one, version in versions if version is not None]
    promising = plan_page.that_promise(version for _plan, version in shown)
    found = [
        plan_page.build(_with_owner(version, one, owner), request.user, reader_language(), known=known)
        for one, version in shown
        if version.pk in promising
    ]
    shown_page = frame(owner, "promises", [Crumb(_("Promises"))], known) | {"pages": found}
    return render(request, "public/promises.html", shown_page)


def _plan_for(request: HttpRequest, organisation: str, slug: str) -> tuple[Organisation, Plan]:
    owner = organisation_for(request, organisation)
    found = next((one for one in plans_of(owner, request.user) if one.slug == slug), None)
    if found is None:
        raise Http404(slug)
    return owner, found


def _plan(
    request: HttpRequest, owner: Organisation, plan: Plan, version: PlanVersion | None, known: KnownOn
) -> HttpResponse:
    crumbs = [Crumb(plain(plan.name))]
    if version is None:
        return render(request, "public/plans.html", frame(owner, "strategy", crumbs, known) | {"plans": []})
    count = len(visible_versions(plan, request.user))
    version = _with_owner(version, plan, owner)
    page = plan_page.build(version, request.user, reader_language(), versions=count, known=known)
    is_shown = version == shown_version(plan)
    shown = {"page": page, "is_shown": is_shown, "current_url": reverse("plan", args=[owner.slug, plan.slug])}
    return render(request, "public/plan.html", frame(owner, "strategy", crumbs, known) | shown)


def _with_owner(version: PlanVersion, plan: Plan, owner: Organisation) -> PlanVersion:
    """Return the version with its plan and owner already at hand."""
    plan.owner = owner
    version.plan = plan
    return version
