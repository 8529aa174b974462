"""What people give as values and which of it cannot be entered: reads, and the lock that keeps others away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Text
from luotsi.core.values import Bounds, Cell, Flag
from luotsi.indicators.choosing import own_source, takes_entries
from luotsi.indicators.entry.queries import Place, closed_periods
from luotsi.indicators.entry.types import NO_GROUNDS, Grounds
from luotsi.indicators.models import Measure, Observation, Series
from luotsi.indicators.queries import HELSINKI
from luotsi.indicators.reading import observations_of
from luotsi.orgs.models import Person, Subject


class UnableToEnter(ValueError):
    """The value cannot be entered; what was typed is the caller's to keep. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str, subject: Subject) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.subject = subject


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters for one period.

    `seen` is the id of the observation they saw while typing, `revision` that of the draft; 0 where there was none.
    """

    period: Period
    cell: Cell
    words: Text = NO_TEXT
    note: str = ""
    seen: int = 0
    revision: int = 0
    grounds: Grounds = NO_GROUNDS
    bounds: Bounds | None = None
    """Between which numbers it lies, where the person told; without, those of an unchanged value stay."""
    has_no_limits: bool = False
    """Whether the person told that no limits of it are known, so that those of an unchanged value end."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value on its way in: where it belongs, what it is, and who gave it."""

    measure: Measure
    subject: Subject
    entry: Entry
    by: Person | None

    @property
    def place(self) -> Place:
        """The ids of measure and subject, and the name of the period."""
        return self.measure.pk, self.subject.pk, self.entry.period.name


Refusals = dict[Place, UnableToEnter]
"""Why values cannot be entered, by their places."""


def repeated(cell: Cell) -> Cell:
    """Return a value said again: simulated or estimated as before, while its own revisions are of its own past."""
    return replace(cell, flags=cell.flags - {Flag.REVISED})


def check_entry(*, measure: Measure, subject: Subject, period: Period, at: datetime) -> None:
    """Refuse a value that no person may enter by hand now.

    :raises UnableToEnter: when the measure is not entered by hand, or the period is of another kind, not begun, closed
    """
    asked = Given(measure, subject, Entry(period, Cell.missing()), None)
    refusal = out_of_turn([asked], at=at).get(asked.place)
    if refusal is not None:
        raise refusal


def out_of_turn(values: Sequence[Given], *, at: datetime) -> Refusals:
    """Return which values of one organisation no person may enter by hand now, and why. Two queries at most."""
    if not values:
        return {}
    today = at.astimezone(HELSINKI).date()
    closed = closed_periods(values[0].measure.owner, {one.entry.period for one in values}, today)
    found: Refusals = {}
    for one in values:
        measure, period = one.measure, one.entry.period
        if not takes_entries(measure):
            found[one.place] = UnableToEnter("not_manual", "the values are not entered by hand", one.subject)
        elif period.kind != measure.definition.period_kind:
            found[one.place] = UnableToEnter("period_kind", f"{period} is not a period of this measure", one.subject)
        elif period.start > today:
            found[one.place] = UnableToEnter("future", f"{period} has not begun", one.subject)
        elif period.name in closed:
            found[one.place] = UnableToEnter("closed", f"{period} is closed", one.subject)
    return found


def changed_meanwhile(values: Sequence[Given]) -> Refusals:
    """Return which values would take the place of another one than was seen, or of one given here too. Four queries."""
    known, given = standing(values), set()
    found: Refusals = {}
    for one in values:
        place = series_place(one)
        current = known.get(place)
        if place in given or one.entry.seen != (current.pk if current else 0):
            found[one.place] = UnableToEnter("changed_meanwhile", "somebody entered another value", one.subject)
        given.add(place)
    return found


def series_place(one: Given) -> Place:
    """Return where a value is stored; measures of one definition share it."""
    return one.measure.definition_id, one.subject.pk, one.entry.period.name


def standing(values: Sequence[Given]) -> dict[Place, Observation]:
    """Return what stands where the values are to be stored, by definition, subject and period. Three queries."""
    keys = {one.measure.definition_id: own_source(one.measure).key for one in values}
    own = Series.objects.filter(
        definition__in=list(keys),
        subject__in={one.subject.pk for one in values},
        source_key__in=set(keys.values()),
        owner_key__in={one.measure.owner.slug for one in values},
        dimensions="",
    )
    series = {
        one.pk: one for one in own.select_related("definition", "subject") if one.source_key == keys[one.definition_id]
    }
    periods = {one.entry.period for one in values}
    found = {}
    for one in observations_of(series, period=periods.pop() if len(periods) == 1 else None):
        one.series = series[one.series_id]
        found[one.series.definition_id, one.series.subject_id, one.period_name] = one
    return found


def hold_measures(measures: Iterable[Measure]) -> None:
    """Let nobody else enter values of these measures before the transaction ends."""
    rows = Measure.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(rows.filter(pk__in={one.pk for one in measures}).values_list("pk"))
