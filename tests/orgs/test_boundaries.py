"""Borders: every municipality has its shape, neighbours share their line, and merged ones have none between them."""

import json
from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from luotsi.orgs import geography
from luotsi.orgs.geography.boundaries import BadBoundaries, boundaries, read
from luotsi.orgs.geography.topology import UnusableShapes, compose, written

ABOUT = {"year": 2026, "drawn": 2026, "source": "Lähde", "licence": "CC BY 4.0"}


def square(west, south, size=1000):
    east, north = west + size, south + size
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def composed(*shapes, **rest):
    return compose(shapes, **({"successors": {}, "grid_metres": 100} | rest))


def uses(topology):
    """Return how often each line is walked, forwards and backwards counted apart."""
    found = Counter()
    for shape in topology["objects"]["municipalities"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found.update(number for rings in polygons for ring in rings for number in ring)
    return found


def test_the_packaged_borders_hold_every_municipality_of_the_year_and_no_other():
    found = boundaries()
    assert set(found.outlines) == {one.code for one in geography.municipalities(date(2026, 11, 22))}
    assert found.year == 2026
    assert "Maanmittauslaitos" in found.source
    assert found.licence == "CC BY 4.0"


def test_each_label_lies_within_its_place_and_the_file_is_small():
    for outline in boundaries().outlines.values():
        west, north, east, south = outline.box
        assert west < outline.label[0] < east
        assert north < outline.label[1] < south
        assert outline.room > 0
        assert outline.path.startswith("M")
        assert outline.path.endswith("z")
    assert len(files(geography).joinpath("boundaries.json").read_bytes()) < 150_000


def test_neighbours_walk_the_same_line_in_opposite_directions():
    topology = composed(("001", [square(0, 0)]), ("002", [square(1000, 0)[::-1]]))
    found = uses(topology)
    shared = [number for number in found if number >= 0 and ~number in found]
    assert len(shared) == 1
    assert set(found.values()) == {1}
    assert len(topology["arcs"]) == 3


def test_a_merged_municipality_has_its_successors_shape_and_no_border_within():
    topology = composed(("588", [square(0, 0)]), ("507", [square(1000, 0)]), successors={"588": "507"})
    (shape,) = topology["objects"]["municipalities"]["geometries"]
    assert shape["id"] == "507"
    outline = read(written(ABOUT | topology)).outlines["507"]
    assert outline.box == (0, 0, 20, 10)
    assert len(topology["arcs"]) == 1


def test_a_place_within_a_place_is_a_hole_in_it_and_shares_its_border():
    hole = square(400, 400, 200)
    topology = composed(("049", [square(0, 0), hole]), ("235", [hole]))
    around, within = topology["objects"]["municipalities"]["geometries"]
    assert (around["type"], len(around["arcs"])) == ("Polygon", 2)
    assert around["arcs"][1][0] == ~within["arcs"][0][0]


def test_an_island_makes_a_shape_of_two_lands():
    topology = composed(("001", [square(0, 0)]), ("001", [square(5000, 5000)]))
    (shape,) = topology["objects"]["municipalities"]["geometries"]
    assert (shape["type"], len(shape["arcs"])) == ("MultiPolygon", 2)


def test_a_shared_line_is_simplified_once_and_its_ends_stay():
    bent = [(1000, 0), (1000, 300), (1040, 500), (1000, 700), (1000, 1000)]
    left = [(0, 0), *bent, (0, 1000), (0, 0)]
    right = [(2000, 0), (2000, 1000), *bent[::-1], (2000, 0)]
    shapes = (("001", [left]), ("002", [right]))
    exact = composed(*shapes, grid_metres=10)
    plain = composed(*shapes, grid_metres=10, tolerance=250.0)
    assert sum(map(len, plain["arcs"])) < sum(map(len, exact["arcs"]))
    assert uses(plain) == uses(exact)
    assert read(written(ABOUT | plain)).outlines["001"].box == (0, 0, 100, 100)


def test_the_same_shapes_give_the_same_bytes_in_any_order():
    shapes = [("001", [square(0, 0)]), ("002", [square(1000, 0)]), ("003", [square(0, 1000)])]
    assert written(composed(*shapes)) == written(composed(*shapes[::-1]))


def test_nothing_to_draw_is_said():
    with pytest.raises(UnusableShapes, match="no shape"):
        composed()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"<html>", b"{}", b'{"arcs": [[[0, 0]]]}', json.dumps({"arcs": [], "objects": {}}).encode()],
)
def test_a_file_that_holds_no_borders_is_refused_with_a_reason(content):
    with pytest.raises(BadBoundaries, match="no borders"):
        read(content)


def test_the_installations_own_borders_come_before_the_packages(tmp_path):
    own = tmp_path / "boundaries.json"
    assert boundaries(own) is boundaries()
    own.write_bytes(written(ABOUT | composed(("001", [square(0, 0)]))))
    assert set(boundaries(own).outlines) == {"001"}
    own.write_bytes(b"broken")
    with pytest.raises(BadBoundaries):
        boundaries(own)
