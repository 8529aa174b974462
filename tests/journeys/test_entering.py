"""Values by e-mail link and by approval in a real browser: clean by axe, fit for a phone, usable as it stands."""

import pytest
from django.core import mail
from django.utils import timezone

from luotsi.core.periods import PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.entry.drafts.operations import take_value
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.locks.operations import set_lock
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.operations import set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Measure
from luotsi.indicators.operations import Entry
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from tests.entry_cast import SITE, send
from tests.journeys.test_every_page import check_in_browser


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_value_goes_from_the_letter_to_approval(demo, page, client, settings):
    settings.SITE_ADDRESS, at = SITE, timezone.now()
    owner = Organisation.objects.get(slug="savonlinna")
    measure = Measure.objects.filter(owner=owner, definition__method="manual", definition__unit="count").first()
    aino, ilona = (Person.objects.get(name=name) for name in ("Aino", "Ilona"))
    give_role(person=aino, organisation=owner, role=Role.APPROVER, actor=None, at=at)
    set_entry(measure=measure, needs_approval=True, responsible_person=ilona, actor=aino, at=at)
    period = last_ended(PeriodKind(measure.definition.period_kind), timezone.localdate())
    link = send(Slot(measure, owner.subject, period), ilona, at=at)
    assert mail.outbox
    check_in_browser(page, demo, link)
    page.fill("#id_value", "7")
    page.click("button[value=save]")
    assert page.locator("h1").inner_text() == "Kiitos, arvo on tallennettu"
    assert DraftValue.objects.get().scaled == 7
    check_in_browser(page, demo, link)
    assert page.locator("h1").inner_text() == "Linkki ei ole auki"
    entry = Entry(period - 1, Cell.of(0))
    take_value(measure=measure, subject=owner.subject, entry=entry, actor=ilona, at=at)
    set_lock(organisation=owner, kind=period.kind, days_open=0, actor=aino, at=at)
    client.force_login(aino)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": demo}])
    for address in (
        "hyvaksynnat/",
        "jaksot/",
        f"mittarit/{measure.slug}/kirjaaminen/",
        f"mittarit/{measure.slug}/arvot/",
    ):
        check_in_browser(page, demo, f"/savonlinna/tyopoyta/{address}")
