"""Reads of measures: values as known on a day, targets and statuses in force."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import unscaled
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.models import NATIONAL, Definition, Measure, Observation, Series, Status, Target
from luotsi.indicators.reading import (
    HELSINKI,
    Known,
    end_of_day,
    known_of_series,
    newest_of_series,
    observations_of,
    versions_of,
)
from luotsi.indicators.types import PathKind, TargetKind
from luotsi.orgs.models import Organisation, Subject
from luotsi.sources.questions import is_connection

__all__ = ["HELSINKI", "Known", "end_of_day"]


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


def known_in(
    measure: Measure, subjects: Iterable[Subject], *, since: date | None = None, as_known_on: date | None = None
) -> dict[int, tuple[Known, ...]]:
    """Return each subject's values from a day on in order of time, in two queries however many subjects there are."""
    wanted = [subject.pk for subject in subjects]
    series = _series_of([measure], wanted)
    kind = PeriodKind(measure.definition.period_kind)
    by_subject = {
        series[pk].subject_id: values
        for pk, values in known_of_series(series, kind, since=since, as_known_on=as_known_on).items()
    }
    return {pk: by_subject.get(pk, ()) for pk in wanted}


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
    for observation in observations_of(series, as_known_on=as_known_on):
        one = series[observation.series_id]
        found[one.definition_id, one.subject_id].append(observation)
    return {
        measure.pk: {pk: Line(subject, tuple(found[measure.definition_id, pk])) for pk, subject in by_id.items()}
        for measure in measures
    }


def _series_of(measures: Iterable[Measure], subjects: Iterable[int]) -> dict[int, Series]:
    """Return by id the series that the measures show of the subjects."""
    measures = list(measures)
    owners = {NATIONAL, *(measure.owner.slug for measure in measures)}
    return series_shown([measure.definition for measure in measures], subjects, owners)


def series_shown(
    definitions: Iterable[Definition], subjects: Iterable[int], owners: Iterable[str]
) -> dict[int, Series]:
    """Return by id the series of the definitions' own sources, an organisation's own before everybody's. One query.

    Where a place has none, what an organisation connected itself is shown, the newest connection first.
    """
    sources = {one.pk: one.source_key for one in definitions}
    rows = Series.objects.filter(
        definition_id__in=sources, subject_id__in=list(subjects), dimensions="", owner_key__in=list(owners)
    )
    chosen: dict[tuple[int, int], Series] = {}
    for one in rows.order_by("pk"):
        place = (one.definition_id, one.subject_id)
        if one.source_key == sources[one.definition_id]:
            known = chosen.get(place)
            if known is None or known.source_key != one.source_key or one.owner_key != NATIONAL:
                chosen[place] = one
        elif is_connection(one.source_key):
            known = chosen.get(place)
            if known is None or known.source_key != sources[one.definition_id]:
                chosen[place] = one
    return {one.pk: one for one in chosen.values()}


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
    return versions_of([series.pk], period)


def values_in(
    period: Period,
    definitions: Iterable[Definition],
    subjects: Iterable[Subject],
    *,
    owner: Organisation,
    as_known_on: date | None = None,
) -> dict[tuple[int, int], Observation]:
    """Return one period's observations by definition id and subject id, in three queries."""
    series = series_shown(definitions, {subject.pk for subject in subjects}, {NATIONAL, owner.slug})
    return {
        (series[one.series_id].definition_id, series[one.series_id].subject_id): one
        for one in observations_of(series, as_known_on=as_known_on, period=period)
    }


def latest_of_measures(measures: Sequence[Measure], subjects: Iterable[Subject]) -> dict[tuple[int, int], Observation]:
    """Return the newest period's observation by measure id and subject id, without the years before. Two queries."""
    by_definition: dict[int, list[int]] = defaultdict(list)
    for measure in measures:
        by_definition[measure.definition_id].append(measure.pk)
    series = _series_of(measures, {subject.pk for subject in subjects})
    return {
        (pk, series[one.series_id].subject_id): one
        for one in newest_of_series(series)
        for pk in by_definition[series[one.series_id].definition_id]
    }
