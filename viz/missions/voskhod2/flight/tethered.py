"""What acts on Leonov on his tether, and how the rope runs through the hatch.

Body frame throughout: the ship keeps its level in orbit. ``scripts/build_eva.py`` makes the recorded walk with these
forces, `pushoff` other ones.
"""

from __future__ import annotations

import math

from viz.flight.state import Vec3
from viz.flight.tethered import Surroundings
from viz.missions.voskhod2.flight.body import AIRLOCK_RIM_Z_M, HATCH_RADIUS_M, TETHER_ANCHOR_M, TETHER_LENGTH_M
from viz.missions.voskhod2.flight.numbers import Numbers

NEAREST_ROPE_M = TETHER_LENGTH_M * 0.995
"""The shock absorber starts to pull a little before the rope is straight."""


def surroundings_of(all_numbers: Numbers) -> Surroundings:
    """Return the surroundings from the groups ``[eva]`` and ``[attitude]``."""
    numbers = all_numbers.eva
    roll = math.radians(all_numbers.attitude.eva_roll_deg)
    return Surroundings(
        up=(0.0, math.sin(roll), math.cos(roll)),
        left=(0.0, math.cos(roll), -math.sin(roll)),
        orbit_rate=numbers.orbit_rate_rad_s,
        drag=numbers.drag_difference_m_s2,
        stiffness=numbers.rope_stiffness_n_m,
        damping=numbers.rope_damping_n_s_m,
        mass=numbers.man_kg,
        grip=numbers.grip_rate_per_s,
        nearest_rope_m=NEAREST_ROPE_M,
        rope_path=rope_path,
    )


def rope_path(end_m: Vec3) -> tuple[float, Vec3]:
    """Return the rope's shortest length from anchor to his hook, and the unit vector in which it leaves.

    Outside the rim's plane it passes through the hatch: straight, or bent over the hatch's edge.
    """
    ax, ay, az = TETHER_ANCHOR_M
    pivot = TETHER_ANCHOR_M
    before_m = 0.0
    if end_m[2] > AIRLOCK_RIM_Z_M:
        share = (AIRLOCK_RIM_Z_M - az) / (end_m[2] - az)
        cx, cy = ax + share * (end_m[0] - ax), ay + share * (end_m[1] - ay)
        radius = math.hypot(cx, cy)
        if radius > HATCH_RADIUS_M:
            pivot = (cx * HATCH_RADIUS_M / radius, cy * HATCH_RADIUS_M / radius, AIRLOCK_RIM_Z_M)
            before_m = math.dist(TETHER_ANCHOR_M, pivot)
    after_m = math.dist(pivot, end_m)
    away = ((end_m[0] - pivot[0]) / after_m, (end_m[1] - pivot[1]) / after_m, (end_m[2] - pivot[2]) / after_m)
    return before_m + after_m, away
