"""The public catalogue of measures: by theme, by words, one by one, and taking one into use."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.indicators import catalogue
from luotsi.indicators.break_operations import NewBreak, tell_break
from luotsi.indicators.models import Definition, Measure, Status
from luotsi.indicators.types import BreakKind
from luotsi.orgs.models import AuditEntry
from luotsi.web.public.catalogue_words import THEMES
from tests.cast import NOW, adopt, publish_june, publish_values
from tests.web.reading import faults_of, row_of, text_of

CATALOGUE = "/mittaristo/"
RATE = f"{CATALOGUE}unemployment-rate/"
ADOPT = "/savonlinna/tyopoyta/mittaristo/unemployment-rate/"


def links_of(answer):
    return re.findall(r'href="/mittaristo/([a-z0-9-]+)/"', answer.content.decode())


def test_every_measure_on_offer_is_listed_once_under_its_theme(client, db):
    answer = client.get(CATALOGUE)
    offered = [one.key for one in catalogue.entries() if not one.supporting]
    assert sorted(links_of(answer)) == sorted(offered)
    assert f"{len(offered)} mittaria" in text_of(answer)
    assert "Työllisyys ja työttömyys" in text_of(answer)


def test_every_theme_of_the_catalogue_has_a_name():
    assert {one.theme for one in catalogue.entries()} == set(THEMES)


def test_words_find_names_synonyms_and_meanings_whatever_their_case(client, db):
    assert "unemployment-rate" in links_of(client.get(CATALOGUE, {"haku": "TYÖTTÖMYYSASTE"}))
    assert "unemployment-rate" in links_of(client.get(CATALOGUE, {"haku": "arbetslöshetsgrad"}))
    found = client.get(CATALOGUE, {"haku": "työttömyysaste"})
    assert len(links_of(found)) < 20
    assert "sanat ”työttömyysaste”" in text_of(found)


def test_where_no_name_has_the_words_those_alike_are_offered_as_such(client, db):
    answer = client.get(CATALOGUE, {"haku": "kuntakohtaisen työttömyysasteen muuttuminen"})
    assert "Ehkä jokin näistä" in text_of(answer)
    assert "unemployment-rate" in links_of(answer)


def test_nothing_found_is_said_and_what_was_typed_stays(client, db):
    answer = client.get(CATALOGUE, {"haku": "<b>qqqq"})
    assert "ei löytynyt mitään" in text_of(answer)
    assert 'value="&lt;b&gt;qqqq"' in answer.content.decode()
    assert links_of(answer) == []


def test_a_measure_tells_its_definition_in_words(client, db):
    words = text_of(client.get(RATE))
    for wanted in ("Prosenttia", "Kuukausittain", "Avoin data", "Alueen osuus lasketaan kuntien summista", "CC BY 4.0"):
        assert wanted in words


def test_who_follows_it_is_told_as_far_as_it_is_public(client, cast):
    adopt(cast.area_a, "unemployment-rate")
    adopt(cast.area_b, "unemployment-rate", "aste")
    cast.area_b.is_public = False
    cast.area_b.save()
    page = client.get(RATE).content.decode()
    assert 'href="/savonlinna/mittarit/unemployment-rate/"' in page
    assert "meri-lappi" not in page
    assert "1 organisaatio seuraa" in text_of(client.get(CATALOGUE))
    client.force_login(cast.otso)
    assert 'href="/meri-lappi/mittarit/aste/"' in client.get(RATE).content.decode()


@pytest.mark.parametrize("key", ["ei-ole", "labour-force-share"])
def test_what_is_not_in_the_catalogue_has_no_page(client, db, key):
    assert client.get(f"{CATALOGUE}{key}/").status_code == 404


def test_a_supporting_definition_is_not_offered(client, cast):
    supporting = Definition.objects.filter(is_supporting=True).first()
    assert supporting is not None
    assert client.get(f"{CATALOGUE}{supporting.key}/").status_code == 404
    client.force_login(cast.aino)
    assert client.post(f"/savonlinna/tyopoyta/mittaristo/{supporting.key}/").status_code == 404


def test_an_editor_takes_a_measure_into_use_with_its_values_and_its_judgement(client, cast):
    publish_june()
    client.force_login(cast.aino)
    assert "Ota käyttöön: Savonlinnan työllisyysalue" in text_of(client.get(RATE))
    answer = client.post(ADOPT, follow=True)
    assert "Otettu käyttöön, Savonlinnan työllisyysalue: Työttömyysaste." in text_of(answer)
    measure = Measure.objects.get(owner=cast.area_a)
    assert measure.slug == "unemployment-rate"
    assert Status.objects.filter(measure=measure, subject=cast.area_a.subject).exists()
    assert AuditEntry.objects.filter(kind="indicators.measure.adopt", actor=cast.aino).count() == 1
    assert "Savonlinnan työllisyysalue seuraa tätä jo." in text_of(client.get(RATE))


def test_taking_it_twice_changes_nothing_and_says_so(client, cast):
    client.force_login(cast.aino)
    client.post(ADOPT)
    assert "Mikään ei muuttunut" in text_of(client.post(ADOPT, follow=True))
    assert Measure.objects.count() == 1


def test_an_address_that_is_taken_gets_a_number(client, cast):
    adopt(cast.area_a, "unemployed", "unemployment-rate")
    client.force_login(cast.aino)
    client.post(ADOPT)
    assert Measure.objects.filter(owner=cast.area_a, slug="unemployment-rate-2").exists()


@pytest.mark.parametrize(("reader", "status"), [("eero", 404), ("otso", 404), ("anyone", 302)])
def test_only_editors_of_the_organisation_take_measures_into_use(client, cast, reader, status):
    if reader != "anyone":
        client.force_login(getattr(cast, reader))
    assert client.post(ADOPT).status_code == status
    assert not Measure.objects.exists()
    assert "tyopoyta/mittaristo" not in client.get(RATE).content.decode().replace("/meri-lappi/tyopoyta/mittaristo", "")


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
@pytest.mark.parametrize("address", [CATALOGUE, f"{CATALOGUE}?haku=palaute", f"{CATALOGUE}?haku=qqqq", RATE])
def test_the_pages_are_valid_in_every_language(client, cast, prefix, address):
    client.force_login(cast.aino)
    assert faults_of(client.get(prefix + address)) == []


def test_the_catalogue_asks_little_of_the_database_however_many_follow(client, cast):
    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    adopt(cast.area_a, "unemployment-rate")
    before = [asked(CATALOGUE), asked(RATE)]
    for key in ("unemployed", "agreements"):
        adopt(cast.area_a, key)
        adopt(cast.area_b, key)
    adopt(cast.area_b, "unemployment-rate")
    assert [asked(CATALOGUE), asked(RATE)] == before
    assert before[0] <= 2
    assert before[1] <= 4


def test_those_who_follow_a_measure_stand_beside_each_other_with_their_newest_values(client, cast):
    for owner in (cast.area_a, cast.area_b):
        adopt(owner, "unemployment-rate")
    publish_values("unemployment-rate", {("TA36", "2026-06"): "12.3"}, datetime(2026, 7, 21, 5, tzinfo=UTC))
    assert row_of(client.get(RATE), "Savonlinnan työllisyysalue") == ["12,3 %", "kesäkuu 2026"]
    assert row_of(client.get(RATE), "Meri-Lapin työllisyysalue") == ["ei vielä arvoja", ""]
    before = client.get(RATE, {"tiedossa": "2026-07-20"})
    assert row_of(before, "Savonlinnan työllisyysalue") == ["ei tiedetty mitään", ""]
    assert "sellaisina kuin ne tiedettiin 20.7.2026" in text_of(before)


def test_a_follower_whose_own_figures_break_is_told_apart_from_the_others(client, cast):
    mine, theirs = adopt(cast.area_a, "security-breaches"), adopt(cast.area_b, "security-breaches")
    told = NewBreak(Period.parse("2026"), BreakKind.METHOD, Text("Laskemme nyt myös läheltä piti -tilanteet."), "Ohje")
    tell_break(measure=mine, told=told, actor=cast.aino, at=NOW)
    page = text_of(client.get("/mittaristo/security-breaches/"))
    assert page.count("Katkos sen omassa aikasarjassa, vuosi 2026") == 1
    assert theirs.owner.name.fi in page
