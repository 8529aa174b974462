"""Plans that say by their outline alone what stands under what: numbers, lines, boxes, repeated titles."""

import pytest

from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import outline_of, read_text, truth_of

PLAN = "Koivulan kuntastrategia 2026–2030\n\n"
COUNTED = (
    "TAVOITTEET 2030\nElävä keskusta\n1. Kauppa palaa torille\n2. Tyhjät tilat saavat käyttäjän\n"
    "Puhdas vesi\n3. Järvi kirkastuu\n4. Jätevesi vähenee\n5. Tulvat hallitaan\n\n"
)


def titles(text: str, kind: ElementKind) -> list[str]:
    return [one.title for one in read_text(PLAN + text).proposals if one.kind is kind]


def actions_of(text: str) -> list[str]:
    return titles(text, ElementKind.ACTION)


def test_numbers_that_go_on_from_title_to_title_are_goals_of_the_titles() -> None:
    assert outline_of(truth_of(PLAN + COUNTED)) == {
        "Elävä keskusta": (["Kauppa palaa torille", "Tyhjät tilat saavat käyttäjän"], []),
        "Puhdas vesi": (["Järvi kirkastuu", "Jätevesi vähenee", "Tulvat hallitaan"], []),
    }


def test_numbers_that_begin_again_under_the_next_title_do_not_go_on() -> None:
    again = COUNTED.replace("3. ", "1. ").replace("4. ", "2. ").replace("5. ", "3. ")
    assert "goal.counted" not in {one.rule for one in read_text(PLAN + again).proposals}


def test_a_list_under_a_goal_that_is_said_again_holds_its_actions() -> None:
    text = (
        COUNTED
        + "Järvi kirkastuu\n• Kunnostetaan rantoja\n• Haetaan avustusta\n\nKauppa palaa torille\n• Avataan halli\n"
    )
    proposals = read_text(PLAN + text).proposals
    goals = {one.key: one.title for one in proposals if one.kind is ElementKind.GOAL}
    assert [(one.title, goals[one.parent or 0]) for one in proposals if one.kind is ElementKind.ACTION] == [
        ("Kunnostetaan rantoja", "Järvi kirkastuu"),
        ("Haetaan avustusta", "Järvi kirkastuu"),
        ("Avataan halli", "Kauppa palaa torille"),
    ]


def glyphs(*lines: str) -> str:
    return "Toimenpiteet\n" + "•\n" * 3 + "\n" + "\n".join(lines) + "\n"


def test_bullets_that_stand_apart_are_dealt_to_lines_that_begin_with_small_letters() -> None:
    told = glyphs("rantojen kunnostus", "avustusten haku", "talkoiden järjestäminen")
    assert actions_of(told) == ["rantojen kunnostus", "avustusten haku", "talkoiden järjestäminen"]


def test_a_line_more_than_bullets_goes_on_with_the_longest_line() -> None:
    told = glyphs(
        "rantojen kunnostus kunnan omilla alueilla ja yksityisten omistajien kanssa sovituilla",
        "alueilla",
        "avustusten haku",
        "talkoiden järjestäminen",
    )
    assert actions_of(told)[1:] == ["avustusten haku", "talkoiden järjestäminen"]


def test_a_goal_is_reached_by_the_means_listed_under_it() -> None:
    text = "Tavoitteet\n1. Lisätä asukkaiden hyvinvointia\n- parantamalla puistoja\n- tukemalla seuroja\n"
    assert actions_of(text) == ["parantamalla puistoja", "tukemalla seuroja"]
    assert titles(text, ElementKind.GOAL) == ["Lisätä asukkaiden hyvinvointia"]


def test_numbers_under_heads_of_goals_and_measures_are_goals_and_bullets_measures() -> None:
    text = "Tavoite\nMittari\n\n1. Velka vähenee\n- Lainakanta\n- Vuosikate\n\n2. Väki viihtyy\n- Muuttotase\n"
    assert titles(text, ElementKind.GOAL) == ["Velka vähenee", "Väki viihtyy"]
    assert titles(text, ElementKind.MEASURE) == ["Lainakanta", "Vuosikate", "Muuttotase"]


@pytest.mark.parametrize("asked", ["Miten toimimme:", "Miten varmistamme tämän:", "Millä tavoin kehitämme kuntaa?"])
def test_a_question_how_we_do_it_heads_actions(asked: str) -> None:
    assert actions_of(f"{asked}\n• Rantojen kunnostus\n• Talkoot\n") == ["Rantojen kunnostus", "Talkoot"]


def test_a_label_before_a_slash_heads_what_follows() -> None:
    assert actions_of("MITEN? / Kunnostamme rannat talkoilla.\n") == ["Kunnostamme rannat talkoilla."]


NAMED = "Painopisteet\n• Elinvoima\n• Hyvinvointi\n\n"


@pytest.mark.parametrize("head", ["{} mittarit", "Mittarit teemalle {}", "Mittarit painopisteelle: {}"])
def test_a_head_says_in_capitals_or_after_the_word_for_a_theme_whose_it_is(head: str) -> None:
    text = NAMED + f"{head.format('ELINVOIMA')}\n• Yritysten määrä\n\n{head.format('HYVINVOINTI')}\n• Kävijämäärä\n"
    assert outline_of(truth_of(PLAN + text)) == {
        "Elinvoima": ([], ["Yritysten määrä"]),
        "Hyvinvointi": ([], ["Kävijämäärä"]),
    }


def test_what_success_hangs_on_is_no_priority_where_priorities_are_named() -> None:
    factors = "Kriittiset menestystekijät\n• Osaava väki\n• Vakaa talous\n"
    assert titles(NAMED + factors, ElementKind.PRIORITY) == ["Elinvoima", "Hyvinvointi"]
    assert titles(factors, ElementKind.PRIORITY) == ["Osaava väki", "Vakaa talous"]


def page(*lines: str) -> str:
    return "\f" + "\n\n".join(lines) + "\n"


def test_boxes_that_are_woven_under_the_heads_of_goals_and_means_are_told_apart_by_their_verbs() -> None:
    text = page(
        "Elinvoima", "TAVOITTEET", "KEINOT", "Kunnassa on tilaa yrityksille", "Kaavoitamme tontteja",
        "Tapahtumat tunnetaan", "Järjestämme tapahtumia itse", "Palkitsemme yrittäjiä",
    ) + page(
        "Hyvinvointi", "TAVOITTEET", "KEINOT", "Lapset liikkuvat", "Avaamme salit illoiksi", "Luemme kouluissa ääneen",
        "Vanhukset eivät ole yksin",
    )  # fmt: skip
    assert titles(text, ElementKind.GOAL) == [
        "Kunnassa on tilaa yrityksille",
        "Tapahtumat tunnetaan",
        "Lapset liikkuvat",
        "Vanhukset eivät ole yksin",
    ]
    assert len(actions_of(text)) == 5


def lined(*blocks: tuple[str, str, str]) -> str:
    return "\n".join(f"{title}\n{first}\n{second}\n" for title, first, second in blocks)


LINED = (
    ("Lasten kunta", "Koivula tarjoaa turvallisen kasvuympäristön.", "Koivulassa lapset kuullaan aina."),
    ("Yrittäjän kunta", "Koivula kilpailuttaa hankintansa avoimesti.", "Koivulassa tontti löytyy heti."),
    ("Kävijän kunta", "Koivula on tapahtumien kunta.", "Koivulassa polut on merkitty hyvin."),
)


def test_sentences_that_each_end_a_line_under_titles_are_goals() -> None:
    assert titles(lined(*LINED), ElementKind.PRIORITY) == ["Lasten kunta", "Yrittäjän kunta", "Kävijän kunta"]
    assert len(titles(lined(*LINED), ElementKind.GOAL)) == 6


def test_two_titles_over_such_sentences_are_left_alone() -> None:
    assert not titles(lined(*LINED[:2]), ElementKind.PRIORITY)


def test_items_that_bear_their_levels_are_measures_and_their_names_end_before() -> None:
    text = (
        "Luvut, joita katsomme\n1. Työttömyysaste (tavoite: alle 5 %, seuranta: kuukausittain)\n"
        "2. Asukastilaisuuksien määrä\n3. Tonttien myynti - tavoite 20 vuodessa\n"
    )
    assert titles(text, ElementKind.MEASURE) == ["Työttömyysaste", "Asukastilaisuuksien määrä", "Tonttien myynti"]


def test_a_lead_to_the_list_of_a_value_is_not_a_second_value() -> None:
    text = "ARVOT\n\nAVOIMUUS\n\nROHKEUS\n\nAVOIMUUTEMME ON\n\nROHKEUTEMME NÄKYY\n"
    assert titles(text, ElementKind.VALUE) == ["AVOIMUUS", "ROHKEUS"]


def test_the_indicators_of_a_report_among_measures_are_a_measure() -> None:
    text = "Mittarit\n• Lainakanta\n\nHyvinvointikertomuksen indikaattorit\n• Muuttotase\n"
    assert titles(text, ElementKind.MEASURE) == ["Lainakanta", "Hyvinvointikertomuksen indikaattorit", "Muuttotase"]


ASKED = (
    "hyvinvoinnin edistäminen",
    "omistajapolitiikka",
    "henkilöstöpolitiikka",
    "elinympäristön ja elinvoiman kehittäminen",
)


@pytest.mark.parametrize(("count", "kept"), [(4, 0), (3, 3)])
def test_the_list_of_what_the_law_asks_of_a_strategy_gives_no_elements(count: int, kept: int) -> None:
    text = "Tavoitteet\n" + "".join(f"• {one}\n" for one in ASKED[:count]) + "• Tori on auki talvella\n"
    assert len(titles(text, ElementKind.GOAL)) == kept + 1
