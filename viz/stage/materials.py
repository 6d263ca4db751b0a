"""What things are made of: the numbers that the surface's shader tells apart (``surface.glsl``)."""

from __future__ import annotations

from enum import IntEnum


class Material(IntEnum):
    """What a surface is of; `Mesh.material` holds its number."""

    PAINT = 0
    """Paint, and whatever is nothing else."""
    METAL = 1
    FOIL = 2
    CLOTH = 3
    GLASS = 4
    CHAR = 5
    SNOW = 6
    PLANT = 7
    """Needles, bark, wood and grass."""
    SKIN = 8
    ROPE = 9
