"""The tables of a measure: its recent periods, its places, and the versions of one value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Bounds, Cell, Flag, Gap
from luotsi.figures.cells import flag_words
from luotsi.figures.formats import number
from luotsi.figures.period_names import period_name, period_short
from luotsi.indicators.calc.breaks import Break, firsts
from luotsi.indicators.labels import label
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.own_rollups import counted_in
from luotsi.indicators.queries import Line, history_of, values_in
from luotsi.indicators.types import RunKind
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.web.public.pages.pictures import Values
from luotsi.web.public.pages.place_lines import PlaceLine
from luotsi.web.public.pages.values import bare, came_from, known_on

_RECENT = 13
_TOLD = (Flag.PROVISIONAL, Flag.REVISED, Flag.ESTIMATE, Flag.UNSTABLE, Flag.SIMULATED)


@dataclass(frozen=True, slots=True)
class RecentRow:
    """One period; a stretch without figures is one row without an address."""

    period: str
    address: str = ""
    value: str = ""
    change: str = ""
    known_on: date | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place in the newest period, with the numbers that a share is made of."""

    name: Text
    slug: str
    value: str
    parts: tuple[str, ...]
    change: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Places:
    """The newest period, place by place; `parts` names the numbers that a share is made of."""

    period: str
    rows: tuple[PlaceRow, ...]
    parts: tuple[Text, ...]

    @property
    def has_changes(self) -> bool:
        """Whether any place has a change to tell."""
        return any(row.change for row in self.rows)


@dataclass(frozen=True, slots=True)
class ValueVersion:
    """One version of a period's value: what it was and how it came."""

    value: str
    known_on: date
    came: str
    note: str


@dataclass(frozen=True, slots=True)
class ValueHistory:
    """Every version of one period's value, the newest first."""

    period: str
    versions: tuple[ValueVersion, ...]


def recent_rows(line: Line, writing: Writing, bounds: Mapping[int, Bounds]) -> tuple[RecentRow, ...]:
    """Return the newest periods with the change on the year before; missing stretches are told."""
    rows: list[RecentRow] = []
    broken = firsts(line.breaks, [one.period for one in line.observations])
    newest_first = line.observations[::-1]
    for one, before in zip(newest_first, (*newest_first[1:], None), strict=False):
        rows.append(_recent(one, line, broken.get(one.period), bounds.get(one.pk), writing))
        if before is not None and one.period.steps_since(before.period) > 1:
            rows.append(_stretch(before.period + 1, one.period - 1, writing))
        if len(rows) >= _RECENT:
            break
    return tuple(rows)


def _recent(one: Observation, line: Line, broken: Break | None, bounds: Bounds | None, writing: Writing) -> RecentRow:
    flags = one.cell.flags
    notes = [flag_words(flag, writing.language) for flag in _TOLD if flag in flags]
    if bounds is not None:
        notes.append(_("95% interval {interval}").format(interval=writing.interval(bounds)))
    if broken is not None:
        notes.append(_("break in the series: {text}").format(text=broken.text.in_language(writing.language).text))
    return RecentRow(
        period=period_name(one.period, writing.language),
        address=one.period_name,
        value=writing.value(one),
        change=writing.change(one, line.at(one.period.year_before), line.broken_since_year_before(one.period)),
        known_on=known_on(one),
        notes=", ".join(notes),
    )


def _stretch(first: Period, last: Period, writing: Writing) -> RecentRow:
    names = [period_short(one, writing.language) for one in (first, last)]
    return RecentRow(period=names[0] if first == last else "–".join(names), value=_("no data"))


def places_of(
    measure: Measure, lines: Sequence[PlaceLine], writing: Writing, *, current: Subject, as_known_on: date | None
) -> Places | None:
    """Return the places in the newest period that any of them has, or None where there is nothing to compare."""
    newest = max((line.newest for line in lines if line.newest), default=None)
    if newest is None or len(lines) < 2:
        return None
    definition = measure.definition
    parts = [one for one in (definition.numerator, definition.denominator) if one is not None]
    found = {}
    if parts:
        subjects = [line.subject for line in lines]
        found = values_in(newest, parts, subjects, owner=measure.owner, as_known_on=as_known_on)
    rows = []
    for line in lines:
        cell = line.at(newest)
        if cell is None:
            continue
        known = [found.get((part.pk, line.subject.pk)) for part in parts]
        rows.append(
            PlaceRow(
                name=line.subject.name,
                slug=line.subject.slug,
                value=line.text(newest, writing),
                parts=tuple(_part(observation, writing) for observation in known),
                change=writing.change_of(cell, line.at(newest.year_before), line.broken_since_year_before(newest)),
                is_current=line.subject == current,
            )
        )
    return Places(period_name(newest, writing.language), tuple(rows), tuple(part.name for part in parts))


def _part(observation: Observation | None, writing: Writing) -> str:
    """Return a part of a share without its unit, which stands in the head of the column."""
    if observation is None or observation.value is None:
        return writing.value(observation)
    return number(observation.value, writing.language, 0)


def counted_sentence(values: Values) -> str:
    """Say of which municipalities the area's newest figure is not, and why; empty where it is of all of them."""
    latest = values.line.latest if values.line else None
    parts = [values.places[one.pk] for one in values.wanted.subjects.parts]
    if latest is None or not values.is_whole or latest.run.kind != RunKind.ROLL_UP or not parts:
        return ""
    language = values.writing.language
    cells = {bare(one.subject.name, language): one.at(latest.period) or Cell.missing() for one in parts}
    hidden = [name for name, cell in cells.items() if cell.gap is Gap.HIDDEN]
    missing = [name for name, cell in cells.items() if cell.value is None and cell.gap is not Gap.HIDDEN]
    told = []
    if hidden or missing:
        known = len(cells) - len(hidden) - len(missing)
        told.append(_("{known} of {count} municipalities are counted in.").format(known=known, count=len(cells)))
    if missing:
        told.append(_("No figure: {names}.").format(names=", ".join(missing)))
    if hidden:
        told.append(_("Hidden: {names}.").format(names=", ".join(hidden)))
    return " ".join(told)


def versions_of(line: Line, period: Period, writing: Writing, *, as_known_on: date | None) -> ValueHistory | None:
    """Return how the period's value came to be what it is, or None where the line does not have the period."""
    one = line.at(period)
    if one is None:
        return None
    rows = history_of(one.series, period, as_known_on=as_known_on)
    return ValueHistory(
        period_name(period, writing.language),
        tuple(_version(row, writing) for row in rows),
    )


def _version(row: Observation, writing: Writing) -> ValueVersion:
    if row.run.kind != RunKind.ROLL_UP:
        note = row.note or came_from(row.run)
    else:
        counted = counted_in(row.note)
        note = (
            _("{known} of {count} municipalities").format(known=counted[0], count=counted[1]) if counted else row.note
        )
    return ValueVersion(writing.value(row), known_on(row), str(label(RunKind(row.run.kind))), note)
