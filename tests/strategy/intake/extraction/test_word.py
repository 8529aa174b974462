"""Word: styles, lists, tables, boxes, running heads."""

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from tests.strategy.intake.extraction.makers import saved, texts

from luotsi.strategy.intake.extraction.extract import extract


def test_headings_keep_their_level_and_lists_their_marks() -> None:
    document = Document()
    document.add_heading("Strategia", 0)
    document.add_heading("Visio\n2030", 2)
    document.add_paragraph("Ensin", style="List Bullet")
    document.add_paragraph("Alla", style="List Bullet 2")
    document.add_paragraph("Yksi", style="List Number")
    document.add_paragraph("Kaksi", style="List Number")
    read = extract(saved(document))
    layout = [(line.text, line.style, line.level) for line in read.lines if line.text]
    assert layout == [
        ("Strategia", "title", None),
        ("Visio 2030", "heading", 2),
        ("• Ensin", "list", 0),
        ("• Alla", "list", 1),
        ("1. Yksi", "list", 0),
        ("2. Kaksi", "list", 0),
    ]


def test_a_written_bullet_is_not_doubled() -> None:
    document = Document()
    document.add_paragraph("- Tavoite", style="List Bullet")
    assert texts(extract(saved(document))) == ["- Tavoite"]


def test_table_cells_know_their_place_and_merged_ones_come_once() -> None:
    document = Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "pysty"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "vaaka"
    read = {line.cell: line.text for line in extract(saved(document)).lines if line.cell}
    assert read == {
        (1, 0, 0): "00",
        (1, 0, 1): "vaaka",
        (1, 1, 0): "pysty",
        (1, 1, 1): "11",
        (1, 1, 2): "12",
        (1, 2, 1): "21",
        (1, 2, 2): "22",
    }


def test_a_table_of_one_column_is_only_a_frame() -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "Visio"
    assert [(line.text, line.cell) for line in extract(saved(document)).lines if line.text] == [("Visio", None)]


def test_a_table_inside_a_cell_is_a_table_of_its_own() -> None:
    document = Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "ulko"
    outer.cell(0, 1).add_table(1, 2).cell(0, 1).text = "sisä"
    assert [(line.text, line.cell) for line in extract(saved(document)).lines if line.cell] == [
        ("ulko", (1, 0, 0)),
        ("sisä", (2, 0, 1)),
    ]


def test_page_breaks_count_pages_and_line_breaks_part_lines() -> None:
    document = Document()
    run = document.add_paragraph("ennen").add_run()
    run.add_break(WD_BREAK.PAGE)
    run.add_text("jälkeen")
    run.add_break()
    run.add_text("alla")
    read = extract(saved(document))
    assert [(line.text, line.page) for line in read.lines if line.text] == [("ennen", 1), ("jälkeen", 2), ("alla", 2)]
    assert read.pages == 2


def test_running_heads_and_feet_are_marked() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Kunnan strategia"
    document.sections[0].footer.paragraphs[0].text = "Valtuusto"
    document.add_paragraph("Visio")
    read = extract(saved(document))
    assert texts(read, style="header") == ["Kunnan strategia"]
    assert texts(read, style="footer") == ["Valtuusto"]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    document = Document()
    paragraph = document.add_paragraph("Visio ")
    for tag, inside in (("ins", "w:t"), ("del", "w:delText")):
        xml = f"<w:{tag} {nsdecls('w')} w:id='1' w:author='a'><w:r><{inside}>{tag}</{inside}></w:r></w:{tag}>"
        paragraph._p.append(parse_xml(xml))
    assert texts(extract(saved(document))) == ["Visio ins"]


def test_text_boxes_are_read_once() -> None:
    document = Document()
    inside = "<w:txbxContent><w:p><w:r><w:t>Laatikossa</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    wps = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    xml = (
        f"<w:r {nsdecls('w')} {mc} {wps}><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document.add_paragraph("Vieressä")._p.append(parse_xml(xml))
    assert texts(extract(saved(document))) == ["Vieressä", "Laatikossa"]


def test_boldness_and_size_are_told_where_all_of_a_line_has_them() -> None:
    document = Document()
    document.add_paragraph().add_run("Lihava").bold = True
    mixed = document.add_paragraph("tavallinen ")
    mixed.add_run("lihava").bold = True
    assert [line.bold for line in extract(saved(document)).lines if line.text] == [True, False]
