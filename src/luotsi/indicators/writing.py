"""Values of measures as words and as lines of charts, for pages and reports alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import Bounds, Cell, Flag, scaled
from luotsi.figures.cells import cell_text
from luotsi.figures.charts.specs import Limits, Point, Series, TargetPath
from luotsi.figures.formats import NBSP, change, number, quantity
from luotsi.figures.period_names import period_short
from luotsi.figures.phrases import say
from luotsi.figures.sentences import Measured, target_words
from luotsi.indicators.calc.breaks import Break, marks
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.explanations import told
from luotsi.indicators.models import Definition, Observation
from luotsi.indicators.queries import Line
from luotsi.indicators.types import PathKind, TargetKind


@dataclass(frozen=True, slots=True)
class Writing:
    """How one measure's values are written for one reader."""

    unit: Unit
    decimals: int
    language: Language
    is_exact: bool = False
    """Whether every digit that was given is written, for those who check the value."""

    @classmethod
    def of(cls, definition: Definition, language: Language, *, is_exact: bool = False) -> "Writing":
        """Return the writing of a definition's values."""
        return cls(definition.unit_of_value, definition.decimals, language, is_exact)

    def value(self, observation: Observation | None) -> str:
        """Return the number with its unit, the words of a judgement, or why there is none."""
        if observation is None:
            return cell_text(Cell.missing(), self.unit, self.language).words
        if observation.words:
            return observation.words.in_language(self.language).text
        return self.cell(observation.cell)

    def cell(self, cell: Cell) -> str:
        """Return the number with its unit, or the sign and the words of a gap."""
        shown = cell_text(cell, self.unit, self.language, self._places(cell))
        return f"{shown.text}{NBSP}{shown.words}" if shown.is_gap else shown.text

    def _places(self, cell: Cell) -> int:
        if not self.is_exact or cell.value is None:
            return self.decimals
        return max(self.decimals, scaled(cell.value.normalize())[1])

    def interval(self, bounds: Bounds) -> str:
        """Return the interval with the unit after its upper end: `2,1–10,2 prosenttiyksikköä`."""
        low = number(bounds.low, self.language, self._places(Cell.of(bounds.low)))
        dash = "–" if bounds.low >= 0 else " – "
        high = quantity(bounds.high, self.unit, self.language, self._places(Cell.of(bounds.high)))
        return f"{low}{dash}{high}"

    def change(self, now: Observation | None, before: Observation | None, broken: Break | None = None) -> str:
        """Return the change with its sign, empty where the two cannot be compared; across a break, that they cannot."""
        return self.change_of(now.cell if now else None, before.cell if before else None, broken)

    def change_of(self, now: Cell | None, before: Cell | None, broken: Break | None = None) -> str:
        """Return the change between two cells as `change` does."""
        if now is None or before is None or now.value is None or before.value is None:
            return ""
        if Flag.AT_LEAST in now.flags | before.flags or not self.unit.is_number:
            return ""
        if broken is not None:
            return say("break.change", self.language)
        return change(now.value - before.value, self.unit, self.language, self.decimals, short=True)


def series_of(
    line: Line, language: Language, *, since: date | None = None, bounds: Mapping[int, Bounds] | None = None
) -> Series:
    """Return the line as a series named after its subject, whole or from a day on."""
    shown = [one for one in line.observations if since is None or one.period_start >= since]
    points = tuple(Point(one.period, one.cell, *(bounds or {}).get(one.pk, ())) for one in shown)
    broken = marks(line.breaks, [one.period for one in points])
    return Series(line.subject.name.in_language(language).text, points, broken)


def target_path(target: TargetLine | None, writing: Writing) -> TargetPath | None:
    """Return the way from baseline to target, or None where the target names no level or two of them."""
    if target is None or target.value is None or target.kind is TargetKind.WITHIN:
        return None
    words = target_words(Measured("", writing.unit, writing.decimals), told(target), writing.language)
    due = period_short(target.due, writing.language)
    label = f"{say('target.label', writing.language, target=words)}, {due}"
    points = [(target.due, target.value)]
    start = target.baseline_period
    is_on_path = target.path is PathKind.STRAIGHT and target.kind is not TargetKind.MILESTONE
    if is_on_path and start is not None and target.baseline is not None:
        points.insert(0, (start, target.baseline))
    return TargetPath(label, tuple(points))


def target_limits(target: TargetLine | None, writing: Writing) -> Limits | None:
    """Return the limits that the target asks to stay within, or None for any other target."""
    if target is None or target.kind is not TargetKind.WITHIN:
        return None
    words = target_words(Measured("", writing.unit, writing.decimals), told(target), writing.language)
    return Limits(say("target.label", writing.language, target=words), target.value, target.upper)
