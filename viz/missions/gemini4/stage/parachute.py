"""Drogue, main parachute and the bridle's two points, unit shapes that the stage stretches.

Own frame: origin where the lines meet, apex along +Z, mouth radius 1. A ring-sail of 25.6 m, orange and white, is
general knowledge [K]; lines and proportions are models.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from viz.flight.state import Quaternion, Vec3
from viz.missions.gemini4.flight import body
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, PartPose, backside, made_of, merge
from viz.stage.shapes import sheet, tube

MAIN_NOMINAL_M = 25.6
MAIN_RADIUS_M = 0.33 * MAIN_NOMINAL_M
"""A full canopy's mouth is two thirds as wide as its cloth laid flat; model."""
MAIN_RISE_M = 27.0
DROGUE_RADIUS_M, DROGUE_RISE_M = 0.95, 13.0
"""Drogue of 2.9 m2 of drag; its lines' length is a model."""
LINE_TO_MOUTH = 3.1
ORANGE: Colour = (0.86, 0.30, 0.06)
WHITE: Colour = (0.92, 0.92, 0.90)
CORD: Colour = (0.76, 0.75, 0.71)
GORES, SAILS, SLOT = 36, 12, 0.12
"""Gores, sails from vent to mouth, and what share of a sail's height is the slot above it; models."""
REEFED_BELOW = 0.40
NOSE_POINT_M: Vec3 = (body.NOSE_JOINT_X_M, 0.0, 0.35)
TAIL_POINT_M: Vec3 = (0.12, 0.0, body.HEAT_SHIELD_RADIUS_M - 0.05)
"""Where the bridle holds the module by two points (R13): by the nose's end, and aft between the hatches; models."""
CONFLUENCE_M = 3.4
"""From the module up to where the bridle meets the lines; model."""
_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)


def parachute_meshes() -> dict[str, Mesh]:
    """Return every mesh of this module by name."""
    strand = tube([(0.0, 0.0, 0.0), (0.0, 0.0, 1.0)], 0.012, segments=4, caps=False, colour=CORD)
    return {
        "main_canopy": main_canopy(),
        "main_reefed": main_reefed(),
        "drogue": drogue(),
        "bridle": made_of(strand, Material.ROPE),
    }


def main_canopy() -> Mesh:
    """Return the full ring-sail: rings of sails with slots between them, through which the sky shows."""
    rings = np.linspace(math.pi / 2 - 0.07, -0.16, SAILS + 1)
    cloth = [_sail(rings[k], rings[k + 1], k) for k in range(SAILS)]
    mouth = _ring(rings[-1], 1.0)[::2]
    return merge([made_of(merge(cloth), Material.CLOTH), _lines(mouth, 0.0035)])


def _ring(climb: float, puff: float) -> Floats:
    """Return a ring of the canopy at a latitude, seams drawn in between the gores."""
    around = np.pi * np.arange(2 * GORES) / GORES
    bulge = np.where(np.arange(2 * GORES) % 2 == 0, 0.970, 1.0) * puff
    wide, high = math.cos(climb) * bulge, 0.80 * math.sin(climb) + 0.80 * math.sin(0.16)
    return np.stack([wide * np.cos(around), wide * np.sin(around), np.full(2 * GORES, LINE_TO_MOUTH + high)], axis=-1)


def _sail(top: float, foot: float, number: int) -> Mesh:
    """Return one ring of cloth, orange or white, gore by gore, a little full at its lower edge."""
    begin = top + (foot - top) * (SLOT if number > 1 else 0.02)
    grid = np.stack([_ring(foot, 1.022), _ring(0.5 * (begin + foot), 1.014), _ring(begin, 0.996)])
    gore = np.arange(2 * GORES) // 2
    is_orange = (gore // 3) % 2 == 0
    tint = np.where(is_orange[None, :, None], ORANGE, WHITE) * (0.97 + 0.03 * (number % 2))
    outside = sheet(grid, around=True, colour=tint, shininess=0.05, crease_deg=50.0)
    inside = backside(sheet(0.996 * grid, around=True, colour=tint, shininess=0.0, crease_deg=50.0), 0.72)
    return merge([outside, inside])


def _lines(ends: Floats, thick: float) -> Mesh:
    lines = [tube([(0.0, 0.0, 0.0), tuple(end)], thick, segments=3, caps=False, colour=CORD) for end in ends]
    return made_of(merge(lines), Material.ROPE)


def main_reefed() -> Mesh:
    """Return the main canopy held by its reefing line: a narrow bulb, deep in folds, its mouth of radius 1."""
    columns = 2 * GORES
    around = np.pi * np.arange(columns) / GORES
    fold = np.where(np.arange(columns) % 2 == 0, 0.82, 1.0)
    profile = [(1.0, 0.0), (1.25, 0.18), (1.62, 0.44), (1.72, 0.72), (1.48, 0.98), (0.92, 1.16), (0.22, 1.24)]
    slack = (1.0, 0.9, 0.6, 0.4, 0.35, 0.5, 0.8)
    rows = []
    for (radius, height), loose in zip(profile, slack, strict=True):
        wide = radius * (1.0 + (fold - 1.0) * loose) * (1.0 + 0.05 * loose * np.sin(4.0 * around + 3.0 * height))
        rows.append(
            np.stack([wide * np.cos(around), wide * np.sin(around), np.full(columns, LINE_TO_MOUTH + height)], -1)
        )
    grid = np.stack(rows)
    tint = np.where(((np.arange(columns) // 6) % 2 == 0)[None, :, None], ORANGE, WHITE)
    outside = sheet(grid, around=True, colour=tint, shininess=0.05, crease_deg=70.0)
    return merge([made_of(merge([outside, backside(outside, 0.72)]), Material.CLOTH), _lines(grid[0, ::4], 0.010)])


def drogue() -> Mesh:
    """Return the conical drogue of ribbons: white, with gaps."""
    columns, parts = 24, []
    around = 2.0 * np.pi * np.arange(columns) / columns
    levels = np.linspace(0.0, 0.86, 7)
    for low, high in pairwise(levels):
        edges = (low, low + 0.74 * (high - low))
        grid = np.stack(
            [
                np.stack(
                    [
                        (1.0 - s) * np.cos(around),
                        (1.0 - s) * np.sin(around),
                        np.full(columns, LINE_TO_MOUTH + 0.62 * s),
                    ],
                    -1,
                )
                for s in edges
            ]
        )
        outside = sheet(grid, around=True, colour=WHITE, shininess=0.05)
        parts += [outside, backside(outside, 0.75)]
    rim = np.stack([np.cos(around[::2]), np.sin(around[::2]), np.full(columns // 2, LINE_TO_MOUTH)], -1)
    return merge([made_of(merge(parts), Material.CLOTH), _lines(rim, 0.012)])


def canopy_poses(stage: str, fraction: float) -> tuple[PartPose, ...]:
    """Return the canopy of a stage, ``drogue`` or ``main``, filled so far; to be turned with +Z along the lines."""
    full = min(max(fraction, 0.0), 1.0)
    if stage == "drogue":
        return (_stretched("drogue", DROGUE_RADIUS_M * (0.2 + 0.8 * math.sqrt(full)), DROGUE_RISE_M),)
    if stage != "main":
        return ()
    spread = MAIN_RADIUS_M * (0.10 + 0.90 * math.sqrt(full))
    if full >= REEFED_BELOW:
        return (_stretched("main_canopy", spread, MAIN_RISE_M * (1.10 - 0.10 * full)),)
    return (_stretched("main_reefed", spread / 1.72, MAIN_RISE_M * 1.10),)


def _stretched(name: str, radius_m: float, rise_m: float) -> PartPose:
    return PartPose(name, (0.0, 0.0, 0.0), _LEVEL, (radius_m, radius_m, rise_m / LINE_TO_MOUTH))
