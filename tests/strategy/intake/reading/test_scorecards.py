"""Scorecards whose cells stand one under the other: a priority stands once over all its measures."""

import pytest

from tests.strategy.intake.reading.samples import outline_of, truth_of

PLAN = (
    "Koivulan kuntastrategia 2026–2030\n\nStrategiset päämäärät\n\n"
    "1. Elävä keskusta\nTavoitteet\n- Keskusta kutsuu viipymään\n"
    "2. Puhdas luonto ja hyvä elämä\nTavoitteet\n- Vedet ovat kirkkaita\n\n"
)
HEADS = {
    "fi": "Mittaristo\nPäämäärä\nMittari\nLähtötaso 2024\nTavoite 2030\n",
    "sv": "Perspektiv\nMätare\nUtgångsläge 2024\nMål 2030\n",
}
ROWS = (
    "Elävä keskusta\nTyhjien liiketilojen määrä\n17\n8\nKävijät torilla\n1 200\n2 000\n"
    "Puhdas luonto ja\nhyvä elämä\nNäkösyvyys, metriä\n2,1\n3,0\n"
)
LEVELS = {
    "Tyhjien liiketilojen määrä": ("17", "8"),
    "Kävijät torilla": ("1 200", "2 000"),
    "Näkösyvyys, metriä": ("2,1", "3,0"),
}


def levels(shape: dict) -> dict[str, tuple[str | None, str | None]]:
    return {one["indicator"]: (one.get("baseline"), one.get("target")) for one in shape["indicator_values"]}


def test_a_priority_said_once_over_its_measures_and_broken_over_two_lines_keeps_them() -> None:
    shape = truth_of(PLAN + HEADS["fi"] + ROWS)
    assert outline_of(shape) == {
        "Elävä keskusta": (["Keskusta kutsuu viipymään"], ["Tyhjien liiketilojen määrä", "Kävijät torilla"]),
        "Puhdas luonto ja hyvä elämä": (["Vedet ovat kirkkaita"], ["Näkösyvyys, metriä"]),
    }
    assert levels(shape) == LEVELS


def test_a_row_goes_on_under_the_goal_above_it_too() -> None:
    card = (
        "Koivulan kuntastrategia 2026–2030\n\nTULOSKORTTI\n\nNäkökulma\nKriittinen menestystekijä\nArviointikriteeri\n"
        "Tavoitetaso 2028\nTavoitetaso 2030\n\nElävä keskusta\n\nKeskusta kutsuu viipymään\nKävijät torilla\n5\n9\n\n"
        "Kauppa käy\nTyhjät liiketilat\n8\n4\nUudet kaupat\n2\n3\n\n"
        "Puhdas luonto\n\nVedet ovat kirkkaita\nNäkösyvyys\n2,5\n3,0\n"
    )
    shape = truth_of(card)
    assert outline_of(shape) == {
        "Elävä keskusta": (
            ["Keskusta kutsuu viipymään", "Kauppa käy"],
            ["Kävijät torilla", "Tyhjät liiketilat", "Uudet kaupat"],
        ),
        "Puhdas luonto": (["Vedet ovat kirkkaita"], ["Näkösyvyys"]),
    }
    assert levels(shape)["Uudet kaupat"] == (None, "3")


@pytest.mark.parametrize("value", ["ei tietoa", "–", "vähintään 95 %", "kasvaa"])
def test_a_level_that_is_no_plain_figure_still_ends_its_row(value: str) -> None:
    shape = truth_of(PLAN + HEADS["fi"] + ROWS.replace("17\n", f"{value}\n"))
    assert set(outline_of(shape)["Elävä keskusta"][1]) == {"Tyhjien liiketilojen määrä", "Kävijät torilla"}


def test_a_name_that_begins_with_a_figure_is_a_measure_and_not_a_level() -> None:
    rows = ROWS.replace("Kävijät torilla", "15-vuotiaiden kävijöiden määrä")
    measures = outline_of(truth_of(PLAN + HEADS["fi"] + rows))["Elävä keskusta"][1]
    assert measures == ["Tyhjien liiketilojen määrä", "15-vuotiaiden kävijöiden määrä"]


def test_a_table_ends_where_a_row_has_too_few_levels() -> None:
    shape = truth_of(
        PLAN + HEADS["fi"] + ROWS + "Asukkaiden arvio\n3,5\nStrategia päivitetään valtuustokauden vaihtuessa.\n"
    )
    assert list(levels(shape)) == list(LEVELS)


def test_a_swedish_scorecard_reads_the_same() -> None:
    plan = (
        "Björkby kommunstrategi 2026–2030\n\nPrioriteringar\n\n1. Levande centrum\nMål\n- Centrum lockar till besök\n"
        "2. Ren natur\nMål\n- Vattnen är klara\n\nHur vi följer upp\n"
    )
    rows = (
        "Levande centrum\nBesökare på torget\n1 200\n2 000\nTomma affärslokaler\n17\n8\nRen natur\nSiktdjup\n2,1\n3,0\n"
    )
    assert outline_of(truth_of(plan + HEADS["sv"] + rows)) == {
        "Levande centrum": (["Centrum lockar till besök"], ["Besökare på torget", "Tomma affärslokaler"]),
        "Ren natur": (["Vattnen är klara"], ["Siktdjup"]),
    }
