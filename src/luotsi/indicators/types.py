"""Kinds and states of measures, targets and statuses. Free of the framework."""

from enum import StrEnum

from luotsi.figures.statuses import Status as StatusKey

__all__ = [
    "AddsUp",
    "BreakKind",
    "Direction",
    "FindingKind",
    "MethodKey",
    "NationalOwner",
    "PathKind",
    "RollUp",
    "RunKind",
    "StatusKey",
    "TargetKind",
    "TargetOrigin",
]


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class MethodKey(StrEnum):
    """Where the values of a measure arise; the seven of the product, two of which this room serves itself."""

    OPEN_DATA = "open_data"
    REGISTER = "register"
    SURVEY = "survey"
    ACTIVITY = "activity"
    WORK = "work"
    FORMULA = "formula"
    MANUAL = "manual"


class RollUp(StrEnum):
    """How municipalities become an area."""

    SUM = "sum"
    RATIO = "ratio"
    MEAN = "mean"
    """Of the municipalities' values, each weighed by the definition's denominator."""
    NONE = "none"


class TargetKind(StrEnum):
    """What a target asks for."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"
    KEEP = "keep"
    MOVE_UP = "move_up"
    MOVE_DOWN = "move_down"
    MILESTONE = "milestone"
    """To be there by its period: a level, or a yes."""
    WORDS = "words"
    """Told in words, and judged by a person."""


class PathKind(StrEnum):
    """How the way from baseline to target is judged between them."""

    STRAIGHT = "straight"
    STEPPED = "stepped"


class TargetOrigin(StrEnum):
    """Who stands behind a target."""

    DECIDED = "decided"
    PROPOSED = "proposed"
    EXAMPLE = "example"


class RunKind(StrEnum):
    """How a set of observations came in."""

    FETCH = "fetch"
    PACKAGED = "packaged"
    ENTRY = "entry"
    ROLL_UP = "roll_up"
    FORMULA = "formula"
    RELEASE = "release"


class BreakKind(StrEnum):
    """What changed where a series breaks."""

    DEFINITION = "definition"
    CLASSIFICATION = "classification"
    AREA = "area"
    SOURCE = "source"
    METHOD = "method"
    LAW = "law"


class AddsUp(StrEnum):
    """How the groups of a figure are related to the whole."""

    WHOLE = "whole"
    """Each person or thing is in one group."""
    OVERLAPS = "overlaps"
    """Somebody may be in several groups."""
    PARTIAL = "partial"
    """The groups do not cover everybody."""


class FindingKind(StrEnum):
    """Why groups do not add up to the whole."""

    HIDDEN = "hidden"
    MISSING = "missing"
    ROUNDING = "rounding"
    OVERLAPS = "overlaps"
    PARTIAL = "partial"
    UNEXPLAINED = "unexplained"


class NationalOwner(StrEnum):
    """The owner key of series that belong to nobody in particular."""

    KEY = "national"
