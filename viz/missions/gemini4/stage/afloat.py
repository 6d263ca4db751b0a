"""The two men after the splash: in the raft beside the craft, and on the carrier's deck; R17 and phase `sea`.

That they climbed into a raft, were lifted to a helicopter and came aboard USS Wasp is told; how they sat and stood is a
model. While the helicopter has them they are not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from viz.flight.quaternion import multiply, rotate
from viz.flight.state import Pose, Quaternion, Vec3, WalkerState
from viz.flight.vector import add
from viz.missions.gemini4.stage.man import PILOT, WALKER, man_parts
from viz.missions.gemini4.stage.postures import IN_RAFT, UPRIGHT
from viz.stage.mesh import PartPose, about

_Z: Vec3 = (0.0, 0.0, 1.0)
Spot = tuple[Vec3, Quaternion, Pose]
"""Middle of a man's trunk, his turn and his posture."""
IN_THE_RAFT: Mapping[str, Spot] = {
    PILOT: ((-0.72, 0.22, 0.52), about(_Z, -12.0), IN_RAFT),
    WALKER: ((0.74, -0.20, 0.52), about(_Z, 170.0), IN_RAFT),
}
"""In the raft's own frame, its floor 0.12 m over the water: at both ends, facing one another."""
ON_DECK: Mapping[str, Spot] = {
    PILOT: ((-20.0, 9.0, 18.33), about(_Z, 84.0), UPRIGHT),
    WALKER: ((-18.9, 9.2, 18.33), about(_Z, 98.0), UPRIGHT),
}
"""In the carrier's own frame, side by side on her deck of 17.2 m."""


def raft_crew(walkers: Mapping[str, WalkerState]) -> Iterator[PartPose]:
    """Yield the parts of whoever is in the raft, by their meshes' names, in the raft's own frame."""
    return _crew(walkers, "raft", IN_THE_RAFT)


def deck_crew(walkers: Mapping[str, WalkerState]) -> Iterator[PartPose]:
    """Yield the parts of whoever is aboard the carrier, by their meshes' names, in the carrier's own frame."""
    return _crew(walkers, "carrier", ON_DECK)


def _crew(walkers: Mapping[str, WalkerState], place: str, spots: Mapping[str, Spot]) -> Iterator[PartPose]:
    for who, (middle, turn, pose) in spots.items():
        man = walkers.get(who)
        if man is None or man.place != place:
            continue
        for part in man_parts(who, replace(man, pose=pose)):
            where = add(middle, rotate(turn, part.position_m))
            yield replace(part, name=f"{who}:{part.name}", position_m=where, rotation=multiply(turn, part.rotation))
