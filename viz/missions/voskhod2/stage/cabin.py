"""The cabin as a porthole shows it: the commander in his seat, the empty couch beside him, lamps and padding.

Body frame, metres. That Belyayev stayed in the cabin, two couches turned from Vostok's (S09) and the suit (U03, U04)
are record; where things stand in the cabin, their shapes and their light are a model. The cabin shines by itself, as
its own lamps light it, whatever the Sun does outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace

import numpy as np

from viz.flight.curves import eased
from viz.flight.quaternion import conjugate, multiply, rotate
from viz.flight.state import Pose, Vec3
from viz.flight.vector import add
from viz.missions.voskhod2.stage.helmet import opened_helmet
from viz.missions.voskhod2.stage.people import flight_cap, head, suited
from viz.stage.figure.cloth import LIGHT, Weave
from viz.stage.figure.joints import figure_parts
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    PartPose,
    about,
    aimed,
    backside,
    coloured,
    made_of,
    merge,
    moved,
    rotated,
    scaled,
    shortest_turn,
    turned,
    vec3,
)
from viz.stage.shapes import box, disc, lathe, sphere, tube

WALL_M = 1.0
"""Radius of the padded wall."""
SEAT_M = (-0.30, -0.02, -0.22)
"""Middle of the commander's trunk; his chest looks along +X, his head along +Z."""
LAMPS_M = ((0.55, 0.42, 0.62), (0.20, -0.55, 0.70))
LAMP_STRENGTH, ROOM_LIGHT = 0.42, 0.30
"""Light of one lamp at one metre, and what walls throw about; on a screen's scale."""
LAMP: Colour = (1.0, 0.95, 0.84)

PADDING: Colour = (0.72, 0.66, 0.50)
CLOTH: Colour = (0.34, 0.36, 0.30)
PANEL: Colour = (0.42, 0.45, 0.47)
DIAL: Colour = (0.08, 0.09, 0.10)
BELT: Colour = (0.52, 0.48, 0.36)

CABIN_CLOTH = Weave(14, 0.015)
HIDES = 0.5
"""How much of the light the bottom of a fold loses."""
TONES = 120.0
"""Steps of the painted light: equal colours are sent once."""
GLINT, GLINT_POWER = 0.85, 46.0
"""How bright a lamp's image is on what shines, and how small; seen from `PORTHOLE_EYE_M` alone. Models."""
PORTHOLE_EYE_M = (0.74, 0.60, 0.21)
"""Where the camera at the porthole stands."""

_WRITES = Pose(
    left_hip_flex_deg=88.0, right_hip_flex_deg=88.0, left_knee_deg=86.0, right_knee_deg=86.0, left_hip_abduct_deg=7.0,
    right_hip_abduct_deg=7.0, left_shoulder_flex_deg=22.0, right_shoulder_flex_deg=26.0, left_elbow_deg=66.0,
    right_elbow_deg=66.0, left_shoulder_abduct_deg=8.0, right_shoulder_abduct_deg=4.0,
)  # fmt: skip
_REACHES = replace(
    _WRITES, right_shoulder_flex_deg=84.0, right_shoulder_abduct_deg=16.0, right_elbow_deg=24.0,
    left_shoulder_flex_deg=30.0, left_elbow_deg=58.0,
)  # fmt: skip
"""Over the log on his knees, and with a hand at the instrument board."""
_LEANS = Pose(
    left_hip_flex_deg=58.0, right_hip_flex_deg=74.0, left_knee_deg=96.0, right_knee_deg=104.0,
    left_shoulder_flex_deg=118.0, right_shoulder_flex_deg=96.0, left_elbow_deg=58.0, right_elbow_deg=46.0,
)  # fmt: skip
_HOLDS = replace(
    _WRITES, left_shoulder_flex_deg=46.0, right_shoulder_flex_deg=40.0, left_elbow_deg=34.0, right_elbow_deg=40.0,
    left_shoulder_abduct_deg=20.0, right_shoulder_abduct_deg=16.0,
)  # fmt: skip
"""Across both couches to see through the Vzor, and the other who holds him (R04)."""
LEANS_M, LEANS_UP, LEANS_FACE = (-0.10, -0.10, -0.14), (0.06, 0.88, -0.47), (-0.26, -0.45, -0.72)
"""Middle of the leaning man's trunk, the way to his head and about the way he faces: down, to the sight's window."""
SECOND_SEAT_M = (-0.30, -0.46, -0.22)
ROUND_S, WRITING_S = 34.0, 1.3
"""He looks from one to the other and back in so long; one stroke of the pencil takes so long."""
HEAD_DOWN_DEG, HEAD_UP_DEG, HEAD_ASIDE_DEG = 7.0, -18.0, -32.0
"""How he holds his head over the log and towards the board; it turns in the helmet, which does not (U04)."""

MOVES: Mapping[str, tuple[str, ...]] = {
    "left_upper_arm": ("left_upper_arm",),
    "left_hand": ("left_forearm", "left_glove", "left_fingers"),
    "right_upper_arm": ("right_upper_arm",),
    "right_hand": ("right_forearm", "right_glove", "right_fingers"),
}
"""What of the commander moves by itself, each with the parts that go with it, the first in whose frame it lies."""
_Y: Vec3 = (0.0, 1.0, 0.0)
_Z: Vec3 = (0.0, 0.0, 1.0)


def cabin_meshes() -> dict[str, Mesh]:
    """Return the cabin with what of the commander keeps still, and what of him moves, each in its joint's frame."""
    clothes = {**suited(CABIN_CLOTH), "helmet": opened_helmet()}
    seated = {part.name: part for part in figure_parts(_WRITES, 0.0)}
    moving = {name for names in MOVES.values() for name in names}
    still = merge(_standing(clothes[name], part) for name, part in seated.items() if name not in moving)
    room = merge([_wall(), _couch(-0.02), _couch(-0.46), _panel(), _fittings(), _lamps()])
    found = {
        "cabin": merge([_lamp_lit(room), _windows()]),
        "cabin_seated": _lamp_lit(merge([moved(still, SEAT_M), _log()])),
        "cabin_sight": _lamp_lit(_at_the_sight({**suited(LIGHT), "helmet": opened_helmet()})),
    }
    for name, parts in MOVES.items():
        whole = merge(_standing(clothes[part], seated[part]) for part in parts)
        found[f"cabin_{name}"] = _lifted(_lamp_lit(moved(whole, SEAT_M)), seated[parts[0]])
    face = _head_part(0.0)
    found["cabin_head"] = _lifted(_lamp_lit(moved(_standing(head(flight_cap()), face), SEAT_M)), face)
    return found


def _at_the_sight(clothes: Mapping[str, Mesh]) -> Mesh:
    """The commander across both couches, his face to the Vzor's window, and the other man who holds him."""
    whole = {**clothes, "helmet": merge([clothes["helmet"], head(flight_cap())])}
    up = np.asarray(LEANS_UP) / np.linalg.norm(LEANS_UP)
    face = np.asarray(LEANS_FACE) - up * float(np.dot(LEANS_FACE, up))
    level = rotated(_figure(whole, _LEANS), shortest_turn(_Z, vec3(up)))
    ahead = rotate(shortest_turn(_Z, vec3(up)), (1.0, 0.0, 0.0))
    angle = math.atan2(float(np.dot(np.cross(ahead, face), up)), float(np.dot(ahead, face)))
    leaning = moved(turned(level, vec3(up), math.degrees(angle)), LEANS_M)
    return merge([leaning, moved(_figure(whole, _HOLDS), SECOND_SEAT_M)])


def _figure(clothes: Mapping[str, Mesh], pose: Pose) -> Mesh:
    return merge(_standing(clothes[part.name], part) for part in figure_parts(pose, 0.0))


def commander_parts(met_s: float) -> Iterator[PartPose]:
    """Yield the commander in his seat, in the body frame: he writes in the log, and sees to the board."""
    turn = 2.0 * math.pi * met_s / ROUND_S
    looks_up = eased(0.5 + 1.6 * math.sin(turn))
    stroke = (1.0 - looks_up) * math.sin(2.0 * math.pi * met_s / WRITING_S)
    pose = Pose(*(w + looks_up * (r - w) for w, r in zip(astuple(_WRITES), astuple(_REACHES), strict=True)))
    pose = replace(pose, right_elbow_deg=pose.right_elbow_deg + 1.6 * stroke)
    yield PartPose("cabin_seated", (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0))
    parts = {part.name: part for part in figure_parts(pose, 0.0)}
    for name, group in MOVES.items():
        part = parts[group[0]]
        yield replace(part, name=f"cabin_{name}", position_m=add(part.position_m, SEAT_M))
    face = _head_part(looks_up)
    yield replace(face, position_m=add(face.position_m, SEAT_M))


def _head_part(looks_up: float) -> PartPose:
    neck = next(part for part in figure_parts(_WRITES, 0.0) if part.name == "helmet")
    nod = about(_Y, HEAD_DOWN_DEG + (HEAD_UP_DEG - HEAD_DOWN_DEG) * looks_up)
    turn = multiply(multiply(neck.rotation, about(_Z, HEAD_ASIDE_DEG * looks_up)), nod)
    return PartPose("cabin_head", neck.position_m, turn)


def _standing(mesh: Mesh, part: PartPose) -> Mesh:
    """Return a part's mesh where the part stands."""
    return moved(rotated(scaled(mesh, part.scale), part.rotation), part.position_m)


def _lifted(mesh: Mesh, part: PartPose) -> Mesh:
    """Return a mesh that stands in the cabin in the frame of a part of the seated man."""
    back = moved(mesh, vec3(-np.asarray(add(part.position_m, SEAT_M))))
    return rotated(back, conjugate(part.rotation))


def _log() -> Mesh:
    """The flight's log, open on his knees."""
    pages = [
        box((0.15, 0.105, 0.012), centre_m=(0.0, side * 0.055, 0.0), colour=(0.86, 0.84, 0.76)) for side in (-1, 1)
    ]
    cover = box((0.16, 0.23, 0.008), centre_m=(0.0, 0.0, -0.009), colour=(0.22, 0.16, 0.12))
    lines = [
        box((0.004, 0.08, 0.002), centre_m=(x, -0.055, 0.007), colour=(0.35, 0.36, 0.42)) for x in (-0.04, 0.0, 0.04)
    ]
    return moved(turned(merge([*pages, cover, *lines]), _Y, -14.0), add(SEAT_M, (0.34, -0.02, -0.115)))


def _lamps() -> Mesh:
    """The two lamps in their dark shades."""
    parts = []
    for place in LAMPS_M:
        inward = vec3(-np.asarray(place))
        shade = lathe([(0.030, 0.035), (0.052, 0.0), (0.055, -0.02), (0.0, -0.03)][::-1], segments=18, colour=DIAL)
        parts.append(moved(aimed(shade, inward), place))
    return merge(parts)


def _wall() -> Mesh:
    """Padding in gores, its seams darker."""
    skin = backside(sphere(WALL_M, segments=40, rings=20, colour=PADDING))

    def seams(position_m: Floats) -> Floats:
        around = np.arctan2(position_m[:, 1], position_m[:, 2])
        belt = np.arcsin(np.clip(position_m[:, 0] / WALL_M, -1.0, 1.0))
        quilt = np.abs(np.sin(8.0 * around)) * np.abs(np.sin(9.0 * belt))
        tint: Floats = np.asarray(PADDING) * (0.66 + 0.34 * np.sqrt(quilt))[:, None]
        return tint

    return made_of(coloured(skin, seams), Material.CLOTH)


def _couch(y_m: float) -> Mesh:
    """A seat, its back towards -X and its head end towards +Z, with belts where nobody sits."""
    x, _, z = SEAT_M
    back = box((0.10, 0.40, 0.80), centre_m=(x - 0.24, y_m, z + 0.12), colour=CLOTH)
    pan = box((0.48, 0.40, 0.09), centre_m=(x + 0.06, y_m, z - 0.40), colour=CLOTH)
    rest = box((0.13, 0.30, 0.20), centre_m=(x - 0.21, y_m, z + 0.58), colour=tuple(0.8 * c for c in CLOTH))
    parts = [back, pan, rest]
    if y_m < -0.3:
        for side in (-0.11, 0.11):
            parts.append(box((0.015, 0.045, 0.66), centre_m=(x - 0.18, y_m + side, z + 0.10), colour=BELT))
        parts.append(box((0.02, 0.30, 0.05), centre_m=(x - 0.175, y_m, z - 0.12), colour=BELT))
    return made_of(merge(parts), Material.CLOTH)


def _panel() -> Mesh:
    """An instrument board beyond the men, with dials and a row of switches."""
    parts = [box((0.34, 0.10, 0.44), colour=PANEL)]
    for x, z in ((-0.09, 0.11), (0.08, 0.11), (-0.09, -0.05), (0.08, -0.05)):
        dial = lathe([(0.062, 0.0), (0.058, 0.012), (0.0, 0.012)], segments=14, colour=DIAL)
        hand = box((0.006, 0.040, 0.004), centre_m=(0.0, 0.016, 0.014), colour=(0.9, 0.88, 0.8))
        parts.append(moved(turned(merge([dial, hand]), (1.0, 0.0, 0.0), -90.0), (x, 0.05, z)))
    for k in range(7):
        parts.append(box((0.016, 0.03, 0.03), centre_m=(-0.12 + 0.04 * k, 0.06, -0.17), colour=(0.75, 0.74, 0.7)))
    return moved(turned(merge(parts), (0.0, 0.0, 1.0), 12.0), (0.42, -0.72, 0.12))


def _fittings() -> Mesh:
    """Pipes along the wall."""
    parts = []
    for z, radius in ((0.52, 0.022), (0.46, 0.016), (-0.50, 0.02)):
        reach = float(np.sqrt(0.955**2 - z**2))
        angle = np.radians(np.linspace(120.0, 265.0, 12))
        path = np.column_stack([reach * np.cos(angle), reach * np.sin(angle), np.full(12, z)])
        parts.append(tube(path, radius, segments=6, colour=(0.50, 0.52, 0.50)))
    return merge(parts)


def _lamp_lit(mesh: Mesh) -> Mesh:
    """Paint the lamps' light on everything; it then shines by itself, and its normals say nothing any more."""
    place, normal = mesh.position_m.astype(np.float64), mesh.normal.astype(np.float64)
    light, shine = np.full(len(place), ROOM_LIGHT), np.zeros(len(place))
    for lamp in LAMPS_M:
        way = np.asarray(lamp) - place
        distance = np.linalg.norm(way, axis=1)
        facing = np.clip(np.einsum("ij,ij->i", way, normal) / distance, 0.0, 1.0)
        light += LAMP_STRENGTH * facing / (distance**2 + 0.16)
        shine += mesh.shininess * _image(place, normal, way / distance[:, None])
    light = np.minimum(light, 1.15) * (1.0 - HIDES * mesh.occlusion)
    tint = (mesh.colour * light[:, None] + GLINT * shine[:, None]) * np.asarray(LAMP)
    return replace(
        mesh,
        normal=np.broadcast_to(np.array([0.0, 0.0, 1.0], dtype=np.float32), normal.shape),
        colour=(np.round(np.clip(tint, 0.0, 1.0) * TONES) / TONES).astype(np.float32),
        emissive=np.ones(len(place), dtype=np.float32),
        shininess=np.zeros(len(place), dtype=np.float32),
        occlusion=np.zeros(len(place), dtype=np.float32),
    )


def _image(place: Floats, normal: Floats, towards_lamp: Floats) -> Floats:
    """Return how much of a lamp's image lies at each place, for the eye at the porthole."""
    view = np.asarray(PORTHOLE_EYE_M) - place
    half = towards_lamp + view / np.linalg.norm(view, axis=1)[:, None]
    half /= np.maximum(np.linalg.norm(half, axis=1), 1e-9)[:, None]
    image: Floats = np.clip(np.einsum("ij,ij->i", half, normal), 0.0, 1.0) ** GLINT_POWER
    return image


def _windows() -> Mesh:
    """Two other portholes in the far wall, daylight in them."""
    parts = []
    for direction in ((-0.55, -0.80, 0.22), (0.35, -0.55, -0.75)):
        out = np.asarray(direction) / np.linalg.norm(direction)
        glass = made_of(disc(0.10, segments=16, colour=(0.62, 0.76, 0.92), emissive=1.0), Material.GLASS)
        ring = lathe([(0.15, 0.0), (0.14, 0.03), (0.10, 0.02)], segments=16, colour=(0.30, 0.31, 0.32), emissive=1.0)
        parts.append(moved(aimed(merge([glass, ring]), vec3(-out)), vec3(0.96 * out)))
    return merge(parts)
