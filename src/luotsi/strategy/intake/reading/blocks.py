"""Blocks that repeat through a plan: titles over headings of goals, priorities called by their number, chapters."""

from collections.abc import Iterator, Sequence

from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.normalising import ROMAN, roman
from luotsi.strategy.intake.reading.outline import INNER, Entry
from luotsi.strategy.intake.reading.refusals import is_term
from luotsi.strategy.intake.reading.vocabulary import numerals
from luotsi.strategy.intake.wording import key_of

_ORDINALS = {letter: str(number) for number, letter in enumerate("abcdefgh", start=1)}
_SEVERAL = 2
_LONGEST_TITLE = 14
_STEM = 5
_SHORT = 3
_ENDING = 4
_LISTED = ("goal", "measure", "action")


def number_of(head: Head) -> str:
    """Return the number after the heading of one priority, as digits, or nothing: `Kärki 2`, `Insatsområde B`."""
    first = head.tail[0] if head.tail else ""
    if first.isdigit() and len(first) <= _SEVERAL:
        return first
    said = numerals().get(first) or next((numerals()[word] for word in head.modifiers if word in numerals()), 0)
    if said:
        return str(said)
    return str(roman(first.upper())) if ROMAN.fullmatch(first.upper()) else _ORDINALS.get(first, "")


def references(entries: Sequence[Entry], claimed: set[int]) -> dict[int, str]:
    """Return headings that call a priority by its number alone, by index, with the title it was given before."""
    titles: dict[str, str] = {}
    found: dict[int, str] = {}
    for index, entry in enumerate(entries):
        head = entry.head or entry.label
        if head is None or head.kind != "priority" or not head.singular or (index in claimed and not entry.label):
            continue
        number = number_of(head)
        if not number:
            continue
        below = _title_below(entries, index)
        known = titles.get(number)
        if head.inline:
            titles.setdefault(number, head.inline.text)
        elif known is not None and key_of(below) != key_of(known):
            found[index] = known
        elif below:
            titles.setdefault(number, below)
    return found


def _title_below(entries: Sequence[Entry], index: int) -> str:
    after = entries[index + 1] if index + 1 < len(entries) else None
    return after.text if after is not None and after.plain and after.is_short else ""


def over_goals(entries: Sequence[Entry], claimed: set[int], tables: set[int]) -> list[int]:
    """Return different titles that each stand over a heading of goals, or over a table with a column of goals."""
    titles: dict[str, int] = {}
    for index, entry in enumerate(entries):
        heads = index in tables or (
            entry.head is not None
            and entry.head.kind == "goal"
            and not (entry.head.inline or entry.head.title or entry.item.is_bullet)
        )
        if not heads:
            continue
        above = index - 1
        while above > 0 and is_term(entries[above].text):
            above -= 1
        if above > 0 and entries[above].plain and entries[above].is_prose:
            above -= 1
        if above >= 0 and above not in claimed and _may_title(entries[above]):
            titles.setdefault(key_of(entries[above].text), above)
    return sorted(titles.values()) if len(titles) >= _SEVERAL else []


def _may_title(entry: Entry) -> bool:
    marked = entry.item.marker is not None and not entry.item.is_number
    return (
        entry.head is None
        and not (entry.taken or marked or entry.is_prose)
        and entry.is_short
        and len(entry.text.split()) <= _LONGEST_TITLE
        and not entry.text.endswith(":")
    )


def owned_goals(entries: Sequence[Entry], claimed: set[int]) -> list[int]:
    """Return headings of goals that each say whose they are: `Talouden tavoitteet`, `Palvelujen tavoitteet`."""
    return _owned(entries, claimed, frozenset({"goal"}))


def owned_heads(entries: Sequence[Entry], claimed: set[int]) -> list[int]:
    """Return headings of goals, measures and actions that each say whose they are."""
    return sorted({index for kind in _LISTED for index in _owned(entries, claimed, frozenset({kind}))})


def _owned(entries: Sequence[Entry], claimed: set[int], kinds: frozenset[str]) -> list[int]:
    owners: dict[tuple[str, ...], int] = {}
    for index, entry in enumerate(entries):
        head = entry.head
        if head is None or index in claimed or head.kind not in kinds or head.inline or head.title or head.tail:
            continue
        if head.modifiers and head.modifiers[-1].endswith("n") and not entry.item.is_bullet:
            owners.setdefault(head.modifiers, index)
    return sorted(owners.values()) if len(owners) >= _SEVERAL else []


def owner_among(head: Head, titles: Sequence[str]) -> str | None:
    """Return the priority whose name in the genitive owns a heading: `Elinvoiman tavoitteet` of `Elinvoima`."""
    return next((title for title in titles if inflects(head.modifiers, title)), None)


def inflects(words: Sequence[str], title: str) -> bool:
    """Tell whether the words are those of a title in another case: `elävän keskustan` of `Elävä keskusta`."""
    names = [key_of(word) for word in title.split()]
    if len(key_of(title)) < _STEM or len(words) != len(names):
        return False
    return all(
        own.startswith(name[: max(len(name) - 2, _SHORT)]) and len(own) <= len(name) + _ENDING
        for own, name in zip((key_of(word) for word in words), names, strict=True)
    )


def chapters(entries: Sequence[Entry], taken: set[int], titles: set[str]) -> set[int]:
    """Return numbered titles that stand apart and go on counting, each over something of its own.

    What counts right under the title of a priority (`titles`, as keys) are its goals.
    """
    found = [index for index in _numbered_titles(entries) if index not in taken and not _over_label(entries, index)]
    within = sum(index > 0 and _titles_priority(entries[index - 1], titles) for index in found)
    return set(found) if len(found) >= _SEVERAL > within else set()


def _over_label(entries: Sequence[Entry], index: int) -> bool:
    """Tell whether `Mittari: ...` or `Toimenpiteet: ...` stands right under the entry: it is a goal, no chapter."""
    below = entries[index + 1]
    return below.head is not None and below.head.kind in {"measure", "action"} and bool(below.head.inline)


def _titles_priority(entry: Entry, titles: set[str]) -> bool:
    head = entry.head
    labelled = head is not None and head.kind == "priority" and head.singular and bool(head.inline)
    return labelled or key_of(entry.text) in titles


def _numbered_titles(entries: Sequence[Entry]) -> Iterator[int]:
    number, listed = 0, ""  # the glyph of the numbers of a list right under its heading
    for index, entry in enumerate(entries[:-1]):
        above = entries[index - 1].head if index else None
        if entry.head is not None and entry.head.kind not in INNER:
            listed = ""
        elif entry.path == (1,) and above is not None and above.kind in INNER and not above.inline:
            listed = entry.glyph
        if len(entry.path) != 1 or entry.glyph == listed or entry.glyph not in {".", "", "I"}:
            continue
        after = entries[index + 1]
        apart = entry.item.gap > 0 or entry.item.page_break
        deeper = len(after.path) > len(entry.path)
        over = after.item.marker is None or deeper or (after.item.is_bullet and after.glyph != entry.glyph)
        goes_on = entry.path[0] in {number + 1, number + 2}
        if goes_on and (
            entry.head is not None or (apart and over and entry.is_short and not _ends_list(entries, index))
        ):
            number = entry.path[0]
            if entry.head is None:
                yield index


def _ends_list(entries: Sequence[Entry], index: int) -> bool:
    """Tell whether the number before stands right above: the entry is the last of a list, not a title."""
    entry, above = entries[index], entries[index - 1] if index else None
    return above is not None and above.is_list and above.glyph == entry.glyph and above.path == (entry.path[0] - 1,)
