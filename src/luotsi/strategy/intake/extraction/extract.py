"""The way in: bytes to lines, in this process or, for what came from outside, in a limited one."""

from collections.abc import Callable, Mapping
from zipfile import BadZipFile

from lxml.etree import LxmlError

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.sandbox import SandboxLimits, run_limited
from luotsi.files.uploads import FileKind, recognise
from luotsi.strategy.intake.extraction.plain import markdown_document, plain_document
from luotsi.strategy.intake.types import DocumentText


def extract(content: bytes, filename: str = "") -> DocumentText:
    """Return the lines of a document whatever its kind; for documents one has made or trusts.

    :raises UnableToRead: when the document is refused, with the reason
    """
    kind = recognise(content, filename)
    try:
        return _READERS[kind](content)
    except (LxmlError, BadZipFile, KeyError, ValueError) as error:
        raise UnableToRead(Reason.MALFORMED) from error


def extract_safely(content: bytes, filename: str = "", limits: SandboxLimits | None = None) -> DocumentText:
    """Return the lines of a document from outside, read in a process with limits.

    :raises UnableToRead: when the document is refused, breaks its reader or takes too much
    """
    recognise(content, filename)
    return run_limited(extract, content, filename, limits=limits)


def _pdf(content: bytes) -> DocumentText:
    from luotsi.strategy.intake.extraction.pdf import pdf_document

    return pdf_document(content)


def _word(content: bytes) -> DocumentText:
    from luotsi.strategy.intake.extraction.word import word_document

    return word_document(content)


def _slides(content: bytes) -> DocumentText:
    from luotsi.strategy.intake.extraction.slides import slide_document

    return slide_document(content)


def _workbook(content: bytes) -> DocumentText:
    from luotsi.strategy.intake.extraction.workbook import workbook_document

    return workbook_document(content)


def _page(content: bytes) -> DocumentText:
    from luotsi.strategy.intake.extraction.web_page import web_document

    return web_document(content)


_READERS: Mapping[FileKind, Callable[[bytes], DocumentText]] = {
    FileKind.PDF: _pdf,
    FileKind.DOCX: _word,
    FileKind.PPTX: _slides,
    FileKind.XLSX: _workbook,
    FileKind.HTML: _page,
    FileKind.MARKDOWN: markdown_document,
    FileKind.TEXT: plain_document,
}
