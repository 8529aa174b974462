"""A project's total cost and the funding applied for, from tables whose columns may have fallen together."""

import re
from collections.abc import Iterator, Sequence

from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import alternatives

_COLUMNS = re.compile(r"\t|\||[^\S\n]{2,}")
_AMOUNT = re.compile(r"(?<![\d.,/-])(?:\d{1,3}(?:[ \u00a0.]\d{3})*|\d+)(?:,\d\d)?(?![\d.,/-])(?!\s?%)")
_GROUPS = re.compile(r"\d+(?:,\d\d)?")
_NUMBERED = r"^(?:\d{1,2}[.)]?\s+)?"
_COST = re.compile(rf"{_NUMBERED}(?:hankkeen\s+|projektets\s+)?{alternatives('cost_total')}\b", re.IGNORECASE)
_TOTAL = re.compile(rf"{_NUMBERED}{alternatives('total')}\b", re.IGNORECASE)
_FUNDING = re.compile(rf"{_NUMBERED}{alternatives('funding_applied')}", re.IGNORECASE)
_COST_SAID = re.compile(
    rf"\b{alternatives('cost_total')}\b[^\d.]{{0,40}}?(?P<money>\d[\d \u00a0.]*\d)\s*(?:€|eur)", re.IGNORECASE
)
_FUNDING_SAID = re.compile(
    rf"\b{alternatives('funding_applied')}[^\d.]{{0,40}}?(?P<money>\d[\d \u00a0.]*\d)\s*(?:€|eur)", re.IGNORECASE
)
_COST_HEAD = re.compile(r"kustannu|budjetti|kostnad|budget|cost", re.IGNORECASE)
_FUNDING_HEAD = re.compile(r"rahoitu|finansiering|funding", re.IGNORECASE)
_MOST_GROUPS = 12
_LEAST = 100  # a smaller number in a table of costs is a share or a row's number


def cost_total(entries: Sequence[Entry]) -> tuple[str, Passage] | None:
    """Return the first total of what the project costs, as digits, and where it stands."""
    section = ""
    for raw, words in _rows(entries):
        amounts = amounts_of(raw)
        if not amounts:
            section = "cost" if _COST_HEAD.search(raw) else "funding" if _FUNDING_HEAD.search(raw) else section
        elif _COST.match(words.text) or (section == "cost" and _TOTAL.match(words.text)):
            return total_of(amounts), words
    return _said(_COST_SAID, entries)


def funding(entries: Sequence[Entry]) -> tuple[str, Passage] | None:
    """Return the funding applied for, as digits, and where it stands."""
    for raw, words in _rows(entries):
        amounts = amounts_of(raw)
        if amounts and _FUNDING.match(words.text):
            return total_of(amounts), words
    return _said(_FUNDING_SAID, entries)


def _said(pattern: re.Pattern[str], entries: Sequence[Entry]) -> tuple[str, Passage] | None:
    for entry in entries:
        found = pattern.search(entry.text)
        if found:
            return _digits(found["money"]), entry.item.words[found.start() : found.end()]
    return None


def _rows(entries: Sequence[Entry]) -> Iterator[tuple[str, Passage]]:
    """Yield the rows as they stand in the document, the cells of one row as one, each with its words."""
    open_row: tuple[int, int] | None = None
    raw, words = "", Passage("", ())
    for entry in entries:
        for row in entry.item.rows:
            cell = row.line.cell[:2] if row.line.cell else None
            if cell is not None and cell == open_row:
                raw, words = f"{raw}\t{row.line.text}", words.joined(row.words, " ")
                continue
            if words:
                yield raw, words
            raw, words, open_row = row.line.text, row.words, cell
    if words:
        yield raw, words


def amounts_of(raw: str) -> list[str]:
    """Return the amounts of a row as digits; columns that fell together are parted so that they add up."""
    pieces = [piece for piece in _COLUMNS.split(raw.strip()) if piece.strip()]
    groups = _GROUPS.findall(re.sub(r"\d+(?:,\d+)?\s?%", " ", pieces[-1] if len(pieces) == 1 else ""))
    if len(pieces) == 1 and 3 < len(groups) <= _MOST_GROUPS:
        adding = _adding_up(groups, ())
        if adding:
            return [str(amount) for amount in adding]
    found = [_digits(amount.group()) for piece in pieces for amount in _AMOUNT.finditer(piece)]
    return [amount for amount in found if int(amount) >= _LEAST]


def _adding_up(groups: Sequence[str], before: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the way to read groups of digits as amounts of which the last is the sum of the others."""
    if not groups:
        return before if len(before) > 2 and before[-1] == sum(before[:-1]) else None
    for size in range(min(3, len(groups)), 0, -1):
        if len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:size]):
            found = _adding_up(groups[size:], (*before, int("".join(groups[:size]).replace(",", ""))))
            if found:
                return found
    return None


def total_of(amounts: Sequence[str]) -> str:
    """Return the total of a row: the last where it is the sum of the years before it, otherwise the first."""
    last, others = int(amounts[-1]), sum(int(amount) for amount in amounts[:-1])
    return amounts[-1] if len(amounts) > 2 and last == others else amounts[0]


def _digits(money: str) -> str:
    return re.sub(r"\D", "", money.partition(",")[0])
