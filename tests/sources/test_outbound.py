import gzip
import socket
import threading
import time
from datetime import UTC, datetime
from email.utils import formatdate
from hashlib import sha256

import pytest

from luotsi.sources.outbound import Outbound
from luotsi.sources.types import FetchReason, Limits, Request, UnableToFetch

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
BODY = b'{"title": "12r5"}'


@pytest.fixture(autouse=True)
def answers_with_a_body(server):
    server.answers = [(200, {}, BODY)]


@pytest.fixture
def waits():
    return []


@pytest.fixture
def door(waits):
    def make(**changes):
        settings = {"hosts": frozenset({"127.0.0.1"}), "allow_loopback_http": True, "sleep": waits.append}
        return Outbound(**(settings | changes))

    return make


def get(server, path="/"):
    return Request("GET", server.url + path)


def refusal(door, request):
    with pytest.raises(UnableToFetch) as raised:
        door.fetch(request, at=AT)
    assert str(raised.value)
    return raised.value.reason


def test_a_snapshot_holds_the_bytes_as_they_came_with_their_digest_question_and_moment(server, door):
    found = door().fetch(get(server, "/table.px"), at=AT)
    assert (found.status, found.body, found.fetched_at) == (200, BODY, AT)
    assert found.sha256 == sha256(BODY).hexdigest()
    assert found.request == get(server, "/table.px")
    assert server.asked[0][:2] == ("GET", "/table.px")
    assert server.asked[0][3].startswith("luotsi/")


def test_a_question_is_posted_byte_for_byte(server, door):
    request = Request("POST", f"{server.url}/t", '{"ä":1}'.encode())
    door().fetch(request, at=AT)
    assert server.asked[0][:3] == ("POST", "/t", request.body)


def test_a_status_of_failure_is_an_answer_too(server, door):
    server.answers = [(404, {}, b"not here")]
    found = door().fetch(get(server), at=AT)
    assert (found.status, found.body) == (404, b"not here")
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_source_is_asked_again_after_the_wait_it_names(server, door, waits, status):
    server.answers = [(status, {"Retry-After": "7"}, b""), (status, {}, b""), (200, {}, BODY)]
    assert door().fetch(get(server), at=AT).status == 200
    assert waits == [7.0, 2.0]


def test_a_wait_may_be_named_as_a_moment_and_a_past_one_is_no_wait(server, door, waits):
    past, coming = "Wed, 01 Jan 2020 00:00:00 GMT", formatdate(time.time() + 30, usegmt=True)
    server.answers = [(503, {"Retry-After": past}, b""), (503, {"Retry-After": coming}, b""), (200, {}, BODY)]
    assert door().fetch(get(server), at=AT).status == 200
    assert waits[0] == 0
    assert 20 < waits[1] <= 30


def test_after_the_last_attempt_the_refusal_itself_is_the_answer(server, door, waits):
    server.answers = [(429, {}, b"slow down")]
    assert door(attempts=4).fetch(get(server), at=AT).status == 429
    assert len(server.asked) == 4
    assert waits == [1.0, 2.0, 4.0]


def test_a_wait_of_the_longest_is_waited_and_a_longer_one_is_not(server, door, waits):
    server.answers = [(429, {"Retry-After": "61"}, b"")]
    assert door().fetch(get(server), at=AT).status == 429
    assert (len(server.asked), waits) == (1, [])
    server.answers = [(429, {"Retry-After": "60"}, b""), (200, {}, BODY)]
    assert door().fetch(get(server), at=AT).status == 200
    assert waits == [60.0]


def test_a_host_that_is_not_configured_is_not_asked(server, door):
    assert refusal(door(hosts=frozenset({"pxdata.stat.fi"})), get(server)) is FetchReason.HOST_NOT_ALLOWED
    assert not server.asked


@pytest.mark.parametrize("url", ["http://user@evil.example/", "https://pxdata.stat.fi.evil.example/", "not a url", ""])
def test_an_address_that_only_looks_right_is_not_asked(door, url):
    door = door(hosts=frozenset({"pxdata.stat.fi"}))
    assert refusal(door, Request("GET", url)) is FetchReason.HOST_NOT_ALLOWED


def test_without_https_nothing_is_asked_unless_loopback_is_allowed(server, door):
    assert refusal(door(allow_loopback_http=False), get(server)) is FetchReason.NOT_HTTPS
    elsewhere = door(hosts=frozenset({"pxdata.stat.fi"}))
    assert refusal(elsewhere, Request("GET", "http://pxdata.stat.fi/")) is FetchReason.NOT_HTTPS
    assert refusal(door(), Request("GET", "ftp://127.0.0.1/")) is FetchReason.NOT_HTTPS
    assert not server.asked


def test_an_address_that_moved_on_the_same_host_is_followed(server, door):
    server.answers = [(301, {"Location": "/new"}, b""), (200, {}, BODY)]
    assert door().fetch(get(server, "/old"), at=AT).body == BODY
    assert [path for _method, path, *_rest in server.asked] == ["/old", "/new"]


def test_a_redirect_to_another_host_is_refused(server, door):
    server.answers = [(302, {"Location": "http://localhost/x"}, b"")]
    both = door(hosts=frozenset({"127.0.0.1", "localhost"}))
    assert refusal(both, get(server)) is FetchReason.REDIRECTED
    assert len(server.asked) == 1


def test_a_posted_question_is_sent_on_only_when_it_stays_one(server, door):
    request = Request("POST", server.url, b"{}")
    server.answers = [(302, {"Location": "/new"}, b"")]
    assert refusal(door(), request) is FetchReason.REDIRECTED
    server.answers = [(307, {"Location": "/new"}, b""), (200, {}, BODY)]
    assert door().fetch(request, at=AT).body == BODY
    assert server.asked[-1][:3] == ("POST", "/new", b"{}")


def test_a_circle_of_redirects_ends(server, door):
    server.answers = [(302, {"Location": "/"}, b"")]
    assert refusal(door(), get(server)) is FetchReason.REDIRECTED


def test_half_an_answer_is_no_answer(server, door):
    server.answers = [(200, {"Content-Length": "1000"}, BODY)]
    assert refusal(door(), get(server)) is FetchReason.HALF_ANSWER


def test_an_answer_of_the_limit_is_taken_and_a_byte_more_is_not(server, door):
    server.answers = [(200, {}, b"x" * 1000)]
    assert len(door(max_bytes=1000).fetch(get(server), at=AT).body) == 1000
    assert refusal(door(max_bytes=999), get(server)) is FetchReason.TOO_LARGE


def test_a_packed_answer_is_counted_unpacked(server, door):
    server.answers = [(200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 10_000_000))]
    assert refusal(door(max_bytes=1_000_000), get(server)) is FetchReason.TOO_LARGE


def test_an_answer_packed_wrongly_is_no_answer(server, door):
    server.answers = [(200, {"Content-Encoding": "gzip"}, b"not packed at all")]
    assert refusal(door(), get(server)) is FetchReason.HALF_ANSWER


def test_a_source_that_does_not_answer_in_time_is_left(server, door):
    released = threading.Event()
    server.before_body = lambda: released.wait(10)
    try:
        assert refusal(door(timeout_seconds=0.2), get(server)) is FetchReason.TIMED_OUT
    finally:
        released.set()


def test_a_host_where_nothing_listens_cannot_be_reached(door):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # a port that is ours, so that nobody else listens on it
        request = Request("GET", f"http://127.0.0.1:{taken.getsockname()[1]}/")
        assert refusal(door(), request) is FetchReason.UNREACHABLE


def test_calls_beyond_the_window_of_the_source_wait_for_it(server, door, waits):
    slow = door(limits=Limits(max_cells=1, max_values=1, max_calls=2, window_seconds=60))
    for _call in range(2):
        slow.fetch(get(server), at=AT)
    assert waits == []
    slow.fetch(get(server), at=AT)
    assert len(waits) == 1
    assert 50 < waits[0] <= 60
