"""Rows to items: wrapped lines joined, hyphens kept or dropped, bullets that lost their text given it back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import quantiles

from luotsi.strategy.intake.reading.again import lines_said_again
from luotsi.strategy.intake.reading.blocked import FIRST_TABLE
from luotsi.strategy.intake.reading.deeds import is_means
from luotsi.strategy.intake.reading.headings import HeadingReader
from luotsi.strategy.intake.reading.normalising import ABBREVIATED, Marker, MarkerKind, Row, begins_small
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import alternatives

_GOES_ON = re.compile(
    r"(?:[,/&(–-]|\b(?:ja|sekä|tai|eli|kuten|joka|jossa|että|och|samt|eller|som|and|or|of|the|for))$", re.IGNORECASE
)
_ENDS = (".", "!", "?", ":", ";")
_ANSWERS = re.compile(r"\((?:vastuu|ansvar|responsib|owner)\w*\b[^()]*\)", re.IGNORECASE)  # who does what is said above
_LISTED = ("ja ", "sekä ", "tai ", "och ", "and ", "eli ")
_ENOUGH_WIDTH = 45
_NAME_INSIDE = re.compile(r"(?<=[a-zåäö,] )[A-ZÅÄÖ][a-zåäö]{2,4}")
_LABEL = re.compile(r"[A-ZÅÄÖ][^:;.!?]{2,60}[:;]\s")
_LEVEL = re.compile(r"[<>≥≤]?\s?-?\d{1,6}(?:,\d+\s?(?:%|€)?|\s?(?:%|€))$")  # a figure alone on its line, no year
_SMALL_LABEL = re.compile(r"[a-zåäö-]{3,25}(?: [a-zåäö-]{2,20})?\s?(?::|–)\s")
PACKAGE = re.compile(
    r"^(?:työpaketti|arbetspaket|work package|WP|TP|AP)\s*(?P<number>\d+)\s*[:.–-]?\s*(?P<title>.*)$", re.IGNORECASE
)
ANSWERED = re.compile(rf"[.;] {alternatives('answers')}:? [^\W\d]", re.IGNORECASE)
_STEM = 5
_MOST_ROWS = 200
_SEASON = re.compile(r"(?:kevät|kesä|syksy|talvi|vår\w*|sommar\w*|höst\w*|vinter\w*)\s+20\d\d$")
_WHOLE_WORD = re.compile(r"(?<![\w-])(?<!-\n)[^\W\d_]{3,}(?![\w-])")
_NARROWEST = 14  # letters of a column whose cells are wrapped
_ALIKE = 2
_LEADS_ON = re.compile(r"\b(?:seuraavat|följande|the following|as follows)\.$")
_LAST_SENTENCE = re.compile(r"[.!?]\s+(?=[^.!?]*$)")


@dataclass(frozen=True, slots=True)
class Item:
    """A heading, a list item or a paragraph: rows that belong together."""

    words: Passage
    marker: Marker | None
    gap: int
    page_break: bool
    rows: tuple[Row, ...]

    @property
    def text(self) -> str:
        return self.words.text

    @property
    def caps(self) -> bool:
        return all(row.caps for row in self.rows)

    @property
    def page(self) -> int:
        return self.rows[0].line.page

    @property
    def is_bullet(self) -> bool:
        return self.marker is not None and self.marker.kind is MarkerKind.BULLET

    @property
    def is_number(self) -> bool:
        return self.marker is not None and self.marker.kind is MarkerKind.NUMBER

    @property
    def widest(self) -> int:
        return max(len(row.words.text) for row in self.rows)


class Joiner:
    """Joins the rows of one document; a heading stands alone."""

    def __init__(self, rows: Sequence[Row], text: str, reader: HeadingReader) -> None:
        self._rows = rows
        self._text = text.casefold()
        self._words = frozenset(_WHOLE_WORD.findall(self._text))
        self._is_heading = reader.is_heading
        self._begins_heading = reader.begins_heading
        self._heads_list = reader.heads_list
        self._names = frozenset(_NAME_INSIDE.findall(text))
        self._cell_widths = _cell_widths(rows)
        self._ending, self._beginning = lines_said_again([row.words.text for row in rows])
        lengths = [len(row.words.text) for row in rows if row.words]
        self._widest = max(lengths, default=0)
        self._width = quantiles(lengths, n=10)[8] if len(lengths) >= 10 else _ENOUGH_WIDTH

    def items(self) -> list[Item]:
        """Return the items in reading order; what has neither letter nor digit is none."""
        groups = self._groups(self._with_orphans(list(self._rows)))
        items = [part for group in groups for part in self._parted(self._item(group))]
        return [item for item in items if any(letter.isalnum() for letter in item.text)]

    def _parted(self, item: Item) -> list[Item]:
        """Part a paragraph from the heading of a list that is its last sentence: `... Tavoitteena on:`."""
        whole = item.words.strip(".") if _LEADS_ON.search(item.text) else item.words
        leads = whole is not item.words or item.text.endswith(":")
        last = _LAST_SENTENCE.search(whole.text) if leads else None
        if last is None or not self._is_heading(whole.text[last.end() :]):
            return [item]
        head = replace(item, words=whole[last.end() :], marker=None, gap=0, page_break=False, rows=item.rows[-1:])
        return [replace(item, words=item.words[: last.end()].strip()), head]

    def _with_orphans(self, rows: list[Row]) -> list[Row]:
        """Give bullets and numbers that stand alone the texts that follow them."""
        result: list[Row] = []
        index = 0
        while index < len(rows):
            lone = []
            while index < len(rows) and not rows[index].words:
                lone.append(rows[index])
                index += 1
            if not lone:
                result.append(rows[index])
                index += 1
                continue
            if len(lone) == 1:
                index = self._one_bullet(rows, index, lone[0], result)
                continue
            block, index = self._block(rows, index, len(lone))
            result.extend(self._dealt(lone, block))
        return result

    def _one_bullet(self, rows: list[Row], index: int, lone: Row, result: list[Row]) -> int:
        """Give a bullet that stands alone the row after it; three rows or more that begin alike are all its items."""
        if index >= len(rows) or rows[index].marker is not None or self._is_heading(rows[index].words.text):
            return index
        block, end = self._block(rows, index, 1)
        opening = [
            at
            for at in range(1, len(block))
            if self._may_start(block[at - 1], block[at])
            and not block[at - 1].words.text.endswith(_ENDS)
            and not block[at].gap
        ]
        if len(opening) < _ALIKE:
            result.append(replace(rows[index], marker=lone.marker, gap=lone.gap, page_break=lone.page_break))
            return index + 1
        marked = {0, *opening}
        result.extend(replace(row, marker=lone.marker) if at in marked else row for at, row in enumerate(block))
        return end

    def _block(self, rows: list[Row], index: int, wanted: int) -> tuple[list[Row], int]:
        """Return the unmarked rows that hold the texts of `wanted` bullets, and where they end."""
        begin = index
        starts = 0
        closed = self._closed(rows, index)
        if self._deals_small(rows[index:closed], wanted):
            return rows[index:closed], closed
        while index < len(rows) and rows[index].words and rows[index].marker is None:
            row = rows[index]
            opens = index == begin or self._may_start(rows[index - 1], row)
            if index > begin and opens and starts >= wanted and row.gap:
                break
            if self._is_heading(row.words.text) and row.gap:
                break
            starts += opens
            index += 1
        return rows[begin:index], index

    def _closed(self, rows: list[Row], index: int) -> int:
        """Return where the rows that stand close under each other end."""
        end = index
        while end < len(rows) and rows[end].words and rows[end].marker is None and (end == index or not rows[end].gap):
            end += 1
        return end

    def _deals_small(self, block: list[Row], wanted: int) -> bool:
        """Tell whether a block's items begin with small letters: fewer of its rows begin with a capital than wanted."""
        opening = sum(index == 0 or self._may_start(block[index - 1], row) for index, row in enumerate(block))
        if wanted < _ALIKE or not opening < wanted <= len(block):
            return False
        return begins_small(block[0].words.text)

    def _small_openings(self, block: list[Row], wanted: int) -> list[int]:
        """Return the rows that begin an item where items begin with small letters: those after the shortest rows."""
        able = [at for at in range(1, len(block)) if not _GOES_ON.search(block[at - 1].words.text)]
        by_room = sorted(able, key=lambda at: (begins_small(block[at].words.text), len(block[at - 1].words.text), at))
        return sorted([0, *by_room[: wanted - 1]])

    def _dealt(self, lone: list[Row], block: list[Row]) -> list[Row]:
        """Mark the rows of the block that begin an item: as many as there were bullets."""
        if self._deals_small(block, len(lone)):
            opening = self._small_openings(block, len(lone))
        else:
            opening = [index for index, row in enumerate(block) if index == 0 or self._may_start(block[index - 1], row)]
        surplus = len(opening) - len(lone)
        if surplus > 0:
            width = max(len(row.words.text) for row in block)
            fullest = sorted(opening[1:], key=lambda index: (block[index].gap > 0, -len(block[index - 1].words.text)))
            dropped = {
                index
                for index in fullest[:surplus]
                if len(block[index - 1].words.text) > 0.6 * width and not block[index].gap
            }
            opening = [index for index in opening if index not in dropped]
        markers = dict(zip(opening, lone, strict=False))
        return [
            replace(row, marker=markers[index].marker, gap=_gap_of(row, markers[index], first=index == 0))
            if index in markers
            else row
            for index, row in enumerate(block)
        ]

    @staticmethod
    def _may_start(before: Row, row: Row) -> bool:
        begins = not begins_small(row.words.text) or is_means(row.words.text)
        return begins and not _GOES_ON.search(before.words.text)

    def _groups(self, rows: list[Row]) -> list[list[Row]]:
        groups: list[list[Row]] = []
        listed = False  # whether lines in capitals stand right under a heading of a list, each an item
        for row in rows:
            if not row.words:
                continue
            begins = listed and self._begins_in_capitals(groups[-1][-1], row)
            if groups and not begins and self._continues(groups[-1], row):
                groups[-1].append(row)
            else:
                headed = bool(groups) and self._heads_list(" ".join(one.words.text for one in groups[-1]))
                listed = row.caps and not row.gap and (listed or headed)
                groups.append([row])
        return groups

    def _begins_in_capitals(self, before: Row, row: Row) -> bool:
        """Tell whether a line in capitals is an item of its own: the one before it is whole, and had room left."""
        last = before.words.text
        room = len(f"{last} {row.words.text.split()[0]}") <= self._widest
        return row.caps and not row.gap and not _GOES_ON.search(last) and room

    def _continues(self, group: list[Row], row: Row) -> bool:
        """Tell whether the row goes on with the item begun by the group."""
        before = group[-1]
        in_block = row.line.cell is not None and row.line.cell == before.line.cell and row.line.cell[0] >= FIRST_TABLE
        if (
            in_block
            or self._fills_cell(before, row)
            or (row.gap == 0 and row.marker is None and _ANSWERS.fullmatch(row.words.text))
        ):
            return True
        headed = self._begins_heading(row.words.text) or PACKAGE.match(row.words.text) is not None
        if row.marker is not None or row.line.cell != before.line.cell or headed:
            return False
        if row.line.style in {"title", "heading"} or before.line.style in {"title", "heading"}:
            like = row.line.style == before.line.style and row.line.level == before.line.level and row.gap == 0
            return like and not self._is_whole(group)
        text, last = row.words.text, before.words.text
        if len(group) >= _MOST_ROWS or self._is_said_again(last, text):
            return False
        if len(group) < 6 and row.gap <= 1 and self._opens_bracket(group):
            return True
        told = self._is_full(last) or (text.endswith(".") and " " in last and not before.caps)
        sentence = row.gap == 0 and begins_small(text) and told and not last.endswith(_ENDS)
        if self._is_like(group, row):
            return False
        if self._is_whole(group) and not text.casefold().startswith(_LISTED) and not sentence:
            return False
        unfinished = self._is_full(last) and not last.endswith(_ENDS)
        if (row.gap <= 1 or unfinished) and begins_small(text):
            ended = last.endswith(_ENDS[:3]) and not ABBREVIATED.search(last)
            return not ended and not self._one_worded(group, row) and not _SEASON.match(text)
        if row.gap <= 1 and not row.page_break and _GOES_ON.search(last) and not last.endswith(" –"):
            return True
        return row.gap == 0 and not row.page_break and self._runs_on(group, row)

    def _fills_cell(self, before: Row, row: Row) -> bool:
        """Tell whether the next word had no room left in the column of a cell: the row goes on with the one before."""
        cell = row.line.cell
        if cell is None or cell != before.line.cell or row.marker is not None or before.words.text.endswith("."):
            return False
        widths = self._cell_widths.get((cell[0], cell[2]), [])
        room = max(widths, default=0)
        needed = len(f"{before.words.text} {row.words.text.split()[0]}")
        return len(widths) >= _ALIKE and room >= _NARROWEST and needed > room

    def _is_said_again(self, last: str, text: str) -> bool:
        """Tell whether either line stands elsewhere beside another one: then both are whole."""
        if begins_small(text) or _GOES_ON.search(last):
            return False
        return last.casefold() in self._ending or text.casefold() in self._beginning

    @staticmethod
    def _is_like(group: list[Row], row: Row) -> bool:
        """Tell whether the row is a figure, begins as the group did, or comes after a deed and who answers for it."""
        text, first = row.words.text, group[0].words.text
        means = is_means(text) and is_means(first) and not _GOES_ON.search(group[-1].words.text)
        labelled = _SMALL_LABEL.match(text) and _SMALL_LABEL.match(first)
        answered = group[-1].words.text.endswith(".") and any(ANSWERED.search(one.words.text) for one in group)
        return bool(_LEVEL.match(text) or means or labelled or (answered and text[0].isupper()))

    def _runs_on(self, group: list[Row], row: Row) -> bool:
        """Tell whether a row that begins with a capital goes on, by how full the row before is."""
        before = group[-1]
        last = before.words.text
        if self._is_heading(row.words.text) or (row.words.text.endswith(":") and len(row.words.text) < _ENOUGH_WIDTH):
            return False
        if before.caps and row.caps:
            return not last.endswith(_ENDS) and len(group) < 6
        if before.caps != row.caps and len(last) < 0.8 * self._width:
            return False
        if last.endswith(_ENDS[:3]) and _LABEL.match(row.words.text):
            return False
        width = max(self._width, _ENOUGH_WIDTH)
        full = len(last) >= 0.8 * width or (
            len(group) > 1 and len(last) >= 0.85 * max(len(near.words.text) for near in group[-20:]) > 30
        )
        if last.endswith(_ENDS[:3]):
            if len(row.words.text) < 0.5 * width and not row.words.text.endswith(_ENDS[:3]):
                return False  # a title: the last line of a paragraph ends in a full stop
            return full or (len(group) > 1 and len(last) >= 0.6 * width)
        return (
            full
            and not last.endswith(":")
            and (not row.words.text[0].isupper() or row.words.text[:_STEM] in self._names)
        )

    def _is_full(self, text: str) -> bool:
        return len(text) >= 0.7 * max(self._width, _ENOUGH_WIDTH)

    def _is_whole(self, group: list[Row]) -> bool:
        if len(group) > 3:
            return False
        text = group[0].words.text if len(group) == 1 else self._item(group).text
        return text.endswith(":") or (len(text) < 100 and self._is_heading(text))

    @staticmethod
    def _opens_bracket(group: list[Row]) -> bool:
        text = " ".join(row.words.text for row in group)
        return text.count("(") > text.count(")")

    @staticmethod
    def _one_worded(group: list[Row], row: Row) -> bool:
        """Single small words under each other are a list, unless a hyphen breaks one."""
        last = group[-1].words.text
        return (
            len(group) == 1
            and " " not in last
            and " " not in row.words.text
            and begins_small(last)
            and not last.endswith(("-", ","))
            and row.gap == 0
        )

    def _is_one_word(self, first: str, second: str) -> bool:
        """Tell a syllable break from a hyphen of the language: its parts stand nowhere else as words."""
        return first.casefold() not in self._words and second.casefold() not in self._words

    def _item(self, group: list[Row]) -> Item:
        words = group[0].words
        for row in group[1:]:
            words = self._joined(words, row.words)
        return Item(words, group[0].marker, group[0].gap, group[0].page_break, tuple(group))

    def _joined(self, words: Passage, more: Passage) -> Passage:
        """Join two rows, treating a hyphen at the end of the first as the document itself spells the word."""
        if not words.text.endswith(("-", "–")) or words.text.endswith((" -", " –")):
            return words.joined(more, " ")
        if more.text.casefold().startswith(_LISTED):
            return words.joined(more, " ")
        if begins_small(more.text):
            first = words.text[:-1].split(" ")[-1]
            second = re.split(r"[^\w-]", more.text, maxsplit=1)[0]
            together, hyphened = (first + second).casefold(), f"{first}-{second}".casefold()
            if hyphened not in self._text and (together in self._text or self._is_one_word(first, second)):
                return words[:-1].joined(more, "")
        return words.joined(more, "")


def _cell_widths(rows: Sequence[Row]) -> dict[tuple[int, int], list[int]]:
    """Return the lengths of the lines in each column of tables drawn with wide spaces, where cells take several."""
    lengths: dict[tuple[int, int], list[int]] = {}
    several: set[tuple[int, int]] = set()
    last: tuple[int, int, int] | None = None
    for row in rows:
        cell = row.line.cell
        if cell is not None:
            lengths.setdefault((cell[0], cell[2]), []).append(len(row.words.text))
            several |= {(cell[0], cell[2])} if cell == last else set()
        last = cell
    return {column: widths for column, widths in lengths.items() if column in several}


def _gap_of(row: Row, lone: Row, *, first: bool) -> int:
    """Return how far an item stands from the one before: as its text does, where its bullet begins a group."""
    return max(row.gap, lone.gap) if first or (row.gap and lone.gap) else 0
