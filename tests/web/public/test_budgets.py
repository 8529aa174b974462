"""A page asks the database as often for much as for little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.core.text import Text
from luotsi.indicators.models import Definition
from luotsi.indicators.operations import mark_headline
from luotsi.orgs.operations import found_organisation
from luotsi.orgs.types import OrganisationKind
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element
from luotsi.strategy.operations import found_plan, link_measure
from luotsi.strategy.types import PlanKind
from tests.cast import NOW, adopt, publish_values
from tests.web.public.conftest import judge, write

PAGES = {
    "/": 4,
    "/savonlinna/": 22,
    "/savonlinna/strategia/": 13,
    "/savonlinna/lupaukset/": 13,
    "/savonlinna/mittarit/": 6,
    "/savonlinna/mittarit/tyottomyysaste/": 22,
    "/savonlinna/mittarit/tyottomyysaste.csv": 8,
    "/savonlinna/kunnat/": 6,
    "/savonlinna/kunnat/enonkoski/": 8,
    "/savonlinna/raportit/": 6,
    "/savonlinna/strategia/strategia/versiot/": 5,
}


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def grow(cast, plan):
    """Add organisations, measures, values, places in time and sentences of the plan."""
    version = plan.versions.get()
    for number in range(6):
        other = found_organisation(
            slug=f"muu-{number}", name=Text(f"Muu {number}"), kind=OrganisationKind.NETWORK, actor=None, at=NOW
        )
        found_plan(owner=other, slug="s", name=Text("S"), kind=PlanKind.STRATEGY, actor=None, at=NOW)
        priority = write(version, ElementKind.PRIORITY, f"Painopiste {number}")
        write(version, ElementKind.PROMISE, f"Lupaus {number}", audience="kaikille")
        for below in range(4):
            write(version, ElementKind.GOAL, f"Tavoite {below}", parent=priority, line=2)
    goals = list(Element.objects.filter(version=version, kind=ElementKind.GOAL))
    keys = Definition.objects.filter(source_table="statfin-12r5", is_supporting=False).exclude(key="unemployment-rate")
    months = [f"{year}-{month:02}" for year in (2021, 2022) for month in range(1, 13)]
    for index, definition in enumerate(keys[:10]):
        measure = adopt(cast.area_a, definition.key)
        for code in ("KU046", "KU681", "TA36", "SSS"):
            publish_values(definition.key, {(code, month): 100 + index for month in months})
        mark_headline(measure=measure, is_headline=True, actor=None, at=NOW)
        judge(cast, measure)
        link_measure(element=goals[index], measure=measure, actor=None, at=NOW)


@pytest.fixture
def small_and_large(client, cast, plan):
    small = {address: asked(client, address) for address in PAGES}
    grow(cast, plan)
    return small, {address: asked(client, address) for address in PAGES}


def test_no_page_asks_more_often_when_there_is_more(small_and_large):
    small, large = small_and_large
    assert large == small


def test_every_page_keeps_its_budget(small_and_large):
    _small, large = small_and_large
    over = {address: count for address, count in large.items() if count > PAGES[address]}
    assert over == {}
