"""Reading order of pieces on a page: rows, columns read one after another, and tables that no rule was drawn for."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from luotsi.strategy.intake.extraction.pieces import Row, foot, head, is_label, joined, line_gap

GUTTER = 8.0
"""Points of white between columns."""
WIDE = 3.5
"""White inside a justified line, in sizes."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows read together. A table's block has one list of rows for each of its cells."""

    rows: tuple[Row, ...] = ()
    cells: tuple[tuple[int, int, tuple[Row, ...]], ...] = ()
    edges: tuple[float, ...] = ()
    """Where a table's columns part; a table cut by a page has the same ones on both."""

    @property
    def everything(self) -> list[Row]:
        return [*self.rows, *(row for _row, _column, inside in self.cells for row in inside)]

    def reach(self) -> dict[int, float]:
        """Return how far to the right the texts of each column of a table reach."""
        reach: dict[int, float] = {}
        for _row, column, inside in self.cells:
            reach[column] = max(reach.get(column, 0.0), *(piece.x1 for row in inside for piece in row))
        return reach

    @property
    def top(self) -> float:
        return min(head(row) for row in self.everything)

    @property
    def bottom(self) -> float:
        return max(foot(row) for row in self.everything)


def blocks_of(rows: Sequence[Row]) -> list[Block]:
    """Return the rows as blocks in reading order."""
    blocks: list[Block] = []
    usual = line_gap(rows)
    index = 0
    while index < len(rows):
        over = _stands_over(rows[index], rows[index + 1 : index + 6], usual)
        end, gutters = (index + 1, []) if over else _run(rows, index, usual)
        if len(rows[index]) == 1 and len(_run(rows, index + 1, usual)[1]) > len(gutters):
            gutters = []
        if gutters:
            blocks.extend(_columns_or_table(rows[index:end], gutters))
        else:
            end = index + 1
            blocks.append(Block(rows=tuple([piece] for piece in joined(rows[index], WIDE))))
        index = end
    return blocks


def _run(rows: Sequence[Row], start: int, usual: float) -> tuple[int, list[float]]:
    """Return where the rows that share a gutter end, and the middles of the gutters."""
    covered: list[tuple[float, float]] = []
    gutters: list[float] = []
    end = start
    for index in range(start, len(rows)):
        row = rows[index]
        apart = index > start and head(row) - foot(rows[index - 1]) > usual + 2.5 * row[0].size
        divides = gutters and index + 1 < len(rows) and _is_heading(row, rows[start:index])
        if apart or divides:
            break
        attempt = _merged([*covered, *((piece.x0, piece.x1) for piece in row)])
        found = [(a[1] + b[0]) / 2 for a, b in pairwise(attempt) if b[0] - a[1] >= GUTTER]
        if len(found) < len(gutters) or (not found and len(row) > 1):
            break
        if not found and index > start:
            return start + 1, []
        covered, gutters, end = attempt, found, index + 1
    while end > start and gutters and len(_by_column(rows[end - 1], gutters)) < 2 and _ends(rows, end - 1, usual):
        end -= 1
    run = rows[start:end]
    if not gutters or len(run) < 2:
        return start + 1, []
    # In a line or two of justified text the white between words may stand one below the other.
    white = 0.0 if len(run) > 3 else 1.5 * rows[start][0].size
    wide = all(b[0] - a[1] > white for a, b in pairwise(covered))
    return (end, gutters) if wide and _side_by_side(run, gutters) > 2 else (start + 1, [])


def _stands_over(row: Row, after: Sequence[Row], usual: float) -> bool:
    """Tell whether the row is read before whatever columns follow it."""
    if len(row) > 1 or not after or row[0].x0 > min(other[0].x0 for other in after) + 3:
        return False
    return _is_heading(row, after) or head(after[0]) - foot(row) > usual + 0.6 * row[0].size


def _is_heading(row: Row, around: Sequence[Row]) -> bool:
    """Tell a heading over columns from one more line of the first of them."""
    if len(row) > 1 or not around:
        return False
    usual = median(piece.size for other in around for piece in other)
    return row[0].size > 1.15 * usual and row[0].x0 <= min(other[0].x0 for other in around) + 3


def _ends(rows: Sequence[Row], index: int, usual: float) -> bool:
    return index == 0 or head(rows[index]) - foot(rows[index - 1]) > usual + 0.6 * rows[index][0].size


def _side_by_side(rows: Sequence[Row], gutters: Sequence[float]) -> int:
    """Return how many pieces have one of another column beside them."""
    placed = [(column, piece) for row in rows for column, held in _by_column(row, gutters).items() for piece in held]
    return sum(
        any(
            column != other_column and min(piece.bottom, other.bottom) - max(piece.top, other.top) > 1
            for other_column, other in placed[max(0, index - 12) : index + 13]
        )
        for index, (column, piece) in enumerate(placed)
    )


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if merged and start - merged[-1][1] < GUTTER:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _by_column(row: Row, gutters: Sequence[float]) -> dict[int, Row]:
    columns: dict[int, Row] = {}
    for piece in row:
        columns.setdefault(sum(piece.x0 > gutter for gutter in gutters), []).append(piece)
    return {column: joined(pieces, WIDE) for column, pieces in columns.items()}


def _columns_or_table(rows: Sequence[Row], gutters: list[float]) -> list[Block]:
    columns = _columns(rows, gutters)
    bands = _bands(rows, columns)
    if len(bands) == 1 and all(len(_by_column(row, gutters)) > 1 for row in rows):
        bands = [[row] for row in rows]  # a table of one line a row, unless its lines run on
    if not _is_table(bands, gutters):
        return [Block(rows=tuple(columns[column])) for column in sorted(columns)]
    full = [number for number, band in enumerate(bands) if len(_columns(band, gutters)) > 1]
    before, inside, after = bands[: full[0]], bands[full[0] : full[-1] + 1], bands[full[-1] + 1 :]
    placed = tuple(
        (number, column, tuple(held))
        for number, band in enumerate(inside)
        for column, held in sorted(_columns(band, gutters).items())
    )
    table = Block(cells=placed, edges=tuple(gutters))
    return [*(Block(rows=tuple(band)) for band in before), table, *(Block(rows=tuple(band)) for band in after)]


def _columns(rows: Sequence[Row], gutters: Sequence[float]) -> dict[int, list[Row]]:
    columns: dict[int, list[Row]] = {}
    for row in rows:
        for column, pieces in _by_column(row, gutters).items():
            columns.setdefault(column, []).append(pieces)
    return columns


def _bands(rows: Sequence[Row], columns: dict[int, list[Row]]) -> list[list[Row]]:
    """Return the rows parted where more white than between lines runs through all columns."""
    gaps = [head(b) - foot(a) for inside in columns.values() for a, b in pairwise(inside)]
    between_lines = min((gap for gap in gaps if gap > -2), default=0.0)
    bands = [[rows[0]]]
    reach = foot(rows[0])
    for row in rows[1:]:
        if head(row) - reach > between_lines + 0.3 * row[0].size:
            bands.append([row])
        else:
            bands[-1].append(row)
        reach = max(reach, foot(row))
    return bands


def _is_table(bands: list[list[Row]], gutters: list[float]) -> bool:
    """Tell a table from columns of running text: a table's rows are parted, its cells do not run on."""
    filled = [_columns(band, gutters) for band in bands]
    if len(bands) < 2 or sum(len(columns) > 1 for columns in filled) < 0.6 * len(bands):
        return False
    several = [band for band, columns in zip(bands, filled, strict=True) if len(columns) > 1]
    if sum(_level(band, gutters) for band in several) < 0.6 * len(several):
        return False
    starts = [piece.text.lstrip() for band in bands[1:] for piece in band[0]]
    going_on = sum(text[:1].islower() or is_label(text.split(maxsplit=1)[0]) for text in starts if text)
    return going_on <= 0.35 * max(1, len(starts))


def _level(band: list[Row], gutters: list[float]) -> bool:
    """Tell whether the band's texts begin on one height, or are centred on one."""
    columns = _columns(band, gutters).values()
    tops = [head(inside[0]) for inside in columns]
    middles = [(head(inside[0]) + foot(inside[-1])) / 2 for inside in columns]
    return max(tops) - min(tops) < 2 or max(middles) - min(middles) < 3
