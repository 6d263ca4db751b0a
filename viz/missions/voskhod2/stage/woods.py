"""Where the trees of the landing place stand: planted one by one near the clearing, in merged belts farther out.

All in local metres, +X east, +Y north, +Z up, the origin on the ground at the landing point. That it was taiga is
record (G03, G04); every place is a model.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from viz.flight.state import Vec3
from viz.missions.voskhod2.flight.people import TRAIL_M
from viz.missions.voskhod2.stage.clothing import hung_from_m
from viz.missions.voskhod2.stage.snow import (
    CLEARING_RADIUS_M,
    DRAPE_M,
    FIRE_M,
    GLADE_M,
    HUT_M,
    ground_height_m,
)
from viz.missions.voskhod2.stage.trees import (
    FAR,
    FARTHER,
    FINE,
    FINEST,
    MIDDLE,
    NEAR,
    TEMPLATE_M,
    YOUNG,
    Grain,
    birch,
    bough_to,
    brush,
    fallen,
    mound,
    spruce,
    stump,
    thrifty,
)
from viz.stage.mesh import Colour, Floats, Mesh, hash01, merge, moved, scaled, turned

TRAIL_ROOM_M = 2.6
"""No tree stands nearer the ski trail."""
DRAPE_PEAKS = ((-3.0, 1.2, 11.5), (0.8, -1.0, 12.5), (3.6, 1.6, 10.2), (-0.6, 3.2, 10.8))
"""East, north and height of the treetops that hold the canopy up, from its middle."""
TEMPLATES = 5
"""Shapes of spruce; each stands in many places, turned and sized."""
NEAR_M, MIDDLE_M = 20.0, 40.0
"""How far trees are drawn in detail, and how far they are planted one by one."""
HAZE_M = 620.0
HAZE: Colour = (0.62, 0.66, 0.71)
"""Through how much air two thirds of a tree's tone are lost, and to which; model."""
AIR_EYE_M: Vec3 = (-14.0, -33.0, 30.0)
"""Where the camera in the air stands (``shots.toml``); no treetop hides the clearing from it."""

Spot = tuple[float, float, float, float]
"""East, north, height of the foot, and a number from 0 to 1 for variety."""


@dataclass(frozen=True, slots=True)
class Plant:
    """One spruce near the clearing, in one of a few shapes."""

    name: str
    shape: int
    kind: str
    """``near``, ``middle`` or ``young``."""
    foot_m: Vec3
    scale: Vec3
    heading_deg: float


def spots(count: int, inner_m: float, outer_m: float, seed: int) -> list[Spot]:
    """Places for trees between two circles, off the trail, the glade, the hut, the fire and the draped canopy."""
    chance = hash01(3 * count, seed).reshape(3, count)
    # A spiral of the golden angle keeps neighbours apart; chance then shakes it.
    radius = np.sqrt(inner_m**2 + (outer_m**2 - inner_m**2) * (np.arange(count) + chance[0]) / count)
    angle = 2.399963 * np.arange(count) + 1.3 * chance[1]
    east, north = radius * np.cos(angle), radius * np.sin(angle)
    clear = _is_clear(east, north)
    foot = ground_height_m(east, north)
    found = zip(east[clear], north[clear], foot[clear], chance[2][clear], strict=True)
    return [(float(e), float(n), float(z), float(c)) for e, n, z, c in found]


def _is_clear(east: Floats, north: Floats) -> NDArray[np.bool_]:
    clear = from_line_m(east, north, TRAIL_M) > TRAIL_ROOM_M
    for (x, y, _), room in ((HUT_M, 5.8), (FIRE_M, 3.8), (DRAPE_M, 3.0)):
        clear &= np.hypot(east - x, north - y) > room
    (e0, n0), (wide, long) = GLADE_M
    clear &= np.hypot((east - e0) / wide, (north - n0) / long) > 1.0
    return clear


def from_line_m(east: Floats, north: Floats, line_m: Sequence[tuple[float, float]]) -> Floats:
    """Return how far places lie from a line through points."""
    nearest = np.full(np.shape(east), np.inf)
    for (e0, n0), (e1, n1) in pairwise(line_m):
        along = np.clip(((east - e0) * (e1 - e0) + (north - n0) * (n1 - n0)) / ((e1 - e0) ** 2 + (n1 - n0) ** 2), 0, 1)
        nearest = np.minimum(nearest, np.hypot(east - e0 - along * (e1 - e0), north - n0 - along * (n1 - n0)))
    return nearest


# -- planted one by one ---------------------------------------------------------------------------


@cache
def plants() -> tuple[Plant, ...]:
    """Every spruce within `MIDDLE_M` of the landing point."""
    inner = spots(11, CLEARING_RADIUS_M + 1.8, 17.0, 72)
    first = [*inner, *spots(24, 17.0, MIDDLE_M, 71)]
    more = _apart([*first], spots(60, 14.0, MIDDLE_M, 171), 2.4)
    tall = [(e, n, z, 9.0 + 11.0 * c) for e, n, z, c in [*first, *more]]
    tall += [(e, n, z, 2.0 + 2.6 * c) for e, n, z, c in _apart([*first, *more], spots(56, 11.0, MIDDLE_M, 181), 1.6)]
    tall += [(x + DRAPE_M[0], y + DRAPE_M[1], 0.0, top + 0.4) for x, y, top in DRAPE_PEAKS]
    return tuple(
        _plant(number, *one) for number, one in enumerate(one for one in tall if not _hides_the_clearing(*one))
    )


def _plant(number: int, east: float, north: float, foot: float, height: float) -> Plant:
    kind = "young" if height < 6.0 else "near" if math.hypot(east, north) < NEAR_M else "middle"
    size, girth = height / TEMPLATE_M, float(hash01(number + 1, 173)[number])
    wide = size * (0.86 + 0.30 * girth) if height > 6.0 else 1.5 * size
    return Plant(
        f"spruce_{number}", (7 * number + 3) % TEMPLATES, kind, (east, north, foot), (wide, wide, size), 360.0 * girth,
    )  # fmt: skip


def _apart(standing: Sequence[Spot], others: Iterable[Spot], room_m: float) -> list[Spot]:
    return [one for one in others if all(math.hypot(one[0] - e, one[1] - n) > room_m for e, n, *_ in standing)]


def _hides_the_clearing(east: float, north: float, foot: float, height: float) -> bool:
    """Return whether a treetop reaches into what the camera in the air sees of the landing point."""
    x, y, up = AIR_EYE_M
    share = (east * x + north * y) / (x * x + y * y)
    off = abs(east * y - north * x) / math.hypot(x, y)
    return 0.05 < share < 1.1 and off < 4.5 and foot + height > up * share - 1.0


GRAINS = {"near": NEAR, "middle": MIDDLE, "young": YOUNG}
FINER = {"near": FINEST, "middle": FINE, "young": MIDDLE}


def nearest() -> tuple[Plant, ...]:
    """Plants that are drawn one by one, from meshes they share."""
    return tuple(plant for plant in plants() if plant.kind == "near")


def nearest_meshes(grains: Mapping[str, Grain] = GRAINS) -> dict[str, Mesh]:
    """The mesh of each of the nearest plants by its name; many names share one."""
    shapes = _shapes("near", grains)
    return {plant.name: shapes[plant.shape] for plant in nearest()}


def planted(kinds: Collection[str], grains: Mapping[str, Grain] = GRAINS) -> Mesh:
    """All plants of some kinds where they stand, as one mesh."""
    shapes = {kind: _shapes(kind, grains) for kind in kinds}
    return merge(
        _stood(shapes[plant.kind][plant.shape], plant.scale, plant.heading_deg, plant.foot_m)
        for plant in plants()
        if plant.kind in kinds
    )


def _shapes(kind: str, grains: Mapping[str, Grain]) -> list[Mesh]:
    return [spruce(TEMPLATE_M, 11 * k + 5, grains[kind]) for k in range(TEMPLATES)]


# -- belts ----------------------------------------------------------------------------------------


def trees(grains: Mapping[str, Grain] = GRAINS) -> Mesh:
    """What stands round the clearing but for the nearest spruces: the others, birches, stumps and brush."""
    parts = [planted(("middle", "young"), grains)]
    parts += _belt(115, MIDDLE_M, 95.0, 73, FAR) + _belt(200, 95.0, 192.0, 78, FARTHER)
    parts += [birch(*spot) for spot in spots(12, CLEARING_RADIUS_M + 1.5, MIDDLE_M, 74)]
    parts += [stump(*spot) for spot in spots(5, 3.6, CLEARING_RADIUS_M + 3.0, 75)]
    return thrifty(merge([*parts, *_undergrowth(), hung_boughs()]))


def _belt(count: int, inner_m: float, outer_m: float, seed: int, grain: Grain) -> list[Mesh]:
    """Spruces between two circles, of a few shapes turned and sized."""
    shapes = [spruce(TEMPLATE_M, 13 * k + seed, grain, bare=0.02) for k in range(TEMPLATES)]
    made = []
    for number, (east, north, foot, chance) in enumerate(spots(count, inner_m, outer_m, seed)):
        size = (10.0 + 10.0 * chance) / TEMPLATE_M
        wide = size * (1.25 + 0.6 * ((chance * 7.3) % 1.0))
        size_of = (wide, wide, size)
        stood = _stood(shapes[number % TEMPLATES], size_of, 997.0 * chance, (east, north, foot - 0.3))
        made.append(hazed(stood, math.hypot(east, north)))
    return made


def hazed(mesh: Mesh, away_m: float) -> Mesh:
    """Return the mesh as it looks that far off through a grey winter's air."""
    share = np.float32(1.0 - math.exp(-away_m / HAZE_M))
    return replace(mesh, colour=mesh.colour * (1 - share) + np.asarray(HAZE, dtype=np.float32) * share)


def _undergrowth() -> list[Mesh]:
    """Brush, hummocks and fallen trunks between the trees: a few shapes of each, turned and sized."""
    shrubs, humps, logs = [brush(200 + k) for k in range(5)], [mound(k) for k in range(4)], [fallen(4.0), fallen(6.5)]
    parts = []
    for k, (east, north, foot, luck) in enumerate(spots(44, 7.0, 36.0, 182)):
        parts.append(_stood(shrubs[k % 5], (1.0, 1.0, 0.7 + 0.6 * luck), 360.0 * luck, (east, north, foot)))
    for k, (east, north, foot, luck) in enumerate(spots(26, 6.5, 32.0, 183)):
        size = (0.7 + luck, 0.7 + luck, 0.5 + 0.8 * luck)
        parts.append(_stood(humps[k % 4], size, 360.0 * luck, (east, north, foot)))
    for k, (east, north, foot, luck) in enumerate(spots(7, 8.0, 24.0, 184)):
        parts.append(_stood(logs[k % 2], (1.0, 1.0, 1.0), 360.0 * luck, (east, north, foot - 0.02)))
    return parts


def _stood(mesh: Mesh, size: Vec3, heading_deg: float, foot_m: Vec3) -> Mesh:
    return moved(turned(scaled(mesh, size), (0.0, 0.0, 1.0), heading_deg), foot_m)


def hung_boughs() -> Mesh:
    """The boughs on which clothes hang (G04), each from the trunk of the spruce nearest."""
    trunks = np.array([plant.foot_m for plant in plants()])
    parts = []
    for number, point in enumerate(hung_from_m()):
        foot = trunks[np.argmin(np.hypot(trunks[:, 0] - point[0], trunks[:, 1] - point[1]))]
        parts.append(bough_to((float(foot[0]), float(foot[1]), point[2] + 0.25), point, NEAR, 190 + number))
    return merge(parts)


def treeline() -> Mesh:
    """A belt of distant spruces, so that no bare horizon shows from the clearing."""
    return thrifty(merge(_belt(120, 158.0, 232.0, 79, Grain(5, 1, False, 0, 0))))


def taiga() -> Mesh:
    """Spruces beyond the drawn forest, so that it does not end where its floor's pattern begins."""
    return thrifty(merge(_belt(230, 198.0, 430.0, 80, Grain(4, 1, False, 0, 0))))
