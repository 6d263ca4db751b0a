"""What acts on somebody on a tether: the turning frame of an orbit, the thin air, the rope, his own hands."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from viz.flight.state import Vec3

RopePath = Callable[[Vec3], tuple[float, Vec3]]
"""From where his end is to the rope's shortest length between its ends, and the unit vector in which it leaves."""


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
    """Away from the Earth, and along the orbit's normal, in the frame he flies in."""
    orbit_rate: float
    drag: float
    stiffness: float
    damping: float
    mass: float
    grip: float
    nearest_rope_m: float
    """From so long a path on the rope pulls."""
    rope_path: RopePath

    def free_m_s2(self, place: Vec3, speed: Vec3) -> Vec3:
        """Return the acceleration of free flight in the orbit's turning frame (Clohessy-Wiltshire, and drag)."""
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
        path_m, away = self.rope_path(end)
        over_m = path_m - self.nearest_rope_m
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


def direction(azimuth_deg: float, elevation_deg: float) -> Vec3:
    """Return the unit vector that far above the XY plane, azimuth from +X toward +Y."""
    a, e = math.radians(azimuth_deg), math.radians(elevation_deg)
    return (math.cos(e) * math.cos(a), math.cos(e) * math.sin(a), math.sin(e))
