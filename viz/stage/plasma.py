"""The entry's glow: hot air closing round what comes home, the wake behind it, sparks.

Own frame of every mesh: the middle of the ball that meets the air at the origin, the air coming from +Z, metres. The
air is a box of gas, the sparks are glowing shells (`viz.stage.glow`); `plasma_poses` gives their brightness. Shapes and
colours are models.
"""

from __future__ import annotations

import math

from viz.flight.state import Quaternion
from viz.stage.actors import ENTRY, GLOW
from viz.stage.glow import along_direction, flicker, gas_box, needles
from viz.stage.mesh import Mesh, PartPose, about

_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
SPARKS = tuple(f"plasma_sparks_{k}" for k in range(3))
"""Three flights of sparks, one after another."""
PLASMAS = {"plasma_air": ENTRY, **dict.fromkeys(SPARKS, GLOW)}
"""Names in `plasma_meshes`, and by which program of `viz.stage.actors` each is drawn."""
WAKE_M = 17.0
"""Length of the glowing wake; model."""
SPARKS_FROM = 0.25
"""Glow from which burning flakes are carried off; model."""
SPARKS_RUN_M = 9.0
"""How far a flight of sparks is seen to be carried; model."""
WIDE = 2.0
"""Half width of the glowing air, in radii of the ball; model."""

_BACK = (0.0, 0.0, -1.0)


def plasma_meshes(radius_m: float) -> dict[str, Mesh]:
    """Every mesh of this module by name, for a ball of that radius; all glow."""
    return {"plasma_air": plasma_air(radius_m), **{name: plasma_sparks(86 + k) for k, name in enumerate(SPARKS)}}


def plasma_poses(glow: float, flow_s: float) -> tuple[PartPose, ...]:
    """Meshes of the glow in their own frame, to be turned with +Z into the wind.

    ``glow`` is 0 none to 1 full, ``flow_s`` any running time in seconds: it makes the air flicker and the sparks
    run, smoothly and always the same. Brightness grows with the glow.
    """
    if glow <= 0.0:
        return ()
    full = min(glow, 1.0)
    poses = [PartPose("plasma_air", (0.0, 0.0, 0.0), _LEVEL, light=full**0.55 * flicker(flow_s, 5, 0.05))]
    if full > SPARKS_FROM:
        most = min((full - SPARKS_FROM) / 0.2, 1.0)
        for k, name in enumerate(SPARKS):
            beat = 1.3 * flow_s + k / len(SPARKS)
            run = beat % 1.0
            roll = about((0.0, 0.0, 1.0), 137.5 * math.floor(beat) % 360.0)
            shown = most * math.sin(math.pi * run)
            poses.append(PartPose(name, (0.0, 0.0, -SPARKS_RUN_M * run), roll, light=shown))
    return tuple(poses)


def plasma_air(radius_m: float) -> Mesh:
    """The hot air round a ball and behind it: a box of gas, metres."""
    wide = WIDE * radius_m
    look = (0.1 * radius_m, 0.1 * WAKE_M - 1.0, 0.0)
    return gas_box((-wide, -wide, -WAKE_M), (wide, wide, 1.8 * radius_m), look)


def plasma_sparks(seed: int = 86) -> Mesh:
    """Burning flakes of the ablator carried off in the wake: short bright slivers."""
    return along_direction(needles(20, seed, (5.0, 1.0), (0.10, 0.55), 0.016, (1.0, 0.74, 0.42)), _BACK)
