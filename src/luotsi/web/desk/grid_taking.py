"""Taking what was typed into the grid, cell by cell: kept as a draft, or refused with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from luotsi.core.text import NO_TEXT
from luotsi.indicators.entered.checking import Entry, UnableToEnter
from luotsi.indicators.entry.drafts.operations import discard_draft, take_rows
from luotsi.indicators.entry.types import DraftState
from luotsi.orgs.models import Person
from luotsi.web.desk.grid import Base, Grid, GridCell, digest
from luotsi.web.desk.pasted import pasted_cells
from luotsi.web.desk.typed_values import NotAValue, TypedValue, doubt, read_value
from luotsi.web.desk.words import ENTRY_REASONS


@dataclass(frozen=True, slots=True)
class Typed:
    """What came back of one cell."""

    key: str
    text: str
    base: Base


@dataclass(slots=True)
class Taken:
    """How many cells were kept, and of the others what was typed and what is wrong with it."""

    kept: int = 0
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)

    def refuse(self, typed: Typed, reason: str, *, is_conflict: bool = False) -> None:
        """Remember a cell that was not kept."""
        self.typed[typed.key], self.errors[typed.key] = typed.text, reason
        if is_conflict:
            self.conflicts.add(typed.key)

    def refuse_entry(self, typed: Typed, refused: UnableToEnter) -> None:
        """Remember a cell that could not be entered."""
        is_conflict = refused.reason == "changed_meanwhile"
        self.refuse(typed, str(ENTRY_REASONS[refused.reason]), is_conflict=is_conflict)


def typed_cells(grid: Grid, sent: Mapping[str, str]) -> list[Typed]:
    """Return the cells of a sent form that somebody changed; what the grid does not show is not looked at."""
    found = []
    for row in grid.rows:
        bases = [Base.parse(text) for text in sent.get(f"pohja-{row.key}", "").split(" ")]
        if len(bases) != len(row.cells):
            continue
        for cell, base in zip(row.cells, bases, strict=True):
            text = sent.get(f"arvo-{cell.key}")
            if text is not None and base is not None and digest(text) != base.digest:
                found.append(Typed(cell.key, text.strip(), base))
    return found


def take(grid: Grid, typed: Iterable[Typed], *, actor: Person, at: datetime, today: date) -> Taken:
    """Keep each changed cell as a draft, each by itself; the grid must be built anew to show what is kept."""
    taken = Taken()
    written: list[tuple[Typed, GridCell, Entry]] = []
    for one in typed:
        cell = grid.cells.get(one.key)
        if cell is None:
            taken.refuse(one, _("This value is not in the table. Load the page again."))
            continue
        try:
            entry = _entry_or_nothing(cell, one, actor, at, today)
        except NotAValue as refused:
            taken.refuse(one, str(refused))
        except UnableToEnter as refused:
            taken.refuse_entry(one, refused)
        else:
            taken.kept += entry is None
            written += [] if entry is None else [(one, cell, entry)]
    rows = [(cell.measure, [(cell.subject, entry)]) for _one, cell, entry in written]
    refusals = take_rows(rows=rows, actor=actor, at=at, state=DraftState.DRAFT)
    for (one, _cell, _entry), refusal in zip(written, refusals, strict=True):
        if refusal is None:
            taken.kept += 1
        else:
            taken.refuse_entry(one, refusal)
    return taken


def put_back(grid: Grid, taken: Taken) -> None:
    """Show in a grid built anew what was typed and not kept, beside what somebody else wrote meanwhile."""
    for key, text in taken.typed.items():
        cell = grid.cells.get(key)
        if cell is not None:
            cell.typed, cell.error = text, taken.errors[key]
            if key in taken.conflicts:
                cell.error = taken.errors[key] = _conflict(cell)


def _conflict(cell: GridCell) -> str:
    """Say who wrote what meanwhile."""
    standing = cell.draft or cell.current
    author = None if standing is None else standing.entered_by
    named = {"name": str(author or _("Somebody else")), "value": cell.kept or "–"}
    return _("%(name)s changed this meanwhile to: %(value)s. Save again to put yours in its place.") % named


def _entry_or_nothing(cell: GridCell, typed: Typed, actor: Person, at: datetime, today: date) -> Entry | None:
    """Return what to keep; an emptied cell, and one that says again what counts, gives up its draft instead."""
    if (typed.base.seen, typed.base.revision) != (cell.base.seen, cell.base.revision):
        if typed.text == cell.kept:
            return None
        raise UnableToEnter("changed_meanwhile", "somebody wrote another value meanwhile", cell.subject)
    if not typed.text or typed.text == cell.approved:
        if cell.draft is not None:
            discard_draft(draft=cell.draft, seen=typed.base.revision, actor=actor, at=at)
        elif not typed.text and cell.current is not None:
            raise NotAValue(_("A value is not removed by emptying its cell. Write why there is none: not available."))
        return None
    value = read(cell, typed.text, today)
    note = cell.draft.note if cell.draft else ""
    seen, limits = typed.base[:2], (value.bounds, value.bounds is None)
    return Entry(cell.period, value.cell, value.words, note, *seen, value.grounds, *limits)


def read(cell: GridCell, text: str, today: date) -> TypedValue:
    """Return what a text says in a cell.

    :raises NotAValue: when it is no value there
    """
    standing = cell.draft or cell.current
    return read_value(text, cell.unit, standing.words if standing else NO_TEXT, today)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pasted table would change: how many cells, how many did not fit, how many are closed."""

    cells: int
    outside: int
    closed: int
    faulty: int


def preview(grid: Grid, text: str, *, row: int, column: int, today: date) -> Preview:
    """Put a copied table into the grid from a cell on, unsaved; empty cells leave what is there.

    :raises UnableToPaste: when it is no copied table
    """
    cells = outside = closed = faulty = 0
    for down, line in enumerate(pasted_cells(text)):
        for across, typed in enumerate(line):
            if not typed:
                continue
            if row + down >= len(grid.rows) or column + across >= len(grid.periods):
                outside += 1
                continue
            cell = grid.rows[row + down].cells[column + across]
            if cell.is_closed:
                closed += 1
                continue
            cells += 1
            cell.typed = typed
            cell.error, cell.typed_doubt = _fault(cell, today)
            faulty += bool(cell.error)
    return Preview(cells, outside, closed, faulty)


def _fault(cell: GridCell, today: date) -> tuple[str, str]:
    """Return what is wrong with a typed cell, and what looks like a slip in it."""
    try:
        return "", doubt(read(cell, cell.text, today).cell, cell.measure.definition)
    except NotAValue as refused:
        return str(refused), ""
