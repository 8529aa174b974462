"""The values entered by hand as a workbook to fill in, and what a filled one says, cell by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import override

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.core.text import LANGUAGES, Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Gap
from luotsi.figures.typed_numbers import TypedNumberError, parse_number
from luotsi.files.sheets import Value
from luotsi.files.workbooks import Filled
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.operations import Entry
from luotsi.indicators.queries import lines_of_measures
from luotsi.orgs.models import Subject
from luotsi.web.desk.forms.figures import GAPS
from luotsi.web.desk.queries import periods_offered
from luotsi.web.shared.language import reader_language

NAMES = 6
"""How many columns stand before the periods: two codes, two names, the unit, the moment of the download."""
YES, NO = {"kyllä", "ja", "yes", "1", "true"}, {"ei", "nej", "no", "0", "false"}


@dataclass(slots=True)
class FilledRow:
    """One row of a filled workbook: what it changes, and what of it cannot be taken."""

    number: int
    name: str
    measure: Measure | None = None
    entries: list[tuple[Subject, Entry]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)
    entered: int = 0


def header(kind: PeriodKind, today: date) -> list[str]:
    """Return the heads of the columns, the codes first and the oldest period before the newest."""
    names = [_("Measure"), _("Name"), _("Code"), _("Whom it is about"), _("Unit"), _("Downloaded")]
    return names + [period.name for period in reversed(periods_offered(kind, today))]


def table(
    measures: Sequence[Measure], subjects: Sequence[Subject], kind: PeriodKind, at: datetime, today: date
) -> Iterable[list[Value]]:
    """Return a row for each measure and subject, with the values as they stand."""
    lines = lines_of_measures(measures, subjects)
    periods = list(reversed(periods_offered(kind, today)))
    language = reader_language()
    for measure in measures:
        for subject in subjects:
            line = lines[measure.pk][subject.pk]
            name = measure.shown_name.in_language(language).text
            place = subject.name.in_language(language).text
            values = [_written(line.at(period), measure) for period in periods]
            yield [measure.slug, name, subject.code, place, measure.definition.unit, at.isoformat(), *values]


def _written(observation: Observation | None, measure: Measure) -> Value:
    if observation is None:
        return None
    if observation.words:
        return observation.words.in_language(reader_language()).text
    if observation.value is None:
        return str(GAPS[Gap(observation.gap)])
    if measure.definition.unit_of_value is Unit.YES_NO:
        return _("Yes") if observation.value != 0 else _("No")
    return observation.value


def filled_rows(
    rows: Sequence[Sequence[Filled]], measures: Sequence[Measure], subjects: Sequence[Subject]
) -> list[FilledRow]:
    """Return what each row says; empty cells, and what the table does not show, stay as they are."""
    if not rows:
        return []
    by_slug, by_code = {one.slug: one for one in measures}, {one.code: one for one in subjects}
    lines = lines_of_measures(measures, subjects) if measures else {}
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell is not None for cell in row):
            continue
        measure, subject = by_slug.get(str(row[0])), by_code.get(str(row[2]) if len(row) > 2 else "")
        read = FilledRow(number, f"{row[0] or ''} · {row[2] if len(row) > 2 and row[2] else ''}", measure)
        found.append(read)
        downloaded_at = parse_datetime(str(row[5])) if len(row) > 5 and _looks_like_moment(row[5]) else None
        if measure is None or subject is None or downloaded_at is None:
            read.problems.append(_("The row names no measure and place of the table. Keep its first columns."))
            continue
        read.name = f"{measure} · {subject}"
        known = {one.period_name: one for one in lines[measure.pk][subject.pk].observations}
        for head, cell in zip(rows[0][NAMES:], row[NAMES:], strict=False):
            if cell is None or head is None:
                continue
            _read_cell(read, subject, str(head), cell, known, downloaded_at)
    return found


def _looks_like_moment(cell: Filled) -> bool:
    return isinstance(cell, str) and "T" in cell and "+" in cell


def _read_cell(
    read: FilledRow,
    subject: Subject,
    head: str,
    cell: str | Decimal | date,
    known: dict[str, Observation],
    downloaded_at: datetime,
) -> None:
    assert read.measure is not None
    current = known.get(head)
    try:
        period = Period.parse(head)
        value, words = _value(cell, read.measure.definition.unit_of_value, current)
    except PeriodError:
        read.problems.append(_("“%(head)s” names no period.") % {"head": head[:20]})
    except TypedNumberError as refused:
        read.problems.append(f"{head}: {refused.message(reader_language())}")
    else:
        is_same = current is not None and (current.cell.value, current.cell.gap) == (value.value, value.gap)
        if is_same and current is not None and current.words == words:
            read.unchanged += 1
        elif current is not None and current.known_at > downloaded_at:
            read.problems.append(_("%(period)s: somebody entered another value after the download.") % {"period": head})
        else:
            seen = current.pk if current else 0
            read.entries.append((subject, Entry(period, value, words, _("From a workbook"), seen)))


def _value(cell: str | Decimal | date, unit: Unit, current: Observation | None) -> tuple[Cell, Text]:
    """Return what a cell says.

    :raises TypedNumberError: when it is no value of the unit
    """
    text = f"{cell:f}" if isinstance(cell, Decimal) else str(cell).strip()
    gap = _gap(text)
    if gap is not None:
        return Cell.missing(gap), Text()
    if unit is Unit.WORDS:
        kept = current.words.as_dict() if current else {}
        return Cell.missing(Gap.NOT_APPLICABLE), Text(**{**kept, reader_language(): text})
    if unit is Unit.YES_NO and text.casefold() in YES | NO:
        return Cell.of(1 if text.casefold() in YES else 0), Text()
    return Cell.of(cell if isinstance(cell, Decimal) else parse_number(text, reader_language(), unit)), Text()


def _gap(text: str) -> Gap | None:
    for language in LANGUAGES:
        with override(language):
            found = next((gap for gap, words in GAPS.items() if str(words).casefold() == text.casefold()), None)
        if found is not None:
            return found
    return None
