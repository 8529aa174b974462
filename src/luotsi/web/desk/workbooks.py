"""The values entered by hand as a workbook to fill in, and what a filled one says, cell by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.core.text import LANGUAGES, NO_TEXT
from luotsi.core.units import Unit
from luotsi.core.values import Bounds
from luotsi.figures.formats import number
from luotsi.files.sheets import Value
from luotsi.files.workbooks import Filled, FilledSheet, Percentage
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.queries import drafts_by_place, grounds_of
from luotsi.indicators.entry.types import NO_GROUNDS, DraftState, Grounds
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.queries import bounds_of, entered_lines
from luotsi.orgs.models import Organisation, Subject
from luotsi.web.desk.queries import periods_offered
from luotsi.web.desk.typed_values import NotAValue, TypedValue, bounds_kept, doubt, read_value, written
from luotsi.web.shared.language import reader_language

NAMES = 7
"""How many columns stand before the periods: codes, names, the unit, the moment of the download, whose it is."""

MOST_CHANGED = 20_000
"""How many values are taken in at once: about what a request has time for."""

_TOO_LARGE = Decimal(10) ** 15


@dataclass(slots=True)
class FilledRow:
    """One row of a filled workbook: what it changes, and what of it cannot be taken."""

    number: int
    name: str
    measure: Measure | None = None
    entries: list[tuple[Subject, Entry]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    entered: int = 0


def header(kind: PeriodKind, today: date) -> list[str]:
    """Return the heads of the columns, the codes first and the oldest period before the newest."""
    return _names() + [period.name for period in reversed(periods_offered(kind, today))]


def _names() -> list[str]:
    return [
        _("Measure"),
        _("Name"),
        _("Code"),
        _("Whom it is about"),
        _("Unit"),
        _("Downloaded"),
        _("Organisation"),
    ]


def table(
    measures: Sequence[Measure], subjects: Sequence[Subject], kind: PeriodKind, at: datetime, today: date
) -> Iterable[list[Value]]:
    """Return a row for each measure and subject, with the values as they stand. Five queries."""
    lines = entered_lines(measures, subjects)
    periods = list(reversed(periods_offered(kind, today)))
    shown = [one.pk for of_one in lines.values() for line in of_one.values() for one in line.observations]
    grounds, bounds = grounds_of(shown), bounds_of(shown)
    language = reader_language()
    for measure in measures:
        name, unit = measure.shown_name.in_language(language).text, measure.definition.unit
        for subject in subjects:
            line, place = lines[measure.pk][subject.pk], subject.name.in_language(language).text
            values = [_cell(line.at(period), measure, grounds, bounds) for period in periods]
            yield [measure.slug, name, subject.code, place, unit, at.isoformat(), measure.owner.slug, *values]


def _cell(
    observation: Observation | None, measure: Measure, grounds: dict[int, Grounds], bounds: dict[int, Bounds]
) -> Value:
    if observation is None:
        return None
    unit, rests_on, limits = measure.definition.unit_of_value, grounds.get(observation.pk), bounds.get(observation.pk)
    if observation.value is not None and unit.is_number and not rests_on and limits is None:
        return observation.value
    return written(observation, unit, rests_on or NO_GROUNDS, limits) or None


def filled_sheet(sheets: Iterable[FilledSheet]) -> FilledSheet | None:
    """Return the sheet that was downloaded here, wherever it stands in the workbook, or None."""
    heads = []
    for language in LANGUAGES:
        with override(language):
            heads.append(tuple(_names()))
    return next((one for one in sheets if one.rows and tuple(one.rows[0][:NAMES]) in heads), None)


class Reading:
    """Reads the rows of one filled sheet against the values as they stand. Seven queries."""

    def __init__(
        self, owner: Organisation, measures: Sequence[Measure], subjects: Sequence[Subject], today: date
    ) -> None:
        self._owner, self._today = owner, today
        self._measures, self._subjects = {one.slug: one for one in measures}, {one.code: one for one in subjects}
        lines = entered_lines(measures, subjects) if measures else {}
        self._known = {
            (measure, subject, one.period_name): one
            for measure, of_one in lines.items()
            for subject, line in of_one.items()
            for one in line.observations
        }
        self._drafts = drafts_by_place((one.pk for one in measures), subjects)
        self._grounds = grounds_of(one.pk for one in self._known.values())
        self._bounds = bounds_of(one.pk for one in self._known.values())
        self._taken: dict[tuple[int, int], int] = {}

    def rows(self, sheet: FilledSheet) -> list[FilledRow]:
        """Return what each row says; empty cells, and what the table does not show, stay as they are."""
        heads = sheet.rows[0][NAMES:]
        found = []
        for place, row in enumerate(sheet.rows[1:], start=2):
            if any(cell is not None for cell in row):
                found.append(self._row(place, heads, row))
        return found

    def _row(self, place: int, heads: Sequence[Filled], row: Sequence[Filled]) -> FilledRow:
        slug, _name, code, _place, _unit, moment, owner = (*row, *([None] * NAMES))[:NAMES]
        measure, subject = self._measures.get(str(slug)), self._subjects.get(str(code))
        read = FilledRow(place, " · ".join(str(part)[:60] for part in (slug, code) if part is not None), measure)
        downloaded_at = parse_datetime(moment) if isinstance(moment, str) and _looks_like_moment(moment) else None
        if owner is not None and owner != self._owner.slug:
            read.problems.append(_("The row is from another organisation's workbook."))
        elif measure is None or subject is None or downloaded_at is None or owner is None:
            read.problems.append(_("The row names no measure and place of the table. Keep its first columns."))
        elif (measure.pk, subject.pk) in self._taken:
            first = {"number": self._taken[measure.pk, subject.pk]}
            read.problems.append(_("The same measure and place stand on row %(number)d already.") % first)
        else:
            read.name = f"{measure} · {subject}"
            self._taken[measure.pk, subject.pk] = place
            for number_of_head, (head, cell) in enumerate(zip(heads, row[NAMES:], strict=False)):
                if cell is not None:
                    is_twice = head in heads[:number_of_head]
                    self._cell(read, subject, "" if head is None or is_twice else str(head), cell, downloaded_at)
        return read

    def _cell(self, read: FilledRow, subject: Subject, head: str, cell: Filled, downloaded_at: datetime) -> None:
        assert read.measure is not None
        place = (read.measure.pk, subject.pk, head)
        current, draft = self._known.get(place), self._drafts.get(place)
        grounds = self._grounds.get(current.pk, NO_GROUNDS) if current else NO_GROUNDS
        bounds = self._bounds.get(current.pk) if current else None
        unit = read.measure.definition.unit_of_value
        try:
            text = _text(cell, unit)
            if text == written(current, unit, grounds, bounds):
                read.unchanged += 1
                return
            period = self._period(head, read.measure)
            value = read_value(text, unit, current.words if current else NO_TEXT, self._today)
        except NotAValue as refused:
            read.problems.append(f"{head}: {refused}" if head else str(refused))
            return
        if _is_known(current, draft, value, grounds, bounds):
            read.unchanged += 1
        elif _is_later(current, draft, downloaded_at):
            words = _("%(period)s: another value was entered after the download. Download a new workbook for it.")
            read.problems.append(words % {"period": head})
        else:
            seen, revision = current.pk if current else 0, draft.revision if draft else 0
            told = (_("From a workbook"), seen, revision, value.grounds, value.bounds, value.bounds is None)
            read.entries.append((subject, Entry(period, value.cell, value.words, *told)))
            if words := doubt(value.cell, read.measure.definition):
                read.doubts.append(f"{head}, {text}: {words}")

    def _period(self, head: str, measure: Measure) -> Period:
        """Return the period that a column is of; only those that the table shows can be filled in."""
        if not head:
            raise NotAValue(_("A filled column has no period in the first row, or one that stands there twice."))
        try:
            period = Period.parse(head)
        except PeriodError:
            raise NotAValue(_("The column names no period.")) from None
        if period not in periods_offered(PeriodKind(measure.definition.period_kind), self._today):
            raise NotAValue(_("The period is not one that can be filled in for this measure."))
        return period


def _looks_like_moment(cell: Filled) -> bool:
    return isinstance(cell, str) and "T" in cell and "+" in cell


def _is_known(
    current: Observation | None, draft: DraftValue | None, value: TypedValue, grounds: Grounds, bounds: Bounds | None
) -> bool:
    """Tell whether the value counts already, or waits for approval."""
    standing: list[tuple[Observation | DraftValue, Grounds, Bounds | None]] = []
    if current is not None:
        standing.append((current, grounds, bounds))
    if draft is not None and draft.state == DraftState.SUBMITTED:
        standing.append((draft, Grounds(draft.judged_on, draft.evidence), bounds_kept(draft, current, bounds)))
    return any(
        (one.cell.value, one.cell.gap, one.words, *told)
        == (value.cell.value, value.cell.gap, value.words, value.grounds, value.bounds)
        for one, *told in standing
    )


def _is_later(current: Observation | None, draft: DraftValue | None, downloaded_at: datetime) -> bool:
    """Tell whether somebody wrote a value or a draft after the workbook was downloaded."""
    moments = ([current.known_at] if current else []) + ([draft.entered_at] if draft else [])
    return any(moment > downloaded_at for moment in moments)


def _text(cell: Filled, unit: Unit) -> str:
    """Return a cell as one would type it.

    :raises NotAValue: when the cell is shown in another unit, or holds more digits than a value has
    """
    if isinstance(cell, Percentage):
        if unit is not Unit.PERCENT:
            raise NotAValue(
                _("The cell shows per cent, and the measure is not a share. Change the format of the cell.")
            )
        cell = cell.seen
    if isinstance(cell, Decimal):
        if abs(cell) >= _TOO_LARGE:
            raise NotAValue(_("The number is too large."))
        return number(cell, reader_language())
    return str(cell).strip()
