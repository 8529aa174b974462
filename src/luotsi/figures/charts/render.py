"""The door of the charts: a specification in, an SVG or a table out."""

from luotsi.core.text import Language
from luotsi.figures.charts.badges import draw_badge
from luotsi.figures.charts.bars import draw_bar_chart
from luotsi.figures.charts.curves import draw_curves
from luotsi.figures.charts.dots import draw_dot_chart
from luotsi.figures.charts.drawing import INK, MUTED, PAPER, TEXT_SIZE, Canvas, wrapped
from luotsi.figures.charts.flows import draw_flows
from luotsi.figures.charts.funnel import draw_funnel
from luotsi.figures.charts.line import draw_line_chart
from luotsi.figures.charts.maps import draw_map
from luotsi.figures.charts.multiples import draw_small_multiples, draw_sparkline
from luotsi.figures.charts.specs import (
    AreaMap,
    BarChart,
    Chart,
    CurveChart,
    DotChart,
    FlowPicture,
    FunnelPlot,
    LineChart,
    SmallMultiples,
    Sparkline,
)
from luotsi.figures.statuses import Status, status_words

WIDE = 720
NARROW = 340
FILE_FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
"""The typeface of a picture to keep: what its reader's machine has."""
TITLE_SIZE, _SOURCE_SIZE = 17.0, 11.0
EDGE = 12.0
_LEADING = 1.35
_MOST_LINES = 12


def to_svg(spec: Chart, language: Language, *, prefix: str = "fig", width: int = WIDE, font: str | None = None) -> str:
    """Return the chart as SVG, the same bytes for the same specification.

    `prefix` begins the ids, one for each picture of a page. `width` lays the chart out for about so many pixels:
    `WIDE` for a page or paper, `NARROW` for a phone. Without `font` the text takes the page's own.

    :raises ValueError: when the prefix could not begin an id
    """
    return _canvas(spec, language, width, prefix).finish(spec.title, spec.sentence, prefix, language, font)


def to_svg_file(spec: Chart, language: Language, *, source: str = "") -> str:
    """Return the chart as an SVG to keep: its title, sentence and source stand in the picture, on white paper."""
    drawn = _canvas(spec, language, WIDE, "fig")
    room, bold = drawn.width, 0.85  # bold letters are wider
    lines = [(line, TITLE_SIZE, INK) for line in wrapped(spec.title, bold * room, TITLE_SIZE, most=_MOST_LINES)]
    lines += [(line, TEXT_SIZE, INK) for line in wrapped(spec.sentence, room, most=_MOST_LINES) if line]
    below = [(line, _SOURCE_SIZE, MUTED) for line in wrapped(source, room, _SOURCE_SIZE, most=_MOST_LINES) if line]
    above = EDGE + sum(size * _LEADING for _, size, _ in lines)
    height = above + EDGE + drawn.height + sum(size * _LEADING for _, size, _ in below) + EDGE
    whole = Canvas(drawn.width + 2 * EDGE, height)
    whole.add("rect", "", x=0, y=0, width=whole.width, height=height, fill=PAPER)
    whole.place(drawn, EDGE, above + EDGE)
    for begins, told in ((EDGE, lines), (above + EDGE + drawn.height, below)):
        y = begins
        for line, size, colour in told:
            y += size * _LEADING
            whole.text(EDGE, y, line, font_size=size, fill=colour, font_weight=700 if size == TITLE_SIZE else "")
    return whole.finish(spec.title, spec.sentence, "fig", language, FILE_FONT)


def badge_svg(status: Status | str, language: Language, *, prefix: str = "status", font: str | None = None) -> str:
    """Return the status as a picture of its shape and word."""
    known = Status(status)
    return draw_badge(known, language).finish(status_words(known, language), "", prefix, language, font)


def _canvas(spec: Chart, language: Language, width: int, prefix: str) -> Canvas:
    width = max(width, 240)
    match spec:
        case LineChart():
            return draw_line_chart(spec, language, width)
        case BarChart():
            return draw_bar_chart(spec, language, width)
        case SmallMultiples():
            return draw_small_multiples(spec, language, width, prefix)
        case AreaMap():
            return draw_map(spec, language, width, prefix)
        case DotChart():
            return draw_dot_chart(spec, language, width)
        case FunnelPlot():
            return draw_funnel(spec, language, width)
        case CurveChart():
            return draw_curves(spec, language, width)
        case FlowPicture():
            return draw_flows(spec, language, width)
        case Sparkline():
            return draw_sparkline(spec)
