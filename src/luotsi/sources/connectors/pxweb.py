"""PxWeb interfaces of version 1, such as StatFin's; storing what is read is left to the measures.

Reads: `?config` for the limits, a table's metadata by GET, figures by POST as `json-stat2` or `json`.
Gives: a cell for every place, content and period asked, by the source's own codes; the moment of publication; notes.
Gaps: `...` is hidden, `..` missing, `.` not applicable; `-` is nothing at all, a true zero. Nothing is filled.
Fails: `UnableToFetch` by the status (400 unknown table, 403 too many cells, 429 too many calls, 503 overloaded);
    `UnableToRead` when a variable, content or place has changed, or the answer is not exactly what was asked.
Never: names a variable by its title, asks for more cells than the limits allow, keeps a part of an answer.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any, Literal

from luotsi.core.periods import Period
from luotsi.sources.formats import jsonstat2, pxjson
from luotsi.sources.formats.tables import Dimension, Table, answer, holding, load, optional, part, period, texts, typed
from luotsi.sources.types import (
    FetchReason,
    Limits,
    ReadAnswer,
    ReadReason,
    Request,
    Snapshot,
    UnableToFetch,
    UnableToRead,
)

Format = Literal["json-stat2", "json"]
_STATUSES: Mapping[int, FetchReason] = {
    400: FetchReason.UNKNOWN_TABLE,
    403: FetchReason.TOO_MANY_CELLS,
    404: FetchReason.NOT_FOUND,
    429: FetchReason.TOO_MANY_CALLS,
    503: FetchReason.BUSY,
}


@dataclass(frozen=True, slots=True)
class TableAddress:
    """Where a table stands: the interface's base, a language, the path `StatFin/tyonv/12r5`."""

    base_url: str
    language: str
    path: str

    @property
    def url(self) -> str:
        """The address of the table; the ending `.px` is always written."""
        return f"{self.base_url}/{self.language}/{self.path.removesuffix('.px')}.px"


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a table; one that is `eliminable` gives its total when it is left out."""

    code: str
    text: str
    values: tuple[str, ...]
    value_texts: tuple[str, ...]
    eliminable: bool
    is_time: bool


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a table can be asked."""

    title: str
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Figures to ask for: contents and places by the source's codes, every period published from `since` to `until`.

    `fixed` names the value of a variable that cannot be left out, such as sex or age.
    """

    contents: tuple[str, ...]
    places: tuple[str, ...]
    since: Period
    until: Period | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """One question within the limits; the answer must have exactly these places, periods and contents."""

    address: TableAddress
    place_variable: str
    time_variable: str
    content_variable: str
    places: tuple[str, ...]
    periods: tuple[str, ...]
    contents: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...] = ()
    response: Format = "json-stat2"

    @property
    def cells(self) -> int:
        """How many figures are asked for."""
        return len(self.places) * len(self.periods) * len(self.contents)

    @property
    def request(self) -> Request:
        """The question as sent; the same question gives the same bytes."""
        selections = {
            self.place_variable: self.places,
            self.time_variable: self.periods,
            self.content_variable: self.contents,
        } | {code: (value,) for code, value in self.fixed}
        body = {
            "query": [
                {"code": code, "selection": {"filter": "item", "values": list(values)}}
                for code, values in selections.items()
            ],
            "response": {"format": self.response},
        }
        return Request("POST", self.address.url, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


def config_request(base_url: str, language: str) -> Request:
    """Return the question for the limits of the interface."""
    return Request("GET", f"{base_url}/{language}/?config")


def read_config(snapshot: Snapshot) -> Limits:
    """Return the limits of the interface.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is not a configuration
    """
    content = load(_body(snapshot))
    cells, values, calls, window = (
        part(content, name, int) for name in ("maxCells", "maxValues", "maxCalls", "timeWindow")
    )
    if min(cells, values, calls, window) < 1:
        raise UnableToRead(ReadReason.WRONG_TYPE, part="config", found=f"{cells}, {values}, {calls}, {window}")
    return Limits(cells, values, calls, window)


def metadata_request(address: TableAddress) -> Request:
    """Return the question for the variables of a table."""
    return Request("GET", address.url)


def read_metadata(snapshot: Snapshot) -> Metadata:
    """Return what the table can be asked.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is not a table's metadata
    """
    content = load(_body(snapshot))
    variables = tuple(_variable(typed(entry, "variables", dict)) for entry in part(content, "variables", list))
    return Metadata(title=part(content, "title", str), variables=variables)


def queries(address: TableAddress, metadata: Metadata, wanted: Wanted, limits: Limits) -> tuple[Query, ...]:
    """Return the questions that together give what is wanted, each within the limits.

    Notes
    -----
    Variables are found by role: time by `time: true`, places and contents by the codes wanted, since their names
    change with the table and the year (`Alue`, `alue_23_20260101`). Others are left out where the table allows it.

    :raises UnableToRead: when the table has no such content or place, or variables that nothing is said about
    """
    time = _the_one([variable for variable in metadata.variables if variable.is_time], metadata)
    rest = [variable for variable in metadata.variables if variable is not time]
    content = holding(rest, wanted.contents, ReadReason.UNKNOWN_CONTENT)
    place = holding([variable for variable in rest if variable is not content], wanted.places, ReadReason.UNKNOWN_PLACE)
    others = {variable.code: variable for variable in rest if variable is not content and variable is not place}
    unsaid = [code for code, variable in others.items() if not variable.eliminable and code not in wanted.fixed]
    wrong = [code for code, value in wanted.fixed.items() if code not in others or value not in others[code].values]
    if unsaid or wrong:
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(unsaid + wrong))
    last = wanted.until
    periods = [code for code in time.values if wanted.since <= period(code) and (last is None or period(code) <= last)]
    if not periods:
        raise UnableToRead(ReadReason.NOTHING_PUBLISHED)
    whole = Query(
        address=address,
        place_variable=place.code,
        time_variable=time.code,
        content_variable=content.code,
        places=wanted.places,
        periods=tuple(periods),
        contents=wanted.contents,
        fixed=tuple(sorted(wanted.fixed.items())),
    )
    return tuple(_within(whole, limits))


def read(snapshot: Snapshot, query: Query) -> ReadAnswer:
    """Return the whole answer to the question.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer cannot be read whole or is not exactly what was asked
    """
    body = _body(snapshot)
    table = jsonstat2.parse(body) if query.response == "json-stat2" else pxjson.parse(body)
    content_code = query.content_variable if query.response == "json-stat2" else pxjson.CONTENT
    _compare(table, query, content_code)
    return answer(table, place=query.place_variable, time=query.time_variable, content=content_code)


def _compare(table: Table, query: Query, content_code: str) -> None:
    """Refuse an answer that lacks a value asked or has another; the order of values is free."""
    asked = {
        query.place_variable: query.places,
        query.time_variable: query.periods,
        content_code: query.contents,
    } | {code: (value,) for code, value in query.fixed}
    if {dimension.code for dimension in table.dimensions} != set(asked):
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(d.code for d in table.dimensions))
    for dimension in table.dimensions:
        unlike = sorted(set(dimension.values) ^ set(asked[dimension.code]))
        if unlike:
            raise UnableToRead(_reason(dimension, query, content_code), found=", ".join(unlike[:5]))


def _reason(dimension: Dimension, query: Query, content_code: str) -> ReadReason:
    if dimension.code == content_code:
        return ReadReason.UNKNOWN_CONTENT
    return ReadReason.UNKNOWN_PLACE if dimension.code == query.place_variable else ReadReason.CHANGED_DIMENSION


def _within(query: Query, limits: Limits) -> Iterator[Query]:
    """Halve the longest part of the question until every piece is within the limits."""
    parts = {"places": query.places, "periods": query.periods, "contents": query.contents}
    name, longest = max(parts.items(), key=lambda item: len(item[1]))
    fits = prod(map(len, parts.values())) <= limits.max_cells and len(longest) <= limits.max_values
    if fits or len(longest) == 1:
        yield query
        return
    middle = (len(longest) + 1) // 2
    for half in (longest[:middle], longest[middle:]):
        match name:
            case "places":
                yield from _within(replace(query, places=half), limits)
            case "periods":
                yield from _within(replace(query, periods=half), limits)
            case _:
                yield from _within(replace(query, contents=half), limits)


def _the_one(variables: list[Variable], metadata: Metadata) -> Variable:
    if len(variables) != 1:
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(v.code for v in metadata.variables))
    return variables[0]


def _variable(entry: Mapping[str, Any]) -> Variable:
    values, value_texts = (texts(part(entry, name, list), name) for name in ("values", "valueTexts"))
    if len(values) != len(value_texts):
        raise UnableToRead(ReadReason.DIFFERENT_SIZE, found=len(value_texts), expected=len(values))
    return Variable(
        code=part(entry, "code", str),
        text=part(entry, "text", str),
        values=values,
        value_texts=value_texts,
        eliminable=optional(entry, "elimination", bool),
        is_time=optional(entry, "time", bool),
    )


def _body(snapshot: Snapshot) -> bytes:
    if snapshot.status != 200:
        reason = _STATUSES.get(snapshot.status, FetchReason.OTHER_STATUS)
        raise UnableToFetch(reason, status=snapshot.status)
    return snapshot.body
