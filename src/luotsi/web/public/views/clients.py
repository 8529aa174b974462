"""Pages of released figures of the client register: public as soon as they are released, and not before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from luotsi.figures.charts.render import to_svg_file
from luotsi.figures.charts.specs import Chart
from luotsi.files.sheets import csv_bytes, xlsx_bytes
from luotsi.orgs.models import Organisation
from luotsi.orgs.types import OrganisationKind
from luotsi.register.models import Proposal
from luotsi.reports.writers.png import write_png
from luotsi.web.public.pages.clients import cohorts, employment, flows, leaving, money, overview, released_rows, waiting
from luotsi.web.public.pages.clients.asked import Asked, asked_of
from luotsi.web.public.pages.subjects import subjects_of
from luotsi.web.public.views.downloads import file
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import known_for, of_a_known_day, organisation_for, today
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.figure import figure
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import day, plain

Charts = Mapping[str, Chart | None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a page tells, and its charts by the names that their files have."""

    context: Mapping[str, Any]
    charts: Charts


def _overview(asked: Asked, query: Mapping[str, str]) -> Built:
    found = overview.build(asked, query.get("mittari", ""))
    return Built({"told": found, "choices": found.choices}, {"kunnat": found.chart})


def _flows(asked: Asked, _query: Mapping[str, str]) -> Built:
    found = flows.build(asked)
    return Built({"employment": employment.build(asked)}, {"virrat": found.picture, "kuukaudet": found.lines})


def _waiting(asked: Asked, _query: Mapping[str, str]) -> Built:
    found = waiting.build(asked)
    return Built({"told": found}, {"odotus": found.curve, "ajallaan": found.lines})


def _cohorts(asked: Asked, _query: Mapping[str, str]) -> Built:
    found, ends = cohorts.build(asked), leaving.build(asked)
    return Built({"leaving": ends}, {"kohortit": found.curves, "virta": found.lines, "syyt": ends.chart})


def _money(asked: Asked, query: Mapping[str, str]) -> Built:
    """Show the month that was chosen, else the newest whose law has been read."""
    figures = money.figures_of(asked)
    newest = asked.month if "kk" in query else money.newest_with_law(asked, figures) or asked.month
    later = money.build(asked, figures).no_law if newest != asked.month else None
    asked = replace(asked, month=newest)
    found = money.build(asked, figures)
    return Built({"asked": asked, "told": found, "later": later}, {"kunnat": found.places, "kuukaudet": found.lines})


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages of clients: the name of its address, and its title."""

    name: str
    title: Promise


@dataclass(frozen=True, slots=True)
class Page(Tab):
    """One of the pages that show released figures: the name of its files, the measures it shows, what it tells."""

    files: str
    measures: tuple[str, ...]
    build: Callable[[Asked, Mapping[str, str]], Built]


PAGES = (
    Page("clients", gettext_lazy("By municipality"), "kunnittain", overview.MEASURES, _overview),
    Page("clients-flows", gettext_lazy("In, now and out"), "flows", flows.MEASURES, _flows),
    Page("clients-waiting", gettext_lazy("The first discussion"), "waiting", waiting.MEASURES, _waiting),
    Page("clients-cohorts", gettext_lazy("From month to month"), "cohorts", cohorts.MEASURES, _cohorts),
    Page("clients-money", gettext_lazy("Municipal share"), "money", money.MEASURES, _money),
)
COMPARISON = Tab("clients-comparison", gettext_lazy("Comparison"))
EFFECTS = Tab("clients-effects", gettext_lazy("What services give"))
TABS = (*PAGES[:-1], COMPARISON, EFFECTS, PAGES[-1])
_BY_NAME = {page.name: page for page in PAGES}
_BY_FILES = {page.files: page for page in PAGES}


@require_safe
def by_municipality(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: a month's figures by municipality. 7 queries at most."""
    return _show(request, organisation, "clients")


@require_safe
def flow(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: who came, who are there, who left and why. 9 queries at most."""
    return _show(request, organisation, "clients-flows")


@require_safe
def first_discussion(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: how long the first discussion is waited for. 9 queries at most."""
    return _show(request, organisation, "clients-waiting")


@require_safe
def cohort_curves(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: how many still are unemployed after 3, 6 and 12 months. 9 queries at most."""
    return _show(request, organisation, "clients-cohorts")


@require_safe
def municipal_share(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: the euros of the municipalities. 9 queries at most."""
    return _show(request, organisation, "clients-money")


@require_safe
@of_a_known_day
def rows(request: HttpRequest, organisation: str, page: str, ending: str) -> HttpResponse:
    """Whoever may see the organisation: every released figure of a page as CSV or XLSX. 6 queries at most."""
    shown, asked = _released(request, organisation, page)
    if ending not in ("csv", "xlsx"):
        raise Http404(ending)
    found = released_rows.rows(asked)
    day = f"-{asked.as_known_on.isoformat()}" if asked.as_known_on else ""
    name = f"{asked.owner.slug}-{page}{day}.{ending}"
    if ending == "xlsx":
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return file(xlsx_bytes(str(shown.title), released_rows.header(), found), media_type, name)
    mark = "." if asked.language == "en" else ","
    return file(csv_bytes(released_rows.header(), found, decimal_mark=mark), "text/csv; charset=utf-8", name)


@require_safe
@of_a_known_day
def picture(request: HttpRequest, organisation: str, page: str, name: str, ending: str) -> HttpResponse:
    """Whoever may see the organisation: a chart of a page as SVG or PNG. 9 queries at most."""
    shown, asked = _released(request, organisation, page)
    built = shown.build(asked, request.GET)
    asked, chart = built.context.get("asked", asked), built.charts.get(name)
    if chart is None or asked.release is None:
        raise Http404(name)
    return drawn(chart, asked.release, asked.owner, ending)


def drawn(chart: Chart, release: Proposal, owner: Organisation, ending: str) -> HttpResponse:
    """Return a chart of released figures as a file with its source, or answer that there is no such file."""
    if ending not in ("svg", "png"):
        raise Http404(ending)
    language = reader_language()
    if release.is_simulated:
        chart = replace(chart, title=f"{chart.title} ({_('simulated')})")
    kept_as = f"{owner.slug}-{slugify(chart.title)}"
    source = _("Source: client register, {organisation}, released {day}")
    source = source.format(organisation=plain(owner.name), day=day(release.decided_at))
    if ending == "svg":
        return file(to_svg_file(chart, language, source=source).encode(), "image/svg+xml", f"{kept_as}.svg")
    return file(write_png(chart, language, source=source), "image/png", f"{kept_as}.png")


def _released(request: HttpRequest, organisation: str, files: str) -> tuple[Page, Asked]:
    """Return a page and what of it is asked for, or answer that there is no such file."""
    page = _BY_FILES.get(files)
    asked = None if page is None else _asked(request, area_for(request, organisation), page)
    if page is None or asked is None:
        raise Http404(files)
    return page, asked


def area_for(request: HttpRequest, slug: str) -> Organisation:
    """Return the area as far as the reader may see it; other organisations have no clients."""
    owner = organisation_for(request, slug)
    if owner.kind != OrganisationKind.AREA:
        raise Http404(slug)
    return owner


def _asked(request: HttpRequest, owner: Organisation, page: Page) -> Asked | None:
    day = known_for(request).day
    places = subjects_of(owner, on=today())
    return asked_of(owner, places, page.measures, request.GET, reader_language(), as_known_on=day)


def _show(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    owner, page = area_for(request, slug), _BY_NAME[name]
    asked = _asked(request, owner, page)
    first = PAGES[0]
    crumbs = (
        [Crumb(_("Clients"))]
        if page is first
        else [Crumb(_("Clients"), reverse(first.name, args=[owner.slug])), Crumb(str(page.title))]
    )
    shown = frame(owner, "clients", crumbs, known_for(request)) | {"page": page, "pages": TABS, "asked": asked}
    if asked is None:
        return render(request, "public/clients/nothing.html", shown)
    built = page.build(asked, request.GET)
    charts = {key: chart for key, chart in built.charts.items() if chart is not None}
    drawn = {key: figure(chart, asked.language, name=key) for key, chart in charts.items()}
    return render(request, f"public/clients/{page.files}.html", shown | {"figures": drawn} | dict(built.context))
