"""The nine statuses of a target, their words and tone; judging which one holds is the indicators' business."""

from enum import StrEnum

from luotsi.core.text import Language
from luotsi.figures.phrases import say


class Status(StrEnum):
    """How a measure stands against its target."""

    REACHED = "reached"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BEHIND = "behind"
    NOT_YET_DUE = "not_yet_due"
    NOT_REPORTED = "not_reported"
    TOO_FEW = "too_few"
    NO_TARGET = "no_target"


def status_words(status: Status | str, language: Language) -> str:
    """Return the status in words."""
    return say(f"status.{Status(status).value}", language)
