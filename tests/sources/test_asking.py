import json
from datetime import UTC, datetime

import pytest

from luotsi.core.periods import Period
from luotsi.core.values import Cell
from luotsi.sources.asking import ask_pxweb
from luotsi.sources.connectors import pxweb
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import FetchReason, ReadReason, UnableToFetch, UnableToRead

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
CONFIG = b'{"maxValues":120000,"maxCells":120000,"maxCalls":40,"timeWindow":60,"CORS":true}'


@pytest.fixture
def wanted(june_query):
    return pxweb.Wanted(june_query.contents, june_query.places, since=Period.parse("2026-06"))


@pytest.fixture
def table(june_query):
    """Metadata in the shape that the interface documents, with the codes of the recorded answer."""
    values = {
        june_query.place_variable: [*june_query.places, "KU091"],
        june_query.time_variable: ["2026M05", "2026M06"],
        june_query.content_variable: list(june_query.contents),
    }
    variables = [{"code": code, "text": code, "values": codes, "valueTexts": codes} for code, codes in values.items()]
    variables[1]["time"] = True
    return json.dumps({"title": "12r5", "variables": variables}).encode()


def ask(server, wanted):
    door = Outbound(frozenset({"127.0.0.1"}), allow_loopback_http=True, sleep=lambda _seconds: None)
    address = pxweb.TableAddress(f"{server.url}/PxWeb/api/v1", "fi", "StatFin/tyonv/12r5")
    return ask_pxweb(door, address, wanted, at=AT)


def test_limits_metadata_and_figures_are_asked_in_turn(server, wanted, table, recording):
    server.answers = [(200, {}, CONFIG), (200, {}, table), (200, {}, recording("12r5_2026M06.jsonstat2.json"))]
    (asked,) = ask(server, wanted)
    cells = {row[:2]: row.cell for row in asked.answer.rows}
    assert cells["KU740", "TYOTTOMATLOPUSSA"] == Cell.of(1690)
    assert asked.snapshot.body == recording("12r5_2026M06.jsonstat2.json")
    assert asked.snapshot.fetched_at == AT
    assert [(method, path) for method, path, *_rest in server.asked] == [
        ("GET", "/PxWeb/api/v1/fi/?config"),
        ("GET", "/PxWeb/api/v1/fi/StatFin/tyonv/12r5.px"),
        ("POST", "/PxWeb/api/v1/fi/StatFin/tyonv/12r5.px"),
    ]


def test_a_question_too_large_for_the_limits_is_asked_in_pieces_and_a_broken_piece_gives_nothing(
    server, wanted, table, recording
):
    small = CONFIG.replace(b'"maxCells":120000', b'"maxCells":100')
    server.answers = [(200, {}, small), (200, {}, table), (200, {}, recording("12r5_2026M06.jsonstat2.json"))]
    with pytest.raises(UnableToRead) as raised:
        ask(server, wanted)
    assert raised.value.reason in {ReadReason.UNKNOWN_PLACE, ReadReason.UNKNOWN_CONTENT}
    asked = json.loads(server.asked[2][2])["query"]
    sizes = [len(entry["selection"]["values"]) for entry in asked]
    assert sizes[0] * sizes[1] * sizes[2] <= 100


@pytest.mark.parametrize("step", [0, 1, 2])
@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, FetchReason.UNKNOWN_TABLE),
        (403, FetchReason.TOO_MANY_CELLS),
        (404, FetchReason.NOT_FOUND),
        (429, FetchReason.TOO_MANY_CALLS),
        (503, FetchReason.BUSY),
    ],
)
def test_a_refusal_at_any_step_gives_its_reason_and_nothing_else(server, wanted, table, step, status, reason):
    good = [(200, {}, CONFIG), (200, {}, table)]
    server.answers = [*good[:step], (status, {}, b"<html></html>")]
    with pytest.raises(UnableToFetch) as raised:
        ask(server, wanted)
    assert raised.value.reason is reason


@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_web_page_in_place_of_figures_is_refused_at_any_step(server, wanted, table, step):
    good = [(200, {}, CONFIG), (200, {}, table)]
    server.answers = [*good[:step], (200, {}, b"<html>Huoltokatko</html>")]
    with pytest.raises(UnableToRead) as raised:
        ask(server, wanted)
    assert raised.value.reason is ReadReason.NOT_JSON
