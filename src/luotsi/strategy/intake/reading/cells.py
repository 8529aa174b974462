"""Tables that have cells, from the format or drawn with characters: columns by their heads, rows by their cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from luotsi.strategy.intake.reading.blocks import number_of
from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.headings import Head, HeadingReader
from luotsi.strategy.intake.reading.joining import Item
from luotsi.strategy.intake.reading.measures import action_of, cost_of, measure_of
from luotsi.strategy.intake.reading.outline import INNER, Entry, title_words
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.plan import Plan, Role
from luotsi.strategy.intake.reading.roles import OUTER_STOPS
from luotsi.strategy.intake.types import Certainty, ElementKind

COLUMNS = frozenset({"aim", "priority", "goal", "measure", "action", "responsible", "schedule", "baseline", "target"})
BY_COLUMN = "table.cells"
"""The rule that takes a cell for what the head of its column names."""
_LEVEL_OF = {"goal": "target", "present_state": "baseline"}
_AIM = "aim"
_YEAR = re.compile(r"(?:19|20)\d\d")
_FIGURE_WORDS = 5
_LONGEST_END = 80
_LEVEL_HEAD = re.compile(r"(?:19|20)\d\d|nyt|nu|now|nykyisin|i dag|today", re.IGNORECASE)
_LEVELS = ("baseline", "target")
_NUMBERED = re.compile(r"^(?:[A-ZÅÄÖ]{0,3}\d{1,2}(?:\.\d{1,2})*|[A-H]|[IVX]{1,4})[.):]?\s+(?=[^\W\d])")
_HOLDERS = {"action": ("responsible", "schedule", "cost"), "measure": ("baseline", "target")}


@dataclass(frozen=True, slots=True)
class CellTable:
    """A table whose columns are known: its entries by index, the kind of each column, how many rows head it."""

    members: tuple[int, ...]
    columns: dict[int, str]
    head_rows: int


def is_column(text: str, reader: HeadingReader) -> bool:
    """Tell whether the text may head a column of elements."""
    head = reader.column(text)
    return head is not None and (head.kind in COLUMNS or head.kind in _LEVEL_OF)


def column_kind(text: str, reader: HeadingReader) -> str:
    """Return the kind of element or level that a head on a line of its own names, or nothing."""
    head = reader.column(text)
    if head is None or head.inline:
        return ""
    return head.kind if head.kind in COLUMNS else _LEVEL_OF.get(head.kind, "")


def ends_table(text: str, reader: HeadingReader) -> bool:
    """Tell whether the text is a heading that no cell is."""
    head = reader.recognise(Passage(text, tuple(range(len(text))))) if len(text) <= _LONGEST_END else None
    return head is not None and (head.kind in OUTER_STOPS or bool(head.inline) or head.colon or head.kind in COLUMNS)


def names_one(text: str, reader: HeadingReader) -> bool:
    """Tell whether the line names one priority by its number: no cell does, and no table goes on over it."""
    head = reader.recognise(Passage(text, tuple(range(len(text)))))
    return (
        head is not None and head.kind == "priority" and head.singular and bool(head.inline) and bool(number_of(head))
    )


def tables_of(items: Sequence[Item], reader: HeadingReader) -> list[CellTable]:
    """Return the tables with at least two columns of elements; one without a head goes on the table before it."""
    by_table: dict[int, list[int]] = {}
    for index, item in enumerate(items):
        cell = item.rows[0].line.cell
        if cell is not None:
            by_table.setdefault(cell[0], []).append(index)
    found: list[CellTable] = []
    carried: dict[int, str] = {}
    for members in by_table.values():
        columns, head_rows = _columns(items, members, reader)
        if len(set(columns.values()) & COLUMNS) >= 2:
            carried = columns
        elif not carried or max(_cell(items[i])[1] for i in members) > max(carried):
            continue
        else:
            head_rows = 0
        found.append(CellTable(tuple(members), carried, head_rows))
    return found


def _cell(item: Item) -> tuple[int, int]:
    """Return the row and the column of an item of a table."""
    cell = item.rows[0].line.cell
    return (cell[1], cell[2]) if cell else (0, 0)


def _columns(items: Sequence[Item], members: Sequence[int], reader: HeadingReader) -> tuple[dict[int, str], int]:
    """Return the kind of each column by the heads in the table's first two rows, and how many rows the heads take."""
    first = min(_cell(items[i])[0] for i in members)
    heads: dict[int, Head] = {}
    last = first - 1
    for index in members:
        row, column = _cell(items[index])
        head = reader.column(items[index].text) if row <= first + 1 else None
        if head is not None and column not in heads:
            heads[column] = head
            last = max(last, row)
    kinds = {column: _AIM if _is_aim(head, reader) else head.kind for column, head in heads.items()}
    if {"measure", "baseline"} & set(kinds.values()):
        for column, head in heads.items():
            below = [items[i].text for i in members if _cell(items[i])[1] == column and _cell(items[i])[0] > last]
            after = any(kind == "measure" and other < column for other, kind in kinds.items())
            level = _LEVEL_OF.get(head.kind, "")
            alone = list(kinds.values()).count(head.kind) == 1 or after
            is_needed = alone and "baseline" in kinds.values() and level not in kinds.values()
            if level and (_is_level(head, below, after) or is_needed):
                kinds[column] = level
    return _with_levels(kinds, items, [i for i in members if _cell(items[i])[0] <= last]), last - first + 1


def _with_levels(kinds: dict[int, str], items: Sequence[Item], heads: Sequence[int]) -> dict[int, str]:
    """Read columns of `now` and a year beside measures as their levels, and what levels stand beside as measures."""
    named = {_cell(items[i])[1]: items[i].text.strip(" :") for i in heads}
    years = [column for column, text in named.items() if column not in kinds and _LEVEL_HEAD.fullmatch(text)]
    levels = sorted([*years, *(column for column, kind in kinds.items() if kind in _LEVELS)])
    if "measure" in kinds.values() and years and len(levels) >= len(_LEVELS):
        between = set(levels[1:-1])
        kinds |= {one: "baseline" if one == levels[0] else "target" for one in years if one not in between}
    first = min(named, default=0)
    if "baseline" in kinds.values() and first not in kinds and not {"measure", "goal", "action"} & set(kinds.values()):
        kinds[first] = "measure"
    priorities = [column for column, kind in sorted(kinds.items()) if kind == "priority"]
    return kinds | {column: "goal" for column in priorities[1:] if "goal" not in kinds.values()}


def _is_aim(head: Head, reader: HeadingReader) -> bool:
    """Tell whether the head may mean priorities or the goals of one: `Strategiset tavoitteet`."""
    last = reader.column(head.phrase[-1]) if head.kind == "priority" else None
    return last is not None and last.kind == "goal"


def _is_level(head: Head, below: Sequence[str], after: bool) -> bool:
    """Tell whether a column of goals holds levels of measures: figures, or a year in its head `after` the measures."""
    figures = sum(any(letter.isdigit() for letter in text) and len(text.split()) <= _FIGURE_WORDS for text in below)
    return bool(below) and (
        figures * 2 > len(below) or (after and any(_YEAR.match(word) for word in (*head.tail, *head.modifiers)))
    )


def _said(name: str, cells: Sequence[Passage]) -> str:
    """Return what the cells of one kind say: of several levels the last, of others all."""
    return cells[-1].text if name in _LEVELS else " ".join(words.text for words in cells)


class CellReader:
    """Reads the tables with cells of one document into the collector."""

    def __init__(self, entries: Sequence[Entry], plan: Plan, collector: Collector) -> None:
        self._entries = entries
        self._plan = plan
        self._found = collector
        self._asked: dict[int, Draft | None] = {}
        """What was answered of an entry, as long as no priority is added: no need to look further up than to it."""
        self._asked_of = 0

    def read(self, tables: Sequence[CellTable]) -> None:
        """Read all tables, in the document's order."""
        for table in tables:
            self._read(table)

    def _read(self, table: CellTable) -> None:
        first = min(_cell(self._entries[i].item)[0] for i in table.members)
        rows: dict[int, list[int]] = {}
        for index in table.members:
            row = _cell(self._entries[index].item)[0]
            if row >= first + table.head_rows:
                rows.setdefault(row, []).append(index)
        priority = None if "priority" in table.columns.values() else self.priority_above(table.members[0])
        aims = "goal" if priority is not None or "priority" in table.columns.values() else "priority"
        columns = {column: aims if kind == _AIM else kind for column, kind in table.columns.items()}
        goal: Draft | None = None
        for cells in rows.values():
            titled = self._titled(cells[0]) if len(cells) == 1 and len(table.columns) > 1 else None
            if titled is not None:
                priority, goal = titled, None
                continue
            priority, goal = self._row(cells, columns, priority, goal)

    def _titled(self, index: int) -> Draft | None:
        """Return the priority that a row of one cell names: it titles the rows under it."""
        if _cell(self._entries[index].item)[1] != 0:
            return None
        words = self._entries[index].item.words
        known = self.named(index)
        if known:
            self._found.say_again(known, words)
        return known

    def _row(
        self, cells: Sequence[int], columns: dict[int, str], priority: Draft | None, goal: Draft | None
    ) -> tuple[Draft | None, Draft | None]:
        by_kind: dict[str, list[Passage]] = {}
        for index in cells:
            item = self._entries[index].item
            by_kind.setdefault(columns.get(_cell(item)[1], ""), []).append(item.words)
        for words in self._whole(by_kind.get("priority", [])):
            priority, goal = (
                self._found.add(ElementKind.PRIORITY, words.strip(" :"), rule=BY_COLUMN, certainty=Certainty.SURE),
                None,
            )
        for words in by_kind.get("goal", ()):
            goal = self._found.add(ElementKind.GOAL, words, rule=BY_COLUMN, certainty=Certainty.SURE, parent=priority)
        for kind, wanted in _HOLDERS.items():
            details = {name: _said(name, by_kind[name]) for name in wanted if name in by_kind}
            if cost := cost_of(details.pop("cost", "")):
                details["cost_eur"] = cost
            for words in by_kind.get(kind, ()):
                draft = (
                    self._action(words, goal or priority) if kind == "action" else self._measure(words, priority, goal)
                )
                for name, value in details.items():
                    draft.details.setdefault(name, value)
        return priority, goal

    def _whole(self, lines: list[Passage]) -> list[Passage]:
        """Return what the lines of a cell name, put together where only that is a priority known before."""
        together = reduce(lambda one, other: one.joined(other, " "), lines) if len(lines) > 1 else None
        known = together is not None and self._found.find(ElementKind.PRIORITY, together.text) is not None
        return [together] if known and together is not None else lines

    def _action(self, words: Passage, parent: Draft | None) -> Draft:
        action = action_of(words)
        return self._found.add(
            ElementKind.ACTION,
            action.name,
            rule=BY_COLUMN,
            certainty=Certainty.SURE,
            parent=parent,
            details=action.details,
        )

    def _measure(self, words: Passage, priority: Draft | None, goal: Draft | None) -> Draft:
        measure = measure_of(words)
        details = measure.details | ({"goal": goal.title} if goal is not None else {})
        return self._found.add(
            ElementKind.MEASURE,
            measure.name,
            rule=BY_COLUMN,
            certainty=Certainty.SURE,
            parent=priority,
            details=details,
        )

    def named(self, index: int) -> Draft | None:
        """Return the priority that the entry names, by its title or its number."""
        title = self._plan.references.get(index) or title_words(self._entries[index]).text
        return self._found.find(ElementKind.PRIORITY, title) or self._found.find(
            ElementKind.PRIORITY, _NUMBERED.sub("", title)
        )

    def priority_above(self, index: int) -> Draft | None:
        """Return the priority in whose block the entry stands: the nearest title above, before any outer heading."""
        known = len(self._found.of(ElementKind.PRIORITY))
        if self._asked_of != known:
            self._asked, self._asked_of = {}, known
        if index not in self._asked:
            self._asked[index] = self._nearest_above(index)
        return self._asked[index]

    def _nearest_above(self, index: int) -> Draft | None:
        for above in range(index - 1, -1, -1):
            if above + 1 in self._asked:
                return self._asked[above + 1]
            entry = self._entries[above]
            if (
                entry.taken
                or entry.is_prose
                or (entry.head is not None and entry.head.kind in INNER and not entry.head.title)
            ):
                continue
            known = self.named(above) if entry.is_short else None
            if known:
                return known
            role = self._plan.roles.get(above)
            if role in {Role.UNIT, Role.CONTEXT, Role.VALUE} or (
                entry.head is not None and entry.head.kind in OUTER_STOPS
            ):
                return None
        return None
