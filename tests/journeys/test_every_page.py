"""Every kind of page of the demonstration in three languages: valid, one heading, clean by axe, fit for a phone."""

import re
from collections import Counter, defaultdict

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

PAGES_OF_A_KIND = 2
FOLLOWED_OF_A_KIND = 8
LINK = re.compile(r'href="(/[^"#]*)')
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def kind_of(address):
    language = address.split("/")[1] if address.split("/")[1] in {"sv", "en"} else "fi"
    with translation.override(language):
        return language, resolve(address.partition("?")[0]).view_name


def crawl(client):
    """Return some pages of every kind that can be reached by links from the front page, kind by kind."""
    waiting, seen, kinds, queued = ["/", "/sv/", "/en/"], {"/", "/sv/", "/en/"}, defaultdict(list), Counter()
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
        if not answer["Content-Type"].startswith("text/html"):
            continue
        body = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        kinds[kind_of(address)].append((address, body))
        for link in LINK.findall(body):
            address = link.replace("&amp;", "&")
            if address in seen or address.startswith("/static/"):
                continue
            try:
                kind = kind_of(address)
            except Resolver404:
                pytest.fail(f"a link leads nowhere: {address}")
            seen.add(address)
            queued[kind] += 1
            if queued[kind] <= FOLLOWED_OF_A_KIND:
                waiting.append(address)
    return {kind: pages[:PAGES_OF_A_KIND] for kind, pages in kinds.items() if pages}


def check_html(address, body):
    assert len(re.findall(r"<h1[\s>]", body)) == 1, f"{address} has not exactly one h1"
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(body)
    errors = [error for error in parser.errors if error[1] != "unknown-doctype"]
    assert not errors, f"{address} is not valid: {errors[:3]}"


def check_in_browser(page, site, address):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site + address)
    found = Axe().run(page, options=RULES).response["violations"]
    told = [(rule["id"], [node["target"] for node in rule["nodes"]][:3]) for rule in found]
    assert not told, f"{address}: {told}"
    page.set_viewport_size({"width": 320, "height": 800})
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= 320, f"{address} is {width} px wide on a phone"


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("reader", ["anyone", "aino"])
def test_every_kind_of_page_is_valid_accessible_and_fits_a_phone(demo, page, reader):
    client = Client()
    if reader == "aino":
        from luotsi.orgs.models import Person

        aino = Person.objects.get(name__startswith="Aino")
        client.force_login(aino)
        name, session = "sessionid", client.cookies["sessionid"].value
        page.context.add_cookies([{"name": name, "value": session, "url": demo}])
        client.post("/savonlinna/tyopoyta/suunnitelmat/strategia/1/luonnos/")  # the editor needs a draft
    kinds = crawl(client)
    assert len(kinds) >= 20, sorted(kinds)
    editing = {"desk-edit", "desk-element", "desk-new-element"}
    assert reader == "anyone" or editing <= {name for _language, name in kinds}
    for pages in kinds.values():
        for address, body in pages:
            check_html(address, body)
            check_in_browser(page, demo, address)
