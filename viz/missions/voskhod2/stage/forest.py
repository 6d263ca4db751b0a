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
    first_tracks,
    ground,
    ground_height_m,
    near_floor,
    taiga_floor,
    tracks,
)
from viz.missions.voskhod2.stage.woods import DRAPE_PEAKS, FINER, nearest_meshes, spots, taiga, treeline, trees
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


def fine_forest_meshes() -> dict[str, Mesh]:
    """Denser stand-ins for some of them, by the same names."""
    return {"trees": trees(FINER), **nearest_meshes(FINER), **people_meshes(fine=True)}


# -- crowns of the far forest ---------------------------------------------------------------------


FAR_CROWNS = ((1300, 400.0, 1200.0, 82, 1.0),)
"""Crowns seen from the air: how many, between which radii, a seed, and how much wider than one tree each stands."""
CROWN: Colour = (0.150, 0.195, 0.180)
"""Tone of the wood from the air, as ``floor.frag.glsl`` has it."""


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
        green = np.asarray(CROWN) * (0.8 + 0.5 * chance)[:, None]
        tint.append(green * (1.0 - haze) + haze * np.asarray(EDGE_TONE) * 0.9)
    corner = np.concatenate(place).reshape(-1, 3)
    crowns = mesh_from(
        corner, np.arange(len(corner)).reshape(-1, 3), colour=np.concatenate(tint), shininess=0.0, crease_deg=1.0
    )
    return made_of(crowns, Material.PLANT)


# -- the canopy on the trees ----------------------------------------------------------------------


def draped_canopy() -> Mesh:
    """The main canopy hung over treetops beside the clearing, red and white, and its lines down to the sphere."""
    cloth = made_of(_draped_cloth(), Material.CLOTH)
    lines = [_slack_line(k, math.radians(-84.0 + 11.0 * k)) for k in range(10)]
    return merge([moved(cloth, DRAPE_M), made_of(merge(lines), Material.ROPE)])


def _draped_cloth() -> Mesh:
    """Cloth over four props: it sags between them, falls in folds from gore to gore, and lies on the snow beyond."""
    gores, columns, rows = 24, 96, 15
    out, around = np.meshgrid(np.linspace(1.0, 0.0, rows + 1) ** 0.85, 2 * np.pi * np.arange(columns) / columns)
    out, around = out.T, around.T
    ragged = 1.0 + 0.22 * np.cos(around - 2.5) + 0.09 * np.sin(3.0 * around + 0.6) + 0.05 * np.sin(7.0 * around)
    ridge = np.abs(np.sin(0.5 * gores * around + 0.35 * np.sin(3.0 * around))) ** 0.7 - 0.6
    fold = out**1.2 * (0.55 * ridge + 0.16 * np.sin(19.0 * around + 5.0 * out))
    reach = out * ragged * (1.0 - 0.05 * fold)
    x, y = 6.6 * reach * np.cos(around), 5.5 * reach * np.sin(around)
    # Cloth between two props sags: a soft maximum of the tents over each treetop.
    tents = np.stack([peak - 1.35 * np.hypot(x - e, y - n) ** 0.94 for e, n, peak in DRAPE_PEAKS])
    top = np.log(np.exp(1.5 * (tents - tents.max(axis=0))).sum(axis=0)) / 1.5 + tents.max(axis=0)
    hang = 4.2 * np.clip(out - 0.66, 0.0, 1.0) * (1.0 + 0.7 * np.sin(3.0 * around + 2.0) + 0.3 * np.sin(8.0 * around))
    lies = ground_height_m(x + DRAPE_M[0], y + DRAPE_M[1]) + 0.10 + 0.14 * np.clip(ridge + 0.4, 0.0, 1.0)
    grid = np.stack([x, y, np.maximum(top - 0.9 * out**2 + fold - hang, lies)], axis=-1)
    tint = np.asarray([RED, WHITE])[((np.arange(columns) * gores // columns) // 2) % 2][None]
    shade = 1.0 + 0.12 * ridge[:-1, :, None] * out[:-1, :, None]
    return sheet(grid, around=True, colour=tint * shade, shininess=0.05, crease_deg=75.0)


def _slack_line(number: int, angle: float) -> Mesh:
    """A line from the sphere's hatch to the cloth's hem, some of them down on the snow."""
    hem = (DRAPE_M[0] + 5.6 * math.cos(angle), DRAPE_M[1] + 4.7 * math.sin(angle), 2.6 + 0.5 * math.sin(3.0 * number))
    low = 0.06 if number % 3 == 0 else 1.0 + 0.5 * math.sin(2.0 * number)
    knee = (0.38 * hem[0] + 0.3 * math.sin(number), 0.38 * hem[1] + 0.3 * math.cos(number), low)
    beyond = (0.72 * hem[0], 0.72 * hem[1], 0.5 * (low + hem[2]) - 0.3)
    return tube([(-0.25, 0.15, 1.6), knee, beyond, hem], 0.010, segments=3, caps=False, colour=(0.70, 0.69, 0.64))
