"""The thermal glove that drifts out of the open hatch (E11); that it did is record, how fast and whither a model."""

from __future__ import annotations

from viz.flight.freebody import DriftingPart, mean_motion_rad_s
from viz.flight.quaternion import rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.track import Knot
from viz.flight.vector import add, cross, dot, scaled, unit
from viz.missions.gemini4.flight.body import HATCH_CENTRE_M, HATCH_OUTWARD

GLOVE = "thermal_glove"
"""Its name among the free bodies."""
LEAVES_M: Vec3 = add(HATCH_CENTRE_M, scaled(HATCH_OUTWARD, 0.25))
"""Where it is first followed, body frame: a hand's breadth over the hatch."""
DRIFTS_M_S: Vec3 = add(scaled(HATCH_OUTWARD, 0.32), (0.10, 0.05, 0.0))
TUMBLES_DEG_S = 38.0
FOLLOWED_S = 180.0
SLOWING_M_S2 = 2e-5
"""How much more than the ship the thin air brakes it."""


def loose_glove(start: Knot, turn: Quaternion) -> DriftingPart:
    """Return the glove that leaves a ship at a place and speed, turned so from its body frame to TEME."""
    up = unit(start.position_km)
    normal = unit(cross(start.position_km, start.velocity_km_s))
    drift = rotate(turn, DRIFTS_M_S)
    return DriftingPart(
        name=GLOVE,
        start_s=start.met_s,
        end_s=start.met_s + FOLLOWED_S,
        drift_m_s=(dot(drift, up), dot(drift, cross(normal, up)), dot(drift, normal)),
        slowing_m_s2=SLOWING_M_S2,
        mean_motion_rad_s=mean_motion_rad_s(start.position_km, start.velocity_km_s),
        attitude=turn,
        tumble_deg_s=TUMBLES_DEG_S,
        tumble_axis=unit((0.3, 1.0, 0.5)),
        centre_m=LEAVES_M,
    )
