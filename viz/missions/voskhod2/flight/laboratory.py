"""The training aircraft and where it is drawn: over the pad's country, heading east, its hall's axes along its path.

The record gives the aircraft and no route (Z1); the place is a choice of the show.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from viz.flight.state import Axes, CraftState, Vec3
from viz.flight.vector import add, cross, east_north, scaled, unit

Stretch = Literal["level", "pull_up", "weightless", "pull_out"]


@dataclass(frozen=True, slots=True)
class TrainingState:
    """The flying laboratory in its parabola and the man floating in its hall; a model, on no date."""

    since_s: float
    """Seconds since the pull-up began; below zero before."""
    stretch: Stretch
    pitch_deg: float
    """Of the flight path, nose up; the fuselage is drawn along it."""
    altitude_km: float
    ground_track_km: float
    """Flown forward since the pull-up began."""
    speed_m_s: float
    load_g: float
    """Felt in the hall, along its floor's normal."""
    trainee_m: Vec3
    """Middle of his trunk in the hall: forward, left, above the floor."""
    trainee_turn_deg: float
    """Turned head over heels, forward."""


def laboratory_axes(craft: CraftState, training: TrainingState) -> Axes:
    """Return the middle of the hall's floor from the craft's origin (metres) and the hall's three axes, TEME.

    X to the nose, Y to the left wing, Z up through the roof.
    """
    up = unit(craft.position_teme_km)
    east, north = east_north(up)
    pitch = math.radians(training.pitch_deg)
    nose = add(scaled(east, math.cos(pitch)), scaled(up, math.sin(pitch)))
    origin = add(
        scaled(up, 1000.0 * (training.altitude_km - craft.altitude_km)),
        scaled(east, 1000.0 * training.ground_track_km),
    )
    return Axes(origin, nose, north, cross(nose, north))
