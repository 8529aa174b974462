"""Forms that ordinary plans have: columns beside levels, means under each aim, heads of pages, lists in one line."""

import pytest

from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import read_text

TITLE = "Haavikon kuntastrategia 2026–2030\n\n"


def titles(text: str, kind: ElementKind) -> list[str]:
    return [one.title for one in read_text(TITLE + text).proposals if one.kind is kind]


def row(*cells: str) -> str:
    return "".join(f"{cell:34}" for cell in cells).rstrip() + "\n"


TABLE = (
    "Päämäärä A: Elävä tori\n\n"
    + row("Tavoite", "Mittari", "Lähtötaso 2025", "{target}")
    + row("Tori kutsuu", "Kävijöiden määrä", "210", "300")
    + row("Kauppa käy", "Uusien kauppojen lukumäärä", "2", "6")
)


def test_goals_beside_levels_stay_goals_where_the_target_has_a_column_of_its_own() -> None:
    text = TABLE.format(target="Tavoitetaso 2030")
    assert titles(text, ElementKind.GOAL) == ["Tori kutsuu", "Kauppa käy"]
    measures = [one for one in read_text(TITLE + text).proposals if one.kind is ElementKind.MEASURE]
    assert [(one.details["baseline"], one.details["target"]) for one in measures] == [("210", "300"), ("2", "6")]


MEANS = "{head}\n– Torikatoksen rakentaminen\n– Vuokrien alentaminen\n\n"
OWN = "{head}\n– Jaakolan polun merkitseminen\n– Opasteiden uusiminen\n"


@pytest.mark.parametrize("head", ["Toteutus", "MITEN?"])
def test_means_that_stand_under_each_aim_are_actions(head: str) -> None:
    text = f"Päämäärä A: Elävä tori\n\n{MEANS}Päämäärä B: Kaunis luonto\n\n{OWN}".replace("{head}", head)
    assert titles(text, ElementKind.ACTION) == [
        "Torikatoksen rakentaminen",
        "Vuokrien alentaminen",
        "Jaakolan polun merkitseminen",
        "Opasteiden uusiminen",
    ]


def test_a_closing_chapter_of_carrying_out_gives_no_action() -> None:
    text = "Päämäärä A: Elävä tori\n\nTavoitteet\n– Tori kutsuu\n\nToteutus\n– Valtuusto arvioi vuosittain\n"
    assert titles(text, ElementKind.ACTION) == []


def test_a_head_said_on_each_page_with_its_number_is_no_content() -> None:
    heads = [
        f"Haavikon kunta\nToimintasuunnitelma 2027\nLuonnos 4.10.2026        {page} (4)\n\n" for page in range(1, 5)
    ]
    parts = [
        "Painopiste 1: Elävä tori\n\nTavoitteet\n– Tori kutsuu\n\n",
        "Toimenpiteet\n– Katos rakennetaan\n\n",
        "Painopiste 2: Kaunis luonto\n\nTavoitteet\n– Polut aukeavat\n\nToimenpiteet\n– Opasteet uusitaan\n\n",
        "– Polku merkitään\n",
    ]
    text = "".join(head + part for head, part in zip(heads, parts, strict=True))
    found = read_text(text).proposals
    assert [one.title for one in found if one.kind is ElementKind.ACTION] == [
        "Katos rakennetaan",
        "Opasteet uusitaan",
        "Polku merkitään",
    ]


def test_measures_parted_by_semicolons_on_one_line_are_several() -> None:
    text = "Painopiste 1: Elävä tori\n\nTavoite: Tori kutsuu\n\nMistä näemme?\nKävijöiden määrä; uudet kaupat\n"
    assert titles(text, ElementKind.MEASURE) == ["Kävijöiden määrä", "uudet kaupat"]


def test_who_answers_in_brackets_on_a_line_of_its_own_belongs_to_the_deed_above() -> None:
    text = (
        "Painopiste 1: Elävä tori\n\nTavoite: Tori kutsuu\n\nMitä teemme?\n\nRakennetaan torille katos\n"
        "(vastuu: tekninen lautakunta, 3/2027)\n\nNimetään torille isäntä\n(vastuu: kunnanhallitus, 1/2027)\n"
    )
    found = [one for one in read_text(TITLE + text).proposals if one.kind is ElementKind.ACTION]
    assert [(one.title, one.details["responsible"]) for one in found] == [
        ("Rakennetaan torille katos", "tekninen lautakunta"),
        ("Nimetään torille isäntä", "kunnanhallitus"),
    ]


PROSE = (
    "Valtuusto on valinnut {count} painopistettä: elävä tori ja kaunis luonto.\n\nElävä tori\n\n"
    "Torilla on ollut elämää jo sata vuotta, ja sinne tullaan kauempaakin kuin omasta kunnasta.\n\n"
    "Tavoitteena on, että myyjät pärjäävät ilman, että vuokrat nousevat.\n\nKaunis luonto\n\n"
    "Kunta omistaa metsää ja rantaa, ja niistä pidetään huolta niin kuin omasta pihasta pidetään.\n\n"
    "Tavoitteena on, että polut ovat auki ja että opasteet näkyvät.\n"
)


def test_a_sentence_that_counts_the_priorities_and_lists_them_names_them() -> None:
    found = read_text(TITLE + PROSE.replace("{count}", "kaksi")).proposals
    priorities = {one.key: one.title for one in found if one.kind is ElementKind.PRIORITY}
    assert list(priorities.values()) == ["elävä tori", "kaunis luonto"]
    goals = [(one.title, priorities.get(one.parent or 0)) for one in found if one.kind is ElementKind.GOAL]
    assert goals == [
        ("myyjät pärjäävät ilman, että vuokrat nousevat", "elävä tori"),
        ("polut ovat auki", "kaunis luonto"),
        ("opasteet näkyvät", "kaunis luonto"),
    ]
