"""Parts of a picture: where two flights stand beside each other, and the tiles of one that no canvas holds."""

from __future__ import annotations

import math
from dataclasses import dataclass

LARGEST_CANVAS = 4096
"""Wider or higher pictures are drawn in tiles: not every WebGL has a larger canvas."""
SEAM_SHARE = 0.004
"""Between two panes, of the picture's shorter side."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a larger picture, in pixels from its upper left corner."""

    x: int
    y: int
    width: int
    height: int


def tiles_of(width: int, height: int, largest: int = LARGEST_CANVAS) -> tuple[tuple[int, int], tuple[Tile, ...]]:
    """Return the canvas's size and the tiles that cover a picture, each pixel once; the last of a row may be less."""
    across, down = math.ceil(width / largest), math.ceil(height / largest)
    canvas = math.ceil(width / across), math.ceil(height / down)
    tiles = tuple(
        Tile(x, y, min(canvas[0], width - x), min(canvas[1], height - y))
        for y in range(0, height, canvas[1])
        for x in range(0, width, canvas[0])
    )
    return canvas, tiles


def panes_of(width: int, height: int) -> tuple[Tile, Tile]:
    """Return where two flights stand: beside each other in a wide picture, above each other in an upright one.

    Both are of one size; between them lies a seam, a pixel wider where that is needed for it.
    """
    is_wide = width >= height
    long = width if is_wide else height
    seam = max(1, round(min(width, height) * SEAM_SHARE))
    part = (long - seam) // 2
    if is_wide:
        return Tile(0, 0, part, height), Tile(width - part, 0, part, height)
    return Tile(0, 0, width, part), Tile(0, height - part, width, part)
