"""Lines that say whose something is: a priority named under its goal, and lists that begin with a priority's name."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from luotsi.strategy.intake.reading.blocks import number_of
from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.measures import SEMICOLON, listed_in_line
from luotsi.strategy.intake.reading.normalising import Marker, MarkerKind
from luotsi.strategy.intake.reading.outline import Entry, title_words
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.wording import key_of

_SERVES = re.compile(
    rf"\(?(?:[A-ZÅÄÖ]?[\w-]+ )?{alternatives('serves')} (?:[\w-]+ ){{0,2}}?{alternatives('served')}"
    r"(?: (?P<number>\d{1,2}))?[:,.]?\s+[”\"»(]?(?P<title>[A-ZÅÄÖ].{2,100}?)[”\"«)]?\.?\)?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?P<name>[^:;.]{3,80}?)(?::\s+|\s+[–—-]\s+)(?=\S)")
_OWNED = re.compile(r"(?P<head>[^\W\d_][\w ]{2,40}?)(?: för| for|:) (?P<title>\S.{2,80})", re.IGNORECASE)
_LISTED = frozenset({"goal", "measure", "action"})
_SEVERAL = 2
_LONGEST_NAME = 10


def with_owners_first(entries: Sequence[Entry]) -> list[Entry]:
    """Put the label of a priority before the goal that it stands under, where each labelled goal has one."""
    entries = _with_sentences_as_labels(entries)
    goals = [at for at, entry in enumerate(entries) if _labels(entry, "goal")]
    if len(goals) < _SEVERAL:
        return list(entries)
    owners = [_owner_in(entries, at, end) for at, end in zip(goals, [*goals[1:], len(entries)], strict=True)]
    if None in owners:
        return list(entries)
    moved = dict(zip(goals, owners, strict=True))
    taken = set(owners)
    ordered: list[Entry] = []
    for at, entry in enumerate(entries):
        if at in moved:
            ordered.append(entries[moved[at] or 0])
        if at not in taken:
            ordered.append(entry)
    return ordered


def _labels(entry: Entry, kind: str) -> bool:
    head = entry.head
    return head is not None and head.kind == kind and not entry.taken and (head.singular or bool(head.inline))


def _owner_in(entries: Sequence[Entry], goal: int, end: int) -> int | None:
    """Return the only label of a priority between a goal's label and the next one's."""
    found = [
        at
        for at in range(goal + 1, end)
        if _labels(entries[at], "priority") and (head := entries[at].head) is not None and head.inline
    ]
    return found[0] if len(found) == 1 else None


def _with_sentences_as_labels(entries: Sequence[Entry]) -> list[Entry]:
    """Read `Tavoite toteuttaa painopistettä X` as a label of the priority, where two such or more stand."""
    found = {
        at: said
        for at, entry in enumerate(entries)
        if not entry.taken and (entry.head is None or entry.head.inline) and (said := _SERVES.fullmatch(entry.text))
    }
    if len(found) < _SEVERAL:
        return list(entries)
    return [
        replace(entry, head=_owner(entry.item.words, found[at])) if at in found else entry
        for at, entry in enumerate(entries)
    ]


def _owner(words: Passage, said: re.Match[str]) -> Head:
    title = words[said.start("title") : said.end("title")]
    return Head("priority", ("?",), inline=title, singular=True, colon=True)


def with_owned_lists(entries: Sequence[Entry]) -> list[Entry]:
    """Part `Elinvoima: a, b` under a heading of goals, measures or actions into the priority's name and its list.

    Only where two such names or more stand under the heading that the document has said before as titles.
    """
    parted: dict[int, list[Entry]] = {}
    said: set[str] = set()
    numbers: dict[str, str] = {}
    labels: dict[str, Head] = {}
    for at, entry in enumerate(entries):
        head = entry.head
        if head is not None and head.kind in _LISTED and not (head.inline or head.title or entry.taken):
            parted |= _owned_below(entries, at, said, numbers) or _labelled_below(entries, at, labels)
        if head is not None and head.kind == "priority" and head.inline and (number := number_of(head)):
            numbers.setdefault(number, key_of(head.inline.text))
            labels.setdefault(key_of(entry.text[: -len(head.inline.text)]), head)
        if len(entry.text.split()) <= 2 * _LONGEST_NAME:
            said.add(key_of(title_words(entry).text))
    return [part for at, entry in enumerate(entries) for part in parted.get(at, [entry])]


def _owned_below(
    entries: Sequence[Entry], heading: int, said: set[str], numbers: dict[str, str]
) -> dict[int, list[Entry]]:
    """Return the entries under a heading that begin with an owner's name or number, each in its parts."""
    kind = entries[heading].head.kind  # type: ignore[union-attr]
    found: dict[int, list[Entry]] = {}
    owners: set[str] = set()
    for at in range(heading + 1, len(entries)):
        entry = entries[at]
        numbered = _calls_by_number(entry, numbers)
        named = _NAMED.match(entry.text) if entry.head is None and not entry.taken else None
        if numbered and entry.head is not None:
            owners.add(number_of(entry.head))
            name = replace(entry, head=replace(entry.head, inline=Passage("", ())))
            found[at] = [name, *_listed(entry, entry.head.inline, kind)]
        elif entry.head is not None or entry.taken:
            break
        elif named and len(named["name"].split()) <= _LONGEST_NAME and key_of(named["name"]) in said:
            owners.add(key_of(named["name"]))
            title = replace(entry.item, words=entry.item.words[: named.end("name")], marker=None)
            found[at] = [Entry(title, None), *_listed(entry, entry.item.words[named.end() :], kind)]
    return found if len(owners) >= _SEVERAL else {}


def _labelled_below(entries: Sequence[Entry], heading: int, labels: dict[str, Head]) -> dict[int, list[Entry]]:
    """Return the entries under a heading that begin with a priority's label (`Teema A: a; b`), each in its parts."""
    found: dict[int, list[Entry]] = {}
    for at in range(heading + 1, len(entries)):
        entry = entries[at]
        called = _NAMED.match(entry.text) if not entry.taken else None
        known = labels.get(key_of(called["name"])) if called else None
        if called is None or known is None or key_of(entry.text[called.end() :]) == key_of(known.inline.text):
            break
        name = replace(entry.item, words=entry.item.words[: called.end("name")], marker=None)
        label = Entry(name, replace(known, inline=Passage("", ()), colon=False))
        found[at] = [label, *_listed(entry, entry.item.words[called.end() :], entries[heading].head.kind)]  # type: ignore[union-attr]
    return found if len(found) >= _SEVERAL else {}


def _calls_by_number(entry: Entry, numbers: dict[str, str]) -> bool:
    """Tell whether a label calls a priority by its number and says something else than its title."""
    head = entry.head
    if head is None or head.kind != "priority" or not head.inline or entry.taken:
        return False
    title = numbers.get(number_of(head))
    return title is not None and title != key_of(head.inline.text)


def _listed(entry: Entry, words: Passage, kind: str) -> Iterator[Entry]:
    parts = listed_in_line(words) if kind == "measure" else words.split(SEMICOLON)
    for part in parts:
        item = replace(entry.item, words=part, marker=Marker(MarkerKind.BULLET, "•"), gap=0, page_break=False)
        yield Entry(item, None)


def with_named_owners(entries: Sequence[Entry], kind_of: Callable[[str], str]) -> list[Entry]:
    """Read `Mål för livskraft` and `Tavoitteet: Elinvoima` as headings of a title that the document has said before.

    `kind_of` gives the kind that a heading's own words name; two such headings with different titles must stand.
    """
    found: dict[int, Head] = {}
    said: set[str] = set()
    for at, entry in enumerate(entries):
        owned = _OWNED.fullmatch(entry.text) if _may_name(entry) else None
        kind = kind_of(owned["head"]) if owned and key_of(owned["title"]) in said else ""
        if owned and kind in _LISTED:
            found[at] = Head(kind, (owned["head"].casefold(),), title=entry.item.words[owned.start("title") :])
        elif len(entry.text.split()) <= 2 * _LONGEST_NAME:
            said.add(key_of(title_words(entry).text))
    several = len({key_of(head.title.text) for head in found.values()}) >= _SEVERAL
    return [replace(entry, head=found.get(at, entry.head)) if several else entry for at, entry in enumerate(entries)]


def _may_name(entry: Entry) -> bool:
    head = entry.head
    return (
        not entry.taken and not entry.item.is_bullet and (head is None or (head.kind in _LISTED and bool(head.inline)))
    )
