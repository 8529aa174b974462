from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.core.text import LANGUAGES
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, Gap
from luotsi.figures.cells import cell_text, flags_told
from luotsi.figures.formats import change, date_text, difference, number, percent_change, quantity
from luotsi.figures.typed_numbers import TypedNumberError, TypedProblem, parse_number

S = "\u00a0"  # the no-break space


@pytest.mark.parametrize(
    ("value", "unit", "fi", "sv", "en"),
    [
        ("12.8", Unit.PERCENT, f"12,8{S}%", f"12,8{S}%", "12.8%"),
        ("14166.75", Unit.EUR, f"14{S}166,75{S}€", f"14{S}166,75{S}€", "€14,166.75"),
        ("-5000", Unit.EUR, f"−5{S}000{S}€", f"−5{S}000{S}€", "−€5,000"),
        ("352001", Unit.PERSONS, f"352{S}001{S}henkilöä", f"352{S}001{S}personer", f"352,001{S}people"),
        ("1", Unit.PERSONS, f"1{S}henkilö", f"1{S}person", f"1{S}person"),
        ("0", Unit.PERSONS, f"0{S}henkilöä", f"0{S}personer", f"0{S}people"),
        ("10", Unit.DAYS, f"10{S}päivää", f"10{S}dagar", f"10{S}days"),
        ("3.36", Unit.SCORE_1_5, "3,4", "3,4", "3.4"),
        ("1", Unit.YES_NO, "kyllä", "ja", "yes"),
        ("0", Unit.YES_NO, "ei", "nej", "no"),
        (
            "6.15",
            Unit.PERCENTAGE_POINTS,
            f"6,2{S}prosenttiyksikköä",
            f"6,2{S}procentenheter",
            f"6.2{S}percentage points",
        ),
        ("2.25", Unit.SCORE_1_3, "2,3", "2,3", "2.3"),
        ("1", Unit.DIRECTION, "parantunut", "förbättrats", "improved"),
        ("0", Unit.DIRECTION, "ennallaan", "oförändrat", "unchanged"),
        ("-1", Unit.DIRECTION, "heikentynyt", "försämrats", "got worse"),
    ],
)
def test_a_quantity_is_written_as_each_language_writes_it(value, unit, fi, sv, en):
    assert [quantity(Decimal(value), unit, language) for language in LANGUAGES] == [fi, sv, en]


def test_a_share_changes_by_percentage_points_and_a_count_by_what_it_counts():
    assert change(Decimal("-0.8"), Unit.PERCENT, "fi") == f"−0,8{S}prosenttiyksikköä"
    assert change(Decimal("0.8"), Unit.PERCENT, "fi", short=True) == f"+0,8{S}%-yks."
    assert change(Decimal("0.8"), Unit.PERCENT, "sv") == f"+0,8{S}procentenheter"
    assert change(Decimal(1), Unit.PERCENT, "sv", 0) == f"+1{S}procentenhet"
    assert change(Decimal("0.8"), Unit.PERCENT, "en") == f"+0.8{S}percentage points"
    assert change(Decimal("-0.8"), Unit.PERCENTAGE_POINTS, "fi", short=True) == f"−0,8{S}%-yks."
    assert change(Decimal(-12), Unit.PERSONS, "fi") == f"−12{S}henkilöä"
    assert difference(Decimal("-14.5"), Unit.EUR, "en") == "€14.50"


def test_a_change_that_rounds_to_zero_has_no_sign():
    assert change(Decimal("-0.04"), Unit.PERCENT, "fi", short=True) == f"0,0{S}%-yks."
    assert change(Decimal("-0.05"), Unit.PERCENT, "fi", short=True) == f"−0,1{S}%-yks."
    assert number(Decimal("-0.04"), "fi", 1) == "0,0"


def test_a_relative_change_needs_a_base_above_zero():
    assert percent_change(Decimal(400), Decimal(350), "fi") == f"−12,5{S}%"
    assert percent_change(Decimal(400), Decimal(400), "en") == "0.0%"
    assert percent_change(Decimal(0), Decimal(5), "fi") is None
    assert percent_change(Decimal(-1), Decimal(5), "fi") is None


def test_a_day_is_written_as_each_language_writes_it():
    assert [date_text(date(2026, 7, 21), language) for language in LANGUAGES] == [
        "21.7.2026",
        "21.7.2026",
        f"21{S}July 2026",
    ]


def test_a_gap_shows_its_sign_and_says_why_while_zero_is_a_number():
    hidden = cell_text(Cell.missing(Gap.HIDDEN), Unit.PERSONS, "fi")
    assert (hidden.text, hidden.words, hidden.is_gap) == ("…", "salattu", True)
    assert cell_text(Cell.missing(), Unit.PERSONS, "sv").words == "uppgift saknas"
    zero = cell_text(Cell.of(0), Unit.COUNT, "fi")
    assert (zero.text, zero.is_gap) == ("0", False)


def test_flags_are_told_in_words():
    cell = Cell.of(352, Flag.AT_LEAST, Flag.PROVISIONAL)
    assert cell_text(cell, Unit.PERSONS, "fi").words == f"vähintään 352{S}henkilöä, ennakkotieto"
    assert flags_told(cell, "en") == "The figure is provisional."
    assert flags_told(Cell.of(1), "en") == ""


def test_a_simulated_number_says_so_wherever_it_is_written():
    simulated = Cell.of(0, Flag.SIMULATED)
    assert cell_text(simulated, Unit.COUNT, "fi").text == "0 (simuloitu)"
    assert cell_text(Cell.of(3, Flag.AT_LEAST, Flag.SIMULATED), Unit.COUNT, "sv").text == "minst 3 (simulerad)"
    assert cell_text(simulated, Unit.COUNT, "en").notes == ()
    assert flags_told(simulated, "en") == "The figure is simulated."


numbers = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=Decimal(-(10**13)), max_value=Decimal(10**13), places=4
)


@given(numbers, st.integers(0, 4), st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_back_as_the_same_number(value, places, language):
    value = round(value, places)
    assert parse_number(number(value, language), language) == value


@given(
    numbers, st.sampled_from([Unit.PERCENT, Unit.EUR, Unit.PERSONS, Unit.DAYS, Unit.HOURS]), st.sampled_from(LANGUAGES)
)
def test_a_written_quantity_is_read_back_by_its_own_unit(value, unit, language):
    assert parse_number(quantity(value, unit, language, 4), language, unit) == value


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("12,8", "fi", "12.8"),
        ("12.8", "fi", "12.8"),
        ("12.8", "en", "12.8"),
        ("1 234,5", "fi", "1234.5"),
        ("1\u00a0234\u202f567,5".replace("\u202f", "\u00a0"), "sv", "1234567.5"),
        ("1\u202f234", "fi", "1234"),
        ("1.234,5", "sv", "1234.5"),
        ("1.234.567", "fi", "1234567"),
        ("0.123", "fi", "0.123"),
        ("1234.567", "fi", "1234.567"),
        ("1,234", "fi", "1.234"),
        ("1,234", "en", "1234"),
        ("1,234.5", "en", "1234.5"),
        ("1 234.5", "en", "1234.5"),
        ("\u22125", "fi", "-5"),
        ("–5", "fi", "-5"),
        ("-5", "fi", "-5"),
        ("+5", "fi", "5"),
        ("-0", "fi", "0"),
        ("  7\u00a0", "fi", "7"),
        (",5", "fi", "0.5"),
        ("12,80", "fi", "12.80"),
    ],
)
def test_typed_numbers_are_read_in_the_habits_of_the_language(text, language, value):
    read = parse_number(text, language)
    assert (str(read), read) == (value, Decimal(value))


@pytest.mark.parametrize(
    ("text", "language", "problem"),
    [
        ("", "fi", TypedProblem.EMPTY),
        ("\u00a0 ", "fi", TypedProblem.EMPTY),
        ("1.234", "fi", TypedProblem.AMBIGUOUS),
        ("1,234,567", "fi", TypedProblem.AMBIGUOUS),
        ("1,234.5", "sv", TypedProblem.AMBIGUOUS),
        ("12,8", "en", TypedProblem.AMBIGUOUS),
        ("1.234,5", "en", TypedProblem.AMBIGUOUS),
        ("1 23", "fi", TypedProblem.GROUPING),
        ("1  234", "fi", TypedProblem.GROUPING),
        ("1 234.567,8", "fi", TypedProblem.GROUPING),
        ("21.7.2026", "fi", TypedProblem.DAY),
        ("2026-07-21", "fi", TypedProblem.DAY),
        ("5 %", "fi", TypedProblem.WRONG_UNIT),
        ("5 henkilöä", "fi", TypedProblem.WRONG_UNIT),
        ("noin 5", "fi", TypedProblem.NOT_A_NUMBER),
        ("5,", "fi", TypedProblem.NOT_A_NUMBER),
        ("--5", "fi", TypedProblem.NOT_A_NUMBER),
        ("1e5", "fi", TypedProblem.NOT_A_NUMBER),
        ("NaN", "fi", TypedProblem.NOT_A_NUMBER),
        ("∞", "fi", TypedProblem.NOT_A_NUMBER),
        ("1\n234", "fi", TypedProblem.NOT_A_NUMBER),
        ("=1+1", "fi", TypedProblem.NOT_A_NUMBER),
        ("٣", "fi", TypedProblem.NOT_A_NUMBER),
        ("1" * 18, "fi", None),
        ("1" * 19, "fi", TypedProblem.TOO_LONG),
    ],
)
def test_what_is_no_number_or_could_be_two_is_refused_with_the_reason(text, language, problem):
    if problem is None:
        assert parse_number(text, language) == Decimal(text)
        return
    with pytest.raises(TypedNumberError) as refused:
        parse_number(text, language)
    assert refused.value.problem is problem


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_is_either_a_finite_number_or_refused_in_words(text, language):
    try:
        answer = parse_number(text, language)
    except TypedNumberError as refused:
        answer = refused.message(language)
    assert answer.is_finite() if isinstance(answer, Decimal) else answer


def test_the_unit_may_follow_the_number_but_not_another_unit():
    assert parse_number("12,8 %", "fi", Unit.PERCENT) == Decimal("12.8")
    assert parse_number("14 166,75 euroa", "fi", Unit.EUR) == Decimal("14166.75")
    assert parse_number("€5", "en", Unit.EUR) == 5
    with pytest.raises(TypedNumberError) as refused:
        parse_number("12 €", "fi", Unit.PERCENT)
    assert refused.value.message("fi") == "Luvussa ”12 €” on yksikkö, jota tässä ei käytetä. Kirjoita pelkkä luku."


def test_a_refused_text_with_braces_is_quoted_as_it_is():
    with pytest.raises(TypedNumberError) as refused:
        parse_number("{0.__class__}", "en")
    assert "{0.__class__}" in refused.value.message("en")
