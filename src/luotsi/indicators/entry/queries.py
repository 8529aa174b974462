"""Reads of values on their way in."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from luotsi.core.periods import Period
from luotsi.indicators.entry.models import DraftValue, EntryLink, PeriodLock, PeriodOpening
from luotsi.indicators.entry.rules import is_closed
from luotsi.indicators.entry.types import OPEN_STATES, DraftState
from luotsi.orgs.models import Membership, Organisation, Person, Subject
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
    lock = PeriodLock.objects.filter(organisation=organisation, period_kind=period.kind).first()
    if lock is None or not is_closed(period, today, days_open=lock.days_open):
        return False
    opening = PeriodOpening.objects.filter(
        organisation=organisation, period_name=period.name, ended_at__isnull=True
    ).first()
    through = None if opening is None else opening.through
    return is_closed(period, today, days_open=lock.days_open, opened_through=through)


def drafts_of(owner: Organisation, states: Iterable[DraftState] = OPEN_STATES) -> list[DraftValue]:
    """Return an organisation's drafts in those states, the oldest first."""
    rows = DraftValue.objects.filter(measure__owner=owner, state__in=list(states))
    return list(rows.select_related("measure__definition", "measure__owner", "subject", "entered_by", "reviewed_by"))


def open_drafts(measure_id: int, period: Period, subjects: Iterable[Subject]) -> dict[int, DraftValue]:
    """Return the drafts of one measure and period that are not approved, by subject id."""
    rows = DraftValue.objects.filter(
        measure_id=measure_id, period_name=period.name, subject__in=list(subjects), state__in=OPEN_STATES
    )
    return {row.subject_id: row for row in rows.select_related("entered_by", "reviewed_by")}
