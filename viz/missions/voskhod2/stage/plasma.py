"""The entry's glow: hot air closing round the sphere, the wake behind it, streaks and sparks.

Own frame of every mesh: the sphere's centre at the origin, the air coming from +Z, metres. Made of the glowing shells
of `viz.stage.glow`; `plasma_poses` gives their brightness and reach. Shapes and colours are models.
"""

from __future__ import annotations

import math

from viz.flight.quaternion import multiply
from viz.flight.state import Quaternion
from viz.stage.glow import Station, along_direction, flicker, needles, shell
from viz.stage.mesh import Colour, Mesh, PartPose, about, merge, moved

PLASMAS = ("plasma_sheath", "plasma_wake", "plasma_sparks")
"""Names in `plasma_meshes`."""
STAND_OFF_M = 0.045
"""Gap between the sphere and the glowing air at its nose; a strong shock stands off a few hundredths of a radius."""
SPARKS_FROM = 0.25
"""Glow from which burning flakes are carried off; model."""

_BLACK: Colour = (0.0, 0.0, 0.0)
_BACK = (0.0, 0.0, -1.0)


def plasma_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name; all glow."""
    return {"plasma_sheath": plasma_sheath(), "plasma_wake": plasma_wake(), "plasma_sparks": plasma_sparks()}


def plasma_poses(glow: float, flow_s: float) -> tuple[PartPose, ...]:
    """Meshes of the glow in their own frame, to be turned with +Z into the wind.

    ``glow`` is 0 none to 1 full, ``flow_s`` any running time in seconds: it makes the wake waver and the sparks
    run, smoothly and always the same. Brightness and the wake's length grow with the glow.
    """
    if glow <= 0.0:
        return ()
    full = min(glow, 1.0)
    light = full**0.55
    still: Quaternion = (1.0, 0.0, 0.0, 0.0)
    roll = about((0.0, 0.0, 1.0), (47.0 * flow_s) % 360.0)
    reach = (0.45 + 0.55 * math.sqrt(full)) * (1.0 + 0.03 * math.sin(13.0 * flow_s))
    poses = [
        PartPose("plasma_sheath", (0.0, 0.0, 0.0), roll, light=light * flicker(flow_s, 5, 0.05)),
        PartPose("plasma_wake", (0.0, 0.0, 0.0), roll, (1.0, 1.0, reach), light * flicker(flow_s, 6, 0.08)),
    ]
    if full > SPARKS_FROM:
        run = (1.7 * flow_s) % 1.0
        shown = min((full - SPARKS_FROM) / 0.2, 1.0) * math.sin(math.pi * run)
        poses.append(PartPose("plasma_sparks", (0.0, 0.0, -4.0 * run), multiply(still, roll), light=shown))
    return tuple(poses)


def plasma_sheath() -> Mesh:
    """Hot air round the sphere: a bright coat against the wind in two fainter ones, drawn out behind."""
    coat: list[Station] = [
        (-1.20, 0.0, (1.20, 1.05, 0.86)), (-1.15, 0.45, (1.20, 1.00, 0.76)), (-0.92, 0.90, (1.10, 0.78, 0.48)),
        (-0.50, 1.22, (0.85, 0.46, 0.24)), (0.05, 1.36, (0.55, 0.22, 0.12)), (0.70, 1.28, (0.32, 0.11, 0.08)),
        (1.60, 0.98, (0.18, 0.06, 0.05)), (2.80, 0.64, (0.09, 0.02, 0.03)), (4.20, 0.0, _BLACK),
    ]  # fmt: skip
    veil: list[Station] = [
        (-1.42, 0.0, (1.00, 0.62, 0.36)), (-1.30, 0.65, (0.95, 0.58, 0.33)), (-0.92, 1.22, (0.78, 0.40, 0.22)),
        (-0.35, 1.58, (0.52, 0.22, 0.14)), (0.40, 1.68, (0.30, 0.11, 0.09)), (1.60, 1.42, (0.14, 0.05, 0.05)),
        (3.40, 0.95, (0.05, 0.015, 0.022)), (5.40, 0.0, _BLACK),
    ]  # fmt: skip
    halo: list[Station] = [
        (-2.00, 0.0, (0.42, 0.17, 0.13)), (-1.75, 0.95, (0.38, 0.15, 0.12)), (-1.05, 1.75, (0.27, 0.10, 0.09)),
        (0.10, 2.20, (0.16, 0.05, 0.06)), (1.80, 2.00, (0.07, 0.02, 0.03)), (4.50, 0.0, _BLACK),
    ]  # fmt: skip
    parts = [shell(coat, segments=18), shell(veil, segments=16, ragged=0.02, seed=2), shell(halo, segments=14)]
    return along_direction(merge(parts), _BACK)


def plasma_wake() -> Mesh:
    """The wake along -Z: it leaves the shoulders, necks two metres behind and trails off, with streaks in it."""
    sleeve: list[Station] = [
        (0.25, 1.28, (0.26, 0.10, 0.06)), (0.90, 1.25, (0.44, 0.17, 0.10)), (1.90, 0.92, (0.58, 0.23, 0.14)),
        (3.20, 0.72, (0.50, 0.17, 0.12)), (5.60, 0.68, (0.30, 0.09, 0.08)), (9.00, 0.60, (0.13, 0.03, 0.045)),
        (12.5, 0.40, (0.03, 0.005, 0.012)), (14.0, 0.0, _BLACK),
    ]  # fmt: skip
    thread: list[Station] = [
        (1.45, 0.0, (0.3, 0.2, 0.12)), (2.00, 0.24, (0.70, 0.46, 0.28)), (3.20, 0.30, (0.66, 0.36, 0.20)),
        (5.50, 0.27, (0.42, 0.17, 0.11)), (9.00, 0.22, (0.22, 0.06, 0.06)), (13.0, 0.15, (0.08, 0.02, 0.03)),
        (17.0, 0.0, _BLACK),
    ]  # fmt: skip
    streaks = needles(22, 84, (1.0, 1.05), (3.0, 8.0), 0.045, (0.42, 0.17, 0.10))
    inner = needles(10, 85, (1.0, 0.40), (6.0, 12.0), 0.05, (0.30, 0.11, 0.08))
    parts = [
        shell(sleeve, segments=14, ragged=0.05, seed=6),
        shell(thread, segments=8, ragged=0.10, seed=8),
        moved(streaks, (0.0, 0.0, 0.4)),
        moved(inner, (0.0, 0.0, 2.0)),
    ]
    return along_direction(merge(parts), _BACK)


def plasma_sparks() -> Mesh:
    """Burning flakes of the ablator carried off in the wake: short bright slivers."""
    return along_direction(needles(26, 86, (11.0, 0.95), (0.12, 0.45), 0.022, (1.0, 0.72, 0.40)), _BACK)
