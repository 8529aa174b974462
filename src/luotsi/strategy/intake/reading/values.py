"""Values that are said in whole sentences, one after the other right under their heading."""

import re
from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import Entry

_INNER_STOP = re.compile(r"[.!?]\s")
_WORDS = 12
_FEWEST, _MOST = 2, 8


def sentence_values(entries: Sequence[Entry], index: int, end: int) -> list[int]:
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
