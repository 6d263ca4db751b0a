"""The cabin as a porthole shows it: the commander in his seat, the empty couch beside him, lamps and padding.

Body frame, metres. That Belyayev stayed in the cabin, two couches turned from Vostok's (S09) and the suit (U03, U04)
are record; where things stand in the cabin, their shapes and their light are a model. The cabin shines by itself, as
its own lamps light it, whatever the Sun does outside.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from viz.flight.state import Pose
from viz.missions.voskhod2.stage.cloth import FINE
from viz.missions.voskhod2.stage.cosmonaut import figure_parts
from viz.missions.voskhod2.stage.helmet import opened_helmet
from viz.missions.voskhod2.stage.people import flight_cap, head, suited
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    aimed,
    backside,
    coloured,
    made_of,
    merge,
    moved,
    rotated,
    scaled,
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

_SITS = Pose(
    left_hip_flex_deg=88.0, right_hip_flex_deg=88.0, left_knee_deg=86.0, right_knee_deg=86.0, left_hip_abduct_deg=7.0,
    right_hip_abduct_deg=7.0, left_shoulder_flex_deg=26.0, right_shoulder_flex_deg=44.0, left_elbow_deg=66.0,
    right_elbow_deg=48.0, left_shoulder_abduct_deg=8.0, right_shoulder_abduct_deg=6.0,
)  # fmt: skip


def cabin_meshes() -> dict[str, Mesh]:
    """Return the cabin with the commander in it, one mesh."""
    inside = merge([_wall(), _couch(-0.02), _couch(-0.46), _panel(), _fittings(), _commander()])
    return {"cabin": merge([_lamp_lit(inside), _windows()])}


def _commander() -> Mesh:
    clothes = {**suited(FINE), "helmet": merge([opened_helmet(), head(flight_cap())])}
    parts = [
        moved(rotated(scaled(clothes[part.name], part.scale), part.rotation), part.position_m)
        for part in figure_parts(_SITS, 0.0)
    ]
    return moved(merge(parts), SEAT_M)


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
    """Paint the lamps' light on everything; it then shines by itself."""
    place, normal = mesh.position_m.astype(np.float64), mesh.normal.astype(np.float64)
    light = np.full(len(place), ROOM_LIGHT)
    for lamp in LAMPS_M:
        way = np.asarray(lamp) - place
        distance = np.linalg.norm(way, axis=1)
        facing = np.clip(np.einsum("ij,ij->i", way, normal) / distance, 0.0, 1.0)
        light += LAMP_STRENGTH * facing / (distance**2 + 0.16)
    tint = mesh.colour * np.minimum(light, 1.15)[:, None] * np.asarray(LAMP)
    return replace(
        mesh,
        colour=np.clip(tint, 0.0, 1.0).astype(np.float32),
        emissive=np.ones(len(place), dtype=np.float32),
        shininess=np.zeros(len(place), dtype=np.float32),
    )


def _windows() -> Mesh:
    """Two other portholes in the far wall, daylight in them."""
    parts = []
    for direction in ((-0.55, -0.80, 0.22), (0.35, -0.55, -0.75)):
        out = np.asarray(direction) / np.linalg.norm(direction)
        glass = made_of(disc(0.10, segments=16, colour=(0.62, 0.76, 0.92), emissive=1.0), Material.GLASS)
        ring = lathe([(0.15, 0.0), (0.14, 0.03), (0.10, 0.02)], segments=16, colour=(0.30, 0.31, 0.32), emissive=1.0)
        parts.append(moved(aimed(merge([glass, ring]), vec3(-out)), vec3(0.96 * out)))
    return merge(parts)
