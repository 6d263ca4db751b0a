"""A pressure suit's arms, legs, gloves and boots, each in its own joint frame.

Limbs hang along -Z from their joint and are the left ones: +X ahead, +Y outward. What of a limb is cloth is a `Sleeve`,
which lies in folds or is blown up; its bands, rings and pockets lie over it and are the same in both.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from viz.stage.figure.cloth import Bend, Sleeve, Station, Weave, stations
from viz.stage.figure.suit import FOREARM_M, SHIN_M, SOLE_M, THIGH_M, UPPER_ARM_M, WHITE, Tones
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, made_of, merge, moved, scaled
from viz.stage.shapes import box, limb, sheet, torus, tube

FRONT_DEG, BACK_DEG = 0.0, 180.0
"""The inside of an elbow and of a knee."""


def _ball(z_m: float, radius: float, sign: float) -> list[Station]:
    """Stations of the half ball round a joint, so that a bent limb shows no gap; z rising, towards ``sign``."""
    rows = [(sign * radius * part, radius * math.sqrt(1.0 - part * part)) for part in (0.0, 0.35, 0.62, 0.82, 0.95)]
    return [(0.0, 0.0, z_m + z, r, r) for z, r in (rows if sign > 0 else rows[::-1])]


def _band(sleeve: Sleeve, low_m: float, high_m: float, colour: Colour, around: int, lift_m: float = 0.006) -> Mesh:
    """A strap round a sleeve between two heights, lying on its cloth."""
    column = np.asarray(sleeve.stations).T
    x, y, _, a, b = (float(np.interp(0.5 * (low_m + high_m), column[2], row)) for row in column)
    edges = ((low_m, -0.006), (low_m + 0.003, lift_m), (high_m - 0.003, lift_m), (high_m, -0.006))
    made = limb([(x, y, z, a + r, b + r) for z, r in edges], segments=around, caps=False, colour=colour)
    return made_of(made, Material.CLOTH)


# -- arms -----------------------------------------------------------------------------------------


def upper_arm(tones: Tones = WHITE) -> Sleeve:
    """Left upper arm: joint at the shoulder, elbow along -Z; its lower end is the elbow's ball."""
    length = UPPER_ARM_M
    rows = [
        *_ball(-length, 0.083, -1.0), (0.0, 0.0, -length + 0.05, 0.082, 0.082), (0.0, 0.0, -0.150, 0.084, 0.085),
        (0.0, -0.003, -0.090, 0.094, 0.095), (0.0, -0.006, -0.035, 0.101, 0.100), (0.0, -0.010, 0.025, 0.097, 0.095),
        (0.0, -0.018, 0.065, 0.076, 0.072), (0.0, -0.024, 0.089, 0.036, 0.032), (0.0, -0.026, 0.097, 0.001, 0.001),
    ]  # fmt: skip
    bends = (Bend(-length + 0.02, 0.075, FRONT_DEG), Bend(-0.01, 0.05, 270.0))
    return Sleeve(stations(rows), bends, (-0.130,), 0.015, 1.9, tones.cloth)


def upper_arm_band(around: int, tones: Tones = WHITE) -> Mesh:
    """The strap round the left upper arm."""
    return _band(upper_arm(), -0.143, -0.117, tones.seam, around)


def forearm(tones: Tones = WHITE) -> Sleeve:
    """Left forearm to the wrist ring: joint at the elbow, hand along -Z; its upper end hides in the elbow's ball."""
    length = FOREARM_M
    rows = [
        (0.0, 0.0, -length + 0.018, 0.062, 0.062), (0.0, 0.0, -length + 0.05, 0.066, 0.066),
        (0.0, 0.0, -0.135, 0.0755, 0.0755), (0.0, 0.0, -0.085, 0.0765, 0.0765), (0.0, 0.0, -0.045, 0.070, 0.070),
        (0.0, 0.0, -0.010, 0.066, 0.066), (0.0, 0.0, 0.030, 0.062, 0.062), (0.0, 0.0, 0.055, 0.040, 0.040),
    ]  # fmt: skip
    return Sleeve(stations(rows), (Bend(-0.055, 0.05, FRONT_DEG),), (), 0.014, 4.3, tones.cloth)


def forearm_fittings(around: int, tones: Tones = WHITE) -> Mesh:
    """The ring at which the left glove is held, and the roll of cloth where the forearm leaves the elbow's ball."""
    return merge([_wrist_ring(around, tones), _roll(0.074, -0.047, 0.010, around, tones)])


def _roll(radius_m: float, z_m: float, thick_m: float, around: int, tones: Tones) -> Mesh:
    """A roll of cloth over the circle in which a limb leaves the ball of its joint, the same however it is bent."""
    return made_of(
        torus(radius_m, thick_m, z_m=z_m, segments=around + 6, sides=6, colour=tones.cloth, shininess=0.0),
        Material.CLOTH,
    )


def _wrist_ring(around: int, tones: Tones) -> Mesh:
    z = -FOREARM_M
    rows = [
        (0.0, 0.0, z - 0.012, 0.050, 0.050), (0.0, 0.0, z - 0.008, 0.066, 0.066), (0.0, 0.0, z + 0.004, 0.069, 0.069),
        (0.0, 0.0, z + 0.016, 0.068, 0.068), (0.0, 0.0, z + 0.022, 0.066, 0.066), (0.0, 0.0, z + 0.026, 0.058, 0.058),
    ]  # fmt: skip
    return made_of(limb(rows, segments=around, caps=False, colour=tones.metal, shininess=0.5), Material.METAL)


def glove(around: int, tones: Tones = WHITE) -> Mesh:
    """Left glove to the knuckles with its thumb: origin at the wrist ring, hand along -Z, thumb forward."""
    rows = [
        (0.0, 0.0, -0.090, 0.040, 0.016), (0.0, 0.0, -0.084, 0.048, 0.023), (0.0, 0.0, -0.070, 0.050, 0.029),
        (0.0, 0.0, -0.056, 0.049, 0.032), (0.0, 0.0, -0.042, 0.048, 0.034), (0.0, 0.0, -0.030, 0.045, 0.036),
        (0.0, 0.0, -0.018, 0.043, 0.037), (0.0, 0.0, 0.0, 0.047, 0.045),
    ]  # fmt: skip
    wrist = limb(rows, segments=around, colour=tones.glove, crease_deg=70.0)
    thumb = tube(
        [
            (0.030, -0.004, -0.022), (0.044, -0.012, -0.045), (0.058, -0.020, -0.066), (0.065, -0.026, -0.084),
            (0.066, -0.031, -0.097), (0.065, -0.034, -0.1055), (0.0645, -0.0355, -0.1085),
        ],
        [0.014, 0.019, 0.0175, 0.0155, 0.0140, 0.0085, 0.001],
        segments=_sides(around),
        colour=tones.glove,
    )  # fmt: skip
    palm = box((0.070, 0.006, 0.056), centre_m=(0.0, -0.0295, -0.058), colour=tones.palm)
    strap = moved(
        scaled(torus(0.047, 0.006, segments=around, sides=4, colour=tones.strap), (1.0, 0.88, 1.0)), (0.0, 0.0, -0.020)
    )
    return made_of(merge([wrist, thumb, palm, strap]), GLOVED)


GLOVED = Material.PAINT
"""Matt, without the small folds that cloth has of its own: they would show every corner of what is so small."""
FINGERS = ((0.036, 0.060), (0.012, 0.068), (-0.012, 0.063), (-0.035, 0.050))
"""Place across the hand and reach of each finger, first to fourth."""


def glove_fingers(around: int, tones: Tones = WHITE) -> Mesh:
    """The left glove's four fingers, filled: origin at the knuckles, hand along -Z; the tips are a seam apart."""
    rows = (
        (0.10, 0.001, 0.0130), (-0.04, 0.001, 0.0148), (-0.34, 0.0, 0.0146), (-0.64, -0.004, 0.0132),
        (-0.92, -0.010, 0.0122), (-1.07, -0.0125, 0.0092), (-1.14, -0.0135, 0.0010),
    )  # fmt: skip
    return made_of(merge(_finger(x, reach, rows, around, tones) for x, reach in FINGERS), GLOVED)


def empty_fingers(around: int, tones: Tones = WHITE) -> Mesh:
    """The same fingers blown up, his own gone from the tips: round to where his end, then a thin, limp end."""
    rows = (
        (0.10, 0.001, 0.0136), (-0.04, 0.001, 0.0158), (-0.30, 0.0, 0.0168), (-0.52, -0.001, 0.0162),
        (-0.66, 0.0, 0.0126), (-0.72, 0.001, 0.0085), (-0.90, 0.005, 0.0092), (-1.06, 0.0095, 0.0076),
        (-1.14, 0.012, 0.0010),
    )  # fmt: skip
    return made_of(merge(_finger(x, reach, rows, around, tones) for x, reach in FINGERS), GLOVED)


def _finger(
    x_m: float, reach_m: float, rows: tuple[tuple[float, float, float], ...], around: int, tones: Tones
) -> Mesh:
    """One finger of a glove along rows of share of its reach, lift and radius."""
    path = [(x_m * (1.0 - 0.03 * along), lift, along * reach_m) for along, lift, _ in rows]
    return tube(path, [radius for _, _, radius in rows], segments=_sides(around), colour=tones.glove)


def _sides(around: int) -> int:
    """How many sides a finger has, where a limb has so many: it is held up to the camera more than a limb is."""
    return max(8, around // 2)


# -- legs -----------------------------------------------------------------------------------------


def thigh(tones: Tones = WHITE) -> Sleeve:
    """Left thigh: joint at the hip, knee along -Z; its lower end is the knee's ball."""
    length = THIGH_M
    rows = [
        *_ball(-length, 0.101, -1.0), (0.0, 0.0, -length + 0.06, 0.0995, 0.098), (0.004, 0.002, -0.29, 0.102, 0.099),
        (0.004, 0.002, -0.20, 0.112, 0.106), (0.002, 0.0, -0.10, 0.122, 0.112), (0.0, -0.004, 0.0, 0.130, 0.108),
        (-0.002, -0.014, 0.06, 0.112, 0.086), (0.0, -0.024, 0.10, 0.062, 0.045),
    ]  # fmt: skip
    bends = (Bend(-length + 0.02, 0.085, BACK_DEG), Bend(-0.02, 0.06, FRONT_DEG))
    return Sleeve(stations(rows), bends, (-0.262,), 0.017, 0.4, tones.cloth)


def thigh_fittings(around: int, tones: Tones = WHITE) -> Mesh:
    """The strap round the left thigh and the flat pocket on its front."""
    turn = np.radians(np.linspace(-38.0, 52.0, max(6, around // 3)))
    rows = [(-0.235, 0.104, 0.100), (-0.232, 0.121, 0.117), (-0.130, 0.130, 0.122), (-0.126, 0.110, 0.102)]
    grid = [[(0.003 + a * math.cos(t), b * math.sin(t), z) for t in turn] for z, a, b in rows]
    pocket = sheet(np.asarray(grid), colour=tones.shade, shininess=0.05)
    return made_of(merge([_band(thigh(), -0.276, -0.248, tones.seam, around), pocket]), Material.CLOTH)


def shin(tones: Tones = WHITE) -> Sleeve:
    """Left shin to the ankle: joint at the knee, foot along -Z; its upper end hides in the knee's ball."""
    length = SHIN_M
    rows = [
        (-0.002, 0.0, -length + 0.01, 0.070, 0.066), (-0.004, 0.0, -0.31, 0.076, 0.072),
        (-0.006, 0.0, -0.25, 0.083, 0.079), (-0.012, 0.0, -0.15, 0.095, 0.089), (-0.004, 0.0, -0.090, 0.093, 0.090),
        (0.0, 0.0, -0.045, 0.084, 0.084), (0.0, 0.0, 0.0, 0.076, 0.076), (0.0, 0.0, 0.045, 0.066, 0.066),
        (0.0, 0.0, 0.075, 0.040, 0.040),
    ]  # fmt: skip
    return Sleeve(
        stations(rows), (Bend(-0.07, 0.055, BACK_DEG), Bend(-0.30, 0.05, FRONT_DEG)), (), 0.016, 2.6, tones.cloth
    )


def shin_fittings(around: int, tones: Tones = WHITE) -> Mesh:
    """The roll of cloth where the left shin leaves the knee's ball."""
    return _roll(0.088, -0.058, 0.012, around, tones)


def boot(around: int, tones: Tones = WHITE) -> Mesh:
    """Boot about the ankle: leg, foot and a dark sole; toe to +X."""
    bottom = -SOLE_M
    rows = [
        (0.058, 0.0, bottom, 0.140, 0.060), (0.058, 0.0, bottom + 0.004, 0.145, 0.063),
        (0.058, 0.0, bottom + 0.024, 0.146, 0.064), (0.057, 0.0, bottom + 0.030, 0.140, 0.058),
        (0.056, 0.0, bottom + 0.044, 0.138, 0.059), (0.054, 0.0, bottom + 0.058, 0.132, 0.059),
        (0.041, 0.0, bottom + 0.074, 0.119, 0.061), (0.028, 0.0, bottom + 0.088, 0.105, 0.064),
        (0.012, 0.0, bottom + 0.105, 0.094, 0.069), (0.0, 0.0, bottom + 0.125, 0.086, 0.074),
        (-0.002, 0.0, bottom + 0.130, 0.092, 0.080), (-0.002, 0.0, bottom + 0.150, 0.092, 0.081),
        (-0.003, 0.0, bottom + 0.155, 0.087, 0.079), (-0.004, 0.0, bottom + 0.20, 0.095, 0.091),
        (-0.004, 0.0, bottom + 0.215, 0.080, 0.075),
    ]  # fmt: skip
    tone = np.array([tones.sole] * 3 + [tones.boot] * 6 + [tones.strap] * 3 + [tones.boot] * 2)
    return made_of(limb(rows, segments=around, colour=tone, shininess=0.15), Material.CLOTH)


def _tauter(weave: Weave) -> Weave:
    """Taut cloth has no folds along it: where it is drawn coarsely, rings are better spent on a round outline."""
    return Weave(weave.around + weave.around // 3, 1.5 * weave.ring_m) if weave.ring_m > HOOPED_M else weave


HOOPED_M = 0.012
"""Cloth of finer rings shows the hoops of a bend."""

# -- whole parts ----------------------------------------------------------------------------------

_CLOTH: tuple[tuple[str, Callable[[Tones], Sleeve], Callable[[int, Tones], Mesh]], ...] = (
    ("upper_arm", upper_arm, upper_arm_band),
    ("forearm", forearm, forearm_fittings),
    ("thigh", thigh, thigh_fittings),
    ("shin", shin, shin_fittings),
)


def limb_meshes(weave: Weave, side: float, tones: Tones = WHITE) -> dict[str, Mesh]:
    """Return a left limb's parts by name, the cloth of each blown up and, with ``_slack`` to its name, in folds.

    ``side`` shifts the folds, so that no limb's are the mirror image of the other's.
    """
    found: dict[str, Mesh] = {}
    for name, made, fittings in _CLOTH:
        sleeve = made(tones)
        sleeve = replace(sleeve, seed=sleeve.seed + side)
        over = fittings(weave.around, tones)
        found[name] = merge([sleeve.taut(_tauter(weave)), over])
        found[f"{name}_slack"] = merge([sleeve.slack(weave), over])
    found["glove"], found["boot"] = glove(weave.around, tones), boot(weave.around + 2, tones)
    found["fingers"], found["fingers_empty"] = glove_fingers(weave.around, tones), empty_fingers(weave.around, tones)
    return found
