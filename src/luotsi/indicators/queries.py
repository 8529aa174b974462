"""Reads of measures: values as known on a day, targets and statuses in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Bounds, unscaled
from luotsi.indicators.breaks import breaks_of_series
from luotsi.indicators.calc.breaks import Break, between
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.choosing import series_entered, series_of_definitions, series_shown
from luotsi.indicators.models import NATIONAL, Definition, Interval, Measure, Observation, Series, Status, Target
from luotsi.indicators.reading import (
    HELSINKI,
    Known,
    end_of_day,
    known_of_series,
    newest_of_series,
    observations_of,
    versions_of,
)
from luotsi.indicators.types import PathKind, RunKind, TargetKind
from luotsi.orgs.models import Organisation, Subject
from luotsi.sources.questions import is_connection

__all__ = ["HELSINKI", "Known", "end_of_day"]


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one subject in order of time, each period once."""

    subject: Subject
    observations: tuple[Observation, ...]
    breaks: tuple[Break, ...] = ()

    @property
    def latest(self) -> Observation | None:
        """The newest period's observation, a gap included."""
        return self.observations[-1] if self.observations else None

    @property
    def latest_known(self) -> Observation | None:
        """The newest observation that holds a number or words."""
        return next((one for one in reversed(self.observations) if not one.gap or one.words), None)

    def at(self, period: Period) -> Observation | None:
        """Return the observation of the period, or None."""
        return next((one for one in reversed(self.observations) if one.period == period), None)

    def broken_since_year_before(self, period: Period) -> Break | None:
        """Return the break that parts the period from the same one a year before, None where the two compare."""
        return between(self.breaks, period.year_before, period)


@dataclass(frozen=True, slots=True)
class KnownLine:
    """The values of a place without how they came, and where they stop comparing."""

    values: tuple[Known, ...] = ()
    breaks: tuple[Break, ...] = ()


def known_in(
    measure: Measure, subjects: Iterable[Subject], *, since: date | None = None, as_known_on: date | None = None
) -> dict[int, KnownLine]:
    """Return each subject's values from a day on in order of time, in five queries however many subjects there are."""
    wanted = [subject.pk for subject in subjects]
    found = series_shown([measure], wanted, as_known_on=as_known_on)
    shown = found[measure.pk]
    kind = PeriodKind(measure.definition.period_kind)
    values = known_of_series([one.pk for one in shown.values()], kind, since=since, as_known_on=as_known_on)
    breaks = breaks_of_series([measure], found, as_known_on=as_known_on)[measure.pk]
    return {pk: KnownLine(values[shown[pk].pk], breaks[pk]) if pk in shown else KnownLine() for pk in wanted}


def lines_of(measure: Measure, subjects: Iterable[Subject], *, as_known_on: date | None = None) -> dict[int, Line]:
    """Return each subject's line by subject id, in five queries at most however many subjects there are."""
    return lines_of_measures([measure], subjects, as_known_on=as_known_on)[measure.pk]


def lines_of_measures(
    measures: Sequence[Measure], subjects: Iterable[Subject], *, as_known_on: date | None = None
) -> dict[int, dict[int, Line]]:
    """Return the lines of several measures of one owner: measure id to subject id to line."""
    by_id = {subject.pk: subject for subject in subjects}
    shown = series_shown(measures, by_id, as_known_on=as_known_on)
    lines = _lines(shown, by_id, as_known_on=as_known_on)
    breaks = breaks_of_series(measures, shown, as_known_on=as_known_on)
    return {
        measure: {pk: replace(line, breaks=breaks[measure].get(pk, ())) for pk, line in by_subject.items()}
        for measure, by_subject in lines.items()
    }


def entered_lines(
    measures: Sequence[Measure], subjects: Iterable[Subject], *, as_known_on: date | None = None
) -> dict[int, dict[int, Line]]:
    """Return the lines of what people entered, whichever source is shown: measure id to subject id to line."""
    by_id = {subject.pk: subject for subject in subjects}
    return _lines(series_entered(measures, by_id), by_id, as_known_on=as_known_on)


def _lines(
    series: dict[int, dict[int, Series]], by_id: dict[int, Subject], *, as_known_on: date | None = None
) -> dict[int, dict[int, Line]]:
    found: dict[int, list[Observation]] = defaultdict(list)
    for observation in observations_of(_numbers(series), as_known_on=as_known_on):
        found[observation.series_id].append(observation)
    return {
        measure: {
            pk: Line(subject, tuple(found[one.pk] if (one := by_subject.get(pk)) else ()))
            for pk, subject in by_id.items()
        }
        for measure, by_subject in series.items()
    }


def _numbers(shown: dict[int, dict[int, Series]]) -> set[int]:
    return {one.pk for by_subject in shown.values() for one in by_subject.values()}


def target_line(target: Target) -> TargetLine:
    """Return a stored target as numbers."""

    def number(scaled: int | None) -> Decimal | None:
        return None if scaled is None else unscaled(scaled, target.exponent)

    return TargetLine(
        kind=TargetKind(target.kind),
        due=Period.parse(target.due_period),
        value=number(target.value_scaled),
        upper=number(target.upper_scaled),
        baseline=number(target.baseline_scaled),
        baseline_period=Period.parse(target.baseline_period) if target.baseline_period else None,
        tolerance=unscaled(target.tolerance_scaled, target.exponent),
        path=PathKind(target.path),
        words=target.note,
    )


def targets_of(
    measures: Iterable[Measure], subjects: Iterable[Subject], *, as_known_on: date | None = None
) -> dict[tuple[int, int], Target]:
    """Return the target in force of each measure and subject: the newest set that was not withdrawn."""
    rows = Target.objects.filter(measure__in=list(measures), subject__in=list(subjects))
    if as_known_on is None:
        rows = rows.filter(withdrawn_at__isnull=True)
    else:
        moment = end_of_day(as_known_on)
        rows = rows.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=moment), set_at__lt=moment)
    return {(row.measure_id, row.subject_id): row for row in rows.order_by("set_at", "pk")}


def statuses_of(
    measures: Iterable[Measure], subjects: Iterable[Subject], *, as_known_on: date | None = None
) -> dict[tuple[int, int], Status]:
    """Return the newest stored status of each measure and subject."""
    rows = Status.objects.filter(measure__in=list(measures), subject__in=list(subjects))
    if as_known_on is not None:
        rows = rows.filter(judged_at__lt=end_of_day(as_known_on))
    return {(row.measure_id, row.subject_id): row for row in rows.order_by("judged_at", "pk")}


def history_of(series: Series, period: Period, *, as_known_on: date | None = None) -> list[Observation]:
    """Return every version of one period's value, up to the end of the day if one is given, the newest first."""
    return versions_of([series.pk], period, as_known_on=as_known_on)


def bounds_of(observations: Iterable[int], *, as_known_on: date | None = None) -> dict[int, Bounds]:
    """Return between which numbers estimated values lie, by the observation's id. One query."""
    return _bounds(Interval.objects.filter(observation__in=list(observations)), as_known_on)


def bounds_of_line(line: Line, *, as_known_on: date | None = None) -> dict[int, Bounds]:
    """Return between which numbers the estimated values of a line lie, by the observation's id. One query at most."""
    kinds = {RunKind.ENTRY, RunKind.RELEASE}  # statistics that are fetched for everybody tell no limits
    own = [one.pk for one in line.observations if one.run.kind in kinds or is_connection(one.run.source_key)]
    return bounds_of(own, as_known_on=as_known_on) if own else {}


def bounds_of_definition(definition: Definition, *, as_known_on: date | None = None) -> dict[int, Bounds]:
    """Return between which numbers all estimated values of a definition lie, by the observation's id. One query."""
    return _bounds(Interval.objects.filter(observation__series__definition=definition), as_known_on)


def _bounds(rows: QuerySet[Interval], as_known_on: date | None) -> dict[int, Bounds]:
    if as_known_on is not None:
        rows = rows.filter(known_at__lt=end_of_day(as_known_on))
    newest = {one.observation_id: one.bounds for one in rows.order_by("known_at", "pk")}
    return {pk: bounds for pk, bounds in newest.items() if bounds is not None}


def values_in(
    period: Period,
    definitions: Iterable[Definition],
    subjects: Iterable[Subject],
    *,
    owner: Organisation,
    as_known_on: date | None = None,
) -> dict[tuple[int, int], Observation]:
    """Return one period's observations by definition id and subject id, in three queries."""
    series = series_of_definitions(definitions, {subject.pk for subject in subjects}, {NATIONAL, owner.slug})
    return {
        (series[one.series_id].definition_id, series[one.series_id].subject_id): one
        for one in observations_of(series, as_known_on=as_known_on, period=period)
    }


def latest_of_measures(
    measures: Sequence[Measure], subjects: Iterable[Subject], *, as_known_on: date | None = None
) -> dict[tuple[int, int], Observation]:
    """Return the newest period's observation by measure id and subject id, without the years before.

    Two queries, three for an earlier day.
    """
    shown = series_shown(measures, {subject.pk for subject in subjects}, as_known_on=as_known_on)
    newest = {one.series_id: one for one in newest_of_series(_numbers(shown), as_known_on=as_known_on)}
    return {
        (measure, subject): newest[series.pk]
        for measure, by_subject in shown.items()
        for subject, series in by_subject.items()
        if series.pk in newest
    }
