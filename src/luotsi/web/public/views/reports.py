"""Reports to read on the page or to take along as paper."""

import base64
import hashlib
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from luotsi.core.periods import Period, PeriodError
from luotsi.reports.builders.municipality import UnableToBuild, build
from luotsi.reports.writers.html import write_html
from luotsi.reports.writers.pdf import write_pdf
from luotsi.web.public.pages import reports_page
from luotsi.web.public.pages.measures_page import measures_of
from luotsi.web.public.pages.subjects import subjects_of
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import known_for, now, of_a_known_day, organisation_for, today
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.language import reader_language

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def reports(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: the reports of its municipalities. 6 queries."""
    owner, known = organisation_for(request, organisation), known_for(request)
    municipalities = subjects_of(owner, on=today()).municipalities
    periods = reports_page.periods_of(measures_of(owner, request.user), municipalities, as_known_on=known.day)
    asked = request.GET.get("kausi", "")
    wanted = next((one for one in periods if one.name == asked), periods[0] if periods else None)
    page = reports_page.build(owner, municipalities, periods, wanted, reader_language(), known) if wanted else None
    shown = frame(owner, "reports", [Crumb(_("Reports"))], known) | {"page": page}
    return render(request, "public/reports.html", shown)


@of_a_known_day
def report(request: HttpRequest, organisation: str, period: str, municipality: str, ending: str) -> HttpResponse:
    """Whoever may see the organisation: one municipality's report. About 15 queries whatever the size."""
    owner = organisation_for(request, organisation)
    subject = next((one for one in subjects_of(owner, on=today()).municipalities if one.slug == municipality), None)
    if subject is None or ending not in reports_page.FORMATS:
        raise Http404(municipality)
    try:
        document = build(
            organisation=owner,
            municipality=subject,
            period=Period.parse(period),
            language=reader_language(),
            at=now(),
            as_known_on=known_for(request).day,
            is_demo=settings.DEMO,
        )
    except (PeriodError, UnableToBuild) as error:
        raise Http404(str(error)) from error
    if ending == "pdf":
        name = f"{owner.slug}-{subject.slug}-{period}-{document.language}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return HttpResponse(write_pdf(document), content_type="application/pdf", headers=headers)
    page = write_html(document)
    return HttpResponse(page, headers={"Content-Security-Policy": _policy_for(page)})


def _policy_for(page: bytes) -> str:
    """Return a policy that lets the page's own style through by its hash, and nothing else."""
    hashes = [base64.b64encode(hashlib.sha256(style).digest()).decode() for style in _STYLE.findall(page)]
    allowed = " ".join(f"'sha256-{one}'" for one in hashes)
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
