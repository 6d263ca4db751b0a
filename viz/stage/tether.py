"""The tether: the simulated rope, a line beside it, and its rings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from viz.flight.quaternion import rotate
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import add, length, scaled, sub, unit
from viz.stage.actors import Actor, Line
from viz.stage.host import Host
from viz.stage.mesh import Mesh
from viz.stage.shapes import torus
from viz.stage.turns import turning_z_to

MOST_OF_A_ROPE = 500
"""Points or rings."""


@dataclass(frozen=True, slots=True)
class RopeLook:
    """How a rope looks: so many points of a line, with another line beside it, and rings."""

    points: int = 32
    radius_m: float = 0.011
    colour: Vec3 = (0.86, 0.80, 0.62)
    metal: float = 0.0
    """How much it shines as metal does, 0 to 1; cloth does not."""
    line_radius_m: float = 0.005
    line_beside_m: float = 0.017
    line_colour: Vec3 = (0.16, 0.17, 0.20)
    ring_every_m: float = 0.5
    ring_radius_m: float = 0.025 / 2 + 0.006
    rings: int = 11

    def __post_init__(self) -> None:
        """Refuse, with ValueError, what nobody could see; before any is made."""
        if self.points not in range(2, MOST_OF_A_ROPE + 1) or self.rings not in range(MOST_OF_A_ROPE + 1):
            raise ValueError(f"a rope has 2 to {MOST_OF_A_ROPE} points, and at most as many rings")

    def ring_meshes(self) -> dict[str, Mesh]:
        """Return one ring under as many names as the rope has rings."""
        if not self.rings:
            return {}
        ring = torus(self.ring_radius_m, 0.004, segments=10, sides=4, colour=(0.70, 0.71, 0.73), shininess=0.6)
        return dict.fromkeys(ring_names(self), ring)


def ring_names(rope: RopeLook | None) -> tuple[str, ...]:
    """Return the names of a rope's rings; none without a rope."""
    return tuple(f"tether_ring_{i}" for i in range(rope.rings)) if rope else ()


class Tether:
    """Rope, line and rings."""

    def __init__(self, host: Host, look: RopeLook, rings: Sequence[Actor]) -> None:
        self._look = look
        self._rope = Line(host, look.points, look.radius_m, look.colour, metal=look.metal)
        self._wire = Line(host, look.points, look.line_radius_m, look.line_colour)
        self._rings = tuple(rings)

    def draw(self, nodes: Sequence[Vec3], craft_turn: Quaternion, eye_m: Vec3) -> None:
        """Lay them along a rope, its points from the craft's origin on TEME axes; nothing for fewer than two."""
        if len(nodes) < 2:
            self._rope.hide()
            self._wire.hide()
        else:
            beside = rotate(craft_turn, (0.0, self._look.line_beside_m, 0.0))
            self._rope.show([sub(node, eye_m) for node in nodes])
            self._wire.show([sub(add(node, beside), eye_m) for node in nodes])
        places = ring_places(nodes, self._look)
        for i, ring in enumerate(self._rings):
            if i < len(places):
                place, along = places[i]
                ring.show(sub(place, eye_m), turning_z_to(along))
            else:
                ring.hide()


def ring_places(nodes_m: Sequence[Vec3], look: RopeLook) -> list[tuple[Vec3, Vec3]]:
    """Return where the rings sit on a rope and which way the rope runs there, as far apart as its look has them."""
    places: list[tuple[Vec3, Vec3]] = []
    run_m, due_m = 0.0, look.ring_every_m
    for a, b in pairwise(nodes_m):
        piece = sub(b, a)
        reach = length(piece)
        while reach > 0.0 and run_m + reach >= due_m and len(places) < look.rings:
            places.append((add(a, scaled(piece, (due_m - run_m) / reach)), unit(piece)))
            due_m += look.ring_every_m
        run_m += reach
    return places
