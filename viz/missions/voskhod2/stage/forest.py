"""The landing place: its meshes together, the crowns of the far forest, and the canopy draped on the trees.

All meshes are in local metres, +X east, +Y north, +Z up, their origin on the ground at the landing point. That
it was taiga with deep snow is record (G03, G04, W1); every shape and place here is a model.
"""

from __future__ import annotations

import math

import numpy as np

from viz.missions.voskhod2.stage.camp import camp_meshes
from viz.missions.voskhod2.stage.clothing import clothing, hatch_trunk
from viz.missions.voskhod2.stage.people import people_meshes
from viz.missions.voskhod2.stage.snow import (
    DRAPE_M,
    EDGE_TONE,
    SNOW_SHADE,
    first_tracks,
    ground,
    ground_height_m,
    near_floor,
    taiga_floor,
    tracks,
)
from viz.missions.voskhod2.stage.trees import FIR
from viz.missions.voskhod2.stage.woods import DRAPE_PEAKS, nearest_meshes, spots, taiga, treeline, trees
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, hash01, made_of, merge, mesh_from, moved
from viz.stage.shapes import sheet, tube

RED: Colour = (0.80, 0.13, 0.07)
WHITE: Colour = (0.92, 0.91, 0.88)


def forest_meshes() -> dict[str, Mesh]:
    """Every mesh of the landing place by name."""
    return {
        "ground": ground(),
        "trees": trees(),
        **nearest_meshes(),
        "draped_canopy": draped_canopy(),
        "taiga": taiga(),
        "treeline": treeline(),
        "taiga_floor": taiga_floor(),
        "near_floor": near_floor(),
        "far_crowns": far_crowns(),
        "tracks": tracks(),
        "first_tracks": first_tracks(),
        "clothing": clothing(),
        "hatch_trunk": hatch_trunk(),
        **people_meshes(),
        **camp_meshes(),
    }


# -- crowns of the far forest ---------------------------------------------------------------------


FAR_CROWNS = ((900, 400.0, 900.0, 82, 1.0), (2400, 850.0, 2700.0, 84, 1.5))
"""Crowns seen from the air: how many, between which radii, a seed, and how much wider than one tree each stands."""


def far_crowns() -> Mesh:
    """Crowns of the taiga far off, two crossed triangles each, in clumps that thin out towards the edge."""
    return merge([_crowns(*belt) for belt in FAR_CROWNS])


def _crowns(count: int, inner_m: float, outer_m: float, seed: int, wider: float) -> Mesh:
    places = np.asarray(spots(count, inner_m, outer_m, seed))
    east, north, chance = places[:, 0], places[:, 1], places[:, 3]
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


# -- the canopy on the trees ----------------------------------------------------------------------


def draped_canopy() -> Mesh:
    """The main canopy hung over treetops beside the clearing, red and white, and its lines down to the sphere."""
    gores, rings = 44, 8
    spread, around = np.meshgrid(np.linspace(0.0, 1.0, rings + 1)[::-1] ** 0.85, 2 * np.pi * np.arange(gores) / gores)
    spread, around = spread.T, around.T
    ragged = 1.0 + 0.10 * np.sin(3.0 * around + 0.6) + 0.05 * np.sin(7.0 * around)
    x, y = 6.5 * spread * ragged * np.cos(around), 5.0 * spread * ragged * np.sin(around)
    # Cloth between two props sags: a soft maximum of the tents over each treetop.
    tents = np.stack([peak - 1.25 * np.hypot(x - e, y - n) ** 0.92 for e, n, peak in DRAPE_PEAKS])
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
