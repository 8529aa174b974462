"""The same plan written as text, PDF, Word, slides, a web page and Markdown reads as the same plan."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from lxml import etree
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches
from tests.strategy.intake.extraction.makers import pdf, saved, slides, word

from luotsi.strategy.intake.extraction.extract import extract
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.types import ElementKind, Reading

Section = tuple[str, list[tuple[str, object]]]

PLAN: list[Section] = [
    ("Kuvitteellisen kaupungin strategia 2026–2030", [("text", "Kaupunginvaltuusto 12.6.2025")]),
    ("Visio", [("text", "Olemme seudun toimivin kotikaupunki.")]),
    ("Missio", [("text", "Huolehdimme arjesta, jossa jokainen pärjää.")]),
    ("Arvot", [("items", ["Rohkeus", "Avoimuus", "Yhdessä tekeminen"])]),
    ("Strategiset painopisteet", [("items", ["Elinvoimainen kaupunki", "Hyvinvoiva asukas"])]),
    (
        "Elinvoimainen kaupunki",
        [
            ("heading", "Tavoitteet"),
            ("items", ["Yritykset kasvavat ja työllistävät", "Tontteja on tarjolla jokaiseen tarpeeseen"]),
            ("heading", "Mittarit"),
            ("items", ["Työttömyysaste", "Uusien yritysten määrä"]),
        ],
    ),
    (
        "Hyvinvoiva asukas",
        [
            ("heading", "Tavoitteet"),
            ("items", ["Lapset ja nuoret harrastavat mieluisasti", "Iäkkäät asuvat kotona turvallisesti"]),
            ("heading", "Mittarit"),
            ("items", ["Kouluterveyskyselyn tulokset", "Kotona asuvien osuus 75 vuotta täyttäneistä"]),
        ],
    ),
]
TABLE = [
    ["Tavoite", "Toimenpiteet", "Mittarit"],
    ["Menojen kasvun hallinta", "Hankintojen kilpailuttaminen yhdessä", "Toimintakate asukasta kohden"],
    ["Sähköisen asioinnin edistäminen", "Lomakkeiden uusiminen", "Sähköisten asiointien osuus"],
]


def as_text() -> bytes:
    parts = []
    for title, blocks in PLAN:
        lines = [title, ""]
        for kind, content in blocks:
            lines += [f"• {item}" for item in content] + [""] if kind == "items" else [str(content)]
        parts.append("\n".join(lines))
    return "\n\f".join(parts).encode("cp1252")


def as_pdf() -> bytes:
    source = ""
    for title, blocks in PLAN:
        source += f"= {title}\n\n"
        for kind, content in blocks:
            source += "".join(f"- {item}\n" for item in content) if kind == "items" else ""
            source += {"heading": f"== {content}\n", "text": f"{content}\n"}.get(kind, "") + "\n"
    return pdf(f'#set text(lang: "fi")\n{source}')


def as_word() -> bytes:
    document = Document()
    for title, blocks in PLAN:
        document.add_heading(title, 1)
        for kind, content in blocks:
            if kind == "items":
                for item in content:
                    document.add_paragraph(item, style="List Bullet")
            elif kind == "heading":
                document.add_heading(str(content), 2)
            else:
                document.add_paragraph(str(content))
    return saved(document)


def as_slides() -> bytes:
    presentation = Presentation()
    for title, blocks in PLAN:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        frame = slide.placeholders[1].text_frame
        for kind, content in blocks:
            for text in content if kind == "items" else [content]:
                paragraph = frame.add_paragraph() if frame.text else frame.paragraphs[0]
                paragraph.text = str(text)
                if kind != "items":
                    etree.SubElement(paragraph._p.get_or_add_pPr(), qn("a:buNone"))
    return saved(presentation)


def as_page() -> bytes:
    body = ""
    for title, blocks in PLAN:
        body += f"<h1>{title}</h1>"
        for kind, content in blocks:
            listed = "".join(f"<li>{item}</li>" for item in content) if kind == "items" else ""
            body += {"items": f"<ul>{listed}</ul>", "heading": f"<h2>{content}</h2>"}.get(kind, f"<p>{content}</p>")
    return f"<!doctype html><html><body><main>{body}</main></body></html>".encode()


def as_markdown() -> bytes:
    body = ""
    for title, blocks in PLAN:
        body += f"# {title}\n\n"
        for kind, content in blocks:
            listed = "".join(f"- {item}\n" for item in content) if kind == "items" else ""
            body += {"items": listed, "heading": f"## {content}\n"}.get(kind, f"{content}\n") + "\n"
    return body.encode()


WAYS = {
    "strategia.txt": as_text,
    "strategia.pdf": as_pdf,
    "strategia.docx": as_word,
    "strategia.pptx": as_slides,
    "strategia.html": as_page,
    "strategia.md": as_markdown,
}


def elements(reading: Reading) -> set[tuple[ElementKind, str, str]]:
    """Return what was read with the title of its parent."""
    titles = {proposal.key: proposal.title for proposal in reading.proposals}
    return {(proposal.kind, proposal.title, titles.get(proposal.parent or -1, "")) for proposal in reading.proposals}


@pytest.mark.parametrize("name", WAYS)
def test_every_form_of_a_plan_reads_as_the_same_plan(name: str) -> None:
    found = elements(read(extract(WAYS[name](), name)))
    assert (ElementKind.VISION, "Olemme seudun toimivin kotikaupunki.", "") in found
    assert (ElementKind.GOAL, "Yritykset kasvavat ja työllistävät", "Elinvoimainen kaupunki") in found
    assert found == elements(read(extract(as_word(), "strategia.docx")))


def table_as_word() -> bytes:
    document = Document()
    document.add_heading("Kestävä talous", 1)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for row, texts in enumerate(TABLE):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    return saved(document)


def table_as_slides() -> bytes:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "Kestävä talous"
    table = slide.shapes.add_table(len(TABLE), len(TABLE[0]), Inches(1), Inches(2), Inches(8), Inches(3)).table
    for row, texts in enumerate(TABLE):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    return saved(presentation)


def table_as_pdf(options: str = "") -> bytes:
    inside = ", ".join(f"[{text}]" for row in TABLE for text in row)
    return pdf(f"= Kestävä talous\n#table(columns: (4cm, 4cm, 4cm), {options} {inside})")


@pytest.mark.parametrize(
    "made",
    [
        table_as_slides,
        table_as_pdf,
        lambda: table_as_pdf("stroke: none, row-gutter: 6pt,"),
        lambda: table_as_pdf("stroke: (x: none, y: 0.5pt), inset: 6pt,"),
    ],
    ids=["slides", "ruled", "unruled", "level rules"],
)
def test_a_table_of_goals_reads_alike_in_every_form(made: Callable[[], bytes]) -> None:
    found = elements(read(extract(made())))
    assert (ElementKind.GOAL, "Sähköisen asioinnin edistäminen") in {(kind, title) for kind, title, _ in found}
    assert found == elements(read(extract(table_as_word())))


SHARED = os.environ.get("LUOTSI_SHARED")


def source_texts() -> list[Path]:
    found = sorted(Path(SHARED, "sources").glob("0[04]-*.txt")) if SHARED else []
    assert found or not SHARED, "LUOTSI_SHARED is set but holds no sources"
    return found


def lines_as_pdf(pages: list[list[str]]) -> bytes:
    def block(line: str) -> str:
        quoted = line.replace("\\", "\\\\").replace('"', '\\"')
        return f'#block(height: 1.2em, spacing: 2pt)[#text("{quoted}")]\n'

    parts = ["".join(block(line) for line in page) for page in pages]
    return pdf("#set page(height: auto)\n#set text(size: 9pt)\n" + "\n#pagebreak()\n".join(parts))


@pytest.mark.skipif(not SHARED, reason="reads the shared source documents, which are not part of the package")
@pytest.mark.parametrize("path", source_texts(), ids=lambda path: path.name[:2])
def test_a_whole_source_document_reads_alike_as_text_pdf_word_and_slides(path: Path) -> None:
    text = re.sub(r"[^\S\n\f]+", " ", path.read_text(encoding="utf-8"))
    pages = [[line.strip() for line in page.splitlines()] for page in text.split("\f")]
    plain = elements(read(extract("\f".join("\n".join(page) for page in pages).encode(), "a.txt")))
    by_lines = Presentation()
    for page in pages:
        slide = by_lines.slides.add_slide(by_lines.slide_layouts[6])
        slide.shapes.add_textbox(0, 0, Inches(9), Inches(6)).text_frame.text = "\n".join(page)
    forms = [lines_as_pdf(pages), word(*(line for page in pages for line in page)), saved(by_lines)]
    for form in forms:
        found = elements(read(extract(form)))
        alike = 2 * len(found & plain) / (len(found) + len(plain))
        assert alike >= 0.97


def test_slides_of_titles_alone_are_read() -> None:
    assert extract(slides(("Visio", [""]))).text == "Visio"
