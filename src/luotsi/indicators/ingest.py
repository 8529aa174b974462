"""How cells become observations: staged under a run that nobody reads, then published in one short transaction."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models.functions import Cast

from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Text
from luotsi.core.values import Cell, Flag, scaled, unscaled
from luotsi.indicators import staging
from luotsi.indicators.models import NATIONAL, CurrentObservation, Definition, Observation, Run, Series
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Person, Subject

_BATCH = 2000
_CELLS_COMPARED = 20_000


class Arrival(NamedTuple):
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
    lines = _by_place(arrivals)
    series, made = _series_for(lines, source_key, owner_key)
    try:
        count = staging.store(_rows(lines, series, made, run))
    except UnableToIngest:
        _discard(Run.objects.filter(pk=run.pk))
        raise
    with transaction.atomic():
        staging.make_current(run.pk)
        run.rows_written = count
        run.published_at = at
        run.save(update_fields=["rows_written", "published_at"])
    return run


def sweep(*, started_before: datetime) -> int:
    """Remove what killed runs left behind; return how many runs were removed."""
    return _discard(Run.objects.filter(published_at__isnull=True, started_at__lt=started_before))


def _discard(runs: models.QuerySet[Run]) -> int:
    with transaction.atomic():
        Observation.objects.filter(run__in=runs).delete()
        return runs.delete()[0]


Place = tuple[int, int]
"""The ids of a definition and a subject."""


def _by_place(arrivals: Iterable[Arrival]) -> dict[Place, list[Arrival]]:
    """Return each place's cells in the order in which they became known."""
    lines: dict[Place, list[Arrival]] = defaultdict(list)
    for one in arrivals:
        lines[one.definition.id, one.subject.id].append(one)
    for line in lines.values():
        line.sort(key=attrgetter("known_at"))
    return lines


def _series_for(places: Iterable[Place], source_key: str, owner_key: str) -> tuple[dict[int, Place], set[int]]:
    """Return the place of each series by its id, in order of id, and which of them are new."""
    wanted = set(places)
    mine = Series.objects.filter(
        source_key=source_key, owner_key=owner_key, dimensions="", definition__in={place[0] for place in wanted}
    )
    found = set(mine.values_list("definition_id", "subject_id"))
    before = set(mine.values_list("pk", flat=True))
    Series.objects.bulk_create(
        [
            Series(definition_id=definition, subject_id=subject, source_key=source_key, owner_key=owner_key)
            for definition, subject in sorted(wanted - found)
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    rows = mine.order_by("pk").values_list("pk", "definition_id", "subject_id")
    series = {pk: (definition, subject) for pk, definition, subject in rows if (definition, subject) in wanted}
    return series, series.keys() - before


class _Stored(NamedTuple):
    """A cell as columns, in the order of `staging.Row`."""

    scaled: int | None
    exponent: int
    gap: str
    flags: str
    numerator_scaled: int | None = None
    denominator_scaled: int | None = None
    parts_exponent: int = 0


_Known = tuple[datetime, _Stored, Text]
"""When the newest cell of a period became known, what it says, and its words."""


def _says(known: _Known, new: _Stored, words: Text) -> bool:
    """Tell whether the new cell says what is known already."""
    _known_at, old, old_words = known
    if (old.gap, old_words) != (new.gap, words) or _unrevised(old.flags) != _unrevised(new.flags):
        return False
    if old.scaled is None or new.scaled is None:
        return old.scaled is new.scaled
    return unscaled(old.scaled, old.exponent) == unscaled(new.scaled, new.exponent)


def _unrevised(flags: str) -> str:
    """Return the flags without that of a revision, which tells of the value's past and not what it is."""
    return _flags(set(flags.split(",")) - {Flag.REVISED, ""}) if flags else ""


def _rows(
    lines: dict[Place, list[Arrival]], series: dict[int, Place], made: set[int], run: Run
) -> Iterator[staging.Row]:
    """Yield what is new or changed, series by series; the known cells of some series at a time are in memory."""
    columns = _Columns()
    group: dict[int, list[Arrival]] = {}
    cells = 0
    for pk, place in series.items():
        group[pk] = lines[place]
        cells += len(lines[place])
        if cells >= _CELLS_COMPARED:
            yield from _changed(group, _newest(group.keys() - made), columns, run.pk)
            group, cells = {}, 0
    yield from _changed(group, _newest(group.keys() - made), columns, run.pk)


def _newest(series: Iterable[int]) -> dict[int, dict[str, _Known]]:
    """Return what is known of each series by the name of the period."""
    rows = CurrentObservation.objects.filter(series__in=series).values_list(
        "series_id",
        "period_name",
        *(f"observation__{name}" for name in ("known_at", "scaled", "exponent", "gap", "flags")),
        Cast("observation__words", models.TextField()),  # most have none, and a million are not to be parsed
    )
    known: dict[int, dict[str, _Known]] = defaultdict(dict)
    for pk, name, known_at, number, exponent, gap, flags, words in rows.iterator():
        told = NO_TEXT if words == "{}" else Text.of(json.loads(words))
        known[pk][name] = (known_at, _Stored(number, exponent, gap, flags), told)
    return known


def _changed(
    group: dict[int, list[Arrival]], known: dict[int, dict[str, _Known]], columns: "_Columns", run_id: int
) -> Iterator[staging.Row]:
    for pk, line in group.items():
        before = known.get(pk, {})
        for _definition, _subject, period, cell, known_at, words, note, person in line:
            name, start = columns.period(period)
            new = columns.cell(cell)
            old = before.get(name)
            if old is None or old[0] < known_at:
                before[name] = (known_at, new, words)
            if old is not None:
                if _says(old, new, words):
                    before[name] = old
                    continue
                if old[0] == known_at:
                    raise UnableToIngest(f"two values for series {pk} {name} became known at the same moment")
                new = new._replace(flags=_flags({*cell.flags, Flag.REVISED}))
            moment, told, by = columns.moment(known_at), columns.words(words), person and person.pk
            yield (pk, name, start, moment, *new, told, note, by, run_id)


def _once(write: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Write each object once, however many cells share it; whoever asks keeps the objects alive meanwhile."""
    written: dict[int, Any] = {}

    def column(one: Any) -> Any:
        found = written.get(id(one))
        if found is None:
            found = written[id(one)] = write(one)
        return found

    return column


class _Columns:
    """How the parts of an arrival stand in the database; a million cells share a few thousand of them."""

    def __init__(self) -> None:
        self.period = _once(lambda period: (period.name, connection.ops.adapt_datefield_value(period.start)))
        self.cell = _once(_stored)
        self.moment = _once(connection.ops.adapt_datetimefield_value)
        self.words = _once(lambda words: connection.ops.adapt_json_value(words.as_dict(), None))


def _stored(cell: Cell) -> _Stored:
    gap, flags = cell.gap or "", _flags(cell.flags)
    number, exponent = (None, 0) if cell.value is None else scaled(cell.value)
    if cell.numerator is None or cell.denominator is None:
        return _Stored(number, exponent, gap, flags)
    top, bottom = scaled(cell.numerator), scaled(cell.denominator)
    places = max(top[1], bottom[1])
    return _Stored(
        number,
        exponent,
        gap,
        flags,
        top[0] * 10 ** (places - top[1]),
        bottom[0] * 10 ** (places - bottom[1]),
        places,
    )


def _flags(flags: Iterable[str]) -> str:
    return ",".join(sorted(flags))
