"""A measure for another site's page: the figure, its picture and its source, without navigation."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from luotsi.web.public.pages import measure_page
from luotsi.web.public.pages.pictures import Picture
from luotsi.web.public.views.measures import asked_for, measure_query
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.middleware import POLICY

_FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *").replace(
    "form-action 'self'", "form-action 'none'"
)


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Anybody, on any site: a public measure of a public organisation, whoever is signed in. 15 queries."""
    request.user = AnonymousUser()  # what is framed on a stranger's page must not depend on who looks at it
    asked = asked_for(request, organisation, measure)
    try:
        picture = Picture(request.GET.get("kuva", Picture.LINE))
    except ValueError as fault:
        raise Http404(str(fault)) from fault
    page = measure_page.build_card(asked.measure, asked.wanted, reader_language(), picture)
    address = reverse("measure", args=[asked.owner.slug, asked.measure.slug]) + measure_query(request)
    answer = render(
        request,
        "public/embed.html",
        {"page": page, "measure": asked.measure, "organisation": asked.owner, "address": address, "known": asked.known},
    )
    answer.headers["Content-Security-Policy"] = _FRAMED
    return answer
