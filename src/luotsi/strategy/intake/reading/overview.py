"""Titles of priorities that no heading word names: listed first and said again over lists, or counted over lists."""

import re
from collections import Counter
from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import INNER, Entry
from luotsi.strategy.intake.reading.plan import Plan, Role
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.wording import key_of

_SEVERAL = 2
_COUNTED = 3
_MOST = 12
_MOSTLY = 0.6
_SHORTEST = 5
_LEADS = 3  # entries of prose that may stand between a title and its list
_TITLE_WORDS = 12
_NO_THEME = re.compile(rf"\b{alternatives('no_theme')}\b|{alternatives('of_document')}", re.IGNORECASE)


def titles_of_overview(entries: Sequence[Entry], claimed: set[int], plan: Plan) -> bool:
    """Give the role of priorities to items of one list that later title lists of their own; tell whether any did."""
    titles: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        if index not in claimed and index not in plan.roles and _may_title(entry) and _stands_over(entries, index):
            titles.setdefault(key_of(entry.text), []).append(index)
    for begin, end in _lists(entries, claimed):
        keys = [key_of(entries[at].text) for at in range(begin, end)]
        again = [
            at for at, key in zip(range(begin, end), keys, strict=True) if any(one > at for one in titles.get(key, ()))
        ]
        if not (_SEVERAL <= len(again) <= _MOST and len(again) >= _MOSTLY * len(keys)):
            continue
        for at in again:
            for title in (at, *titles[key_of(entries[at].text)]):
                plan.give(title, Role.PRIORITY, "priority.of_overview")
        return True
    return False


def titles_counted(entries: Sequence[Entry], claimed: set[int], plan: Plan) -> bool:
    """Give the role of priorities to titles numbered `1, 2, 3` or `4.1, 4.2, 4.3`, each over a list of another look.

    Numbers that begin again are counted under titles of their own.
    """
    counted: dict[tuple[int, ...], list[int]] = {}
    begun: Counter[tuple[int, ...]] = Counter()
    for index, entry in enumerate(entries):
        if index in claimed or index in plan.roles or not entry.path or not _may_title(entry):
            continue
        if not _stands_over(entries, index) or _NO_THEME.search(entry.text):
            continue
        *over, number = entry.path
        found = counted.setdefault(tuple(over), [])
        begun[tuple(over)] += number == 1
        if number == len(found) + 1:
            found.append(index)
    fits = [found for over, found in counted.items() if begun[over] == 1 and _COUNTED <= len(found) <= _MOST]
    for title in max(fits, key=len, default=[]):
        plan.give(title, Role.PRIORITY, "outline.counted")
    return bool(fits)


def _may_title(entry: Entry) -> bool:
    return (
        entry.head is None
        and not (entry.taken or entry.item.is_bullet or entry.is_prose)
        and len(key_of(entry.text)) >= _SHORTEST
        and len(entry.text.split()) <= _TITLE_WORDS
        and not entry.text.endswith((":", ".", ","))
    )


def _stands_over(entries: Sequence[Entry], index: int) -> bool:
    """Tell whether a list of two bullets or more stands under the entry, or a heading of goals, measures or actions."""
    later = index + 1
    while later < len(entries) and later <= index + _LEADS and entries[later].plain and entries[later].is_prose:
        later += 1
    below = entries[later : later + _SEVERAL]
    if below and below[0].head is not None:
        return below[0].head.kind in INNER and not below[0].head.inline
    deeper = bool(below) and below[0].path == (1,) and len(entries[index].path) > 1
    return len(below) == _SEVERAL and all(one.is_list and (one.item.is_bullet or deeper) for one in below)


def _lists(entries: Sequence[Entry], claimed: set[int]) -> list[tuple[int, int]]:
    """Return where the document's lists, marked or of short lines, begin and end."""
    found: list[tuple[int, int]] = []
    begin = 0
    for index in range(len(entries) + 1):
        goes_on = index < len(entries) and index not in claimed and _is_item(entries[index])
        if goes_on and index > begin and entries[index].glyph != entries[begin].glyph:
            goes_on = False
            found.append((begin, index))
            begin = index
            continue
        if not goes_on:
            found.append((begin, index))
            begin = index + 1
    return [(first, last) for first, last in found if last - first >= _SEVERAL]


def _is_item(entry: Entry) -> bool:
    return entry.head is None and not entry.taken and not entry.is_prose and len(entry.text.split()) <= _TITLE_WORDS
