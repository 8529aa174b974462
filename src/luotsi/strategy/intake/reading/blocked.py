"""Tables whose cells are blocks between empty lines: dealt to the columns by how the blocks look, then cells again."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from luotsi.strategy.intake.reading.matrices import titles_said
from luotsi.strategy.intake.reading.normalising import begins_small
from luotsi.strategy.intake.reading.refusals import names_office
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import DocumentText, Line
from luotsi.strategy.intake.wording import key_of

FIRST_TABLE = 8000  # numbers of tables that stand otherwise stay below
_FEWEST = 3
_MOST = 8
_LONGEST_HEAD = 40
_LONGEST_CELL = 300
_MOST_BLOCKS = 240
_ROWS = 2
_FITS = 0.9  # of a cell's likeness to its column, on the average
_COLUMNS = frozenset({"priority", "goal", "measure", "action", "responsible", "schedule", "baseline", "target"})
_OVER_ROWS = frozenset({"priority", "goal"})  # columns whose cell may stand once for several rows
_TIMED = re.compile(
    rf"(?:\d{{1,2}}[./–-]\s?)*(?:\d{{1,2}}[./]\s?)?20\d\d|\b{alternatives('time')}|\bkuukau(?:si|den)\b|\bkuukausittain|neljännes|\d\s?kertaa|\bkvartaal|"
    r"koko (?:vuo|kau)|kau(?:si|den)\b|månad|"
    r"kvartal|hela (?:året|perioden)|monthly|quarter|\d\s?/\s?(?:v|vuosi|år|year)\b",
    re.IGNORECASE,
)
_ACTING = re.compile(
    r"(?:palvelut|palvelu|toimi|toimiala|tiimi|ryhmä|lautakunta|hallitus|kunta|kunnat|alue|yksikkö|opisto|koulut?|keskus|ohjaamo"
    r"|tjänster|sektorn|teamet|nämnden|kommunen|staden|services|team|unit|department|network)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\d|%|\((?:kyllä|ja|yes)/|(?:määrä|osuus|aste|luku|indeksi|tulos|arvosana|keskiarvo|tyytyväisyys|aika|kesto|antal|andel|grad"
    r"|number|share|rate|score)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    rf"[<>≥≤]?\s?[-–+]?\d|[-–]$|{alternatives('bounds')}\b|{alternatives('directions')}|ei \w+$", re.IGNORECASE
)
_DONE = re.compile(r"(?:minen|nti|otto|laadinta|käynnit|kokous|kysely|ohjelma|malli|ing|ande|ende)\b", re.IGNORECASE)
_BROKEN = re.compile(r"(?<=[a-zåäö])-\s(?!(?:ja|sekä|tai|och|and|or)\b)(?=[a-zåäö])")
_YEAR = re.compile(r"\b20\d\d\b|taso|arvo|level")
_PAGE = re.compile(r"\d{1,3}\s?[(/]\s?\d{1,3}\)?")

Column = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without an empty one between them, by index, and what they say."""

    lines: tuple[int, ...]
    text: str


def with_blocked_cells(document: DocumentText, column: Column, ends: Callable[[str], bool]) -> DocumentText:
    """Return the document with the lines of such tables marked as cells.

    `column` gives the kind that a head names, or nothing; `ends` tells a heading that no cell is. What follows a
    heading of the next part without a head of its own goes on under the same columns, where it fits them.
    """
    lines = list(document.lines)
    running = _running(lines)
    columns: list[str] = []
    at, number = 0, FIRST_TABLE
    while at < len(lines):
        heads = _heads_at(lines, at, column)
        first = at + len(heads)
        columns = heads or columns
        opened = bool(heads) or (
            bool(columns) and at > 0 and lines[at - 1].text.strip() != "" and ends(lines[at - 1].text.strip())
        )
        blocks = _blocks(lines, first, running, column, ends) if opened else []
        fits = len(blocks) > len(columns) and _are_cells(lines, blocks)
        titles = titles_said(lines[:at]) if fits else set()
        dealt = _dealt_between([block.text for block in blocks], columns, titles) if titles else None
        if dealt is None:
            at += 1
            continue
        for place, index in enumerate(range(at, first)):
            lines[index] = replace(lines[index], cell=(number, 0, place))
        for block, (row, place) in zip(blocks, dealt, strict=True):
            for index in block.lines:
                lines[index] = replace(lines[index], cell=(number, row, place))
        at, number = blocks[-1].lines[-1] + 1, number + 1
    return replace(document, lines=tuple(lines))


def _are_cells(lines: Sequence[Line], blocks: Sequence[_Block]) -> bool:
    """Tell whether the blocks are cells that wrap, not rows of a cell a line: most of their further lines go on."""
    further = [lines[index].text.strip() for block in blocks for index in block.lines[1:]]
    return 2 * sum(begins_small(text) or not text[0].isalpha() for text in further) >= len(further)


def _running(lines: Sequence[Line]) -> set[str]:
    """Return the lines that come again and again: running heads that stand between a table's cells."""
    seen: dict[str, int] = {}
    for line in lines:
        seen[line.text.strip()] = seen.get(line.text.strip(), 0) + 1
    return {text for text, count in seen.items() if count >= _FEWEST and len(text) > _LONGEST_HEAD // 2}


def _heads_at(lines: Sequence[Line], at: int, column: Column) -> list[str]:
    """Return the kinds of the heads that stand in one block, each on a line of its own."""
    above = lines[at - 1].text.strip() if at else ""
    block = next(_paragraphs(lines, at), []) if lines[at].text.strip() and not above else []
    kinds: list[str] = []
    for index in block:
        kind = _kind(lines[index].text.strip(), column, kinds) if lines[index].cell is None else ""
        if not kind:
            return []
        kinds.append(kind)
    return kinds if _are_heads(kinds) else []


def _kind(text: str, column: Column, before: Sequence[str]) -> str:
    """Return the kind of a head; a second word for goals, or one with a year, heads the levels of measures."""
    kind = column(text) if len(text) <= _LONGEST_HEAD and not text.endswith((":", ".")) else ""
    return "target" if kind == "goal" and (kind in before or ("measure" in before and _YEAR.search(text))) else kind


def _are_heads(kinds: Sequence[str]) -> bool:
    known = set(kinds) <= _COLUMNS and len(set(kinds)) == len(kinds) <= _MOST
    return known and len(kinds) >= _FEWEST and {"goal", "action", "responsible", "schedule"} <= set(kinds)


def _blocks(
    lines: Sequence[Line], first: int, running: set[str], column: Column, ends: Callable[[str], bool]
) -> list[_Block]:
    """Return the blocks up to a heading, running heads and page numbers left out."""
    found: list[_Block] = []
    for paragraph in _paragraphs(lines, first):
        block = [index for index in paragraph if lines[index].text.strip() not in running]
        texts = [lines[index].text.strip() for index in block]
        if not block:
            continue
        if len(block) >= _FEWEST and all(column(text) for text in texts):
            break
        if any(lines[index].cell is not None or ends(lines[index].text.strip()) for index in block):
            break
        if found and texts[0].isupper() and len(texts[0]) > _FEWEST and not found[0].text.isupper():
            break  # the heading of another part
        if any(text.startswith(("•", "- ", "– ")) for text in texts) or len(found) >= _MOST_BLOCKS:
            return []
        kept = tuple(index for index in block if not (found and _PAGE.fullmatch(lines[index].text.strip())))
        if kept:
            said = _BROKEN.sub("", " ".join(lines[index].text.strip() for index in kept))
            if len(said) > _LONGEST_CELL:
                break
            found.append(_Block(kept, said))
    return found


def _paragraphs(lines: Sequence[Line], first: int) -> Iterator[list[int]]:
    block: list[int] = []
    for index in range(first, len(lines)):
        if lines[index].text.strip():
            block.append(index)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _dealt_between(texts: Sequence[str], columns: Sequence[str], titles: set[str]) -> list[tuple[int, int]] | None:
    """Deal the blocks between titles that the document has said before; a title is a row of its own."""
    dealt: list[tuple[int, int]] = []
    begin, row = 0, 0
    for at in range(len(texts) + 1):
        titled = at < len(texts) and key_of(texts[at]) in titles
        if at < len(texts) and not titled:
            continue
        part = _dealt(texts[begin:at], columns) if at > begin else []
        if part is None:
            return None
        dealt += [(row + own, place) for own, place in part]
        row = dealt[-1][0] if dealt else row
        if titled:
            row += 1
            dealt.append((row, 0))
        begin = at + 1
    return dealt if len({one for one, _ in dealt}) >= _ROWS else None


def _dealt(texts: Sequence[str], columns: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return the row and column of each block on the best way through the columns, or nothing where it fits badly."""
    size = len(columns)
    looks = [[_likeness(text, kind) for kind in columns] for text in texts]
    best = [[float("-inf")] * size for _ in texts]
    back = [[(0, False)] * size for _ in texts]
    best[0][0] = looks[0][0]
    for at in range(1, len(texts)):
        for here in range(size):
            for before in range(size):
                for anew in (False, True):
                    score = best[at - 1][before] + _step(columns, before, here, anew=anew) + looks[at][here]
                    if score > best[at][here]:
                        best[at][here], back[at][here] = score, (before, anew)
    last = max(range(size), key=lambda place: best[-1][place])
    places: list[tuple[int, bool]] = []
    place = last
    for at in range(len(texts) - 1, -1, -1):
        before, anew = back[at][place]
        places.append((place, anew))
        place = before
    rows = 1
    dealt: list[tuple[int, int]] = []
    for place, anew in reversed(places):
        rows += anew
        dealt.append((rows, place))
    fits = sum(look[place] for look, (_, place) in zip(looks, dealt, strict=True))
    return dealt if fits >= _FITS * len(texts) else None


def _step(columns: Sequence[str], before: int, here: int, *, anew: bool) -> float:
    """Score the move from one block's column to the next one's, in the same row or in a new one."""
    if not anew:
        if here == before:
            return -1.5 if columns[here] in {"measure", "action"} else -3.0
        return -0.8 * (here - before - 1) if here > before else float("-inf")
    missing = len(columns) - 1 - before
    if here == 0:
        return -0.5 * missing
    over = set(columns[:here]) <= _OVER_ROWS
    return -0.3 - 0.5 * missing if over and before >= here else -4.0


def _likeness(text: str, kind: str) -> float:
    """Score how much a block looks like a cell of its column."""
    words = len(text.split())
    timed = bool(_TIMED.search(text)) and words <= 4
    acting = names_office(text) or (words <= 4 and bool(_ACTING.search(text.rsplit(maxsplit=1)[-1])))
    if kind == "schedule":
        return 2.0 if timed else -2.0
    if kind == "responsible":
        return -2.0 if timed else 1.5 if acting else 0.0 if words <= 4 and not any(c.isdigit() for c in text) else -1.5
    if kind in {"baseline", "target"}:
        return 2.0 if _LEVEL.match(text) else -3.0
    if kind == "measure":
        return 1.5 if _COUNTED.search(text) and not timed else -0.7
    wrong = 1.5 * (timed or begins_small(text) or not text[0].isalpha()) + 1.0 * acting
    if kind == "action":
        return (1.0 if _DONE.search(text) else 0.4) - wrong
    return 0.6 - wrong - 0.5 * bool(_DONE.search(text)) - 0.3 * bool(_COUNTED.search(text))
