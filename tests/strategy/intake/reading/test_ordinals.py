"""Labels that count (`Suunta 1`), bear a code (`Mål A1`) or come again (`Kaupungin strategia: ...`)."""

import pytest

from luotsi.strategy.intake.reading.ordinals import number_said
from tests.strategy.intake.reading.samples import outline_of, read_text, truth_of

PLAN = "Koivulan kunta\nKuntastrategia 2026–2030\n\n"


@pytest.mark.parametrize(
    ("word", "number"),
    [("7", 7), ("12", 12), ("toinen", 2), ("Tredje", 3), ("first", 1), ("iv", 4), ("IX", 9), ("B", 2), ("muu", 0)],
)
def test_a_number_is_said_in_figures_words_letters_and_roman_numbers(word: str, number: int) -> None:
    assert number_said(word) == number


def counted(*labels: str) -> str:
    return PLAN + "".join(f"{label}\nTavoitteet\n• Asia {at} paranee\n\n" for at, label in enumerate(labels))


@pytest.mark.parametrize("labels", [("Suunta 1: Vesi", "Suunta 2: Metsä"), ("ASKEL I. Vesi", "ASKEL II. Metsä")])
def test_a_word_that_counts_from_one_heads_priorities(labels: tuple[str, str]) -> None:
    told = truth_of(counted(*labels))
    assert outline_of(told) == {"Vesi": (["Asia 0 paranee"], []), "Metsä": (["Asia 1 paranee"], [])}


@pytest.mark.parametrize(
    "labels",
    [
        ("Suunta 2: Vesi", "Suunta 3: Metsä"),
        ("Suunta 1: Vesi", "Suunta 3: Metsä"),
        ("Liite 1: Vesi", "Liite 2: Metsä"),
        ("Suunta 1: Vesi",),
    ],
)
def test_a_word_that_begins_later_leaves_numbers_out_stands_once_or_names_an_appendix_counts_nothing(
    labels: tuple[str, ...],
) -> None:
    assert "priority.labelled" not in rules_of(counted(*labels))


def rules_of(text: str) -> set[str]:
    return {one.rule for one in read_text(text).proposals}


CODED = PLAN + "Painopiste 1: Vesi\n\nTavoite A1   Järvi kirkastuu vuosi vuodelta\n{second}\n"


def test_labels_with_codes_each_hold_one_goal() -> None:
    told = truth_of(CODED.format(second="Tavoite A2   Rannat pysyvät kaikille avoimina"))
    assert outline_of(told)["Vesi"][0] == ["Järvi kirkastuu vuosi vuodelta", "Rannat pysyvät kaikille avoimina"]


def test_a_code_that_stands_on_one_label_only_is_no_label() -> None:
    told = truth_of(CODED.format(second="Rannat pysyvät kaikille avoimina"))
    assert "Järvi kirkastuu vuosi vuodelta" not in outline_of(told)["Vesi"][0]


def test_a_label_that_comes_again_right_over_a_goal_names_its_priority() -> None:
    text = "Kunnan suunta: {}\nTavoite: {}\n\n"
    told = truth_of(PLAN + text.format("Puhdas vesi", "Järvi kirkastuu") + text.format("Elävä metsä", "Metsä kasvaa"))
    assert outline_of(told) == {"Puhdas vesi": (["Järvi kirkastuu"], []), "Elävä metsä": (["Metsä kasvaa"], [])}
    once = truth_of(PLAN + text.format("Puhdas vesi", "Järvi kirkastuu") + "Tavoite: Metsä kasvaa\n")
    assert once["priorities"] == []
