"""A measure to take along: as a table, a workbook, JSON-stat, or a picture."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from luotsi.core.values import Bounds
from luotsi.figures.charts.render import to_svg_file
from luotsi.figures.charts.specs import Chart
from luotsi.files.sheets import csv_bytes, xlsx_bytes
from luotsi.indicators.queries import bounds_of_definition
from luotsi.indicators.writing import Writing
from luotsi.reports.writers.png import write_png
from luotsi.web.public import datasets
from luotsi.web.public.pages.pictures import Picture, draw, values_of
from luotsi.web.public.pages.place_lines import PlaceLine, place_lines, with_reason
from luotsi.web.public.views.guards import of_a_known_day, today
from luotsi.web.public.views.measures import Asked, asked_for
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain


@of_a_known_day
def csv(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: every place and period as a semicolon-separated table. 9 queries."""
    asked = asked_for(request, organisation, measure)
    language = reader_language()
    mark = "." if language == "en" else ","
    rows = datasets.rows(asked.measure, _lines(asked), _bounds(asked), language)
    content = csv_bytes(datasets.header(), rows, decimal_mark=mark)
    return file(content, "text/csv; charset=utf-8", f"{asked.file_name}.csv")


@of_a_known_day
def xlsx(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: every place and period as a workbook, numbers as numbers. 9 queries."""
    asked = asked_for(request, organisation, measure)
    rows = datasets.rows(asked.measure, _lines(asked), _bounds(asked), reader_language())
    content = xlsx_bytes(plain(asked.measure.shown_name), datasets.header(), rows)
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return file(content, media_type, f"{asked.file_name}.xlsx")


@of_a_known_day
def json_stat(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: every place and period as JSON-stat 2.0. 9 queries."""
    asked = asked_for(request, organisation, measure)
    content = datasets.json_stat(asked.measure, _lines(asked), _bounds(asked), reader_language())
    return file(content, "application/json", f"{asked.file_name}.json")


@of_a_known_day
def svg(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: the picture asked for, with title and source. 12 queries; 404 without a picture."""
    chart, asked, name = _picture(request, organisation, measure)
    content = to_svg_file(chart, reader_language(), source=_source(asked))
    return file(content.encode(), "image/svg+xml", f"{asked.file_name}-{name}.svg")


@of_a_known_day
def png(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: the picture asked for, with title and source. 12 queries; 404 as for SVG."""
    chart, asked, name = _picture(request, organisation, measure)
    content = write_png(chart, reader_language(), source=_source(asked))
    return file(content, "image/png", f"{asked.file_name}-{name}.png")


def _source(asked: Asked) -> str:
    definition = asked.measure.definition
    told = ", ".join(part for part in (plain(definition.source_name), definition.licence) if part)
    return _("Source: {source}").format(source=told) if told else ""


def file(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return the content as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)


def _picture(request: HttpRequest, organisation: str, measure: str) -> tuple[Chart, Asked, str]:
    """Return the picture asked for and its name in the reader's language, for the file.

    :raises Http404: when there is no such picture, or nothing to draw in it
    """
    asked = asked_for(request, organisation, measure)
    try:
        picture = Picture(request.GET.get("kuva", Picture.LINE))
    except ValueError as fault:
        raise Http404(str(fault)) from fault
    chart = draw(picture, values_of(asked.measure, asked.wanted, reader_language()))
    if chart is None:
        raise Http404("there is nothing to draw yet")
    names = {
        Picture.LINE: _("over time"),
        Picture.MAP: _("map"),
        Picture.SIDE_BY_SIDE: _("side by side"),
        Picture.MULTIPLES: _("by municipality"),
    }
    return chart, asked, slugify(names[picture])


def _bounds(asked: Asked) -> dict[int, Bounds]:
    return bounds_of_definition(asked.measure.definition, as_known_on=asked.wanted.as_known_on)


def _lines(asked: Asked) -> list[PlaceLine]:
    """Return the lines of every place, or of the one asked for; where nothing is known of any, each says so."""
    wanted = asked.wanted
    is_part = wanted.subject is not None and wanted.subject != wanted.subjects.own
    subjects = [wanted.subject] if is_part and wanted.subject else wanted.subjects.all
    writing, kind = Writing.of(asked.measure.definition, reader_language()), asked.measure.definition.period_kind
    found = place_lines(asked.measure, subjects, writing, since=None, as_known_on=wanted.as_known_on)
    return with_reason([found[one.pk] for one in subjects], kind, on=wanted.as_known_on or today())
