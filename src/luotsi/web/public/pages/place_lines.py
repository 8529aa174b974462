"""The values of several places as pictures and tables need them: periods and cells, without how each came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Language
from luotsi.core.values import Cell
from luotsi.figures.charts.specs import Point, Series
from luotsi.indicators.calc.breaks import Break, between, marks
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Measure
from luotsi.indicators.queries import HELSINKI, Known, Line, known_in, lines_of
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.web.public.pages.values import bare

_YEARS_OF_MONTHS = 5
_YEARS = 10


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """The values of one place in order of time; `told` has what a judgement in words says of a period."""

    subject: Subject
    values: tuple[Known, ...]
    told: Mapping[Period, str] = field(default_factory=dict)
    breaks: tuple[Break, ...] = ()

    @property
    def newest(self) -> Period | None:
        """The newest period that has a value or a gap, or None."""
        return self.values[-1].period if self.values else None

    def at(self, period: Period) -> Cell | None:
        """Return the cell of the period, or None."""
        return next((one.cell for one in reversed(self.values) if one.period == period), None)

    def broken_since_year_before(self, period: Period) -> Break | None:
        """Return the break that parts the period from the same one a year before, None where the two compare."""
        return between(self.breaks, period.year_before, period)

    def text(self, period: Period, writing: Writing) -> str:
        """Return the value of the period in writing, a missing one in words."""
        return self.told.get(period) or writing.cell(self.at(period) or Cell.missing())

    def series(self, language: Language) -> Series:
        """Return the values as a series named after the place."""
        points = tuple(Point(one.period, one.cell) for one in self.values)
        broken = marks(self.breaks, [one.period for one in self.values])
        return Series(bare(self.subject.name, language), points, broken)


def place_lines(
    measure: Measure, subjects: Iterable[Subject], writing: Writing, *, since: date | None, as_known_on: date | None
) -> dict[int, PlaceLine]:
    """Return each place's values from a day on by its id, in five queries or six."""
    wanted = list(subjects)
    if writing.unit.is_number:
        known = known_in(measure, wanted, since=since, as_known_on=as_known_on)
        return {one.pk: PlaceLine(one, known[one.pk].values, breaks=known[one.pk].breaks) for one in wanted}
    lines = lines_of(measure, wanted, as_known_on=as_known_on)
    return {pk: _in_words(line, writing) for pk, line in lines.items()}


def _in_words(line: Line, writing: Writing) -> PlaceLine:
    values = tuple(Known(one.period, one.cell, one.known_at, one.pk) for one in line.observations)
    told = {one.period: writing.value(one) for one in line.observations}
    return PlaceLine(line.subject, values, told, line.breaks)


def with_reason(lines: list[PlaceLine], kind: str, *, on: date) -> list[PlaceLine]:
    """Return the lines; where nothing is known of any, each with the period last ended then, which is missing."""
    period = last_ended(PeriodKind(kind), on)
    if period is None or any(line.values for line in lines):
        return lines
    known_at = datetime.combine(on, time(), HELSINKI)
    return [replace(line, values=(Known(period, Cell.missing(), known_at),)) for line in lines]


def years_shown(line: Line | None, *, all_of_them: bool) -> date | None:
    """Return the day from which places are set side by side: five years of months, ten of the rest.

    Where one place alone is looked at, the others show their newest value and its change on the year before.
    """
    if line is None or line.latest is None:
        return None
    period = line.latest.period
    years = (_YEARS_OF_MONTHS if period.kind is PeriodKind.MONTH else _YEARS) if all_of_them else 2
    return date(max(period.year - years, 1), 1, 1)
