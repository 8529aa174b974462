"""Goals that count on through a plan under titles without numbers: 1-2 under the first, 3-5 under the second."""

from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import Entry

_SEVERAL = 2
_FEWEST = 4
_HEADS = frozenset({"goal", "priority", "vision", "mission", "value"})


def counted_through(entries: Sequence[Entry], claimed: set[int]) -> dict[int, list[int]]:
    """Return titles with the numbered entries under each, where the numbers go on from title to title."""
    groups: dict[int, list[int]] = {}
    number, title = 0, -1
    headed = ""
    for index, entry in enumerate(entries):
        if index in claimed or (entry.head is not None and entry.head.inline):
            continue
        if entry.head is not None:
            if not _goes_through(groups):
                groups, number, title = {}, 0, -1
            headed = entry.head.kind
        elif len(entry.path) == 1 and not entry.series and entry.path[0] == number + 1 and title >= 0:
            groups.setdefault(title, []).append(index)
            number += 1
        elif _titles(entries, index, number) and (not headed or headed in _HEADS):
            title = index
        elif _goes_through(groups):
            return groups
        elif not entry.item.is_bullet:
            groups, number, title = {}, 0, -1
    return groups if _goes_through(groups) else {}


def _titles(entries: Sequence[Entry], index: int, number: int) -> bool:
    entry = entries[index]
    after = entries[index + 1] if index + 1 < len(entries) else None
    return entry.plain and entry.is_short and not entry.is_prose and after is not None and after.path == (number + 1,)


def _goes_through(groups: dict[int, list[int]]) -> bool:
    counted = sum(len(group) for group in groups.values())
    return len(groups) >= _SEVERAL and counted >= max(_FEWEST, len(groups) + 1)
