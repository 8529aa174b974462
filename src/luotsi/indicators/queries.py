"""Reads of measures: values as known on a day, targets and statuses in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag, Gap, unscaled
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.models import (
    NATIONAL,
    CurrentObservation,
    Definition,
    Measure,
    Observation,
    Run,
    Series,
    Status,
    Target,
)
from luotsi.indicators.types import PathKind, TargetKind
from luotsi.orgs.models import Organisation, Subject

HELSINKI = ZoneInfo("Europe/Helsinki")
_GAPS = {"": None, **{gap.value: gap for gap in Gap}}


def end_of_day(day: date) -> datetime:
    """Return the first moment after the day in Helsinki: what was known on the day became known before it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=HELSINKI)


@dataclass(frozen=True, slots=True)
class Line:
    """The values of one subject in order of time, each period once."""

    subject: Subject
    observations: tuple[Observation, ...]

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
        return next((one for one in self.observations if one.period_name == period.name), None)


class Known(NamedTuple):
    """One period's newest value without how it came, for pictures and tables of many places."""

    period: Period
    cell: Cell


def known_in(
    measure: Measure, subjects: Iterable[Subject], *, since: date | None = None, as_known_on: date | None = None
) -> dict[int, tuple[Known, ...]]:
    """Return each subject's values from a day on in order of time, in two queries however many subjects there are."""
    by_id = {subject.pk: subject for subject in subjects}
    series = _series_of([measure], by_id)
    found: dict[int, list[Known]] = {pk: [] for pk in by_id}
    values: list[Any]
    parts = ("period_name", "scaled", "exponent", "gap", "flags")
    if as_known_on is None:
        rows = CurrentObservation.objects.filter(series_id__in=series).order_by("period_start")
        if since is not None:
            rows = rows.filter(period_start__gte=since)
        values = list(rows.values_list("series_id", *(f"observation__{part}" for part in parts)))
    else:
        known = Observation.objects.filter(
            series_id__in=series, known_at__lt=end_of_day(as_known_on), run__published_at__isnull=False
        )
        if since is not None:
            known = known.filter(period_start__gte=since)
        newest = {row[:2]: row for row in known.order_by("known_at", "pk").values_list("series_id", *parts)}
        values = sorted(newest.values(), key=lambda row: Period.parse(row[1]))
    for pk, name, scaled, exponent, gap, flags in values:
        value = None if scaled is None else unscaled(scaled, exponent)
        found[series[pk].subject_id].append(Known(Period.parse(name), Cell(value, _GAPS[gap], _flags(flags))))
    return {pk: tuple(values) for pk, values in found.items()}


def lines_of(measure: Measure, subjects: Iterable[Subject], *, as_known_on: date | None = None) -> dict[int, Line]:
    """Return each subject's line by subject id, in two queries at most however many subjects there are."""
    return lines_of_measures([measure], subjects, as_known_on=as_known_on)[measure.pk]


def lines_of_measures(
    measures: Sequence[Measure], subjects: Iterable[Subject], *, as_known_on: date | None = None
) -> dict[int, dict[int, Line]]:
    """Return the lines of several measures of one owner: measure id to subject id to line."""
    by_id = {subject.pk: subject for subject in subjects}
    series = _series_of(measures, by_id)
    found: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for observation in _observations(series, as_known_on):
        one = series[observation.series_id]
        found[one.definition_id, one.subject_id].append(observation)
    return {
        measure.pk: {pk: Line(subject, tuple(found[measure.definition_id, pk])) for pk, subject in by_id.items()}
        for measure in measures
    }


@lru_cache(maxsize=64)
def _flags(stored: str) -> frozenset[Flag]:
    return frozenset(Flag(flag) for flag in stored.split(",") if flag)


def _series_of(measures: Sequence[Measure], subjects: Iterable[int]) -> dict[int, Series]:
    """Return the series that hold the measures' values of those subjects, by id, in one query."""
    sources = {measure.definition_id: measure.definition.source_key for measure in measures}
    owners = {NATIONAL, *(measure.owner.slug for measure in measures)}
    rows = Series.objects.filter(
        definition_id__in=sources, subject_id__in=subjects, dimensions="", owner_key__in=owners
    )
    return {one.pk: one for one in rows if one.source_key == sources[one.definition_id]}


def _observations(series: Iterable[int], as_known_on: date | None, **wanted: str) -> list[Observation]:
    """Return observations in order of time with their runs, each of which is made once and not once for each value."""
    if as_known_on is None:
        current = CurrentObservation.objects.filter(series_id__in=series, **wanted).values("observation")
        found = list(Observation.objects.filter(pk__in=current).order_by("period_start"))
    else:
        known = Observation.objects.filter(
            series_id__in=series, known_at__lt=end_of_day(as_known_on), run__published_at__isnull=False, **wanted
        )
        newest = {(one.series_id, one.period_name): one for one in known.order_by("known_at", "pk")}
        found = sorted(newest.values(), key=lambda one: one.period_start)
    runs = Run.objects.in_bulk({one.run_id for one in found})
    for one in found:
        one.run = runs[one.run_id]
    return found


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


def history_of(series: Series, period: Period) -> list[Observation]:
    """Return every version of one period's value, the newest first."""
    rows = Observation.objects.filter(series=series, period_name=period.name, run__published_at__isnull=False)
    return list(rows.select_related("run", "entered_by").order_by("-known_at", "-pk"))


def values_in(
    period: Period,
    definitions: Iterable[Definition],
    subjects: Iterable[Subject],
    *,
    owner: Organisation,
    as_known_on: date | None = None,
) -> dict[tuple[int, int], Observation]:
    """Return one period's observations by definition id and subject id, in two queries."""
    sources = {one.pk: one.source_key for one in definitions}
    series = {
        one.pk: one
        for one in Series.objects.filter(
            definition_id__in=sources,
            subject_id__in={subject.pk for subject in subjects},
            dimensions="",
            owner_key__in={NATIONAL, owner.slug},
        )
        if one.source_key == sources[one.definition_id]
    }
    return {
        (series[one.series_id].definition_id, series[one.series_id].subject_id): one
        for one in _observations(series, as_known_on, period_name=period.name)
    }


def latest_of_measures(measures: Sequence[Measure], subjects: Iterable[Subject]) -> dict[tuple[int, int], Observation]:
    """Return the newest period's observation by measure id and subject id, in two queries, without the years before."""
    by_definition: dict[int, list[int]] = defaultdict(list)
    for measure in measures:
        by_definition[measure.definition_id].append(measure.pk)
    sources = {measure.definition_id: measure.definition.source_key for measure in measures}
    series = {
        one.pk: one
        for one in Series.objects.filter(
            definition_id__in=sources,
            subject_id__in={subject.pk for subject in subjects},
            dimensions="",
            owner_key__in={NATIONAL, *(measure.owner.slug for measure in measures)},
        )
        if one.source_key == sources[one.definition_id]
    }
    newest = CurrentObservation.objects.filter(series=OuterRef("series")).order_by("-period_start")
    rows = CurrentObservation.objects.filter(
        series_id__in=series, period_start=Subquery(newest.values("period_start")[:1])
    ).select_related("observation__run")
    return {
        (pk, series[row.series_id].subject_id): row.observation
        for row in rows
        for pk in by_definition[series[row.series_id].definition_id]
    }
