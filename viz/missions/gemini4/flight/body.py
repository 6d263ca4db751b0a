"""Sizes and places on the craft, in its own frame, shared by the models, the cameras and the drawing.

The body frame has its origin on the axis, in the plane of the heat shield, where the re-entry module meets the
adapter. +X points to the nose, +Z to the crew's "up" (the hatches are on that side), +Y to the crew's left: McDivitt
sits at +Y, White at -Y. Lengths are metres.

Row ids are those of the record sheet. Where a number is a model and not record, the comment says so; [K] marks what
is told in the literature and not in the record sheet.
"""

from __future__ import annotations

import math

from viz.flight.state import Vec3

# -- re-entry module ------------------------------------------------------------------------------

HEAT_SHIELD_RADIUS_M = 2.29 / 2
"""S03: 2.26 to 2.35 m across."""
REENTRY_LENGTH_M = 3.35
NOSE_JOINT_X_M = 2.74
"""S03: the module is so long with the nose section and without it."""
CONE_END_X_M = 1.80
NOSE_RADIUS_M = 0.99 / 2
"""Where the cabin's cone of 20 degrees ends in the cylinder of the attitude thrusters [K]."""
NOSE_TIP_RADIUS_M = 0.38
"""The nose section narrows a little; model."""
HEAT_SHIELD_BULGE_M = 0.18
"""How far the shield's middle stands out behind its edge: a sphere of 3.66 m radius [K]."""

# -- adapter --------------------------------------------------------------------------------------

ADAPTER_LENGTH_M = 2.35
ADAPTER_BASE_RADIUS_M = 3.05 / 2
"""S01 (5.7 m in all), S02."""
ADAPTER_BASE_X_M = -ADAPTER_LENGTH_M
RETRO_BASE_X_M = -0.88
"""Where the retrograde section meets the equipment section [K]."""

# -- hatches and windows --------------------------------------------------------------------------

HATCH_X_M = (0.40, 1.58)
HATCH_SIDE_DEG = (4.0, 50.0)
"""A hatch's aft and forward edges, and its inner and outer ones about the axis from +Z; models (S09: not found)."""
HATCH_OPEN_DEG = 50.0
"""S06: as far as the right hatch opened."""


def cone_radius_m(x_m: float) -> float:
    """Return the cabin's radius at a place along the axis, 0 to `CONE_END_X_M`."""
    return HEAT_SHIELD_RADIUS_M + (NOSE_RADIUS_M - HEAT_SHIELD_RADIUS_M) * x_m / CONE_END_X_M


def adapter_radius_m(x_m: float) -> float:
    """Return the adapter's radius at a place along the axis, 0 down to `ADAPTER_BASE_X_M`."""
    return HEAT_SHIELD_RADIUS_M + (ADAPTER_BASE_RADIUS_M - HEAT_SHIELD_RADIUS_M) * x_m / ADAPTER_BASE_X_M


def round_axis_m(x_m: float, radius_m: float, right_deg: float) -> Vec3:
    """Return a point about the axis; the angle runs from +Z to the crew's right, -Y."""
    angle = math.radians(right_deg)
    return (x_m, -radius_m * math.sin(angle), radius_m * math.cos(angle))


def on_cone_m(x_m: float, right_deg: float, lift_m: float = 0.0) -> Vec3:
    """Return a point of the cabin's skin, or so far above it (square to the axis)."""
    return round_axis_m(x_m, cone_radius_m(x_m) + lift_m, right_deg)


HATCH_MIDDLE_X_M = 0.5 * (HATCH_X_M[0] + HATCH_X_M[1])
HATCH_MIDDLE_DEG = 0.5 * (HATCH_SIDE_DEG[0] + HATCH_SIDE_DEG[1])
HATCH_CENTRE_M: Vec3 = on_cone_m(HATCH_MIDDLE_X_M, HATCH_MIDDLE_DEG)
"""Middle of White's hatch, the right one (S06); distances from the hatch are measured from here. Model."""
CONE_DEG = math.degrees(math.atan2(HEAT_SHIELD_RADIUS_M - NOSE_RADIUS_M, CONE_END_X_M))
"""Half the cone's angle: 20 degrees."""
HATCH_OUTWARD: Vec3 = (
    math.sin(math.radians(CONE_DEG)),
    -math.cos(math.radians(CONE_DEG)) * math.sin(math.radians(HATCH_MIDDLE_DEG)),
    math.cos(math.radians(CONE_DEG)) * math.cos(math.radians(HATCH_MIDDLE_DEG)),
)
"""Unit vector out of the right hatch, square to the skin at its middle."""
HATCH_HINGE_M: Vec3 = on_cone_m(HATCH_MIDDLE_X_M, HATCH_SIDE_DEG[1])
"""Middle of the hinge: the hatch's outer edge; model."""
HATCH_HINGE_AXIS: Vec3 = (
    math.cos(math.radians(CONE_DEG)),
    math.sin(math.radians(CONE_DEG)) * math.sin(math.radians(HATCH_SIDE_DEG[1])),
    -math.sin(math.radians(CONE_DEG)) * math.cos(math.radians(HATCH_SIDE_DEG[1])),
)
"""Unit vector along the hinge, forward; a right-handed turn about it opens the hatch."""

WINDOW_X_M = 1.34
WINDOW_SIDE_DEG = 27.0
WINDOW_RIGHT_M: Vec3 = on_cone_m(WINDOW_X_M, WINDOW_SIDE_DEG)
WINDOW_LEFT_M: Vec3 = on_cone_m(WINDOW_X_M, -WINDOW_SIDE_DEG)
"""Middles of White's and McDivitt's windows, each in the fore part of its hatch; models."""

# -- crew, rope, camera ---------------------------------------------------------------------------

SEAT_RIGHT_M: Vec3 = (0.42, -0.36, -0.30)
SEAT_LEFT_M: Vec3 = (0.42, 0.36, -0.30)
"""Where White's and McDivitt's hips are when seated, back to the heat shield, facing the nose; models."""
EYE_RIGHT_M: Vec3 = (0.62, -0.36, 0.42)
EYE_LEFT_M: Vec3 = (0.62, 0.36, 0.42)
"""Their eyes; models."""
TETHER_ANCHOR_M: Vec3 = on_cone_m(0.62, 38.0, -0.08)
"""Where the umbilical is fixed within the right hatch's edge: on the hatch side (M05); the point is a model (Q5)."""
TETHER_LENGTH_M = 7.6
"""U04: 25 ft."""
FILM_CAMERA_M: Vec3 = round_axis_m(-0.30, adapter_radius_m(-0.30) + 0.20, 22.0)
"""The 16 mm camera on the hull behind the hatch (U10); its place on the adapter is a model."""

# -- launcher -------------------------------------------------------------------------------------

LAUNCHER_RADIUS_M = 3.05 / 2
"""As wide as the adapter's foot (S02)."""
STAGE_2_TOP_X_M = ADAPTER_BASE_X_M
STAGE_2_BASE_X_M = STAGE_2_TOP_X_M - 5.9
STAGE_1_TOP_X_M = STAGE_2_BASE_X_M
STAGE_1_BASE_X_M = STAGE_1_TOP_X_M - 21.6
"""Foot of the first stage's nozzles. Stages of 5.9 and 21.6 m: 33.2 m with the spacecraft [K]."""
STAGE_2_NOZZLE_X_M = STAGE_2_BASE_X_M - 0.9
"""Exit of the second stage's engine, within the first stage's top until they part; model."""

LAUNCH_STAND_M = 5.0
"""Height of the stand's ring, on which the first stage's foot rests; model."""
PAD_HEIGHT_M = LAUNCH_STAND_M - STAGE_1_BASE_X_M
"""The origin above the ground at lift-off."""

# -- hull -----------------------------------------------------------------------------------------

HULL_PROFILE_M: tuple[tuple[float, float], ...] = (
    (ADAPTER_BASE_X_M, ADAPTER_BASE_RADIUS_M),
    (0.0, HEAT_SHIELD_RADIUS_M),
    (CONE_END_X_M, NOSE_RADIUS_M),
    (NOSE_JOINT_X_M, NOSE_RADIUS_M),
    (REENTRY_LENGTH_M, NOSE_TIP_RADIUS_M),
)
"""The hull in orbit as a body of revolution about X: (x, radius) from the adapter's foot to the nose."""
