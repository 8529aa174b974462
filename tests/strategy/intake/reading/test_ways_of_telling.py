from typing import Any

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.truth import as_truth


def shape(text: str) -> dict[str, Any]:
    return as_truth(read(lines_of_text(text)))


def goals_of(told: dict[str, Any]) -> dict[str, list[str]]:
    return {priority["title"]: priority["goals"] for priority in told["priorities"]}


def levels_of(told: dict[str, Any]) -> dict[str, tuple[str | None, str | None]]:
    return {row["indicator"]: (row.get("baseline"), row.get("target")) for row in told["indicator_values"]}


PROSE = """Lumivaaran kunnan strategia

Puhdas vesi

Järvi on kunnan sydän. Tavoitteenamme on, että rannat pysyvät avoimina. Lisäksi tavoittelemme sitä, että
viemärit uusitaan. Toteutamme tavoitteita kunnostamalla puhdistamon ja ohjaamalla mökkiläisiä. Onnistumista
seurataan näkösyvyydellä ja liittyneiden kiinteistöjen määrällä, joka nousee 210:stä 260:een.

Elävä kylä

Tavoitteenamme on, että koulu pysyy kylässä. Onnistumista seurataan oppilasmäärällä.
"""


def test_a_plan_told_in_sentences_gives_its_titles_goals_measures_and_means() -> None:
    told = shape(PROSE)
    assert goals_of(told) == {
        "Puhdas vesi": ["rannat pysyvät avoimina", "viemärit uusitaan"],
        "Elävä kylä": ["koulu pysyy kylässä"],
    }
    assert [one["title"] for one in told["actions"]] == ["kunnostamalla puhdistamon", "ohjaamalla mökkiläisiä"]
    assert levels_of(told) == {"liittyneiden kiinteistöjen määrällä": ("210", "260")}


def test_one_sentence_of_an_aim_in_a_description_is_no_goal() -> None:
    listed = "Strategia\n\nPainopisteet\n• Elävä kylä\n• Vahva talous\n\n"
    text = f"{listed}Tausta on pitkä. Tavoitteenamme on, että kunta elää.\n"
    assert goals_of(shape(text)) == {"Elävä kylä": [], "Vahva talous": []}


TABLE = """Strategia 2026-2029

Painopiste 1: Sujuva arki

Mittari
Nyt
2029
Vastatut puhelut
60 %
90 %
Jonotusaika
12
5
"""


def test_a_table_of_one_cell_a_line_is_read_by_the_number_of_its_heads() -> None:
    assert levels_of(shape(TABLE)) == {"Vastatut puhelut": ("60 %", "90 %"), "Jonotusaika": ("12", "5")}


def test_lines_that_do_not_fill_whole_rows_are_no_table() -> None:
    assert levels_of(shape(TABLE.replace("12\n5\n", "12\n"))) == {}


def test_headings_that_ask_are_told_by_their_verb() -> None:
    text = (
        "Strategia\n\nSuunta 1: Sujuva arki\n\nMitä tavoittelemme?\n• Apu tulee ajoissa\n\nNäin teemme sen\n"
        "• Yhteinen neuvonta\n\nMistä tiedämme onnistuneemme?\n• Odotusaika, enintään 7 päivää\n\n"
        "Suunta 2: Vahva kylä\n\nMitä tavoittelemme?\n• Koulu säilyy\n"
    )
    told = shape(text)
    assert goals_of(told) == {"Sujuva arki": ["Apu tulee ajoissa"], "Vahva kylä": ["Koulu säilyy"]}
    assert [one["title"] for one in told["actions"]] == ["Yhteinen neuvonta"]
    assert levels_of(told) == {"Odotusaika": (None, "enintään 7 päivää")}


def test_a_day_spelt_out_is_the_same_day_in_figures() -> None:
    for day in ("6. lokakuuta 2025", "6.10.2025"):
        told = shape(f"Lumivaaran kunnan strategia\n\nHyväksytty kunnanvaltuustossa {day}\n\nVisio\nElävä kylä.\n")
        assert [one["date"] for one in told["decisions"]] == ["6.10.2025"]
