"""How cells become observations: staged under a run that nobody reads, then published in one short transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Text
from luotsi.core.values import Cell, Flag, scaled
from luotsi.indicators.models import NATIONAL, CurrentObservation, Definition, Observation, Run, Series
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Person, Subject

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Arrival:
    """One cell on its way in, and the moment it became known."""

    definition: Definition
    subject: Subject
    period: Period
    cell: Cell
    known_at: datetime
    words: Text = NO_TEXT
    note: str = ""
    entered_by: Person | None = None


class UnableToIngest(ValueError):
    """The cells cannot be taken in; nothing of them was published."""


def publish(
    arrivals: Iterable[Arrival],
    *,
    kind: RunKind,
    source_key: str,
    at: datetime,
    source_note: str = "",
    snapshot_sha256: str = "",
    owner_key: str = NATIONAL,
) -> Run:
    """Store what is new or changed among the cells and make it visible at once.

    A cell equal to the newest known one of its period is not stored again: the same answer twice changes nothing.

    :raises UnableToIngest: when two cells claim the same series, period and moment
    """
    run = Run.objects.create(
        kind=kind, source_key=source_key, started_at=at, source_note=source_note, snapshot_sha256=snapshot_sha256
    )
    arrivals = sorted(arrivals, key=lambda one: one.known_at)
    series = _series_for(arrivals, source_key, owner_key)
    known = _newest(source_key, owner_key, {one.definition.pk for one in arrivals})
    fresh: list[Observation] = []
    for arrival in arrivals:
        line = series[arrival.definition.pk, arrival.subject.pk]
        before = known.get((line.pk, arrival.period.name))
        if before is not None and _same(before, arrival):
            continue
        if before is not None and before.known_at == arrival.known_at:
            raise UnableToIngest(f"two values for {line} {arrival.period} became known at the same moment")
        observation = _observation(line, arrival, run, is_revision=before is not None)
        fresh.append(observation)
        if before is None or before.known_at < arrival.known_at:
            known[line.pk, arrival.period.name] = observation
    Observation.objects.bulk_create(fresh, batch_size=_BATCH)
    with transaction.atomic():
        _make_current(run)
        run.rows_written = len(fresh)
        run.published_at = at
        run.save(update_fields=["rows_written", "published_at"])
    return run


def sweep(*, started_before: datetime) -> int:
    """Remove what killed runs left behind; return how many runs were removed."""
    with transaction.atomic():
        left = Run.objects.filter(published_at__isnull=True, started_at__lt=started_before)
        Observation.objects.filter(run__in=left).delete()
        return left.delete()[0]


def _series_for(arrivals: list[Arrival], source_key: str, owner_key: str) -> dict[tuple[int, int], Series]:
    wanted = {(one.definition.pk, one.subject.pk) for one in arrivals}
    mine = Series.objects.filter(
        source_key=source_key, owner_key=owner_key, dimensions="", definition__in={pair[0] for pair in wanted}
    )
    found = {(one.definition_id, one.subject_id): one for one in mine}
    Series.objects.bulk_create(
        [
            Series(definition_id=definition, subject_id=subject, source_key=source_key, owner_key=owner_key)
            for definition, subject in sorted(wanted - set(found))
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    return {(one.definition_id, one.subject_id): one for one in mine.all()}


def _newest(source_key: str, owner_key: str, definitions: set[int]) -> dict[tuple[int, str], Observation]:
    rows = CurrentObservation.objects.filter(
        series__source_key=source_key, series__owner_key=owner_key, series__definition__in=definitions
    )
    return {(row.series_id, row.period_name): row.observation for row in rows.select_related("observation")}


def _same(before: Observation, arrival: Arrival) -> bool:
    old, new = before.cell, arrival.cell
    return (old.value, old.gap, old.flags - {Flag.REVISED}, before.words) == (
        new.value,
        new.gap,
        new.flags,
        arrival.words,
    )


def _observation(series: Series, arrival: Arrival, run: Run, *, is_revision: bool) -> Observation:
    cell = arrival.cell
    flags = cell.flags | {Flag.REVISED} if is_revision else cell.flags
    observation = Observation(
        series=series,
        period_name=arrival.period.name,
        period_start=arrival.period.start,
        known_at=arrival.known_at,
        gap=cell.gap or "",
        flags=",".join(sorted(flags)),
        words=arrival.words,
        note=arrival.note,
        entered_by=arrival.entered_by,
        run=run,
    )
    if cell.value is not None:
        observation.scaled, observation.exponent = scaled(cell.value)
    if cell.numerator is not None and cell.denominator is not None:
        top, bottom = scaled(cell.numerator), scaled(cell.denominator)
        places = max(top[1], bottom[1])
        observation.parts_exponent = places
        observation.numerator_scaled = top[0] * 10 ** (places - top[1])
        observation.denominator_scaled = bottom[0] * 10 ** (places - bottom[1])
    return observation


def _make_current(run: Run) -> None:
    """Point the current table at the run's observations where they are the newest of their period."""
    newest: dict[tuple[int, str], Observation] = {}
    for one in Observation.objects.filter(run=run).order_by("known_at", "pk"):
        newest[one.series_id, one.period_name] = one
    rows = CurrentObservation.objects.filter(series__in=Series.objects.filter(observations__run=run))
    changed, present = [], set()
    for row in rows.select_related("observation"):
        key = (row.series_id, row.period_name)
        present.add(key)
        if key in newest and newest[key].known_at >= row.observation.known_at:
            row.observation = newest[key]
            changed.append(row)
    CurrentObservation.objects.bulk_update(changed, ["observation"], batch_size=_BATCH)
    CurrentObservation.objects.bulk_create(
        [
            CurrentObservation(series_id=series, period_name=name, period_start=one.period_start, observation=one)
            for (series, name), one in newest.items()
            if (series, name) not in present
        ],
        batch_size=_BATCH,
    )
