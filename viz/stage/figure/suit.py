"""A pressure suit's measures and colours, the cloth of its trunk, its neck ring, and a strap over it; man frame.

A man of 1.9 m in a bulky suit: every measure and tone is a model, which a plugin may dye and narrow for its own suit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from viz.flight.state import Vec3
from viz.stage.figure.cloth import Bend, Sleeve, stations
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, made_of, scaled
from viz.stage.shapes import sheet, torus

UPPER_ARM_M = 0.285
FOREARM_M = 0.255
THIGH_M = 0.415
SHIN_M = 0.365
SOLE_M = 0.09
"""From the ankle to the sole."""


@dataclass(frozen=True, slots=True)
class Tones:
    """Colours of a suit's parts."""

    cloth: Colour = (0.90, 0.89, 0.86)
    shade: Colour = (0.78, 0.775, 0.75)
    """Of pockets."""
    seam: Colour = (0.62, 0.62, 0.60)
    strap: Colour = (0.50, 0.49, 0.45)
    metal: Colour = (0.66, 0.67, 0.69)
    glove: Colour = (0.60, 0.58, 0.54)
    palm: Colour = (0.34, 0.31, 0.28)
    boot: Colour = (0.66, 0.66, 0.65)
    sole: Colour = (0.20, 0.19, 0.18)


WHITE = Tones()
"""A white suit with grey gloves and boots."""


def torso(tones: Tones = WHITE) -> Sleeve:
    """The trunk's cloth; man frame."""
    rows = [
        (-0.005, 0.0, -0.325, 0.045, 0.060), (-0.006, 0.0, -0.300, 0.100, 0.140), (-0.008, 0.0, -0.250, 0.140, 0.186),
        (-0.005, 0.0, -0.190, 0.152, 0.196), (0.002, 0.0, -0.10, 0.142, 0.181), (0.004, 0.0, -0.035, 0.142, 0.180),
        (0.008, 0.0, 0.06, 0.152, 0.195), (0.010, 0.0, 0.16, 0.158, 0.215), (0.005, 0.0, 0.245, 0.150, 0.222),
        (0.0, 0.0, 0.310, 0.128, 0.185), (0.0, 0.0, 0.360, 0.105, 0.115),
    ]  # fmt: skip
    bends = (Bend(-0.02, 0.075, 0.0), Bend(-0.215, 0.05, 0.0))
    return Sleeve(stations(rows), bends, (-0.075,), 0.016, 0.7, tones.cloth)


def belt(path_m: Sequence[Vec3], width_m: float, colour: Colour) -> Mesh:
    """A flat strap along a path: a tube squeezed to a ribbon lying on the body."""
    path = np.asarray(path_m, dtype=np.float64)
    along = np.asarray(np.gradient(path, axis=0), dtype=np.float64)
    along /= np.linalg.norm(along, axis=1)[:, None]
    out = path * np.array([1.0, 0.45, 0.35])
    out = out - along * np.einsum("ij,ij->i", out, along)[:, None]
    out /= np.maximum(np.linalg.norm(out, axis=1), 1e-9)[:, None]
    side = np.cross(along, out) * width_m / 2
    lift = out * 0.006
    ring = np.stack([path + side - lift, path + side + lift, path - side + lift, path - side - lift], axis=1)
    return sheet(ring[:, ::-1], around=True, colour=colour, shininess=0.05, crease_deg=30.0)


def curve_through(points_m: Sequence[Vec3], count: int) -> Floats:
    """Return a Catmull-Rom curve through points, (count, 3): how a hose or a cable lies."""
    point = np.asarray(points_m, dtype=np.float64)
    padded = np.vstack([2 * point[0] - point[1], point, 2 * point[-1] - point[-2]])
    span = np.linspace(0.0, len(point) - 1 - 1e-9, count)
    k = span.astype(int)
    t = (span - k)[:, None]
    a, b, c, d = (padded[k + step] for step in range(4))
    curve: Floats = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return curve


def neck_ring(tones: Tones = WHITE) -> Mesh:
    """The ring on which the helmet is locked."""
    ring = torus(0.128, 0.017, z_m=0.358, segments=14, sides=4, colour=tones.metal, shininess=0.6)
    return made_of(scaled(ring, (0.98, 1.04, 1.0)), Material.METAL)
