"""Plans that say their goals as sentences in the form of `we` under titles in capitals, without a mark."""

import re
from collections.abc import Iterator
from dataclasses import replace

from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.roles import Plan, Role

_SEVERAL = 3
_SENTENCES = 6
_MOSTLY = 0.6
_TITLE_WORDS = 10
_NEXT = re.compile(r"(?<=\.)\s+(?=[A-ZÅÄÖ]\w+mme\b)")
_WE = re.compile(r"[A-ZÅÄÖ]\w+mme\b|Vi \w|We \w")


def by_sentences(entries: list[Entry], claimed: set[int], plan: Plan) -> None:
    """Give titles in capitals over sentences of `we` the role of priorities, and their sentences that of goals.

    Where some of the titles begin a page, those are the priorities, and the others part their goals.
    """
    below = {
        index: found
        for index, entry in enumerate(entries)
        if index not in claimed | set(plan.roles) and _is_title(entry) and (found := _sentences_below(entries, index))
    }
    said = [sentence for found in below.values() for at in found for sentence in sentences_of(entries[at].item.words)]
    ours = sum(bool(_WE.match(one.text)) for one in said)
    if len(below) < _SEVERAL or len(said) < _SENTENCES or ours < _MOSTLY * len(said):
        return
    paged = [index for index in below if entries[index].item.page_break]
    higher = paged if 2 <= len(paged) < len(below) else list(below)
    for index in below:
        if index in higher:
            plan.give(index, Role.PRIORITY, "outline.sentences")
            item = entries[index].item
            entries[index] = Entry(replace(item, words=item.rows[0].words, rows=item.rows[:1]) if paged else item, None)
        else:
            plan.passed.add(index)
    plan.sentences.update(at for found in below.values() for at in found)


def sentences_of(words: Passage) -> Iterator[Passage]:
    """Yield the sentences of a paragraph, parted where the next begins with a verb in the form of `we`."""
    return words.split(_NEXT)


def _is_title(entry: Entry) -> bool:
    headed = entry.head is not None and (entry.head.kind != "goal" or bool(entry.head.inline))
    return (
        entry.item.caps and not (headed or entry.taken or entry.item.marker) and len(entry.text.split()) <= _TITLE_WORDS
    )


def _sentences_below(entries: list[Entry], index: int) -> list[int]:
    """Return the running text right under a title, up to the first gap or title."""
    found: list[int] = []
    for later in range(index + 1, len(entries)):
        entry = entries[later]
        if not entry.plain or not entry.is_prose or entry.item.gap or entry.item.page_break:
            break
        found.append(later)
    return found
