"""Borders from a real server of one's own: kept, checked, drawn; whatever is wrong with them, the old ones stand."""

import json
from datetime import UTC, datetime

import pytest

from luotsi.cli.boundaries import fetch_boundaries
from luotsi.cli.outcomes import SourceUnavailable
from luotsi.orgs import geography
from luotsi.orgs.geography.boundaries import boundaries
from luotsi.sources.models import StoredSnapshot
from tests.sources.loopback import Server

AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
CODES = [one.code for one in geography.municipalities(AT.date())]


def square(index, kind="Polygon"):
    west, south = 100_000 + index % 20 * 10_000, 6_700_000 + index // 20 * 10_000
    ring = [
        [west, south],
        [west + 10_000, south],
        [west + 10_000, south + 10_000],
        [west, south + 10_000],
        [west, south],
    ]
    return {"type": kind, "coordinates": [ring] if kind == "Polygon" else [[ring]]}


def answer(codes=CODES, **rest):
    features = [
        {"type": "Feature", "properties": {"kunta": code, "nimi": "K"}, "geometry": square(index)} | rest
        for index, code in enumerate(codes)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.fixture
def server(settings, tmp_path):
    settings.SOURCE_HOSTS = ["127.0.0.1"]
    settings.BOUNDARIES_FILE = tmp_path / "new" / "boundaries.json"
    running = Server()
    yield running
    running.stop()


@pytest.mark.django_db
def test_the_years_borders_are_kept_as_they_came_and_drawn_from_then_on(server, settings):
    server.answers = [(200, {}, answer())]
    fetch_boundaries(at=AT, dry_run=False, base=server.url)
    found = boundaries(settings.BOUNDARIES_FILE)
    assert set(found.outlines) == set(CODES)
    assert (found.year, found.drawn, found.source, found.licence) == (2026, 2026, "Tilastokeskus", "CC BY 4.0")
    assert bytes(StoredSnapshot.objects.get(source_key="boundaries").body) == answer()
    assert "kunta4500k_2026" in server.asked[0][1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (500, b"", "answered 500"),
        (200, b"<ows:ExceptionReport/>", "no collection of shapes"),
        (200, b'{"features": [{"properties": {}}]}', "no collection of shapes"),
        (200, answer(CODES[:-2]), "2 municipalities are missing"),
        (200, answer(geometry={"type": "Point", "coordinates": [1, 2]}), "drawn as Point"),
        (200, answer(geometry={"type": "Polygon", "coordinates": [[[25.1, 62.0], [26, 62], [25, 63]]]}), "in metres"),
    ],
)
def test_an_answer_that_cannot_be_drawn_leaves_the_old_borders(server, settings, status, body, told):
    server.answers = [(200, {}, answer())]
    fetch_boundaries(at=AT, dry_run=False, base=server.url)
    before = settings.BOUNDARIES_FILE.read_bytes()
    server.answers = [(status, {}, body)]
    with pytest.raises(SourceUnavailable, match=told):
        fetch_boundaries(at=AT, dry_run=False, base=server.url)
    assert settings.BOUNDARIES_FILE.read_bytes() == before
    assert not settings.BOUNDARIES_FILE.with_suffix(".part").exists()


@pytest.mark.django_db
def test_a_host_that_the_installation_does_not_name_is_not_asked(server, settings):
    settings.SOURCE_HOSTS = ["pxdata.stat.fi"]
    with pytest.raises(SourceUnavailable, match="Nothing was fetched"):
        fetch_boundaries(at=AT, dry_run=False, base=server.url)
    assert server.asked == []


def test_a_dry_run_asks_nothing(server, capsys):
    fetch_boundaries(at=AT, dry_run=True, base=server.url)
    assert server.asked == []
    assert "kunta4500k_2026" in capsys.readouterr().out
