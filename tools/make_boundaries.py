"""Write the borders of `luotsi.orgs.geography` from the municipal borders of the National Land Survey's open data.

Reads `$LUOTSI_SHARED/data/boundaries/kuntarajat_2023.geojson` (degrees) and joins what has been joined since. Where an
installation may ask the network, `luotsi fetch boundaries` brings finer ones from Statistics Finland.
"""

import json
import math
import os
from pathlib import Path

from luotsi.orgs.geography import municipalities_ever
from luotsi.orgs.geography.topology import compose, written

TARGET = Path(__file__).parents[1] / "src/luotsi/orgs/geography/boundaries.json"
GRID_METRES = 200
FLATTENING, RADIUS = 1 / 298.257222101, 6_378_137.0  # the ellipsoid GRS80
SCALE, CENTRAL_MERIDIAN, FALSE_EASTING = 0.9996, math.radians(27), 500_000.0  # ETRS-TM35FIN


def in_metres(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the ETRS-TM35FIN coordinates (east, north) of a place in degrees, by Krüger's series to the third term."""
    n = FLATTENING / (2 - FLATTENING)
    eccentricity = math.sqrt(FLATTENING * (2 - FLATTENING))
    phi, away = math.radians(latitude), math.radians(longitude) - CENTRAL_MERIDIAN
    conformal = math.sinh(math.atanh(math.sin(phi)) - eccentricity * math.atanh(eccentricity * math.sin(phi)))
    xi, eta = math.atan2(conformal, math.cos(away)), math.asinh(math.sin(away) / math.hypot(conformal, math.cos(away)))
    series = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16,
        13 * n**2 / 48 - 3 * n**3 / 5,
        61 * n**3 / 240,
    )
    terms = [(2 * (index + 1), factor) for index, factor in enumerate(series)]
    east = eta + sum(factor * math.cos(k * xi) * math.sinh(k * eta) for k, factor in terms)
    north = xi + sum(factor * math.sin(k * xi) * math.cosh(k * eta) for k, factor in terms)
    size = SCALE * RADIUS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    return FALSE_EASTING + size * east, size * north


def main() -> None:
    """Write the file, the same bytes for the same source."""
    source = Path(os.environ["LUOTSI_SHARED"]) / "data/boundaries/kuntarajat_2023.geojson"
    shapes = []
    for feature in json.loads(source.read_bytes())["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for rings in polygons:
            shapes.append(
                (feature["properties"]["NATCODE"], [[in_metres(*corner[:2]) for corner in ring] for ring in rings])
            )
    successors = {one.code: one.successor for one in municipalities_ever() if one.successor}
    topology = compose(shapes, successors=successors, grid_metres=GRID_METRES)
    about = {"year": 2026, "drawn": 2023, "source": "Maanmittauslaitos", "licence": "CC BY 4.0"}
    TARGET.write_bytes(written({**about, **topology}))


if __name__ == "__main__":
    main()
