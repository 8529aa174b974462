"""States of drafts, and what a judgement rests on. Free of the framework."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DraftState(StrEnum):
    """How far a value on its way to approval has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ENTERED = "entered"
    """Became a value without an approver, since the measure asks for none."""
    DISCARDED = "discarded"


OPEN_STATES = (DraftState.DRAFT, DraftState.SUBMITTED, DraftState.RETURNED)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The day on which something was judged, and what the judgement rests on."""

    judged_on: date | None = None
    evidence: str = ""

    def __bool__(self) -> bool:
        return self.judged_on is not None or bool(self.evidence)


NO_GROUNDS = Grounds()
