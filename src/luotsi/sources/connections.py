"""The way from a connection's question to its figures, with the places of Finland in place of the source's codes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from luotsi.core.text import Text
from luotsi.sources.asking import ask_each, ask_once, open_table
from luotsi.sources.connectors import kela, pxweb, pxweb2, sotkanet, vipunen
from luotsi.sources.formats.grids import Grid
from luotsi.sources.formats.records import grid_of
from luotsi.sources.formats.replies import body_of
from luotsi.sources.mapping import ColumnMapping, RowsRefused, WrongRow, understood
from luotsi.sources.outbound import Outbound
from luotsi.sources.questions import (
    FIGURE,
    ColumnQuestion,
    IndicatorQuestion,
    Question,
    VariableQuestion,
    Where,
    known_places,
)
from luotsi.sources.selections import Metadata, within
from luotsi.sources.types import (
    ReadAnswer,
    ReadCell,
    ReadReason,
    Request,
    Snapshot,
    Telling,
    UnableToRead,
    tell_nobody,
)

FIRST_YEAR = 2000
_ANY = ColumnMapping(values={FIGURE: FIGURE}, place="place", period="period")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Answers with the bytes they were read from, and every figure in them that was wanted."""

    snapshots: tuple[Snapshot, ...]
    rows: tuple[ReadCell, ...]
    updated: datetime | None
    problems: tuple[WrongRow, ...] = ()
    """What was wrong in rows of columns; a fetch refuses them, a preview lists them."""


def ask_variables(outbound: Outbound, question: VariableQuestion, *, at: datetime) -> Metadata:
    """Return what a table can be asked, setting the pace of its interface on the way.

    :raises UnableToFetch: when there was no answer
    :raises UnableToRead: when the answer describes no table
    """
    if question.version == 1:
        outbound.limits = pxweb.read_config(
            outbound.fetch(pxweb.config_request(question.base_url, question.language), at=at)
        )
        return pxweb.read_metadata(outbound.fetch(pxweb.metadata_request(_address1(question)), at=at))
    outbound.limits = pxweb2.read_config(outbound.fetch(pxweb2.config_request(question.base_url), at=at))
    return pxweb2.read_metadata(outbound.fetch(pxweb2.metadata_request(_address2(question)), at=at))


def ask_title(outbound: Outbound, base_url: str, number: int, *, at: datetime) -> Text:
    """Return what an indicator of Sotkanet is called.

    :raises UnableToFetch: when there was no answer
    :raises UnableToRead: when the answer is of another indicator
    """
    return sotkanet.read_title(outbound.fetch(sotkanet.indicator_request(base_url, number), at=at), number)


def ask_columns(outbound: Outbound, where: Where, at_address: str, base_url: str, *, at: datetime) -> Snapshot:
    """Return a table as it came, before anybody has said what its columns mean.

    :raises UnableToFetch: when there was no answer
    """
    is_vipunen = where is Where.VIPUNEN
    request = vipunen.Query(base_url, at_address).request if is_vipunen else Request("GET", at_address)
    return outbound.fetch(request, at=at)


def open_columns(snapshot: Snapshot, where: Where, mapping: ColumnMapping = _ANY) -> Grid:
    """Return the table of an answer or of a file that was brought.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when there is no table
    :raises luotsi.files.refusals.UnableToRead: when the bytes are refused as a file
    """
    if where is Where.VIPUNEN:
        return grid_of(vipunen.read_page(snapshot))
    return open_table(body_of(snapshot), mapping)


def ask(
    outbound: Outbound,
    question: Question,
    places: Sequence[str],
    *,
    at: datetime,
    newest: int | None = None,
    tell: Telling = tell_nobody,
) -> Gathered:
    """Return the figures of the places wanted, of every period or of the newest ones, and what is wrong with them.

    :raises UnableToFetch: when one question got no answer
    :raises UnableToRead: when an answer cannot be read whole, or a table has none of the places
    :raises luotsi.files.refusals.UnableToRead: when the bytes are refused as a file
    """
    match question:
        case VariableQuestion():
            return _ask_table(outbound, question, places, at=at, newest=newest, tell=tell)
        case IndicatorQuestion():
            return _ask_indicator(outbound, question, places, at=at, newest=newest)
        case _ if question.where is Where.VIPUNEN:
            return _ask_vipunen(outbound, question, places, at=at, tell=tell)
        case _:
            snapshot = ask_columns(outbound, question.where, question.at, "", at=at)
            return read_columns(snapshot, question, places)


def _ask_table(
    outbound: Outbound,
    question: VariableQuestion,
    places: Sequence[str],
    *,
    at: datetime,
    newest: int | None,
    tell: Telling,
) -> Gathered:
    metadata = ask_variables(outbound, question, at=at)
    parts = question.selection(metadata, places, newest).parts
    limits = outbound.limits
    assert limits is not None
    if question.version == 1:
        queries1 = tuple(within(pxweb.Query(address=_address1(question), **parts), limits))
        asked = ask_each(outbound, queries1, pxweb.read, at=at, tell=tell)
    else:
        queries2 = tuple(within(pxweb2.Query(address=_address2(question), **parts), limits))
        asked = ask_each(outbound, queries2, pxweb2.read, at=at, tell=tell)
    rows = tuple(row for one in asked for row in _placed(one.answer, question, metadata, places))
    updated = max((one.answer.updated for one in asked if one.answer.updated), default=None)
    return Gathered(tuple(one.snapshot for one in asked), rows, updated)


def _placed(found: ReadAnswer, question: VariableQuestion, metadata: Metadata, places: Sequence[str]) -> list[ReadCell]:
    by_code = next((known_places(one) for one in metadata.variables if one.code == question.place), {})
    placed = [
        row._replace(place_code=question.only_place or by_code.get(row.place_code, ""), content_code=FIGURE)
        for row in found.rows
    ]
    return [row for row in placed if row.place_code in places]


def _ask_indicator(
    outbound: Outbound, question: IndicatorQuestion, places: Sequence[str], *, at: datetime, newest: int | None
) -> Gathered:
    base_url, number = question.base_url, question.number
    sotkanet.check_title(ask_title(outbound, base_url, number, at=at), question.title)
    regions = sotkanet.read_regions(outbound.fetch(sotkanet.regions_request(base_url), at=at))
    known = tuple(place for place in places if place in regions)
    years = tuple(range(at.year - newest if newest else FIRST_YEAR, at.year))
    query = sotkanet.Query(base_url, number, known, years, regions)
    asked = ask_once(outbound, query, sotkanet.read, at=at)
    first = min((row.period.start for row in asked.answer.rows if row.cell.value is not None), default=None)
    published = (row for row in asked.answer.rows if first is not None and row.period.start >= first)
    return Gathered((asked.snapshot,), tuple(row._replace(content_code=FIGURE) for row in published), None)


def _ask_vipunen(
    outbound: Outbound, question: ColumnQuestion, places: Sequence[str], *, at: datetime, tell: Telling
) -> Gathered:
    query: vipunen.Query | None = vipunen.Query(question.base_url, question.at, question.mapping)
    snapshots, pages = [], []
    while query is not None:
        snapshots.append(outbound.fetch(query.request, at=at))
        pages.append(vipunen.read_page(snapshots[-1]))
        tell(len(pages), len(pages))
        query = query.after(len(pages[-1]))
    grid = grid_of([one for page in pages for one in page])
    return replace(_of_grid(grid, question, places), snapshots=tuple(snapshots))


def read_columns(snapshot: Snapshot, question: ColumnQuestion, places: Sequence[str]) -> Gathered:
    """Return the figures of the places wanted in a table as it came, and everything that is wrong in the table.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when there is no table, or it lacks a column
    :raises luotsi.files.refusals.UnableToRead: when the bytes are refused as a file
    """
    if question.where is Where.KELA:
        query = question.kela_query([one for one in places if not one.startswith("TA")])
        rows = tuple(row._replace(content_code=FIGURE) for row in kela.read(snapshot, query).rows)
        return Gathered((snapshot,), rows, None)
    grid = open_columns(snapshot, question.where, question.mapping)
    return replace(_of_grid(grid, question, places), snapshots=(snapshot,))


def refusing(gathered: Gathered) -> Gathered:
    """Return figures of columns unless something is wrong with them.

    :raises RowsRefused: when a row could not be understood
    :raises UnableToRead: when there is no figure of the places wanted
    """
    if gathered.problems:
        raise RowsRefused(gathered.problems)
    if not gathered.rows:
        raise UnableToRead(ReadReason.NOTHING_PUBLISHED)
    return gathered


def _of_grid(grid: Grid, question: ColumnQuestion, places: Sequence[str]) -> Gathered:
    rows: list[ReadCell] = []
    problems: list[WrongRow] = []
    for one in understood(grid, question.mapping):
        rows += (row for row in one.figures if row.place_code in places)
        problems += one.problems
    return Gathered((), tuple(rows), None, tuple(problems))


def unknown_codes(metadata: Metadata, question: VariableQuestion) -> tuple[str, ...]:
    """Return the values of the variable of places that are no places of Finland."""
    variable = next((one for one in metadata.variables if one.code == question.place), None)
    if variable is None:
        return ()
    known = known_places(variable)
    return tuple(code for code in variable.values if code not in known)


def _address1(question: VariableQuestion) -> pxweb.TableAddress:
    return pxweb.TableAddress(question.base_url, question.language, question.table)


def _address2(question: VariableQuestion) -> pxweb2.TableAddress:
    return pxweb2.TableAddress(question.base_url, question.language, question.table)
