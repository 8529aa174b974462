"""Sources at the desk: how each fares, asking now, the answers kept."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import prod

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luotsi.indicators import statfin
from luotsi.indicators.contents import Contents
from luotsi.indicators.fetching import carry_out_orders
from luotsi.indicators.models import Observation
from luotsi.orgs import geography
from luotsi.orgs.models import AuditEntry
from luotsi.sources.connectors.pxweb import TableAddress
from luotsi.sources.health import Difference
from luotsi.sources.models import FetchAttempt, FetchOrder, StoredSnapshot
from luotsi.sources.operations import keep_snapshot, note_answer, note_failure, take_order, tell_progress
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import FetchReason, Obstacle, OrderState, Request, Snapshot
from tests.cast import adopt, publish_june, publish_values
from tests.cli.test_fetching import answer, serve, server  # noqa: F401  the recorded answer and a server of one's own
from tests.web.reading import text_of

SOURCES = "/savonlinna/tyopoyta/lahteet/"
STATFIN = f"{SOURCES}statfin-12r5/"
BODY = b'{"value": [1, 2]}'
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)


@pytest.fixture
def followed(cast):
    """Area A follows a measure of StatFin with packaged figures, and one entered by hand."""
    publish_june()
    adopt(cast.area_a, "unemployment-rate")
    adopt(cast.area_a, "agreements")


@pytest.fixture
def kept(followed):
    """An answer of StatFin, kept with its attempt."""
    request = Request("POST", "https://pxdata.stat.fi/table", b'{"query": []}')
    snapshot = Snapshot(request, 200, BODY, sha256(BODY).hexdigest(), NOW)
    stored = keep_snapshot(source_key="statfin-12r5", snapshot=snapshot, at=NOW)
    difference = Difference(new=309, revised=4, vanished=0, largest_permille=12)
    note_answer(source_key="statfin-12r5", at=NOW, difference=difference, snapshot=stored)
    return stored


def test_the_list_tells_of_each_source_what_it_gave_and_when(aino, followed):
    words = text_of(aino.get(SOURCES))
    assert "Tilastokeskus" in words
    assert "kesäkuu 2026, julkaistu 21.7.2026" in words
    assert re.search(r"Mukana toimitetut luvut \d+ lukua, otettu sisään viimeksi 21\.7\.2026", words)
    assert "Lähteestä ei ole vielä haettu mitään." in words
    assert "Lisäksi yhden mittarin arvot kirjataan käsin." in words


def test_figures_that_only_came_with_the_installation_are_told_as_such(aino, cast):
    publish_values("municipal-share", {("KU046", "2026-01"): 14166})
    adopt(cast.area_a, "municipal-share")
    words = text_of(aino.get(SOURCES))
    assert "Luotsi ei kysy tältä lähteeltä. Sen luvut tulivat asennuksen mukana." in words


def test_the_newest_figure_may_be_one_of_a_municipality(aino, cast):
    publish_values("municipal-share", {("KU046", "2026-01"): 14166})
    adopt(cast.area_a, "municipal-share")
    assert "tammikuu 2026" in text_of(aino.get(SOURCES))


def test_a_source_tells_what_was_fetched_what_changed_and_when_it_is_asked_next(aino, kept):
    words = text_of(aino.get(STATFIN))
    assert "Haettu viimeksi 21.11.2026 klo 8.30." in words
    assert "Uusia lukuja: 309. Tarkentuneita lukuja: 4." in words
    assert re.search(r"1,2 %|1,2 prosenttia", words)
    assert "POST https://pxdata.stat.fi/table" in words
    assert kept.sha256 in words


def test_what_broke_is_told_with_what_to_do(aino, kept):
    obstacle = Obstacle(FetchReason.NOT_FOUND, {})
    note_failure(source_key="statfin-12r5", at=NOW + timedelta(hours=1), obstacle=obstacle)
    words = text_of(aino.get(STATFIN))
    assert "notice-warning" in aino.get(SOURCES).content.decode()
    assert "Lähteen osoitteessa ei ole mitään." in words
    assert "Korjaa lähteen osoite tai taulukon tunnus." in words
    assert "Haettu viimeksi 21.11.2026" in words


def test_an_answer_is_taken_along_byte_for_byte_by_editors_only(aino, eero, otso, client, kept):
    address = f"{STATFIN}vastaukset/{kept.pk}/"
    answered = aino.get(address)
    assert answered.content == BODY
    assert answered["Content-Disposition"].startswith("attachment")
    assert answered["X-Content-Type-Options"] == "nosniff"
    assert [eero.get(address).status_code, otso.get(address).status_code] == [404, 404]
    assert client.get(address).status_code == 302
    assert address not in eero.get(STATFIN).content.decode()
    assert aino.get(f"{STATFIN}vastaukset/999/").status_code == 404


def test_the_answer_of_another_source_is_not_found_under_this_one(aino, kept):
    kept.source_key = "statfin-12u4"
    kept.save()
    assert aino.get(f"{STATFIN}vastaukset/{kept.pk}/").status_code == 404


@pytest.fixture
def whole_country(answer, followed):  # noqa: F811
    """The recorded answer's shape with a made-up figure for every content and place that is asked for."""
    place = next(code for code in answer["id"] if code.lower().startswith("alue"))
    codes = geography.pxweb_codes(timezone.localdate())
    answer["dimension"][place]["category"] = {
        "index": {code: at for at, code in enumerate(codes)},
        "label": {code: code for code in codes},
    }
    answer["size"][answer["id"].index(place)] = len(codes)
    (content,) = answer["role"]["metric"]
    contents = Contents(statfin.definitions()).codes
    answer["dimension"][content]["category"] = {
        "index": {code: at for at, code in enumerate(contents)},
        "label": {code: code for code in contents},
    }
    answer["size"][answer["id"].index(content)] = len(contents)
    answer["updated"] = "2026-11-20T06:00:00Z"
    answer["value"], answer["status"] = [100] * prod(answer["size"]), {}
    return answer


def work(settings_hosts=("127.0.0.1",)):
    """Do what a worker does when it looks for orders."""
    way = Outbound(frozenset(settings_hosts), allow_loopback_http=True, sleep=lambda _seconds: None)
    return list(carry_out_orders(way=way, clock=timezone.now))


def test_asking_now_orders_one_fetch_however_often_it_is_clicked(aino, followed, cast):
    for _click in range(2):
        told = text_of(aino.post(f"{STATFIN}haku/", follow=True))
        assert "odottaa vuoroaan" in told
        assert "Hae nyt" not in told
    order = FetchOrder.objects.get()
    assert (order.source_key, order.ordered_by, order.state) == ("statfin-12r5", cast.aino, OrderState.QUEUED)
    assert AuditEntry.objects.filter(kind="sources.fetch.order").count() == 1
    assert not FetchAttempt.objects.exists()


def test_an_order_that_nobody_takes_up_says_whom_to_ask(aino, followed):
    aino.post(f"{STATFIN}haku/")
    assert "luotsi worker" not in text_of(aino.get(STATFIN))
    FetchOrder.objects.update(ordered_at=timezone.now() - timedelta(minutes=2))
    assert "Kysy asennuksen ylläpitäjältä, onko `luotsi worker` käynnissä." in text_of(aino.get(STATFIN))


def test_a_fetch_under_way_tells_how_far_it_has_come_and_whether_it_was_interrupted(aino, followed):
    aino.post(f"{STATFIN}haku/")
    order = take_order(at=timezone.now())
    tell_progress(order=order, answers=3, questions=12, at=timezone.now())
    told = text_of(aino.get(STATFIN))
    assert "Vastauksia tähän mennessä: 3 / 12." in told
    assert "Haku keskeytyi" not in told
    FetchOrder.objects.update(lease_until=timezone.now() - timedelta(minutes=1))
    assert "Haku keskeytyi, ja se otetaan uudelleen työn alle." in text_of(aino.get(STATFIN))


def test_what_the_worker_fetched_is_stored_and_told(aino, followed, server, whole_country, monkeypatch):  # noqa: F811
    before = Observation.objects.count()
    serve(server, whole_country)
    monkeypatch.setattr(statfin, "TABLE", TableAddress(f"{server.url}/PxWeb/api/v1", "fi", "StatFin/tyonv/12r5"))
    aino.post(f"{STATFIN}haku/")
    (done,) = work()
    told = text_of(aino.get(STATFIN))
    assert "Haettu viimeksi" in told
    assert "Hae nyt" in told
    assert Observation.objects.count() > before
    assert StoredSnapshot.objects.get().sha256 in told
    assert done.attempt.rows_new + done.attempt.rows_revised > 0
    assert "Odota minuutti" in text_of(aino.post(f"{STATFIN}haku/", follow=True))
    assert FetchOrder.objects.count() == 1


def test_a_revised_figure_tells_how_many_and_how_much(aino, followed, server, whole_country, monkeypatch):  # noqa: F811
    monkeypatch.setattr(statfin, "TABLE", TableAddress(f"{server.url}/PxWeb/api/v1", "fi", "StatFin/tyonv/12r5"))
    serve(server, whole_country)
    aino.post(f"{STATFIN}haku/")
    work()
    FetchAttempt.objects.update(started_at=timezone.now() - timedelta(days=1))
    contents = list(whole_country["dimension"]["contentscode"]["category"]["index"])
    vacancies = contents.index("AVPAIKATLOPUSSA")  # told by one measure alone, here of two places
    whole_country["value"][vacancies], whole_country["value"][vacancies + len(contents)] = 101, 96
    whole_country["updated"] = "2026-11-21T06:00:00Z"
    serve(server, whole_country)
    aino.post(f"{STATFIN}haku/")
    (done,) = work()
    assert (done.attempt.rows_new, done.attempt.rows_revised, done.attempt.largest_permille) == (0, 2, 40)
    assert "Tarkentuneita lukuja: 2." in text_of(aino.get(STATFIN))
    assert "4,0 %" in text_of(aino.get(STATFIN)).replace("\xa0", " ")


def test_a_failure_is_told_and_leaves_the_old_values_standing(aino, followed, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    before = Observation.objects.count()
    aino.post(f"{STATFIN}haku/")
    work(["pxdata.stat.fi"])
    told = text_of(aino.get(STATFIN))
    assert "Vanhat luvut ovat voimassa." in told
    assert "pxdata.stat.fi" in told
    assert Observation.objects.count() == before
    assert FetchAttempt.objects.get().reason == FetchReason.UNREACHABLE
    assert FetchOrder.objects.get().state == OrderState.FAILED


def test_asking_is_for_editors_and_only_where_the_source_is_configured(aino, eero, otso, followed, settings):
    settings.SOURCE_HOSTS = ["pxdata.stat.fi"]
    assert "haku/" in aino.get(STATFIN).content.decode()
    assert "haku/" not in eero.get(STATFIN).content.decode()
    assert [one.post(f"{STATFIN}haku/").status_code for one in (eero, otso)] == [404, 404]
    assert aino.get(f"{STATFIN}haku/").status_code == 405
    settings.SOURCE_HOSTS = []
    assert "haku/" not in aino.get(STATFIN).content.decode()
    assert "pxdata.stat.fi" in text_of(aino.get(STATFIN))
    assert aino.post(f"{STATFIN}haku/").status_code == 404
    assert not FetchAttempt.objects.exists()


def test_members_look_and_strangers_do_not(eero, otso, client, followed):
    for address in (SOURCES, STATFIN):
        assert eero.get(address).status_code == 200
        assert otso.get(address).status_code == 404
        assert client.get(address).status_code == 302


def test_a_source_that_no_measure_uses_has_no_page(aino, followed):
    assert aino.get(f"{SOURCES}sotkanet/").status_code == 404


def test_an_organisation_without_such_measures_is_told_so(otso):
    assert "Yhdenkään mittarin luvut eivät vielä tule avoimesta lähteestä." in text_of(
        otso.get("/meri-lappi/tyopoyta/lahteet/")
    )


@pytest.mark.parametrize("language", ["", "/sv", "/en"])
def test_the_pages_are_valid_with_one_heading(aino, kept, language):
    note_failure(source_key="statfin-12r5", at=timezone.now(), obstacle=Obstacle(FetchReason.BUSY, {}))
    for address in (SOURCES, STATFIN):
        page = aino.get(language + address).content.decode()
        html5lib.HTMLParser(strict=True).parse(page)
        assert len(re.findall(r"<h1[ >]", page)) == 1
        names = re.findall(r'\sid="([^"]+)"', page)
        assert len(names) == len(set(names))


def test_the_pages_cost_the_same_however_much_there_is(aino, cast, kept):
    def asked(address):
        with CaptureQueriesContext(connection) as queries:
            assert aino.get(address).status_code == 200
        return len(queries)

    little = [asked(SOURCES), asked(STATFIN)]
    for hour in range(1, 30):
        note_answer(source_key="statfin-12r5", at=NOW + timedelta(hours=hour))
    for key in ("unemployed", "labour-force", "municipal-share"):
        adopt(cast.area_a, key)
    assert [asked(SOURCES), asked(STATFIN)] == little
    assert little[0] <= 16
    assert little[1] <= 16


def test_the_newest_period_is_the_one_of_the_measures(aino, followed):
    publish_values("unemployment-rate", {("TA36", "2026-07"): 12})
    assert "heinäkuu 2026" in text_of(aino.get(SOURCES))
