"""The snow of the landing place: drifts, the sphere's dent, tracks, and the forest's floor from the air.

Local metres, +X east, +Y north, +Z up, the origin on the ground at the landing point. Deep snow and an overcast sky are
record (W1); every shape is a model.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Vec3
from viz.missions.voskhod2.flight.people import HUT_DOOR_M, TRAIL_M
from viz.missions.voskhod2.stage.trees import SNOW, assembled, hidden_by
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, coloured, hash01, made_of, merge
from viz.stage.shapes import sheet

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
LEVEL_RADIUS_M = 20.0
"""The land is level this far round the landing point; on it lie drifts alone, and none where something was put."""
DRIFT_M = 0.075
"""How high a drift rises over the level snow; model."""
NEAR_FLOOR_M = 17.0
"""From here out the forest's floor is drawn with crowns for eyes in the air; ``floor.frag.glsl`` thins them inward."""
SPHERE_SINK_M = 0.55
"""How deep the sphere sits in the snow; model within W1's 0.66 m."""

SNOW_SHADE: Colour = (0.70, 0.77, 0.89)
EDGE_TONE: Colour = (0.405, 0.425, 0.43)
"""The ground's tone at the drawn forest's edge, lit as the stage lights it."""
SKI_TONE: Colour = (0.72, 0.78, 0.88)
HOLLOW_TONE: Colour = (0.56, 0.63, 0.75)


# -- ground ---------------------------------------------------------------------------------------


def ground_height_m(east_m: Floats, north_m: Floats) -> Floats:
    """Height of the snow: drifts on level land round the landing point, gently undulating beyond; arrays welcome."""
    e, n = np.asarray(east_m, dtype=np.float64), np.asarray(north_m, dtype=np.float64)
    swell = (
        1.6 * np.sin(0.021 * e + 0.7) * np.cos(0.017 * n - 0.4)
        + 0.7 * np.sin(0.053 * e - 0.031 * n + 1.9)
        + 0.18 * np.sin(0.19 * e + 0.13 * n) * np.cos(0.23 * n - 0.11 * e)
    )
    rise = np.clip((np.hypot(e, n) - LEVEL_RADIUS_M) / 60.0, 0.0, 1.0)
    height: Floats = swell * rise * rise * (3.0 - 2.0 * rise) + _drift_m(e, n)
    return height


def _drift_m(east: Floats, north: Floats) -> Floats:
    """Drifts across the wind from the south-west (W1), steep to the lee; none at sphere, fire and hut."""
    along, across = (east + north) / math.sqrt(2.0), (east - north) / math.sqrt(2.0)
    phase = 1.25 * along + 1.1 * np.sin(0.42 * across + 0.5) + 0.6 * np.sin(0.9 * across - 0.5 * along)
    ridge = 0.5 + 0.5 * np.sin(phase + 0.55 * np.sin(phase))
    patchy = 0.35 + 0.65 * (0.5 + 0.5 * np.sin(0.37 * along - 0.29 * across + 1.0) * np.sin(0.21 * across + 2.0))
    room = np.minimum.reduce([
        (np.hypot(east - x, north - y) - reach) / 2.0
        for (x, y, _), reach in (((0.0, 0.0, 0.0), 2.6), (FIRE_M, 2.4), (HUT_M, 3.4))
    ])  # fmt: skip
    drift: Floats = DRIFT_M * ridge * patchy * np.clip(room, 0.0, 1.0)
    return drift


def ground() -> Mesh:
    """Snow patch, finer near the landing point, with the dent the sphere made."""
    reach, columns = _ground_rings_m(), GROUND_COLUMNS
    angle = 2 * np.pi * np.arange(columns) / columns
    east, north = reach[:, None] * np.cos(angle), reach[:, None] * np.sin(angle)
    height = ground_height_m(east, north) + _dent_m(reach)[:, None] * (1 + 0.25 * np.cos(3 * angle + 1.0))[None, :]
    height[0] = height[0, 0]
    snow = sheet(np.stack([east, north, height], axis=-1)[::-1], around=True, shininess=0.12, crease_deg=80.0)
    place = snow.position_m.astype(np.float64)
    return hidden_by(made_of(coloured(snow, _snow_colour), Material.SNOW), _hidden(place))


GROUND_COLUMNS = 72


def _ground_rings_m() -> Floats:
    """Radii of the drawn ground's rings."""
    near = np.concatenate([[0.0, 0.6, 0.95, 1.25, 1.6, 2.0, 2.5, 3.1], np.arange(3.8, 20.0, 0.85)])
    return np.concatenate([near, 20.5 * 1.17 ** np.arange(14), [GROUND_RADIUS_M]])


def _dent_m(reach_m: Floats) -> Floats:
    """Bowl under the sphere and the ring of thrown snow round it."""
    bowl = -SPHERE_SINK_M * np.exp(-((reach_m / 1.15) ** 4))
    lip: Floats = bowl + 0.16 * np.exp(-(((reach_m - 1.9) / 0.7) ** 2))
    return lip


def _hidden(position_m: Floats) -> Floats:
    """How much of the sky the sphere and the trees hide from the snow."""
    reach = np.hypot(position_m[:, 0], position_m[:, 1])
    hidden: Floats = 0.75 * np.exp(-((reach / 1.5) ** 4)) + 0.35 * np.clip((reach - 9.0) / 30.0, 0.0, 1.0)
    return hidden


def _snow_colour(position_m: Floats) -> Floats:
    e, n = position_m[:, 0], position_m[:, 1]
    reach = np.hypot(e, n)
    shaded = 0.5 - 0.5 * np.clip(_drift_m(e, n) / DRIFT_M, 0.0, 1.0) * np.clip(reach / 4.0 - 0.6, 0.0, 1.0)
    mix = np.clip(0.45 * shaded + 0.45 * np.clip(1.0 - reach / 2.2, 0.0, 1.0), 0.0, 1.0)[:, None]
    snow = np.asarray(SNOW) * (1 - mix) + np.asarray(SNOW_SHADE) * mix
    # Far off, the ground between trees is too dense to draw: darken it towards the forest's own colour.
    far = np.clip((reach - 26.0) / 150.0, 0.0, 1.0)[:, None] ** 0.8
    tint: Floats = snow * (1 - far) + _floor_of_taiga(position_m) * far
    return tint


def _floor_of_taiga(position_m: Floats) -> Floats:
    """Snow in the shade of dense trees, mottled: what shows between crowns that are not drawn one by one."""
    e, n = position_m[:, 0], position_m[:, 1]
    clump = 0.5 + 0.5 * np.sin(0.021 * e + 2.0 * np.sin(0.009 * n)) * np.sin(0.017 * n + 1.3 + 0.012 * e)
    floor: Floats = np.array([0.29, 0.33, 0.34]) + np.array([0.10, 0.10, 0.11]) * clump[:, None]
    return floor


# -- the floor of the forest, seen from the air ---------------------------------------------------


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
    rings = _ground_rings_m()
    reach = rings[rings > NEAR_FLOOR_M]
    angle = 2 * np.pi * np.arange(GROUND_COLUMNS) / GROUND_COLUMNS
    east, north = reach[:, None] * np.cos(angle), reach[:, None] * np.sin(angle)
    grid = np.stack(
        [east, north, ground_height_m(east, north) + 0.05 + np.clip(0.02 * (reach[:, None] - NEAR_FLOOR_M), 0.0, 0.3)],
        axis=-1,
    )
    return sheet(grid[::-1], around=True, colour=EDGE_TONE, shininess=0.0, crease_deg=80.0)


# -- tracks ---------------------------------------------------------------------------------------


_WALKS = (
    ((-1.75, -0.35), (-0.5, -2.3), (2.3, -1.5), (3.4, 1.0), (3.5, 2.6), (4.0, 4.4)),
    ((-1.75, -0.45), (-0.5, -2.2), (3.2, -1.1), (4.2, -2.0), (5.2, -1.2), (6.6, 0.2)),
    ((1.9, -2.6), (2.6, -4.2), (4.4, -4.6), (6.2, -4.0), (6.3, -2.1), (8.6, 1.6)),
    ((8.6, 1.6), (9.0, 5.0), (12.4, 5.6), HUT_DOOR_M),
    ((4.3, 6.9), (7.0, 7.4), (10.4, 7.2), (12.4, 5.7)),
    ((3.5, 2.6), (5.5, 2.6), (8.2, 3.2), (9.6, 5.2)),
)
"""Ways that people went round sphere, fire and hut; models, near those of `viz.missions.voskhod2.flight.people`."""
STEP_M, STANCE_M = 0.62, 0.13
"""From one footprint to the next, and of each from the middle of the way."""


def tracks() -> Mesh:
    """The ski trail from the forest to the sphere, and footprints between sphere, fire and hut."""
    ski = np.asarray(TRAIL_M)
    rails = [_groove(ski + np.array([s * 0.10, s * 0.13]), 0.075, number) for number, s in enumerate((-1.0, 1.0))]
    return merge([*rails, *(footprints(np.asarray(walk), 140 + number) for number, walk in enumerate(_WALKS))])


def first_tracks() -> Mesh:
    """What the two men trod on the first day, round the sphere."""
    return merge([footprints(np.asarray(walk)[:4], 150 + number) for number, walk in enumerate(_WALKS[:2])])


def _along(points_m: Floats, step_m: float) -> tuple[Floats, Floats]:
    """Points at equal steps along a smoothed line, (k, 2), and its directions there."""
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points_m, axis=0).T))])
    at = np.arange(0.0, run[-1], step_m)
    soft = np.stack(
        [np.mean([np.interp(at + d, run, points_m[:, k]) for d in (-0.8, -0.3, 0.3, 0.8)], axis=0) for k in (0, 1)], -1
    )
    ahead = np.gradient(soft, axis=0)
    return soft, ahead / np.maximum(np.linalg.norm(ahead, axis=1), 1e-9)[:, None]


def footprints(points_m: Floats, seed: int) -> Mesh:
    """Footprints through points, (p, 2), left and right in turn: hollows with a soft rim of thrown snow."""
    middle, ahead = _along(points_m, STEP_M)
    count = len(middle)
    luck = hash01(3 * count, seed).reshape(3, count) - 0.5
    side = np.stack([-ahead[:, 1], ahead[:, 0]], axis=-1)
    foot = middle + (np.where(np.arange(count) % 2 == 0, STANCE_M, -STANCE_M) + 0.10 * luck[0])[:, None] * side
    foot += (0.16 * luck[1])[:, None] * ahead
    angle = 2 * np.pi * np.arange(6) / 6
    place = [np.concatenate([foot, (_lies_m(foot) + 0.012)[:, None]], axis=-1)[:, None]]
    normal = [np.broadcast_to([0.0, 0.0, 1.0], (count, 1, 3))]
    for long, wide, lift, tilt, _ in _PRINT:
        out = np.cos(angle)[None, :, None] * ahead[:, None] + np.sin(angle)[None, :, None] * side[:, None]
        flat = foot[:, None] + long * np.cos(angle)[None, :, None] * ahead[:, None]
        flat = flat + wide * np.sin(angle)[None, :, None] * side[:, None]
        place.append(np.concatenate([flat, (_lies_m(flat) + lift)[..., None]], axis=-1))
        normal.append(np.concatenate([tilt * out, np.ones((count, len(angle), 1))], axis=-1))
    spot = np.concatenate(place, axis=1)
    tint = np.concatenate([[HOLLOW_TONE], *([tone] * len(angle) for *_, tone in _PRINT)])
    hidden = np.broadcast_to([0.25, *[0.2] * len(angle), *[0.0] * len(angle)], spot.shape[:2])
    face = np.asarray(_print_faces(len(angle), len(_PRINT)))
    return assembled(
        spot, np.concatenate(normal, axis=1), face, np.broadcast_to(tint, spot.shape), hidden, Material.SNOW
    )


_PRINT = (
    (0.145, 0.060, 0.014, -0.5, HOLLOW_TONE), (0.205, 0.110, 0.026, 0.1, SNOW)
)  # fmt: skip
"""Rings of a footprint from its floor out: half length, half width, height over the snow, outward tilt, tone."""


def _print_faces(sides: int, rings: int) -> list[tuple[int, int, int]]:
    step = [(k, (k + 1) % sides) for k in range(sides)]
    face = [(0, 1 + a, 1 + b) for a, b in step]
    for ring in range(rings - 1):
        inner, outer = 1 + ring * sides, 1 + (ring + 1) * sides
        face += [(inner + a, outer + a, outer + b) for a, b in step]
        face += [(inner + a, outer + b, inner + b) for a, b in step]
    return face


def _lies_m(flat: Floats) -> Floats:
    """Height at which something lies on the drawn ground, whose triangles cut off the drifts' crests."""
    height: Floats = ground_height_m(flat[..., 0], flat[..., 1]) + 0.012
    return height


def _groove(points_m: Floats, half_m: float, seed: int) -> Mesh:
    """A ski's groove through points, (p, 2): a pressed floor between soft walls."""
    middle, ahead = _along(points_m, 1.7)
    side = np.stack([-ahead[:, 1], ahead[:, 0]], axis=-1)
    waver = 0.04 * np.sin(1.9 * np.arange(len(middle)) + seed)[:, None]
    rows = []
    for off, lift in ((-1.6, 0.004), (-1.0, 0.028), (-0.6, 0.012), (0.6, 0.012), (1.0, 0.028), (1.6, 0.004)):
        flat = middle + (off * half_m + waver) * side
        rows.append(np.concatenate([flat, (_lies_m(flat) + lift)[:, None]], axis=-1))
    tint = np.asarray([SNOW, SKI_TONE, HOLLOW_TONE, SKI_TONE, SNOW])[:, None]
    return made_of(sheet(np.stack(rows)[::-1], colour=tint[::-1], shininess=0.0, crease_deg=100.0), Material.SNOW)
