"""A document's lines as a person reads them: in their order, without what is no content."""

from luotsi.strategy.intake.reading.cells import COLUMNS
from luotsi.strategy.intake.reading.furniture import without_furniture
from luotsi.strategy.intake.reading.headings import HeadingReader
from luotsi.strategy.intake.reading.ordering import in_order
from luotsi.strategy.intake.reading.refusals import without_left_columns
from luotsi.strategy.intake.types import DocumentText


def as_read(document: DocumentText, reader: HeadingReader) -> DocumentText:
    """Return the document with its lines in order and those that are no content marked as a page's foot."""

    def column(text: str) -> str:
        head = reader.column(text) if text else None
        return head.kind if head and head.kind in COLUMNS and not head.inline else ""

    return without_left_columns(in_order(without_furniture(document), column), column)
