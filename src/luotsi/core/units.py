"""Units of measures: what a number counts, and how its change is worded."""

from enum import StrEnum


class Unit(StrEnum):
    """The unit of a series. A share is stored in per cent, its change is told in percentage points."""

    PERSONS = "persons"
    PERCENT = "percent"
    EUR = "eur"
    DAYS = "days"
    COUNT = "count"
    SCORE_1_5 = "score_1_5"
    SCORE_1_3 = "score_1_3"
    HOURS = "hours"
    WORDS = "words"
    YES_NO = "yes_no"
    DIRECTION = "direction"
    """Only the way it went: 1 for better, 0 for the same, -1 for worse."""

    @property
    def top_of_scale(self) -> int | None:
        """The highest step of a scale that begins at 1; None for units that are no scale."""
        return {Unit.SCORE_1_5: 5, Unit.SCORE_1_3: 3}.get(self)

    @property
    def is_number(self) -> bool:
        """Whether observations of the unit hold a number rather than words."""
        return self not in {Unit.WORDS, Unit.YES_NO, Unit.DIRECTION}
