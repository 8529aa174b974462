"""Cells as text: the number with its unit and flags, or the sign and the words of a gap."""

from dataclasses import dataclass
from functools import partial

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, Gap
from luotsi.figures.formats import change, quantity
from luotsi.figures.phrases import say

# The signs that Finnish official statistics print; a dash would mean an exact zero there.
GAP_SIGNS = {Gap.MISSING: "..", Gap.HIDDEN: "…", Gap.UNDEFINED: ".", Gap.NOT_APPLICABLE: "."}
_NOTED_FLAGS = (Flag.PROVISIONAL, Flag.REVISED, Flag.ESTIMATE, Flag.UNSTABLE)
_TOLD_FLAGS = (*_NOTED_FLAGS, Flag.SIMULATED)


@dataclass(frozen=True, slots=True)
class CellText:
    """A cell as shown: `text` for the eye, `words` for those who hear the page or hover over a sign."""

    text: str
    words: str
    is_gap: bool = False
    notes: tuple[str, ...] = ()


def gap_words(gap: Gap, language: Language) -> str:
    """Return why there is no number, in a word or two."""
    return say(f"gap.{gap.value}", language)


def flag_words(flag: Flag, language: Language) -> str:
    """Return what the flag tells a reader, in a word or two."""
    return say(f"flag.{flag.value}", language)


def cell_text(
    cell: Cell, unit: Unit, language: Language, decimals: int | None = None, *, is_change: bool = False
) -> CellText:
    """Return the cell as text; a lower bound and a simulated number say so, a zero is the number 0.

    A change has its sign, and one of shares is in percentage points.
    """
    if cell.gap is not None:
        return CellText(GAP_SIGNS[cell.gap], gap_words(cell.gap, language), is_gap=True)
    assert cell.value is not None
    text = (partial(change, short=True) if is_change else quantity)(cell.value, unit, language, decimals)
    if Flag.AT_LEAST in cell.flags:
        text = say("value.at_least", language, value=text)
    if Flag.SIMULATED in cell.flags:
        text = say("value.simulated", language, value=text)
    notes = tuple(flag_words(flag, language) for flag in _NOTED_FLAGS if flag in cell.flags)
    return CellText(text, ", ".join((text, *notes)), notes=notes)


def flags_told(cell: Cell, language: Language) -> str:
    """Return a sentence for each flag that changes how the number may be read; empty when there is none."""
    return " ".join(say(f"flag.{flag.value}.told", language) for flag in _TOLD_FLAGS if flag in cell.flags)
