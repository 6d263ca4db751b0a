"""What the Berkut suit carries on its trunk: harness, pack and fittings (U03, U05, U06, U11).

Man frame: +X ahead, +Y to his left, +Z up.
"""

from __future__ import annotations

import numpy as np

from viz.flight.state import Vec3
from viz.stage.figure.suit import WHITE, belt, curve_through, neck_ring
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, aimed, made_of, merge, moved, scaled
from viz.stage.shapes import box, lathe, loft, torus, tube

RED: Colour = (0.78, 0.07, 0.06)
PACK: Colour = (0.86, 0.86, 0.84)
HOSE: Colour = (0.42, 0.44, 0.46)
_X: Vec3 = (1.0, 0.0, 0.0)


def rig() -> Mesh:
    """What the trunk carries outside: straps, pressure regulator, backpack, hose and neck ring; man frame."""
    return merge([harness(), _chest_fittings(), _backpack(), _hoses()])


def harness() -> Mesh:
    """Shoulder straps, waist belt and neck ring, as worn in the cabin and after the landing, too; man frame."""
    waist = scaled(torus(0.176, 0.010, segments=14, sides=3, colour=WHITE.strap), (0.835, 1.055, 2.0))
    parts = [moved(waist, (0.003, 0.0, -0.075))]
    for sign in (-1.0, 1.0):
        path = [
            (0.150, sign * 0.085, -0.075), (0.166, sign * 0.100, 0.06), (0.166, sign * 0.118, 0.18),
            (0.115, sign * 0.125, 0.288), (0.0, sign * 0.130, 0.343), (-0.145, sign * 0.115, 0.26),
        ]  # fmt: skip
        parts.append(belt(path, 0.042, WHITE.strap))
    parts.append(belt([(0.163, -0.12, 0.115), (0.183, 0.0, 0.115), (0.163, 0.12, 0.115)], 0.034, WHITE.strap))
    return merge([made_of(merge(parts), Material.CLOTH), neck_ring()])


def _chest_fittings() -> Mesh:
    """Regulator block, gauge, connector and the chest still camera (U01, U11)."""
    block = box((0.05, 0.10, 0.075), centre_m=(0.175, -0.02, 0.02), colour=(0.55, 0.56, 0.57), shininess=0.5)
    knob = lathe([(0.022, 0.0), (0.020, 0.022), (0.0, 0.024)], segments=8, colour=RED, shininess=0.4)
    gauge = lathe(
        [(0.034, 0.0), (0.031, 0.02), (0.0, 0.018)],
        segments=10,
        colour=np.array([WHITE.metal, (0.93, 0.93, 0.90)]),
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
    bands = [box((0.012, 0.334, 0.03), centre_m=(-0.106, 0.0, z), colour=WHITE.strap) for z in (-0.14, 0.13)]
    valve = moved(
        aimed(
            lathe([(0.03, 0.0), (0.028, 0.03), (0.0, 0.032)], segments=8, colour=WHITE.metal, shininess=0.5),
            (-1.0, 0, 0),
        ),
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
    ring = aimed(torus(0.03, 0.009, segments=8, sides=3, colour=WHITE.metal), (0.3, 1.0, 0.0))
    return merge(
        [
            tube(curve_through(hose, 8), 0.019, segments=5, colour=HOSE),
            made_of(tube(curve_through(cable, 4), 0.011, segments=4, colour=(0.55, 0.50, 0.40)), Material.ROPE),
            made_of(moved(ring, (0.06, 0.225, -0.13)), Material.METAL),
        ]
    )
