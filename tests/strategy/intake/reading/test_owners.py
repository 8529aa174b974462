"""Goals with measures and actions of their own."""

import pytest

from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import read_text

PLAN = "Koivulan kuntastrategia 2026–2030\n\nPainopiste 1: Elävä keskusta\n\n"
FORMS = {
    "labels": (
        "Tavoite: Tori kutsuu\nToimenpiteet:\n- Uusi katos\n- Valot\nMittari: Kävijät\n\n"
        "Tavoite: Kauppa käy\nToimenpiteet:\n- Iltamarkkinat\nMittari: Uudet kaupat\n"
    ),
    "numbers": (
        "1. Tori kutsuu\nToimenpiteet: Uusi katos; Valot\nMittarit: Kävijät\n\n"
        "2. Kauppa käy\nToimenpiteet: Iltamarkkinat\nMittarit: Uudet kaupat\n"
    ),
}
SWEDISH = (
    "Björkby kommunstrategi 2026–2030\n\nStrategin är till för alla och den gäller hela kommunen.\n\n"
    "Prioritering 1: Levande centrum\n\nMål: Torget lockar\nÅtgärder:\n- Nytt tak\nMätare: Besökare\n\n"
    "Mål: Handeln går bra\nÅtgärder:\n- Kvällsmarknad\nMätare: Nya butiker\n"
)


def owners(text: str) -> dict[str, str | None]:
    """Return the goal of each action and measure, or None."""
    proposals = read_text(text).proposals
    goals = {one.key: one.title for one in proposals if one.kind is ElementKind.GOAL}
    told = {one.title: goals.get(one.parent or 0) for one in proposals if one.kind is ElementKind.ACTION}
    return told | {one.title: one.details.get("goal") for one in proposals if one.kind is ElementKind.MEASURE}


@pytest.mark.parametrize("form", FORMS)
def test_what_stands_under_each_goal_is_its_own(form: str) -> None:
    assert owners(PLAN + FORMS[form]) == {
        "Uusi katos": "Tori kutsuu",
        "Valot": "Tori kutsuu",
        "Kävijät": "Tori kutsuu",
        "Iltamarkkinat": "Kauppa käy",
        "Uudet kaupat": "Kauppa käy",
    }


def test_the_measures_of_swedish_goals_are_their_own_too() -> None:
    assert owners(SWEDISH) == {
        "Nytt tak": "Torget lockar",
        "Besökare": "Torget lockar",
        "Kvällsmarknad": "Handeln går bra",
        "Nya butiker": "Handeln går bra",
    }


def test_a_goal_without_anything_of_its_own_leaves_the_others_theirs() -> None:
    found = owners(f"{PLAN}{FORMS['labels']}\nTavoite: Tarinat kuuluvat\n")
    assert found["Kävijät"] == "Tori kutsuu"
    assert found["Uudet kaupat"] == "Kauppa käy"


def test_measures_after_several_goals_in_a_row_are_no_goals_own() -> None:
    text = "Tavoite: Tori kutsuu\nTavoite: Kauppa käy\nMittari: Kävijät\nMittari: Uudet kaupat\n"
    assert owners(PLAN + text) == {"Kävijät": None, "Uudet kaupat": None}
