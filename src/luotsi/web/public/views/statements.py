"""What the law asks a public site to say of itself, and what one may do with its figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luotsi.web.shared.crumbs import Crumb, home_crumb


def accessibility(request: HttpRequest) -> HttpResponse:
    """Anybody: the accessibility statement. No queries."""
    return _page(request, "public/accessibility.html", _("Accessibility"))


def privacy(request: HttpRequest) -> HttpResponse:
    """Anybody: what is known of people and what is not. No queries."""
    return _page(request, "public/privacy.html", _("Privacy"))


def open_data(request: HttpRequest) -> HttpResponse:
    """Anybody: how to take the figures along. No queries."""
    return _page(request, "public/open_data.html", _("Open data"))


def _page(request: HttpRequest, template: str, title: str) -> HttpResponse:
    return render(request, template, {"crumbs": [home_crumb(), Crumb(title)]})
