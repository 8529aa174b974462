"""Slides: titles, bullets, order of boxes, tables, diagrams, notes."""

import pytest
from lxml import etree
from pptx import Presentation
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches
from tests.strategy.intake.extraction.makers import saved, slides, texts

from luotsi.strategy.intake.extraction.extract import extract

BLANK, TITLE_ONLY = 6, 5


def with_boxes(*boxes: tuple[str, float, float, float]) -> bytes:
    """Return a slide with boxes given as text, left, top and height in inches, 3 inches wide."""
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[TITLE_ONLY])
    for text, left, top, height in boxes:
        slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(height)).text_frame.text = text
    slide.shapes.title.text = "Otsikko"
    return saved(presentation)


def test_titles_bullets_and_levels() -> None:
    presentation = Presentation()
    first = presentation.slides.add_slide(presentation.slide_layouts[0])
    first.shapes.title.text = "Strategia\v2030"
    second = presentation.slides.add_slide(presentation.slide_layouts[1])
    second.shapes.title.text = "Painopisteet"
    frame = second.placeholders[1].text_frame
    frame.text = "Elinvoima"
    deeper = frame.add_paragraph()
    deeper.text, deeper.level = "Yritykset", 1
    second.notes_slide.notes_text_frame.text = "Muista kiittää"
    read = extract(saved(presentation))
    assert [(line.page, line.text, line.style, line.level) for line in read.lines if line.text] == [
        (1, "Strategia 2030", "title", None),
        (2, "Painopisteet", "heading", 1),
        (2, "• Elinvoima", "list", 0),
        (2, "• Yritykset", "list", 1),
        (2, "Muista kiittää", "note", None),
    ]


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        pytest.param(
            [("B-teksti", 5, 3, 2), ("A", 1, 2, 0.5), ("B", 5, 2, 0.5), ("A-teksti", 1, 3, 2)],
            ["A", "A-teksti", "B", "B-teksti"],
            id="headings above their texts are read down",
        ),
        pytest.param(
            [("2 oikea", 5, 4, 1), ("1 vasen", 1, 2, 1), ("2 vasen", 1, 4, 1), ("1 oikea", 5, 2, 1)],
            ["1 vasen", "1 oikea", "2 vasen", "2 oikea"],
            id="rows of like boxes are read across",
        ),
        pytest.param([("alla", 1, 5, 1), ("yllä", 2, 2, 1)], ["yllä", "alla"], id="one below the other"),
    ],
)
def test_boxes_are_read_by_their_places(boxes: list[tuple[str, float, float, float]], order: list[str]) -> None:
    assert texts(extract(with_boxes(*boxes))) == ["Otsikko", *order]


def test_groups_are_taken_apart() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    slide.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1)).text_frame.text = "alla"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(1)).text_frame.text = "ryhmässä"
    assert texts(extract(saved(presentation))) == ["ryhmässä", "alla"]


def test_table_cells_know_their_place() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(1), Inches(4), Inches(2)).table
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(1, 0).merge(table.cell(1, 1))
    read = extract(saved(presentation))
    assert [(line.cell, line.text) for line in read.lines if line.text][:3] == [
        ((1, 0, 0), "00"),
        ((1, 0, 1), "01"),
        ((1, 1, 0), "10"),
    ]


def test_a_paragraph_that_declines_its_bullet_has_none() -> None:
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    frame = slide.placeholders[1].text_frame
    frame.text = "Visio"
    etree.SubElement(frame.paragraphs[0]._p.get_or_add_pPr(), frame.paragraphs[0]._p.tag.replace("}p", "}buNone"))
    assert [(line.text, line.style) for line in extract(saved(presentation)).lines] == [("Visio", "")]


def test_a_diagram_gives_its_texts_in_order_and_depth() -> None:
    names = "http://schemas.openxmlformats.org/drawingml/2006"
    points = {"0": "", "1": "Arvot", "2": "Rohkeus", "3": "Avoimuus", "4": "Avoimuus näkyy"}
    body = "".join(
        f'<d:pt modelId="{key}"><d:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></d:t></d:pt>'
        for key, text in points.items()
    )
    links = "".join(
        f'<d:cxn modelId="9{child}" srcId="{parent}" destId="{child}" srcOrd="{order}"/>'
        for parent, child, order in (("0", "1", 0), ("1", "3", 1), ("1", "2", 0), ("3", "4", 0))
    )
    xml = f'<d:dataModel xmlns:d="{names}/diagram" xmlns:a="{names}/main">'
    xml += f"<d:ptLst>{body}</d:ptLst><d:cxnLst>{links}</d:cxnLst>"
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    frame = slide.shapes.add_table(1, 1, Inches(1), Inches(1), Inches(4), Inches(2))._element
    part = Part(
        PackURI("/ppt/diagrams/data1.xml"),
        "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml",
        slide.part.package,
        f"{xml}</d:dataModel>".encode(),
    )
    relation = slide.part.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"
    )
    holder = frame.find(f".//{{{names}/main}}graphicData")
    holder.set("uri", f"{names}/diagram")
    holder.remove(holder[0])
    reference = etree.SubElement(holder, f"{{{names}/diagram}}relIds")
    reference.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm", relation)
    read = extract(saved(presentation))
    assert [(line.text, line.level) for line in read.lines if line.text] == [
        ("• Arvot", 0),
        ("• Rohkeus", 1),
        ("• Avoimuus", 1),
        ("• Avoimuus näkyy", 2),
    ]


def test_each_slide_is_a_page() -> None:
    read = extract(slides(("Visio", ["Paras"]), ("Arvot", ["Rohkeus"])))
    assert [(line.page, line.text) for line in read.lines if line.text] == [
        (1, "Visio"),
        (1, "• Paras"),
        (2, "Arvot"),
        (2, "• Rohkeus"),
    ]
