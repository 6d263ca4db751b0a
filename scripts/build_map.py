"""Build ``assets/map/land.json`` from the npm package world-atlas 2.0.2 (Natural Earth, land at 1:110 million).

    python scripts/build_map.py SOURCES

SOURCES holds ``world-atlas-2.0.2/package``: the package unpacked.
"""

from __future__ import annotations

import argparse
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from asset_manifest import Entry, write_entries

MAP = Path(__file__).resolve().parent.parent / "assets" / "map"
DATA = Path("world-atlas-2.0.2/package")
SMALLEST_DEG = 1.0
"""Islands smaller than this both ways are less than a pixel of the map."""

Point = list[float]


def points_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Return every arc as longitude and latitude; arcs are stored as steps on a whole-numbered grid."""
    (scale_x, scale_y), (left, low) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append([round(x * scale_x + left, 1), round(y * scale_y + low, 1)])
        arcs.append(points)
    return arcs


def ring_of(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Return one closed line; an arc with a negative number runs backwards, and neighbours share their ends."""
    ring: list[Point] = []
    for index in indices:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += points if not ring else points[1:]
    return [point for place, point in enumerate(ring) if place == 0 or point != ring[place - 1]]


def cut_at_the_date_line(ring: list[Point]) -> list[list[Point]]:
    """Return a ring that leaves the map on one side as itself and a copy that enters on the other.

    The map's edge hides what lies outside; the ring round the pole is closed along the map's lower edge.
    """
    shift, line = 0.0, [ring[0]]
    for (before, _), (x, y) in pairwise(ring):
        shift += 360.0 if x - before < -180.0 else -360.0 if x - before > 180.0 else 0.0
        line.append([round(x + shift, 1), y])
    if abs(line[-1][0] - line[0][0]) > 180.0:
        line += [[line[-1][0], -90.0], [line[0][0], -90.0]]
    west, east = min(x for x, _ in line), max(x for x, _ in line)
    copies = [0.0] + [360.0] * (west < -180.0) + [-360.0] * (east > 180.0)
    return [[[round(x + copy, 1), y] for x, y in line] for copy in copies]


def is_seen(ring: list[Point]) -> bool:
    """Return whether a ring is large enough to draw."""
    spans = (max(point[axis] for point in ring) - min(point[axis] for point in ring) for axis in (0, 1))
    return max(spans) >= SMALLEST_DEG


def land_rings(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the outlines of all land, longitude and latitude in degrees."""
    arcs = points_of(topology)
    shapes = topology["objects"]["land"]["geometries"]
    rings = (ring_of(ring, arcs) for shape in shapes for polygon in shape["arcs"] for ring in polygon)
    return [ring for whole in rings for ring in cut_at_the_date_line(whole) if is_seen(ring)]


def main() -> None:
    """Write the file and its manifest entry."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path, metavar="SOURCES", help="folder of the unpacked source packages")
    data = parser.parse_args().sources / DATA
    MAP.mkdir(parents=True, exist_ok=True)
    rings = land_rings(json.loads((data / "land-110m.json").read_text(encoding="utf-8")))
    path = MAP / "land.json"
    temporary = path.with_suffix(".part")
    temporary.write_text(json.dumps(rings, separators=(",", ":")) + "\n", encoding="utf-8")
    temporary.replace(path)
    write_entries(
        Entry(
            id="map.land",
            file=path,
            title="Outlines of land, 1:110 million, as rings of longitude and latitude in degrees",
            author="Natural Earth; Michael Bostock (world-atlas)",
            source="world-atlas 2.0.2 (npm): land-110m.json",
            licence="public domain (Natural Earth); packaging ISC",
            derived="decoded from TopoJSON, rounded to 0.1 degree, smallest islands left out; scripts/build_map.py",
        )
    )


if __name__ == "__main__":
    main()
