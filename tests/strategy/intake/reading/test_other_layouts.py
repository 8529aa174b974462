"""Layouts learnt from rendering plans in many ways: labels that name priorities, wrapped rows, heads of levels."""

import pytest

from luotsi.strategy.intake.types import ElementKind, Proposal
from tests.strategy.intake.reading.samples import read_text

TITLE = "Haavikon kuntastrategia 2026–2030\n\nStrategiset painopisteet\n\n"


def of_kind(text: str, kind: ElementKind) -> list[Proposal]:
    return [one for one in read_text(TITLE + text).proposals if one.kind is kind]


def titles(text: str, kind: ElementKind) -> list[str]:
    return [one.title for one in of_kind(text, kind)]


LABELLED = "Painopiste 1: Elävä tori\n{first}\n\nPainopiste 2: Hyvä koulu\n{second}\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.1 Tori kutsuu\n• Rakennetaan katos", "2.1 Koulu on lähellä\n• Ajetaan kyytejä"),
        (
            "Tavoitteet\n\n1.1 Tori kutsuu\n• Rakennetaan katos",
            "Tavoitteet\n\n2.1 Koulu on lähellä\n• Ajetaan kyytejä",
        ),
    ],
)
def test_where_labels_name_the_priorities_numbers_under_them_are_goals(first: str, second: str) -> None:
    text = LABELLED.format(first=first, second=second)
    assert titles(text, ElementKind.PRIORITY) == ["Elävä tori", "Hyvä koulu"]
    assert titles(text, ElementKind.GOAL) == ["Tori kutsuu", "Koulu on lähellä"]


def test_measures_that_bear_levels_in_one_line_are_parted_between_their_brackets() -> None:
    text = LABELLED.format(
        first="Mittarit: Kävijöiden määrä (lähtötaso 210, tavoitetaso 300); "
        "Kauppojen määrä (lähtötaso 2, tavoitetaso 6)",
        second="Mittarit: Oppilaiden määrä; lähtötaso 30; tavoitetaso 40",
    )
    levels = [(one.title, one.details.get("target")) for one in of_kind(text, ElementKind.MEASURE)]
    assert levels[:2] == [("Kävijöiden määrä", "300"), ("Kauppojen määrä", "6")]
    assert len(levels) == 3


HEADS = "Painopiste 1: Elävä tori\n\n{head}\n| Kävijöiden määrä | 210 | 250 | 300 |\n| Kauppojen määrä | 2 | 4 | 6 |\n"


@pytest.mark.parametrize(
    "head",
    [
        "| Mittari | 2025 | 2027 | 2030 |",
        "| Mittari | Taso | | |\n| | 2025 | 2027 | 2030 |",
    ],
)
def test_years_over_figures_are_the_heads_of_levels_the_first_the_baseline_and_the_last_the_target(head: str) -> None:
    found = of_kind(HEADS.format(head=head), ElementKind.MEASURE)
    assert [(one.title, one.details["baseline"], one.details["target"]) for one in found] == [
        ("Kävijöiden määrä", "210", "300"),
        ("Kauppojen määrä", "2", "6"),
    ]


def row(*cells: str) -> str:
    return "".join(f"{cell:28}" for cell in cells).rstrip() + "\n"


def test_a_wrapped_row_ends_where_each_column_begins_anew_and_a_label_ends_the_table() -> None:
    text = (
        "Painopiste 1   Elävä tori\n\n"
        + row("Tavoite", "Toimenpide", "Mittari")
        + row("Tori kutsuu joka viikko", "Rakennetaan katos ja uusi", "Kävijät (lähtötaso")
        + row("kaikkina vuodenaikoina", "", "210, tavoitetaso 300)")
        + row("", "penkkirivi torin laidalle", "")
        + row("", "Avataan kesäkahvila", "Kahvilan aukiolopäivät")
        + "\nPainopiste 2   Hyvä koulu\n\n"
        + row("Tavoite", "Toimenpide", "Mittari")
        + row("Koulu on lähellä", "Ajetaan kyytejä", "Kyytien määrä")
    )
    assert titles(text, ElementKind.PRIORITY) == ["Elävä tori", "Hyvä koulu"]
    assert titles(text, ElementKind.GOAL) == ["Tori kutsuu joka viikko kaikkina vuodenaikoina", "Koulu on lähellä"]
    assert titles(text, ElementKind.ACTION) == [
        "Rakennetaan katos ja uusi penkkirivi torin laidalle",
        "Avataan kesäkahvila",
        "Ajetaan kyytejä",
    ]
    assert titles(text, ElementKind.MEASURE) == ["Kävijät", "Kahvilan aukiolopäivät", "Kyytien määrä"]


def test_sentences_that_stand_alone_under_headings_are_goals_and_actions_each() -> None:
    part = "Tavoitteet\n{goals}\nToimenpiteet\nKunta rakentaa katoksen. Yrittäjät avaavat kahvilan.\n"
    text = LABELLED.format(
        first=part.format(goals="Tori kutsuu. Kauppa käy."), second=part.format(goals="Koulu on lähellä. Väki viihtyy.")
    )
    assert titles(text, ElementKind.GOAL) == ["Tori kutsuu", "Kauppa käy", "Koulu on lähellä", "Väki viihtyy"]
    assert "Yrittäjät avaavat kahvilan" in titles(text, ElementKind.ACTION)


def test_a_paragraph_that_goes_on_from_its_first_sentence_is_no_list_of_goals() -> None:
    told = "Tori on kylän sydän. Se kaipaa hoitoa ja uusia tapoja tulla yhteen."
    part = f"Tavoitteet\n{told}\nToimenpiteet\n• Rakennetaan katos\n"
    assert titles(LABELLED.format(first=part, second=part), ElementKind.GOAL) == []


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("Siksi teemme seuraavaa", ElementKind.ACTION),
        ("Vuosittain seuraamme näitä", ElementKind.MEASURE),
    ],
)
def test_a_clause_that_points_to_the_list_under_it_heads_it(clause: str, kind: ElementKind) -> None:
    text = LABELLED.format(first=f"Tavoitteet\n• Tori kutsuu\n{clause}\n• Torin penkit", second="Tavoitteet\n• Koulu")
    assert titles(text, kind) == ["Torin penkit"]


def test_values_that_a_sentence_under_an_everyday_heading_lists_are_taken() -> None:
    text = "Mihin uskomme\nMeille tärkeitä ovat reiluus, rohkeus ja vastuu yhteisestä.\n"
    assert titles(text, ElementKind.VALUE) == ["reiluus", "rohkeus", "vastuu yhteisestä"]


def test_a_sentence_of_no_list_under_a_heading_of_values_gives_none() -> None:
    text = "Arvot\nArvoista keskusteltiin kahdessa työpajassa, joihin saapui runsaasti väkeä kaikista kunnan kylistä.\n"
    assert titles(text, ElementKind.VALUE) == []


def test_measures_at_the_end_belong_to_the_priorities_whose_labels_they_begin_with() -> None:
    parts = LABELLED.format(first="Tavoitteet\n• Tori kutsuu", second="Tavoitteet\n• Koulu on lähellä")
    text = (
        parts.replace("Painopiste 1", "Teema A").replace("Painopiste 2", "Teema B")
        + "\nSeuranta\n\nValtuusto arvioi vuosittain. Strategian mittarit ovat seuraavat.\n\n"
        + "Teema A: kävijöiden määrä (nyt 210, tavoite 300); kauppojen määrä\nTeema B: oppilaiden määrä\n"
    )
    proposals = read_text(TITLE + text).proposals
    named = {one.key: one.title for one in proposals}
    measures = [(one.title, named[one.parent or 0]) for one in proposals if one.kind is ElementKind.MEASURE]
    assert measures == [
        ("kävijöiden määrä", "Elävä tori"),
        ("kauppojen määrä", "Elävä tori"),
        ("oppilaiden määrä", "Hyvä koulu"),
    ]


def test_contents_whose_page_numbers_stand_on_lines_of_their_own_head_nothing() -> None:
    heads = ("Johdanto", "Visio", "Arvot", "Elävä tori", "Hyvä koulu", "Seuranta")
    contents = "".join(f"{head}\n\n{page}\n\n" for page, head in enumerate(heads, start=2))
    text = contents + "Visio\nHaavikossa on hyvä olla.\n"
    assert [one.title for one in of_kind(text, ElementKind.VISION)] == ["Haavikossa on hyvä olla."]


def test_lists_under_headings_in_a_row_are_told_by_the_form_of_their_items() -> None:
    text = (
        "Painopiste 1: Elävä tori\n\nHaluamme, että\n\nTeot\n\nMistä näemme muutoksen\n\n"
        "• tori kutsuu\n• kauppa käy\n• Avataan kahvila torille\n• Rakennetaan uusi katos\n"
        "• Kävijöiden määrä (2025: 210, 2030: 300)\n"
    )
    assert titles(text, ElementKind.GOAL) == ["tori kutsuu", "kauppa käy"]
    assert titles(text, ElementKind.ACTION) == ["Avataan kahvila torille", "Rakennetaan uusi katos"]
    assert titles(text, ElementKind.MEASURE) == ["Kävijöiden määrä"]


def test_deeds_told_by_who_does_them_beside_an_aim_in_prose_are_actions() -> None:
    prose = "Tavoitteena on, että {goal}. {deed}\n"
    text = LABELLED.format(
        first=prose.format(goal="tori kutsuu", deed="\n\nKunta rakentaa katoksen. Yrittäjät avaavat kahvilan."),
        second=prose.format(goal="koulu on lähellä", deed="\n\nKunta järjestää kyytejä joka kylään."),
    )
    assert titles(text, ElementKind.ACTION) == [
        "Kunta rakentaa katoksen",
        "Yrittäjät avaavat kahvilan",
        "Kunta järjestää kyytejä joka kylään",
    ]
