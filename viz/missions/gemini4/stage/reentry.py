"""The re-entry module: cabin with its hatches, windows and inside, thruster section, heat shield; and the nose section.

Main sizes are record (S01, S03, S05, S06); shingles, seams, thrusters and what is inside are models. All meshes are in
the body frame, hatches shut.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from viz.flight.quaternion import rotate
from viz.flight.state import Vec3
from viz.flight.vector import sub
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.stage.hull import framed, holed_panel, plates, seam, skin, toned
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    PartPose,
    about,
    aimed,
    backside,
    made_of,
    merge,
    mirrored,
    moved,
    rotated,
    shortest_turn,
)
from viz.stage.shapes import box, disc, lathe, sheet, torus, tube

RENE: Colour = (0.135, 0.136, 0.142)
BERYLLIUM: Colour = (0.175, 0.18, 0.19)
SEAM: Colour = (0.22, 0.22, 0.225)
DARK: Colour = (0.03, 0.03, 0.032)
SHIELD: Colour = (0.46, 0.36, 0.27)
CHARRED: Colour = (0.075, 0.062, 0.055)
INSIDE: Colour = (0.20, 0.215, 0.22)
PANEL: Colour = (0.13, 0.135, 0.14)
SEAT: Colour = (0.30, 0.31, 0.29)
STEEL: Colour = (0.50, 0.50, 0.51)
_X: Vec3 = (1.0, 0.0, 0.0)

_INNER, _OUTER = body.HATCH_SIDE_DEG
_AFT, _FORE = body.HATCH_X_M
SKIN_M = 0.07
"""From the cabin's outer skin to its lining; model."""
WINDOW_LONG_M, WINDOW_HALF_DEG = 0.25, 12.5
"""A half-moon, its straight edge towards the nose; model."""
RAYS = 32
CABIN_LIGHT = 0.22
"""What share of its own colour the inside shows without Sun; model."""
RCS_X_M = (1.96, 2.14)
RCS_DEG = (12.0, 34.0, 78.0, 102.0, 146.0, 168.0, 214.0, 236.0)
"""Places of the two rings of eight attitude thrusters [K]; angles are models."""


def _cone(x_m: float) -> float:
    return body.cone_radius_m(x_m)


def _lining(x_m: float) -> float:
    return body.cone_radius_m(x_m) - SKIN_M


def _nose(x_m: float) -> float:
    """Return the radius of thruster and nose section."""
    share = (x_m - body.NOSE_JOINT_X_M) / (body.REENTRY_LENGTH_M - body.NOSE_JOINT_X_M)
    return body.NOSE_RADIUS_M + max(share, 0.0) * (body.NOSE_TIP_RADIUS_M - body.NOSE_RADIUS_M)


# -- windows and hatches --------------------------------------------------------------------------


def window_outline() -> list[tuple[float, float]]:
    """Return the right window's edge: an arc towards the tail, a straight edge towards the nose."""
    fore = body.WINDOW_X_M + 0.40 * WINDOW_LONG_M
    arc = np.radians(np.linspace(0.0, 180.0, 13))
    edge = [(fore - WINDOW_LONG_M * math.sin(a), body.WINDOW_SIDE_DEG + WINDOW_HALF_DEG * math.cos(a)) for a in arc]
    return [(float(x), float(a)) for x, a in edge]


_HATCH = ((_AFT, _INNER), (_AFT, _OUTER), (_FORE, _OUTER), (_FORE, _INNER))
_MIDDLE = (body.WINDOW_X_M - 0.02, body.WINDOW_SIDE_DEG)
SHUT_M = 0.012
"""How far a shut hatch stands out of the skin."""


def hatch() -> Mesh:
    """Return the right hatch, shut, body frame: shingled outside, pale lining, edge, and its window's frame."""
    outer, hole = framed(_HATCH, _MIDDLE, RAYS), framed(window_outline(), _MIDDLE, RAYS)
    outside = holed_panel(outer, hole, _cone, SHUT_M, np.asarray(RENE) * 1.12, 0.4)
    inside = backside(holed_panel(outer, hole, _lining, 0.01, INSIDE, 0.1))
    edges = [_edge(loop, way) for loop, way in ((outer, 1.0), (hole, -1.0))]
    latch = [
        tube([(x, *_at(x, side, -0.09)[1:]) for x in (_AFT + 0.1, _FORE - 0.22)], 0.013, segments=4, colour=STEEL)
        for side in (_INNER + 4.0, _OUTER - 4.0)
    ]
    beads = [_bead(x) for x in np.linspace(_AFT + 0.07, 1.02, 10)]
    frame = seam(window_outline(), _cone, SHUT_M + 0.004, 0.016, STEEL)
    rim = seam(_rounded_edge(), _cone, SHUT_M - 0.004, 0.009, SEAM)
    return merge([outside, *beads, *edges, made_of(frame, Material.METAL), rim, inside, *latch])


def _at(x_m: float, right_deg: float, lift_m: float) -> Vec3:
    return body.on_cone_m(x_m, right_deg, lift_m)


def _rounded_edge() -> list[tuple[float, float]]:
    return framed(_HATCH, (body.HATCH_MIDDLE_X_M, body.HATCH_MIDDLE_DEG), 28)


def _bead(x_m: float) -> Mesh:
    """Return one corrugation of the hatch's shingles."""
    sides = np.linspace(_INNER + 2.5, _OUTER - 2.5, 7)
    line = [_at(float(x_m), float(a), SHUT_M) for a in sides]
    return tube(line, 0.011, segments=3, caps=False, colour=np.asarray(RENE) * 1.05, shininess=0.4)


def _edge(loop: list[tuple[float, float]], way: float) -> Mesh:
    """Return what joins the outer and the inner skin along an edge."""
    rings = [[_at(x, a, lift) for x, a in loop] for lift in (SHUT_M, 0.01 - SKIN_M)]
    made = _wall_between(rings)
    return made if way > 0.0 else backside(made)


def _wall_between(rings: list[list[Vec3]]) -> Mesh:
    """Return the wall between two loops."""
    return sheet(np.asarray(rings), around=True, colour=np.asarray(STEEL) * 0.6, shininess=0.2)


def hatch_pose(open_deg: float) -> PartPose:
    """Return where the right hatch stands, opened about its outer edge."""
    turn = about(body.HATCH_HINGE_AXIS, open_deg)
    return PartPose("hatch_right", sub(body.HATCH_HINGE_M, rotate(turn, body.HATCH_HINGE_M)), turn)


# -- cabin ----------------------------------------------------------------------------------------


def _angles() -> Floats:
    """Return the columns of the cone's skin, edges of the hatches among them, once round from -180 to 180 degrees."""
    stops = ((-180.0, -_OUTER, 32), (-_OUTER, -_INNER, 12), (-_INNER, _INNER, 2), (_INNER, _OUTER, 12))
    parts = [np.linspace(a, b, n, endpoint=False) for a, b, n in stops]
    return np.concatenate([*parts, np.linspace(_OUTER, 180.0, 33)])


def _corrugated(angles: Floats) -> Floats:
    """Return how far each column stands out: every other one, but for the edges of what it meets."""
    lift = np.where(np.arange(len(angles)) % 2 == 1, 0.010, 0.0)
    for edge in (-_OUTER, -_INNER, _INNER, _OUTER):
        lift[np.isclose(angles, edge)] = 0.0
    return lift


def _shingles(rows: int, angles: Floats, seed: int) -> Floats:
    """Return the colours of shingles: plates of three beads, each bead with a lighter and a darker flank."""
    flank = np.where(np.arange(len(angles) - 1) % 2 == 0, 1.16, 0.84)[None, :, None]
    tint: Floats = plates(rows, len(angles) - 1, RENE, seed, 0.30, 6) * flank
    return tint


def _cone_skin() -> Mesh:
    angles = _angles()
    lift, belts = _corrugated(angles), [(0.03, 0.21), (0.21, _AFT), (_FORE, 1.70), (1.70, body.CONE_END_X_M)]
    parts = [skin(belt, angles, _cone, lift, _shingles(1, angles, 201 + k), 0.4) for k, belt in enumerate(belts)]
    rows = np.linspace(_AFT, _FORE, 6)
    for k, inside in enumerate((angles <= -_OUTER + 1e-6, angles >= _OUTER - 1e-6)):
        part, raised = angles[inside], lift[inside]
        parts.append(skin(rows, part, _cone, raised, _shingles(5, part, 211 + k), 0.4))
    middle = skin((_AFT, _FORE), np.array([-_INNER, 0.0, _INNER]), _cone, 0.004, np.asarray(RENE) * 1.5, 0.3)
    rings = [made_of(_ring(x, _cone(x), 0.010, SEAM), Material.METAL) for x in (0.03, 1.70)]
    return made_of(merge([*parts, middle, *rings]), Material.PAINT)


def _ring(x_m: float, radius_m: float, thick_m: float, colour: Colour) -> Mesh:
    return aimed(torus(radius_m, thick_m, z_m=x_m, segments=48, sides=4, colour=colour, shininess=0.4), _X)


def _heat_shield(tone: Colour) -> Mesh:
    radius, bulge = body.HEAT_SHIELD_RADIUS_M, body.HEAT_SHIELD_BULGE_M
    share = np.linspace(0.0, 1.0, 7)
    dish = [(radius * s, -bulge * (1.0 - s * s)) for s in share]
    rim = [(radius - 0.006, 0.0), (radius - 0.006, 0.03), (radius - 0.03, 0.045)]
    ring = np.array([[tone]] * 6 + [[tuple(0.8 * c for c in tone)]] * 3)
    return made_of(aimed(lathe([*dish, *rim], segments=48, colour=ring, shininess=0.1), _X), Material.CHAR)


def _thruster_section(tone: Colour) -> Mesh:
    """Return the cylinder between cabin and nose section, with two rings of eight nozzles sunk in its skin."""
    begin, end = body.CONE_END_X_M, body.NOSE_JOINT_X_M
    angles = np.linspace(-180.0, 180.0, 49)
    rows = (begin, begin + 0.06, 2.27, end)
    wall = made_of(skin(rows, angles, _nose, 0.0, plates(3, 48, tone, 221, 0.10, 6), 0.5), Material.PAINT)
    rings = [_ring(x, body.NOSE_RADIUS_M, 0.008, SEAM) for x in (begin + 0.06, 2.27, end - 0.01)]
    front = [(body.NOSE_RADIUS_M, end - 0.002), (0.42, end - 0.05), (0.40, end - 0.22), (0.0, end - 0.22)]
    inside = aimed(lathe(front, segments=32, colour=np.array([STEEL, DARK, PANEL]), shininess=0.2), _X)
    nozzles = [_nozzle(x, angle) for x in RCS_X_M for angle in RCS_DEG]
    return merge([wall, *rings, inside, *nozzles])


def _nozzle(x_m: float, right_deg: float) -> Mesh:
    cup = [(0.052, 0.006), (0.046, 0.010), (0.040, 0.004), (0.0, 0.002)]
    made = lathe(cup, segments=10, colour=np.array([STEEL, STEEL, DARK]), shininess=0.3)
    place = body.round_axis_m(x_m, body.NOSE_RADIUS_M, right_deg)
    return moved(aimed(made, (0.0, place[1], place[2])), place)


def nose(tone: Colour = BERYLLIUM) -> Mesh:
    """Return the rendezvous and recovery section: smooth shingles and a blunt end that holds the parachutes."""
    begin, end = body.NOSE_JOINT_X_M, body.REENTRY_LENGTH_M
    angles = np.linspace(-180.0, 180.0, 49)
    rows = (begin, begin + 0.3, end - 0.05)
    wall = skin(rows, angles, _nose, 0.0, plates(2, 48, tone, 231, 0.10, 8), 0.5)
    tip = body.NOSE_TIP_RADIUS_M
    front = [
        (_nose(end - 0.05), end - 0.05),
        (tip - 0.02, end),
        (tip - 0.09, end),
        (tip - 0.10, end - 0.05),
        (0.0, end - 0.03),
    ]
    cap = aimed(lathe(front, segments=48, colour=np.array([tone, SEAM, DARK, (0.27, 0.27, 0.26)]), shininess=0.4), _X)
    back = aimed(disc(body.NOSE_RADIUS_M - 0.005, z_m=begin, segments=32, up=False, colour=DARK), _X)
    bar = [box((0.03, 0.5, 0.05), centre_m=(end - 0.01, 0.0, 0.0), colour=STEEL, shininess=0.4)]
    mortar = aimed(
        lathe([(0.10, end - 0.05), (0.10, end), (0.08, end), (0.0, end - 0.03)], segments=16, colour=STEEL), _X
    )
    return merge([wall, cap, back, *bar, moved(mortar, (0.0, 0.0, 0.17))])


def _left_hatch() -> Mesh:
    return mirrored(hatch(), 1)


# -- inside ---------------------------------------------------------------------------------------


def cabin() -> Mesh:
    """Return what is seen through the hatch and the windows: lining, seats, instrument board with its glow."""
    rows, past = np.linspace(_AFT, _FORE, 3), 360.0 - _OUTER
    belts = (
        ((0.06, _AFT), np.linspace(-180.0, 180.0, 25)),
        ((_FORE, 1.70), np.linspace(-180.0, 180.0, 25)),
        (rows, np.linspace(_OUTER, past, 20)),
        (rows, np.array([-_INNER, 0.0, _INNER])),
    )
    lining = [backside(skin(x_m, angles, _lining, 0.0, INSIDE, 0.05)) for x_m, angles in belts]
    bulkhead = aimed(disc(_lining(0.06), z_m=0.06, segments=24, colour=PANEL), _X)
    fore = aimed(disc(_lining(1.70), z_m=1.70, segments=24, up=False, colour=PANEL), _X)
    dim = merge([*lining, bulkhead, fore, *_seat(-1.0), *_seat(1.0)])
    return merge([_lamplit(dim), _board()])


def _lamplit(mesh: Mesh) -> Mesh:
    """Return it with the cabin's own light on it, faint beside the Sun's."""
    return replace(mesh, emissive=np.full_like(mesh.emissive, CABIN_LIGHT))


def _seat(side: float) -> list[Mesh]:
    x, _, z = body.SEAT_LEFT_M
    y = side * body.SEAT_LEFT_M[1]
    return [
        box((0.14, 0.50, 0.98), centre_m=(x - 0.26, y, z + 0.38), colour=SEAT),
        box((0.52, 0.50, 0.12), centre_m=(x + 0.06, y, z - 0.14), colour=SEAT),
        box((0.16, 0.34, 0.20), centre_m=(x - 0.24, y, z + 0.86), colour=np.asarray(SEAT) * 0.6),
        box((0.34, 0.07, 0.10), centre_m=(x + 0.06, y + 0.29 * side, z + 0.12), colour=np.asarray(SEAT) * 0.8),
    ]


def _board() -> Mesh:
    """Return the instrument board across the cabin, facing the crew, with dials that glow a little."""
    x, parts = 1.28, []
    parts.append(box((0.08, 0.92, 0.44), centre_m=(x, 0.0, 0.12), colour=PANEL))
    parts.append(box((0.30, 0.16, 0.62), centre_m=(x - 0.14, 0.0, -0.26), colour=PANEL))
    for k, (y, z, size) in enumerate(_DIALS):
        face = aimed(disc(size, segments=12, colour=(0.40, 0.46, 0.40), emissive=0.55), (-1.0, 0.0, 0.0))
        rim = aimed(torus(size, 0.007, segments=12, sides=3, colour=STEEL), (-1.0, 0.0, 0.0))
        hand = box((0.004, 0.010, size), centre_m=(-0.006, 0.0, 0.3 * size), colour=(0.9, 0.9, 0.85), emissive=0.5)
        turn = about((1.0, 0.0, 0.0), 57.0 * k)
        parts += [moved(part, (x - 0.046, y, z)) for part in (face, rim, rotated(hand, turn))]
    return merge(parts)


_DIALS = (
    (0.36, 0.20, 0.055), (0.36, 0.06, 0.05), (0.22, 0.20, 0.035), (0.22, 0.10, 0.035), (0.10, 0.24, 0.03),
    (-0.36, 0.20, 0.055), (-0.36, 0.06, 0.05), (-0.22, 0.20, 0.035), (-0.22, 0.10, 0.035), (-0.10, 0.24, 0.03),
    (0.0, 0.20, 0.04), (0.0, 0.08, 0.04),
)  # fmt: skip


# -- whole ----------------------------------------------------------------------------------------


def reentry() -> Mesh:
    """Return the re-entry module without its nose section and right hatch, as it flew in orbit."""
    return merge([_cone_skin(), _left_hatch(), _heat_shield(SHIELD), _thruster_section(BERYLLIUM), cabin()])


def reentry_charred() -> Mesh:
    """Return the same after entry: streaked, and its heat shield charred."""
    scorched = [toned(part, 0.5, 9.0) for part in (_cone_skin(), _thruster_section(BERYLLIUM))]
    browned = [replace(part, colour=_browned(part)) for part in scorched]
    return merge([*browned, _left_hatch(), _heat_shield(CHARRED), cabin()])


def _browned(skin_: Mesh) -> NDArray[np.float32]:
    """Return a skin's colours with the pale brown that heat leaves near the shield."""
    share = 0.6 * np.clip(1.0 - skin_.position_m[:, 0] / 1.4, 0.0, 1.0)[:, None]
    tint: NDArray[np.float32] = (skin_.colour * (1.0 - share) + share * np.array([0.21, 0.17, 0.13])).astype(np.float32)
    return tint


def scanner() -> Mesh:
    """Return the horizon scanner's head on the left of the retrograde section; a model."""
    place = body.round_axis_m(-0.40, body.adapter_radius_m(-0.40), -80.0)
    head = merge(
        [
            box((0.30, 0.18, 0.12), centre_m=(0.0, 0.0, 0.05), colour=SEAM),
            disc(0.05, z_m=0.112, segments=10, colour=DARK),
        ]
    )
    return moved(rotated(head, shortest_turn((0.0, 0.0, 1.0), (0.0, place[1], place[2]))), place)


def reentry_meshes() -> dict[str, Mesh]:
    """Return every mesh of this module by name."""
    return {
        "reentry": reentry(),
        "reentry_charred": reentry_charred(),
        "hatch_right": hatch(),
        "nose": nose(),
    }
