"""Reading the numbers that people type, in the habits of their language; what could mean two things is refused."""

import re
from decimal import Decimal
from enum import StrEnum

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.figures.phrases import PHRASES, say

_SPACES = " \u00a0\u202f\u2009"
_SHAPE = re.compile(
    rf"(?P<sign>[+\-\u2212\u2013]?)[{_SPACES}]*(?P<currency>€?)(?P<body>[0-9.,{_SPACES}]*[0-9])"
    rf"[{_SPACES}]*(?P<unit>[^\W\d_][^\W\d_.]*\.?|%|€|)"
)
_DAY = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d(T00:00:00)?")
_MOST_DIGITS = 18  # what a stored number holds
_SHORT_UNITS = {
    Unit.PERCENT: {"%"},
    Unit.PERCENTAGE_POINTS: {"pp", "pp."},
    Unit.EUR: {"€", "e", "eur", "euroa", "euro", "euros"},
    Unit.PERSONS: {"hlö", "hlöä", "hlö.", "kpl", "persons"},
    Unit.DAYS: {"pv", "pv.", "d"},
    Unit.WORKING_DAYS: {"pv", "pv.", "arkipv", "d"},
    Unit.HOURS: {"h", "t", "tim", "tim."},
    Unit.COUNT: {"kpl", "kpl.", "st", "st."},
}


class TypedProblem(StrEnum):
    """Why a typed number was refused."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    DAY = "day"
    AMBIGUOUS = "ambiguous"
    GROUPING = "grouping"
    WRONG_UNIT = "wrong_unit"
    TOO_LONG = "too_long"


class TypedNumberError(ValueError):
    """The typed text is no number, or could be two; `message` tells the person what to write instead."""

    def __init__(self, problem: TypedProblem, text: str) -> None:
        super().__init__(f"{problem}: {text[:40]!r}")
        self.problem = problem
        self.text = text

    def message(self, language: Language) -> str:
        """Return what was wrong and what to write, in the person's language."""
        key = f"typed.{self.problem}"
        return say(key, language, text=self.text.strip()) if "{text}" in PHRASES[key].fi else say(key, language)


def parse_number(text: str, language: Language, unit: Unit | None = None) -> Decimal:
    """Return the number that was typed, with the digits that were typed.

    The minus may be a hyphen, U+2212 or an en dash; groups of three may be set apart by any space. In Finnish and
    Swedish the comma is the decimal mark and a point is read as one where it cannot part thousands; in English the
    comma only parts thousands. The unit's own sign or word may follow.

    :raises TypedNumberError: when the text is no number, or could be read as two

    >>> parse_number("1 234,5", "fi")
    Decimal('1234.5')
    """
    found = _SHAPE.fullmatch(text.strip())
    if not text.strip():
        raise TypedNumberError(TypedProblem.EMPTY, text)
    if _DAY.fullmatch(text.strip()):
        raise TypedNumberError(TypedProblem.DAY, text)
    if sum(character.isdigit() for character in text) > _MOST_DIGITS:
        raise TypedNumberError(TypedProblem.TOO_LONG, text)
    if found is None:
        raise TypedNumberError(TypedProblem.NOT_A_NUMBER, text)
    typed_unit = found["currency"] + found["unit"]
    if typed_unit and (unit is None or typed_unit.casefold() not in _words_of(unit)):
        raise TypedNumberError(TypedProblem.WRONG_UNIT, text)
    whole, fraction = _split(found["body"], language, text)
    value = Decimal(f"{_ungrouped(whole, text)}.{fraction}" if fraction else _ungrouped(whole, text))
    return -value if found["sign"] in "-\u2212\u2013" and found["sign"] and value != 0 else value


def _words_of(unit: Unit) -> set[str]:
    words = set(_SHORT_UNITS.get(unit, set()))
    for form in ("one", "many"):
        phrase = PHRASES.get(f"unit.{unit.value}.{form}")
        words |= set(phrase.as_dict().values()) if phrase else set()
    return words


def _split(body: str, language: Language, text: str) -> tuple[str, str]:
    """Part the whole digits from the fraction, or refuse what could mean two numbers."""
    mark, other = (".", ",") if language == "en" else (",", ".")
    if mark in body:
        whole, _, fraction = body.rpartition(mark)
        if mark in whole or not fraction.isdigit():
            raise TypedNumberError(TypedProblem.AMBIGUOUS, text)
        return whole, fraction
    if body.count(other) != 1:
        return body, ""
    before, after = body.split(other)
    could_group = len(after) == 3 and before.isdigit() and len(before) <= 3 and not before.startswith("0")
    if language == "en":
        if could_group:
            return body, ""
        raise TypedNumberError(TypedProblem.AMBIGUOUS, text)
    if could_group or not after.isdigit():
        raise TypedNumberError(TypedProblem.AMBIGUOUS, text)
    return before, after


def _ungrouped(whole: str, text: str) -> str:
    """Return the digits of the whole part, its groups of three joined."""
    separators = set(re.sub(r"[0-9]", "", whole))
    if not separators:
        return whole or "0"
    groups = re.split(r"[^0-9]", whole)
    if len(separators) > 1 or not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:]):
        raise TypedNumberError(TypedProblem.GROUPING, text)
    return "".join(groups)
