"""Shapes to build things from: turned, lofted and piped skins, boxes, balls and rings.

Every builder returns a `Mesh` wound outward. Those that have an axis stand along +Z; `aimed` and `turned` of
`viz.stage.mesh` lay them where they belong. Lengths are metres.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from viz.flight.state import Vec3
from viz.stage.mesh import CREASE_DEG, WELD_M, Colour, Floats, Mesh, aimed, mesh_from, moved, seen_from_without, vec3


def sheet(
    grid_m: ArrayLike,
    *,
    around: bool = False,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    emissive: float = 0.0,
    crease_deg: float = CREASE_DEG,
) -> Mesh:
    """Skin a grid of points, (rows, columns, 3); outward is along columns cross rows.

    ``around`` joins the last column to the first; where its ends are closed, too, the mesh is seen from without only.
    ``colour`` is one colour or one per cell, broadcastable to (rows - 1, cells, 3).
    """
    grid = np.asarray(grid_m, dtype=np.float64)
    rows, columns = grid.shape[:2]
    cells = columns if around else columns - 1
    row, column = np.meshgrid(np.arange(rows - 1), np.arange(cells), indexing="ij")
    beside = (column + 1) % columns
    a, b = row * columns + column, row * columns + beside
    d, c = a + columns, b + columns
    face = np.stack([np.stack([a, b, c], axis=-1), np.stack([a, c, d], axis=-1)], axis=2).reshape(-1, 3)
    tint = np.broadcast_to(np.asarray(colour, dtype=np.float64), (rows - 1, cells, 3))
    made = mesh_from(
        grid.reshape(-1, 3),
        face,
        colour=np.repeat(tint.reshape(-1, 3), 2, axis=0),
        shininess=shininess,
        emissive=emissive,
        crease_deg=crease_deg,
    )
    return seen_from_without(made) if around and _is_closed(grid) and made.signed_volume_m3 > 0.0 else made


def _is_closed(grid: Floats) -> bool:
    """Return whether rings, (rows, columns, 3), end in points, or the last one is the first again."""
    to_points = all(np.abs(ring - ring[0]).max() < WELD_M for ring in (grid[0], grid[-1]))
    return to_points or bool(np.abs(grid[0] - grid[-1]).max() < WELD_M)


def lathe(
    profile_m: ArrayLike,
    *,
    segments: int = 24,
    start_deg: float = 0.0,
    sweep_deg: float = 360.0,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    emissive: float = 0.0,
    crease_deg: float = CREASE_DEG,
    detail: int = 1,
) -> Mesh:
    """Turn a profile of (radius, z) points about +Z.

    Run the profile upward for a skin seen from outside and downward for one seen from inside. ``colour`` is one
    colour, one per profile step (steps, 3), or one per cell (steps, segments, 3). ``detail`` makes so many segments of
    each, of one colour.
    """
    profile = np.asarray(profile_m, dtype=np.float64)
    tint = np.asarray(colour, dtype=np.float64)
    if tint.ndim == 3:
        tint = np.repeat(tint, detail if tint.shape[1] > 1 else 1, axis=1)
    segments *= detail
    full = sweep_deg >= 360.0
    angle = np.radians(start_deg + sweep_deg * np.arange(segments + (0 if full else 1)) / segments)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    grid = np.concatenate(
        [
            profile[:, None, 0:1] * ring[None],
            np.broadcast_to(profile[:, None, 1:2], (len(profile), len(angle), 1)),
        ],
        axis=2,
    )
    if tint.ndim == 2:
        tint = tint[:, None, :]
    return sheet(grid, around=full, colour=tint, shininess=shininess, emissive=emissive, crease_deg=crease_deg)


def loft(
    sections_m: ArrayLike,
    *,
    caps: bool = True,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    emissive: float = 0.0,
    crease_deg: float = CREASE_DEG,
) -> Mesh:
    """Skin closed rings, (rows, points, 3), each anticlockwise seen from the row after it; caps close the ends."""
    section = np.asarray(sections_m, dtype=np.float64)
    tint = np.asarray(colour, dtype=np.float64)
    if tint.ndim == 2:
        tint = tint[:, None, :]
    if caps:
        ends = [np.broadcast_to(end.mean(axis=0), (1, *end.shape)) for end in (section[0], section[-1])]
        section = np.concatenate([ends[0], section, ends[1]])
        if tint.ndim == 3:
            tint = np.concatenate([tint[:1], tint, tint[-1:]])
    return sheet(section, around=True, colour=tint, shininess=shininess, emissive=emissive, crease_deg=crease_deg)


def limb(
    stations_m: Sequence[tuple[float, float, float, float, float]],
    *,
    segments: int = 12,
    caps: bool = True,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.05,
    crease_deg: float = 50.0,
) -> Mesh:
    """Loft elliptic rings along +Z, each station (x, y, z, radius along X, radius along Y), z rising."""
    angle = 2.0 * np.pi * np.arange(segments) / segments
    station = np.asarray(stations_m, dtype=np.float64)
    ring = np.stack([np.cos(angle), np.sin(angle), np.zeros(segments)], axis=-1)
    size = np.column_stack([station[:, 3:5], np.zeros(len(station))])
    return loft(
        station[:, None, 0:3] + ring[None] * size[:, None, :],
        caps=caps,
        colour=colour,
        shininess=shininess,
        crease_deg=crease_deg,
    )


def tube(
    path_m: ArrayLike,
    radius_m: ArrayLike,
    *,
    segments: int = 6,
    caps: bool = True,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    emissive: float = 0.0,
    detail: int = 1,
    smooth: int = 1,
) -> Mesh:
    """Run a round tube along a polyline, (points, 3); the radius is one number or one per point.

    ``smooth`` rounds its bends by so many pieces between two points, ``detail`` makes so many sides of each.
    """
    path = np.asarray(path_m, dtype=np.float64)
    radius = np.broadcast_to(np.asarray(radius_m, dtype=np.float64), (len(path),))
    segments *= detail
    if smooth > 1:
        path, radius = _rounded(path, radius, smooth)
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1)[:, None]
    side = np.eye(3)[int(np.argmin(np.abs(tangent[0])))]
    rings = []
    angle = 2.0 * np.pi * np.arange(segments) / segments
    for point, along, size in zip(path, tangent, radius, strict=True):
        side = side - along * float(side @ along)
        side = side / np.linalg.norm(side)
        other = np.cross(along, side)
        rings.append(point + size * (np.cos(angle)[:, None] * side + np.sin(angle)[:, None] * other))
    crease = 100.0 if segments <= 5 else 70.0
    return loft(np.stack(rings), caps=caps, colour=colour, shininess=shininess, emissive=emissive, crease_deg=crease)


def _rounded(path: Floats, radius: Floats, pieces: int) -> tuple[Floats, Floats]:
    """Return a smooth run through a path's points, and its radii: a Catmull-Rom curve a little tightened."""
    both = np.column_stack([path, radius])
    padded = np.vstack([2.0 * both[0] - both[1], both, 2.0 * both[-1] - both[-2]])
    span = np.linspace(0.0, len(both) - 1.0, pieces * (len(both) - 1) + 1)
    k = np.minimum(span.astype(int), len(both) - 2)
    t = (span - k)[:, None]
    a, b, c, d = (padded[k + step] for step in range(4))
    begin, end = 0.4 * (c - a), 0.4 * (d - b)
    curve = (2 * t**3 - 3 * t**2 + 1) * b + (t**3 - 2 * t**2 + t) * begin
    curve += (3 * t**2 - 2 * t**3) * c + (t**3 - t**2) * end
    return curve[:, :3], np.maximum(curve[:, 3], 1e-4)


def box(
    size_m: Vec3,
    *,
    centre_m: Vec3 = (0.0, 0.0, 0.0),
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    emissive: float = 0.0,
) -> Mesh:
    """Make a rectangular block of full ``size_m`` along X, Y, Z."""
    sign = np.array([[x, y, z] for z in (-1, 1) for y in (-1, 1) for x in (-1, 1)], dtype=np.float64)
    face = [
        (0, 2, 3), (0, 3, 1), (4, 5, 7), (4, 7, 6), (0, 1, 5), (0, 5, 4),
        (2, 6, 7), (2, 7, 3), (0, 4, 6), (0, 6, 2), (1, 3, 7), (1, 7, 5),
    ]  # fmt: skip
    place = np.asarray(centre_m) + 0.5 * sign * np.asarray(size_m)
    return seen_from_without(mesh_from(place, face, colour=colour, shininess=shininess, emissive=emissive))


def disc(
    radius_m: float,
    *,
    z_m: float = 0.0,
    inner_m: float = 0.0,
    segments: int = 24,
    up: bool = True,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    emissive: float = 0.0,
    detail: int = 1,
) -> Mesh:
    """Make a flat disc or annulus facing +Z, or -Z with ``up=False``."""
    edge = [(radius_m, z_m), (inner_m, z_m)]
    around = edge if up else edge[::-1]
    return lathe(around, segments=segments * detail, colour=colour, shininess=shininess, emissive=emissive)


def torus(
    radius_m: float,
    thickness_m: float,
    *,
    z_m: float = 0.0,
    segments: int = 24,
    sides: int = 6,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    detail: int = 1,
) -> Mesh:
    """Make a ring about +Z; ``thickness_m`` is the radius of its section."""
    segments, sides = segments * detail, sides * detail
    angle = -2.0 * np.pi * np.arange(sides + 1) / sides
    profile = np.column_stack([radius_m - thickness_m * np.cos(angle), z_m + thickness_m * np.sin(angle)])
    return lathe(profile, segments=segments, colour=colour, shininess=shininess, crease_deg=70.0)


def sphere(
    radius_m: float,
    *,
    segments: int = 16,
    rings: int = 8,
    from_deg: float = -90.0,
    to_deg: float = 90.0,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    emissive: float = 0.0,
    crease_deg: float = 60.0,
    detail: int = 1,
) -> Mesh:
    """Make a sphere about +Z, or the zone of it between two latitudes."""
    segments, rings = segments * detail, rings * detail
    latitude = np.radians(np.linspace(from_deg, to_deg, rings + 1))
    profile = radius_m * np.column_stack([np.cos(latitude), np.sin(latitude)])
    profile[np.abs(profile[:, 0]) < 1e-9, 0] = 0.0
    return lathe(
        profile, segments=segments, colour=colour, shininess=shininess, emissive=emissive, crease_deg=crease_deg
    )


def capsule(
    start_m: Vec3,
    end_m: Vec3,
    radius_m: float,
    end_radius_m: float | None = None,
    *,
    segments: int = 10,
    rings: int = 3,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
) -> Mesh:
    """Make a rod with round ends between two points, its radius changing evenly between them."""
    start, end = np.asarray(start_m, dtype=np.float64), np.asarray(end_m, dtype=np.float64)
    length = float(np.linalg.norm(end - start))
    last = radius_m if end_radius_m is None else end_radius_m
    turn = np.linspace(0.0, np.pi / 2.0, rings + 1)
    bottom = np.column_stack([radius_m * np.sin(turn), -radius_m * np.cos(turn)])
    top = np.column_stack([last * np.cos(turn), length + last * np.sin(turn)])
    top[-1, 0] = 0.0
    body = lathe(np.vstack([bottom, top]), segments=segments, colour=colour, shininess=shininess, crease_deg=60.0)
    return moved(aimed(body, vec3(end - start)), vec3(start))


def strip(left: Floats, right: Floats, colour: Colour, shininess: float = 0.5) -> Mesh:
    """Make a band between two polylines, (points, 3), seen from the side where right lies to the left of travel."""
    index = []
    for k in range(len(left) - 1):
        a, b = 2 * k, 2 * k + 1
        index += [(a, a + 2, b + 2), (a, b + 2, b)]
    place = np.stack([left, right], axis=1).reshape(-1, 3)
    return mesh_from(place, index, colour=colour, shininess=shininess)
