import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from jsonstat_validator import validate_jsonstat

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Gap
from luotsi.sources.asking import ask_pxweb2
from luotsi.sources.connectors import pxweb2
from luotsi.sources.formats import jsonstat2
from luotsi.sources.formats.tables import answer
from luotsi.sources.outbound import Outbound
from luotsi.sources.selections import Wanted
from luotsi.sources.types import FetchReason, Limits, ReadReason, Rows, UnableToFetch, UnableToRead
from tests.sources import cases

ADDRESS = pxweb2.TableAddress("https://example.org/api/v2", "fi", "12r5")
LIMITS = Limits(10_000, 10_000, 30, 60)
WANTED = Wanted(("TYOTTOMATLOPUSSA",), ("SSS", "KU046"), since=Period.parse("2026-05"))
CONFIG = {"maxDataCells": 10_000, "maxCallsPerTimeWindow": 30, "timeWindow": 10}


def problem(title, status):
    return json.dumps({"type": "about:blank", "title": title, "status": status}).encode()


@pytest.fixture
def metadata(snapshot):
    return pxweb2.read_metadata(snapshot(cases.recording("pxweb2_metadata.json")))


def test_variables_their_names_and_their_totals_are_read(metadata):
    by_code = {variable.code: variable for variable in metadata.variables}
    assert metadata.title == "Työttömät kuukauden lopussa"
    assert by_code["Alue"].value_texts[1] == "Enonkoski"
    assert [code for code, variable in by_code.items() if variable.eliminable] == ["Alue", "Sukupuoli"]
    assert [code for code, variable in by_code.items() if variable.is_time] == ["Kuukausi"]


def test_the_question_is_sent_as_the_interface_documents(metadata):
    (query,) = pxweb2.queries(ADDRESS, metadata, WANTED, LIMITS)
    assert query.request.method == "GET"
    assert query.request.url == (
        "https://example.org/api/v2/tables/12r5/data?lang=fi&outputFormat=json-stat2"
        "&valuecodes[Alue]=SSS,KU046&valuecodes[Kuukausi]=2026M05,2026M06&valuecodes[Tiedot]=TYOTTOMATLOPUSSA"
    )


def test_a_question_too_long_for_an_address_or_with_a_comma_in_a_code_is_posted(metadata):
    (query,) = pxweb2.queries(ADDRESS, metadata, WANTED, LIMITS)
    at_limit = (1800 - len(query.request.url)) // 6
    longer = replace(query, places=query.places + tuple(f"KU{at:03}" for at in range(at_limit)))
    assert longer.request.method == "GET"
    for asked in (replace(longer, places=(*longer.places, "KU998")), replace(query, places=("a,b",))):
        request = asked.request
        assert (request.method, request.url) == ("POST", f"{ADDRESS.url}/data?lang=fi&outputFormat=json-stat2")
        assert json.loads(request.body or b"")["selection"][0] == {
            "variableCode": "Alue",
            "valueCodes": list(asked.places),
        }


def test_letters_beyond_ascii_are_encoded(metadata):
    (query,) = pxweb2.queries(ADDRESS, metadata, WANTED, LIMITS)
    assert "valuecodes[Ik%C3%A4]=0%2B" in replace(query, place_variable="Ikä", places=("0+",)).request.url


def test_large_questions_are_split_within_the_limits(metadata):
    pieces = pxweb2.queries(ADDRESS, metadata, WANTED, replace(LIMITS, max_cells=2))
    assert [piece.cells for piece in pieces] == [2, 2]
    assert all(isinstance(piece, pxweb2.Query) for piece in pieces)


def test_a_further_variable_without_a_total_must_be_fixed(snapshot):
    content = json.loads(cases.recording("pxweb2_metadata.json"))
    content["dimension"]["Sukupuoli"]["extension"]["elimination"] = False
    metadata = pxweb2.read_metadata(snapshot(json.dumps(content).encode()))
    with pytest.raises(UnableToRead) as raised:
        pxweb2.queries(ADDRESS, metadata, WANTED, LIMITS)
    assert raised.value.reason is ReadReason.CHANGED_DIMENSION
    (query,) = pxweb2.queries(ADDRESS, metadata, replace(WANTED, fixed={"Sukupuoli": "SSS1"}), LIMITS)
    assert "valuecodes[Sukupuoli]=SSS1" in query.request.url


def test_limits_are_read_and_a_limit_of_zero_means_that_none_was_said(snapshot):
    assert pxweb2.read_config(snapshot(json.dumps(CONFIG).encode())) == Limits(10_000, 10_000, 30, 10)
    unsaid = CONFIG | {"maxCallsPerTimeWindow": 0, "timeWindow": 0}
    assert pxweb2.read_config(snapshot(json.dumps(unsaid).encode())) == Limits(10_000, 10_000, 30, 60)
    with pytest.raises(UnableToRead):
        pxweb2.read_config(snapshot(json.dumps(CONFIG | {"maxDataCells": 0}).encode()))


def test_the_limits_of_sweden_and_of_norway_are_read_as_recorded(snapshot):
    assert pxweb2.read_config(snapshot(cases.recording("scb_config.json"))) == Limits(150_000, 150_000, 3, 1)
    assert pxweb2.read_config(snapshot(cases.recording("ssb_config.json"))) == Limits(800_000, 800_000, 30, 60)


def test_the_list_of_tables_is_read_page_by_page(snapshot):
    page = pxweb2.read_tables(snapshot(cases.recording("scb_tables.json")))
    assert (page.page, page.pages, len(page.tables)) == (1, 213, 20)
    first = "Antal pågående anställningar efter anställningstid, kön och sektor. Månad 2015M04-2026M03"
    assert page.tables[0] == pxweb2.TableEntry("TAB4707", first, "2015M04", "2026M03", False)
    assert pxweb2.tables_request("https://a/v2", "sv", "folk mängd").url == (
        "https://a/v2/tables?lang=sv&query=folk%20m%C3%A4ngd&pageNumber=1&pageSize=50"
    )


def test_a_table_of_sweden_is_asked_by_its_recorded_variables(snapshot):
    metadata = pxweb2.read_metadata(snapshot(cases.recording("scb_TAB6471_metadata.json")))
    by_code = {one.code: one for one in metadata.variables}
    assert [(code, len(one.values), one.eliminable, one.is_time) for code, one in by_code.items()] == [
        ("Region", 312, True, False),
        ("Alder", 134, False, False),
        ("Kon", 3, True, False),
        ("ContentsCode", 1, False, False),
        ("Tid", 16, False, True),
    ]
    assert by_code["Region"].value_texts[by_code["Region"].values.index("0180")] == "Stockholm"
    address = pxweb2.TableAddress("https://statistikdatabasen.scb.se/api/v2", "sv", "TAB6471")
    wanted = Wanted(("000007SF",), ("00", "0180"), since=Period.parse("2026-03"), fixed={"Alder": "TotSA"})
    (query,) = pxweb2.queries(address, metadata, wanted, Limits(150_000, 150_000, 3, 1))
    assert query.request.url == (
        "https://statistikdatabasen.scb.se/api/v2/tables/TAB6471/data?lang=sv&outputFormat=json-stat2"
        "&valuecodes[Region]=00,0180&valuecodes[Tid]=2026M03,2026M04&valuecodes[ContentsCode]=000007SF"
        "&valuecodes[Alder]=TotSA"
    )
    with pytest.raises(UnableToRead) as raised:
        pxweb2.queries(address, metadata, replace(wanted, fixed={}), LIMITS)
    assert raised.value.reason is ReadReason.CHANGED_DIMENSION


def test_the_whole_answer_of_sweden_is_read_as_recorded():
    table = jsonstat2.parse(cases.recording("scb_TAB6471_data.json"))
    found = answer(table, place="Region", time="Tid", content="ContentsCode", groups=("Alder", "Kon"))
    assert isinstance(found.rows, Rows)
    lines = {(line.place_code, dict(line.groups)["Alder"], dict(line.groups)["Kon"]): line for line in found.rows.lines}
    assert len(found.rows) == 21 * 11 * 3 * 4
    assert lines["25", "100+10", "2"].cells[3] == Cell.of(54)
    assert lines["09", "90-99", "1"].cells[1] == Cell.of(326)


def test_a_part_of_the_answer_that_was_not_asked_for_refuses_it(snapshot, june_query):
    case = cases.case("pxweb2 scb", june_query)
    whole = cases.recording("scb_TAB6471_data.json")
    with pytest.raises(UnableToRead) as raised:
        pxweb2.read(snapshot(whole), case.query)
    assert raised.value.reason is ReadReason.CHANGED_DIMENSION


def test_a_question_that_norway_does_not_understand_is_refused_as_recorded(snapshot):
    with pytest.raises(UnableToFetch) as raised:
        pxweb2.read_metadata(snapshot(cases.recording("ssb_unknown_variable.json"), 400))
    assert raised.value.reason is FetchReason.UNKNOWN_TABLE


@pytest.mark.parametrize(
    ("status", "title", "reason"),
    [
        (403, "Too many cells selected", FetchReason.TOO_MANY_CELLS),
        (400, "Too many cells selected", FetchReason.TOO_MANY_CELLS),
        (403, "Forbidden", FetchReason.FORBIDDEN),
        (404, "Non-existent table", FetchReason.UNKNOWN_TABLE),
        (404, "", FetchReason.NOT_FOUND),
        (400, "Non-existent value", FetchReason.UNKNOWN_TABLE),
        (429, "Too many requests", FetchReason.TOO_MANY_CALLS),
    ],
)
def test_a_problem_has_the_reason_of_its_title_and_its_status(snapshot, status, title, reason):
    for read in (pxweb2.read_config, pxweb2.read_metadata, pxweb2.read_tables):
        with pytest.raises(UnableToFetch) as raised:
            read(snapshot(problem(title, status), status))
        assert raised.value.reason is reason


def test_signs_of_another_country_are_named_with_the_address_and_an_unknown_one_refuses_the_answer(
    snapshot, june_query
):
    body = cases.recording("12r5_2026M06.jsonstat2.json").replace(b'"..."', b'":"')
    query = pxweb2.Query(address=ADDRESS, **june_query.parts)
    with pytest.raises(UnableToRead) as raised:
        pxweb2.read(snapshot(body), query)
    assert raised.value.reason is ReadReason.UNKNOWN_SYMBOL
    named = replace(query, address=replace(ADDRESS, signs={":": Cell.missing(Gap.HIDDEN)}))
    assert sum(row.cell.gap is Gap.HIDDEN for row in pxweb2.read(snapshot(body), named).rows) == 21


def test_limits_metadata_and_figures_are_asked_in_turn(server, metadata):
    figures = {
        "version": "2.0",
        "class": "dataset",
        "id": ["Alue", "Kuukausi", "Tiedot"],
        "size": [2, 2, 1],
        "role": {"time": ["Kuukausi"], "metric": ["Tiedot"]},
        "dimension": {
            "Alue": {"category": {"index": ["SSS", "KU046"]}},
            "Kuukausi": {"category": {"index": ["2026M05", "2026M06"]}},
            "Tiedot": {"category": {"index": ["TYOTTOMATLOPUSSA"]}},
        },
        "value": [None, 352001, 41, None],
        "status": {"0": "..", "3": "..."},
    }
    assert validate_jsonstat(figures)
    server.answers = [
        (200, {}, json.dumps(CONFIG).encode()),
        (200, {}, cases.recording("pxweb2_metadata.json")),
        (200, {}, json.dumps(figures).encode()),
    ]
    door = Outbound(frozenset({"127.0.0.1"}), allow_loopback_http=True, sleep=lambda _seconds: None)
    address = pxweb2.TableAddress(f"{server.url}/api/v2", "fi", "12r5")
    (asked,) = ask_pxweb2(door, address, WANTED, at=datetime(2026, 11, 1, tzinfo=UTC))
    assert [row.cell for row in asked.answer.rows] == [
        Cell.missing(),
        Cell.of(352001),
        Cell.of(41),
        Cell.missing(Gap.HIDDEN),
    ]
    assert [path.split("?")[0] for _method, path, *_rest in server.asked] == [
        "/api/v2/config",
        "/api/v2/tables/12r5/metadata",
        "/api/v2/tables/12r5/data",
    ]
    assert door.limits == Limits(10_000, 10_000, 30, 10)
