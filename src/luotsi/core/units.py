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
    HOURS = "hours"
    WORDS = "words"
    YES_NO = "yes_no"

    @property
    def is_number(self) -> bool:
        """Whether observations of the unit hold a number rather than words."""
        return self not in {Unit.WORDS, Unit.YES_NO}
