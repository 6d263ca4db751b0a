"""The hand-held manoeuvring unit (U06) with the still camera on it (U09), and its gas while it pushes.

Own frame: origin in the middle of the grip, +X the way it pulls, +Y to his left, +Z up. Two small bottles on a
hand-grip, three nozzles, two of them at the ends of arms, and a 35 mm camera are record; shapes, measures and colours
are models. So is the gas: oxygen into a vacuum is not seen, and a faint puff is drawn to tell when it flows.
"""

from __future__ import annotations

import numpy as np

from viz.flight.state import Vec3
from viz.stage.glow import shell
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, aimed, made_of, merge, mirrored, moved
from viz.stage.shapes import box, capsule, lathe, limb, torus, tube

ARM_M, ARM_AHEAD_M = 0.31, 0.075
"""How far aside and ahead of the grip the two pulling nozzles are."""
NOZZLE_OUT = 0.30
"""How much they look aside, of how much they look back: past the man who holds them."""
STEEL: Colour = (0.60, 0.61, 0.63)
BLACK: Colour = (0.10, 0.10, 0.11)
BOTTLE: Colour = (0.72, 0.725, 0.73)
PUFF: Colour = (0.16, 0.19, 0.22)
PULLS, PUSHES = "gun_puff_pull", "gun_puff_push"
"""Names of the puffs: of the pair that pulls him ahead, and of the single nozzle that brakes [K]."""


def gun_meshes() -> dict[str, Mesh]:
    """Return the gun and its puffs, by name; the puffs are gas that glows."""
    return {"gun": gun(), PULLS: _pulling_puff(), PUSHES: _puff((0.215, 0.0, -0.015), (1.0, 0.0, 0.0))}


def gun() -> Mesh:
    """The gun with its arms out and the camera on it."""
    return merge([_grip(), *_bottles(), *_arms(), *_camera()])


def _grip() -> Mesh:
    """A handle in the hand, a rocker trigger before it, and the block that feeds the nozzles."""
    rows = [(0.0, 0.0, -0.070, 0.016, 0.013), (0.002, 0.0, -0.03, 0.020, 0.016), (0.0, 0.0, 0.02, 0.019, 0.016),
            (0.004, 0.0, 0.062, 0.022, 0.017)]  # fmt: skip
    handle = limb(rows, segments=10, colour=BLACK, shininess=0.3)
    block = box((0.140, 0.044, 0.034), centre_m=(0.055, 0.0, 0.082), colour=STEEL, shininess=0.5)
    trigger = box((0.012, 0.016, 0.060), centre_m=(0.036, 0.0, 0.0), colour=(0.62, 0.60, 0.56))
    guard = tube(
        [(0.020, 0.0, 0.068), (0.062, 0.0, 0.045), (0.062, 0.0, -0.045), (0.014, 0.0, -0.068)], 0.005, colour=STEEL
    )
    brake = tube(
        [(0.115, 0.0, 0.075), (0.150, 0.0, 0.020), (0.165, 0.0, -0.015), (0.190, 0.0, -0.015)], 0.009, colour=STEEL
    )
    return merge([handle, made_of(merge([block, guard, brake, _nozzle((0.205, 0.0, -0.015), (1.0, 0.0, 0.0))]),
                                  Material.METAL), trigger])  # fmt: skip


def _bottles() -> list[Mesh]:
    """Two small bottles side by side under and before the grip, held by a band."""
    found = []
    for sign in (-1.0, 1.0):
        bottle = capsule((0.035, sign * 0.043, -0.112), (0.165, sign * 0.043, -0.112), 0.041, segments=14, rings=3,
                         colour=BOTTLE, shininess=0.6)  # fmt: skip
        feed = tube([(0.000, sign * 0.043, -0.112), (-0.020, sign * 0.030, -0.070), (-0.012, 0.0, 0.082)], 0.006,
                    smooth=3, colour=STEEL)  # fmt: skip
        found += [made_of(bottle, Material.METAL), made_of(feed, Material.METAL)]
    band = box((0.022, 0.176, 0.090), centre_m=(0.10, 0.0, -0.112), colour=(0.40, 0.40, 0.41))
    return [*found, band]


def _arms() -> list[Mesh]:
    """The pulling nozzles at the ends of their arms, and the pipes to them."""
    pipe = tube([(0.105, 0.0, 0.082), (0.110, 0.10, 0.080), (0.100, 0.22, 0.074), (ARM_AHEAD_M, ARM_M, 0.070)], 0.0085,
                segments=8, smooth=3, colour=STEEL, shininess=0.6)  # fmt: skip
    hinge = moved(aimed(torus(0.013, 0.006, segments=10, sides=5, colour=BLACK), (0.0, 1.0, 0.0)), (0.109, 0.05, 0.081))
    left = made_of(merge([pipe, hinge, _nozzle(_left_exit(), (-1.0, NOZZLE_OUT, 0.0))]), Material.METAL)
    return [left, mirrored(left, 1)]


def _left_exit() -> Vec3:
    return (ARM_AHEAD_M - 0.012, ARM_M + 0.003, 0.070)


def _nozzle(place_m: Vec3, way: Vec3) -> Mesh:
    profile = [(0.010, -0.020), (0.009, 0.0), (0.017, 0.026), (0.014, 0.026), (0.004, 0.0)]
    return moved(aimed(lathe(profile, segments=12, colour=STEEL, shininess=0.5), way), place_m)


def _camera() -> list[Mesh]:
    """The still camera on top of the gun, its lens ahead (U09)."""
    body = box((0.050, 0.140, 0.078), centre_m=(0.045, 0.0, 0.140), colour=BLACK, shininess=0.35)
    trim = box((0.052, 0.142, 0.016), centre_m=(0.045, 0.0, 0.176), colour=(0.60, 0.60, 0.60), shininess=0.5)
    barrel = lathe(
        [(0.031, 0.0), (0.031, 0.030), (0.028, 0.034), (0.028, 0.048), (0.020, 0.048), (0.0, 0.040)], segments=16,
        colour=np.array([BLACK, STEEL, BLACK, BLACK, (0.05, 0.06, 0.10)]), shininess=0.8,
    )  # fmt: skip
    lens = moved(aimed(barrel, (1.0, 0.0, 0.0)), (0.068, 0.0, 0.136))
    dial = moved(lathe([(0.014, 0.0), (0.013, 0.012), (0.0, 0.012)], segments=10, colour=STEEL), (0.045, -0.045, 0.184))
    return [body, made_of(trim, Material.METAL), made_of(lens, Material.GLASS), made_of(dial, Material.METAL)]


def hand_camera() -> Mesh:
    """A camera for the hands (U10, U11): a box with its lens ahead; origin in its middle, +X the way it looks."""
    body = box((0.130, 0.080, 0.095), colour=BLACK, shininess=0.4)
    top = box((0.090, 0.070, 0.010), centre_m=(0.0, 0.0, 0.052), colour=STEEL, shininess=0.5)
    barrel = lathe(
        [(0.026, 0.0), (0.026, 0.055), (0.018, 0.055), (0.0, 0.047)], segments=12, colour=BLACK, shininess=0.8
    )
    lens = moved(aimed(barrel, (1.0, 0.0, 0.0)), (0.064, 0.0, 0.0))
    return merge([body, made_of(top, Material.METAL), made_of(lens, Material.GLASS)])


def _pulling_puff() -> Mesh:
    left = _puff(_left_exit(), (-1.0, NOZZLE_OUT, 0.0))
    return merge([left, mirrored(left, 1)])


def _puff(place_m: Vec3, way: Vec3) -> Mesh:
    """Two shells of gas that widens and thins out behind a nozzle."""
    parts = []
    for size, light in ((1.0, 0.55), (0.55, 1.0)):
        rows = ((0.028, 0.012, 1.0), (0.10, 0.040, 0.62), (0.22, 0.085, 0.26), (0.36, 0.130, 0.07), (0.48, 0.15, 0.0))
        parts.append(shell(
            [(z, size * r, (light * k * PUFF[0], light * k * PUFF[1], light * k * PUFF[2])) for z, r, k in rows],
            segments=10,
        ))  # fmt: skip
    return moved(aimed(merge(parts), way), place_m)
