"""A measure of one municipality as blocks of a document: its standing, its line, its numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.core.periods import Period
from luotsi.core.text import Language
from luotsi.figures.charts.specs import LineChart
from luotsi.figures.charts.tables import Table, TableCell
from luotsi.figures.formats import date_text
from luotsi.figures.period_names import period_name, period_short
from luotsi.figures.sentences import Measured, value_sentence
from luotsi.figures.statuses import status_words
from luotsi.indicators.calc.breaks import Break, firsts
from luotsi.indicators.models import Measure, Observation, Status, Target
from luotsi.indicators.queries import HELSINKI, Line, lines_of_measures, statuses_of, target_line, targets_of
from luotsi.indicators.types import TargetOrigin
from luotsi.indicators.writing import Writing, series_of, target_limits, target_path
from luotsi.orgs.models import Subject
from luotsi.reports.document import Block, Grid, Heading, KeyFigure, Notice, Paragraph, Picture, Source, StatusLine

_YEARS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Told:
    """One measure as known for the report: its line up to the period, the places beside it, target and status."""

    measure: Measure
    line: Line
    beside: tuple[Line, ...]
    target: Target | None
    status: Status | None
    language: Language

    @property
    def writing(self) -> Writing:
        """How its values are written."""
        return Writing.of(self.measure.definition, self.language)

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self.measure.shown_name.in_language(self.language).text

    @property
    def latest(self) -> Observation | None:
        """The newest observation of the place."""
        return self.line.latest

    @property
    def broken(self) -> Break | None:
        """The break in the series between the newest value and the year before."""
        return self.line.broken_since_year_before(self.latest.period) if self.latest else None

    @property
    def year_before(self) -> Observation | None:
        """The same period a year before the newest."""
        return self.line.at(self.latest.period.year_before) if self.latest else None


def tell(
    measures: list[Measure], place: Subject, beside: list[Subject], period: Period, day: date, language: Language
) -> list[Told]:
    """Return the measures that have a figure of the place by the period, as known on the day."""
    lines = lines_of_measures(measures, [place, *beside], as_known_on=day)
    targets = targets_of(measures, [place], as_known_on=day)
    statuses = statuses_of(measures, [place], as_known_on=day)
    found = []
    for measure in measures:
        own = _until(lines[measure.pk][place.pk], period)
        if own.observations:
            status = statuses.get((measure.pk, place.pk))
            speaks = status is not None and own.latest is not None and status.observation_id == own.latest.pk
            found.append(
                Told(
                    measure,
                    own,
                    tuple(_until(lines[measure.pk][one.pk], period) for one in beside),
                    targets.get((measure.pk, place.pk)),
                    status if speaks else None,
                    language,
                )
            )
    return found


def _until(line: Line, period: Period) -> Line:
    return replace(line, observations=tuple(one for one in line.observations if one.period.end <= period.end))


def key_figure(told: Told) -> KeyFigure:
    """Return the newest value with its period, change and status."""
    latest = told.latest
    assert latest is not None
    change = told.writing.change(latest, told.year_before)
    note = period_name(latest.period, told.language)
    if change and told.broken is None:
        note = _("{period}, {change} on the year before").format(period=note, change=change)
    return KeyFigure(
        label=told.name,
        value=told.writing.value(latest),
        note=note,
        status=told.status.key if told.status else "",
        status_words=status_words(told.status.key, told.language) if told.status else "",
        observations=_ids([latest, told.year_before]),
    )


def blocks(told: Told) -> list[Block]:
    """Return heading, sentence, status with its reason, picture and comparison of one measure."""
    latest = told.latest
    assert latest is not None
    found: list[Block] = [Heading(told.name, 3)]
    if told.status is None:
        found.append(Paragraph(sentence(told), _ids([latest, told.year_before])))
    else:
        found.append(_status_line(told.status, told.language))
    if told.target is not None and told.target.origin == TargetOrigin.EXAMPLE:
        found.append(
            Notice(_("The target is an example made for the demonstration. The organisation has not decided it."))
        )
    found += _breaks(told)
    if len([one for one in told.line.observations if one.value is not None]) > 1:
        found.append(_picture(told))
    found.append(_comparison(told))
    return found


def _breaks(told: Told) -> list[Block]:
    """Return a notice of each break within the years that are drawn."""
    shown = told.line.observations[-_shown_periods(told.line) :]
    return [
        Notice(
            _("The series breaks in {period}: {text} Figures on the two sides do not compare.").format(
                period=period_name(one.period, told.language), text=one.text.in_language(told.language).text
            )
        )
        for one in firsts(told.line.breaks, [one.period for one in shown]).values()
    ]


def sentence(told: Told) -> str:
    """Return the newest value set against the year before, as a sentence."""
    latest, before = told.latest, told.year_before
    assert latest is not None
    measured = Measured(told.name, told.writing.unit, told.writing.decimals)
    then = None if before is None else (before.period, before.cell)
    broken = None if told.broken is None else told.broken.period
    return value_sentence(measured, latest.period, latest.cell, told.language, before=then, broken=broken)


def source(told: Told, day: date) -> Source:
    """Return where the figures come from, with all observations used as known on the day."""
    definition, latest = told.measure.definition, told.latest
    assert latest is not None
    published = date_text(latest.known_at.astimezone(HELSINKI).date(), told.language)
    parts = [definition.source_name.in_language(told.language).text, definition.source_table, published]
    used = [*told.line.observations[-_shown_periods(told.line) :], *_compared(told)]
    return Source(told.name, ", ".join(part for part in parts if part), _ids(used), _trace(used, day, told.language))


def _trace(used: list[Observation], day: date, language: Language) -> str:
    """Return how the observations are found again: a series, a period and a day name one version of one value."""
    periods = sorted({one.period for one in used}, key=lambda one: one.start)
    ends = [period_short(one, language) for one in (periods[0], periods[-1])]
    series = ", ".join(str(one) for one in sorted({one.series_id for one in used}))
    count = len(_ids(used))
    words = ngettext(
        "{count} observation, {periods}, as known on {day}. Series: {series}.",
        "{count} observations, {periods}, as known on {day}. Series: {series}.",
        count,
    )
    told = "–".join(dict.fromkeys(ends))
    return words.format(count=count, periods=told, day=date_text(day, language), series=series)


def _status_line(status: Status, language: Language) -> StatusLine:
    override = ""
    if status.override_reason:
        override = _("Judged by {name}: {reason}").format(name=status.override_name, reason=status.override_reason)
    return StatusLine(
        status.key, status_words(status.key, language), status.explanation.in_language(language).text, override
    )


def _picture(told: Told) -> Picture:
    shown = told.line.observations[-_shown_periods(told.line) :]
    line = replace(told.line, observations=shown)
    numbers = None if told.target is None else target_line(told.target)
    place = told.line.subject.name.in_language(told.language).text
    chart = LineChart(
        title=f"{told.name}, {place}",
        sentence=sentence(told),
        unit=told.writing.unit,
        series=(series_of(line, told.language),),
        target=target_path(numbers, told.writing),
        limits=target_limits(numbers, told.writing),
        decimals=told.writing.decimals,
    )
    return Picture(chart, _ids(shown))


def _shown_periods(line: Line) -> int:
    """Return how many of the newest periods a report draws: those of the last years with figures, gaps between kept."""
    if not line.observations:
        return 0
    newest = line.observations[-1].period.end.year
    first = newest - _YEARS_SHOWN - 1
    return sum(one.period.start.year >= first for one in line.observations)


def _compared(told: Told) -> list[Observation]:
    latest = told.latest
    assert latest is not None
    found = (
        line.at(period) for line in (told.line, *told.beside) for period in (latest.period, latest.period.year_before)
    )
    return [one for one in found if one is not None]


def _comparison(told: Told) -> Grid:
    """Return the place beside the area and the country, with the year before where any of them has it."""
    latest = told.latest
    assert latest is not None
    lines = (told.line, *told.beside)
    periods = [latest.period.year_before, latest.period]
    if not any(line.at(periods[0]) for line in lines):
        periods = periods[1:]
    head = [TableCell(_("Place")), *(TableCell(period_name(one, told.language), is_number=True) for one in periods)]
    if len(periods) > 1:
        head.append(TableCell(_("Change on the year before"), is_number=True))
    rows = []
    for line in lines:
        found = [line.at(period) for period in periods]
        row = [TableCell(line.subject.name.in_language(told.language).text, is_head=True)]
        row += [TableCell(told.writing.value(one), is_number=True) for one in found]
        if len(found) > 1:
            apart = line.broken_since_year_before(latest.period)
            row.append(TableCell(told.writing.change(found[1], found[0], apart), is_number=True))
        rows.append(tuple(row))
    caption = _("{measure} beside the area and the country").format(measure=told.name)
    return Grid(Table(caption, tuple(head), tuple(rows)), _ids(_compared(told)))


def _ids(observations: Iterable[Observation | None]) -> tuple[int, ...]:
    return tuple(sorted({one.pk for one in observations if one is not None}))
