"""One measure of one place: what it is now, how it went, what it aims at, where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luotsi.core.periods import Period
from luotsi.core.text import Language, Text
from luotsi.figures.charts.render import WIDE
from luotsi.figures.sentences import Measured, value_sentence
from luotsi.figures.statuses import status_words
from luotsi.figures.trends import trend_sentence
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.calc.trend import LEAST_VALUES, trend
from luotsi.indicators.models import Measure, Observation, Status
from luotsi.indicators.queries import HELSINKI, Line, lines_of, statuses_of, target_line, targets_of
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.web.public.pages import measure_charts
from luotsi.web.public.pages.measure_tables import Places, RecentRow, ValueHistory, places_of, recent_rows, versions_of
from luotsi.web.public.pages.place_lines import PlaceLine, place_lines, years_shown
from luotsi.web.public.pages.subjects import Subjects
from luotsi.web.public.pages.target import TargetShown, target_shown
from luotsi.web.public.pages.values import Latest, bare, latest_of
from luotsi.web.shared.figure import Figure, figure

_WIDE_OF_FOUR = 880  # four small pictures in one row, not three and one


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the measure is wanted: which place, as known on which day (None: now), which period's versions."""

    subjects: Subjects
    subject: Subject | None
    as_known_on: date | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """A person's judgement in place of the computed one."""

    name: str
    reason: str
    computed: str


@dataclass(frozen=True, slots=True)
class StatusShown:
    """The stored status with its reason."""

    key: str
    explanation: Text
    judged_on: date
    override: Override | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A place whose figures can be looked at."""

    name: Text
    slug: str | None
    """None for the organisation's own subject."""
    is_current: bool


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """Everything the page says of the values; the definition is set on the page as it is stored."""

    measure: Measure
    subject: Subject | None
    as_known_on: date | None
    latest: Latest | None
    status: StatusShown | None
    sentence: str
    """The value in words, where no judgement is stored."""
    choices: tuple[Choice, ...]
    chart: Figure | None
    multiples: Figure | None
    bars: Figure | None
    places: Places | None
    recent: tuple[RecentRow, ...]
    history: ValueHistory | None
    target: TargetShown | None
    line: Line | None
    trend: str
    """The direction of the last years in words, or that there is none; empty where there is no line to judge."""

    @property
    def has_notes(self) -> bool:
        """Whether any recent value has something to be told beside it."""
        return any(row.notes for row in self.recent)

    @property
    def newest(self) -> Observation | None:
        """The observation that the page speaks of first."""
        return self.line.latest if self.line else None


def build(measure: Measure, wanted: Wanted, language: Language) -> MeasurePage:
    """Return the page in ten queries, however many municipalities there are."""
    subjects, subject, day = wanted.subjects, wanted.subject, wanted.as_known_on
    writing = Writing.of(measure.definition, language)
    line = lines_of(measure, [subject], as_known_on=day)[subject.pk] if subject else None
    is_whole = subject is not None and subject == subjects.own
    since = years_shown(line, all_of_them=is_whole)
    lines = place_lines(measure, subjects.all if subject else [], writing, since=since, as_known_on=day)
    targets = targets_of([measure], [subject] if subject else [], as_known_on=day)
    target = targets.get((measure.pk, subject.pk)) if subject else None
    statuses = statuses_of([measure], [subject] if subject else [], as_known_on=day)
    whole = lines[subject.pk] if subject and is_whole else None
    parts = [lines[one.pk] for one in subjects.parts if lines[one.pk].values] if whole else []
    return MeasurePage(
        measure=measure,
        subject=subject,
        as_known_on=day,
        latest=latest_of(line, writing) if line else None,
        status=_status(statuses.get((measure.pk, subject.pk)), language) if subject else None,
        sentence=_sentence(measure, line, writing) if line else "",
        choices=_choices(subjects, subject),
        chart=_chart(measure, line, target_line(target) if target else None, writing) if line else None,
        multiples=_multiples(measure, whole, parts, writing) if whole else None,
        bars=_bars(measure, whole, parts, writing) if whole else None,
        places=_places(measure, wanted, lines, writing),
        recent=recent_rows(line, writing) if line else (),
        history=_history(line, wanted.period, writing) if line else None,
        target=target_shown(target, writing) if target else None,
        line=line,
        trend=_trend(line, writing) if line else "",
    )


def _trend(line: Line, writing: Writing) -> str:
    if sum(one.value is not None for one in line.observations) < LEAST_VALUES:
        return ""
    found = trend((one.period, one.cell) for one in line.observations)
    span = None if found.first is None or found.last is None else (found.first, found.last)
    measured = Measured("", writing.unit, writing.decimals)
    return trend_sentence(measured, found.direction, writing.language, per_year=found.per_year, span=span)


def _status(status: Status | None, language: Language) -> StatusShown | None:
    if status is None:
        return None
    override = None
    if status.override_reason:
        computed = status_words(status.facts.get("computed", status.key), language)
        override = Override(status.override_name, status.override_reason, computed)
    return StatusShown(status.key, status.explanation, status.judged_at.astimezone(HELSINKI).date(), override)


def _sentence(measure: Measure, line: Line, writing: Writing) -> str:
    observation = line.latest
    if observation is None:
        return ""
    measured = Measured(bare(measure.shown_name, writing.language), writing.unit, writing.decimals)
    before = line.at(observation.period.year_before)
    pair = None if before is None else (before.period, before.cell)
    return value_sentence(measured, observation.period, observation.cell, writing.language, before=pair)


def _choices(subjects: Subjects, current: Subject | None) -> tuple[Choice, ...]:
    mine = [one for one in (subjects.own, *subjects.parts) if one is not None]
    if len(mine) < 2:
        return ()
    return tuple(Choice(one.name, None if one == subjects.own else one.slug, one == current) for one in mine)


def _chart(measure: Measure, line: Line, target: TargetLine | None, writing: Writing) -> Figure | None:
    if not any(one.value is not None for one in line.observations):
        return None
    return figure(measure_charts.line_chart(measure, line, target, writing), writing.language, name="line")


def _multiples(measure: Measure, whole: PlaceLine, parts: Sequence[PlaceLine], writing: Writing) -> Figure | None:
    if not writing.unit.is_number or len(parts) < 2 or max(len(line.values) for line in parts) < 3:
        return None
    spec = measure_charts.multiples(measure, whole, parts, writing)
    return figure(spec, writing.language, name="parts", wide=_WIDE_OF_FOUR if len(parts) == 4 else WIDE)


def _bars(measure: Measure, whole: PlaceLine, parts: Sequence[PlaceLine], writing: Writing) -> Figure | None:
    spec = measure_charts.side_by_side(measure, whole, parts, writing) if len(parts) > 1 else None
    return figure(spec, writing.language, name="bars") if spec else None


def _places(measure: Measure, wanted: Wanted, lines: dict[int, PlaceLine], writing: Writing) -> Places | None:
    if wanted.subject is None:
        return None
    shown = [lines[one.pk] for one in wanted.subjects.all]
    return places_of(measure, shown, writing, current=wanted.subject, as_known_on=wanted.as_known_on)


def _history(line: Line, period: Period | None, writing: Writing) -> ValueHistory | None:
    if line.latest is None:
        return None
    return versions_of(line, period or line.latest.period, writing)
