"""What of a table is secret so far, and what has to become secret for each small number and hidden zero to be kept."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from scipy.sparse import csr_matrix

from luotsi.protection.attack import Seen
from luotsi.protection.grid import Grid, Mask, NamedGrid, Places, together
from luotsi.protection.program import PricedProgram
from luotsi.protection.types import EPSILON, Floats, Key, Rule, Table
from luotsi.protection.working import Each


@dataclass(frozen=True, slots=True)
class Cells:
    """What is known of each cell of a grid, and what has been found out of it.

    few, aside, movable : it is to be kept, small or a hidden zero; nobody is shown it; it may be hidden
    dear : what it costs to hide it
    secret : it is hidden
    risen, moved : the widest move upwards, and in any direction, that was found for it in a block
    down, up : how far it has been seen to move while every sum holds
    """

    few: Mask
    aside: Mask
    movable: Mask
    dear: Floats
    secret: Mask
    risen: Floats
    moved: Floats
    down: Floats
    up: Floats

    def part(self, cells: Places) -> "Cells":
        """Return what is known of these."""
        return Cells(*(getattr(self, field.name)[cells] for field in fields(self)))

    def take(self, cells: Places, found: "Cells") -> None:
        """Take over what was found out of these."""
        for name in ("secret", "risen", "moved", "down", "up"):
            getattr(self, name)[cells] = getattr(found, name)


@dataclass(frozen=True, slots=True)
class Piece:
    """Blocks that share cells, cut out of a table to be worked on by themselves.

    done : of each block the cells that have been asked for
    """

    grid: Grid
    rule: Rule
    cells: Cells
    blocks: tuple[Places, ...]
    done: tuple[Mask, ...]


class Hiding:
    """A table, or a piece of it, on its way to a pattern."""

    def __init__(self, grid: Grid, rule: Rule, cells: Cells) -> None:
        self.rule, self.cells, self.secret, self.few = rule, cells, cells.secret, cells.few
        self.seen = Seen(grid, cells.down, cells.up)

    @classmethod
    def of(cls, table: Table, grid: NamedGrid, rule: Rule, weights: Mapping[Key, float]) -> "Hiding":
        """Return a table of which the small numbers are secret, what was before, and what is veiled."""
        small = (grid.counts > 0) & (grid.counts < rule.threshold)
        veiled, aside = grid.mask(table.veiled), grid.mask(table.unshown)
        secret = small | grid.mask(table.hidden) | veiled
        dear = np.array([weights.get(key, 1.0) for key in grid.keys]) * (1 + np.log1p(grid.counts))
        cells = Cells(
            few=small | (secret & (grid.counts == 0)),
            aside=aside & ~small,
            movable=~grid.mask(table.known) & ((grid.counts > 0) | veiled | aside),
            dear=dear,
            secret=secret | aside,
            **{name: np.zeros(len(grid.keys)) for name in ("risen", "moved", "down", "up")},
        )
        return cls(grid, rule, cells)

    def go_through(self, stages: Sequence[Sequence[Places]], each: Each) -> None:
        """Protect the blocks of stage after stage; one in which another has hidden more is looked at again."""
        blocks = [block for stage in stages for block in stage]
        stage_of = np.repeat(np.arange(len(stages)), [len(stage) for stage in stages])
        holding = _holding(blocks, len(self.secret))
        done = [np.zeros(len(block), dtype=np.bool_) for block in blocks]
        waiting = np.ones(len(blocks), dtype=np.bool_)
        while waiting.any():
            now = waiting & (stage_of == stage_of[np.argmax(waiting)])
            waiting &= ~now
            asked = [one for one in np.flatnonzero(now).tolist() if self.lacking(blocks[one], done[one]).any()]
            pieces = [[asked[place] for place in group] for group in _together([blocks[one] for one in asked])]
            before = self.secret.copy()
            work = [self.piece([blocks[one] for one in piece], [done[one] for one in piece]) for piece in pieces]
            answers = each(_protected, [piece for _cells, piece in work])
            for piece, (cells, _piece), (found, tried) in zip(pieces, work, answers, strict=True):
                self.cells.take(cells, found)
                for number, one in zip(piece, tried, strict=True):
                    done[number] = one
            again = np.unique(holding[self.secret & ~before].indices)
            waiting[np.setdiff1d(again, asked)] = True

    def widen(self, groups: Sequence[Places], each: Each) -> None:
        """Look in each of the groups for what is still told, and hide what keeps it there while all else stands."""
        together = [[groups[place] for place in group] for group in _together(groups)]
        work = [self.piece(group, ()) for group in together]
        for (cells, _piece), found in zip(work, each(_widened, [piece for _cells, piece in work]), strict=True):
            self.cells.take(cells, found)

    def piece(self, blocks: Sequence[Places], done: Sequence[Mask]) -> tuple[Places, "Piece"]:
        """Return the cells of the blocks, and what is to be done with them by themselves."""
        cells = np.unique(np.concatenate(blocks))
        inside = tuple(np.searchsorted(cells, block) for block in blocks)
        return cells, Piece(self.seen.grid.part(cells), self.rule, self.cells.part(cells), inside, tuple(done))

    def lacking(self, block: Places, done: Mask) -> Mask:
        """Return for which cells of a block it has not been asked yet what they need."""
        return self.secret[block] & ~done & ~self.cells.aside[block]

    def protect(self, blocks: Sequence[Places], done: Sequence[Mask]) -> tuple[Mask, ...]:
        """Protect block after block, anew where another has hidden more; return which cells have been asked for."""
        holding, told = _holding(blocks, len(self.secret)), list(done)
        waiting = deque(range(len(blocks)))
        while waiting:
            number = waiting.popleft()
            block, before = blocks[number], self.secret[blocks[number]]
            targets = self.lacking(block, told[number])
            if not targets.any():
                continue
            told[number] = told[number] | targets
            self._hide_further(block[self.cells.movable[block]], self.seen.grid.whole_in(block), block[targets])
            new = block[self.secret[block] & ~before]
            waiting.extend(other for other in np.unique(holding[new].indices).tolist() if other not in waiting)
        return tuple(told)

    def keep(self, targets: Places, inside: Places) -> None:
        """Hide what these targets need for moving in there while all else stands."""
        left = self.seen.still_told(targets, self.rule)
        for cells in self.seen.grid.parts(inside[self.cells.movable[inside]]) if len(left) else ():
            own = np.intersect1d(left, cells)
            if len(own):
                self.cells.risen[own] = self.seen.up[own]
                self._hide_further(cells, self.seen.grid.touching(cells), own)

    def _hide_further(self, cells: Places, sums: Places, targets: Places) -> None:
        """Hide what each target needs within these cells and sums; one that nothing here can keep is passed over."""
        price = np.where(self.secret[cells], 0.0, self.cells.dear[cells])
        program, moves = PricedProgram(*self.seen.grid.movable(cells, sums), price), []
        for target in targets[np.argsort(self.seen.grid.counts[targets], kind="stable")]:
            reached = self.cells.risen if self.few[target] else self.cells.moved
            if reached[target] < self._needed(target) - EPSILON and self.cells.movable[target]:
                found = self._moves(program, int(target), int(np.searchsorted(cells, target)))
                moves.extend(found)
                for move in found:
                    self._hide(move, cells, program)
        self.seen.remember_holding(cells, moves)

    def _moves(self, program: PricedProgram, target: int, place: int) -> list[Floats]:
        """Return the moves that keep a target: four up, or up to where it is not small and down to its least."""
        grid = self.seen.grid
        moves = [program.moving(place, self._needed(target))]
        if moves[0] is None and self.few[target]:
            moves = [program.moving(place, self.rule.threshold - grid.counts[target])]
            if grid.counts[target] > grid.least[target]:
                moves.append(program.moving(place, grid.least[target] - grid.counts[target]))
        found = [move for move in moves if move is not None]
        return found if len(found) == len(moves) else []

    def _needed(self, target: int) -> float:
        """Return how far a target has to move: four, a hidden zero to where it is not small."""
        hidden_zero = self.few[target] and self.seen.grid.counts[target] == 0
        return float(self.rule.threshold if hidden_zero else self.rule.threshold - 1)

    def _hide(self, move: Floats, cells: Places, program: PricedProgram) -> None:
        self.cells.risen[cells] = np.maximum(self.cells.risen[cells], move)
        self.cells.moved[cells] = np.maximum(self.cells.moved[cells], np.abs(move))
        new = np.flatnonzero((np.abs(move) > EPSILON) & ~self.secret[cells])
        self.secret[cells[new]] = True
        program.let_free(new)


def _protected(piece: Piece) -> tuple[Cells, tuple[Mask, ...]]:
    """Return the cells of the piece when its blocks are protected, and which of each have been asked for."""
    return piece.cells, Hiding(piece.grid, piece.rule, piece.cells).protect(piece.blocks, piece.done)


def _widened(piece: Piece) -> Cells:
    """Return the cells of the piece, those still told kept within each of its groups as far as can be."""
    hiding = Hiding(piece.grid, piece.rule, piece.cells)
    lacking = hiding.seen.look(hiding.secret, hiding.few, piece.rule, piece.blocks)
    for inside in piece.blocks:
        hiding.keep(inside[lacking[inside]], inside)
    return piece.cells


def _together(blocks: Sequence[Places]) -> list[list[int]]:
    """Return which of the blocks hang together by cells that they share."""
    if not blocks:
        return []
    found = together(np.concatenate(blocks), np.array([len(block) for block in blocks]))
    return [group.tolist() for group in found]


def _holding(blocks: Sequence[Places], size: int) -> csr_matrix:
    """Return which blocks hold each cell: a row for each cell."""
    numbers = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    cells = np.concatenate([*blocks, np.zeros(0, dtype=np.int64)])
    return csr_matrix((np.ones(len(cells)), (cells, numbers)), shape=(size, len(blocks)))
