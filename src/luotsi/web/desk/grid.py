"""The grid of values: measures or municipalities down, periods across, one cell for each value entered by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.utils.translation import gettext as _

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.units import Unit
from luotsi.core.values import Bounds
from luotsi.figures.formats import date_text
from luotsi.figures.period_names import period_short
from luotsi.figures.phrases import say
from luotsi.indicators.choosing import takes_entries
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.queries import closed_periods, drafts_by_place, grounds_of
from luotsi.indicators.entry.types import NO_GROUNDS, DraftState, Grounds
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.queries import HELSINKI, bounds_of, end_of_day, entered_lines
from luotsi.orgs.models import Subject
from luotsi.web.desk.access import Seat
from luotsi.web.desk.queries import measures_of, periods_offered, subjects_of
from luotsi.web.desk.typed_values import bounds_kept, doubt, written
from luotsi.web.shared.language import reader_language

ROWS_AT_ONCE = 60
"""Keeps the fields of the form under the thousand that a request may have."""


class Base(NamedTuple):
    """What a cell showed when somebody began to type: the observation, the draft's revision, the text."""

    seen: int
    revision: int
    digest: str

    @classmethod
    def parse(cls, text: str) -> "Base | None":
        """Return the base that a page sent back, or None for what is none."""
        parts = text.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts[:2]):
            return None
        return cls(int(parts[0]), int(parts[1]), parts[2])

    def __str__(self) -> str:
        return f"{self.seen}.{self.revision}.{self.digest}"


def digest(text: str) -> str:
    """Return a short mark of a text, by which an untouched cell is known."""
    return sha256("\n".join(text.strip().splitlines()).encode()).hexdigest()[:10]


@dataclass(slots=True)
class GridCell:
    """One value: what counts, what is on its way, what was typed and not saved."""

    measure: Measure
    subject: Subject
    period: Period
    current: Observation | None
    grounds: Grounds
    reader: int
    """The id of who looks, whose own drafts need no name."""
    bounds: Bounds | None = None
    draft: DraftValue | None = None
    is_closed: bool = False
    typed: str | None = None
    typed_doubt: str = ""
    error: str = ""

    @property
    def key(self) -> str:
        """The name of the cell in forms."""
        return f"{self.measure.pk}-{self.subject.pk}-{self.period.name}"

    @property
    def unit(self) -> Unit:
        """The unit of the measure."""
        return self.measure.definition.unit_of_value

    @property
    def approved(self) -> str:
        """The value that counts, as one would type it."""
        return written(self.current, self.unit, self.grounds, self.bounds)

    @property
    def kept(self) -> str:
        """What the database holds for the cell: the draft where there is one, else the value that counts."""
        if self.draft is None:
            return self.approved
        grounds = Grounds(self.draft.judged_on, self.draft.evidence)
        return written(self.draft, self.unit, grounds, bounds_kept(self.draft, self.current, self.bounds))

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.kept if self.typed is None else self.typed

    @property
    def base(self) -> Base:
        """What the next change is set against."""
        seen = self.current.pk if self.current else 0
        return Base(seen, self.draft.revision if self.draft else 0, digest(self.kept))

    @property
    def state(self) -> str:
        """Where the value stands: unsaved, draft, submitted, returned; empty for what counts or is not there."""
        if self.typed is not None and digest(self.typed) != self.base.digest:
            return "unsaved"
        return self.draft.state if self.draft else ""

    @property
    def told(self) -> str:
        """What looks like a slip in what does not count yet, and the state in words, with who and when."""
        return " ".join(part for part in (self.doubt, self._state_words) if part)

    @property
    def doubt(self) -> str:
        """What looks like a slip in what was typed or waits."""
        if self.typed is not None:
            return self.typed_doubt
        return "" if self.draft is None else doubt(self.draft.cell, self.measure.definition)

    @property
    def _state_words(self) -> str:
        if self.state == "unsaved":
            return _("Not saved yet.")
        if self.draft is None:
            return ""
        named = {
            "name": str(self.draft.entered_by or "–"),
            "day": _day(self.draft.entered_at.astimezone(HELSINKI).date()),
        }
        if self.draft.state == DraftState.RETURNED:
            named |= {"name": str(self.draft.reviewed_by or "–"), "note": self.draft.return_note}
            return _("Returned by %(name)s: “%(note)s”") % named
        if self.draft.entered_by_id == self.reader:
            return _("Waits for approval") if self.draft.state == DraftState.SUBMITTED else _("Draft")
        if self.draft.state == DraftState.SUBMITTED:
            return _("Waits for approval, sent by %(name)s on %(day)s") % named
        return _("Draft by %(name)s, %(day)s") % named

    @property
    def is_long(self) -> bool:
        """Whether the value is words, which may have many lines."""
        return self.unit is Unit.WORDS


def _day(day: date) -> str:
    return date_text(day, reader_language())


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells of one measure and subject."""

    measure: Measure
    subject: Subject
    cells: list[GridCell]

    @property
    def key(self) -> str:
        """The name of the row in forms."""
        return f"{self.measure.pk}-{self.subject.pk}"

    @property
    def bases(self) -> str:
        """The bases of the cells in the order of the columns, in one field."""
        return " ".join(str(cell.base) for cell in self.cells)

    @property
    def unit_words(self) -> str:
        """What is typed into the cells, in a word."""
        return say(f"axis.{self.measure.definition.unit}", reader_language())


@dataclass(frozen=True, slots=True)
class Choice:
    """What the grid shows: the kind of its periods, and one subject's measures or one measure's subjects."""

    kind: PeriodKind
    subject: Subject | None
    measure: Measure | None
    page: int = 1

    @property
    def rows_name(self) -> str:
        """The choice of rows as it stands in the address."""
        return f"mittari-{self.measure.slug}" if self.measure else f"kohde-{self.subject and self.subject.code}"


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen."""

    measures: list[Measure]
    subjects: list[Subject]

    @property
    def kinds(self) -> list[PeriodKind]:
        """The kinds of periods that there are measures of."""
        used = {one.definition.period_kind for one in self.measures}
        return [kind for kind in PeriodKind if kind in used]

    def of_kind(self, kind: PeriodKind) -> list[Measure]:
        """Return the measures of one kind of period."""
        return [one for one in self.measures if one.definition.period_kind == kind]

    def choice(self, wanted: Mapping[str, str]) -> Choice | None:
        """Return what an address asks for, the organisation's own values where it asks nothing; None for nonsense."""
        kinds, rows, page = self.kinds, wanted.get("rivit", ""), wanted.get("sivu", "1")
        sort, _dash, name = rows.partition("-")
        measure = next((one for one in self.measures if sort == "mittari" and one.slug == name), None)
        subject = next((one for one in self.subjects if sort == "kohde" and one.code == name), None)
        if not kinds or not self.subjects or (rows and not measure and not subject) or not page.isdecimal():
            return None
        usual = PeriodKind(measure.definition.period_kind) if measure else kinds[0]
        kind = next((one for one in kinds if one == wanted.get("laji", usual)), None)
        if kind is None:
            return None
        if measure is not None and measure.definition.period_kind != kind:
            measure = None
        return Choice(kind, subject or self.subjects[0], measure, min(int(page[:4]), 1000))


@dataclass(frozen=True, slots=True)
class Grid:
    """The table with what it was chosen from."""

    offer: Offer
    choice: Choice
    periods: list[Period]
    rows: list[GridRow]
    pages: int
    cells: dict[str, GridCell] = field(default_factory=dict)

    @property
    def heads(self) -> list[tuple[Period, str]]:
        """The columns with their short names."""
        return [(one, period_short(one, reader_language())) for one in self.periods]

    def drafts(self, entered_by: int) -> list[DraftValue]:
        """Return the drafts of one person in the grid that have not been sent."""
        kept = (cell.draft for cell in self.cells.values())
        open_ones = (DraftState.DRAFT, DraftState.RETURNED)
        return [one for one in kept if one is not None and one.entered_by_id == entered_by and one.state in open_ones]


def offer_of(seat: Seat, today: date) -> Offer:
    """Return what the grid can show: the measures that people enter, and whom they are about. Three queries."""
    measures = [one for one in measures_of(seat.organisation) if takes_entries(one)]
    return Offer(measures, subjects_of(seat.organisation, today=today))


def build(seat: Seat, offer: Offer, choice: Choice, today: date, *, as_known_on: date | None = None) -> Grid:
    """Return the grid of a choice, or its values as known on a day without drafts. Eight queries, however large."""
    wanted: Sequence[tuple[Measure, Subject]]
    if choice.measure is not None:
        wanted = [(choice.measure, subject) for subject in offer.subjects]
    else:
        assert choice.subject is not None
        wanted = [(measure, choice.subject) for measure in offer.of_kind(choice.kind)]
    pages = max(1, -(-len(wanted) // ROWS_AT_ONCE))
    first = (min(choice.page, pages) - 1) * ROWS_AT_ONCE
    periods = list(reversed(periods_offered(choice.kind, as_known_on or today)))
    shown = wanted[first : first + ROWS_AT_ONCE]
    rows = _rows(seat, shown, periods, today) if as_known_on is None else _rows_then(seat, shown, periods, as_known_on)
    cells = {cell.key: cell for row in rows for cell in row.cells}
    return Grid(offer, choice, periods, rows, pages, cells)


Wanted = Sequence[tuple[Measure, Subject]]


def _rows(seat: Seat, wanted: Wanted, periods: list[Period], today: date) -> list[GridRow]:
    drafts = drafts_by_place((measure.pk for measure, _subject in wanted), {subject for _measure, subject in wanted})
    closed = closed_periods(seat.organisation, periods, today)
    rows = _rows_then(seat, wanted, periods, None)
    for cell in (cell for row in rows for cell in row.cells):
        cell.draft = drafts.get((cell.measure.pk, cell.subject.pk, cell.period.name))
        cell.is_closed = cell.period.name in closed
    return rows


def _rows_then(seat: Seat, wanted: Wanted, periods: list[Period], as_known_on: date | None) -> list[GridRow]:
    """Return the rows with what counts, or counted at the end of the day, and with nothing that is on its way."""
    measures = list({measure.pk: measure for measure, _subject in wanted}.values())
    subjects = list({subject.pk: subject for _measure, subject in wanted}.values())
    lines = entered_lines(measures, subjects, as_known_on=as_known_on) if measures else {}
    names = {one.name for one in periods}
    known = {
        (measure.pk, subject.pk): {one.period_name: one for one in lines[measure.pk][subject.pk].observations}
        for measure, subject in wanted
    }
    shown = [one.pk for line in known.values() for name, one in line.items() if name in names]
    grounds = grounds_of(shown, known_by=None if as_known_on is None else end_of_day(as_known_on))
    bounds = bounds_of(shown, as_known_on=as_known_on)
    found = []
    for measure, subject in wanted:
        cells = []
        for period in periods:
            current = known[measure.pk, subject.pk].get(period.name)
            pk = 0 if current is None else current.pk
            told = (grounds.get(pk, NO_GROUNDS), seat.person.pk, bounds.get(pk))
            cells.append(GridCell(measure, subject, period, current, *told))
        found.append(GridRow(measure, subject, cells))
    return found
