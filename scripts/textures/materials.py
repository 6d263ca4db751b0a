"""Seeded tiles of the project's own making: forest floor, crumpled foil, canvas. Every edge meets its opposite."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, map_coordinates
from scipy.spatial import cKDTree

from textures.noise import Array, f32, smoothstep

Bytes = NDArray[np.uint8]


def tile_noise(draw: Generator, size: int, cells: int, octaves: int, gain: float = 0.5) -> Array:
    """Return tileable fractal noise, size x size, mean 0, standard deviation 1; ``cells`` per tile at the coarsest."""
    total = np.zeros((size, size), dtype=np.float32)
    for octave in range(octaves):
        count = cells * 2**octave
        place = (np.arange(size) + 0.5) * count / size
        rows, columns = np.meshgrid(place, place, indexing="ij")
        lattice = draw.standard_normal((count, count))
        total += gain**octave * map_coordinates(lattice, [rows, columns], order=2, mode="grid-wrap", prefilter=False)
    return np.asarray((total - total.mean()) / total.std(), dtype=np.float32)


def lit(height: Array, strength: float) -> Array:
    """Return shading of a tile about 0, lit from the upper left."""
    slope_y = (np.roll(height, -1, axis=0) - np.roll(height, 1, axis=0)) / 2.0
    slope_x = (np.roll(height, -1, axis=1) - np.roll(height, 1, axis=1)) / 2.0
    return np.asarray(np.tanh(-strength * (slope_x + slope_y)), dtype=np.float32)


def _bytes(colour: Array) -> Bytes:
    return np.asarray(np.clip(colour, 0.0, 1.0) * 255.0 + 0.5, dtype=np.uint8)


def forest_floor(seed: int = 1965, size: int = 1024) -> Bytes:
    """Return wind-worked snow with twigs, needles and the tips of buried shrubs."""
    draw = np.random.default_rng(seed)
    drift = tile_noise(draw, size, 5, 5, gain=0.52)
    ripple = tile_noise(draw, size, 48, 3, gain=0.6)
    shade = 0.11 * lit(drift, 9.0) + 0.035 * lit(ripple, 0.9) + 0.012 * tile_noise(draw, size, 256, 1)
    snow = np.array([0.840, 0.865, 0.905], dtype=np.float32) + shade[..., None] * f32([1.0, 0.94, 0.82])
    litter = smoothstep(0.9, 2.4, tile_noise(draw, size, 7, 5, gain=0.65))
    marks = gaussian_filter(_twigs(draw, size, litter), 0.6, mode="wrap")
    wood = np.array([0.20, 0.165, 0.125], dtype=np.float32) * (1.0 + 0.25 * ripple[..., None])
    soil = np.array([0.40, 0.385, 0.345], dtype=np.float32)
    colour = snow * (1.0 - 0.35 * litter[..., None]) + soil * 0.35 * litter[..., None]
    colour = colour * (1.0 - marks[..., None]) + wood * marks[..., None]
    return _bytes(colour)


def _twigs(draw: Generator, size: int, litter: Array) -> Array:
    """Return a 0..1 mask of short crooked twigs and needles, denser on the litter, wrapped over the edges."""
    image = Image.new("L", (size, size))
    pen = ImageDraw.Draw(image)
    for _ in range(9000):
        x, y = draw.uniform(0, size, 2)
        if draw.uniform() > 0.06 + 0.94 * litter[int(y) % size, int(x) % size]:
            continue
        twig = draw.uniform() < 0.10
        length = draw.uniform(14, 46) if twig else draw.uniform(3, 9)
        angle = draw.uniform(0, 2 * np.pi)
        line = [(x, y)]
        for _ in range(4 if twig else 1):
            angle += draw.normal(0, 0.30)
            x, y = x + length / 4 * np.cos(angle), y + length / 4 * np.sin(angle)
            line.append((x, y))
        dark = int(draw.uniform(110, 235))
        for dx in (-size, 0, size):
            for dy in (-size, 0, size):
                pen.line([(px + dx, py + dy) for px, py in line], fill=dark, width=2 if twig else 1)
    return np.asarray(image, dtype=np.float32) / 255.0


def foil(seed: int = 3, size: int = 512) -> Bytes:
    """Return crumpled grey foil: sharp folds over folds, and flat facets that each catch the light."""
    draw = np.random.default_rng(seed)
    height = np.zeros((size, size), dtype=np.float32)
    # A fold is where a smooth sheet is turned back on itself: the zero line of noise, folded by its absolute value.
    for cells, depth in ((3, 30.0), (5, 20.0), (8, 13.0), (13, 8.0), (21, 4.5)):
        height -= depth * np.abs(tile_noise(draw, size, cells, 1))
    tone, fold = _facets(draw, size, 90)
    value = 0.55 + 0.26 * lit(height, 0.55) + 0.045 * tone + 0.05 * fold + 0.012 * tile_noise(draw, size, 128, 2)
    value = gaussian_filter(value, 0.7, mode="wrap")
    return _bytes(np.repeat(value[..., None], 3, axis=2) * f32([1.0, 0.995, 0.98]))


def _facets(draw: Generator, size: int, count: int) -> tuple[Array, Array]:
    """Return (tone, fold) of a tileable cell pattern: a tilted plane in every cell, a thin light at the borders."""
    centres = draw.uniform(0, size, (count, 2))
    warp = [6.0 * tile_noise(draw, size, 8, 3) for _ in range(2)]
    rows, columns = np.meshgrid(np.arange(size) + 0.5, np.arange(size) + 0.5, indexing="ij")
    places = np.mod(np.stack([rows + warp[0], columns + warp[1]], axis=-1), size)
    distance, owner = cKDTree(centres, boxsize=size).query(places, k=2)
    away = np.mod(places - centres[owner[..., 0]] + size / 2, size) - size / 2
    tilt = draw.normal(0.0, 1.0, (count, 2))[owner[..., 0]]
    tone = draw.normal(0.0, 1.0, count)[owner[..., 0]] + 1.1 * (away * tilt).sum(axis=-1) * np.sqrt(count) / size
    fold = np.exp(-(((distance[..., 1] - distance[..., 0]) / 2.2) ** 2))
    return np.asarray(tone, np.float32), np.asarray(fold, np.float32)


def fabric(seed: int = 5, size: int = 512) -> Bytes:
    """Return light canvas: a plain weave of 64 x 64 threads with four sewn ribs across the tile."""
    draw = np.random.default_rng(seed)
    threads, ribs = 64, 4
    place = (np.arange(size) + 0.5) / size
    y, x = np.meshgrid(place, place, indexing="ij")
    across, down = np.cos(2 * np.pi * threads * x), np.cos(2 * np.pi * threads * y)
    over = np.where((np.floor(x * threads) + np.floor(y * threads)) % 2 == 0, 1.0, -1.0)
    weave = 0.030 * over * (across - down) - 0.030 * np.maximum(across, down)
    slub = np.repeat(draw.normal(0, 1, (threads, 1)), size // threads, axis=0)
    slub = slub + np.repeat(draw.normal(0, 1, (1, threads)), size // threads, axis=1)
    phase = np.mod(y * ribs, 1.0) - 0.5
    rib = 0.085 * -np.sin(np.clip(phase / 0.16, -1.0, 1.0) * np.pi) * (np.abs(phase) < 0.16)
    seam = -0.16 * np.exp(-(((np.abs(phase) - 0.18) / 0.012) ** 2)) * (0.6 + 0.4 * np.sign(np.sin(2 * np.pi * 48 * x)))
    stain = 0.018 * tile_noise(draw, size, 4, 5)
    value = 0.79 + weave + 0.005 * slub + rib + seam + stain + 0.012 * tile_noise(draw, size, 256, 1)
    return _bytes(value[..., None].astype(np.float32) * f32([1.0, 0.985, 0.945]))
