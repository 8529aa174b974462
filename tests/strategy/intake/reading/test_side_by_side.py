"""Columns read across: titles in a row and then as many lists."""

import pytest

from tests.strategy.intake.reading.samples import outline_of, truth_of

PLAN = "Koivulan kuntastrategia 2026–2030\n\nSTRATEGISET TAVOITTEET\n\n"
NUMBERED = "1.\n\nTori kutsuu viipymään\n\n2.\n\nKauppa käy\n\n1.\n\nVedet ovat kirkkaita\n\n2.\n\nMetsä voi hyvin\n\n"
BULLETS = "• Tori kutsuu viipymään\n• Kauppa käy\n\n• Vedet ovat kirkkaita\n• Metsä voi hyvin\n\n"
AGAIN = "MITTARIT\n\nElävä keskusta\n• Kävijät torilla\n\nPuhdas luonto\n• Näkösyvyys\n"
GOALS = {
    "ELÄVÄ KESKUSTA": ["Tori kutsuu viipymään", "Kauppa käy"],
    "PUHDAS LUONTO": ["Vedet ovat kirkkaita", "Metsä voi hyvin"],
}


def goals(text: str) -> dict[str, list[str]]:
    return {title: goals for title, (goals, _) in outline_of(truth_of(text)).items()}


def test_numbers_that_start_again_belong_to_the_next_title_in_the_row() -> None:
    assert goals(f"{PLAN}ELÄVÄ KESKUSTA\n\nPUHDAS LUONTO\n\n{NUMBERED}Luonto-ohjelma\n") == GOALS


@pytest.mark.parametrize("heads", ["Tavoitteet\n", "Tavoitteet\nTavoitteet\n"])
def test_a_heading_under_the_row_heads_every_list(heads: str) -> None:
    assert goals(f"{PLAN}ELÄVÄ KESKUSTA\n\nPUHDAS LUONTO\n\n{heads}{NUMBERED}") == GOALS


def test_lists_after_a_gap_belong_to_titles_that_the_document_names_again() -> None:
    shape = truth_of(f"{PLAN}ELÄVÄ KESKUSTA\n\nPUHDAS LUONTO\n\n{BULLETS}{AGAIN}")
    assert outline_of(shape) == {
        "ELÄVÄ KESKUSTA": (GOALS["ELÄVÄ KESKUSTA"], ["Kävijät torilla"]),
        "PUHDAS LUONTO": (GOALS["PUHDAS LUONTO"], ["Näkösyvyys"]),
    }


def test_more_lists_than_titles_are_left_where_they_stand() -> None:
    three = NUMBERED + "1.\n\nTalous kestää\n\n"
    found = goals(f"{PLAN}ELÄVÄ KESKUSTA\n\nPUHDAS LUONTO\n\n{three}")
    assert found["PUHDAS LUONTO"][:2] == ["Tori kutsuu viipymään", "Kauppa käy"]


def test_the_last_number_of_a_list_before_a_line_of_its_own_is_no_chapter() -> None:
    centre = "ELÄVÄ KESKUSTA\n\n1.\n\nTori kutsuu\n\n2.\n\nKauppa käy\n\nOhjelma\n\n"
    nature = "PUHDAS LUONTO\n\n1.\n\nVedet\n\n2.\n\nMetsä voi hyvin\n\n3.\n\nIlma\n\nOhjelma\n"
    text = PLAN + centre + nature
    assert goals(text) == {
        "ELÄVÄ KESKUSTA": ["Tori kutsuu", "Kauppa käy"],
        "PUHDAS LUONTO": ["Vedet", "Metsä voi hyvin", "Ilma"],
    }
