"""One measure of one place: what it is now, how it went, what it aims at, where it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from luotsi.core.text import Language, Text
from luotsi.figures.charts.render import WIDE
from luotsi.figures.charts.specs import AreaMap, SmallMultiples
from luotsi.figures.sentences import Measured, value_sentence, words_sentence
from luotsi.figures.statuses import status_words
from luotsi.figures.trends import trend_sentence
from luotsi.indicators.calc.trend import LEAST_VALUES, trend
from luotsi.indicators.models import NATIONAL, Measure, Status
from luotsi.indicators.queries import HELSINKI, Line, statuses_of
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.web.public.pages.judgements import RestsOn, rests_on
from luotsi.web.public.pages.measure_tables import (
    Places,
    RecentRow,
    ValueHistory,
    counted_sentence,
    places_of,
    recent_rows,
    versions_of,
)
from luotsi.web.public.pages.pictures import Picture, Values, draw, values_of
from luotsi.web.public.pages.subjects import COUNTRY_SLUG, Subjects, Wanted
from luotsi.web.public.pages.target import TargetShown, target_shown
from luotsi.web.public.pages.values import Latest, bare, latest_of
from luotsi.web.shared.figure import Figure, figure

_WIDE_OF_MAP = 540  # a map stands beside its table
_WIDE_OF_FOUR = 880  # four small pictures in one row, not three and one


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
    area_map: Figure | None
    side_by_side: Figure | None
    multiples: Figure | None
    places: Places | None
    recent: tuple[RecentRow, ...]
    history: ValueHistory | None
    target: TargetShown | None
    line: Line | None
    rests_on: RestsOn | None
    interval: str
    """Between which numbers the newest value lies, where it is an estimate that tells it."""
    trend: str
    """The direction of the last years in words, or that there is none; empty where there is no line to judge."""
    counted: str
    """Of which municipalities the area's figure is not; empty where it is of all of them."""

    @property
    def has_country_map(self) -> bool:
        """Whether the whole country's newest open figures can be set on a map."""
        definition = self.measure.definition
        if definition.owner_key != NATIONAL or definition.is_supporting or self.area_map is None or self.places is None:
            return False
        return any(row.slug == COUNTRY_SLUG for row in self.places.rows)

    @property
    def has_changes(self) -> bool:
        """Whether any recent value has a change on the year before."""
        return any(row.change for row in self.recent)

    @property
    def has_notes(self) -> bool:
        """Whether any recent value has something to be told beside it."""
        return any(row.notes for row in self.recent)


def build(measure: Measure, wanted: Wanted, language: Language, url_of: Callable[[Subject], str]) -> MeasurePage:
    """Return the page in ten queries, and one for a judgement; each municipality on the map leads to `url_of` it."""
    subject, day = wanted.subject, wanted.as_known_on
    values = values_of(measure, wanted, language)
    writing, line, target = values.writing, values.line, values.target
    statuses = statuses_of([measure], [subject] if subject else [], as_known_on=day)
    figures = {one: _figure(one, values, url_of) for one in Picture}
    return MeasurePage(
        measure=measure,
        subject=subject,
        as_known_on=day,
        latest=latest_of(line, writing) if line else None,
        status=_status(statuses.get((measure.pk, subject.pk)), language) if subject else None,
        sentence=_sentence(measure, line, writing) if line else "",
        choices=_choices(wanted.subjects, subject),
        chart=figures[Picture.LINE],
        area_map=figures[Picture.MAP],
        side_by_side=figures[Picture.SIDE_BY_SIDE],
        multiples=figures[Picture.MULTIPLES],
        places=_places(values),
        recent=recent_rows(line, writing, values.bounds) if line else (),
        history=_history(line, wanted, writing) if line else None,
        target=target_shown(target, writing) if target else None,
        line=line,
        interval=_interval(values),
        rests_on=rests_on(line, writing.unit, as_known_on=day) if line else None,
        trend=_trend(line, writing) if line else "",
        counted=counted_sentence(values),
    )


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """A measure of one place with one picture, for another site's page."""

    subject: Subject | None
    latest: Latest | None
    status: StatusShown | None
    sentence: str
    picture: Figure | None


def build_card(measure: Measure, wanted: Wanted, language: Language, picture: Picture) -> MeasureCard:
    """Return the card in eight queries."""
    values = values_of(measure, wanted, language)
    line, subject = values.line, wanted.subject
    subjects = [subject] if subject else []
    statuses = statuses_of([measure], subjects, as_known_on=wanted.as_known_on)
    return MeasureCard(
        subject=subject,
        latest=latest_of(line, values.writing) if line else None,
        status=_status(statuses.get((measure.pk, subject.pk)), language) if subject else None,
        sentence=_sentence(measure, line, values.writing) if line else "",
        picture=_figure(picture, values, None),
    )


def _figure(picture: Picture, values: Values, url_of: Callable[[Subject], str] | None) -> Figure | None:
    spec = draw(picture, values, url_of=url_of)
    if spec is None:
        return None
    wide = WIDE
    if isinstance(spec, SmallMultiples) and len(spec.panels) == 4:
        wide = _WIDE_OF_FOUR
    elif isinstance(spec, AreaMap):
        wide = _WIDE_OF_MAP
    return figure(spec, values.writing.language, name=picture.value, wide=wide)


def _interval(values: Values) -> str:
    newest = values.line.latest if values.line else None
    found = values.bounds.get(newest.pk) if newest else None
    return values.writing.interval(found) if found else ""


def _trend(line: Line, writing: Writing) -> str:
    if sum(one.value is not None for one in line.observations) < LEAST_VALUES:
        return ""
    found = trend(((one.period, one.cell) for one in line.observations), breaks=line.breaks)
    span = None if found.first is None or found.last is None else (found.first, found.last)
    measured = Measured("", writing.unit, writing.decimals)
    since = None if found.since is None else found.since.period
    return trend_sentence(measured, found.direction, writing.language, per_year=found.per_year, span=span, since=since)


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
    if observation.words:
        return words_sentence(measured, observation.period, writing.language)
    before = line.at(observation.period.year_before)
    pair = None if before is None else (before.period, before.cell)
    apart = line.broken_since_year_before(observation.period)
    broken = None if apart is None else apart.period
    return value_sentence(measured, observation.period, observation.cell, writing.language, before=pair, broken=broken)


def _choices(subjects: Subjects, current: Subject | None) -> tuple[Choice, ...]:
    mine = [one for one in (subjects.own, *subjects.parts) if one is not None]
    if len(mine) < 2:
        return ()
    return tuple(Choice(one.name, None if one == subjects.own else one.slug, one == current) for one in mine)


def _places(values: Values) -> Places | None:
    """Return the places beside each other; nothing where there is one alone, whose value stands above already."""
    wanted = values.wanted
    if wanted.subject is None:
        return None
    shown = [values.places[one.pk] for one in wanted.subjects.all]
    day = wanted.as_known_on
    found = places_of(values.measure, shown, values.writing, current=wanted.subject, as_known_on=day)
    return found if found is not None and (len(found.rows) > 1 or found.parts) else None


def _history(line: Line, wanted: Wanted, writing: Writing) -> ValueHistory | None:
    if line.latest is None:
        return None
    return versions_of(line, wanted.period or line.latest.period, writing, as_known_on=wanted.as_known_on)
