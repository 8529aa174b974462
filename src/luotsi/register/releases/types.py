"""States of a release, and why a figure of it is hidden. Free of the framework."""

from enum import StrEnum


class ReleaseState(StrEnum):
    """How far a release has come; only an approved one is shown to anybody."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    APPROVED = "approved"
    SUPERSEDED = "superseded"


class Why(StrEnum):
    """Why a figure is hidden. Never tells which one is small itself: that would give it away."""

    SHOWN = ""
    FEW = "few"
    """It is of fewer than five, or a number of fewer than five could be worked out from it."""
    FEW_IN_A_SHARE = "few_in_a_share"
    """The whole of which it is a share is fewer than ten."""


class UnableToRelease(ValueError):
    """Nothing was proposed, approved or returned. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
