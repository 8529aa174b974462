"""Lines that are no content, lines out of order, and what looks like an element and is none."""

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.headings import HeadingReader
from luotsi.strategy.intake.reading.tidying import as_read
from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import outline_of, read_text, truth_of

PLAN = "Koivulan kuntastrategia 2026–2030\n\n"


def left_of(text: str) -> list[str]:
    """Return the lines that are read, in their order."""
    lines = as_read(lines_of_text(text), HeadingReader(("fi",))).lines
    return [line.text.strip() for line in lines if line.text.strip() and line.style != "footer"]


def test_lines_that_dots_lead_to_a_page_are_a_contents_page_with_what_stands_between_them() -> None:
    contents = (
        "Johdanto……………2\nPainopisteet:\nElävä keskusta…………5–6\nOmistajuuden tavoitteet ja\nperiaatteet …....… 11-12"
    )
    text = f"{contents}\n\nElävä keskusta"
    assert left_of(text) == ["Elävä keskusta"]


def test_three_dots_in_a_sentence_are_no_contents_page() -> None:
    assert left_of("Tuemme matkailua (marjat, maito…) ja metsää\nVuonna 2030 olemme…") == [
        "Tuemme matkailua (marjat, maito…) ja metsää",
        "Vuonna 2030 olemme…",
    ]


def test_mirrored_text_is_left_out_and_its_mirror_stays() -> None:
    text = "Kuntastrategia on yhteinen\nturvallinen paikka elää\n\naigetartsatnuk\näälе nenillavrut akkiap".replace(
        "е", "e"
    )
    assert left_of(text) == ["Kuntastrategia on yhteinen", "turvallinen paikka elää"]


def test_words_that_read_both_ways_are_not_mirrored() -> None:
    assert left_of("Saat taas apua\ntaas saat neuvoa ja tukea") == ["Saat taas apua", "taas saat neuvoa ja tukea"]


def test_a_contact_line_and_an_invitation_are_left_out() -> None:
    contacts = "Lisätietoja: kunnanjohtaja, puh. 000 000 0000\nYhteystiedot"
    assert left_of(f"Rohkeus\nTervetuloa\nmukavaan joukkoomme!\n{contacts}\nReiluus") == ["Rohkeus", "Reiluus"]


def test_a_goal_that_speaks_of_contacts_or_a_welcome_stays() -> None:
    welcome = "Tervetuloa kuntaan on palvelujen yhteinen tapa\ntoimia\nottaa vastaan\nuudet asukkaat\nja yritykset"
    text = f"Yhteystiedot löytyvät helposti\n{welcome}"
    assert left_of(text) == text.split("\n")


def test_a_page_of_short_lines_that_names_the_next_page_is_a_divider() -> None:
    pages = [
        "Tietä myöten\ntuulta päin\nHYVINVOINTI",
        "Hyvinvointi\nPidämme huolta toisistamme ja ympäristöstämme.",
        "Muuta",
    ]
    assert left_of("\f".join(pages)) == ["Hyvinvointi", "Pidämme huolta toisistamme ja ympäristöstämme.", "Muuta"]
    pages[1] = pages[1].replace("Hyvinvointi", "Elinvoima")
    assert "tuulta päin" in left_of("\f".join(pages))


def test_a_letter_alone_on_three_lines_is_a_bullet() -> None:
    assert left_of("o\n\nKoulut\n\no\n\nTiet\n\no\n\nSatama\no Lukio")[::2] == ["•", "•", "•", "• Lukio"]
    assert left_of("o\n\nKoulut\n\no\n\nTiet")[0] == "o"


LATE = """Hyvä arki
Kunta pitää palvelut lähellä
kaikkia asukkaita.
●
Kunta avaa neuvolan illaksi.
● Kunta korjaa koulut.
●
"""


def test_a_glyph_after_its_text_goes_before_it_where_several_blocks_end_so() -> None:
    block = [
        "Hyvä arki",
        "●",
        "Kunta pitää palvelut lähellä",
        "kaikkia asukkaita.",
        "●",
        "Kunta avaa neuvolan illaksi.",
    ]
    assert left_of("\n".join([LATE] * 3))[:7] == [*block, "● Kunta korjaa koulut."]
    assert left_of("\n".join([LATE] * 2))[1] == "Kunta pitää palvelut lähellä"


def test_one_glyph_on_titles_and_texts_alike_says_nothing() -> None:
    prose = (
        "Kunta tekee työtä asukkaidensa kanssa, jotta arki on sujuvaa ja jokainen voi vaikuttaa omaan ympäristöönsä."
    )
    titles = ("Arki sujuu", "Nuori löytää työn", "Yritys kasvaa täällä")
    text = "\n".join(f"\uf0b4 {title}\n\uf0b4 {prose}" for title in titles)
    assert left_of(text) == [line for title in titles for line in (title, prose)]
    assert left_of("\uf0b4 Arki sujuu\n\uf0b4 Nuori löytää työn\n\uf0b4 Yritys kasvaa")[0] == "\uf0b4 Arki sujuu"


TABLE = """toimenpiteet

mittari

vastuu

Yritysmyönteisyys

{left} toimenpiteet

{left}
mittarit

Vastuu tavoitteista
hallituksella

Toimivat yhteydet

ELINVOIMA

tavoite
"""


def test_a_table_s_name_and_first_head_go_before_its_other_heads() -> None:
    lines = left_of(TABLE.format(left="Teemme uudet"))
    assert lines[:4] == ["ELINVOIMA", "tavoite", "toimenpiteet", "mittari"]
    assert lines[-1] == "Toimivat yhteydet"


def test_a_column_that_is_left_to_others_goes_with_its_head() -> None:
    lines = left_of(TABLE.format(left="Toimielimet määrittelevät"))
    assert lines == ["ELINVOIMA", "tavoite", "Yritysmyönteisyys", "Toimivat yhteydet"]


OFFICES = """Painopiste 1: Elävä keskusta

Tavoitteet
- Tori täyttyy
- Kaupat pysyvät

Toimenpiteet
- Avaamme torin
- Tekninen johtaja, elinvoimakoordinaattori
- Palkkaamme välituntiohjaajat
"""


def test_a_title_of_office_is_an_owner_and_no_action() -> None:
    actions = [one for one in read_text(PLAN + OFFICES).proposals if one.kind is ElementKind.ACTION]
    assert [one.title for one in actions] == ["Avaamme torin", "Palkkaamme välituntiohjaajat"]
    assert actions[0].details["responsible"] == "Tekninen johtaja, elinvoimakoordinaattori"


LEFT = """Painopisteet
- Elävä keskusta
- Hyvä arki
- Valtuustokausi 2025–2029

Toimenpiteet
- Avaamme torin
- Lautakunnat päättävät toimenpiteistä
- Määritellään erikseen
"""


def test_a_cell_that_leaves_it_to_others_is_no_action_and_a_term_is_no_priority() -> None:
    shape = truth_of(PLAN + LEFT)
    assert list(outline_of(shape)) == ["Elävä keskusta", "Hyvä arki"]
    assert [one["title"] for one in shape["actions"]] == ["Avaamme torin"]


def test_a_value_of_one_word_may_be_loud_and_a_sentence_is_none() -> None:
    values = "Arvot\n- Rohkeus!\n- Reiluus\n- Emme tyydy tavalliseen!\n"
    assert truth_of(PLAN + values)["values"] == ["Rohkeus!", "Reiluus"]


def test_a_compound_of_a_word_for_measures_is_their_heading_and_no_priority() -> None:
    text = "Painopisteet\n- Elävä keskusta\n- Hyvä arki\n\nElävä keskusta\n\n{head}\n- Kävijöiden määrä torilla\n"
    for head in ("Arviointi-indikaattorit", "Vaikuttavuusmittarit", "Seurantatunnusluvut"):
        shape = truth_of(PLAN + text.format(head=head))
        assert outline_of(shape)["Elävä keskusta"] == ([], ["Kävijöiden määrä torilla"]), head


def test_a_priority_named_again_ends_the_list_of_values() -> None:
    text = (
        "Painopisteet\nHyvinvointi\nElinvoima\n\nArvot\nRohkeus\nReiluus\n\nHyvinvointi\n\nTavoitteet\n- Arki sujuu\n"
    )
    shape = truth_of(PLAN + text)
    assert shape["values"] == ["Rohkeus", "Reiluus"]
    assert outline_of(shape)["Hyvinvointi"] == (["Arki sujuu"], [])


def test_lines_between_two_mirrored_lines_go_with_them() -> None:
    text = "Kuntastrategia on yhteinen\nturvallinen paikka elää\n\naigetartsatnuk\nx istnuk\nälle nenillavrut akkiap"
    assert left_of(text) == ["Kuntastrategia on yhteinen", "turvallinen paikka elää"]


def test_a_figure_alone_is_no_element_and_one_with_words_is() -> None:
    goals = "- 71 %\n- 1 940 €\n- TP 2024 TA 2025\n- 20 uutta yritystä torille\n"
    assert outline_of(truth_of(f"{PLAN}Painopiste 1: Elävä keskusta\n\nTavoitteet\n{goals}")) == {
        "Elävä keskusta": (["20 uutta yritystä torille"], [])
    }
