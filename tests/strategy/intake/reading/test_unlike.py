"""What is no element by its form: capitals among small letters, broken titles, captions, parts of the document."""

import pytest

from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import read_text

COVER = "Koivulan kuntastrategia 2026–2030\n\n"


def titles(text: str, kind: ElementKind) -> list[str]:
    return [one.title for one in read_text(COVER + text).proposals if one.kind is kind]


def measures(*names: str) -> list[str]:
    return titles("Mittarit\n" + "".join(f"• {name}\n" for name in names), ElementKind.MEASURE)


def test_a_line_in_capitals_among_many_that_are_not_is_a_heading() -> None:
    small = ["Asukasluku", "Nettomuutto", "Lainakanta", "Työpaikat"]
    assert measures(*small, "ELINVOIMAN KAUPUNKI") == small


def test_capitals_stay_where_hardly_anything_else_stands() -> None:
    few = ["Asukasluku", "Nettomuutto", "Lainakanta", "ELINVOIMAN KAUPUNKI"]
    assert measures(*few) == few


@pytest.mark.parametrize(
    "part",
    [
        "Kuntastrategian perusteet",
        "Nykytila",
        "Kuva: Aino Aalto",
        "Arviointi ja seuranta",
        "Toimenpiteiden vastuuhenkilöt",
    ],
)
def test_a_part_of_the_document_and_a_caption_are_no_priorities(part: str) -> None:
    text = f"Painopisteet\n• Elävä keskusta\n• Puhdas vesi\n• {part}\n"
    assert titles(text, ElementKind.PRIORITY) == ["Elävä keskusta", "Puhdas vesi"]


def test_a_title_that_begins_in_small_letters_among_others_is_broken() -> None:
    text = "Painopisteet\n• Elävä keskusta\n• Puhdas vesi\n• vetovoiman\n"
    assert titles(text, ElementKind.PRIORITY) == ["Elävä keskusta", "Puhdas vesi"]


def test_titles_that_all_begin_in_small_letters_are_whole() -> None:
    text = "Painopisteet\n• elävä keskusta\n• puhdas vesi\n"
    assert titles(text, ElementKind.PRIORITY) == ["elävä keskusta", "puhdas vesi"]


@pytest.mark.parametrize(("count", "left"), [(2, 2), (3, 0)])
def test_three_changes_of_the_world_are_no_priorities(count: int, left: int) -> None:
    world = ["Ilmastonmuutos", "Kaupungistuminen", "Digitalisaatio"][:count]
    text = "Painopisteet\n• Elävä keskusta\n• Puhdas vesi\n" + "".join(f"• {one}\n" for one in world)
    assert len(titles(text, ElementKind.PRIORITY)) == 2 + left
