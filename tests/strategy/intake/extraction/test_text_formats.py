"""Web pages, Markdown, workbooks and plain text."""

from datetime import date

import pytest
from openpyxl import Workbook
from tests.strategy.intake.extraction.makers import saved, texts, workbook

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.strategy.intake.extraction.extract import extract
from luotsi.strategy.intake.types import Line


def filled(lines: tuple[Line, ...]) -> list[tuple[str, str, int | None, tuple[int, int, int] | None]]:
    return [(line.text, line.style, line.level, line.cell) for line in lines if line.text]


def test_a_web_page_gives_its_main_content_with_headings_lists_and_tables() -> None:
    page = """<!doctype html><html><head><title>Sivusto</title><style>p{}</style></head><body><nav>Valikko</nav><main>
    <h1>Strategia<br>2030</h1><p>Visio on <b>hyvä</b>
    arki.<br>Toinen rivi</p><ol start=3><li>Kolme<ul><li>alla</ul><li>Neljä</ol>
    <table><tr><th>Tavoite<th>Mittari<tr><td rowspan=2>T<td>M1<tr><td>M2</table><p hidden>piilo</p></main>"""
    assert filled(extract(page.encode(), "sivu.html").lines) == [
        ("Strategia 2030", "heading", 1, None),
        ("Visio on hyvä arki.", "", None, None),
        ("Toinen rivi", "", None, None),
        ("3. Kolme", "list", 0, None),
        ("• alla", "list", 1, None),
        ("4. Neljä", "list", 0, None),
        ("Tavoite", "table", None, (1, 0, 0)),
        ("Mittari", "table", None, (1, 0, 1)),
        ("T", "table", None, (1, 1, 0)),
        ("M1", "table", None, (1, 1, 1)),
        ("M2", "table", None, (1, 2, 1)),
    ]


def test_a_web_page_is_read_in_the_encoding_it_declares() -> None:
    page = '<html><meta charset="iso-8859-1"><body><p>Työllisyys</p></body></html>'
    assert texts(extract(page.encode("latin-1"))) == ["Työllisyys"]
    assert texts(extract(page.replace("iso-8859-1", "no-such-thing").encode())) == ["Työllisyys"]


def test_markdown_gives_headings_lists_and_tables_without_its_signs() -> None:
    page = "# Strategia #\n\n**Visio** on [hyvä](http://x.fi) _arki_\n\n- a\n  - b\n1. c\n\n"
    page += "| A | B |\n|---|:-:|\n| 1 | 2 |\n---\nloppu"
    assert filled(extract(page.encode(), "a.md").lines) == [
        ("Strategia", "heading", 1, None),
        ("Visio on hyvä arki", "", None, None),
        ("• a", "list", 0, None),
        ("• b", "list", 1, None),
        ("1. c", "list", 0, None),
        ("A", "table", None, (1, 0, 0)),
        ("B", "table", None, (1, 0, 1)),
        ("1", "table", None, (1, 1, 0)),
        ("2", "table", None, (1, 1, 1)),
        ("loppu", "", None, None),
    ]


def test_a_workbook_gives_its_visible_sheets_as_tables() -> None:
    book = Workbook()
    book.active.title = "Tavoitteet"
    book.active.append(["Tavoite", "Arvo", "Päivä"])
    book.active.append(["Työllisyys", 0.055, date(2026, 3, 1)])
    book.active["B2"].number_format = "0.0 %"
    book.create_sheet("Piilo").append(["salaisuus"])
    book["Piilo"].sheet_state = "hidden"
    book.create_sheet("Huomiot").append(["Vain yksi sarake"])
    read = extract(saved(book))
    assert filled(read.lines) == [
        ("Tavoitteet", "heading", 1, None),
        ("Tavoite", "table", None, (1, 0, 0)),
        ("Arvo", "table", None, (1, 0, 1)),
        ("Päivä", "table", None, (1, 0, 2)),
        ("Työllisyys", "table", None, (1, 1, 0)),
        ("5,5 %", "table", None, (1, 1, 1)),
        ("1.3.2026", "table", None, (1, 1, 2)),
        ("Huomiot", "heading", 1, None),
        ("Vain yksi sarake", "", None, None),
    ]
    assert (read.pages, read.notes) == (2, ("hidden_sheet",))


def test_zero_is_a_value_in_a_workbook_and_an_empty_cell_is_not() -> None:
    assert texts(extract(workbook(["Arvo", "Muu"], [0, None])), style="table") == ["Arvo", "Muu", "0"]


def test_plain_text_keeps_its_lines_and_a_form_feed_begins_a_page() -> None:
    read = extract("Visio\r\n\r\nParas alue\fArvot\vRohkeus".encode("cp1252"), "a.txt")
    assert [(line.text, line.page) for line in read.lines] == [
        ("Visio", 1),
        ("", 1),
        ("Paras alue", 1),
        ("Arvot", 2),
        ("Rohkeus", 2),
    ]
    assert all(read.text[line.start : line.end] == line.text for line in read.lines)


@pytest.mark.parametrize("limit", [100_000, 100_001])
def test_tables_of_markdown_are_bounded_like_all_others(limit: int) -> None:
    page = "|a|b|\n|---|---|\n" + "|c|d|\n" * (limit // 4)
    if limit // 4 * 2 + 2 <= 50_000:
        assert extract(page.encode(), "a.md").lines
    else:
        with pytest.raises(UnableToRead) as caught:
            extract(page.encode(), "a.md")
        assert caught.value.refusal.reason is Reason.TOO_MANY_CELLS
