"""The page that compares an area's municipalities with what could be expected, its picture and its rows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.figures.charts.render import to_svg_file
from luotsi.files.sheets import csv_bytes, xlsx_bytes
from luotsi.orgs.models import Organisation
from luotsi.reports.writers.png import write_png
from luotsi.web.public.pages.clients.asked import Choice
from luotsi.web.public.pages.comparing.asked import Asked, asked_of
from luotsi.web.public.pages.comparing.funnel import plots_of
from luotsi.web.public.pages.comparing.page import ComparisonPage, build
from luotsi.web.public.pages.comparing.peers import peers_of
from luotsi.web.public.pages.comparing.words import ORIGINS, VERDICTS
from luotsi.web.public.pages.subjects import subjects_of
from luotsi.web.public.views.clients import COMPARISON, TABS, area_for
from luotsi.web.public.views.downloads import file
from luotsi.web.public.views.frame import frame
from luotsi.web.public.views.guards import known_for, of_a_known_day, today
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.figure import figure
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain


@require_safe
def compared(request: HttpRequest, organisation: str) -> HttpResponse:
    """Whoever may see the organisation: observed against expected. 45 queries at most."""
    owner = area_for(request, organisation)
    crumbs = [Crumb(_("Clients"), reverse("clients", args=[owner.slug])), Crumb(str(COMPARISON.title))]
    shown = frame(owner, "clients", crumbs, known_for(request)) | {"page": COMPARISON, "pages": TABS}
    asked = _asked(request, owner)
    if asked is None:
        return render(request, "public/comparison/nothing.html", shown)
    told = build(asked)
    plots = plots_of(asked, told)
    context = {
        "comparison": asked,
        "told": told,
        "share_choices": _share_choices(asked),
        "figures": [(name, figure(plot, asked.language, name=name)) for name, plot in plots.items()],
        "peers": peers_of(asked, told.picture.places if told.picture is not None else {}),
        "origins": ORIGINS.values(),
    }
    return render(request, "public/comparison/comparison.html", shown | context)


@require_safe
@of_a_known_day
def picture(request: HttpRequest, organisation: str, name: str, ending: str) -> HttpResponse:
    """Whoever may see the organisation: a funnel as SVG or PNG. 40 queries at most."""
    owner = area_for(request, organisation)
    asked = _asked(request, owner)
    chart = None if asked is None else plots_of(asked, build(asked)).get(name)
    if asked is None or chart is None or ending not in ("svg", "png"):
        raise Http404(ending)
    kept_as = f"{owner.slug}-{slugify(chart.title)}"
    if ending == "svg":
        content = to_svg_file(chart, asked.language, source=_source(asked))
        return file(content.encode(), "image/svg+xml", f"{kept_as}.svg")
    return file(write_png(chart, asked.language, source=_source(asked)), "image/png", f"{kept_as}.png")


@require_safe
@of_a_known_day
def rows(request: HttpRequest, organisation: str, ending: str) -> HttpResponse:
    """Whoever may see the organisation: the compared places as CSV or XLSX. 40 queries at most."""
    owner = area_for(request, organisation)
    asked = _asked(request, owner)
    told = None if asked is None else build(asked)
    if asked is None or told is None or not told.rows or ending not in ("csv", "xlsx"):
        raise Http404(ending)
    day = f"-{asked.references.as_known_on}" if asked.references.as_known_on else ""
    name = f"{owner.slug}-comparison-{asked.comparable.key}-{asked.month.name}{day}.{ending}"
    if ending == "xlsx":
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return file(xlsx_bytes(str(COMPARISON.title), _header(), _lines(asked, told)), media_type, name)
    mark = "." if asked.language == "en" else ","
    return file(csv_bytes(_header(), _lines(asked, told), decimal_mark=mark), "text/csv; charset=utf-8", name)


def _asked(request: HttpRequest, owner: Organisation) -> Asked | None:
    day, places = known_for(request).day, subjects_of(owner, on=today())
    return asked_of(owner, places, request.GET, reader_language(), as_known_on=day)


def _share_choices(asked: Asked) -> list[tuple[str, list[Choice]]]:
    names = {False: _("Official statistics"), True: _("Client register")}
    return [(names[is_own], choices) for is_own, choices in asked.share_choices.items() if choices]


def _source(asked: Asked) -> str:
    reference = asked.reference
    own = asked.release
    figures = _("client register, %(organisation)s") % {"organisation": plain(asked.owner.name)} if own else ""
    statistics = _("Employment Service Statistics, KEHA Centre (Statistics Finland), CC BY 4.0")
    expected = str(ORIGINS[reference.origin]) if reference is not None else ""
    told = _("Source: %(figures)s; expected: %(expected)s")
    return told % {"figures": figures or statistics, "expected": expected}


def _header() -> list[str]:
    return [
        _("Place code"),
        _("Place"),
        _("Figure"),
        _("Period"),
        _("In words"),
        _("Observed"),
        _("Expected"),
        _("Observed / expected"),
        _("Lower limit, 95%"),
        _("Upper limit, 95%"),
        _("Reference"),
        _("Period of the reference"),
        _("Notes"),
    ]


def _lines(asked: Asked, told: ComparisonPage) -> Iterator[Sequence[str | Decimal | None]]:
    """Yield a row for each municipality of the picture and for the area."""
    reference = asked.reference
    assert reference is not None
    note = _("simulated") if asked.is_simulated or reference.is_simulated else ""
    for code, one in sorted(told.compared.items()):
        found = one.found
        ratios = (Decimal(repr(round(value, 4))) for value in (found.ratio, found.low, found.high))
        yield [
            code,
            told.names.get(code, code),
            plain(told.name),
            asked.month.name,
            str(VERDICTS[found.verdict]),
            Decimal(found.observed),
            Decimal(repr(round(found.expected, 2))),
            *ratios,
            str(ORIGINS[reference.origin]),
            reference.month.name,
            note,
        ]
