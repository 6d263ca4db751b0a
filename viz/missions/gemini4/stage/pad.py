"""Launch complex 19: launch stand over its flame duct, the erector lowered, umbilical towers, blockhouse, ramp.

Own frame: the ground under the launcher, +X east, +Y north, +Z up, metres; the launcher stands over the origin. That an
erector held the launcher upright and was lowered before the flight is record (T01); sizes and places are models.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Quaternion, Vec3
from viz.missions.gemini4.flight.body import LAUNCH_STAND_M as STAND_M
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    PartPose,
    backside,
    coloured,
    hash01,
    made_of,
    merge,
    moved,
    turned,
)
from viz.stage.shapes import box, disc, lathe, sheet, torus, tube

LAND_RADIUS_M, RAYS = 430.0, 64

CONCRETE: Colour = (0.60, 0.59, 0.56)
SCORCHED: Colour = (0.36, 0.35, 0.33)
STEEL: Colour = (0.46, 0.47, 0.48)
RED: Colour = (0.60, 0.17, 0.10)
WHITE: Colour = (0.80, 0.80, 0.78)
DARK: Colour = (0.06, 0.06, 0.06)
SAND: Colour = (0.64, 0.60, 0.50)
SCRUB: Colour = (0.30, 0.34, 0.22)
AFAR: Colour = (0.36, 0.40, 0.33)
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
_UP: Vec3 = (0.0, 0.0, 1.0)


def pad_meshes() -> dict[str, Mesh]:
    """Return every mesh of this module by name."""
    return {"pad_land": land(), "pad_stand": stand(), "pad_erector": erector(), "pad_towers": towers()}


def pad_poses() -> tuple[PartPose, ...]:
    """Return everything of the launch site in its own frame."""
    names = ("pad_land", "pad_stand", "pad_erector", "pad_towers")
    return tuple(PartPose(name, (0.0, 0.0, 0.0), _LEVEL) for name in names)


# -- ground ---------------------------------------------------------------------------------------


def land() -> Mesh:
    """Return the ground round the stand: sand, scrub, the ramp, the road; beyond it the Earth is seen."""
    reach = np.geomspace(24.0, LAND_RADIUS_M, 16)
    angle = 2 * np.pi * np.arange(RAYS) / RAYS
    around = angle + (np.pi / RAYS * (np.arange(len(reach)) % 2))[:, None]
    bays = 0.14 * np.sin(3.0 * around + 0.4) + 0.10 * np.sin(8.0 * around + 1.0) + 0.05 * np.sin(17.0 * around)
    out = reach[:, None] * (1.0 + bays * np.clip((reach - 80.0) / 250.0, 0.0, 1.0)[:, None])
    grid = np.stack([out * np.cos(around), out * np.sin(around), np.full(out.shape, -0.05)], axis=-1)
    ground = made_of(coloured(_upward(sheet(grid, around=True, shininess=0.0)), _land_colour), Material.PLANT)
    apron = made_of(disc(26.0, z_m=-0.02, segments=32, colour=CONCRETE), Material.PAINT)
    ways = [_way((-26, 0), (-330, -40), 11.0), _way((-120, -14), (-150, -260), 7.0), _way((-60, -10), (-58, 150), 7.0)]
    bushes = [_bush(*place) for place in _bushes()]
    house = [
        moved(_dome(18.0, 6.0, CONCRETE), (-215.0, 96.0, 0.0)),
        box((26.0, 14.0, 6.0), centre_m=(-150.0, -64.0, 3.0), colour=WHITE),
        box((16.0, 10.0, 4.5), centre_m=(-96.0, 72.0, 2.2), colour=(0.70, 0.69, 0.64)),
        *(moved(_tank(), (60.0 + 9.0 * k, -84.0, 0.0)) for k in range(3)),
    ]
    return merge([ground, apron, *ways, made_of(merge(bushes), Material.PLANT), *house])


def _upward(mesh: Mesh) -> Mesh:
    return mesh if float(mesh.normal[:, 2].sum()) >= 0.0 else backside(mesh)


def _land_colour(position_m: Floats) -> Floats:
    """Return sand and scrub in patches; far off the tone of the ground seen from above."""
    e, n = position_m[:, 0], position_m[:, 1]
    far = np.hypot(e, n)
    patch = np.sin(0.031 * e + 1.7 * np.sin(0.019 * n)) * np.sin(0.037 * n + 0.8 * np.sin(0.023 * e))
    share = np.clip(0.5 + 0.9 * patch + 0.3 * np.sin(0.011 * e - 0.017 * n), 0.0, 1.0)[:, None]
    tint = np.asarray(SAND) * (1 - share) + np.asarray(SCRUB) * share
    near = np.clip(1.0 - (far - 26.0) / 60.0, 0.0, 1.0)[:, None]
    tint = tint * (1 - near) + np.asarray(SAND) * near
    edge = np.clip((far - 120.0) / (0.75 * LAND_RADIUS_M - 120.0), 0.0, 1.0)[:, None]
    final: Floats = tint * (1 - edge) + np.asarray(AFAR) * edge
    return final


def _way(start: tuple[float, float], end: tuple[float, float], wide: float) -> Mesh:
    line = np.array([[*start], [*end]], float)
    along = (line[1] - line[0]) / np.hypot(*(line[1] - line[0]))
    side = 0.5 * wide * np.array([-along[1], along[0]])
    edges = [np.column_stack([line + s * side, np.full(2, 0.03)]) for s in (-1.0, 1.0)]
    return _upward(sheet(np.stack(edges), colour=(0.52, 0.51, 0.49), shininess=0.0))


def _bushes() -> list[tuple[float, float, float, float]]:
    chance = hash01(4 * 150, 501).reshape(4, 150)
    reach, angle = 62.0 + 420.0 * chance[0] ** 0.8, 2 * np.pi * chance[1]
    found = np.column_stack([reach * np.cos(angle), reach * np.sin(angle), 0.7 + 1.6 * chance[2], chance[3]])
    clear = found[np.abs(found[:, 1] + 0.1 * found[:, 0]) > 22.0]
    return [(float(e), float(n), float(s), float(c)) for e, n, s, c in clear]


def _bush(east: float, north: float, size: float, luck: float) -> Mesh:
    profile = [(size, 0.0), (1.15 * size, 0.35 * size), (0.7 * size, 0.85 * size), (0.0, size)]
    tone = np.asarray(SCRUB) * (0.75 + 0.5 * luck)
    return moved(lathe(profile, segments=7, colour=tone, shininess=0.0), (east, north, -0.1))


def _dome(radius: float, height: float, colour: Colour) -> Mesh:
    curve = [(radius * math.cos(a), height * math.sin(a)) for a in np.linspace(0.0, math.pi / 2, 6)]
    curve[-1] = (0.0, height)
    return lathe(curve, segments=20, colour=colour)


def _tank() -> Mesh:
    return lathe([(3.2, 0.0), (3.2, 5.5), (2.6, 6.2), (0.0, 6.5)], segments=16, colour=WHITE, shininess=0.3)


# -- stand ----------------------------------------------------------------------------------------


def stand() -> Mesh:
    """Return the launch stand: a thrust ring on four legs over the duct, and the deflector's scorched wall."""
    ring = torus(1.75, 0.22, z_m=STAND_M - 0.25, segments=32, sides=6, colour=STEEL)
    legs = []
    for k in range(4):
        a = math.radians(45.0 + 90.0 * k)
        c, s = math.cos(a), math.sin(a)
        legs.append(
            tube([(3.4 * c, 3.4 * s, 0.0), (1.75 * c, 1.75 * s, STAND_M - 0.3)], 0.26, segments=6, colour=STEEL)
        )
        legs.append(
            tube([(3.2 * c, 3.2 * s, 1.2), (-3.2 * s, 3.2 * c, 1.2)], 0.13, segments=4, caps=False, colour=STEEL)
        )
    deck = box((13.0, 13.0, 0.5), centre_m=(0.0, 0.0, -0.02), colour=SCORCHED)
    bucket = sheet(
        np.array([[(x, -2.2, z), (x, 2.2, z)] for x, z in ((2.6, 2.4), (1.6, 0.9), (0.0, 0.4), (-3.5, 0.3))]),
        colour=SCORCHED, shininess=0.1,
    )  # fmt: skip
    walls = [box((15.0, 0.6, 2.6), centre_m=(-9.0, 3.0 * s, 1.3), colour=CONCRETE) for s in (-1.0, 1.0)]
    ramp = box((30.0, 5.4, 0.2), centre_m=(-22.0, 0.0, 0.2), colour=SCORCHED)
    return merge([ring, *legs, deck, _upward(bucket), *walls, ramp])


# -- erector --------------------------------------------------------------------------------------


def _lattice(long: float, wide: float, high: float, bays: int, colour: Colour, thick: float = 0.16) -> list[Mesh]:
    """Return a trestle along +X: four chords, frames and diagonals."""
    corner = [(0.5 * wide * y, high * z) for y, z in ((-1, 0), (1, 0), (1, 1), (-1, 1))]
    parts = [tube([(0.0, y, z), (long, y, z)], thick, segments=4, caps=False, colour=colour) for y, z in corner]
    for k in range(bays + 1):
        x = long * k / bays
        ends = [(x, y, z) for y, z in corner]
        for a in range(4):
            parts.append(tube([ends[a], ends[(a + 1) % 4]], 0.6 * thick, segments=3, caps=False, colour=colour))
            if k < bays:
                ahead = (x + long / bays, *ends[(a + 1) % 4][1:])
                parts.append(tube([ends[a], ahead], 0.5 * thick, segments=3, caps=False, colour=colour))
    return parts


def erector() -> Mesh:
    """Return the erector, lowered to the west on its cradle: red trestle, decks and the white room at its end."""
    beam = _lattice(39.0, 8.0, 6.0, 13, RED)
    decks = [box((0.25, 9.0, 7.4), centre_m=(x, 0.0, 3.2), colour=RED) for x in (7.0, 13.0, 19.0, 25.0)]
    room = [
        box((8.0, 9.4, 7.8), centre_m=(34.0, 0.0, 3.6), colour=WHITE),
        box((8.2, 2.4, 0.2), centre_m=(34.0, 0.0, 7.6), colour=STEEL),
        *(box((1.2, 0.1, 1.6), centre_m=(31.5 + 2.2 * k, -4.76, 4.0), colour=DARK, shininess=0.6) for k in range(3)),
    ]
    lift = tube([(2.0, 4.6, 5.0), (38.0, 4.6, 5.0)], 0.5, segments=4, colour=STEEL)
    feet = [box((1.0, 9.0, 3.0), centre_m=(x, 0.0, -1.4), colour=CONCRETE) for x in (14.0, 27.0, 37.0)]
    hinge = [box((2.4, 1.2, 4.0), centre_m=(-0.6, 4.4 * s, -0.4), colour=STEEL) for s in (-1.0, 1.0)]
    whole = merge([*beam, *decks, *room, lift, *feet, *hinge])
    return moved(turned(whole, _UP, 180.0), (-7.2, 0.0, 2.8))


def towers() -> Mesh:
    """Return the umbilical towers: the tall one north of the launcher, the short one beside it, with their arms."""
    tall = moved(_upright(_lattice(33.0, 3.0, 3.0, 11, RED, 0.13)), (3.5, 8.6, 0.0))
    low = moved(_upright(_lattice(15.0, 2.2, 2.2, 6, RED, 0.11)), (3.0, -7.2, 0.0))
    booms = [
        tube([(2.2, 7.6, z), (0.4, reach, z - 0.4)], 0.11, segments=4, colour=STEEL)
        for z, reach in ((31.0, 3.0), (27.0, 2.6), (23.0, 2.6), (13.0, 2.6))
    ]
    hoses = [
        tube([(1.8, 7.0, z), (1.2, 4.2, z - 2.4), (0.3, 2.0, z - 0.6)], 0.07, segments=4, colour=DARK, smooth=3)
        for z in (31.0, 27.0, 23.0, 13.0)
    ]
    mast = [tube([(3.0, 9.6, 33.0), (3.0, 9.6, 40.0)], [0.10, 0.03], segments=4, colour=STEEL)]
    lights = [moved(_floodlight(), place) for place in ((34.0, 34.0, 0.0), (34.0, -36.0, 0.0), (-34.0, 40.0, 0.0))]
    return merge([tall, low, *booms, *hoses, *mast, *lights])


def _upright(parts: list[Mesh]) -> Mesh:
    """Stand a trestle that lies along +X on its end."""
    return turned(merge(parts), (0.0, 1.0, 0.0), -90.0)


def _floodlight() -> Mesh:
    pole = tube([(0.0, 0.0, 0.0), (0.0, 0.0, 22.0)], [0.22, 0.12], segments=5, colour=STEEL)
    lamps = [box((0.5, 0.6, 0.5), centre_m=(0.0, 0.8 * k - 0.8, 22.0), colour=WHITE, shininess=0.5) for k in range(3)]
    return merge([pole, *lamps])
