"""Lines to rows: bullets and numbers taken off, page numbers and running heads left out, gaps counted."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from luotsi.strategy.intake.reading.passages import Passage, cleaned
from luotsi.strategy.intake.types import DocumentText, Line

_GLYPHS = "•●▪■◦○‣⁃∙·►▶➢➤❖✓✔✦◆◇□»*+"
_BULLET = re.compile(rf"(?P<glyph>[{re.escape(_GLYPHS)}\uf000-\uf0ff])\s*(?=\S|$)")
_DASH = re.compile(
    r"(?P<glyph>[-–—])(?:\s+(?=\S)|\s*$|(?=[A-ZÅÄÖ][a-zåäö]))|(?P<arrow>>{1,2}|→|->|=>|⇒)\s+(?=[^\W\d_])"
)
_LETTER_GLYPH = re.compile(r"(?P<glyph>[?oOhvqnlüØ§])\s+(?=\S)")
_NUMBER = re.compile(r"(?P<path>\d{1,2}(?:\.\d{1,2}){0,3})(?P<close>[.)]?\)?)\s+(?=\S)|(?P<lone>\d{1,2})[.)]\s*$")
_SECTION = re.compile(r"(?P<chapter>[1-9]\d?)\.(?P<number>\d{1,2})\.?")
_BRACKETED = re.compile(r"\((?P<number>\d{1,2})\)\s+(?=\S)")
ROMAN = re.compile(r"X?(?:IX|IV|V?I{1,3}|V|X)")
_ROMAN = re.compile(rf"(?P<roman>{ROMAN.pattern})[.):]?\s+(?=[^\W\d_])")
_ROMAN_LETTERS = {"I": 1, "V": 5, "X": 10}
_COUNTED = re.compile(r"(?P<count>[A-Za-z]|\d{1,2})(?P<close>[.)])\s+(?=\S)")
_LETTERED = re.compile(r"(?P<letter>[A-Za-z])[.)]\s+(?=\S)")
_CODED = re.compile(
    r"(?P<letter>[A-H](?![A-Z\d])|(?!(?:WP|TP|AP)\d)[A-Z]{1,3}(?=\d))(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})?(?:[.):]\s+|(?<=\d)\s+)(?=[A-ZÅÄÖ])"
)
_DATE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.(?:\d{4}|\s*(?:ja|och|and|[-–]))|\d{1,2}\.\s?\w+kuuta\b")
_PAGE_NUMBER = re.compile(r"(?:sivu|sida|page)?\s*[-–]?\s*\d{1,3}\s*(?:[-–]|/\s*\d{1,3}|\(\d{1,3}\))?", re.IGNORECASE)
_FOOTER_NAME = re.compile(r"[A-ZÅÄÖ][a-zåäö-]+(?: [A-ZÅÄÖ][a-zåäö-]+){1,2}\d{1,3}")
_ADDRESS = re.compile(r"(?:address:.*|(?:mailto:|https?://|www\.)\S+|\S+@\S+\.\S+)", re.IGNORECASE)
_REGISTERED = re.compile(
    r"[^\W_]{0,6}(?:dno|dnro|dnr|diaarinumero)\b[-:/ ]*\d[\d/.-]*|[A-ZÅÄÖ]{2,8}/\d+/\d[\d./]*", re.IGNORECASE
)
_CONTENTS = re.compile(r"sisältö|sisällys(?:luettelo)?|innehåll(?:sförteckning)?|(?:table of )?contents", re.IGNORECASE)
_CONTENT = re.compile(r"\S.*\s\d{1,3}$")
_LEADERS = re.compile(r"(?:(?:\.\s?){4,}|(?:…\.?\s?){2,})[.\s]*[\d–-]*\s*$")
_BIG_LEVEL = 9
_BARE = re.compile(r"(?P<number>\d{1,2})\s+(?P<title>[A-ZÅÄÖ][^\d.;:]{2,70})$")
_SEVERAL_CHAPTERS = 2
_HARDLY_ANY = 0.15
_SENTENCE = 12  # words of a line that ends a column of figures
ABBREVIATED = re.compile(
    r"\b(?:mm|vrt|esim|ns|em|ko|ym|yms|ed|mukaanlukien|sis|n|ns|jne|t\.ex|bl\.a|m\.m|e\.g|i\.e|incl)\.$", re.IGNORECASE
)


class MarkerKind(StrEnum):
    """What stands before an item."""

    BULLET = "bullet"
    NUMBER = "number"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Marker:
    """A bullet, a number (as a path: 5.1.2 is (5, 1, 2)) or a letter before an item."""

    kind: MarkerKind
    glyph: str
    path: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A line's words without their marker, and how it stands to the row before."""

    line: Line
    words: Passage
    marker: Marker | None
    gap: int
    """Empty lines before, where every line has one after it already taken off."""
    page_break: bool

    @property
    def caps(self) -> bool:
        letters = [letter for letter in self.words.text if letter.isalpha()]
        return len(letters) > 1 and sum(letter.isupper() for letter in letters) >= 0.9 * len(letters)


def rows_of(document: DocumentText, is_heading: Callable[[str], bool], is_level: Callable[[str], bool]) -> list[Row]:
    """Return the document's rows in reading order, furniture left out; a heading word is never furniture.

    After a head of baselines or targets (`is_level`) a number alone on its line is a figure, not a page's number.
    """
    letters, in_roman = _letter_glyphs(document), _counts_in_roman(document)
    coded = _counts_in_letters(document)
    bare = dict.fromkeys(_bare_numbers(document), _bare_number) | dict.fromkeys(_sections(document), _section)
    rows: list[Row] = []
    gap, before, page, last_page = 0, 0, None, 0
    levels, contents = False, False
    for index, line in enumerate(document.lines):
        words = cleaned(line.text, line.start)
        if not words:
            gap += 1
            continue
        figure = levels and words.text.isdigit() and not _counts_on(document, index, last_page)
        contents = _CONTENTS.fullmatch(words.text) is not None or (contents and _CONTENT.match(words.text) is not None)
        furniture = line.cell is None and not figure and (contents or _is_furniture(words.text))
        if line.style in {"header", "footer", "note"} or furniture:
            gap, before = 0, max(gap, before)
            last_page = int(words.text) if words.text.isdigit() else last_page
            continue
        levels = is_level(words.text) or (levels and len(words.text.split()) < _SENTENCE)
        gap, before = max(gap, before), 0
        turned = page is not None and (
            line.page != page or (line.text[:1] == " " and line.text[1:2] != " " and gap == 0)
        )
        open_before = _is_open(rows, gap) and not _counts_up(rows, words.text)
        found = _roman_of(words) if in_roman and not open_before else None
        if found is None and index in bare:
            found = bare[index](words)
        if found is None and coded and not open_before:
            found = _code_of(words)
        marker, rest = found or _marker_of(words, letters, open_before=open_before)
        if line.cell is not None and marker is not None and marker.kind is MarkerKind.NUMBER and not rest:
            marker, rest = None, words  # `4.2` alone in a cell is a figure
        if coded and marker is not None and marker.kind is MarkerKind.BULLET:
            marker, rest = _code_of(rest) or (marker, rest)  # `• T1 ...`
        if line.style == "list" and marker is None:
            marker = Marker(MarkerKind.BULLET, f"list{min(line.level or 0, _BIG_LEVEL)}")
        rows.append(Row(line, rest, marker, gap, turned))
        gap, page = 0, line.page
    return _without_double_spacing(_without_wide_gaps(_without_running_heads(rows, is_heading)))


def _counts_on(document: DocumentText, index: int, last_page: int) -> bool:
    """Tell whether a number that stands alone is the page after the last one."""
    around = [document.lines[near].text for near in (index - 1, index + 1) if 0 <= near < len(document.lines)]
    return int(document.lines[index].text) == last_page + 1 and not any(text.strip() for text in around)


def _is_open(rows: list[Row], gap: int) -> bool:
    """Tell whether the row before plainly goes on, so that a number or dash here is no marker."""
    return bool(rows) and gap <= 1 and rows[-1].words.text.endswith((",", " ja", " sekä", " och", " and"))


def _counts_up(rows: list[Row], text: str) -> bool:
    """Tell whether the text begins with the letter or number after that of the list's last item."""
    last = next((row for row in reversed(rows) if row.marker is not None), None)
    before = _COUNTED.match(last.line.text.strip()) if last is not None else None
    now = _COUNTED.match(text)
    if before is None or now is None or before["close"] != now["close"]:
        return False
    first, then = before["count"], now["count"]
    if first.isdigit() or then.isdigit():
        return first.isdigit() and then.isdigit() and int(then) == int(first) + 1
    return ord(then) == ord(first) + 1


def _letter_glyphs(document: DocumentText) -> frozenset[str]:
    """Return the letters that a converter made of bullets: one alone before the words of several lines."""
    seen: Counter[str] = Counter()
    for line in document.lines:
        found = _LETTER_GLYPH.match(line.text.lstrip())
        if found:
            seen[found["glyph"]] += 1
    return frozenset(glyph for glyph, count in seen.items() if count >= (2 if glyph in "?Ø§ü" else 4))


def _counts_in_roman(document: DocumentText) -> bool:
    """Tell whether lines begin with the Roman one and two: one of them alone may be a word or a name's number."""
    seen = {roman(found["roman"]) for line in document.lines if (found := _ROMAN.match(line.text.strip()))}
    return {1, 2} <= seen


def _counts_in_letters(document: DocumentText) -> bool:
    """Tell whether lines begin with the codes A and B, or A1 and B1: capitals that count like numbers."""
    found = [code for line in document.lines if (code := _CODED.match(line.text.strip(f" -–{_GLYPHS}")))]
    codes = {f"{code['letter']}{code['number'] or ''}" for code in found}
    letters = {code["letter"] for code in found}
    return {"A", "B"} <= letters or any(
        {f"{letter}1", f"{letter}2"} <= codes or {f"{letter}1.1", f"{letter}1.2"} <= codes for letter in letters
    )


def _code_of(words: Passage) -> tuple[Marker, Passage] | None:
    found = _CODED.match(words.text)
    if found is None:
        return None
    path = code_of(found["letter"], found["number"] or "")
    return Marker(MarkerKind.NUMBER, "A", path), words[found.end() :].strip()


def code_of(letters: str | None, number: str) -> tuple[int, ...]:
    """Return a code as numbers: `B2` as two and two, by the letter's place in the alphabet, `2.1` as two and one."""
    place = 0
    for letter in letters or "":
        place = place * 32 + ord(letter.upper()) - ord("A") + 1
    return (*((place,) if place else ()), *(int(part) for part in number.split(".") if part))


def _bare_numbers(document: DocumentText) -> set[int]:
    """Return lines like `2 Hankkeen tavoitteet` that stand apart and count through the document."""
    found: set[int] = set()
    number = 0
    for index, line in enumerate(document.lines):
        bare = _BARE.match(line.text.strip()) if line.cell is None else None
        above = document.lines[index - 1] if index else None
        apart = above is None or not above.text.strip() or above.page != line.page
        if bare and apart and int(bare["number"]) == number + 1:
            number += 1
            found.add(index)
    return found if number >= _SEVERAL_CHAPTERS else set()


def _sections(document: DocumentText) -> set[int]:
    """Return lines that are only a section's number, where those of its chapter count from one on: `4.1`, `4.2`."""
    counted: Counter[str] = Counter()
    found: set[int] = set()
    for index, line in enumerate(document.lines):
        section = _SECTION.fullmatch(line.text.strip()) if line.cell is None else None
        if section and int(section["number"]) in {1, counted[section["chapter"]] + 1}:
            counted[section["chapter"]] = int(section["number"])
            found.add(index)
    return found if max(counted.values(), default=0) >= _SEVERAL_CHAPTERS else set()


def _section(words: Passage) -> tuple[Marker, Passage] | None:
    section = _SECTION.fullmatch(words.text)
    if section is None:
        return None
    return Marker(MarkerKind.NUMBER, ".", (int(section["chapter"]), int(section["number"]))), words[len(words.text) :]


def _bare_number(words: Passage) -> tuple[Marker, Passage] | None:
    bare = _BARE.match(words.text)
    if bare is None:
        return None
    return Marker(MarkerKind.NUMBER, ".", (int(bare["number"]),)), words[bare.start("title") :]


def roman(letters: str) -> int:
    """Return the number that Roman capitals spell."""
    values = [_ROMAN_LETTERS[letter] for letter in letters]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _roman_of(words: Passage) -> tuple[Marker, Passage] | None:
    found = _ROMAN.match(words.text)
    if found is None:
        return None
    return Marker(MarkerKind.NUMBER, "I", (roman(found["roman"]),)), words[found.end() :].strip()


def _is_furniture(text: str) -> bool:
    if len(text) > 400:
        return False
    return bool(
        _PAGE_NUMBER.fullmatch(text)
        or _ADDRESS.fullmatch(text)
        or _REGISTERED.fullmatch(text)
        or _LEADERS.search(text)
        or _FOOTER_NAME.fullmatch(text)
    )


def _marker_of(words: Passage, letters: frozenset[str], *, open_before: bool) -> tuple[Marker | None, Passage]:
    """Return the marker and what follows it; a marker alone on its line leaves nothing."""
    text = words.text
    found = _BULLET.match(text)
    if found is None and not open_before:
        found = _DASH.match(text)
    if found is None and text[:1] in letters:
        found = _LETTER_GLYPH.match(text)
    if found:
        glyph = found["glyph"] or found.group().strip()
        return Marker(MarkerKind.BULLET, glyph), _without_lone_glyphs(words[found.end() :].strip())
    number = None if open_before or _DATE.match(text) else _NUMBER.match(text)
    if number and (number["lone"] or number["close"] or "." in number["path"]):
        path = number["lone"] or number["path"]
        glyph = number["close"] if number["path"] else "."
        return Marker(MarkerKind.NUMBER, glyph or ".", tuple(int(part) for part in path.split("."))), words[
            number.end() :
        ].strip()
    bracketed = None if open_before else _BRACKETED.match(text)
    if bracketed:
        return Marker(MarkerKind.NUMBER, "()", (int(bracketed["number"]),)), words[bracketed.end() :].strip()
    lettered = None if open_before else _LETTERED.match(text)
    if lettered:
        return Marker(MarkerKind.LETTER, "A" if lettered["letter"].isupper() else "a"), words[lettered.end() :].strip()
    return None, words


def _without_lone_glyphs(words: Passage) -> Passage:
    """Take a second glyph off (two bullets before one text)."""
    found = _BULLET.match(words.text)
    return words[found.end() :].strip() if found else words


def _shape(row: Row) -> str:
    return re.sub(r"\d+", "#", row.words.text.casefold())


def _without_running_heads(rows: list[Row], is_heading: Callable[[str], bool]) -> list[Row]:
    """Leave out what stands at the edge of many pages: running heads and feet."""
    by_page: dict[int, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        by_page[row.line.page].append(index)
    if len(by_page) < 4:
        return rows
    edges: dict[str, set[int]] = defaultdict(set)
    at_edge: set[int] = set()
    for page, indices in by_page.items():
        for index in {*indices[:2], *indices[-2:]}:
            if rows[index].marker is None and not is_heading(rows[index].words.text):
                edges[_shape(rows[index])].add(page)
                at_edge.add(index)
    running = {shape for shape, pages in edges.items() if len(pages) >= max(3, 0.4 * len(by_page)) and len(shape) > 1}
    kept: list[Row] = []
    for index, row in enumerate(rows):
        if index in at_edge and _shape(row) in running and row.line.page != rows[0].line.page:
            continue
        if kept and row.line.page != kept[-1].line.page and not row.page_break:
            kept.append(replace(row, page_break=True))
        else:
            kept.append(row)
    return kept


def _without_wide_gaps(rows: list[Row]) -> list[Row]:
    """Where hardly any gap is of one empty line, count two for one."""
    gaps = [row.gap for row in rows if row.gap]
    if gaps.count(1) >= _HARDLY_ANY * len(gaps):
        return rows
    return [replace(row, gap=(row.gap + 1) // 2) for row in rows]


def _without_double_spacing(rows: list[Row]) -> list[Row]:
    """Where every line is followed by an empty one, one empty line is no gap."""
    result = []
    for index, row in enumerate(rows):
        around = rows[max(index - 6, 0) : index + 7]
        spaced = [near for near in around if near.gap >= 1]
        broken = [near for near in spaced if near.marker is None and begins_small(near.words.text)]
        if row.gap and len(spaced) >= 0.6 * len(around) and len(broken) >= 0.25 * len(spaced):
            result.append(replace(row, gap=row.gap - 1))
        else:
            result.append(row)
    return result


def begins_small(text: str) -> bool:
    """Tell whether the first letter is a lower-case one (a bracket or quotation mark before it does not count)."""
    for letter in text[:3]:
        if letter.isalpha():
            return letter.islower()
        if unicodedata.category(letter) not in {"Ps", "Pi", "Po", "Pf", "Pd"}:
            return False
    return False
