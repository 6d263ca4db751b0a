"""Glowing gas: boxes of it, through which each pixel's ray goes, and closed smooth shells whose colours are light.

`gas_box` is for what `viz.stage.actors.GASES` draw: flames, plumes, hot air, smoke. Shells are added to what lies
behind them: a pixel gets the vertex colour times |n.v|^1.5, so a shell is brightest where the eye looks straight
through it and nothing at its rim. Nested shells make a soft body with a bright heart. Front and back of a shell both
add, so each carries half the light that is asked for. The page draws all gas last.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from viz.flight.state import Vec3
from viz.stage.mesh import Colour, Floats, Mesh, coloured, hash01, merge, moved, rotated, shortest_turn, turned
from viz.stage.shapes import box, sheet

Station = tuple[float, float, Colour]
"""Distance along the axis, radius there, light there."""
_CAP = 1e-4
"""A shell's open end is closed by a cap this part of its length long."""


def gas_box(low: Vec3, high: Vec3, look: Vec3) -> Mesh:
    """Return the box that a gas fills, between two corners in its own frame.

    ``look``: three numbers of the gas, 0 to 1, as its program in ``web/shaders`` wants them.
    """
    size = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
    middle = (0.5 * (high[0] + low[0]), 0.5 * (high[1] + low[1]), 0.5 * (high[2] + low[2]))
    return box(size, centre_m=middle, colour=look, shininess=0.0, emissive=1.0)


def shell(stations: Sequence[Station], *, segments: int = 12, ragged: float = 0.0, seed: int = 1) -> Mesh:
    """Return a closed shell of revolution about +Z through stations of rising distance.

    ``ragged`` is how far its girth strays, as a part of the radius; ``seed`` says in which way.
    """
    along = np.array([station[0] for station in stations], dtype=np.float64)
    radius = np.array([station[1] for station in stations], dtype=np.float64)
    light = np.array([station[2] for station in stations], dtype=np.float64)
    cap = _CAP * (along[-1] - along[0])
    low, high = along[0] - cap, along[-1] + cap
    ends = radius[[0, -1]] > 0.0
    if ends[0]:
        along, radius, light = np.r_[low, along], np.r_[0.0, radius], np.vstack([light[:1], light])
    if ends[1]:
        along, radius, light = np.r_[along, high], np.r_[radius, 0.0], np.vstack([light, light[-1:]])
    angle = 2.0 * np.pi * np.arange(segments) / segments
    span = max(float(along[-1] - along[0]), 1e-9)
    phase = 7.0 * (along[:, None] - along[0]) / span + 2.4 * seed
    rough = 1.0 + ragged * (0.6 * np.sin(3.0 * angle + phase) + 0.4 * np.sin(5.0 * angle - 1.7 * phase))
    wide = radius[:, None] * rough
    rows = np.broadcast_to(along[:, None], wide.shape)
    grid = np.stack([wide * np.cos(angle), wide * np.sin(angle), rows], axis=-1)
    made = sheet(grid, around=True, emissive=1.0, shininess=0.0, crease_deg=180.0)
    return coloured(made, lambda place: 0.5 * _between(place[:, 2], along, light))


def _between(at: Floats, stops: Floats, tints: Floats) -> Floats:
    mixed: Floats = np.stack([np.interp(at, stops, tints[:, k]) for k in range(3)], axis=-1)
    return mixed


def dimmed(light: Colour, factor: float) -> Colour:
    """Return a light times a number."""
    return (light[0] * factor, light[1] * factor, light[2] * factor)


def bead(along: float, radius: float, half_length: float, light: Colour, segments: int = 6) -> Mesh:
    """Return a small bright spindle on the axis, dark at both ends."""
    dark = dimmed(light, 0.25)
    return shell(
        [
            (along - half_length, 0.0, dark),
            (along - 0.5 * half_length, 0.8 * radius, light),
            (along + 0.5 * half_length, 0.8 * radius, light),
            (along + half_length, 0.0, dark),
        ],
        segments=segments,
    )


def needles(
    count: int, seed: int, start: tuple[float, float], reach: tuple[float, float], radius_m: float, light: Colour
) -> Mesh:
    """Return soft streaks beside the axis, strewn round it, each running along +Z.

    ``start`` is the range of (distance along, distance from the axis) at their heads: they begin anywhere up to the
    first and stand about the second. ``reach`` is the range of their lengths.
    """
    chance = hash01(4 * count, seed).reshape(4, count)
    parts = []
    for k in range(count):
        angle = 2.399963 * k + chance[0, k]
        out = start[1] * (0.80 + 0.40 * chance[1, k])
        length = reach[0] + (reach[1] - reach[0]) * chance[2, k]
        head = start[0] * chance[3, k]
        tint = dimmed(light, 0.5 + chance[1, k])
        one = shell(
            [
                (head, 0.0, dimmed(tint, 0.4)),
                (head + 0.25 * length, radius_m, tint),
                (head + 0.6 * length, 0.7 * radius_m, dimmed(tint, 0.5)),
                (head + length, 0.0, (0.0, 0.0, 0.0)),
            ],
            segments=4,
        )
        parts.append(moved(one, (out * math.cos(angle), out * math.sin(angle), 0.0)))
    return merge(parts)


def along_minus_x(mesh: Mesh) -> Mesh:
    """Turn a shell about +Z so that it runs along -X, as an engine's fire does in the body frame."""
    return turned(mesh, (0.0, 1.0, 0.0), -90.0)


def along_direction(mesh: Mesh, direction: Vec3) -> Mesh:
    """Turn a shell about +Z so that it runs along ``direction``."""
    return rotated(mesh, shortest_turn((0.0, 0.0, 1.0), direction))


def flicker(at_s: float, seed: int, depth: float) -> float:
    """Return a restless factor about 1, a smooth function of time alone: at most ``depth`` off."""
    beats = ((2.9, 0.5), (7.3, 0.3), (11.9, 0.2))
    return 1.0 + depth * math.fsum(
        share * math.sin(2.0 * math.pi * hertz * at_s + 1.7 * seed + 5.0 * share) for hertz, share in beats
    )
