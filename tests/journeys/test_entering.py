"""Values by grid, e-mail link and approval in a real browser: clean by axe, fit for a phone, usable as it stands."""

import pytest
from django.core import mail
from django.utils import timezone

from luotsi.core.periods import PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entry.drafts.operations import take_value
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.locks.operations import set_lock
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.operations import set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Definition, Measure, Observation
from luotsi.indicators.operations import adopt_measure
from luotsi.orgs.models import Organisation, Person
from tests.entry_cast import SITE, send
from tests.journeys.crawling import check_by_axe, check_width

GRID = "/savonlinna/tyopoyta/arvot/?laji=year"
pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner(demo):
    return Organisation.objects.get(slug="savonlinna")


@pytest.fixture
def sign_in(demo, page, client):
    """Return what signs a person of the demonstration in to the browser."""

    def signed_in(name):
        person = Person.objects.get(name=name)
        client.force_login(person)
        cookies = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": demo}
        page.context.add_cookies([cookies])
        return person

    return signed_in


@pytest.fixture
def prints(owner):
    """Return a measure counted by hand without approval; its row is the last of the grid."""
    definition = Definition.objects.get(key="paper-prints")
    return adopt_measure(owner=owner, definition=definition, slug="tulosteet", actor=None, at=timezone.now())


@pytest.fixture
def cell(page, demo, prints):
    """Return what finds a cell of the measure's row, counted from the newest period."""
    return lambda back=0: page.locator(".grid tbody tr").last.locator(".grid-cell").nth(11 - back)


def said(page, words):
    page.get_by_role("status").filter(has_text=words).wait_for()


def look_at(page, site, address):
    check_by_axe(page, site, address)
    check_width(page, site, address)


def paste(page, into, text):
    into.locator("input, textarea").focus()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )


def test_a_value_goes_from_the_letter_to_approval(demo, page, sign_in, owner, settings):
    settings.SITE_ADDRESS, at = SITE, timezone.now()
    measure = Measure.objects.get(owner=owner, slug="sopimukset-ja-kumppanuudet")
    ilona, helmi = (Person.objects.get(name=name) for name in ("Ilona", "Helmi"))
    DraftValue.objects.all().delete()
    set_entry(measure=measure, needs_approval=True, responsible_person=ilona, actor=helmi, at=at)
    period = last_ended(PeriodKind(measure.definition.period_kind), timezone.localdate())
    link = send(Slot(measure, owner.subject, period), ilona, at=at)
    assert mail.outbox
    look_at(page, demo, link)
    page.fill("#id_value", "7")
    page.click("button[value=save]")
    assert page.locator("h1").inner_text() == "Kiitos, arvo on tallennettu"
    assert DraftValue.objects.get().scaled == 7
    look_at(page, demo, link)
    assert page.locator("h1").inner_text() == "Linkki ei ole auki"
    entry = Entry(period - 1, Cell.of(0))
    take_value(measure=measure, subject=owner.subject, entry=entry, actor=ilona, at=at)
    set_lock(organisation=owner, kind=period.kind, days_open=0, actor=helmi, at=at)
    sign_in("Helmi")
    for address in (
        "hyvaksynnat/",
        "jaksot/",
        "arvot/",
        f"arvot/historia/?solu={measure.pk}-{owner.subject_id}-{period.name}",
        f"mittarit/{measure.slug}/kirjaaminen/",
        f"mittarit/{measure.slug}/arvot/",
    ):
        look_at(page, demo, f"/savonlinna/tyopoyta/{address}")


def test_the_approver_of_the_demonstration_sees_what_waits_and_approves_it(demo, page, sign_in, owner, client):
    sign_in("Helmi")
    page.goto(f"{demo}/savonlinna/tyopoyta/")
    page.get_by_role("link", name="Lue odottava arvo").first.click()
    page.get_by_role("button", name="Hyväksy").click()
    page.get_by_text("Arvo hyväksyttiin").wait_for()
    page.goto(f"{demo}/savonlinna/mittarit/tyollisyysalueyhteistyon-tulokset/")
    assert "Esimerkkikokouksen muistio" in page.locator("main").inner_text()


def test_cells_are_typed_pasted_undone_and_sent_by_keys_alone(demo, page, sign_in, prints, cell):
    sign_in("Aino")
    page.goto(demo + GRID)
    cell(2).locator("input").focus()
    page.keyboard.type("1234,5")
    page.keyboard.press("ArrowRight")
    said(page, "Kaikki on tallessa.")
    assert cell(2).locator("input").input_value() == "1\u00a0234,5"
    page.keyboard.type("kymmenen")
    page.keyboard.press("Tab")
    cell(1).get_by_text("ei ole luku").wait_for()
    cell(1).locator("input").focus()
    page.keyboard.type("99")
    page.keyboard.press("Escape")
    assert cell(1).locator("input").input_value() == ""
    paste(page, cell(1), "7 kpl\t\u22128\t9\n10")
    page.get_by_text("Soluja liitetty: 2. Taulukkoon mahtumattomia soluja jäi pois: 2.").wait_for()
    said(page, "Kaikki on tallessa.")
    page.keyboard.press("Control+z")
    said(page, "Kaikki on tallessa.")
    assert [cell(back).locator("input").input_value() for back in (1, 0)] == ["", ""]
    cell(2).locator("input").focus()
    page.keyboard.press("F4")
    page.get_by_role("dialog").get_by_text("Kirjasi luonnoksen").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Tallenna").first.click()
    page.get_by_text("1 arvo tallennettiin.").wait_for()
    entered = Observation.objects.get(series__definition=prints.definition_id, series__owner_key="savonlinna")
    assert entered.value == Cell.of("1234.5").value
    assert not DraftValue.objects.filter(measure=prints, state="draft").exists()


def test_what_was_typed_without_a_connection_or_a_session_is_not_lost(demo, page, sign_in, prints, cell):
    sign_in("Aino")
    page.goto(demo + GRID)
    page.context.set_offline(True)
    cell(1).locator("input").fill("55")
    page.keyboard.press("Enter")
    said(page, "Yhteyttä ei ole.")
    page.context.set_offline(False)
    said(page, "Kaikki on tallessa.")
    assert DraftValue.objects.get(measure=prints).scaled == 55
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.clear_cookies()
    cell(0).locator("input").fill("66")
    page.keyboard.press("Enter")
    said(page, "Et ole enää kirjautuneena.")
    sign_in("Aino")
    page.goto(demo + GRID)
    cell(0).get_by_text("Kirjoitettu aiemmin, jäi tallentamatta: 66").wait_for()
    cell(0).get_by_role("button", name="Käytä omaani").click()
    said(page, "Kaikki on tallessa.")
    assert {one.scaled for one in DraftValue.objects.filter(measure=prints)} == {55, 66}


def test_two_people_in_one_cell_see_each_other_before_overwriting(demo, page, sign_in, prints, cell, browser, client):
    sign_in("Aino")
    page.goto(demo + GRID)
    sign_in("Ilona")  # the open page is Aino's; the next one of this browser is Ilona's
    other = page.context.new_page()
    other.goto(demo + GRID)
    field = other.locator(".grid tbody tr").last.locator(".grid-cell").nth(11).locator("input")
    field.fill("40")
    other.keyboard.press("Enter")
    said(other, "Kaikki on tallessa.")
    sign_in("Aino")
    cell(0).locator("input").fill("41")
    page.keyboard.press("Enter")
    cell(0).get_by_text("Ilona kirjasi sillä välin: 40").wait_for()
    assert cell(0).locator("input").input_value() == "41"
    assert DraftValue.objects.get(measure=prints).scaled == 40
    cell(0).get_by_role("button", name="Käytä omaani").click()
    said(page, "Kaikki on tallessa.")
    assert DraftValue.objects.get(measure=prints).scaled == 41


def test_the_grid_is_whole_without_a_script(demo, browser, client, prints):
    context = browser.new_context(locale="fi-FI", java_script_enabled=False)
    client.force_login(Person.objects.get(name="Aino"))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": demo}])
    page = context.new_page()
    page.goto(demo + GRID)
    page.locator("#grid-paste summary").click()
    page.locator("#liitos").fill("1\t2\n")
    page.locator("#rivi").select_option("2")
    page.locator("#sarake").select_option("10")
    page.get_by_role("button", name="Katso ensin läpi").click()
    assert "2 liitettyä arvoa" in page.get_by_role("status").first.inner_text()
    assert not DraftValue.objects.filter(measure=prints).exists()
    page.get_by_role("button", name="Säilytä luonnoksina").click()
    assert "2 arvoa säilytettiin luonnoksina." in page.locator("main").inner_text()
    assert DraftValue.objects.filter(measure=prints).count() == 2
    context.close()
