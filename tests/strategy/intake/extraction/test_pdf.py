"""PDF: reading order, tables, cards, running heads."""

from tests.strategy.intake.extraction.makers import pdf, texts

from luotsi.strategy.intake.extraction.extract import extract
from luotsi.strategy.intake.types import DocumentText

PROSE = "Kunta palvelee asukkaitaan hyvin ja kuuntelee heitä kaikissa asioissa, joita arki tuo tullessaan eteen. " * 5


def cells(document: DocumentText) -> list[list[str]]:
    """Return the tables' texts by row and column, all tables one after another."""
    rows: dict[tuple[int, int], dict[int, list[str]]] = {}
    for line in document.lines:
        if line.cell is not None:
            table, row, column = line.cell
            rows.setdefault((table, row), {}).setdefault(column, []).append(line.text)
    return [[" ".join(row[column]) for column in sorted(row)] for _place, row in sorted(rows.items())]


def test_offsets_point_into_the_text_and_numbers_run_from_one() -> None:
    document = extract(pdf("= Visio\nParas alue.\n#pagebreak()\nToinen sivu"))
    assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))
    assert all(document.text[line.start : line.end] == line.text for line in document.lines)
    assert document.text == "\n".join(line.text for line in document.lines)
    assert (document.pages, document.media_type) == (2, "application/pdf")


def test_positions_size_and_boldness_come_with_each_line() -> None:
    document = extract(pdf("#set page(margin: 2cm)\n#set text(size: 10pt)\n= Visio\nParas alue"))
    heading, text = (line for line in document.lines if line.text)
    assert (heading.bold, text.bold) == (True, False)
    assert heading.font_size is not None
    assert heading.font_size > 13
    assert text.font_size == 10
    assert heading.x0 is not None
    assert abs(heading.x0 - 56.7) < 2
    assert heading.bottom is not None
    assert text.top is not None
    assert heading.bottom < text.top


def test_bullets_stand_with_their_texts() -> None:
    document = extract(pdf("- Ensimmäinen\n- Toinen\n+ Numeroitu"))
    assert texts(document, style="list") == ["• Ensimmäinen", "• Toinen", "1. Numeroitu"]


def test_a_dot_drawn_before_a_line_is_a_bullet() -> None:
    dot = "#box(width: 1.2em, circle(radius: 1.5pt, fill: black))"
    assert texts(extract(pdf(f"{dot}Yrityspalvelut\n\n{dot}Työpaikat")), style="list") == [
        "• Yrityspalvelut",
        "• Työpaikat",
    ]


def test_a_line_is_bold_only_from_end_to_end() -> None:
    document = extract(pdf("*Vastuu:* johtaja\n\n*Kokonaan lihava*"))
    assert [(line.text, line.bold) for line in document.lines if line.text] == [
        ("Vastuu: johtaja", False),
        ("Kokonaan lihava", True),
    ]


def test_justified_lines_stay_whole() -> None:
    words = "Toimintaympäristön muutokset vaikuttavat työllisyysalueen palvelutarpeisiin pitkäjänteisesti"
    source = f'#set text(lang: "fi", hyphenate: false)\n#set par(justify: true)\n#block(width: 6.6cm)[{words}]'
    lines = texts(extract(pdf(source)))
    assert " ".join(lines) == words
    assert len(lines) < 6


def test_upright_labels_are_words() -> None:
    turned = "#rotate(-90deg, reflow: true)[Talous nyt] #rotate(90deg, reflow: true)[Elinvoima]"
    assert sorted(texts(extract(pdf(f"Otsikko\n\n{turned}")))) == ["Elinvoima", "Otsikko", "Talous nyt"]


def test_a_note_s_mark_does_not_grow_into_the_number_before_it() -> None:
    assert texts(
        extract(pdf("Vuonna 2030#super(typographic: false)[1] asukkaita on 12#super(typographic: false)[34]"))
    ) == ["Vuonna 2030¹ asukkaita on 12³⁴"]


def test_ligatures_and_hyphens_do_not_break_words() -> None:
    assert texts(extract(pdf("Affiniteetti, efficient, Etelä-Savo, metsä- ja puuala"))) == [
        "Affiniteetti, efficient, Etelä-Savo, metsä- ja puuala"
    ]


def test_letter_spaced_titles_are_words_again() -> None:
    assert texts(extract(pdf("#text(tracking: 5pt)[STRATEGISET TAVOITTEET]"))) == ["STRATEGISET TAVOITTEET"]


def test_columns_are_read_one_after_the_other() -> None:
    lines = texts(extract(pdf(f"= Johdanto\n#columns(2)[{PROSE} Vasen loppuu. #colbreak() Oikea alkaa. {PROSE}]")))
    assert lines[0] == "Johdanto"
    text = " ".join(lines)
    assert text.index("Vasen loppuu.") < text.index("Oikea alkaa.")
    assert text.count("Kunta palvelee asukkaitaan hyvin ja kuuntelee heitä kaikissa asioissa") == 10


ROWS = [
    ["Tavoite", "Toimenpiteet", "Mittarit"],
    ["Menojen kasvun hallinta pitkällä aikavälillä", "Prosessien tehostaminen ja digitalisaatio", "Menojen muutos"],
    ["Asioinnin edistäminen", "Sähköiset lomakkeet", "Lomakkeiden määrä vuodessa"],
]


def table(options: str) -> str:
    inside = ", ".join(f"[{text}]" for row in ROWS for text in row)
    return f"= Tavoitteet\nOhjelma seuraa tavoitteita.\n\n#table(columns: (4cm, 5cm, 4cm), {options} {inside})\nLoppu."


def test_a_ruled_table_is_read_by_its_cells() -> None:
    document = extract(pdf(table("")))
    assert cells(document) == ROWS
    assert texts(document, cell=None) == ["Tavoitteet", "Ohjelma seuraa tavoitteita.", "Loppu."]


def test_a_table_without_rules_is_read_by_its_cells_too() -> None:
    assert cells(extract(pdf(table("stroke: none, row-gutter: 6pt,")))) == ROWS


def test_a_table_with_level_rules_only_is_read_by_its_cells_too() -> None:
    assert cells(extract(pdf(table("stroke: (x: none, y: 0.5pt), inset: 6pt,")))) == ROWS


def test_a_label_at_the_end_of_a_full_line_of_a_cell_stays_with_its_text() -> None:
    def first_cell(width: str, text: str) -> list[str]:
        document = extract(pdf(f"#table(columns: ({width}, 4cm), [{text}], [Mittari])"))
        return texts(document, cell=(1, 0, 0))

    assert first_cell("4cm", "Ulkoiset palvelut: Kuntalaisten osallisuus") == [
        "Ulkoiset palvelut: Kuntalaisten",
        "osallisuus",
    ]
    assert first_cell("6cm", "Palvelut: \\ Kuntalaisten osallisuus kasvaa") == [
        "Palvelut:",
        "Kuntalaisten osallisuus kasvaa",
    ]


def test_merged_cells_belong_to_their_first_row() -> None:
    source = "#table(columns: (4cm, 4cm), [Tavoite], [Mittari], table.cell(rowspan: 2)[Työllisyys], [Aste], [Paikat])"
    assert cells(extract(pdf(source))) == [["Tavoite", "Mittari"], ["Työllisyys", "Aste"], ["Paikat"]]


def test_a_table_cut_by_a_page_goes_on_and_its_repeated_head_is_no_row() -> None:
    rows = ", ".join(f"[Tavoite {n}], [Mittari {n}]" for n in range(12))
    source = f"#set page(height: 7cm)\n#table(columns: (5cm, 5cm), table.header([Tavoite], [Mittari]), {rows})"
    document = extract(pdf(source))
    assert document.pages > 1
    assert cells(document) == [["Tavoite", "Mittari"], *([f"Tavoite {n}", f"Mittari {n}"] for n in range(12))]
    assert {line.cell[0] for line in document.lines if line.cell} == {1}


def test_cards_side_by_side_are_read_one_by_one() -> None:
    def card(title: str, *items: str) -> str:
        listed = "\n".join(f"- {item}" for item in items)
        return f"rect(width: 5cm, fill: luma(230))[*{title}*\n{listed}]"

    source = (
        f"#stack(dir: ltr, spacing: 8pt, {card('Elinvoima', 'Yritykset', 'Työ')}, {card('Arki', 'Lapset', 'Iäkkäät')})"
    )
    assert texts(extract(pdf(source))) == ["Elinvoima", "• Yritykset", "• Työ", "Arki", "• Lapset", "• Iäkkäät"]


def test_running_heads_and_feet_are_marked_and_titles_are_not() -> None:
    pages = "\n#pagebreak()\n".join(f"= Luku {n * n}\n{'Teksti ' * n}" for n in range(1, 5))
    margins = '#set page(header: [Kunnan strategia 2030], footer: context counter(page).display("1 / 1", both: true))'
    document = extract(pdf(f"{margins}\n{pages}"))
    assert texts(document, style="header") == ["Kunnan strategia 2030"] * 4
    assert len(texts(document, style="footer")) == 4
    assert [text for text in texts(document, style="") if text.startswith("Luku")] == [
        f"Luku {n * n}" for n in range(1, 5)
    ]


def test_titles_that_count_are_no_running_heads() -> None:
    pages = [f"#text(1.6em)[Painopiste {n}]\n\nTavoite {n}" for n in (1, 2, 3)] + ["Loppu"] * 3
    document = extract(pdf("#set page(margin: 1cm)\n" + "\n#pagebreak()\n".join(pages)))
    assert [text for text in texts(document, style="") if "Painopiste" in text] == [
        f"Painopiste {n}" for n in (1, 2, 3)
    ]


def test_a_line_on_two_pages_of_four_is_no_running_head() -> None:
    pages = ["Vuosi 2026", "Muuta", "Vuosi 2026", "Lisää"]
    source = "#set page(margin: 1cm)\n" + "\n#pagebreak()\n".join(pages)
    assert texts(extract(pdf(source)), style="header") == []


def test_pages_without_text_are_noted() -> None:
    assert extract(pdf("Visio\n#pagebreak()\n#rect()\n#pagebreak()\nArvot")).notes == ("page_without_text",)
