"""The look of the ground without clouds: one function of latitude and longitude for every picture that shows it.

The March snow line, the sea ice and the tints are illustrative: drawn from the general climate of the month, with
seeded noise at the edges, not from the weather of 18 March 1965.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from textures.noise import Array, Noise, f32, smoothstep, unit_vectors
from textures.sources import BASEMAP, Sheet, Window, picture, river_sheet, water_sheets, wrapped_blur
from textures.terrain import Hills

LUMA = np.array([0.30, 0.59, 0.11], dtype=np.float32)

# Southern edge of lasting snow in mid March: longitude, latitude (degrees).
SNOW_LINE = (
    (-180, 60), (-150, 60), (-130, 57), (-120, 52), (-105, 47), (-90, 45), (-75, 44.5), (-60, 46), (-40, 62), (-20, 66),
    (5, 64), (12, 60), (20, 57), (27, 54), (35, 51.5), (45, 50), (55, 49), (65, 48.5), (75, 48), (85, 48.5), (95, 50),
    (105, 50), (115, 49), (125, 47.5), (135, 46), (143, 44), (155, 50), (180, 60),
)  # fmt: skip
# Southern edge of sea ice in the north, mid March.
ICE_LINE = (
    (-180, 60), (-165, 57.5), (-158, 60), (-140, 68), (-100, 66), (-95, 51), (-78, 50), (-66, 59), (-61, 55), (-57, 55),
    (-54, 62), (-50, 67), (-42, 66), (-25, 68), (-15, 72), (0, 76), (15, 77), (30, 76), (45, 71.5), (52, 68.5),
    (60, 66), (100, 66), (150, 66), (172, 62), (180, 60),
)  # fmt: skip
# Seas that freeze apart from the line: latitude, longitude, half height, half width (degrees).
FROZEN_SEAS = (
    (64.6, 21.5, 2.6, 4.5),  # Gulf of Bothnia
    (60.0, 27.5, 1.2, 3.5),  # Gulf of Finland
    (65.5, 38.0, 2.2, 6.0),  # White Sea
    (46.2, 51.5, 1.6, 3.5),  # northern Caspian
    (46.9, 37.2, 0.7, 2.4),  # Gulf of Taganrog
    (57.0, 142.0, 4.5, 8.0),  # western Sea of Okhotsk
    (60.5, 157.0, 2.5, 7.0),  # Gulf of Shelikhov
    (52.5, 141.0, 4.5, 1.8),  # Tatar Strait
)
# Where hills are known by height. Lower edge of lasting snow in mid March: latitude, metres.
SNOW_HEIGHT_M = (
    (30, 3000), (35, 2500), (38, 2150), (40, 1850), (41.5, 1550), (43, 1200), (45, 900), (48, 500), (52, 250),
    (60, 200),
)  # fmt: skip
# Upper edge of the forest: latitude, metres.
TREE_LINE_M = (
    (30, 3400), (40, 2500), (43, 2150), (47, 1950), (51, 1900), (54, 1150), (58, 950), (62, 750), (65, 520), (68, 300),
    (72, 0),
)  # fmt: skip
# Lowlands green in March: latitude, longitude, half height, half width (degrees).
MILD_COASTS = (
    (42.25, 41.9, 0.75, 1.3),  # Colchis
    (41.1, 40.2, 0.35, 2.0),  # the Pontic coast by Rize and Trabzon
    (41.5, 36.2, 0.35, 1.2),  # the deltas by Samsun
)

DEEP = np.array([0.030, 0.085, 0.175], dtype=np.float32)
SHELF = np.array([0.075, 0.180, 0.265], dtype=np.float32)
FRESH = np.array([0.045, 0.105, 0.165], dtype=np.float32)
SNOW = np.array([0.860, 0.875, 0.900], dtype=np.float32)
ICE = np.array([0.740, 0.785, 0.825], dtype=np.float32)
TAIGA = np.array([0.215, 0.245, 0.235], dtype=np.float32)


def mix(first: Array, second: Array, share: Array) -> Array:
    """Blend colours; ``share`` 0 keeps the first, 1 gives the second."""
    part = share[..., None]
    return np.asarray(first * (1.0 - part) + second * part, dtype=np.float32)


def edge(line: tuple[tuple[float, float], ...], longitude_deg: Array) -> Array:
    """Return the latitude of a line such as `SNOW_LINE` at each longitude."""
    longitudes, latitudes = zip(*line, strict=True)
    wrapped = np.mod(longitude_deg + 180.0, 360.0) - 180.0
    return f32(np.interp(wrapped, longitudes, latitudes))


def frozen_sea(latitude_deg: Array, longitude_deg: Array, rough: Array) -> Array:
    """Return the share of sea ice, 0..1; ``rough`` is noise that breaks its edge."""
    wrapped = np.mod(longitude_deg + 180.0, 360.0) - 180.0
    ice = smoothstep(-0.7, 0.9, latitude_deg - edge(ICE_LINE, longitude_deg) + 0.9 * rough)
    for latitude, longitude, height, width in FROZEN_SEAS:
        reach = np.hypot((latitude_deg - latitude) / height, (wrapped - longitude) / width)
        ice = np.maximum(ice, 0.86 * smoothstep(1.10, 0.80, reach - 0.22 * rough))
    south = smoothstep(0.0, 1.5, -latitude_deg - 70.0 + 1.2 * rough)
    return f32(np.maximum(ice, south))


@dataclass(frozen=True, slots=True)
class Waters:
    """Masks of 0..255 on one grid: land (lakes included), lakes, rivers, and the open valleys along the rivers."""

    land: Sheet
    lake: Sheet
    river: Sheet
    valley: Sheet


class Land:
    """Blue Marble colours, relief and waters under March snow."""

    def __init__(self, source: Path) -> None:
        self.noise = Noise(19650318)
        self.canopy = Noise(1274)
        folder = source / BASEMAP
        world = Window(-90, 90, -180, 180, 8192, 4096)
        land, lake = water_sheets(folder, "i", world, 40.0)
        river = river_sheet(folder, "i", world, 1.5, width=1)
        self.world = Waters(land, lake, river, valleys(river, 10.0))
        marble = picture(folder / "bmng.jpg")
        dry = _without_sea(marble, land, lake)
        self.marble = Sheet(dry)
        self.forest = Sheet(_forest(dry))
        self.shallow = Sheet(_shallowness(marble))
        relief = _relief(picture(folder / "shadedrelief.jpg"))
        self.relief = Sheet(relief)
        self.rugged = Sheet(np.clip(5.0 * wrapped_blur(np.abs(relief - 1.0), 6.0), 0.0, 1.0))
        self.mountains = Sheet(_mountains(picture(folder / "etopo1.jpg")))

    def colour(
        self,
        latitude_deg: Array,
        longitude_deg: Array,
        waters: Waters,
        octaves: int,
        hills: Hills | None = None,
        *,
        is_winter: bool = True,
    ) -> Array:
        """Return display colours 0..1, shape of the inputs x 3; ``octaves`` adds fine grain for near views.

        With ``hills`` snow and trees keep to their heights and the Sun stands as over the spacewalk; without, heights
        are guessed from tints and the relief is lit as on a map. Without winter there is no snow of it and no brown.
        """
        points = unit_vectors(latitude_deg, longitude_deg)
        rough = self.noise.fbm(points, 18.0, 5 + octaves, gain=0.58)
        grain = self.canopy.fbm(points, 260.0, 2 + octaves, gain=0.62)
        ground = self._ground(latitude_deg, longitude_deg, points, waters, rough, grain, octaves, hills, is_winter)
        cold = smoothstep(-2.6, 1.4, latitude_deg - edge(SNOW_LINE, longitude_deg) + 1.1 * rough)
        sea = self._sea(latitude_deg, longitude_deg, points, rough, octaves)
        land_share = self._land_share(latitude_deg, longitude_deg, waters)
        colour = mix(sea, ground, land_share)
        return self._fresh_water(colour, latitude_deg, longitude_deg, waters, cold, grain)

    def dry(self, latitude_deg: Array, longitude_deg: Array, waters: Waters) -> Array:
        """Return 0 on seas and lakes .. 1 on dry land, the shape of the inputs; rivers count as land."""
        lake = waters.lake.sample(latitude_deg, longitude_deg) / 255.0
        return f32(self._land_share(latitude_deg, longitude_deg, waters) * (1.0 - lake))

    def _land_share(self, latitude_deg: Array, longitude_deg: Array, waters: Waters) -> Array:
        share = waters.land.sample(latitude_deg, longitude_deg) / 255.0
        # The coast file ends at the grounding line; south of it the ice shelves are white in Blue Marble.
        shelf = smoothstep(0.45, 0.75, self.marble.sample(latitude_deg, longitude_deg).min(axis=-1))
        return f32(np.maximum(share, shelf * smoothstep(-60.0, -64.0, latitude_deg)))

    def _ground(
        self,
        latitude_deg: Array,
        longitude_deg: Array,
        points: Array,
        waters: Waters,
        rough: Array,
        grain: Array,
        octaves: int,
        hills: Hills | None,
        is_winter: bool,
    ) -> Array:
        marble = self.marble.sample(latitude_deg, longitude_deg)
        already_white = smoothstep(0.45, 0.75, marble.min(axis=-1))
        rugged = self.rugged.sample(latitude_deg, longitude_deg)
        shade = self.relief.sample(latitude_deg, longitude_deg) if hills is None else hills.light
        if octaves:
            # The relief is coarser than a near view; seeded spurs and gullies carry it on.
            spurs = 0.12 if hills is None else 0.05
            shade = shade + spurs * rugged * self.noise.fbm(points, 380.0, 4, gain=0.7, ridged=True)
        winter = 0.55 * smoothstep(34.0, 46.0, latitude_deg)
        cover = self._snow_cover(latitude_deg, longitude_deg, marble, rough)
        crowns = self._crowns(latitude_deg, longitude_deg, points, waters, rough, grain, rugged)
        if hills is not None:
            winter = winter * (1.0 - _mild(latitude_deg, longitude_deg, hills.height_m))
            cover = self._snow_by_height(latitude_deg, longitude_deg, rough, grain, hills)
            crowns = crowns * _trees(latitude_deg, hills.height_m, rough + grain)
        bare = _developed(marble, winter if is_winter else 0.0 * winter) * (shade * (1.0 + 0.045 * grain))[..., None]
        cover = np.maximum(cover if is_winter else 0.0 * cover, already_white)
        white = SNOW * np.clip(shade**1.15 * (1.0 + 0.012 * grain), 0.0, 1.09)[..., None]
        wood = TAIGA * (shade * (1.0 + 0.10 * grain))[..., None]
        return mix(bare, mix(white, wood, crowns * (1.0 - already_white)), cover)

    def _snow_cover(self, latitude_deg: Array, longitude_deg: Array, marble: Array, rough: Array) -> Array:
        high = self.mountains.sample(latitude_deg, longitude_deg)
        arid = smoothstep(0.10, 0.22, marble[..., 0] - marble[..., 2]) * smoothstep(0.30, 0.45, marble @ LUMA)
        drop = high * (1.0 - 0.9 * arid) * smoothstep(28.0, 36.0, latitude_deg)
        line = edge(SNOW_LINE, longitude_deg) - 9.0 * drop
        return smoothstep(-2.2, 2.2, latitude_deg - line + 1.9 * rough) * smoothstep(20.0, 30.0, latitude_deg)

    def _snow_by_height(
        self, latitude_deg: Array, longitude_deg: Array, rough: Array, grain: Array, hills: Hills
    ) -> Array:
        """Return the share of snow: north of its line everywhere, south of it above a height, higher in the sun."""
        plain = smoothstep(-2.2, 2.2, latitude_deg - edge(SNOW_LINE, longitude_deg) + 1.9 * rough)
        latitudes, metres = zip(*SNOW_HEIGHT_M, strict=True)
        lowest = np.interp(latitude_deg, latitudes, metres) + 500.0 * (hills.light - 1.0)
        lowest = lowest + 120.0 * rough + 190.0 * grain
        high = 0.96 * smoothstep(-420.0, 520.0, hills.height_m - lowest)
        return f32(np.maximum(plain, high) * smoothstep(20.0, 30.0, latitude_deg))

    def _crowns(
        self,
        latitude_deg: Array,
        longitude_deg: Array,
        points: Array,
        waters: Waters,
        rough: Array,
        grain: Array,
        rugged: Array,
    ) -> Array:
        """Return the share of snow hidden under trees: less on bogs, in clearings and along the rivers."""
        forest = self.forest.sample(latitude_deg, longitude_deg)
        bogs = self.canopy.fbm(points, 62.0, 5, gain=0.68)
        open_bog = smoothstep(0.55, 1.75, bogs + 0.25 * rough) * (1.0 - 0.8 * rugged)
        dense = forest * (0.80 + 0.10 * grain + 0.10 * rough) * (1.0 - 0.72 * open_bog)
        valley = waters.valley.sample(latitude_deg, longitude_deg) / 255.0
        return np.clip(dense * (1.0 - 0.60 * valley), 0.0, 0.93)

    def _sea(self, latitude_deg: Array, longitude_deg: Array, points: Array, rough: Array, octaves: int) -> Array:
        shallow = self.shallow.sample(latitude_deg, longitude_deg)
        water = DEEP + (SHELF - DEEP) * (0.75 * shallow)[..., None]
        water = water * (1.0 + 0.03 * rough)[..., None]
        leads = smoothstep(0.75, 1.5, self.canopy.fbm(points, 55.0, 4 + octaves, gain=0.6, ridged=True))
        floe = ICE * (1.0 + 0.04 * rough)[..., None]
        ice = frozen_sea(latitude_deg, longitude_deg, rough)
        return mix(water, mix(floe, DEEP * 1.7, 0.55 * leads), ice)

    def _fresh_water(
        self, colour: Array, latitude_deg: Array, longitude_deg: Array, waters: Waters, cold: Array, grain: Array
    ) -> Array:
        lake = waters.lake.sample(latitude_deg, longitude_deg) / 255.0
        river = waters.river.sample(latitude_deg, longitude_deg) / 255.0
        # The Caspian is a lake to the coast file; only its shallow north freezes.
        caspian = smoothstep(1.0, 0.85, np.hypot((latitude_deg - 41.0) / 6.8, (longitude_deg - 51.0) / 5.0))
        north = smoothstep(44.6, 45.6, latitude_deg + 0.15 * grain)
        frozen = cold * (1.0 - caspian) + caspian * north
        open_water = FRESH + (1.15 * DEEP - FRESH) * caspian[..., None]
        ice = ICE * (1.06 + 0.03 * grain)[..., None]
        water = mix(open_water, ice, frozen)
        return mix(colour, water, np.clip(np.maximum(lake, 0.85 * river), 0.0, 1.0))


def valleys(river: Sheet, sigma_px: float) -> Sheet:
    """Return the neighbourhood of the rivers, 0..255, from their mask."""
    near = gaussian_filter(np.asarray(river.pixels, dtype=np.float32), sigma_px)
    spread = 255.0 * smoothstep(0.04, 0.30, near / 255.0)
    return Sheet(spread.astype(np.uint8), river.south_deg, river.north_deg, river.west_deg, river.east_deg)


def _mild(latitude_deg: Array, longitude_deg: Array, height_m: Array) -> Array:
    """Return how far a place escapes the brown of late winter, 0..1: lowlands of `MILD_COASTS`."""
    mild = np.zeros_like(height_m)
    for latitude, longitude, height, width in MILD_COASTS:
        reach = np.hypot((latitude_deg - latitude) / height, (longitude_deg - longitude) / width)
        mild = np.maximum(mild, smoothstep(1.3, 0.7, reach))
    return f32(mild * smoothstep(500.0, 150.0, height_m))


def _trees(latitude_deg: Array, height_m: Array, rough: Array) -> Array:
    """Return the share of the crowns that stands: none above the tree line, thin where the woods are leafless."""
    latitudes, metres = zip(*TREE_LINE_M, strict=True)
    below = smoothstep(330.0, -330.0, height_m - np.interp(latitude_deg, latitudes, metres) - 50.0 * rough)
    return f32(below * (0.55 + 0.45 * smoothstep(46.0, 54.0, latitude_deg)))


def _developed(marble: Array, winter: Array) -> Array:
    """Take colour and contrast of Blue Marble towards film of 1965, and ``winter`` 0..1 to late winter's brown."""
    light = (marble @ LUMA)[..., None]
    lifted = 0.72 * marble + 0.28 * light
    lifted = 0.045 + 0.90 * lifted ** np.float32(0.88)
    sepia = (lifted @ LUMA)[..., None] * np.array([1.10, 0.99, 0.80], dtype=np.float32)
    return mix(f32(lifted), f32(sepia), winter)


def _forest(marble: Array) -> Array:
    """Return 0 open .. 1 closed forest: dark and green; blurred, since dark parts of the source show JPEG blocks."""
    red, green, blue = (wrapped_blur(marble[..., plane], 2.2) for plane in range(3))
    light = 0.30 * red + 0.59 * green + 0.11 * blue
    return smoothstep(0.32, 0.15, light) * smoothstep(0.015, 0.055, green - 0.5 * (red + blue))


def _without_sea(marble: Array, land: Sheet, lake: Sheet) -> Array:
    """Return Blue Marble with the colour of the nearby land spread over every water, so that no coast is fringed."""
    rows, columns = marble.shape[:2]
    latitude, longitude = grid(columns, rows)
    dry = land.sample(latitude, longitude) / 255.0 * (1.0 - lake.sample(latitude, longitude) / 255.0)
    watery = smoothstep(0.02, 0.10, marble[..., 2] - marble[..., 0])
    keep = smoothstep(0.5, 0.95, dry) * (1.0 - watery)
    spread = np.empty_like(marble)
    near, far = wrapped_blur(keep, 2.5), wrapped_blur(keep, 14.0)
    for plane in range(3):
        close = wrapped_blur(marble[..., plane] * keep, 2.5)
        wide = wrapped_blur(marble[..., plane] * keep, 14.0)
        spread[..., plane] = np.where(near > 0.04, close / np.maximum(near, 1e-4), wide / np.maximum(far, 1e-4))
    spread = np.where((far > 1e-4)[..., None], spread, marble)
    mixed = mix(spread, marble, keep)
    south = (latitude < -60.0)[..., None]
    return np.where(south, marble, mixed).astype(np.float32)


def _shallowness(marble: Array) -> Array:
    """Return 0 deep .. 1 shelf from the sea colours; the ragged southern seas of the source are left deep."""
    rows, columns = marble.shape[:2]
    latitude, _ = grid(columns, rows)
    blue = wrapped_blur(marble[..., 2], 1.5)
    return smoothstep(0.10, 0.62, blue) * smoothstep(-56.0, -46.0, latitude)


def _relief(shaded: Array) -> Array:
    """Return the shading alone, about 1.0 on flat ground: the relief divided by its own surroundings."""
    light = shaded @ LUMA
    around = wrapped_blur(light, 14.0)
    return np.asarray(np.clip((light / np.maximum(around, 0.05)) ** 1.25, 0.6, 1.3), dtype=np.float32)


def _mountains(tints: Array) -> Array:
    """Return 0 lowland .. 1 high mountain from the elevation tints: golden, brown and purple stand for height."""
    smooth = np.stack([wrapped_blur(tints[..., plane], 1.6) for plane in range(3)], axis=-1)
    red, green, blue = smooth[..., 0], smooth[..., 1], smooth[..., 2]
    golden = smoothstep(0.34, 0.75, (red - blue) / np.maximum(red, 0.05)) * smoothstep(-0.02, 0.06, red - green)
    purple = smoothstep(0.62, 0.45, red) * smoothstep(-0.02, 0.03, red - blue) * smoothstep(-0.03, 0.03, red - green)
    return f32(np.maximum(golden, purple))


def grid(width: int, height: int) -> tuple[Array, Array]:
    """Return latitude and longitude (degrees) of the pixel centres of a plate carree world picture."""
    latitude = 90.0 - (np.arange(height, dtype=np.float32) + 0.5) * np.float32(180.0 / height)
    longitude = -180.0 + (np.arange(width, dtype=np.float32) + 0.5) * np.float32(360.0 / width)
    rows, columns = np.meshgrid(latitude, longitude, indexing="ij")
    return rows, columns


def to_bytes(colour: Array, seed: int) -> NDArray[np.uint8]:
    """Return 8-bit pixels, grey or of colours, with a trace of seeded film grain, which also hides banding."""
    shape = colour.shape[:2] + (1,) * (colour.ndim - 2)
    grain = np.random.default_rng(seed).normal(0.0, 0.004, shape).astype(np.float32)
    return np.asarray(np.clip(colour + grain, 0.0, 1.0) * 255.0 + 0.5, dtype=np.uint8)
