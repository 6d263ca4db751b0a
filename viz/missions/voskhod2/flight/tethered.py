"""What acts on a man on the tether: the turning frame of the ship, the thin air, the rope, his own hands.

Body frame throughout. ``scripts/build_eva.py`` makes the recorded walk with these forces, `pushoff`
other ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from viz.flight.state import Vec3
from viz.missions.voskhod2.flight.body import AIRLOCK_RIM_Z_M, HATCH_RADIUS_M, TETHER_ANCHOR_M, TETHER_LENGTH_M
from viz.missions.voskhod2.flight.numbers import Numbers

NEAREST_ROPE_M = TETHER_LENGTH_M * 0.995
"""The shock absorber starts to pull a little before the rope is straight."""


@dataclass(frozen=True, slots=True)
class Impulse:
    """A change of velocity spread over a moment as a raised cosine."""

    start_s: float
    lasts_s: float
    change_m_s: Vec3

    def share_per_s(self, met_s: float) -> float:
        """Return what share of the change is given per second at that instant."""
        x = (met_s - self.start_s) / self.lasts_s
        if not 0.0 < x < 1.0:
            return 0.0
        return (1.0 - math.cos(2.0 * math.pi * x)) / self.lasts_s


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What acts on him: the turning frame, the rope, the rail."""

    up: Vec3
    left: Vec3
    orbit_rate: float
    drag: float
    stiffness: float
    damping: float
    mass: float
    grip: float

    @classmethod
    def of(cls, all_numbers: Numbers) -> Surroundings:
        """Return the surroundings from the groups ``[eva]`` and ``[attitude]``."""
        numbers = all_numbers.eva
        roll = math.radians(all_numbers.attitude.eva_roll_deg)
        return cls(
            up=(0.0, math.sin(roll), math.cos(roll)),
            left=(0.0, math.cos(roll), -math.sin(roll)),
            orbit_rate=numbers.orbit_rate_rad_s,
            drag=numbers.drag_difference_m_s2,
            stiffness=numbers.rope_stiffness_n_m,
            damping=numbers.rope_damping_n_s_m,
            mass=numbers.man_kg,
            grip=numbers.grip_rate_per_s,
        )

    def free_m_s2(self, place: Vec3, speed: Vec3) -> Vec3:
        """Return the acceleration of free flight in the ship's frame (Clohessy-Wiltshire, and drag)."""
        n = self.orbit_rate
        (ux, uy, uz), (lx, ly, lz) = self.up, self.left
        x, y, z = place
        vx, vy, vz = speed
        radial = 3.0 * n * n * (ux * x + uy * y + uz * z)
        across = -n * n * (lx * x + ly * y + lz * z)
        c = -2.0 * n
        return (
            radial * ux + across * lx + c * (ly * vz - lz * vy) - self.drag,
            radial * uy + across * ly + c * (lz * vx - lx * vz),
            radial * uz + across * lz + c * (lx * vy - ly * vx),
        )

    def rope_m_s2(self, end: Vec3, speed: Vec3) -> Vec3:
        """Return what the rope adds when it runs out: a spring and damper that only pull."""
        path_m, away = rope_path(end)
        over_m = path_m - NEAREST_ROPE_M
        if over_m <= 0.0:
            return (0.0, 0.0, 0.0)
        leaving = speed[0] * away[0] + speed[1] * away[1] + speed[2] * away[2]
        pull = max(0.0, self.stiffness * over_m + self.damping * leaving) / self.mass
        return (-pull * away[0], -pull * away[1], -pull * away[2])

    def grip_m_s2(self, place: Vec3, speed: Vec3, home: Vec3) -> Vec3:
        """Return what his hands on the rail add: they bring him to rest without overshoot."""
        k, c, h = self.grip * self.grip, 2.0 * self.grip, home
        return (
            k * (h[0] - place[0]) - c * speed[0],
            k * (h[1] - place[1]) - c * speed[1],
            k * (h[2] - place[2]) - c * speed[2],
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


def direction(azimuth_deg: float, elevation_deg: float) -> Vec3:
    """Return the unit vector that far above the rim's plane, azimuth from +X toward +Y."""
    a, e = math.radians(azimuth_deg), math.radians(elevation_deg)
    return (math.cos(e) * math.cos(a), math.cos(e) * math.sin(a), math.sin(e))
