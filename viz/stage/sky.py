"""The stars, each a round sprite of a few pixels in its true place."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viz.flight.state import Vec3
from viz.stage.host import Host
from viz.stage.mesh import Mesh

SPRITE = -2.0
"""The shininess that marks sprites, drawn by a program of their own (``passes.js``)."""
BEHIND_EARTH = 0.99999
BEFORE_EARTH = 0.95
"""Depths of sprites: the background lies at 0.99998."""
FAINTEST_MAG = 6.0
"""About as many stars as an eye sees from a dark place."""
BRIGHTEST = 0.34
"""Light of a star of magnitude 0 on the scene's scale: by day the film shows a few hundred stars, at night all."""


def star_mesh(stars: NDArray[np.float64]) -> Mesh:
    """Return one mesh of all stars from rows of (right ascension deg, declination deg, magnitude, B-V).

    A star is a single triangle that circumscribes its disc. `normal` is the direction (ICRF), the first
    number of `position_m` the radius in pixels at 720 lines, and the others the corner.
    """
    stars = stars[stars[:, 2] <= FAINTEST_MAG]
    n = len(stars)
    ra, dec = np.radians(stars[:, 0]), np.radians(stars[:, 1])
    direction = np.stack([np.cos(dec) * np.cos(ra), np.cos(dec) * np.sin(ra), np.sin(dec)], axis=1)
    light = np.clip(BRIGHTEST * 10 ** (-0.27 * stars[:, 2]), 0.0, 0.8)
    radius = 1.0 + 1.3 * np.clip((3.0 - stars[:, 2]) / 4.5, 0.0, 1.0)
    corners = 2.0 * np.array([[math.cos(a), math.sin(a)] for a in (math.pi / 2, 7 * math.pi / 6, 11 * math.pi / 6)])
    position = np.zeros((3 * n, 3), np.float32)
    position[:, 0] = np.repeat(radius, 3)
    position[:, 1:] = np.tile(corners, (n, 1))
    return Mesh(
        position_m=position,
        normal=np.repeat(direction, 3, axis=0).astype(np.float32),
        colour=np.repeat(_star_colour(stars[:, 3]) * light[:, None], 3, axis=0).astype(np.float32),
        shininess=np.ones(3 * n, np.float32),
        emissive=np.zeros(3 * n, np.float32),
        occlusion=np.zeros(3 * n, np.float32),
        material=np.zeros(3 * n, np.float32),
        index=np.arange(3 * n, dtype=np.uint32),
    )


def marker_mesh(colour: tuple[float, float, float]) -> Mesh:
    """Return one round sprite of one pixel's radius, straight along +X."""
    one = star_mesh(np.array([[0.0, 0.0, 0.0, 0.0]]))
    position = one.position_m.copy()
    position[:, 0] = 1.0
    return replace(one, position_m=position, colour=np.tile(np.array(colour, np.float32), (3, 1)))


def _star_colour(b_minus_v: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a soft tint by colour index: blue-white through white to orange."""
    warm = np.clip((b_minus_v + 0.3) / 2.0, 0.0, 1.0)[:, None]
    blue, red = np.array([0.80, 0.88, 1.0]), np.array([1.0, 0.80, 0.62])
    return blue * (1.0 - warm) + red * warm


def read_stars(path: Path) -> NDArray[np.float64]:
    """Read ``stars.csv``: rows of (right ascension deg, declination deg, magnitude, B-V)."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return np.array([[float(r[k]) for k in ("ra_deg", "dec_deg", "magnitude", "b_v")] for r in rows])


def precession_to_1965() -> tuple[Vec3, Vec3]:
    """Return the ICRF's X and Y axes in TEME of March 1965.

    Precession only (IAU 1976 angles for -0.348 Julian centuries); nutation is under 20 arc seconds and a
    star's sprite is over 100.
    """
    t = (1965.21 - 2000.0) / 100.0
    second = math.pi / 648000.0
    zeta, z, theta = ((2306.2181 * t) * second, (2306.2181 * t) * second, (2004.3109 * t) * second)
    cz, sz, ct, st, ca, sa = (
        math.cos(zeta), math.sin(zeta), math.cos(theta), math.sin(theta), math.cos(z), math.sin(z),
    )  # fmt: skip
    x_axis = (cz * ct * ca - sz * sa, cz * ct * sa + sz * ca, cz * st)
    y_axis = (-sz * ct * ca - cz * sa, -sz * ct * sa + cz * ca, -sz * st)
    return x_axis, y_axis


class Stars:
    """The VPython object that holds every star."""

    def __init__(self, host: Host) -> None:
        vector = host.vp.vector
        x_axis, y_axis = precession_to_1965()
        host.mesh_object(
            "stars", shininess=SPRITE, axis=vector(*x_axis), up=vector(*y_axis), size=vector(1.0, BEHIND_EARTH, 1.0)
        )
