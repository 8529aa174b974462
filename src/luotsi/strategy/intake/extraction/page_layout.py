"""The text of one page as blocks in reading order: drawn tables, framed cards, and what stands loose."""

from collections.abc import Sequence

from luotsi.strategy.intake.extraction.boxes import Box, ordered
from luotsi.strategy.intake.extraction.columns import Block, blocks_of
from luotsi.strategy.intake.extraction.drawings import Drawings, Frame
from luotsi.strategy.intake.extraction.grids import Grid, grids_of
from luotsi.strategy.intake.extraction.pieces import Piece, foot, head, rows_of


def page_blocks(pieces: Sequence[Piece], drawings: Drawings) -> list[Block]:
    """Return the blocks of a page in the order a person reads them."""
    grids = grids_of(drawings.rules)
    inside: list[list[Piece]] = [[] for _ in grids]
    loose: list[Piece] = []
    for piece in pieces:
        at = next((number for number, grid in enumerate(grids) if grid.holds(piece)), None)
        (loose if at is None else inside[at]).append(piece)
    tables = [_ruled(grid, held) for grid, held in zip(grids, inside, strict=True) if held]
    frames = [frame for frame in drawings.frames if not any(_covers(grid, frame) for grid in grids)]
    blocks: list[Block] = []
    for table in sorted(tables, key=lambda table: table.top):
        above = [piece for piece in loose if piece.middle < table.top]
        loose = [piece for piece in loose if piece.middle >= table.top]
        blocks += [*_framed(above, frames), table]
    return blocks + _framed(loose, frames)


def _covers(grid: Grid, frame: Frame) -> bool:
    x, y = (frame.x0 + frame.x1) / 2, (frame.top + frame.bottom) / 2
    return grid.columns[0] <= x <= grid.columns[-1] and grid.rows[0] <= y <= grid.rows[-1]


def _ruled(grid: Grid, pieces: Sequence[Piece]) -> Block:
    cells: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        cells.setdefault(grid.cell(piece), []).append(piece)
    return Block(
        cells=tuple((*place, tuple(rows_of(cells[place]))) for place in sorted(cells)),
        edges=grid.columns,
    )


def _framed(pieces: Sequence[Piece], frames: Sequence[Frame]) -> list[Block]:
    """Return the blocks of loose pieces; frames that stand side by side are read one by one."""
    cards = _cards(pieces, frames)
    blocks: list[Block] = []
    rest = list(pieces)
    for group in _beside_each_other(cards):
        top, bottom = min(frame.top for frame in group), max(frame.bottom for frame in group)
        above = [piece for piece in rest if piece.middle < top]
        level = [piece for piece in rest if top <= piece.middle <= bottom]
        rest = [piece for piece in rest if piece.middle > bottom]
        blocks += blocks_of(rows_of(above))
        for box in ordered(_boxes(level, group)):
            blocks += _framed(box.shape, [frame for frame in frames if frame not in group])
    return blocks + blocks_of(rows_of(rest))


def _cards(pieces: Sequence[Piece], frames: Sequence[Frame]) -> list[Frame]:
    """Return the outermost frames that hold text and do not hold all of it."""
    holding: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: -frame.area):
        held = sum(frame.holds(piece.x0 + 1, piece.middle) for piece in pieces)
        inner = any(outer.holds((frame.x0 + frame.x1) / 2, (frame.top + frame.bottom) / 2) for outer in holding)
        if 0 < held < len(pieces) and not inner:
            holding.append(frame)
    return holding


def _beside_each_other(frames: Sequence[Frame]) -> list[list[Frame]]:
    groups: list[list[Frame]] = []
    for frame in sorted(frames, key=lambda frame: frame.top):
        if groups and frame.top < max(other.bottom for other in groups[-1]) - 3:
            groups[-1].append(frame)
        else:
            groups.append([frame])
    return [group for group in groups if len(group) > 1]


def _boxes(pieces: Sequence[Piece], frames: Sequence[Frame]) -> list[Box]:
    """Return the frames with their pieces as boxes, and loose text between them as boxes of its own."""
    held: dict[Frame, list[Piece]] = {frame: [] for frame in frames}
    loose: list[Piece] = []
    for piece in pieces:
        frame = next((frame for frame in frames if frame.holds(piece.x0 + 1, piece.middle)), None)
        (loose if frame is None else held[frame]).append(piece)
    boxes = [Box(frame.x0, frame.x1, frame.top, frame.bottom, inside) for frame, inside in held.items() if inside]
    groups: list[list[Piece]] = []
    for row in rows_of(loose):
        for piece in row:
            near = next((group for group in groups if _continues(group, piece)), None)
            if near is None:
                groups.append([piece])
            else:
                near.append(piece)
    return boxes + [
        Box(min(p.x0 for p in group), max(p.x1 for p in group), head(group), foot(group), group) for group in groups
    ]


def _continues(group: Sequence[Piece], piece: Piece) -> bool:
    last = group[-1]
    return piece.top - last.bottom < last.size and min(last.x1, piece.x1) > max(last.x0, piece.x0)
