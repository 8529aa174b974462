"""Every write of values on their way in: links, mail, drafts, approval, locks and openings of periods."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Language
from luotsi.core.values import scaled
from luotsi.indicators.entry.letters import Slot, language_of, letter
from luotsi.indicators.entry.models import DraftValue, EntryLink, OutgoingMail, PeriodLock, PeriodOpening
from luotsi.indicators.entry.queries import find_link, hashed, is_open, may_enter
from luotsi.indicators.entry.rules import retry_after
from luotsi.indicators.entry.types import OPEN_STATES, DraftState
from luotsi.indicators.entry.waiting import reminders_due
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.operations import Entry, UnableToEnter, check_entry, enter_value, enter_values
from luotsi.indicators.queries import HELSINKI, lines_of
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.orgs.operations import record

AddressOf = Callable[[str, Language], str]
"""Makes the whole address of a link's page from its secret, by the configured site address."""
LINK_DAYS = 14
SENDING = timedelta(minutes=10)
"""How long one worker keeps a message to itself; a killed one gives it back so."""
MAILS_AT_ONCE = 100


class UnableToSend(ValueError):
    """No link can be sent to that person."""


class UnableToUse(ValueError):
    """The link is unknown, was used or is too old. `is_known` tells the first from the others."""

    def __init__(self, *, is_known: bool) -> None:
        super().__init__("the link cannot be used")
        self.is_known = is_known


class UnableToReview(ValueError):
    """The draft cannot be approved or returned. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


class UnableToOpen(ValueError):
    """A closed period cannot be opened so. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@transaction.atomic
def send_entry_link(
    *,
    slot: Slot,
    person: Person,
    address_of: AddressOf,
    actor: Person | None,
    at: datetime,
    reminder: int | None = None,
) -> OutgoingMail:
    """Put a letter with a link to one value into the outbox.

    :raises UnableToSend: when the person may not enter the organisation's values
    :raises UnableToEnter: when the value cannot be entered by hand now
    """
    measure, subject, period = slot.measure, slot.subject, slot.period
    if not may_enter(person, measure.owner):
        raise UnableToSend(f"{person} may not enter values of {measure.owner}")
    check_entry(measure=measure, subject=subject, period=period, at=at)
    token = secrets.token_urlsafe(32)
    expires_at = at + timedelta(days=LINK_DAYS)
    link = EntryLink.objects.create(
        token_sha256=hashed(token),
        person=person,
        measure=measure,
        subject=subject,
        period_name=period.name,
        reminder=reminder,
        made_at=at,
        expires_at=expires_at,
    )
    address = address_of(token, language_of(person))
    line = lines_of(measure, [subject])[subject.pk]
    before = next((one for one in reversed(line.observations) if one.period < period), None)
    written = letter(slot, person, address=address, before=before, expires_on=expires_at.astimezone(HELSINKI).date())
    mail = OutgoingMail.objects.create(
        message_id=f"<{secrets.token_hex(16)}@{urlsplit(address).hostname}>",
        recipient=person.email,
        subject=written.subject,
        body=written.body,
        queued_at=at,
        not_before=at,
        useless_after=expires_at,
    )
    changes = {"period": period.name, "to": person.name, "reminder": reminder}
    record(kind="indicators.link.send", thing=link, actor=actor, at=at, organisation=measure.owner, changes=changes)
    return mail


@transaction.atomic
def use_entry_link(*, token: str, entry: Entry, at: datetime) -> Observation | DraftValue:
    """Enter the value that a link opens, once, as the person it was sent to.

    Other links to the same value are closed with it. A refused value leaves the link as it was.

    :raises UnableToUse: when there is no such link, or it was used or is too old
    :raises UnableToEnter: when the value cannot be entered
    """
    link = find_link(token)
    if link is None:
        raise UnableToUse(is_known=False)
    still_open = EntryLink.objects.filter(pk=link.pk, used_at__isnull=True, expires_at__gt=at)
    if not is_open(link, at) or not still_open.update(used_at=at):
        raise UnableToUse(is_known=True)
    EntryLink.objects.filter(
        measure=link.measure, subject=link.subject, period_name=link.period_name, used_at__isnull=True
    ).update(used_at=at)
    entry = replace(entry, period=link.period)
    return take_value(measure=link.measure, subject=link.subject, entry=entry, actor=link.person, at=at)


def deliver_mail(*, at: datetime) -> tuple[int, int]:
    """Send what waits in the outbox; return how many messages went and how many failed.

    A message is sent at least once: one whose sender was killed goes again under the same Message-ID.
    """
    OutgoingMail.objects.filter(sent_at__isnull=True, useless_after__lte=at).exclude(body="").update(body="")
    sent = failed = 0
    for mail in OutgoingMail.objects.waiting(at).order_by("not_before", "pk")[:MAILS_AT_ONCE]:
        mine = OutgoingMail.objects.waiting(at).filter(pk=mail.pk)
        if not mine.update(not_before=at + SENDING, attempts=F("attempts") + 1):
            continue
        message = EmailMessage(mail.subject, mail.body, to=[mail.recipient], headers={"Message-ID": mail.message_id})
        try:
            message.send()
        except (SMTPException, OSError):
            failed += 1
            OutgoingMail.objects.filter(pk=mail.pk).update(not_before=at + retry_after(mail.attempts + 1))
        else:
            sent += 1
            OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=at, body="")
    return sent, failed


def remind(*, address_of: AddressOf, at: datetime) -> int:
    """Write to those whose measures lack the last ended period's value, on the days of the rule; return how many."""
    due = reminders_due(at.astimezone(HELSINKI).date())
    for slot, person, reminder in due:
        send_entry_link(slot=slot, person=person, address_of=address_of, actor=None, at=at, reminder=reminder)
    return len(due)


@transaction.atomic
def set_entry(
    *, measure: Measure, needs_approval: bool, responsible_person: Person | None, actor: Person, at: datetime
) -> None:
    """Say whether a measure's values need approval, and who is asked for them.

    :raises UnableToSend: when that person may not enter the organisation's values
    """
    if responsible_person is not None and not may_enter(responsible_person, measure.owner):
        raise UnableToSend(f"{responsible_person} may not enter values of {measure.owner}")
    before = measure.responsible_person
    changes = {
        "needs_approval": [measure.needs_approval, needs_approval],
        "responsible_person": [before.name if before else None, responsible_person and responsible_person.name],
    }
    measure.needs_approval, measure.responsible_person = needs_approval, responsible_person
    measure.save(update_fields=["needs_approval", "responsible_person"])
    record(
        kind="indicators.measure.set_entry",
        thing=measure,
        actor=actor,
        at=at,
        organisation=measure.owner,
        changes=changes,
    )


def take_value(
    *, measure: Measure, subject: Subject, entry: Entry, actor: Person, at: datetime
) -> Observation | DraftValue:
    """Enter a value, or submit it where the measure needs approval.

    :raises UnableToEnter: when it cannot be entered
    """
    if measure.needs_approval:
        return write_draft(measure=measure, subject=subject, entry=entry, actor=actor, at=at)
    return enter_value(measure=measure, subject=subject, entry=entry, actor=actor, at=at)


@transaction.atomic
def take_values(
    *,
    measure: Measure,
    entries: Iterable[tuple[Subject, Entry]],
    actor: Person,
    at: datetime,
    state: DraftState = DraftState.SUBMITTED,
) -> int:
    """Enter the values of several subjects, or submit them where the measure needs approval, all or none.

    :raises UnableToEnter: when one of them cannot be entered; its `subject` says which
    """
    if not measure.needs_approval:
        return len(enter_values(measure=measure, entries=entries, actor=actor, at=at))
    return len(
        [
            write_draft(measure=measure, subject=subject, entry=entry, actor=actor, at=at, state=state)
            for subject, entry in entries
        ]
    )


@transaction.atomic
def write_draft(
    *,
    measure: Measure,
    subject: Subject,
    entry: Entry,
    actor: Person,
    at: datetime,
    state: DraftState = DraftState.SUBMITTED,
) -> DraftValue:
    """Keep a value that is to be approved, in place of an earlier draft of it; what is public does not change.

    :raises UnableToEnter: when the measure is not entered by hand, or the period takes no values
    """
    check_entry(measure=measure, subject=subject, period=entry.period, at=at)
    mine = {"measure": measure, "subject": subject, "period_name": entry.period.name}
    draft = DraftValue.objects.select_for_update().filter(**mine, state__in=OPEN_STATES).first()
    if draft is None:
        draft = DraftValue(**mine, revision=0)
    before = draft.state, str(draft.cell.value) if draft.pk and draft.cell.value is not None else None
    value = entry.cell.value
    draft.scaled, draft.exponent = (None, 0) if value is None else scaled(value)
    draft.gap, draft.words, draft.note = entry.cell.gap or "", entry.words, entry.note
    draft.seen, draft.state, draft.revision = entry.seen, state, draft.revision + 1
    draft.entered_by, draft.entered_at = actor, at
    draft.save()
    changes = {
        "period": draft.period_name,
        "state": [before[0], str(state)],
        "value": [before[1], str(value if value is not None else entry.cell.gap)],
    }
    record(kind="indicators.draft.write", thing=draft, actor=actor, at=at, organisation=measure.owner, changes=changes)
    return draft


@transaction.atomic
def approve_draft(*, draft: DraftValue, seen: int, actor: Person, at: datetime) -> Observation:
    """Make a submitted value the measure's value; `seen` is the revision that the approver read.

    :raises UnableToReview: when it is the approver's own, or changed or was decided meanwhile
    :raises UnableToEnter: when the period is closed, or another value was approved meanwhile
    """
    if draft.entered_by == actor:
        raise UnableToReview("own", "somebody else than who entered it approves a value")
    _decide(draft, seen, DraftState.APPROVED, actor, at)
    entry = Entry(draft.period, draft.cell, draft.words, draft.note, draft.seen)
    observation = enter_value(
        measure=draft.measure,
        subject=draft.subject,
        entry=entry,
        actor=actor,
        at=at,
        entered_by=draft.entered_by,
        is_approved=True,
    )
    DraftValue.objects.filter(pk=draft.pk).update(observation=observation)
    owner = draft.measure.owner
    changes = {"period": draft.period_name, "entered_by": str(draft.entered_by or "")}
    record(kind="indicators.draft.approve", thing=draft, actor=actor, at=at, organisation=owner, changes=changes)
    return observation


@transaction.atomic
def return_draft(*, draft: DraftValue, seen: int, note: str, actor: Person, at: datetime) -> None:
    """Give a submitted value back with a note on what to mend.

    :raises UnableToReview: without a note, or when it changed or was decided meanwhile
    """
    if not note.strip():
        raise UnableToReview("no_note", "say what is to be mended")
    _decide(draft, seen, DraftState.RETURNED, actor, at)
    DraftValue.objects.filter(pk=draft.pk).update(return_note=note.strip())
    changes = {"period": draft.period_name, "note": note.strip()}
    owner = draft.measure.owner
    record(kind="indicators.draft.return", thing=draft, actor=actor, at=at, organisation=owner, changes=changes)


def _decide(draft: DraftValue, seen: int, state: DraftState, actor: Person, at: datetime) -> None:
    """Move a submitted draft on, once, as long as it is the one that was read."""
    waiting = DraftValue.objects.filter(pk=draft.pk, state=DraftState.SUBMITTED, revision=seen)
    if not waiting.update(state=state, reviewed_by=actor, reviewed_at=at):
        raise UnableToReview("changed_meanwhile", "the value changed or was decided meanwhile")


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


def take_rows(
    *, rows: Iterable[tuple[Measure, list[tuple[Subject, Entry]]]], actor: Person, at: datetime
) -> list[UnableToEnter | None]:
    """Enter the rows of a workbook, each whole or not at all; return for each why it was refused, or None."""
    refusals: list[UnableToEnter | None] = []
    for measure, entries in rows:
        try:
            take_values(measure=measure, entries=entries, actor=actor, at=at)
        except UnableToEnter as refused:
            refusals.append(refused)
        else:
            refusals.append(None)
    return refusals
