"""Who is to be reminded of which value today."""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Q

from luotsi.core.periods import PeriodKind
from luotsi.indicators.choosing import TAKE_ENTRIES
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.models import EntryLink, ValueOwner
from luotsi.indicators.entry.queries import may_enter, open_drafts, period_is_closed
from luotsi.indicators.entry.rules import last_overdue, reminder_due
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.models import Measure
from luotsi.indicators.queries import entered_lines
from luotsi.indicators.types import MethodKey
from luotsi.orgs.models import Person, Subject
from luotsi.orgs.queries import municipalities_of


class Due(NamedTuple):
    """One reminder, counted from 1, to one person of one value."""

    slot: Slot
    person: Person
    reminder: int


def reminders_due(today: date) -> list[Due]:
    """Return the reminders of today: of values that people enter, that somebody answers for, and that are missing.

    A measure's responsible person answers for the organisation's own value, a value owner for a municipality's.
    """
    by_owner: dict[int, list[Measure]] = defaultdict(list)
    rows = Measure.objects.filter(TAKE_ENTRIES, owner__subject__isnull=False)
    asked = rows.filter(Q(responsible_person__isnull=False) | Q(value_owners__isnull=False)).distinct()
    for measure in asked.select_related("definition", "owner__subject", "responsible_person"):
        by_owner[measure.owner_id].append(measure)
    return [due for measures in by_owner.values() for due in _of_one_owner(measures, today)]


def _of_one_owner(measures: list[Measure], today: date) -> list[Due]:
    owner = measures[0].owner
    asked = _asked(measures, today)
    lines = entered_lines(measures, {subject.pk: subject for _measure, subject, _person in asked}.values())
    found = []
    for measure, subject, person in asked:
        lag_days = _lag_days(measure)
        period = last_overdue(PeriodKind(measure.definition.period_kind), today, lag_days)
        if period is None or lines[measure.pk][subject.pk].at(period) is not None:
            continue
        slot = Slot(measure, subject, period)
        number = _number(slot, period.end + timedelta(days=lag_days), today)
        if number is not None and may_enter(person, owner) and not _is_settled(slot, today):
            found.append(Due(slot, person, number))
    return found


def _asked(measures: list[Measure], today: date) -> list[tuple[Measure, Subject, Person]]:
    """Return who answers for which value; nobody for a municipality that has left the area."""
    owner = measures[0].owner
    assert owner.subject is not None
    own = [(one, owner.subject, one.responsible_person) for one in measures if one.responsible_person is not None]
    members = {one.pk for one in municipalities_of(owner, on=today)} - {owner.subject.pk}
    rows = ValueOwner.objects.filter(measure__in=measures, subject__in=members).order_by("measure", "subject__code")
    by_id = {one.pk: one for one in measures}
    parts = [(by_id[one.measure_id], one.subject, one.person) for one in rows.select_related("subject", "person")]
    return own + parts


def _lag_days(measure: Measure) -> int:
    """Return how many days after a period its value is due; figures kept beside a source do not wait for the source."""
    definition = measure.definition
    return definition.publication_lag_days if definition.method == MethodKey.MANUAL else 0


def _number(slot: Slot, due_on: date, today: date) -> int | None:
    sent = EntryLink.objects.filter(
        measure=slot.measure, subject=slot.subject, period_name=slot.period.name, reminder__isnull=False
    ).order_by("-reminder")
    last = sent.values_list("reminder", flat=True).first()
    return reminder_due(due_on, today, last or 0)


def _is_settled(slot: Slot, today: date) -> bool:
    """Tell whether nothing can be done about the value: it waits for approval, or its period is closed."""
    draft = open_drafts(slot.measure.pk, slot.period, [slot.subject]).get(slot.subject.pk)
    is_submitted = draft is not None and draft.state == DraftState.SUBMITTED
    return is_submitted or period_is_closed(slot.measure.owner, slot.period, today)
