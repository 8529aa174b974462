"""What stands under a heading of values: whole sentences, short titles, words with a sentence each."""

import re
from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import Entry, label_of, titles_of
from luotsi.strategy.intake.reading.passages import Passage

_INNER_STOP = re.compile(r"[.!?]\s")
_WORDS = 12
_FEWEST, _MOST = 2, 8
_MOST_VALUES = 12
_SEVERAL_VALUES = re.compile(r",|\s[◦·•|/]\s")
_VALUE_LABEL = re.compile(
    r"\s+[-–—]\s+|:\s+|:$|\s+=\s+|\s+\("
    r"|\.\s+(?=[A-ZÅÄÖ])|\s+(?:on sitä|tarkoittaa|merkitsee|betyder|innebär|means)\b"
)
VALUES_IN_LINE = re.compile(r"\s*(?:[,;•◦·|]|(?<=\s)/(?=\s)|\bja\b|\bsekä\b|\boch\b|\band\b)\s*")
_BETWEEN = re.compile(r",\s+(?:(?:ja|sekä|och|samt|and)\s+)?|\s+(?:ja|sekä|och|samt|and)\s+")
_LEAD = re.compile(
    r".*\b(?:ovat|on|[^\W\d_]{3,}v[aä]t|är|are|is|to|by|av|på|of|in):?\s+(?=\S+(?:\s\S+){0,3}$)", re.IGNORECASE
)
_VALUE_WORDS = 6
_SAID_FIRST = re.compile(r"[A-ZÅÄÖ][^\W\d_]+(?:[ -][^\W\d_]+){0,2}\.\s+[A-ZÅÄÖ]")
_SEVERAL_SAID = 2
_SEVERAL_WORDS = 3
_IN_LINE_WORDS = 4


def values_under(entries: Sequence[Entry], index: int, end: int) -> tuple[str, list[int]]:
    """Return the rule and the entries that a heading of values stands over, up to `end`."""
    sentences = _sentences(entries, index, end)
    if sentences:
        return "value.sentence", sentences[:_MOST_VALUES]
    above = _words_above(entries, index)
    if above:
        return "value.listed", above
    titles = _while_short(entries, titles_of(entries, index + 1, end, entries[index].path))
    titles = titles or _said_first(entries, index + 1, end)
    if titles and entries[titles[0]].item.is_bullet:
        titles = _without_explanations(entries, titles)
    if (
        not titles
        and index + 1 < end
        and entries[index + 1].plain
        and values_in_sentence(entries[index + 1].item.words)
    ):
        return "value.in_sentence", [index + 1]
    return "value.listed", titles[:_MOST_VALUES]


def values_in_sentence(words: Passage) -> list[Passage]:
    """Return the values that the first sentence of a paragraph lists: `Meille tärkeitä ovat reiluus ja ilo`."""
    ended = _INNER_STOP.search(words.text)
    sentence = (words[: ended.start()] if ended else words).strip(" .")
    listed = list(sentence.split(_BETWEEN))
    lead = _LEAD.match(listed[0].text)
    values = [listed[0][lead.end() :] if lead else listed[0], *listed[1:]]
    told = lead is not None and words.text.endswith(".") and len(values) >= _SEVERAL_WORDS
    return values if told and all(0 < len(value.text.split()) <= _IN_LINE_WORDS for value in values) else []


def values_named(words: Passage, *, listed: bool = True) -> list[tuple[Passage, dict[str, str]]]:
    """Return the values of a line with what is told of each: one before its label (`Ilo: ...`), or several in a row."""
    label = _VALUE_LABEL.search(words.text)
    if label is None:
        several = listed and _SEVERAL_VALUES.search(words.text)
        return [(part.strip(" ."), {}) for part in (words.split(VALUES_IN_LINE) if several else [words])]
    name = words[: label.start()] if label.start() > 2 else words
    told = words[label.end() :]
    return [(name, {"description": told.text} if told else {})] if name else []


def _words_above(entries: Sequence[Entry], index: int) -> list[int]:
    """Return the words that stand in a row over as many explanations, right before a heading that came last."""
    told = index
    while told and entries[told - 1].plain and entries[told - 1].is_prose:
        told -= 1
    several = index - told
    words = list(range(told - several, told))
    fits = several >= _SEVERAL_WORDS and words[0] >= 0
    return words if fits and all(_is_word(entries[at]) for at in words) else []


def _is_word(entry: Entry) -> bool:
    return entry.plain and not entry.is_prose and len(entry.text.split()) <= 2


def _sentences(entries: Sequence[Entry], index: int, end: int) -> list[int]:
    """Return the short sentences right under a heading of values, each an entry of its own."""
    found: list[int] = []
    for at in range(index + 1, end):
        entry = entries[at]
        if (entry.item.gap and found) or entry.item.page_break or entry.head is not None:
            break
        if not _is_sentence(entry):
            return []
        found.append(at)
    return found if _FEWEST <= len(found) <= _MOST else []


def _is_sentence(entry: Entry) -> bool:
    text = entry.text
    return entry.plain and entry.is_prose and len(text.split()) <= _WORDS and not _INNER_STOP.search(text)


def _said_first(entries: Sequence[Entry], first: int, end: int) -> list[int]:
    """Return paragraphs that each begin with a word or two and a full stop: `Rohkeus. Kokeilemme uutta`."""
    found = [at for at in range(first, end) if entries[at].head is None and _SAID_FIRST.match(entries[at].text)]
    return found if len(found) >= _SEVERAL_SAID else []


def _while_short(entries: Sequence[Entry], titles: list[int]) -> list[int]:
    """Values are words: a longer title, or a new page after some of them, ends the list."""
    kept: list[int] = []
    for title in titles:
        words = _words_of_value(label_of(entries[title].text) or entries[title].text)
        turned = any(entry.item.page_break for entry in entries[kept[-1] + 1 : title + 1]) if kept else False
        if words > _VALUE_WORDS or (turned and len(kept) >= 3):
            if kept:
                break
            continue
        kept.append(title)
    return kept


def _words_of_value(text: str) -> int:
    """Return how many words a value takes: of several on one line, the longest."""
    parts = [len(part.split()) for part in _SEVERAL_VALUES.split(text)]
    several = len(parts) > 1 and max(parts) <= _IN_LINE_WORDS and not text.endswith(".")
    return max(parts) if several else len(text.split())


def _without_explanations(entries: Sequence[Entry], titles: list[int]) -> list[int]:
    """Where words and sentences take turns as bullets, the words are the values."""
    short = [title for title in titles if len(entries[title].text.split()) <= 3]
    return short if len(short) >= 2 and titles[0] in short else titles
