"""From a connection that an organisation made into its own series: ask, keep the answers, publish, judge."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from luotsi.core.units import UnitsDiffer, stored_in
from luotsi.core.values import Bounds, Cell
from luotsi.files import refusals
from luotsi.indicators.formulas import compute_formulas
from luotsi.indicators.ingest import Arrival, UnableToIngest, keep_intervals, publish
from luotsi.indicators.models import Measure, Observation, Run, Series
from luotsi.indicators.operations import judge_measures
from luotsi.indicators.own_rollups import roll_up_own
from luotsi.indicators.queries import HELSINKI
from luotsi.indicators.reading import newest_of_series, observations_of, with_runs
from luotsi.indicators.revisions import TakenIn
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Organisation, Subject
from luotsi.orgs.queries import municipalities_of
from luotsi.sources.connections import Gathered, ask, read_columns, refusing
from luotsi.sources.models import Connection, StoredSnapshot
from luotsi.sources.operations import keep_snapshot
from luotsi.sources.outbound import Outbound
from luotsi.sources.queries import attempts_of, snapshot_of
from luotsi.sources.questions import ColumnQuestion, UnableToAsk, Where, question_of, written_unit
from luotsi.sources.registry import SOURCES
from luotsi.sources.schedule import PAUSES, Every, Turn, turn
from luotsi.sources.types import FetchReason, ReadCell, ReadReason, Telling, UnableToFetch, UnableToRead

_KEY = re.compile(r"[a-z0-9]+-c(\d+)")


def saved() -> list[Connection]:
    """Return the connections that have been saved and not removed."""
    made = Connection.objects.filter(removed_at__isnull=True).exclude(question={})
    return list(made.select_related("owner__subject"))


def active() -> list[Connection]:
    """Return the connections that ask by themselves."""
    return [one for one in saved() if one.every != Every.NEVER]


def find_connection(source_key: str) -> Connection | None:
    """Return the connection that makes the series of that key, removed ones not."""
    found = _KEY.fullmatch(source_key)
    rows = Connection.objects.filter(removed_at__isnull=True).select_related("owner__subject", "sample", "changed_by")
    one = rows.filter(pk=int(found[1][:15])).first() if found else None
    return one if one is not None and one.key == source_key else None


def subjects_of(owner: Organisation, *, at: datetime) -> dict[str, Subject]:
    """Return whom an organisation's figures are about, by code: itself, and the municipalities of an area."""
    own = [owner.subject] if owner.subject else []
    return {one.code: one for one in [*own, *municipalities_of(owner, on=at.astimezone(HELSINKI).date())]}


def measure_of(connection: Connection) -> Measure:
    """Return the measure that the figures are for."""
    measures = Measure.objects.select_related("definition", "owner__subject")
    return measures.get(owner=connection.owner_id, slug=connection.measure)


def newest_of(source_key: str) -> Observation | None:
    """Return an observation of the newest period that came by a connection."""
    series = Series.objects.filter(source_key=source_key).values_list("pk", flat=True)
    found = newest_of_series(series)
    newest = max(found, key=lambda one: one.period_start, default=None)
    return None if newest is None else with_runs([newest])[0]


def next_turn(connection: Connection, *, at: datetime) -> Turn:
    """Return when a connection asks next: as its source publishes, or as somebody has chosen."""
    every = Every(connection.every)
    newest = newest_of(connection.key)
    rhythm = SOURCES[connection.source].rhythm if every is Every.PUBLISHED else None
    known = newest.period if newest else None
    pause = PAUSES.get(every, PAUSES[Every.MONTH])
    return turn(rhythm, known, attempts_of(connection.key), at=at, pause=pause)


def take_in(source_key: str, way: Outbound, *, at: datetime, tell: Telling) -> TakenIn:
    """Ask what the connection asks, keep every answer, and publish what is new all at once; statuses follow.

    :raises UnableToFetch: when the source gave no answer, or the connection was removed meanwhile
    :raises UnableToRead: when an answer cannot be read whole; the old values stand
    """
    connection = find_connection(source_key)
    if connection is None or not connection.question:
        raise UnableToFetch(FetchReason.NOT_FOUND)
    measure, subjects = measure_of(connection), subjects_of(connection.owner, at=at)
    gathered = refusing(_gathered(connection, way, tuple(subjects), at=at, tell=tell))
    check_periods(gathered.rows, measure)
    arrivals = _in_unit(connection, gathered, measure, subjects, at)
    kept = [keep_snapshot(source_key=source_key, snapshot=one, at=at) for one in gathered.snapshots]
    run = _publish(connection, measure, arrivals, kept[0], at)
    _keep_intervals(connection, gathered, measure, at)
    roll_up_own(owner=connection.owner, at=at, keys={measure.definition.key})
    compute_formulas(owner=connection.owner, at=at)
    judge_measures(measures=connection.owner.measures.select_related("definition"), subjects=subjects.values(), at=at)
    return TakenIn(run, kept[0])


def check_periods(rows: tuple[ReadCell, ...], measure: Measure) -> None:
    """Refuse figures of years for a measure of months, and the like.

    :raises UnableToRead: when a period is of another length than the measure's
    """
    other = next((row.period for row in rows if row.period.kind != measure.definition.period_kind), None)
    if other is not None:
        raise UnableToRead(ReadReason.OTHER_PERIODS, found=other.name)


def _gathered(
    connection: Connection, way: Outbound, places: tuple[str, ...], *, at: datetime, tell: Telling
) -> Gathered:
    try:
        question = question_of(connection.question)
        if isinstance(question, ColumnQuestion) and question.where is Where.UPLOAD:
            brought = StoredSnapshot.objects.get(pk=connection.question["sample"])
            return read_columns(snapshot_of(brought), question, places)
        return ask(way, question, places, at=at, tell=tell)
    except (refusals.UnableToRead, UnableToAsk) as fault:
        raise UnableToRead(ReadReason.NOT_TABLE) from fault


def _in_unit(
    connection: Connection, gathered: Gathered, measure: Measure, subjects: dict[str, Subject], at: datetime
) -> list[Arrival]:
    """Return the figures in the unit of the measure, turned exactly from that of the source.

    :raises UnableToRead: when the two have become units of different kinds
    """
    known_at, definition = gathered.updated or at, measure.definition
    written, unit = written_unit(connection.question), definition.unit_of_value
    try:
        return [
            Arrival(definition, subjects[row.place_code], row.period, stored_in(row.cell, written, unit), known_at)
            for row in gathered.rows
        ]
    except UnitsDiffer as fault:
        raise UnableToRead(ReadReason.OTHER_UNIT) from fault


def _keep_intervals(connection: Connection, gathered: Gathered, measure: Measure, at: datetime) -> None:
    """Keep between which numbers figures lie, in the unit of the measure; a row without limits ends earlier ones."""
    question = question_of(connection.question)
    if not (isinstance(question, ColumnQuestion) and question.mapping.low):
        return
    written, unit = written_unit(connection.question), measure.definition.unit_of_value

    def stored(bounds: Bounds | None) -> Bounds | None:
        return bounds and Bounds(*(stored_in(Cell.of(end), written, unit).value or end for end in bounds))

    told = {(row.place_code, row.period): stored(row.bounds) for row in gathered.rows}
    series = Series.objects.filter(source_key=connection.key).select_related("subject").in_bulk()
    places = ((one, (series[one.series_id].subject.code, one.period)) for one in observations_of(series))
    keep_intervals(((one, told[place]) for one, place in places if place in told), at=at)


def _publish(
    connection: Connection, measure: Measure, arrivals: list[Arrival], kept: StoredSnapshot, at: datetime
) -> Run:
    try:
        with transaction.atomic():
            run = _published(connection, measure, arrivals, kept, at)
            run.source_unit = written_unit(connection.question)
            run.save(update_fields=["source_unit"])
            return run
    except UnableToIngest as fault:
        raise UnableToRead(ReadReason.TWO_FIGURES, found=connection.key) from fault
    except IntegrityError as fault:
        raise UnableToFetch(FetchReason.TOO_MANY_CALLS) from fault


def _published(
    connection: Connection, measure: Measure, arrivals: list[Arrival], kept: StoredSnapshot, at: datetime
) -> Run:
    source = SOURCES[connection.source]
    return publish(
        arrivals,
        kind=RunKind.FETCH,
        source_key=connection.key,
        at=at,
        source_note=connection.question.get("about", {}).get("publisher") or source.attribution.fi or source.name.fi,
        snapshot_sha256=kept.sha256,
        owner_key=measure.owner.slug,
    )
