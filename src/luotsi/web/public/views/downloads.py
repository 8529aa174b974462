"""A measure to take along: as a table, as JSON-stat, as a picture."""

from django.http import Http404, HttpRequest, HttpResponse

from luotsi.figures.charts.render import to_svg
from luotsi.files.sheets import csv_bytes
from luotsi.indicators.queries import Line, lines_of, target_line, targets_of
from luotsi.indicators.writing import Writing
from luotsi.web.public import datasets
from luotsi.web.public.pages.measure_charts import line_chart
from luotsi.web.public.views.measures import Asked, asked_for
from luotsi.web.shared.language import reader_language

_SVG_FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


def csv(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: every place and period as a semicolon-separated table. 8 queries."""
    asked = asked_for(request, organisation, measure)
    language = reader_language()
    mark = "." if language == "en" else ","
    content = csv_bytes(datasets.header(), datasets.rows(asked.measure, _lines(asked), language), decimal_mark=mark)
    return _file(content, "text/csv; charset=utf-8", f"{asked.file_name}.csv")


def json_stat(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: every place and period as JSON-stat 2.0. 8 queries."""
    asked = asked_for(request, organisation, measure)
    content = datasets.json_stat(asked.measure, _lines(asked), reader_language())
    return _file(content, "application/json", f"{asked.file_name}.json")


def svg(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Whoever may see the measure: the chart of one place. 9 queries; 404 where there is nothing to draw."""
    asked = asked_for(request, organisation, measure)
    subject, day = asked.wanted.subject, asked.wanted.as_known_on
    if subject is None:
        raise Http404("the measure has no place of its own")
    line = lines_of(asked.measure, [subject], as_known_on=day)[subject.pk]
    if line.latest_known is None:
        raise Http404("there is nothing to draw yet")
    target = targets_of([asked.measure], [subject], as_known_on=day).get((asked.measure.pk, subject.pk))
    language = reader_language()
    writing = Writing.of(asked.measure.definition, language)
    spec = line_chart(asked.measure, line, target_line(target) if target else None, writing)
    picture = to_svg(spec, language, font=_SVG_FONT)
    return _file(picture.encode(), "image/svg+xml", f"{asked.file_name}.svg")


def _lines(asked: Asked) -> list[Line]:
    """Return the lines of every place, or of the one asked for."""
    wanted = asked.wanted
    is_part = wanted.subject is not None and wanted.subject != wanted.subjects.own
    subjects = [wanted.subject] if is_part and wanted.subject else wanted.subjects.all
    found = lines_of(asked.measure, subjects, as_known_on=wanted.as_known_on)
    return [found[one.pk] for one in subjects]


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=media_type, headers=headers)
