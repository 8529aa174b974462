"""Units of measures: what a number counts, how its change is worded, and in which other units sources write it."""

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from luotsi.core.values import Cell


class Unit(StrEnum):
    """The unit of a series. A share is stored in per cent, its change is told in percentage points."""

    PERSONS = "persons"
    PERCENT = "percent"
    PERCENTAGE_POINTS = "points"
    """How far apart two shares are."""
    EUR = "eur"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    COUNT = "count"
    SCORE_1_5 = "score_1_5"
    SCORE_1_3 = "score_1_3"
    HOURS = "hours"
    WORDS = "words"
    YES_NO = "yes_no"
    DIRECTION = "direction"
    """Only the way it went: 1 for better, 0 for the same, -1 for worse."""

    @property
    def top_of_scale(self) -> int | None:
        """The highest step of a scale that begins at 1; None for units that are no scale."""
        return {Unit.SCORE_1_5: 5, Unit.SCORE_1_3: 3}.get(self)

    @property
    def is_number(self) -> bool:
        """Whether observations of the unit hold a number rather than words."""
        return self not in {Unit.WORDS, Unit.YES_NO, Unit.DIRECTION}


class WrittenUnit(StrEnum):
    """A unit in which a source may write what is stored in a unit of ours."""

    ONE = "one"
    """As it is stored."""
    THOUSAND = "thousand"
    MILLION = "million"
    SHARE = "share"
    """A share of one, stored in per cent."""
    PERMILLE = "permille"
    WEEKS = "weeks"
    MONTHS = "months"
    """Told in no unit of ours: a month has no fixed number of days."""
    CENTS = "cents"


_FACTORS: dict[WrittenUnit, tuple[Decimal, frozenset[Unit]]] = {
    WrittenUnit.THOUSAND: (Decimal(1000), frozenset({Unit.PERSONS, Unit.COUNT, Unit.EUR, Unit.HOURS})),
    WrittenUnit.MILLION: (Decimal(1_000_000), frozenset({Unit.PERSONS, Unit.COUNT, Unit.EUR, Unit.HOURS})),
    WrittenUnit.SHARE: (Decimal(100), frozenset({Unit.PERCENT})),
    WrittenUnit.PERMILLE: (Decimal("0.1"), frozenset({Unit.PERCENT})),
    WrittenUnit.WEEKS: (Decimal(7), frozenset({Unit.DAYS})),
    WrittenUnit.MONTHS: (Decimal(0), frozenset()),
    WrittenUnit.CENTS: (Decimal("0.01"), frozenset({Unit.EUR})),
}


class UnitsDiffer(ValueError):
    """What is written in the one unit cannot be told in the other."""


def can_be_stored(written: WrittenUnit, unit: Unit) -> bool:
    """Tell whether what is written in the one unit can be told exactly in the other.

    >>> can_be_stored(WrittenUnit.WEEKS, Unit.DAYS), can_be_stored(WrittenUnit.MONTHS, Unit.DAYS)
    (True, False)
    """
    return written is WrittenUnit.ONE or unit in _FACTORS[written][1]


def stored_in(cell: Cell, written: WrittenUnit, unit: Unit) -> Cell:
    """Return a cell that a source wrote in some unit in the unit in which it is stored; gaps and flags stay.

    Numerator and denominator stay too: they are counts, whatever the share between them is written in.

    :raises UnitsDiffer: when the two are units of different kinds, such as working days and weeks

    >>> str(stored_in(Cell.of("297"), WrittenUnit.THOUSAND, Unit.PERSONS).value)
    '297000'
    """
    if written is WrittenUnit.ONE:
        return cell
    factor, _kinds = _FACTORS[written]
    if not can_be_stored(written, unit):
        raise UnitsDiffer(f"{written} cannot be told in {unit}")
    return cell if cell.value is None else replace(cell, value=cell.value * factor)
