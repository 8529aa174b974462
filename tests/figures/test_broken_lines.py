"""A break in a chart: the line stops, a rule stands there, the table and the sentences tell it."""

import re
from dataclasses import replace

import pytest

from luotsi.core.periods import Period
from luotsi.core.text import LANGUAGES
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.charts.render import NARROW, WIDE, to_svg
from luotsi.figures.charts.specs import LineChart, Series, SmallMultiples, Sparkline
from luotsi.figures.charts.tables import to_paper_table, to_table
from luotsi.figures.charts.traces import runs
from luotsi.figures.sentences import Measured, value_sentence
from luotsi.figures.trends import TrendDirection, trend_sentence

MONTHS = {f"2026-{month:02}": 100 + month for month in range(1, 9)}
MAY = Period.parse("2026-05")
WHOLE = Series.of("Savonlinna", MONTHS)
BROKEN = replace(WHOLE, breaks=(MAY,))


def chart(*series):
    return LineChart("Otsikko", "Lause.", Unit.PERSONS, series)


def lines_of(svg):
    return len(re.findall(r'<path class="fig-line', svg))


def test_the_line_stops_at_the_break_and_goes_on_after_it():
    assert [len(run) for run in runs(WHOLE)] == [8]
    assert [[point.period.number for point in run] for run in runs(BROKEN)] == [[1, 2, 3, 4], [5, 6, 7, 8]]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rule_stands_at_the_break_and_is_named(width, language):
    whole, broken = (to_svg(chart(one), language, width=width) for one in (WHOLE, BROKEN))
    assert (whole.count("fig-break"), broken.count("fig-break")) == (0, 1)
    assert lines_of(broken) == lines_of(whole) + 1
    name = {"fi": "Katkos 5/2026", "sv": "Brott 5/2026", "en": "Break May 2026"}[language]
    assert name in broken
    assert name not in whole


def test_the_rule_stands_between_the_last_period_before_and_the_first_after():
    svg = to_svg(chart(BROKEN), "fi")
    rule = float(re.search(r'fig-break" x1="([\d.]+)"', svg).group(1))
    dots = sorted(float(x) for x in re.findall(r'class="fig-dot fig-s1" cx="([\d.]+)"', svg))
    assert dots[3] < rule < dots[4]


def test_breaks_of_several_lines_are_each_marked_once():
    later = replace(WHOLE, name="Sulkava", breaks=(MAY, Period.parse("2026-07")))
    assert to_svg(chart(BROKEN, later), "fi").count("fig-break") == 2


def test_small_pictures_stop_their_lines_too():
    panels = SmallMultiples("Otsikko", "Lause.", Unit.PERSONS, (BROKEN, WHOLE))
    assert to_svg(panels, "fi").count("fig-break") == 1
    spark = to_svg(Sparkline("Otsikko", "Lause.", Unit.PERSONS, BROKEN), "fi")
    assert lines_of(spark) == 2


def test_the_table_names_the_break_at_the_first_period_after_it():
    heads = [row[0].text for row in to_table(chart(BROKEN), "fi").rows]
    assert [head for head in heads if "katkos" in head] == ["5/2026 (katkos)"]


def test_the_table_for_paper_has_a_sign_with_its_meaning():
    values = {f"{year}-{month:02}": 1 for year in (2025, 2026) for month in range(1, 13)}
    series = replace(Series.of("Savonlinna", values), breaks=(MAY,))
    table = to_paper_table(chart(series), "fi")
    assert [cell.text for cell in table.rows[0]][4:7] == ["1", "‖1", "1"]
    assert "‖ katkos" in table.caption


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_tells_of_the_break_in_place_of_the_difference(language):
    measured = Measured("x", Unit.PERSONS)
    before = (Period.parse("2025-06"), Cell.of(10))
    args = (measured, Period.parse("2026-06"), Cell.of(12), language)
    compared = value_sentence(*args, before=before)
    broken = value_sentence(*args, before=before, broken=MAY)
    assert broken != compared
    assert {"fi": "katkesi toukokuussa 2026", "sv": "bröts i maj 2026", "en": "broke in May 2026"}[language] in broken
    assert value_sentence(*args, broken=MAY) == value_sentence(*args)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_direction_says_from_when_on_it_was_looked_at(language):
    told = trend_sentence(Measured("x", Unit.PERSONS), TrendDirection.TOO_SHORT, language, since=MAY)
    assert "2026" in told
    assert told.startswith(trend_sentence(Measured("x", Unit.PERSONS), TrendDirection.TOO_SHORT, language))


def test_a_break_in_a_stretch_without_values_stands_where_it_was_and_not_at_the_next_value():
    values = {"2026-01": 1, "2026-02": 2, "2026-08": 3, "2026-09": 4}
    series = replace(Series.of("Savonlinna", values), breaks=(MAY,))
    assert [len(run) for run in runs(series)] == [2, 2]
    svg = to_svg(chart(series), "fi")
    assert "Katkos 5/2026" in svg
    rule = float(re.search(r'fig-break" x1="([\d.]+)"', svg).group(1))
    dots = sorted(float(x) for x in re.findall(r'class="fig-dot fig-s1" cx="([\d.]+)"', svg))
    assert dots[1] < rule < dots[2] - (dots[1] - dots[0])
    assert [row[0].text for row in to_table(chart(series), "fi").rows][:2] == ["9/2026", "8/2026 (katkos)"]
