"""Any address that answers with a CSV, XLSX, Parquet or JSON-stat table, and files of those kinds that a person picks.

Reads: the whole table by GET, or the bytes of an upload, by a saved mapping of its columns.
Gives: a figure for every row that the mapping chooses and every content in it; places as `KU046`, `TA36` or `SSS`,
    found by code or by Finnish, Swedish or English name; periods in the forms people write.
Gaps: `...` is hidden, `..` and an empty cell missing, `.` not applicable; a hyphen is missing unless the mapping says
    that it is zero. A row that is not there gives nothing.
Fails: `UnableToFetch` when the status is not 200; `RowsRefused` with a row-by-row list when a row is not understood;
    `UnableToRead` when there is no table, a row is broken or a column of the mapping is not there. A CSV cut between
    two rows cannot be told from a whole one: by address the length is checked on the way, in a preview by a person.
Never: takes in some of the rows, guesses which of two numbers is meant, adds rows up.
"""

from dataclasses import dataclass

from luotsi.files import refusals
from luotsi.sources.formats import grids
from luotsi.sources.formats.replies import body_of
from luotsi.sources.mapping import ColumnMapping, read_grid
from luotsi.sources.types import ReadAnswer, ReadReason, Request, Snapshot, UnableToRead


@dataclass(frozen=True, slots=True)
class Query:
    """An address and what its columns mean."""

    url: str
    mapping: ColumnMapping

    @property
    def request(self) -> Request:
        """The question as sent."""
        return Request("GET", self.url)


def read(snapshot: Snapshot, query: Query) -> ReadAnswer:
    """Return every figure of the table, or none of them.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the table cannot be read whole
    """
    return read_grid(open_grid(snapshot, query), query.mapping)


def open_grid(snapshot: Snapshot, query: Query) -> grids.Grid:
    """Return the table as text, its columns still without meaning.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when there is no table
    """
    try:
        return grids.parse(body_of(snapshot), header_row=query.mapping.header_row, sheet=query.mapping.sheet)
    except refusals.UnableToRead as fault:
        raise UnableToRead(ReadReason.NOT_TABLE, found=str(fault.refusal.reason)) from fault
