"""The landing place: snow, firs and birches, and the canopy draped on them.

All meshes are in local metres, +X east, +Y north, +Z up, their origin on the ground at the landing point. That
it was taiga with deep snow is record (G03, G04, W1); every shape and place here is a model.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from viz.flight.state import Vec3
from viz.missions.voskhod2.flight.people import HUT_DOOR_M, TRAIL_M
from viz.missions.voskhod2.stage.camp import camp_meshes
from viz.missions.voskhod2.stage.clothing import clothing, hatch_trunk
from viz.missions.voskhod2.stage.people import people_meshes
from viz.missions.voskhod2.stage.trees import FIR, SNOW, birch, far_fir, fir, stump
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, coloured, hash01, made_of, merge, mesh_from, moved
from viz.stage.shapes import sheet, tube

GROUND_RADIUS_M = 200.0
TAIGA_RADIUS_M = 4200.0
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
TRAIL_ROOM_M = 2.6
"""No tree stands nearer the ski trail."""
LEVEL_RADIUS_M = 20.0
"""The snow is level this far round the landing point, so that what is put there stands at height zero."""
SPHERE_SINK_M = 0.55
"""How deep the sphere sits in the snow; model within W1's 0.66 m."""

SNOW_SHADE: Colour = (0.72, 0.78, 0.88)
EDGE_TONE: Colour = (0.405, 0.425, 0.43)
"""The ground's tone at the drawn forest's edge, lit as the stage lights it."""
RED: Colour = (0.80, 0.13, 0.07)
WHITE: Colour = (0.92, 0.91, 0.88)


def forest_meshes() -> dict[str, Mesh]:
    """Every mesh of this module and of `viz.missions.voskhod2.stage.camp` by name."""
    return {
        "ground": ground(),
        "trees": trees(),
        "draped_canopy": draped_canopy(),
        "taiga": taiga(),
        "treeline": treeline(),
        "taiga_floor": taiga_floor(),
        "near_floor": near_floor(),
        "far_crowns": far_crowns(),
        "tracks": tracks(),
        "clothing": clothing(),
        "hatch_trunk": hatch_trunk(),
        **people_meshes(),
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
    return made_of(coloured(snow, _snow_colour), Material.SNOW)


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
    parts = [fir(*spot, tiers=9, points=6) for spot in _spots(11, CLEARING_RADIUS_M + 1.8, 17.0, 72)]
    parts += [fir(*spot, tiers=7, points=4) for spot in _spots(24, 17.0, 40.0, 71)]
    parts += [fir(x + DRAPE_M[0], y + DRAPE_M[1], 0.0, (top - 8.6) / 11.0, 7, 4) for x, y, top in _PEAKS]
    parts += [far_fir(*spot, tiers=2) for spot in _spots(84, 40.0, 95.0, 73)]
    parts += [far_fir(*spot, tiers=1) for spot in _spots(225, 95.0, 192.0, 78)]
    parts += [birch(*spot) for spot in _spots(12, CLEARING_RADIUS_M + 1.5, 40.0, 74)]
    parts += [stump(*spot) for spot in _spots(5, 3.6, CLEARING_RADIUS_M + 3.0, 75)]
    return merge(parts)


def treeline() -> Mesh:
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
    clear &= _from_trail_m(east, north) > TRAIL_ROOM_M
    (e0, n0), (wide, long) = GLADE_M
    clear &= np.hypot((east - e0) / wide, (north - n0) / long) > 1.0
    spots = zip(east[clear], north[clear], foot[clear], chance[2][clear], strict=True)
    return [(float(e), float(n), float(z), float(c)) for e, n, z, c in spots]


def _from_trail_m(east: Floats, north: Floats) -> Floats:
    """Return how far places lie from the ski trail."""
    nearest = np.full(len(east), np.inf)
    for (e0, n0), (e1, n1) in pairwise(TRAIL_M):
        along = np.clip(((east - e0) * (e1 - e0) + (north - n0) * (n1 - n0)) / ((e1 - e0) ** 2 + (n1 - n0) ** 2), 0, 1)
        nearest = np.minimum(nearest, np.hypot(east - e0 - along * (e1 - e0), north - n0 - along * (n1 - n0)))
    return nearest


# -- farther out, and what people leave -----------------------------------------------------------


def taiga() -> Mesh:
    """Simple firs beyond the drawn forest, so that it does not end where its floor's pattern begins."""
    return merge([far_fir(e, n, float(z) - 1.0, c, tiers=1) for e, n, z, c in _spots(230, 198.0, 430.0, 80)])


def taiga_floor() -> Mesh:
    """The forest beyond the drawn trees as it looks from the air, in its mean tone; the page draws crowns into it."""
    reach = np.array([GROUND_RADIUS_M - 6.0, 260.0, 380.0, 560.0, 820.0, 1200.0, 1750.0, 2600.0, TAIGA_RADIUS_M])
    angle = 2 * np.pi * np.arange(36) / 36
    east, north = reach[:, None] * np.cos(angle), reach[:, None] * np.sin(angle)
    fade = np.clip((700.0 - reach) / 500.0, 0.0, 1.0)[:, None]
    grid = np.stack([east, north, ground_height_m(east, north) * fade - 0.6], axis=-1)
    return sheet(grid[::-1], around=True, colour=EDGE_TONE, shininess=0.0, crease_deg=80.0)


def near_floor() -> Mesh:
    """The same pattern over the ground round the clearing, for eyes in the air."""
    reach = np.array([34.0, 60.0, 100.0, 150.0, GROUND_RADIUS_M])
    angle = 2 * np.pi * np.arange(28) / 28
    east, north = reach[:, None] * np.cos(angle), reach[:, None] * np.sin(angle)
    grid = np.stack([east, north, ground_height_m(east, north) + 0.35], axis=-1)
    return sheet(grid[::-1], around=True, colour=EDGE_TONE, shininess=0.0, crease_deg=80.0)


FAR_CROWNS = ((900, 400.0, 900.0, 82, 1.0), (2400, 850.0, 2700.0, 84, 1.5))
"""Crowns seen from the air: how many, between which radii, a seed, and how much wider than one tree each stands."""


def far_crowns() -> Mesh:
    """Crowns of the taiga far off, two crossed triangles each, in clumps that thin out towards the edge."""
    return merge([_crowns(*belt) for belt in FAR_CROWNS])


def _crowns(count: int, inner_m: float, outer_m: float, seed: int, wider: float) -> Mesh:
    spots = np.asarray(_spots(count, inner_m, outer_m, seed))
    east, north, chance = spots[:, 0], spots[:, 1], spots[:, 3]
    # Gathered into clumps by a slow wave; the outermost stand apart.
    east = east + 55.0 * np.sin(0.013 * north + 3.0 * np.sin(0.004 * east))
    north = north + 55.0 * np.sin(0.011 * east + 1.0 + 2.0 * np.sin(0.005 * north))
    kept = hash01(len(east), seed + 1) < np.clip((outer_m - np.hypot(east, north)) / (0.35 * outer_m) + 0.15, 0.0, 1.0)
    kept &= np.hypot(east, north) > inner_m - 40.0
    east, north, chance = east[kept], north[kept], chance[kept]
    far = np.hypot(east, north)
    foot = ground_height_m(east, north) * np.clip((700.0 - far) / 500.0, 0.0, 1.0) - 1.2
    tall, half = (11.0 + 10.0 * chance), (2.2 + 1.2 * chance) * wider
    turn = 7.0 * chance
    place, tint = [], []
    for quarter in (0.0, 0.5 * np.pi):
        across = np.stack([half * np.cos(turn + quarter), half * np.sin(turn + quarter), np.zeros(len(half))], axis=-1)
        root = np.stack([east, north, foot], axis=-1)
        place.append(np.stack([root - across, root + across, root + tall[:, None] * np.array([0.0, 0.0, 1.0])], axis=1))
        # Seen against the light or with it, dusted with snow: no two of one tone; paler with distance.
        haze = np.clip((far - 500.0) / 2600.0, 0.0, 0.75)[:, None]
        green = np.asarray(FIR) * (1.0 + 0.7 * chance)[:, None] + 0.10 * chance[:, None] * np.asarray(SNOW_SHADE)
        tint.append(green * (1.0 - haze) + haze * np.asarray(EDGE_TONE) * 0.9)
    corner = np.concatenate(place).reshape(-1, 3)
    crowns = mesh_from(
        corner, np.arange(len(corner)).reshape(-1, 3), colour=np.concatenate(tint), shininess=0.0, crease_deg=1.0
    )
    return made_of(crowns, Material.PLANT)


def _floor_of_taiga(position_m: Floats) -> Floats:
    """Snow in the shade of dense trees, mottled: what shows between crowns that are not drawn one by one."""
    e, n = position_m[:, 0], position_m[:, 1]
    clump = 0.5 + 0.5 * np.sin(0.021 * e + 2.0 * np.sin(0.009 * n)) * np.sin(0.017 * n + 1.3 + 0.012 * e)
    floor: Floats = np.array([0.29, 0.33, 0.34]) + np.array([0.10, 0.10, 0.11]) * clump[:, None]
    return floor


def tracks() -> Mesh:
    """Ski tracks from the forest to the sphere and trodden paths between sphere, fire and hut, just above the snow."""
    ski = np.asarray(TRAIL_M)
    parts = [_path(ski + np.array([s * 0.10, s * 0.13]), 0.045, (0.66, 0.71, 0.80)) for s in (-1.0, 1.0)]
    for walk in ([(1.6, 1.2), (3.4, 2.6), FIRE_M[:2]], [FIRE_M[:2], (9.0, 5.0), (12.4, 5.6), HUT_DOOR_M]):
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
    return made_of(sheet(np.stack(rows), colour=colour, shininess=0.0, crease_deg=100.0), Material.SNOW)


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
    return merge([made_of(cloth, Material.CLOTH), made_of(merge(lines), Material.ROPE)])
