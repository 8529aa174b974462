"""PDF: text by its place on the page, columns and tables put in reading order, running heads and feet marked."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.uploads import FileKind
from luotsi.strategy.intake.extraction.builder import DocumentBuilder, layout
from luotsi.strategy.intake.extraction.columns import Block, blocks_of
from luotsi.strategy.intake.extraction.grids import Grid, Rule, grids_of, rules_of
from luotsi.strategy.intake.extraction.margins import Margins
from luotsi.strategy.intake.extraction.pieces import Piece, Row, foot, head, is_label, line_gap, rows_of
from luotsi.strategy.intake.types import DocumentText

PAGE_LIMIT = 1000
DRAWN_LIMIT = 20_000
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18


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
        pieces = list(_pieces(page))
        grids = grids_of(_rules(page))
        if not pieces:
            builder.note("page_without_text")
        _add_page(builder, pieces, grids)
        margins.add_page(page.get_height())
        page.close()
    if not count:
        raise UnableToRead(Reason.MALFORMED)
    return margins.marked(builder.document(pages=count))


def _add_page(builder: DocumentBuilder, pieces: list[Piece], grids: list[Grid]) -> None:
    builder.blank()
    inside: list[list[Piece]] = [[] for _ in grids]
    loose: list[Piece] = []
    for piece in pieces:
        at = next((number for number, grid in enumerate(grids) if grid.holds(piece)), None)
        (loose if at is None else inside[at]).append(piece)
    tables = sorted(
        (_ruled_block(grid, held) for grid, held in zip(grids, inside, strict=True) if held),
        key=lambda block: block.top,
    )
    rows = rows_of(loose)
    for table in tables:
        above = [row for row in rows if head(row) < table.top]
        rows = [row for row in rows if head(row) >= table.top]
        _add_blocks(builder, [*blocks_of(above), table])
    _add_blocks(builder, blocks_of(rows))


def _ruled_block(grid: Grid, pieces: list[Piece]) -> Block:
    cells: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        cells.setdefault(grid.cell(piece), []).append(piece)
    return Block(cells=tuple((*place, tuple(rows_of(cells[place]))) for place in sorted(cells)))


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
            if last is not None and not -1 <= head(inside) - foot(last) <= usual + 0.5 * inside[0].size:
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


def _pieces(page: Any) -> Iterator[Piece]:
    """Yield the words that stand together, as the page draws them."""
    text_page = page.get_textpage()
    page_height = page.get_height()
    gathered: list[str] = []
    box = raw.FS_RECTF()
    x0 = x1 = top = bottom = size = before = 0.0
    first = 0
    spaced = False
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code in {0x20, 0xA0, 0x09}:
            spaced = True
            continue
        if code in {0x0D, 0x0A, 0x00} or not raw.FPDFText_GetLooseCharBox(text_page, index, box):
            spaced = True
            continue
        left, right, high, low = box.left, box.right, page_height - box.top, page_height - box.bottom
        gap = left - x1
        height = max(1.0, bottom - top)
        overlap = min(low, bottom) - max(high, top)
        follows = gap > -0.6 * size or left >= before - 0.5  # the letters of a ligature share one box
        before = left
        if gathered and overlap > 0.55 * min(height, low - high) and follows and gap < 0.95 * size:
            if spaced and gap > -0.1 * size:
                gathered.append(" ")
            x1, top, bottom = max(x1, right), min(top, high), max(bottom, low)
        else:
            if gathered:
                yield Piece("".join(gathered), x0, x1, top, bottom, size, _is_bold(text_page, first))
            gathered, first = [], index
            size = _size(text_page, index, low - high)
            x0, x1, top, bottom = left, right, high, low
        gathered.append(chr(code))
        spaced = False
    if gathered:
        yield Piece("".join(gathered), x0, x1, top, bottom, size, _is_bold(text_page, first))
    text_page.close()


def _size(text_page: Any, index: int, height: float) -> float:
    """Return the size in points on the page; some makers write size 1 and scale the page's matrix instead."""
    size = float(raw.FPDFText_GetFontSize(text_page, index))
    return size if 0.4 * height < size < 1.6 * height else max(1.0, height * 0.8)


def _is_bold(text_page: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, 128, ctypes.byref(flags))
    return bool(flags.value & _FORCE_BOLD) or b"bold" in name.value.lower() or b"black" in name.value.lower()


def _rules(page: Any) -> list[Rule]:
    """Return the straight rules drawn on the page; a page of drawings has too many to be tables."""
    height, width = page.get_height(), page.get_width()
    rules: list[Rule] = []
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        if raw.FPDFPath_CountSegments(drawn) > 12:
            continue
        left, bottom, right, top = drawn.get_bounds()
        if (right - left) * (top - bottom) > 0.7 * width * height:
            continue
        rules.extend(rules_of(left, height - top, right, height - bottom))
        if len(rules) > DRAWN_LIMIT:
            return []
    return rules
