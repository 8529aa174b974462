"""What every connector must do, whatever it connects to."""

import ast
import json
from datetime import datetime
from pathlib import Path

import pytest

from luotsi.core.values import Gap
from luotsi.sources import connectors
from luotsi.sources.types import FetchReason, ReadReason, UnableToFetch, UnableToRead
from tests.sources import cases

MODULES = sorted(path for path in Path(connectors.__file__).parent.glob("*.py") if path.stem != "__init__")
JSON_OBJECTS = [
    "pxweb json",
    "pxweb json-stat2",
    "pxweb2 statfin",
    "pxweb2 scb",
    "pxweb2 ssb",
    "jsonstat",
    "tabular json-stat",
]
TABLES = ["kela municipalities", "kela country", "tabular csv", "tabular xlsx", "tabular parquet"]
PACKED = {"xlsx", "parquet"}
CASES = [*JSON_OBJECTS, "sotkanet", "vipunen", *TABLES]
of_json_objects = pytest.mark.parametrize("case", JSON_OBJECTS, indirect=True)


@pytest.fixture(params=CASES)
def case(request, june_query):
    """A connector, a question, and figures that answer it."""
    return cases.case(request.param, june_query)


def read(case, snapshot, body=None, status=200):
    return case.connector.read(snapshot(case.body if body is None else body, status), case.query)


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


def test_no_figure_is_given_twice_and_none_asked_is_left_out(case, snapshot):
    rows = read(case, snapshot).rows
    assert len(rows) == len({row[:3] for row in rows}) == case.rows


def test_figures_gaps_and_zeros_are_as_published(case, snapshot):
    found = {(row.place_code, row.content_code, row.period): row.cell for row in read(case, snapshot).rows}
    assert {key: found[key] for key in case.known} == case.known
    assert sum(cell.gap is Gap.HIDDEN for cell in found.values()) == case.hidden


def test_the_answer_carries_its_source_its_moment_and_its_notes_where_the_source_gives_them(case, snapshot):
    answer = read(case, snapshot)
    assert (answer.updated is not None) == bool(case.moment)
    if answer.updated is not None:
        assert answer.updated == datetime.fromisoformat(case.moment)
        assert answer.source_label == case.source
        assert answer.notes


def test_the_same_bytes_give_the_same_answer(case, snapshot):
    assert read(case, snapshot) == read(case, snapshot)


def test_the_question_can_be_put_again_in_the_same_bytes(case):
    assert case.query.request == case.query.request
    assert case.query.request.url.startswith("https://")


def test_half_an_answer_is_refused_wherever_it_breaks_off(case, snapshot):
    whole = case.body if case.form in PACKED else case.body.rstrip()
    if case.form == "csv":  # a cut between two rows cannot be told; the way out checks the length
        ends = [at for at, byte in enumerate(whole) if byte in b"\r\n"]
        last_column = [whole.rfind(b";", 0, end) for end in ends]
        lengths = [at for at in last_column if at > 0]
    else:
        lengths = list(range(1, len(whole), 97))
    for length in lengths:
        with pytest.raises(UnableToRead) as raised:
            read(case, snapshot, whole[:length])
        expected = {ReadReason.BROKEN_TABLE, ReadReason.NOT_TABLE, ReadReason.WRONG_SHAPE}
        assert raised.value.reason in (expected if case.form in {"csv", *PACKED} else {ReadReason.BROKEN_JSON})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body>Huoltokatko</body></html>",
        b"\n  <html></html>",
        b"Parameter error",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"MZ\x00\x00",
        b"\x00" * 100,
    ],
)
def test_what_is_no_answer_is_refused_with_its_reason(case, snapshot, body):
    with pytest.raises(UnableToRead) as raised:
        read(case, snapshot, body)
    reasons = {ReadReason.NOT_JSON} if case.form in {"object", "list"} else {ReadReason.NOT_TABLE}
    assert raised.value.reason in (
        reasons | {ReadReason.NOT_TABLE} if case.connector.__name__.endswith("tabular") else reasons
    )


@of_json_objects
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"{}", ReadReason.WRONG_SHAPE),
        (b'{"value": NaN}', ReadReason.BROKEN_JSON),
        (b"{\xff\xfe}", ReadReason.BROKEN_JSON),
        (b'{"a":' * 100_000, ReadReason.BROKEN_JSON),
        (b'{"a": ' + b"9" * 5000 + b"}", ReadReason.BROKEN_JSON),
    ],
)
def test_json_that_is_no_answer_is_refused_with_its_reason(case, snapshot, body, reason):
    with pytest.raises(UnableToRead) as raised:
        read(case, snapshot, body)
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
    with pytest.raises(UnableToFetch) as raised:
        read(case, snapshot, status=status)
    assert raised.value.reason is reason
    assert str(raised.value)


def test_a_byte_order_mark_before_the_answer_changes_nothing(case, snapshot):
    if case.form in PACKED:
        return
    text = case.body.decode("cp1252" if case.connector.__name__.endswith("tabular") and case.form == "csv" else "utf-8")
    assert read(case, snapshot, text.encode("utf-8-sig")) == read(case, snapshot)


def with_moment(case, moment):
    """The answer with another moment of publication; the JSON of PxWeb writes the time with dots."""
    spellings = (case.moment, case.moment.replace(":", "."))
    assert any(one in case.body.decode() for one in spellings)
    return case.body.decode().replace(spellings[0], moment).replace(spellings[1], moment).encode()


@of_json_objects
@pytest.mark.parametrize("sign", [".", ":"])
def test_the_moment_is_read_in_both_spellings(case, snapshot, sign):
    body = with_moment(case, case.moment.replace(":", sign))
    assert read(case, snapshot, body) == read(case, snapshot)


@of_json_objects
@pytest.mark.parametrize("moment", ["21.7.2026", "2026-07-21", "2026-13-45T05:00:00Z", "2026-07-21T05:00:00+03:00"])
def test_a_moment_in_another_spelling_is_refused(case, snapshot, moment):
    with pytest.raises(UnableToRead) as raised:
        read(case, snapshot, with_moment(case, moment))
    assert raised.value.reason is ReadReason.WRONG_TYPE


@of_json_objects
def test_an_answer_without_a_moment_has_none(case, snapshot):
    content = json.loads(case.body)
    content.pop("updated", None)
    content.pop("metadata", None)
    answer = read(case, snapshot, json.dumps(content).encode())
    assert answer.updated is None
    assert answer.rows == read(case, snapshot).rows
