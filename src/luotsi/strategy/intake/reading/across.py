"""Headings of goals, actions and measures in a row, whose lists a converter read across: each item by its own form."""

import re
from collections.abc import Sequence

from luotsi.strategy.intake.reading.deeds import is_deed
from luotsi.strategy.intake.reading.outline import Entry

_KINDS = frozenset({"goal", "measure", "action"})
_LEVELED = re.compile(r"\([^()]*\d[^()]*\)\.?$")
_OURS = re.compile(r"[A-ZÅÄÖ][a-zåäö]+mme\b")  # goals as often as actions
_FEWEST = 2


def kinds_across(entries: Sequence[Entry], claimed: set[int]) -> dict[int, str]:
    """Return what the items of lists under headings in a row are, where items of each heading's kind are among them."""
    found: dict[int, str] = {}
    at = 0
    while at < len(entries):
        kinds = _heads_at(entries, at)
        first = at + len(kinds)
        items = _items_at(entries, first, claimed) if len(kinds) >= _FEWEST else []
        looks = {index: _look(entries[index].text, kinds) for index in items}
        if set(looks.values()) == set(kinds) and not _parted(entries, items, len(kinds)):
            found |= looks
        at = max(first, at + 1)
    return found


def _heads_at(entries: Sequence[Entry], at: int) -> list[str]:
    """Return the different kinds of the bare headings that stand in a row from an entry on."""
    kinds: list[str] = []
    for entry in entries[at:]:
        head = entry.head
        if head is None or head.kind not in _KINDS or head.inline or head.title or entry.item.is_bullet:
            break
        if head.kind in kinds:
            break
        kinds.append(head.kind)
    return kinds


def _items_at(entries: Sequence[Entry], first: int, claimed: set[int]) -> list[int]:
    items: list[int] = []
    for index in range(first, len(entries)):
        if not entries[index].is_list or index in claimed:
            break
        items.append(index)
    return items


def _parted(entries: Sequence[Entry], items: Sequence[int], columns: int) -> bool:
    """Tell whether gaps part the items into as many lists as there are headings: these stand in their order."""
    return sum(entries[index].item.gap > 0 for index in items[1:]) == columns - 1


def _look(text: str, kinds: Sequence[str]) -> str:
    if "measure" in kinds and _LEVELED.search(text):
        return "measure"
    if "action" in kinds and is_deed(text) and not _OURS.match(text):
        return "action"
    return next((kind for kind in ("goal", *kinds) if kind in kinds and kind != "action"), kinds[0])
