"""What White and his umbilical may not enter: the hull, a body of revolution, with his open hatch in it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from viz.flight.state import Vec3
from viz.flight.tether import ROPE_RADIUS_M, Points
from viz.missions.gemini4.flight.body import CONE_END_X_M, HATCH_SIDE_DEG, HATCH_X_M, HULL_PROFILE_M

WELL_M = 0.22
"""How deep the open hatch is, before what fills the cabin begins; model."""
SKIN_M = 0.10
"""How thick the cabin's wall is; model."""
CABIN_X_M = (0.06, CONE_END_X_M - 0.06)
"""Where the hull is hollow."""
_STATIONS_M = np.array([x for x, _ in HULL_PROFILE_M])
_RADII_M = np.array([radius for _, radius in HULL_PROFILE_M])
_AFT_M, _FORE_M = HULL_PROFILE_M[0][0], HULL_PROFILE_M[-1][0]
_WELL_SIDE_RAD = (math.radians(HATCH_SIDE_DEG[0]), math.radians(HATCH_SIDE_DEG[1]))


def penetration_m(points_m: Points, spare_m: float = ROPE_RADIUS_M) -> Points:
    """Return the shortest way out of the hull, `spare_m` thicker than it is, for each point; zero in the open.

    Shapes (n, 3), metres, body frame. While he is out the cabin counts as full, but for the hatch's own depth.
    """
    depth, aft, fore = _depths_m(points_m, spare_m)
    depth = np.where(_in_well(points_m), depth - WELL_M, depth)
    return _ways_out(points_m, np.where((depth > 0.0) & (aft > 0.0) & (fore > 0.0), 1.0, 0.0), (depth, aft, fore))


def hollow_penetration_m(points_m: Points, spare_m: float = ROPE_RADIUS_M) -> Points:
    """Return the same with the cabin hollow, and open all through the hatch, as while he sits in it."""
    depth, aft, fore = _depths_m(points_m, spare_m)
    inward = depth - (SKIN_M + 2.0 * spare_m)
    hollow = (points_m[:, 0] > CABIN_X_M[0]) & (points_m[:, 0] < CABIN_X_M[1])
    solid = (depth > 0.0) & (aft > 0.0) & (fore > 0.0) & ~(hollow & (inward > 0.0)) & ~_in_well(points_m)
    depth = np.where(hollow & (depth > -inward), inward, depth)
    return _ways_out(points_m, np.where(solid, 1.0, 0.0), (depth, aft, fore))


def _depths_m(points_m: Points, spare_m: float) -> tuple[Points, Points, Points]:
    """Return how deep each point lies under the skin, before the adapter's foot and behind the nose."""
    x, y, z = points_m[:, 0], points_m[:, 1], points_m[:, 2]
    depth: Points = np.interp(x, _STATIONS_M, _RADII_M) + spare_m - np.sqrt(y * y + z * z)
    return depth, x - (_AFT_M - spare_m), _FORE_M + spare_m - x


def _ways_out(points_m: Points, inside: Points, depths_m: tuple[Points, Points, Points]) -> Points:
    """Return the way to the nearest face, square to the axis or along it, of the points that are inside."""
    y, z = points_m[:, 1], points_m[:, 2]
    depth, aft, fore = depths_m
    nearest = np.argmin(np.stack((np.abs(depth), aft, fore)), axis=0)
    along = np.where(nearest == 1, -aft, np.where(nearest == 2, fore, 0.0))
    share = np.where(nearest == 0, depth, 0.0) / (np.sqrt(y * y + z * z) + 1e-12)
    return np.stack((inside * along, inside * share * y, inside * share * z), axis=1)


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
