"""The plan reads as text, with its places in the document and what shows each part of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from luotsi.core.text import Text
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element
from luotsi.strategy.operations import draft_version, found_plan, move_version
from luotsi.strategy.types import PlanKind, VersionState
from tests.cast import NOW, TODAY
from tests.web.public.conftest import decide, write
from tests.web.reading import faults_of, text_of

PAGE = "/savonlinna/strategia/"


def test_the_plan_tells_vision_mission_values_priorities_goals_and_who_decided(client, plan):
    words = text_of(client.get(PAGE))
    for wanted in (
        "Suomen vaikuttavin työllisyysalue.",
        "Tuemme ihmisiä työllistymään.",
        "Asiakaslähtöisyys Kysymme ensin.",
        "Strateginen painopiste 1 Palvelujen laatu",
        "Tunnetut palvelut",
        "Päättänyt Alueellinen työllisyysjaosto 27.11.2025",
    ):
        assert wanted in words


def test_a_measure_of_the_plan_has_its_newest_value_and_status(client, plan):
    words = text_of(client.get(PAGE))
    assert "Kuntakohtainen työttömyysaste sivu 1, rivi 5 Työttömyysaste 12,3 % kesäkuu 2026 jäljessä" in words
    assert "1 mittari: 1 jäljessä" in words


def test_goals_that_nothing_shows_are_said_so(client, plan):
    assert "Millään näistä tavoitteista ei ole omaa mittaria tai toimenpidettä." in text_of(client.get(PAGE))


def test_a_promise_tells_its_audience_its_standing_and_what_shows_it(client, plan):
    words = text_of(client.get("/savonlinna/lupaukset/"))
    assert "Yritysasiakkaille Hahmotelma Palvelemme nopeasti." in words
    assert "Työttömyysaste 12,3 %" in words
    assert "Jäsenkunnille Olemme paikalla. Mikä osoittaa, että lupaus pidetään Mikään ei vielä osoita sitä." in words


def test_each_sentence_leads_to_its_line_in_a_public_document(client, plan):
    page = client.get(PAGE).content.decode()
    address = "/savonlinna/strategia/strategia/asiakirja/?sivu=1"
    assert f'href="{address}#rivi-3"' in page
    document = client.get(address)
    assert 'id="rivi-3" value="3">Palvelujen laatu' in document.content.decode()
    assert faults_of(document) == []


def test_a_document_that_is_not_public_is_neither_linked_nor_shown(client, plan):
    document = plan.versions.get().document
    document.is_public = False
    document.save()
    page = client.get(PAGE)
    assert "asiakirja" not in page.content.decode()
    assert "sivu 1, rivi 3" in text_of(page)
    assert client.get("/savonlinna/strategia/strategia/asiakirja/").status_code == 404


@pytest.mark.parametrize("number", ["0", "99999999", "-1", "x", "²"])
def test_a_page_that_the_document_lacks_shows_the_nearest(client, plan, number):
    assert client.get("/savonlinna/strategia/strategia/asiakirja/", {"sivu": number}).status_code == 200


@pytest.fixture
def next_version(cast, plan):
    """A draft of the next version with one sentence reworded, one added and one gone."""
    first = plan.versions.get()
    draft = draft_version(plan=plan, actor=cast.aino, at=NOW + timedelta(hours=1), drafted_on=TODAY, copy_of=first)
    Element.objects.filter(version=draft, kind=ElementKind.GOAL).update(title=Text("Kaikkien tuntemat palvelut"))
    Element.objects.filter(version=draft, kind=ElementKind.VALUE).delete()
    write(draft, ElementKind.VALUE, "Rohkeus")
    return draft


def test_an_earlier_draft_is_everybodys_where_nothing_was_decided_before_it(client, cast, plan, next_version):
    """Set aside beside a version in force it stays its own people's; a plan of drafts alone shows them all."""
    move_version(version=next_version, to=VersionState.SET_ASIDE, actor=cast.aino, at=NOW)
    address = reverse("plan-version", args=["savonlinna", next_version.plan.slug, 2])
    assert client.get(address).status_code == 404
    next_version.plan.versions.filter(number=1).update(number=9)
    assert client.get(address).status_code == 200


def test_a_draft_beside_the_version_in_force_is_its_own_peoples_business(client, cast, plan, next_version):
    for reader in (None, cast.otso):
        if reader:
            client.force_login(reader)
        assert "Rohkeus" not in text_of(client.get(PAGE))
        assert "Versio 2" not in text_of(client.get(f"{PAGE}strategia/versiot/"))
        assert client.get(f"{PAGE}strategia/versiot/2/").status_code == 404
        compared = text_of(client.get(f"{PAGE}strategia/versiot/", {"vanha": "1", "uusi": "2"}))
        assert "Rohkeus" not in compared
    client.force_login(cast.eero)
    assert "Rohkeus" in text_of(client.get(f"{PAGE}strategia/versiot/2/"))


def test_two_versions_show_what_changed_between_them(client, cast, plan, next_version):
    decide(next_version, cast)
    answer = client.get(f"{PAGE}strategia/versiot/", {"vanha": "1", "uusi": "2"})
    words = text_of(answer)
    assert "Muutettu Tavoite Tunnetut palvelut Kaikkien tuntemat palvelut" in words
    assert "Lisätty Arvo Rohkeus" in words
    assert "Poistettu Arvo Asiakaslähtöisyys" in words
    assert "6 lausetta on ennallaan." in words
    assert faults_of(answer) == []
    assert "Rohkeus" in text_of(client.get(PAGE))
    old = text_of(client.get(f"{PAGE}strategia/versiot/1/"))
    assert "Tämä on versio 1, ei nykyinen." in old
    assert "Asiakaslähtöisyys" in old


def test_a_plan_that_is_nothing_but_a_draft_is_shown_as_one(client, cast):
    plan = found_plan(
        owner=cast.area_b, slug="luonnos", name=Text("Strategia"), kind=PlanKind.STRATEGY, actor=cast.otso, at=NOW
    )
    version = draft_version(plan=plan, actor=cast.otso, at=NOW, drafted_on=TODAY)
    write(version, ElementKind.PRIORITY, "Elinvoima")
    words = text_of(client.get("/meri-lappi/strategia/"))
    assert "Suunnitelma on luonnos." in words
    assert "Elinvoima" in words
    assert "Mikään mittari ei vielä osoita tätä." in words


def test_several_plans_are_listed_and_each_has_its_address(client, cast, plan):
    found_plan(
        owner=cast.area_a, slug="ohjelma", name=Text("Ohjelma"), kind=PlanKind.SERVICE_PLAN, actor=cast.aino, at=NOW
    )
    words = text_of(client.get(PAGE))
    assert "Savonlinnan seudun työllisyysalueen strategia Ohjelma" in words
    assert "Palvelujen laatu" in text_of(client.get(f"{PAGE}strategia/"))
    assert client.get(f"{PAGE}ohjelma/").status_code == 200


@pytest.mark.parametrize("address", ["", "strategia/", "strategia/versiot/", "strategia/versiot/1/"])
def test_a_plan_of_a_hidden_organisation_does_not_exist_for_others(client, cast, plan, address):
    cast.area_a.is_public = False
    cast.area_a.save()
    assert client.get(PAGE + address).status_code == 404
    client.force_login(cast.otso)
    assert client.get(PAGE + address).status_code == 404
    client.force_login(cast.eero)
    assert client.get(PAGE + address).status_code == 200


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
@pytest.mark.parametrize("address", [PAGE, "/savonlinna/lupaukset/", f"{PAGE}strategia/versiot/"])
def test_the_pages_are_valid_in_every_language(client, plan, prefix, address):
    assert faults_of(client.get(prefix + address)) == []


def test_content_in_another_language_is_marked_so(client, plan):
    page = client.get("/sv" + PAGE).content.decode()
    assert '<span lang="fi">Suomen vaikuttavin työllisyysalue.</span>' in page
    assert "Strategisk tyngdpunkt" in page
