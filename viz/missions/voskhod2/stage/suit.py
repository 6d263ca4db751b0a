"""The Berkut suit's trunk, pack and limbs (U03, U05, U06, U11), each part in its own joint frame.

The man frame's axes hold throughout: +X ahead, +Y to his left, +Z up; limbs hang along -Z from their joint.
Limbs are the left ones.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Vec3
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, aimed, made_of, made_where, merge, moved, scaled
from viz.stage.shapes import box, lathe, limb, loft, sheet, torus, tube

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


def trunk() -> Mesh:
    """Trunk with chest straps, pressure regulator, backpack and hose; man frame."""
    return merge([_torso(), _harness(), _chest_fittings(), _backpack(), _hoses(), _neck_ring()])


def unpacked_trunk() -> Mesh:
    """Trunk without pack, chest fittings and hose, as worn in the cabin and after the landing; man frame."""
    return merge([_torso(), _harness(), _neck_ring()])


def _torso() -> Mesh:
    stations = [
        (-0.005, 0.0, -0.325, 0.045, 0.060), (-0.006, 0.0, -0.300, 0.100, 0.140), (-0.008, 0.0, -0.250, 0.140, 0.186),
        (-0.005, 0.0, -0.190, 0.152, 0.196), (0.002, 0.0, -0.10, 0.142, 0.181), (0.004, 0.0, -0.035, 0.142, 0.180),
        (0.008, 0.0, 0.06, 0.152, 0.195), (0.010, 0.0, 0.16, 0.160, 0.215), (0.005, 0.0, 0.245, 0.152, 0.222),
        (0.0, 0.0, 0.310, 0.128, 0.185), (0.0, 0.0, 0.360, 0.105, 0.115),
    ]  # fmt: skip
    step = np.array([SUIT, SUIT, SUIT, SUIT, SUIT_SHADE, SUIT, SUIT, SUIT, SUIT, SUIT_SHADE])
    return made_of(limb(stations, segments=14, colour=step), Material.CLOTH)


def _harness() -> Mesh:
    """Shoulder straps, waist belt and leg loops of the harness."""
    waist = scaled(torus(0.176, 0.010, segments=14, sides=3, colour=STRAP), (0.835, 1.055, 2.0))
    parts = [moved(waist, (0.003, 0.0, -0.075))]
    for sign in (-1.0, 1.0):
        path = [
            (0.150, sign * 0.085, -0.075), (0.166, sign * 0.100, 0.06), (0.166, sign * 0.118, 0.18),
            (0.115, sign * 0.125, 0.288), (0.0, sign * 0.130, 0.343), (-0.145, sign * 0.115, 0.26),
        ]  # fmt: skip
        parts.append(_belt(path, 0.042, STRAP))
    parts.append(_belt([(0.163, -0.12, 0.115), (0.183, 0.0, 0.115), (0.163, 0.12, 0.115)], 0.034, STRAP))
    return made_of(merge(parts), Material.CLOTH)


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


# -- limbs ----------------------------------------------------------------------------------------


def _bellows(
    top: float, bottom: float, radius: float, folds: int, inner: float = 0.93
) -> list[tuple[float, float, float, float, float]]:
    """Stations of a pleated joint, from ``bottom`` up to ``top``."""
    span = (top - bottom) / folds
    stations = []
    for k in range(folds):
        z = bottom + k * span
        stations += [(0.0, 0.0, z, radius * inner, radius * inner), (0.0, 0.0, z + span / 2, radius, radius)]
    return stations


def _ball(z_m: float, radius: float, sign: float) -> list[tuple[float, float, float, float, float]]:
    """Stations of the half ball round a joint, so that a bent limb shows no gap; z rising, towards ``sign``."""
    rows = [(sign * radius * part, radius * math.sqrt(1.0 - part * part)) for part in (0.25, 0.62, 0.88)]
    return [(0.0, 0.0, z_m + z, r, r) for z, r in (rows if sign > 0 else rows[::-1])]


def upper_arm() -> Mesh:
    """Left upper arm: joint at the shoulder, elbow along -Z."""
    length = UPPER_ARM_M
    stations = _ball(-length, 0.083, -1.0)
    stations += _bellows(-length + 0.085, -length + 0.010, 0.084, 2)
    stations += [
        (0.0, 0.0, -length + 0.085, 0.079, 0.079), (0.0, 0.0, -0.145, 0.084, 0.085), (0.0, 0.0, -0.140, 0.090, 0.091),
        (0.0, 0.0, -0.120, 0.091, 0.092), (0.0, 0.0, -0.115, 0.087, 0.088), (0.0, -0.006, -0.035, 0.102, 0.101),
        (0.0, -0.010, 0.025, 0.097, 0.095), (0.0, -0.018, 0.065, 0.076, 0.072), (0.0, -0.024, 0.092, 0.032, 0.028),
    ]  # fmt: skip
    cloth = [SUIT] * (len(stations) - 1)
    cloth[-7] = cloth[-6] = SEAM
    return made_of(limb(stations, segments=10, caps=False, colour=np.asarray(cloth)), Material.CLOTH)


def forearm() -> Mesh:
    """Left forearm to the wrist ring: joint at the elbow, hand along -Z."""
    length = FOREARM_M
    stations = [
        (0.0, 0.0, -length - 0.012, 0.050, 0.050), (0.0, 0.0, -length - 0.008, 0.066, 0.066),
        (0.0, 0.0, -length + 0.022, 0.067, 0.067), (0.0, 0.0, -length + 0.030, 0.063, 0.063),
        (0.0, 0.0, -0.09, 0.078, 0.078), (0.0, 0.0, -0.055, 0.076, 0.076), (0.0, 0.0, -0.030, 0.081, 0.081),
    ]  # fmt: skip
    stations += _ball(0.0, 0.079, 1.0)
    cloth = [METAL, METAL, METAL] + [SUIT] * (len(stations) - 4)
    return made_where(
        made_of(limb(stations, segments=10, caps=False, colour=np.asarray(cloth)), Material.CLOTH),
        METAL,
        Material.METAL,
    )


def glove() -> Mesh:
    """Left glove to the knuckles with its thumb: origin at the wrist ring, hand along -Z, thumb forward."""
    wrist = limb(
        [
            (0.0, 0.0, -0.088, 0.046, 0.022), (0.0, 0.0, -0.070, 0.050, 0.029), (0.0, 0.0, -0.042, 0.048, 0.034),
            (0.0, 0.0, -0.018, 0.043, 0.037), (0.0, 0.0, 0.0, 0.047, 0.045),
        ],
        segments=9,
        colour=GLOVE,
    )  # fmt: skip
    thumb = tube(
        [(0.036, -0.008, -0.035), (0.062, -0.020, -0.068), (0.066, -0.028, -0.090), (0.064, -0.034, -0.104)],
        [0.018, 0.0165, 0.014, 0.008],
        segments=5,
        colour=GLOVE,
    )
    palm = box((0.074, 0.006, 0.060), centre_m=(0.0, -0.029, -0.058), colour=PALM)
    strap = moved(scaled(torus(0.047, 0.006, segments=10, sides=3, colour=STRAP), (1.0, 0.88, 1.0)), (0.0, 0.0, -0.020))
    return made_of(merge([wrist, thumb, palm, strap]), Material.CLOTH)


def glove_fingers() -> Mesh:
    """The left glove's four fingers: origin at the knuckles, hand along -Z; the tips are a seam apart.

    The last joint is thin and flat: when the suit swells, no fingertip fills it (E08).
    """
    parts = []
    for k, x in enumerate((0.036, 0.012, -0.012, -0.035)):
        reach = (0.060, 0.068, 0.063, 0.050)[k]
        path = [
            (x, 0.002, 0.004), (x * 1.02, 0.0, -0.30 * reach), (x * 1.03, -0.003, -0.62 * reach),
            (x * 1.02, -0.006, -0.70 * reach), (x, -0.011, -1.02 * reach), (x * 0.98, -0.013, -1.14 * reach),
        ]  # fmt: skip
        parts.append(tube(path, [0.0145, 0.0150, 0.0138, 0.0108, 0.0118, 0.006], segments=5, colour=GLOVE))
    return made_of(merge(parts), Material.CLOTH)


def leg_thigh() -> Mesh:
    """Left thigh: joint at the hip, knee along -Z."""
    length = THIGH_M
    stations = _ball(-length, 0.101, -1.0)
    stations += _bellows(-length + 0.095, -length + 0.010, 0.102, 2)
    stations += [
        (0.0, 0.0, -length + 0.10, 0.098, 0.096), (0.004, 0.002, -0.275, 0.106, 0.102),
        (0.004, 0.002, -0.27, 0.112, 0.108), (0.004, 0.002, -0.25, 0.113, 0.109),
        (0.004, 0.002, -0.245, 0.108, 0.104), (0.002, 0.0, -0.10, 0.122, 0.112), (0.0, -0.004, 0.0, 0.130, 0.108),
        (-0.002, -0.014, 0.06, 0.112, 0.086), (0.0, -0.024, 0.10, 0.062, 0.045),
    ]  # fmt: skip
    cloth = [SUIT] * (len(stations) - 1)
    cloth[-7] = cloth[-6] = SEAM
    return made_of(
        merge([limb(stations, segments=11, caps=False, colour=np.asarray(cloth)), _pocket()]), Material.CLOTH
    )


def _pocket() -> Mesh:
    """A flat pocket lying on the front of the thigh."""
    turn = np.radians(np.linspace(-38.0, 52.0, 5))
    rows = [(-0.235, 0.111, 0.107), (-0.232, 0.120, 0.116), (-0.130, 0.126, 0.118), (-0.126, 0.117, 0.109)]
    grid = [[(0.003 + a * math.cos(t), b * math.sin(t), z) for t in turn] for z, a, b in rows]
    return sheet(np.asarray(grid), colour=SUIT_SHADE, shininess=0.05)


def leg_shin() -> Mesh:
    """Left shin to the ankle: joint at the knee, foot along -Z."""
    length = SHIN_M
    stations = [
        (-0.002, 0.0, -length + 0.01, 0.070, 0.066), (-0.006, 0.0, -0.25, 0.082, 0.078),
        (-0.012, 0.0, -0.15, 0.094, 0.088), (-0.004, 0.0, -0.075, 0.093, 0.091), (0.0, 0.0, -0.035, 0.098, 0.097),
    ]  # fmt: skip
    stations += _ball(0.0, 0.097, 1.0)
    return made_of(limb(stations, segments=11, caps=False, colour=SUIT), Material.CLOTH)


def boot() -> Mesh:
    """Boot about the ankle: leg, foot and a dark sole; toe to +X."""
    bottom = -SOLE_M
    stations = [
        (0.058, 0.0, bottom, 0.140, 0.060), (0.058, 0.0, bottom + 0.024, 0.146, 0.064),
        (0.057, 0.0, bottom + 0.030, 0.140, 0.058), (0.054, 0.0, bottom + 0.058, 0.134, 0.057),
        (0.028, 0.0, bottom + 0.088, 0.107, 0.064), (0.0, 0.0, bottom + 0.125, 0.086, 0.074),
        (-0.002, 0.0, bottom + 0.130, 0.092, 0.080), (-0.002, 0.0, bottom + 0.150, 0.092, 0.081),
        (-0.003, 0.0, bottom + 0.155, 0.087, 0.079), (-0.004, 0.0, bottom + 0.20, 0.095, 0.091),
        (-0.004, 0.0, bottom + 0.215, 0.080, 0.075),
    ]  # fmt: skip
    tone = np.array([SOLE, SOLE, BOOT, BOOT, BOOT, STRAP, STRAP, STRAP, BOOT, BOOT])
    return made_of(limb(stations, segments=11, colour=tone, shininess=0.15), Material.CLOTH)
