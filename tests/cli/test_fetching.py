"""A fetch from a real server of one's own: the answer kept, the figures stored, the areas summed, statuses judged."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from luotsi.core.periods import Period
from luotsi.indicators import statfin
from luotsi.indicators.models import Observation, Run, Status
from luotsi.orgs.models import Subject
from luotsi.sources.connectors.pxweb import TableAddress, Wanted
from luotsi.sources.models import FetchAttempt, StoredSnapshot
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import Outcome, UnableToFetch, UnableToRead
from tests.cast import adopt
from tests.cast import current as current_of
from tests.sources.conftest import RECORDINGS
from tests.sources.loopback import Server

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
CONFIG = b'{"maxValues":120000,"maxCells":120000,"maxCalls":40,"timeWindow":60,"CORS":true}'


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def answer(cast):
    """The recorded answer of June 2026, cut to the contents that the catalogue has."""
    full = json.loads((RECORDINGS / "12r5_2026M06.jsonstat2.json").read_text("utf-8"))
    wanted = set(statfin.wanted(None, at=AT).contents)
    index = full["dimension"]["contentscode"]["category"]["index"]
    kept = [code for code in index if code in wanted]
    assert full["id"][-1] == "contentscode"
    columns = len(index)
    places = [position for position, code in enumerate(index) if code in wanted]
    cells = [row * columns + column for row in range(len(full["value"]) // columns) for column in places]
    status = full.get("status") or {}
    full["status"] = {str(new): status[str(old)] for new, old in enumerate(cells) if str(old) in status}
    full["value"] = [full["value"][cell] for cell in cells]
    full["dimension"]["contentscode"]["category"] = {
        "index": {code: position for position, code in enumerate(kept)},
        "label": {code: code for code in kept},
    }
    full["size"][-1] = len(kept)
    return full


@pytest.fixture
def wanted(answer):
    dimension = answer["dimension"]
    place = next(code for code in answer["id"] if code.startswith(("Alue", "alue")))
    return Wanted(
        contents=tuple(dimension["contentscode"]["category"]["index"]),
        places=tuple(dimension[place]["category"]["index"]),
        since=Period.parse("2026-06"),
    )


def serve(server, answer):
    values = {code: list(answer["dimension"][code]["category"]["index"]) for code in answer["id"]}
    variables = [{"code": code, "text": code, "values": codes, "valueTexts": codes} for code, codes in values.items()]
    for variable in variables:
        variable["time"] = variable["code"] == "timeperiod_m"
    table = json.dumps({"title": "12r5", "variables": variables}).encode()
    server.answers = [(200, {}, CONFIG), (200, {}, table), (200, {}, json.dumps(answer).encode())]


def fetch(server, wanted, at=AT):
    way = Outbound(frozenset({"127.0.0.1"}), allow_loopback_http=True, sleep=lambda _seconds: None)
    address = TableAddress(f"{server.url}/PxWeb/api/v1", "fi", "StatFin/tyonv/12r5")
    return statfin.fetch(way, address, wanted, at=at)


def current(key, code, period="2026-06"):
    return current_of(key, code)[code, period]


def test_an_answer_becomes_values_areas_and_statuses(server, answer, wanted, cast):
    adopt(cast.area_a, "unemployment-rate")
    serve(server, answer)
    run = fetch(server, wanted)
    assert run.rows_written > 0
    assert current("unemployed", "SSS").value == 352001
    assert current("unemployment-rate", "SSS").value == Decimal("12.8")
    assert StoredSnapshot.objects.get().sha256 == run.snapshot_sha256
    parts = [current("unemployed", code).value for code in ("KU046", "KU681", "KU740", "KU768")]
    assert current("unemployed", "TA36").value == sum(parts)
    assert Status.objects.filter(subject=Subject.objects.get(code="TA36")).exists()


def test_the_same_answer_again_stores_no_value_twice(server, answer, wanted):
    serve(server, answer)
    fetch(server, wanted)
    before = Observation.objects.count()
    serve(server, answer)
    again = fetch(server, wanted, at=datetime(2026, 11, 2, 8, tzinfo=UTC))
    assert again.rows_written == 0
    assert Observation.objects.count() == before


def test_a_refusal_changes_nothing_and_keeps_the_old_values(server, answer, wanted):
    serve(server, answer)
    fetch(server, wanted)
    before = Observation.objects.count(), Run.objects.count(), StoredSnapshot.objects.count()
    server.answers = [(200, {}, CONFIG), (403, {}, b"")]
    with pytest.raises(UnableToFetch):
        fetch(server, wanted, at=AT + timedelta(hours=1))
    serve(server, answer)
    server.answers[-1] = (200, {}, server.answers[-1][2][:200])
    with pytest.raises(UnableToRead):
        fetch(server, wanted, at=AT + timedelta(hours=2))
    assert (Observation.objects.count(), Run.objects.count(), StoredSnapshot.objects.count()) == before
    assert current("unemployed", "SSS").value == 352001
    outcomes = FetchAttempt.objects.order_by("started_at").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.CHANGED, Outcome.FAILED, Outcome.FAILED]
