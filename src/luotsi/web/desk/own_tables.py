"""A table of one's own as it was understood: each row with its value, and what is wrong with it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.values import Gap
from luotsi.indicators.entered.checking import Entry, UnableToEnter, check_entry
from luotsi.indicators.entry.queries import drafts_by_place
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.queries import bounds_of, entered_lines
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.sources.formats.grids import Grid
from luotsi.sources.mapping import ROW_SENTENCES, ColumnMapping, UnderstoodRow, WrongRow, understood
from luotsi.sources.types import ReadCell
from luotsi.web.desk.typed_values import doubt
from luotsi.web.desk.words import ENTRY_REASONS
from luotsi.web.shared.language import reader_language

ROWS_SHOWN = 10
MOST_FIGURES = 20_000


@dataclass(frozen=True, slots=True)
class RowTold:
    """A row of the table as understood; without a subject or period where something is wrong.

    `replaces` says which draft on its way it would take the place of.
    """

    line: int
    subject: Subject | None
    period: Period | None
    text: str
    problems: tuple[str, ...]
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class TableTold:
    """The first rows, every problem of the table, and what would be entered.

    `standing` is a mark of the values and drafts that this was set against, by which a later change is known.
    """

    standing: str
    rows: tuple[RowTold, ...]
    problems: tuple[str, ...]
    entries: tuple[tuple[Subject, Entry], ...]
    same: int
    empty: int
    doubts: tuple[str, ...]


def read_table(
    grid: Grid, mapping: ColumnMapping, measure: Measure, subjects: list[Subject], *, at: datetime
) -> TableTold:
    """Return what the mapping makes of the table for the measure. Five queries, and one for each period.

    :raises luotsi.sources.types.UnableToRead: when the table lacks a column of the mapping
    """
    reader = _Reader(measure, subjects, at, tells_limits=bool(mapping.low))
    for row in understood(grid, mapping):
        reader.take(row)
    if len(reader.entries) > MOST_FIGURES:
        reader.problems.append(_("The table has more than %(most)d new values. Split it.") % {"most": MOST_FIGURES})
    return TableTold(
        reader.standing,
        tuple(reader.rows),
        tuple(reader.problems),
        tuple(reader.entries),
        same=reader.same,
        empty=reader.empty,
        doubts=tuple(reader.doubts),
    )


class _Reader:
    """Sets each figure against whom the organisation's values can be about, the periods open, and what is known."""

    def __init__(self, measure: Measure, subjects: list[Subject], at: datetime, *, tells_limits: bool) -> None:
        self.measure, self.at, self.tells_limits = measure, at, tells_limits
        self.subjects = {one.code: one for one in subjects}
        self.known = {
            (line.subject.code, one.period_name): one
            for line in entered_lines([measure], subjects)[measure.pk].values()
            for one in line.observations
        }
        self.bounds = bounds_of(one.pk for one in self.known.values())
        codes = {one.pk: one.code for one in subjects}
        self.drafts = {
            (codes[one.subject_id], one.period_name): one for one in drafts_by_place([measure.pk], subjects).values()
        }
        self.closed: dict[Period, str] = {}
        self.writing = Writing.of(measure.definition, reader_language(), is_exact=True)
        self.rows: list[RowTold] = []
        self.problems: list[str] = []
        self.doubts: list[str] = []
        self.entries: list[tuple[Subject, Entry]] = []
        self.same = self.empty = 0

    def take(self, row: UnderstoodRow) -> None:
        """Understand one row."""
        problems = [_wrong(one) for one in row.problems]
        figure = row.figures[0] if row.figures else None
        subject = self.subjects.get(figure.place_code) if figure else None
        if figure and subject is None and figure.cell.gap is not Gap.MISSING:
            problems.append(_("Row %(line)d: the place is not one of this organisation's.") % {"line": row.row.line})
        if figure and subject and (refusal := self._refusal(subject, figure.period)):
            problems.append(_("Row %(line)d: %(why)s") % {"line": row.row.line, "why": refusal})
        self.problems += problems
        if len(self.rows) < ROWS_SHOWN:
            text = self._text(figure) if figure else ""
            period, replaces = (figure.period, self._replaces(figure)) if figure else (None, "")
            self.rows.append(RowTold(row.row.line, subject, period, text, tuple(problems), replaces))
        if figure and figure.cell.gap is Gap.MISSING and not problems:
            self.empty += 1
        elif figure and subject and not problems:
            self._enter(subject, figure, row.row.line)

    def _refusal(self, subject: Subject, period: Period) -> str:
        if period not in self.closed:
            try:
                check_entry(measure=self.measure, subject=subject, period=period, at=self.at)
                self.closed[period] = ""
            except UnableToEnter as refused:
                self.closed[period] = str(ENTRY_REASONS[refused.reason])
        return self.closed[period]

    @property
    def standing(self) -> str:
        """A mark of every value and draft that the table is set against."""
        seen = sorted(one.pk for one in self.known.values())
        drafts = sorted((one.pk, one.revision) for one in self.drafts.values())
        return sha256(f"{seen} {drafts}".encode()).hexdigest()[:16]

    def _replaces(self, figure: ReadCell) -> str:
        draft = self.drafts.get((figure.place_code, figure.period.name))
        if draft is None or figure.cell.gap is Gap.MISSING:
            return ""
        named = {"name": str(draft.entered_by or "–"), "value": self.writing.cell(draft.cell)}
        return _("Replaces a draft of %(name)s: %(value)s") % named

    def _text(self, figure: ReadCell) -> str:
        text = self.writing.cell(figure.cell)
        return f"{text} ({self.writing.interval(figure.bounds)})" if figure.bounds else text

    def _enter(self, subject: Subject, figure: ReadCell, line: int) -> None:
        period, cell = figure.period, figure.cell
        before = self.known.get((subject.code, period.name))
        is_same = before is not None and (before.value, before.cell.gap) == (cell.value, cell.gap)
        if before is not None and is_same and not self._moves_limits(before, figure):
            self.same += 1
            return
        draft = self.drafts.get((subject.code, period.name))
        seen, revision = before.pk if before else 0, draft.revision if draft else 0
        has_no_limits = self.tells_limits and figure.bounds is None
        self.entries.append(
            (
                subject,
                Entry(period, cell, seen=seen, revision=revision, bounds=figure.bounds, has_no_limits=has_no_limits),
            )
        )
        if words := doubt(cell, self.measure.definition):
            self.doubts.append(
                _("Row %(line)d: %(why)s") % {"line": line, "why": f"{self.writing.cell(cell)}. {words}"}
            )

    def _moves_limits(self, before: Observation, figure: ReadCell) -> bool:
        """Tell whether the table says other limits of a value than are known; without their columns it says nothing."""
        return self.tells_limits and figure.bounds != self.bounds.get(before.pk)


def _wrong(wrong: WrongRow) -> str:
    parts = {"line": wrong.line, "column": wrong.column, "found": wrong.found}
    return _(ROW_SENTENCES[wrong.problem]).format(**parts)
