"""The front pages: of the installation, and of each organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luotsi.web.public.pages import installation_page
from luotsi.web.public.views.guards import organisation_for
from luotsi.web.shared.crumbs import Crumb, home_crumb
from luotsi.web.shared.templatetags.pieces import plain


def installation(request: HttpRequest) -> HttpResponse:
    """Anybody: which organisations are here. One query, and one for whoever is signed in."""
    return render(request, "public/installation.html", {"page": installation_page.build(request.user)})


def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: where it is going and whether it gets there."""
    owner = organisation_for(request, organisation)
    return render(
        request, "public/organisation.html", {"organisation": owner, "crumbs": [home_crumb(), Crumb(plain(owner.name))]}
    )
