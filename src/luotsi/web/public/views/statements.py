"""What the law asks a public site to say of itself, and what one may do with its figures."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luotsi.core.values import Gap
from luotsi.figures.cells import GAP_SIGNS, gap_words
from luotsi.web.shared.crumbs import Crumb, home_crumb
from luotsi.web.shared.language import reader_language


def accessibility(request: HttpRequest) -> HttpResponse:
    """Anybody: the accessibility statement (306/2019 9 §). No queries."""
    contact = settings.CONTACT_EMAIL
    return _page(request, "public/accessibility.html", _("Accessibility statement"), contact=contact)


def privacy(request: HttpRequest) -> HttpResponse:
    """Anybody: what is known of people and what is not. No queries."""
    return _page(request, "public/privacy.html", _("Privacy"))


def open_data(request: HttpRequest) -> HttpResponse:
    """Anybody: how to take the figures along. No queries."""
    signs = [(GAP_SIGNS[gap], gap_words(gap, reader_language())) for gap in Gap]
    return _page(request, "public/open_data.html", _("Open data"), signs=signs)


def _page(request: HttpRequest, template: str, title: str, **shown: Any) -> HttpResponse:
    return render(request, template, {"crumbs": [home_crumb(), Crumb(title)], **shown})
