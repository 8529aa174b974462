"""PxWeb interfaces of version 1, such as StatFin's; storing what is read is left to the measures.

Reads: `?config` for the limits, a table's metadata by GET, figures by POST as `json-stat2` or `json`.
Gives: a cell for every place, content and period asked, by the source's own codes; the moment of publication; notes.
Gaps: `...` is hidden, `..` missing, `.` not applicable; `-` is nothing at all, a true zero. Nothing is filled.
Fails: `UnableToFetch` by the status (400 unknown table, 403 too many cells, 429 too many calls, 503 overloaded);
    `UnableToRead` when a variable, content or place has changed, or the answer is not exactly what was asked.
Never: names a variable by its title, asks for more cells than the limits allow, keeps a part of an answer.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from luotsi.sources.formats import jsonstat2, pxjson
from luotsi.sources.formats.replies import body_of
from luotsi.sources.formats.tables import answer, load, optional, part, texts, typed
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

__all__ = [
    "Metadata",
    "Query",
    "TableAddress",
    "Variable",
    "Wanted",
    "config_request",
    "metadata_request",
    "queries",
    "read",
    "read_config",
    "read_metadata",
    "table_path",
]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Selection):
    """One question within the limits; the answer must have exactly these places, periods and contents."""

    address: TableAddress
    response: Format = "json-stat2"

    @property
    def request(self) -> Request:
        """The question as sent; the same question gives the same bytes."""
        body = {
            "query": [
                {"code": code, "selection": {"filter": "item", "values": list(values)}}
                for code, values in self.values.items()
            ],
            "response": {"format": self.response},
        }
        return Request("POST", self.address.url, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode())


_OLD_ID = re.compile(r"(statfin)_(\w+)_pxt_(\w+)", re.IGNORECASE)
_PATH = re.compile(r"([A-Za-z]\w*)/(?:\1__)?([\w/]+)/([\w-]+)")


def table_path(written: str) -> str:
    """Return the path of a table out of what a person has at hand: a path, an address, an id from before June 2026.

    >>> table_path("https://pxdata.stat.fi/PxWeb/pxweb/fi/StatFin/StatFin__tyonv/12r5.px/table/tableViewLayout1/")
    'StatFin/tyonv/12r5'
    >>> table_path("statfin_tyonv_pxt_12r5.px"), table_path("12r5")
    ('StatFin/tyonv/12r5', '')
    """
    path = written.strip().partition("?")[0].partition(".px")[0].rstrip("/")
    old = _OLD_ID.fullmatch(path.rpartition("/")[2])
    if old:
        return f"StatFin/{old[2]}/{old[3]}"
    for start in ("/fi/", "/sv/", "/en/"):
        path = path.partition(start)[2] or path
    found = _PATH.fullmatch(path)
    return "/".join(found.groups()) if found else ""


def config_request(base_url: str, language: str) -> Request:
    """Return the question for the limits of the interface."""
    return Request("GET", f"{base_url}/{language}/?config")


def read_config(snapshot: Snapshot) -> Limits:
    """Return the limits of the interface.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is not a configuration
    """
    content = load(body_of(snapshot, _STATUSES))
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
    content = load(body_of(snapshot, _STATUSES))
    variables = tuple(_variable(typed(entry, "variables", dict)) for entry in part(content, "variables", list))
    return Metadata(title=part(content, "title", str), variables=variables)


def queries(address: TableAddress, metadata: Metadata, wanted: Wanted, limits: Limits) -> tuple[Query, ...]:
    """Return the questions that together give what is wanted, each within the limits.

    :raises UnableToRead: when the table has no such content or place, or variables that nothing is said about
    """
    whole = Query(address=address, **select(metadata, wanted).parts)
    return tuple(within(whole, limits))


def read(snapshot: Snapshot, query: Query) -> ReadAnswer:
    """Return the whole answer to the question.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer cannot be read whole or is not exactly what was asked
    """
    body = body_of(snapshot, _STATUSES)
    table = jsonstat2.parse(body) if query.response == "json-stat2" else pxjson.parse(body)
    content_code = query.content_variable if query.response == "json-stat2" else pxjson.CONTENT
    compare(table, query, content_code)
    return answer(table, place=query.place_variable, time=query.time_variable, content=content_code)


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
