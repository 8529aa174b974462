"""What passes between extraction, reading and review: lines, places, proposals. Free of Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document in reading order, with as much layout as the format gave.

    `document.text[start:end] == text`. Positions are points from the page's top left corner.
    """

    number: int
    text: str
    page: int
    start: int
    end: int
    x0: float | None = None
    x1: float | None = None
    top: float | None = None
    bottom: float | None = None
    font_size: float | None = None
    bold: bool = False
    style: str = ""
    """`title`, `heading`, `list`, `table`, `note`, `header`, `footer` or nothing."""
    level: int | None = None
    """Of a heading (1 highest) or of a list item (0 outermost)."""
    cell: tuple[int, int, int] | None = None
    """Table, row and column of a table's line."""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document as lines; `text` is all of them joined by line feeds."""

    text: str
    lines: tuple[Line, ...]
    pages: int
    media_type: str
    notes: tuple[str, ...] = ()
    """What the extraction could not take, as message keys (an image without text, a dropped macro)."""


class ElementKind(StrEnum):
    """What a sentence of a strategy document can be."""

    VALUE = "value"
    MISSION = "mission"
    VISION = "vision"
    PRIORITY = "priority"
    GOAL = "goal"
    MEASURE = "measure"
    ACTION = "action"
    PROMISE = "promise"
    ANNUAL_FOCUS = "annual_focus"
    DECISION = "decision"
    PROJECT = "project"
    WORK_PACKAGE = "work_package"
    PROJECT_TARGET = "project_target"
    UNIT = "unit"
    PRESENT_STATE = "present_state"
    CHALLENGE = "challenge"
    DEVELOPMENT_VIEW = "development_view"
    STRENGTH = "strength"
    WEAKNESS = "weakness"
    CONTEXT_GOAL = "context_goal"
    STATUS_REVIEW = "status_review"
    UNPLACED = "unplaced"


class Certainty(StrEnum):
    """How sure the reading is: sure ones may be accepted together, uncertain ones want a person's eye."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document something stands: first and last line number, and characters of the whole text."""

    first_line: int
    last_line: int
    start: int
    end: int
    page: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One element as read, to be accepted, changed, moved or rejected by a person.

    `parent` is the `key` of another proposal. `details` holds what belongs to the kind, as strings: `number`, `level`,
    `description`, `audience`, `status`, `year`, `stage`, `responsible`, `schedule`, `cost_eur`, `baseline`, `target`,
    `date`, `body`, `section`, `presenter`, `proposal`, `outcome`, `start`, `end`, `cost_total_eur`, `funding_eur`,
    `value`.
    """

    key: int
    kind: ElementKind
    title: str
    places: tuple[Place, ...]
    rule: str
    certainty: Certainty
    parent: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything a reader found in one document, proposals in document order, parents before children."""

    proposals: tuple[Proposal, ...]
    organisation: str | None = None
    period: str | None = None
    language: str = "fi"
    document_kind: str | None = None
    document_date: str | None = None
    handled_by: str | None = None
    status: str | None = None
