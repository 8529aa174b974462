"""Requests, snapshots, answers and the reasons why there is none. Free of the framework and of HTTP."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import accumulate
from operator import eq
from typing import Literal, NamedTuple, overload

from luotsi.core.periods import Period
from luotsi.core.values import Bounds, Cell


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for the translators, without the framework; the rooms that show it choose the language."""
    return sentence


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, so that the same question can be put again; `body` is sent as JSON."""

    method: Literal["GET", "POST", "UPLOAD"]
    """A file that a person brought is kept like an answer: its `url` is the file's name, and nobody is asked."""
    url: str
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An answer as it came: bytes are never edited. A status other than 200 is an answer too."""

    request: Request
    status: int
    body: bytes
    sha256: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Limits:
    """What an interface takes: cells in one answer, values of one variable, calls in a window of seconds."""

    max_cells: int
    max_values: int
    max_calls: int
    window_seconds: int


class ReadCell(NamedTuple):
    """One figure by content and place: the source's own codes, places of Finland as `KU046`, `TA36` and `SSS`."""

    place_code: str
    content_code: str
    period: Period
    cell: Cell
    bounds: Bounds | None = None
    """Between which numbers an estimate lies, where the source tells."""


class ReadLine(NamedTuple):
    """The figures of one content, place and group in order of the periods, as an answer holds them.

    `groups` names the values of further variables, such as sex, by the source's codes; it is empty for all together.
    """

    place_code: str
    content_code: str
    periods: Sequence[Period]
    cells: Sequence[Cell]
    groups: tuple[tuple[str, str], ...] = ()


class Rows(Sequence[ReadCell]):
    """The figures of lines one by one, each made when it is asked for: a long answer is not held twice."""

    def __init__(self, lines: Sequence[ReadLine]) -> None:
        self.lines = lines
        self._ends = list(accumulate(len(line.cells) for line in lines))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[ReadCell]:
        for place, content, periods, cells, _groups in self.lines:
            for period, cell in zip(periods, cells, strict=True):
                yield ReadCell(place, content, period, cell)

    @overload
    def __getitem__(self, at: int) -> ReadCell: ...
    @overload
    def __getitem__(self, at: slice) -> list[ReadCell]: ...
    def __getitem__(self, at: int | slice) -> ReadCell | list[ReadCell]:
        """Return one figure or some."""
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        found = range(len(self))[at]
        line = self.lines[bisect_right(self._ends, found)]
        place = found - self._ends[bisect_right(self._ends, found)] + len(line.cells)
        return ReadCell(line.place_code, line.content_code, line.periods[place], line.cells[place])


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """A whole answer; `updated` is the source's own moment of publication, None where it gives none."""

    rows: Sequence[ReadCell]
    updated: datetime | None
    source_label: str
    notes: tuple[str, ...] = ()


class FetchReason(StrEnum):
    """Why there is no answer; each has one sentence in `SENTENCES`."""

    HOST_NOT_ALLOWED = "host_not_allowed"
    NOT_HTTPS = "not_https"
    REDIRECTED = "redirected"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    HALF_ANSWER = "half_answer"
    TOO_LARGE = "too_large"
    UNKNOWN_TABLE = "unknown_table"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_CALLS = "too_many_calls"
    BUSY = "busy"
    OTHER_STATUS = "other_status"
    INTERRUPTED = "interrupted"


class ReadReason(StrEnum):
    """Why an answer was not read; each has one sentence in `SENTENCES`."""

    NOT_JSON = "not_json"
    BROKEN_JSON = "broken_json"
    WRONG_SHAPE = "wrong_shape"
    WRONG_TYPE = "wrong_type"
    DIFFERENT_SIZE = "different_size"
    UNKNOWN_SYMBOL = "unknown_symbol"
    UNKNOWN_PERIOD = "unknown_period"
    CHANGED_DIMENSION = "changed_dimension"
    UNKNOWN_CONTENT = "unknown_content"
    UNKNOWN_PLACE = "unknown_place"
    NOTHING_PUBLISHED = "nothing_published"
    NOT_TABLE = "not_table"
    BROKEN_TABLE = "broken_table"
    TWO_FIGURES = "two_figures"
    OTHER_TITLE = "other_title"
    ROWS_WRONG = "rows_wrong"
    OTHER_PERIODS = "other_periods"
    OTHER_UNIT = "other_unit"


SENTENCES: Mapping[FetchReason | ReadReason, str] = {
    FetchReason.HOST_NOT_ALLOWED: gettext_noop("{host} is not among the configured sources."),
    FetchReason.NOT_HTTPS: gettext_noop("The address of the source does not begin with https."),
    FetchReason.REDIRECTED: gettext_noop("The source sent the question on to another address, {host}."),
    FetchReason.UNREACHABLE: gettext_noop("{host} cannot be reached."),
    FetchReason.TIMED_OUT: gettext_noop("{host} did not answer in time."),
    FetchReason.HALF_ANSWER: gettext_noop("The answer of {host} broke off half way."),
    FetchReason.TOO_LARGE: gettext_noop("The answer of {host} is larger than {limit_mb} MB and was not taken."),
    FetchReason.UNKNOWN_TABLE: gettext_noop("The source does not know the table or the question."),
    FetchReason.NOT_FOUND: gettext_noop("There is nothing at the address of the source."),
    FetchReason.FORBIDDEN: gettext_noop("The source does not give this to us."),
    FetchReason.TOO_MANY_CELLS: gettext_noop("The question asks for more figures than the source gives at once."),
    FetchReason.TOO_MANY_CALLS: gettext_noop("The source has been asked too often."),
    FetchReason.BUSY: gettext_noop("The source is overloaded or under maintenance."),
    FetchReason.OTHER_STATUS: gettext_noop("The source answered with the status {status}."),
    FetchReason.INTERRUPTED: gettext_noop("The fetching was interrupted {count} times before it was done."),
    ReadReason.NOT_JSON: gettext_noop("The source answered with a web page or a text, not with figures."),
    ReadReason.BROKEN_JSON: gettext_noop("The answer of the source is broken or incomplete."),
    ReadReason.WRONG_SHAPE: gettext_noop("The answer lacks {part}. The source may have changed its format."),
    ReadReason.WRONG_TYPE: gettext_noop("{part} holds {found}, which is not what the format says."),
    ReadReason.DIFFERENT_SIZE: gettext_noop("The answer has {found} figures where {expected} belong."),
    ReadReason.UNKNOWN_SYMBOL: gettext_noop("The sign {found} in place of a figure is not known."),
    ReadReason.UNKNOWN_PERIOD: gettext_noop("{found} is not a period that can be read."),
    ReadReason.CHANGED_DIMENSION: gettext_noop("The variables of the table have changed: {found}."),
    ReadReason.UNKNOWN_CONTENT: gettext_noop("The table does not have the content {found}."),
    ReadReason.UNKNOWN_PLACE: gettext_noop("The table does not have the places {found}."),
    ReadReason.NOTHING_PUBLISHED: gettext_noop("The source has published nothing for the periods asked for."),
    ReadReason.NOT_TABLE: gettext_noop("There is no table of the kind CSV, XLSX, Parquet or JSON-stat to read."),
    ReadReason.BROKEN_TABLE: gettext_noop("The table is broken or incomplete at row {line}."),
    ReadReason.TWO_FIGURES: gettext_noop("There are two figures for {found}. The source may have added a column."),
    ReadReason.OTHER_TITLE: gettext_noop(
        "The source now calls it {found}. Check that it still is what the measure means."
    ),
    ReadReason.ROWS_WRONG: gettext_noop("Rows that could not be understood: {count}."),
    ReadReason.OTHER_UNIT: gettext_noop("The unit of the source cannot be turned into that of the measure any more."),
    ReadReason.OTHER_PERIODS: gettext_noop(
        "The figures are of periods such as {found}, and those of the measure are of another length."
    ),
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason with what its sentence needs; the rooms that show it choose the language."""

    reason: FetchReason | ReadReason
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return SENTENCES[self.reason].format(**self.parameters)


class UnableToFetch(Exception):
    """No answer; `reason` says why, and what was known before stands."""

    def __init__(self, reason: FetchReason, **parameters: str | int) -> None:
        self.reason = reason
        self.obstacle = Obstacle(reason, parameters)
        super().__init__(str(self.obstacle))


class UnableToRead(Exception):
    """An answer that cannot be read whole; `reason` says why, and nothing was taken from it."""

    def __init__(self, reason: ReadReason, **parameters: str | int) -> None:
        self.reason = reason
        self.obstacle = Obstacle(reason, parameters)
        super().__init__(str(self.obstacle))


class OrderState(StrEnum):
    """How far a fetch that was ordered has come."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


Telling = Callable[[int, int], None]
"""Hears how many questions of how many have been answered."""


def tell_nobody(_done: int, _all: int) -> None:
    """Hear nothing, for whoever does not wait."""


class Outcome(StrEnum):
    """What came of asking a source once."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One asking of a source: how it ended, why, and how many figures were new or revised."""

    started_at: datetime
    outcome: Outcome
    obstacle: Obstacle | None = None
    rows_new: int = 0
    rows_revised: int = 0
    largest_permille: int | None = None
    """The largest revision, in thousandths of the earlier figure."""

    def __post_init__(self) -> None:
        if (self.outcome is Outcome.FAILED) != (self.obstacle is not None):
            raise ValueError("a failed attempt has a reason, and no other has one")
