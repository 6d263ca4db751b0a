"""The landing place: snow, firs and birches, and the canopy draped on them.

All meshes are in local metres, +X east, +Y north, +Z up, their origin on the ground at the landing point. That
it was taiga with deep snow is record (G03, G04, W1); every shape and place here is a model.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Vec3
from viz.stage.camp import camp_meshes
from viz.stage.mesh import Colour, Floats, Mesh, coloured, hash01, merge, mesh_from, moved, turned
from viz.stage.shapes import lathe, loft, sheet, tube

GROUND_RADIUS_M = 200.0
TAIGA_RADIUS_M = 2600.0
"""How far the drawn forest floor reaches, and the coarse one beyond it."""
CLEARING_RADIUS_M = 5.0
"""Trees crushed by the fall; model."""
DRAPE_M: Vec3 = (-8.5, 5.0, 0.0)
"""Middle of the draped canopy; model."""
HUT_M: Vec3 = (14.0, 9.0, 0.0)
FIRE_M: Vec3 = (5.5, 4.5, 0.0)
"""Where hut and fire stand; no tree is planted there; models."""
GLADE_M = ((0.0, -5.5), (7.5, 9.5))
"""Middle and half axes, east and north, of the open ground south of the sphere, where onlookers stand; model."""
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
        "taiga": taiga(),
        "tracks": tracks(),
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
    columns = 28
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
    reach = np.linalg.norm(position_m[:, :2], axis=1)
    far = np.clip((reach - 26.0) / 150.0, 0.0, 1.0)[:, None] ** 0.8
    tint: Floats = snow * (1 - far) + _floor_of_taiga(position_m) * far
    return tint


# -- trees ----------------------------------------------------------------------------------------


def trees() -> Mesh:
    """Firs and birches round the clearing, detailed near and simple far, with a few broken trunks."""
    parts = [_fir(*spot, tiers=9, points=6) for spot in _spots(11, CLEARING_RADIUS_M + 1.8, 17.0, 72)]
    parts += [_fir(*spot, tiers=7, points=4) for spot in _spots(24, 17.0, 40.0, 71)]
    parts += [_fir(x + DRAPE_M[0], y + DRAPE_M[1], 0.0, (top - 8.6) / 11.0, 7, 4) for x, y, top in _PEAKS]
    parts += [_far_fir(*spot, tiers=2) for spot in _spots(84, 40.0, 95.0, 73)]
    parts += [_far_fir(*spot, tiers=1) for spot in _spots(225, 95.0, 192.0, 78)]
    parts += [_birch(*spot) for spot in _spots(12, CLEARING_RADIUS_M + 1.5, 40.0, 74)]
    parts += [_stump(*spot) for spot in _spots(5, 3.6, CLEARING_RADIUS_M + 3.0, 75)]
    return merge([*parts, _treeline()])


def _treeline() -> Mesh:
    """A ragged belt of distant firs, one triangle each, so that no bare horizon shows from the clearing."""
    count = 124
    chance = hash01(2 * count, 79).reshape(2, count)
    angle = 2 * np.pi * np.arange(count) / count
    faces, place, tint = [], [], []
    for k in range(count):
        radius = 158.0 + 72.0 * float(chance[1, k])
        middle, half = angle[k], 6.4 / radius
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
    (e0, n0), (wide, long) = GLADE_M
    clear &= np.hypot((east - e0) / wide, (north - n0) / long) > 1.0
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


def _fir(east: float, north: float, foot: float, chance: float, tiers: int, points: int) -> Mesh:
    """A snow-laden fir: whorls of uneven boughs, each drooping, white on its back and dark in the gaps."""
    height = 9.0 + 11.0 * chance
    wide = 0.135 * height * (0.82 + 0.36 * ((chance * 7.3) % 1.0))
    green = np.asarray(FIR) * (1 - chance) + np.asarray(FIR_PALE) * chance
    luck = hash01(4 * tiers * points, int(chance * 9973) + 5).reshape(4, tiers, points)
    whorls = []
    for k in range(tiers):
        part = k / tiers
        low = height * (0.10 + 0.88 * part**0.94)
        rise = height * (1.05 / tiers + 0.05)
        reach = wide * (1.0 - part) ** 0.82 + 0.012 * height
        whorls.append(_whorl(low, min(low + rise, height), reach, 2.4 * k + 9.0 * chance, luck[:, k], green))
    trunk = lathe([(0.014 * height, -0.5), (0.011 * height, 0.16 * height)], segments=4, colour=BARK, crease_deg=100.0)
    return moved(merge([trunk, *whorls]), (east, north, foot))


def _whorl(low: float, high: float, reach: float, turn: float, luck: Floats, green: Floats) -> Mesh:
    """One ring of boughs, ``luck`` (4, points): long drooping tips with short gaps between them."""
    points = luck.shape[1]
    angle = turn + 2 * np.pi * (np.arange(points) + 0.5 * luck[0]) / points
    gap = angle + np.pi / points
    tip_r, gap_r = reach * (0.74 + 0.46 * luck[1]), reach * (0.40 + 0.14 * luck[2])
    drop = (high - low) * (0.10 + 0.30 * luck[3])
    tip = np.column_stack([tip_r * np.cos(angle), tip_r * np.sin(angle), low - drop])
    notch = np.column_stack([gap_r * np.cos(gap), gap_r * np.sin(gap), low + 0.22 * (high - low) * np.ones(points)])
    hem = np.stack([tip, notch], axis=1).reshape(-1, 3)
    count = len(hem)
    top = np.array([0.0, 0.0, high])
    face = [(0, 1 + j, 1 + (j + 1) % count) for j in range(count)]
    shade = np.repeat(0.80 + 0.55 * luck[0], 2)[:, None] * green
    whorl = mesh_from(np.vstack([[top], hem]), face, colour=shade, shininess=0.0, crease_deg=60.0)
    # A load of snow on each bough's back, a hand above the green so that the two never flicker.
    lift = np.array([0.0, 0.0, 0.035 + 0.010 * reach])
    middle = top + 0.34 * (tip - top) + lift
    across = np.column_stack([-np.sin(angle), np.cos(angle), np.zeros(points)])
    across *= (0.13 + 0.16 * luck[1])[:, None] * reach
    outer = top + 0.80 * (tip - top) + lift - np.array([0.0, 0.0, 0.02])
    pads = np.stack([middle, outer - across, tip + 0.4 * lift, outer + across], axis=1).reshape(-1, 3)
    quads = [(4 * k, 4 * k + 1, 4 * k + 3) for k in range(points)]
    quads += [(4 * k + 1, 4 * k + 2, 4 * k + 3) for k in range(points)]
    kept = quads if points > 4 else quads[:points]
    snow = mesh_from(pads, kept, colour=SNOW, shininess=0.05, crease_deg=60.0)
    return merge([whorl, snow])


def _far_fir(east: float, north: float, foot: float, chance: float, tiers: int) -> Mesh:
    height = 11.0 + 10.0 * chance
    shape = ((0.04, 0.68, 0.150), (0.40, 1.0, 0.105)) if tiers == 2 else ((0.02, 1.0, 0.150),)
    parts = [
        _dusted(
            _skirt(wide * height, low * height, high * height, 4 if tiers == 2 else 3, 6.0 * chance + k, 0.0),
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
    ring = np.array([[math.cos(a), math.sin(a), 0.0] for a in (2 * math.pi * j / 3 for j in range(3))])
    radius = np.array([0.15, 0.13, 0.11, 0.08, 0.05, 0.015])
    trunk = loft(
        path[:, None] + radius[:, None, None] * ring, caps=False, colour=bands, shininess=0.05, crease_deg=130.0
    )
    return moved(merge([trunk, _birch_crown(height, lean, chance)]), (east, north, foot))


def _birch_crown(height: float, lean: Floats, chance: float) -> Mesh:
    """Bare boughs going up and out, each with hanging twigs; single thin triangles."""
    place: list[Floats] = []
    for k in range(8):
        a, start = 2.4 * k + 6 * chance, (0.36 + 0.075 * k) * height
        reach = (0.25 - 0.020 * k) * height
        out, side = np.array([math.cos(a), math.sin(a), 0.0]), np.array([-math.sin(a), math.cos(a), 0.0])
        root = start * lean
        tip = root + reach * (0.62 * out + np.array([0.0, 0.0, 0.78]))
        place += [root - 0.045 * side, root + 0.045 * side, tip]
        for j, (along, swing) in enumerate(((0.45, 0.9), (0.65, -0.8), (0.85, 0.5))):
            fork = root + along * (tip - root)
            far = fork + reach * (0.34 * (out + swing * side) + np.array([0.0, 0.0, 0.30 - 0.26 * j]))
            place += [fork - np.array([0.0, 0.0, 0.022]), fork + np.array([0.0, 0.0, 0.022]), far]
    corner = np.asarray(place)
    return mesh_from(corner, np.arange(len(corner)).reshape(-1, 3), colour=TWIG, shininess=0.0, crease_deg=1.0)


def _stump(east: float, north: float, foot: float, chance: float) -> Mesh:
    """A trunk snapped by the fall, some leaning over."""
    length = 0.7 + 1.3 * chance
    trunk = lathe(
        [(0.15, -0.4), (0.12, length), (0.05, length + 0.22), (0.0, length + 0.38)],
        segments=6,
        colour=np.array([BARK, LOG_END, LOG_END]),
        crease_deg=60.0,
    )
    return moved(turned(trunk, (math.sin(9 * chance), math.cos(9 * chance), 0.0), 38.0 * chance), (east, north, foot))


# -- farther out, and what people leave -----------------------------------------------------------


def taiga() -> Mesh:
    """The forest beyond the drawn trees as it looks from the air, out to `TAIGA_RADIUS_M`: dark, mottled, with gaps."""
    reach = np.array([GROUND_RADIUS_M - 6.0, 260.0, 380.0, 560.0, 820.0, 1200.0, 1750.0, TAIGA_RADIUS_M])
    columns = 28
    angle = 2 * np.pi * np.arange(columns) / columns
    east, north = reach[:, None] * np.cos(angle), reach[:, None] * np.sin(angle)
    fade = np.clip((700.0 - reach) / 500.0, 0.0, 1.0)[:, None]
    grid = np.stack([east, north, ground_height_m(east, north) * fade - 0.6], axis=-1)
    floor = coloured(sheet(grid[::-1], around=True, shininess=0.0, crease_deg=80.0), _taiga_colour)
    crowns = [_far_fir(e, n, float(z) - 1.0, c, tiers=1) for e, n, z, c in _spots(230, 198.0, 430.0, 80)]
    return merge([floor, *crowns])


def _floor_of_taiga(position_m: Floats) -> Floats:
    """Snow in the shade of dense trees, mottled: what shows between crowns that are not drawn one by one."""
    e, n = position_m[:, 0], position_m[:, 1]
    clump = 0.5 + 0.5 * np.sin(0.021 * e + 2.0 * np.sin(0.009 * n)) * np.sin(0.017 * n + 1.3 + 0.012 * e)
    floor: Floats = np.array([0.29, 0.33, 0.34]) + np.array([0.10, 0.10, 0.11]) * clump[:, None]
    return floor


def _taiga_colour(position_m: Floats) -> Floats:
    far = np.hypot(position_m[:, 0], position_m[:, 1])
    # Cells grow with distance, so the mottling must fade before they are too coarse to carry it.
    calm = np.clip((far - 260.0) / 300.0, 0.0, 1.0)[:, None]
    mixed = _floor_of_taiga(position_m) * (1 - calm) + np.array([0.34, 0.38, 0.395]) * calm
    # Towards the edge it takes the tone of the ground seen from far above.
    edge = np.clip((far - 700.0) / (TAIGA_RADIUS_M - 700.0), 0.0, 1.0)[:, None]
    tint: Floats = mixed * (1 - edge) + np.array([0.37, 0.39, 0.40]) * edge
    return tint


def tracks() -> Mesh:
    """Ski tracks from the forest to the sphere and trodden paths between sphere, fire and hut, just above the snow."""
    ski = np.array([(38.0, -26.0), (24.0, -15.0), (14.0, -9.5), (8.0, -4.0), (4.4, -0.8), (2.6, 0.6)])
    parts = [_path(ski + np.array([s * 0.10, s * 0.13]), 0.045, (0.66, 0.71, 0.80)) for s in (-1.0, 1.0)]
    door = (HUT_M[0] - 1.0, HUT_M[1] - 2.4)
    for walk in ([(1.6, 1.2), (3.4, 2.6), FIRE_M[:2]], [FIRE_M[:2], (9.0, 5.2), (11.6, 5.9), door]):
        parts.append(_path(np.asarray(walk), 0.26, (0.70, 0.74, 0.82)))
    return merge(parts)


def _path(points_m: Floats, half_m: float, colour: Colour) -> Mesh:
    """A band on the snow through points, (p, 2), with uneven edges."""
    span = np.linspace(0.0, len(points_m) - 1.0, 7 * len(points_m))
    middle = np.column_stack([np.interp(span, np.arange(len(points_m)), points_m[:, k]) for k in range(2)])
    middle[:, 0] += 0.12 * np.sin(2.1 * span)
    along = np.gradient(middle, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    side = np.column_stack([-along[:, 1], along[:, 0]]) * (half_m * (1.0 + 0.22 * np.sin(9.0 * span)))[:, None]
    rows = []
    for edge in (middle + side, middle - side):
        rows.append(np.column_stack([edge, ground_height_m(edge[:, 0], edge[:, 1]) + 0.025]))
    return sheet(np.stack(rows), colour=colour, shininess=0.0, crease_deg=100.0)


# -- the canopy on the trees ----------------------------------------------------------------------


_PEAKS = ((-3.0, 1.2, 11.5), (0.8, -1.0, 12.5), (3.6, 1.6, 10.2), (-0.6, 3.2, 10.8))
"""East, north and height of the treetops that hold the canopy up, from its middle."""


def draped_canopy() -> Mesh:
    """The main canopy hung over treetops beside the clearing, red and white, and its lines down to the sphere."""
    gores, rings = 44, 8
    spread, around = np.meshgrid(np.linspace(0.0, 1.0, rings + 1)[::-1] ** 0.85, 2 * np.pi * np.arange(gores) / gores)
    spread, around = spread.T, around.T
    ragged = 1.0 + 0.10 * np.sin(3.0 * around + 0.6) + 0.05 * np.sin(7.0 * around)
    x, y = 6.5 * spread * ragged * np.cos(around), 5.0 * spread * ragged * np.sin(around)
    # Cloth between two props sags: a soft maximum of the tents over each treetop.
    tents = np.stack([peak - 1.25 * np.hypot(x - e, y - n) ** 0.92 for e, n, peak in _PEAKS])
    top = np.log(np.exp(1.6 * (tents - tents.max(axis=0))).sum(axis=0)) / 1.6 + tents.max(axis=0)
    top = np.maximum(top, 2.2 + 0.5 * np.sin(5.0 * around))
    fold = spread**1.3 * (0.34 * np.sin(11.0 * around + 0.8) + 0.20 * np.sin(22.0 * around - 1.1 + 2.0 * spread))
    hang = 2.3 * np.clip(spread - 0.72, 0.0, 1.0) * (1.0 + 0.8 * np.sin(3.0 * around + 2.0))
    grid = np.stack([x * (1.0 - 0.05 * fold), y * (1.0 - 0.05 * fold), top - 0.7 * spread**2 + fold - hang], axis=-1)
    tint = np.asarray([RED, WHITE])[((np.arange(gores) * 24 // gores) // 2) % 2][None]
    shade = 1.0 + 0.10 * np.sin(11.0 * around[:-1] + 1.4)[..., None] * spread[:-1, :, None]
    cloth = moved(sheet(grid, around=True, colour=tint * shade, shininess=0.05, crease_deg=85.0), DRAPE_M)
    lines = []
    for k in range(6):
        a = math.radians(-75.0 + 18.0 * k)
        hem = (DRAPE_M[0] + 5.9 * math.cos(a), DRAPE_M[1] + 4.6 * math.sin(a), 3.4)
        sag = (0.5 * hem[0] - 0.15, 0.5 * hem[1] + 0.1, 1.9)
        path = [(-0.25, 0.15, 1.6), sag, hem]
        lines.append(tube(path, 0.012, segments=3, caps=False, colour=(0.70, 0.69, 0.64)))
    return merge([cloth, *lines])
