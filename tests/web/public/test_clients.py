"""Pages of clients: released figures in words, picture and table; nothing before release, nothing hidden told."""

import csv
import html
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.core.periods import Period
from luotsi.orgs.models import Organisation
from luotsi.register.measures import get_definition
from luotsi.register.releases.types import ReleaseState
from tests.web.reading import faults_of, row_of, text_of
from tests.web.released import FIRST, SIZES, begin_work, cell, release_months, tell_lengths

PAGES = (
    "asiakkaat/",
    "asiakkaat/virrat/",
    "asiakkaat/alkuhaastattelu/",
    "asiakkaat/kohortit/",
    "kuntaosuus/",
)
ALL = [f"/savonlinna/{page}" for page in PAGES]


@pytest.fixture
def released(cast):
    return release_months(cast.area_a, cast.aino)


@pytest.mark.parametrize("page", ALL)
def test_nothing_is_shown_before_release(cast, client, page):
    release_months(cast.area_a, cast.aino, state=ReleaseState.PROPOSED)
    answer = client.get(page)
    assert answer.status_code == 200
    assert "Mitään ei ole vielä luovutettu." in text_of(answer)
    assert "2 0" not in text_of(answer)


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
@pytest.mark.parametrize("page", ALL)
def test_every_page_is_sound_in_every_language(released, client, page, prefix):
    for query in ("", "?kunta=enonkoski&kk=2026-04", "?kk=nonsense&kunta=nowhere&mittari=x"):
        answer = client.get(f"{prefix}{page}{query}")
        assert answer.status_code == 200
        assert faults_of(answer) == []
        assert "Simul" not in text_of(answer)


@pytest.mark.parametrize("page", ALL)
def test_a_simulated_figure_says_so(cast, client, page):
    release_months(cast.area_a, cast.aino, simulated=True)
    assert "Simuloitu: luvut on laskettu henkilöistä, joita ei ole." in text_of(client.get(page))


@pytest.mark.parametrize("page", ALL)
def test_another_organisations_hidden_area_shows_nothing(released, cast, client, page):
    Organisation.objects.update(is_public=False)
    assert client.get(page).status_code == 404
    client.force_login(cast.otso)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("page", ALL)
def test_queries_do_not_grow_with_the_months(cast, client, page):
    counts = []
    for first, last in (("2025-01", "2025-03"), ("2025-04", "2026-06")):
        release_months(cast.area_a, cast.aino, first=Period.parse(first), last=Period.parse(last))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def test_a_month_is_told_by_municipality(released, client):
    answer = client.get("/savonlinna/asiakkaat/?kk=2025-01")
    assert "2 000 henkilöä" in text_of(answer)
    numbers, _between, shares = text_of(answer).partition("Osuudet ja odotus, tammikuu 2025")
    assert "Enonkoski 80 8 10 26" in numbers
    assert "Enonkoski 40,0 %" in shares


@pytest.mark.parametrize(
    ("places", "stands"), [(tuple(SIZES), True), (tuple(one for one in SIZES if one != "SSS"), False)]
)
def test_the_country_has_a_row_where_anything_is_told_of_it(cast, client, places, stands):
    release_months(cast.area_a, cast.aino, places=places)
    answer = client.get("/savonlinna/asiakkaat/")
    assert ("Koko maa" in text_of(answer)) is stands
    assert row_of(answer, "Enonkoski")


def test_a_share_of_one_length_is_named_by_that_length(released, client):
    words = text_of(client.get("/savonlinna/asiakkaat/?mittari=flow_past"))
    assert "Virta yli 3 kuukauden" in words
    assert "3, 6 ja 12 kuukauden" not in words.partition("Mistä luvut tulevat")[0]


def test_a_hidden_number_is_dots_with_words_and_no_total_gives_it_away(cast, client):
    release_months(cast.area_a, cast.aino, hide={("stock", "KU046", "")})
    answer = client.get("/savonlinna/asiakkaat/")
    assert row_of(answer, "Enonkoski")[0].startswith("…")
    assert "salattu" in row_of(answer, "Enonkoski")[0]


def test_a_share_of_few_says_so_and_is_told_over_twelve_months(cast, client, monkeypatch):
    """Enonkoski has 20 unemployed, 12 with a plan up to date; a year makes 144 of 240."""
    monkeypatch.setitem(SIZES, "KU046", 20)
    release_months(cast.area_a, cast.aino)
    answer = client.get("/savonlinna/asiakkaat/?kk=2025-12")
    assert "60,0 % pieni joukko, luku heilahtelee" in text_of(answer)
    words = text_of(answer).partition("Osuudet 12 kuukaudelta")[2]
    assert "Koko ajalta tammikuu 2025 – joulukuu 2025 osuudet ovat:" in words
    assert "Enonkoski 40,0 % 80,0 % 60,0 % 30,0 %" in words
    assert "Rantasalmi" not in words


def test_a_hidden_share_of_a_month_is_told_over_twelve_months(cast, client):
    release_months(cast.area_a, cast.aino, hide={("plan_up_to_date", "KU046", "")})
    answer = client.get("/savonlinna/asiakkaat/?kk=2025-12")
    month, _between, words = text_of(answer).partition("Osuudet 12 kuukaudelta")
    assert "60,0 %" not in month.partition("Osuudet ja odotus")[2].partition("Enonkoski")[2].partition("Rantasalmi")[0]
    assert "Enonkoski 40,0 % 80,0 % 60,0 % 30,0 %" in words


def test_a_year_that_is_hidden_or_has_not_all_its_months_is_not_told(cast, client, monkeypatch):
    monkeypatch.setitem(SIZES, "KU046", 20)
    release_months(cast.area_a, cast.aino, hide={("plan_up_to_date", "KU046", "", 12)})
    hidden = text_of(client.get("/savonlinna/asiakkaat/?kk=2025-12")).partition("Osuudet 12 kuukaudelta")[2]
    assert "Enonkoski 40,0 % 80,0 % … salattu 30,0 %" in hidden
    short = text_of(client.get("/savonlinna/asiakkaat/?kk=2025-11")).partition("Osuudet 12 kuukaudelta")[2]
    assert "60,0 %" not in short
    assert "ne on salattu, tai kaikkia kahtatoista kuukautta ei ole luovutettu" in short


def test_places_with_many_clients_need_no_year(released, client):
    assert "Osuudet 12 kuukaudelta" not in text_of(client.get("/savonlinna/asiakkaat/"))


def test_another_figure_is_drawn_when_it_is_asked_for(released, client):
    words = text_of(client.get("/savonlinna/asiakkaat/?mittari=plan_up_to_date"))
    assert "Suunnitelma ajan tasalla" in words
    assert "60,0 %" in words


def test_flows_are_told_in_a_sentence_with_the_commonest_reason(released, client):
    words = text_of(client.get("/savonlinna/asiakkaat/virrat/?kk=2025-01"))
    assert "Työttömyysjaksoja alkoi 200 ja päättyi 250; kuun lopussa työttömänä oli 2 000." in words
    assert "Yleisin päättymisen syy: työ avoimilla työmarkkinoilla (125)." in words


def test_hidden_reasons_of_an_end_are_said_to_be_hidden(cast, client):
    release_months(cast.area_a, cast.aino, hide={("outflow", "KU046", "unknown")})
    words = text_of(client.get("/savonlinna/asiakkaat/virrat/?kunta=enonkoski"))
    assert "Harvojen henkilöiden syyt on salattu." in words


@pytest.mark.parametrize(("month", "limit"), [("2025-12", 5), ("2026-01", 10)])
def test_waiting_is_set_against_the_limit_in_force_in_the_month(released, client, month, limit):
    words = text_of(client.get(f"/savonlinna/asiakkaat/alkuhaastattelu/?kk={month}"))
    assert f"Lain määräajassa, {limit} arkipäivässä, tavattiin 80,0 %." in words
    left = {5: "80", 10: "45"}[limit]
    assert f"Kun oli kulunut {limit} arkipäivää, odotti yhä {left} %." in words


@pytest.mark.parametrize(
    ("places", "stands"), [(tuple(SIZES), True), (tuple(one for one in SIZES if one != "SSS"), False)]
)
def test_waiting_in_the_country_has_a_row_where_anything_is_told_of_it(cast, client, places, stands):
    release_months(cast.area_a, cast.aino, places=places)
    answer = client.get("/savonlinna/asiakkaat/alkuhaastattelu/")
    assert ("Koko maa" in text_of(answer)) is stands
    assert row_of(answer, "Savonlinna, työllisyysalue")


def test_a_month_whose_limit_is_not_recorded_is_told_without_one(cast, client):
    release_months(cast.area_a, cast.aino, first=Period.parse("2024-12"), last=Period.parse("2025-01"))
    words = text_of(client.get("/savonlinna/asiakkaat/alkuhaastattelu/?kk=2024-12"))
    assert "Sen kuukauden määräaikaa ei ole tallennettu tänne." in words
    assert "Lain määräajassa," in text_of(client.get("/savonlinna/asiakkaat/alkuhaastattelu/?kk=2025-01"))


def test_a_place_without_a_curve_says_so(released, client):
    assert "ei ole luovutettu käyrää" in text_of(client.get("/savonlinna/asiakkaat/alkuhaastattelu/?kunta=sulkava"))


def test_a_month_without_a_curve_shows_the_newest_one_before_it(cast, client):
    before, after = Period.parse("2025-12"), Period.parse("2026-01")
    release_months(cast.area_a, cast.aino, last=before)
    release_months(cast.area_a, cast.aino, first=after, last=after, hide={("first_discussion", "TA36", "")})
    words = text_of(client.get("/savonlinna/asiakkaat/alkuhaastattelu/"))
    assert "Käyrää ajalta tammikuu 2026 ei ole luovutettu. Sitä edeltävä uusin on ajalta joulukuu 2025." in words
    assert "Kun oli kulunut 5 arkipäivää, odotti yhä 80 %." in words
    assert "Sitä edeltävä" not in text_of(client.get("/savonlinna/asiakkaat/alkuhaastattelu/?kk=2025-12"))


def test_cohorts_are_followed_as_far_as_they_have_come(released, client):
    answer = client.get("/savonlinna/asiakkaat/kohortit/")
    assert "jatkui kolmen kuukauden kuluttua yhä 40,0 %." in text_of(answer)
    assert row_of(answer, "12")[-1] == "10,0 %"


ENDS = "/savonlinna/asiakkaat/kohortit/"


def test_where_spells_end_is_told_by_the_ends_of_a_year_and_those_unemployed_for_as_long(released, client):
    for one in released:
        tell_lengths(one)
    answer = client.get(ENDS)
    # hazards in a month: 90/600, 40/400, 25/500 and 12/300, of them to work 2/3, 1/2, 2/5 and 1/3
    assert (
        "niistä 65,0 % olisi ohi vuodessa. Suurin kerrotuista syistä: työ avoimilla työmarkkinoilla, 37,3 %."
        in text_of(answer)
    )
    assert row_of(answer, "3", "Mihin jaksot päättyvät") == ["24,2 %", "12,1 %"]
    assert row_of(answer, "12", "Mihin jaksot päättyvät") == ["37,3 %", "27,7 %"]
    assert "Muut syyt" not in text_of(answer)


@pytest.mark.parametrize(
    ("months", "told"), [(3, "työ avoimilla työmarkkinoilla, 37,3 %."), (4, "ei tiedossa, 27,7 %.")]
)
def test_a_reason_is_told_without_the_months_in_which_it_is_hidden_and_with_others_where_they_are_many(
    released, client, months, told
):
    for turn, one in enumerate(released):
        tell_lengths(
            one, hides={("outflow", "6-12", "open_market_work")} if 0 <= len(released) - 5 - turn < months else ()
        )
    answer = client.get(ENDS)
    assert "niistä 65,0 % olisi ohi vuodessa. Suurin kerrotuista syistä: " + told in text_of(answer)
    assert sorted(row_of(answer, "12", "Mihin jaksot päättyvät")) == ["27,7 %", "37,3 %"]
    assert ("on harvinaisimpia: Työ avoimilla työmarkkinoilla." in text_of(answer)) is (months > 3)


@pytest.mark.parametrize(
    ("hidden", "last"), [(("outflow", "12-24", ""), "12"), (("stock", "12-24", ""), "12"), (("stock", "24-", ""), "24")]
)
def test_lengths_are_followed_as_far_as_the_months_tell_them(released, client, hidden, last):
    for one in released:
        tell_lengths(one, hides={hidden})
    page = client.get(ENDS).content.decode()
    table = page[page.index("Mihin jaksot päättyvät") :]
    assert re.findall(r'<th scope="row"[^>]*>(\d+)</th>', table[: table.index("</table>")])[-1] == last


@pytest.mark.parametrize("hidden", [("outflow", "6-12", ""), ("stock", "0-3", "")])
def test_where_too_much_within_a_year_is_hidden_the_page_says_what_it_takes(released, client, hidden):
    for one in released:
        tell_lengths(one, hides={hidden})
    answer = client.get(ENDS)
    assert faults_of(answer) == []
    assert "Siihen tarvitaan vuosi työttömiä ja päättyneitä jaksoja keston mukaan" in text_of(answer)
    assert "olisi ohi vuodessa" not in text_of(answer)


def test_where_every_reason_is_hidden_and_of_a_municipality_the_page_says_why(released, client):
    for one in released:
        tell_lengths(one, hides={("outflow", "0-3", part) for part in get_definition("outflow").parts})
    assert "Jokaisella syyllä on joissakin kuukausissa vain vähän henkilöitä" in text_of(client.get(ENDS))
    assert "kerrotaan keston mukaan vain koko alueesta" in text_of(client.get(f"{ENDS}?kunta=enonkoski"))


def test_the_municipal_share_follows_the_ladder_of_the_law(released, client):
    answer = client.get("/savonlinna/kuntaosuus/?kk=2026-04")
    # 2 000 recipients of 700 euros: 400 at 10, 300 at 20, 200 at 30, 300 at 40 and 200 at 50 per cent
    euros = 70 * (400 * 1 + 300 * 2 + 200 * 3 + 300 * 4 + 200 * 5)
    assert row_of(answer, "Työmarkkinatuki") == [f"{euros:,} €".replace(",", " ")]


def test_the_share_counted_payment_by_payment_is_told_where_it_is_out_and_else_the_page_says_what_it_is(
    released, client
):
    reckoned = "Tältä kuukaudelta ei ole julkaistu maksuittain laskettua kuntaosuutta."
    assert reckoned in text_of(client.get("/savonlinna/kuntaosuus/?kk=2026-04"))
    april = released[-3]
    april.measures.append("municipal_share")
    april.save()
    for step, cents in (("101-200", 2_700_049), ("201-300", 4_100_050), ("301-400", 1), ("401-700", 0), ("701-", 0)):
        cell(april, "municipal_share", "TA36", 5, base=cents, part=f"tyomarkkinatuki:{step}").save()
    answer = client.get("/savonlinna/kuntaosuus/?kk=2026-04")
    assert row_of(answer, "Työmarkkinatuki") == ["68 001 €"]  # 68 001.00
    assert reckoned not in text_of(answer)
    assert "Kunkin maksun kuntaosuus on laskettu maksupäivän lain mukaan" in text_of(answer)


def test_reasons_are_not_told_where_the_euros_of_a_step_are_hidden(cast, client):
    april = release_months(cast.area_a, cast.aino)[-3]
    april.measures.append("municipal_share")
    april.save()
    cell(april, "municipal_share", "KU046", 16, base=None, part="tyomarkkinatuki:101-200").save()
    answer = client.get("/savonlinna/kuntaosuus/?kk=2026-04&kunta=enonkoski")
    assert "joten syitä ei voi erottaa toisistaan" in text_of(answer)


def test_months_whose_law_is_unread_are_refused_in_words(released, client):
    words = text_of(client.get("/savonlinna/kuntaosuus/?kk=2026-05"))
    assert "Tätä kuukautta ei kerrota." in words
    assert "Yleistuen rahoitussäännöstä ei ole luettu" in words
    newest = text_of(client.get("/savonlinna/kuntaosuus/"))
    assert "Myöhempiä kuukausia ei kerrota." in newest
    assert "huhtikuu" in newest


def test_a_sum_over_hidden_parts_is_at_least(cast, client):
    release_months(cast.area_a, cast.aino, hide={("benefit_paid", "KU046", "tyomarkkinatuki:101-200")})
    answer = client.get("/savonlinna/kuntaosuus/?kk=2026-04&kunta=enonkoski")
    assert row_of(answer, "Työmarkkinatuki")[0].startswith("vähintään")
    assert "joten syitä ei voi erottaa toisistaan" in text_of(answer)


def test_a_hidden_step_without_a_share_leaves_the_sum_exact(cast, client):
    release_months(cast.area_a, cast.aino, hide={("benefit_paid", "KU046", "tyomarkkinatuki:1-100")})
    answer = client.get("/savonlinna/kuntaosuus/?kk=2026-04&kunta=enonkoski")
    assert not row_of(answer, "Työmarkkinatuki")[0].startswith("vähintään")


@pytest.mark.parametrize("page", ["kunnittain", "flows", "waiting", "cohorts", "money"])
def test_the_figures_of_a_page_can_be_taken_along(cast, client, page):
    release_months(cast.area_a, cast.aino, last=FIRST + 1, hide={("stock", "KU046", "")})
    answer = client.get(f"/savonlinna/asiakkaat/luvut/{page}.csv")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Alueen tunnus"] for row in rows} >= {"TA36", "KU740"}
    workbook = client.get(f"/savonlinna/asiakkaat/luvut/{page}.xlsx")
    assert workbook.content[:2] == b"PK"
    if page == "kunnittain":
        hidden = [row for row in rows if row["Alueen tunnus"] == "KU046" and row["Mittari"] == "Työttömät työnhakijat"]
        assert {row["Lukumäärä"] for row in hidden} == {""}


def test_no_file_of_an_unknown_page_or_kind(released, client):
    for name in ("nonsense.csv", "flows.exe"):
        assert client.get(f"/savonlinna/asiakkaat/luvut/{name}").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_every_measure_of_the_register_has_its_definition(db, client, prefix):
    answer = client.get(f"{prefix}/asiakasrekisterin-mittarit/")
    links = sorted(set(re.findall(r'href="([^"]*/asiakasrekisterin-mittarit/\w+/)"', answer.content.decode())))
    assert len(links) >= 24
    for link in links:
        page = client.get(link)
        assert page.status_code == 200
        assert faults_of(page) == []
        assert "SELECT" in text_of(page)


def test_a_definition_tells_the_law_by_its_days(db, client):
    words = text_of(client.get("/asiakasrekisterin-mittarit/first_discussion_in_time/"))
    assert "1.1.2025–31.12.2025 5 arkipäivää" in words
    assert "1.1.2026– 10 arkipäivää" in words
    assert client.get("/asiakasrekisterin-mittarit/nothing/").status_code == 404


@pytest.mark.parametrize("page", ALL)
def test_every_chart_can_be_taken_along_as_two_kinds_of_picture(released, client, page):
    links = re.findall(r'href="([^"]+/kuvat/[^"]+)"', client.get(f"{page}?kunta=enonkoski&kk=2026-04").content.decode())
    assert links
    assert len(links) == 2 * client.get(f"{page}?kunta=enonkoski&kk=2026-04").content.decode().count("<figure")
    for link in links:
        assert "kunta=enonkoski" in link
        answer = client.get(html.unescape(link))
        kind, begins = ("svg+xml", b"<svg") if ".svg" in link else ("png", b"\x89PNG")
        assert answer["Content-Type"] == f"image/{kind}"
        assert answer.content.startswith(begins)
        assert "attachment" in answer["Content-Disposition"]


def test_a_picture_to_keep_says_in_itself_what_it_is(cast, client):
    release_months(cast.area_a, cast.aino, simulated=True)
    drawn = client.get("/savonlinna/asiakkaat/kuvat/kunnittain/kunnat.svg").content.decode()
    seen = " ".join(re.findall(r"<text[^>]*>([^<]*)<", drawn))
    assert "Työttömät työnhakijat, kesäkuu 2026 (simuloitu)" in seen
    assert "Lähde: asiakasrekisteri, Savonlinnan työllisyysalue, luovutettu 1.8.2026" in seen


def begun(cast, months=12):
    for one in release_months(cast.area_a, cast.aino)[-months:]:
        begin_work(one)


def test_the_employment_of_jobseekers_is_told_of_twelve_months_against_the_mean_stock(cast, client):
    begun(cast)
    answer = client.get("/savonlinna/asiakkaat/virrat/")
    assert faults_of(answer) == []
    # 12 months of 100 + 10 + 20; 2 000 and 1 % more each month, 11.5 % on average: 1 560 / 2 230
    assert row_of(answer, "Savonlinna, työllisyysalue")[-4:] == ["1 560", "2 230", "70,0 %", "360"]
    assert "Työhön, heinäkuu 2025 – kesäkuu 2026" in text_of(answer)


def test_the_employment_of_jobseekers_waits_for_twelve_months(cast, client):
    begun(cast, months=11)
    assert "Työnhakijoiden työllistyminen" not in text_of(client.get("/savonlinna/asiakkaat/virrat/"))


def test_a_hidden_month_makes_the_employment_of_jobseekers_a_lower_bound(cast, client):
    *months, last = release_months(cast.area_a, cast.aino)
    for one in months:
        begin_work(one)
    begin_work(last, hides="enterprise")
    answer = client.get("/savonlinna/asiakkaat/virrat/")
    row = row_of(answer, "Savonlinna, työllisyysalue")
    assert row[-4:-1] == ["vähintään 1 550", "2 230", "vähintään 69,5 %"]


def test_a_year_of_which_every_start_is_hidden_is_hidden_and_not_at_least_nobody(cast, client):
    for one in release_months(cast.area_a, cast.aino):
        begin_work(one, hides="subsidised")
    assert row_of(client.get("/savonlinna/asiakkaat/virrat/"), "Savonlinna, työllisyysalue")[-1].startswith("…")


@pytest.mark.parametrize("name", ["flows/nothing.svg", "flows/virrat.exe", "nonsense/virrat.svg"])
def test_a_chart_that_is_not_there_is_no_page(released, client, name):
    assert client.get(f"/savonlinna/asiakkaat/kuvat/{name}").status_code == 404


def test_a_chart_of_what_is_not_released_is_no_page(cast, client):
    release_months(cast.area_a, cast.aino, state=ReleaseState.PROPOSED)
    assert client.get("/savonlinna/asiakkaat/kuvat/flows/virrat.svg").status_code == 404


@pytest.mark.parametrize(("simulated", "told"), [(True, True), (False, False)])
def test_a_chart_of_a_simulated_register_says_so_in_its_name_and_title(cast, client, simulated, told):
    release_months(cast.area_a, cast.aino, simulated=simulated)
    answer = client.get("/savonlinna/asiakkaat/kuvat/flows/kuukaudet.svg")
    assert ("simuloitu" in answer["Content-Disposition"]) is told
    assert ("(simuloitu)</title>" in answer.content.decode()) is told
