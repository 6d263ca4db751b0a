"""The tether: the simulated rope, its telephone line, and a ring every half metre (U08-U10)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from viz.flight.quaternion import multiply, rotate
from viz.flight.state import LeonovState, Quaternion, Vec3
from viz.flight.tether import penetration_m
from viz.flight.vector import add, length, scaled, sub, unit
from viz.stage.actors import Actor, Line
from viz.stage.cosmonaut import figure_parts
from viz.stage.host import Host
from viz.stage.mesh import Mesh, PartPose, vec3
from viz.stage.shapes import torus, tube
from viz.stage.turns import turning_z_to

POINTS = 32
ROPE_RADIUS_M = 0.011
LINE_RADIUS_M = 0.005
LINE_BESIDE_M = 0.017
"""How far the telephone line lies from the rope's middle; model."""
RING_EVERY_M = 0.5
RING_RADIUS_M = 0.025 / 2 + 0.006
"""U09: a 2.5 cm ring every 50 cm, round the rope."""
RINGS = 11
ROPE: Vec3 = (0.86, 0.80, 0.62)
WIRE: Vec3 = (0.16, 0.17, 0.20)
COIL_TURNS, COIL_LONG_M, COIL_RADIUS_M, COIL_FROM_M = 7, 0.165, 0.082, -0.225
"""Turns of the rope wound round a forearm, how far they reach along it, their radius, and the first one's place."""
TAUT = 0.92
"""How nearly straight the rope runs to the arm once it is wound; a model."""


def tether_meshes() -> dict[str, Mesh]:
    """Return one ring under as many names as the rope has rings."""
    ring = torus(RING_RADIUS_M, 0.004, segments=10, sides=4, colour=(0.70, 0.71, 0.73), shininess=0.6)
    return {"tether_coil": coil(), **{f"tether_ring_{i}": ring for i in range(RINGS)}}


def coil() -> Mesh:
    """The rope wound round a forearm; own frame: the first turn about the origin, the next ones towards the elbow."""
    turn = np.linspace(0.0, 2.0 * math.pi * COIL_TURNS, 12 * COIL_TURNS + 1)
    uneven = COIL_RADIUS_M * (1.0 + 0.035 * np.sin(2.3 * turn + 0.5))
    along = COIL_LONG_M * turn / turn[-1]
    path = np.column_stack([uneven * np.cos(turn), uneven * np.sin(turn), along])
    return tube(path, ROPE_RADIUS_M, segments=5, colour=ROPE)


class Tether:
    """Rope, telephone line and rings."""

    def __init__(self, host: Host, rings: Sequence[Actor], coil: Actor) -> None:
        self._rope = Line(host, POINTS, ROPE_RADIUS_M, ROPE)
        self._wire = Line(host, POINTS, LINE_RADIUS_M, WIRE)
        self._rings = tuple(rings)
        self._coil = coil

    def draw(self, man: LeonovState, craft_turn: Quaternion, eye_m: Vec3) -> None:
        """Lay them along the simulated rope, or show nothing while it is stowed."""
        nodes = [rotate(craft_turn, node) for node in wound_rope(man)]
        self._draw_coil(man, craft_turn, eye_m)
        if len(nodes) < 2:
            self._rope.hide()
            self._wire.hide()
        else:
            beside = rotate(craft_turn, (0.0, LINE_BESIDE_M, 0.0))
            self._rope.show([sub(node, eye_m) for node in nodes])
            self._wire.show([sub(add(node, beside), eye_m) for node in nodes])
        places = ring_places(nodes)
        for i, ring in enumerate(self._rings):
            if i < len(places):
                place, along = places[i]
                ring.show(sub(place, eye_m), turning_z_to(along))
            else:
                ring.hide()

    def _draw_coil(self, man: LeonovState, craft_turn: Quaternion, eye_m: Vec3) -> None:
        """Put the turns on his forearm, as many as are wound."""
        if man.tether_wound <= 0.0 or not man.tether_m:
            self._coil.hide()
            return
        arm = _forearm(man)
        turn = multiply(craft_turn, multiply(man.attitude_quaternion, arm.rotation))
        place = rotate(craft_turn, _on_forearm(man, arm))
        wide_x, wide_y, long = arm.scale
        self._coil.show(sub(place, eye_m), turn, (wide_x, wide_y, long * man.tether_wound))


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
    return tuple(vec3(point) for point in drawn)


def _forearm(man: LeonovState) -> PartPose:
    return next(part for part in figure_parts(man.pose, man.suit_swell) if part.name == "right_forearm")


def _on_forearm(man: LeonovState, arm: PartPose) -> Vec3:
    """Return where the first turn lies, body frame."""
    there = add(arm.position_m, rotate(arm.rotation, (0.0, 0.0, COIL_FROM_M * arm.scale[2])))
    return add(man.position_m, rotate(man.attitude_quaternion, there))


def ring_places(nodes_m: Sequence[Vec3]) -> list[tuple[Vec3, Vec3]]:
    """Return where the rings sit on a rope and which way the rope runs there, a ring every half metre of it."""
    places: list[tuple[Vec3, Vec3]] = []
    run_m, due_m = 0.0, RING_EVERY_M
    for a, b in pairwise(nodes_m):
        piece = sub(b, a)
        reach = length(piece)
        while reach > 0.0 and run_m + reach >= due_m and len(places) < RINGS:
            places.append((add(a, scaled(piece, (due_m - run_m) / reach)), unit(piece)))
            due_m += RING_EVERY_M
        run_m += reach
    return places
