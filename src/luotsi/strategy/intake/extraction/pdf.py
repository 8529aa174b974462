"""PDF: text by its place on the page, columns and tables put in reading order, running heads and feet marked."""

from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.uploads import FileKind
from luotsi.strategy.intake.extraction.builder import DocumentBuilder, layout
from luotsi.strategy.intake.extraction.characters import pieces_of
from luotsi.strategy.intake.extraction.columns import Block
from luotsi.strategy.intake.extraction.drawings import drawings_of
from luotsi.strategy.intake.extraction.margins import Margins
from luotsi.strategy.intake.extraction.page_layout import page_blocks
from luotsi.strategy.intake.extraction.pieces import Row, foot, head, is_label, line_gap
from luotsi.strategy.intake.types import DocumentText

PAGE_LIMIT = 1000


def pdf_document(content: bytes) -> DocumentText:
    """Return the lines of a PDF.

    :raises UnableToRead: when it is protected, broken, too long, or a scan without text
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        locked = raw.FPDF_GetLastError() in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise UnableToRead(Reason.ENCRYPTED if locked else Reason.MALFORMED) from error
    try:
        count = len(document)
        if count > PAGE_LIMIT:
            raise UnableToRead(Reason.TOO_MANY_PAGES, pages=count, limit=PAGE_LIMIT)
        return _read(document, count)
    except pdfium.PdfiumError as error:
        raise UnableToRead(Reason.MALFORMED) from error
    finally:
        document.close()


def _read(document: Any, count: int) -> DocumentText:
    builder = DocumentBuilder(FileKind.PDF)
    margins = Margins()
    for index in range(count):
        builder.page = index + 1
        page = document[index]
        drawings = drawings_of(page)
        pieces = pieces_of(page, drawings)
        if not pieces:
            builder.note("page_without_text")
        _add_blocks(builder, page_blocks(pieces, drawings))
        margins.add_page(page.get_height())
        page.close()
    if not count:
        raise UnableToRead(Reason.MALFORMED)
    return margins.marked(builder.document(pages=count))


def _add_blocks(builder: DocumentBuilder, blocks: list[Block]) -> None:
    last: Row | None = None
    usual = line_gap([row for block in blocks for row in block.rows])
    for block in blocks:
        if block.cells:
            builder.blank()
            number = builder.next_table()
            for row, column, rows in block.cells:
                for inside in rows:
                    _add_row(builder, inside, (number, row, column))
            builder.blank()
            last = None
        for inside in block.rows:
            if (
                last is not None
                and not -1.3 * inside[0].size <= head(inside) - foot(last) <= usual + 0.5 * inside[0].size
            ):
                builder.blank()
            _add_row(builder, inside, None)
            last = inside


def _add_row(builder: DocumentBuilder, row: Row, cell: tuple[int, int, int] | None) -> None:
    for piece in row:
        listed = is_label(piece.text.split(maxsplit=1)[0]) if piece.text.strip() else False
        builder.add(
            piece.text,
            layout(
                x0=round(piece.x0, 1),
                x1=round(piece.x1, 1),
                top=round(piece.top, 1),
                bottom=round(piece.bottom, 1),
                font_size=round(piece.size, 1),
                bold=piece.bold,
                style="table" if cell else "list" if listed else "",
                cell=cell,
            ),
        )
