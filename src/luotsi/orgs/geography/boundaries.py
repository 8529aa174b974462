"""The borders of municipalities as outlines that a chart can draw; how they are made from shapes is `topology`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from luotsi.figures.charts.specs import Outline
from luotsi.orgs.geography.topology import Line, walked


class BadBoundaries(ValueError):
    """A file of borders cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The municipalities' outlines by three-digit code; `drawn` is the division that the lines were drawn of."""

    year: int
    drawn: int
    source: str
    licence: str
    outlines: Mapping[str, Outline]


def boundaries(own: Path | None = None) -> Boundaries:
    """Return the borders that the installation fetched into the file, else those of the package.

    :raises BadBoundaries: when the installation's own file cannot be read
    """
    if own is None or not own.is_file():
        return _packaged()
    return _own(own, own.stat().st_mtime_ns)


def read(content: bytes) -> Boundaries:
    """Return the borders of a file as `topology` writes it.

    :raises BadBoundaries: when it is none
    """
    try:
        found = json.loads(content)
        lines = [_absolute(steps) for steps in found["arcs"]]
        shapes = found["objects"]["municipalities"]["geometries"]
        outlines = {shape["id"]: _outline(shape, lines) for shape in shapes}
        return Boundaries(found["year"], found["drawn"], found["source"], found["licence"], outlines)
    except (ValueError, LookupError, TypeError) as fault:
        raise BadBoundaries(f"the file holds no borders that can be drawn ({fault})") from fault


@cache
def _packaged() -> Boundaries:
    return read(files(__package__).joinpath("boundaries.json").read_bytes())


@cache
def _own(path: Path, _changed: int) -> Boundaries:
    return read(path.read_bytes())


def _absolute(steps: list[list[int]]) -> Line:
    x = y = 0
    line = []
    for across, down in steps:
        x, y = x + across, y + down
        line.append((x, y))
    return line


def _outline(shape: Mapping[str, Any], lines: list[Line]) -> Outline:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [walked(ring, lines) for rings in polygons for ring in rings]
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    x, y = shape["properties"]["label"]
    return Outline(
        "".join(_path(ring) for ring in rings),
        (min(xs), min(ys), max(xs), max(ys)),
        (x, y),
        shape["properties"]["room"],
    )


def _path(ring: Line) -> str:
    """Return the ring in steps from corner to corner, which is the shortest way to write it."""
    steps = "".join(f" {b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(ring[:-1]))
    return f"M{ring[0][0]} {ring[0][1]}l{steps[1:]}z".replace(" -", "-")
