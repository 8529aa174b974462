import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Gap
from luotsi.sources.connectors import pxweb
from luotsi.sources.types import FetchReason, Limits, ReadReason, UnableToFetch, UnableToRead

GOLDEN = Path(__file__).parents[1] / "golden/statfin_12r5_2026M06.json"
LIMITS = Limits(max_cells=120_000, max_values=120_000, max_calls=40, window_seconds=60)
ADDRESS = pxweb.TableAddress("https://pxdata.stat.fi/PxWeb/api/v1", "fi", "StatFin/tyonv/12r5")


def variable(code, values, **more):
    """A variable of a table's metadata in the shape that the interface documents."""
    return {"code": code, "text": code, "values": values, "valueTexts": values} | more


MONTHS = [f"{year}M{month:02}" for year in range(2023, 2027) for month in range(1, 13)][:42]
VARIABLES = [
    variable("Alue", ["SSS", "KU046", "KU681", "KU740", "KU768"], elimination=True),
    variable("timeperiod_m", MONTHS, time=True),
    variable("contentscode", ["TYOTTOMATLOPUSSA", "TYOVOIMATK"]),
]


def metadata(snapshot, variables):
    return pxweb.read_metadata(snapshot(json.dumps({"title": "12r5", "variables": variables}).encode()))


def changed(body, change):
    content = json.loads(body)
    change(content)
    return json.dumps(content).encode()


def refused(connector_snapshot, query):
    with pytest.raises(UnableToRead) as raised:
        pxweb.read(connector_snapshot, query)
    assert str(raised.value)
    return raised.value.reason


def test_the_whole_recorded_answer_is_read(snapshot, june_query):
    body = GOLDEN.read_bytes()
    places = tuple(row["key"][0] for row in json.loads(body)["data"])
    rows = pxweb.read(snapshot(body), replace(june_query, places=places)).rows
    assert len(rows) == 421 * 23
    assert sum(row.cell.gap is Gap.HIDDEN for row in rows) == 904
    assert not [row for row in rows if row.cell.value in {1, 2, 3, 4} and row.content_code != "TYOTOSUUS"]


def test_both_formats_give_the_same_rows(snapshot, recording, june_query):
    one = pxweb.read(snapshot(recording("12r5_2026M06.json")), june_query)
    other = pxweb.read(snapshot(recording("12r5_2026M06.jsonstat2.json")), replace(june_query, response="json-stat2"))
    assert set(one.rows) == set(other.rows)
    assert (one.updated, one.source_label) == (other.updated, other.source_label)


@pytest.mark.skipif("LUOTSI_SHARED" not in os.environ, reason="LUOTSI_SHARED names no folder of source figures")
def test_all_municipalities_as_json_stat_equal_the_recorded_answer(snapshot, june_query):
    path = Path(os.environ["LUOTSI_SHARED"]) / "data/derived/12r5_2026M06_kunnat.jsonstat2.json"
    places = tuple(json.loads(path.read_bytes())["dimension"]["Alue"]["category"]["index"])
    rows = pxweb.read(snapshot(path.read_bytes()), replace(june_query, places=places, response="json-stat2")).rows
    published = {
        (row["key"][0], content): value
        for row in json.loads(GOLDEN.read_bytes())["data"]
        for content, value in zip(june_query.contents, row["values"], strict=True)
    }
    assert len(rows) == 309 * 23
    for row in rows:
        expected = published[row.place_code, row.content_code]
        assert row.cell == (Cell.missing(Gap.HIDDEN) if expected == "..." else Cell.of(expected))


def test_a_yearly_table_with_the_period_first_and_a_dated_region_is_read(snapshot, recording, june_query):
    body = recording("12bs_2025.json")
    contents = tuple(column["code"] for column in json.loads(body)["columns"] if column["type"] == "c")
    query = replace(
        june_query,
        place_variable="alue_23_20260101",
        time_variable="timeperiod_y",
        places=("SSS", "KU035", "KU046", "KU062"),
        periods=("2025",),
        contents=contents,
    )
    cells = {row[:3]: row.cell for row in pxweb.read(snapshot(body), query).rows}
    year = Period.parse("2025")
    assert cells["KU046", "vaesto_15_", year] == Cell.of(1123)
    assert cells["KU035", "kaste4", year] == Cell.missing(Gap.NOT_APPLICABLE)


def test_a_fixed_variable_stands_in_the_answer_with_its_one_value(snapshot, recording, june_query):
    query = replace(june_query, contents=("TYOTTOMATLOPUSSA", "AVPAIKATLOPUSSA"), fixed=(("Ammattiryhmä", "2513"),))
    body = recording("12ti_2026M06.json")
    cells = {row[:2]: row.cell for row in pxweb.read(snapshot(body), query).rows}
    assert cells["SSS", "TYOTTOMATLOPUSSA"] == Cell.of(712)
    assert cells["SSS", "AVPAIKATLOPUSSA"] == Cell.missing(Gap.HIDDEN)
    assert refused(snapshot(body), replace(query, fixed=())) is ReadReason.CHANGED_DIMENSION
    other = replace(query, fixed=(("Ammattiryhmä", "2514"),))
    assert refused(snapshot(body), other) is ReadReason.CHANGED_DIMENSION


def test_an_answer_without_places_is_refused(snapshot, recording, june_query):
    assert refused(snapshot(recording("135z_2026M06.json")), june_query) is ReadReason.CHANGED_DIMENSION


def test_rows_in_another_order_give_the_same_cells(snapshot, recording, june_query):
    body = recording("12r5_2026M06.json")
    turned = changed(body, lambda content: content["data"].reverse())
    assert set(pxweb.read(snapshot(turned), june_query).rows) == set(pxweb.read(snapshot(body), june_query).rows)


CHANGES = {
    "a renamed dimension": (lambda c: c["columns"][0].update(code="alue_23_20270101"), ReadReason.CHANGED_DIMENSION),
    "a renamed content": (lambda c: c["columns"][3].update(code="TYOTTOMAT"), ReadReason.UNKNOWN_CONTENT),
    "a place less": (lambda c: c["data"].pop(), ReadReason.UNKNOWN_PLACE),
    "a place more": (
        lambda c: c["data"].append(c["data"][0] | {"key": ["KU999", "2026M06"]}),
        ReadReason.UNKNOWN_PLACE,
    ),
    "a row twice": (lambda c: c["data"].append(c["data"][0]), ReadReason.DIFFERENT_SIZE),
    "a month more": (
        lambda c: c["data"].append(c["data"][0] | {"key": ["SSS", "2026M07"]}),
        ReadReason.DIFFERENT_SIZE,
    ),
    "another month": (
        lambda c: [row["key"].__setitem__(1, "2026M05") for row in c["data"]],
        ReadReason.CHANGED_DIMENSION,
    ),
    "no rows": (lambda c: c["data"].clear(), ReadReason.UNKNOWN_PLACE),
    "a value less": (lambda c: c["data"][3]["values"].pop(), ReadReason.DIFFERENT_SIZE),
    "a key less": (lambda c: c["data"][3]["key"].pop(), ReadReason.DIFFERENT_SIZE),
    "a number as a number": (lambda c: c["data"][3]["values"].__setitem__(0, 237), ReadReason.WRONG_TYPE),
    "a decimal comma": (lambda c: c["data"][3]["values"].__setitem__(3, "11,9"), ReadReason.UNKNOWN_SYMBOL),
    "an empty value": (lambda c: c["data"][3]["values"].__setitem__(3, ""), ReadReason.UNKNOWN_SYMBOL),
    "a sign nobody knows": (lambda c: c["data"][3]["values"].__setitem__(3, "...."), ReadReason.UNKNOWN_SYMBOL),
    "a number with an exponent": (lambda c: c["data"][3]["values"].__setitem__(3, "1E9"), ReadReason.UNKNOWN_SYMBOL),
    "a number without end": (lambda c: c["data"][3]["values"].__setitem__(3, "9" * 30), ReadReason.WRONG_TYPE),
    "columns as an object": (lambda c: c.update(columns={}), ReadReason.WRONG_TYPE),
    "data left out": (lambda c: c.pop("data"), ReadReason.WRONG_SHAPE),
    "a column without a type": (lambda c: c["columns"][0].pop("type"), ReadReason.WRONG_SHAPE),
    "metadata as text": (lambda c: c.update(metadata=["x"]), ReadReason.WRONG_TYPE),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_json_answer_is_refused_whole(snapshot, recording, june_query, change):
    make, reason = CHANGES[change]
    assert refused(snapshot(changed(recording("12r5_2026M06.json"), make)), june_query) is reason


def test_signs_in_place_of_figures_keep_their_reason_and_a_dash_is_zero(snapshot, recording, june_query):
    def signs(content):
        content["data"][1]["values"][:4] = ["...", "..", ".", "-"]

    rows = pxweb.read(snapshot(changed(recording("12r5_2026M06.json"), signs)), june_query).rows
    assert [row.cell for row in rows if row.place_code == "KU046"][:4] == [
        Cell.missing(Gap.HIDDEN),
        Cell.missing(Gap.MISSING),
        Cell.missing(Gap.NOT_APPLICABLE),
        Cell.of(0),
    ]


def test_a_status_of_pxweb_has_its_own_reason(snapshot, june_query):
    for status, reason in {400: FetchReason.UNKNOWN_TABLE, 403: FetchReason.TOO_MANY_CELLS}.items():
        with pytest.raises(UnableToFetch) as raised:
            pxweb.read(snapshot(b"", status), june_query)
        assert raised.value.reason is reason
        for read in (pxweb.read_config, pxweb.read_metadata):
            with pytest.raises(UnableToFetch):
                read(snapshot(b"", status))


def test_the_limits_are_read_from_the_configuration(snapshot):
    body = b'{"maxValues":120000,"maxCells":120000,"maxCalls":40,"timeWindow":60,"CORS":true}'
    assert pxweb.read_config(snapshot(body)) == LIMITS
    assert pxweb.config_request("https://pxdata.stat.fi/PxWeb/api/v1", "fi").url.endswith("/api/v1/fi/?config")


@pytest.mark.parametrize("body", [b'{"maxCells":120000}', b'{"maxValues":0,"maxCells":1,"maxCalls":1,"timeWindow":1}'])
def test_a_configuration_without_usable_limits_is_refused(snapshot, body):
    with pytest.raises(UnableToRead):
        pxweb.read_config(snapshot(body))


def test_variables_are_found_by_role_whatever_they_are_called(snapshot):
    renamed = [
        variable("alue_23_20260101", ["SSS", "KU046"]),
        variable("contentscode", ["TYOTTOMATLOPUSSA"]),
        variable("Kuukausi", ["2026M05", "2026M06"], time=True),
    ]
    wanted = pxweb.Wanted(("TYOTTOMATLOPUSSA",), ("SSS", "KU046"), since=Period.parse("2026-06"))
    (query,) = pxweb.queries(ADDRESS, metadata(snapshot, renamed), wanted, LIMITS)
    assert (query.place_variable, query.time_variable) == ("alue_23_20260101", "Kuukausi")
    assert query.periods == ("2026M06",)


def test_the_question_is_sent_as_the_interface_documents(snapshot):
    wanted = pxweb.Wanted(("TYOTTOMATLOPUSSA",), ("KU046",), Period.parse("2026-05"), Period.parse("2026-06"))
    (query,) = pxweb.queries(ADDRESS, metadata(snapshot, VARIABLES), wanted, LIMITS)
    assert (query.request.method, query.request.url) == ("POST", f"{ADDRESS.base_url}/fi/StatFin/tyonv/12r5.px")
    assert json.loads(query.request.body or b"") == {
        "query": [
            {"code": "Alue", "selection": {"filter": "item", "values": ["KU046"]}},
            {"code": "timeperiod_m", "selection": {"filter": "item", "values": ["2026M05", "2026M06"]}},
            {"code": "contentscode", "selection": {"filter": "item", "values": ["TYOTTOMATLOPUSSA"]}},
        ],
        "response": {"format": "json-stat2"},
    }
    assert pxweb.metadata_request(ADDRESS).url == query.request.url


def test_the_ending_of_a_table_is_written_once():
    assert pxweb.TableAddress("https://a", "sv", "StatFin/tyonv/12r5.px").url == "https://a/sv/StatFin/tyonv/12r5.px"


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (pxweb.Wanted(("TYOTTOMAT",), ("KU046",), Period.parse("2026-01")), ReadReason.UNKNOWN_CONTENT),
        (pxweb.Wanted(("TYOVOIMATK",), ("KU046", "KU999"), Period.parse("2026-01")), ReadReason.UNKNOWN_PLACE),
        (pxweb.Wanted((), ("KU046",), Period.parse("2026-01")), ReadReason.UNKNOWN_CONTENT),
        (pxweb.Wanted(("TYOVOIMATK",), (), Period.parse("2026-01")), ReadReason.UNKNOWN_PLACE),
        (pxweb.Wanted(("TYOVOIMATK",), ("KU046",), Period.parse("2027-01")), ReadReason.NOTHING_PUBLISHED),
    ],
)
def test_what_the_table_does_not_have_is_refused_before_asking(snapshot, wanted, reason):
    with pytest.raises(UnableToRead) as raised:
        pxweb.queries(ADDRESS, metadata(snapshot, VARIABLES), wanted, LIMITS)
    assert raised.value.reason is reason


def test_a_further_variable_is_left_out_only_where_the_table_gives_its_total(snapshot):
    wanted = pxweb.Wanted(("TYOVOIMATK",), ("KU046",), Period.parse("2026-06"))
    total = metadata(snapshot, [*VARIABLES, variable("Sukupuoli", ["SSS1", "1"], elimination=True)])
    assert pxweb.queries(ADDRESS, total, wanted, LIMITS)[0].fixed == ()
    needed = metadata(snapshot, [*VARIABLES, variable("Sukupuoli", ["SSS1", "1"])])
    with pytest.raises(UnableToRead) as raised:
        pxweb.queries(ADDRESS, needed, wanted, LIMITS)
    assert raised.value.reason is ReadReason.CHANGED_DIMENSION
    fixed = replace(wanted, fixed={"Sukupuoli": "SSS1"})
    assert pxweb.queries(ADDRESS, needed, fixed, LIMITS)[0].fixed == (("Sukupuoli", "SSS1"),)
    for wrong in ({"Sukupuoli": "9"}, {"Ikä": "SSS"}):
        with pytest.raises(UnableToRead):
            pxweb.queries(ADDRESS, total, replace(wanted, fixed=wrong), LIMITS)


@pytest.mark.parametrize("times", [0, 2])
def test_a_table_without_exactly_one_time_variable_is_refused(snapshot, times):
    variables = [
        *(entry for entry in VARIABLES if not entry.get("time")),
        *(variable(f"time{at}", MONTHS, time=True) for at in range(times)),
    ]
    wanted = pxweb.Wanted(("TYOVOIMATK",), ("KU046",), Period.parse("2026-06"))
    with pytest.raises(UnableToRead) as raised:
        pxweb.queries(ADDRESS, metadata(snapshot, variables), wanted, LIMITS)
    assert raised.value.reason is ReadReason.CHANGED_DIMENSION


@pytest.mark.parametrize(
    "entry",
    [
        variable("x", ["a"]) | {"valueTexts": []},
        variable("x", ["a"], time="yes"),
        variable("x", [1]),
        {"code": "x"},
    ],
)
def test_metadata_of_another_shape_is_refused(snapshot, entry):
    with pytest.raises(UnableToRead):
        metadata(snapshot, [entry])


def test_a_question_of_exactly_the_limit_is_asked_at_once_and_one_cell_more_in_two(snapshot):
    table = metadata(snapshot, VARIABLES)
    wanted = pxweb.Wanted(("TYOVOIMATK",), ("SSS", "KU046", "KU681"), Period.parse("2026-03"), Period.parse("2026-06"))
    assert len(pxweb.queries(ADDRESS, table, wanted, replace(LIMITS, max_cells=12))) == 1
    assert len(pxweb.queries(ADDRESS, table, wanted, replace(LIMITS, max_cells=11))) == 2


@given(
    places=st.integers(1, 40),
    months=st.integers(1, 42),
    contents=st.integers(1, 5),
    max_cells=st.integers(1, 3000),
    max_values=st.integers(1, 50),
)
def test_pieces_keep_the_limits_and_make_the_whole_each_cell_once(places, months, contents, max_cells, max_values):
    table = pxweb.Metadata(
        "t",
        (
            pxweb.Variable("p", "p", tuple(f"KU{at:03}" for at in range(places)), (), False, False),
            pxweb.Variable("t", "t", tuple(MONTHS[:months]), (), False, True),
            pxweb.Variable("c", "c", tuple(f"C{at}" for at in range(contents)), (), False, False),
        ),
    )
    wanted = pxweb.Wanted(table.variables[2].values, table.variables[0].values, Period.parse("2023-01"))
    pieces = pxweb.queries(ADDRESS, table, wanted, Limits(max_cells, max_values, 40, 60))
    asked = [(p, t, c) for piece in pieces for p in piece.places for t in piece.periods for c in piece.contents]
    assert len(asked) == len(set(asked)) == places * months * contents
    for piece in pieces:
        assert piece.cells <= max_cells
        assert max(len(piece.places), len(piece.periods), len(piece.contents)) <= max_values
