"""Borders as lines that neighbours share, on a grid of whole numbers; what they look like on a page is `boundaries`.

A border between two municipalities is one line in the file, generalised once, so that no gap and no overlap opens
between them. The file is TopoJSON.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

Position = tuple[float, float]
Node = tuple[int, int]
Edges = set[tuple[Node, Node]]
Line = list[Node]
_LABEL_STEPS = 24


class UnusableShapes(ValueError):
    """The shapes cannot be made into borders; the message says why."""


def compose(
    shapes: Iterable[tuple[str, Iterable[Iterable[Position]]]],
    *,
    successors: Mapping[str, str],
    grid_metres: int,
    tolerance: float = 0.0,
) -> dict[str, Any]:
    """Return the shapes as TopoJSON, those of ended municipalities joined to their successors.

    Parameters
    ----------
    shapes : code and rings of each polygon, in metres east and north; a code may come several times
    successors : the present code of a municipality that ended
    grid_metres : the size of a step of the grid
    tolerance : the area, in squares of the grid, below which a corner is left out of a line

    :raises UnusableShapes: when there is nothing to draw
    """
    placed = [(successors.get(code, code), [list(ring) for ring in rings]) for code, rings in shapes]
    corners = [corner for _, rings in placed for ring in rings for corner in ring]
    if not corners:
        raise UnusableShapes("there is no shape among them")
    west, north = min(x for x, _ in corners), max(y for _, y in corners)
    edges: dict[str, Edges] = defaultdict(set)
    for code, rings in placed:
        for index, ring in enumerate(rings):
            nodes = [(round((x - west) / grid_metres), round((north - y) / grid_metres)) for x, y in ring]
            _join(edges[code], _turned(nodes, is_hole=index > 0))
    lines = _lines(edges)
    drawn = [_generalised(line, tolerance) for line in lines]
    return {
        "type": "Topology",
        "transform": {"scale": [grid_metres, -grid_metres], "translate": [round(west), round(north)]},
        "arcs": [[[b[0] - a[0], b[1] - a[1]] for a, b in pairwise([(0, 0), *line])] for line in drawn],
        "objects": {
            "municipalities": {
                "type": "GeometryCollection",
                "geometries": [_geometry(code, _rings(edges[code], lines), drawn) for code in sorted(edges)],
            }
        },
    }


def written(topology: Mapping[str, Any]) -> bytes:
    """Return the file's bytes, the same for the same borders."""
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def walked(ring: Iterable[int], lines: list[Line]) -> Line:
    """Return the corners of a ring; a line walked backwards is ~its number, as TopoJSON has it."""
    corners: Line = []
    for number in ring:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        corners += line[1:] if corners else line
    return corners


def _turned(nodes: Line, *, is_hole: bool) -> Line:
    """Return the ring so turned that its land lies on the same side of every line, whoever wrote it."""
    return nodes[::-1] if (_area(nodes) > 0) == is_hole else nodes


def _area(ring: Line) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _join(edges: Edges, ring: Line) -> None:
    """Add a ring; a line that runs both ways, between joined shapes, is no border and goes."""
    for before, after in pairwise(ring):
        if (after, before) in edges:
            edges.remove((after, before))
        elif before != after:
            edges.add((before, after))


def _lines(edges: Mapping[str, Edges]) -> list[Line]:
    """Return every border once, from junction to junction; an island is a line that ends where it began."""
    beside: dict[Node, set[Node]] = defaultdict(set)
    for found in edges.values():
        for before, after in found:
            beside[before].add(after)
            beside[after].add(before)
    junctions = sorted(node for node, others in beside.items() if len(others) != 2)
    seen: set[frozenset[Node]] = set()
    lines = []
    for start in (*junctions, *sorted(beside)):
        for first in sorted(beside[start]):
            if frozenset((start, first)) not in seen:
                lines.append(_followed(start, first, beside, seen))
    return lines


def _followed(start: Node, first: Node, beside: Mapping[Node, set[Node]], seen: set[frozenset[Node]]) -> Line:
    line = [start, first]
    seen.add(frozenset(line))
    while len(beside[line[-1]]) == 2 and line[-1] != start:
        line.append(next(node for node in sorted(beside[line[-1]]) if node != line[-2]))
        seen.add(frozenset(line[-2:]))
    return line


def _generalised(line: Line, tolerance: float) -> Line:
    """Leave out the corners that change the drawing least, the smallest triangle first; ends and islands stay."""
    line = list(line)
    least = 5 if line[0] == line[-1] else 2
    areas = [abs(_area([*line[at : at + 3], line[at]])) for at in range(len(line) - 2)]
    while len(line) > least and min(areas) < tolerance:
        at = areas.index(min(areas))
        del line[at + 1], areas[at]
        for beside in range(max(at - 1, 0), min(at + 1, len(areas))):
            areas[beside] = abs(_area([*line[beside : beside + 3], line[beside]]))
    return line


def _rings(edges: Edges, lines: list[Line]) -> list[list[int]]:
    """Return the lines around a municipality, ring by ring, in the order in which they are walked."""
    waiting: dict[Node, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if (line[0], line[1]) in edges:
            waiting[line[0]].append(index)
        elif (line[1], line[0]) in edges:
            waiting[line[-1]].append(~index)
    rings = []
    while waiting:
        start = here = min(waiting)
        ring: list[int] = []
        while not ring or here != start:
            ring.append(waiting[here].pop())
            if not waiting[here]:
                del waiting[here]
            here = lines[ring[-1]][-1] if ring[-1] >= 0 else lines[~ring[-1]][0]
        rings.append(ring)
    return rings


def _geometry(code: str, rings: list[list[int]], lines: list[Line]) -> dict[str, Any]:
    """Return a municipality with its rings, holes beside the land around them, and a place for its label."""
    corners = [walked(ring, lines) for ring in rings]
    land = [index for index, ring in enumerate(corners) if _area(ring) > 0]
    polygons = {index: [rings[index]] for index in land}
    for index in set(range(len(rings))) - set(land):
        around = next((one for one in land if is_inside(corners[index][0], [corners[one]])), land[0])
        polygons[around].append(rings[index])
    x, y, room = _label_place(corners)
    several = len(polygons) > 1
    return {
        "type": "MultiPolygon" if several else "Polygon",
        "id": code,
        "properties": {"label": [x, y], "room": room},
        "arcs": list(polygons.values()) if several else polygons[land[0]],
    }


def is_inside(place: Position, rings: list[Line]) -> bool:
    """Tell whether the place lies within the rings, holes left out."""
    x, y = place
    crossed = False
    for ring in rings:
        for (ax, ay), (bx, by) in pairwise(ring):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossed = not crossed
    return crossed


def _label_place(rings: list[Line]) -> tuple[int, int, int]:
    """Return the place farthest from every border, as a grid of tries finds it, and how far that is."""
    xs, ys = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    best = (xs[0], ys[0], 0.0)
    for across, down in _tries((min(xs), min(ys)), (max(xs), max(ys))):
        if is_inside((across, down), rings):
            room = min(_distance((across, down), a, b) for ring in rings for a, b in pairwise(ring))
            if room > best[2]:
                best = (round(across), round(down), room)
    return best[0], best[1], round(best[2])


def _tries(least: Node, most: Node) -> Iterator[Position]:
    steps = [(step + 0.5) / _LABEL_STEPS for step in range(_LABEL_STEPS)]
    for down in steps:
        for across in steps:
            yield least[0] + (most[0] - least[0]) * across, least[1] + (most[1] - least[1]) * down


def _distance(place: Position, a: Position, b: Position) -> float:
    """Return the distance from a place to a stretch of a line."""
    ex, ey = b[0] - a[0], b[1] - a[1]
    along = ((place[0] - a[0]) * ex + (place[1] - a[1]) * ey) / (ex * ex + ey * ey)
    along = min(max(along, 0.0), 1.0)
    return math.hypot(place[0] - a[0] - along * ex, place[1] - a[1] - along * ey)
