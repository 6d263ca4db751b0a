"""What is round the craft on the water; the record has the helicopter and USS Wasp, the minutes between are a model."""

from __future__ import annotations

from viz.flight.state import WalkerState
from viz.missions.gemini4.flight.body import SEAT_LEFT_M
from viz.missions.gemini4.flight.numbers import Sea
from viz.missions.gemini4.flight.state import SeaState

HIPS_TO_TRUNK_M = 0.255
"""From a seated man's hips up to the middle of his trunk, as the figure of `viz.stage.figure` has it."""


COMES_IN_SIGHT_S = 300.0
"""So long before the crew are aboard the carrier is seen; at the splash she is 40 to 50 miles off, by the tape."""


def sea_at(numbers: Sea, since_s: float) -> SeaState | None:
    """Return what is there so long after the splash; None before it."""
    if since_s < 0.0:
        return None
    lifted, aboard = since_s >= numbers.lifted_after_s, since_s >= numbers.aboard_after_s
    return SeaState(
        since_s=since_s,
        collar=since_s >= numbers.collar_after_s,
        raft=since_s >= numbers.swimmers_after_s,
        helicopter=numbers.swimmers_after_s <= since_s < numbers.aboard_after_s,
        carrier=since_s >= numbers.aboard_after_s - COMES_IN_SIGHT_S,
        crew_away=lifted,
        aboard=aboard,
    )


def crew_place(numbers: Sea, since_s: float, seated: str) -> str:
    """Return where the crew are so long after the splash; `seated` before it, and until they climb out."""
    if since_s >= numbers.aboard_after_s:
        return "carrier"
    if since_s >= numbers.lifted_after_s:
        return "helicopter"
    return "raft" if since_s >= numbers.raft_after_s else seated


def mcdivitt_at(numbers: Sea, since_s: float, suit_pressure_kpa: float) -> WalkerState:
    """Return the command pilot: in the left seat until the raft."""
    place = crew_place(numbers, since_s, "seat")
    x, y, z = SEAT_LEFT_M
    return WalkerState(place, False, (x, y, z + HIPS_TO_TRUNK_M), suit_pressure_kpa=suit_pressure_kpa)
