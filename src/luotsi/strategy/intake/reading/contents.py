"""A page of contents without page numbers: titles in a row that the document says again as headings."""

from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.wording import key_of

_FEWEST = 6
_KINDS = 2
_EARLY = 0.3  # of the document's entries
_AGAIN = 0.6  # of a page's titles
_NO_CONTENT = frozenset({"aside", "present_state", "strength", "weakness", "challenge", "guidance"})


def contents_of(entries: Sequence[Entry]) -> set[int]:
    """Return the entries of pages of contents: they head nothing."""
    keys = [key_of(entry.text) for entry in entries]
    found: set[int] = set()
    run: list[int] = []
    for index, entry in enumerate(entries):
        if run and (entry.item.page_break or not _names(entry)):
            found.update(run if _is_contents(entries, run, keys) else ())
            run = []
        if _names(entry) and index <= _EARLY * len(entries) + _FEWEST:
            run.append(index)
    return found


def _names(entry: Entry) -> bool:
    return entry.is_short and not (entry.is_prose or entry.item.is_bullet or entry.taken or entry.text.endswith("."))


def _is_contents(entries: Sequence[Entry], run: Sequence[int], keys: Sequence[str]) -> bool:
    """Tell whether most of the run comes again, and it names parts of different kinds, one of them no content."""
    kinds = {head.kind for index in run if (head := entries[index].head) is not None}
    if len(run) < _FEWEST or len(kinds) < _KINDS or not kinds & _NO_CONTENT:
        return False
    later = set(keys[run[-1] + 1 :])
    return sum(keys[index] in later for index in run) >= _AGAIN * len(run)
