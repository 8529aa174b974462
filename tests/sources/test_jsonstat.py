import json

import pytest
from jsonstat_validator import validate_jsonstat

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Gap
from luotsi.sources.connectors import jsonstat
from luotsi.sources.types import FetchReason, ReadReason, UnableToFetch, UnableToRead

QUERY = jsonstat.Query("https://example.org/set", contents=("rate",), places=("FI",))


def dataset(**changes):
    """Two places, two quarters, one content; the second figure of the first place is hidden."""
    content = {
        "version": "2.0",
        "class": "dataset",
        "label": "Rate",
        "source": "Somebody",
        "updated": "2026-07-21T05:00:00Z",
        "id": ["geo", "time", "what"],
        "size": [2, 2, 1],
        "role": {"time": ["time"], "geo": ["geo"], "metric": ["what"]},
        "dimension": {
            "geo": {"category": {"index": ["FI", "SE"]}},
            "time": {"category": {"index": {"2026Q2": 1, "2026Q1": 0}}},
            "what": {"category": {"label": {"rate": "Rate, %"}}},
        },
        "value": [10.0, None, 8.5, 0],
        "status": {"1": "..."},
    }
    return json.dumps(content | changes).encode()


def test_the_dataset_of_these_tests_is_valid_json_stat():
    assert validate_jsonstat(json.loads(dataset()))


def test_the_recording_written_as_json_stat_is_valid(recording):
    assert validate_jsonstat(json.loads(recording("12r5_2026M06.jsonstat2.json")))


def test_only_what_is_wanted_is_given_for_every_period(snapshot):
    rows = jsonstat.read(snapshot(dataset()), QUERY).rows
    assert [tuple(row)[:4] for row in rows] == [
        ("FI", "rate", Period.parse("2026-Q1"), Cell.of("10.0")),
        ("FI", "rate", Period.parse("2026-Q2"), Cell.missing(Gap.HIDDEN)),
    ]


def test_a_null_without_a_sign_is_missing_and_zero_is_zero(snapshot):
    query = jsonstat.Query("https://example.org/set", ("rate",), ("SE",))
    rows = jsonstat.read(snapshot(dataset(value=[1, 2, None, 0], status={})), query).rows
    assert [row.cell for row in rows] == [Cell.missing(), Cell.of(0)]


@pytest.mark.parametrize(
    ("sign", "cell"),
    [
        ("...", Cell.missing(Gap.HIDDEN)),
        ("..", Cell.missing(Gap.MISSING)),
        (".", Cell.missing(Gap.NOT_APPLICABLE)),
        ("-", Cell.of(0)),
    ],
)
def test_a_null_has_the_reason_of_its_sign(snapshot, sign, cell):
    assert jsonstat.read(snapshot(dataset(status={"1": sign})), QUERY).rows[1].cell == cell


DIMENSION = json.loads(dataset())["dimension"]
CHANGES = {
    "a value less": ({"value": [1, None, 3]}, ReadReason.DIFFERENT_SIZE),
    "a value more": ({"value": [1, None, 3, 4, 5]}, ReadReason.DIFFERENT_SIZE),
    "values as an object": ({"value": {"0": 1}}, ReadReason.WRONG_TYPE),
    "a value as text": ({"value": [1, None, "3", 4]}, ReadReason.WRONG_TYPE),
    "a value as true": ({"value": [1, None, True, 4]}, ReadReason.WRONG_TYPE),
    "another size": ({"size": [2, 1, 1]}, ReadReason.WRONG_TYPE),
    "a sign nobody knows": ({"status": {"1": "e"}}, ReadReason.UNKNOWN_SYMBOL),
    "a sign beside a figure": ({"status": {"0": "..."}}, ReadReason.WRONG_TYPE),
    "a sign beyond the end": ({"status": {"9": "..."}}, ReadReason.WRONG_TYPE),
    "a sign at no number": ({"status": {"first": "..."}}, ReadReason.WRONG_TYPE),
    "statuses as a list": ({"status": ["..."]}, ReadReason.WRONG_TYPE),
    "no time": ({"role": {}}, ReadReason.CHANGED_DIMENSION),
    "version 1": ({"version": "1.0"}, ReadReason.WRONG_SHAPE),
    "a collection": ({"class": "collection"}, ReadReason.WRONG_SHAPE),
    "a code twice": ({"dimension": DIMENSION | {"geo": {"category": {"index": ["FI", "FI"]}}}}, ReadReason.WRONG_TYPE),
    "an index with a hole": (
        {"dimension": DIMENSION | {"geo": {"category": {"index": {"FI": 0, "SE": 2}}}}},
        ReadReason.WRONG_TYPE,
    ),
    "a dimension left out": ({"dimension": {"geo": DIMENSION["geo"]}}, ReadReason.WRONG_SHAPE),
    "no index for two": (
        {"dimension": DIMENSION | {"geo": {"category": {"label": {"FI": "", "SE": ""}}}}},
        ReadReason.WRONG_SHAPE,
    ),
    "a week as a period": (
        {"dimension": DIMENSION | {"time": {"category": {"index": ["2026W01", "2026W02"]}}}},
        ReadReason.UNKNOWN_PERIOD,
    ),
    "a thirteenth month": (
        {"dimension": DIMENSION | {"time": {"category": {"index": ["2026M12", "2026M13"]}}}},
        ReadReason.UNKNOWN_PERIOD,
    ),
    "another place": (
        {"dimension": DIMENSION | {"geo": {"category": {"index": ["NO", "SE"]}}}},
        ReadReason.UNKNOWN_PLACE,
    ),
    "another content": (
        {"dimension": DIMENSION | {"what": {"category": {"index": ["share"]}}}},
        ReadReason.UNKNOWN_CONTENT,
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_dataset_is_refused_whole(snapshot, change):
    changes, reason = CHANGES[change]
    with pytest.raises(UnableToRead) as raised:
        jsonstat.read(snapshot(dataset(**changes)), QUERY)
    assert raised.value.reason is reason


def test_a_further_dimension_of_several_values_is_refused_and_of_one_value_let_be(snapshot):
    def with_sex(*codes):
        return dataset(
            id=["sex", "geo", "time", "what"],
            size=[len(codes), 2, 2, 1],
            dimension=DIMENSION | {"sex": {"category": {"index": list(codes)}}},
            value=[1] * 4 * len(codes),
            status={},
        )

    assert len(jsonstat.read(snapshot(with_sex("T")), QUERY).rows) == 2
    with pytest.raises(UnableToRead) as raised:
        jsonstat.read(snapshot(with_sex("M", "F")), QUERY)
    assert raised.value.reason is ReadReason.CHANGED_DIMENSION


@pytest.mark.parametrize("status", [401, 403])
def test_an_address_that_is_closed_to_us_says_so(snapshot, status):
    with pytest.raises(UnableToFetch) as raised:
        jsonstat.read(snapshot(dataset(), status), QUERY)
    assert raised.value.reason is FetchReason.FORBIDDEN
