"""Writes the blocks of one page after another; a table that a page cuts goes on as the same table."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from luotsi.strategy.intake.extraction.builder import DocumentBuilder, layout
from luotsi.strategy.intake.extraction.columns import Block
from luotsi.strategy.intake.extraction.margins import EDGE
from luotsi.strategy.intake.extraction.pieces import Row, foot, head, is_listed, line_gap

Cell = tuple[int, int, int]
_SAME_EDGE = 4.0


@dataclass(slots=True)
class _Table:
    """The last table written, as long as nothing but a foot has followed it."""

    page: int
    number: int
    rows: int
    edges: tuple[float, ...]
    head: tuple[str, ...]


class PageWriter:
    """Adds the lines of a PDF's pages to a document."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self.builder = builder
        self.open_table: _Table | None = None

    def add_page(self, blocks: Sequence[Block], height: float) -> None:
        """Add the blocks of the next page."""
        last: Row | None = None
        usual = line_gap([row for block in blocks for row in block.rows])
        for block in blocks:
            if block.cells:
                self._table(block)
                last = None
            elif EDGE * height < block.bottom and block.top < (1 - EDGE) * height:
                self.open_table = None
            for row in block.rows:
                if last is not None and not _follows(last, row, usual):
                    self.builder.blank()
                self._row(row, style="")
                last = row

    def _table(self, block: Block) -> None:
        before, self.open_table = self.open_table, None
        first = block.cells[0][0]
        words = tuple(
            " ".join(piece.text for row in rows for piece in row) for at, _, rows in block.cells if at == first
        )
        offset, repeated = 0, False
        if before is not None and before.page < self.builder.page and _same_edges(before.edges, block.edges):
            number, repeated = before.number, before.head == words
            offset = before.rows - first - (1 if repeated else 0)
        else:
            self.builder.blank()
            number = self.builder.next_table()
        reach = block.reach()
        for at, column, rows in block.cells:
            for row in _unbroken(rows, reach[column]):
                if repeated and at == first:
                    self._row(row, style="header")
                else:
                    self._row(row, style="table", cell=(number, at + offset, column))
        self.builder.blank()
        self.open_table = _Table(
            page=self.builder.page,
            number=number,
            rows=block.cells[-1][0] + offset + 1,
            edges=block.edges,
            head=before.head if before is not None and before.number == number else words,
        )

    def _row(self, row: Row, style: str, cell: Cell | None = None) -> None:
        for piece in row:
            listed = not style and is_listed(piece.text)
            self.builder.add(
                piece.text,
                layout(
                    x0=round(piece.x0, 1),
                    x1=round(piece.x1, 1),
                    top=round(piece.top, 1),
                    bottom=round(piece.bottom, 1),
                    font_size=round(piece.size, 1),
                    bold=piece.bold,
                    style="list" if listed else style,
                    cell=cell,
                ),
            )


def _unbroken(rows: Sequence[Row], right: float) -> list[Row]:
    """Return the rows of a cell; a label at the end of a full line stays with what it labels.

    A label with room after it stands on a line of its own, as its writer meant.
    """
    whole: list[Row] = []
    for row in rows:
        last = whole[-1][-1] if whole else None
        first = row[0].text.split(maxsplit=1)[0]
        width = (row[0].x1 - row[0].x0) * (len(first) + 1) / max(1, len(row[0].text))
        if last is not None and last.text.endswith(":") and last.x1 + width > right and not is_listed(row[0].text):
            joined = replace(last, text=f"{last.text} {row[0].text}", x1=max(last.x1, row[0].x1), bottom=row[0].bottom)
            whole[-1] = [*whole[-1][:-1], joined, *row[1:]]
        else:
            whole.append(row)
    return whole


def _follows(last: Row, row: Row, usual: float) -> bool:
    """Tell whether the row is the next line of the same paragraph, by the white between."""
    size = row[0].size
    return -1.3 * size <= head(row) - foot(last) <= usual + 0.5 * size


def _same_edges(before: Sequence[float], after: Sequence[float]) -> bool:
    return len(before) == len(after) and all(
        abs(one - other) < _SAME_EDGE for one, other in zip(before, after, strict=True)
    )
