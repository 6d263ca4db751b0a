"""Leonov's tether as it is drawn: rope and telephone line, a ring every half metre, and its turns round an arm."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from viz.flight.quaternion import multiply, rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import add
from viz.missions.voskhod2.flight.solids import penetration_m
from viz.missions.voskhod2.flight.state import LeonovState
from viz.missions.voskhod2.stage.cosmonaut import worn_parts
from viz.stage.cast import Entry
from viz.stage.figure.rope import eased_bends, rounded
from viz.stage.materials import Material
from viz.stage.mesh import Floats, Mesh, PartPose, made_of
from viz.stage.shapes import tube
from viz.stage.tether import RopeLook

ROPE = RopeLook(points=94)
"""U08-U10: a 2.5 cm ring every 50 cm; how far the telephone line lies from the rope's middle is a model."""
COIL_TURNS, COIL_LONG_M, COIL_RADIUS_M, COIL_FROM_M = 7, 0.165, 0.082, -0.225
"""Turns of the rope wound round a forearm, how far they reach along it, their radius, and the first one's place."""
TAUT = 0.92
"""How nearly straight the rope runs to the arm once it is wound; a model."""


def coil() -> Mesh:
    """The rope wound round a forearm; own frame: the first turn about the origin, the next ones towards the elbow."""
    turn = np.linspace(0.0, 2.0 * math.pi * COIL_TURNS, 12 * COIL_TURNS + 1)
    uneven = COIL_RADIUS_M * (1.0 + 0.035 * np.sin(2.3 * turn + 0.5))
    along = COIL_LONG_M * turn / turn[-1]
    path = np.column_stack([uneven * np.cos(turn), uneven * np.sin(turn), along])
    return made_of(tube(path, ROPE.radius_m, segments=5, colour=ROPE.colour), Material.ROPE)


def coil_entries(man: LeonovState, craft_turn: Quaternion) -> Iterator[Entry]:
    """Put the turns on his forearm, as many as are wound."""
    if man.tether_wound <= 0.0 or not man.tether_m:
        return
    arm = _forearm(man)
    turn = multiply(craft_turn, multiply(man.attitude_quaternion, arm.rotation))
    wide_x, wide_y, long = arm.scale
    place = rotate(craft_turn, _on_forearm(man, arm))
    yield Entry("tether_coil", place, turn, (wide_x, wide_y, long * man.tether_wound))


def wound_rope(man: LeonovState) -> tuple[Vec3, ...]:
    """Return the rope's points in the body frame: as simulated, or drawn in to the arm it is wound round.

    What is wound leaves the rest shorter; that is laid nearly straight and kept out of hull and lock.
    """
    if man.tether_wound <= 0.0 or not man.tether_m:
        return man.tether_m
    end = _on_forearm(man, _forearm(man))
    nodes = np.asarray(man.tether_m)
    share = np.linspace(0.0, 1.0, len(nodes))[:, None]
    straight = nodes[0] + (np.asarray(end) - nodes[0]) * share
    drawn = nodes + (straight - nodes) * TAUT * man.tether_wound
    drawn += (straight - drawn) * man.tether_wound * share**6
    drawn[1:-1] += penetration_m(drawn[1:-1])
    return _points(drawn)


def drawn_rope(man: LeonovState) -> tuple[Vec3, ...]:
    """Return the rope's points in the body frame as drawn: `wound_rope`, its hairpins eased, smooth."""
    nodes = np.asarray(wound_rope(man))
    if len(nodes) < 4:
        return _points(nodes)
    curve = rounded(eased_bends(nodes))
    curve[1:-1] += penetration_m(curve[1:-1])
    return _points(curve)


def _points(rows: Floats) -> tuple[Vec3, ...]:
    return tuple((x, y, z) for x, y, z in rows.tolist())


def _forearm(man: LeonovState) -> PartPose:
    return next(part for part in worn_parts(man) if part.name == "right_forearm")


def _on_forearm(man: LeonovState, arm: PartPose) -> Vec3:
    """Return where the first turn lies, body frame."""
    there = add(arm.position_m, rotate(arm.rotation, (0.0, 0.0, COIL_FROM_M * arm.scale[2])))
    return add(man.position_m, rotate(man.attitude_quaternion, there))
