"""Tables of goals, actions and measures that lost their cells: read by how their words look."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luotsi.strategy.intake.reading.cells import COLUMNS, CellReader
from luotsi.strategy.intake.reading.elements import Collector, Draft, alike
from luotsi.strategy.intake.reading.headings import HeadingReader
from luotsi.strategy.intake.reading.measures import listed_in_line, measure_of
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.plan import Plan, Role
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.intake.wording import key_of

_MEASURED = re.compile(
    r"(?:määrä|osuus|aste|luku|lkm|kertoimen|kerroin|indeksi|tulos|tulokset|muuto(?:s|kset)|kehitys|väheneminen|kasvu|%|€|kpl"
    r"|andel|antal|grad|number of|share of|rate|satisfaction|average|time"
    r"|\w*(?:aika|ajat|tyytyväisyys|keskiarvo|toteuma|kesto|kulutus|vuosikate|päivät|saldo|nöjdhet|medeltal|tid)"
    r"|andelen|antalet|medeltalet)\b|\d\s?%",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:minen|nti|taan|tään|daan|dään|laadinta|laatiminen|käyttöönotto|kysely\w*|ohjelma|suunnitelma|\w+t(?:aminen|äminen)|ing|ande|ende)\b",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"\b20\d\d|kuu(?:ssa|hun|sta)?\b|vuosi|vuode|jatkuva|kevät|syksy|kesä|talvi|årlig|fortlöpande|våren|hösten|yearly|continuous",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^:]{3,30}:\s")
_INNER_CAPITAL = re.compile(r"(?<=[a-zåäö,)])\s+(?=[A-ZÅÄÖ][a-zåäö])")
_TOGETHER = 3
_MOST_COLUMNS = 6
_AND = frozenset({"ja", "och", "and"})
_IN_PAIRS = ("goal", "measure")
_UNEVEN = 0.8  # what leaving the turn of the columns costs where the cells fill whole rows
_YEARS = re.compile(r"(?:19|20)\d\d(?: (?:19|20)\d\d){1,4}")
_LONGEST_ROW = 160
_LEVELS = {"baseline": "baseline", "target": "target", "goal": "target", "present_state": "baseline"}
_FIGURE = re.compile(r"[<>≥≤]?\s?-?\d{1,3}(?:[ \u00a0]\d{3})*(?:[.,]\d+)?(?:\s?(?:%|€|M€|kpl|pv|st|hlö|päivää))?")
_LEVEL_ROW = re.compile(
    rf"^(?P<name>\D.{{3,90}}?)[,:]?\s+(?P<values>{_FIGURE.pattern}(?:\s+{_FIGURE.pattern}){{0,4}})$"
)
_LEVEL = re.compile(r"^[<>≥≤]?\s?[-+]?\d[\d\s.,–-]*(?:[^\W\d][\w./-]{0,14}|%|€)?(?:\s?\(\d{4}\))?$")
_HOLDERS = {"responsible": "action", "schedule": "action", "baseline": "measure", "target": "measure"}


@dataclass(frozen=True, slots=True)
class Header:
    """The heads of a table, in the order of its columns."""

    index: int
    columns: tuple[str, ...]
    rows: int = 1


def header_at(entries: Sequence[Entry], index: int, reader: HeadingReader) -> Header | None:
    """Return the table head that begins at an entry: on one line (`Tavoite Toimenpiteet Mittarit`), or one a line."""
    entry = entries[index]
    if entry.item.marker is not None or entry.taken:
        return None
    words = entry.text.split()
    if entry.head is None and 2 <= len(words) <= _MOST_COLUMNS and not entry.text.endswith((":", ".")):
        kinds = [head.kind if (head := reader.column(word)) and word[0].isupper() else "" for word in words]
        if set(kinds) <= COLUMNS and len(set(kinds)) >= 2 and {"goal", "action"} & set(kinds):
            return Header(index, tuple(kinds))
    return _stacked_header(entries, index, reader)


def _stacked_header(entries: Sequence[Entry], index: int, reader: HeadingReader) -> Header | None:
    """Return a table head whose columns stand under each other, with unmarked cells after it."""
    kinds: list[str] = []
    last = index
    while last < len(entries) and len(kinds) < _MOST_COLUMNS:
        entry = entries[last]
        head = None if entry.item.marker or entry.taken or entry.text.endswith(":") else reader.column(entry.text)
        if head is None or head.inline or head.kind not in COLUMNS - {"priority", "aim"}:
            break
        kinds.append(head.kind)
        last += 1
    unmarked = last < len(entries) and entries[last].plain and not entries[last].is_prose
    if (
        tuple(kinds) == _IN_PAIRS
        and unmarked
        and all(cell.plain and cell.item.gap for cell in entries[last : last + 4])
    ):
        return Header(index, tuple(kinds), len(kinds))
    if len(kinds) < _TOGETHER or len(set(kinds)) < len(kinds) or kinds[0] not in {"goal", "action"} or not unmarked:
        return None
    return Header(index, tuple(kinds), len(kinds))


class TableReader:
    """Reads the tables of one document into the collector."""

    def __init__(self, entries: Sequence[Entry], plan: Plan, collector: Collector, reader: HeadingReader) -> None:
        self._entries = entries
        self._plan = plan
        self._found = collector
        self._reader = reader
        cells = CellReader(entries, plan, collector)
        self._priority_above, self._named = cells.priority_above, cells.named

    def read(self) -> set[int]:
        """Read all tables; return the entries taken."""
        claimed = self._levels() | self._stacked_levels()
        index = 0
        while index < len(self._entries):
            header = (
                None
                if index in claimed or self._entries[index].taken
                else header_at(self._entries, index, self._reader)
            )
            if header is None or not {"goal", "action"} & set(header.columns):
                index += 1
                continue
            end = self._end(header)
            claimed |= self._flattened(header, end)
            index = max(end, index + 1)
        return claimed

    # --- measures with their levels, a row on each line

    def _levels(self) -> set[int]:
        """Read rows of a measure and its figures under a head of measure, baseline and target."""
        taken: set[int] = set()
        for index, entry in enumerate(self._entries):
            columns = self._level_columns(entry)
            if "" in columns or (columns and _YEARS.fullmatch(entry.text)):
                columns = columns if self._under_measures(index) else ()
            row = index + 1
            while columns and row < len(self._entries) and self._level_row(row, columns):
                taken.update({index, row})
                row += 1
        return taken

    def _level_columns(self, entry: Entry) -> tuple[str, ...]:
        years = _YEARS.fullmatch(entry.text)
        if years and entry.plain:
            count = len(entry.text.split())
            return ("baseline", *[""] * (count - 2), "target")
        words = [word for word in re.findall(r"[^\W\d_]+", entry.text) if word.casefold() not in _AND]
        if not 2 <= len(words) <= 3 or entry.item.marker is not None:
            return ()
        heads = [self._reader.recognise(Passage(word, tuple(range(len(word))))) for word in words]
        kinds = tuple(_LEVELS.get(head.kind, "") if head else "" for head in heads)
        if kinds == ("baseline", "target"):
            return kinds
        return kinds[1:] if heads[0] is not None and heads[0].kind == "measure" and all(kinds[1:]) else ()

    def _under_measures(self, index: int) -> bool:
        above = self._entries[index - 1].head if index else None
        return above is not None and above.kind == "measure" and not above.inline

    def _level_row(self, index: int, columns: tuple[str, ...]) -> bool:
        words = self._entries[index].item.words
        found = _LEVEL_ROW.match(words.text) if len(words.text) <= _LONGEST_ROW else None
        values = _figures(found["values"], len(columns)) if found else []
        if found is None or len(values) != len(columns):
            return False
        self._found.add(
            ElementKind.MEASURE,
            words[: found.end("name")].strip(" ,:"),
            rule="table.levels",
            certainty=Certainty.LIKELY,
            parent=self._priority_above(index),
            details={kind: value.strip() for kind, value in zip(columns, values, strict=True) if kind},
        )
        return True

    def _stacked_levels(self) -> set[int]:
        """Read measures and their figures that stand under each other, after the heads of measures and levels."""
        taken: set[int] = set()
        for index in range(len(self._entries)):
            heads = self._stacked_level_heads(index) if index not in taken else ()
            row = index + 1 + len(heads)
            priority = self._priority_above(index) if heads else None
            while heads and row < len(self._entries):
                named = self._named(row) if self._entries[row].is_short else None
                if named is not None:
                    priority, row = named, row + 1
                    continue
                name = self._stacked_name(row, len(heads))
                if name is None:
                    break
                values = [self._entries[row + 1 + at].text for at in range(len(heads))]
                self._found.add(
                    ElementKind.MEASURE,
                    name,
                    rule="table.levels",
                    certainty=Certainty.LIKELY,
                    parent=priority,
                    details=dict(zip(heads, values, strict=True)),
                )
                row += 1 + len(heads)
                taken.update(range(index, row))
        return taken

    def _stacked_level_heads(self, index: int) -> tuple[str, ...]:
        """Return the levels whose heads stand under the head of measures at the index."""
        head = self._entries[index].head
        if head is None or head.kind != "measure" or head.inline:
            return ()
        kinds: list[str] = []
        for entry in self._entries[index + 1 : index + 4]:
            kind = _LEVELS.get(entry.head.kind) if entry.head and not entry.head.inline else None
            if kind is None or kind in kinds:
                break
            kinds.append(kind)
        return tuple(kinds)

    def _stacked_name(self, index: int, values: int) -> Passage | None:
        """Return the name at the index if as many figures follow it as there are levels."""
        following = self._entries[index : index + 1 + values]
        if len(following) <= values or not all(_LEVEL.match(entry.text) for entry in following[1:]):
            return None
        name = following[0]
        return name.item.words if name.head is None and name.is_short and not _LEVEL.match(name.text) else None

    # --- tables whose cells stand under each other

    def _end(self, header: Header) -> int:
        for index in range(header.index + header.rows, len(self._entries)):
            entry = self._entries[index]
            if (
                entry.head is not None
                and not entry.item.is_bullet
                and not entry.head.inline
                and entry.head.kind not in COLUMNS
            ):
                return index
            if self._plan.roles.get(index) in {Role.UNIT, Role.CONTEXT, Role.VALUE}:
                return index
            if entry.item.is_number and (entry.item.caps or len(entry.path) > 1):
                return index
        return len(self._entries)

    def _flattened(self, header: Header, end: int) -> set[int]:
        """Split the table by the priorities that title its parts, and deal each part's cells to the columns."""
        claimed = set(range(header.index, header.index + header.rows))
        priority = self._priority_above(header.index)
        cells: list[Passage] = []
        for index in range(header.index + header.rows, end):
            entry = self._entries[index]
            known = self._named(index) if entry.is_short else None
            if known is None and self._plan.roles.get(index) is Role.PRIORITY:
                known = self._found.add(
                    ElementKind.PRIORITY,
                    entry.item.words.strip(" :"),
                    rule=self._plan.rules[index],
                    certainty=Certainty.LIKELY,
                )
            claimed.add(index)
            if header_at(self._entries, index, self._reader) is not None:
                continue  # the head printed once more
            if known is not None:
                self._deal(cells, header.columns, priority)
                self._found.say_again(known, entry.item.words)
                priority, cells = known, []
            elif entry.head is None:
                cells.extend(_unglued(entry.item.words, len(header.columns)))
        self._deal(cells, header.columns, priority)
        return claimed

    def _deal(self, cells: list[Passage], columns: Sequence[str], priority: Draft | None) -> None:
        goal: Draft | None = None
        latest: dict[str, Draft] = {}
        joined = _closed(cells)
        kinds = dealt(joined, columns)
        for words, kind in _divided(joined, kinds):
            holder = latest.get(_HOLDERS.get(kind, ""))
            if holder is not None:
                holder.details.setdefault(kind, words.text)
                continue
            draft = self._add(kind, words, priority, goal, "table.flattened")
            latest[kind] = draft
            if kind == "goal":
                goal, latest = draft, {"goal": draft}

    def _add(self, kind: str, words: Passage, priority: Draft | None, goal: Draft | None, rule: str) -> Draft:
        certainty = Certainty.LIKELY
        if kind == "measure":
            measure = measure_of(words)
            details = measure.details
            if goal is not None:
                details["goal"] = goal.title
            return self._found.add(
                ElementKind.MEASURE, measure.name, rule=rule, certainty=certainty, parent=priority, details=details
            )
        if kind == "action":
            return self._found.add(ElementKind.ACTION, words, rule=rule, certainty=certainty, parent=goal or priority)
        if kind == "goal":
            return self._found.add(ElementKind.GOAL, words, rule=rule, certainty=certainty, parent=priority)
        return self._found.add(
            ElementKind.UNPLACED, words, rule="table.other_column", certainty=Certainty.UNSURE, parent=priority
        )


def _figures(text: str, columns: int) -> list[str]:
    """Return the figures of a row; `350 800` under two columns is two figures."""
    figures: list[str] = _FIGURE.findall(text)
    parts = text.split()
    return parts if len(figures) < columns == len(parts) and all(part.isdigit() for part in parts) else figures


def _unglued(words: Passage, columns: int) -> list[Passage]:
    """Split a row whose cells stand on one line: as many inner capitals as there are borders."""
    borders = list(_INNER_CAPITAL.finditer(words.text))
    if len(borders) != columns - 1:
        return [words]
    return list(words.split(_INNER_CAPITAL))


def _divided(cells: Sequence[Passage], kinds: Sequence[str]) -> Iterator[tuple[Passage, str]]:
    """Yield the cells with their columns, a list of measures in one cell divided."""
    for words, kind in zip(cells, kinds, strict=True):
        for part in listed_in_line(words) if kind == "measure" and ";" not in words.text else (words,):
            yield part, kind


def _closed(cells: Sequence[Passage]) -> list[Passage]:
    """Join a cell that an abbreviation cut in two."""
    joined: list[Passage] = []
    for cell in cells:
        if joined and cell.text[:1].islower() and joined[-1].text.endswith("."):
            joined[-1] = joined[-1].joined(cell, " ")
        else:
            joined.append(cell)
    return joined


def dealt(cells: Sequence[Passage], columns: Sequence[str]) -> list[str]:
    """Return the column of each cell: rows run through the columns in order, scored by how the words look.

    Each row takes its columns from left to right, one cell at least of each; the best of all ways is found by going
    through the cells once with the best score for each column so far.
    """
    order = [
        kind
        for kind in columns
        if kind in {"goal", "action", "measure", "responsible", "schedule", "baseline", "target"}
    ]
    if not cells or not order:
        return ["" for _ in cells]
    size = len(order)
    uneven = 0.0 if len(cells) % size else _UNEVEN
    best: list[list[float]] = [[float("-inf")] * size for _ in cells]
    back: list[list[int]] = [[-1] * size for _ in cells]
    best[0][0] = _likeness(cells, 0, order[0])
    for index in range(1, len(cells)):
        for column, kind in enumerate(order):
            for before in range(size):
                step = _step(order, before, column) - (uneven if column != (before + 1) % size else 0.0)
                score = best[index - 1][before] + step
                if score > best[index][column]:
                    best[index][column], back[index][column] = score, before
            best[index][column] += _likeness(cells, index, kind)
    column = max(range(size), key=lambda last: best[-1][last] + (2 if last == size - 1 else 0))
    result = [column]
    for index in range(len(cells) - 1, 0, -1):
        column = back[index][column]
        result.append(column)
    return [order[column] for column in reversed(result)]


def _step(order: Sequence[str], before: int, column: int) -> float:
    """Score a move from one cell's column to the next cell's."""
    if column == before + 1 or (column == 0 and before == len(order) - 1):
        return 0.0
    if column == before:
        return -0.2 if order[column] == "action" else -1.4
    if column == 0:
        return -1.6  # the row ended early: an empty last cell
    if column > before:
        return -1.6
    return float("-inf")


def _likeness(cells: Sequence[Passage], index: int, kind: str) -> float:
    """Score how much a cell looks like its column."""
    text = cells[index].text
    measured = bool(_MEASURED.search(text))
    if kind == "measure":
        return 2.0 if measured else -1.0
    if kind == "action":
        return (1.0 if _DONE.search(text) else 0.0) - (1.0 if measured else 0.0)
    if kind == "goal":
        labelled = bool(_LABEL.match(text)) if _LABEL.match(cells[0].text) else None
        return {True: 1.5, False: -1.0, None: 0.0}[labelled] - (1.5 if measured else 0.0)
    if kind == "schedule":
        return 1.5 if _TIMED.search(text) else -1.0
    return (0.5 if len(text.split()) <= _TOGETHER else -1.0) - (1.0 if _TIMED.search(text) else 0.0)


def same_row(one: str, other: str) -> bool:
    """Tell whether two cells say the same."""
    return alike(key_of(one), key_of(other))
