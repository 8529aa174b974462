"""The public catalogue of measures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.indicators.models import NATIONAL, Definition
from luotsi.web.public.pages import catalogue_page
from luotsi.web.shared.crumbs import Crumb, home_crumb
from luotsi.web.shared.templatetags.pieces import plain


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Anybody: every measure by theme, or those that the words find. Two queries, and one for whoever is signed in."""
    page = catalogue_page.build(request.GET.get("haku", ""), request.user)
    crumbs = [home_crumb(), Crumb(_("Catalogue of measures"))]
    return render(request, "public/catalogue.html", {"page": page, "crumbs": crumbs})


@require_safe
def catalogue_measure(request: HttpRequest, definition: str) -> HttpResponse:
    """Anybody: what one measure means, and who follows it. Two queries, and two for whoever is signed in."""
    rows = Definition.objects.filter(owner_key=NATIONAL, is_supporting=False)
    found = get_object_or_404(rows.select_related("numerator", "denominator"), key=definition)
    page = catalogue_page.build_one(found, request.user)
    crumbs = [home_crumb(), Crumb(_("Catalogue of measures"), reverse("catalogue")), Crumb(plain(found.name))]
    return render(request, "public/catalogue_measure.html", {"page": page, "crumbs": crumbs})
