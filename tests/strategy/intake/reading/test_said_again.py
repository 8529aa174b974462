"""Titles said more than once: whole where other lines stand beside them, priorities where lists stand under them."""

import pytest

from luotsi.strategy.intake.reading.again import lines_said_again
from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import outline_of, read_text, truth_of

COVER = "Koivulan kuntastrategia 2026–2030\n\n"
LISTED = "TAVOITTEET\n• Elävä keskusta\n• Puhdas vesi\n\n"
AGAIN = (
    "ELÄVÄ KESKUSTA\n• Torin uudistaminen\n• Tyhjien tilojen avaaminen\n\nPUHDAS VESI\n• Järven hoito\n• Uusi laitos\n"
)
NUMBERED = (
    "1. Elävä keskusta\n• Torin uudistaminen\n• Tyhjien tilojen avaaminen\n\n2. Puhdas vesi\n• Järven hoito\n"
    "• Uusi laitos\n\n3. Hyvä arki\n• Lyhyet jonot\n• Turvalliset tiet\n"
)


def test_a_title_said_again_over_other_lines_is_not_joined_with_the_line_below_it() -> None:
    text = (
        "PAINOPISTEET\nPALVELUT OVAT LÄHELLÄ\nVESI ON PUHDASTA\n\n"
        "PALVELUT OVAT LÄHELLÄ\nAPU TULEE AJOISSA\n\nVESI ON PUHDASTA\nJÄRVI KIRKASTUU\n"
    )
    titles = [priority["title"] for priority in truth_of(COVER + text)["priorities"]]
    assert titles[:2] == ["PALVELUT OVAT LÄHELLÄ", "VESI ON PUHDASTA"]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["Palvelut ovat lähellä", "Yksi", "Palvelut ovat lähellä", "Kaksi"], True),
        (["Palvelut ovat lähellä", "Yksi", "Palvelut ovat lähellä", "Yksi"], False),
        (["Palvelut ovat lähellä", "Yksi", "Kaksi"], False),
    ],
)
def test_a_line_is_whole_where_it_stands_before_different_lines(lines: list[str], whole: bool) -> None:
    before, _ = lines_said_again(lines)
    assert ("palvelut ovat lähellä" in before) is whole


def test_items_of_a_list_that_later_title_lists_are_priorities() -> None:
    assert outline_of(truth_of(COVER + LISTED + AGAIN)) == {
        "Elävä keskusta": (["Torin uudistaminen", "Tyhjien tilojen avaaminen"], []),
        "Puhdas vesi": (["Järven hoito", "Uusi laitos"], []),
    }


def test_items_that_title_nothing_later_stay_what_their_heading_says() -> None:
    found = read_text(COVER + LISTED).proposals
    assert [one.title for one in found if one.kind is ElementKind.GOAL] == ["Elävä keskusta", "Puhdas vesi"]


def test_numbered_titles_over_lists_are_priorities_where_nothing_else_is() -> None:
    assert outline_of(truth_of(COVER + NUMBERED))["Puhdas vesi"] == (["Järven hoito", "Uusi laitos"], [])


def test_numbers_that_begin_again_are_no_priorities_by_their_count() -> None:
    again = NUMBERED + "\n1. Oma väki\n• Hyvä johtaminen\n• Työrauha\n"
    assert "outline.counted" not in {one.rule for one in read_text(COVER + again).proposals}


def test_a_number_alone_on_its_line_numbers_the_title_below_it() -> None:
    text = "Painopisteet\n\n4.1\n\nElävä keskusta\n• Torin uudistaminen\n\n4.2\n\nPuhdas vesi\n• Järven hoito\n"
    assert [one["title"] for one in truth_of(COVER + text)["priorities"]] == ["Elävä keskusta", "Puhdas vesi"]
