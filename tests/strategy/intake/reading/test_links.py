"""How a document tells to which priority a goal, a measure or an action belongs: one plan told in many ways."""

import pytest

from tests.strategy.intake.reading.samples import outline_of, truth_of

COVER = "Kuusirannan kunta\nKuntastrategia 2026–2030\n\n"
GOALS = {"Elinvoima": ["Yritykset kasvavat", "Työvoima riittää"], "Hyvinvointi": ["Lapset voivat hyvin"]}
MEASURES = {"Elinvoima": ["Yritysten määrä", "Työllisyysaste"], "Hyvinvointi": ["Harrastavien osuus"]}
WHOLE = {name: (GOALS[name], MEASURES[name]) for name in GOALS}
ROWS = (
    ("Elinvoima", "Yritykset kasvavat", "Yritysten määrä"),
    ("Elinvoima", "Työvoima riittää", "Työllisyysaste"),
    ("Hyvinvointi", "Lapset voivat hyvin", "Harrastavien osuus"),
)
LIST = "Painopisteet\n1. Elinvoima\n2. Hyvinvointi\n\n"
UNDER = (
    "Painopiste 1: Elinvoima\nTavoitteet\n• Yritykset kasvavat\n• Työvoima riittää\n\n"
    "Painopiste 2: Hyvinvointi\nTavoitteet\n• Lapset voivat hyvin\n\n"
)
CODED = UNDER.replace("• Y", "T1 Y").replace("• T", "T2 T").replace("• L", "T3 L")


def lines(pattern: str, *, measures: bool = False) -> str:
    """Return a line for each goal, or for each measure, that names its priority in its own way."""
    numbers = {"Elinvoima": 1, "Hyvinvointi": 2}
    return "".join(
        pattern.format(name=name, number=numbers[name], goal=goal, item=measure if measures else goal, at=at)
        for at, (name, goal, measure) in enumerate(ROWS, start=1)
    )


def listed(pattern: str) -> str:
    """Return a line for each priority and its measures."""
    return "".join(
        pattern.format(name=name, number=number, items=", ".join(MEASURES[name]), bullets="\n• ".join(MEASURES[name]))
        for number, name in enumerate(MEASURES, start=1)
    )


MEASURES_AT_THE_END = {
    "its name stands over the list": listed("{name}\n• {bullets}\n\n"),
    "its number stands over the list": listed("Painopiste {number}\n• {bullets}\n\n"),
    "its name stands before a colon": listed("{name}: {items}\n"),
    "its number stands before a colon": listed("Painopiste {number}: {items}\n"),
    "its name stands before a dash": lines("• {name} – {item}\n", measures=True),
    "its number stands in brackets": lines("• {item} (painopiste {number})\n", measures=True),
    "its name stands in brackets": lines("• {item} ({name})\n", measures=True),
    "its name stands in a column": "Mittari | Painopiste\n" + lines("{item} | {name}\n", measures=True),
    "its name stands in a row of the table": "Mittari | Lähtötaso | Tavoitetaso\n"
    "1 Elinvoima |  | \nYritysten määrä | 310 | 350\nTyöllisyysaste | 68 % | 72 %\n"
    "2 Hyvinvointi |  | \nHarrastavien osuus | 50 % | 70 %\n",
    "the list of its turn": listed("• {bullets}\n\n"),
    "the goal's name stands over the list": lines("{goal}\n• {item}\n", measures=True),
    "the goal stands in a column": "Tavoite | Mittari\n" + lines("{goal} | {item}\n", measures=True),
}


@pytest.mark.parametrize("told", MEASURES_AT_THE_END.values(), ids=MEASURES_AT_THE_END)
def test_measures_after_all_goals_belong_where_they_say(told: str) -> None:
    assert outline_of(truth_of(f"{COVER}{UNDER}Mittarit\n\n{told}")) == WHOLE


HEADS = {
    "the genitive of its name": "{name}n mittarit\n• {bullets}\n\n",
    "its name after a colon": "Mittarit: {name}\n• {bullets}\n\n",
}


@pytest.mark.parametrize("pattern", HEADS.values(), ids=HEADS)
def test_headings_of_measures_say_whose_they_are(pattern: str) -> None:
    told = listed(pattern).replace("Hyvinvointin", "Hyvinvoinnin")
    assert outline_of(truth_of(f"{COVER}{UNDER}{told}")) == WHOLE


def test_swedish_headings_name_the_priority_after_a_preposition() -> None:
    text = (
        "Granviks kommun\nKommunstrategi 2026–2030\n\nTyngdpunkter\n• Livskraft\n• Välfärd\n\n"
        "Mål för livskraft\n• Företagen växer\n\nMål för välfärd\n• Barnen mår bra\n\n"
        "Mätare för livskraft\n• Antal företag\n\nMätare för välfärd\n• Andel barn med hobby\n"
    )
    assert outline_of(truth_of(text)) == {
        "Livskraft": (["Företagen växer"], ["Antal företag"]),
        "Välfärd": (["Barnen mår bra"], ["Andel barn med hobby"]),
    }


def test_measures_at_the_end_that_say_nothing_belong_to_the_whole_plan() -> None:
    shape = truth_of(f"{COVER}{UNDER}Mittarit\n\n" + lines("• {item}\n", measures=True))
    assert outline_of(shape) == {name: (goals, []) for name, goals in GOALS.items()}
    assert shape["indicators_without_priority"] == [measure for _, _, measure in ROWS]


def test_measures_of_the_last_priority_stay_its_own_where_others_have_theirs() -> None:
    text = UNDER.replace("\nPainopiste 2", "\nMittarit\n• Yritysten määrä\n\nPainopiste 2")
    assert outline_of(truth_of(f"{COVER}{text}Mittarit\n• Harrastavien osuus\n")) == {
        "Elinvoima": (GOALS["Elinvoima"], ["Yritysten määrä"]),
        "Hyvinvointi": (GOALS["Hyvinvointi"], ["Harrastavien osuus"]),
    }


NUMBERS = (("1.1", "1.2", "2.1"), ("A1", "A2", "B1"), ("P1.1", "P1.2", "P2.1"))


@pytest.mark.parametrize("numbers", [*NUMBERS, tuple(f"Tavoite {one}:" for one in NUMBERS[0])])
def test_goals_in_a_chapter_of_their_own_belong_by_their_numbers(numbers: tuple[str, ...]) -> None:
    names = [number[: -len(".1")] if "." in number else number[0] for number in (NUMBERS[0][0], NUMBERS[0][2])]
    if numbers in NUMBERS[1:]:
        names = ["A.", "B."] if numbers is NUMBERS[1] else ["P1", "P2"]
    priorities = "".join(f"{number} {name}\n" for number, name in zip(names, GOALS, strict=True))
    priorities = priorities.replace("1 E", "1. E").replace("2 H", "2. H") if "P1" not in names else priorities
    goals = "".join(f"{number} {goal}\n" for number, (_, goal, _) in zip(numbers, ROWS, strict=True))
    told = outline_of(truth_of(f"{COVER}Painopisteet\n{priorities}\nTavoitteet\n{goals}"))
    assert told == {name: (goals, []) for name, goals in GOALS.items()}


BRACKETS = {
    "name": LIST + "Tavoitteet\n" + lines("• {item} (painopiste: {name})\n"),
    "number": LIST + "Tavoitteet\n" + lines("• {item} (painopiste {number})\n"),
    "verb": LIST + "Tavoitteet\n" + lines("• {item} (tukee painopistettä {number})\n"),
}


@pytest.mark.parametrize("text", BRACKETS.values(), ids=BRACKETS)
def test_goals_say_in_brackets_to_which_priority_they_belong(text: str) -> None:
    assert outline_of(truth_of(COVER + text)) == {name: (goals, []) for name, goals in GOALS.items()}


def test_a_number_alone_in_brackets_may_be_a_note_and_moves_nothing() -> None:
    shape = truth_of(f"{COVER}{LIST}Tavoitteet\n" + lines("• {item} ({number})\n"))
    assert [goals for goals, _ in outline_of(shape).values()] == [[], []]
    assert shape["goals_without_priority"] == [f"{goal} ({1 if name == 'Elinvoima' else 2})" for name, goal, _ in ROWS]


@pytest.mark.parametrize("pattern", ["• {item} (T{at})\n", "T{at}: {item}\n"])
def test_measures_call_a_goal_by_its_code(pattern: str) -> None:
    assert outline_of(truth_of(f"{COVER}{CODED}Mittarit\n\n" + lines(pattern, measures=True))) == WHOLE


def test_actions_call_a_goal_by_its_code_and_belong_to_it() -> None:
    shape = truth_of(f"{COVER}{CODED}Toimenpiteet 2027\n• Tontteja kaavoitetaan (T1)\n• Saleja avataan illoiksi (T3)\n")
    assert {one["title"]: one["goal"] for one in shape["actions"]} == {
        "Tontteja kaavoitetaan": "Yritykset kasvavat",
        "Saleja avataan illoiksi": "Lapset voivat hyvin",
    }


UNDER_THE_GOAL = {
    "a label": "Tavoite {at}: {item}\nPainopiste: {name}\n\n",
    "a label with an owner": "Tavoite: {item}\nStrategian painopiste: {name}\n\n",
    "a sentence": "Tavoite {at}: {item}\nTavoite toteuttaa painopistettä {name}.\n\n",
}


@pytest.mark.parametrize("pattern", UNDER_THE_GOAL.values(), ids=UNDER_THE_GOAL)
def test_a_priority_named_under_each_goal_is_that_goals(pattern: str) -> None:
    told = outline_of(truth_of(COVER + lines(pattern)))
    assert told == {name: (goals, []) for name, goals in GOALS.items()}


def test_a_priority_named_over_each_goal_stays_over_it() -> None:
    text = (
        "Painopiste: Elinvoima\nTavoite: Yritykset kasvavat\n\nPainopiste: Hyvinvointi\nTavoite: Lapset voivat hyvin\n"
    )
    assert outline_of(truth_of(COVER + text)) == {
        "Elinvoima": (["Yritykset kasvavat"], []),
        "Hyvinvointi": (["Lapset voivat hyvin"], []),
    }


MATRICES = {
    "bars": " | Elinvoima | Hyvinvointi\nTavoitteet | Yritykset kasvavat | Lapset voivat hyvin\n"
    " | Työvoima riittää | \nMittarit | Yritysten määrä | Harrastavien osuus\n | Työllisyysaste | \n",
    "tabs and semicolons": "Painopiste\tElinvoima\tHyvinvointi\n"
    "Tavoitteet\tYritykset kasvavat; Työvoima riittää\tLapset voivat hyvin\n"
    "Mittarit\tYritysten määrä; Työllisyysaste\tHarrastavien osuus\n",
    "spaces": "              Elinvoima               Hyvinvointi\n\n"
    "Tavoitteet    Yritykset kasvavat      Lapset voivat hyvin\n              Työvoima riittää\n\n"
    "Mittarit      Yritysten määrä         Harrastavien osuus\n              Työllisyysaste\n",
}


@pytest.mark.parametrize("text", MATRICES.values(), ids=MATRICES)
def test_a_table_whose_columns_are_the_priorities_is_read_down_each_column(text: str) -> None:
    assert outline_of(truth_of(COVER + LIST + text)) == WHOLE


def test_columns_under_names_said_before_are_lists_of_those_priorities() -> None:
    text = "Tavoitteet 2030\n\nElinvoima               Hyvinvointi\nYritykset kasvavat      Lapset voivat hyvin\n"
    assert outline_of(truth_of(COVER + LIST + text)) == {
        "Elinvoima": (["Yritykset kasvavat"], []),
        "Hyvinvointi": (["Lapset voivat hyvin"], []),
    }


def test_a_running_head_of_two_parts_is_no_table() -> None:
    head = "KUUSIRANNAN KUNTA                              Kuntastrategia 2026–2030\n\n"
    assert outline_of(truth_of(COVER + head + UNDER + head)) == {name: (goals, []) for name, goals in GOALS.items()}


@pytest.mark.parametrize("bar", [" | ", "\t"])
def test_an_empty_first_cell_belongs_to_the_priority_above(bar: str) -> None:
    rows = [("Painopiste", "Tavoite", "Mittari"), ROWS[0], ("", *ROWS[1][1:]), ROWS[2]]
    assert outline_of(truth_of(COVER + "".join(bar.join(row) + "\n" for row in rows))) == WHOLE


def test_actions_under_the_heading_right_below_a_goals_label_are_that_goals() -> None:
    text = (
        "Painopiste 1: Elinvoima\n\nTavoite 1. Yritykset kasvavat\nToimenpiteet\n• Tontteja kaavoitetaan\n\n"
        "Tavoite 2. Työvoima riittää\nToimenpiteet\n• Oppisopimuksia lisätään\n"
    )
    assert {one["title"]: one["goal"] for one in truth_of(COVER + text)["actions"]} == {
        "Tontteja kaavoitetaan": "Yritykset kasvavat",
        "Oppisopimuksia lisätään": "Työvoima riittää",
    }
