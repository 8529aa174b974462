"""Walking the links of the demonstration, and what every page that is found must be."""

import re
from collections import Counter, defaultdict
from html.parser import HTMLParser
from importlib.resources import files

import html5lib
import pytest
from django.urls import Resolver404, resolve
from django.utils import translation

PAGES_OF_A_KIND = 2
FOLLOWED_OF_A_KIND = 8
FILES_OF_A_KIND = 2
FRONT = ("/", "/sv/", "/en/")
LINK = re.compile(r'href="(/[^"#]*)')
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
ASK_AXE = """options => axe.run(document, options).then(
    found => found.violations.map(rule => [rule.id, rule.nodes.slice(0, 3).map(node => node.target)])
)"""
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def kind_of(address):
    """Return the language and the name of the view that an address leads to."""
    language = address.split("/")[1] if address.split("/")[1] in {"sv", "en"} else "fi"
    with translation.override(language):
        return language, resolve(address.partition("?")[0]).view_name


def crawl(client, starts=FRONT, deep=""):
    """Return the pages that can be reached by links from the first ones, kind by kind: address and body.

    Of each kind and language eight links are followed where its name begins with `deep`, else and of files two.
    """
    waiting, kinds = list(starts), defaultdict(list)
    seen, queued, answers_files = {*starts}, Counter(), set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind[1] in answers_files and queued[kind, "asked"] >= FILES_OF_A_KIND:
            continue
        queued[kind, "asked"] += 1
        body = read(client, address)
        if body is None:
            answers_files.add(kind[1])
            continue
        kinds[kind].append((address, body))
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
            if queued[kind] <= (FOLLOWED_OF_A_KIND if kind[1].startswith(deep) else PAGES_OF_A_KIND):
                waiting.append(address)
    return kinds


def read(client, address):
    """Return the page at an address, None for a file; both are there."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, f"{address} answers {answer.status_code}"
    if not answer["Content-Type"].startswith("text/html"):
        return None
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def pages_at(client, *addresses):
    """Return the pages at addresses that no link leads to, in every language, kind by kind."""
    kinds = defaultdict(list)
    for address in (f"{prefix}{one}" for one in addresses for prefix in ("", "/sv", "/en")):
        kinds[kind_of(address)].append((address, read(client, address)))
    return kinds


class _Shape(HTMLParser):
    """Collects what axe could judge otherwise: each element in its parent, by class, role, type and state."""

    def __init__(self):
        super().__init__()
        self.above, self.found = [""], set()

    def handle_starttag(self, tag, attrs):
        told = sorted(
            f"{name}={value}" if name in {"class", "role", "type", "scope"} else name
            for name, value in attrs
            if name in {"class", "role", "type", "scope", "hidden", "disabled", "open", "tabindex", "lang"}
            or name.startswith("aria-")
        )
        one = " ".join([tag, *told])
        self.found.add((self.above[-1], one))
        if tag not in VOID:
            self.above.append(one)

    def handle_endtag(self, tag):
        while len(self.above) > 1 and self.above.pop().partition(" ")[0] != tag:
            pass


def shape_of(body):
    """Return what a page is built of."""
    reader = _Shape()
    reader.feed(body)
    return reader.found


def check_html(address, body):
    """Hold a page against the HTML standard's own parser; it has one first heading and is in its language."""
    assert len(re.findall(r"<h1[\s>]", body)) == 1, f"{address} has not exactly one h1"
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(body)
    errors = [error for error in parser.errors if error[1] != "unknown-doctype"]
    assert not errors, f"{address} is not valid: {errors[:3]}"
    assert f'<html lang="{kind_of(address)[0]}"' in body, f"{address} does not say its language"


def check_by_axe(page, site, address):
    """Look at a page as wide as a desk with axe."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site + address)
    page.evaluate(AXE)
    found = page.evaluate(ASK_AXE, {"runOnly": RULES, "resultTypes": ["violations"]})
    assert not found, f"{address}: {found}"


def check_width(page, site, address):
    """Look whether a page fits a phone."""
    page.set_viewport_size({"width": 320, "height": 800})
    if page.url != site + address:
        page.goto(site + address)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= 320, f"{address} is {width} px wide on a phone"


def check(page, site, *found):
    """Check some pages of every kind and language, and by axe each page that is built of something new."""
    known = set()
    for pages in (pages for kinds in found for pages in kinds.values()):
        for number, (address, body) in enumerate(pages):
            shape = shape_of(body)
            if not shape <= known:
                known |= shape
                check_by_axe(page, site, address)
            if number < PAGES_OF_A_KIND:
                check_html(address, body)
                check_width(page, site, address)
