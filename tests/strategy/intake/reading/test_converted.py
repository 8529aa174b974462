"""What a converter leaves of a page: cells as blocks, wrapped rows, running heads, boxes, glyphs in groups."""

import pytest

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.truth import as_truth
from luotsi.strategy.intake.types import DocumentText, ElementKind, Line
from tests.strategy.intake.reading.samples import outline_of, read_text, truth_of

COVER = "Kuusirannan kunta\nKuntastrategia 2026–2030\n\n"
HEADS = "Tavoite\nToimenpide\nVastuu\nAikataulu\nMittari\n\n"
CELLS = (
    "Asiakas saa\npalvelun heti",
    "Jonojen purku",
    "Palvelupäällikkö",
    "1–3/2026",
    "Odotusaika päivää,\nenintään 5",
    "Palautekortin\nkäyttöönotto",
    "Palveluesimies",
    "syksy 2026",
    "Nuori ei jää\nodottamaan",
    "Ryhmäinfojen aloittaminen",
    "Ohjaaja",
    "jatkuva",
    "Ensitapaamiset, 240 kpl\n(2025: 118)",
)
PLAN = {
    "ELÄVÄ ARKI": (
        ["Asiakas saa palvelun heti", "Nuori ei jää odottamaan"],
        ["Odotusaika päivää", "Ensitapaamiset"],
    )
}


def titles(text: str, kind: ElementKind) -> list[str]:
    return [one.title for one in read_text(text).proposals if one.kind is kind]


def test_cells_that_are_blocks_are_dealt_to_their_columns_and_a_goal_stands_over_several_rows() -> None:
    told = truth_of(f"{COVER}PAINOPISTE 1. ELÄVÄ ARKI\n\n{HEADS}" + "\n\n".join(CELLS) + "\n")
    assert outline_of(told) == PLAN
    assert [(one["title"], one["goal"], one["responsible"]) for one in told["actions"]] == [
        ("Jonojen purku", "Asiakas saa palvelun heti", "Palvelupäällikkö"),
        ("Palautekortin käyttöönotto", "Asiakas saa palvelun heti", "Palveluesimies"),
        ("Ryhmäinfojen aloittaminen", "Nuori ei jää odottamaan", "Ohjaaja"),
    ]
    assert told["indicator_values"][1] == {"indicator": "Ensitapaamiset", "baseline": "118", "target": "240 kpl"}


def test_a_table_of_blocks_goes_on_under_the_next_priority_without_its_head() -> None:
    more = "\n\nPAINOPISTE 2. TALOUS\n\nVelka ei kasva\n\nRakennusten myynti\n\nTalousjohtaja\n\n2027\n\n"
    more += "Lainakanta, 8 M€\n\n"
    more += "Tulos on hyvä\n\nHankintojen kilpailutus\n\nHankinta-asiantuntija\n\n2028\n\nVuosikate, 2 M€\n"
    told = truth_of(f"{COVER}PAINOPISTE 1. ELÄVÄ ARKI\n\n{HEADS}" + "\n\n".join(CELLS) + more)
    assert outline_of(told) == PLAN | {"TALOUS": (["Velka ei kasva", "Tulos on hyvä"], ["Lainakanta", "Vuosikate"])}


def test_blocks_that_do_not_look_like_their_columns_are_no_table() -> None:
    prose = "\n\n".join(
        f"Kunnan asukkaat toivoivat kokouksessa numero {at} lisää valaistusta teille." for at in range(9)
    )
    assert "table.cells" not in {one.rule for one in read_text(f"{COVER}{HEADS}{prose}\n").proposals}


WRAPPED = """\
Painopiste          Tavoite                Mittari                Lähtötaso   Tavoite
                                                                  2025        2030
Elävä ja            Palvelut löytyvät      Neuvonnan asiakkaat    140         220
lämmin arki         yhdestä paikasta       vuodessa
                    Tonteille syntyy       Luovutetut tontit      9           20
                    uutta rakentamista
Talous kantaa       Velka ei kasva enää on Lainat asukasta kohden 3 150       2 800
"""


def test_rows_that_wrap_under_their_heads_are_one_row_each() -> None:
    told = truth_of(COVER + WRAPPED)
    assert outline_of(told) == {
        "Elävä ja lämmin arki": (
            ["Palvelut löytyvät yhdestä paikasta", "Tonteille syntyy uutta rakentamista"],
            ["Neuvonnan asiakkaat vuodessa", "Luovutetut tontit"],
        ),
        "Talous kantaa": (["Velka ei kasva enää on"], ["Lainat asukasta kohden"]),
    }
    assert [(one["baseline"], one["target"]) for one in told["indicator_values"]] == [
        ("140", "220"), ("9", "20"), ("3 150", "2 800"),
    ]  # fmt: skip


def test_years_alone_over_figures_are_a_measures_first_and_last_level() -> None:
    rows = "                            2020     2026     2032\nTyöpaikat                   2 100    2 200    2 310\n"
    values = truth_of(f"{COVER}STRATEGIAN TUNNUSLUVUT\n\n{rows}Tyhjät tilat, %             20       15       8\n")
    assert [(one["indicator"], one["baseline"], one["target"]) for one in values["indicator_values"]] == [
        ("Työpaikat", "2 100", "2 310"),
        ("Tyhjät tilat, %", "20", "8"),
    ]
    assert truth_of(f"{COVER}TALOUDEN KEHITYS\n\n{rows}")["indicator_values"] == []


def pages(count: int, foot: str) -> str:
    return COVER + "".join(
        f"Painopiste {at}: Asia {at}\nTavoitteet\n• Asia {at} paranee\n\n{foot}\n\n{at}\n\n"
        for at in range(1, count + 1)
    )


def test_a_line_that_comes_again_beside_the_pages_numbers_is_no_content() -> None:
    foot = "Kuusirannan kunta | Strategia 2026–2030"
    assert titles(pages(4, foot), ElementKind.GOAL) == [f"Asia {at} paranee" for at in range(1, 5)]
    document = lines_of_text(pages(4, "Sama rivi joka sivulla"))
    assert sum("Sama rivi" in line.text for line in document.lines) == 4
    assert not [one for one in read_text(pages(4, "Sama rivi joka sivulla")).proposals if "Sama" in one.title]


def test_bullets_in_two_groups_part_their_texts_for_two_headings() -> None:
    text = "Painopiste 1: Vesi\n\nTavoitteet\n\nToimenpiteet\n\n•\n•\n\n•\n•\n\nJärvi kirkastuu\nRannat aukeavat\n\n"
    told = truth_of(f"{COVER}{text}Rantojen raivaus\nOjien siivous\n")
    assert outline_of(told) == {"Vesi": (["Järvi kirkastuu", "Rannat aukeavat"], [])}
    assert [one["title"] for one in told["actions"]] == ["Rantojen raivaus", "Ojien siivous"]


def test_headings_of_statements_in_a_row_stand_over_their_paragraphs_in_turn() -> None:
    text = "Missio\n\nVisio 2030\n\nPidämme huolta toisistamme joka päivä.\n\nKuusiranta on seudun lämpimin kunta.\n"
    told = truth_of(COVER + text)
    assert (told["mission"], told["vision"]) == (
        "Pidämme huolta toisistamme joka päivä.",
        "Kuusiranta on seudun lämpimin kunta.",
    )


WORDS = "ROHKEUS\n\nLÄHEISYYS\n\nLUOTTAMUS\n\n"
TOLD = "Kokeilemme uutta ja opimme.\n\nOlemme siellä missä ihmiset.\n\nPidämme sen, minkä lupaamme.\n\n"


def test_a_heading_after_words_and_as_many_sentences_names_the_values() -> None:
    assert truth_of(f"{COVER}{WORDS}{TOLD}Arvomme\n\n")["values"] == ["ROHKEUS", "LÄHEISYYS", "LUOTTAMUS"]


def test_sentences_that_say_what_we_are_are_values() -> None:
    ours = "Olemme suoria. Puhumme asioista.\nOlemme uteliaita. Kysymme.\nOlemme reiluja. Autamme.\n"
    assert len(truth_of(f"{COVER}NÄIN TOIMIMME\n\n{ours}")["values"]) == 3
    assert truth_of(f"{COVER}NÄIN TOIMIMME\n\n{ours[: ours.index('Olemme reiluja')]}")["values"] == []


def test_a_list_whose_items_all_stand_apart_stays_one_list() -> None:
    told = truth_of(
        f"{COVER}Päämäärät\n\n1. Koulu\n\n\nTilat ovat auki\n\n\n\nRuoka on hyvää\n\n\n\n"
        "Matka on turvallinen\n\n2. Työ\n"
    )
    assert outline_of(told)["Koulu"] == (["Tilat ovat auki", "Ruoka on hyvää", "Matka on turvallinen"], [])


def test_names_over_arrows_are_measures_with_their_levels() -> None:
    text = "Luvut joita katsomme\n\nAsukasluku\n1 480 → 1 500\n\nSyntyneet\n9 → 12\n\nLainat\n2 940 → alle 2 500\n"
    assert truth_of(COVER + text)["indicator_values"] == [
        {"indicator": "Asukasluku", "baseline": "1 480", "target": "1 500"},
        {"indicator": "Syntyneet", "baseline": "9", "target": "12"},
        {"indicator": "Lainat", "baseline": "2 940", "target": "alle 2 500"},
    ]


DEEDS = "Mitä teemme käytännössä?\n\nKesätyöpaikkoja lisätään kouluihin. Vastuu rehtorit, kevät 2026.\n\n"


def test_paragraphs_that_end_in_who_answers_are_actions() -> None:
    told = truth_of(f"{COVER}{DEEDS}Yhteinen päivä pidetään kahdesti vuodessa. Vastuu koordinaattori.\n")
    assert [(one["title"], one["responsible"], one.get("schedule")) for one in told["actions"]] == [
        ("Kesätyöpaikkoja lisätään kouluihin", "rehtorit", "kevät 2026"),
        ("Yhteinen päivä pidetään kahdesti vuodessa", "koordinaattori", None),
    ]


def test_titles_over_sentences_that_come_again_over_measures_are_priorities() -> None:
    goals = "Mihin pyrimme 2026–2027?\n\nPalvelu löytyy\n\nNuori tietää, mitä täältä saa.\n"
    goals += "Apu tulee sinne, missä nuori on.\n\n"
    goals += "Verkosto toimii\n\nJokainen tietää oman tehtävänsä.\n\n"
    again = "Mistä tiedämme onnistuneemme?\n\nPalvelu löytyy\nKävijämäärä\n\nVerkosto toimii\nKyselyn arvosana\n"
    assert outline_of(truth_of(COVER + goals + again)) == {
        "Palvelu löytyy": (["Nuori tietää, mitä täältä saa.", "Apu tulee sinne, missä nuori on."], ["Kävijämäärä"]),
        "Verkosto toimii": (["Jokainen tietää oman tehtävänsä."], ["Kyselyn arvosana"]),
    }


def test_as_many_headings_of_goals_as_priorities_belong_to_these_in_turn() -> None:
    text = "Painopisteet\n• Vesi\n• Metsä\n\nTavoitteet\n• Järvi kirkastuu\n\nTavoitteet\n• Metsä kasvaa\n"
    assert outline_of(truth_of(COVER + text)) == {"Vesi": (["Järvi kirkastuu"], []), "Metsä": (["Metsä kasvaa"], [])}
    third = outline_of(truth_of(f"{COVER}{text}\nTavoitteet\n• Tiet kestävät\n"))
    assert third["Vesi"] == ([], [])


def celled(*rows: tuple[str, ...]) -> DocumentText:
    """Return a document of the cover and one table as a format gives it; a cell's lines are parted by a bar."""
    lines, text = list(lines_of_text(COVER + "Painopiste 1: Vesi\n").lines), COVER + "Painopiste 1: Vesi\n"
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            for part in cell.split("|"):
                start = len(text)
                text += f"{part}\n"
                lines.append(
                    Line(len(lines) + 1, part, 1, start, start + len(part), style="table", cell=(1, row, column))
                )
    return DocumentText(text, tuple(lines), pages=1, media_type="application/pdf")


@pytest.mark.parametrize(
    "rows",
    [
        (("Tavoitteet|• Järvi kirkastuu|vuosi vuodelta", "Mittarit|• Näkösyvyys"),),
        (("Tavoite", "Järvi kirkastuu|vuosi vuodelta"), ("Mittari", "Näkösyvyys"), ("Vastuu", "limnologi")),
    ],
)
def test_a_table_that_frames_boxes_or_is_a_record_is_read_as_its_headings_say(
    rows: tuple[tuple[str, ...], ...],
) -> None:
    assert outline_of(as_truth(read(celled(*rows)))) == {"Vesi": (["Järvi kirkastuu vuosi vuodelta"], ["Näkösyvyys"])}


def test_a_goals_column_beside_levels_stays_one_where_a_later_column_bears_the_year() -> None:
    told = as_truth(read(celled(
        ("Tavoite", "Mittari", "Lähtötaso 2025", "Tavoite 2030"),
        ("Järvi kirkastuu", "Näkösyvyys", "1,2 m", "2 m"),
    )))  # fmt: skip
    assert outline_of(told) == {"Vesi": (["Järvi kirkastuu"], ["Näkösyvyys"])}
    assert told["indicator_values"] == [{"indicator": "Näkösyvyys", "baseline": "1,2 m", "target": "2 m"}]
