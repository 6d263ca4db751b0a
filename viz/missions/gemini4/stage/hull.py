"""Skins about the craft's axis: belts and panels of a cone or cylinder, and panels with a hole in them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from viz.flight.state import Vec3
from viz.missions.gemini4.flight.body import round_axis_m
from viz.stage.mesh import Colour, Floats, Mesh, coloured, hash01
from viz.stage.shapes import sheet, tube

Radius = Callable[[float], float]
"""Radius of a skin, metres, at a place along the axis."""
Outline = Sequence[tuple[float, float]]
"""Corners of a panel: place along the axis in metres, and angle from +Z to the right in degrees."""


def skin(
    x_m: ArrayLike,
    right_deg: ArrayLike,
    radius: Radius,
    lift_m: ArrayLike = 0.0,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.3,
    crease_deg: float = 40.0,
) -> Mesh:
    """Return a belt of skin: rows along X rising, columns by rising angle to the right, ``lift_m`` one a column."""
    along, angle = np.atleast_1d(np.asarray(x_m, float)), np.radians(np.asarray(right_deg, float))
    out = np.array([radius(float(x)) for x in along])[:, None] + np.broadcast_to(np.asarray(lift_m, float), angle.shape)
    grid = np.stack([np.broadcast_to(along[:, None], out.shape), -out * np.sin(angle), out * np.cos(angle)], axis=-1)
    return sheet(grid, colour=colour, shininess=shininess, crease_deg=crease_deg)


def plates(rows: int, columns: int, tone: Colour, seed: int, spread: float = 0.16, wide: int = 3) -> Floats:
    """Return colours, (rows, columns, 3), of plates so many columns wide, each a little lighter or darker."""
    count = -(-columns // wide)
    vary = 1.0 - 0.5 * spread + spread * hash01(rows * count, seed).reshape(rows, count)
    tint: Floats = np.asarray(tone) * np.repeat(vary, wide, axis=1)[:, :columns, None]
    return tint


def toned(mesh: Mesh, depth: float, waves: float) -> Mesh:
    """Return a skin streaked along the axis, as heat and dirt leave it."""

    def streak(position_m: Floats) -> Floats:
        around = np.arctan2(position_m[:, 1], position_m[:, 2])
        wave = np.sin(waves * around + 0.7 * np.sin(3.0 * position_m[:, 0])) * np.sin(2.3 * waves * around + 1.0)
        tint: Floats = mesh.colour * (1.0 + depth * wave)[:, None]
        return tint

    return coloured(mesh, streak)


def holed_panel(
    outer: Outline, hole: Outline, radius: Radius, lift_m: float, colour: ArrayLike, shininess: float = 0.3
) -> Mesh:
    """Return a panel between its edge and the edge of a hole, both of as many corners, in the order of `framed`."""
    rings = [
        np.asarray(hole, float) + share * (np.asarray(outer, float) - np.asarray(hole, float)) for share in _SHARES
    ]
    grid = [[round_axis_m(x, radius(x) + lift_m, a) for x, a in ring] for ring in rings]
    return sheet(np.asarray(grid), around=True, colour=colour, shininess=shininess)


_SHARES = (0.0, 0.5, 1.0)


def on_skin(outline: Outline, radius: Radius, lift_m: float) -> list[Vec3]:
    """Return the corners of an outline on a skin, or above it."""
    return [round_axis_m(x, radius(x) + lift_m, a) for x, a in outline]


def seam(outline: Outline, radius: Radius, lift_m: float, thick_m: float, colour: Colour, sides: int = 4) -> Mesh:
    """Return a closed bead along an outline."""
    points = on_skin(outline, radius, lift_m)
    return tube([*points, points[0]], thick_m, segments=sides, caps=False, colour=colour, shininess=0.4)


def framed(corners: Outline, middle: tuple[float, float], count: int) -> list[tuple[float, float]]:
    """Return ``count`` points of a closed outline, where rays at equal angles from its middle meet it.

    The angle is taken in the panel's own measure, whose width and height count alike.
    """
    edge = np.asarray([*corners, corners[0]], float) - np.asarray(middle)
    size = np.abs(edge).max(axis=0)
    edge = edge / size
    found = []
    for angle in 2.0 * np.pi * (np.arange(count) + 0.5) / count:
        ray = np.array([math.cos(angle), math.sin(angle)])
        found.append(np.asarray(middle) + size * ray * _reach(edge, ray))
    points = np.array(found)
    for corner in np.asarray(corners, float) if len(corners) <= _FEW else ():
        points[np.argmin((((points - corner) / size) ** 2).sum(axis=1))] = corner
    return [(float(x), float(a)) for x, a in points]


_FEW = 6
"""Of so few corners none is cut off: the nearest ray goes to it."""


def _reach(edge: Floats, ray: Floats) -> float:
    """Return how far a ray from the middle goes to a closed outline round it."""
    side = edge[:, 0] * ray[1] - edge[:, 1] * ray[0]
    ahead = edge @ ray
    for k in range(len(edge) - 1):
        if side[k] * side[k + 1] <= 0.0 and side[k] != side[k + 1]:
            share = side[k] / (side[k] - side[k + 1])
            reach = ahead[k] + share * (ahead[k + 1] - ahead[k])
            if reach > 0.0:
                return float(reach)
    raise ValueError("an outline must go round its middle")
