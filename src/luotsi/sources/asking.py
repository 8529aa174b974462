"""The whole way to a table's figures: limits, metadata, questions, answers; storing them is left to the measures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from luotsi.files import sandbox
from luotsi.sources.connectors import pxweb, pxweb2, sotkanet, tabular
from luotsi.sources.formats import grids
from luotsi.sources.formats.replies import body_of
from luotsi.sources.mapping import ColumnMapping, read_grid
from luotsi.sources.outbound import Outbound
from luotsi.sources.selections import Wanted
from luotsi.sources.types import (
    Obstacle,
    ReadAnswer,
    ReadReason,
    Request,
    Snapshot,
    Telling,
    UnableToRead,
    tell_nobody,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer with the bytes it was read from."""

    snapshot: Snapshot
    answer: ReadAnswer


def ask_pxweb(
    outbound: Outbound,
    address: pxweb.TableAddress,
    wanted: pxweb.Wanted,
    *,
    at: datetime,
    tell: Telling = tell_nobody,
) -> list[Asked]:
    """Return every answer that together holds what is wanted, or none of them.

    :raises UnableToFetch: when one question got no answer
    :raises UnableToRead: when the table lacks what is wanted, or one answer cannot be read whole
    """
    config = pxweb.config_request(address.base_url, address.language)
    limits = outbound.limits = pxweb.read_config(outbound.fetch(config, at=at))
    metadata = pxweb.read_metadata(outbound.fetch(pxweb.metadata_request(address), at=at))
    return ask_each(outbound, pxweb.queries(address, metadata, wanted, limits), pxweb.read, at=at, tell=tell)


def ask_pxweb2(
    outbound: Outbound, address: pxweb2.TableAddress, wanted: Wanted, *, at: datetime, tell: Telling = tell_nobody
) -> list[Asked]:
    """Return every answer that together holds what is wanted, or none of them.

    :raises UnableToFetch: when one question got no answer
    :raises UnableToRead: when the table lacks what is wanted, or one answer cannot be read whole
    """
    limits = outbound.limits = pxweb2.read_config(outbound.fetch(pxweb2.config_request(address.base_url), at=at))
    metadata = pxweb2.read_metadata(outbound.fetch(pxweb2.metadata_request(address), at=at))
    return ask_each(outbound, pxweb2.queries(address, metadata, wanted, limits), pxweb2.read, at=at, tell=tell)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of Sotkanet with the Finnish title it had when the measure was connected."""

    base_url: str
    number: int
    title: str


def ask_sotkanet(
    outbound: Outbound, indicator: Indicator, places: tuple[str, ...], years: tuple[int, ...], *, at: datetime
) -> Asked:
    """Return the figures of the years, once the indicator is known to be the one that was connected.

    :raises UnableToFetch: when one question got no answer
    :raises UnableToRead: when the indicator goes by another title, or an answer cannot be read whole
    """
    base_url, number = indicator.base_url, indicator.number
    asked = outbound.fetch(sotkanet.indicator_request(base_url, number), at=at)
    sotkanet.check_title(sotkanet.read_title(asked, number), indicator.title)
    regions = sotkanet.read_regions(outbound.fetch(sotkanet.regions_request(base_url), at=at))
    return ask_once(outbound, sotkanet.Query(base_url, number, places, years, regions), sotkanet.read, at=at)


def ask_tabular(outbound: Outbound, query: tabular.Query, *, at: datetime) -> Asked:
    """Return what the mapping makes of the table at an address; the bytes are opened in a process of their own.

    :raises UnableToFetch: when there was no answer
    :raises UnableToRead: when the table cannot be read whole
    :raises luotsi.files.refusals.UnableToRead: when the bytes are refused as a file
    """
    snapshot = outbound.fetch(query.request, at=at)
    return Asked(snapshot, read_grid(open_table(body_of(snapshot), query.mapping), query.mapping))


class Question(Protocol):
    """A query of any connector."""

    @property
    def request(self) -> Request: ...


Asking = TypeVar("Asking", bound=Question)


def ask_once(
    outbound: Outbound, query: Asking, read: Callable[[Snapshot, Asking], ReadAnswer], *, at: datetime
) -> Asked:
    """Return the answer to one question, read by the connector that the question belongs to.

    :raises UnableToFetch: when there was no answer
    :raises UnableToRead: when it cannot be read whole
    """
    snapshot = outbound.fetch(query.request, at=at)
    return Asked(snapshot, read(snapshot, query))


def ask_each(
    outbound: Outbound,
    queries: Sequence[Asking],
    read: Callable[[Snapshot, Asking], ReadAnswer],
    *,
    at: datetime,
    tell: Telling,
) -> list[Asked]:
    """Return the answer to every question, telling after each how many have come."""
    asked = []
    tell(0, len(queries))
    for query in queries:
        asked.append(ask_once(outbound, query, read, at=at))
        tell(len(asked), len(queries))
    return asked


def open_table(body: bytes, mapping: ColumnMapping) -> grids.Grid:
    """Return the table in bytes that came from a person or an address, opened in a process with limits.

    :raises UnableToRead: when there is no table, or a row of it is broken
    :raises luotsi.files.refusals.UnableToRead: when the bytes are refused as a file, with the file's own sentence
    """
    opened = sandbox.run_limited(parse_or_reason, body, mapping.header_row, mapping.sheet)
    if isinstance(opened, Obstacle):
        assert isinstance(opened.reason, ReadReason)
        raise UnableToRead(opened.reason, **opened.parameters)
    return opened


def parse_or_reason(body: bytes, header_row: int, sheet: str) -> grids.Grid | Obstacle:
    """Return the table, or why there is none, as plain values that leave the limited process."""
    try:
        return grids.parse(body, header_row=header_row, sheet=sheet)
    except UnableToRead as fault:
        return fault.obstacle
