"""Provisions, their values and the benefits they speak of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from luotsi.core.text import Text

Value_co = TypeVar("Value_co", covariant=True)


class Benefit(StrEnum):
    """Unemployment benefits of which the home municipality may pay a share."""

    LABOUR_MARKET_SUBSIDY = "tyomarkkinatuki"
    BASIC_ALLOWANCE = "peruspaivaraha"
    EARNINGS_RELATED_ALLOWANCE = "ansiopaivaraha"
    GENERAL_SUPPORT = "yleistuki"


class NoLaw(LookupError):
    """No provision is at hand for that day; `explanation` says what is not known and where to look."""

    def __init__(self, explanation: Text) -> None:
        super().__init__(str(explanation.in_language("en")))
        self.explanation = explanation


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder: the paid days `first_day` to `last_day` (open when None) and the share in per cent."""

    first_day: int
    last_day: int | None
    percent: Decimal

    def share_of(self, base_eur: Decimal) -> Decimal:
        """Return the municipality's euros of the base, unrounded."""
        return base_eur * self.percent / 100


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps that follow each other from the first paid day without a hole."""

    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        expected: int | None = 1
        for step in self.steps:
            if step.first_day != expected or (step.last_day is not None and step.last_day < step.first_day):
                raise ValueError(f"the step from day {step.first_day} does not follow the one before it")
            expected = None if step.last_day is None else step.last_day + 1
        if expected is not None:
            raise ValueError("the last step of a ladder is open")

    def step(self, day: int) -> Step:
        """Return the step on which the paid day of that number stands, counted from 1.

        :raises ValueError: for a day before the first
        """
        if day < 1:
            raise ValueError(f"paid days are counted from 1, not {day}")
        return next(step for step in self.steps if step.last_day is None or day <= step.last_day)


@dataclass(frozen=True, slots=True)
class Provision(Generic[Value_co]):
    """A value with the law it stands on; in force from `valid_from` to `valid_to`, both included."""

    rule: str
    key: Mapping[str, str]
    value: Value_co
    valid_from: date
    valid_to: date | None
    statute: str
    section: str
    source: str
    checked_on: date
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Tell whether the provision is in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
