"""The front pages, the municipalities, the reports and the statements."""

import pytest
from django.urls import reverse

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.orgs.models import Subject
from luotsi.orgs.operations import found_organisation
from luotsi.orgs.types import OrganisationKind
from luotsi.register.models import Release
from luotsi.register.releases.types import ReleaseState
from tests.cast import NOW, adopt
from tests.web.reading import faults_of, row_of, text_of
from tests.web.released import release_months

STATEMENTS = ["/saavutettavuus/", "/tietosuoja/", "/avoin-data/"]


def test_the_installation_lists_organisations_by_kind_with_where_they_are_going(client, cast, plan):
    found_organisation(
        slug="laitila", name=Text("Laitilan kaupunki"), kind=OrganisationKind.MUNICIPALITY, actor=None, at=NOW
    )
    words = text_of(client.get("/"))
    assert "Työllisyysalueet Meri-Lapin työllisyysalue Savonlinnan työllisyysalue Suomen vaikuttavin" in words
    assert words.index("Työllisyysalueet") < words.index("Kunnat Laitilan kaupunki")


def test_a_hidden_organisation_is_listed_to_its_own_people_only(client, cast):
    cast.area_a.is_public = False
    cast.area_a.save()
    assert "Savonlinnan" not in text_of(client.get("/"))
    client.force_login(cast.eero)
    assert "Savonlinnan" in text_of(client.get("/"))


def test_the_front_page_of_an_organisation_counts_its_measures_honestly(client, cast, plan):
    adopt(cast.area_a, "customer-feedback", "palaute")
    words = text_of(client.get("/savonlinna/"))
    assert "Suomen vaikuttavin työllisyysalue." in words
    assert "Työttömyysaste 12,3 % Kesäkuu 2026 jäljessä" in words
    assert "2 mittaria: 1 jäljessä 1 vielä ilman arvoja" in words
    assert "Palvelujen laatu 1 mittari: 1 jäljessä" in words
    assert "21.7.2026 Uusia lukuja Työttömyysaste : 12,3 %, kesäkuu 2026" in words
    assert "27.11.2025 Alueellinen työllisyysjaosto päätti suunnitelmasta" in words


def test_an_organisation_with_nothing_published_says_so(client, cast):
    assert "Täällä ei ole vielä julkaistu mitään." in text_of(client.get("/meri-lappi/"))


@pytest.fixture
def country(cast):
    whole = found_organisation(
        slug="koko-maa",
        name=Text("Koko maa"),
        kind=OrganisationKind.STATE,
        subject=Subject.objects.get(code="SSS"),
        actor=None,
        at=NOW,
    )
    return whole, release_months(whole, cast.aino, first=Period.parse("2026-04"), hide={("inflow", "SSS", "")})


def test_whoever_stands_for_the_country_tells_what_is_released_of_its_clients(country, client):
    answer = client.get("/koko-maa/")
    assert faults_of(answer) == []
    words = text_of(answer)
    assert "Koko maan asiakkaat, kesäkuu 2026" in words
    assert "Täällä ei ole vielä julkaistu mitään." not in words
    assert row_of(answer, "Suunnitelma ajan tasalla") == ["60,0 %"]
    assert row_of(answer, "Alkaneet työttömyysjaksot") == ["…salattu"]
    assert "Simul" not in words


def test_a_simulated_country_says_so_and_what_only_waits_is_not_told(country, client):
    Release.objects.update(is_simulated=True)
    assert "eivätkä kerro maasta mitään" in text_of(client.get("/koko-maa/"))
    Release.objects.update(state=ReleaseState.PROPOSED, decided_at=None)
    assert "Täällä ei ole vielä julkaistu mitään." in text_of(client.get("/koko-maa/"))


def test_the_country_of_an_earlier_day_tells_what_was_released_by_then(country, client):
    assert "Koko maan asiakkaat" not in text_of(client.get("/koko-maa/?tiedossa=2026-07-31"))
    assert "Koko maan asiakkaat" in text_of(client.get("/koko-maa/?tiedossa=2026-08-01"))


def test_the_list_parts_measures_with_values_from_those_without(client, cast, rate):
    adopt(cast.area_a, "customer-feedback", "palaute")
    answer = client.get("/savonlinna/mittarit/")
    assert row_of(answer, "Työttömyysaste") == ["12,3 %", "kesäkuu 2026", "jäljessä"]
    assert "Vielä ilman arvoja" in text_of(answer)


def test_municipalities_stand_in_order_of_name_with_the_area_and_the_country_after_them(client, rate):
    answer = client.get("/savonlinna/kunnat/")
    words = text_of(answer)
    names = ["Enonkoski", "Rantasalmi", "Savonlinna", "Sulkava", "Savonlinna, työllisyysalue", "Koko maa"]
    places = [words.index(f" {name} ", words.index("Kunta Työttömyysaste")) for name in names]
    assert places == sorted(places)
    assert row_of(answer, "Enonkoski") == ["8,4 %"]
    assert row_of(answer, "Koko maa") == ["12,8 %"]


def test_a_municipality_stands_beside_the_area_and_the_country(client, young):
    words = text_of(client.get("/savonlinna/kunnat/enonkoski/"))
    assert "8,4 % kesäkuu 2026 Savonlinna, työllisyysalue 12,3 % Koko maa 12,8 %" in words
    assert "Työttömyysaste: 8,4 % kesäkuussa 2026." in words
    assert "21.7.2026" in words
    assert "tieto on salattu tietosuojan vuoksi" in words


@pytest.mark.parametrize("slug", ["kemi", "helsinki", "ei-ole"])
def test_a_municipality_of_another_area_has_no_page_here(client, rate, slug):
    assert client.get(f"/savonlinna/kunnat/{slug}/").status_code == 404
    assert client.get(f"/savonlinna/raportit/2026-06/{slug}.html").status_code == 404


def test_each_municipality_has_its_report_as_a_page_and_as_pdf(client, plan):
    answer = client.get("/savonlinna/raportit/")
    for name in ("Enonkoski", "Rantasalmi", "Savonlinna", "Sulkava"):
        assert row_of(answer, name) == [f"Verkkosivu, {name}", f"PDF, {name}"]
    page = client.get("/savonlinna/raportit/2026-06/enonkoski.html")
    assert "8,4" in page.content.decode()
    assert "'sha256-" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "/savonlinna/raportit/2026-06/enonkoski.html" in client.get("/savonlinna/kunnat/enonkoski/").content.decode()
    assert client.get("/savonlinna/raportit/2026-06/enonkoski.pdf").content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["2026-99/enonkoski.html", "2026-06/enonkoski.exe", "1999-01/enonkoski.html"])
def test_a_report_that_cannot_be_made_does_not_exist(client, rate, name):
    assert client.get(f"/savonlinna/raportit/{name}").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/savonlinna/",
        "/savonlinna/mittarit/",
        "/savonlinna/kunnat/",
        "/savonlinna/kunnat/enonkoski/",
        "/savonlinna/raportit/",
        *STATEMENTS,
    ],
)
def test_every_page_is_valid_and_lies_in_its_language(client, plan, prefix, address):
    answer = client.get(prefix + address)
    assert faults_of(answer) == []
    assert f'<html lang="{prefix[1:] or "fi"}"' in answer.content.decode()


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_the_language_switch_keeps_the_page_and_its_choices(client, rate, prefix):
    page = client.get(f"{prefix}/savonlinna/mittarit/tyottomyysaste/?kunta=enonkoski").content.decode()
    for code, start in (("fi", ""), ("sv", "/sv"), ("en", "/en")):
        assert f'href="{start}/savonlinna/mittarit/tyottomyysaste/?kunta=enonkoski" hreflang="{code}"' in page
        assert f'rel="alternate" hreflang="{code}" href="http://testserver{start}/savonlinna/' in page


def test_the_demonstration_is_said_on_every_page_and_kept_from_search_engines(client, cast, settings):
    settings.DEMO = True
    for address in ("/", "/savonlinna/", "/kirjaudu/", *STATEMENTS, "/ei-ole/"):
        page = client.get(address).content.decode()
        assert "Tämä on Luotsin esittely" in page, address
        assert '<meta name="robots" content="noindex">' in page, address


def test_the_accessibility_statement_says_what_the_act_asks(client, db):
    words = text_of(client.get("/saavutettavuus/"))
    for wanted in ("306/2019", "osittain", "Mikä ei ole saavutettavaa ja miksi", "Traficom", "kahdessa viikossa"):
        assert wanted in words


def test_pages_bring_nothing_from_elsewhere_and_no_script_or_style_within(client, plan):
    for address in (
        "/",
        "/savonlinna/",
        "/savonlinna/strategia/",
        reverse("measure", args=["savonlinna", "tyottomyysaste"]),
    ):
        answer = client.get(address)
        page = answer.content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert page.count("<script") == 1
        assert 'src="http' not in page
        assert "script-src 'self'" in answer["Content-Security-Policy"]
