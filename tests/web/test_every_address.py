"""Every address of the site as every reader: nothing of another organisation shows, and looking changes nothing."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.indicators.break_operations import NewBreak, tell_break
from luotsi.indicators.entry.models import EntryLink
from luotsi.indicators.entry.queries import hashed
from luotsi.indicators.models import Measure
from luotsi.indicators.types import BreakKind
from luotsi.orgs.models import Organisation
from luotsi.sources.operations import Step, begin_connection, keep_snapshot, keep_step
from luotsi.sources.types import Request, Snapshot
from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.operations import (
    NewPlan,
    Upload,
    decide_proposals,
    publish_document,
    receive_document,
    write_plan,
)
from luotsi.strategy.intake.types import Certainty, ElementKind, Place, Proposal, Reading
from luotsi.strategy.models import Plan
from luotsi.strategy.types import PlanKind, ProposalState
from tests.cast import NOW, TODAY, adopt, publish_june
from tests.web.released import release_months
from tests.web.released_effects import release_effects

DEMO_ONLY = {"demo-sign-in"}
ABSENT_HERE = {
    "country-map-file": "a map is a picture, and the ending of the cast's files is that of a page",
    "desk-original": "the bytes of the cast's documents were never uploaded",
    "desk-table": "the cast's measure is fetched, not entered",
    "desk-values": "the cast's measure is fetched, not entered",
    "desk-entry-settings": "the cast's measure is fetched, not entered",
    "desk-workbook-download": "the cast's measure is fetched, not entered",
    "desk-cell-history": "the cast's measure is fetched, not entered",
    "desk-approvals": "Aino edits, and approvers approve",
    "clients-picture": "a chart is a picture, and the ending of the cast's files is that of a page",
    "comparison-picture": "a chart is a picture, and the ending of the cast's files is that of a page",
    "comparison-rows": "rows are files, and the ending of the cast's files is that of a page",
    "clients-effects-picture": "a chart is a picture, and the ending of the cast's files is that of a page",
    "clients-effects-rows": "rows are files, and the ending of the cast's files is that of a page",
    "clients-rows": "rows are files, and the ending of the cast's files is that of a page",
    "desk-register-profile": "the cast has told of no export",
    "desk-periods": "Aino edits, and approvers open periods",
    "account_inactive": "a page of refusal",
}
MONTH = Period.parse("2026-03")
SESSION_TABLES = ("django_session", "luotsi_cache")


def patterns(resolver=None):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        elif isinstance(entry, URLPattern):
            yield entry


def a_reading(title):
    place = Place(first_line=1, last_line=1, start=0, end=len(title), page=1)
    return Reading((Proposal(1, ElementKind.PRIORITY, title, (place,), "a-rule", Certainty.SURE),))


def receive(cast, title):
    upload = Upload(f"{title}.txt", (title.encode().hex() * 8)[:64].ljust(64, "0"), len(title))
    return receive_document(
        owner=cast.area_a,
        upload=upload,
        document=lines_of_text(title),
        reading=a_reading(title),
        actor=cast.aino,
        at=NOW,
    ).batch


def keep_an_answer():
    request = Request("GET", "https://pxdata.stat.fi/table")
    snapshot = Snapshot(request, 200, b"{}", sha256(b"{}").hexdigest(), NOW)
    return keep_snapshot(source_key="statfin-12r5", snapshot=snapshot, at=NOW)


def tell_of_a_break(cast, measure):
    told = NewBreak(Period.parse("2026-05"), BreakKind.METHOD, Text("Tapa vaihtui."), "Hallitus § 4")
    return tell_break(measure=measure, told=told, actor=cast.aino, at=NOW)


def connect_a_table(cast, measure):
    """Begin a connection as far as its preview."""
    mapping = {"values": {"value": "n"}, "place": "Kunta", "period": "Kk"}
    draft = {"kind": "columns", "where": "upload", "at": "t.csv", "mapping": mapping, "about": {"title": "t.csv"}}
    shown = {"rows": [], "figures": 0, "problems": [], "unknown": [], "unknown_count": 0, "lacking": []}
    columns = {"columns": ["Kunta", "Kk", "n"], "values": {"Kunta": [], "Kk": [], "n": []}}
    columns |= {"examples": columns["values"], "preview": shown}
    begun = begin_connection(owner=cast.area_a, measure=measure.slug, source="tabular", actor=cast.aino, at=NOW)
    keep_step(connection=begun, seen=0, step=Step(draft, columns), actor=cast.aino, at=NOW)
    return begun


@pytest.fixture
def things(cast):
    """Give area A one of everything that has an address, and return what addresses are made of."""
    publish_june()
    measure = adopt(cast.area_a, "unemployment-rate")
    EntryLink.objects.create(
        token_sha256=hashed("a-secret"),
        person=cast.aino,
        measure=measure,
        subject=cast.area_a.subject,
        period_name="2026-06",
        made_at=NOW,
        expires_at=timezone.now() + timedelta(days=1),
    )
    batch = receive(cast, "Palvelujen laatu")
    decide_proposals(
        batch=batch,
        ids=batch.proposals.values_list("pk", flat=True),
        state=ProposalState.ACCEPTED,
        actor=cast.aino,
        at=NOW,
    )
    new_plan = NewPlan("strategia", Text("Strategia"), PlanKind.STRATEGY, {})
    version = write_plan(batch=batch, actor=cast.aino, at=NOW, drafted_on=TODAY, new_plan=new_plan)
    publish_document(document=batch.document, actor=cast.aino, at=NOW)
    waiting = receive(cast, "Rohkea kehittäminen")
    return {
        "organisation": cast.area_a.slug,
        "measure": "unemployment-rate",
        "municipality": "enonkoski",
        "plan": "strategia",
        "number": version.number,
        "element": version.elements.first().pk,
        "batch": waiting.pk,
        "proposal": waiting.proposals.first().pk,
        "start": 0,
        "person": cast.aino.pk,
        "token": "a-secret",
        "period": "2026-06",
        "source": "statfin-12r5",
        "definition": "unemployment-rate",
        "snapshot": keep_an_answer().pk,
        "connection": connect_a_table(cast, measure).pk,
        "series_break": tell_of_a_break(cast, measure).pk,
        "ending": "html",
        "kind": "html",
        "language": "fi",
        "table": "person",
        "page": "flows",
        "name": "virrat",
        "release": release_months(cast.area_a, cast.aino, first=MONTH, last=MONTH, places=("TA36",))[0].pk,
        "effects": release_effects(cast.area_a, cast.aino).pk,
        "key": "stock",
    }


def addresses(things):
    """Return the Finnish address of everything that has a name, whatever language the last answer was in."""
    with translation.override("fi"):
        return _addresses(things)


def _addresses(things):
    found = {}
    for pattern in patterns():
        if not pattern.name or pattern.name in DEMO_ONLY:
            continue
        wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern)))
        unknown = wanted - set(things)
        assert not unknown, f"{pattern.name}: say in this test what {unknown} stands for"
        found[pattern.name] = reverse(pattern.name, kwargs={name: things[name] for name in wanted})
    return found


def hide_everything():
    Organisation.objects.update(is_public=False)


@pytest.mark.parametrize("reader", ["otso", "anyone"])
def test_nothing_of_a_hidden_organisation_shows_to_anybody_else_at_any_address(cast, things, client, reader):
    hide_everything()
    if reader == "otso":
        client.force_login(cast.otso)
    for name, address in addresses(things).items():
        if "/savonlinna/" not in address:
            continue
        for answer in (client.get(address), client.post(address, {"title": "x"})):
            expected = (404,) if reader == "otso" else (302, 404, 405)
            assert answer.status_code in (*expected, 405), f"{name} answers {answer.status_code} to {reader}"
            if answer.status_code == 302:
                assert answer["Location"].startswith(reverse("account_login")), name
            assert b"Palvelujen laatu" not in answer.content, name


@pytest.mark.parametrize("reader", ["otso", "anyone", "eero"])
def test_the_desk_of_a_public_organisation_opens_to_its_own_people_only(cast, things, client, reader):
    if reader != "anyone":
        client.force_login(getattr(cast, reader))
    allowed_to_eero = {"desk", "desk-measures", "desk-sources", "desk-source", "desk-simulator"}
    for name, address in addresses(things).items():
        if "/tyopoyta/" not in address or name == "desk-home":
            continue
        answer = client.get(address)
        if reader == "eero" and name in allowed_to_eero:
            assert answer.status_code == 200, name
        else:
            assert answer.status_code in (302, 404, 405), f"{name} answers {answer.status_code} to {reader}"


def test_another_organisations_ids_are_not_reached_through_ones_own_desk(cast, things, client):
    client.force_login(cast.otso)
    borrowed = things | {"organisation": cast.area_b.slug}
    own = {"desk", "desk-workbook", "desk-grid", "desk-imports", "desk-measures", "desk-sources", "desk-adopt"}
    own |= {"desk-exchange", "desk-register", "desk-register-export", "desk-register-table", "desk-simulator"}
    for name, address in addresses(borrowed).items():
        if "/tyopoyta/" in address and name not in own | {"desk-home"}:
            assert client.get(address).status_code in (404, 405), name
            assert client.post(address, {"title": "x"}).status_code in (404, 405), name


@pytest.mark.parametrize("reader", ["anyone", "aino"])
def test_looking_at_a_page_writes_nothing(cast, things, client, reader):
    if reader == "aino":
        client.force_login(cast.aino)
    for name, address in addresses(things).items():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(address)
        assert answer.status_code < 500, name
        writes = [
            query["sql"]
            for query in queries
            if query["sql"].split(" ", 1)[0] in {"INSERT", "UPDATE", "DELETE"}
            and not any(table in query["sql"] for table in SESSION_TABLES)
        ]
        assert writes == [], f"{name}: {writes}"


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_every_page_answers_in_every_language(cast, things, client, prefix):
    client.force_login(cast.aino)
    for name, address in addresses(things).items():
        if address.startswith("/kieli/"):
            continue
        answer = client.get(prefix + address)
        expected = (403, 404) if name in ABSENT_HERE else (200, 302, 405)
        assert answer.status_code in expected, f"{name} answers {answer.status_code}"
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            assert f'lang="{prefix[1:] or "fi"}"'.encode() in answer.content, name


def test_there_is_something_to_see(cast, things):
    assert Measure.objects.count() == 1
    assert Plan.objects.count() == 1
