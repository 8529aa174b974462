"""Formulas over other measures: sum, difference, ratio, change on the year before, mean of the parts of a period."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, Gap, ratio, rounded


class FormulaKind(StrEnum):
    """What is done with the parts."""

    SUM = "sum"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    YEARLY_CHANGE = "yearly_change"
    MEAN = "mean"


class BadFormula(ValueError):
    """The formula cannot be; the sentence says what to mend."""


_PARTS = {FormulaKind.DIFFERENCE: 2, FormulaKind.RATIO: 2, FormulaKind.YEARLY_CHANGE: 1, FormulaKind.MEAN: 1}
_COUNTS = frozenset({Unit.PERSONS, Unit.COUNT})
# Which gap a result takes when its parts have several: what is hidden must stay so.
_WEIGHT = (Gap.HIDDEN, Gap.UNDEFINED, Gap.MISSING, Gap.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Formula:
    """A kind and the keys of the definitions it is taken over, in order."""

    kind: FormulaKind
    parts: tuple[str, ...]

    @classmethod
    def of(cls, stored: Mapping[str, Sequence[str]]) -> "Formula":
        """Return the formula written as `{"ratio": ["sick-leave-days", "employees"]}`.

        :raises BadFormula: when it is none
        """
        if len(stored) != 1:
            raise BadFormula("a formula has one kind, such as sum")
        ((name, parts),) = stored.items()
        if name not in set(FormulaKind):
            raise BadFormula(f"{name} is none of {', '.join(FormulaKind)}")
        formula = cls(FormulaKind(name), tuple(parts))
        wanted = _PARTS.get(formula.kind)
        if len(parts) < 2 if wanted is None else len(parts) != wanted:
            raise BadFormula(f"{name} takes {wanted or 'two or more'} parts, not {len(parts)}")
        return formula

    def check(self, units: Sequence[Unit], result: Unit) -> None:
        """Refuse units that the formula cannot join.

        :raises BadFormula: naming them
        """
        first, same = units[0], len(set(units)) == 1 or set(units) <= _COUNTS
        fits = {first, result} <= _COUNTS or first is result
        match self.kind:
            case FormulaKind.SUM:
                fine = same and fits and first is not Unit.PERCENT
            case FormulaKind.DIFFERENCE:
                fine = result is Unit.PERCENTAGE_POINTS if same and first is Unit.PERCENT else same and fits
            case FormulaKind.MEAN:
                fine = fits
            case FormulaKind.RATIO:
                fine = same if result is Unit.PERCENT else fits
            case FormulaKind.YEARLY_CHANGE:
                fine = result is Unit.PERCENT and first not in {Unit.PERCENT, Unit.PERCENTAGE_POINTS}
        if not fine or not all(unit.is_number for unit in (*units, result)):
            raise BadFormula(f"{self.kind} of {', '.join(units)} cannot be in {result}")

    def uses(self, period: Period, part: PeriodKind) -> list[tuple[int, Period]]:
        """Return which period of which part a result for `period` is made of; nothing where the parts do not fill it.

        `part` is the kind of period of the parts.
        """
        if self.kind is FormulaKind.MEAN:
            try:
                return [(0, one) for one in period.parts(part)]
            except PeriodError:
                return []
        if self.kind is FormulaKind.YEARLY_CHANGE:
            return [(0, period), (0, period.year_before)]
        return [(at, period) for at in range(len(self.parts))]

    def result(self, cells: Sequence[Cell], *, scale: int, decimals: int) -> Cell:
        """Return the result of the cells that `uses` named, in its order.

        Parameters
        ----------
        cells : in the units of the parts
        scale : int, 100 for a share in per cent, else 1
        decimals : int, to which a ratio, a change and a mean are rounded half up

        Notes
        -----
        A gap among the cells is the gap of the result, hidden before all others: nothing is computed around it. A zero
        denominator, and a base of a change that is zero or negative, leave the result undefined. A lower bound stays
        one where the result can only grow with it; where it leaves the direction open, the result is undefined. Values
        that others revised make no revised result: that is what the store finds out.
        """
        gaps = {cell.gap for cell in cells}
        if gaps != {None}:
            return Cell.missing(next(gap for gap in _WEIGHT if gap in gaps))
        flags = frozenset[Flag]().union(*(cell.flags for cell in cells)) - {Flag.REVISED}
        values = [cell.value for cell in cells if cell.value is not None]
        if self.kind in {FormulaKind.SUM, FormulaKind.MEAN}:
            whole = sum(values, Decimal(0))
            return Cell(whole if self.kind is FormulaKind.SUM else rounded(whole / len(values), decimals), flags=flags)
        first, second = cells
        if Flag.AT_LEAST in second.flags:
            return Cell.missing(Gap.UNDEFINED)
        if self.kind is FormulaKind.RATIO:
            found = ratio(first, second, scale=scale, decimals=decimals)
            return Cell(found.value, found.gap, flags if found.gap is None else frozenset(), *values)
        change = values[0] - values[1]
        if self.kind is FormulaKind.DIFFERENCE:
            return Cell(change, flags=flags)
        if values[1] <= 0:
            return Cell.missing(Gap.UNDEFINED)
        return Cell(rounded(change * scale / values[1], decimals), None, flags, change, values[1])
