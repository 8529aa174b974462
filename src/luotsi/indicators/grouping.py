"""Figures by group: what the groups of a place are, whether they add up, and what was found when they came in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell, scaled
from luotsi.indicators import dimensions
from luotsi.indicators.calc.groups import Finding, compare
from luotsi.indicators.dimensions import Dimension, Group
from luotsi.indicators.models import NATIONAL, Definition, GroupFinding, Measure, Series
from luotsi.indicators.reading import known_of_series
from luotsi.orgs.models import Subject

Lines = dict[str, dict[Period, Cell]]
"""The cells of one place by group and period; those of all together under the empty name."""


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One dimension of a place's newest period that has it: each group beside the whole, and why they may differ."""

    dimension: Dimension
    period: Period
    whole: Cell
    rows: tuple[tuple[Group, Cell], ...]
    finding: Finding | None


def group_tables(
    measure: Measure, subject: Subject, *, source_key: str = "", as_known_on: date | None = None
) -> tuple[GroupTable, ...]:
    """Return the figures of one place by each dimension of the measure. Two queries, none without dimensions."""
    found = dimensions.read(measure.definition.dimensions)
    if not found:
        return ()
    series = Series.objects.filter(
        definition=measure.definition_id,
        subject=subject,
        source_key=source_key or measure.definition.source_key,
        owner_key__in=[NATIONAL, measure.owner.slug],
    ).in_bulk()
    kind = PeriodKind(measure.definition.period_kind)
    lines: Lines = defaultdict(dict)
    for pk, values in known_of_series(series, kind, as_known_on=as_known_on).items():
        lines[series[pk].dimensions].update((one.period, one.cell) for one in values)
    return tuple(table for one in found if (table := _table(one, lines, measure.definition.decimals)) is not None)


def _table(dimension: Dimension, lines: Lines, decimals: int) -> GroupTable | None:
    named = [(group, lines.get(dimensions.written({dimension.key: group.key}), {})) for group in dimension.groups]
    period = max((period for _group, cells in named for period in cells), default=None)
    if period is None:
        return None
    rows = tuple((group, cells.get(period, Cell.missing())) for group, cells in named)
    whole = lines.get("", {}).get(period, Cell.missing())
    finding = compare(whole, [cell for _group, cell in rows], dimension.adds_up, decimals=decimals)
    return GroupTable(dimension, period, whole, rows, finding)


@transaction.atomic
def note_group_findings(*, definitions: Iterable[Definition], source_key: str, at: datetime) -> int:
    """Compare the groups of every place and period with the whole, and keep why they differ; return how many do."""
    found: list[GroupFinding] = []
    for definition in definitions:
        divided = dimensions.read(definition.dimensions)
        if not divided:
            continue
        series = Series.objects.filter(definition=definition, source_key=source_key).in_bulk()
        kind = PeriodKind(definition.period_kind)
        places: dict[tuple[int, str], Lines] = defaultdict(dict)
        wholes: dict[tuple[int, str], int] = {}
        for pk, values in known_of_series(series, kind).items():
            one = series[pk]
            places[one.subject_id, one.owner_key][one.dimensions] = {one.period: one.cell for one in values}
            if not one.dimensions:
                wholes[one.subject_id, one.owner_key] = pk
        for place, whole in wholes.items():
            found += _findings(whole, places[place], divided, definition.decimals, at)
        GroupFinding.objects.filter(series__in=list(wholes.values())).delete()
    return len(GroupFinding.objects.bulk_create(found, batch_size=500))


def _findings(
    whole: int, lines: Lines, divided: Sequence[Dimension], decimals: int, at: datetime
) -> list[GroupFinding]:
    found = []
    for dimension in divided:
        groups = [lines.get(dimensions.written({dimension.key: one.key}), {}) for one in dimension.groups]
        for period in sorted({period for cells in groups for period in cells} & lines[""].keys()):
            cells = [one.get(period, Cell.missing()) for one in groups]
            finding = compare(lines[""][period], cells, dimension.adds_up, decimals=decimals)
            if finding is not None:
                number, exponent = scaled(finding.difference)
                found.append(
                    GroupFinding(
                        series_id=whole,
                        dimension=dimension.key,
                        period_name=period.name,
                        kind=finding.kind,
                        scaled=number,
                        exponent=exponent,
                        found_at=at,
                    )
                )
    return found
