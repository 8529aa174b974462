"""Vipunen, the statistics of education; storing what is read is left to the measures.

Reads: the names of the resources, and a resource's rows by GET as a JSON list of flat objects, page after page by
    `limit` and `offset`; where a column has one value wanted, only its rows are asked for (`filter`, in FIQL).
Gives: a figure for every row that the mapping chooses; places by code or name, years, school years as `2024/2025`.
Gaps: a null is missing. A row that is not there gives nothing: Vipunen leaves out small groups and does not say which.
Fails: `UnableToFetch` when the status is not 200; `RowsRefused` when a place or period has two rows, since a further
    column then needs its value chosen; `UnableToRead` when the answer is no such list or a column is not there.
Never: adds rows up, since one student may be in several; takes a page for the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from luotsi.sources.formats.addresses import with_parameters
from luotsi.sources.formats.grids import MAX_ROWS
from luotsi.sources.formats.records import Record, grid_of, records
from luotsi.sources.formats.replies import body_of
from luotsi.sources.formats.tables import load_list, texts
from luotsi.sources.mapping import ColumnMapping, read_grid
from luotsi.sources.types import FetchReason, ReadAnswer, Request, Snapshot, UnableToFetch

PAGE = 5000


@dataclass(frozen=True, slots=True)
class Query:
    """A page of a resource and what its columns mean; without a mapping it is asked to see which columns there are."""

    base_url: str
    resource: str
    mapping: ColumnMapping | None = None
    offset: int = 0
    limit: int = PAGE

    @property
    def request(self) -> Request:
        """The question as sent."""
        only = self.mapping.only if self.mapping else {}
        conditions = ";".join(f"{column}=='{value}'" for column, value in only.items() if "'" not in value)
        filtered = [("filter", conditions)] if conditions else []
        page = [("limit", str(self.limit)), ("offset", str(self.offset))]
        return Request("GET", with_parameters(f"{self.base_url}/resources/{self.resource}/data", filtered + page))

    def after(self, found: int) -> "Query | None":
        """Return the question for the next page, None when the last one was not full.

        :raises UnableToFetch: when there are more rows than are read
        """
        if found < self.limit:
            return None
        if self.offset + self.limit >= MAX_ROWS:
            raise UnableToFetch(FetchReason.TOO_MANY_CELLS)
        return replace(self, offset=self.offset + self.limit)


def resources_request(base_url: str) -> Request:
    """Return the question for the names of the resources."""
    return Request("GET", f"{base_url}/resources")


def read_resources(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the names of the resources.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is no list of names
    """
    return texts(load_list(body_of(snapshot)), "resources")


def read_page(snapshot: Snapshot) -> list[Record]:
    """Return the rows of one page.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is no list of objects
    """
    return records(body_of(snapshot))


def read_pages(pages: Sequence[Sequence[Record]], mapping: ColumnMapping) -> ReadAnswer:
    """Return every figure of all pages, or none of them.

    :raises UnableToRead: when the rows cannot be read whole
    """
    return read_grid(grid_of([one for page in pages for one in page]), mapping)


def read(snapshot: Snapshot, query: Query) -> ReadAnswer:
    """Return every figure of a resource that fits on one page.

    :raises UnableToFetch: when the status is not 200, or there may be more rows than these
    :raises UnableToRead: when the answer cannot be read whole
    """
    page = read_page(snapshot)
    if query.mapping is None or query.after(len(page)) is not None:
        raise UnableToFetch(FetchReason.TOO_MANY_CELLS)
    return read_pages([page], query.mapping)
