"""White's umbilical as it is drawn (U04): gold tape round oxygen hose and wires, and the tether strap beside it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from viz.flight.quaternion import rotate
from viz.flight.state import Vec3, WalkerState
from viz.flight.vector import add
from viz.missions.gemini4.stage.suit import GOLD, UMBILICAL_M
from viz.stage.figure.rope import eased_bends, rounded
from viz.stage.tether import RopeLook

UMBILICAL = RopeLook(
    points=112, radius_m=0.019, colour=GOLD, metal=0.75, line_radius_m=0.006, line_beside_m=0.021,
    line_colour=(0.78, 0.76, 0.70), rings=0,
)  # fmt: skip
"""That its tape is gold is record; how thick it is, and where the strap lies, are models."""
REACHES_M = 0.9
"""A simulated rope ends somewhere at his chest; that end is led to the pack's fitting over so much of it."""


def umbilical_m(man: WalkerState) -> Sequence[Vec3]:
    """Return the umbilical's points in the body frame as drawn, from its anchor to the chest pack; none when stowed."""
    nodes = np.asarray(man.tether_m)
    if len(nodes) < 4:
        return man.tether_m
    end = np.asarray(add(man.position_m, rotate(man.attitude_quaternion, UMBILICAL_M)))
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(nodes, axis=0), axis=1))])
    share = np.clip(1.0 - (run[-1] - run) / REACHES_M, 0.0, 1.0)
    led = nodes + (end - nodes[-1]) * (share * share * (3.0 - 2.0 * share))[:, None]
    return tuple((x, y, z) for x, y, z in rounded(eased_bends(led)).tolist())
