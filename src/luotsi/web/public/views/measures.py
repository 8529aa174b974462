"""Pages of measures: the list, one measure, and what can be taken along of it."""

from dataclasses import dataclass
from functools import partial
from html import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from luotsi.core.periods import Period, PeriodError
from luotsi.indicators.models import Measure
from luotsi.orgs.models import Organisation, Subject
from luotsi.strategy.queries import elements_shown_by
from luotsi.web.public.pages import measure_page, measures_page
from luotsi.web.public.pages.definition import definition_shown
from luotsi.web.public.pages.divided import groups_shown, sources_shown
from luotsi.web.public.pages.measures_page import measures_of
from luotsi.web.public.pages.served import served
from luotsi.web.public.pages.subjects import Wanted, subjects_of
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import known_for, organisation_for, today
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.known import PARAMETER, KnownOn
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure with what is asked of it, all of it visible to the reader."""

    owner: Organisation
    measure: Measure
    wanted: Wanted
    known: KnownOn

    @property
    def file_name(self) -> str:
        """The name of a download without its ending, in the reader's language: measure, place, day."""
        place = slugify(plain(self.wanted.subject.name)) if self.wanted.subject else self.owner.slug
        day = self.known.day.isoformat() if self.known.day else ""
        name = slugify(plain(self.measure.shown_name))[:_LONGEST_NAME].strip("-") or self.measure.slug
        return "-".join(part for part in (name, place, day) if part)


def measure(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: GET shows it, of one place, as known on a day. 26 queries at most."""
    asked = asked_for(request, organisation, measure)
    found = asked.measure
    page = measure_page.build(found, asked.wanted, reader_language(), partial(_url_of, request))
    shown = {
        "page": page,
        "measure": found,
        "definition": definition_shown(found, page.line),
        "served": served(elements_shown_by(found, reader=request.user), asked.known),
        "query": measure_query(request),
        "embed_code": _embed_code(request, asked),
        "groups": groups_shown(found, page.subject, reader_language(), as_known_on=page.as_known_on),
        "sources": sources_shown(found, page.subject, reader_language(), today=today(), as_known_on=page.as_known_on),
    }
    crumbs = [Crumb(_("Measures"), reverse("measures", args=[asked.owner.slug])), Crumb(plain(found.shown_name))]
    return render(request, "public/measure.html", frame(asked.owner, "measures", crumbs, asked.known) | shown)


def measures(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: its measures with their newest values, those without told apart. 7 queries."""
    owner, known = organisation_for(request, organisation), known_for(request)
    page = measures_page.build(owner, measures_of(owner, request.user), reader_language(), known=known)
    shown = frame(owner, "measures", [Crumb(_("Measures"))], known) | {"page": page}
    return render(request, "public/measures.html", shown)


def asked_for(request: HttpRequest, organisation: str, measure: str) -> Asked:
    """Return the measure and what is asked of it.

    :raises Http404: when the reader may not see it, or the place is not the organisation's
    """
    owner = organisation_for(request, organisation)
    found = measure_for(request, owner, measure)
    known = known_for(request)
    return Asked(owner, found, _wanted(request, owner, known), known)


def measure_for(request: HttpRequest, owner: Organisation, slug: str) -> Measure:
    """Return the measure as far as the reader may see it.

    :raises Http404: when there is none for this reader
    """
    mine = Measure.objects.visible_to(request.user).filter(owner=owner, slug=slug)
    found = mine.select_related("owner", "definition__numerator", "definition__denominator").first()
    if found is None:
        raise Http404(slug)
    return found


def _wanted(request: HttpRequest, owner: Organisation, known: KnownOn) -> Wanted:
    subjects = subjects_of(owner, on=today())
    slug = request.GET.get("kunta", "")
    subject = subjects.named(slug) if slug else subjects.own
    if slug and subject is None:
        raise Http404(slug)
    try:
        period = Period.parse(request.GET["jakso"]) if "jakso" in request.GET else None
    except PeriodError as error:
        raise Http404(str(error)) from error
    return Wanted(subjects, subject, known.day, period)


def _url_of(request: HttpRequest, subject: Subject) -> str:
    """Return the address of the same page for a municipality, as known on the same day."""
    kept = request.GET.copy()
    kept.pop("jakso", None)
    kept["kunta"] = subject.slug
    return f"{request.path}?{kept.urlencode()}"


def _embed_code(request: HttpRequest, asked: Asked) -> str:
    """Return the element that shows the measure on another site."""
    address = reverse("measure-embed", args=[asked.owner.slug, asked.measure.slug]) + measure_query(request)
    source, title = escape(request.build_absolute_uri(address)), escape(plain(asked.measure.shown_name))
    return f'<iframe src="{source}" title="{title}" width="100%" height="640" loading="lazy"></iframe>'


def measure_query(request: HttpRequest) -> str:
    """Return the choices of place and day, for addresses that keep them."""
    kept = request.GET.copy()
    for name in set(kept) - {"kunta", PARAMETER}:
        del kept[name]
    return f"?{kept.urlencode()}" if kept else ""
