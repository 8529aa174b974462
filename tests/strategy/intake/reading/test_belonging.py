"""How a document tells which priority a goal or a measure belongs to, without a list of its own under the title."""

import pytest

from tests.strategy.intake.reading.samples import outline_of, truth_of

PLAN = "Koivulan kuntastrategia 2026–2030\n\n"
OUTLINE = {
    "Elävä keskusta": (["Tori kutsuu viipymään", "Kauppa käy"], ["Kävijät torilla", "Uudet kaupat"]),
    "Puhdas luonto": (["Vedet ovat kirkkaita", "Metsä voi hyvin"], ["Näkösyvyys", "Lahopuun määrä"]),
}


def items(words: list[str]) -> str:
    return "".join(f"• {word}\n" for word in words)


def by_number(label: str) -> str:
    goals = "".join(f"\n{label} {at}\n{items(goals)}" for at, (goals, _) in enumerate(OUTLINE.values(), start=1))
    measures = "".join(
        f"\n{label} {at}\n{items(measures)}" for at, (_, measures) in enumerate(OUTLINE.values(), start=1)
    )
    return f"\nTavoitteet\n{goals}\nMittarit\n{measures}"


@pytest.mark.parametrize("mark", ["{}. ", "• ", "- "])
def test_a_bare_label_calls_the_title_of_its_number_or_place(mark: str) -> None:
    titles = "".join(mark.format(at) + f"{title}\n" for at, title in enumerate(OUTLINE, start=1))
    assert outline_of(truth_of(f"{PLAN}Painopisteet\n\n{titles}{by_number('Painopiste')}")) == OUTLINE


def test_a_label_with_a_number_that_no_title_bears_calls_none() -> None:
    titles = "".join(f"{at}. {title}\n" for at, title in enumerate(OUTLINE, start=1))
    shape = truth_of(f"{PLAN}Painopisteet\n\n{titles}\nMittarit\n\nPainopiste 7\n• Näkösyvyys\n• Lahopuun määrä\n")
    assert not any(measures for _, measures in outline_of(shape).values())


def test_a_label_over_a_title_of_its_own_names_that_title() -> None:
    blocks = "".join(
        f"\nPainopiste {at}\n{title}\n\nTavoitteet\n{items(goals)}"
        for at, (title, (goals, _)) in enumerate(reversed(OUTLINE.items()), start=1)
    )
    listed = "".join(f"• {title}\n" for title in OUTLINE)
    found = outline_of(truth_of(f"{PLAN}Painopisteet\n\n{listed}{blocks}"))
    assert {title: goals for title, (goals, _) in found.items()} == {title: one for title, (one, _) in OUTLINE.items()}


def test_rows_of_a_table_under_a_bare_label_belong_to_the_title_it_calls() -> None:
    titles = "".join(
        f"\n{'AB'[at]}. {title}\n\nTavoitteet\n{items(goals)}" for at, (title, (goals, _)) in enumerate(OUTLINE.items())
    )
    head = f"{'Mittari':30}{'Lähtötaso':12}Tavoitetaso\n"
    rows = "".join(
        f"Painopiste {'AB'[at]}\n" + "".join(f"  {measure:28}{12 + at:<12}{20 + at}\n" for measure in measures)
        for at, (_, measures) in enumerate(OUTLINE.values())
    )
    assert outline_of(truth_of(f"{PLAN}Painopisteet\n{titles}\nSeuranta\n\n{head}{rows}")) == OUTLINE


def test_goals_that_count_through_the_plan_over_labels_are_goals_and_not_chapters() -> None:
    blocks, number = "", 0
    for at, (title, (goals, measures)) in enumerate(OUTLINE.items(), start=1):
        blocks += f"Painopiste {at}. {title}\n\n"
        for goal, measure in zip(goals, measures, strict=True):
            number += 1
            blocks += f"{number}. {goal}\nMittarit: {measure}\n\n"
    assert outline_of(truth_of(PLAN + blocks)) == OUTLINE


@pytest.mark.parametrize("title", ["Painopiste {} – {}: ", "Painopiste {}: {}: ", "{1}: "])
def test_a_title_and_a_bare_heading_on_one_line_head_the_list_of_that_title(title: str) -> None:
    blocks = "".join(
        f"\n{title.format(at, name)}tavoitteet\n{items(goals)}\n{title.format(at, name)}mittarit\n{items(measures)}"
        for at, (name, (goals, measures)) in enumerate(OUTLINE.items(), start=1)
    )
    assert outline_of(truth_of(f"{PLAN}Painopisteet\n\n{items(list(OUTLINE))}{blocks}")) == OUTLINE


def test_a_title_said_again_on_a_page_of_its_own_ends_the_list_of_titles() -> None:
    pages = "".join(
        f"\f{title}\n{items(goals)}\nMittarit\n{items(measures)}" for title, (goals, measures) in OUTLINE.items()
    )
    assert outline_of(truth_of(f"{PLAN}\fPainopisteet\n{items(list(OUTLINE))}{pages}")) == OUTLINE


def test_in_a_plan_of_capitals_each_line_under_a_heading_is_an_item() -> None:
    blocks = "".join(
        f"\n{title}\n\nTavoitteet\n" + "\n".join(goals) + "\n\nMittarit\n" + "\n".join(measures) + "\n"
        for title, (goals, measures) in OUTLINE.items()
    )
    long = "JOTA KOKO KUNTA ODOTTAA JA JOSTA KAIKKI PUHUVAT MYÖS NAAPURISSA\n"
    shape = truth_of(f"KOIVULAN KUNTASTRATEGIA 2026–2030\n\n{long}\nPAINOPISTEET\n{blocks.upper()}")
    assert outline_of(shape) == {
        title.upper(): ([goal.upper() for goal in goals], [one.upper() for one in measures])
        for title, (goals, measures) in OUTLINE.items()
    }


def test_one_glyph_on_short_items_before_a_label_is_left_on_them() -> None:
    told = [*OUTLINE.items(), ("Vakaa talous", (["Velka vähenee", "Tulot riittävät", "Verot pysyvät"], ["Laina"]))]
    long = "jota seurataan joka vuosi koko kunnan alueella yhdessä"
    blocks = "".join(
        f"\n{title.upper()}\n{items(goals)}Mittarit:\n" + "".join(f"- {one}, {long}\n" for one in measures)
        for title, (goals, measures) in told
    )
    assert outline_of(truth_of(f"{PLAN}PAINOPISTEET\n{blocks}")) == {
        title.upper(): (goals, [f"{one}, {long}" for one in measures]) for title, (goals, measures) in told
    }


def test_a_swedish_priority_is_called_by_its_letter() -> None:
    plan = (
        "Björkby kommunstrategi 2026–2030\n\nPrioriteringar\n\n"
        "A. Levande centrum\n\nMål\n• Torget lockar\n• Handeln går bra\n\n"
        "B. Ren natur\n\nMål\n• Vattnen är klara\n• Skogen mår bra\n\n"
        "Mätare\n\nPrioritering A\n• Besökare\n\nPrioritering B\n• Siktdjup\n"
    )
    assert outline_of(truth_of(plan)) == {
        "Levande centrum": (["Torget lockar", "Handeln går bra"], ["Besökare"]),
        "Ren natur": (["Vattnen är klara", "Skogen mår bra"], ["Siktdjup"]),
    }
