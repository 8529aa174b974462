"""The map: shares as shades in classes, amounts as circles, hidden and missing ones hatched, each place named."""

import math
from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import Flag, Gap
from luotsi.figures.cells import cell_text, gap_words
from luotsi.figures.charts import drawing
from luotsi.figures.charts.classes import Classes, classes_of
from luotsi.figures.charts.drawing import Attributes, Canvas, shortened, text_width, wrapped
from luotsi.figures.charts.scales import round_step
from luotsi.figures.charts.specs import AreaMap, MapArea
from luotsi.figures.formats import number, quantity, usual_decimals
from luotsi.figures.phrases import say

AMOUNTS = frozenset({Unit.PERSONS, Unit.COUNT, Unit.EUR})
"""Units of amounts: a shade would make much of a wide place, a circle makes much of a great amount."""
_NARROW = 480
_LEGEND = 200.0
_TALLEST = 600.0
_ROW = 24.0
_SMALL = 12.0
_WIDEST_CIRCLE = 26.0
_MANY = 60  # places; beyond them none is labelled and none is a stop of the keyboard: the table has them all
_EDGE = "#66727e"
_CIRCLE: Attributes = {"fill": drawing.ACCENT, "fill_opacity": "0.75", "stroke": drawing.PAPER, "stroke_width": 1}


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the legend: words with a shade, a hatch or a circle."""

    words: str
    shade: str = ""
    gap: Gap | None = None
    radius: float = 0.0

    @property
    def height(self) -> float:
        return max(_ROW, 2 * self.radius + 6)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A map's paper: where the grid's corner lies on it, how many pixels a step takes, how values are drawn."""

    spec: AreaMap
    language: Language
    left: float
    top: float
    scale: float
    corner: tuple[int, int]
    decimals: int
    classes: Classes | None
    most: Decimal

    def place(self, at: tuple[int, int]) -> tuple[float, float]:
        return self.left + (at[0] - self.corner[0]) * self.scale, self.top + (at[1] - self.corner[1]) * self.scale

    def words(self, area: MapArea) -> str:
        shown = cell_text(area.cell, self.spec.unit, self.language, self.spec.decimals)
        return shown.words if shown.is_gap else shown.text

    def label(self, area: MapArea) -> str:
        """Return what is written into the place: an amount without its unit, which the legend tells."""
        if self.classes is None and area.cell.value is not None and Flag.AT_LEAST not in area.cell.flags:
            return number(area.cell.value, self.language, self.decimals)
        return self.words(area)

    def quantity(self, value: Decimal) -> str:
        return quantity(value, self.spec.unit, self.language, self.decimals)

    def radius(self, value: Decimal) -> float:
        return _WIDEST_CIRCLE * math.sqrt(value / self.most) if self.most > 0 < value else 0.0


def draw_map(spec: AreaMap, language: Language, width: int, prefix: str) -> Canvas:
    """Draw the places to the width with the legend beside them, on a phone below them."""
    is_narrow = width < _NARROW
    room = width - 4 if is_narrow else width - _LEGEND - 24
    sheet, tall = _sheet(spec, language, room)
    rows = _legend(sheet)
    credit = wrapped(spec.credit, width, _SMALL) if spec.credit else []
    legend_height = sum(row.height for row in rows) + 8
    height = tall + legend_height + 12 if is_narrow else max(tall, legend_height + 12)
    canvas = Canvas(width, height + 16 * len(credit), prefix)
    canvas.has_links = any(area.url for area in spec.areas)
    _draw_hatches(canvas, sheet.scale)
    _draw_areas(canvas, sheet)
    _draw_circles(canvas, sheet)
    _draw_labels(canvas, sheet)
    _draw_legend(canvas, sheet.scale, rows, (0.0, tall + 8) if is_narrow else (width - _LEGEND, 8.0))
    for index, line in enumerate(credit):
        canvas.text(0, height + 11 + 16 * index, line, "fig-text fig-muted", fill=drawing.MUTED, font_size=_SMALL)
    return canvas


def _sheet(spec: AreaMap, language: Language, room: float) -> tuple[_Sheet, float]:
    """Return the sheet that fits the room, and how tall it is."""
    values = [area.cell.value for area in spec.areas if area.cell.value is not None]
    decimals = spec.decimals
    if decimals is None:
        decimals = max((usual_decimals(value, spec.unit) for value in values), default=0)
    has_circles = spec.unit in AMOUNTS and min(values, default=Decimal(0)) >= 0
    boxes = [area.outline.box for area in spec.areas] or [(0, 0, 1, 1)]
    west, north = min(box[0] for box in boxes), min(box[1] for box in boxes)
    wide, tall = max(box[2] for box in boxes) - west, max(box[3] for box in boxes) - north
    scale = min(room / wide, min(_TALLEST, room * 1.4) / tall)
    left = 2 + (room - wide * scale) / 2
    classes = None if has_circles else classes_of(values, decimals)
    most = max(values, default=Decimal(0))
    return _Sheet(spec, language, left, 4, scale, (west, north), decimals, classes, most), tall * scale + 12


def _draw_hatches(canvas: Canvas, scale: float) -> None:
    """Lay out two hatches: lines for what is hidden, dots for what nobody knows."""
    square: Attributes = {"width": 7, "height": 7, "patternUnits": "userSpaceOnUse"}
    size = f"scale({1 / scale:.4f})"
    canvas.begin("pattern", id=f"{canvas.prefix}-hidden", patternTransform=f"{size} rotate(45)", **square)
    canvas.add("rect", "fig-paper", width=7, height=7, fill=drawing.PAPER)
    canvas.rule(2, 0, 2, 7, "", stroke=drawing.MUTED, stroke_width=2)
    canvas.end("pattern")
    canvas.begin("pattern", id=f"{canvas.prefix}-missing", patternTransform=size, **square)
    canvas.add("rect", "fig-paper", width=7, height=7, fill=drawing.PAPER)
    canvas.add("circle", "", cx=3, cy=3, r=1.1, fill=drawing.MUTED)
    canvas.end("pattern")


def _hatch(canvas: Canvas, gap: Gap) -> str:
    return f"url(#{canvas.prefix}-{'hidden' if gap is Gap.HIDDEN else 'missing'})"


def _draw_areas(canvas: Canvas, sheet: _Sheet) -> None:
    """Draw each place once, the highlighted ones last so that nobody's border covers theirs."""
    x, y = (at - corner * sheet.scale for at, corner in zip((sheet.left, sheet.top), sheet.corner, strict=True))
    is_crowded = len(sheet.spec.areas) >= _MANY
    thin = (0.5 if is_crowded else 0.9) / sheet.scale
    move = f"translate({x:.2f} {y:.2f}) scale({sheet.scale:.5f})"
    canvas.begin("g", "fig-areas", transform=move, stroke=_EDGE, stroke_width=f"{thin:.2f}", stroke_linejoin="round")
    for area in sorted(sheet.spec.areas, key=lambda one: one.is_highlighted):
        named = f"{area.name}: {sheet.words(area)}"
        bold: Attributes = {"stroke": drawing.INK, "stroke_width": f"{3 * thin:.2f}"} if area.is_highlighted else {}
        if area.url:
            canvas.begin("a", href=area.url, aria_label=named, tabindex="-1" if is_crowded else "")
        canvas.begin("path", "fig-area", d=area.outline.path, fill=_fill(canvas, sheet, area), **bold)
        canvas.name(named)
        canvas.end("path")
        if area.url:
            canvas.end("a")
    canvas.end("g")


def _fill(canvas: Canvas, sheet: _Sheet, area: MapArea) -> str:
    if area.cell.value is None:
        return _hatch(canvas, area.cell.gap or Gap.MISSING)
    return drawing.SHADE if sheet.classes is None else sheet.classes.shade(sheet.classes.of(area.cell.value))


def _draw_circles(canvas: Canvas, sheet: _Sheet) -> None:
    """Draw amounts as circles whose areas compare as the amounts do, the great ones first."""
    if sheet.classes is not None:
        return
    known = [(area.cell.value, area.outline.label) for area in sheet.spec.areas if area.cell.value is not None]
    for value, at in sorted(known, reverse=True):
        x, y = sheet.place(at)
        canvas.add("circle", "fig-circle", cx=x, cy=y, r=sheet.radius(value), **_CIRCLE)


def _draw_labels(canvas: Canvas, sheet: _Sheet) -> None:
    """Write name and value, or the value alone, in each place that has room; the table has them all."""
    if len(sheet.spec.areas) >= _MANY:
        return
    for area in sheet.spec.areas:
        room = 2.3 * area.outline.room * sheet.scale
        lines = [area.name, sheet.label(area)]
        if max(text_width(line, _SMALL) for line in lines) > room:
            lines = lines[1:]
        if text_width(lines[-1], _SMALL, bold=True) > room:
            continue
        x, y = sheet.place(area.outline.label)
        if sheet.classes is None and area.cell.value is not None:
            y += sheet.radius(area.cell.value) + 7 + 7 * (len(lines) - 1)
        _draw_label(canvas, lines, (x, y), _label_colours(sheet, area))


def _label_colours(sheet: _Sheet, area: MapArea) -> tuple[str, str]:
    """Return the colour of the writing and of its edge, which is what lies below it."""
    if area.cell.value is None:
        return drawing.INK, drawing.PAPER
    if sheet.classes is None:
        return drawing.INK, drawing.SHADE
    index = sheet.classes.of(area.cell.value)
    return sheet.classes.ink(index), sheet.classes.shade(index)


def _draw_label(canvas: Canvas, lines: list[str], at: tuple[float, float], colours: tuple[str, str]) -> None:
    ink, below = colours
    edge: Attributes = {"stroke": below, "stroke_width": 3.5, "stroke_linejoin": "round", "paint_order": "stroke"}
    for index, line in enumerate(lines):
        y = at[1] + 4 + (index - (len(lines) - 1) / 2) * 15
        look: Attributes = {"font_size": _SMALL, "fill": ink, "font_weight": "700" if line is lines[-1] else ""}
        canvas.text(at[0], y, line, "fig-label", text_anchor="middle", **look, **edge)


def _legend(sheet: _Sheet) -> list[_Row]:
    """Return what the shades, circles and hatches mean in words, with how many places each has."""
    language, classes, rows = sheet.language, sheet.classes, []

    def counted(words: str, count: int) -> str:
        return shortened(say("map.counted", language, words=words, count=str(count)), _LEGEND - 32)

    if classes is not None:
        for index, ((low, high), count) in enumerate(zip(classes.spans, classes.counts, strict=True)):
            ends = sheet.quantity(high)
            span = ends if low == high else f"{number(low, language, sheet.decimals)}–{ends}"
            rows.append(_Row(counted(span, count), classes.shade(index)))
    elif sheet.most > 0:
        rows += [_Row(sheet.quantity(value), radius=sheet.radius(value)) for value in _samples(sheet.most)]
    gaps = [area.cell.gap for area in sheet.spec.areas if area.cell.gap is not None]
    hidden = gaps.count(Gap.HIDDEN)
    if hidden:
        rows.append(_Row(counted(gap_words(Gap.HIDDEN, language), hidden), gap=Gap.HIDDEN))
    if len(gaps) > hidden:
        rows.append(_Row(counted(gap_words(Gap.MISSING, language), len(gaps) - hidden), gap=Gap.MISSING))
    return rows


def _samples(most: Decimal) -> list[Decimal]:
    """Return two round amounts for the legend, the greater one about the greatest on the map."""
    great = round_step(most / 2)
    small = round_step(great / 10)
    return [small, great] if 1 <= small < great else [great]


def _draw_legend(canvas: Canvas, scale: float, rows: list[_Row], at: tuple[float, float]) -> None:
    x, y = at
    for row in rows:
        middle = y + row.height / 2
        if row.radius:
            canvas.add("circle", "fig-circle", cx=x + _WIDEST_CIRCLE, cy=middle, r=row.radius, **_CIRCLE)
        else:
            fill = _hatch(canvas, row.gap) if row.gap else row.shade
            grid = {"x": x / scale, "y": (middle - 8) / scale, "width": 24 / scale, "height": 16 / scale}
            edge: Attributes = {"stroke": _EDGE, "stroke_width": f"{0.9 / scale:.2f}"}
            canvas.add("rect", "fig-area", transform=f"scale({scale:.5f})", fill=fill, **grid, **edge)
        canvas.text(x + (2 * _WIDEST_CIRCLE + 8 if row.radius else 32), middle + 4, row.words)
        y += row.height
