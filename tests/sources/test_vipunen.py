"""Vipunen: pages, filters, and figures that are never added up."""

import json
from dataclasses import replace

import pytest

from luotsi.core.periods import Period
from luotsi.core.values import Cell
from luotsi.sources.connections import ask
from luotsi.sources.connectors import vipunen
from luotsi.sources.mapping import ColumnMapping, RowsRefused
from luotsi.sources.outbound import Outbound
from luotsi.sources.questions import FIGURE, ColumnQuestion, Where
from luotsi.sources.types import FetchReason, ReadReason, UnableToFetch, UnableToRead
from tests.cast import NOW
from tests.sources import cases

MAPPING = ColumnMapping(values={FIGURE: "lkm"}, place="kunta", period="vuosi", only={"laji": "Lukio"})


def rows(count, first=0):
    return [
        {"vuosi": str(1900 + at), "kunta": "Enonkoski", "laji": "Lukio", "lkm": at}
        for at in range(first, first + count)
    ]


def page(found):
    return (200, {}, json.dumps(found).encode())


def gathered(server, **question):
    way = Outbound(frozenset({"127.0.0.1"}), allow_loopback_http=True)
    base = {"where": Where.VIPUNEN, "at": "lukio", "mapping": MAPPING, "base_url": f"{server.url}/api"}
    return ask(way, ColumnQuestion(**(base | question)), ("KU046",), at=NOW)


def test_pages_are_asked_until_one_is_not_full(server, monkeypatch):
    monkeypatch.setattr(vipunen.Query.__init__, "__defaults__", (None, 0, 3))
    server.answers = [page(rows(3)), page(rows(3, 3)), page(rows(1, 6))]
    found = gathered(server)
    assert len(found.rows) == 7
    assert [path.partition("&limit=")[2] for _method, path, *_rest in server.asked] == [
        "3&offset=0",
        "3&offset=3",
        "3&offset=6",
    ]
    assert server.asked[0][1].startswith("/api/resources/lukio/data?filter=laji%3D%3D%27Lukio%27")


def test_a_page_that_lacks_a_column_or_names_another_refuses_all(server):
    server.answers = [page([*rows(2), {"vuosi": "1950", "kunta": "Enonkoski", "laji": "Lukio", "muu": 1}])]
    with pytest.raises(UnableToRead) as raised:
        gathered(server)
    assert raised.value.reason is ReadReason.BROKEN_TABLE


def test_two_rows_of_one_place_and_period_are_a_problem_and_never_a_sum(snapshot):
    doubled = [*rows(1), *rows(1)]
    query = vipunen.Query("https://example.org/api", "lukio", MAPPING)
    with pytest.raises(RowsRefused) as raised:
        vipunen.read(snapshot(json.dumps(doubled).encode()), query)
    assert [wrong.problem for wrong in raised.value.problems] == ["two_figures"]


def test_a_full_page_is_never_taken_for_the_whole(snapshot):
    query = vipunen.Query("https://example.org/api", "lukio", MAPPING, limit=2)
    with pytest.raises(UnableToFetch) as raised:
        vipunen.read(snapshot(json.dumps(rows(2)).encode()), query)
    assert raised.value.reason is FetchReason.TOO_MANY_CELLS
    whole = vipunen.read(snapshot(json.dumps(rows(1)).encode()), query)
    assert whole.rows[0][2:4] == (Period.parse("1900"), Cell.of(0))


def test_an_empty_resource_has_nothing_published(server):
    server.answers = [page([])]
    with pytest.raises(UnableToRead) as raised:
        gathered(server)
    assert raised.value.reason is ReadReason.NOTHING_PUBLISHED


def test_a_column_of_yes_and_no_has_its_value_chosen_like_any_other(snapshot):
    found = [one | {"hankintakoulutusKyllaEi": kept} for kept in (True, False) for one in rows(1)]
    mapping = replace(MAPPING, only=MAPPING.only | {"hankintakoulutusKyllaEi": "false"})
    query = vipunen.Query("https://example.org/api", "lukio", mapping)
    assert len(vipunen.read(snapshot(json.dumps(found).encode()), query).rows) == 1
    assert "hankintakoulutusKyllaEi%3D%3D%27false%27" in query.request.url
    found[1]["hankintakoulutusKyllaEi"] = ["false"]
    with pytest.raises(UnableToRead) as raised:
        vipunen.read(snapshot(json.dumps(found).encode()), query)
    assert raised.value.reason is ReadReason.WRONG_TYPE


def test_the_names_of_the_resources_are_read_as_recorded(snapshot):
    names = vipunen.read_resources(snapshot(cases.recording("vipunen_resources.json")))
    assert (len(names), names[4]) == (19, "avoin_amk")
    assert vipunen.resources_request("https://api.vipunen.fi/api").url == "https://api.vipunen.fi/api/resources"
