"""Maps, dots and funnels say what they draw, to everybody who looks."""

import re
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.core.units import Unit
from luotsi.core.values import Cell, Gap, rounded
from luotsi.figures.charts import drawing
from luotsi.figures.charts.classes import ON_SHADES, SHADES, classes_of
from luotsi.figures.charts.render import NARROW, WIDE, to_svg
from luotsi.figures.charts.specs import (
    AreaMap,
    ControlLimits,
    DotChart,
    DotRow,
    FunnelPlot,
    FunnelPoint,
    MapArea,
    Outline,
    Reference,
)
from luotsi.figures.charts.tables import to_table

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = "l200 0 0 200-200 0z"


def area(name, cell, at=0, **rest):
    cell = cell if isinstance(cell, Cell) else Cell.of(cell)
    return MapArea(name, cell, Outline(f"M{at} 0{SQUARE}", (at, 0, at + 200, 200), (at + 100, 100), 100), **rest)


def a_map(*cells, unit=Unit.PERCENT, **rest):
    areas = tuple(area(f"Kunta {index}", cell, 200 * index, **rest) for index, cell in enumerate(cells))
    return AreaMap("Kartta", "Lause.", unit, areas, by="Kunta")


def parts(svg, tag, kind):
    return [one for one in ET.fromstring(svg).iter(SVG + tag) if kind in one.get("class", "").split()]


def words(svg):
    return [one.text.replace("\u00a0", " ") for one in ET.fromstring(svg).iter(SVG + "text")]


def shades(svg):
    return [one.get("fill") for one in parts(svg, "path", "fig-area")]


def test_a_higher_share_is_a_darker_place_and_the_legend_says_from_where_to_where():
    svg = to_svg(a_map("5.0", "9.4", "13.9"), "fi")
    places = [SHADES.index(shade) for shade in shades(svg)]
    assert places == sorted(places)
    assert len(set(places)) == 3
    assert {"5,0 % (1)", "9,4 % (1)", "13,9 % (1)"} <= set(words(svg))


def test_a_hidden_place_is_hatched_otherwise_than_one_that_nobody_knows_and_a_zero_is_neither():
    svg = to_svg(a_map(Cell.missing(Gap.HIDDEN), Cell.missing(), 0, 7), "fi", prefix="k")
    assert shades(svg)[:2] == ["url(#k-hidden)", "url(#k-missing)"]
    assert all(shade in SHADES for shade in shades(svg)[2:])
    assert {"salattu (1)", "ei tietoa (1)"} <= set(words(svg))
    assert {one.get("id") for one in ET.fromstring(svg).iter(SVG + "pattern")} == {"k-hidden", "k-missing"}


def test_amounts_are_circles_whose_areas_compare_and_not_shades_of_land():
    svg = to_svg(a_map(100, 400, 0, Cell.missing(Gap.HIDDEN), unit=Unit.PERSONS), "fi")
    drawn = [float(one.get("r")) for one in parts(svg, "circle", "fig-circle")]
    assert drawn[0] == pytest.approx(2 * drawn[1], abs=0.1)
    assert set(shades(svg)) == {drawing.SHADE, "url(#fig-hidden)"}
    assert {"0", "400"} <= set(words(svg))
    assert any(word.endswith(" henkilöä") for word in words(svg))


def test_each_place_is_named_with_its_figure_and_may_lead_somewhere():
    svg = to_svg(a_map("5.0", Cell.missing(Gap.HIDDEN), url="?kunta=a&b"), "fi")
    links = list(ET.fromstring(svg).iter(SVG + "a"))
    assert [one.get("aria-label").replace("\u00a0", " ") for one in links] == ["Kunta 0: 5,0 %", "Kunta 1: salattu"]
    assert {one.get("href") for one in links} == {"?kunta=a&b"}
    assert ET.fromstring(svg).get("role") == "group"
    assert ET.fromstring(to_svg(a_map("5.0"), "fi")).get("role") == "img"
    titles = [one[0].text.replace("\u00a0", " ") for one in parts(svg, "path", "fig-area")]
    assert titles == ["Kunta 0: 5,0 %", "Kunta 1: salattu"]


def test_a_map_of_the_whole_country_does_not_stop_the_keyboard_at_every_place():
    few, many = (to_svg(a_map(*range(count), url="#x"), "fi") for count in (5, 308))
    assert 'tabindex="-1"' not in few
    assert many.count('tabindex="-1"') == 308


@pytest.mark.parametrize("width", [WIDE, NARROW, 320])
def test_every_place_lies_within_the_picture(width):
    svg = to_svg(a_map(*range(9)), "fi", width=width)
    moved = ET.fromstring(svg).find(f"{SVG}g").get("transform")
    x, y, scale = (float(part) for part in re.findall(r"-?[\d.]+", moved))
    wide, high = (float(part) for part in ET.fromstring(svg).get("viewBox").split()[2:])
    assert x >= 0
    assert y >= 0
    assert x + 1800 * scale <= wide
    assert y + 200 * scale <= high


def test_a_label_is_written_where_it_has_room_and_nowhere_else():
    wide, crowded = a_map("5.0", "9.4"), a_map(*(f"{n}.4" for n in range(40)))
    assert {"Kunta 0", "5,0 %"} <= set(words(to_svg(wide, "fi")))
    assert "Kunta 0" not in words(to_svg(crowded, "fi"))
    assert len(to_table(crowded, "fi").rows) == 40


@given(st.lists(st.decimals(min_value=-1000, max_value=1000, places=2), min_size=1, max_size=60), st.integers(0, 2))
def test_every_value_is_in_the_class_whose_span_holds_it(values, decimals):
    found = classes_of(values, decimals)
    assert sum(found.counts) == len(values)
    assert 1 <= len(found.spans) <= 5
    assert len(found.bounds) == len(found.spans) - 1
    for value in values:
        low, high = found.spans[found.of(value)]
        assert low <= rounded(value, decimals) <= high
    assert all(earlier[1] < later[0] for earlier, later in pairwise(found.spans))


def test_a_value_at_a_bound_begins_the_class_and_one_below_it_does_not():
    found = classes_of([Decimal(one) for one in ("4", "9.9", "10", "16", "20")], 1)
    bound = found.bounds[1]
    assert found.of(bound) == 2
    assert found.of(bound - Decimal("0.1")) == 1
    assert found.of(bound - Decimal("0.04")) == 2  # it is shown as the bound


def linear(colour):
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


# Without green cones, without red ones (Machado, Oliveira and Fernandes 2009, severity 1), and on grey paper.
SEEN = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "print": ((0.2126, 0.7152, 0.0722),) * 3,
}


def lab(colour, seen):
    red, green, blue = (sum(a * b for a, b in zip(row, linear(colour), strict=True)) for row in SEEN[seen])
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (max(one, 0) ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one, other, seen):
    return sum((a - b) ** 2 for a, b in zip(lab(one, seen), lab(other, seen), strict=True)) ** 0.5


@pytest.mark.parametrize("seen", SEEN)
def test_neighbouring_shades_are_told_apart_without_colour_vision_and_on_grey_paper(seen):
    lightness = [lab(shade, seen)[0] for shade in SHADES]
    assert all(lighter - darker >= 9 for lighter, darker in pairwise(lightness))
    assert all(distance(one, other, seen) >= 10 for one, other in pairwise(SHADES))


@pytest.mark.parametrize("seen", ["deuteranopia", "protanopia"])
def test_lines_of_different_series_are_told_apart_without_colour_vision(seen):
    assert min(distance(one, other, seen) for one, other in combinations(drawing.SERIES, 2)) >= 20


def test_writing_stands_out_from_the_shade_it_lies_on():
    def luminance(colour):
        return sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True)) + 0.05

    for ink, shade in zip(ON_SHADES, SHADES, strict=True):
        light, dark = sorted((luminance(ink), luminance(shade)), reverse=True)
        assert light / dark >= 4.5


def test_dots_stand_in_the_table_column_by_column_with_gaps_in_words():
    rows = (DotRow("A", (Cell.of("13.2"), Cell.of("12.6"))), DotRow("B", (Cell.of(9), Cell.missing(Gap.HIDDEN))))
    spec = DotChart("O", "L.", Unit.PERCENT, ("6/2025", "6/2026"), rows, "Kunta", Reference("Alue", Decimal(12)))
    table = to_table(spec, "fi")
    assert [cell.text for cell in table.head] == ["Kunta", "6/2025", "6/2026"]
    assert [[cell.words or cell.text for cell in row] for row in table.rows] == [
        ["A", "13,2\u00a0%", "12,6\u00a0%"],
        ["B", "9,0\u00a0%", "salattu"],
        ["Alue", "", "12,0\u00a0%"],
    ]
    svg = to_svg(spec, "fi")
    assert len(parts(svg, "circle", "fig-marker")) == 3 + 2  # two of them in the key
    assert "salattu" in words(svg)


def test_a_row_of_dots_without_a_cell_for_each_column_is_refused():
    with pytest.raises(ValueError, match="a cell for each column"):
        DotChart("O", "L.", Unit.PERCENT, ("6/2025", "6/2026"), (DotRow("A", (Cell.of(1),)),))


def funnel(*points):
    curve = tuple((Decimal(size), Decimal(10) - half, Decimal(10) + half) for size, half in ((10, 8), (1000, 2)))
    limits = (ControlLimits("99,8 %:n rajat", curve),)
    return FunnelPlot("O", "L.", Unit.PERCENT, "Työvoima", points, limits, Reference("Maa", Decimal(10)), by="Kunta")


@pytest.mark.parametrize(
    ("value", "told"),
    [("12", "within"), ("12.1", "above"), ("8", "within"), ("7.9", "below")],
)
def test_a_funnel_says_on_which_side_of_the_limits_a_place_lies(value, told):
    spec = funnel(FunnelPoint("A", Decimal(1000), Cell.of(value)))
    side = {"within": "rajojen sisällä", "above": "rajojen yläpuolella", "below": "rajojen alapuolella"}[told]
    assert [cell.text for cell in to_table(spec, "fi").rows[0]][-1] == side
    assert ("A" in words(to_svg(spec, "fi"))) == (told != "within")


def test_a_funnel_judges_nothing_where_it_has_no_limits_or_no_figure():
    spec = funnel(
        FunnelPoint("A", Decimal(5000), Cell.of(30)), FunnelPoint("B", Decimal(100), Cell.missing(Gap.HIDDEN))
    )
    assert [row[-1].text for row in to_table(spec, "fi").rows] == ["", ""]
    assert len(parts(to_svg(spec, "fi"), "circle", "fig-marker")) == 1


def test_a_figure_that_rests_on_nothing_has_no_place_in_a_funnel():
    with pytest.raises(ValueError, match="rests on nothing"):
        FunnelPoint("A", Decimal(0), Cell.of(3))
    with pytest.raises(ValueError, match="in order of size"):
        ControlLimits("L", ((Decimal(10), Decimal(1), Decimal(2)), (Decimal(5), Decimal(1), Decimal(2))))
