"""The tether wound round his forearm before he goes in: a version of the text this project began from.

In his own telling he judged gathering the rope with one hand impossible (E08, U09); nothing else tells of winding. It
is drawn only where it is asked for, and when it begins and ends is a model.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from viz.flight.curves import ramp
from viz.missions.voskhod2.flight.state import LeonovState

Handling = Literal["left", "wound"]
HANDLINGS: tuple[Handling, ...] = ("left", "wound")
"""Versions of the question `tether_handling`; the first is drawn by itself."""

AFTER_CAMERA_S, WINDS_S, UNWINDS_S = 2.0, 20.0, 20.0
"""From the camera in his hand to the first turn, all turns, and taking them off again before the rope is stowed."""


def wound_share(met_s: float, camera_off_s: float, stowed_s: float) -> float:
    """Return how much of the winding is done at that instant, 0 none to 1 all of it."""
    begins_s = camera_off_s + AFTER_CAMERA_S
    on = ramp(met_s, begins_s, begins_s + WINDS_S)
    return on * (1.0 - ramp(met_s, stowed_s - UNWINDS_S - 1.0, stowed_s - 1.0))


def with_winding(man: LeonovState, share: float) -> LeonovState:
    """Return the man with so much of his tether wound round his right forearm, on the side the cameras see."""
    return replace(man, tether_wound=share) if share > 0.0 else man
