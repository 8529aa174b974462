"""Words of effects: what is compared after how many months, what is told of it, and why something is not."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from luotsi.protection.types import Rule

ALL_SERVICES = ""
"""The service under which those of every service stand together."""
HORIZONS = (3, 6, 12)
FEWEST = Rule().threshold
"""Persons with an outcome, and without it, under which the outcome of a group is not told."""


class Outcome(StrEnum):
    """What became of somebody, on the day so many months after the clock began."""

    WORK = "work"
    """In unsubsidised work or an own enterprise."""
    LEFT = "left"
    """Neither unemployed nor in a service."""


class Silence(StrEnum):
    """Why an effect is not told."""

    TOLD = ""
    FEW = "few"
    """The group, or those in it with or without the outcome, are too few."""
    GIVES_AWAY = "gives_away"
    """Beside the others that are told it would give away a group that is too small."""


class Asked(NamedTuple):
    """One effect: of a service, in an outcome, after so many months."""

    service: str
    outcome: Outcome
    months: int


@dataclass(frozen=True, slots=True)
class MadeEffect:
    """One effect as it is to be stored; shares and differences in tenths of a per cent (point), gaps where silent.

    matched : participants compared
    left_out : participants for whom nobody comparable was found; None where these are fewer than five, but some
    comparable : persons they are compared with
    bias_hundredths : Rosenbaum's gamma times a hundred; None where the difference may be chance alone
    unalike : traits that differ by a tenth of a standard deviation or more after matching
    worst_hundredths : the largest difference of a trait after matching, in hundredths of its standard deviation
    """

    service: str
    outcome: str
    months: int
    silence: str
    matched: int | None = None
    left_out: int | None = None
    comparable: int | None = None
    with_permille: int | None = None
    without_permille: int | None = None
    difference_permille: int | None = None
    low_permille: int | None = None
    high_permille: int | None = None
    bias_hundredths: int | None = None
    unalike: int | None = None
    worst_hundredths: int | None = None


@dataclass(frozen=True, slots=True)
class MadeBalance:
    """How alike all participants and those compared with are in a trait, in hundredths of a standard deviation."""

    trait: str
    before_hundredths: int
    after_hundredths: int
