"""The ground strips under the spacewalks: their mapping, and the near look of the ground along each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textures.land import Land, Waters, mix, valleys
from textures.noise import Array, f32, smoothstep, unit_vectors
from textures.sources import BASEMAP_HIRES, Sheet, Window, river_sheet, water_sheets
from textures.terrain import Terrain

Row = tuple[float, float, float]
# Ground track of the first walk's reconstruction, 08:28:13 to 08:51:54 UTC of 18 March 1965: UTC seconds after 08:00,
# latitude, longitude (degrees).
TRACK = (
    (1693, 18.10, 22.20), (1800, 24.70, 25.40), (1974, 35.10, 31.40), (2091, 41.86, 36.54), (2100, 42.40, 37.00),
    (2160, 45.70, 40.10), (2220, 48.90, 43.70), (2280, 52.00, 47.80), (2340, 54.90, 52.50), (2400, 57.60, 57.90),
    (2460, 60.00, 64.20), (2520, 62.00, 71.40), (2580, 63.50, 79.50), (2640, 64.50, 88.40), (2700, 64.90, 97.80),
    (2760, 64.70, 107.20), (2820, 63.85, 116.18), (2920, 61.30, 129.50), (3066, 55.60, 144.60), (3114, 53.30, 148.40),
)  # fmt: skip
# Of the second, 19:39:02 to 20:10:00 UTC of 3 June 1965: UTC seconds after 19:00, latitude, longitude.
JUNE_TRACK = (
    (2342, 17.5, -175.5), (2653, 26.3, -155.8), (2795, 29.3, -145.9), (2891, 30.8, -138.9), (3030, 32.3, -128.4),
    (3069, 32.5, -125.4), (3175, 32.7, -117.2), (3253, 32.5, -111.2), (3315, 32.1, -106.5), (3466, 30.3, -95.2),
    (3572, 28.4, -87.6), (3682, 26.0, -80.1), (3885, 20.6, -67.2), (3963, 18.2, -62.5), (4200, 10.2, -49.1),
)  # fmt: skip
LENGTH_DEG = 90.0
HALF_WIDTH_DEG = 14.0
CORE_DEG = 3.5
WIDTH, HEIGHT = 4096, 2048


@dataclass(frozen=True, slots=True)
class Course:
    """One spacewalk's strip: the name of its files, the track, what of it lies in the middle, its masks, its season."""

    name: str
    ground: str
    track: tuple[Row, ...]
    start_s: float
    stop_s: float
    window: Window
    is_winter: bool


OLD_WORLD, NEW_WORLD = Window(2.0, 84.0, 0.0, 176.0, 14080, 8200), Window(-2.0, 52.0, -170.0, -40.0, 10400, 4320)
MARCH = Course("eva", "Sudan to the Sea of Okhotsk", TRACK, 29 * 60, 52 * 60, OLD_WORLD, is_winter=True)
JUNE = Course("g4", "the Pacific to the Leeward Islands", JUNE_TRACK, 43 * 60, 69 * 60, NEW_WORLD, is_winter=False)


@dataclass(frozen=True, slots=True)
class Strip:
    """A great-circle band: u runs along it, v across it, finest at its middle line.

    With Earth-fixed unit vectors P (pole), A (middle of the stretch), B = P x A and d (a geodetic normal):
    u = atan2(d.B, d.A) / L + 1/2 and v = 1/2 + 1/2 asinh(asin(d.P) / w) / asinh(C / w). Row 0 of the picture is v = 1.
    """

    pole: NDArray[np.float64]
    axis: NDArray[np.float64]
    length_deg: float = LENGTH_DEG
    half_width_deg: float = HALF_WIDTH_DEG
    core_deg: float = CORE_DEG

    def directions(self, width: int, height: int) -> Array:
        """Return unit vectors, 3 x height x width, of the pixel centres."""
        u = (np.arange(width) + 0.5) / width
        v = 1.0 - (np.arange(height) + 0.5) / height
        along = np.radians((u - 0.5) * self.length_deg)[None, :]
        reach = np.arcsinh(self.half_width_deg / self.core_deg)
        cross = np.radians(self.core_deg * np.sinh((2.0 * v - 1.0) * reach))[:, None]
        side = np.cross(self.pole, self.axis)
        shape = (3, 1, 1)
        flat = np.cos(along) * self.axis.reshape(shape) + np.sin(along) * side.reshape(shape)
        return f32(np.cos(cross) * flat + np.sin(cross) * self.pole.reshape(shape))

    def places(self, width: int, height: int) -> tuple[Array, Array]:
        """Return latitude and longitude (degrees) of the pixel centres, each height x width."""
        x, y, z = self.directions(width, height)
        return np.degrees(np.arcsin(np.clip(z, -1.0, 1.0))), np.degrees(np.arctan2(y, x))

    def place(self, latitude_deg: float, longitude_deg: float) -> tuple[float, float]:
        """Return (u, v) of a place; outside 0..1 it is off the strip."""
        direction = unit_vectors(latitude_deg, longitude_deg).astype(float)
        side = np.cross(self.pole, self.axis)
        along = np.degrees(np.arctan2(direction @ side, direction @ self.axis))
        cross = np.degrees(np.arcsin(np.clip(direction @ self.pole, -1.0, 1.0)))
        reach = np.arcsinh(self.half_width_deg / self.core_deg)
        v = 0.5 + 0.5 * np.arcsinh(cross / self.core_deg) / reach
        return float(along / self.length_deg + 0.5), float(v)


def fitted(course: Course) -> Strip:
    """Return the strip on the best great circle through a ground track, its middle that of the course's stretch."""
    seconds, latitudes, longitudes = (np.array(column) for column in zip(*course.track, strict=True))
    points = unit_vectors(latitudes, longitudes).astype(float).T
    pole = np.linalg.svd(points)[2][-1]
    if pole @ np.cross(points[0], points[-1]) < 0.0:
        pole = -pole
    first = points[0] - (points[0] @ pole) * pole
    first /= np.linalg.norm(first)
    side = np.cross(pole, first)
    along = np.unwrap(np.arctan2(points @ side, points @ first))
    middle = float(np.interp([course.start_s, course.stop_s], seconds, along).mean())
    axis = np.cos(middle) * first + np.sin(middle) * side
    return Strip(np.round(pole, 9), np.round(axis, 9))


def near_waters(source: Path, window: Window) -> Waters:
    """Return the fine masks of coast, lakes and rivers for the strip."""
    folder = source / BASEMAP_HIRES
    land, lake = water_sheets(folder, "h", window, 1.5)
    river = river_sheet(folder, "h", window, 0.35, width=2)
    return Waters(land, lake, river, valleys(river, 6.0))


@dataclass(frozen=True, slots=True)
class Ground:
    """What the strip is drawn from: ``world`` is the day map, its border; without ``terrain`` hills are guessed."""

    land: Land
    waters: Waters
    terrain: Terrain | None
    world: Sheet
    is_winter: bool


def ground_strip(strip: Strip, source: Ground, rows: slice) -> Array:
    """Return display colours of some ``rows`` of the strip; its border is the day map itself."""
    latitude, longitude = (side[rows] for side in strip.places(WIDTH, HEIGHT))
    hills = None if source.terrain is None else source.terrain.hills(latitude, longitude)
    near = source.land.colour(latitude, longitude, source.waters, 3, hills, is_winter=source.is_winter)
    far = source.world.sample(latitude, longitude)
    u = (np.arange(WIDTH, dtype=np.float32) + 0.5) / WIDTH
    v = 1.0 - (np.arange(HEIGHT, dtype=np.float32)[rows] + 0.5) / HEIGHT
    ends = smoothstep(0.0, 0.05, np.minimum(u, 1.0 - u))[None, :]
    sides = smoothstep(0.004, 0.12, np.minimum(v, 1.0 - v))[:, None]
    return mix(far, near, ends * sides)
