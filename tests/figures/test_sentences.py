import string
from datetime import date
from decimal import Decimal

import pytest

from luotsi.core.periods import Period
from luotsi.core.text import LANGUAGES
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, Gap
from luotsi.figures import phrases
from luotsi.figures.period_names import period_by_end, period_in, period_name, period_of, period_short
from luotsi.figures.sentences import (
    Measured,
    TargetKind,
    TargetTold,
    age_sentence,
    status_sentence,
    target_words,
    value_sentence,
)
from luotsi.figures.statuses import Status, status_words

JUNE = Period.parse("2026-06")
YEAR_BEFORE = Period.parse("2025-06")
RATE = {
    "fi": Measured("Työttömyysaste", Unit.PERCENT, 1, as_subject="Työttömyysaste"),
    "sv": Measured("Arbetslöshetsgrad", Unit.PERCENT, 1, as_subject="Arbetslöshetsgraden"),
    "en": Measured("Unemployment rate", Unit.PERCENT, 1, as_subject="The unemployment rate"),
}
PERSONS = Measured("Työttömät työnhakijat", Unit.PERSONS)


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("key", sorted(phrases.PHRASES))
def test_every_phrase_has_three_languages_with_the_same_parts(key):
    texts = [getattr(phrases.PHRASES[key], language) for language in LANGUAGES]
    assert all(texts)
    parts = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in texts]
    assert parts[0] == parts[1] == parts[2]


def test_every_unit_gap_flag_and_status_has_its_words():
    for unit in Unit:
        assert f"axis.{unit.value}" in phrases.PHRASES
    for gap in Gap:
        assert {f"gap.{gap.value}", f"gap.{gap.value}.told"} <= set(phrases.PHRASES)
    for flag in Flag:
        assert f"flag.{flag.value}" in phrases.PHRASES
    assert len({status_words(status, "fi") for status in Status}) == len(Status)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fi", "Työttömyysaste oli 11,8 % kesäkuussa 2026, 0,8 prosenttiyksikköä vähemmän kuin vuotta aiemmin."),
        ("sv", "Arbetslöshetsgraden var 11,8 % i juni 2026, 0,8 procentenheter lägre än ett år tidigare."),
        ("en", "The unemployment rate was 11.8% in June 2026, 0.8 percentage points lower than a year earlier."),
    ],
)
def test_a_value_is_told_against_the_year_before(language, sentence):
    told = value_sentence(RATE[language], JUNE, Cell.of("11.8"), language, before=(YEAR_BEFORE, Cell.of("12.6")))
    assert plain(told) == sentence


def test_the_difference_is_that_of_the_numbers_as_shown():
    told = value_sentence(RATE["fi"], JUNE, Cell.of("11.84"), "fi", before=(YEAR_BEFORE, Cell.of("12.65")))
    assert "11,8 %" in plain(told)
    assert "0,9 prosenttiyksikköä vähemmän" in plain(told)


def test_an_unchanged_value_is_told_as_the_same():
    told = value_sentence(RATE["fi"], JUNE, Cell.of("11.84"), "fi", before=(YEAR_BEFORE, Cell.of("11.8")))
    assert plain(told) == "Työttömyysaste oli 11,8 % kesäkuussa 2026, sama kuin vuotta aiemmin."


def test_any_name_fits_without_a_verb_and_another_month_is_named():
    told = value_sentence(PERSONS, JUNE, Cell.of(0), "fi", before=(Period.parse("2026-03"), Cell.of(1)))
    assert (
        plain(told) == "Työttömät työnhakijat: 0 henkilöä kesäkuussa 2026, 1 henkilö vähemmän kuin maaliskuussa 2026."
    )


def test_persons_are_not_named_twice_where_the_subject_names_them():
    measured = Measured(
        "Työttömät työnhakijat", Unit.PERSONS, as_subject="Työttömiä työnhakijoita", place="Enonkoskella"
    )
    told = value_sentence(measured, JUNE, Cell.of(52), "fi", before=(YEAR_BEFORE, Cell.of(40)))
    assert plain(told) == "Työttömiä työnhakijoita Enonkoskella oli 52 kesäkuussa 2026, 12 enemmän kuin vuotta aiemmin."


def test_a_lower_bound_is_told_as_one_and_not_compared():
    told = value_sentence(PERSONS, JUNE, Cell.of(352, Flag.AT_LEAST), "sv", before=(YEAR_BEFORE, Cell.of(340)))
    assert plain(told) == "Työttömät työnhakijat: minst 352 personer i juni 2026."


@pytest.mark.parametrize(
    ("gap", "words"),
    [(Gap.HIDDEN, "tieto on salattu tietosuojan vuoksi"), (Gap.MISSING, "tietoa ei ole")],
)
def test_a_gap_is_told_with_its_reason(gap, words):
    assert value_sentence(RATE["fi"], JUNE, Cell.missing(gap), "fi") == f"Työttömyysaste kesäkuussa 2026: {words}."


def test_a_provisional_value_says_so():
    assert value_sentence(RATE["en"], JUNE, Cell.of(12, Flag.PROVISIONAL), "en").endswith("The figure is provisional.")


def test_the_status_explains_itself():
    target = TargetTold(TargetKind.AT_MOST, Decimal(11), due=Period.parse("2027"))
    told = {
        language: plain(status_sentence(RATE[language], target, Status.ON_TRACK, language, path_value=Decimal("11.9")))
        for language in LANGUAGES
    }
    assert told == {
        "fi": "Tavoite on enintään 11,0 % vuoden 2027 loppuun mennessä; "
        "tasaisella polulla nyt riittäisi 11,9 %: aikataulussa.",
        "sv": "Målet är högst 11,0 % före utgången av 2027; "
        "på en jämn väg dit skulle 11,9 % räcka nu: enligt tidsplanen.",
        "en": "The target is at most 11.0% by the end of 2027; on a straight path 11.9% would do now: on track.",
    }


def test_other_kinds_of_targets_are_told_too():
    within = TargetTold(TargetKind.WITHIN, Decimal(3), Decimal(4))
    assert plain(target_words(RATE["fi"], within, "fi")) == "3,0–4,0 %"
    down = TargetTold(TargetKind.DOWN, due=Period.parse("2027-06"))
    assert plain(status_sentence(RATE["fi"], down, "behind", "fi")) == (
        "Tavoitteena on, että luku pienenee kesäkuun 2027 loppuun mennessä: jäljessä."
    )
    assert status_sentence(RATE["fi"], None, Status.NO_TARGET, "fi") == "Tavoitetta ei ole asetettu."
    with pytest.raises(ValueError, match="needs a value"):
        TargetTold(TargetKind.AT_MOST)


@pytest.mark.parametrize(
    ("months", "fi"),
    [
        (0, "Tieto on alle kuukauden vanha."),
        (1, "Tieto on kuukauden vanha."),
        (2, "Tieto on kaksi kuukautta vanha."),
        (24, "Tieto on 24 kuukautta vanha."),
        (25, "Tieto on yli kaksi vuotta vanha."),
    ],
)
def test_the_age_of_the_data_is_told_in_words(months, fi):
    assert age_sentence(months, "fi") == fi


def test_the_age_names_the_source_and_its_day():
    told = age_sentence(5, "fi", source="Tilastokeskus 12r5", published_on=date(2026, 7, 21))
    assert told == "Tieto on viisi kuukautta vanha, Tilastokeskus 12r5, 21.7.2026."


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2026-06", ("kesäkuu 2026", "kesäkuussa 2026", "kesäkuun 2026", "kesäkuun 2026 loppuun mennessä", "6/2026")),
        ("2026", ("vuosi 2026", "vuonna 2026", "vuoden 2026", "vuoden 2026 loppuun mennessä", "2026")),
        (
            "2026-Q3",
            (
                "vuoden 2026 kolmas neljännes",
                "vuoden 2026 kolmannella neljänneksellä",
                "vuoden 2026 kolmannen neljänneksen",
                "vuoden 2026 kolmannen neljänneksen loppuun mennessä",
                "Q3/2026",
            ),
        ),
        (
            "2026-LV",
            (
                "lukuvuosi 2026–2027",
                "lukuvuonna 2026–2027",
                "lukuvuoden 2026–2027",
                "lukuvuoden 2026–2027 loppuun mennessä",
                "2026–2027",
            ),
        ),
        (
            "2025-VK",
            (
                "valtuustokausi 2025–2029",
                "valtuustokaudella 2025–2029",
                "valtuustokauden 2025–2029",
                "valtuustokauden 2025–2029 loppuun mennessä",
                "2025–2029",
            ),
        ),
    ],
)
def test_finnish_periods_are_inflected(period, words):
    period = Period.parse(period)
    forms = (period_name, period_in, period_of, period_by_end, period_short)
    assert tuple(form(period, "fi") for form in forms) == words


@pytest.mark.parametrize(
    "period", ["2026", "2026-H1", "2026-Q2", "2026-06", "2026-T1", "2026-T2", "2026-LV", "2025-VK"]
)
def test_every_kind_of_period_has_a_name_in_every_language(period):
    for language in LANGUAGES:
        for form in (period_name, period_in, period_of, period_by_end, period_short):
            assert form(Period.parse(period), language).strip()


def test_swedish_and_english_months():
    assert (period_name(JUNE, "sv"), period_in(JUNE, "sv"), period_short(JUNE, "sv")) == (
        "juni 2026",
        "i juni 2026",
        "6/2026",
    )
    assert (period_name(JUNE, "en"), period_in(JUNE, "en"), period_short(JUNE, "en")) == (
        "June 2026",
        "in June 2026",
        "Jun 2026",
    )
