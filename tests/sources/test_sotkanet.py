import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.indicators.catalogue import entries
from luotsi.sources.asking import Indicator, ask_sotkanet
from luotsi.sources.connectors import sotkanet
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import ReadReason, UnableToRead
from tests.sources import cases

TITLE = "Pitkäaikaistyöttömät, % työvoimasta"
AT = datetime(2026, 11, 1, tzinfo=UTC)
REGIONS = {"SSS": 658, "KU046": 18, "KU740": 344, "KU768": 361}
QUERY = sotkanet.Query("https://example.org/rest/1.1", 3562, ("SSS", "KU046"), (2023, 2024), REGIONS)
ROW = {"indicator": 3562, "region": 18, "year": 2023, "gender": "total", "value": 2}


def refused(snapshot, rows, query=QUERY):
    with pytest.raises(UnableToRead) as raised:
        sotkanet.read(snapshot(json.dumps(rows).encode()), query)
    return raised.value.reason


def test_places_are_joined_by_their_code_among_municipalities_and_not_by_sotkanets_own_ids(snapshot):
    found = sotkanet.read_regions(snapshot(cases.recording("sotkanet_regions.json")))
    assert {place: found[place] for place in REGIONS} == REGIONS
    assert found["KU091"] == 46  # Sotkanet's own number of Helsinki, not Enonkoski's code
    assert len(found) == 320 + 1


def test_another_country_is_not_taken_for_finland(snapshot):
    regions = json.loads(cases.recording("sotkanet_regions.json"))
    (finland,) = [one for one in regions if one["category"] == "MAA"]
    finland["id"] = 7
    assert "SSS" not in sotkanet.read_regions(snapshot(json.dumps(regions).encode()))


@pytest.mark.parametrize("code", ["46", "KU046", ""])
def test_a_municipality_with_a_code_of_another_form_is_refused(snapshot, code):
    body = json.dumps([{"id": 1, "code": code, "category": "KUNTA"}]).encode()
    with pytest.raises(UnableToRead):
        sotkanet.read_regions(snapshot(body))


def test_a_municipality_twice_among_the_regions_is_refused(snapshot):
    body = json.dumps([{"id": at, "code": "046", "category": "KUNTA"} for at in (1, 2)]).encode()
    with pytest.raises(UnableToRead) as raised:
        sotkanet.read_regions(snapshot(body))
    assert raised.value.reason is ReadReason.TWO_FIGURES


def test_the_question_names_every_year_and_both_sexes_together():
    assert QUERY.request.url == "https://example.org/rest/1.1/json?indicator=3562&years=2023&years=2024&genders=total"


def test_rows_that_are_not_there_and_nulls_are_missing_and_zero_is_zero(snapshot):
    query = replace(QUERY, places=("KU740", "KU046", "KU768"))
    body = [ROW | {"region": 344, "value": 0}, ROW | {"absValue": 9}, ROW | {"year": 2024, "value": None}]
    rows = sotkanet.read(snapshot(json.dumps(body).encode()), query).rows
    found = {(row.place_code, row.period.name): row.cell for row in rows}
    assert found == {
        ("KU740", "2023"): Cell.of(0),
        ("KU740", "2024"): Cell.missing(),
        ("KU046", "2023"): Cell.of(2),
        ("KU046", "2024"): Cell.missing(),
        ("KU768", "2023"): Cell.missing(),
        ("KU768", "2024"): Cell.missing(),
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"indicator": 181}, ReadReason.UNKNOWN_CONTENT),
        ({"gender": "male"}, ReadReason.CHANGED_DIMENSION),
        ({"year": 2022}, ReadReason.CHANGED_DIMENSION),
        ({"value": "2,5"}, ReadReason.WRONG_TYPE),
        ({"value": True}, ReadReason.WRONG_TYPE),
        ({"region": "901"}, ReadReason.WRONG_TYPE),
    ],
)
def test_a_row_that_was_not_asked_for_refuses_the_answer(snapshot, change, reason):
    assert refused(snapshot, [ROW | change]) is reason


def test_two_figures_for_a_place_and_year_refuse_the_answer(snapshot):
    assert refused(snapshot, [ROW, ROW]) is ReadReason.TWO_FIGURES


def test_an_empty_list_means_that_nothing_is_published(snapshot):
    assert refused(snapshot, []) is ReadReason.NOTHING_PUBLISHED


@pytest.mark.parametrize("rows", [{}, {"error": "x"}, [[]], [{}]])
def test_an_answer_of_another_shape_is_refused(snapshot, rows):
    assert refused(snapshot, rows) in {ReadReason.WRONG_TYPE, ReadReason.WRONG_SHAPE}


@pytest.mark.parametrize("places", [(), ("KU091",)])
def test_a_place_that_sotkanet_does_not_have_is_refused(snapshot, places):
    assert refused(snapshot, [ROW], replace(QUERY, places=places)) is ReadReason.UNKNOWN_PLACE


def indicator(title=TITLE, number=3562):
    return json.dumps({"id": number, "title": {"fi": title, "en": "Long-term unemployed"}}).encode()


def test_titles_are_read_and_a_language_that_is_not_there_is_empty(snapshot):
    assert sotkanet.read_title(snapshot(indicator()), 3562) == Text(TITLE, "", "Long-term unemployed")
    with pytest.raises(UnableToRead):
        sotkanet.read_title(snapshot(indicator(number=181)), 3562)


def recorded_titles(snapshot):
    told = json.loads(cases.recording("sotkanet_indicators.json"))
    return {one["id"]: sotkanet.read_title(snapshot(json.dumps(one).encode()), one["id"]) for one in told}


def test_titles_are_read_as_recorded(snapshot):
    found = recorded_titles(snapshot)
    assert found[3562] == Text(
        TITLE, "Långtidsarbetslösa, % av arbetskraften", "The long-term unemployed, as % of labour force"
    )
    assert found[180].fi == "Koulutustasomittain"


def test_every_indicator_in_the_catalogue_is_the_one_that_sotkanet_calls_by_its_name(snapshot):
    told = recorded_titles(snapshot)
    named = [one for one in entries() if one.source_table == "sotkanet"]
    assert named
    for one in named:
        title = told[int(one.source_content)].fi.replace(" - ", "–")
        assert one.name.fi.split(",")[0] == title.split(",")[0]
        assert one.source_url.endswith(f"indicator={one.source_content}")


def ask(server, *answers):
    server.answers = [(200, {}, body) for body in answers]
    door = Outbound(frozenset({"127.0.0.1"}), allow_loopback_http=True, sleep=lambda _seconds: None)
    wanted = Indicator(f"{server.url}/rest/1.1", 3562, TITLE)
    return ask_sotkanet(door, wanted, ("SSS", "KU046"), (2023, 2024), at=AT)


def test_title_regions_and_figures_are_asked_in_turn_by_a_named_agent(server):
    asked = ask(server, indicator(), cases.recording("sotkanet_regions.json"), json.dumps([ROW]).encode())
    assert asked.answer.rows[0][:3] == ("SSS", "3562", Period.parse("2023"))
    assert [path for _method, path, *_rest in server.asked][:2] == ["/rest/1.1/indicators/3562", "/rest/1.1/regions"]
    assert all(agent.startswith("luotsi/") for *_rest, agent in server.asked)


def test_an_indicator_by_another_title_is_not_asked_for_figures(server):
    with pytest.raises(UnableToRead) as raised:
        ask(server, indicator("Työttömät, % työvoimasta"))
    assert raised.value.reason is ReadReason.OTHER_TITLE
    assert len(server.asked) == 1
