"""Plans that say their goals as sentences in the form of `we` under titles in capitals, without a mark."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.plan import Plan, Role
from luotsi.strategy.intake.reading.woven import pages
from luotsi.strategy.intake.wording import key_of

_SEVERAL = 3
_SENTENCES = 6
_MOSTLY = 0.6
_TITLE_WORDS = 10
_NEXT = re.compile(r"(?<=\.)\s+(?=[A-ZÅÄÖ]\w+mme\b)")
_EACH = re.compile(r"(?<=\.)\s+(?=[A-ZÅÄÖ])")
_ENDED = re.compile(r"[.!?](?=\s|$)")
_WORDS = 18
_RUNNING = 30  # words: a paragraph of several sentences tells of a theme, it is no list of goals
_WE = re.compile(r"[A-ZÅÄÖ]\w+mme\b|Vi \w|We \w")


def by_sentences(entries: list[Entry], claimed: set[int], plan: Plan) -> None:
    """Give titles in capitals over sentences of `we` the role of priorities, and their sentences that of goals.

    Where some of the titles begin a page, those are the priorities, and the others part their goals.
    """
    below = {
        index: found
        for index, entry in enumerate(entries)
        if index not in claimed | set(plan.roles) and _is_title(entry) and (found := _sentences_below(entries, index))
    }
    said = [sentence for found in below.values() for at in found for sentence in sentences_of(entries[at].item.words)]
    ours = sum(bool(_WE.match(one.text)) for one in said)
    running = sum(_count_of(one) > 1 and len(one.text.split()) > _RUNNING for one in said)
    if len(below) < _SEVERAL or 2 * running > len(said) or len(said) < _SENTENCES or ours < _MOSTLY * len(said):
        _by_lines(entries, claimed, plan)
        return
    paged = [index for index in below if entries[index].item.page_break]
    higher = paged if 2 <= len(paged) < len(below) else list(below)
    for index in below:
        if index in higher:
            plan.give(index, Role.PRIORITY, "outline.sentences")
            item = entries[index].item
            entries[index] = Entry(replace(item, words=item.rows[0].words, rows=item.rows[:1]) if paged else item, None)
        else:
            plan.passed.add(index)
    plan.sentences.update(at for found in below.values() for at in found)


def _by_lines(entries: list[Entry], claimed: set[int], plan: Plan) -> None:
    """Give titles over sentences that each end a line the role of priorities, and the sentences that of goals.

    A line between every title and its sentences is a motto: it is passed over.
    """
    below = {
        index: found
        for index, entry in enumerate(entries)
        if index not in claimed | set(plan.roles)
        and _stands_apart(entry)
        and (found := _sentences_below(entries, index))
    }
    lines = {index: found for index, found in below.items() if all(_ends_lines(entries[at]) for at in found)}
    several = [index for index, found in lines.items() if sum(_count(entries[at]) for at in found) > 1]
    if len(several) < _SEVERAL or len(several) < _MOSTLY * len(below):
        return
    mottoed = all(index and _stands_apart(entries[index - 1]) and index - 1 not in below for index in several)
    for index in several:
        plan.give(index - 1 if mottoed else index, Role.PRIORITY, "outline.sentences")
        plan.sentences.update(lines[index])
        plan.by_line.update(lines[index])
        if mottoed:
            plan.passed.add(index)


def _stands_apart(entry: Entry) -> bool:
    apart = bool(entry.item.gap) or entry.item.page_break
    return entry.plain and apart and entry.is_short and not entry.is_prose and not entry.text.endswith((":", "."))


def _count(entry: Entry) -> int:
    return _count_of(entry.item.words)


def _count_of(words: Passage) -> int:
    return len(_ENDED.findall(words.text))


def _ends_lines(entry: Entry) -> bool:
    """Tell whether each sentence of a paragraph ends a line, and none is long."""
    at_line = sum(row.words.text.endswith(".") for row in entry.item.rows)
    return 0 < _count(entry) == at_line and len(entry.text.split()) <= _WORDS * at_line


def sentences_of(words: Passage, *, each: bool = False) -> Iterator[Passage]:
    """Yield the sentences of a paragraph, parted where the next begins with a verb in the form of `we`, or all."""
    return words.split(_EACH if each else _NEXT)


def short_sentences(entries: Sequence[Entry], claimed: set[int], titles: set[str]) -> set[int]:
    """Return the lines of one short sentence each that stand in a row under a priority, named once more or anew.

    `titles` are the priorities' names; a description may stand between the name and the row.
    """
    found: set[int] = set()
    for index, entry in enumerate(entries):
        if entry.is_list or key_of(entry.text) not in titles or (entry.head and not entry.head.inline):
            continue
        row: list[int] = []
        for later in range(index + 1, len(entries)):
            after = entries[later]
            described = not row and after.plain and after.is_prose and not _is_short_sentence(after)
            if after.item.page_break or later in claimed or key_of(after.text) in titles:
                break
            if not (described or _is_short_sentence(after)):
                row = []
                break
            row += () if described else (later,)
        ended = sum(entries[at].text.endswith(".") for at in row)
        apart = sum(bool(entries[at].item.gap) for at in row)
        if len(row) >= _SEVERAL and min(ended, apart) >= _MOSTLY * len(row):
            found.update(row)
    return found


def measured_sentences(entries: Sequence[Entry], claimed: set[int]) -> set[int]:
    """Return the short sentences of pages without lists that begin with a heading of measures; three or more."""
    found: set[int] = set()
    for first, last in pages(entries):
        head = entries[first].head
        listed = any(entries[index].is_list for index in range(first, last))
        if head is None or head.kind != "measure" or head.inline or head.title or listed:
            continue
        said = {index for index in range(first, last) if index not in claimed and _is_short_sentence(entries[index])}
        said = {index for index in said if entries[index].text.endswith(".")}
        found.update(said if len(said) >= _SEVERAL else ())
    return found


def _is_short_sentence(entry: Entry) -> bool:
    return entry.plain and len(entry.text.split()) <= _WORDS and _count(entry) <= 1 and not entry.text.endswith(":")


def _is_title(entry: Entry) -> bool:
    headed = entry.head is not None and (entry.head.kind != "goal" or bool(entry.head.inline))
    return (
        entry.item.caps and not (headed or entry.taken or entry.item.marker) and len(entry.text.split()) <= _TITLE_WORDS
    )


def _sentences_below(entries: list[Entry], index: int) -> list[int]:
    """Return the running text right under a title, up to the first gap or title."""
    found: list[int] = []
    for later in range(index + 1, len(entries)):
        entry = entries[later]
        if not entry.plain or not entry.is_prose or entry.item.gap or entry.item.page_break:
            break
        found.append(later)
    return found
