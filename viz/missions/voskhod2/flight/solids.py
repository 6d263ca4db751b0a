"""What the tether may not enter: the sphere, the airlock's wall, the ring round its outer hatch."""

from __future__ import annotations

import numpy as np

from viz.flight.tether import ROPE_RADIUS_M, Points
from viz.missions.voskhod2.flight.body import (
    AIRLOCK_BASE_Z_M,
    AIRLOCK_INNER_RADIUS_M,
    AIRLOCK_RADIUS_M,
    AIRLOCK_RIM_Z_M,
    HATCH_RADIUS_M,
    SPHERE_RADIUS_M,
)

RIM_THICKNESS_M = 0.08
"""Of the ring round the outer hatch; model."""


def penetration_m(points_m: Points) -> Points:
    """Return the way out of hull and airlock for each point, zero for points in the open.

    The solids: the descent sphere; the airlock's wall between its inner and outer radius; the ring that
    narrows the outer end to the hatch.
    """
    x, y, z = points_m[:, 0], points_m[:, 1], points_m[:, 2]
    out = np.zeros_like(points_m)
    distance = np.sqrt(x * x + y * y + z * z)
    hull = SPHERE_RADIUS_M + ROPE_RADIUS_M
    out += np.where(distance < hull, hull / distance - 1.0, 0.0)[:, None] * points_m
    radius = np.sqrt(x * x + y * y) + 1e-12
    outer, inner = AIRLOCK_RADIUS_M + ROPE_RADIUS_M, AIRLOCK_INNER_RADIUS_M - ROPE_RADIUS_M
    top, under = AIRLOCK_RIM_Z_M + ROPE_RADIUS_M, AIRLOCK_RIM_Z_M - RIM_THICKNESS_M - ROPE_RADIUS_M
    hole = HATCH_RADIUS_M - ROPE_RADIUS_M
    in_ring = (z > under) & (z < top) & (radius > hole) & (radius < outer)
    in_wall = (z > AIRLOCK_BASE_Z_M) & (z <= under) & (radius > inner) & (radius < outer)
    # Each solid is left by its nearest face.
    # Where the ring sits on the wall there is no way out downward.
    down = np.where(radius < inner, z - under, np.inf)
    ways = np.stack((top - z, down, radius - hole, outer - radius))
    nearest = np.argmin(ways, axis=0)
    upward = np.where(nearest == 0, top - z, np.where(nearest == 1, under - z, 0.0))
    outward = np.where(nearest == 2, hole - radius, np.where(nearest == 3, outer - radius, 0.0))
    wall = np.where(radius - inner < outer - radius, inner - radius, outer - radius)
    sideways = (np.where(in_ring, outward, 0.0) + np.where(in_wall, wall, 0.0)) / radius
    out[:, 0] += sideways * x
    out[:, 1] += sideways * y
    out[:, 2] += np.where(in_ring, upward, 0.0)
    return out
