"""A measure's newest figure by group, and its other sources: what the page tells beside the figure itself."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from luotsi.core.text import Language
from luotsi.core.values import Cell
from luotsi.figures.formats import change
from luotsi.figures.period_names import period_name
from luotsi.indicators.choosing import Beside, sources_beside
from luotsi.indicators.grouping import GroupTable, group_tables
from luotsi.indicators.labels import label
from luotsi.indicators.models import Measure
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject


@dataclass(frozen=True, slots=True)
class GroupsShown:
    """One dimension as a table: its name and period, each group with its figure, the whole, and why they differ."""

    name: str
    period: str
    rows: tuple[tuple[str, str], ...]
    whole: str
    remark: str


@dataclass(frozen=True, slots=True)
class SourceShown:
    """A source of the measure as a row."""

    name: str
    period: str
    value: str
    difference: str
    is_shown: bool
    is_stale: bool


def groups_shown(
    measure: Measure, subject: Subject | None, language: Language, *, as_known_on: date | None
) -> tuple[GroupsShown, ...]:
    """Return a table for each dimension that has figures. No query without dimensions, else two."""
    if subject is None:
        return ()
    writing = Writing.of(measure.definition, language)
    return tuple(_groups(one, writing, language) for one in group_tables(measure, subject, as_known_on=as_known_on))


def _groups(table: GroupTable, writing: Writing, language: Language) -> GroupsShown:
    remark = ""
    if table.finding is not None:
        difference = writing.cell(Cell.of(abs(table.finding.difference)))
        told = _("The groups together are %(difference)s more than the whole.")
        if table.finding.difference < 0:
            told = _("The groups together are %(difference)s less than the whole.")
        remark = f"{told % {'difference': difference}} {label(table.finding.kind)}."
    return GroupsShown(
        table.dimension.name.in_language(language).text,
        period_name(table.period, language),
        tuple((group.name.in_language(language).text, writing.cell(cell)) for group, cell in table.rows),
        writing.cell(table.whole),
        remark,
    )


def sources_shown(
    measure: Measure, subject: Subject | None, language: Language, *, today: date, as_known_on: date | None
) -> tuple[SourceShown, ...]:
    """Return the measure's sources, the one shown first; nothing where it has one. No query where nobody has others."""
    if subject is None or not (measure.keeps_own_values or measure.shown_source):
        return ()
    found = sources_beside(measure, subject, today=today, as_known_on=as_known_on)
    writing = Writing.of(measure.definition, language)
    return tuple(_source(one, writing, language) for one in found) if len(found) > 1 else ()


def _source(one: Beside, writing: Writing, language: Language) -> SourceShown:
    difference = ""
    if not one.is_shown and one.difference is not None and writing.unit.is_number:
        difference = change(one.difference, writing.unit, language, writing.decimals, short=True)
    return SourceShown(
        one.name.in_language(language).text,
        period_name(one.newest, language) if one.newest else "",
        "" if one.value is None else writing.cell(Cell.of(one.value)),
        difference,
        one.is_shown,
        one.is_stale,
    )
