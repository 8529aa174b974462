from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.core.text import Text
from luotsi.core.values import Cell, Flag, Gap, ratio, rounded, scaled, total, unscaled

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)


def test_zero_is_a_number_and_not_a_gap():
    cell = Cell.of(0)
    assert cell.value == 0
    assert cell.gap is None
    assert total([Cell.of(0), Cell.of(0)]) == Cell.of(0)


def test_a_cell_cannot_be_both_a_number_and_a_gap_nor_neither():
    for value, gap in ((Decimal(1), Gap.HIDDEN), (None, None)):
        with pytest.raises(ValueError, match="either a value or the reason"):
            Cell(value=value, gap=gap)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_finite_number_is_refused(text):
    with pytest.raises(ValueError, match="no finite number"):
        Cell.of(text)


def test_a_sum_over_hidden_or_missing_cells_says_at_least():
    for gap in (Gap.HIDDEN, Gap.MISSING):
        summed = total([Cell.of(12), Cell.missing(gap)])
        assert (summed.value, summed.flags) == (12, {Flag.AT_LEAST})


def test_a_part_that_does_not_apply_leaves_the_sum_exact():
    assert total([Cell.of(12), Cell.missing(Gap.NOT_APPLICABLE)]).flags == frozenset()


def test_a_sum_over_gaps_alone_is_a_gap_and_no_zero():
    assert total([Cell.missing(Gap.HIDDEN), Cell.missing()]).gap is Gap.HIDDEN
    assert total([Cell.missing()]).gap is Gap.MISSING
    assert total([]).gap is Gap.MISSING


@given(st.lists(numbers, min_size=1, max_size=20), st.randoms())
def test_the_order_of_parts_does_not_matter(values, chance):
    mixed = values[:]
    chance.shuffle(mixed)
    assert total(map(Cell.of, values)).value == total(map(Cell.of, mixed)).value == sum(values)


def test_a_share_keeps_its_parts_and_rounds_half_up():
    share = ratio(Cell.of(352001), Cell.of(2743596), scale=100, decimals=1)
    assert (share.value, share.numerator, share.denominator) == (Decimal("12.8"), 352001, 2743596)
    assert rounded(Decimal("0.25"), 1) == Decimal("0.3")


def test_a_share_of_nothing_is_undefined_and_of_a_gap_that_gap():
    assert ratio(Cell.of(1), Cell.of(0)).gap is Gap.UNDEFINED
    assert ratio(Cell.missing(Gap.HIDDEN), Cell.of(5)).gap is Gap.HIDDEN
    assert ratio(Cell.of(0), Cell.of(5)).value == 0


def test_a_share_over_a_lower_bound_is_undefined_but_of_a_lower_bound_is_one():
    bound = Cell.of(10, Flag.AT_LEAST)
    assert ratio(Cell.of(1), bound).gap is Gap.UNDEFINED
    assert Flag.AT_LEAST in ratio(bound, Cell.of(20)).flags


@given(numbers)
def test_a_number_survives_storage_as_an_integer(value):
    assert unscaled(*scaled(value)) == value


def test_a_text_falls_back_to_finnish_and_says_so():
    text = Text(fi="Työttömyysaste")
    assert (str(text.in_language("sv")), text.in_language("sv").language) == ("Työttömyysaste", "fi")
    assert not Text()
    with pytest.raises(ValueError, match="a text has strings"):
        Text.of({"de": "Arbeitslosenquote"})
