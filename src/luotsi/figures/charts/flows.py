"""The flow picture: bands of those who came, the box of those who are here, bands of those who went."""

from decimal import Decimal

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import Gap
from luotsi.figures.cells import cell_text
from luotsi.figures.charts import drawing
from luotsi.figures.charts.drawing import Attributes, Canvas, coordinate, wrapped
from luotsi.figures.charts.specs import Bar, FlowPicture

_NARROW = 480
_SIZE = 13.0
_LINE = 16.0
_BAND = 150.0  # how high all that came or went together are drawn, the larger of the two
_THINNEST = 2.0
_BETWEEN = 12.0


def draw_flows(spec: FlowPicture, language: Language, width: int) -> Canvas:
    """Draw the bands to one scale; the box in the middle is a name with its number, and to no scale."""
    is_narrow = width < _NARROW
    label = width * (0.25 if is_narrow else 0.24)
    middle = width * (0.22 if is_narrow else 0.2)
    reach = (width - 2 * label - middle) / 2 - 8
    scale = _scale(spec)
    sides = [_rows(side, scale, label, language) for side in (spec.came, spec.went)]
    height = max(sum(room for _bar, room, _band, _lines in rows) for rows in sides) + 16
    canvas = Canvas(width, max(height, 130))
    box_left, box_right = label + reach + 8, label + reach + 8 + middle
    for rows, is_left in ((sides[0], True), (sides[1], False)):
        bands = sum(band for _bar, _room, band, _lines in rows)
        inner = (canvas.height - bands) / 2
        outer = (canvas.height - sum(room for _bar, room, _band, _lines in rows)) / 2
        for bar, room, band, lines in rows:
            top = outer + (room - band) / 2
            ends = (label + 4, box_left, top, inner) if is_left else (width - label - 4, box_right, top, inner)
            _draw_band(canvas, bar, band, ends)
            _draw_label(canvas, lines, 0 if is_left else width - label + 4, outer + room / 2, is_gap=bar.cell.gap)
            inner, outer = inner + band, outer + room
    _draw_here(canvas, spec, language, (box_left, box_right))
    return canvas


def _scale(spec: FlowPicture) -> float:
    sums = [
        sum((bar.cell.value for bar in side if bar.cell.value is not None), Decimal(0))
        for side in (spec.came, spec.went)
    ]
    return _BAND / float(max(*sums, Decimal(1)))


def _rows(
    side: tuple[Bar, ...], scale: float, label: float, language: Language
) -> list[tuple[Bar, float, float, list[str]]]:
    """Return each band with the room it takes, how high it is, and the lines beside it."""
    found = []
    for bar in side:
        shown = cell_text(bar.cell, Unit.COUNT, language)
        text = f"{shown.text} {shown.words}" if bar.cell.gap is Gap.HIDDEN else shown.text
        lines = [*wrapped(bar.name, label - 4, _SIZE, most=3), text]
        band = (
            max(float(bar.cell.value) * scale, 0.0 if bar.cell.value == 0 else _THINNEST)
            if bar.cell.value is not None
            else _THINNEST
        )
        found.append((bar, max(band, _LINE * len(lines)) + _BETWEEN, band, lines))
    return found


def _draw_band(canvas: Canvas, bar: Bar, band: float, ends: tuple[float, float, float, float]) -> None:
    """Draw a band from its outer end to the box, curved as it narrows the way; a hidden one dashed."""
    outer_x, inner_x, outer_y, inner_y = ends
    if band == 0:
        return
    turn = (outer_x + inner_x) / 2

    def edge(first_x: float, first_y: float, last_x: float, last_y: float) -> str:
        numbers = (turn, first_y, turn, last_y, last_x, last_y)
        return "C" + " ".join(coordinate(one) for one in numbers)

    if bar.cell.value is None:
        path = f"M{coordinate(outer_x)} {coordinate(outer_y)}{edge(outer_x, outer_y, inner_x, inner_y)}"
        dashed: Attributes = {"fill": "none", "stroke": drawing.AXIS, "stroke_width": 2, "stroke_dasharray": "3 4"}
        canvas.add("path", "fig-base", d=path, **dashed)
        return
    upper = f"M{coordinate(outer_x)} {coordinate(outer_y)}{edge(outer_x, outer_y, inner_x, inner_y)}"
    back = (
        f"L{coordinate(inner_x)} {coordinate(inner_y + band)}{edge(inner_x, inner_y + band, outer_x, outer_y + band)}Z"
    )
    canvas.add("path", "fig-bar", d=upper + back, fill=drawing.BAR)


def _draw_label(canvas: Canvas, lines: list[str], x: float, middle: float, *, is_gap: Gap | None) -> None:
    top = middle - _LINE * len(lines) / 2 + 12
    for index, line in enumerate(lines):
        weight = "700" if index == len(lines) - 1 and is_gap is None else ""
        canvas.text(x, top + _LINE * index, line, font_size=_SIZE, font_weight=weight)


def _draw_here(canvas: Canvas, spec: FlowPicture, language: Language, ends: tuple[float, float]) -> None:
    left, right = ends
    box: Attributes = {"fill": drawing.SHADE, "stroke": drawing.AXIS, "stroke_width": 1}
    canvas.add("rect", "fig-shade", x=left, y=4, width=right - left, height=canvas.height - 8, rx=6, **box)
    lines = wrapped(spec.here.name, right - left - 12, _SIZE, most=4)
    shown = cell_text(spec.here.cell, Unit.COUNT, language)
    lines.append(f"{shown.text} {shown.words}" if spec.here.cell.gap is Gap.HIDDEN else shown.text)
    top = canvas.height / 2 - _LINE * len(lines) / 2 + 12
    for index, line in enumerate(lines):
        weight = "700" if index == len(lines) - 1 else ""
        place: Attributes = {"text_anchor": "middle", "font_size": _SIZE, "font_weight": weight}
        canvas.text((left + right) / 2, top + _LINE * index, line, **place)
