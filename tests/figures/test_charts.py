import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.core.periods import Period
from luotsi.core.text import LANGUAGES
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, Gap
from luotsi.figures.cells import cell_text
from luotsi.figures.charts.badges import STATUS_COLOURS, badge_icon
from luotsi.figures.charts.drawing import shortened
from luotsi.figures.charts.render import NARROW, WIDE, badge_svg, to_svg
from luotsi.figures.charts.scales import amounts
from luotsi.figures.charts.specs import (
    AreaMap,
    Bar,
    BarChart,
    ControlLimits,
    Curve,
    CurveChart,
    CurvePoint,
    DotChart,
    DotRow,
    FlowPicture,
    FunnelPlot,
    FunnelPoint,
    Limits,
    LineChart,
    MapArea,
    Outline,
    Point,
    Reference,
    Series,
    SmallMultiples,
    Sparkline,
    TargetPath,
)
from luotsi.figures.charts.tables import to_paper_table, to_table
from luotsi.figures.statuses import Status, status_words

HOSTILE = """</svg></title><script>alert("1")</script>'&amp;\x00\x07\ud800 #$ \\ <img onerror=x>"""
GROUPS = {"g", "defs", "use", "pattern"}
SVG = "{http://www.w3.org/2000/svg}"
MONTHS = {f"{2006 + index // 12}-{index % 12 + 1:02}": 200 + index % 37 for index in range(240)}


def line(values, unit=Unit.PERSONS, title="Otsikko", sentence="Lause.", **rest):
    return LineChart(title, sentence, unit, (Series.of("Savonlinna", values),), **rest)


def target(*points, label="Tavoite"):
    return TargetPath(label, tuple((Period.parse(period), Decimal(value)) for period, value in points))


ENDS = {n: (Decimal(12) - Decimal(20) / 2**n, Decimal(12) + Decimal(20) / 2**n) for n in range(1, 6)}
MAP_AREAS = (
    MapArea("Savonlinna", Cell.of("12.6"), Outline("M0 0l400 0 0 300-400 0z", (0, 0, 400, 300), (200, 150), 150)),
    MapArea("Enonkoski", Cell.missing(Gap.HIDDEN), Outline("M400 0l90 0 0 90z", (400, 0, 490, 90), (460, 30), 25)),
    MapArea("Sulkava", Cell.of(0), Outline("M0 300l400 0 0 200z", (0, 300, 400, 500), (260, 350), 40), "", True),
    MapArea("Rantasalmi", Cell.missing(), Outline("M400 90l0 210 90 0z", (400, 90, 490, 300), (430, 240), 25)),
)
FUNNEL = FunnelPlot(
    "Suppilo",
    "Lause.",
    Unit.PERCENT,
    "Työvoima",
    (
        FunnelPoint("Pieni", Decimal(50), Cell.of(20)),
        FunnelPoint("Suuri", Decimal(100_000), Cell.of(15), is_highlighted=True),
        FunnelPoint("Tavallinen", Decimal(5_000), Cell.of("12.1")),
        FunnelPoint("Salattu", Decimal(900), Cell.missing(Gap.HIDDEN)),
        FunnelPoint("Rajaton", Decimal(900_000), Cell.of(9)),
    ),
    (
        ControlLimits("95 %:n rajat", tuple((Decimal(10) ** n, *ENDS[n]) for n in range(1, 6))),
        ControlLimits("99,8 %:n rajat", tuple((Decimal(10) ** n, ENDS[n][0] - 1, ENDS[n][1] + 1) for n in range(1, 6))),
    ),
    Reference("Koko maa 12,3 %", Decimal("12.3")),
    by="Kunta",
)
CHARTS = {
    "one point": line({"2026-06": 7}),
    "all gaps": line({"2026-05": None, "2026-06": Cell.missing(Gap.HIDDEN)}),
    "no points": line({}),
    "no series": LineChart("Otsikko", "Lause.", Unit.COUNT, ()),
    "zeros": line({"2024": 0, "2025": 0, "2026": 0}),
    "target zero": line({"2025": 4, "2026": 2}, target=target(("2026", 2), ("2028", 0))),
    "target alone": line({}, target=target(("2028", 11))),
    "target before the data": line({"2025": 4, "2026": 2}, target=target(("2020", 3))),
    "negative": line({"2024": "-2.1", "2025": "5.6", "2026": "-0.4"}, Unit.PERCENT),
    "twenty years": line(MONTHS),
    "huge": line({"2025": "1E+30", "2026": "-3E+31"}, Unit.EUR),
    "tiny": line({"2025": "0.0000001", "2026": "0.0000002"}, Unit.PERCENT),
    "huge and alike": line({"2025": Decimal(10) ** 30, "2026": Decimal(10) ** 30 + 1}, Unit.PERCENT),
    "limits": line({"2025": 4, "2026": 2}, limits=Limits("Raja", Decimal(1), Decimal(3))),
    "open limit": line({"2025": 4, "2026": 2}, limits=Limits("Raja", high=Decimal(3))),
    "interval": LineChart(
        "Ennuste",
        "Lause.",
        Unit.EUR,
        (
            Series(
                "E",
                (
                    Point(Period.parse("2025"), Cell.of(4)),
                    Point(Period.parse("2026"), Cell.of(5), Decimal(3), Decimal(9)),
                ),
            ),
        ),
    ),
    "many series": LineChart(
        "Otsikko",
        "Lause.",
        Unit.PERCENT,
        tuple(Series.of(f"Kunta {n} pitkällä nimellä", {"2025": n, "2026": n}) for n in range(9)),
    ),
    "council terms": line({"2025-VK": 3, "2029-VK": 4}),
    "school terms": line({"2025-T1": 3, "2025-T2": 4, "2026-T1": 5}),
    "bars": BarChart(
        "Otsikko",
        "Lause.",
        Unit.PERSONS,
        (
            Bar("Savonlinna", Cell.of(212), is_highlighted=True),
            Bar("Koko alue", Cell.of(230, Flag.AT_LEAST)),
            Bar("Enonkoski", Cell.missing(Gap.HIDDEN)),
            Bar("Rantasalmi", Cell.of(0)),
        ),
        by="Kunta",
        reference=Reference("Maa", Decimal(225)),
    ),
    "negative bars": BarChart("O", "L.", Unit.EUR, (Bar("A", Cell.of(-4)), Bar("B", Cell.of("1E+25")))),
    "no bars": BarChart("O", "L.", Unit.EUR, ()),
    "hidden bars": BarChart("O", "L.", Unit.EUR, (Bar("A", Cell.missing(Gap.HIDDEN)),)),
    "panels": SmallMultiples(
        "O",
        "L.",
        Unit.PERCENT,
        (Series.of("A", MONTHS), Series.of("B", {"2026-06": None})),
        common=Series.of("Alue", MONTHS),
        target=target(("2027-12", 9)),
    ),
    "no panels": SmallMultiples("O", "L.", Unit.PERCENT, ()),
    "map": AreaMap("O", "L.", Unit.PERCENT, MAP_AREAS, by="Kunta", credit="Kuntarajat: Maanmittauslaitos"),
    "map of amounts": AreaMap("O", "L.", Unit.PERSONS, MAP_AREAS),
    "empty map": AreaMap("O", "L.", Unit.PERCENT, ()),
    "dots": DotChart(
        "O",
        "L.",
        Unit.PERCENT,
        ("6/2025", "6/2026"),
        (
            DotRow("Savonlinna", (Cell.of("13.2"), Cell.of("12.6"))),
            DotRow("Enonkoski", (Cell.missing(), Cell.missing(Gap.HIDDEN)), is_highlighted=True),
            DotRow("Sulkava", (Cell.of(0), Cell.of(9, Flag.AT_LEAST))),
        ),
        reference=Reference("Koko alue", Decimal("12.3")),
    ),
    "no dots": DotChart("O", "L.", Unit.PERCENT, ("6/2026",), ()),
    "funnel": FUNNEL,
    "bare funnel": FunnelPlot("O", "L.", Unit.PERCENT, "Työvoima", (), FUNNEL.limits, FUNNEL.centre),
    "funnel without limits": FunnelPlot("O", "L.", Unit.PERCENT, "Työvoima", FUNNEL.points, (), FUNNEL.centre),
    "spark": Sparkline("O", "L.", Unit.PERCENT, Series.of("A", MONTHS)),
    "empty spark": Sparkline("O", "L.", Unit.PERCENT, Series.of("A", {})),
}


def shapes(svg, tag, kind):
    return [one for one in ET.fromstring(svg).iter(SVG + tag) if kind in one.get("class", "").split()]


def words(svg):
    return [one.text for one in ET.fromstring(svg).iter(SVG + "text")]


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", CHARTS)
def test_any_chart_is_a_described_picture_without_style_or_script(name, width):
    spec = CHARTS[name]
    for language in LANGUAGES:
        svg = to_svg(spec, language, prefix="p1", width=width)
        root = ET.fromstring(svg)
        assert (root.get("role"), root.get("aria-labelledby")) == ("img", "p1-title p1-desc")
        assert [root[0].text, root[1].text] == [spec.title, spec.sentence]
        assert not re.search(r"<script|style=|<style|\son\w+=|href=\"(?!#p1-)|url\((?!#p1-)|NaN|inf[\" ]", svg)
        assert svg == to_svg(spec, language, prefix="p1", width=width)


@pytest.mark.parametrize("width", [WIDE, NARROW, 320])
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_drawn_outside_the_picture(name, width):
    root = ET.fromstring(to_svg(CHARTS[name], "fi", width=width))
    _, _, wide, high = (float(part) for part in root.get("viewBox").split())
    for one in root.iter():
        if "fig-area" in one.get("class", ""):  # drawn in steps of the grid; see test_maps
            continue
        across = [one.get(key) for key in ("x", "x1", "x2", "cx")] + re.findall(r"[ML](-?[\d.]+) ", one.get("d", ""))
        down = [one.get(key) for key in ("y", "y1", "y2", "cy")]
        assert all(-0.1 <= float(value) <= wide + 0.1 for value in across if value is not None)
        assert all(-0.1 <= float(value) <= high + 0.1 for value in down if value is not None)
        assert float(one.get("font-size", "12")) >= 12


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_table_whose_rows_are_as_long_as_its_head(name):
    for language in LANGUAGES:
        table = to_table(CHARTS[name], language)
        assert table.caption == CHARTS[name].title
        assert all(len(row) == len(table.head) and row[0].is_head for row in table.rows)


def test_hostile_names_stay_text():
    series = (Series.of(HOSTILE, {"2025": 1, "2026": 2}), Series.of(HOSTILE, {"2025": 3, "2026": 4}))
    specs = [
        LineChart(
            HOSTILE, HOSTILE, Unit.PERCENT, series, target(("2027", 3), label=HOSTILE), Limits(HOSTILE, Decimal(1))
        ),
        BarChart(HOSTILE, HOSTILE, Unit.EUR, (Bar(HOSTILE, Cell.of(1)),), reference=Reference(HOSTILE, Decimal(2))),
        SmallMultiples(HOSTILE, HOSTILE, Unit.EUR, series, series[0], target(("2027", 3), label=HOSTILE)),
        AreaMap(HOSTILE, HOSTILE, Unit.EUR, (replace(MAP_AREAS[0], name=HOSTILE),), credit=HOSTILE),
        DotChart(HOSTILE, HOSTILE, Unit.EUR, (HOSTILE,), (DotRow(HOSTILE, (Cell.of(1),)),)),
        replace(FUNNEL, title=HOSTILE, size_name=HOSTILE, points=(FunnelPoint(HOSTILE, Decimal(9), Cell.of(90)),)),
    ]
    for spec in specs:
        for width in (WIDE, NARROW):
            svg = to_svg(spec, "fi", width=width, font=HOSTILE)
            tags = {one.tag.removeprefix(SVG) for one in ET.fromstring(svg).iter()}
            assert tags <= {"svg", "title", "desc", "text", "line", "path", "rect", "circle", "polygon", *GROUPS}
            assert svg.count("</svg>") == 1


def test_the_interval_of_a_value_alone_is_an_upright_and_that_of_a_line_is_shaded():
    def drawn(*points):
        spec = LineChart("Vaikutus", "", Unit.PERCENTAGE_POINTS, (Series("Alue", points),), decimals=1)
        return to_svg(spec, "fi", prefix="p"), to_table(spec, "fi")

    first, second = (Point(Period.parse(year), Cell.of("5.5"), Decimal(2), Decimal(9)) for year in ("2024", "2025"))
    alone, table = drawn(first)
    assert (alone.count('class="fig-line"'), "fig-interval" in alone) == (3, False)
    assert [cell.text.replace("\u00a0", " ") for cell in table.rows[0]][-1] == "2,0–9,0 prosenttiyksikköä"
    line, _table = drawn(first, second)
    assert (line.count('class="fig-line"'), "fig-interval" in line) == (0, True)
    bare, _table = drawn(Point(first.period, first.cell))
    assert 'class="fig-line"' not in bare


def test_dots_that_are_differences_have_their_signs_and_are_percentage_points():
    row = DotRow("Valmennus", (Cell.of("15.3", Flag.SIMULATED),), low=Decimal("-1.8"), high=Decimal("25.2"))
    spec = DotChart("O", "L.", Unit.PERCENT, ("Ero",), (row,), decimals=1, is_change=True)
    drawn = words(to_svg(spec, "fi"))
    assert "+15,3\xa0%-yks. (simuloitu)" in drawn
    assert "%" not in drawn
    table = to_table(spec, "fi")
    assert [cell.text for cell in table.rows[0]] == [
        "Valmennus",
        "+15,3\xa0%-yks. (simuloitu)",
        "\N{MINUS SIGN}1,8\xa0%-yks. – +25,2\xa0%-yks.",
    ]
    assert "15,3\xa0% (simuloitu)" in words(to_svg(replace(spec, is_change=False), "fi"))


@pytest.mark.parametrize("prefix", ["", "1a", 'a" onload="x', "ä", "a b"])
def test_a_prefix_that_could_not_begin_an_id_is_refused(prefix):
    with pytest.raises(ValueError, match="cannot begin an id"):
        to_svg(CHARTS["bars"], "fi", prefix=prefix)


def test_no_line_is_drawn_across_a_gap_and_the_gap_says_why():
    values = {"2026-01": 5, "2026-02": 6, "2026-03": Cell.missing(Gap.HIDDEN), "2026-04": Cell.missing(Gap.HIDDEN)}
    svg = to_svg(line({**values, "2026-05": 7, "2026-06": 8}), "fi")
    paths = [path.get("d") for path in shapes(svg, "path", "fig-line")]
    assert [path.count("L") for path in paths] == [1, 1]
    assert "salattu" in words(svg)


def test_a_period_left_out_is_a_gap_too():
    svg = to_svg(line({"2023-09": 5, "2023-10": 6, "2026-06": 8}), "fi")
    assert [path.get("d").count("L") for path in shapes(svg, "path", "fig-line")] == [1]
    assert "ei tietoa" in words(svg)


def test_a_chart_without_a_number_says_so_in_the_middle():
    assert "ei tietoa" in words(to_svg(CHARTS["all gaps"], "fi"))
    hidden = line({"2026-05": Cell.missing(Gap.HIDDEN), "2026-06": Cell.missing(Gap.HIDDEN)})
    assert "skyddad" in words(to_svg(hidden, "sv"))


def test_a_provisional_value_is_lighter_and_hollow():
    svg = to_svg(line({"2026-04": 5, "2026-05": 6, "2026-06": Cell.of(7, Flag.PROVISIONAL)}), "fi")
    assert len(shapes(svg, "path", "fig-light")) == 1
    assert shapes(svg, "circle", "fig-marker")[0].get("fill") == "#ffffff"


def test_a_lower_bound_is_an_open_triangle_in_a_line_and_an_open_end_on_a_bar():
    assert shapes(to_svg(line({"2025": 5, "2026": Cell.of(7, Flag.AT_LEAST)}), "fi"), "polygon", "fig-bound")
    svg = to_svg(CHARTS["bars"], "fi")
    assert len(shapes(svg, "path", "fig-open")) == 1
    assert {"vähintään 230 henkilöä", "… salattu", "0 henkilöä"} <= {plain(text) for text in words(svg)}
    assert len(shapes(svg, "rect", "fig-bar")) == 2


def test_the_target_is_dashed_and_ends_in_a_ring():
    svg = to_svg(CHARTS["target zero"], "fi")
    assert shapes(svg, "path", "fig-target")[0].get("stroke-dasharray")
    assert len(shapes(svg, "circle", "fig-goal")) == 2


def test_amounts_begin_at_zero_and_a_rate_that_does_not_says_so():
    assert amounts([Decimal(800), Decimal(990)], Unit.PERSONS).low == 0
    rate = amounts([Decimal("9.9"), Decimal("12.8")], Unit.PERCENT)
    assert (rate.low > 0, rate.title("fi")) == (True, "%, asteikko ei ala nollasta")
    assert amounts([Decimal("6.3"), Decimal("12.8")], Unit.PERCENT).low == 0
    assert amounts([Decimal("9.9"), Decimal("12.8")], Unit.PERCENT, from_zero=True).title("fi") == "%"
    assert amounts([Decimal("3.2"), Decimal("3.4")], Unit.SCORE_1_5).ticks == tuple(map(Decimal, (1, 2, 3, 4, 5)))
    assert amounts([Decimal("2.2"), Decimal(3)], Unit.SCORE_1_3).ticks == tuple(map(Decimal, (1, 2, 3)))


@given(
    st.lists(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12), max_size=6),
    st.sampled_from([Unit.PERCENT, Unit.EUR, Unit.PERSONS]),
)
def test_ticks_hold_every_value_and_are_few_and_even(values, unit):
    scale = amounts(values, unit)
    assert all(scale.low <= value <= scale.high for value in values)
    assert 2 <= len(scale.ticks) <= 9
    assert len({later - earlier for earlier, later in zip(scale.ticks, scale.ticks[1:], strict=False)}) == 1


def test_great_amounts_are_written_in_millions():
    scale = amounts([Decimal(25_000_000)], Unit.EUR)
    assert (scale.title("fi"), scale.tick_label(Decimal(25_000_000), "fi")) == ("milj. €", "25")


def test_a_table_tells_gaps_in_words_and_a_target_in_its_own_column():
    spec = line(
        {"2026-05": Cell.missing(Gap.HIDDEN), "2026-06": Cell.of(12, Flag.PROVISIONAL)},
        target=target(("2027-12", 11), label="Tavoite enintään 11"),
    )
    table = to_table(spec, "fi")
    shown = [[(plain(cell.text), cell.words) for cell in row] for row in table.rows]
    assert [cell.text for cell in table.head] == ["Jakso", "Savonlinna", "Tavoite enintään 11"]
    assert shown == [
        [("12/2027", ""), ("", ""), ("11 henkilöä", "")],
        [("6/2026", ""), ("12 henkilöä (ennakkotieto)", ""), ("", "")],
        [("5/2026", ""), ("…", "salattu"), ("", "")],
    ]


def test_on_paper_months_stand_in_a_row_for_each_year_and_signs_are_explained():
    values = {f"2025-{month:02}": month for month in range(3, 13)} | {"2026-01": Cell.of(1, Flag.PROVISIONAL)}
    values |= {"2025-05": Cell.missing(Gap.HIDDEN), "2026-03": Cell.of(9, Flag.AT_LEAST), "2026-04": 0}
    table = to_paper_table(line(values), "fi")
    assert [cell.text for cell in table.head] == ["Vuosi", *map(str, range(1, 13))]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["2026", "1*", "..", "≥9", "0", *[""] * 8],
        ["2025", "", "", "3", "4", "…", "6", "7", "8", "9", "10", "11", "12"],
    ]
    assert table.caption == "Otsikko (henkilöä; * ennakkotieto; .. ei tietoa; ≥ vähintään; … salattu)"


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_table_for_paper(name):
    table = to_paper_table(CHARTS[name], "fi")
    assert all(len(row) == len(table.head) for row in table.rows)


def test_series_refuse_periods_out_of_order_or_of_two_kinds():
    june, may = (Point(Period.parse(f"2026-0{month}"), Cell.of(1)) for month in (6, 5))
    with pytest.raises(ValueError, match="not in order of time"):
        Series("A", (june, may))
    with pytest.raises(ValueError, match="different kinds"):
        Series.of("A", {"2025": 1, "2026-06": 2})


def test_a_value_is_written_whole_even_in_a_wide_typeface():
    from luotsi.figures.charts.drawing import text_width

    # Measured in DejaVu Sans Bold, the widest common typeface, at 13.5 pixels.
    assert text_width("vähintään 230 henkilöä", 13.5, bold=True) >= 178.6


def test_the_newest_value_at_the_bottom_stays_clear_of_the_axis_below_it():
    svg = to_svg(line({"2022": 6, "2023": 8, "2024": 5, "2025": 0}, Unit.COUNT), "fi", prefix="x")
    heights = sorted(float(one.get("y")) for one in ET.fromstring(svg).iter(SVG + "text") if one.text == "2025")
    assert len(heights) == 2
    assert heights[1] - heights[0] > 12


def test_the_period_under_a_short_newest_value_is_written_inside_the_picture():
    from luotsi.figures.charts.drawing import text_width

    root = ET.fromstring(to_svg(line({"2026-04": 6, "2026-05": 8, "2026-06": 7}, Unit.COUNT), "fi", prefix="x"))
    wide = float(root.get("viewBox").split()[2])
    newest = [one for one in root.iter(SVG + "text") if one.text == "6/2026" and one.get("text-anchor") != "middle"]
    assert newest
    assert all(float(one.get("x")) + text_width("6/2026", 12) <= wide for one in newest)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_simulated_number_says_so_even_where_there_is_no_room_for_the_word(language):
    told = cell_text(Cell.of(126499, Flag.SIMULATED), Unit.EUR, language).text
    assert shortened(told, 500) == told
    assert shortened(told, 90).endswith("†")
    assert "126" in shortened(told, 90)
    assert shortened(told, 40).endswith("…†")


def test_every_status_has_a_shape_and_a_word_of_its_own():
    icons = {re.sub(r'class="[^"]*"|#[0-9a-f]{6}', "", badge_icon(status)) for status in Status}
    assert len(icons) == len(Status) == len(STATUS_COLOURS)
    for status in Status:
        assert 'aria-hidden="true"' in badge_icon(status)
        svg = badge_svg(status, "sv", prefix=f"s-{status}")
        assert status_words(status, "sv") in words(svg)


def luminance(colour):
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_text_and_lines_stand_out_from_the_paper_enough():
    from luotsi.figures.charts import drawing

    def contrast(colour):
        return 1.05 / (luminance(colour) + 0.05)

    assert all(contrast(colour) >= 4.5 for colour in (drawing.INK, drawing.MUTED, drawing.TARGET, *drawing.SERIES))
    assert all(contrast(colour) >= 4.5 for colour in STATUS_COLOURS.values())
    assert contrast(drawing.BAR) >= 3


def test_a_chart_of_twenty_years_is_small():
    assert len(to_svg(CHARTS["twenty years"], "fi").encode()) < 8_000


WAITING = CurveChart(
    "Odotus",
    "Lause.",
    "Päiviä",
    (
        Curve("2025", (CurvePoint(0, Cell.of(100)), CurvePoint(3, Cell.of("40.5"), Decimal(30), Decimal(50)))),
        Curve("2026", (CurvePoint(0, Cell.of(100)), CurvePoint(6, Cell.of(0)))),
    ),
    mark=(5, "määräaika 5 pv"),
    is_stepped=True,
)


def test_curves_stand_in_the_table_with_their_limits_and_without_what_is_not_known():
    table = to_table(WAITING, "fi")
    assert [cell.text for cell in table.head][:2] == ["Päiviä", "2025"]
    assert [[cell.text.replace("\u00a0", " ") for cell in row] for row in table.rows] == [
        ["0", "100,0 %", "", "100,0 %"],
        ["3", "40,5 %", "30,0–50,0 %", ""],
        ["6", "", "", "0,0 %"],
    ]


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_stepped_curve_holds_its_share_until_the_next_point_and_has_its_mark(width):
    svg = to_svg(WAITING, "fi", width=width)
    assert "määräaika 5 pv" in svg
    ET.fromstring(svg)
    paths = re.findall(r'<path class="fig-line[^"]*" d="([^"]+)"', svg)
    assert [len(path.split("L")) for path in paths] == [3, 3]
    straight = to_svg(replace(WAITING, is_stepped=False), "fi", width=width)
    assert [len(path.split("L")) for path in re.findall(r'<path class="fig-line[^"]*" d="([^"]+)"', straight)] == [2, 2]


def test_points_of_a_curve_are_in_order():
    with pytest.raises(ValueError, match="not in order"):
        Curve("x", (CurvePoint(3, Cell.of(1)), CurvePoint(3, Cell.of(1))))


FLOWS = FlowPicture(
    "Virrat",
    "Lause.",
    Unit.COUNT,
    (Bar("Alkoi", Cell.of(200)),),
    Bar("Työttömänä", Cell.of(2000)),
    (Bar("Työ", Cell.of(100)), Bar("Opinnot", Cell.missing(Gap.HIDDEN)), Bar("Muu", Cell.of(0))),
)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_flows_are_drawn_to_one_scale_and_a_hidden_one_is_dashed(width):
    svg = to_svg(FLOWS, "fi", width=width)
    ET.fromstring(svg)
    assert svg.count('class="fig-bar"') == 2
    assert svg.count("stroke-dasharray") == 1
    assert "… salattu" in svg
    came, went = (re.findall(r"[-\d.]+", path) for path in re.findall(r'class="fig-bar" d="([^"]+)"', svg))
    heights = [abs(float(one[9]) - float(one[7])) for one in (came, went)]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.3)


def test_the_table_of_flows_has_what_came_is_here_and_went():
    rows = [[cell.text for cell in row[:2]] for row in to_table(FLOWS, "fi").rows]
    assert [name for name, _value in rows] == ["Alkoi", "Työttömänä", "Työ", "Opinnot", "Muu"]
    assert rows[3][1] == "…"


@pytest.mark.parametrize("chart", [WAITING, FLOWS])
def test_hostile_names_stay_text_in_curves_and_flows(chart):
    if isinstance(chart, CurveChart):
        hostile = replace(chart, title=HOSTILE, after_name=HOSTILE, mark=(5, HOSTILE))
    else:
        hostile = replace(chart, title=HOSTILE, here=Bar(HOSTILE, Cell.of(1)))
    svg = to_svg(hostile, "fi")
    assert "<script" not in svg
    ET.fromstring(svg)


def test_nothing_to_draw_breaks_no_picture():
    assert to_svg(replace(WAITING, curves=(), mark=None), "sv")
    assert to_svg(replace(FLOWS, came=(), went=()), "en")
