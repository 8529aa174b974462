"""Pages of the effects of services: public as soon as they are released, and not before."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.files.sheets import csv_bytes, xlsx_bytes
from luotsi.orgs.models import Organisation
from luotsi.register.effects.queries import standing_effects
from luotsi.register.models import EffectRelease
from luotsi.web.public.pages.clients import effects
from luotsi.web.public.views.clients import EFFECTS, PAGES, TABS, area_for, drawn
from luotsi.web.public.views.downloads import file
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import known_for, of_a_known_day
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.effects import Choice, build
from luotsi.web.shared.figure import figure
from luotsi.web.shared.language import reader_language


@require_safe
def services(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: what services give, by year. 6 queries at most."""
    owner, known = area_for(request, organisation), known_for(request)
    crumbs = [Crumb(_("Clients"), reverse(PAGES[0].name, args=[owner.slug])), Crumb(str(EFFECTS.title))]
    shown = frame(owner, "clients", crumbs, known) | {"page": EFFECTS, "pages": TABS}
    releases = standing_effects(owner, as_known_on=known.day)
    release = effects.chosen(releases, request.GET.get("vuosi", ""))
    if release is None:
        return render(request, "public/clients/nothing.html", shown)
    language = reader_language()
    told = build(release, request.GET, language)
    charts = {"vaikutus": told.picture, "tasapaino": told.balance}
    pictures = {name: figure(chart, language, name=name) for name, chart in charts.items() if chart is not None}
    years = [Choice(str(year), str(year), year == release.year) for year in releases]
    more = {"release": release, "told": told, "figures": pictures, "years": years}
    return render(request, "public/clients/effects.html", shown | more)


@require_safe
@of_a_known_day
def rows(request: HttpRequest, organisation: str, ending: str) -> HttpResponse:
    """Whoever may see the organisation: every effect of a year as CSV or XLSX. 5 queries at most."""
    owner, release = _released(request, organisation)
    language, asked = reader_language(), known_for(request).day
    day = f"-{asked.isoformat()}" if asked else ""
    found, name = effects.rows(release), f"{owner.slug}-effects-{release.year}{day}.{ending}"
    if ending == "xlsx":
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return file(xlsx_bytes(str(EFFECTS.title), effects.header(), found), media_type, name)
    if ending != "csv":
        raise Http404(ending)
    mark = "." if language == "en" else ","
    return file(csv_bytes(effects.header(), found, decimal_mark=mark), "text/csv; charset=utf-8", name)


@require_safe
@of_a_known_day
def picture(request: HttpRequest, organisation: str, name: str, ending: str) -> HttpResponse:
    """Whoever may see the organisation: a chart of the page as SVG or PNG. 6 queries at most."""
    owner, release = _released(request, organisation)
    told = build(release, request.GET, reader_language())
    chart = {"vaikutus": told.picture, "tasapaino": told.balance}.get(name)
    if chart is None:
        raise Http404(name)
    return drawn(chart, release, owner, ending)


def _released(request: HttpRequest, slug: str) -> tuple[Organisation, EffectRelease]:
    """Return the release that is asked for, or answer that there is none."""
    owner = area_for(request, slug)
    releases = standing_effects(owner, as_known_on=known_for(request).day)
    release = effects.chosen(releases, request.GET.get("vuosi", ""))
    if release is None:
        raise Http404(slug)
    return owner, release
