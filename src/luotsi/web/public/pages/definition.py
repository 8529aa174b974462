"""What a measure means and where its values come from, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from luotsi.core.text import Text
from luotsi.core.units import WrittenUnit
from luotsi.figures.period_names import period_name
from luotsi.indicators import methods
from luotsi.indicators.calc.breaks import Break, read
from luotsi.indicators.labels import label
from luotsi.indicators.models import Definition, Measure, Observation
from luotsi.indicators.queries import Line
from luotsi.indicators.types import Direction, MethodKey, RunKind
from luotsi.web.public.pages.values import came_from
from luotsi.web.shared.language import reader_language


@dataclass(frozen=True, slots=True)
class BreakShown:
    """A break in the series: figures before and after it do not compare as such."""

    period: str
    kind: str
    text: Text
    source: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """How the newest value came in."""

    known_at: datetime
    came: str
    note: str
    at: datetime | None
    rows: int
    sha256: str
    written: str
    """In which unit the source wrote it, empty where it is the measure's own."""


@dataclass(frozen=True, slots=True)
class DefinitionShown:
    """The stored definition with its kinds in words."""

    definition: Definition
    direction: str
    method: str
    method_text: Text | None
    breaks: tuple[BreakShown, ...]
    arrival: Arrival | None


def breaks_shown(breaks: Iterable[Break]) -> tuple[BreakShown, ...]:
    """Return the breaks in words, each with who says so."""
    language = reader_language()
    return tuple(
        BreakShown(period_name(one.period, language), str(label(one.kind)), one.text, one.source) for one in breaks
    )


def definition_shown(measure: Measure, line: Line | None) -> DefinitionShown:
    """Return the definition, and how its newest value came."""
    definition = measure.definition
    newest = line.latest if line else None
    method = methods.find(definition.method)
    return DefinitionShown(
        definition=definition,
        direction=str(label(Direction(definition.direction))),
        method=str(label(MethodKey(definition.method))),
        method_text=method.explains if method else None,
        breaks=breaks_shown(line.breaks if line and line.observations else read(definition.breaks)),
        arrival=_arrival(newest) if newest else None,
    )


def _arrival(newest: Observation) -> Arrival:
    run = newest.run
    return Arrival(
        newest.known_at,
        str(label(RunKind(run.kind))),
        came_from(run),
        run.published_at,
        run.rows_written,
        run.snapshot_sha256,
        "" if run.source_unit == WrittenUnit.ONE else str(label(WrittenUnit(run.source_unit))),
    )
