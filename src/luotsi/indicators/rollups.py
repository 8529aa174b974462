"""Areas from their municipalities, in today's composition; shares that a source did not print."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from luotsi.core.periods import Period
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag
from luotsi.indicators.calc import rollup
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import NATIONAL, Definition, Observation, Run, Series
from luotsi.indicators.reading import HELSINKI, observations_of
from luotsi.indicators.types import RollUp, RunKind
from luotsi.orgs.models import Subject, SubjectMembership
from luotsi.orgs.types import SubjectKind


def roll_up(*, definitions: Iterable[Definition], source_key: str, at: datetime) -> Run:
    """Compute the areas from their municipalities, in today's composition, and store what changed.

    A share is the sum of numerators over the sum of denominators; a sum over hidden or missing cells says "at least".
    Where a place has both parts of a share but the source did not print the share itself, it is computed likewise.
    """
    day = at.astimezone(HELSINKI).date()
    definitions = list(definitions)
    needed = {one.pk for one in definitions} | {
        pk for one in definitions for pk in (one.numerator_id, one.denominator_id) if pk
    }
    cells, groups, known = _current_cells(needed, source_key)
    members: dict[Subject, list[int]] = defaultdict(list)
    for row in SubjectMembership.objects.on(day).select_related("whole").filter(whole__kind=SubjectKind.AREA):
        members[row.whole].append(row.part_id)
    arrivals = []
    for area, parts in members.items():
        for definition in definitions:
            for period, cell in _rolled(definition, parts, cells).items():
                arrivals.append(Arrival(definition, area, period, cell, known[period]))
            for group, lines in groups.get(definition.pk, {}).items():
                for period, cell in rollup.sums(lines.get(part, {}) for part in parts).items():
                    arrivals.append(Arrival(definition, area, period, cell, known[period], dimensions=group))
    places = Subject.objects.in_bulk({subject for _definition, subject in cells})
    for definition in definitions:
        for pk, place in places.items():
            for period, cell in _unprinted_shares(definition, pk, cells).items():
                arrivals.append(Arrival(definition, place, period, cell, known[period]))
    changed = _changed_areas({area.pk: set(parts) for area, parts in members.items()}, source_key)
    return publish(
        _after_what_stands(arrivals, changed, source_key) if changed else arrivals,
        kind=RunKind.ROLL_UP,
        source_key=source_key,
        at=at,
        source_note=f"sums of municipalities, composition of {day.year}",
    )


def _changed_areas(members: Mapping[int, set[int]], source_key: str) -> set[int]:
    """Return the areas whose members are others than on the day of the last roll-up of the source. Two queries."""
    last = Run.objects.filter(kind=RunKind.ROLL_UP, source_key=source_key).order_by("-started_at").first()
    if last is None:
        return set()
    before: dict[int, set[int]] = defaultdict(set)
    for row in SubjectMembership.objects.on(last.started_at.astimezone(HELSINKI).date()).filter(whole__in=members):
        before[row.whole_id].add(row.part_id)
    return {area for area, parts in members.items() if parts != before[area]}


def _after_what_stands(arrivals: Iterable[Arrival], areas: set[int], source_key: str) -> Iterator[Arrival]:
    """Yield the sums of areas with other members as known after those that stand, which were made of the same parts."""
    series = Series.objects.filter(subject__in=areas, source_key=source_key, owner_key=NATIONAL).in_bulk()
    standing = {}
    for one in observations_of(series):
        line = series[one.series_id]
        standing[line.definition_id, line.subject_id, line.dimensions, one.period] = one
    for arrival in arrivals:
        old = standing.get((arrival.definition.pk, arrival.subject.pk, arrival.dimensions, arrival.period))
        yield arrival if old is None else arrival._replace(known_at=known_after(old, arrival.cell, arrival.known_at))


def known_after(old: Observation, cell: Cell, known_at: datetime) -> datetime:
    """Return when a computed cell became known: as its last part, but after another value that stands in its place."""
    if says(old.cell) == says(cell):
        return old.known_at
    return max(known_at, old.known_at + timedelta(microseconds=1))


def says(cell: Cell) -> tuple[object, ...]:
    """Return what a cell says, whether it was revised or not."""
    return (cell.value, cell.gap, cell.flags - {Flag.REVISED})


Cells = dict[tuple[int, int], dict[Period, Cell]]
Groups = dict[int, dict[str, dict[int, dict[Period, Cell]]]]
"""Of each definition, group and place."""


def _current_cells(definitions: set[int], source_key: str) -> tuple[Cells, Groups, dict[Period, datetime]]:
    cells: Cells = defaultdict(dict)
    groups: Groups = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    known: dict[Period, datetime] = {}
    series = Series.objects.filter(
        definition__in=definitions,
        source_key=source_key,
        subject__kind__in=[SubjectKind.MUNICIPALITY, SubjectKind.COUNTRY],
        owner_key=NATIONAL,
    ).in_bulk()
    for one in observations_of(series):
        line, period = series[one.series_id], one.period
        if line.dimensions:
            groups[line.definition_id][line.dimensions][line.subject_id][period] = one.cell
        else:
            cells[line.definition_id, line.subject_id][period] = one.cell
        known[period] = max(known.get(period, one.known_at), one.known_at)
    return cells, groups, known


def _rolled(definition: Definition, parts: list[int], cells: Cells) -> dict[Period, Cell]:
    def summed(pk: int | None) -> dict[Period, Cell]:
        return rollup.sums(cells[pk, part] for part in parts) if pk else {}

    if definition.roll_up == RollUp.SUM:
        return summed(definition.pk)
    if definition.roll_up == RollUp.RATIO:
        return rollup.shares(
            summed(definition.numerator_id),
            summed(definition.denominator_id),
            scale=_scale(definition),
            decimals=definition.decimals,
        )
    return {}


def _scale(definition: Definition) -> int:
    return 100 if definition.unit_of_value is Unit.PERCENT else 1


def _unprinted_shares(definition: Definition, place: int, cells: Cells) -> dict[Period, Cell]:
    if definition.roll_up != RollUp.RATIO or not definition.numerator_id or not definition.denominator_id:
        return {}
    computed = rollup.shares(
        cells[definition.numerator_id, place],
        cells[definition.denominator_id, place],
        scale=_scale(definition),
        decimals=definition.decimals,
    )
    printed = cells[definition.pk, place]
    return {period: cell for period, cell in computed.items() if period not in printed}
