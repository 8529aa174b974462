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


def test_a_page_of_contents_without_page_numbers_heads_nothing() -> None:
    contents = "Arvot\n\nElinvoiman kunta\n\nHyvinvoinnin kunta\n\nPainopisteet\n\nTausta\n\nStrategian seuranta\n"
    text = (
        f"\f{contents}\fArvot\n• Avoimuus\n• Rohkeus\n\fPainopisteet\n• Elinvoiman kunta\n• Hyvinvoinnin kunta\n"
        "\fElinvoiman kunta\nKuvaus kertoo tästä.\n\fHyvinvoinnin kunta\nKuvaus kertoo tästä.\n\fStrategian seuranta\n"
        "Tausta\nSeuraamme strategiaa vuosittain.\n"
    )
    assert titles(text, ElementKind.VALUE) == ["Avoimuus", "Rohkeus"]
    assert titles(text, ElementKind.PRIORITY) == ["Elinvoiman kunta", "Hyvinvoinnin kunta"]


def numbered(count: int) -> str:
    goals = ("Kauppa palaa torille", "Tyhjät tilat käyttöön", "Uusia yrityksiä syntyy")
    return "".join(
        f"{number}. {goal}\nNäin me sen teemme\n• Toimi {number}\n\nNäin seuraamme\n• Luku {number}\n\n"
        for number, goal in enumerate(goals[:count], start=1)
    )


@pytest.mark.parametrize(("count", "taken"), [(3, 3), (2, 0)])
def test_numbered_titles_over_heads_of_means_are_goals_where_there_are_three(count: int, taken: int) -> None:
    proposals = read_text(PLAN + NAMED + "Elinvoima\n\n" + numbered(count)).proposals
    assert sum(one.rule == "goal.over_means" for one in proposals) == taken


TOLD = (
    "\fElinvoima\nKunnan elinvoima rakentuu yrityksistä ja osaavista ihmisistä, jotka viihtyvät kunnassa ja haluavat "
    "kehittää sitä yhdessä. Siksi teemme töitä sen eteen joka päivä.\n\n"
)


@pytest.mark.parametrize(("count", "taken"), [(3, 3), (2, 1)])
def test_short_sentences_that_stand_apart_under_a_priority_are_goals(count: int, taken: int) -> None:
    said = ("Vahvistetaan torin asemaa.", "Kunnan väkiluku kasvaa edelleen.", "Tontteja on aina tarjolla.")
    text = NAMED + TOLD + "\n\n".join(said[:count]) + "\n\n\fHyvinvointi\nTästä kerromme myöhemmin lisää.\n"
    assert len(titles(text, ElementKind.GOAL)) == taken


def test_heads_that_say_whose_goals_they_are_keep_the_lists_of_their_leads() -> None:
    lead = "Kunnassa noudatetaan seuraavia periaatteita ja painopisteitä:"
    text = (
        f"Kehittämis- ja elinkeinotoiminnan tavoitteet\n{lead}\n• Tontteja on tarjolla\n\n"
        f"Taloudenhoidon tavoitteet\n{lead}\n• Velka vähenee\n"
    )
    assert outline_of(truth_of(PLAN + text)) == {
        "Kehittämis- ja elinkeinotoiminnan tavoitteet": (["Tontteja on tarjolla"], []),
        "Taloudenhoidon tavoitteet": (["Velka vähenee"], []),
    }


def test_main_aims_under_labelled_priorities_of_their_own_are_goals() -> None:
    text = "".join(
        f"Päämäärä: {aim}\n\nPäätavoitteet {owner} osalta:\n• {goal}\n\n"
        for aim, owner, goal in (
            ("Vakaa talous", "talouden", "Velka vähenee"),
            ("Toimivat palvelut", "palvelujen", "Jonot lyhenevät"),
            ("Elävä keskusta", "keskustan", "Tori täyttyy"),
        )
    )
    assert titles(text, ElementKind.PRIORITY) == ["Vakaa talous", "Toimivat palvelut", "Elävä keskusta"]
    assert titles(text, ElementKind.GOAL) == ["Velka vähenee", "Jonot lyhenevät", "Tori täyttyy"]


def test_a_heading_in_brackets_after_a_lead_heads_the_list_below() -> None:
    assert titles("Hyvän arjen Koivula on (arvomme)\n\nElävä\nLempeä\nTurvallinen\n", ElementKind.VALUE) == [
        "Elävä",
        "Lempeä",
        "Turvallinen",
    ]


def test_a_level_at_the_end_of_a_measure_is_its_target() -> None:
    text = "Mittarit\n• Uusien yritysten määrä 20 kpl vuodessa\n• Kotona asuvien osuus (%)\n"
    found = [one for one in read_text(PLAN + text).proposals if one.kind is ElementKind.MEASURE]
    assert [(one.title, one.details) for one in found] == [
        ("Uusien yritysten määrä", {"target": "20 kpl vuodessa"}),
        ("Kotona asuvien osuus (%)", {}),
    ]


def test_an_areas_name_over_goals_called_by_their_number_is_no_goal() -> None:
    text = NAMED + "\fElinvoima\n\nTorin seutu\nTavoite 1\nTori on auki talvella\nTavoite 2\nHalli remontoidaan\n"
    assert titles(text, ElementKind.GOAL) == ["Tori on auki talvella", "Halli remontoidaan"]


@pytest.mark.parametrize(("items", "goals"), [(1, 0), (2, 2)])
def test_the_only_item_under_a_priority_is_its_description_where_it_is_a_paragraph(items: int, goals: int) -> None:
    told = (
        "Koivula haluaa kasvaa ja tarjota sekä ihmisille että yrityksille kasvun paikkoja kaikkialla kunnassa. "
        "Kehitämme kuntaa siten, että se houkuttelee uusia asukkaita ja yrityksiä sekä pitää nykyiset asukkaat ja "
        "yritykset tyytyväisinä vuodesta toiseen."
    )
    said = f"• {told}\n" + "• Tori on auki talvella\n" * (items - 1)
    text = f"Painopisteet\nELINVOIMA\n{said}\nHYVINVOINTI\n• Lapset liikkuvat\n• Vanhukset tavataan\n"
    assert len(titles(text, ElementKind.GOAL)) == 2 + goals


def test_running_text_under_a_question_of_what_is_done_gives_its_deeds() -> None:
    text = (
        NAMED + "Mitä teemme yhdessä vuoteen 2030 mennessä?\nElinvoima\n"
        "Markkinoimme kuntaa asuntomessuilla. Sisältönä ovat edulliset tontit. Kaavoitamme uuden alueen rannalle.\n"
        "Hyvinvointi\nLaadimme yhdessä uuden ohjelman nuorille.\n"
    )
    assert actions_of(text) == [
        "Markkinoimme kuntaa asuntomessuilla.",
        "Kaavoitamme uuden alueen rannalle.",
        "Laadimme yhdessä uuden ohjelman nuorille.",
    ]


def test_questions_that_a_list_asks_are_no_actions() -> None:
    text = "Toimenpiteet\n• mitä palveluja järjestämme itse\n• palvelujen järjestäminen yhdessä\n"
    assert actions_of(text) == ["palvelujen järjestäminen yhdessä"]


def test_either_side_of_a_priority_with_a_colon_names_it() -> None:
    text = (
        "Päämäärät\n• Talous: vakaa ja vahva\n• Palvelut: lähellä ihmistä\n\n"
        "Palvelut\nTavoitteet\n• Jonot lyhenevät\n\nVakaa ja vahva\nTavoitteet\n• Velka vähenee\n"
    )
    assert outline_of(truth_of(PLAN + text)) == {
        "Talous: vakaa ja vahva": (["Velka vähenee"], []),
        "Palvelut: lähellä ihmistä": (["Jonot lyhenevät"], []),
    }


@pytest.mark.parametrize(("count", "taken"), [(3, 3), (2, 1)])
def test_short_sentences_of_a_page_of_measures_are_measures_whatever_stands_between(count: int, taken: int) -> None:
    said = ("Lasten tyytyväisyys kasvaa kyselyssä.", "Yritysten määrä kasvaa vuosittain.", "Muuttotase pysyy hyvänä.")
    text = NAMED + "\fMittarit\n" + "\n\nELINVOIMA\n\n".join(said[:count]) + "\n"
    assert len(titles(text, ElementKind.MEASURE)) == taken


def test_a_name_with_a_colon_over_its_level_is_a_measure_though_it_begins_with_a_figure() -> None:
    text = "".join(f"• {name}:\n• {level}\n" for name, level in (
        ("Tapahtumien kävijät", "vähintään 170 000 kävijää"), ("3 vuoden välein tehtävä kysely", "positiivinen"),
        ("Muuttotase", "positiivinen"),
    ))  # fmt: skip
    assert titles(text, ElementKind.MEASURE) == ["Tapahtumien kävijät", "3 vuoden välein tehtävä kysely", "Muuttotase"]
