"""Paragraphs of short sentences right under headings of goals or actions: each sentence is one of them."""

import re
from collections.abc import Iterator, Sequence

from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.measures import SEMICOLON
from luotsi.strategy.intake.reading.outline import INNER, Entry
from luotsi.strategy.intake.reading.passages import Passage

_NEXT = re.compile(r"(?<=[^\W\d_]{2}[.!])\s+(?=[A-ZÅÄÖ])|(?<=\d[.!])\s+(?=[A-ZÅÄÖ][^\W\d_]{2})")
_OF_SENTENCES = frozenset({"goal", "action"})
_POINTS_BACK = re.compile(
    r"(?:Tämä|Tämän|Tässä|Tähän|Nämä|Se|Ne|Sen|Niiden|Siksi|Lisäksi|Myös|Detta|Dessa|Det|De|Därför|Dessutom|This|These|It|They|Therefore)\b"
)
_NEXT_DEED = re.compile(r"(?<=[^\W\d_]{3}\.)\s+(?=[A-ZÅÄÖ][a-zåäö]{3,})")
_DEED_WORDS = 12
_SEVERAL = 2
_MOST = 8
_LONGEST = 16


def parts_of_paragraph(words: Passage) -> list[Passage]:
    """Return the sentences of a paragraph."""
    return list(words.split(_NEXT))


def told_under_heads(entries: Sequence[Entry], claimed: set[int]) -> dict[int, str]:
    """Return the paragraphs that headings of goals or actions stand over alone, with the kind of their sentences.

    Two headings at least, of one kind, must stand over such; no sentence goes on from the one before it.
    """
    found: dict[int, str] = {}
    for at, entry in enumerate(entries[:-1]):
        head = entry.head
        if head is None or head.kind not in _OF_SENTENCES or head.inline or at + 1 in claimed:
            continue
        if _is_alone(entries, at + 1) and _is_of_sentences(entries[at + 1]):
            found[at + 1] = head.kind
    several = {at: kind for at, kind in found.items() if len(parts_of_paragraph(entries[at].item.words)) >= _SEVERAL}
    kinds = [kind for kind in several.values() if list(several.values()).count(kind) >= _SEVERAL]
    return {at: kind for at, kind in found.items() if kind in kinds}


def _is_alone(entries: Sequence[Entry], index: int) -> bool:
    after = entries[index + 1] if index + 1 < len(entries) else None
    if after is None or after.item.page_break:
        return True
    return bool(after.head and (after.head.kind in INNER or after.head.kind == "priority")) or (
        after.plain and not after.is_prose and bool(after.item.gap)
    )


def _is_of_sentences(entry: Entry) -> bool:
    if not entry.plain or not entry.text.endswith((".", "!")):
        return False
    sentences = [part.text for part in parts_of_paragraph(entry.item.words)]
    return len(sentences) <= _MOST and all(
        len(one.split()) <= _LONGEST and not _POINTS_BACK.match(one) and one.endswith((".", "!")) for one in sentences
    )


def deeds_in_line(head: Head) -> Iterator[Passage]:
    """Yield what a line after `Toimenpiteet:` lists between semicolons, or in short sentences."""
    words = head.inline
    sentences = list(words.split(_NEXT_DEED)) if head.phrase[0].isalpha() and ";" not in words.text else []
    several = len(sentences) > 1 and all(len(one.text.split()) <= _DEED_WORDS for one in sentences)
    yield from sentences if several else words.split(SEMICOLON)
