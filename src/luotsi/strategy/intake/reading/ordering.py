"""Lines that a converter put out of order: a glyph after its text, one on title and text alike, heads after cells."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from luotsi.strategy.intake.types import DocumentText, Line

_GLYPHS = "•●▪■◦○‣∙·►▶➢➤❖✓✔✦◆◇□\uf000-\uf0ff"
_LONE = re.compile(rf"[{_GLYPHS}]")
_LED = re.compile(rf"\s*(?P<glyph>[{_GLYPHS}])\s+(?P<text>\S.*)")
_LETTER = re.compile(r"[oOqvnüØ§]")
_LETTERED = re.compile(r"\s*(?P<glyph>[oOqvnüØ§])\s+\S")
_OTHER = re.compile(r"\s*(?:[-–*]|\d{1,2}[.)]|[a-z]\))\s|[A-ZÅÄÖ][^.:]{1,40}:(?:\s|$)")  # of another list, a label
_SEVERAL = 3
_FULL = 0.75  # of the widest line of a block: a line that the next one may go on from
_TITLE_WORDS = 12
_TEXT_WORDS = 12
_PAIRS = 3
_NAME_WORDS = 5

Heads = Callable[[str], str]


def in_order(document: DocumentText, column: Heads) -> DocumentText:
    """Return the document with its lines in the order a person reads them; every line keeps its number and place."""
    lines = _lettered(list(document.lines))
    lines = _with_glyphs_first(lines)
    lines = _with_titles_bare(lines)
    lines = _with_heads_first(lines, column)
    return replace(document, lines=tuple(lines))


def _lettered(lines: list[Line]) -> list[Line]:
    """Make a bullet of a letter that stands alone on three lines or more: a glyph of a font that was lost."""
    count = Counter(line.text.strip() for line in lines if _LETTER.fullmatch(line.text.strip()))
    glyphs = {letter for letter, times in count.items() if times >= _SEVERAL}

    def told(line: Line) -> Line:
        text = line.text.strip()
        led = _LETTERED.match(line.text)
        if text not in glyphs and not (led and led["glyph"] in glyphs):
            return line
        at = line.text.index(text[0])
        return replace(line, text=f"{line.text[:at]}•{line.text[at + 1 :]}")

    return [told(line) for line in lines] if glyphs else lines


def _with_glyphs_first(lines: list[Line]) -> list[Line]:
    """Put a glyph before its text where several blocks end in a glyph: there each text comes before its own."""
    blocks = _blocks(lines)
    late = [_is_late(block) for block in blocks]
    if sum(late) < _SEVERAL:
        return lines
    return [line for block, turned in zip(blocks, late, strict=True) for line in (_turned(block) if turned else block)]


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of one page between empty ones; an empty line is a block of its own."""
    blocks: list[list[Line]] = []
    for line in lines:
        goes_on = blocks and blocks[-1][-1].text.strip() and line.text.strip() and line.page == blocks[-1][-1].page
        if goes_on:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _is_late(block: Sequence[Line]) -> bool:
    """Tell whether a block begins with a text, ends in a glyph, and holds another glyph with a text before it."""
    texts = [line.text.strip() for line in block]
    glyphs = [at for at, text in enumerate(texts) if _LONE.match(text)]
    apart = all(after - one > 1 or not _LONE.fullmatch(texts[one]) for one, after in pairwise(glyphs))
    return len(glyphs) > 1 and apart and glyphs[0] > 0 and _LONE.fullmatch(texts[-1]) is not None


def _turned(block: list[Line]) -> list[Line]:
    texts = [line.text.strip() for line in block]
    first = next(at for at, text in enumerate(texts) if _LONE.match(text))
    widest = max(len(text) for text in texts)
    opening = [
        at
        for at in range(1, first)
        if texts[at][:1].isupper() and len(texts[at - 1]) < _FULL * widest and not texts[at - 1].endswith((".", ","))
    ]
    start = opening[-1] if opening else 0
    return [*block[:start], block[-1], *block[start:-1]]


def _with_titles_bare(lines: list[Line]) -> list[Line]:
    """Take the glyph off where titles and the texts under them all bear the same one, in turn."""
    items = _items(lines)
    titles = [_is_title(lines, item) for item in items]
    pairs = [
        at
        for at in range(len(items) - 1)
        if titles[at] and not titles[at + 1] and items[at][0] == items[at + 1][0] and _is_text(lines, items[at + 1])
    ]
    if len(pairs) < _PAIRS or 2 * len(pairs) < len(items) - 1:
        return lines
    bare = {items[at + side][1][0]: side == 0 for at in pairs for side in (0, 1)}
    result: list[Line] = []
    for index, line in enumerate(lines):
        if index in bare:
            if bare[index]:
                result.append(replace(line, text="", end=line.start))
            at = next(place for place, letter in enumerate(line.text) if not letter.isspace())
            result.append(replace(line, text=f"{line.text[:at]} {line.text[at + 1 :]}"))
        else:
            result.append(line)
    return result


def _items(lines: Sequence[Line]) -> list[tuple[str, list[int]]]:
    """Return the glyph of each text that one leads, and the indexes of its lines."""
    items: list[tuple[str, list[int]]] = []
    for index, line in enumerate(lines):
        led = _LED.match(line.text)
        if led:
            items.append((led["glyph"], [index]))
        elif items and line.text.strip() and items[-1][1][-1] == index - 1 and not _OTHER.match(line.text):
            items[-1][1].append(index)
    return items


def _is_title(lines: Sequence[Line], item: tuple[str, list[int]]) -> bool:
    text = lines[item[1][0]].text.strip()
    return len(item[1]) == 1 and len(text.split()) <= _TITLE_WORDS and not text.endswith((".", ":", ",", ";"))


def _is_text(lines: Sequence[Line], item: tuple[str, list[int]]) -> bool:
    return sum(len(lines[index].text.split()) for index in item[1]) >= _TEXT_WORDS


def _with_heads_first(lines: list[Line], column: Heads) -> list[Line]:
    """Put the name of a table and the head of its first column before the other heads where they come last."""
    result = list(lines)
    kinds: list[tuple[int, str]] = []
    at = 0
    for block in _blocks(lines):
        told = [column(line.text.strip()) for line in block]
        kinds += [(at + place, kind if all(told) else "") for place, kind in enumerate(told) if block[0].text.strip()]
        at += len(block)
    for opened, place in _last_heads([kind for _, kind in kinds]):
        before, name, head = kinds[opened][0], kinds[place - 1][0], kinds[place][0]
        words = lines[name].text.strip()
        if words.isupper() and len(words.split()) <= _NAME_WORDS and not _LED.match(words):
            moved = result[name : head + 1]
            del result[name : head + 1]
            result[before:before] = moved
    return result


def _last_heads(kinds: Sequence[str]) -> list[tuple[int, int]]:
    """Return where heads of further columns begin, and where the head of goals stands after their cells."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for at, kind in enumerate(kinds):
        further = kind and kind != "goal"
        if kind == "goal":
            if opened is not None and at - opened > _SEVERAL:
                found.append((opened, at))
            opened = None
        elif further and (at == 0 or not kinds[at - 1]) and kinds[at + 1 : at + 2] not in ([""], []):
            opened = at
        elif further and at and kinds[at - 1] == "goal":
            opened = at if found and found[-1][1] == at - 1 else None
    return found
