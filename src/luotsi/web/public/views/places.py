"""Pages of the municipalities within an area."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.web.public.pages import municipality_page
from luotsi.web.public.pages.measures_page import measures_of
from luotsi.web.public.pages.subjects import subjects_of
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import known_for, organisation_for, today
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain


def municipalities(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: its municipalities with the headline figures. 7 queries at most."""
    owner, known = organisation_for(request, organisation), known_for(request)
    subjects = subjects_of(owner, on=today())
    if not subjects.municipalities:
        raise Http404("the organisation has no municipalities")
    measures = measures_of(owner, request.user)
    page = municipality_page.build_list(owner, subjects, measures, reader_language(), known=known)
    shown = frame(owner, "municipalities", [Crumb(_("Municipalities"))], known) | {"page": page}
    return render(request, "public/municipalities.html", shown)


def municipality(request: HttpRequest, organisation: str, municipality: str) -> HttpResponse:
    """Whoever may see the organisation: one municipality's figures beside the area's. 7 queries at most."""
    owner, known = organisation_for(request, organisation), known_for(request)
    subjects = subjects_of(owner, on=today())
    subject = next((one for one in subjects.municipalities if one.slug == municipality), None)
    if subject is None:
        raise Http404(municipality)
    page = municipality_page.build(subject, subjects, measures_of(owner, request.user), reader_language(), known=known)
    crumbs = [Crumb(_("Municipalities"), reverse("municipalities", args=[owner.slug])), Crumb(plain(subject.name))]
    return render(request, "public/municipality.html", frame(owner, "municipalities", crumbs, known) | {"page": page})
