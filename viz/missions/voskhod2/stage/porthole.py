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
from viz.stage.glow import shell
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, coloured, made_of, merge, moved, on_sphere
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


def commander() -> Mesh:
    """Belyayev's helmet and face turned to the glass, as much as a porthole shows."""
    parts = [_cabin_wall(0.75)]
    shell = sphere(0.072, segments=12, rings=5, from_deg=0.0, to_deg=90.0, emissive=1.0, shininess=0.0)
    parts.append(moved(coloured(shell, _helmet_light), (-0.012, 0.006, 0.0)))
    opening = disc(0.050, z_m=0.0, segments=12, colour=(0.10, 0.07, 0.05), emissive=1.0)
    parts.append(moved(opening, (-0.004, 0.004, 0.070)))
    face = sphere(0.038, segments=10, rings=3, from_deg=25.0, to_deg=90.0, emissive=1.0, shininess=0.0)
    parts.append(moved(coloured(face, _face_light), (-0.004, 0.000, 0.052)))
    brow = box((0.046, 0.011, 0.004), centre_m=(-0.004, 0.014, 0.084), colour=(0.20, 0.12, 0.08), emissive=1.0)
    parts.append(brow)
    collar = box((0.150, 0.030, 0.020), centre_m=(-0.010, -0.082, 0.018), colour=(0.34, 0.20, 0.09), emissive=1.0)
    return merge([*parts, collar])


def _helmet_light(position_m: Floats) -> Floats:
    light = np.clip(0.46 + 3.2 * position_m[:, 0] + 2.2 * position_m[:, 1], 0.16, 0.86)[:, None]
    tint: Floats = light * np.array([1.0, 0.96, 0.88])
    return tint


def _face_light(position_m: Floats) -> Floats:
    light = np.clip(0.46 + 9.0 * position_m[:, 0] + 3.0 * position_m[:, 1], 0.16, 0.80)[:, None]
    tint: Floats = light * np.array([0.86, 0.62, 0.47])
    return tint


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
