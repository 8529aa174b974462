"""Which definitions, and which groups of them, a source's contents fill."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from luotsi.core.periods import Period
from luotsi.core.units import Unit, WrittenUnit, stored_in
from luotsi.core.values import Cell
from luotsi.indicators import dimensions
from luotsi.indicators.ingest import ArrivingLine
from luotsi.indicators.models import Definition
from luotsi.orgs.models import Subject
from luotsi.sources.types import ReadLine


class Contents:
    """The definitions of one table by its codes; one content may fill a measure and a group of another one."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self._filled: dict[str, list[tuple[Definition, str]]] = defaultdict(list)
        self._dimensions: dict[int, tuple[dimensions.Dimension, ...]] = {}
        for one in definitions:
            self._dimensions[one.pk] = dimensions.read(one.dimensions)
            self._filled[one.source_content].append((one, ""))
            for dimension in self._dimensions[one.pk]:
                for group in dimension.groups:
                    if group.content:
                        self._filled[group.content].append((one, dimensions.written({dimension.key: group.key})))

    @property
    def codes(self) -> tuple[str, ...]:
        """The contents to ask for, in an order that does not change."""
        return tuple(self._filled)

    def arriving(self, line: ReadLine, subject: Subject, known_at: datetime) -> Iterator[ArrivingLine]:
        """Yield what a line of an answer is, in the unit in which it is stored.

        :raises UnitsDiffer: when a definition says that its source writes a unit of another kind
        """
        for definition, group in self._filled.get(line.content_code, ()):
            told = dimensions.group_of(self._dimensions[definition.pk], line.groups) if line.groups else ""
            if told is None or (told and group):
                continue
            cells = stored_cells(line.cells, definition)
            yield ArrivingLine(definition, subject, line.periods, cells, known_at, told or group)

    def arriving_cell(
        self, content: str, subject: Subject, period: Period, cell: Cell, known_at: datetime
    ) -> Iterator[ArrivingLine]:
        """Yield what a single figure is."""
        yield from self.arriving(ReadLine(subject.code, content, (period,), (cell,)), subject, known_at)


def stored_cells(cells: Iterable[Cell], definition: Definition) -> list[Cell]:
    """Return cells as a source wrote them in the unit of the definition.

    :raises UnitsDiffer: when the two are units of different kinds
    """
    written = WrittenUnit(definition.source_unit)
    if written is WrittenUnit.ONE:
        return list(cells)
    return [stored_in(cell, written, Unit(definition.unit)) for cell in cells]
