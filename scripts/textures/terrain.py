"""Height and sunlit relief under the spacewalk, rebuilt from three public pictures that each know a part of them.

``earth-topology.png`` has true heights every 20 km. The colours of ``etopo1.jpg`` stand for heights every 7 km, but
not uniquely: the coarse heights tell which. ``shadedrelief.jpg`` shows slopes every 3 km, but only along its own light:
the finest heights are those whose shading is nearest to it (linear shape from shading: A. Pentland, International
Journal of Computer Vision 4, 1990, 153-162). The relief is then lit anew by the Sun of the spacewalk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.ndimage import gaussian_filter

from textures.noise import Array, f32
from textures.sources import BASEMAP, Sheet, Window, picture, water_sheets

GLOBE = "three-globe/example/img"
WINDOW = Window(12.0, 82.0, 0.0, 180.0, 5400, 2100)
PIXEL_DEG = 1.0 / 30.0
OFF_THE_RAMP = 0.02  # misfit of the blue of lakes, which the coarse heights span
HALF = 2  # pixels of the coarser pictures
KM_PER_DEG = 111.2
COARSE_STEP_M = 8848.0 / 255.0
# The hypsometric colours of ETOPO1: height (m), red, green, blue.
TINTS = np.array(
    [
        (0, 51, 102, 0), (100, 51, 204, 102), (200, 187, 228, 146), (500, 255, 220, 185), (1000, 243, 202, 137),
        (1500, 230, 184, 88), (2000, 217, 166, 39), (2500, 168, 154, 31), (3000, 164, 144, 25), (3500, 162, 134, 19),
        (4000, 159, 123, 13), (4500, 156, 113, 7), (5000, 153, 102, 0),
    ],
    dtype=np.float32,
)  # fmt: skip
BAND_ROWS, LAP_ROWS = 300, 60  # a band is narrow enough for one length of the degree of longitude
TRUST_KM = 30.0  # longer waves are taken from the heights, shorter ones from the shading where it sees them
FINEST_KM = 1.1  # what the pixels of the shading can show, northward; eastward they crowd towards the pole
STEEPEN = 1.9  # makes up for what 3 km of smoothing takes from the slopes
AMBIENT = 0.30
SUBSOLAR_DEG = (-1.0, 52.0)  # where the Sun stood overhead at 08:40 UTC of 18 March 1965
LOWEST_SUN = 0.42  # sine of the Sun's height below which the relief is lit no flatter


@dataclass(frozen=True, slots=True)
class Hills:
    """Heights in metres and light, 1.0 on flat ground, at the pixels of a picture."""

    height_m: Array
    light: Array


class Terrain:
    """Heights in metres and shading, 1.0 on flat ground, as sheets on `WINDOW`."""

    def __init__(self, source: Path, subsolar_deg: tuple[float, float]) -> None:
        land, lake = water_sheets(source / BASEMAP, "i", WINDOW, 40.0)
        land_share, lake_share = f32(land.pixels) / 255.0, f32(lake.pixels) / 255.0
        tinted = _tinted(picture(source / BASEMAP / "etopo1.jpg"), _coarse(source))
        shading = _shading(picture(source / BASEMAP / "shadedrelief.jpg"), land_share * (1.0 - lake_share))
        metres = refined(tinted * land_share, shading) * gaussian_filter(land_share, 0.7)
        self.height_m = _sheet(metres)
        self.light = _sheet(sunlit(metres, subsolar_deg))

    def hills(self, latitude_deg: Array, longitude_deg: Array) -> Hills:
        """Return what lies at some places."""
        return Hills(self.height_m.sample(latitude_deg, longitude_deg), self.light.sample(latitude_deg, longitude_deg))


def _sheet(pixels: Array) -> Sheet:
    return Sheet(f32(pixels), WINDOW.south_deg, WINDOW.north_deg, WINDOW.west_deg, WINDOW.east_deg)


def places(step: int = 1) -> tuple[Array, Array]:
    """Return latitude (rows x 1) and longitude (1 x columns) of the centres of ``step`` x ``step`` pixels, degrees."""
    latitude = WINDOW.north_deg - (np.arange(WINDOW.height // step) + 0.5) * (step * PIXEL_DEG)
    longitude = WINDOW.west_deg + (np.arange(WINDOW.width // step) + 0.5) * (step * PIXEL_DEG)
    return f32(latitude)[:, None], f32(longitude)[None, :]


def _onto(sheet: Sheet, step: int = 1) -> Array:
    """Return a sheet resampled on `WINDOW`, on pixels ``step`` times as wide."""
    latitude, longitude = np.broadcast_arrays(*places(step))
    return sheet.sample(latitude, longitude)


def _coarse(source: Path) -> Array:
    """Return heights (m) on `HALF` pixels, good to 40 km; the steps of the 8-bit picture are smoothed away."""
    steps = picture(source / GLOBE / "earth-topology.png")[..., 0] * 255.0
    return f32(gaussian_filter(_onto(Sheet(f32(COARSE_STEP_M * steps)), HALF), 1.0))


def _tinted(tints: Array, coarse: Array) -> Array:
    """Return heights (m) whose colour, apart from its brightness, and coarse height fit best."""
    colours = _onto(Sheet(tints), HALF)
    hues = colours / np.maximum(colours.sum(axis=-1, keepdims=True), 0.02)
    least = np.full(coarse.shape, np.inf, dtype=np.float32)
    best = coarse.copy()
    for height in np.concatenate([np.arange(0.0, 500.0, 20.0), np.arange(500.0, 5001.0, 50.0)]):
        tint = f32([np.interp(height, TINTS[:, 0], TINTS[:, plane]) for plane in (1, 2, 3)])
        misfit = ((hues - tint / tint.sum()) ** 2).sum(axis=-1)
        misfit += 2e-3 * ((np.float32(height) - coarse) / (150.0 + 0.3 * coarse)) ** 2
        better = misfit < least
        least[better], best[better] = misfit[better], height
    best = np.where(least > OFF_THE_RAMP, coarse, best)
    return _onto(_sheet(gaussian_filter(best, 0.6)))


def _shading(relief: Array, dry: Array) -> Array:
    """Return the brightness of the relief against its dry surroundings, 0 on flat ground and on water."""
    light = _onto(Sheet(relief)) @ f32([0.30, 0.59, 0.11])
    inland = gaussian_filter(dry, 1.0) > 0.90
    share = inland.astype(np.float32)
    around = gaussian_filter(light * share, 12.0) / np.maximum(gaussian_filter(share, 12.0), 1e-3)
    return f32(np.where(inland, light / np.maximum(around, 0.05) - 1.0, 0.0))


def slopes(heights_m: Array) -> tuple[Array, Array]:
    """Return the rise towards the east and towards the north, metres per metre."""
    latitude, _ = places()
    across_m = 1000.0 * PIXEL_DEG * KM_PER_DEG
    east = np.gradient(heights_m, axis=1) / (across_m * np.cos(np.radians(latitude)))
    north = -np.gradient(heights_m, axis=0) / across_m
    return f32(east), f32(north)


def seen_light(heights_m: Array, shading: Array) -> tuple[float, float]:
    """Return how much the shading brightens per slope rising to the east and to the north, fitted over all hills."""
    rises = [gaussian_filter(rise, 1.5) for rise in slopes(heights_m)]
    hills = np.hypot(*rises) > 0.01
    brightness = gaussian_filter(shading, 1.5)[hills]
    east, north = np.linalg.lstsq(np.stack([rise[hills] for rise in rises], axis=1), brightness, rcond=None)[0]
    return float(east), float(north)


def refined(heights_m: Array, shading: Array) -> Array:
    """Return heights (m) with the finer hills that the shading shows and the heights do not.

    What the heights leave unexplained of the shading is explained by the least hills that can: band by band of
    latitude, blended where bands overlap.
    """
    light = seen_light(heights_m, shading)
    east, north = slopes(heights_m)
    unexplained = shading - light[0] * east - light[1] * north
    hills, weight = np.zeros_like(heights_m), np.zeros((len(heights_m), 1), dtype=np.float32)
    for top in range(0, WINDOW.height - LAP_ROWS, BAND_ROWS - LAP_ROWS):
        rows = slice(top, min(top + BAND_ROWS, WINDOW.height))
        count = rows.stop - rows.start
        fade = f32(np.minimum(np.minimum(np.arange(count) + 1, count - np.arange(count)) / LAP_ROWS, 1.0))[:, None]
        hills[rows] += fade * _explaining(unexplained[rows], light, float(places()[0][rows].mean()))
        weight[rows] += fade
    return heights_m + hills / weight


def _explaining(shading: Array, light: tuple[float, float], latitude_deg: float) -> Array:
    """Return the hills (m) behind a shading, by least squares on waves; waves along the light stay unseen."""
    rows, columns = shading.shape
    size = (rows + 2 * LAP_ROWS, columns + 2 * LAP_ROWS)
    across_m = 1000.0 * PIXEL_DEG * KM_PER_DEG
    south = 2j * np.pi * np.fft.fftfreq(size[0])[:, None] / across_m
    east = 2j * np.pi * np.fft.rfftfreq(size[1])[None, :] / (across_m * np.cos(np.radians(latitude_deg)))
    slope = light[0] * east - light[1] * south
    doubt = (2.0 * np.pi * np.hypot(*light) / (1000.0 * TRUST_KM)) ** 2
    finest = np.exp(-0.5 * (1000.0 * FINEST_KM) ** 2 * (np.abs(south) ** 2 + np.abs(east) ** 2))
    waves = finest * np.conj(slope) * np.fft.rfft2(shading, size) / (np.abs(slope) ** 2 + doubt)
    return f32(np.fft.irfft2(waves, size)[:rows, :columns])


def sunlit(heights_m: Array, subsolar_deg: tuple[float, float]) -> Array:
    """Return the light of the Sun and the sky on the slopes, 1.0 on flat ground."""
    latitude, longitude = (np.radians(side) for side in places())
    sun_latitude, hour_angle = np.radians(subsolar_deg[0]), np.radians(subsolar_deg[1]) - longitude
    to_east = np.cos(sun_latitude) * np.sin(hour_angle)
    to_north = np.cos(latitude) * np.sin(sun_latitude) - np.sin(latitude) * np.cos(sun_latitude) * np.cos(hour_angle)
    up = np.sin(latitude) * np.sin(sun_latitude) + np.cos(latitude) * np.cos(sun_latitude) * np.cos(hour_angle)
    up = np.maximum(up, LOWEST_SUN)
    east, north = (STEEPEN * rise for rise in slopes(heights_m))
    direct = np.maximum(up - east * to_east - north * to_north, 0.0) / np.sqrt(1.0 + east**2 + north**2)
    return f32(np.clip(AMBIENT + (1.0 - AMBIENT) * direct / up, 0.35, 1.6))
