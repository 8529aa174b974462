"""How cells become observations: compared with what is known, and stored in one short transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Sum

from luotsi.core.collection import no_collection
from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Text
from luotsi.core.values import Bounds, Cell, Flag, scaled, scaled_bounds, unscaled
from luotsi.indicators import staging
from luotsi.indicators.models import NATIONAL, Definition, Interval, Observation, Run, Series
from luotsi.indicators.numbering import A_SERIES, VERSIONS, NoSuchNumber, next_version, number_of_period, period_of
from luotsi.indicators.queries import bounds_of
from luotsi.indicators.reading import moment_of
from luotsi.indicators.staged import Lot, Rows, Stored
from luotsi.indicators.staging import Standing
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Person, Subject
from luotsi.sources.health import permille

_CELLS_COMPARED = 100_000
_LARGEST_PERMILLE = 2**31 - 1
_LARGEST = 2**63 - 1
"""The largest whole number of a column, its digits after the point among them."""
Place = tuple[int, int, str]
"""The ids of a definition and a subject, and the dimensions."""


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
    dimensions: str = ""
    """The group that it is about, such as `sex=women`; empty for all together."""


class ArrivingLine(NamedTuple):
    """Cells of one line that became known together, as a statistical answer brings them."""

    definition: Definition
    subject: Subject
    periods: Sequence[Period]
    cells: Sequence[Cell]
    known_at: datetime
    dimensions: str = ""
    words: Sequence[Text] = ()
    note: str = ""
    entered_by: Person | None = None


class UnableToIngest(ValueError):
    """The cells cannot be taken in; nothing of them was stored."""


class Overtaken(IntegrityError):
    """Somebody else stored a version of one of the same values at the same time; nothing of these was stored."""


def publish(arrivals: Iterable[Arrival], **told: Any) -> Run:
    """Store what is new or changed among single cells; what is told of them is that of `publish_lines`."""
    return publish_lines(_lines(arrivals), **told)


@no_collection()
def publish_lines(
    lines: Iterable[ArrivingLine],
    *,
    kind: RunKind,
    source_key: str,
    at: datetime,
    source_note: str = "",
    snapshot_sha256: str = "",
    owner_key: str = NATIONAL,
) -> Run:
    """Store what is new or changed among the lines, all of it visible at once or nothing.

    A cell equal to the newest known one of its period is not stored again: the same answer twice changes nothing.
    What was found unchanged once is not compared again while nothing else was stored for the source.

    :raises UnableToIngest: when two cells claim the same series, period and moment
    :raises Overtaken: when somebody else stored a version of one of the values at the same time
    """
    by_place = _by_place(lines)
    try:
        with transaction.atomic():
            run = Run.objects.create(
                kind=kind,
                source_key=source_key,
                started_at=at,
                published_at=at,
                source_note=source_note,
                snapshot_sha256=snapshot_sha256,
            )
            series, made = _series_for(by_place, source_key, owner_key)
            columns = _Columns()
            arrived = "" if made or kind is not RunKind.FETCH else _digest(by_place, series, columns, source_key)
            if not (arrived and Run.objects.filter(source_key=source_key, unchanged_sha256=arrived).exists()):
                run.rows_written = staging.store(_changed(by_place, series, made, columns), run.pk)
            run.rows_revised, run.largest_permille = columns.revisions, columns.largest_permille
            run.unchanged_sha256 = "" if run.rows_written else arrived
            run.save(update_fields=["rows_written", "rows_revised", "largest_permille", "unchanged_sha256"])
    except NoSuchNumber as fault:
        raise UnableToIngest(str(fault)) from fault
    except IntegrityError as fault:
        raise Overtaken(str(fault)) from fault
    return run


def keep_intervals(told: Iterable[tuple[Observation, Bounds | None]], *, at: datetime) -> list[Interval]:
    """Keep between which numbers estimated values lie, beside the observations that stand for them; a gap has none.

    None says that no limits of a value are known, or none any more. An interval equal to the newest known one of its
    value is not kept again; those that were new are returned.

    :raises UnableToIngest: when an end has more digits than can be stored
    """
    found = {one.pk: (one, bounds) for one, bounds in told if one.value is not None}
    known = bounds_of(found) if found else {}
    kept = []
    for pk, (one, bounds) in found.items():
        if known.get(pk) != bounds:
            low, high, places = scaled_bounds(bounds) if bounds else (None, None, 0)
            if max(abs(low or 0), abs(high or 0)) > _LARGEST:
                raise UnableToIngest(f"the limits of {one} have more digits than can be stored")
            kept.append(Interval(observation=one, low_scaled=low, high_scaled=high, exponent=places, known_at=at))
    return Interval.objects.bulk_create(kept)


def _lines(arrivals: Iterable[Arrival]) -> Iterator[ArrivingLine]:
    """Yield single cells as lines, those together that share place, moment, note and person."""
    lots: dict[Any, list[Arrival]] = defaultdict(list)
    for one in arrivals:
        key = (one.definition.pk, one.subject.pk, one.dimensions, one.known_at, one.note, one.entered_by)
        lots[key].append(one)
    for lot in lots.values():
        first = lot[0]
        yield ArrivingLine(
            first.definition,
            first.subject,
            [one.period for one in lot],
            [one.cell for one in lot],
            first.known_at,
            first.dimensions,
            [one.words for one in lot] if any(one.words for one in lot) else (),
            first.note,
            first.entered_by,
        )


def _by_place(lines: Iterable[ArrivingLine]) -> dict[Place, list[ArrivingLine]]:
    """Return each place's lines in the order in which they became known."""
    found: dict[Place, list[ArrivingLine]] = defaultdict(list)
    for one in lines:
        found[one.definition.pk, one.subject.pk, one.dimensions].append(one)
    for line in found.values():
        line.sort(key=attrgetter("known_at"))
    return found


def _series_for(places: Iterable[Place], source_key: str, owner_key: str) -> tuple[dict[int, Place], set[int]]:
    """Return the place of each series by its id, in order of id, and which of them are new."""
    wanted = set(places)
    definitions = {definition for definition, _subject, _dimensions in wanted}
    mine = Series.objects.filter(source_key=source_key, owner_key=owner_key, definition__in=definitions)
    columns = ("definition_id", "subject_id", "dimensions")
    before = {pk: tuple(place) for pk, *place in mine.values_list("pk", *columns)}
    lacking = sorted(wanted - set(before.values()))
    if lacking:
        staging.make_series(lacking, source_key, owner_key)
    series = {pk: tuple(place) for pk, *place in mine.order_by("pk").values_list("pk", *columns)}
    found = {pk: place for pk, place in series.items() if place in wanted}
    return found, found.keys() - before.keys()


def _digest(
    lines: dict[Place, list[ArrivingLine]], series: dict[int, Place], columns: "_Columns", source_key: str
) -> str:
    """Return what says that the same arrives at the same that stands: every cell, and how much was ever stored.

    The cells are as they were read, so another way of reading, another mapping and another value are all told apart.
    Whatever is stored for the source in between, by whomever, makes it another one.
    """
    stored = Run.objects.filter(source_key=source_key).aggregate(rows=Sum("rows_written"))["rows"]
    found = sha256(f"{stored}".encode())
    for pk, place in series.items():
        for line in lines[place]:
            found.update(columns.text(pk, line))
    return found.hexdigest()


def _changed(
    lines: dict[Place, list[ArrivingLine]], series: dict[int, Place], made: set[int], columns: "_Columns"
) -> Iterator[Lot]:
    """Yield lots of what is new or changed: of new series in one, of the others so many as are compared at a time."""
    new = {pk: lines[place][0] for pk, place in series.items() if pk in made and len(lines[place]) == 1}
    if new:
        moments = {line.known_at for line in new.values()}
        yield Lot(moments, (rows for pk, line in new.items() for rows in _new(pk, line, columns)))
    group: dict[int, list[ArrivingLine]] = {}
    cells = 0
    for pk, place in series.items():
        if pk not in new:
            group[pk] = lines[place]
            cells += sum(len(one.cells) for one in group[pk])
        if cells >= _CELLS_COMPARED:
            yield from _compared(group, made, columns)
            group, cells = {}, 0
    yield from _compared(group, made, columns)


def _new(series: int, line: ArrivingLine, columns: "_Columns") -> Iterator[Rows]:
    """Yield the rows of a line of which nothing is known yet."""
    numbers = columns.numbers(line.periods)
    if len(set(numbers)) < len(numbers):
        yield from _revised(series, [line], [], columns)
        return
    yield columns.rows(series, line, numbers, columns.cells(line.cells), [columns.words(one) for one in line.words])


def _compared(group: dict[int, list[ArrivingLine]], made: set[int], columns: "_Columns") -> Iterator[Lot]:
    """Yield what the series are to be given, where there is anything."""
    versions = groupby(staging.known(group.keys() - made), key=lambda row: row[0] // A_SERIES)
    known = {series: list(rows) for series, rows in versions}
    found = [
        rows for series, lines in group.items() for rows in _revised(series, lines, known.get(series, ()), columns)
    ]
    if found:
        yield Lot({one.known_at for one in found}, found)


def _revised(
    series: int, lines: list[ArrivingLine], versions: Iterable[Standing], columns: "_Columns"
) -> Iterator[Rows]:
    """Yield the cells of a series that are new or say something else than the newest known one of their period."""
    known = _Versions(versions)
    for line in lines:
        rows = [*_against(series, line, known, columns)]
        if rows:
            numbers, cells, words = zip(*rows, strict=True)
            yield columns.rows(series, line, numbers, cells, words)


_Row = tuple[int, Stored, str | None]


class _Versions:
    """What is known of each period of a series: the version that became known last, and those before it."""

    def __init__(self, rows: Iterable[Standing]) -> None:
        self.newest: dict[int, Standing] = {}
        self._before: dict[int, list[Standing]] = {}
        for row in rows:
            self.take(row)

    def take(self, row: Standing) -> None:
        """Take in a version; of several of one moment the one taken last counts."""
        period = row[0] // VERSIONS
        old = self.newest.setdefault(period, row)
        if old is not row:
            is_late = moment_of(row[5]) < moment_of(old[5])
            self._before.setdefault(period, []).append(row if is_late else old)
            self.newest[period] = old if is_late else row

    def next_number(self, period: int) -> int:
        """Return the number of the version to come."""
        return next_version(max(one[0] for one in (*self._before.get(period, ()), self.newest[period])))

    def at(self, period: int, moment: datetime) -> Standing | None:
        """Return the version that was known at the moment, or None."""
        found = [one for one in (*self._before.get(period, ()), self.newest[period]) if moment_of(one[5]) <= moment]
        return max(found, key=lambda one: (moment_of(one[5]), one[0]), default=None)


def _against(series: int, line: ArrivingLine, known: _Versions, columns: "_Columns") -> Iterator[_Row]:
    """Yield each cell that is to be stored, and take it into `known`.

    An answer older than what stands is set against what was known at its own moment, so that it is stored once too.
    """
    first, written = series * A_SERIES, line.known_at.isoformat()
    numbers, cells = columns.numbers(line.periods), columns.cells(line.cells)
    words = [columns.words(one) for one in line.words] or [None] * len(numbers)
    for number, new, told in zip(numbers, cells, words, strict=True):
        period = (first + number) // VERSIONS
        old = known.newest.get(period)
        if old is None:
            known.take((first + number, *new[:4], written, told))
            yield number, new, told
            continue
        if _is_told(old, new, told):
            continue
        if moment_of(old[5]) > line.known_at:
            old = known.at(period, line.known_at)
            if old is not None and _is_told(old, new, told):
                continue
        if old is not None and moment_of(old[5]) == line.known_at:
            name = period_of(old[0])
            raise UnableToIngest(f"two values for series {series} {name} became known at the same moment")
        version = known.next_number(period)
        known.take((version, *new[:4], written, told))
        yield version - first, new if old is None else columns.revised(Stored(*old[1:5]), new), told


def _is_told(row: Standing, new: Stored, told: str | None) -> bool:
    """Tell whether a version says what arrives."""
    return (row[1:5] == new[:4] or _says_the_same(row, new)) and (row[6] is told or _json(row[6]) == told)


def _says_the_same(row: Standing, new: Stored) -> bool:
    """Tell whether two cells differ at most in the digits of the same number and in having been revised."""
    old = Stored(*row[1:5])
    if old.gap != new.gap or _unrevised(old.flags) != _unrevised(new.flags):
        return False
    if old.scaled is None or new.scaled is None:
        return old.scaled is new.scaled
    return unscaled(old.scaled, old.exponent) == unscaled(new.scaled, new.exponent)


def _unrevised(flags: str) -> str:
    """Return the flags without that of a revision, which tells of the value's past and not what it is."""
    return _flags(set(flags.split(",")) - {Flag.REVISED, ""}) if flags else ""


class _Columns:
    """How the parts of a line stand in the database; a million cells share a few thousand of them.

    Parts are known again by their identity: whoever asks keeps the lines alive meanwhile.
    """

    def __init__(self) -> None:
        self._cells: dict[int, Stored] = {}
        self._numbers: dict[int, tuple[int, ...]] = {}
        self._special: set[int] = set()
        self._texts: dict[int, bytes] = {}
        self._kept: list[Stored] = []
        self.revisions = 0
        self.largest_permille: int | None = None

    def rows(
        self,
        series: int,
        line: ArrivingLine,
        numbers: Sequence[int],
        cells: Sequence[Stored],
        words: Sequence[str | None],
    ) -> Rows:
        """Return rows with what the line says of all of them."""
        told = words if any(words) else ()
        person = None if line.entered_by is None else line.entered_by.pk
        is_plain = not (told or line.note or person or self._holds_special(cells))
        return Rows(series, line.known_at, numbers, cells, is_plain, told, line.note, person)

    def _holds_special(self, cells: Sequence[Stored]) -> bool:
        return bool(self._special) and not self._special.isdisjoint(map(id, cells))

    def cells(self, cells: Sequence[Cell]) -> list[Stored]:
        """Return the cells as columns."""
        try:
            return list(map(self._cells.__getitem__, map(id, cells)))
        except KeyError:
            for cell in cells:
                if id(cell) not in self._cells:
                    self._remember(cell, _stored(cell))
            return self.cells(cells)

    def _remember(self, cell: Cell, stored: Stored) -> None:
        self._cells[id(cell)] = stored
        if stored.flags or stored.numerator_scaled is not None:
            self._special.add(id(stored))

    def numbers(self, periods: Sequence[Period]) -> tuple[int, ...]:
        """Return the numbers within a series."""
        found = self._numbers.get(id(periods))
        if found is None:
            found = self._numbers[id(periods)] = tuple(number_of_period(one) * VERSIONS for one in periods)
        return found

    def text(self, series: int, line: ArrivingLine) -> bytes:
        """Return all of a line that is compared with what is known."""
        try:
            cells = b" ".join(map(self._texts.__getitem__, map(id, line.cells)))
            periods = self._texts[id(line.periods)]
        except KeyError:
            for cell, stored in zip(line.cells, self.cells(line.cells), strict=True):
                if id(cell) not in self._texts:
                    self._texts[id(cell)] = ",".join(map(str, stored)).encode()
            self._texts[id(line.periods)] = str(self.numbers(line.periods)).encode()
            return self.text(series, line)
        told = [self.words(one) for one in line.words]
        return b"%d %b %b %b\n" % (series, periods, cells, str(told).encode())

    def words(self, words: Text) -> str | None:
        """Return the words as JSON, or None where there are none."""
        return _json(words.as_dict())

    def revised(self, before: Stored, cell: Stored) -> Stored:
        """Return the cell with the flag of a revision, and count it."""
        self.revisions += 1
        change = permille(_cell(before), _cell(cell))
        if change is not None:
            self.largest_permille = max(min(change, _LARGEST_PERMILLE), self.largest_permille or 0)
        revised = cell._replace(flags=_flags({*cell.flags.split(","), Flag.REVISED} - {""}))
        self._kept.append(revised)
        self._special.add(id(revised))
        return revised


def _json(words: Any) -> str | None:
    """Return stored or given words in one spelling, None where there are none."""
    found = json.loads(words) if isinstance(words, str) else words
    return json.dumps(found, sort_keys=True) if found else None


def _stored(cell: Cell) -> Stored:
    gap, flags = cell.gap or "", _flags(cell.flags)
    number, exponent = (None, 0) if cell.value is None else scaled(cell.value)
    parts: tuple[int, int, int] | tuple[()] = ()
    if cell.numerator is not None and cell.denominator is not None:
        top, bottom = scaled(cell.numerator), scaled(cell.denominator)
        places = max(top[1], bottom[1])
        parts = (top[0] * 10 ** (places - top[1]), bottom[0] * 10 ** (places - bottom[1]), places)
    if any(abs(one) > _LARGEST for one in (number, *parts) if one is not None):
        raise UnableToIngest(f"the number {cell.value} has more digits than can be stored")
    return Stored(number, exponent, gap, flags, *parts)


def _cell(stored: Stored) -> Cell:
    return Cell.missing() if stored.scaled is None else Cell.of(unscaled(stored.scaled, stored.exponent))


def _flags(flags: Iterable[str]) -> str:
    return ",".join(sorted(flags))
