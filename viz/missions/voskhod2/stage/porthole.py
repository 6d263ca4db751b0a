"""Portholes of the descent sphere, and what is seen through them: the commander and the empty couch.

That the commander stayed in the cabin is record; what a porthole shows of him is a model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from viz.flight.state import Vec3
from viz.flight.vector import add, cross, scaled, unit
from viz.missions.voskhod2.flight import body
from viz.stage.cast import Entry
from viz.stage.figure import faces
from viz.stage.figure.helmet import helmet_front
from viz.stage.glow import shell
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, coloured, made_of, merge, moved, on_sphere, turned
from viz.stage.mesh import scaled as scaled_by
from viz.stage.shapes import box, disc, lathe, sphere
from viz.stage.turns import turning_z_to
from viz.story.picture import View

STEEL: Colour = (0.55, 0.56, 0.58)
DARK: Colour = (0.10, 0.10, 0.11)
GLASS: Colour = (0.06, 0.08, 0.13)


def porthole(where: Vec3, frame: Colour) -> Mesh:
    """A dark porthole in its frame, ``where`` its direction in the body frame."""
    ring = lathe([(0.155, -0.02), (0.145, 0.03), (0.11, 0.03), (0.10, 0.008)], segments=12, colour=frame, shininess=0.7)
    glass = disc(0.102, z_m=0.010, segments=12, colour=GLASS, shininess=1.0)
    return on_sphere(
        merge([made_of(ring, Material.METAL), made_of(glass, Material.GLASS)]), where, body.SPHERE_RADIUS_M
    )


def lit_porthole(where: Vec3, inside: Mesh) -> Mesh:
    """A porthole with the lamp-lit cabin behind it: a deep frame, and a scene a hand below its edge.

    The skin has no hole: the frame stands out of it, and ``inside`` lies in the frame; its X is to the right, its Y
    towards the craft's +X, its Z out, the frame's edge at 0.097 m.
    """
    frame = lathe(
        [(0.165, -0.03), (0.158, 0.085), (0.125, 0.097), (0.108, 0.088), (0.105, 0.004)],
        segments=14,
        colour=np.array([STEEL, STEEL, (0.46, 0.47, 0.49), DARK]),
        shininess=0.6,
    )
    out = np.asarray(where) / np.linalg.norm(where)
    up = np.array([1.0, 0.0, 0.0]) - out * out[0]
    up /= np.linalg.norm(up)
    basis = np.column_stack([np.cross(up, out), up, out])
    both = merge([made_of(frame, Material.METAL), inside])
    return replace(
        both,
        position_m=(both.position_m @ basis.T + body.SPHERE_RADIUS_M * out).astype(np.float32),
        normal=(both.normal @ basis.T).astype(np.float32),
    )


def _cabin_wall(warm: float) -> Mesh:
    """The far side of the cabin as a lamp lights it: warm on one side, dark at the edge; glows."""
    wall = disc(0.106, z_m=0.004, segments=14, emissive=1.0, shininess=0.0)

    def lamp(position_m: Floats) -> Floats:
        near = np.hypot(position_m[:, 0] - 0.05, position_m[:, 1] - 0.06) / 0.16
        light = np.clip(1.15 - near, 0.10, 1.0)[:, None]
        tint: Floats = warm * light * np.array([0.62, 0.50, 0.34])
        return tint

    return coloured(wall, lamp)


CAP: Colour = (0.80, 0.79, 0.75)
SMALLER = 0.37
"""Of his head, which the frame lets one see as from farther in."""
LOOKS_ASIDE_DEG, LOOKS_DOWN_DEG = -24.0, 9.0
_LAMP: Vec3 = (0.62, 0.42, 0.66)


def commander() -> Mesh:
    """Belyayev's helmet and face behind the glass, turned aside to his work, as much as a porthole shows."""
    cap = scaled_by(sphere(0.1, segments=8, rings=2, from_deg=0.0, to_deg=90.0, colour=CAP), (1.02, 0.80, 0.82))
    cap = moved(cap, (faces.MIDDLE_M, 0.0, faces.CHIN_M + 0.148))
    head = merge([faces.man(faces.AT_A_PANE), cap, helmet_front(12)])
    bowed = turned(turned(head, (0.0, 1.0, 0.0), LOOKS_DOWN_DEG), (0.0, 0.0, 1.0), LOOKS_ASIDE_DEG)
    small = scaled_by(bowed, (SMALLER, SMALLER, SMALLER))
    # The porthole's X is his left, its Y up, its Z the way he faces.
    axes = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    seen = replace(
        small,
        position_m=(small.position_m @ axes.T + np.array([0.004, -0.072, 0.014])).astype(np.float32),
        normal=(small.normal @ axes.T).astype(np.float32),
    )
    dark = moved(disc(0.058, z_m=0.0, segments=8, colour=(0.06, 0.05, 0.04), emissive=1.0), (0.000, 0.002, 0.010))
    neck = sphere(0.060, segments=10, rings=2, from_deg=0.0, to_deg=90.0, colour=(0.80, 0.77, 0.70))
    collar = moved(scaled_by(neck, (1.35, 0.55, 0.45)), (0.004, -0.092, 0.006))
    return merge([_cabin_wall(0.75), dark, _lamp_lit(merge([seen, collar]))])


def _lamp_lit(mesh: Mesh) -> Mesh:
    """Paint a lamp's light from the upper right on a mesh, which then shines by itself."""
    facing = np.clip(mesh.normal @ np.asarray(unit(_LAMP)), 0.0, 1.0)
    tint = mesh.colour * (0.20 + 0.72 * facing)[:, None] * np.array([1.0, 0.93, 0.80])
    painted = made_of(mesh, Material.PAINT)
    return replace(painted, colour=np.round(tint, 3).astype(np.float32), emissive=np.ones_like(mesh.emissive))


_IMAGES = ((0.27, 0.20, 1.0), (0.285, 0.185, 0.45))
"""Right and up of the way out of a porthole, and brightness: one image for each face of the pane; models."""
_IMAGE_M, _IMAGE_AT_M = 0.013, 0.5


LAMP_IMAGES = tuple(f"lamp_image_{number}" for number in range(len(_IMAGES)))
"""Names of the images' meshes, which are gas that glows."""


def lamp_image() -> Mesh:
    """A cabin lamp as a porthole's pane mirrors it to who looks out; glows, +Z away from the eye."""
    round_ = 0.5 * np.pi * np.linspace(-1.0, 1.0, 7)
    parts = []
    for light, size in ((0.34, 1.0), (0.06, 2.4)):
        warm = (light, 0.86 * light, 0.62 * light)
        parts.append(
            shell([(size * _IMAGE_M * 0.3 * np.sin(a), size * _IMAGE_M * np.cos(a), warm) for a in round_], segments=24)
        )
    return merge(parts)


def lamp_images(view: View) -> Iterator[Entry]:
    """Yield the images of the lamp in the pane before a camera that looks out of a porthole; TEME axes."""
    right = unit(cross(view.forward, view.up))
    turn = turning_z_to(view.forward)
    for name, (aside, high, light) in zip(LAMP_IMAGES, _IMAGES, strict=True):
        way = unit(add(view.forward, add(scaled(right, aside), scaled(view.up, high))))
        yield Entry(name, add(view.eye_m, scaled(way, _IMAGE_AT_M)), turn, light=light)


def second_couch() -> Mesh:
    """The empty couch beside him: headrest, back and a hanging belt."""
    cloth: Colour = (0.26, 0.25, 0.20)
    parts = [
        _cabin_wall(0.55),
        box((0.120, 0.085, 0.026), centre_m=(-0.01, -0.055, 0.016), colour=cloth, emissive=1.0),
        box((0.070, 0.042, 0.034), centre_m=(-0.01, 0.018, 0.020), colour=(0.36, 0.33, 0.25), emissive=1.0),
    ]
    for x in (-0.040, 0.018):
        parts.append(box((0.010, 0.090, 0.004), centre_m=(x, -0.045, 0.033), colour=(0.52, 0.48, 0.36), emissive=1.0))
    return merge(parts)
