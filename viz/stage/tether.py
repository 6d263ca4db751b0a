"""The tether: the simulated rope, its telephone line, and a ring every half metre (U08-U10)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from viz.flight.quaternion import rotate
from viz.flight.state import LeonovState, Quaternion, Vec3
from viz.flight.vector import add, length, scaled, sub, unit
from viz.stage.actors import Actor, Line
from viz.stage.host import Host
from viz.stage.mesh import Mesh
from viz.stage.shapes import torus
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


def tether_meshes() -> dict[str, Mesh]:
    """Return one ring under as many names as the rope has rings."""
    ring = torus(RING_RADIUS_M, 0.004, segments=10, sides=4, colour=(0.70, 0.71, 0.73), shininess=0.6)
    return {f"tether_ring_{i}": ring for i in range(RINGS)}


class Tether:
    """Rope, telephone line and rings."""

    def __init__(self, host: Host, rings: Sequence[Actor]) -> None:
        self._rope = Line(host, POINTS, ROPE_RADIUS_M, ROPE)
        self._wire = Line(host, POINTS, LINE_RADIUS_M, WIRE)
        self._rings = tuple(rings)

    def draw(self, man: LeonovState, craft_turn: Quaternion, eye_m: Vec3) -> None:
        """Lay them along the simulated rope, or show nothing while it is stowed."""
        nodes = [rotate(craft_turn, node) for node in man.tether_m]
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
