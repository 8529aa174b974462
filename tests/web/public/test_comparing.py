"""The comparison: words before numbers, the reference named with its differences, nothing where there is none."""

import csv
import html
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.comparison.operations import freeze_peers, make_reference, offer
from luotsi.core.periods import Period
from luotsi.core.values import Cell
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import Definition
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Organisation, Subject
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from luotsi.register.releases.types import ReleaseState
from tests.cast import NOW, publish_values
from tests.comparison.areas import approver_of, found_area, release
from tests.web.reading import faults_of, row_of, text_of
from tests.web.released import SIZES, count_payments, release_months

PAGE = "/savonlinna/vertailu/"
WITHOUT_COUNTRY = tuple(one for one in SIZES if one != "SSS")
JUNE = {
    "SSS": (352_001, 2_743_596, 144_461),
    "KU046": (42, 499, 20),
    "KU681": (160, 1345, 60),
    "KU740": (1690, 13_435, 900),
    "KU768": (89, 891, 30),
    "KU091": (52_578, 370_000, 22_000),
    "KU049": (20_581, 169_000, 8000),
}


@pytest.fixture
def released(cast):
    return release_months(cast.area_a, cast.aino)


def publish_shares(month="2026-06", numbers=None):
    for place, parts in (numbers or JUNE).items():
        for key, number in zip(("unemployed", "labour-force", "long-term-unemployed"), parts, strict=True):
            publish_values(key, {(place, month): number})


def share_of_four(cast, *, month="2026-06", simulated=False, measure="plan_up_to_date"):
    """Let four neighbours share a month of a measure, each with a municipality of its own."""
    homes = {"03": "KU405", "13": "KU915", "23": "KU491", "29": "KU167"}
    for code, home in homes.items():
        area = found_area(code)
        release(
            area, {f"TA{code}": (4000, 2400), home: (3000, 1800)}, month=month, simulated=simulated, measure=measure
        )
        offer(area=area, actor=approver_of(code), at=NOW)
    make_reference(month=Period.parse(month), area=None, actor=None, at=NOW)


def test_nothing_is_compared_before_anything_is_known(cast, client):
    release_months(cast.area_a, cast.aino, state=ReleaseState.PROPOSED)
    answer = client.get(PAGE)
    assert faults_of(answer) == []
    assert "Mitään ei ole vielä luovutettu, eikä tilastoja ole haettu." in text_of(answer)


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
@pytest.mark.parametrize("figures", ["register", "statistics", "exchange"])
def test_the_page_is_sound_in_every_language(cast, client, prefix, figures):
    if figures == "statistics":
        publish_shares()
    else:
        release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY if figures == "exchange" else tuple(SIZES))
    if figures == "exchange":
        share_of_four(cast)
    for query in ("", "?kunta=enonkoski&mittari=plan_up_to_date", "?kk=x&kunta=nowhere&mittari=x&viite=x"):
        answer = client.get(f"{prefix}{PAGE}{query}")
        assert answer.status_code == 200
        assert faults_of(answer) == []
        assert "Simul" not in text_of(answer)


def test_another_organisations_hidden_area_shows_nothing(released, cast, client):
    Organisation.objects.update(is_public=False)
    assert client.get(PAGE).status_code == 404
    client.force_login(cast.otso)
    assert client.get(PAGE).status_code == 404


def test_a_comparison_begins_with_words(released, client):
    answer = client.get(f"{PAGE}?mittari=long_term")
    assert "Kaikki verrattavissa olevat kunnat ovat odotetun vaihtelun rajoissa." in text_of(answer)
    cells = row_of(answer, "Enonkoski")
    assert cells[0] == "odotetun vaihtelun rajoissa"
    assert cells[1:3] == ["24", "29,7"]
    assert "Ikä" in cells


def test_a_comparison_tells_the_difference_in_euros_while_the_law_is_known(released, client):
    assert "Ero, euroa kuussa" in text_of(client.get(f"{PAGE}?mittari=long_term&kk=2026-04"))
    words = text_of(client.get(f"{PAGE}?mittari=long_term&kk=2026-05"))
    assert "Ero, euroa kuussa" not in words
    assert "Tämän kuukauden eroa ei kerrota euroina. Työmarkkinatuki ja peruspäiväraha yhdistyivät" in words


@pytest.mark.parametrize("is_counted", [True, False])
def test_euros_of_shares_that_were_not_counted_payment_by_payment_say_so(cast, client, is_counted):
    for one in release_months(cast.area_a, cast.aino):
        if is_counted:
            count_payments(one)
    words = text_of(client.get(f"{PAGE}?mittari=long_term&kk=2026-04"))
    assert "Ero, euroa kuussa" in words
    assert ("Osuus on arvioitu kullakin portaalla maksetusta summasta" in words) is not is_counted


def test_what_is_hidden_is_listed_as_not_compared(cast, client):
    release_months(cast.area_a, cast.aino, hide={("plan_up_to_date", "KU046", "")})
    words = text_of(client.get(f"{PAGE}?mittari=plan_up_to_date"))
    assert "Enonkoski: Liian suuri osa luvuista on salattu." in words


def test_without_others_nothing_is_said_of_what_could_be_expected(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    answer = client.get(f"{PAGE}?mittari=plan_up_to_date")
    words = text_of(answer)
    assert "ei tiedetä, mitä olisi odotettavissa" in words
    assert "Havaittu / odotettu" not in words
    assert "/vertailu/luvut.csv" not in answer.content.decode()
    assert "Lue harkiten" in words


def test_it_is_told_which_shares_cannot_be_compared_and_what_they_lack(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    publish_shares()
    answer = client.get(PAGE)
    lacks = "Ei ilman koko maan luovutusta tai alueita, jotka jakavat lukunsa."
    assert row_of(answer, "Suunnitelma ajan tasalla")[-1] == lacks
    assert row_of(answer, "Pitkäaikaistyöttömien osuus työttömistä")[-1] == "–"
    assert row_of(answer, "Palveluissa olevien osuus (aktivointiaste)")[-1] == "Ei ennen kuin tilasto on haettu."
    assert row_of(answer, "Työssä 6 kuukauden kuluttua")[-1] == lacks


def test_official_figures_are_compared_without_any_release(cast, client):
    publish_shares()
    answer = client.get(PAGE)
    assert faults_of(answer) == []
    # 1690 x 144461 / 352001 = 693,6
    assert row_of(answer, "Savonlinna")[:3] == ["enemmän kuin odotettiin", "900", "693,6"]
    words = text_of(answer)
    assert "Helsinki" in words
    assert "julkaistu 22.11.2026, CC BY 4.0" in words
    assert "iän tai koulutuksen mukaan" in words


def by_sex(key, month, numbers):
    """Publish a figure of the country and places by sex, the men the rest: `{"KU740": (900, 400)}`."""
    definition, arrivals = Definition.objects.get(key=key), []
    for place, (whole, women) in numbers.items():
        for group, number in (("", whole), ("sex=women", women), ("sex=men", whole - women)):
            subject = Subject.objects.get(code=place)
            arrivals.append(Arrival(definition, subject, Period.parse(month), Cell.of(number), NOW, dimensions=group))
    publish(arrivals, kind=RunKind.PACKAGED, source_key=definition.source_key, at=NOW)


def test_statistics_that_are_published_by_group_are_adjusted_by_it(cast, client):
    by_sex("unemployed", "2026-06", {"SSS": (10_000, 4000), "KU740": (300, 250)})
    by_sex("long-term-unemployed", "2026-06", {"SSS": (4000, 1000), "KU740": (80, 60)})
    answer = client.get(PAGE)
    # 250 women at 25 per cent, 50 men at 50
    assert row_of(answer, "Savonlinna")[1:3] == ["80", "87,5"]
    assert "Sukupuoli" in row_of(answer, "Savonlinna")
    assert "niissä ryhmissä, jotka taulukko kertoo" in text_of(answer)


def test_groups_that_do_not_make_the_whole_are_not_compared_by(cast, client):
    by_sex("unemployed", "2026-06", {"SSS": (10_000, 4000), "KU740": (300, 250)})
    by_sex("long-term-unemployed", "2026-06", {"SSS": (4000, 1000), "KU740": (80, 60)})
    publish_values("long-term-unemployed", {("KU740", "2026-06"): 81}, NOW + timedelta(hours=1))
    assert row_of(client.get(PAGE), "Savonlinna")[1:3] == ["81", "120,0"]


def test_an_area_is_judged_among_areas(cast, client):
    """Twelve areas, ten of them as uneven as the own: what chance alone would not give is usual among them."""
    publish_shares(numbers={"SSS": (20_000, 200_000, 8000)})
    for number in range(1, 13):
        share = 400 + (150 if number % 2 else -150)
        publish_shares(numbers={f"TA{number:02}": (1000, 10_000, share)})
    publish_shares(numbers={"TA36": (1000, 10_000, 500)})
    answer = client.get(PAGE)
    assert row_of(answer, "Savonlinna, työllisyysalue")[:3] == ["odotetun vaihtelun rajoissa", "500", "400,0"]
    assert "Pitkäaikaistyöttömien osuus työttömistä, työllisyysalueet:" in text_of(answer)
    assert client.get(f"{PAGE}kuvat/alueet.svg").content.startswith(b"<svg")
    assert client.get(f"{PAGE}kuvat/kunnat.svg").status_code == 404


def test_persons_become_euros_by_the_countrys_published_mean(cast, client):
    publish_shares()
    assert "Ero, euroa kuussa" not in text_of(client.get(PAGE))
    publish_values("municipal-share-per-recipient", {("SSS", "2025-12"): 310})
    answer = client.get(PAGE)
    # (900 - 693,577) x 310
    assert row_of(answer, "Savonlinna")[4] == "+63 992 €"
    assert "keskimäärin, joulukuu 2025, 310 €" in text_of(answer)


def test_the_register_is_compared_with_statistics_and_the_difference_is_told(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    publish_shares()
    answer = client.get(f"{PAGE}?mittari=long_term&kk=2026-05")
    assert "ei vakioitu" in row_of(answer, "Enonkoski")
    words = text_of(answer)
    assert "Virallinen tilasto koko maasta, kesäkuu 2026" in words
    assert "Se on eri kuukaudelta kuin luvut" in words
    assert "Helsinki" not in words, "published places do not stand beside those of a register"


@pytest.mark.parametrize(("month", "is_told"), [("2025-06", True), ("2025-05", False)])
def test_a_reference_more_than_a_year_away_is_none(cast, client, month, is_told):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    publish_shares()
    words = text_of(client.get(f"{PAGE}?mittari=long_term&kk={month}"))
    assert ("Havaittu / odotettu" in words) is is_told


def test_an_area_whose_municipalities_are_hidden_is_compared_as_a_whole(cast, client):
    hide = {("plan_up_to_date", place, "") for place in SIZES if place.startswith("KU")}
    release_months(cast.area_a, cast.aino, hide=hide)
    answer = client.get(f"{PAGE}?mittari=plan_up_to_date")
    assert faults_of(answer) == []
    assert "Savonlinna, työllisyysalue: odotetun vaihtelun rajoissa." in text_of(answer)
    assert row_of(answer, "Savonlinna, työllisyysalue")[1:3] == ["1 200", "1 200,0"]
    assert "Suunnitelma ajan tasalla, kunnat:" not in text_of(answer)


def test_simulated_figures_beside_real_ones_say_so_on_the_page_and_in_the_picture(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY, simulated=True)
    publish_shares()
    query = "?mittari=long_term"
    words = text_of(client.get(f"{PAGE}{query}"))
    assert "Alueen omat luvut ovat simuloituja" in words
    assert "(omat luvut simuloituja, vertailukohta todellinen)" in words
    picture = client.get(f"{PAGE}kuvat/kunnat.svg{query}").content.decode()
    assert "(omat luvut simuloituja, vertailukohta todellinen)" in picture
    published = text_of(client.get(PAGE))
    assert "imuloi" not in published, "official figures are compared with official figures"


def test_areas_that_share_are_a_reference_and_are_named(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    share_of_four(cast)
    answer = client.get(f"{PAGE}?mittari=plan_up_to_date")
    assert faults_of(answer) == []
    words = text_of(answer)
    assert "Alueet: Alue 03, Alue 13, Alue 23, Alue 29." in words
    assert row_of(answer, "Rantasalmi")[1:3] == ["132", "132,0"]
    for name in ("Lappeenranta", "Varkaus", "Mikkeli", "Joensuu"):
        assert name in words, "the picture holds the municipalities of all who share"


def test_a_simulated_exchange_is_marked_in_its_picture(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY, simulated=True)
    share_of_four(cast, simulated=True)
    query = "?mittari=plan_up_to_date"
    assert "Simuloitu: luvut on laskettu henkilöistä, joita ei ole." in text_of(client.get(f"{PAGE}{query}"))
    assert "(simuloitu)</title>" in client.get(f"{PAGE}kuvat/kunnat.svg{query}").content.decode()


def test_a_reference_hardly_larger_than_the_area_is_refused_in_words(cast, client):
    places = {"TA03": 500, "TA13": 500, "TA23": 500, "TA29": 500}
    for code in places:
        area = found_area(code[2:])
        release(area, {code: (500, 300)}, month="2026-06")
        offer(area=area, actor=approver_of(code[2:]), at=NOW)
    make_reference(month=Period.parse("2026-06"), area=None, actor=None, at=NOW)
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    assert "tuskin enempää ihmisiä kuin tällä alueella" in text_of(client.get(f"{PAGE}?mittari=plan_up_to_date"))


def test_where_one_of_those_who_share_has_most_clients_statistics_are_taken_instead(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    for code, clients in {"03": 4000, "13": 4000, "23": 4000, "29": 12_001}.items():
        area = found_area(code)
        release(area, {f"TA{code}": (clients, clients // 2)}, month="2026-06", measure="long_term")
        offer(area=area, actor=approver_of(code), at=NOW)
    make_reference(month=Period.parse("2026-06"), area=None, actor=None, at=NOW)
    query = f"{PAGE}?mittari=long_term"
    assert "yli puolet asiakkaista on yhden alueen" in text_of(client.get(query))
    publish_shares()
    assert "Virallinen tilasto koko maasta, kesäkuu 2026" in text_of(client.get(query))
    assert "yli puolet asiakkaista on yhden alueen" in text_of(client.get(f"{query}&viite=exchange"))


def test_the_reader_chooses_between_references(cast, client):
    release_months(cast.area_a, cast.aino)
    publish_shares()
    query = f"{PAGE}?mittari=long_term"
    assert "Koko maan asiakasrekisteri, kesäkuu 2026" in text_of(client.get(query))
    assert "Virallinen tilasto koko maasta, kesäkuu 2026" in text_of(client.get(f"{query}&viite=published"))


def test_an_organisation_that_stands_for_the_country_gives_the_reference(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    country = found_area("maa", subject="SSS")
    give_role(person=cast.aino, organisation=country, role=Role.APPROVER, actor=None, at=NOW)
    release(country, {"SSS": (300_000, 180_000), "KU091": (40_000, 24_100)}, month="2026-06")
    answer = client.get(f"{PAGE}?mittari=plan_up_to_date")
    assert row_of(answer, "Rantasalmi")[2] == "132,0"
    assert "Helsinki" in text_of(answer)


def test_several_years_are_taken_together_a_stock_once_a_year(released, client):
    words = text_of(client.get(f"{PAGE}?mittari=plan_up_to_date"))
    assert "2 kuukautta yhdessä" in words
    assert "Joka vuodesta otetaan yksi kuukausi" in words
    assert "18 kuukautta yhdessä" in text_of(client.get(f"{PAGE}?mittari=first_discussion_in_time"))


def test_the_municipalities_most_alike_are_the_same_through_the_term(cast, client):
    publish_shares()
    freeze_peers(month=Period.parse("2026-06"), actor=None, at=NOW)
    publish_shares("2026-07", {place: (3 * a, b, c) for place, (a, b, c) in JUNE.items()})
    for month in ("2026-06", "2026-07"):
        answer = client.get(f"{PAGE}?kunta=enonkoski&kk={month}")
        assert faults_of(answer) == []
        words = text_of(answer)
        listed = words[words.index("Eniten samanlaiset kunnat") : words.index("Mitä voi verrata mihinkin")]
        assert listed.index("Enonkoski") < listed.index("Sulkava") < listed.index("Helsinki")
        assert "8,4 %" in listed
        assert "tilanne kesäkuu 2026" in listed
    assert "Eniten samanlaiset kunnat" not in text_of(client.get(PAGE))


def test_the_compared_rows_can_be_taken_along(cast, client):
    publish_shares()
    answer = client.get(f"{PAGE}luvut.csv?mittari=long-term-share")
    rows = {
        row["Alueen tunnus"]: row
        for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    }
    assert rows["KU740"]["Odotettu"] == "693,57"
    assert rows["KU091"]["Havaittu"] == "22000"
    assert client.get(f"{PAGE}luvut.xlsx").content[:2] == b"PK"
    assert client.get(f"{PAGE}luvut.exe").status_code == 404


def test_there_are_no_files_of_nothing(cast, client):
    for name in ("luvut.csv", "kuvat/kunnat.svg"):
        assert client.get(f"{PAGE}{name}").status_code == 404


def test_the_picture_can_be_taken_along_as_two_kinds(released, client):
    page = client.get(f"{PAGE}?mittari=long_term&kunta=enonkoski&kk=2026-04").content.decode()
    links = re.findall(r'href="([^"]+/kuvat/kunnat[^"]+)"', page)
    assert len(links) == 2
    for link in links:
        assert "mittari=long_term" in link
        answer = client.get(html.unescape(link))
        kind, begins = ("svg+xml", b"<svg") if ".svg" in link else ("png", b"\x89PNG")
        assert answer["Content-Type"] == f"image/{kind}"
        assert answer.content.startswith(begins)
    assert client.get(f"{PAGE}kuvat/kunnat.exe").status_code == 404


@pytest.mark.parametrize("key", ["long_term", "first_discussion_in_time"])
def test_queries_do_not_grow_with_the_months(cast, client, key):
    publish_shares()
    counts = []
    for first, last in (("2025-01", "2025-03"), ("2025-04", "2026-06")):
        release_months(cast.area_a, cast.aino, first=Period.parse(first), last=Period.parse(last))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{PAGE}?mittari={key}&kunta=enonkoski").status_code == 200
        counts.append(len(queries))
    assert max(counts) <= 45
    assert counts[1] <= counts[0] + 4, "a second year makes a column of its own"


def test_queries_do_not_grow_with_the_areas_that_share(cast, client):
    release_months(cast.area_a, cast.aino, places=WITHOUT_COUNTRY)
    counts = []
    sharing = {}
    for month, newcomers in (("2026-05", ("03", "13", "23", "29")), ("2026-06", ("12", "24", "31", "45"))):
        for code in newcomers:
            sharing[code] = found_area(code)
            offer(area=sharing[code], actor=approver_of(code), at=NOW)
        for code, area in sharing.items():
            release(area, {f"TA{code}": (4000, 2400)}, month=month)
        make_reference(month=Period.parse(month), area=None, actor=None, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            words = text_of(client.get(f"{PAGE}?mittari=plan_up_to_date&kk={month}"))
        assert all(f"Alue {code}" in words for code in sharing)
        counts.append(len(queries))
    assert counts[0] == counts[1]
