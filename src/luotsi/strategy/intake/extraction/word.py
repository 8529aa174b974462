"""Word documents: headings by style, lists with their numbers, tables by cell, text boxes, headers and footers."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from luotsi.files.uploads import FileKind
from luotsi.strategy.intake.extraction.builder import LABEL, DocumentBuilder, layout
from luotsi.strategy.intake.extraction.numbering import Numbering
from luotsi.strategy.intake.extraction.word_styles import ParagraphStyle, Styles
from luotsi.strategy.intake.types import DocumentText

Cell = tuple[int, int, int]
_SKIPPED = frozenset(
    qn(name) for name in ("w:del", "w:moveFrom", "w:txbxContent", "w:instrText", "w:delText", "w:pPr", "w:rPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_DRAWING = frozenset(qn(name) for name in ("w:drawing", "w:pict"))


def word_document(content: bytes) -> DocumentText:
    """Return the lines of a DOCX."""
    return _WordReader(Document(BytesIO(content))).read()


class _WordReader:
    def __init__(self, document: Any) -> None:
        self.document = document
        self.builder = DocumentBuilder(FileKind.DOCX)
        self.styles = Styles.of(document)
        self.numbering = Numbering.of(document)

    def read(self) -> DocumentText:
        self._margins("header")
        self._blocks(self.document.element.body)
        self._margins("footer")
        return self.builder.document()

    def _margins(self, name: str) -> None:
        """Add the running heads or feet, each wording once."""
        seen = set()
        for section in self.document.sections:
            part = getattr(section, name)
            text = "" if part.is_linked_to_previous else "\n".join(paragraph.text for paragraph in part.paragraphs)
            if text.strip() and text not in seen:
                seen.add(text)
                self.builder.add(text, layout(style=name))

    def _blocks(self, parent: Any, cell: Cell | None = None) -> None:
        for block in parent:
            if block.tag == qn("w:p"):
                self._paragraph(block, cell)
            elif block.tag == qn("w:tbl"):
                self._table(block)
            elif block.tag in {qn("w:sdt"), qn("w:ins"), qn("w:customXml"), qn("w:sdtContent"), qn("w:moveTo")}:
                self._blocks(block, cell)

    def _paragraph(self, paragraph: Any, cell: Cell | None) -> None:
        text = "".join(self._pieces(paragraph)).strip(" \t")
        style = self.styles.of_paragraph(paragraph)
        first, *after = text.split("\f")
        if first.strip():
            self._text(first, style, cell)
        elif cell is None:
            self.builder.blank()
        for part in after:
            self.builder.page += 1
            if part.strip():
                self._text(part, style, cell)
        for box in self._boxes(paragraph):
            self.builder.blank()
            self._blocks(box)
            self.builder.blank()

    def _text(self, text: str, style: ParagraphStyle, cell: Cell | None) -> None:
        named, level = style.name, style.level
        if style.list_id is not None:
            label = self.numbering.label(style.list_id, style.list_level)
            if label and not LABEL.match(text.split(maxsplit=1)[0]):
                text = f"{label} {text}"
            if not named:
                named, level = "list", style.list_level
        if named in {"heading", "title"} and cell is None:
            text = " ".join(text.split())
            self.builder.blank()
        self.builder.add(
            text,
            layout(style="table" if cell else named, level=level, cell=cell, bold=style.bold, font_size=style.size),
        )

    def _pieces(self, element: Any) -> Iterator[str]:
        for child in element:
            if child.tag in _SKIPPED or child.tag in _DRAWING:
                continue
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag == qn("w:tab"):
                yield " "
            elif child.tag == qn("w:noBreakHyphen"):
                yield "-"
            elif child.tag == qn("w:lastRenderedPageBreak"):
                self.builder.page += 1
            elif child.tag == qn("w:br"):
                yield self._line_break(child)
            else:
                yield from self._pieces(child)

    def _line_break(self, element: Any) -> str:
        if element.get(qn("w:type")) == "page":
            following = next(element.itersiblings(), None)
            # Word also leaves a mark of its own where the page really turned.
            turned = following is not None and following.tag == qn("w:lastRenderedPageBreak")
            return "" if turned else "\f"
        return "\n"

    def _boxes(self, paragraph: Any) -> Iterator[Any]:
        for box in paragraph.iter(qn("w:txbxContent")):
            ancestors = {ancestor.tag for ancestor in box.iterancestors()}
            if not ancestors & (_SKIPPED - {qn("w:txbxContent")}):
                yield box

    def _table(self, table: Any) -> None:
        rows = [row for row in table.iter(qn("w:tr")) if _owner(row) is table]
        widest = max((len(list(_cells(row))) for row in rows), default=0)
        self.builder.blank()
        number = self.builder.next_table() if widest > 1 else None
        for index, row in enumerate(rows):
            column = 0
            for cell in _cells(row):
                span, continued = _merging(cell)
                if not continued:
                    self._blocks(cell, None if number is None else (number, index, column))
                column += span
        self.builder.blank()


def _owner(row: Any) -> Any:
    return next(row.iterancestors(qn("w:tbl")), None)


def _cells(row: Any) -> Iterator[Any]:
    return (cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr")), None) is row)


def _merging(cell: Any) -> tuple[int, bool]:
    """Return how many columns the cell spans, and whether it only continues the one above."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, False
    span = properties.find(qn("w:gridSpan"))
    width = span.get(qn("w:val"), "1") if span is not None else "1"
    merged = properties.find(qn("w:vMerge"))
    return int(width) if width.isdigit() else 1, merged is not None and merged.get(qn("w:val")) != "restart"
