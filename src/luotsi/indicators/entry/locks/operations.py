"""Every write about the closing of periods: when they close by themselves, and opening them again."""

from datetime import date, datetime

from django.db import transaction

from luotsi.core.periods import Period, PeriodKind
from luotsi.indicators.entry.models import PeriodLock, PeriodOpening
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import record


class UnableToOpen(ValueError):
    """A closed period cannot be opened so. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@transaction.atomic
def set_lock(
    *, organisation: Organisation, kind: PeriodKind, days_open: int | None, actor: Person, at: datetime
) -> None:
    """Say how many days after its end a period takes values; None keeps periods of the kind open."""
    rows = PeriodLock.objects.filter(organisation=organisation, period_kind=kind)
    before = rows.first()
    if days_open is None:
        rows.delete()
    else:
        PeriodLock.objects.update_or_create(
            organisation=organisation, period_kind=kind, defaults={"days_open": days_open}
        )
    changes = {"kind": str(kind), "days_open": [before.days_open if before else None, days_open]}
    record(
        kind="indicators.lock.set", thing=organisation, actor=actor, at=at, organisation=organisation, changes=changes
    )


@transaction.atomic
def open_period(
    *, organisation: Organisation, period: Period, through: date, reason: str, actor: Person, at: datetime
) -> PeriodOpening:
    """Open a closed period through a day, in place of an earlier opening.

    :raises UnableToOpen: without a reason, or when the day is past
    """
    if not reason.strip():
        raise UnableToOpen("reason", "say why the period is opened")
    if through < at.astimezone(HELSINKI).date():
        raise UnableToOpen("through", "the last day of the opening is past")
    PeriodOpening.objects.filter(organisation=organisation, period_name=period.name, ended_at__isnull=True).update(
        ended_at=at
    )
    opening = PeriodOpening.objects.create(
        organisation=organisation,
        period_name=period.name,
        through=through,
        reason=reason.strip(),
        opened_by=actor,
        opened_by_name=actor.name,
        opened_at=at,
    )
    changes = {"period": period.name, "through": through.isoformat(), "reason": reason.strip()}
    record(kind="indicators.period.open", thing=opening, actor=actor, at=at, organisation=organisation, changes=changes)
    return opening


@transaction.atomic
def close_period(*, opening: PeriodOpening, actor: Person, at: datetime) -> None:
    """End an opening before its day; what was entered meanwhile stays."""
    if PeriodOpening.objects.filter(pk=opening.pk, ended_at__isnull=True).update(ended_at=at):
        record(
            kind="indicators.period.close",
            thing=opening,
            actor=actor,
            at=at,
            organisation=opening.organisation,
            changes={"period": opening.period_name},
        )
