"""Every write of links to values and of the mail that carries them: asked for, reminded of, returned, used."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from luotsi.core.text import Language
from luotsi.indicators.entered.checking import Entry, check_entry
from luotsi.indicators.entry.drafts.operations import UnableToReview, decide_draft, take_value
from luotsi.indicators.entry.letters import Letter, Slot, language_of, letter, returned_letter
from luotsi.indicators.entry.models import DraftValue, EntryLink, OutgoingMail, ValueOwner
from luotsi.indicators.entry.queries import find_link, hashed, is_open, may_enter, period_is_closed
from luotsi.indicators.entry.rules import retry_after
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.entry.waiting import reminders_due
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.queries import HELSINKI, entered_lines
from luotsi.orgs.models import Person, Subject
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
    link, address = _make_link(slot, person, address_of, at, reminder)
    line = entered_lines([measure], [subject])[measure.pk][subject.pk]
    before = next((one for one in reversed(line.observations) if one.period < period), None)
    written = letter(slot, person, address=address, before=before, expires_on=_last_day(link))
    changes = {"period": period.name, "to": person.name, "reminder": reminder}
    record(kind="indicators.link.send", thing=link, actor=actor, at=at, organisation=measure.owner, changes=changes)
    return _queue(written, link, address)


def _make_link(
    slot: Slot, person: Person, address_of: AddressOf, at: datetime, reminder: int | None = None
) -> tuple[EntryLink, str]:
    """Make a link to one value; return it with its whole address, which is not kept."""
    token = secrets.token_urlsafe(32)
    link = EntryLink.objects.create(
        token_sha256=hashed(token),
        person=person,
        measure=slot.measure,
        subject=slot.subject,
        period_name=slot.period.name,
        reminder=reminder,
        made_at=at,
        expires_at=at + timedelta(days=LINK_DAYS),
    )
    return link, address_of(token, language_of(person))


def _last_day(link: EntryLink) -> date:
    return link.expires_at.astimezone(HELSINKI).date()


def _queue(written: Letter, link: EntryLink, address: str) -> OutgoingMail:
    return OutgoingMail.objects.create(
        message_id=f"<{secrets.token_hex(16)}@{urlsplit(address).hostname}>",
        recipient=link.person.email,
        subject=written.subject,
        body=written.body,
        queued_at=link.made_at,
        not_before=link.made_at,
        useless_after=link.expires_at,
    )


@transaction.atomic
def return_draft(
    *, draft: DraftValue, seen: int, note: str, actor: Person, at: datetime, address_of: AddressOf | None = None
) -> OutgoingMail | None:
    """Give a submitted value back with a note on what to mend; write to its author where mail can be sent.

    :raises UnableToReview: without a note, or when it changed or was decided meanwhile
    """
    if not note.strip():
        raise UnableToReview("no_note", "say what is to be mended")
    decide_draft(draft=draft, seen=seen, state=DraftState.RETURNED, actor=actor, at=at)
    draft.return_note = note.strip()
    draft.save(update_fields=["return_note"])
    changes = {"period": draft.period_name, "note": note.strip()}
    owner, author = draft.measure.owner, draft.entered_by
    record(kind="indicators.draft.return", thing=draft, actor=actor, at=at, organisation=owner, changes=changes)
    today = at.astimezone(HELSINKI).date()
    if address_of is None or author is None or not may_enter(author, owner):
        return None
    if period_is_closed(owner, draft.period, today):
        return None
    slot = Slot(draft.measure, draft.subject, draft.period)
    link, address = _make_link(slot, author, address_of, at)
    return _queue(returned_letter(slot, author, draft, address=address, expires_on=_last_day(link)), link, address)


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
    *,
    measure: Measure,
    needs_approval: bool,
    responsible_person: Person | None,
    actor: Person,
    at: datetime,
    value_owners: Mapping[Subject, Person | None] | None = None,
) -> None:
    """Say whether a measure's values need approval, and who is asked for them.

    `value_owners` names who is asked for the values of municipalities; those it does not name stay as they are.

    :raises UnableToSend: when one of those people may not enter the organisation's values
    """
    owners = value_owners or {}
    for person in (responsible_person, *owners.values()):
        if person is not None and not may_enter(person, measure.owner):
            raise UnableToSend(f"{person} may not enter values of {measure.owner}")
    before = measure.responsible_person
    changes = {
        "needs_approval": [measure.needs_approval, needs_approval],
        "responsible_person": [before.name if before else None, responsible_person and responsible_person.name],
        "value_owners": {subject.code: person and person.name for subject, person in owners.items()},
    }
    measure.needs_approval, measure.responsible_person = needs_approval, responsible_person
    measure.save(update_fields=["needs_approval", "responsible_person"])
    ValueOwner.objects.filter(measure=measure, subject__in=list(owners)).delete()
    ValueOwner.objects.bulk_create(
        [ValueOwner(measure=measure, subject=subject, person=person) for subject, person in owners.items() if person]
    )
    record(
        kind="indicators.measure.set_entry",
        thing=measure,
        actor=actor,
        at=at,
        organisation=measure.owner,
        changes=changes,
    )
