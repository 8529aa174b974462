"""Measures entered by hand, and the links that open their values."""

import re

from django.core import mail

from luotsi.core.periods import Period
from luotsi.core.values import Cell
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.operations import deliver_mail, send_entry_link
from luotsi.orgs.operations import give_role, register_person
from luotsi.orgs.types import Role
from luotsi.web.desk.entry_addresses import entry_address
from tests.cast import NOW, PASSWORD

SITE = "https://luotsi.example.org"


def last_year(measure, subject):
    return Slot(measure, subject, Period.parse("2025"))


def send(slot, person, at=NOW, **more):
    """Send a link and return its path, as it stands in the letter that arrived."""
    send_entry_link(slot=slot, person=person, address_of=entry_address, actor=None, at=at, **more)
    deliver_mail(at=at)
    return path_in(mail.outbox[-1])


def path_in(message):
    return re.search(rf"{SITE}(\S+)", message.body).group(1)


def enter(measure, subject, period, value, actor, at=NOW, seen=0):
    entry = Entry(Period.parse(period), Cell.of(value), seen=seen)
    return enter_value(measure=measure, subject=subject, entry=entry, actor=actor, at=at)


def someone(name, organisation, role):
    """Register a person with a role."""
    person = register_person(email=f"{name.lower()}@example.org", name=name, password=PASSWORD, actor=None, at=NOW)
    give_role(person=person, organisation=organisation, role=role, actor=None, at=NOW)
    return person


def an_approver(organisation):
    return someone("Helmi", organisation, Role.APPROVER)
