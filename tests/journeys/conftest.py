"""A real browser and the demonstration, for the whole stories."""

import shutil

import pytest
from django.core.management import call_command
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser():
    """Return Debian's Chromium."""
    assert CHROMIUM, "Chromium is missing; `make test` installs it"
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield started
        started.close()


@pytest.fixture
def page(browser):
    """Return a page of its own, in Finnish, with the width of a desk."""
    context = browser.new_context(locale="fi-FI", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def demo(live_server, settings):
    """Load the demonstration behind a running site and return the site's address."""
    from luotsi.demo.load import load
    from tests.cast import NOW

    settings.DEMO = True
    call_command("createcachetable", verbosity=0)
    load(at=NOW, tell=lambda _words: None)
    return live_server.url
