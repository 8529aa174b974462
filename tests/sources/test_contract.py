"""What every connector must do, whatever it connects to."""

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Gap
from luotsi.sources import connectors
from luotsi.sources.connectors import jsonstat, pxweb
from luotsi.sources.types import FetchReason, ReadReason, UnableToFetch, UnableToRead

MODULES = sorted(path for path in Path(connectors.__file__).parent.glob("*.py") if path.stem != "__init__")
CASES = ["pxweb json", "pxweb json-stat2", "jsonstat"]


@pytest.fixture(params=CASES)
def case(request, june_query, recording):
    """A connector, a question, and the real figures that answer it."""
    if request.param == "pxweb json":
        return pxweb, june_query, recording("12r5_2026M06.json")
    body = recording("12r5_2026M06.jsonstat2.json")
    if request.param == "pxweb json-stat2":
        return pxweb, replace(june_query, response="json-stat2"), body
    return jsonstat, jsonstat.Query("https://example.org/12r5", june_query.contents, june_query.places), body


def test_every_connector_is_in_the_suite():
    assert {path.stem for path in MODULES} == {case.split()[0] for case in CASES}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_connector_says_what_it_reads_gives_leaves_out_fails_on_and_never_does(path):
    described = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    for word in ("Reads:", "Gives:", "Gaps:", "Fails:", "Never:"):
        assert f"\n{word}" in described


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_connector_imports_no_framework_no_http_and_no_other_connector(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    for name in imported:
        assert name.split(".")[0] not in {"django", "httpx", "time", "socket", "urllib"}
        assert not name.startswith(("luotsi.sources.connectors", "luotsi.sources.outbound"))


def test_the_answer_has_a_cell_for_every_place_content_and_period_asked(case, snapshot):
    connector, query, body = case
    rows = connector.read(snapshot(body), query).rows
    assert len(rows) == len(query.places) * len(query.contents)
    assert {(row.place_code, row.content_code, row.period) for row in rows} == {
        (place, content, Period.parse("2026-06")) for place in query.places for content in query.contents
    }


def test_figures_gaps_and_zeros_are_as_published(case, snapshot):
    connector, query, body = case
    cells = {(row.place_code, row.content_code): row.cell for row in connector.read(snapshot(body), query).rows}
    assert cells["SSS", "TYOTTOMATLOPUSSA"] == Cell.of(352001)
    assert cells["SSS", "TYOTOSUUS"] == Cell.of("12.8")
    assert cells["KU046", "TYOTTOMATLOPUSSA"] == Cell.of(42)
    assert cells["SSS", "TYOHARJOITTELULOP"] == Cell.of(0)
    assert cells["KU046", "TYOTTOMAT25"] == Cell.missing(Gap.HIDDEN)
    assert sum(cell.gap is Gap.HIDDEN for cell in cells.values()) == 21


def test_the_answer_carries_its_source_its_moment_and_its_notes(case, snapshot):
    connector, query, body = case
    answer = connector.read(snapshot(body), query)
    assert answer.updated is not None
    assert answer.updated.isoformat() == "2026-07-21T05:00:00+00:00"
    assert answer.source_label == "KEHA-keskus, Työnvälitystilasto"
    assert answer.notes


def test_the_same_bytes_give_the_same_answer(case, snapshot):
    connector, query, body = case
    assert connector.read(snapshot(body), query) == connector.read(snapshot(body), query)


def test_half_an_answer_is_refused_wherever_it_breaks_off(case, snapshot):
    connector, query, body = case
    whole = body.rstrip()
    for length in range(1, len(whole), 97):
        with pytest.raises(UnableToRead) as raised:
            connector.read(snapshot(whole[:length]), query)
        assert raised.value.reason is ReadReason.BROKEN_JSON


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", ReadReason.NOT_JSON),
        (b"<!DOCTYPE html><html><body>Huoltokatko</body></html>", ReadReason.NOT_JSON),
        (b"\n  <html></html>", ReadReason.NOT_JSON),
        (b"Parameter error", ReadReason.NOT_JSON),
        (b"[]", ReadReason.WRONG_TYPE),
        (b"{}", ReadReason.WRONG_SHAPE),
        (b'{"value": NaN}', ReadReason.BROKEN_JSON),
        (b"{\xff\xfe}", ReadReason.BROKEN_JSON),
        (b"[" * 100_000, ReadReason.BROKEN_JSON),
        (b'{"a": ' + b"9" * 5000 + b"}", ReadReason.BROKEN_JSON),
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(case, snapshot, body, reason):
    connector, query, _body = case
    with pytest.raises(UnableToRead) as raised:
        connector.read(snapshot(body), query)
    assert raised.value.reason is reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, FetchReason.NOT_FOUND),
        (429, FetchReason.TOO_MANY_CALLS),
        (500, FetchReason.OTHER_STATUS),
        (503, FetchReason.BUSY),
        (204, FetchReason.OTHER_STATUS),
    ],
)
def test_a_status_other_than_200_is_no_answer_even_with_figures_in_it(case, snapshot, status, reason):
    connector, query, body = case
    with pytest.raises(UnableToFetch) as raised:
        connector.read(snapshot(body, status), query)
    assert raised.value.reason is reason
    assert str(raised.value)


def test_a_byte_order_mark_before_the_answer_changes_nothing(case, snapshot):
    connector, query, body = case
    assert connector.read(snapshot(b"\xef\xbb\xbf" + body), query) == connector.read(snapshot(body), query)


@pytest.mark.parametrize("spelling", ["2026-07-21T05.00.00Z", "2026-07-21T05:00:00Z"])
def test_the_moment_is_read_in_both_spellings(case, snapshot, spelling):
    connector, query, body = case
    text = body.decode().replace("2026-07-21T05.00.00Z", spelling).replace("2026-07-21T05:00:00Z", spelling)
    assert connector.read(snapshot(text.encode()), query) == connector.read(snapshot(body), query)


@pytest.mark.parametrize("moment", ["21.7.2026", "2026-07-21", "2026-13-45T05:00:00Z", "2026-07-21T05:00:00+03:00"])
def test_a_moment_in_another_spelling_is_refused(case, snapshot, moment):
    connector, query, body = case
    text = body.decode().replace("2026-07-21T05.00.00Z", moment).replace("2026-07-21T05:00:00Z", moment)
    with pytest.raises(UnableToRead) as raised:
        connector.read(snapshot(text.encode()), query)
    assert raised.value.reason is ReadReason.WRONG_TYPE


def test_an_answer_without_a_moment_has_none(case, snapshot):
    connector, query, body = case
    content = json.loads(body)
    content.pop("updated", None)
    content.pop("metadata", None)
    answer = connector.read(snapshot(json.dumps(content).encode()), query)
    assert answer.updated is None
    assert answer.rows == connector.read(snapshot(body), query).rows
