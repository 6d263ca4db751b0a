"""Earth, air, Sun and Moon: one quad over the window whose every pixel asks what its ray meets.

The ray meets the WGS84 ellipsoid itself, not a mesh of it, so there are no facets at the horizon, no seams
and no z-fighting, and the same object serves from orbit to the landing. See ``docs/decisions``.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from viz.flight.state import FlightState, Vec3
from viz.stage.host import Host
from viz.stage.mesh import Mesh

EQUATOR_KM = 6378.137
STRETCH = 1.0 / (1.0 - 1.0 / 298.257223563)
"""Stretching the pole's axis by this turns the WGS84 ellipsoid into a sphere."""
BACKGROUND = -1.0
"""The shininess that marks the window, drawn by programs of its own (``passes.js``)."""
DAY_MAP = "textures/earth_day.jpg"
"""Where the page finds the map of the whole Earth."""
SHEETS = {
    "day_coasts": "textures/earth_coasts.jpg",
    "cloud_cover": "textures/earth_clouds.jpg",
    "moon_face": "textures/moon.jpg",
    "milky_way": "textures/milky_way.jpg",
}
"""Pictures beside the map that ``window.js`` fetches, by their names in the shaders."""


@dataclass(frozen=True, slots=True)
class GroundStrip:
    """A finer picture of the ground along a great circle, laid over the map: a mission's own.

    Its pixels lie evenly along the circle; across it they are finest in the middle: row 0 is the left border, and
    v = 1/2 + 1/2 asinh(cross / fine) / asinh(half_wide / fine), v = 1 at row 0.
    """

    picture: Path
    """A JPEG or PNG file."""
    pole: Vec3
    axis: Vec3
    """Earth-fixed unit vectors at right angles: the circle's pole, and the middle of the strip."""
    long_deg: float
    half_wide_deg: float
    fine_deg: float
    coasts: Path
    """Of the same pixels, a JPEG file: how far each is from a coast (scripts/textures/coasts.py)."""

    @classmethod
    def read(cls, file: Path) -> GroundStrip:
        """Read the mapping that ``scripts/build_textures.py`` writes; its pictures lie beside it."""
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        picture, coasts = (file.with_name(table[name]) for name in ("file", "coasts"))
        return cls(picture, table["pole"], table["axis"], table["L_deg"], table["C_deg"], table["w_deg"], coasts)

    @property
    def address(self) -> str:
        """Where the page finds the picture."""
        return f"textures/strip{self.picture.suffix}"

    @property
    def coasts_address(self) -> str:
        """Where the page finds its coasts."""
        return f"textures/strip_coasts{self.coasts.suffix}"


@dataclass(frozen=True, slots=True)
class EarthFromEye:
    """Earth as the shader wants it."""

    centre: Vec3
    """From the eye, equatorial radii, TEME axes."""
    greenwich: Vec3
    north: Vec3
    power: float
    """|centre|^2 - 1 in stretched space, computed in double precision: what is left near the ground."""
    height_km: float


def earth_from_eye(state: FlightState, eye_m: Vec3, ground_km: float = 0.0) -> EarthFromEye:
    """Place Earth for an eye `eye_m` metres from the craft (TEME axes).

    `ground_km` lifts the ellipsoid to the height of the terrain near a landing.
    """
    position = state.craft.position_teme_km
    x, y, z = (p + e / 1000.0 for p, e in zip(position, eye_m, strict=True))
    radius_km = EQUATOR_KM + ground_km
    power = (x * x + y * y + (z * STRETCH) ** 2) / radius_km**2 - 1.0
    angle = state.sky.earth_angle_rad
    return EarthFromEye(
        centre=(-x / radius_km, -y / radius_km, -z / radius_km),
        greenwich=(math.cos(angle), math.sin(angle), 0.0),
        north=(0.0, 0.0, 1.0),
        power=max(power, 1e-9),
        height_km=max((math.sqrt(1.0 + power) - 1.0) * radius_km, 0.001),
    )


def window_mesh() -> Mesh:
    """Return the quad that covers the window, in clip coordinates."""
    corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], np.float32)
    return Mesh(
        position_m=corners,
        normal=np.tile(np.array([0, 0, 1], np.float32), (4, 1)),
        colour=np.ones((4, 3), np.float32),
        shininess=np.ones(4, np.float32),
        emissive=np.zeros(4, np.float32),
        occlusion=np.zeros(4, np.float32),
        material=np.zeros(4, np.float32),
        index=np.array([0, 1, 2, 0, 2, 3], np.uint32),
    )


class Earth:
    """The VPython object that carries Earth's numbers to the shader."""

    def __init__(self, host: Host, strip: GroundStrip | None) -> None:
        self._host = host
        self._vector = host.vp.vector
        # The shader reads the second as the strip.
        textures = {"file": DAY_MAP} | ({"bumpmap": strip.address} if strip else {})
        self._object = host.mesh_object("window", shininess=BACKGROUND, texture=textures)

    def draw(self, earth: EarthFromEye, moon_direction: Vec3) -> None:
        """Set what the shaders read: see ``drawWindow`` in ``passes.js``."""
        vector, thing = self._vector, self._object
        thing.pos = vector(*earth.centre)
        self._host.turn(thing, earth.greenwich, earth.north)
        thing.size = vector(earth.power, earth.height_km, 1.0)
        thing.color = vector(*moon_direction)
