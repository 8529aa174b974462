"""Cuts an entry that is taken for a kind into the elements that its words name, as the rules cut theirs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from luotsi.strategy.intake.reading.measures import action_of, listed_in_line, measure_of
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.values import values_named
from luotsi.strategy.intake.types import ElementKind

_NEXT_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}[.!?])\s+(?=[A-ZÅÄÖ])")
_IN_SENTENCES = (ElementKind.GOAL, ElementKind.ACTION)
_LEVEL = re.compile(
    r"(?!(?:19|20)\d\d\.?$)"
    r"(?:(?:alle|yli|vähintään|enintään|noin|väh\.|min\.|max\.|under|över|minst|högst|about|at least) |[<>≥≤~+−–-] ?)?"
    r"\d[\d\s.,]*(?:\s?(?:%|‰|€|M€|m€|milj\.? ?€|kpl|hlö\w*|euroa?|st|htv|pv|v|t|ha|km|/\s?\w+|\([^()]{1,20}\))){0,3}",
    re.IGNORECASE,
)
_MOST_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Cut:
    """The words that name one element, and what stood in the entry beside them."""

    words: Passage
    details: Mapping[str, str] = field(default_factory=dict)


def cut(entry: Entry, kind: ElementKind) -> list[Cut]:
    """Return what an entry names if it is of that kind: measures and values of a list, goals told in sentences."""
    words = (entry.head.inline if entry.head is not None and entry.head.inline else entry.item.words).strip(" :")
    if kind is ElementKind.MEASURE:
        measures = [measure_of(part) for part in listed_in_line(words)]
        return [Cut(measure.name, measure.details) for measure in measures if measure.name]
    if kind is ElementKind.VALUE:
        return [Cut(name, details) for name, details in values_named(words)]
    sentences = [words]
    if kind in _IN_SENTENCES and entry.is_prose and not entry.is_list:
        sentences = list(words.split(_NEXT_SENTENCE))
    if kind is ElementKind.ACTION:
        actions = [action_of(sentence) for sentence in sentences]
        return [Cut(action.name, action.details) for action in actions]
    return [Cut(sentence) for sentence in sentences]


def levels_after(entries: Sequence[Entry], at: int) -> dict[str, str]:
    """Return the levels that stand alone in the entries right after a measure.

    Of several the first is its baseline and the last its target; one alone is its target. A year alone is no level.
    """
    levels: list[str] = []
    for entry in entries[at + 1 : at + 1 + _MOST_LEVELS]:
        if not _LEVEL.fullmatch(entry.text):
            break
        levels.append(entry.text)
    if not levels:
        return {}
    return {"target": levels[-1]} if len(levels) == 1 else {"baseline": levels[0], "target": levels[-1]}
