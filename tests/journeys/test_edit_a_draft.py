"""A coordinator writes a draft by keys alone, and the same without a script; two persons at once lose nothing."""

import pytest
from django.core.management import call_command
from django.test import Client

from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import PlanVersion
from luotsi.strategy.operations import move_version
from luotsi.strategy.types import VersionState
from tests.cast import NOW, TODAY, adopt
from tests.journeys.test_import_by_keyboard import check, tab_to
from tests.web.desk.test_following import written

PLAN = "/savonlinna/tyopoyta/suunnitelmat/strategia/"


@pytest.fixture
def version(cast, settings, tmp_path):
    """Return a plan in force."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    call_command("createcachetable", verbosity=0)
    one = written(cast)
    move_version(version=one, to=VersionState.DECIDED, actor=cast.aino, at=NOW, decided_on=TODAY, decided_by="Jaosto")
    return move_version(version=one, to=VersionState.IN_FORCE, actor=cast.aino, at=NOW)


def sign_in(context, site, person):
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def told(page, words):
    """Wait until the live region tells what happened."""
    page.wait_for_function("words => document.getElementById('edit-live').textContent.includes(words)", arg=words)
    page.evaluate("document.getElementById('edit-live').textContent = ''")


def here(page):
    return page.evaluate("document.activeElement.querySelector?.('.edit-title')?.textContent ?? ''")


def titles(page):
    return page.eval_on_selector_all(".edit-line .edit-title", "all => all.map(one => one.textContent)")


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_draft_is_begun_written_moved_and_mended_by_keys(live_server, page, cast, version):
    sign_in(page.context, live_server.url, cast.aino)
    page.goto(f"{live_server.url}{PLAN}1/")
    tab_to(page, "form[action$='/luonnos/'] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-lines")
    check(page)
    assert titles(page)[0] == "Nopea alku"

    tab_to(page, ".edit-line")
    page.keyboard.press("j")
    assert here(page) == "Keskustelu viidessä päivässä"
    page.keyboard.press("Alt+ArrowDown")
    told(page, "Siirretty: Keskustelu")
    assert here(page) == "Keskustelu viidessä päivässä"
    assert titles(page)[:2] == ["Nopea alku", "Kuntakohtainen työttömyysaste"]

    page.keyboard.press("e")
    page.wait_for_selector(".edit-box textarea")
    check(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("Keskustelu kolmessa päivässä")
    page.keyboard.press("Escape")
    page.wait_for_selector(".edit-box", state="detached")
    assert "Keskustelu viidessä päivässä" in titles(page)
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-box textarea")
    page.keyboard.press("Control+A")
    page.keyboard.type("Keskustelu kolmessa päivässä")
    tab_to(page, ".edit-box button[type=submit]")
    page.keyboard.press("Enter")
    told(page, "Tallennettu: Keskustelu kolmessa päivässä")
    assert here(page) == "Keskustelu kolmessa päivässä"
    assert "Versiossa 1: Keskustelu viidessä päivässä" in page.inner_text(".edit-line:focus")

    page.keyboard.press("a")
    page.wait_for_selector(".edit-adding textarea")
    check(page)
    page.keyboard.type("Keskustelujen määrä")
    tab_to(page, ".edit-adding button[type=submit]")
    page.keyboard.press("Enter")
    told(page, "Lisätty: Keskustelujen määrä")
    assert here(page) == "Keskustelujen määrä"
    assert page.locator(".edit-line:focus .remark").count() == 1

    page.keyboard.press("Delete")
    told(page, "Poistettu: Keskustelujen määrä")
    check(page)
    page.keyboard.press("u")
    told(page, "Palautettu: Keskustelujen määrä")
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    check(page)
    page.keyboard.press("Escape")

    draft = PlanVersion.objects.get(number=2)
    added = next(one for one in draft.elements.all() if one.title.fi == "Keskustelujen määrä")
    assert added.parent.title.fi == "Keskustelu kolmessa päivässä"
    assert version.elements.get(kind=ElementKind.GOAL).title.fi == "Keskustelu viidessä päivässä"


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_what_is_typed_is_not_lost_to_another_editor_a_filter_or_a_lost_session(live_server, browser, cast, version):
    first, second = (browser.new_context(locale="fi-FI") for _each in range(2))
    pages = []
    for context in (first, second):
        sign_in(context, live_server.url, cast.aino)
        pages.append(context.new_page())
    one, other = pages
    one.goto(f"{live_server.url}{PLAN}1/")
    one.click("form[action$='/luonnos/'] button")
    one.wait_for_selector(".edit-lines")
    other.goto(one.url)
    for page, words in ((one, "Ensimmäisen sanat"), (other, "Toisen sanat")):
        page.click(".edit-line >> nth=1 >> a[data-edits]")
        page.wait_for_selector(".edit-box textarea")
        page.fill(".edit-box textarea >> nth=0", words)
    one.click(".edit-box button[type=submit]")
    told(one, "Tallennettu")
    other.click(".edit-line >> nth=3 >> a[data-edits]")
    told(other, "Tallenna tai peru ensin")
    other.click(".edit-box button[type=submit]")
    other.wait_for_selector(".edit-box .notice-warning")
    assert "Ensimmäisen sanat" in other.inner_text(".edit-box")
    assert other.input_value(".edit-box textarea >> nth=0") == "Toisen sanat"
    check(other)
    second.clear_cookies(name="sessionid")
    other.click(".edit-box button[type=submit]")
    told(other, "kirjautumisesi on päättynyt")
    assert other.input_value(".edit-box textarea >> nth=0") == "Toisen sanat"
    sign_in(second, live_server.url, cast.aino)
    other.click(".edit-box button[type=submit]")
    other.wait_for_selector(".edit-box", state="detached")
    assert "Toisen sanat" in titles(other)
    for context in (first, second):
        context.close()


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_without_javascript_every_act_of_the_editor_is_a_form(live_server, browser, cast, version):
    context = browser.new_context(java_script_enabled=False, locale="fi-FI", viewport={"width": 320, "height": 800})
    sign_in(context, live_server.url, cast.aino)
    adopt(cast.area_a, "unemployment-rate")
    page = context.new_page()
    page.goto(f"{live_server.url}{PLAN}1/")
    page.click("form[action$='/luonnos/'] button")
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 320
    page.click(".edit-line >> nth=1 >> button[data-step=down]")
    assert "Siirretty: Keskustelu" in page.inner_text("main")
    page.click(".edit-line >> nth=2 >> a[data-edits]")
    page.fill("#id_title_fi", "Keskustelu kolmessa päivässä")
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 320
    page.fill("#id_d_responsible", "Palvelupäällikkö")
    page.click(".edit-form button[type=submit]")
    assert "Tallennettu: Keskustelu kolmessa päivässä" in page.inner_text("main")
    page.click(".edit-bar a[data-adds]")
    page.fill("#id_title_fi", "Rohkeus")
    page.select_option("#id_kind", "value")
    page.click(".edit-form button[type=submit] >> nth=0")
    assert "Lisätty: Rohkeus" in page.inner_text("main")
    page.click(".edit-line >> nth=0 >> summary >> nth=0")
    page.click(".edit-line >> nth=0 >> button[data-step=remove]")
    assert "Poistettu: Nopea alku" in page.inner_text("main")
    page.click("[data-undoes]")
    assert "Palautettu: Nopea alku" in page.inner_text("main")
    context.close()
    draft = PlanVersion.objects.get(number=2)
    assert draft.elements.get(kind=ElementKind.GOAL).details["responsible"] == "Palvelupäällikkö"
    assert draft.elements.count() == 6
