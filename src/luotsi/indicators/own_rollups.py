"""An area from the figures that its municipalities' people enter, or that a connection of the organisation brings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from luotsi.core.periods import Period
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.indicators.calc import rollup
from luotsi.indicators.choosing import own_key
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import NATIONAL, Definition, Observation, Series
from luotsi.indicators.reading import HELSINKI, observations_of
from luotsi.indicators.rollups import known_after, says
from luotsi.indicators.types import MethodKey, RollUp, RunKind
from luotsi.orgs.models import Organisation, Subject
from luotsi.orgs.queries import municipalities_of
from luotsi.orgs.types import SubjectKind

Cells = dict[Period, Cell]


@dataclass(slots=True)
class _Own:
    """An organisation's own observations by definition, source and place, and everybody's where it has none."""

    owner: Organisation
    area: Subject
    parts: list[Subject]
    rows: dict[tuple[int, str, int], dict[Period, Observation]] = field(default_factory=lambda: defaultdict(dict))
    national: dict[tuple[int, int], dict[Period, Observation]] = field(default_factory=lambda: defaultdict(dict))

    def keys_of(self, definition: Definition) -> set[str]:
        """Return the sources of a definition from which the organisation has figures of its own."""
        return {key for found, key, _place in self.rows if found == definition.pk}

    def given(self, definition: Definition, source_key: str, place: Subject) -> dict[Period, Observation]:
        """Return what came for a place from without: not what was computed here, which is computed anew."""
        found = self.rows.get((definition.pk, source_key, place.pk), {})
        return {period: one for period, one in found.items() if one.run.kind != RunKind.ROLL_UP}

    def part(self, definition: Definition, source_key: str, place: Subject) -> dict[Period, Observation]:
        """Return a part of a share or mean: own figures of the same source, else other own ones, else everybody's."""
        for key in (source_key, definition.source_key, *sorted(self.keys_of(definition))):
            found = self.given(definition, key, place)
            if found:
                return found
        return self.national[definition.pk, place.pk]


def roll_up_own(*, owner: Organisation, at: datetime, keys: Collection[str] | None = None) -> set[str]:
    """Compute the organisation's area from the figures of its municipalities, by the rule of each measure.

    Only what the keys touch, where keys are given; returns the keys of the definitions that were computed. What was
    entered or fetched for the area itself stands; an area entered as missing is computed. The sum becomes known when
    the last of its parts did, and the note of each value says of how many municipalities it is.
    """
    area = owner.subject
    if area is None or area.kind != SubjectKind.AREA:
        return set()
    definitions = _definitions(owner, keys)
    if not definitions:
        return set()
    parts = municipalities_of(owner, on=at.astimezone(HELSINKI).date())
    own = _read(_Own(owner, area, parts), definitions)
    for definition in definitions:
        for source_key in sorted(own.keys_of(definition) or {own_key(definition)}):
            _store(own, definition, source_key, at)
    return {one.key for one in definitions}


def _definitions(owner: Organisation, keys: Collection[str] | None) -> list[Definition]:
    """Return what is rolled up of the organisation's own figures; shares of them too, where it follows those."""
    filled = set(
        Series.objects.filter(owner_key=owner.slug, dimensions="").values_list("definition__key", flat=True).distinct()
    )
    wanted = filled if keys is None else filled & set(keys)
    if not wanted:
        return []
    rows = Definition.objects.exclude(roll_up=RollUp.NONE).exclude(method=MethodKey.FORMULA)
    followed = set(owner.measures.values_list("definition__key", flat=True))
    return [
        one
        for one in rows.select_related("numerator", "denominator")
        if one.key in wanted
        or (one.key in followed | filled and not wanted.isdisjoint(part.key for part in _parts_of(one)))
    ]


def _parts_of(definition: Definition) -> list[Definition]:
    return [one for one in (definition.numerator, definition.denominator) if one is not None]


def _read(own: _Own, definitions: Iterable[Definition]) -> _Own:
    needed = {one.pk for definition in definitions for one in (definition, *_parts_of(definition))}
    series = (
        Series.objects.filter(
            definition__in=needed,
            owner_key__in=[own.owner.slug, NATIONAL],
            subject__in=[own.area, *own.parts],
            dimensions="",
        )
        .select_related("definition")
        .in_bulk()
    )
    parts = {one.pk for definition in definitions for one in _parts_of(definition)}
    used = {pk: one for pk, one in series.items() if one.owner_key != NATIONAL or _is_part(one, parts)}
    for observation in observations_of(used):
        one = used[observation.series_id]
        if one.owner_key == NATIONAL:
            own.national[one.definition_id, one.subject_id][observation.period] = observation
        else:
            own.rows[one.definition_id, one.source_key, one.subject_id][observation.period] = observation
    return own


def _is_part(series: Series, parts: set[int]) -> bool:
    """Tell whether everybody's series may stand in where the organisation has no figures of a part of its own."""
    return series.definition_id in parts and series.source_key == series.definition.source_key


@dataclass(frozen=True, slots=True)
class _Computed:
    """The cells of one place, when the last part of each became known, and of how many municipalities it is."""

    place: Subject
    cells: Cells
    known: Mapping[Period, datetime]
    counted: Mapping[Period, int]


def _store(own: _Own, definition: Definition, source_key: str, at: datetime) -> None:
    arrivals = [
        arrival
        for computed in _computed(own, definition, source_key)
        for arrival in _arrivals(own, definition, source_key, computed, at)
    ]
    if arrivals:
        places = (own.area, *own.parts)
        told = [one for place in places for one in own.given(definition, source_key, place).values()]
        newest = max(told, key=lambda one: one.known_at, default=None)
        publish(
            arrivals,
            kind=RunKind.ROLL_UP,
            source_key=source_key,
            at=at,
            source_note=newest.run.source_note if newest else "",
            owner_key=own.owner.slug,
        )


def _computed(own: _Own, definition: Definition, source_key: str) -> Iterator[_Computed]:
    match RollUp(definition.roll_up):
        case RollUp.SUM:
            lines = [own.given(definition, source_key, part) for part in own.parts]
            yield _of_area(own, [lines], rollup.sums(_cells(line) for line in lines))
        case RollUp.RATIO if any(own.keys_of(part) for part in _parts_of(definition)):
            assert definition.numerator is not None
            assert definition.denominator is not None
            tops, bottoms = (_lines(own, one, source_key) for one in (definition.numerator, definition.denominator))
            sums = [rollup.sums(_cells(line) for line in lines) for lines in (tops, bottoms)]
            yield _of_area(own, [tops, bottoms], _shares(definition, *sums))
            for part, top, bottom in zip(own.parts, tops, bottoms, strict=True):
                cells = _shares(definition, _cells(top), _cells(bottom))
                yield _Computed(part, cells, _known([top, bottom]), {})
        case RollUp.MEAN if definition.denominator:
            values = [own.given(definition, source_key, part) for part in own.parts]
            weights = _lines(own, definition.denominator, source_key)
            pairs = [(_cells(value), _cells(weight)) for value, weight in zip(values, weights, strict=True)]
            yield _of_area(own, [values, weights], rollup.means(pairs, decimals=definition.decimals))


Lines = list[dict[Period, Observation]]


def _lines(own: _Own, definition: Definition, source_key: str) -> Lines:
    return [own.part(definition, source_key, part) for part in own.parts]


def _cells(line: Mapping[Period, Observation]) -> Cells:
    return {period: one.cell for period, one in line.items()}


def _shares(definition: Definition, tops: Cells, bottoms: Cells) -> Cells:
    scale = 100 if definition.unit_of_value is Unit.PERCENT else 1
    return rollup.shares(tops, bottoms, scale=scale, decimals=definition.decimals)


def _of_area(own: _Own, lines: list[Lines], cells: Cells) -> _Computed:
    counted = {
        period: sum(all(_is_known(line.get(period)) for line in of_part) for of_part in zip(*lines, strict=True))
        for period in cells
    }
    return _Computed(own.area, cells, _known([line for of_kind in lines for line in of_kind]), counted)


def _is_known(one: Observation | None) -> bool:
    return one is not None and one.value is not None


def _known(lines: Lines) -> dict[Period, datetime]:
    found: dict[Period, datetime] = {}
    for line in lines:
        for period, one in line.items():
            found[period] = max(found.get(period, one.known_at), one.known_at)
    return found


def _arrivals(
    own: _Own, definition: Definition, source_key: str, computed: _Computed, at: datetime
) -> Iterator[Arrival]:
    """Yield what differs from what stands; what came from without for the same place stands, unless it is missing."""
    standing = own.rows.get((definition.pk, source_key, computed.place.pk), {})
    given = own.given(definition, source_key, computed.place)
    vanished = {period: Cell.missing() for period in standing.keys() - given.keys() - computed.cells.keys()}
    for period, cell in (computed.cells | vanished).items():
        old = standing.get(period)
        if period in given and not _gives_way(given[period]):
            continue
        if old is not None and says(old.cell) == says(cell):
            continue
        known = computed.known.get(period, at)
        if old is not None:
            known = known_after(old, cell, known)
        note = f"{computed.counted[period]}/{len(own.parts)}" if period in computed.counted else ""
        yield Arrival(definition, computed.place, period, cell, known, note=note)


def _gives_way(one: Observation) -> bool:
    return one.gap == "missing" and not one.words


def counted_in(note: str) -> tuple[int, int] | None:
    """Return of how many municipalities a rolled up value is, and how many there are, as its note says it."""
    known, _of, whole = note.partition("/")
    return (int(known), int(whole)) if known.isdigit() and whole.isdigit() else None
