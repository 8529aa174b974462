"""Shapes of municipalities as a map service gives them (GeoJSON, ETRS-TM35FIN); what is made of them is `topology`."""

import json
from collections.abc import Iterable
from typing import Any

from luotsi.orgs.geography.topology import Position, UnusableShapes

Shape = tuple[str, list[list[Position]]]
_WEST, _EAST, _SOUTH, _NORTH = -100_000, 1_000_000, 6_000_000, 8_500_000  # metres; Finland lies well within


def read_shapes(content: bytes, *, code_property: str, expected: Iterable[str]) -> list[Shape]:
    """Return code and rings of each polygon of a feature collection.

    :raises UnusableShapes: when it is none, is in other coordinates, or lacks a municipality that is expected
    """
    try:
        features = json.loads(content)["features"]
        found = [shape for feature in features for shape in _polygons(feature, code_property)]
    except (ValueError, LookupError, TypeError) as fault:
        raise UnusableShapes(f"the answer is no collection of shapes ({fault})") from fault
    for _code, rings in found:
        for x, y in (corner for ring in rings for corner in ring):
            if not (_WEST < x < _EAST and _SOUTH < y < _NORTH):
                raise UnusableShapes(f"the corner {x:g}, {y:g} is not in Finland in metres (ETRS-TM35FIN)")
    missing = sorted(set(expected) - {code for code, _rings in found})
    if missing:
        told = ", ".join(missing[:5]) + (" ..." if len(missing) > 5 else "")
        raise UnusableShapes(f"{len(missing)} municipalities are missing: {told}")
    return found


def _polygons(feature: dict[str, Any], code_property: str) -> list[Shape]:
    code, geometry = str(feature["properties"][code_property]).zfill(3), feature["geometry"]
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind not in {"Polygon", "MultiPolygon"}:
        raise UnusableShapes(f"municipality {code} is drawn as {kind}")
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    return [(code, [[(float(x), float(y)) for x, y, *_height in ring] for ring in rings]) for rings in polygons]
