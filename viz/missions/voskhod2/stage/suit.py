"""The Berkut suit's trunk, pack and fittings (U03, U05, U06, U11).

Man frame: +X ahead, +Y to his left, +Z up.
"""

from __future__ import annotations

import numpy as np

from viz.flight.state import Vec3
from viz.missions.voskhod2.stage.cloth import Bend, Sleeve, stations
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, aimed, made_of, merge, moved, scaled
from viz.stage.shapes import box, lathe, loft, sheet, torus, tube

UPPER_ARM_M = 0.285
FOREARM_M = 0.255
THIGH_M = 0.415
SHIN_M = 0.365
SOLE_M = 0.09
"""From the ankle to the sole."""

SUIT: Colour = (0.90, 0.89, 0.86)
SUIT_SHADE: Colour = (0.78, 0.775, 0.75)
SEAM: Colour = (0.62, 0.62, 0.60)
STRAP: Colour = (0.50, 0.49, 0.45)
METAL: Colour = (0.66, 0.67, 0.69)
RED: Colour = (0.78, 0.07, 0.06)
GLOVE: Colour = (0.60, 0.58, 0.54)
PALM: Colour = (0.34, 0.31, 0.28)
BOOT: Colour = (0.66, 0.66, 0.65)
SOLE: Colour = (0.20, 0.19, 0.18)
PACK: Colour = (0.86, 0.86, 0.84)
HOSE: Colour = (0.42, 0.44, 0.46)
_X: Vec3 = (1.0, 0.0, 0.0)


def rig() -> Mesh:
    """What the trunk carries outside: straps, pressure regulator, backpack, hose and neck ring; man frame."""
    return merge([harness(), _chest_fittings(), _backpack(), _hoses()])


def torso() -> Sleeve:
    """The trunk's cloth; man frame."""
    rows = [
        (-0.005, 0.0, -0.325, 0.045, 0.060), (-0.006, 0.0, -0.300, 0.100, 0.140), (-0.008, 0.0, -0.250, 0.140, 0.186),
        (-0.005, 0.0, -0.190, 0.152, 0.196), (0.002, 0.0, -0.10, 0.142, 0.181), (0.004, 0.0, -0.035, 0.142, 0.180),
        (0.008, 0.0, 0.06, 0.152, 0.195), (0.010, 0.0, 0.16, 0.158, 0.215), (0.005, 0.0, 0.245, 0.150, 0.222),
        (0.0, 0.0, 0.310, 0.128, 0.185), (0.0, 0.0, 0.360, 0.105, 0.115),
    ]  # fmt: skip
    bends = (Bend(-0.02, 0.075, 0.0), Bend(-0.215, 0.05, 0.0))
    return Sleeve(stations(rows), bends, (-0.075,), 0.016, 0.7, SUIT)


def harness() -> Mesh:
    """Shoulder straps, waist belt and neck ring, as worn in the cabin and after the landing, too; man frame."""
    waist = scaled(torus(0.176, 0.010, segments=14, sides=3, colour=STRAP), (0.835, 1.055, 2.0))
    parts = [moved(waist, (0.003, 0.0, -0.075))]
    for sign in (-1.0, 1.0):
        path = [
            (0.150, sign * 0.085, -0.075), (0.166, sign * 0.100, 0.06), (0.166, sign * 0.118, 0.18),
            (0.115, sign * 0.125, 0.288), (0.0, sign * 0.130, 0.343), (-0.145, sign * 0.115, 0.26),
        ]  # fmt: skip
        parts.append(_belt(path, 0.042, STRAP))
    parts.append(_belt([(0.163, -0.12, 0.115), (0.183, 0.0, 0.115), (0.163, 0.12, 0.115)], 0.034, STRAP))
    return merge([made_of(merge(parts), Material.CLOTH), _neck_ring()])


def _belt(path_m: list[Vec3], width_m: float, colour: Colour) -> Mesh:
    """A flat strap along a path: a tube squeezed to a ribbon lying on the body."""
    path = np.asarray(path_m, dtype=np.float64)
    along = np.asarray(np.gradient(path, axis=0), dtype=np.float64)
    along /= np.linalg.norm(along, axis=1)[:, None]
    out = path * np.array([1.0, 0.45, 0.35])
    out = out - along * np.einsum("ij,ij->i", out, along)[:, None]
    out /= np.maximum(np.linalg.norm(out, axis=1), 1e-9)[:, None]
    side = np.cross(along, out) * width_m / 2
    lift = out * 0.006
    ring = np.stack([path + side - lift, path + side + lift, path - side + lift, path - side - lift], axis=1)
    return sheet(ring[:, ::-1], around=True, colour=colour, shininess=0.05, crease_deg=30.0)


def _chest_fittings() -> Mesh:
    """Regulator block, gauge, connector and the chest still camera (U01, U11)."""
    block = box((0.05, 0.10, 0.075), centre_m=(0.175, -0.02, 0.02), colour=(0.55, 0.56, 0.57), shininess=0.5)
    knob = lathe([(0.022, 0.0), (0.020, 0.022), (0.0, 0.024)], segments=8, colour=RED, shininess=0.4)
    gauge = lathe(
        [(0.034, 0.0), (0.031, 0.02), (0.0, 0.018)],
        segments=10,
        colour=np.array([METAL, (0.93, 0.93, 0.90)]),
        shininess=0.6,
    )
    camera = box((0.055, 0.085, 0.06), centre_m=(0.185, 0.0, 0.20), colour=(0.13, 0.13, 0.14), shininess=0.4)
    lens = lathe([(0.022, 0.0), (0.020, 0.04), (0.0, 0.036)], segments=8, colour=(0.08, 0.09, 0.12), shininess=1.0)
    return merge(
        [
            made_of(block, Material.METAL),
            camera,
            made_of(moved(aimed(lens, _X), (0.21, 0.0, 0.20)), Material.GLASS),
            moved(aimed(knob, _X), (0.198, -0.045, 0.02)),
            moved(aimed(gauge, _X), (0.155, 0.085, 0.02)),
        ]
    )


def _backpack() -> Mesh:
    """KP-55 pack (U05, U06): 324 x 508 x 108 mm with rounded edges and straps."""
    size, edge = (0.108, 0.324, 0.508), 0.02
    rings = []
    for depth, inset in ((0.0, 0.0), (size[0] - edge, 0.0), (size[0], edge)):
        y, z = size[1] / 2 - inset, size[2] / 2 - inset
        cut = 0.035
        corner = [
            (y, -z + cut), (y, z - cut), (y - cut, z), (-y + cut, z), (-y, z - cut), (-y, -z + cut), (-y + cut, -z),
            (y - cut, -z),
        ]  # fmt: skip
        rings.append([(-depth, a, b) for a, b in corner])
    case = loft(np.asarray(rings)[:, ::-1], colour=PACK, shininess=0.25)
    bands = [box((0.012, 0.334, 0.03), centre_m=(-0.106, 0.0, z), colour=STRAP) for z in (-0.14, 0.13)]
    valve = moved(
        aimed(lathe([(0.03, 0.0), (0.028, 0.03), (0.0, 0.032)], segments=8, colour=METAL, shininess=0.5), (-1.0, 0, 0)),
        (-0.105, 0.08, 0.19),
    )
    plate = box((0.008, 0.12, 0.06), centre_m=(-0.106, -0.06, 0.03), colour=(0.72, 0.72, 0.70))
    return moved(
        merge([case, made_of(merge(bands), Material.CLOTH), made_of(valve, Material.METAL), plate]), (-0.150, 0.0, 0.06)
    )


def _hoses() -> Mesh:
    """Oxygen hose from the pack round his right side to the chest (U06), and the tether's cable on the left."""
    hose = [
        (-0.20, -0.15, -0.06), (-0.14, -0.225, -0.10), (0.0, -0.245, -0.10), (0.12, -0.19, -0.05), (0.185, -0.06, 0.0),
    ]  # fmt: skip
    cable = [(0.17, 0.08, -0.05), (0.16, 0.15, -0.10), (0.06, 0.215, -0.13)]
    ring = aimed(torus(0.03, 0.009, segments=8, sides=3, colour=METAL), (0.3, 1.0, 0.0))
    return merge(
        [
            tube(_smooth(hose, 8), 0.019, segments=5, colour=HOSE),
            made_of(tube(_smooth(cable, 4), 0.011, segments=4, colour=(0.55, 0.50, 0.40)), Material.ROPE),
            made_of(moved(ring, (0.06, 0.225, -0.13)), Material.METAL),
        ]
    )


def _smooth(points_m: list[Vec3], count: int) -> Floats:
    """Catmull-Rom curve through points, sampled ``count`` times."""
    point = np.asarray(points_m, dtype=np.float64)
    padded = np.vstack([2 * point[0] - point[1], point, 2 * point[-1] - point[-2]])
    span = np.linspace(0.0, len(point) - 1 - 1e-9, count)
    k = span.astype(int)
    t = (span - k)[:, None]
    a, b, c, d = (padded[k + step] for step in range(4))
    curve: Floats = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return curve


def _neck_ring() -> Mesh:
    ring = torus(0.128, 0.017, z_m=0.358, segments=14, sides=4, colour=METAL, shininess=0.6)
    return made_of(scaled(ring, (0.98, 1.04, 1.0)), Material.METAL)
