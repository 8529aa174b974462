"""The pictures of a measure: its line with the target, its municipalities side by side."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import Bounds, Cell, Flag
from luotsi.figures.charts.specs import (
    AreaMap,
    Bar,
    BarChart,
    DotChart,
    DotRow,
    LineChart,
    MapArea,
    Reference,
    SmallMultiples,
)
from luotsi.figures.period_names import period_in, period_name, period_short
from luotsi.indicators.calc.breaks import between, firsts
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.models import Measure
from luotsi.indicators.queries import Line
from luotsi.indicators.writing import Writing, series_of, target_limits, target_path
from luotsi.orgs.models import Subject
from luotsi.web.public.pages.borders import borders, credit, outline_of
from luotsi.web.public.pages.place_lines import PlaceLine
from luotsi.web.public.pages.values import bare

_COMPARABLE = {
    Unit.PERCENT,
    Unit.PERCENTAGE_POINTS,
    Unit.SCORE_1_5,
    Unit.SCORE_1_3,
    Unit.DAYS,
    Unit.WORKING_DAYS,
}
"""Units in which a part can be set against its whole."""


def line_chart(
    measure: Measure, line: Line, target: TargetLine | None, writing: Writing, bounds: Mapping[int, Bounds]
) -> LineChart:
    """Return the line over time with the way to the target, or the limits to stay within."""
    language = writing.language
    series = series_of(line, language, bounds=bounds)
    name, place = bare(measure.shown_name, language), series.name
    return LineChart(
        title=_("{measure}, {place}, {span}").format(measure=name, place=place, span=_span(line, language)),
        sentence=_extremes(line, writing),
        unit=writing.unit,
        series=(series,),
        target=target_path(target, writing),
        limits=target_limits(target, writing),
        decimals=writing.decimals,
    )


def multiples(measure: Measure, whole: PlaceLine, parts: Iterable[PlaceLine], writing: Writing) -> SmallMultiples:
    """Return a small picture of each municipality with the whole behind it."""
    language = writing.language
    return SmallMultiples(
        title=_("{measure} by municipality").format(measure=bare(measure.shown_name, language)),
        sentence=_("Each municipality on the same scale. The grey line is the whole area."),
        unit=writing.unit,
        panels=tuple(line.series(language) for line in parts),
        common=whole.series(language) if whole.values else None,
        decimals=writing.decimals,
    )


def side_by_side(
    measure: Measure, whole: PlaceLine | None, parts: Iterable[PlaceLine], writing: Writing
) -> BarChart | DotChart | None:
    """Return the municipalities' newest period in order of name, or None where there is nothing yet.

    A rate is set beside that of the year before as dots on a common scale, an amount is a bar.
    """
    language, lines = writing.language, list(parts)
    newest = max((line.newest for line in lines if line.newest), default=None)
    if newest is None:
        return None
    cells = [(bare(line.subject.name, language), line.at(newest), line.at(newest.year_before)) for line in lines]
    bars = tuple(Bar(name, cell) for name, cell, _before in cells if cell is not None)
    area = whole.at(newest) if whole else None
    reference = None
    if whole is not None and area is not None and area.value is not None and writing.unit in _COMPARABLE:
        reference = Reference(f"{bare(whole.subject.name, language)} {writing.cell(area)}", area.value)
    title = _("{measure} in {period}").format(
        measure=bare(measure.shown_name, language), period=period_name(newest, language)
    )
    sentence = range_sentence([(bar.name, bar.cell) for bar in bars], area, writing)
    by, decimals = _("Municipality"), writing.decimals
    is_broken = any(line.broken_since_year_before(newest) for line in lines)
    if (
        is_broken
        or writing.unit not in _COMPARABLE
        or not any(before and before.value is not None for _name, _cell, before in cells)
    ):
        return BarChart(title, sentence, writing.unit, bars, by, reference, decimals)
    columns = (period_name(newest.year_before, language), period_name(newest, language))
    dots = tuple(DotRow(name, (before or Cell.missing(), cell)) for name, cell, before in cells if cell is not None)
    return DotChart(title, sentence, writing.unit, columns, dots, by, reference, decimals)


def area_map(
    measure: Measure,
    whole: PlaceLine | None,
    parts: Iterable[PlaceLine],
    writing: Writing,
    *,
    current: Subject,
    url_of: Callable[[Subject], str] | None = None,
) -> AreaMap | None:
    """Return the municipalities' newest period on a map, or None where there are not several to draw."""
    language, found = writing.language, borders()
    drawn = [(line, outline) for line in parts if (outline := outline_of(line.subject, found)) is not None]
    newest = max((line.newest for line, _outline in drawn if line.newest), default=None)
    if newest is None or len(drawn) < 2:
        return None
    areas = tuple(
        MapArea(
            bare(line.subject.name, language),
            line.at(newest) or Cell.missing(),
            outline,
            url_of(line.subject) if url_of else "",
            is_highlighted=line.subject == current,
        )
        for line, outline in drawn
    )
    return AreaMap(
        title=_("{measure} in {period} on the map").format(
            measure=bare(measure.shown_name, language), period=period_name(newest, language)
        ),
        sentence=range_sentence([(one.name, one.cell) for one in areas], whole.at(newest) if whole else None, writing),
        unit=writing.unit,
        areas=areas,
        by=_("Municipality"),
        credit=credit(found),
        decimals=writing.decimals,
    )


def range_sentence(places: Iterable[tuple[str, Cell]], whole: Cell | None, writing: Writing) -> str:
    """Say between which values the places lie, and the value of the whole."""
    known = sorted((cell.value, name) for name, cell in places if cell.value is not None)
    if len(known) < 2:
        return ""
    (low, low_name), (high, high_name) = known[0], known[-1]
    told = _("The figures lie between {low} ({low_name}) and {high} ({high_name}).").format(
        low=writing.cell(Cell.of(low)), low_name=low_name, high=writing.cell(Cell.of(high)), high_name=high_name
    )
    if whole is None:
        return told
    return told + " " + _("The whole: {value}.").format(value=writing.cell(whole))


def _span(line: Line, language: Language) -> str:
    if not line.observations:
        return "–"
    first, last = line.observations[0].period, line.observations[-1].period
    names = period_short(first, language), period_short(last, language)
    return names[0] if first == last else "–".join(names)


def _breaks_told(line: Line, language: Language) -> str:
    """Say where the series breaks and why, and that nothing compares across it."""
    broken = firsts(line.breaks, [one.period for one in line.observations])
    told = [
        _("The series breaks in {period}: {text}").format(
            period=period_name(one.period, language), text=one.text.in_language(language).text
        )
        for one in broken.values()
    ]
    return " ".join([*told, _("Figures on the two sides do not compare.")]) if told else ""


def _extremes(line: Line, writing: Writing) -> str:
    """Say the breaks, the highest and lowest value since the last of them, and that lower bounds have a mark."""
    known = [one for one in line.observations if one.value is not None]
    told = _breaks_told(line, writing.language)
    last = between(line.breaks, known[0].period, known[-1].period) if known else None
    if last is not None:
        known = [one for one in known if one.period.end >= last.period.start]
    if len(known) < 3:
        return told
    language = writing.language
    high, low = max(known, key=lambda one: one.cell.value or 0), min(known, key=lambda one: one.cell.value or 0)
    extremes = _("At its highest it was {high} {when_high}, at its lowest {low} {when_low}.").format(
        high=writing.value(high),
        when_high=period_in(high.period, language),
        low=writing.value(low),
        when_low=period_in(low.period, language),
    )
    told = f"{told} {extremes}".strip()
    if any(Flag.AT_LEAST in one.cell.flags for one in known):
        told += " " + _("A triangle marks a lower bound: a figure of some municipality is hidden or missing.")
    return told
