"""The end: open sea, collar and raft round the module, a helicopter, USS Wasp in the offing and her deck; the splash.

Own frame of what floats: the sea's level at the landing place, +X east, +Y north, +Z up, metres. That there were a
helicopter and USS Wasp is record (R17, phase sea); sizes and looks are models, the carrier's 271 m is [K].
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Quaternion, Vec3
from viz.missions.gemini4.flight import body
from viz.stage.glow import gas_box
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    PartPose,
    aimed,
    backside,
    hash01,
    made_of,
    merge,
    mesh_from,
    moved,
    scaled,
    turned,
)
from viz.stage.shapes import box, disc, loft, sheet, sphere, torus, tube

EARTH_RADIUS_M = 6.371e6
SEA_RADIUS_M = 12_000.0
BLUE: Colour = (0.055, 0.200, 0.305)
"""The light that comes back from deep clear water."""
YELLOW: Colour = (0.88, 0.62, 0.10)
ORANGE: Colour = (0.86, 0.34, 0.08)
NAVY: Colour = (0.30, 0.33, 0.35)
SHIP_GREY: Colour = (0.56, 0.59, 0.61)
DECK: Colour = (0.22, 0.23, 0.25)
WHITE: Colour = (0.86, 0.87, 0.86)
DARK: Colour = (0.06, 0.065, 0.07)
GLASS: Colour = (0.09, 0.13, 0.16)
SPLASH_S = 4.0
"""From the touch until the water has fallen back; model."""
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)


def sea_meshes() -> dict[str, Mesh]:
    """Return every mesh of this module by name."""
    return {
        "sea": sea(),
        "collar": collar(),
        "raft": raft(),
        "helicopter": helicopter(),
        "rotor": rotor(),
        "carrier": carrier(),
        "splash": splash(),
        "splash_mist": gas_box((-1.0, -1.0, 0.0), (1.0, 1.0, 1.15), (0.97, 1.0, 0.1)),
    }


def sea() -> Mesh:
    """Return the water out to twelve kilometres, as round as the Earth; `viz.stage.actors.SEA` draws it."""
    reach = np.r_[0.0, np.geomspace(6.0, SEA_RADIUS_M, 26)]
    angle = 2.0 * np.pi * np.arange(48) / 48
    drop = -(reach**2) / (2.0 * EARTH_RADIUS_M)
    grid = np.stack(
        [reach[:, None] * np.cos(angle), reach[:, None] * np.sin(angle), np.broadcast_to(drop[:, None], (27, 48))], -1
    )
    made = sheet(grid[::-1], around=True, colour=BLUE, shininess=0.0, crease_deg=80.0)
    return made if float(made.normal[:, 2].sum()) > 0.0 else backside(made)


def collar() -> Mesh:
    """Return the flotation collar: a fat orange tube round the module's wide end, in the body frame."""
    tube_ = torus(body.HEAT_SHIELD_RADIUS_M + 0.30, 0.30, z_m=0.42, segments=36, sides=10, colour=ORANGE, shininess=0.2)
    straps = [
        turned(
            box((0.10, 0.10, 0.66), centre_m=(0.42, 0.0, body.HEAT_SHIELD_RADIUS_M + 0.30), colour=NAVY),
            (1.0, 0.0, 0.0),
            40.0 * k,
        )
        for k in range(9)
    ]
    return made_of(merge([aimed(tube_, (1.0, 0.0, 0.0)), *straps]), Material.CLOTH)


def raft() -> Mesh:
    """Return the seven-man raft: two tubes one on the other, floor and a rope round it."""
    parts = []
    for z, tone in ((0.10, YELLOW), (0.34, ORANGE)):
        ring = torus(1.25, 0.20, z_m=z, segments=32, sides=8, colour=tone, shininess=0.2)
        parts.append(scaled(ring, (1.25, 1.0, 1.0)))
    parts.append(scaled(disc(1.2, z_m=0.12, segments=24, colour=(0.28, 0.30, 0.30)), (1.25, 1.0, 1.0)))
    line = scaled(torus(1.47, 0.02, z_m=0.30, segments=32, sides=3, colour=WHITE), (1.25, 1.0, 1.0))
    return made_of(merge([*parts, line]), Material.CLOTH)


# -- helicopter -----------------------------------------------------------------------------------


def helicopter() -> Mesh:
    """Return a helicopter of the Sea King kind without its main rotor: nose to +X, origin under it on its keel."""
    stations = (
        (-11.2, 0.10, 1.75, 0.22), (-8.5, 0.28, 1.60, 0.38), (-5.2, 0.62, 1.50, 0.72), (-3.6, 0.98, 1.38, 1.02),
        (0.0, 1.06, 1.36, 1.10), (3.6, 1.04, 1.34, 1.08), (4.9, 0.86, 1.20, 0.88), (5.6, 0.40, 1.00, 0.48),
        (5.8, 0.10, 0.92, 0.16),
    )  # fmt: skip
    angle = 2.0 * np.pi * np.arange(16) / 16
    rows = [[(x, half * math.cos(a), mid + high * math.sin(a)) for a in angle] for x, half, mid, high in stations]
    hull = loft(np.asarray(rows), colour=SHIP_GREY, shininess=0.3, crease_deg=70.0)
    hull = hull if hull.signed_volume_m3 > 0.0 else backside(hull)
    white = box((5.4, 2.10, 0.55), centre_m=(0.4, 0.0, 1.75), colour=WHITE, shininess=0.3)
    cabin = [
        box((1.0, 1.70, 0.55), centre_m=(4.55, 0.0, 1.78), colour=GLASS, shininess=0.9),
        box((0.5, 1.30, 0.5), centre_m=(5.10, 0.0, 1.55), colour=GLASS, shininess=0.9),
        *(box((0.6, 2.13, 0.45), centre_m=(x, 0.0, 1.85), colour=GLASS, shininess=0.9) for x in (2.6, -0.6, -2.2)),
        box((1.5, 0.06, 1.55), centre_m=(1.1, -1.07, 1.35), colour=DARK),
    ]
    top = [
        box((5.6, 1.15, 0.75), centre_m=(0.7, 0.0, 2.75), colour=SHIP_GREY, shininess=0.3),
        box((1.0, 0.9, 0.5), centre_m=(3.7, 0.0, 2.72), colour=DARK),
        tube([(0.0, 0.0, 2.6), (0.0, 0.0, 3.75)], 0.20, segments=8, colour=SHIP_GREY),
    ]
    fin = [
        tube([(-10.9, 0.0, 1.8), (-12.0, 0.0, 4.0)], [0.34, 0.20], segments=6, colour=SHIP_GREY),
        box((0.7, 2.4, 0.08), centre_m=(-11.9, 0.9, 3.8), colour=SHIP_GREY),
        *(
            turned_at(box((0.16, 0.03, 1.6), centre_m=(0.0, 0.0, 0.8), colour=DARK), 72.0 * k, (-12.0, -0.35, 3.9))
            for k in range(5)
        ),
    ]
    floats = []
    for s in (-1.0, 1.0):
        pod = sphere(0.5, segments=12, rings=6, colour=SHIP_GREY)
        floats.append(moved(scaled(pod, (2.4, 0.9, 0.8)), (1.9, 1.95 * s, 0.7)))
        floats.append(tube([(1.9, 1.0 * s, 1.1), (1.9, 1.95 * s, 0.75)], 0.14, segments=5, colour=SHIP_GREY))
    hoist = [tube([(1.6, -1.0, 2.8), (1.6, -1.6, 2.75)], 0.07, segments=4, colour=DARK)]
    return merge([hull, white, *cabin, *top, *fin, *floats, *hoist])


def turned_at(mesh: Mesh, degrees: float, place: Vec3) -> Mesh:
    """Turn a blade about +Y and move it to its hub."""
    return moved(turned(mesh, (0.0, 1.0, 0.0), degrees), place)


def rotor() -> Mesh:
    """Return the main rotor of five blades, own frame: hub at the origin, turning about +Z; it sits at (0, 0, 3.8)."""
    blade = box((9.0, 0.46, 0.05), centre_m=(4.9, 0.0, 0.0), colour=DARK)
    hub = sphere(0.32, segments=8, rings=4, colour=SHIP_GREY)
    return merge([hub, *(turned(blade, (0.0, 0.0, 1.0), 72.0 * k) for k in range(5))])


# -- the carrier ----------------------------------------------------------------------------------


def carrier() -> Mesh:
    """Return USS Wasp, of the Essex class with an angled deck [K]: bow to +X, origin at the water amidships."""
    stations = (
        (-128.0, 9.0, 10.5), (-118.0, 13.0, 13.0), (-60.0, 15.0, 15.0), (60.0, 15.0, 15.0),
        (108.0, 9.0, 12.0), (133.0, 0.6, 9.0),
    )  # fmt: skip
    rows = [[(x, -low, -1.0), (x, -top, 14.5), (x, top, 14.5), (x, low, -1.0)] for x, low, top in stations]
    hull = loft(np.asarray(rows), colour=SHIP_GREY, shininess=0.1, crease_deg=30.0)
    hull = hull if hull.signed_volume_m3 > 0.0 else backside(hull)
    outline = np.array(
        [
            (-131, -15),
            (-131, 15),
            (-40, 21),
            (20, 29),
            (48, 27),
            (85, 15),
            (132, 13),
            (134, -12),
            (80, -16),
            (-40, -17),
        ],
        float,
    )
    edges = [np.column_stack([outline, np.full(len(outline), z)]) for z in (15.6, 17.2)]
    deck = loft(np.stack(edges), colour=np.array([DECK]), shininess=0.1, crease_deg=30.0)
    deck = deck if deck.signed_volume_m3 > 0.0 else backside(deck)
    lines = [
        box((205.0, 0.8, 0.05), centre_m=(-10.0, 3.0, 17.25), colour=WHITE),
        turned_line(box((150.0, 0.8, 0.06), centre_m=(0.0, 0.0, 17.25), colour=WHITE), 8.0, (-30.0, 10.0)),
    ]
    island = [
        box((34.0, 7.0, 11.0), centre_m=(12.0, -17.5, 22.5), colour=SHIP_GREY),
        box((22.0, 6.0, 6.0), centre_m=(15.0, -17.5, 31.0), colour=SHIP_GREY),
        box((14.0, 7.4, 1.4), centre_m=(20.0, -17.5, 32.6), colour=GLASS),
        box((10.0, 5.0, 8.0), centre_m=(4.0, -17.5, 36.0), colour=SHIP_GREY),
        tube([(11.0, -17.5, 33.0), (11.0, -17.5, 57.0)], [0.9, 0.3], segments=6, colour=SHIP_GREY),
        box((0.8, 9.0, 4.0), centre_m=(11.5, -17.5, 45.0), colour=DARK),
        box((0.4, 5.0, 0.6), centre_m=(11.0, -17.5, 52.0), colour=SHIP_GREY),
    ]
    parked = [_parked(x, -9.0 + 1.5 * (k % 2)) for k, x in enumerate((-96.0, -84.0, -72.0, -60.0, 62.0, 74.0))]
    sides = [
        box((0.3, 0.2, 5.0), centre_m=(x, s * 15.2, 10.5), colour=DARK) for x in (-70.0, -20.0, 30.0) for s in (-1, 1)
    ]
    return merge([hull, deck, *lines, *island, *parked, *sides, _wake()])


def turned_line(mesh: Mesh, degrees: float, place: tuple[float, float]) -> Mesh:
    """Turn a line on the deck about +Z and move it."""
    return moved(turned(mesh, (0.0, 0.0, 1.0), degrees), (*place, 0.0))


def _parked(x: float, y: float) -> Mesh:
    body_ = scaled(sphere(1.0, segments=10, rings=6, colour=WHITE), (6.0, 0.9, 1.1))
    wing = box((2.6, 9.0, 0.3), centre_m=(0.6, 0.0, 0.5), colour=SHIP_GREY)
    fin = box((1.8, 0.3, 2.4), centre_m=(-5.0, 0.0, 1.6), colour=SHIP_GREY)
    return moved(merge([body_, wing, fin]), (x, y, 18.7))


def _wake() -> Mesh:
    """Return foam along the waterline."""
    outline = [
        (136.0, 0.0),
        (110.0, 10.5),
        (0.0, 17.5),
        (-130.0, 14.0),
        (-190.0, 5.0),
        (-190.0, -5.0),
        (-130.0, -14.0),
        (0.0, -17.5),
        (110.0, -10.5),
    ]
    rim = np.array([(x, y, 0.12) for x, y in outline])
    made = sheet(np.stack([rim, 0.2 * rim * [1.0, 0.2, 5.0]]), around=True, colour=(0.72, 0.78, 0.80), shininess=0.0)
    return made if float(made.normal[:, 2].sum()) > 0.0 else backside(made)


# -- splash ---------------------------------------------------------------------------------------


def splash() -> Mesh:
    """Return the thrown water: a crown of drops, unit height and radius."""
    count = 1100
    chance = hash01(6 * count, 611).reshape(6, count)
    a, out = 2 * np.pi * (np.floor(11 * chance[0]) + 0.6 * chance[1]) / 11.0, 0.45 + 0.55 * chance[2]
    up = np.sin(np.pi * np.clip(0.15 + 0.75 * chance[3], 0.0, 1.0)) * (0.3 + 0.7 * chance[4])
    middle = np.stack([out * np.cos(a), out * np.sin(a), up], axis=-1)
    size = 0.006 + 0.014 * chance[5] ** 2
    corner = [
        middle + size[:, None] * np.asarray(way) for way in ((1.0, 0.2, -0.6), (-0.7, 0.8, -0.4), (0.0, -0.3, 1.0))
    ]
    place: Floats = np.stack(corner, axis=1).reshape(-1, 3)
    drops = mesh_from(
        place, np.arange(3 * count).reshape(-1, 3), colour=(0.86, 0.92, 0.95), emissive=0.8, crease_deg=1.0
    )
    return merge([drops, backside(drops)])


def splash_poses(since_s: float) -> tuple[PartPose, ...]:
    """Return the thrown water at a moment after the touch, in the sea's own frame; none before and after."""
    age = since_s / SPLASH_S
    if not 0.0 < age < 1.0:
        return ()
    tall = max(4.0 * 3.2 * age * (1.0 - age), 0.05)
    wide = 1.6 + 2.2 * (1.0 - math.exp(-3.0 * age))
    mist = 0.6 * min(12.0 * age, 1.0) * (1.0 - age) ** 1.5
    return (
        PartPose("splash", (0.0, 0.0, 0.0), _LEVEL, (wide, wide, tall)),
        PartPose("splash_mist", (0.0, 0.0, -0.1), _LEVEL, (1.5 * wide, 1.5 * wide, 0.5 + 0.45 * tall), mist),
    )
