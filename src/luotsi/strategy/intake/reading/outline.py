"""How items stand to each other: what looks like a title, and which of them title a section's body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.joining import Item
from luotsi.strategy.intake.reading.normalising import ABBREVIATED, MarkerKind, begins_small
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import Phrase
from luotsi.strategy.intake.wording import key_of

INNER = frozenset({"goal", "measure", "action", "responsible", "schedule", "baseline", "target"})
_SENTENCE = re.compile(r"[.!?](?:\s|$)")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:;.!?–]{2,60}?)(?:[:;]\s|\s[–—-]\s)")
_CARRYING_OUT = frozenset({("toteutus",), ("toteuttaminen",), ("genomförande",), ("implementation",)})
_DOUBTFUL = frozenset({("measures",)})  # what is done, where the document has another word for what is measured
_AIMS_ASKED = ("goal", ("?",))
_NAMING = 3  # words before a heading word; in a sentence there are more
_TWICE = 2
_MOST_GAP = 3  # empty lines round every item of a list that lost its glyphs
_LEADING = 4  # words of a line that leads to a list: `Kolme asiaa, jotka tehdään ensin:`
_MOSTLY = 0.6
_TITLE_WORDS = 14
_PROSE_WORDS = 15


@dataclass(frozen=True, slots=True)
class Entry:
    """An item and the heading it is, if its words say so."""

    item: Item
    head: Head | None
    taken: bool = False
    """Whether a table or a decision has taken it: then it is nothing else."""
    label: Head | None = None
    """The heading that a table's cell would be elsewhere."""

    @property
    def text(self) -> str:
        return self.item.text

    @property
    def plain(self) -> bool:
        """Neither a heading word nor marked."""
        return self.head is None and self.item.marker is None and not self.taken

    @property
    def is_list(self) -> bool:
        return self.head is None and self.item.marker is not None and not self.taken

    @property
    def path(self) -> tuple[int, ...]:
        return self.item.marker.path if self.item.marker and self.item.marker.kind is MarkerKind.NUMBER else ()

    @property
    def series(self) -> str:
        """What its number counts with: capitals, Roman numbers, or nothing for plain numbers."""
        return self.glyph if self.path and self.glyph in {"A", "I"} else ""

    @property
    def glyph(self) -> str:
        return self.item.marker.glyph if self.item.marker else ""

    @property
    def is_prose(self) -> bool:
        """Running text rather than a title or a list item."""
        text = self.item.text
        words = len(text.split())
        sentence = words >= 4 and text.endswith((".", "!")) and not ABBREVIATED.search(text)
        return words >= _PROSE_WORDS or (sentence and not self.item.caps and self.item.marker is None)

    @property
    def is_short(self) -> bool:
        """Short enough for a title, and not the end of a sentence."""
        text = self.item.text
        return (
            len(text.split()) <= _TITLE_WORDS
            and len(text) > 2
            and not text.endswith((",", ";"))
            and not (text.endswith(".") and len(text.split()) > 5)
            and any(letter.isalpha() for letter in text)
        )


def title_words(entry: Entry) -> Passage:
    """Return the words that title what follows: after a label (`Painopiste 1: ...`), before a dash, or all of them."""
    head = entry.head
    if head is not None and head.kind == "priority" and head.singular and head.inline:
        return head.inline
    return (head.title if head is not None and head.title else entry.item.words).strip(" :")


def entries_after(entries: Sequence[Entry], index: int) -> Entry | None:
    """Return the next entry, or None at the end."""
    return entries[index + 1] if index + 1 < len(entries) else None


def has_children(entries: Sequence[Entry], index: int) -> bool:
    """Tell whether something lower stands right under the entry: a list, prose, or an inner heading."""
    entry, after = entries[index], entries_after(entries, index)
    if after is None or not entry.is_short:
        return False
    if after.taken:
        return after.item.rows[0].line.cell is not None
    if after.head is not None:
        return after.head.kind in INNER
    if after.item.page_break and not after.is_list:
        return False
    if entry.item.is_number and after.path:
        return len(after.path) > len(entry.path) or (entry.glyph == "I") > (after.glyph == "I")
    if after.item.marker is not None:
        return (
            after.item.marker.kind is not (entry.item.marker.kind if entry.item.marker else None)
            or after.glyph != entry.glyph
        )
    return after.is_prose


def is_title(entries: Sequence[Entry], index: int) -> bool:
    """Tell whether an entry without a heading word titles what follows it."""
    entry = entries[index]
    if not entry.plain or not entry.is_short or entry.is_prose:
        return False
    if begins_small(entry.text):
        return False
    if entry.item.rows[0].line.style in {"title", "heading"}:
        return True
    return has_children(entries, index)


def titles_of(entries: Sequence[Entry], first: int, last: int, parent: tuple[int, ...] = ()) -> list[int]:
    """Return which entries of a section's body are its titles; the first that is no prose decides how they look.

    `parent` is the number of the section's own heading: titles numbered under it come before any other look.
    """
    body = [index for index in range(first, last) if entries[index].head is None and not entries[index].taken]
    numbered = [
        i
        for i in body
        if parent
        and not entries[i].series
        and len(entries[i].path) == len(parent) + 1
        and entries[i].path[:-1] == parent
    ]
    if numbered:
        return numbered
    lead = _lead(entries, first, last)
    labelled = [i for i in body if entries[i].plain and label_of(entries[i].text) and entries[i].is_prose]
    if lead is None or (len(labelled) >= 2 and labelled[0] < lead):
        return labelled if len(labelled) >= 2 else []
    entry = entries[lead]
    if entry.item.is_number:
        return _numbered(entries, lead, last)
    if entry.is_list:
        return _bulleted(entries, lead, last)
    if entry.item.caps and (any(not entries[i].item.caps for i in body) or sum(entries[i].item.caps for i in body) > 1):
        titles = [i for i in body if i >= lead and entries[i].plain and entries[i].item.caps and entries[i].is_short]
        over = [
            i for i in titles if (below := entries[i + 1 : i + 2]) and below[0].head and below[0].head.kind in INNER
        ]
        over = _over_like_heads(entries, lead, over, last)
        return over if len(over) >= _TWICE and all(entries[i].item.caps for i in body) else titles
    with_children = [i for i in body if i >= lead and is_title(entries, i) and not entries[i].item.caps]
    with_children = _over_like_heads(entries, lead, with_children, last)
    outer = _over_titles(entries, lead, with_children, last)
    if outer:
        return outer
    if with_children and (lead in with_children or len(with_children) > 1):
        return with_children
    return _block_of_lines(entries, lead, last)


def _over_titles(entries: Sequence[Entry], lead: int, titles: list[int], last: int) -> list[int]:
    """Return bare titles that each stand right over a title with labels of its own; the lead is one of several."""
    labelled = {at for at in titles if (head := entries[at + 1].head) is not None and head.inline}
    outer = [
        at
        for at in range(lead, last - 1)
        if at not in labelled and at + 1 in labelled and entries[at].plain and entries[at].is_short
    ]
    return outer if len(outer) >= _TWICE and lead == outer[0] else []


def _over_like_heads(entries: Sequence[Entry], lead: int, titles: list[int], last: int) -> list[int]:
    """Where headings of one kind begin several blocks, a line over a heading of another kind ends a list in a block."""
    kinds = [
        head.kind
        for entry in entries[lead:last]
        if (head := entry.head) is not None and head.kind in INNER and not head.inline
    ]
    if not kinds or kinds.count(kinds[0]) < 2:
        return titles
    below = {
        i: head.kind
        for i in titles
        if (head := entries[i + 1].head) is not None and head.kind in INNER and not head.inline
    }
    return [i for i in titles if below.get(i, kinds[0]) == kinds[0]]


def with_inner_heads(entries: Sequence[Entry]) -> list[Entry]:
    """Read a heading like `Strategiset tavoitteet` that comes again and again under titles as a heading of goals.

    Only where another heading names what those titles are.
    """
    outer = {"priority", "vision"}
    places: dict[Phrase, list[int]] = {}
    for index, entry in enumerate(entries):
        if entry.head is not None and entry.head.kind in outer and not (entry.head.singular or entry.head.inline):
            places.setdefault(entry.head.phrase, []).append(index)
    once = [found[0] for found in places.values() if len(found) == 1]
    naming = [
        i for i in once if (head := entries[i].head) and head.kind == "priority" and len(head.modifiers) <= _NAMING
    ]
    inner = {
        phrase
        for phrase, found in places.items()
        if naming
        and min(naming) < found[0]
        and len({key_of(entries[i - 1].text) for i in found if i}) == len(found) >= 2
        and all(_may_title(entries[i - 1]) for i in found)
        and all(_goes_inwards(entries, i) for i in found[:-1])
    }
    inner |= {phrase for phrase, found in places.items() if _under_labels(entries, found)}
    leads = {index for index in range(len(entries)) if _leads_to_goals(entries, index)}
    measured = {entry.head.phrase for entry in entries if entry.head is not None and entry.head.kind == "measure"}
    doubtful = _DOUBTFUL if measured - _DOUBTFUL else frozenset()
    means = _means_of_each(entries)
    return [
        replace(entry, head=replace(entry.head, kind="action"))
        if entry.head is not None
        and (entry.head.phrase in means or (entry.head.kind == "measure" and entry.head.phrase in doubtful))
        else replace(entry, head=replace(entry.head, kind="goal"))
        if entry.head is not None and index in leads
        else replace(entry, head=replace(entry.head, kind="goal"))
        if entry.head is not None and entry.head.phrase in inner and entry.head.kind in outer and not entry.head.inline
        else entry
        for index, entry in enumerate(entries)
    ]


def _leads_to_goals(entries: Sequence[Entry], index: int) -> bool:
    """Tell whether a sentence that ends in a word for priorities leads to the list of the goals' heading above it."""
    head, above = entries[index].head, entries[index - 1].head if index else None
    if head is None or above is None or head.kind != "priority" or head.singular or head.inline or not head.colon:
        return False
    return above.kind == "goal" and not (above.inline or above.colon) and len(head.modifiers) > 1


def _under_labels(entries: Sequence[Entry], found: Sequence[int]) -> bool:
    """Tell whether most of several like headings stand each under a labelled priority of its own: `Päämäärä: ...`."""
    found = [index for index in found if index - 1 not in found]
    labels = [
        any(
            (head := entry.head) is not None and head.kind == "priority" and head.singular and bool(head.inline)
            for entry in entries[before + 1 : index]
        )
        for before, index in zip((-1, *found), found, strict=False)
    ]
    return sum(labels) > _TWICE and sum(labels) >= _MOSTLY * len(labels)


def with_visions_asked(entries: Sequence[Entry]) -> list[Entry]:
    """Read the only heading that asks for aims (`Tätä tavoittelemme`) over one paragraph as that of the vision."""
    asked = [
        at for at, entry in enumerate(entries) if entry.head and (entry.head.kind, entry.head.phrase) == _AIMS_ASKED
    ]
    named = any(entry.head and entry.head.kind == "vision" for entry in entries)
    if len(asked) != 1 or named or not _over_one_paragraph(entries, asked[0]):
        return list(entries)
    return [
        replace(entry, head=replace(entry.head, kind="vision")) if at == asked[0] and entry.head else entry
        for at, entry in enumerate(entries)
    ]


def _over_one_paragraph(entries: Sequence[Entry], index: int) -> bool:
    below = entries[index + 1 : index + 3]
    told = len(below) > 0 and below[0].plain and below[0].is_prose and len(_SENTENCE.findall(below[0].text)) == 1
    return told and (len(below) == 1 or bool(below[1].item.gap) or below[1].head is not None) and not below[-1].is_list


def _goes_inwards(entries: Sequence[Entry], index: int) -> bool:
    """Tell whether the next heading is one of a priority's parts, or the same once more."""
    following = next((entry.head for entry in entries[index + 1 :] if entry.head is not None), None)
    here = entries[index].head
    return following is not None and here is not None and (following.kind in INNER or following.phrase == here.phrase)


def _may_title(entry: Entry) -> bool:
    labelled = entry.head is not None and entry.head.singular and bool(entry.head.inline)
    return labelled or (entry.head is None and entry.is_short and not entry.is_prose and not entry.item.is_bullet)


def _lead(entries: Sequence[Entry], first: int, last: int) -> int | None:
    """Return the first entry that is no running text, before any heading of goals, measures or actions."""
    for index in range(first, last):
        entry = entries[index]
        if entry.taken or (entry.head is not None and entry.head.kind in INNER and not entry.head.inline):
            return None
        leads = entry.plain and entry.text.endswith(":") and len(entry.text.split()) >= _LEADING
        if leads and index + 1 < last and entries[index + 1].item.is_number:
            continue
        if entry.head is None and not (entry.plain and (entry.is_prose or not entry.is_short)):
            return index
    return None


def label_of(text: str) -> str:
    """Return the few words before a colon, semicolon or dash that name what follows, or nothing."""
    found = _LABEL.match(text)
    return found["label"] if found and len(found["label"].split()) <= 6 else ""


def _numbered(entries: Sequence[Entry], lead: int, last: int) -> list[int]:
    """Numbers of the lead's depth, in sequence or starting again; a list under an inner heading is not counted."""
    depth, found = len(entries[lead].path), []
    inside = False
    number = 0
    for index in range(lead, last):
        entry = entries[index]
        if entry.head is not None:
            inside = inside or not entry.head.inline
            continue
        if len(entry.path) != depth or not entry.item.is_number:
            continue
        goes_on = entry.path[-1] == number + 1
        if (
            (goes_on or (entry.path[-1] == 1 and not inside))
            and entry.item.marker
            and entry.glyph == entries[lead].glyph
        ):
            if inside and entry.path[-1] == 1:
                continue
            found.append(index)
            number, inside = entry.path[-1], False
    return found


def _bulleted(entries: Sequence[Entry], lead: int, last: int) -> list[int]:
    """Bullets of the lead's look, up to the first heading or line of another kind after them."""
    found: list[int] = []
    for index in range(lead, last):
        entry = entries[index]
        apart = entry.item.gap or entry.item.page_break
        if entry.head is not None or (entry.plain and apart and not entry.is_prose):
            break
        if entry.plain and any(key_of(entry.text).startswith(key_of(entries[one].text)) for one in found):
            break  # the first title, said again over what is its own
        if entry.is_list and entry.glyph == entries[lead].glyph:
            found.append(index)
    return found


def _block_of_lines(entries: Sequence[Entry], lead: int, last: int) -> list[int]:
    """Short lines under each other, until something else or a wide gap; single lines over blocks are their titles."""
    found: list[int] = []
    for index in range(lead, last):
        entry = entries[index]
        if not entry.plain or not entry.is_short or entry.is_prose:
            break
        even = len(found) == 1 and index + 1 < last and entries[index + 1].item.gap == entry.item.gap <= _MOST_GAP
        wide = entry.item.gap > max(2, entries[found[-1]].item.gap) and not even if found else False
        if found and (entry.item.page_break or wide or entry.item.caps != entries[lead].item.caps):
            break
        found.append(index)
    return _over_blocks(entries, found) or found


def _over_blocks(entries: Sequence[Entry], lines: list[int]) -> list[int]:
    """Return the lines that stand alone, where each is followed by a block of several."""
    blocks: list[list[int]] = []
    for index in lines:
        if not blocks or entries[index].item.gap:
            blocks.append([])
        blocks[-1].append(index)
    alone, several = blocks[::2], blocks[1::2]
    fits = (
        len(alone) == len(several) >= 2
        and all(len(block) == 1 for block in alone)
        and all(len(block) > 1 for block in several)
    )
    return [block[0] for block in alone] if fits else []


def _means_of_each(entries: Sequence[Entry]) -> frozenset[Phrase]:
    """Return the heads of carrying out that stand over a list again and again: once it would be a closing chapter."""
    found = [
        entry.head.phrase
        for entry, below in pairwise(entries)
        if entry.head is not None and entry.head.phrase in _CARRYING_OUT and not entry.path and below.is_list
    ]
    return frozenset(phrase for phrase in found if found.count(phrase) > 1)
