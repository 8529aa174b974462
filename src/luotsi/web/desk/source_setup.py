"""The steps of connecting a source: what it offers, what a choice would give, and how that reads on a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Text
from luotsi.core.units import WrittenUnit, can_be_stored, stored_in
from luotsi.core.values import Bounds, Cell, Flag, Gap
from luotsi.indicators.connected import check_periods
from luotsi.indicators.labels import label
from luotsi.indicators.models import Measure
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.sources.connections import (
    ask,
    ask_columns,
    ask_title,
    ask_variables,
    open_columns,
    read_columns,
    unknown_codes,
)
from luotsi.sources.formats.written import RowProblem
from luotsi.sources.mapping import ROW_SENTENCES
from luotsi.sources.models import Connection
from luotsi.sources.operations import Step
from luotsi.sources.outbound import Outbound
from luotsi.sources.queries import snapshot_of
from luotsi.sources.questions import (
    ColumnQuestion,
    IndicatorQuestion,
    Question,
    VariableQuestion,
    Where,
    as_saved,
    likely_mapping,
    likely_roles,
    offered_columns,
    offered_variables,
    question_of,
    variables_of,
    written_unit,
)
from luotsi.sources.registry import SOURCES, Source
from luotsi.sources.types import ReadCell, Request, Snapshot
from luotsi.web.desk.typed_values import doubt
from luotsi.web.shared.language import reader_language

NEWEST = 3
ROWS_SHOWN, PROBLEMS_SHOWN, CODES_SHOWN, CODES_KEPT = 40, 100, 30, 5000
_INTERFACES = {"pxweb": 1, "pxweb2": 2}


@dataclass(frozen=True, slots=True)
class About:
    """For which measure and whom a source is connected, and when."""

    measure: Measure
    subjects: Sequence[Subject]
    last_period: Period
    at: datetime

    @property
    def kind(self) -> PeriodKind:
        """The length of the measure's periods."""
        return PeriodKind(self.measure.definition.period_kind)

    @property
    def places(self) -> tuple[str, ...]:
        """The codes of those the figures may be about."""
        return tuple(one.code for one in self.subjects)


def look(way: Outbound, source: Source, typed: Mapping[str, Any], before: Connection, about: About) -> Step:
    """Return what the source offers at the place that was given, and what it seems to mean.

    What was chosen before stays chosen where the source still has it.

    :raises luotsi.sources.types.UnableToFetch: when there was no answer
    :raises luotsi.sources.types.UnableToRead: when there is nothing that can be connected
    :raises luotsi.files.refusals.UnableToRead: when the bytes are refused as a file
    """
    if source.connector in _INTERFACES:
        return _look_at_table(way, source, typed["table"], before, about)
    if source.connector == "sotkanet":
        number = typed["number"]
        title = ask_title(way, source.base_url, number, at=about.at).fi
        indicator = IndicatorQuestion(base_url=source.base_url, number=number, title=title)
        return Step(_kept_unit(before) | as_saved(indicator) | {"about": {"title": title}}, {})
    return _look_at_columns(way, source, typed, before, about)


def _kept_unit(before: Connection) -> dict[str, Any]:
    return {"unit": before.draft["unit"]} if "unit" in before.draft else {}


def _look_at_table(way: Outbound, source: Source, table: str, before: Connection, about: About) -> Step:
    asked = VariableQuestion(
        version=_INTERFACES[source.connector],
        base_url=source.base_url,
        language="fi" if source.connector == "pxweb" else "en",
        table=table,
        time="",
    )
    metadata = ask_variables(way, asked, at=about.at)
    question = likely_roles(metadata, asked, about.places[0])
    if before.draft.get("kind") == "variables" and before.draft["table"] == table:
        old = question_of(before.draft)
        assert isinstance(old, VariableQuestion)
        codes = {one.code: one.values for one in metadata.variables}
        if {old.place, *old.fixed} - {""} <= set(codes) and all(old.fixed[code] in codes[code] for code in old.fixed):
            question = replace(question, place=old.place, only_place=old.only_place, fixed=old.fixed)
    told = {"title": metadata.title or table}
    return Step(_kept_unit(before) | as_saved(question) | {"about": told}, offered_variables(metadata))


def _look_at_columns(way: Outbound, source: Source, typed: Mapping[str, Any], before: Connection, about: About) -> Step:
    table = typed.get("table")
    if table is not None:
        where, name, body = Where.UPLOAD, table.name[:120], table.read()
        sample = Snapshot(Request("UPLOAD", name), 200, body, sha256(body).hexdigest(), about.at)
    else:
        where = {"kela": Where.KELA, "vipunen": Where.VIPUNEN}.get(source.connector, Where.ADDRESS)
        name = typed.get("address") or typed["resource"]
        sample = ask_columns(way, where, name, source.base_url, at=about.at)
    grid = open_columns(sample, where)
    mapping = likely_mapping(grid, about.places[0], about.last_period.name, about.kind)
    if before.draft.get("kind") == "columns":
        old = question_of(before.draft)
        assert isinstance(old, ColumnQuestion)
        if {old.mapping.place, old.mapping.period, *old.mapping.values.values(), *old.mapping.only} - {""} <= {
            *grid.columns
        }:
            mapping = old.mapping
    base_url = source.base_url if where is Where.VIPUNEN else ""
    question = ColumnQuestion(where=where, at=name, mapping=mapping, base_url=base_url)
    told = {"title": name.rpartition("/")[2] or name, "publisher": typed.get("publisher", "")}
    return Step(_kept_unit(before) | as_saved(question) | {"about": told}, offered_columns(grid), sample)


def sample_of(way: Outbound, connection: Connection, question: Question, about: About, unit: str) -> Step:
    """Return the choice with the figures that it would give: the newest of statistics, all of a table.

    `unit` is that in which the source writes them; they are shown in the measure's.

    :raises luotsi.sources.types.UnableToFetch: when there was no answer
    :raises luotsi.sources.types.UnableToRead: when the answer does not have what was chosen
    :raises luotsi.files.refusals.UnableToRead: when the bytes are refused as a file
    """
    sample = None
    if isinstance(question, ColumnQuestion):
        assert connection.sample is not None
        gathered = read_columns(snapshot_of(connection.sample), question, about.places)
        unknown = [one.found for one in gathered.problems if one.problem is RowProblem.UNKNOWN_PLACE]
    else:
        gathered = ask(way, question, about.places, at=about.at, newest=NEWEST)
        sample = gathered.snapshots[0]
        unknown = []
    if isinstance(question, VariableQuestion):
        unknown = list(unknown_codes(variables_of(connection.offered), question))
    check_periods(gathered.rows, about.measure)
    newest_first = sorted(gathered.rows, key=lambda row: row.period.start, reverse=True)
    shown = {
        "rows": [_saved_row(row) for row in newest_first[:ROWS_SHOWN]],
        "figures": len(gathered.rows),
        "doubtful": sum(bool(doubt(row.cell, about.measure.definition)) for row in gathered.rows),
        "problems": [
            [str(one.problem), one.line, one.column, one.found]
            for one in gathered.problems
            if one.problem is not RowProblem.UNKNOWN_PLACE
        ][:PROBLEMS_SHOWN],
        "unknown": list(dict.fromkeys(unknown))[:CODES_KEPT],
        "unknown_count": len(set(unknown)),
        "lacking": [code for code in about.places if code not in {row.place_code for row in gathered.rows}],
    }
    draft = as_saved(question) | {"about": connection.draft.get("about", {}), "unit": unit}
    return Step(draft, {**connection.offered, "preview": shown}, sample)


def _saved_row(row: ReadCell) -> list[Any]:
    cell = row.cell
    value = None if cell.value is None else str(cell.value)
    return [row.place_code, row.period.name, value, cell.gap, sorted(cell.flags), *map(str, row.bounds or ())]


@dataclass(frozen=True, slots=True)
class RowTold:
    """A figure as it would be taken in."""

    place: Text
    period: str
    value: str


@dataclass(frozen=True, slots=True)
class PreviewTold:
    """What a connection would give, in words."""

    rows: list[RowTold]
    figures: int
    problems: list[str]
    unknown: list[str]
    unknown_count: int
    blocks: bool
    unit: str
    """In which unit the source writes them, empty where it is the measure's own."""
    lacking: list[Text]
    doubtful: int
    """How many figures look like slips."""

    @property
    def may_be_saved(self) -> bool:
        """Whether every row was understood, and there is something to take in."""
        return bool(self.figures) and not self.problems and not self.blocks


def preview_of(connection: Connection, about: About) -> PreviewTold | None:
    """Return what was sampled in words, None when nothing has been yet. No queries."""
    shown, written = connection.offered.get("preview"), written_unit(connection.draft)
    if shown is None or not can_be_stored(written, about.measure.definition.unit_of_value):
        return None
    names = {one.code: one.name for one in about.subjects}
    writing = Writing.of(about.measure.definition, reader_language(), is_exact=True)
    rows = [
        RowTold(names[code], period, _value_told(_cell(value, gap, flags), ends, written, writing))
        for code, period, value, gap, flags, *ends in shown["rows"]
        if code in names
    ]
    problems = [
        _(ROW_SENTENCES[RowProblem(problem)]).format(line=line, column=column, found=found)
        for problem, line, column, found in shown["problems"]
    ]
    return PreviewTold(
        rows=rows,
        figures=shown["figures"],
        problems=problems,
        unknown=shown["unknown"][:CODES_SHOWN],
        unknown_count=shown["unknown_count"],
        blocks=bool(shown["unknown"]) and connection.draft.get("kind") == "columns",
        unit="" if written is WrittenUnit.ONE else str(label(written)),
        lacking=[names[code] for code in shown["lacking"] if code in names],
        doubtful=shown.get("doubtful", 0),
    )


def _value_told(cell: Cell, ends: Sequence[str], written: WrittenUnit, writing: Writing) -> str:
    text = writing.cell(stored_in(cell, written, writing.unit))
    low, high = (stored_in(Cell.of(end), written, writing.unit).value for end in ends) if ends else (None, None)
    return text if low is None or high is None else f"{text} ({writing.interval(Bounds(low, high))})"


def _cell(value: str | None, gap: str | None, flags: Sequence[str]) -> Cell:
    marks = frozenset(Flag(flag) for flag in flags)
    return Cell(None if value is None else Decimal(value), Gap(gap) if gap else None, marks)


def leaving_out(connection: Connection) -> ColumnQuestion:
    """Return the question with the names that are no places left out."""
    question = question_of(connection.draft)
    assert isinstance(question, ColumnQuestion)
    left_out = question.mapping.left_out | frozenset(connection.offered["preview"]["unknown"])
    return replace(question, mapping=replace(question.mapping, left_out=left_out))


def offered_sources() -> list[Source]:
    """Return the sources that a measure can be connected to; JSON-stat is a table of one's own."""
    return [one for key, one in SOURCES.items() if key != "jsonstat"]
