"""What hangs and stands about the landing place: warm clothes caught in the trees, the trunk at the hatch.

Local metres, +X east, +Y north, +Z up, the origin on the ground at the landing point, but for the trunk, whose own
foot is its origin. That clothes were dropped and mostly caught in trees (G04) and that a trunk held the hatch (G01)
is told; every shape and place is a model.
"""

from __future__ import annotations

import math

from viz.missions.voskhod2.stage.trees import birch
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, hash01, made_of, merge, moved, scaled, turned
from viz.stage.shapes import capsule, limb, tube

TRUNK_FOOT_M = (-1.34, 0.02)
"""Of the trunk before the crew hatch, which looks west, east and north of the landing point."""
TRUNK_PUSHED_DEG = 13.0
"""How far the trunk leans once it is pushed off."""

COATS: tuple[Colour, ...] = ((0.30, 0.21, 0.13), (0.17, 0.20, 0.28), (0.33, 0.32, 0.22), (0.24, 0.17, 0.13))
FUR: Colour = (0.47, 0.36, 0.26)
FELT: Colour = (0.16, 0.15, 0.15)

_HUNG = (
    (12.92, 0.85, 15.9, 190.0, 3.2, "coat"), (12.92, 0.85, 15.9, 213.0, 5.0, "trousers"),
    (12.92, 0.85, 15.9, 160.0, 6.4, "coat"), (-6.28, 9.14, 15.0, 250.0, 3.2, "trousers"),
    (-6.28, 9.14, 15.0, 320.0, 4.8, "coat"), (-8.42, -3.03, 13.2, 25.0, 3.1, "coat"),
    (-8.42, -3.03, 13.2, 313.0, 4.4, "boots"), (21.9, 9.8, 19.3, 145.0, 3.0, "coat"),
    (21.9, 9.8, 19.3, 185.0, 5.6, "trousers"), (12.6, 18.6, 17.1, 185.0, 4.4, "coat"),
    (12.6, 18.6, 17.1, 220.0, 6.0, "coat"), (21.2, 17.5, 12.0, 257.0, 4.2, "trousers"),
)  # fmt: skip
"""East, north and height of a tree near the clearing, the side it hangs on (deg from east), its height, and what."""
_FALLEN = ((-2.2, 4.9, "coat", 40.0), (6.9, 8.3, "boots", 130.0), (9.2, -6.4, "trousers", 80.0))


def hung_from_m() -> tuple[tuple[float, float, float], ...]:
    """Return the points, east, north and up of the landing point, by which clothes hang on boughs."""
    found = []
    for east, north, tall, side_deg, high, _ in _HUNG:
        out, side = 0.84 * _bough_m(tall, high), math.radians(side_deg)
        found.append((east + out * math.cos(side), north + out * math.sin(side), high))
    return tuple(found)


def clothing() -> Mesh:
    """Warm clothes of the drop: most over boughs of the nearest firs, a few in the snow (G04)."""
    made = {"coat": coat, "trousers": trousers, "boots": boots}
    parts = []
    for number, (row, place_m) in enumerate(zip(_HUNG, hung_from_m(), strict=True)):
        turn_deg = row[3] + 25.0 * float(hash01(len(_HUNG), 121)[number])
        swung = turned(made[row[5]](COATS[number % len(COATS)]), (0.0, 0.0, 1.0), turn_deg)
        parts.append(moved(swung, place_m))
    for number, (east, north, kind, turn_deg) in enumerate(_FALLEN):
        flat = turned(turned(made[kind](COATS[(number + 1) % 4]), (0.0, 1.0, 0.0), 82.0), (0.0, 0.0, 1.0), turn_deg)
        parts.append(moved(flat, (east, north, 0.13)))
    return merge(parts)


def _bough_m(tall: float, high: float) -> float:
    """Return about how far a fir's boughs reach at a height."""
    part = min(max((high / tall - 0.10) / 0.88, 0.0), 1.0)
    return 0.135 * tall * math.pow(1.0 - part, 0.82) + 0.012 * tall


def coat(colour: Colour) -> Mesh:
    """A sheepskin coat hanging from its collar at the origin, its front to +X."""
    stations = [
        (0.02, 0.0, -1.02, 0.10, 0.30), (0.01, 0.0, -0.60, 0.09, 0.25), (0.0, 0.0, -0.22, 0.09, 0.25),
        (0.0, 0.0, -0.06, 0.07, 0.20), (0.0, 0.0, 0.02, 0.05, 0.09),
    ]  # fmt: skip
    hem = limb([(0.02, 0.0, -1.09, 0.115, 0.32), (0.02, 0.0, -1.00, 0.112, 0.315)], segments=9, colour=FUR)
    collar = limb([(0.0, 0.0, -0.03, 0.085, 0.13), (0.0, 0.0, 0.06, 0.075, 0.11)], segments=8, colour=FUR)
    arms = [
        tube(
            [(0.0, s * 0.20, -0.10), (0.03, s * 0.34, -0.42), (0.05, s * 0.33, -0.74)], 0.075, segments=6, colour=colour
        )
        for s in (-1.0, 1.0)
    ]
    return made_of(merge([limb(stations, segments=9, colour=colour), hem, collar, *arms]), Material.CLOTH)


def trousers(colour: Colour) -> Mesh:
    """Padded trousers hung over a bough at the origin by their middle, one leg lower."""
    legs = [
        tube([(-0.04, s * 0.05, 0.0), (0.07, s * 0.09, -0.18), (0.09, s * 0.12, low)], [0.11, 0.105, 0.085], segments=7,
             colour=colour)
        for s, low in ((-1.0, -0.82), (1.0, -0.96))
    ]  # fmt: skip
    waist = scaled(
        capsule((-0.02, -0.10, 0.0), (-0.02, 0.10, 0.0), 0.13, segments=7, rings=2, colour=colour), (1, 1, 0.8)
    )
    return made_of(merge([*legs, waist]), Material.CLOTH)


def boots(_: Colour) -> Mesh:
    """A pair of felt boots tied together over a bough at the origin."""
    parts = [tube([(0.0, -0.10, -0.28), (0.0, 0.0, 0.0), (0.0, 0.10, -0.22)], 0.012, segments=4, colour=FUR)]
    for side, low in ((-1.0, -0.30), (1.0, -0.24)):
        parts.append(
            capsule(
                (0.0, side * 0.11, low), (0.0, side * 0.12, low - 0.36), 0.085, 0.075, segments=7, rings=2, colour=FELT
            )
        )
        toe = (0.17, side * 0.13, low - 0.39)
        parts.append(capsule((0.0, side * 0.12, low - 0.38), toe, 0.065, 0.055, segments=7, rings=2, colour=FELT))
    return made_of(merge(parts), Material.CLOTH)


def hatch_trunk() -> Mesh:
    """The birch that stands against the crew hatch; its foot is the origin (G01)."""
    return birch(0.0, 0.0, -0.75, 0.31)
