from dataclasses import replace
from decimal import Decimal

import pytest

from luotsi.core.units import Unit, UnitsDiffer, WrittenUnit, stored_in
from luotsi.core.values import Cell, Flag, Gap

KINDS = {
    WrittenUnit.THOUSAND: ("1.5", "1500", {Unit.PERSONS, Unit.COUNT, Unit.EUR, Unit.HOURS}),
    WrittenUnit.MILLION: ("1.5", "1500000", {Unit.PERSONS, Unit.COUNT, Unit.EUR, Unit.HOURS}),
    WrittenUnit.SHARE: ("0.125", "12.5", {Unit.PERCENT}),
    WrittenUnit.PERMILLE: ("125", "12.5", {Unit.PERCENT}),
    WrittenUnit.WEEKS: ("2", "14", {Unit.DAYS}),
    WrittenUnit.CENTS: ("1416675", "14166.75", {Unit.EUR}),
}


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("written", KINDS)
def test_a_written_unit_is_told_in_units_of_its_own_kind_and_refused_in_every_other(written, unit):
    number, stored, kinds = KINDS[written]
    if unit in kinds:
        assert stored_in(Cell.of(number), written, unit).value == Decimal(stored)
    else:
        with pytest.raises(UnitsDiffer):
            stored_in(Cell.of(number), written, unit)


@pytest.mark.parametrize("unit", Unit)
def test_what_is_written_as_it_is_stored_stays_as_it_is(unit):
    cell = Cell.of("1.50")
    assert stored_in(cell, WrittenUnit.ONE, unit) is cell


def test_zero_stays_a_number_and_a_gap_keeps_its_reason():
    assert stored_in(Cell.of(0), WrittenUnit.THOUSAND, Unit.PERSONS).value == 0
    assert stored_in(Cell.missing(), WrittenUnit.THOUSAND, Unit.PERSONS).gap is Gap.MISSING


def test_flags_numerator_and_denominator_stay_as_the_source_gave_them():
    cell = replace(Cell.of("0.125"), numerator=Decimal(1), denominator=Decimal(8), flags=frozenset({Flag.PROVISIONAL}))
    stored = stored_in(cell, WrittenUnit.SHARE, Unit.PERCENT)
    assert (stored.value, stored.numerator, stored.denominator) == (Decimal("12.5"), 1, 8)
    assert stored.flags == {Flag.PROVISIONAL}


def test_a_gap_in_a_unit_of_another_kind_is_refused_all_the_same():
    with pytest.raises(UnitsDiffer):
        stored_in(Cell.missing(), WrittenUnit.WEEKS, Unit.WORKING_DAYS)
