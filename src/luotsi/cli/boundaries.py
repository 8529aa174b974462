"""Fetching the municipalities' borders of the year, for the maps of this installation."""

from datetime import datetime
from pathlib import Path

import click

from luotsi.cli.outcomes import SourceUnavailable
from luotsi.orgs import geography
from luotsi.orgs.geography.boundaries import read
from luotsi.orgs.geography.shapes import read_shapes
from luotsi.orgs.geography.topology import UnusableShapes, compose, written

HOST = "geo.stat.fi"
SOURCE_KEY = "boundaries"
_GRID_METRES = 100
_TOLERANCE = 30.0  # squares of the grid: a bend of 30 hectares is not seen on a page
_QUESTION = (
    "/geoserver/tilastointialueet/wfs?service=WFS&version=2.0.0&request=GetFeature"
    "&typeName=tilastointialueet:kunta4500k_{year}&outputFormat=application/json&srsName=EPSG:3067"
)


def fetch_boundaries(*, at: datetime, dry_run: bool, base: str = f"https://{HOST}") -> None:
    """Ask for the year's borders, keep the answer, and let the maps draw them; the old ones stand where it fails."""
    from django.conf import settings

    from luotsi.sources.operations import keep_snapshot
    from luotsi.sources.outbound import Outbound
    from luotsi.sources.types import Request, UnableToFetch

    address = base + _QUESTION.format(year=at.year)
    if dry_run:
        click.echo(f"Asks {address}")
        return
    click.echo("Asking Statistics Finland for the borders of the municipalities.")
    way = Outbound(hosts=frozenset(settings.SOURCE_HOSTS), allow_loopback_http=True)
    try:
        snapshot = way.fetch(Request("GET", address), at=at)
    except UnableToFetch as fault:
        raise SourceUnavailable(f"Nothing was fetched. {fault}") from fault
    keep_snapshot(source_key=SOURCE_KEY, snapshot=snapshot, at=at)
    if snapshot.status != 200:
        raise SourceUnavailable(f"Nothing was fetched. The source answered {snapshot.status}.")
    try:
        content = _made(snapshot.body, at)
    except UnusableShapes as fault:
        raise SourceUnavailable(f"The old borders stand. {str(fault)[:1].upper()}{str(fault)[1:]}.") from fault
    _replace(Path(settings.BOUNDARIES_FILE), content)
    click.echo(f"The maps now draw the borders of {at.year} ({len(content) // 1024} kB).")


def _made(body: bytes, at: datetime) -> bytes:
    """Return the file of borders that the answer holds, read once more as the maps will read it."""
    expected = [one.code for one in geography.municipalities(at.date())]
    shapes = read_shapes(body, code_property="kunta", expected=expected)
    successors = {one.code: one.successor for one in geography.municipalities_ever() if one.successor}
    about = {"year": at.year, "drawn": at.year, "source": "Tilastokeskus", "licence": "CC BY 4.0"}
    borders = compose(shapes, successors=successors, grid_metres=_GRID_METRES, tolerance=_TOLERANCE)
    content = written({**about, **borders})
    read(content)
    return content


def _replace(path: Path, content: bytes) -> None:
    """Put the file in place at once, so that no page reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(path)
