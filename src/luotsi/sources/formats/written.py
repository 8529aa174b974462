"""Periods and figures as people write them; what could mean two things is said to, never guessed."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.core.values import Cell, Gap

Entry = str | Decimal
"""What a cell of a table holds: text, or a number where the format itself says that it is one."""


class RowProblem(StrEnum):
    """What was wrong in a row; each has one sentence in `ROW_SENTENCES`."""

    EMPTY = "empty"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_PERIOD = "unknown_period"
    A_DAY = "a_day"
    NOT_NUMBER = "not_number"
    UNCLEAR_NUMBER = "unclear_number"
    TWO_FIGURES = "two_figures"
    OTHER_LIMITS = "other_limits"


_WRITTEN = (
    (re.compile(r"(\d{4})", re.ASCII), "{0}"),
    (re.compile(r"(\d{4})[M/-]?(\d{2})", re.ASCII), "{0}-{1}"),
    (re.compile(r"(\d{1,2})[/.](\d{4})", re.ASCII), "{1}-{0:0>2}"),
    (re.compile(r"(\d{4})-?[QK]([1-4])", re.ASCII), "{0}-Q{1}"),
    (re.compile(r"Q([1-4])[/ ](\d{4})", re.ASCII), "{1}-Q{0}"),
    (re.compile(r"(\d{4})-?H([12])", re.ASCII), "{0}-H{1}"),
    (re.compile(r"(\d{4}-(?:T[12]|LV|VK))", re.ASCII), "{0}"),
)
_SCHOOL_YEAR = re.compile(r"(\d{4})[/–-](\d{4})", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)


def period_of(text: str, days_are: PeriodKind | None = None) -> Period | RowProblem:
    """Return the period in any of the written forms: `2026M06`, `6/2026`, `2026-06`, `202606`, `2026`, `2026Q2`."""
    school_year = _SCHOOL_YEAR.fullmatch(text)
    if school_year and int(school_year[2]) == int(school_year[1]) + 1:
        return Period(PeriodKind.SCHOOL_YEAR, int(school_year[1]))
    for pattern, form in _WRITTEN:
        found = pattern.fullmatch(text)
        if found:
            try:
                return Period.parse(form.format(*found.groups()))
            except PeriodError:
                return RowProblem.UNKNOWN_PERIOD
    return _period_of_day(text, days_are)


def _period_of_day(text: str, days_are: PeriodKind | None) -> Period | RowProblem:
    found = _DAY.fullmatch(text)
    if found is None:
        return RowProblem.UNKNOWN_PERIOD
    parts = found.groups()
    year, month, day = (parts[0], parts[1], parts[2]) if parts[0] else (parts[5], parts[4], parts[3])
    try:
        named = date(int(year), int(month), int(day))
        return Period.containing(named, days_are) if days_are else RowProblem.A_DAY
    except ValueError:
        return RowProblem.UNKNOWN_PERIOD


_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'’")
_PLAIN = re.compile(r"\d+", re.ASCII)
_MARKED = re.compile(r"(\d+)([.,])(\d+)", re.ASCII)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)([.,])(\d+))?", re.ASCII)
_GAPS = {
    "": Gap.MISSING,
    "..": Gap.MISSING,
    "...": Gap.HIDDEN,
    "…": Gap.HIDDEN,
    ".": Gap.NOT_APPLICABLE,
}
_HYPHENS = frozenset("-–—−")
_LONGEST = 24


def cell_of(entry: Entry, sign: str, *, hyphen_is_zero: bool = False) -> Cell | RowProblem:
    """Return the cell of a figure written with that decimal sign, or of a sign for a missing one."""
    if isinstance(entry, Decimal):
        return Cell.of(entry) if abs(entry.adjusted()) < _LONGEST else RowProblem.NOT_NUMBER
    text = entry
    if text in _GAPS:
        return Cell.missing(_GAPS[text])
    if text in _HYPHENS:
        return Cell.of(0) if hyphen_is_zero else Cell.missing()
    is_negative = text[0] in _HYPHENS
    body = text.removesuffix("%").removesuffix("€")[is_negative:].translate(_SPACES)
    if len(body) > _LONGEST:
        return RowProblem.NOT_NUMBER
    number = _number(body, sign)
    if isinstance(number, RowProblem):
        return number
    return Cell.of(-number if is_negative and number else number)


def _number(body: str, sign: str) -> Decimal | RowProblem:
    if _PLAIN.fullmatch(body):
        return Decimal(body)
    marked, grouped = _MARKED.fullmatch(body), _GROUPED.fullmatch(body)
    if marked and (marked[2] == sign or (not sign and not grouped)):
        return Decimal(f"{marked[1]}.{marked[3]}")
    if grouped and sign and grouped[1] != sign and (grouped[2] or sign) == sign:
        whole = re.sub(r"[.,]", "", body[: grouped.start(2)] if grouped[2] else body)
        return Decimal(f"{whole}.{grouped[3]}" if grouped[3] else whole)
    return RowProblem.UNCLEAR_NUMBER if grouped or marked else RowProblem.NOT_NUMBER


def decimal_sign(figures: Iterable[Entry]) -> str:
    """Return the decimal sign that the figures themselves show, or nothing when none of them does or two disagree.

    `12.8` shows it and so does `1.234,5`; `1.234` does not, for it could be a thousand.

    >>> decimal_sign(["1.234", "12,8"]), decimal_sign(["1.234"]), decimal_sign(["1.5", "1,5"])
    (',', '', '')
    """
    signs = {_sign_of(text.translate(_SPACES).strip("-–—−%€")) for text in figures if isinstance(text, str)} - {""}
    return signs.pop() if len(signs) == 1 else ""


def _sign_of(body: str) -> str:
    marked, grouped = _MARKED.fullmatch(body), _GROUPED.fullmatch(body)
    if grouped:
        repeated = body.count(grouped[1]) > 1
        return grouped[2] or ({".": ",", ",": "."}[grouped[1]] if repeated else "")
    return marked[2] if marked else ""
