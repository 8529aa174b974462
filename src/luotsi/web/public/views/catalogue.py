"""The public catalogue of measures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.figures.charts.render import to_svg_file
from luotsi.figures.charts.specs import AreaMap
from luotsi.indicators.models import NATIONAL, Definition
from luotsi.reports.writers.png import write_png
from luotsi.web.public.pages import catalogue_page
from luotsi.web.public.pages import country_map as country_map_page
from luotsi.web.public.views.downloads import file
from luotsi.web.public.views.guards import known_for, of_a_known_day
from luotsi.web.shared.crumbs import Crumb, home_crumb
from luotsi.web.shared.figure import figure
from luotsi.web.shared.known import KnownOn
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Anybody: every measure by theme, or those that the words find. Two queries, and one for whoever is signed in."""
    page = catalogue_page.build(request.GET.get("haku", ""), request.user)
    crumbs = [home_crumb(), Crumb(_("Catalogue of measures"))]
    return render(request, "public/catalogue.html", {"page": page, "crumbs": crumbs})


@require_safe
def catalogue_measure(request: HttpRequest, definition: str) -> HttpResponse:
    """Anybody: what one measure means, and what it is to those who follow it. Six queries at most."""
    known = known_for(request)
    rows = Definition.objects.filter(owner_key=NATIONAL, is_supporting=False)
    found = get_object_or_404(rows.select_related("numerator", "denominator"), key=definition)
    page = catalogue_page.build_one(found, request.user, known)
    crumbs = [home_crumb(), Crumb(_("Catalogue of measures"), reverse("catalogue")), Crumb(plain(found.name))]
    return render(request, "public/catalogue_measure.html", {"page": page, "crumbs": crumbs, "known": known})


@require_safe
def country_map(request: HttpRequest, definition: str) -> HttpResponse:
    """Anybody: the measure in every municipality of the country. 5 queries; 404 where there are no open figures."""
    known = known_for(request)
    found, chart = _drawn(definition, known)
    name = plain(found.name)
    crumbs = [home_crumb(), Crumb(_("Catalogue of measures"), reverse("catalogue"))]
    crumbs += [Crumb(name, known.keep(reverse("catalogue-measure", args=[found.key]))), Crumb(_("The whole country"))]
    drawn = None if chart is None else figure(chart, reader_language(), name="maa")
    shown = {"definition": found, "figure": drawn, "crumbs": crumbs, "known": known}
    return render(request, "public/country_map.html", shown)


@require_safe
@of_a_known_day
def country_map_file(request: HttpRequest, definition: str, ending: str) -> HttpResponse:
    """Anybody: the same map as a picture to keep. 5 queries; 404 where there is nothing to draw."""
    known = known_for(request)
    found, chart = _drawn(definition, known)
    if chart is None or ending not in ("svg", "png"):
        raise Http404(ending)
    day = f"-{known.day.isoformat()}" if known.day else ""
    name = f"{slugify(plain(found.name))}-{slugify(_('map'))}{day}.{ending}"
    source = _("Source: {source}").format(source=f"{plain(found.source_name)}, {found.licence}")
    if ending == "svg":
        return file(to_svg_file(chart, reader_language(), source=source).encode(), "image/svg+xml", name)
    return file(write_png(chart, reader_language(), source=source), "image/png", name)


def _drawn(key: str, known: KnownOn) -> tuple[Definition, AreaMap | None]:
    """Return the measure with its map, None where nothing was known of it on the day that is asked for.

    :raises Http404: when there is no such measure, or no open figures of it
    """
    rows = Definition.objects.filter(owner_key=NATIONAL, is_supporting=False)
    found = get_object_or_404(rows, key=key)
    page = country_map_page.build(found, reader_language(), as_known_on=known.day)
    if page is None and known.day is None:
        raise Http404(key)
    return found, page.chart if page is not None else None
