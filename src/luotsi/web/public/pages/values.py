"""Values of measures as words: quantities, changes, places of publication."""

from dataclasses import dataclass
from datetime import date

from luotsi.core.text import Language, Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.cells import cell_text, flags_told
from luotsi.figures.formats import NBSP, change
from luotsi.figures.period_names import period_name, period_short
from luotsi.indicators.models import Definition, Observation
from luotsi.indicators.queries import HELSINKI, Line


@dataclass(frozen=True, slots=True)
class Writing:
    """How one measure's values are written for one reader."""

    unit: Unit
    decimals: int
    language: Language

    @classmethod
    def of(cls, definition: Definition, language: Language) -> "Writing":
        """Return the writing of a definition's values."""
        return cls(definition.unit_of_value, definition.decimals, language)

    def value(self, observation: Observation | None) -> str:
        """Return the number with its unit, the words of a judgement, or why there is none."""
        if observation is None:
            return cell_text(Cell.missing(), self.unit, self.language).words
        if observation.words:
            return observation.words.in_language(self.language).text
        return self.cell(observation.cell)

    def cell(self, cell: Cell) -> str:
        """Return the number with its unit, or the sign and the words of a gap."""
        told = cell_text(cell, self.unit, self.language, self.decimals)
        return f"{told.text}{NBSP}{told.words}" if told.is_gap else told.text

    def change(self, now: Observation | None, before: Observation | None) -> str:
        """Return the change with its sign, empty where the two cannot be compared."""
        values = [one.value if one else None for one in (now, before)]
        if values[0] is None or values[1] is None or not self.unit.is_number:
            return ""
        return change(values[0] - values[1], self.unit, self.language, self.decimals, short=True)


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest value of a line."""

    value: str
    period: str
    period_short: str
    told: str
    """What a reader must know beside it."""
    is_gap: bool


def latest_of(line: Line, writing: Writing) -> Latest | None:
    """Return the newest value or gap, or None where nothing was ever known."""
    observation = line.latest
    if observation is None:
        return None
    return Latest(
        value=writing.value(observation),
        period=period_name(observation.period, writing.language),
        period_short=period_short(observation.period, writing.language),
        told=flags_told(observation.cell, writing.language),
        is_gap=bool(observation.gap and not observation.words),
    )


def known_on(observation: Observation) -> date:
    """Return the day in Helsinki on which the value became known."""
    return observation.known_at.astimezone(HELSINKI).date()


def bare(text: Text, language: Language) -> str:
    """Return the text in the language or the one it falls back to."""
    return text.in_language(language).text
