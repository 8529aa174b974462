"""Columns that a converter read across: several titles in a row, then as many lists, put each under its own title."""

from collections import Counter
from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import INNER, Entry
from luotsi.strategy.intake.wording import key_of

_FEWEST, _MOST = 2, 6
_LONGEST_TITLE = 8


def with_lists_dealt(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries with every list right under the title whose column it was.

    Numbers that start again part lists; gaps between bullets do only under titles that the document names twice.
    """
    counted = Counter(key_of(entry.text) for entry in entries if entry.is_short)
    ordered: list[Entry] = []
    at = 0
    while at < len(entries):
        titles = _titles_at(entries, at)
        heads = _heads_at(entries, at + len(titles)) if len(titles) >= _FEWEST else []
        first = at + len(titles) + len(heads)
        lists = _lists_at(entries, first, said=all(counted[key_of(title.text)] > 1 for title in titles))
        if not _FEWEST <= len(titles) == len(lists) or len(heads) not in {0, 1, len(titles)}:
            ordered.extend(entries[at : at + max(len(titles), 1)])
            at += max(len(titles), 1)
            continue
        own = heads if len(heads) == len(titles) else heads * len(titles)
        for column, title in enumerate(titles):
            ordered.extend([title, *own[column : column + 1], *lists[column]])
        at = first + sum(len(one) for one in lists)
    return ordered


def _titles_at(entries: Sequence[Entry], at: int) -> list[Entry]:
    """Return the titles of one look that stand in a row from an entry on."""
    titles: list[Entry] = []
    for entry in entries[at : at + _MOST + 1]:
        if not (entry.plain and entry.is_short) or entry.is_prose or len(entry.text.split()) > _LONGEST_TITLE:
            break
        if titles and (entry.item.caps != titles[0].item.caps or entry.item.page_break):
            break
        titles.append(entry)
    return titles


def _heads_at(entries: Sequence[Entry], at: int) -> list[Entry]:
    """Return the heading under a row of titles, said once or once for each."""
    heads: list[Entry] = []
    for entry in entries[at : at + _MOST]:
        if entry.head is None or entry.head.kind not in INNER or entry.head.inline or entry.item.is_bullet:
            break
        if heads and heads[0].head and entry.head.phrase != heads[0].head.phrase:
            break
        heads.append(entry)
    return heads


def _lists_at(entries: Sequence[Entry], at: int, *, said: bool) -> list[list[Entry]]:
    """Return the lists that follow each other from an entry on: numbered from one again, or bullets after a gap."""
    lists: list[list[Entry]] = []
    for entry in entries[at:]:
        if not entry.is_list or (lists and (entry.glyph != lists[0][0].glyph or entry.item.page_break)):
            break
        if entry.path and entry.path[-1] != 1 and not (lists and entry.path[-1] == lists[-1][-1].path[-1] + 1):
            return []
        opens = entry.path[-1] == 1 if entry.path else said and entry.item.gap > 0
        if not lists or opens:
            lists.append([])
        lists[-1].append(entry)
    return lists
