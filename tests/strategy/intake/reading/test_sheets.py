"""A plan's template as a spreadsheet: each cell is what the head of its column says, whatever was learnt elsewhere."""

import pytest

from luotsi.strategy.intake.extraction.extract import extract
from luotsi.strategy.intake.reading.reader import read, ruled_by_words
from luotsi.strategy.intake.types import Certainty, DocumentText, ElementKind
from tests.strategy.intake.extraction.makers import workbook

HEAD = ["Painopiste", "Tavoite", "Mittari", "Lähtötaso", "Tavoitetaso", "Toimenpide", "Vastuu", "Aikataulu"]
ROWS = [
    ["Elinvoima", "Yritysten määrä kasvaa", "Aloittaneet yritykset", "40", "60", "Neuvonta", "johtaja", "2026"],
    ["Hyvinvointi", "Kaikki liikkuvat", "Liikuntaharrastus", "30 %", "50 %", "Uusi reitti", "sihteeri", "2027"],
    ["Palvelut", "Asiointi on helppoa", "Jonotusaika", "9 vrk", "3 vrk", "Verkkoasiointi", "päällikkö", "2028"],
    ["Osaaminen", "Henkilöstö viihtyy", "Vaihtuvuus", "12 %", "6 %", "Työnkierto", "esihenkilö", "2026"],
]


def sheet(head: list[str], rows: list[list[str]]) -> DocumentText:
    return extract(workbook(["Harjulan kunta, kuntastrategia 2026–2029"], [], head, *rows), "strategia.xlsx")


def test_every_cell_of_a_sheet_is_what_its_column_says_and_surely() -> None:
    document = sheet(HEAD, ROWS)
    assert len(ruled_by_words(document).entries) >= 30  # what was learnt is asked only of longer ones
    found = read(document).proposals
    kinds = (ElementKind.PRIORITY, ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION)
    told = {kind: [one.title for one in found if one.kind is kind] for kind in kinds}
    assert told == {kind: [row[column] for row in ROWS] for kind, column in zip(kinds, (0, 1, 2, 5), strict=True)}
    assert {one.certainty for one in found if one.kind in kinds} == {Certainty.SURE}
    assert not [one.title for one in found if one.rule.endswith(".learned") or one.rule == "unplaced.doubted"]


@pytest.mark.parametrize(
    ("head", "cell", "cost"),
    [
        ("Kustannus", "40 000 €", "40000"),
        ("Määräraha (€)", "12500", "12500"),
        ("Budjetti 2026", "1.250.000,00 eur", "1250000"),
        ("Kostnad", "300 e", "300"),
        ("Kustannus", "40 t€", None),
        ("Kustannus", "oma työ", None),
        ("Kustannus", "0 €", "0"),
    ],
)
def test_what_an_action_costs_is_read_from_its_column(head: str, cell: str, cost: str | None) -> None:
    document = sheet(
        ["Tavoite", "Toimenpide", "Vastuu", head], [["Järvi kirkastuu", "Avataan neuvonta", "johtaja", cell]]
    )
    (action,) = [one for one in read(document).proposals if one.kind is ElementKind.ACTION]
    assert (action.title, action.details.get("cost_eur")) == ("Avataan neuvonta", cost)
    assert action.details["responsible"] == "johtaja"
