"""Lines that are no content: contents pages, mirrored text, contacts and invitations, rows of glyphs, dividers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import DocumentText, Line

_LED = re.compile(r"(?:…|\.\s?\.\s?\.\s?\.)[\s.…]*\d{1,3}(?:\s?[-–]\s?\d{1,3})?$")
_BETWEEN = 3  # lines between two that are left out: a heading of a contents page, half of a long title
_CONTACT = re.compile(
    r"(?:lisätiedot|lisätietoja(?: antaa| antavat)?|yhteystiedot|yhteyshenkilöt?|ota yhteyttä|mer information|"
    r"ytterligare information|kontakt(?:a oss|uppgifter)?|(?:further|more) information|contact(?: us)?)\s*(?::.*)?",
    re.IGNORECASE,
)
_REACHED = re.compile(r"\b(?:puh|tel|gsm|tfn|phone)\s?[.:]\s?\+?\d[\d ()-]{5,}|^\S+@\S+\.\w+$", re.IGNORECASE)
_INVITED = re.compile(r"(?:lämpimästi )?tervetuloa\b|(?:varmt )?välkommen\b|welcome to\b", re.IGNORECASE)
_INVITATION = 4  # lines
_GLYPH = "[•●▪■◦○‣∙·►▶➢➤❖✓✔✦◆◇□üØ§\uf000-\uf0ff]"
_GLYPHS = re.compile(rf"{_GLYPH}(?:\s+{_GLYPH})+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LONE = 10  # letters of a word that alone tells a line mirrored
_SHORT = 4  # words of a line on a divider
_OF_PAGES = re.compile(r"(?:sivu|sida|page)?\s*\d{1,3}(?:\s?[(/]\s?\d{1,3}\)?)?", re.IGNORECASE)
_OF_PLAN = re.compile(
    rf"(?=.*{alternatives('of_plan')})(?=.*\b20\d\d\b)(?:(?!\s{{3}}|\s[|·•]\s).)+(?:\s{{3,}}|\s[|·•]\s)(?:(?!\s{{3}}|\s[|·•]\s).)+",
    re.IGNORECASE,
)  # `Kuusirannan kunta | Kuntastrategia 2026–2030`
_AGAIN = 3
_AT_END = re.compile(r"(?<=\S)\s+\d{1,3}\s?[(/]\s?\d{1,3}\)?$")  # `Luonnos 4.10.2026   2 (6)`
_HEAD = 5  # lines
_PAGE_NUMBER = re.compile(r"\d{1,3}")
_MOST = 160
_LONGEST = 400
_ALONE = re.compile(r"\d{1,3}")
_TITLE_LINES = 2  # that a title of the contents takes
_IN_TURN = 5


def without_furniture(document: DocumentText) -> DocumentText:
    """Return the document with its lines that are no content marked as a page's foot, which no rule reads."""
    texts = [line.text.strip() for line in document.lines]
    pages = pages_of(document.lines)
    out = {
        index
        for index, (line, text) in enumerate(zip(document.lines, texts, strict=True))
        if text and len(text) < _MOST and line.cell is None and _is_edge(text)
    }
    out |= _running(texts) | _heads_of_pages(texts) | _contents(texts) | _mirrored(texts) | _invitations(texts)
    out |= _dividers(texts, pages)
    if not out:
        return document
    lines = tuple(replace(line, style="footer") if index in out else line for index, line in enumerate(document.lines))
    return replace(document, lines=lines)


def pages_of(lines: Sequence[Line]) -> list[list[int]]:
    """Return the indexes of each page's lines that hold words of its own: no page number, no running head."""
    pages = [list(group) for _, group in groupby(range(len(lines)), key=lambda index: lines[index].page)]
    said = Counter(text for page in pages for text in {lines[index].text.strip().casefold() for index in page})
    running = {text for text, count in said.items() if count > max(2, len(pages) / 2)}
    return [
        [index for index in page if (text := lines[index].text.strip().casefold()) and _is_own(text, running)]
        for page in pages
    ]


def _is_own(text: str, running: set[str]) -> bool:
    return text not in running and not _PAGE_NUMBER.fullmatch(text)


def _is_edge(text: str) -> bool:
    return bool(_CONTACT.fullmatch(text) or _REACHED.search(text) or _GLYPHS.fullmatch(text))


def _running(texts: Sequence[str]) -> set[int]:
    """Return lines that come again and again apart from their neighbours, each beside a page's number or in two parts.

    A text that lost its page breaks keeps such heads and feet.
    """
    places: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        apart = any(not (0 <= near < len(texts) and texts[near]) for near in (index - 1, index + 1))
        if text and apart and not _PAGE_NUMBER.fullmatch(text):
            places.setdefault(text, []).append(index)
    out: set[int] = set()
    for text, found in places.items():
        numbered = sum(_beside_number(texts, index) for index in found)
        if len(found) >= _AGAIN and (2 * numbered >= len(found) or _OF_PLAN.fullmatch(text)):
            out.update(found[1:])  # the first may be the cover's
    return out


def _heads_of_pages(texts: Sequence[str]) -> set[int]:
    """Return blocks of lines, one of them with a page's number at its end, that come again and again: not the first."""
    places: dict[tuple[str, ...], list[list[int]]] = {}
    for filled, group in groupby(range(len(texts)), key=lambda index: bool(texts[index])):
        block = list(group)
        if filled and len(block) <= _HEAD and any(_AT_END.search(texts[index]) for index in block):
            places.setdefault(tuple(_AT_END.sub("", texts[index]) for index in block), []).append(block)
    again = [blocks for blocks in places.values() if len(blocks) >= _AGAIN]
    return {index for blocks in again for block in blocks[1:] for index in block}


def _beside_number(texts: Sequence[str], index: int) -> bool:
    """Tell whether the line next to it that holds something is a page's number."""
    after = next((text for text in texts[index + 1 : index + 4] if text), "")
    before = next((text for text in reversed(texts[max(index - 3, 0) : index]) if text), "")
    return any(_OF_PAGES.fullmatch(text) for text in (after, before))


def _contents(texts: Sequence[str]) -> set[int]:
    """Return lines that dots lead to a page number, and the few lines between two such lines."""
    led = {index for index, text in enumerate(texts) if len(text) < _LONGEST and _LED.search(text)}
    return _with_between(texts, led) | _numbered_in_turn(texts)


def _numbered_in_turn(texts: Sequence[str]) -> set[int]:
    """Return titles that take turns with the growing numbers of their pages, each on a line of its own."""
    filled = [index for index, text in enumerate(texts) if text]
    numbers = [place for place, index in enumerate(filled) if _ALONE.fullmatch(texts[index])]
    out: set[int] = set()
    run: list[int] = []
    for place in [*numbers, len(filled) + _BETWEEN]:
        grows = bool(run) and place < len(filled) and int(texts[filled[place]]) >= int(texts[filled[run[-1]]])
        if run and not (grows and place - run[-1] <= 2 * _TITLE_LINES + 1):
            titled = run[-1] - run[0] + 1 >= 2 * len(run) - 1
            out.update(filled[run[0] - 1 : run[-1] + 1] if titled and len(run) >= _IN_TURN else ())
            run = []
        run.append(place)
    return out


def _with_between(texts: Sequence[str], found: set[int]) -> set[int]:
    """Return the lines with the few that stand between two of them."""
    filled = [index for index, text in enumerate(texts) if text]
    places = [place for place, index in enumerate(filled) if index in found]
    near = [(one, after) for one, after in pairwise(places) if after - one <= _BETWEEN + 1]
    return found | {filled[place] for one, after in near for place in range(one, after)}


def _mirrored(texts: Sequence[str]) -> set[int]:
    """Return lines of words that the document says more often, or earlier, the other way round."""
    words = [[word.casefold() for word in _WORD.findall(text)] for text in texts]
    count = Counter(word for line in words for word in line)
    first = {word: -place for place, word in enumerate(reversed([word for line in words for word in line]))}
    out = set()
    for index, line in enumerate(words):
        turned = [word for word in line if _is_turned(word, count, first)]
        if any(len(word) >= _LONE for word in turned) or (len(turned) > 1 and 2 * len(turned) >= len(line)):
            out.add(index)
    return _with_between(texts, out)


def _is_turned(word: str, count: Counter[str], first: dict[str, int]) -> bool:
    right = word[::-1]
    return right != word and right in count and (count[right], -first[right]) > (count[word], -first[word])


def _invitations(texts: Sequence[str]) -> set[int]:
    """Return lines that invite, from the word of welcome to the end of its sentence."""
    out: set[int] = set()
    for index in (index for index, text in enumerate(texts) if _INVITED.match(text)):
        run = range(index, min(index + _INVITATION, len(texts)))
        end = next((at for at in run if texts[at].endswith(("!", "."))), None)
        out.update(range(index, end + 1) if end is not None else ())
    return out


def _dividers(texts: Sequence[str], pages: Sequence[Sequence[int]]) -> set[int]:
    """Return pages of short lines that end in a name in capitals with which the next page begins."""
    out: set[int] = set()
    for page, after in pairwise(pages):
        if len(page) < 3 or not after:
            continue
        name = texts[page[-1]]
        named = name.isupper() and texts[after[0]].casefold() == name.casefold()
        if named and all(_is_verse(texts[index]) for index in page[:-1]):
            out.update(page)
    return out


def _is_verse(text: str) -> bool:
    return len(text.split()) < _SHORT and (text.endswith("...") or not text.endswith((".", ":")))
