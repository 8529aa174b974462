"""Pages of released figures of the client register: public as soon as they are released, and not before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from luotsi.figures.charts.specs import Chart
from luotsi.files.sheets import csv_bytes, xlsx_bytes
from luotsi.orgs.models import Organisation
from luotsi.orgs.types import OrganisationKind
from luotsi.web.public.pages.clients import cohorts, comparison, flows, money, overview, released_rows, waiting
from luotsi.web.public.pages.clients.asked import Asked, asked_of
from luotsi.web.public.pages.clients.peers import peers_of
from luotsi.web.public.pages.subjects import subjects_of
from luotsi.web.public.views.downloads import file
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import organisation_for, today
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.figure import figure
from luotsi.web.shared.language import reader_language


@dataclass(frozen=True, slots=True)
class Page:
    """One of the pages: its address, its name, the measures it shows."""

    name: str
    title: Promise
    measures: tuple[str, ...]


PAGES = (
    Page("clients", gettext_lazy("By municipality"), overview.MEASURES),
    Page("clients-flows", gettext_lazy("In, now and out"), flows.MEASURES),
    Page("clients-waiting", gettext_lazy("The first discussion"), waiting.MEASURES),
    Page("clients-cohorts", gettext_lazy("From month to month"), cohorts.MEASURES),
    Page("clients-comparison", gettext_lazy("Comparison"), comparison.MEASURES),
    Page("clients-money", gettext_lazy("Municipal share"), money.MEASURES),
)
_BY_NAME = {page.name: page for page in PAGES}


@require_safe
def by_municipality(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: a month's figures by municipality. 7 queries at most."""
    return _show(request, organisation, "clients", lambda asked: _overview(asked, request.GET.get("mittari", "")))


@require_safe
def flow(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: who came, who are there, who left and why. 7 queries at most."""
    return _show(request, organisation, "clients-flows", _flows)


@require_safe
def first_discussion(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: how long the first discussion is waited for. 9 queries at most."""
    return _show(request, organisation, "clients-waiting", _waiting)


@require_safe
def cohort_curves(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: how many still are unemployed after 3, 6 and 12 months. 7 queries at most."""
    return _show(request, organisation, "clients-cohorts", _cohorts)


@require_safe
def compared(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: observed against expected. 13 queries at most."""
    return _show(
        request, organisation, "clients-comparison", lambda asked: _compared(asked, request.GET.get("mittari", ""))
    )


@require_safe
def municipal_share(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: the euros of the municipalities. 9 queries at most."""
    return _show(request, organisation, "clients-money", lambda asked: _money(asked, is_chosen="kk" in request.GET))


@require_safe
def rows(request: HttpRequest, organisation: str, page: str, ending: str) -> HttpResponse:
    """Whoever may see the organisation: every released figure of a page as CSV or XLSX. 6 queries at most."""
    shown = _BY_NAME.get(f"clients-{page}" if page != "kunnittain" else "clients")
    if shown is None or ending not in ("csv", "xlsx"):
        raise Http404(page)
    asked = _asked(request, _area(request, organisation), shown)
    if asked is None:
        raise Http404("nothing is released")
    found = released_rows.rows(asked)
    name = f"{asked.owner.slug}-{page}.{ending}"
    if ending == "xlsx":
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return file(xlsx_bytes(str(shown.title), released_rows.header(), found), media_type, name)
    mark = "." if asked.language == "en" else ","
    return file(csv_bytes(released_rows.header(), found, decimal_mark=mark), "text/csv; charset=utf-8", name)


def _area(request: HttpRequest, slug: str) -> Organisation:
    """Return the area as far as the reader may see it; other organisations have no clients."""
    owner = organisation_for(request, slug)
    if owner.kind != OrganisationKind.AREA:
        raise Http404(slug)
    return owner


def _asked(request: HttpRequest, owner: Organisation, page: Page) -> Asked | None:
    return asked_of(owner, subjects_of(owner, on=today()), page.measures, request.GET, reader_language())


def _show(request: HttpRequest, slug: str, name: str, build: Callable[[Asked], Mapping[str, Any]]) -> HttpResponse:
    owner, page = _area(request, slug), _BY_NAME[name]
    asked = _asked(request, owner, page)
    first = PAGES[0]
    crumbs = (
        [Crumb(_("Clients"))]
        if page is first
        else [Crumb(_("Clients"), reverse(first.name, args=[owner.slug])), Crumb(str(page.title))]
    )
    shown = frame(owner, "clients", crumbs) | {"page": page, "pages": PAGES, "asked": asked}
    if asked is None:
        return render(request, "public/clients/nothing.html", shown)
    key = name.removeprefix("clients-") if page is not first else "kunnittain"
    return render(request, f"public/clients/{key}.html", shown | {"rows_of": key} | dict(build(asked)))


def _drawn(chart: Chart | None, name: str) -> Any:
    return None if chart is None else figure(chart, reader_language(), name=name)


def _overview(asked: Asked, wanted: str) -> dict[str, Any]:
    found = overview.build(asked, wanted)
    return {"told": found, "figure": _drawn(found.chart, "kunnat"), "choices": found.choices}


def _flows(asked: Asked) -> dict[str, Any]:
    found = flows.build(asked)
    return {"figures": [_drawn(found.picture, "virrat"), _drawn(found.lines, "kuukaudet")]}


def _waiting(asked: Asked) -> dict[str, Any]:
    found = waiting.build(asked)
    return {"told": found, "curve": _drawn(found.curve, "odotus"), "lines": _drawn(found.lines, "ajallaan")}


def _cohorts(asked: Asked) -> dict[str, Any]:
    found = cohorts.build(asked)
    return {"figures": [_drawn(found.curves, "kohortit"), _drawn(found.lines, "virta")]}


def _compared(asked: Asked, wanted: str) -> dict[str, Any]:
    found = comparison.build(asked, wanted)
    peers = peers_of(asked.place, asked.language)
    return {"told": found, "figure": _drawn(found.plot, "suppilo"), "choices": found.choices, "peers": peers}


def _money(asked: Asked, *, is_chosen: bool) -> dict[str, Any]:
    """Show the month that was chosen, else the newest whose law has been read."""
    figures = money.figures_of(asked)
    newest = asked.month if is_chosen else money.newest_with_law(asked, figures) or asked.month
    later = money.build(asked, figures).no_law if newest != asked.month else None
    asked = replace(asked, month=newest)
    found = money.build(asked, figures)
    return {
        "asked": asked,
        "told": found,
        "later": later,
        "places": _drawn(found.places, "kunnat"),
        "lines": _drawn(found.lines, "kuukaudet"),
    }
