"""What stands higher and lower by its look: titles over labelled goals, a measure over its level."""

from collections.abc import Sequence
from dataclasses import replace

from luotsi.strategy.intake.reading.elements import Collector
from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.measures import level_of
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.types import Certainty, ElementKind

_SEVERAL = 3
_TITLE_WORDS = 6
_LEVEL_WORDS = 20
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


def read_pairs(entries: Sequence[Entry], collector: Collector, claimed: set[int]) -> set[int]:
    """Take lines that each stand over one bullet as measures where most of those bullets are levels."""
    taken: set[int] = set()
    run: list[int] = []
    for index in range(len(entries)):
        if run and index < run[-1] + 2:
            continue
        if _is_pair(entries, index, claimed):
            run.append(index)
            continue
        taken |= _taken(entries, run, collector)
        run = []
    return taken | _taken(entries, run, collector)


def _is_pair(entries: Sequence[Entry], index: int, claimed: set[int]) -> bool:
    if index + 1 >= len(entries) or {index, index + 1} & claimed:
        return False
    name, level = entries[index], entries[index + 1]
    named = name.plain or (name.head is not None and name.head.kind == "measure" and not name.head.inline)
    told = level.is_list or (level.head is not None and level.item.is_bullet)
    lonely = index + 2 >= len(entries) or not entries[index + 2].is_list or entries[index + 2].item.gap > 0
    return named and not name.is_prose and told and lonely and not level.item.gap


def _taken(entries: Sequence[Entry], run: Sequence[int], collector: Collector) -> set[int]:
    levels = [level_of(entries[index + 1].text) for index in run]
    if len(run) < _SEVERAL or 2 * sum(bool(one) for one in levels) < len(run):
        return set()
    for index, level in zip(run, levels, strict=True):
        said = entries[index + 1].text
        collector.add(
            ElementKind.MEASURE,
            entries[index].item.words.strip(" :"),
            rule="measure.over_level",
            certainty=Certainty.LIKELY,
            details=level or ({"target": said} if len(said.split()) <= _LEVEL_WORDS else {}),
        )
    return {at for index in run for at in (index, index + 1)}
