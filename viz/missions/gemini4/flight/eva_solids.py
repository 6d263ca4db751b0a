"""What White and his umbilical may not enter: the ship as a solid of revolution, with a well under his open hatch."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from viz.flight.state import Vec3
from viz.flight.tether import ROPE_RADIUS_M, Points
from viz.missions.gemini4.flight.body import HATCH_SIDE_DEG, HATCH_X_M, HULL_PROFILE_M

_STATIONS_M = np.array([x for x, _ in HULL_PROFILE_M])
_RADII_M = np.array([radius for _, radius in HULL_PROFILE_M])
_AFT_M, _FORE_M = HULL_PROFILE_M[0][0], HULL_PROFILE_M[-1][0]
_WELL_SIDE_RAD = (math.radians(HATCH_SIDE_DEG[0]), math.radians(HATCH_SIDE_DEG[1]))


def penetration_m(points_m: Points, spare_m: float = ROPE_RADIUS_M) -> Points:
    """Return the shortest way out of the hull, `spare_m` thicker than it is, for each point; zero in the open.

    Shapes (n, 3), metres, body frame. Points in the well under the hatch count as in the open.
    """
    x, y, z = points_m[:, 0], points_m[:, 1], points_m[:, 2]
    radius = np.sqrt(y * y + z * z) + 1e-12
    sideways = np.interp(x, _STATIONS_M, _RADII_M) + spare_m - radius
    aft, fore = x - (_AFT_M - spare_m), _FORE_M + spare_m - x
    inside = (sideways > 0.0) & (aft > 0.0) & (fore > 0.0) & ~_in_well(points_m)
    nearest = np.argmin(np.stack((sideways, aft, fore)), axis=0)
    share = np.where(inside & (nearest == 0), sideways / radius, 0.0)
    along = np.where(nearest == 1, -aft, np.where(nearest == 2, fore, 0.0))
    return np.stack((np.where(inside, along, 0.0), share * y, share * z), axis=1)


def _in_well(points_m: Points) -> NDArray[np.bool_]:
    """Return for each point whether it lies below or above the right hatch's opening."""
    x, y, z = points_m[:, 0], points_m[:, 1], points_m[:, 2]
    right = np.arctan2(-y, z)
    inner, outer = _WELL_SIDE_RAD
    well: NDArray[np.bool_] = (x > HATCH_X_M[0]) & (x < HATCH_X_M[1]) & (right > inner) & (right < outer)
    return well


def clearance_m(place_m: Vec3) -> float:
    """Return how far a point stands off the hull, metres, measured square to the ship's axis or past its ends."""
    x, y, z = place_m
    sideways = math.hypot(y, z) - float(np.interp(x, _STATIONS_M, _RADII_M))
    past = max(_AFT_M - x, x - _FORE_M)
    return math.hypot(max(sideways, 0.0), past) if past > 0.0 else sideways
