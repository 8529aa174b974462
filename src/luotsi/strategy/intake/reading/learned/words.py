"""The words of an entry and of what heads it, as a few of many numbers that a model weighs."""

import re
from collections.abc import Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from luotsi.strategy.intake.reading.learned.traits import leads
from luotsi.strategy.intake.reading.outline import Entry

BUCKETS = 2**15
_WORD = re.compile(r"[^\W_]+|[%€]")
_MOST = 25
_OF_HEAD = 8
_BEGINNING = 7
_ENDING = 4


def words_of(entries: Sequence[Entry]) -> list[npt.NDArray[np.int64]]:
    """Return for each entry the numbers of its words, their beginnings and endings, and the words that head it.

    No word is kept: each is counted under one of `BUCKETS` numbers made of its letters.
    """
    heading = leads(entries)
    found = [_WORD.findall(entry.text.casefold()) for entry in entries]
    counted = []
    for at, words in enumerate(found):
        tokens = _own(words)
        for name, head in heading.items():
            if head[at] >= 0:
                tokens |= {f"{name}={word[:_BEGINNING]}" for word in found[head[at]][:_OF_HEAD]}
        counted.append(np.array(sorted({crc32(token.encode()) % BUCKETS for token in tokens}), dtype=np.int64))
    return counted


def _own(words: Sequence[str]) -> set[str]:
    near = words[:_MOST]
    tokens = {f"word={word}" for word in near} | {f"begins={word[:_BEGINNING]}" for word in near}
    tokens |= {f"ends={word[-_ENDING:]}" for word in near}
    if words:
        first, last = words[0], words[-1]
        tokens |= {f"first={first}", f"first_ends={first[-_ENDING:]}", f"last={last}", f"last_ends={last[-_ENDING:]}"}
    return tokens
