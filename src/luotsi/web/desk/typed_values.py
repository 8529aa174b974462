"""Values as one writes them into a cell of a table: numbers, words, answers, directions, reasons for none.

A judgement may carry its day and what it rests on, parted by bars: `kyllä | 12.3.2026 | Pöytäkirja 3/2026`.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override

from luotsi.core.text import LANGUAGES, NO_TEXT, Text
from luotsi.core.units import Unit
from luotsi.core.values import Bounds, Cell, Gap
from luotsi.figures.formats import date_text, number
from luotsi.figures.phrases import say
from luotsi.figures.typed_numbers import TypedNumberError, parse_number
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.rules import fits, is_doubtful
from luotsi.indicators.entry.types import NO_GROUNDS, Grounds
from luotsi.indicators.models import Definition, Observation
from luotsi.web.desk.forms.gaps import GAPS
from luotsi.web.shared.language import reader_language

LONGEST, LONGEST_EVIDENCE, LONGEST_FIGURE = 5000, 500, 100
_BAR = "|"
_DAY = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})|(?P<iso>\d{4}-\d\d-\d\d)(T00:00:00)?")
_SIGNS = {"+": 1, "↑": 1, "=": 0, "→": 0, "↓": -1, "-": -1, "\u2212": -1, "\u2013": -1}
_GAP_SIGNS = {"..": Gap.MISSING, "...": Gap.HIDDEN, "…": Gap.HIDDEN}
_LIMITS = re.compile(
    r"(?P<value>[^()\[\]]+?)\s*[(\[](?P<low>[^()\[\]]+?)"
    r"(?:\s+[–—-]\s+|(?<=[\d%€])\s*[–—-]\s*|\s*;\s*)(?P<high>[^()\[\]]+)[)\]]"
)
_ERROR_OF_A_SHEET = re.compile(r"#[A-ZÄÖÅ/0-9]+[!?]?")


class NotAValue(ValueError):
    """The text is no value of the unit; the message tells the person what to write."""


@dataclass(frozen=True, slots=True)
class TypedValue:
    """What somebody wrote into a cell."""

    cell: Cell
    words: Text = NO_TEXT
    grounds: Grounds = NO_GROUNDS
    bounds: Bounds | None = None


def is_judged(unit: Unit) -> bool:
    """Tell whether values of the unit are judgements, which have a day and something they rest on."""
    return not unit.is_number or unit.top_of_scale is not None


def written(
    standing: Observation | DraftValue | None, unit: Unit, grounds: Grounds = NO_GROUNDS, bounds: Bounds | None = None
) -> str:
    """Return a value as its reader would type it; `read_value` takes it back."""
    if standing is None:
        return ""
    return _BAR.join(f" {part} " for part in _parts(standing, unit, grounds, bounds) if part).strip()


def bounds_kept(draft: DraftValue | None, current: Observation | None, bounds: Bounds | None) -> Bounds | None:
    """Return between which numbers a kept value lies: as its author told, else as the same value lies that counts."""
    if draft is None or draft.bounds is not None:
        return bounds if draft is None else draft.bounds
    is_same = current is not None and current.value is not None and current.value == draft.cell.value
    return bounds if is_same and not draft.has_no_limits else None


def _parts(standing: Observation | DraftValue, unit: Unit, grounds: Grounds, bounds: Bounds | None) -> list[str]:
    language, value = reader_language(), standing.cell.value
    if standing.words:
        text = standing.words.in_language(language).text
    elif value is None:
        text = str(GAPS[Gap(standing.gap)])
    else:
        text = figure_text(value, bounds) if unit.is_number else answer(value, unit)
    day = "" if grounds.judged_on is None else date_text(grounds.judged_on, language)
    return [text, day, grounds.evidence]


def figure_text(value: Decimal, bounds: Bounds | None) -> str:
    """Return a number as one types it, the limits of an estimate in brackets: `4,2 (3,1–5,4)`."""
    language = reader_language()
    if bounds is None:
        return number(value, language)
    dash = "–" if bounds.low >= 0 else " – "
    return f"{number(value, language)} ({number(bounds.low, language)}{dash}{number(bounds.high, language)})"


def doubt(cell: Cell, definition: Definition) -> str:
    """Return what looks like a slip in a value, which is taken all the same; nothing where nothing does."""
    is_slip = is_doubtful(cell, definition.unit_of_value, is_net=definition.is_net)
    return _("It is rarely below zero. Check the sign.") if is_slip else ""


def answer(value: Decimal, unit: Unit) -> str:
    """Return an answer or a direction in a word."""
    if unit is Unit.YES_NO:
        return _("No") if value == 0 else _("Yes")
    return say(f"way.{'same' if value == 0 else 'better' if value > 0 else 'worse'}", reader_language())


def read_value(text: str, unit: Unit, kept: Text, today: date) -> TypedValue:
    """Return what was written into a cell; `kept` are the words that it takes the place of.

    :raises NotAValue: when it is no value of the unit
    """
    if _ERROR_OF_A_SHEET.fullmatch(text.strip()):
        raise NotAValue(
            _("“%(text)s” is an error of a formula. Mend it in the table, or write the value.") % _named(text)
        )
    head, grounds = _grounds(text, today) if is_judged(unit) else (text.strip(), NO_GROUNDS)
    gap = read_gap(head)
    if gap is not None:
        return TypedValue(Cell.missing(gap), grounds=grounds)
    if unit is Unit.WORDS:
        if len(head) > LONGEST:
            raise NotAValue(_("The text is longer than %(most)d characters. Shorten it.") % {"most": LONGEST})
        return TypedValue(Cell.missing(Gap.NOT_APPLICABLE), kept.rewritten(reader_language(), head), grounds)
    if unit is Unit.YES_NO:
        return _answered(head, grounds)
    if unit is Unit.DIRECTION:
        return TypedValue(_direction(head), grounds=grounds)
    cell, bounds = read_figure(head, unit)
    return TypedValue(cell, grounds=grounds, bounds=bounds)


def _named(text: str) -> dict[str, str]:
    return {"text": text.strip()[:40]}


def _grounds(text: str, today: date) -> tuple[str, Grounds]:
    """Part the day and the evidence from the value, in whichever order they stand."""
    head, *rest = (part.strip() for part in text.split(_BAR))
    days = [day for part in rest if (day := read_day(part)) is not None]
    evidence = " | ".join(part for part in rest if part and read_day(part) is None)
    if len(evidence) > LONGEST_EVIDENCE:
        raise NotAValue(_("What it rests on is longer than %(most)d characters.") % {"most": LONGEST_EVIDENCE})
    if len(days) > 1 or any(day > today for day in days):
        raise NotAValue(_("Give one day of judgement, today or earlier."))
    return head, Grounds(days[0] if days else None, evidence)


def read_day(text: str) -> date | None:
    """Return the day that the text names, or None."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def read_gap(text: str) -> Gap | None:
    """Return the reason for no value that the text names, in any language, or None."""
    if text in _GAP_SIGNS:
        return _GAP_SIGNS[text]
    for language in LANGUAGES:
        with override(language):
            found = next((gap for gap, words in GAPS.items() if str(words).casefold() == text.casefold()), None)
        if found is not None:
            return found
    return None


def _answered(text: str, grounds: Grounds) -> TypedValue:
    """Return yes or no; a day alone says yes, as of that day."""
    yes = {say("answer.yes", one) for one in LANGUAGES} | {"1", "true", "x"}
    no = {say("answer.no", one) for one in LANGUAGES} | {"0", "false"}
    day = read_day(text)
    if day is not None and grounds.judged_on is None:
        return TypedValue(Cell.of(1), grounds=Grounds(day, grounds.evidence))
    if text.casefold() not in yes | no:
        raise NotAValue(_("“%(text)s” is not an answer. Write yes, no, or the day since when it is so.") % _named(text))
    return TypedValue(Cell.of(1 if text.casefold() in yes else 0), grounds=grounds)


def _direction(text: str) -> Cell:
    known = dict(_SIGNS)
    for language in LANGUAGES:
        known |= {say(f"way.{way}", language): value for way, value in (("better", 1), ("same", 0), ("worse", -1))}
    value = known.get(text.casefold())
    if value is None:
        raise NotAValue(_("“%(text)s” is not a direction. Write improved, unchanged or got worse.") % _named(text))
    return Cell.of(value)


def read_figure(text: str, unit: Unit) -> tuple[Cell, Bounds | None]:
    """Return the number that was typed, and its limits where they stand after it in brackets.

    :raises NotAValue: when it is no number of the unit, or does not lie between its limits
    """
    found = _LIMITS.fullmatch(text) if len(text) <= LONGEST_FIGURE else None
    if found is None:
        return _number(text, unit), None
    cell, low, high = (_number(found[name].strip(), unit) for name in ("value", "low", "high"))
    if cell.value is None or low.value is None or high.value is None or not low.value <= cell.value <= high.value:
        raise NotAValue(_("“%(text)s”: give one limit below the figure and one above it.") % _named(text))
    return cell, Bounds(low.value, high.value)


def _number(text: str, unit: Unit) -> Cell:
    try:
        cell = Cell.of(parse_number(text, reader_language(), unit))
    except TypedNumberError as refused:
        raise NotAValue(refused.message(reader_language())) from refused
    if not fits(cell, unit):
        raise NotAValue(_("Write a number from 1 to %(top)d.") % {"top": unit.top_of_scale})
    return cell
