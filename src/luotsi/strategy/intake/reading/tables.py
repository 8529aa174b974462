"""Tables of goals, actions and measures: by their cells where the format kept them, by their words where it did not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from luotsi.strategy.intake.reading.elements import Collector, Draft, alike
from luotsi.strategy.intake.reading.headings import HeadingReader
from luotsi.strategy.intake.reading.measures import measure_of
from luotsi.strategy.intake.reading.outline import Entry, title_words
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.roles import Plan, Role
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.intake.wording import key_of

_COLUMNS = frozenset({"priority", "goal", "measure", "action", "responsible", "schedule", "baseline", "target"})
_MEASURED = re.compile(
    r"(?:määrä|osuus|aste|luku|lkm|kertoimen|kerroin|indeksi|tulos|tulokset|muuto(?:s|kset)|kehitys|väheneminen|kasvu|%|€|kpl"
    r"|andel|antal|grad|number of|share of|rate)\b|\d\s?%",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"(?:minen|nti|taan|tään|daan|dään|laadinta|laatiminen|käyttöönotto|kysely\w*|ohjelma|suunnitelma|\w+t(?:aminen|äminen)|ing|ande|ende)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^:]{3,30}:\s")
_INNER_CAPITAL = re.compile(r"(?<=[a-zåäö,)])\s+(?=[A-ZÅÄÖ][a-zåäö])")
_TOGETHER = 3
_LONGEST_ROW = 160
_LEVELS = {"baseline": "baseline", "target": "target", "goal": "target"}
_FIGURE = re.compile(r"[<>≥≤]?\s?-?\d{1,3}(?:[ \u00a0]\d{3})*(?:[.,]\d+)?(?:\s?(?:%|€|M€|kpl|pv|st|hlö|päivää))?")
_LEVEL_ROW = re.compile(
    rf"^(?P<name>\D.{{3,90}}?)[,:]?\s+(?P<values>{_FIGURE.pattern}(?:\s+{_FIGURE.pattern}){{0,2}})$"
)
_HOLDERS = {"responsible": "action", "schedule": "action", "baseline": "measure", "target": "measure"}


@dataclass(frozen=True, slots=True)
class Header:
    """The heads of a table, in the order of its columns."""

    index: int
    columns: tuple[str, ...]
    rows: int = 1


def header_at(entries: Sequence[Entry], index: int, reader: HeadingReader) -> Header | None:
    """Return the table head that stands on one line: `Tavoite Toimenpiteet Mittarit`."""
    entry = entries[index]
    if entry.head is not None:
        return _stacked_header(entries, index)
    words = entry.text.split()
    if entry.item.marker is not None or not 2 <= len(words) <= 6 or entry.text.endswith((":", ".")):
        return None
    kinds: list[str] = []
    for word in words:
        head = reader.recognise(Passage(word, tuple(range(len(word)))))
        if head is None or head.kind not in _COLUMNS or not word[0].isupper():
            return None
        kinds.append(head.kind)
    if len(set(kinds)) < 2 or ("goal" not in kinds and "action" not in kinds):
        return None
    return Header(index, tuple(kinds))


def _stacked_header(entries: Sequence[Entry], index: int) -> Header | None:
    """Return a table head whose columns stand under each other, with unmarked cells after it."""
    kinds: list[str] = []
    last = index
    while last < len(entries):
        head = entries[last].head
        if (
            head is None
            or head.inline
            or head.colon
            or entries[last].item.marker
            or head.kind not in _COLUMNS - {"priority"}
        ):
            break
        kinds.append(head.kind)
        last += 1
    unmarked = last < len(entries) and entries[last].plain and not entries[last].is_prose
    if len(kinds) < _TOGETHER or len(set(kinds)) < len(kinds) or kinds[0] != "goal" or not unmarked:
        return None
    return Header(index, tuple(kinds), len(kinds))


class TableReader:
    """Reads the tables of one document into the collector."""

    def __init__(self, entries: Sequence[Entry], plan: Plan, collector: Collector, reader: HeadingReader) -> None:
        self._entries = entries
        self._plan = plan
        self._found = collector
        self._reader = reader

    def read(self) -> set[int]:
        """Read all tables; return the entries taken."""
        claimed = self._celled()
        claimed |= self._levels(claimed)
        index = 0
        while index < len(self._entries):
            header = None if index in claimed else header_at(self._entries, index, self._reader)
            if header is None or not {"goal", "action"} & set(header.columns):
                index += 1
                continue
            end = self._end(header)
            claimed |= self._flattened(header, end)
            index = max(end, index + 1)
        return claimed

    # --- tables that kept their cells

    def _celled(self) -> set[int]:
        claimed: set[int] = set()
        tables: dict[int, list[int]] = {}
        for index, entry in enumerate(self._entries):
            cell = entry.item.rows[0].line.cell
            if cell is not None:
                tables.setdefault(cell[0], []).append(index)
        carried: dict[int, str] = {}
        for members in tables.values():
            columns = self._column_kinds(members)
            if len(set(columns.values()) & _COLUMNS) >= 2:
                carried = columns
            elif not carried or max(self._column(i) for i in members) > max(carried):
                continue
            claimed.update(members)
            self._read_cells(members, carried, has_head=bool(columns))
        return claimed

    def _column(self, index: int) -> int:
        cell = self._entries[index].item.rows[0].line.cell
        return cell[2] if cell else 0

    def _row(self, index: int) -> int:
        cell = self._entries[index].item.rows[0].line.cell
        return cell[1] if cell else 0

    def _column_kinds(self, members: Sequence[int]) -> dict[int, str]:
        """Return the kind of each column by the heads in the table's first rows."""
        first = min(self._row(i) for i in members)
        kinds: dict[int, str] = {}
        for index in members:
            head = self._entries[index].head
            if self._row(index) <= first + 1 and head is not None and not head.inline:
                kinds.setdefault(self._column(index), head.kind)
        return kinds

    def _read_cells(self, members: Sequence[int], columns: dict[int, str], *, has_head: bool) -> None:
        rows: dict[int, list[int]] = {}
        for index in members:
            entry = self._entries[index]
            if has_head and entry.head is not None and not entry.head.inline:
                continue
            rows.setdefault(self._row(index), []).append(index)
        priority = self._priority_above(members[0])
        goal: Draft | None = None
        for cells in rows.values():
            if (
                len(cells) == 1
                and len({self._column(i) for i in cells}) == 1
                and self._column(cells[0]) == 0
                and len(columns) > 1
            ):
                titled = self._titled(cells[0])
                if titled is not None:
                    priority, goal = titled, None
                    continue
            priority, goal = self._row_of_cells(cells, columns, priority, goal)

    def _titled(self, index: int) -> Draft | None:
        """Return the priority that a row of one cell repeats: it titles the rows under it."""
        words = self._entries[index].item.words
        known = self._found.find(ElementKind.PRIORITY, words.text)
        if known:
            self._found.say_again(known, words)
        return known

    def _row_of_cells(
        self, cells: Sequence[int], columns: dict[int, str], priority: Draft | None, goal: Draft | None
    ) -> tuple[Draft | None, Draft | None]:
        by_kind: dict[str, list[Passage]] = {}
        for index in cells:
            by_kind.setdefault(columns.get(self._column(index), ""), []).append(self._entries[index].item.words)
        for words in by_kind.get("priority", ()):
            priority, goal = (
                self._found.add(ElementKind.PRIORITY, words.strip(" :"), rule="table.cells", certainty=Certainty.SURE),
                None,
            )
        for words in by_kind.get("goal", ()):
            goal = self._add("goal", words, priority, None, "table.cells")
        details = {
            name: " ".join(words.text for words in by_kind[name])
            for name in ("responsible", "schedule", "baseline", "target")
            if name in by_kind
        }
        for kind in ("action", "measure"):
            for words in by_kind.get(kind, ()):
                draft = self._add(kind, words, priority, goal, "table.cells")
                wanted = ("responsible", "schedule") if kind == "action" else ("baseline", "target")
                for name in wanted:
                    if name in details:
                        draft.details.setdefault(name, details[name])
        return priority, goal

    def _priority_above(self, index: int) -> Draft | None:
        """Return the priority whose title stands nearest above."""
        for above in range(index - 1, max(index - 8, -1), -1):
            known = self._found.find(ElementKind.PRIORITY, title_words(self._entries[above]).text)
            if known:
                return known
        return None

    # --- measures with their levels, a row on each line

    def _levels(self, claimed: set[int]) -> set[int]:
        """Read rows of a measure and its figures under a head of measure, baseline and target."""
        taken: set[int] = set()
        for index, entry in enumerate(self._entries):
            columns = () if index in claimed else self._level_columns(entry)
            row = index + 1
            while columns and row < len(self._entries) and self._level_row(row, columns):
                taken.update({index, row})
                row += 1
        return taken

    def _level_columns(self, entry: Entry) -> tuple[str, ...]:
        words = [word for word in re.findall(r"[^\W\d_]+", entry.text) if word]
        if not 2 <= len(words) <= 3 or entry.item.marker is not None:
            return ()
        heads = [self._reader.recognise(Passage(word, tuple(range(len(word))))) for word in words]
        kinds = tuple(_LEVELS.get(head.kind, "") if head else "" for head in heads)
        return kinds[1:] if heads[0] is not None and heads[0].kind == "measure" and all(kinds[1:]) else ()

    def _level_row(self, index: int, columns: tuple[str, ...]) -> bool:
        words = self._entries[index].item.words
        found = _LEVEL_ROW.match(words.text) if len(words.text) <= _LONGEST_ROW else None
        values = _FIGURE.findall(found["values"]) if found else []
        if found is None or len(values) != len(columns):
            return False
        self._found.add(
            ElementKind.MEASURE,
            words[: found.end("name")].strip(" ,:"),
            rule="table.levels",
            certainty=Certainty.LIKELY,
            parent=self._priority_above(index),
            details={kind: value.strip() for kind, value in zip(columns, values, strict=True)},
        )
        return True

    # --- tables whose cells stand under each other

    def _end(self, header: Header) -> int:
        for index in range(header.index + header.rows, len(self._entries)):
            entry = self._entries[index]
            if (
                entry.head is not None
                and not entry.item.is_bullet
                and not entry.head.inline
                and entry.head.kind not in _COLUMNS
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
            known = self._found.find(ElementKind.PRIORITY, title_words(entry).text) if entry.is_short else None
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
        for words, kind in zip(joined, dealt(joined, columns), strict=True):
            holder = latest.get(_HOLDERS.get(kind, ""))
            if holder is not None:
                holder.details.setdefault(kind, words.text)
                continue
            draft = self._add(kind, words, priority, goal, "table.flattened")
            latest[kind] = draft
            if kind == "goal":
                goal, latest = draft, {"goal": draft}

    def _add(self, kind: str, words: Passage, priority: Draft | None, goal: Draft | None, rule: str) -> Draft:
        certainty = Certainty.SURE if rule == "table.cells" else Certainty.LIKELY
        if kind == "measure":
            measure = measure_of(words)
            details = {
                name: value for name, value in (("baseline", measure.baseline), ("target", measure.target)) if value
            }
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


def _unglued(words: Passage, columns: int) -> list[Passage]:
    """Split a row whose cells stand on one line: as many inner capitals as there are borders."""
    borders = list(_INNER_CAPITAL.finditer(words.text))
    if len(borders) != columns - 1:
        return [words]
    return list(words.split(_INNER_CAPITAL))


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
    best: list[list[float]] = [[float("-inf")] * size for _ in cells]
    back: list[list[int]] = [[-1] * size for _ in cells]
    best[0][0] = _likeness(cells, 0, order[0])
    for index in range(1, len(cells)):
        for column, kind in enumerate(order):
            for before in range(size):
                step = _step(order, before, column)
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
    return 0.5 if len(text.split()) <= _TOGETHER else -1.0


def same_row(one: str, other: str) -> bool:
    """Tell whether two cells say the same."""
    return alike(key_of(one), key_of(other))
