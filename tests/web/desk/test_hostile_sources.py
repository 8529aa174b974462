"""Whatever a source answers: the old figures stand, the attempt says why, the page says what to do."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from luotsi.core.values import Gap
from luotsi.indicators.connected import take_in
from luotsi.indicators.fetching import carry_out_orders
from luotsi.indicators.models import Observation, Run
from luotsi.indicators.statfin import outbound
from luotsi.indicators.types import RunKind
from luotsi.sources.models import Connection, FetchAttempt, FetchOrder, StoredSnapshot
from luotsi.sources.operations import LEASE, order_fetch, take_order
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import OrderState, Outcome, tell_nobody
from tests.cast import adopt
from tests.sources.loopback import Server
from tests.web.reading import text_of

DESK = "/savonlinna/tyopoyta/"
TABLE = "Kunta;Kuukausi;Määrä\nEnonkoski;5/2026;31\nEnonkoski;6/2026;30,5\nSulkava;6/2026;...\n".encode()
DEADLINE = 0.4


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def connected(aino, cast, server, settings):
    """A table at an address, connected and fetched once."""
    settings.SOURCE_HOSTS = ["127.0.0.1"]
    adopt(cast.area_a, "open-vacancies")
    server.answers = [(200, {}, TABLE)]
    aino.post(f"{DESK}mittarit/open-vacancies/lahde/", {"source": "tabular"})
    one = Connection.objects.get()
    path = f"{DESK}lahteet/yhteydet/{one.pk}/"
    aino.post(path, {"seen": 0, "address": f"{server.url}/luvut.csv"})
    rest = {"places_are": "municipality", "decimal_sign": "", "hyphen": "missing"}
    aino.post(f"{path}merkitys/", {"seen": 1, "c0": "place", "c1": "period", "c2": "figures", **rest})
    aino.post(f"{path}esikatselu/", {"seen": 2, "act": "save", "every": "day"})
    work()
    one.refresh_from_db()
    FetchAttempt.objects.update(started_at=timezone.now() - timedelta(days=2))
    Run.objects.update(started_at=timezone.now() - timedelta(days=2))
    return one


def work(**limits):
    way = Outbound(frozenset({"127.0.0.1"}), allow_loopback_http=True, attempts=1, **limits)
    return [one.attempt for one in carry_out_orders(way=way, clock=timezone.now)]


def figures():
    rows = Observation.objects.select_related("series__subject")
    return {(one.series.subject.code, one.period_name): one.value if not one.gap else Gap(one.gap) for one in rows}


def sentences_of_the_notice(answered):
    notice = re.search(r'(?s)<div class="notice notice-warning[^>]*>(.*?)</div>', answered.content.decode()).group(1)
    paragraphs = re.findall(r"<p>(.*?)</p>", notice)
    return [one for words in paragraphs for one in re.split(r"(?<=[a-zäö])\. ?", words) if one]


HOSTILE = {
    "html": ((200, {}, b"<!DOCTYPE html><html>Huoltokatko</html>"), "not_table", "taulukkoa ei ole"),
    "empty": ((200, {}, b""), "not_table", "taulukkoa ei ole"),
    "binary": ((200, {}, bytes(range(256)) * 20), "not_table", "taulukkoa ei ole"),
    "truncated": ((200, {"Content-Length": "5000"}, TABLE), "half_answer", "katkesi"),
    "half a row": ((200, {}, TABLE[:-9]), "broken_table", "vajaa"),
    "redirect": ((302, {"Location": "https://evil.example.org/"}, b""), "redirected", "evil.example.org"),
    "gone": ((404, {}, b""), "not_found", "ei ole mitään"),
    "refused": ((403, {}, b""), "forbidden", "ei anna"),
    "broken server": ((500, {}, TABLE), "other_status", "500"),
    "overloaded": ((503, {}, b""), "busy", "ylikuormittunut"),
    "changed column": ((200, {}, TABLE.replace(b"Kunta", b"Alue")), "wrong_shape", "Kunta"),
    "changed codes": ((200, {}, TABLE.replace(b"Sulkava", b"X-768")), "rows_wrong", "Rivejä"),
    "another figure": ((200, {}, TABLE.replace(b"31", b"noin 31")), "rows_wrong", "Rivejä"),
    "two figures": ((200, {}, TABLE + b"Enonkoski;6/2026;9\n"), "rows_wrong", "Rivejä"),
    "another length": (
        (200, {}, TABLE.replace(b"5/2026", b"2026").replace(b"6/2026", b"2025")),
        "other_periods",
        "pituisia",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_the_old_figures_stand_and_the_page_says_what_happened_and_what_to_do(aino, connected, server, case):
    answer, reason, words = HOSTILE[case]
    before, runs, kept = figures(), Run.objects.count(), StoredSnapshot.objects.count()
    server.answers = [answer]
    assert aino.post(f"{DESK}lahteet/{connected.key}/haku/").status_code == 302
    (attempt,) = work()
    assert (attempt.outcome, attempt.reason) == (Outcome.FAILED, reason)
    assert (figures(), Run.objects.count(), StoredSnapshot.objects.count()) == (before, runs, kept)
    assert FetchOrder.objects.first().state == OrderState.FAILED
    answered = aino.get(f"{DESK}lahteet/{connected.key}/")
    told = text_of(answered)
    assert words in told
    assert told.count("Vanhat luvut ovat voimassa.") == 1
    assert "notice-warning" in answered.content.decode()
    said = sentences_of_the_notice(answered)
    assert len(said) == len(set(said)) > 3


def test_an_answer_that_never_ends_is_left_and_told(aino, connected, server):
    before = figures()
    server.before_body = lambda: time.sleep(DEADLINE * 3)
    aino.post(f"{DESK}lahteet/{connected.key}/haku/")
    (attempt,) = work(timeout_seconds=DEADLINE)
    assert (attempt.reason, figures()) == ("timed_out", before)
    assert "ei vastannut ajoissa" in text_of(aino.get(f"{DESK}lahteet/{connected.key}/"))


def test_an_answer_that_is_too_large_is_left_and_told(aino, connected, server):
    before = figures()
    server.answers = [(200, {}, TABLE * 400)]
    aino.post(f"{DESK}lahteet/{connected.key}/haku/")
    (attempt,) = work(max_bytes=1024)
    assert (attempt.reason, figures()) == ("too_large", before)


def test_another_encoding_is_read_as_the_same_table(aino, connected, server):
    before = figures()
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        server.answers = [(200, {}, TABLE.decode().encode(encoding))]
        order_fetch(source_key=connected.key, actor=None, at=timezone.now())
        (attempt,) = work()
        assert (attempt.outcome, figures()) == (Outcome.UNCHANGED, before), encoding


def test_a_good_answer_after_a_bad_one_takes_the_warning_away(aino, connected, server):
    server.answers = [HOSTILE["html"][0]]
    order_fetch(source_key=connected.key, actor=None, at=timezone.now())
    work()
    assert "notice-warning" in aino.get(f"{DESK}lahteet/{connected.key}/").content.decode()
    server.answers = [(200, {}, TABLE.replace(b"31", b"32"))]
    order_fetch(source_key=connected.key, actor=None, at=timezone.now())
    (attempt,) = work()
    assert (attempt.rows_revised, attempt.largest_permille) == (1, 33)
    assert "notice-warning" not in aino.get(f"{DESK}lahteet/{connected.key}/").content.decode()


@pytest.mark.parametrize("killed_after", ["asking", "publishing"])
def test_a_worker_killed_at_any_point_loses_nothing_and_counts_nothing_twice(connected, server, killed_after):
    server.answers = [(200, {}, TABLE.replace(b"31", b"40") + b"Rantasalmi;6/2026;5\n")]
    order_fetch(source_key=connected.key, actor=None, at=timezone.now())
    first = take_order(at=timezone.now() - LEASE - timedelta(seconds=1))
    if killed_after == "publishing":
        take_in(first.source_key, outbound(), at=timezone.now(), tell=tell_nobody)
    assert FetchAttempt.objects.count() == 1
    (attempt,) = work()
    assert (attempt.rows_new, attempt.rows_revised, attempt.started_at) == (1, 1, first.started_at)
    assert figures()["KU681", "2026-06"] == 5
    assert Observation.objects.exclude(vintage__run__kind=RunKind.ROLL_UP).count() == 3 + 2
    assert work() == []


def test_a_worker_that_lost_its_order_notes_nothing(connected, server):
    order_fetch(source_key=connected.key, actor=None, at=timezone.now())

    seen = []

    def clock():
        """Tell the time; the third look at it is after the answer has come, when another worker has the order."""
        seen.append(timezone.now())
        if len(seen) == 3:
            FetchOrder.objects.filter(state=OrderState.RUNNING).update(takes=2)
        return seen[-1]

    done = next(carry_out_orders(way=outbound(), clock=clock))
    assert done.attempt is None
    assert FetchAttempt.objects.count() == 1
    assert FetchOrder.objects.first().state == OrderState.RUNNING


def test_a_worker_that_is_stopped_gives_its_order_back(connected, server):
    order_fetch(source_key=connected.key, actor=None, at=timezone.now())
    server.answers = [(503, {}, b"")]

    def stop(_seconds):
        raise SystemExit

    way = Outbound(frozenset({"127.0.0.1"}), allow_loopback_http=True, attempts=2, sleep=stop)
    with pytest.raises(SystemExit):
        list(carry_out_orders(way=way, clock=timezone.now))
    assert FetchOrder.objects.first().state == OrderState.QUEUED
    server.answers = [(200, {}, TABLE)]
    assert [one.outcome for one in work()] == [Outcome.UNCHANGED]
