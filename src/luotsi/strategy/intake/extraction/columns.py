"""Reading order of pieces on a page: rows, columns read one after another, and tables that no rule was drawn for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from luotsi.strategy.intake.extraction.pieces import Piece, Row, foot, head, is_label, line_gap

GUTTER = 9.0
"""Points of white between columns."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows read together. A table's block has one list of rows for each of its cells."""

    rows: tuple[Row, ...] = ()
    cells: tuple[tuple[int, int, tuple[Row, ...]], ...] = ()

    @property
    def top(self) -> float:
        rows = self.rows or [row for _row, _column, inside in self.cells for row in inside]
        return min(head(row) for row in rows)


def blocks_of(rows: Sequence[Row]) -> list[Block]:
    """Return the rows as blocks in reading order."""
    blocks: list[Block] = []
    usual = line_gap(rows)
    index = 0
    while index < len(rows):
        end, gutters = _run(rows, index, usual)
        if gutters:
            blocks.extend(_columns_or_table(rows[index:end], gutters, usual))
        else:
            end = index + 1
            blocks.append(Block(rows=tuple([piece] for piece in rows[index])))
        index = end
    return blocks


def _run(rows: Sequence[Row], start: int, usual: float) -> tuple[int, list[float]]:
    """Return where the rows that share a gutter end, and the middles of the gutters."""
    covered: list[tuple[float, float]] = []
    gutters: list[float] = []
    end = start
    for index in range(start, len(rows)):
        if index > start and head(rows[index]) - foot(rows[index - 1]) > usual + 2.5 * rows[index][0].size:
            break
        attempt = _merged([*covered, *((piece.x0, piece.x1) for piece in rows[index])])
        found = [(a[1] + b[0]) / 2 for a, b in pairwise(attempt) if b[0] - a[1] >= GUTTER]
        if not found or len(found) < len(gutters):
            break
        covered, gutters, end = attempt, found, index + 1
    several = sum(len(_by_column(row, gutters)) > 1 for row in rows[start:end])
    if several < 2:
        return start + 1, []
    while end > start and len(_by_column(rows[end - 1], gutters)) < 2 and _stands_apart(rows, end - 1, usual):
        end -= 1
    return end, gutters


def _stands_apart(rows: Sequence[Row], index: int, usual: float) -> bool:
    return head(rows[index]) - foot(rows[index - 1]) > usual + 0.6 * rows[index][0].size


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start - merged[-1][1] < GUTTER:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _by_column(row: Row, gutters: Sequence[float]) -> dict[int, list[Piece]]:
    columns: dict[int, list[Piece]] = {}
    for piece in row:
        columns.setdefault(sum(piece.x0 > gutter for gutter in gutters), []).append(piece)
    return columns


def _columns_or_table(rows: Sequence[Row], gutters: list[float], usual: float) -> list[Block]:
    bands = _bands(rows, usual)
    if not _is_table(bands, gutters):
        columns: dict[int, list[Row]] = {}
        for row in rows:
            for column, pieces in _by_column(row, gutters).items():
                columns.setdefault(column, []).append(pieces)
        return [Block(rows=tuple(columns[column])) for column in sorted(columns)]
    cells: dict[tuple[int, int], list[Row]] = {}
    for number, band in enumerate(bands):
        for row in band:
            for column, pieces in _by_column(row, gutters).items():
                cells.setdefault((number, column), []).append(pieces)
    return [Block(cells=tuple((row, column, tuple(inside)) for (row, column), inside in sorted(cells.items())))]


def _bands(rows: Sequence[Row], usual: float) -> list[list[Row]]:
    """Return the rows parted where white runs through all columns."""
    bands = [[rows[0]]]
    smallest = min((head(b) - foot(a) for a, b in pairwise(rows)), default=usual)
    for before, after in pairwise(rows):
        if head(after) - foot(before) > min(usual, smallest) + 0.35 * after[0].size:
            bands.append([after])
        else:
            bands[-1].append(after)
    return bands


def _is_table(bands: list[list[Row]], gutters: list[float]) -> bool:
    """Tell a table from columns of running text: a table's rows are parted, its cells do not run on."""
    filled = [{column for row in band for column in _by_column(row, gutters)} for band in bands]
    if len(bands) < 2:
        return False
    full = sum(len(columns) > 1 for columns in filled)
    if full < 0.6 * len(bands):
        return False
    firsts = [band[0] for band in bands]
    starts = [piece.text.lstrip() for row in firsts[1:] for piece in row]
    going_on = sum(text[:1].islower() or is_label(text.split(maxsplit=1)[0]) for text in starts if text)
    return going_on <= 0.35 * max(1, len(starts))
