"""The landing place: snow, firs and birches, and the canopy draped on them.

All meshes are in local metres, +X east, +Y north, +Z up, their origin on the ground at the landing point. That
it was taiga with deep snow is record (G03, G04, W1); every shape and place here is a model.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Vec3
from viz.stage.camp import camp_meshes
from viz.stage.mesh import Colour, Floats, Mesh, backside, coloured, hash01, merge, mesh_from, moved, turned
from viz.stage.shapes import lathe, loft, sheet, tube

GROUND_RADIUS_M = 200.0
CLEARING_RADIUS_M = 5.0
"""Trees crushed by the fall; model."""
DRAPE_M: Vec3 = (-8.5, 5.0, 0.0)
"""Middle of the draped canopy; model."""
HUT_M: Vec3 = (14.0, 9.0, 0.0)
FIRE_M: Vec3 = (5.5, 4.5, 0.0)
"""Where hut and fire stand; no tree is planted there; models."""
LEVEL_RADIUS_M = 20.0
"""The snow is level this far round the landing point, so that what is put there stands at height zero."""
SPHERE_SINK_M = 0.55
"""How deep the sphere sits in the snow; model within W1's 0.66 m."""

SNOW: Colour = (0.88, 0.91, 0.96)
SNOW_SHADE: Colour = (0.72, 0.78, 0.88)
FIR: Colour = (0.075, 0.155, 0.105)
FIR_PALE: Colour = (0.115, 0.205, 0.135)
BARK: Colour = (0.23, 0.17, 0.13)
BIRCH: Colour = (0.86, 0.85, 0.82)
BIRCH_DARK: Colour = (0.14, 0.13, 0.13)
TWIG: Colour = (0.30, 0.20, 0.19)
LOG_END: Colour = (0.66, 0.50, 0.32)
RED: Colour = (0.80, 0.13, 0.07)
WHITE: Colour = (0.92, 0.91, 0.88)


def forest_meshes() -> dict[str, Mesh]:
    """Every mesh of this module and of `viz.stage.camp` by name."""
    return {
        "ground": ground(),
        "trees": trees(),
        "draped_canopy": draped_canopy(),
        **camp_meshes(),
    }


# -- ground ---------------------------------------------------------------------------------------


def ground_height_m(east_m: Floats, north_m: Floats) -> Floats:
    """Height of the snow: level round the landing point, gently undulating beyond; arrays welcome."""
    e, n = np.asarray(east_m, dtype=np.float64), np.asarray(north_m, dtype=np.float64)
    swell = (
        1.6 * np.sin(0.021 * e + 0.7) * np.cos(0.017 * n - 0.4)
        + 0.7 * np.sin(0.053 * e - 0.031 * n + 1.9)
        + 0.18 * np.sin(0.19 * e + 0.13 * n) * np.cos(0.23 * n - 0.11 * e)
    )
    rise = np.clip((np.hypot(e, n) - LEVEL_RADIUS_M) / 60.0, 0.0, 1.0)
    height: Floats = swell * rise * rise * (3.0 - 2.0 * rise)
    return height


def ground() -> Mesh:
    """Snow patch, finer near the landing point, with the dent the sphere made."""
    reach = np.array([0.0, 0.7, 1.25, 1.7, 2.4, 4.0, 7.0, 12.0, 20.0, 32.0, 50.0, 75.0, 110.0, 150.0, GROUND_RADIUS_M])
    columns = 36
    angle = 2 * np.pi * np.arange(columns) / columns
    east, north = reach[:, None] * np.cos(angle), reach[:, None] * np.sin(angle)
    height = ground_height_m(east, north) + _dent_m(reach)[:, None] * (1 + 0.25 * np.cos(3 * angle + 1.0))[None, :]
    height[0] = height[0, 0]
    grid = np.stack([east, north, height], axis=-1)
    snow = sheet(grid[::-1], around=True, shininess=0.12, crease_deg=80.0)
    return coloured(snow, _snow_colour)


def _dent_m(reach_m: Floats) -> Floats:
    """Bowl under the sphere and the ring of thrown snow round it."""
    bowl = -SPHERE_SINK_M * np.exp(-((reach_m / 1.15) ** 4))
    lip: Floats = bowl + 0.16 * np.exp(-(((reach_m - 1.9) / 0.7) ** 2))
    return lip


def _snow_colour(position_m: Floats) -> Floats:
    hollow = np.clip(
        0.5 - 0.22 * position_m[:, 2] + 0.12 * np.sin(0.4 * position_m[:, 0] + 0.3 * position_m[:, 1]), 0, 1
    )
    near = np.clip(1.0 - np.linalg.norm(position_m[:, :2], axis=1) / 3.0, 0.0, 1.0)
    mix = np.clip(0.7 * hollow + 0.5 * near, 0.0, 1.0)[:, None]
    snow = np.asarray(SNOW) * (1 - mix) + np.asarray(SNOW_SHADE) * mix
    # Far off, the ground between trees is too dense to draw: darken it towards the forest's own colour.
    far = 0.70 * np.clip((np.linalg.norm(position_m[:, :2], axis=1) - 38.0) / 110.0, 0.0, 1.0)[:, None]
    tint: Floats = snow * (1 - far) + np.array([0.20, 0.25, 0.25]) * far
    return tint


# -- trees ----------------------------------------------------------------------------------------


def trees() -> Mesh:
    """Firs and birches round the clearing, detailed near and simple far, with a few broken trunks."""
    parts = [_fir(*spot) for spot in _spots(56, CLEARING_RADIUS_M + 1.5, 42.0, 72)]
    parts += [_fir(x + DRAPE_M[0], y + DRAPE_M[1], 0.0, (top - 8.6) / 11.0) for x, y, top in _PEAKS]
    parts += [_far_fir(*spot, tiers=2) for spot in _spots(140, 42.0, 100.0, 73)]
    parts += [_far_fir(*spot, tiers=1) for spot in _spots(320, 100.0, 192.0, 78)]
    parts += [_birch(*spot) for spot in _spots(22, CLEARING_RADIUS_M + 0.5, 50.0, 74)]
    parts += [_stump(*spot) for spot in _spots(9, 2.6, CLEARING_RADIUS_M + 0.8, 75)]
    return merge([*parts, _treeline()])


def _treeline() -> Mesh:
    """A ragged wall of distant forest round the edge of the snow, so that no bare horizon shows."""
    count = 150
    chance = hash01(2 * count, 79).reshape(2, count)
    angle = 2 * np.pi * np.arange(count) / count
    faces, place, tint = [], [], []
    for k in range(count):
        radius = 186.0 + 12.0 * float(chance[1, k])
        middle, half = angle[k], 0.030
        foot = [(radius * math.cos(a), radius * math.sin(a)) for a in (middle - half, middle + half)]
        ground_z = float(ground_height_m(np.array(foot[0][0]), np.array(foot[0][1]))) - 1.0
        tall = 13.0 + 10.0 * float(chance[0, k])
        peak = (radius * math.cos(middle), radius * math.sin(middle), ground_z + tall)
        place += [(*foot[1], ground_z), (*foot[0], ground_z), peak]
        faces.append((3 * k, 3 * k + 1, 3 * k + 2))
        tint.append(0.9 * np.asarray(FIR) + 0.16 * float(chance[1, k]) * np.asarray(SNOW_SHADE))
    return mesh_from(place, faces, colour=np.asarray(tint), shininess=0.0, crease_deg=0.0)


def _spots(count: int, inner_m: float, outer_m: float, seed: int) -> list[tuple[float, float, float, float]]:
    """Places between two circles: (east, north, height of tree's foot, a number from 0 to 1 for variety)."""
    chance = hash01(3 * count, seed).reshape(3, count)
    # A spiral of the golden angle keeps neighbours apart; chance then shakes it.
    radius = np.sqrt(inner_m**2 + (outer_m**2 - inner_m**2) * (np.arange(count) + chance[0]) / count)
    angle = 2.399963 * np.arange(count) + 1.3 * chance[1]
    east, north = radius * np.cos(angle), radius * np.sin(angle)
    foot = ground_height_m(east, north)
    clear = np.ones(count, dtype=bool)
    for (x, y, _), room in ((HUT_M, 5.8), (FIRE_M, 3.8), (DRAPE_M, 3.0)):
        clear &= np.hypot(east - x, north - y) > room
    spots = zip(east[clear], north[clear], foot[clear], chance[2][clear], strict=True)
    return [(float(e), float(n), float(z), float(c)) for e, n, z, c in spots]


def _skirt(radius: float, low: float, high: float, sides: int, turn: float, droop: float) -> Mesh:
    """One tier of branches: an apex and a ragged hem, every other branch longer and hanging lower."""
    angle = turn + 2 * np.pi * np.arange(sides) / sides
    ragged = np.where(np.arange(sides) % 2 == 0, 1.0, 0.78)
    hem = np.column_stack(
        [radius * ragged * np.cos(angle), radius * ragged * np.sin(angle), low - droop * (ragged > 0.9)]
    )
    face = [(0, 1 + j, 1 + (j + 1) % sides) for j in range(sides)]
    return mesh_from(np.vstack([[(0.0, 0.0, high)], hem]), face, shininess=0.0, crease_deg=65.0)


def _dusted(tier: Mesh, green: Floats, seed: int, snow: float) -> Mesh:
    """Green at the heart, snow lying on some of the branch ends."""
    top = float(tier.position_m[:, 2].max())

    def tint(position_m: Floats) -> Floats:
        angle = np.arctan2(position_m[:, 1], position_m[:, 0])
        patch = 0.5 + 0.5 * np.sin(2.0 * angle + 1.7 * seed) * np.cos(5.0 * angle + 0.9 * seed)
        load = np.where(position_m[:, 2] > top - 1e-6, 0.12, snow * patch)[:, None]
        mixed: Floats = green * (1 - load) + np.asarray(SNOW) * load
        return mixed

    return coloured(tier, tint)


def _fir(east: float, north: float, foot: float, chance: float) -> Mesh:
    height = 9.0 + 11.0 * chance
    wide = 0.150 * height * (0.85 + 0.3 * ((chance * 7.3) % 1.0))
    green = np.asarray(FIR) * (1 - chance) + np.asarray(FIR_PALE) * chance
    tiers = []
    for k in range(5):
        low = height * (0.09 + 0.175 * k)
        high = min(height, low + height * (0.36 if k < 4 else 0.21))
        tier = _skirt(wide * (1.0 - 0.19 * k), low, high, 7, chance * 9.0 + 1.3 * k, 0.03 * height)
        tiers.append(_dusted(tier, green * (1.0 + 0.08 * k), int(chance * 997) + 3 * k, 0.75))
    trunk = lathe([(0.014 * height, -0.5), (0.012 * height, 0.15 * height)], segments=4, colour=BARK, crease_deg=100.0)
    return moved(merge([trunk, *tiers]), (east, north, foot))


def _far_fir(east: float, north: float, foot: float, chance: float, tiers: int) -> Mesh:
    height = 11.0 + 10.0 * chance
    shape = ((0.04, 0.68, 0.150), (0.40, 1.0, 0.105)) if tiers == 2 else ((0.02, 1.0, 0.150),)
    parts = [
        _dusted(
            _skirt(wide * height, low * height, high * height, 4, 6.0 * chance + k, 0.0),
            np.asarray(FIR) * (1.1 + 0.4 * chance),
            int(chance * 997) + 7 * k,
            0.6,
        )
        for k, (low, high, wide) in enumerate(shape)
    ]
    return moved(merge(parts), (east, north, foot))


def _birch(east: float, north: float, foot: float, chance: float) -> Mesh:
    height = 10.0 + 7.0 * chance
    lean = np.array([0.05 * math.sin(9 * chance), 0.05 * math.cos(7 * chance), 1.0])
    level = np.array([-0.5, 0.15, 0.32, 0.55, 0.78, 1.0])
    level[1:] *= height
    path = level[:, None] * lean
    bands = np.array([BIRCH, BIRCH, [0.75 * c for c in BIRCH], BIRCH, [0.6 * c for c in BIRCH]])
    bands[0] = np.asarray(BIRCH) * 0.7 + 0.3 * np.asarray(BIRCH_DARK)
    ring = np.array([[math.cos(a), math.sin(a), 0.0] for a in (2 * math.pi * j / 4 for j in range(4))])
    radius = np.array([0.15, 0.13, 0.11, 0.08, 0.05, 0.015])
    trunk = loft(
        path[:, None] + radius[:, None, None] * ring, caps=False, colour=bands, shininess=0.05, crease_deg=100.0
    )
    twigs = []
    for k in range(7):
        a, start = 2.4 * k + 6 * chance, (0.38 + 0.085 * k) * height
        reach = (0.26 - 0.022 * k) * height
        root = start * lean
        tip = root + reach * np.array([0.62 * math.cos(a), 0.62 * math.sin(a), 0.75])
        side = 0.05 * np.array([-math.sin(a), math.cos(a), 0.0])
        twigs.append(mesh_from([root - side, root + side, tip], [(0, 1, 2), (0, 2, 1)], colour=TWIG, shininess=0.0))
    return moved(merge([trunk, *twigs]), (east, north, foot))


def _stump(east: float, north: float, foot: float, chance: float) -> Mesh:
    """A trunk snapped by the fall, some leaning over."""
    length = 1.2 + 2.2 * chance
    trunk = lathe(
        [(0.16, -0.4), (0.13, length), (0.0, length + 0.35)],
        segments=5,
        colour=np.array([BARK, LOG_END]),
        crease_deg=60.0,
    )
    return moved(turned(trunk, (math.sin(9 * chance), math.cos(9 * chance), 0.0), 55.0 * chance), (east, north, foot))


# -- the canopy on the trees ----------------------------------------------------------------------


_PEAKS = ((-3.0, 1.2, 11.5), (0.8, -1.0, 12.5), (3.6, 1.6, 10.2), (-0.6, 3.2, 10.8))
"""East, north and height of the treetops that hold the canopy up, from its middle."""


def draped_canopy() -> Mesh:
    """The main canopy hung over treetops beside the clearing, red and white, and its lines down to the sphere."""
    gores, rings = 24, 6
    spread, around = np.meshgrid(np.linspace(0.0, 1.0, rings + 1)[::-1], 2 * np.pi * np.arange(gores) / gores)
    spread, around = spread.T, around.T
    x, y = 6.5 * spread * np.cos(around), 5.0 * spread * np.sin(around)
    top = np.full(x.shape, 3.8)
    for east, north, peak in _PEAKS:
        top = np.maximum(top, peak - 1.35 * np.hypot(x - east, y - north))
    z = top - 1.6 * spread**2 + 0.55 * spread * np.sin(11.0 * around + 0.8)
    grid = np.stack([x, y, z], axis=-1)
    tint = np.asarray([RED, WHITE])[(np.arange(gores) // 2) % 2][None]
    # Cloth has two faces: the upper one a little above the lower one, so that they never flicker.
    lift = np.array([0.0, 0.0, 0.12])
    upper = sheet(grid + lift, around=True, colour=tint, shininess=0.05, crease_deg=70.0)
    lower = backside(sheet(grid, around=True, colour=tint, shininess=0.0, crease_deg=70.0), 0.7)
    cloth = moved(merge([upper, lower]), DRAPE_M)
    lines = []
    for k in range(6):
        a = math.radians(-75.0 + 18.0 * k)
        hem = (DRAPE_M[0] + 5.9 * math.cos(a), DRAPE_M[1] + 4.6 * math.sin(a), 3.4)
        sag = (0.5 * hem[0] - 0.15, 0.5 * hem[1] + 0.1, 1.9)
        path = [(-0.25, 0.15, 1.6), sag, hem]
        lines.append(tube(path, 0.012, segments=3, caps=False, colour=(0.70, 0.69, 0.64)))
    return merge([cloth, *lines])
