"""Where the training aircraft is drawn: over the pad's country, heading east, its hall's axes along its path.

The record gives the aircraft and no route (Z1); the place is a choice of the show.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from viz.flight.state import Axes
from viz.flight.vector import add, cross, east_north, scaled, unit

if TYPE_CHECKING:
    from viz.missions.voskhod2.flight.state import VoskhodState


def laboratory_axes(state: VoskhodState) -> Axes:
    """Return the middle of the hall's floor from the craft's origin (metres) and the hall's three axes, TEME.

    X to the nose, Y to the left wing, Z up through the roof. ValueError outside the training.
    """
    if state.training is None:
        raise ValueError("there is no training aircraft at this instant")
    up = unit(state.craft.position_teme_km)
    east, north = east_north(up)
    pitch = math.radians(state.training.pitch_deg)
    nose = add(scaled(east, math.cos(pitch)), scaled(up, math.sin(pitch)))
    origin = add(
        scaled(up, 1000.0 * (state.training.altitude_km - state.craft.altitude_km)),
        scaled(east, 1000.0 * state.training.ground_track_km),
    )
    return Axes(origin, nose, north, cross(nose, north))
