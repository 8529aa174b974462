"""A coordinator brings in a strategy, reviews it and puts it in force without touching the mouse."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command

from luotsi.strategy.models import Import, PlanVersion
from luotsi.strategy.types import ProposalState
from tests.cast import PASSWORD

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STRATEGY = """Vaskiniemen työllisyysalueen strategia 2026–2029

Visio
Vaskiniemessä työ ja tekijä kohtaavat nopeasti vuonna 2029.

Arvot
- Rohkeus
- Avoimuus
- Kumppanuus

Strategiset painopisteet

Painopiste 1: Nopea alku työnhaulle
Tavoitteet
- Ensimmäinen keskustelu käydään viiden arkipäivän kuluessa.
- Jokaisella nuorella on suunnitelma kuukauden kuluessa.
Mittarit
- Työttömyysaste

Painopiste 2: Työnantajat saavat tekijöitä
Tavoitteet
- Avoimista paikoista puolet täyttyy kuukaudessa.
Mittarit
- Avoimet työpaikat
"""


@pytest.fixture
def desk(live_server, settings, tmp_path, cast, page):
    """Return a page signed in as Aino by keys alone."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    call_command("createcachetable", verbosity=0)
    page.goto(f"{live_server.url}/kirjaudu/?next=/savonlinna/tyopoyta/tuonti/")
    tab_to(page, "input[type=email]")
    page.keyboard.type("aino@example.org")
    tab_to(page, "input[type=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("form[data-drop]")
    return page


def tab_to(page, selector, key="Tab", most=120):
    """Press a key until the focus is where a person wants it."""
    for _press in range(most):
        if page.evaluate("wanted => Boolean(document.activeElement?.matches(wanted))", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} never reaches {selector}")


def check(page):
    found = Axe().run(page, options=RULES).response["violations"]
    assert not [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found], page.url


def press(page, key, told):
    """Press a key and wait until the live region tells what happened."""
    page.keyboard.press(key)
    page.wait_for_function("told => document.getElementById('review-live').textContent.includes(told)", arg=told)
    page.evaluate("document.getElementById('review-live').textContent = ''")


def here(page):
    """Return the title of the proposal that has the focus."""
    return page.evaluate("document.activeElement.querySelector?.('.proposal-title')?.textContent ?? ''")


def upload(page, tmp_path):
    path = tmp_path / "vaskiniemi.txt"
    path.write_text(STRATEGY, encoding="utf-8")
    tab_to(page, "input[type=file]")
    page.set_input_files("input[type=file]", path)  # the chooser itself is the browser's own
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#review-form")
    page.wait_for_load_state("load")  # its script is there too


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_strategy_is_imported_reviewed_written_and_put_in_force_by_keys(desk, tmp_path):
    page = desk
    check(page)
    upload(page, tmp_path)
    check(page)
    batch = Import.objects.get()
    total = batch.proposals.count()

    tab_to(page, ".proposal")
    first = here(page)
    press(page, "a", "1 ehdotus hyväksyttiin")
    assert here(page) != first
    press(page, "r", "1 ehdotus jätettiin pois")
    page.keyboard.press("k")
    press(page, "u", "1 ehdotus on taas ratkaisematta")
    left = here(page)
    page.keyboard.press("?")
    page.wait_for_selector("#keys[open]")
    check(page)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert here(page) != left

    page.keyboard.press("e")
    page.wait_for_selector("#change-dialog[open] textarea")
    check(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("Sanottu toisin")
    tab_to(page, "#change-dialog button[type=submit]")
    press(page, "Enter", "Tallennettu ja hyväksytty: Sanottu toisin")
    assert here(page) == "Sanottu toisin"
    assert batch.proposals.get(title="Sanottu toisin").as_read

    tab_to(page, "button[value=accept_sure]", key="Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=accept_sure]", state="detached")
    assert batch.proposals.filter(state=ProposalState.ACCEPTED).count() >= total - 2

    tab_to(page, "a[href$='/suunnitelma/']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_name")
    check(page)
    tab_to(page, "#id_name")
    page.keyboard.press("Control+A")
    page.keyboard.type("Vaskiniemen strategia")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cards")
    check(page)
    assert "Sanottu toisin" in page.inner_text("main")

    tab_to(page, "main a.button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_decided_by")
    tab_to(page, "#id_decided_by")
    page.keyboard.type("Työllisyyslautakunta")
    page.evaluate("document.getElementById('id_decided_on').value = '2026-01-14'")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action$='/voimaan/']")
    check(page)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector("form[action$='/voimaan/']", state="detached")
    version = PlanVersion.objects.get()
    assert (version.state, version.plan.name.fi) == ("in_force", "Vaskiniemen strategia")


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_a_whole_group_is_ticked_and_decided_together(desk, tmp_path):
    page = desk
    upload(page, tmp_path)
    batch = Import.objects.get()
    page.click("section[aria-labelledby='ryhma-value'] [data-ticks='group']")
    page.click(".review-many button[value='accept']")
    page.wait_for_function("() => document.getElementById('review-live').textContent.includes('3 ehdotusta')")
    assert set(batch.proposals.filter(kind="value").values_list("state", flat=True)) == {ProposalState.ACCEPTED}
    assert not batch.proposals.exclude(kind="value").filter(state=ProposalState.ACCEPTED).exists()
    assert page.inner_text("[data-count='pending']") == str(batch.proposals.count() - 3)


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_on_a_phone_one_column_shows_at_a_time_and_nothing_is_cut(desk, tmp_path):
    page = desk
    upload(page, tmp_path)
    page.set_viewport_size({"width": 320, "height": 700})
    page.reload()
    assert page.is_visible(".review-proposals")
    assert not page.is_visible(".review-document")
    page.click("[data-view='document'].act")
    assert page.is_visible(".review-document")
    assert not page.is_visible(".review-proposals")
    check(page)
    page.click(".review-document a.mark >> nth=0")
    assert page.is_visible(".review-proposals")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 320


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
def test_without_javascript_every_act_of_the_review_is_a_form(desk, tmp_path, browser):
    upload(desk, tmp_path)
    cookies = desk.context.cookies()
    context = browser.new_context(java_script_enabled=False, locale="fi-FI")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(desk.url)
    page.click("button[value^='accept:'] >> nth=0")
    assert "1 ehdotus hyväksyttiin." in page.inner_text("main")
    page.check("input[name=chosen] >> nth=1")
    page.check("input[name=chosen] >> nth=2")
    page.click(".review-many button[value=reject]")
    assert "2 ehdotusta jätettiin pois." in page.inner_text("main")
    page.click("button[value^='reopen:'] >> nth=0")
    assert "taas ratkaisematta" in page.inner_text("main")
    context.close()
