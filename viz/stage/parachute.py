"""Canopies, rocket plumes and the entry's glow: unit shapes that the stage stretches.

Canopy sizes are models of the Vostok family's; the red is what the helicopter crew saw (G03). Every mesh has
its own frame, stated with its function.
"""

from __future__ import annotations

import math

import numpy as np

from viz.stage.mesh import Colour, Floats, Mesh, backside, coloured, hash01, merge, mesh_from, turned
from viz.stage.shapes import lathe, sheet, tube

MAIN_RADIUS_M = 9.0
DROGUE_RADIUS_M = 1.9
"""Radius of each canopy when full; models."""
MAIN_RISE_M = 26.0
DROGUE_RISE_M = 14.0
"""From the descent sphere to the canopy's mouth; models."""
LINE_TO_MOUTH = 2.4
"""Height of the canopy's mouth above the confluence, in canopy radii."""

RED: Colour = (0.80, 0.13, 0.07)
WHITE: Colour = (0.92, 0.91, 0.88)
CORD: Colour = (0.72, 0.70, 0.64)


def parachute_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name."""
    return {
        "main_canopy": main_canopy(),
        "drogue": drogue(),
        "soft_landing": soft_landing_flash(),
        "retro_plume": retro_plume(),
        "plasma_sheath": plasma_sheath(),
        "plasma_wake": plasma_wake(),
    }


def main_canopy() -> Mesh:
    """Main canopy of unit radius: origin where the lines meet, apex along +Z.

    Scale X and Y by radius times `canopy_fraction`, Z by radius: lines keep their length roughly and the mouth opens.
    """
    return _canopy(gores=24, rows=6, lines=24, stripe=2, vent=0.05)


def drogue() -> Mesh:
    """Drogue of unit radius, same frame as the main canopy."""
    return _canopy(gores=12, rows=4, lines=12, stripe=1, vent=0.10)


def canopy_scale(radius_m: float, rise_m: float, fraction: float) -> tuple[float, float, float]:
    """Scale of a unit canopy ``fraction`` full: a streaming bundle grows into a dome."""
    spread = radius_m * (0.12 + 0.88 * math.sqrt(min(max(fraction, 0.0), 1.0)))
    return (spread, spread, rise_m / LINE_TO_MOUTH * (1.12 - 0.12 * min(max(fraction, 0.0), 1.0)))


def _canopy(gores: int, rows: int, lines: int, stripe: int, vent: float) -> Mesh:
    columns = 2 * gores
    around = np.pi * np.arange(columns) / gores
    bulge = np.where(np.arange(columns) % 2 == 0, 0.955, 1.0)
    climb = np.linspace(-0.22, np.pi / 2 - vent, rows + 1)
    radius, height = np.cos(climb), 0.78 * np.sin(climb) + 0.78 * math.sin(0.22)
    wide = radius[:, None] * (1 + (bulge[None, :] - 1) * np.clip(radius[:, None], 0, 1))
    grid = np.stack(
        [wide * np.cos(around), wide * np.sin(around), np.broadcast_to((LINE_TO_MOUTH + height)[:, None], wide.shape)],
        axis=-1,
    )
    gore = (np.arange(columns) // 2 // stripe) % 2
    band = (np.arange(rows) >= rows - 1).astype(int)
    tint = np.asarray([RED, WHITE])[(gore[None, :] + band[:, None]) % 2]
    outside = sheet(grid, around=True, colour=tint, shininess=0.05, crease_deg=50.0)
    inside = backside(sheet(0.992 * grid, around=True, colour=tint, shininess=0.0, crease_deg=50.0), 0.72)
    rim = grid[0, :: 2 * gores // lines]
    cords = [tube([(0.0, 0.0, 0.0), tuple(point)], 0.004, segments=3, caps=False, colour=CORD) for point in rim]
    return merge([outside, inside, *cords])


def soft_landing_flash() -> Mesh:
    """Soft-landing motor's fire (X08), unit length: root at the origin, jets along -Z; glows."""
    parts = []
    for k in range(5):
        lean = 0.0 if k == 0 else 0.30
        a = math.radians(90.0 * k)
        tip = np.array([lean * math.cos(a), lean * math.sin(a), -1.0 if k == 0 else -0.82])
        parts.append(
            tube(np.array([[0, 0, 0], 0.35 * tip, 0.7 * tip, tip]), [0.05, 0.15, 0.12, 0.01], segments=7, emissive=1.0)
        )
    return coloured(merge(parts), _fire)


def retro_plume() -> Mesh:
    """Main engine's plume in vacuum, unit length: root at the origin, spreading along -X; glows faintly.

    A bright needle core inside a pale fan of rays: opaque, but mostly empty, so the craft shows through.
    """
    rays = []
    turn = hash01(18, 61)
    for k in range(18):
        a = 2 * math.pi * (k + 0.5 * turn[k]) / 18
        spread, reach = 0.16 + 0.26 * turn[(k * 7) % 18], 0.65 + 0.35 * turn[(k * 5) % 18]
        tip = np.array([spread * math.cos(a), spread * math.sin(a), reach])
        side = 0.022 * np.array([-math.sin(a), math.cos(a), 0.0])
        root = np.array([0.04 * math.cos(a), 0.04 * math.sin(a), 0.0])
        rays.append(_ray(root, tip, side))
    core = lathe([(0.05, 0.0), (0.10, 0.25), (0.06, 0.5), (0.0, 0.75)], segments=10, emissive=1.0)
    plume = merge([core, *rays])
    return coloured(turned(plume, (0.0, 1.0, 0.0), -90.0), _plume_colour)


def _ray(root: Floats, tip: Floats, side: Floats) -> Mesh:
    """A thin two-sided blade of light, widest at its middle."""
    middle = 0.45 * root + 0.55 * tip
    place = [root, middle + side, tip, middle - side]
    return mesh_from(place, [(0, 1, 2), (0, 2, 3), (0, 2, 1), (0, 3, 2)], emissive=1.0, shininess=0.0)


def _plume_colour(position_m: Floats) -> Floats:
    along = np.clip(-position_m[:, 0], 0.0, 1.0)[:, None]
    return np.array([1.0, 0.95, 0.86]) * (1 - along) ** 1.5 + np.array([0.20, 0.13, 0.16]) * (1 - (1 - along) ** 1.5)


def _fire(position_m: Floats) -> Floats:
    along = np.clip(-position_m[:, 2], 0.0, 1.0)
    stops = np.array([0.0, 0.3, 0.7, 1.0])
    tints = np.array([[1.0, 0.97, 0.82], [1.0, 0.82, 0.42], [0.95, 0.48, 0.16], [0.40, 0.14, 0.06]])
    return np.column_stack([np.interp(along, stops, tints[:, k]) for k in range(3)])


def plasma_sheath() -> Mesh:
    """Glow ahead of the sphere, metres: the air meets it from +Z; the sphere's centre is the origin; glows.

    A thin cup of bow-shock shape standing off the sphere of 1.15 m, white-yellow at its point, pink at its lip.
    """
    turn = np.radians(np.linspace(90.0, 12.0, 8))
    stand = 1.15 + 0.10 + 0.32 * (1 - np.sin(turn)) ** 1.2
    radius, height = stand * np.cos(turn), stand * np.sin(turn)
    radius[0] = 0.0
    profile = np.column_stack([radius, height])[::-1]
    inside = np.column_stack([radius * 0.97, height - 0.02])
    inside[0, 0] = 0.0
    cup = merge([lathe(profile, segments=24, emissive=1.0), lathe(inside, segments=24, emissive=1.0)])
    return coloured(cup, _sheath_colour)


def _sheath_colour(position_m: Floats) -> Floats:
    along = np.clip(position_m[:, 2] / 1.25, 0.0, 1.0)
    stops = np.array([0.0, 0.35, 0.7, 1.0])
    tints = np.array([[0.62, 0.16, 0.22], [0.98, 0.40, 0.26], [1.0, 0.72, 0.34], [1.0, 0.95, 0.74]])
    return np.column_stack([np.interp(along, stops, tints[:, k]) for k in range(3)])


def plasma_wake() -> Mesh:
    """Streaks trailing behind the sphere along -Z, metres, about 14 m long, fading to dark; glows."""
    parts = []
    count = 34
    chance = hash01(3 * count, 62).reshape(3, count)
    for k in range(count):
        a = 2 * math.pi * (k + 0.6 * chance[0, k]) / count
        reach, wide = 4.0 + 10.0 * chance[1, k] ** 1.5, 0.05 + 0.10 * chance[2, k]
        rows = []
        for part in (0.0, 0.12, 0.35, 0.65, 1.0):
            r = 1.46 + 0.10 * math.sin(math.pi * part) - 1.05 * part
            half = wide * (1.0 - 0.85 * part) * (0.4 if part == 0.0 else 1.0) / max(r, 0.3)
            z = 0.16 - reach * part
            rows.append([(r * math.cos(a + s * half), r * math.sin(a + s * half), z) for s in (-1.0, 1.0)])
        grid = np.asarray(rows)[::-1]
        parts.append(sheet(grid, emissive=1.0))
        parts.append(sheet(grid[:, ::-1], emissive=1.0))
    return coloured(merge(parts), _wake_colour)


def _wake_colour(position_m: Floats) -> Floats:
    along = np.clip(-position_m[:, 2] / 14.0, 0.0, 1.0)
    angle = np.arctan2(position_m[:, 1], position_m[:, 0])
    flicker = 0.85 + 0.15 * np.sin(7.0 * angle + 3.0 * along)
    stops = np.array([0.0, 0.12, 0.4, 1.0])
    tints = np.array([[1.0, 0.62, 0.36], [0.98, 0.42, 0.28], [0.62, 0.18, 0.20], [0.06, 0.015, 0.03]])
    tint: Floats = np.column_stack([np.interp(along, stops, tints[:, k]) for k in range(3)]) * flicker[:, None]
    return tint
