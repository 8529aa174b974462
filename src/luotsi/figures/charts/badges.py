"""The shape and colour of each status, so that it is told apart without colour and beside its word."""

from luotsi.core.text import Language
from luotsi.figures.charts.drawing import INK, PAPER, Attributes, Canvas, text_width
from luotsi.figures.statuses import Status, status_words

STATUS_COLOURS = {
    Status.REACHED: "#14703f",
    Status.AHEAD: "#0f6b63",
    Status.ON_TRACK: "#0b5a8c",
    Status.AT_RISK: "#a14a05",
    Status.BEHIND: "#b3261e",
    Status.NOT_YET_DUE: "#56616d",
    Status.NOT_REPORTED: "#56616d",
    Status.TOO_FEW: "#56616d",
    Status.NO_TARGET: "#56616d",
}
_SIDE = 20


def badge_icon(status: Status | str) -> str:
    """Return the bare shape for a page where the word stands beside it; assistive technology passes over it."""
    canvas = Canvas(_SIDE, _SIDE)
    _draw_shape(canvas, Status(status))
    return canvas.bare(f"fig-status fig-status-{Status(status).value}")


def draw_badge(status: Status, language: Language) -> Canvas:
    """Draw the shape with its word, for places that carry pictures only."""
    words = status_words(status, language)
    canvas = Canvas(_SIDE + 8 + text_width(words, 14) + 2, _SIDE + 4)
    _draw_shape(canvas, status)
    canvas.text(_SIDE + 8, 15, words, fill=INK, font_size=14)
    return canvas


def _draw_shape(canvas: Canvas, status: Status) -> None:
    colour = STATUS_COLOURS[status]
    kind = f"fig-shape fig-{status.value}"
    white: Attributes = {"fill": "none", "stroke": PAPER, "stroke_width": 2.2, "stroke_linecap": "round"}
    edge: Attributes = {"fill": PAPER, "stroke": colour, "stroke_width": 2, "stroke_linecap": "round"}
    line: Attributes = {**edge, "fill": "none", "stroke_linejoin": "round"}
    match status:
        case Status.REACHED:
            canvas.add("circle", kind, cx=10, cy=10, r=9, fill=colour)
            canvas.add("path", "fig-mark", d="M5.8 10.4L8.8 13.4L14.4 7", stroke_linejoin="round", **white)
        case Status.AHEAD:
            canvas.add("path", kind, d="M1.5 3.5L10 10L1.5 16.5ZM10 3.5L18.5 10L10 16.5Z", fill=colour)
        case Status.ON_TRACK:
            canvas.add("path", kind, d="M4 2.5L17 10L4 17.5Z", fill=colour)
        case Status.AT_RISK:
            canvas.add("path", kind, d="M10 1.8L19 18H1Z", fill=colour, stroke=colour, stroke_linejoin="round")
            canvas.add("path", "fig-mark", d="M10 7.6V12M10 15.2V15.3", **white)
        case Status.BEHIND:
            canvas.add("path", kind, d="M10 0.8L19.2 10L10 19.2L0.8 10Z", fill=colour)
            canvas.add("path", "fig-mark", d="M10 5.8V13.6M6.8 10.8L10 14L13.2 10.8", stroke_linejoin="round", **white)
        case Status.NOT_YET_DUE:
            canvas.add("circle", kind, cx=10, cy=10, r=8, **edge)
            canvas.add("path", kind, d="M10 5.5V10L13 12", **line)
        case Status.NOT_REPORTED:
            canvas.add("circle", kind, cx=10, cy=10, r=8, stroke_dasharray="2.4 3.6", **edge)
        case Status.TOO_FEW:
            canvas.add("rect", kind, x=2, y=2, width=16, height=16, rx=3, **edge)
            canvas.add("path", kind, d="M6 10V10.1M10 10V10.1M14 10V10.1", **line)
        case Status.NO_TARGET:
            canvas.add("circle", kind, cx=10, cy=10, r=8, **edge)
            canvas.add("path", kind, d="M6.5 10H13.5", **line)
