"""The cable between sphere and instrument module after the burn, and how far they stand apart on it.

That a cable held them and that the pair spun about it until about 100 km is record (R09, R11, N9); how long the cable
was and what it looked like is a model. Body frame: the cable runs along -X from its plate on the sphere.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.curves import eased
from viz.flight.quaternion import rotate
from viz.flight.state import Vec3
from viz.flight.vector import add
from viz.missions.voskhod2.flight.state import VoskhodState
from viz.stage.cast import Entry
from viz.stage.materials import Material
from viz.stage.mesh import Mesh, made_of, merge
from viz.stage.shapes import tube

TIED = ("instrument_module",)
"""Meshes that hang on the cable."""
APART_M = 0.85
"""How far the modules stand apart while they spin about each other."""
TAUT_FROM_DEG_S, TAUT_DEG_S = 0.8, 7.0
"""Rates of their turning: from the first the cable runs out, at the second it is taut."""
PLATE_M: Vec3 = (-0.28, 1.14 * math.cos(math.radians(205.0)), 1.14 * math.sin(math.radians(205.0)))
"""Where the mast of the instrument module meets the sphere."""


def tie_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name."""
    return {"tie_cable": tie_cable()}


def tie_cable() -> Mesh:
    """A sheathed bundle and two loose strands, one metre along -X, each with a little slack."""
    part = np.linspace(0.0, 1.0, 9)
    strands = []
    for radius, slack, lean in ((0.034, 0.03, 0.0), (0.013, 0.10, 2.1), (0.013, 0.14, 4.0)):
        bow = slack * np.sin(np.pi * part)
        path = np.column_stack([-part, bow * math.cos(lean), bow * math.sin(lean)])
        colour = (0.13, 0.12, 0.12) if radius > 0.02 else (0.72, 0.60, 0.38)
        strands.append(tube(path, radius, segments=6, colour=colour))
    return made_of(merge(strands), Material.ROPE)


def apart_m(state: VoskhodState) -> float:
    """Return how far the instrument module stands from its place on the sphere: 0 before the burn has ended."""
    if not state.phase.startswith("descent") or state.craft.thrust_fraction > 0.0:
        return 0.0
    turning = (state.craft.spin_deg_s - TAUT_FROM_DEG_S) / (TAUT_DEG_S - TAUT_FROM_DEG_S)
    return APART_M * eased(turning)


def hung(entry: Entry, distance_m: float) -> Entry:
    """Return an entry of a mesh that hangs on the cable, moved out along it."""
    if distance_m == 0.0 or entry.name not in TIED:
        return entry
    return entry._replace(place_m=add(entry.place_m, rotate(entry.turn, (-distance_m, 0.0, 0.0))))


def cable_entry(state: VoskhodState) -> Entry | None:
    """Return the cable while it is to be seen."""
    distance_m = apart_m(state)
    if distance_m < 0.01 or "instrument_module" not in state.craft.modules:
        return None
    turn = state.craft.attitude_quaternion
    return Entry("tie_cable", rotate(turn, PLATE_M), turn, (distance_m, 1.0, 1.0))
