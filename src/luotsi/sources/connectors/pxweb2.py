"""PxWeb interfaces of version 2, such as Sweden's and Norway's, and StatFin's once it moves; storing is left to others.

Reads: `/config` for the limits, `/tables` to find a table, its metadata as JSON-stat 2, figures by GET, or by POST
    where the address would grow too long; the answer is always JSON-stat 2.
Gives: a cell for every place, content and period asked, by the source's own codes; the moment of publication; notes.
Gaps: a null has the reason of its sign in `status`; the signs are Statistics Finland's unless the address names others.
Fails: `UnableToFetch` by the status and the title of the problem (RFC 7807) that comes with it; `UnableToRead` when a
    variable, content or place has changed, a sign is not known, or the answer is not exactly what was asked.
Never: names a variable by its title, asks for more cells than the limits allow, asks faster than thirty times a minute
    where the interface gives no limit of its own, keeps a part of an answer.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from luotsi.core.values import Cell
from luotsi.sources.formats import jsonstat2
from luotsi.sources.formats.addresses import with_parameters
from luotsi.sources.formats.replies import body_of
from luotsi.sources.formats.tables import SYMBOLS, Dimension, answer, load, optional, part, typed
from luotsi.sources.selections import Metadata, Selection, Variable, Wanted, compare, select, within
from luotsi.sources.types import (
    FetchReason,
    Limits,
    ReadAnswer,
    ReadReason,
    Request,
    Snapshot,
    UnableToRead,
)

_LONGEST_ADDRESS = 1800
_CALLS, _WINDOW = 30, 60  # where the interface says 0, as Norway's does: it means "not said here", not "no limit"
_STATUSES: dict[int, FetchReason] = {
    400: FetchReason.UNKNOWN_TABLE,
    403: FetchReason.FORBIDDEN,
    404: FetchReason.NOT_FOUND,
    429: FetchReason.TOO_MANY_CALLS,
    503: FetchReason.BUSY,
}
_TITLES: Mapping[str, FetchReason] = {
    "too many cells selected": FetchReason.TOO_MANY_CELLS,
    "non-existent table": FetchReason.UNKNOWN_TABLE,
}


@dataclass(frozen=True, slots=True)
class TableAddress:
    """Where a table stands: the interface's base, a language, the table's id; and the signs of its missing figures."""

    base_url: str
    language: str
    table: str
    signs: Mapping[str, Cell] = field(default_factory=lambda: SYMBOLS)

    @property
    def url(self) -> str:
        """The address of the table."""
        return f"{self.base_url}/tables/{self.table}"


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A table in the list of those there are."""

    table: str
    label: str
    first_period: str
    last_period: str
    is_discontinued: bool


@dataclass(frozen=True, slots=True)
class TablePage:
    """One page of that list."""

    tables: tuple[TableEntry, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Selection):
    """One question within the limits; the answer must have exactly these places, periods and contents."""

    address: TableAddress

    @property
    def request(self) -> Request:
        """The question as sent; the same question gives the same bytes."""
        url = f"{self.address.url}/data"
        common = [("lang", self.address.language), ("outputFormat", "json-stat2")]
        chosen = [(f"valuecodes[{code}]", ",".join(values)) for code, values in self.values.items()]
        short = with_parameters(url, common + chosen)
        if len(short) <= _LONGEST_ADDRESS and not any("," in one for values in self.values.values() for one in values):
            return Request("GET", short)
        body = {
            "selection": [{"variableCode": code, "valueCodes": list(values)} for code, values in self.values.items()]
        }
        return Request(
            "POST",
            with_parameters(url, common),
            json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
        )


def config_request(base_url: str) -> Request:
    """Return the question for the limits of the interface."""
    return Request("GET", f"{base_url}/config")


def read_config(snapshot: Snapshot) -> Limits:
    """Return the limits of the interface.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is not a configuration
    """
    content = load(_body(snapshot))
    cells = part(content, "maxDataCells", int)
    calls, window = (optional(content, name, int) for name in ("maxCallsPerTimeWindow", "timeWindow"))
    if cells < 1:
        raise UnableToRead(ReadReason.WRONG_TYPE, part="config", found=str(cells))
    if calls < 1 or window < 1:
        calls, window = _CALLS, _WINDOW
    return Limits(max_cells=cells, max_values=cells, max_calls=calls, window_seconds=window)


def tables_request(base_url: str, language: str, words: str, page: int = 1) -> Request:
    """Return the question for the tables that have the words."""
    parameters = [("lang", language), ("query", words), ("pageNumber", str(page)), ("pageSize", "50")]
    return Request("GET", with_parameters(f"{base_url}/tables", parameters))


def read_tables(snapshot: Snapshot) -> TablePage:
    """Return a page of the list of tables.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is no such list
    """
    content = load(_body(snapshot))
    page = part(content, "page", dict)
    entries = tuple(_entry(typed(entry, "tables", dict)) for entry in part(content, "tables", list))
    return TablePage(entries, part(page, "pageNumber", int), part(page, "totalPages", int))


def metadata_request(address: TableAddress) -> Request:
    """Return the question for the variables of a table."""
    parameters = [("lang", address.language), ("outputFormat", "json-stat2")]
    return Request("GET", with_parameters(f"{address.url}/metadata", parameters))


def read_metadata(snapshot: Snapshot) -> Metadata:
    """Return what the table can be asked.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is not a table's metadata
    """
    content = jsonstat2.dataset(_body(snapshot))
    described = part(content, "dimension", dict)
    variables = tuple(_variable(one, described[one.code]) for one in jsonstat2.dimensions(content))
    return Metadata(title=optional(content, "label", str), variables=variables)


def queries(address: TableAddress, metadata: Metadata, wanted: Wanted, limits: Limits) -> tuple[Query, ...]:
    """Return the questions that together give what is wanted, each within the limits.

    :raises UnableToRead: when the table has no such content or place, or variables that nothing is said about
    """
    return tuple(within(Query(address=address, **select(metadata, wanted).parts), limits))


def read(snapshot: Snapshot, query: Query) -> ReadAnswer:
    """Return the whole answer to the question.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer cannot be read whole or is not exactly what was asked
    """
    table = jsonstat2.parse(_body(snapshot), query.address.signs)
    compare(table, query, query.content_variable)
    return answer(table, place=query.place_variable, time=query.time_variable, content=query.content_variable)


def _entry(entry: Mapping[str, Any]) -> TableEntry:
    return TableEntry(
        table=part(entry, "id", str),
        label=optional(entry, "label", str),
        first_period=optional(entry, "firstPeriod", str),
        last_period=optional(entry, "lastPeriod", str),
        is_discontinued=optional(entry, "discontinued", bool),
    )


def _variable(dimension: Dimension, described: Mapping[str, Any]) -> Variable:
    labels = optional(part(described, "category", dict), "label", dict)
    return Variable(
        code=dimension.code,
        text=optional(described, "label", str),
        values=dimension.values,
        value_texts=tuple(typed(labels.get(code, code), "label", str) for code in dimension.values),
        eliminable=optional(optional(described, "extension", dict), "elimination", bool),
        is_time=dimension.is_time,
    )


def _body(snapshot: Snapshot) -> bytes:
    title = "" if snapshot.status == 200 else _title(snapshot.body)
    reason = _TITLES.get(title.casefold())
    return body_of(snapshot, _STATUSES | {snapshot.status: reason} if reason else _STATUSES)


def _title(body: bytes) -> str:
    """Return the title of the problem, empty where the answer is none."""
    try:
        return str(optional(load(body), "title", str))
    except UnableToRead:
        return ""
