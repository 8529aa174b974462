"""The front pages: of the installation, and of each organisation."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luotsi.web.public.pages import home_page, installation_page
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import known_for, organisation_for
from luotsi.web.shared.language import reader_language


def installation(request: HttpRequest) -> HttpResponse:
    """Anybody: which organisations are here. Four queries, and one for whoever is signed in."""
    return render(request, "public/installation.html", {"page": installation_page.build(request.user)})


def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: where it is going and whether it gets there. 24 queries at most."""
    owner, known = organisation_for(request, organisation), known_for(request)
    page = home_page.build(owner, request.user, reader_language(), known=known)
    return render(request, "public/organisation.html", frame(owner, "home", known=known) | {"page": page})
