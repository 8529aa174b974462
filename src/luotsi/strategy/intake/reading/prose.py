"""Plans written in sentences: values, priorities and the vision said in running text instead of under headings."""

import re
from collections.abc import Iterator, Sequence

from luotsi.strategy.intake.reading.elements import Collector
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import Certainty, ElementKind

_ARE = rf"(?:\s+\w+){{0,3}}?\s*{alternatives('are')}(?:\s+(?:seuraavat|neljä|kolme|viisi)\b:?)?\s+"
_LISTS = tuple(
    (
        kind,
        re.compile(
            rf"\b(?:{alternatives(f'said_{words}')}{_ARE}|{alternatives(f'counted_{words}')}:\s+)(?P<list>[^.:!?]{{8,300}})\.",
            re.IGNORECASE,
        ),
    )
    for kind, words in ((ElementKind.VALUE, "values"), (ElementKind.PRIORITY, "priorities"))
)
_GUIDED = re.compile(rf"\b{alternatives('guiding')}\s+(?P<list>(?!arvo|värde|value)[^.:!?]{{8,120}})\.", re.IGNORECASE)
_BE = r"(?:on|är|is),?\s+(?:että\s+|att\s+(?!vara)|that\s+|olla\s+|att\s+(?:vara\s+)?|to (?:be )?)?"
_STATED = tuple(
    (kind, re.compile(rf"\b{alternatives(words)}\s+{_BE}(?P<said>[^.!?]{{15,220}}[.!?])", re.IGNORECASE))
    for kind, words in ((ElementKind.VISION, "said_vision"), (ElementKind.MISSION, "said_mission"))
)
_OF_A_YEAR = re.compile(r"(?:Vuonna|År|In|By) 20[2-9]\d,? [^.!]{20,200}[.!]")
_COMMA = re.compile(r",\s+")
_ORDERED = re.compile(r"(?:^|,?\s+(?:(?:ja|sekä|och|and)\s+)?)(?:\d|[a-h])\)\s+")
_LAST_AND = re.compile(r"\s+(?:ja|sekä|och|and)\s+(?!.*\s(?:ja|sekä|och|and)\s)")
_LONGEST = {ElementKind.VALUE: 4, ElementKind.PRIORITY: 7}


def read_lists(entries: Sequence[Entry], collector: Collector, *, named: bool, valued: bool) -> None:
    """Add the values and priorities that sentences list, where no heading does (`valued`, `named`)."""
    for kind, pattern in _LISTS:
        if named if kind is ElementKind.PRIORITY else valued:
            continue
        for entry in entries:
            found = pattern.search(entry.text) if entry.is_prose else None
            if found is None and kind is ElementKind.VALUE and entry.is_prose:
                found = _GUIDED.search(entry.text)
            names = list(_names(entry.item.words[found.start("list") : found.end("list")])) if found else []
            if len(names) >= 2 and all(len(name.text.split()) <= _LONGEST[kind] for name in names):
                for name in names:
                    collector.add(kind, name, rule=f"prose.{kind}", certainty=Certainty.LIKELY)
                break


def before_lists(words: Passage) -> Passage:
    """Return the sentences up to one that lists values or priorities."""
    for _, pattern in _LISTS:
        found = pattern.search(words.text)
        border = words.text.rfind(". ", 0, found.start()) if found else -1
        words = words[: border + 1] if border > 0 else words
    return words


def states(text: str) -> bool:
    """Tell whether a sentence states the vision or the mission."""
    return any(pattern.search(text) for _, pattern in _STATED)


def read_statements(entries: Sequence[Entry], collector: Collector) -> None:
    """Add the vision and the mission that a sentence states, where no heading does."""
    for kind, pattern in _STATED:
        if collector.of(kind):
            continue
        for entry in entries:
            found = pattern.search(entry.text) if entry.is_prose else None
            if found:
                words = entry.item.words[found.start("said") : found.end("said")]
                collector.add(kind, words, rule=f"prose.{kind}", certainty=Certainty.LIKELY)
                break
    if not collector.of(ElementKind.VISION):
        _read_picture(entries, collector)


def _read_picture(entries: Sequence[Entry], collector: Collector) -> None:
    """Take a paragraph of one sentence about a year to come, beside the mission or the values, as the vision."""
    beside = [draft.passages[0] for kind in (ElementKind.MISSION, ElementKind.VALUE) for draft in collector.of(kind)]
    for index, entry in enumerate(entries):
        near = [one.item.words for one in entries[max(index - 2, 0) : index + 3] if one.item.words]
        told = any(words.start <= said.start < words.end for words in near for said in beside)
        if entry.head is None and told and _OF_A_YEAR.fullmatch(entry.text):
            collector.add(ElementKind.VISION, entry.item.words, rule="prose.vision", certainty=Certainty.LIKELY)
            return


def _names(words: Passage) -> Iterator[Passage]:
    if len(_ORDERED.findall(words.text)) > 1:  # `1) yksi, 2) toinen ja 3) kolmas`
        yield from words.split(_ORDERED)
        return
    parts = list(words.split(_COMMA))
    yield from parts[:-1]
    if parts:
        yield from parts[-1].split(_LAST_AND)
