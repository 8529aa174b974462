"""States of drafts. Free of the framework."""

from enum import StrEnum


class DraftState(StrEnum):
    """How far a value on its way to approval has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


OPEN_STATES = (DraftState.DRAFT, DraftState.SUBMITTED, DraftState.RETURNED)
