"""PDF: text by its place on the page, columns and tables put in reading order, running heads and feet marked."""

from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.uploads import FileKind
from luotsi.strategy.intake.extraction.builder import DocumentBuilder
from luotsi.strategy.intake.extraction.characters import pieces_of
from luotsi.strategy.intake.extraction.drawings import drawings_of
from luotsi.strategy.intake.extraction.margins import Margins
from luotsi.strategy.intake.extraction.page_layout import page_blocks
from luotsi.strategy.intake.extraction.page_writer import PageWriter
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
    writer, margins = PageWriter(builder), Margins()
    for index in range(count):
        builder.page = index + 1
        page = document[index]
        drawings = drawings_of(page)
        pieces = pieces_of(page, drawings)
        if not pieces:
            builder.note("page_without_text")
        writer.add_page(page_blocks(pieces, drawings), page.get_height())
        margins.add_page(page.get_height())
        page.close()
    if not count:
        raise UnableToRead(Reason.MALFORMED)
    return margins.marked(builder.document(pages=count))
