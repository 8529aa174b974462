"""Reads of values on their way in."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F

from luotsi.core.periods import Period
from luotsi.indicators.entry.models import DraftValue, EntryLink, Judgement, PeriodLock, PeriodOpening
from luotsi.indicators.entry.rules import is_closed
from luotsi.indicators.entry.types import OPEN_STATES, DraftState, Grounds
from luotsi.indicators.models import Measure
from luotsi.orgs.models import AuditEntry, Membership, Organisation, Person, Subject
from luotsi.orgs.types import ROLES_THAT_ENTER_VALUES


def hashed(token: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_link(token: str) -> EntryLink | None:
    """Return the link of that secret, used and old ones as well, or None; None too where the person lost the right."""
    rows = EntryLink.objects.select_related("person", "subject", "measure__definition", "measure__owner__subject")
    link = rows.filter(token_sha256=hashed(token)).first()
    return link if link is not None and may_enter(link.person, link.measure.owner) else None


def is_open(link: EntryLink, at: datetime) -> bool:
    """Tell whether the link can still be used."""
    return link.used_at is None and at < link.expires_at


def may_enter(person: Person, organisation: Organisation) -> bool:
    """Tell whether the person may enter the organisation's values today."""
    return (
        person.is_active
        and Membership.objects.filter(
            person=person, organisation=organisation, role__in=ROLES_THAT_ENTER_VALUES
        ).exists()
    )


def period_is_closed(organisation: Organisation, period: Period, today: date) -> bool:
    """Tell whether the organisation takes no values for the period on that day. Two queries at most."""
    return period.name in closed_periods(organisation, [period], today)


def closed_periods(organisation: Organisation, periods: Iterable[Period], today: date) -> set[str]:
    """Return the names of those periods for which the organisation takes no values on that day. Two queries."""
    locks = dict(PeriodLock.objects.filter(organisation=organisation).values_list("period_kind", "days_open"))
    late = [one for one in periods if is_closed(one, today, days_open=locks.get(one.kind))]
    if not late:
        return set()
    openings = PeriodOpening.objects.filter(
        organisation=organisation, period_name__in=[one.name for one in late], ended_at__isnull=True
    ).order_by("opened_at", "pk")
    opened = dict(openings.values_list("period_name", "through"))
    return {
        one.name
        for one in late
        if is_closed(one, today, days_open=locks[one.kind], opened_through=opened.get(one.name))
    }


def drafts_of(owner: Organisation, states: Iterable[DraftState] = OPEN_STATES) -> list[DraftValue]:
    """Return an organisation's drafts in those states, the oldest first."""
    rows = DraftValue.objects.filter(measure__owner=owner, state__in=list(states))
    return list(rows.select_related("measure__definition", "measure__owner", "subject", "entered_by", "reviewed_by"))


def parts_waiting(drafts: Iterable[DraftValue]) -> set[int]:
    """Return the ids of those drafts of organisations themselves that have a municipality's waiting for approval.

    Of the same measure and period. One query.
    """
    own = [one for one in drafts if one.subject_id == one.measure.owner.subject_id]
    rows = DraftValue.objects.filter(measure__in={one.measure_id for one in own}, state=DraftState.SUBMITTED)
    waiting = set(rows.exclude(subject=F("measure__owner__subject")).values_list("measure", "period_name"))
    return {one.pk for one in own if (one.measure_id, one.period_name) in waiting}


def open_drafts(measure_id: int, period: Period, subjects: Iterable[Subject]) -> dict[int, DraftValue]:
    """Return the drafts of one measure and period that are not approved, by subject id."""
    rows = DraftValue.objects.filter(
        measure_id=measure_id, period_name=period.name, subject__in=list(subjects), state__in=OPEN_STATES
    )
    return {row.subject_id: row for row in rows.select_related("entered_by", "reviewed_by")}


Place = tuple[int, int, str]
"""The place of one value: the ids of measure and subject, and the name of the period."""


def drafts_by_place(measures: Iterable[int], subjects: Iterable[Subject]) -> dict[Place, DraftValue]:
    """Return the open drafts of some measures and subjects, by the place of their value. One query."""
    rows = DraftValue.objects.filter(measure__in=list(measures), subject__in=list(subjects), state__in=OPEN_STATES)
    return {
        (one.measure_id, one.subject_id, one.period_name): one
        for one in rows.select_related("entered_by", "reviewed_by")
    }


def grounds_of(observations: Iterable[int], *, known_by: datetime | None = None) -> dict[int, Grounds]:
    """Return when and on what values were judged, by the observation's id. One query."""
    rows = Judgement.objects.filter(observation__in=list(observations)).order_by("entered_at", "pk")
    if known_by is not None:
        rows = rows.filter(entered_at__lt=known_by)
    return {one.observation_id: Grounds(one.judged_on, one.evidence) for one in rows}


def acts_on(measure: Measure, subject: Subject, period: Period) -> list[AuditEntry]:
    """Return what was done with the drafts of one value, the newest first. Two queries."""
    ids = DraftValue.objects.filter(measure=measure, subject=subject, period_name=period.name).values_list("pk")
    things = [f"{DraftValue._meta.label_lower}:{pk}" for (pk,) in ids]
    return list(AuditEntry.objects.filter(organisation=measure.owner, thing__in=things)) if things else []
