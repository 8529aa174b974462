"""When a value was judged and what the judgement rests on, for those who read it."""

from dataclasses import dataclass
from datetime import date

from luotsi.core.units import Unit
from luotsi.indicators.entry.queries import grounds_of
from luotsi.indicators.queries import Line, end_of_day


@dataclass(frozen=True, slots=True)
class RestsOn:
    """The day of a judgement and its evidence; an address can be followed."""

    judged_on: date | None
    evidence: str
    since: bool
    """Whether the day tells since when an answer holds, and not when somebody judged."""

    @property
    def is_address(self) -> bool:
        """Whether the evidence is an address."""
        return self.evidence.startswith(("https://", "http://")) and " " not in self.evidence


def rests_on(line: Line, unit: Unit, *, as_known_on: date | None = None) -> RestsOn | None:
    """Return what the newest judgement of a line rests on, or None. One query, and none for mere numbers."""
    newest = line.latest_known
    if newest is None or (unit.is_number and unit.top_of_scale is None):
        return None
    known_by = None if as_known_on is None else end_of_day(as_known_on)
    found = grounds_of([newest.pk], known_by=known_by).get(newest.pk)
    return None if not found else RestsOn(found.judged_on, found.evidence, unit is Unit.YES_NO and newest.value != 0)
