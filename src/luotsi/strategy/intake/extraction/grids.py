"""Drawn rules of a page and the tables they make."""

from collections.abc import Sequence
from dataclasses import dataclass

from luotsi.strategy.intake.extraction.pieces import Piece

_TOUCH = 2.5
"""Points within which two rules meet."""
RULE_LIMIT = 600
"""A page with more rules is a drawing, not a table."""
_THIN = 3.0
"""A rectangle thinner than this is a rule."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: `at` on the other axis, from `start` to `end` along its own."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The edges of a table's columns and rows and the rules between them."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    rules: tuple[Rule, ...]

    def holds(self, piece: Piece) -> bool:
        """Tell whether the piece stands inside the table."""
        middle = (piece.x0 + min(piece.x1, self.columns[-1])) / 2
        return (
            self.columns[0] - _TOUCH <= middle <= self.columns[-1] + _TOUCH
            and self.rows[0] - _TOUCH <= piece.middle <= self.rows[-1] + _TOUCH
        )

    def cell(self, piece: Piece) -> tuple[int, int]:
        """Return the row and column of the piece; of merged cells the first."""
        column = max(0, sum(edge <= piece.x0 + _TOUCH for edge in self.columns) - 1)
        row = max(0, sum(edge <= piece.middle for edge in self.rows) - 1)
        column, row = min(column, len(self.columns) - 2), min(row, len(self.rows) - 2)
        while row > 0 and not self._ruled(False, self.rows[row], self.columns[column], self.columns[column + 1]):
            row -= 1
        while column > 0 and not self._ruled(True, self.columns[column], self.rows[row], self.rows[row + 1]):
            column -= 1
        return row, column

    def _ruled(self, upright: bool, at: float, start: float, end: float) -> bool:
        covered = sum(
            max(0.0, min(rule.end, end) - max(rule.start, start))
            for rule in self.rules
            if rule.upright == upright and abs(rule.at - at) < _TOUCH
        )
        return covered > 0.5 * (end - start)


def rules_of(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    """Return a drawn rectangle as its rules; a thin one is a single rule, a large one its four sides."""
    if bottom - top <= _THIN:
        return [Rule(False, (top + bottom) / 2, left, right)] if right - left > 2 * _THIN else []
    if right - left <= _THIN:
        return [Rule(True, (left + right) / 2, top, bottom)]
    return [
        Rule(False, top, left, right),
        Rule(False, bottom, left, right),
        Rule(True, left, top, bottom),
        Rule(True, right, top, bottom),
    ]


def grids_of(rules: Sequence[Rule]) -> list[Grid]:
    """Return the tables that the rules draw: at least two columns or rows of cells whose rules meet."""
    grids = []
    for group in _meeting(_put_together(rules)):
        upright = [rule for rule in group if rule.upright]
        level = [rule for rule in group if not rule.upright]
        if not level:
            continue
        columns = _edges([rule.at for rule in upright] + [end for rule in level for end in (rule.start, rule.end)])
        rows = _edges([rule.at for rule in level] + [end for rule in upright for end in (rule.start, rule.end)])
        if len(columns) > 2 and len(rows) > 1:
            grids.append(Grid(columns, rows, tuple(group)))
    return sorted(grids, key=lambda grid: grid.rows[0])


def _put_together(rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules with those that go on one another made one; tables are drawn cell by cell."""
    whole: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.upright, round(rule.at), rule.start)):
        last = whole[-1] if whole else None
        if last is not None and last.upright == rule.upright and _meet(last, rule):
            whole[-1] = Rule(rule.upright, last.at, min(last.start, rule.start), max(last.end, rule.end))
        else:
            whole.append(rule)
    return whole if len(whole) <= RULE_LIMIT else []


def _meeting(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in rules:
        touched = [group for group in groups if any(_meet(rule, other) for other in group)]
        groups = [group for group in groups if not any(group is one for one in touched)]
        groups.append([rule, *(other for group in touched for other in group)])
    return groups


def _meet(one: Rule, other: Rule) -> bool:
    if one.upright == other.upright:
        return abs(one.at - other.at) < _TOUCH and one.start < other.end + _TOUCH and other.start < one.end + _TOUCH
    return other.start - _TOUCH <= one.at <= other.end + _TOUCH and one.start - _TOUCH <= other.at <= one.end + _TOUCH


def _edges(values: list[float]) -> tuple[float, ...]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 2 * _TOUCH:
            edges.append(value)
    return tuple(edges)
