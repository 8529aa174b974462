"""What stands higher and lower by its look: titles over labelled goals, a measure over its level."""

import re
from collections.abc import Sequence
from dataclasses import replace

from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.measures import level_of
from luotsi.strategy.intake.reading.outline import Entry

_SEVERAL = 3
_TITLE_WORDS = 6
_BEARING = 2
_SHARE = 0.4
_BEARS_LEVEL = re.compile(
    r"[^()]{8,}[(–-]\s?(?!mittari|indikaat|mätare|indicat|measure)(?:[^()]{0,60}[,;] )?"
    r"(?:tavoite(?:taso|na|arvo)?|seuranta|mål(?:nivå)?|uppföljning|target|monitoring)\b[: ]",
    re.IGNORECASE,
)
_MOVES = re.compile(r"[<>≥≤]?\s?-?\d[\d .,]*\s?\S{0,10}\s*(?:→|->|=>|➔|⇒)\s*\S")
_LEVEL_WORDS = 6
_OF_NAMED = 5  # where names end in a colon, one level of five pairs tells what the others are
_OF_ONE = frozenset({"päämäärä", "strateginen", "päätavoite", "strategiskt", "huvudmål", "strategic"})


def with_labels_lowered(entries: Sequence[Entry]) -> list[Entry]:
    """Read `Päämäärä: ...` as a goal where several stand under titles in capitals of a higher level."""
    labelled = _labelled(entries, "priority")
    titles = titles_over_labels(entries, "priority")
    if len(titles) < 2 or len(labelled) <= len(titles):
        return list(entries)
    return [
        replace(entry, head=replace(entry.head, kind="goal")) if index in labelled and entry.head else entry
        for index, entry in enumerate(entries)
    ]


def titles_explained(entries: Sequence[Entry]) -> list[int]:
    """Return the titles in capitals that each have `Päämäärä: ...` right under them and goals of their own below."""
    titles, labelled = titles_over_labels(entries, "priority"), _labelled(entries, "priority")
    if len(titles) < 2 or labelled != [title + 1 for title in titles]:
        return []
    blocks = [entries[title:border] for title, border in zip(titles, [*titles[1:], len(entries)], strict=True)]
    return titles if all(any(one.head and one.head.kind == "goal" for one in block) for block in blocks) else []


def lowered(head: Head) -> bool:
    """Tell whether a heading of a goal bears a word for a priority: what follows it is how it is reached."""
    return head.kind == "goal" and head.singular and head.phrase[0] in _OF_ONE


def titles_over_labels(entries: Sequence[Entry], kind: str) -> list[int]:
    """Return the titles in capitals that stand over labels of one priority each, read as `kind`."""
    labelled = _labelled(entries, kind)
    titles: list[int] = []
    above = -1
    for index in labelled:
        between = [i for i in range(above + 1, index) if _titles(entries[i])]
        if between and all(entry.plain for entry in entries[between[-1] : index]):
            titles.append(between[-1])
        elif not titles:
            return []
        above = index
    return titles


def _labelled(entries: Sequence[Entry], kind: str) -> list[int]:
    """Return the entries that label one priority each, all with the word of the first."""
    found = [
        (index, head.phrase)
        for index, entry in enumerate(entries)
        if (head := entry.head) and head.kind == kind and head.singular and head.inline and head.phrase[0] in _OF_ONE
    ]
    return [index for index, phrase in found if phrase == found[0][1]]


def _titles(entry: Entry) -> bool:
    return entry.plain and entry.item.caps and len(entry.text.split()) <= _TITLE_WORDS and entry.item.gap > 0


def measures_over_levels(entries: Sequence[Entry], claimed: set[int]) -> dict[int, dict[str, str]]:
    """Return lines that each stand over one line of a level, with what it says, where most of a run are such."""
    told: dict[int, dict[str, str]] = {}
    run: list[int] = []
    for index in range(len(entries)):
        if run and index < run[-1] + 2:
            continue
        if _is_pair(entries, index, claimed):
            run.append(index)
            continue
        told |= _told(entries, run)
        run = []
    return told | _told(entries, run)


def _is_pair(entries: Sequence[Entry], index: int, claimed: set[int]) -> bool:
    if index + 1 >= len(entries) or {index, index + 1} & claimed:
        return False
    name, level = entries[index], entries[index + 1]
    if name.is_list and (name.text.endswith(":") or level_of(level.text)):
        return level.is_list and not level.item.gap and (name.text.endswith(":") or not level_of(name.text))
    named = name.plain or (name.head is not None and name.head.kind == "measure" and not name.head.inline)
    told = level.is_list or (level.head is not None and level.item.is_bullet)
    lonely = index + 2 >= len(entries) or not entries[index + 2].is_list or entries[index + 2].item.gap > 0
    after = index + 2 < len(entries) and entries[index + 2].is_list and entries[index + 2].text.endswith(":")
    plain = level.plain and bool(level_of(level.text)) and (name.text.endswith(":") or bool(_MOVES.match(level.text)))
    return named and not name.is_prose and ((told and (lonely or after)) or plain) and not level.item.gap


def _told(entries: Sequence[Entry], run: Sequence[int]) -> dict[int, dict[str, str]]:
    levels = [level_of(entries[index + 1].text) for index in run]
    named = sum(entries[index].text.endswith(":") for index in run)
    least = len(run) / (_OF_NAMED if 3 * named >= 2 * len(run) else 2)
    if len(run) < _SEVERAL or sum(bool(one) for one in levels) < least:
        return {}
    said = [entries[index + 1].text for index in run]
    short = [{"target": one} if len(one.split()) <= _LEVEL_WORDS else {} for one in said]
    return {index: level or other for index, level, other in zip(run, levels, short, strict=True)}


def measures_with_levels(entries: Sequence[Entry], claimed: set[int]) -> set[int]:
    """Return the list items of pages and sections where many bear their level in brackets or after a dash."""
    found: set[int] = set()
    page: list[int] = []
    for index in range(len(entries) + 1):
        if index == len(entries) or entries[index].item.page_break or _opens_section(entries[index]):
            bearing = sum(_BEARS_LEVEL.search(entries[at].text) is not None for at in page)
            if bearing >= _BEARING and _SHARE * len(page) <= bearing:
                found.update(page)
            page = []
        if index < len(entries) and entries[index].is_list and index not in claimed:
            page.append(index)
    return found


def _opens_section(entry: Entry) -> bool:
    return entry.head is not None and not (entry.head.inline or entry.item.is_bullet)
