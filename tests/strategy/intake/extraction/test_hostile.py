"""What comes from outside is refused in words, quickly, or read; it never breaks anything."""

import io
import zipfile

import pytest
from docx import Document
from tests.strategy.intake.extraction import makers

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.strategy.intake.extraction.extract import extract_safely

WORD = makers.word("Visio")


def reason_of(content: bytes, filename: str = "strategia") -> Reason:
    with pytest.raises(UnableToRead) as caught:
        extract_safely(content, filename)
    assert str(caught.value).endswith(".")
    return caught.value.refusal.reason


def text_or_reason(content: bytes) -> str | Reason:
    try:
        return extract_safely(content).text
    except UnableToRead as refused:
        return refused.refusal.reason


def word_body(xml: str) -> bytes:
    whole = makers.part(WORD, "word/document.xml").decode()
    return makers.with_part(WORD, "word/document.xml", whole.replace("<w:body>", f"<w:body>{xml}").encode())


def nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p><w:r><w:t>pohja</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * depth


def test_a_scan_without_text_asks_for_text_recognition() -> None:
    assert reason_of(makers.pdf_by_hand(3)) is Reason.NO_TEXT


def test_documents_without_a_word_have_no_text() -> None:
    assert reason_of(makers.word()) is Reason.NO_TEXT
    assert reason_of(makers.slides()) is Reason.NO_TEXT
    assert reason_of(makers.workbook()) is Reason.NO_TEXT
    assert reason_of(b"<html><body><script>1</script></body></html>") is Reason.NO_TEXT


def test_a_pdf_at_the_page_limit_is_opened_and_one_page_more_is_not() -> None:
    assert reason_of(makers.pdf_by_hand(1000)) is Reason.NO_TEXT
    assert reason_of(makers.pdf_by_hand(1001)) is Reason.TOO_MANY_PAGES


def test_a_pdf_of_two_hundred_pages_is_read_whole() -> None:
    document = extract_safely(makers.pdf("\n#pagebreak()\n".join(f"Tavoite {n}" for n in range(200))))
    assert document.pages == 200
    assert "Tavoite 199" in document.text


def test_a_protected_pdf_is_told_from_a_broken_one() -> None:
    assert reason_of(makers.pdf_by_hand(1, encrypted=True)) is Reason.ENCRYPTED
    assert reason_of(b"%PDF-1.7\nei mitaan") is Reason.MALFORMED


def test_a_pdf_cut_short_is_refused_or_read_but_never_breaks() -> None:
    whole = makers.pdf("Visio: paras alue")
    for share in (0.2, 0.5, 0.8, 0.98):
        outcome = text_or_reason(whole[: int(len(whole) * share)])
        assert outcome in {Reason.MALFORMED, Reason.NO_TEXT, "Visio: paras alue"}


@pytest.mark.parametrize(
    "whole",
    [WORD, makers.slides(("Visio", ["Paras"])), makers.workbook(["Visio", "Paras"])],
    ids=["word", "slides", "workbook"],
)
def test_an_office_file_cut_short_is_malformed(whole: bytes) -> None:
    for share in (0.1, 0.5, 0.95):
        assert reason_of(whole[: int(len(whole) * share)]) is Reason.MALFORMED


@pytest.mark.parametrize(
    ("whole", "name"),
    [
        (WORD, "word/document.xml"),
        (makers.slides(("Visio", ["Paras"])), "ppt/slides/slide1.xml"),
        (makers.workbook(["Visio", "Paras"]), "xl/worksheets/sheet1.xml"),
    ],
    ids=["word", "slides", "workbook"],
)
@pytest.mark.parametrize("content", [b"", b"<a>", b"\x00" * 100, b"<a/>"], ids=["empty", "cut", "nulls", "other"])
def test_an_office_file_with_a_spoilt_part_is_malformed_or_empty(whole: bytes, name: str, content: bytes) -> None:
    assert reason_of(makers.with_part(whole, name, content)) in {Reason.MALFORMED, Reason.NO_TEXT}


def test_an_office_file_without_its_main_part_is_malformed() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", makers.part(WORD, "[Content_Types].xml"))
    assert reason_of(stream.getvalue()) is Reason.MALFORMED


def test_entities_that_multiply_themselves_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l11;</a>'
    assert reason_of(makers.with_part(WORD, "word/document.xml", xml.encode())) in {Reason.MALFORMED, Reason.NO_TEXT}


def test_a_file_s_own_text_cannot_fetch_other_files() -> None:
    xml = makers.part(WORD, "word/document.xml").decode().replace("Visio", "Visio &out;")
    xml = '<!DOCTYPE a [<!ENTITY out SYSTEM "file:///etc/passwd">]>' + xml.split("?>", 1)[1]
    assert text_or_reason(makers.with_part(WORD, "word/document.xml", xml.encode())) in {Reason.MALFORMED, "Visio"}


def test_moderate_nesting_is_read_and_endless_nesting_is_refused() -> None:
    assert "pohja" in extract_safely(word_body(nested_tables(20))).text
    assert reason_of(word_body(nested_tables(3000))) in {Reason.TOO_DEEP, Reason.MALFORMED}
    assert text_or_reason(b"<html><body>" + b"<div>" * 200 + b"pohja") == "pohja"
    assert text_or_reason(b"<html><body>" + b"<div>" * 100_000 + b"pohja") is Reason.TOO_DEEP


def test_an_endless_table_in_word_is_refused() -> None:
    cell = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    rows = f"<w:tr>{cell * 5}</w:tr>" * 10_100
    assert reason_of(word_body(f"<w:tbl>{rows}</w:tbl>")) in {Reason.TOO_MANY_CELLS, Reason.EXPANDS_TOO_MUCH}


def test_a_sheet_that_claims_endless_rows_is_refused() -> None:
    book = makers.workbook(["Tavoite", "Mittari"])
    sheet = makers.part(book, "xl/worksheets/sheet1.xml").decode()
    far = '<row r="999999999"><c r="XFD999999999"><v>1</v></c></row></sheetData>'
    assert reason_of(
        makers.with_part(book, "xl/worksheets/sheet1.xml", sheet.replace("</sheetData>", far).encode())
    ) in {Reason.TOO_MANY_CELLS, Reason.TOO_SLOW, Reason.TOO_MUCH_MEMORY}


def test_a_table_cell_that_claims_to_span_everything_is_bounded() -> None:
    page = b"<html><body><table>" + b"<tr><td rowspan=99999 colspan=99999>a<td>b" * 5 + b"</table>"
    assert reason_of(page) is Reason.TOO_MANY_CELLS


def test_more_text_than_a_document_holds_is_refused() -> None:
    assert reason_of(b"Tavoite 1.\n" * 500_000) is Reason.TOO_MUCH_TEXT


def test_control_characters_in_text_do_not_reach_the_lines() -> None:
    document = extract_safely(("Visio: paras\x0b alue\nArvot\x1f\x85" + "Tavoite. " * 50).encode())
    assert not any(ord(character) < 32 and character != "\n" for character in document.text)


def test_a_document_with_macros_is_refused_whatever_its_name() -> None:
    assert reason_of(makers.with_part(WORD, "word/vbaProject.bin", b"Sub"), "strategia.docx") is Reason.MACROS


def test_a_good_document_passes_the_limits() -> None:
    document = Document()
    document.add_heading("Visio", 1)
    assert makers.texts(extract_safely(makers.saved(document), "visio.docx"), style="heading") == ["Visio"]
