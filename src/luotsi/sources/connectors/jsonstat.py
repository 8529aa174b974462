"""Any address that answers with a JSON-stat 2.0 dataset; storing what is read is left to the measures.

Reads: a dataset by GET.
Gives: a cell for every place and content wanted and every period the dataset has, by the source's own codes.
Gaps: a null with a sign in `status` has that sign's reason (`...` hidden, `..` missing, `.` not applicable, `-` a true
    zero); a null without one is missing.
Fails: `UnableToFetch` when the status is not 200; `UnableToRead` when a dimension, place or content is not there, or a
    further dimension has several values.
Never: guesses which of several values is the total, keeps a part of an answer.
"""

from dataclasses import dataclass

from luotsi.sources.formats import jsonstat2
from luotsi.sources.formats.replies import body_of
from luotsi.sources.formats.tables import answer, holding
from luotsi.sources.types import (
    ReadAnswer,
    ReadReason,
    Request,
    Snapshot,
    UnableToRead,
)


@dataclass(frozen=True, slots=True)
class Query:
    """An address and the figures wanted of its dataset."""

    url: str
    contents: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def request(self) -> Request:
        """The question as sent."""
        return Request("GET", self.url)


def read(snapshot: Snapshot, query: Query) -> ReadAnswer:
    """Return what is wanted of the dataset, for every period it has.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer cannot be read whole or lacks something wanted
    """
    table = jsonstat2.parse(body_of(snapshot))
    times = [dimension for dimension in table.dimensions if dimension.is_time]
    rest = [dimension for dimension in table.dimensions if not dimension.is_time]
    if len(times) != 1:
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(d.code for d in table.dimensions))
    content = holding(rest, query.contents, ReadReason.UNKNOWN_CONTENT)
    place = holding([d for d in rest if d is not content], query.places, ReadReason.UNKNOWN_PLACE)
    whole = answer(table, place=place.code, time=times[0].code, content=content.code)
    places, contents = set(query.places), set(query.contents)
    wanted = tuple(row for row in whole.rows if row.place_code in places and row.content_code in contents)
    return ReadAnswer(wanted, whole.updated, whole.source_label, whole.notes)
