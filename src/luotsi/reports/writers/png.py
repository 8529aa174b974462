"""A chart as a picture of pixels that stands on its own: title, sentence, chart, source."""

from luotsi.core.text import Language
from luotsi.figures.charts.render import WIDE, to_svg
from luotsi.figures.charts.specs import Chart
from luotsi.reports.writers.typesetting import TYPEFACE, typeset

_PIXELS_PER_INCH = 192.0  # twice the pixels of a page, for slides and paper


def write_png(chart: Chart, language: Language, *, source: str = "", width: int = WIDE) -> bytes:
    """Return the chart as PNG on white paper, laid out for so many pixels of a page and drawn in twice as many."""
    content = {
        "language": language,
        "width": width,
        "title": chart.title,
        "sentence": chart.sentence,
        "source": source,
        "svg": to_svg(chart, language, font=TYPEFACE, width=width),
    }
    return typeset("picture.typ", content, format="png", ppi=_PIXELS_PER_INCH)
