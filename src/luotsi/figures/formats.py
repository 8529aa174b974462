"""Numbers, quantities, changes and dates as each language writes them; reading typed ones is `typed_numbers`."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import rounded
from luotsi.figures.phrases import MONTHS, say

NBSP = "\u00a0"
MINUS = "\u2212"
_GROUP: dict[Language, str] = {"fi": NBSP, "sv": NBSP, "en": ","}
_MARK: dict[Language, str] = {"fi": ",", "sv": ",", "en": "."}
_COUNTED = {Unit.PERSONS, Unit.PERCENTAGE_POINTS, Unit.DAYS, Unit.WORKING_DAYS, Unit.HOURS}


def number(value: Decimal, language: Language, decimals: int | None = None) -> str:
    """Return the number with the language's decimal mark and groups of three.

    Without `decimals` every digit is kept; with them the number is rounded half up. A number rounded to zero has no
    sign.

    >>> number(Decimal("-1234.5"), "en")
    '−1,234.5'
    """
    shown = value if decimals is None else rounded(value, decimals)
    digits, _, fraction = f"{abs(shown):f}".partition(".")
    text = f"{int(digits):,}".replace(",", _GROUP[language])
    if fraction:
        text += _MARK[language] + fraction
    return MINUS + text if shown < 0 else text


def usual_decimals(value: Decimal, unit: Unit) -> int:
    """Return how many decimals the unit is shown with where its measure says nothing."""
    if unit in {Unit.PERCENT, Unit.PERCENTAGE_POINTS, Unit.SCORE_1_5, Unit.SCORE_1_3}:
        return 1
    if value == value.to_integral_value():
        return 0
    return 2 if unit is Unit.EUR else 1


@lru_cache(maxsize=32_768)
def quantity(value: Decimal, unit: Unit, language: Language, decimals: int | None = None) -> str:
    """Return the number with its unit, bound by no-break spaces: `12,8 %`, `14 166,75 €`, `352 henkilöä`.

    >>> quantity(Decimal("12.8"), Unit.PERCENT, "en")
    '12.8%'
    """
    if unit is Unit.YES_NO:
        return say("answer.no" if value == 0 else "answer.yes", language)
    if unit is Unit.DIRECTION:
        return say(f"way.{'same' if value == 0 else 'better' if value > 0 else 'worse'}", language)
    text = number(value, language, usual_decimals(value, unit) if decimals is None else decimals)
    if unit is Unit.PERCENT:
        return f"{text}%" if language == "en" else f"{text}{NBSP}%"
    if unit is Unit.EUR:
        return _euros(text, language)
    return f"{text}{NBSP}{_counted_word(text, unit.value, language)}" if unit in _COUNTED else text


def difference(
    value: Decimal, unit: Unit, language: Language, decimals: int | None = None, *, short: bool = False
) -> str:
    r"""Return the size of a change without its direction; a share differs by percentage points, not by per cent.

    >>> difference(Decimal("-0.8"), Unit.PERCENT, "en")
    '0.8\xa0percentage points'
    """
    size = abs(value)
    if unit not in {Unit.PERCENT, Unit.PERCENTAGE_POINTS}:
        return quantity(size, unit, language, decimals)
    text = number(size, language, usual_decimals(size, unit) if decimals is None else decimals)
    word = say("unit.points.short", language) if short else _counted_word(text, "points", language)
    return f"{text}{NBSP}{word}"


def change(value: Decimal, unit: Unit, language: Language, decimals: int | None = None, *, short: bool = False) -> str:
    r"""Return the change with its sign; a change that rounds to zero has none.

    >>> change(Decimal("0.8"), Unit.PERCENT, "en", short=True)
    '+0.8\xa0pp'
    """
    size = abs(value)
    places = usual_decimals(size, unit) if decimals is None else decimals
    text = difference(size, unit, language, places, short=short)
    if rounded(size, places) == 0:
        return text
    return ("+" if value > 0 else MINUS) + text


def percent_change(before: Decimal, after: Decimal, language: Language, decimals: int = 1) -> str | None:
    """Return the relative change in per cent with its sign, or None where a base of zero or less leaves none."""
    if before <= 0:
        return None
    relative = rounded((after - before) * 100 / before, decimals)
    text = quantity(abs(relative), Unit.PERCENT, language, decimals)
    return text if relative == 0 else ("+" if relative > 0 else MINUS) + text


def date_text(day: date, language: Language) -> str:
    """Return the day as the language writes it: `21.7.2026`, `21 July 2026`."""
    if language == "en":
        return f"{day.day}{NBSP}{MONTHS['en'][day.month - 1]} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def _euros(text: str, language: Language) -> str:
    if language != "en":
        return f"{text}{NBSP}€"
    return f"{MINUS}€{text[1:]}" if text.startswith(MINUS) else f"€{text}"


def _counted_word(text: str, kind: str, language: Language) -> str:
    return say(f"unit.{kind}.{'one' if text in {'1', MINUS + '1'} else 'many'}", language)
