"""Every page of the desk: valid, one heading, as many queries for much as for little, nothing inline."""

import re

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.core.text import Text
from luotsi.strategy.intake.operations import NewPlan, accept_sure_proposals, write_plan
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.types import PlanKind
from luotsi.web.desk.anchored import coverage_of, pages_of
from luotsi.web.desk.outline import GROUPS
from tests.cast import NOW, TODAY, adopt, publish_june
from tests.documents import LINES, receive

DESK = "/savonlinna/tyopoyta/"


@pytest.fixture
def pages(cast, batch):
    """Return the addresses of all pages that stand for a full desk."""
    publish_june()
    for key in ("unemployment-rate", "agreements", "area-cooperation-results"):
        adopt(cast.area_a, key)
    written = receive(cast.area_a, cast.aino, LINES[:2], "kirjoitettu.txt")
    accept_sure_proposals(batch=written, actor=cast.aino, at=NOW)
    plan = NewPlan("strategia", Text("Strategia"), PlanKind.STRATEGY, {})
    write_plan(batch=written, actor=cast.aino, at=NOW, drafted_on=TODAY, new_plan=plan)
    proposal = batch.proposals.get(position=2)
    return [
        DESK,
        f"{DESK}tuonti/",
        f"{DESK}tuonti/{batch.pk}/",
        f"{DESK}tuonti/{batch.pk}/?nayta=unsure",
        f"{DESK}tuonti/{batch.pk}/ehdotus/{proposal.pk}/",
        f"{DESK}tuonti/{batch.pk}/suunnitelma/",
        f"{DESK}tuonti/{written.pk}/",
        f"{DESK}suunnitelmat/strategia/1/",
        f"{DESK}suunnitelmat/strategia/1/huomiot/",
        f"{DESK}suunnitelmat/strategia/1/mittarit/",
        f"{DESK}suunnitelmat/strategia/1/teksti/",
        f"{DESK}suunnitelmat/strategia/1/muutokset/",
        f"{DESK}mittarit/",
        f"{DESK}mittarit/agreements/arvot/",
        f"{DESK}mittarit/area-cooperation-results/arvot/",
        f"{DESK}mittarit/unemployment-rate/tavoite/",
        f"{DESK}mittarit/unemployment-rate/tila/",
    ]


@pytest.mark.parametrize("language", ["", "/sv", "/en"])
def test_every_page_is_valid_has_one_heading_and_nothing_inline(aino, pages, language):
    for address in pages:
        answer = aino.get(language + address)
        assert answer.status_code == 200, address
        page = answer.content.decode()
        html5lib.HTMLParser(strict=True).parse(page)
        assert len(re.findall(r"<h1[ >]", page)) == 1, address
        assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son[a-z]+=|javascript:", page), address
        names = re.findall(r'\sid="([^"]+)"', page)
        assert len(names) == len(set(names)), address
        for wanted in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page):
            assert set(wanted.split()) <= set(names), f"{address}: {wanted}"


def test_every_kind_of_element_has_its_group():
    assert sorted(GROUPS) == sorted(ElementKind)


def test_what_a_document_says_is_never_markup(aino, cast):
    lines = (("<script>alert(1)</script> & <b>", ElementKind.GOAL, None, Certainty.SURE, {"level": "<i>"}),)
    batch = receive(cast.area_a, cast.aino, lines, '"><script>x.txt')
    page = aino.get(f"{DESK}tuonti/{batch.pk}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<script>x" not in page


def many(count):
    return tuple((f"Tavoite numero {number}", ElementKind.GOAL, None, Certainty.SURE, {}) for number in range(count))


def queries_of(browser, address):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(address).status_code == 200
    return len(queries)


def test_a_review_costs_the_same_however_many_proposals_there_are(aino, cast):
    costs = {}
    for count in (3, 150):
        batch = receive(cast.area_a, cast.aino, many(count), f"{count}.txt")
        address = f"{DESK}tuonti/{batch.pk}/"
        one = batch.proposals.first()
        costs[count] = [
            queries_of(aino, page) for page in (address, f"{address}ehdotus/{one.pk}/", f"{address}suunnitelma/")
        ]
    assert costs[3] == costs[150]
    assert max(costs[3]) <= 6


def test_the_lists_cost_the_same_however_long_they_are(aino, cast):
    publish_june()

    def fill(keys, documents):
        for key in keys:
            adopt(cast.area_a, key)
        for name in documents:
            receive(cast.area_a, cast.aino, many(2), name)

    lists = (DESK, f"{DESK}tuonti/", f"{DESK}mittarit/")
    fill(["unemployment-rate", "agreements"], ["a.txt"])
    little = [queries_of(aino, page) for page in lists]
    fill(["unemployed", "labour-force", "county-interfaces", "area-cooperation-results"], ["b.txt", "c.txt", "d.txt"])
    assert [queries_of(aino, page) for page in lists] == little
    assert max(little) <= 14  # three of them for what waits of the register


def test_the_document_is_cut_where_proposals_begin_and_end(cast):
    batch = receive(cast.area_a, cast.aino)
    proposals = list(batch.proposals.all())
    text, lines = batch.document.text, batch.document.lines
    [page] = pages_of(text, lines, proposals)
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in page.lines) == text
    assert coverage_of(text, proposals).percent == 100
    assert coverage_of(text, []).percent == 0


def test_a_place_inside_another_is_shown_and_both_can_be_led_to(cast):
    batch = receive(cast.area_a, cast.aino)
    outer, inner = batch.proposals.all()[:2]
    outer.places, inner.places = [[1, 2, 0, 18, 1]], [[1, 1, 0, 4, 1]]
    [page] = pages_of(batch.document.text, batch.document.lines, [outer, inner])
    first, second = page.lines[0].pieces
    assert (first.text, first.proposal, second.text, second.proposal) == ("Rohk", inner, "eus", outer)
    assert len(first.anchors) == 2
    assert coverage_of(batch.document.text, [outer, inner]).placed == 16
