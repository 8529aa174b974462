"""Lines whose kind their own form tells: columns that a converter wove into one, deeds that name who answers."""

from collections.abc import Sequence
from itertools import pairwise

from luotsi.strategy.intake.reading.deeds import is_deed
from luotsi.strategy.intake.reading.joining import ANSWERED
from luotsi.strategy.intake.reading.outline import Entry

_TWICE = 2
_FEWEST = 4
_SEVERAL = 3
_MOST_PROSE = 30  # words of a line in a box


def woven_lines(entries: Sequence[Entry], claimed: set[int]) -> dict[int, str]:
    """Return the unmarked lines of pages with a head of goals and one of actions, each with the kind it has.

    Only where all lines follow the two heads, or all but one stand between them: then the heads part nothing.
    """
    kinds: dict[int, str] = {}
    for first, last in pages(entries):
        heads = [index for index in range(first, last) if _heads(entries[index])]
        if [entries[index].head.kind for index in heads] != ["goal", "action"]:  # type: ignore[union-attr]
            continue
        body = [index for index in range(heads[0] + 1, last) if entries[index].plain and index not in claimed]
        between = [index for index in body if index < heads[1]]
        marked = sum(entries[index].is_list for index in range(first, last))
        if len(body) < _FEWEST or marked > 1 or (between and len(body) - len(between) > 2):
            continue
        if all(len(entries[index].text.split()) <= _MOST_PROSE for index in body):
            kinds |= {index: "action" if is_deed(entries[index].text) else "goal" for index in body}
    return kinds if set(kinds.values()) == {"goal", "action"} else {}


def _heads(entry: Entry) -> bool:
    return entry.head is not None and not (entry.head.inline or entry.head.title or entry.item.marker)


def pages(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return where each page begins and ends."""
    turns = [0, *(index for index, entry in enumerate(entries) if index and entry.item.page_break), len(entries)]
    return list(pairwise(turns))


def numbers_over_means(entries: Sequence[Entry], claimed: set[int], titles: set[int]) -> list[int]:
    """Return numbered titles that each stand right over a head of actions or measures, below titles of another look.

    `titles` are the priorities; three such numbers or more are goals, none of them chapters.
    """
    found = [
        index
        for index, entry in enumerate(entries[:-1])
        if index not in claimed
        and len(entry.path) == 1
        and len(entry.text.split()) <= _MOST_PROSE
        and (head := entries[index + 1].head) is not None
        and head.kind in {"action", "measure"}
        and not (head.inline or head.title)
    ]
    if len(found) < _SEVERAL or not titles or min(titles) > found[0]:
        return []
    numbers = [entries[index].path[0] for index in found]
    counted = sum(one in {1, before + 1} for before, one in zip((0, *numbers), numbers, strict=False))
    if counted < len(found):
        return []  # the last items of lists
    return found if not any(entries[title].path for title in titles) else []


def owned_deeds(entries: Sequence[Entry], claimed: set[int]) -> set[int]:
    """Return paragraphs and lines that each end in who answers for them, where two such or more stand under actions."""
    found: set[int] = set()
    kind = ""
    for index, entry in enumerate(entries):
        if entry.head is not None and not entry.head.inline:
            kind = entry.head.kind
        elif kind == "action" and entry.plain and index not in claimed and ANSWERED.search(entry.text):
            found.add(index)
    return found if len(found) >= _TWICE else set()
