"""Canopies and their lines: unit shapes that the stage stretches.

Canopy sizes are models of the Vostok family's; the red is what the helicopter crew saw (G03). Own frame: origin
where the lines meet, apex along +Z, mouth radius 1.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Quaternion
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.stage.fire import fire_meshes
from viz.missions.voskhod2.stage.landing import landing_meshes
from viz.stage.materials import Material
from viz.stage.mesh import Colour, Mesh, PartPose, backside, made_of, merge
from viz.stage.plasma import plasma_meshes
from viz.stage.shapes import sheet, tube

MAIN_RADIUS_M = 9.0
DROGUE_RADIUS_M = 1.9
"""Radius of each canopy when full; models."""
MAIN_RISE_M = 26.0
DROGUE_RISE_M = 14.0
"""From the descent sphere to the canopy's mouth; models."""
LINE_TO_MOUTH = 2.4
"""Height of the canopy's mouth above the confluence, in canopy radii."""

RED: Colour = (0.80, 0.13, 0.07)
WHITE: Colour = (0.92, 0.91, 0.88)
CORD: Colour = (0.72, 0.70, 0.64)


def parachute_meshes() -> dict[str, Mesh]:
    """Every mesh of this module, of fire, plasma and touchdown by name."""
    return {
        "main_canopy": main_canopy(),
        "drogue": drogue(),
        "main_reefed": main_reefed(),
        **fire_meshes(),
        **plasma_meshes(body.SPHERE_RADIUS_M),
        **landing_meshes(),
    }


def main_canopy() -> Mesh:
    """Main canopy of unit radius: origin where the lines meet, apex along +Z.

    Scale X and Y by radius times `canopy_fraction`, Z by radius: lines keep their length roughly and the mouth opens.
    """
    return _canopy(gores=24, rows=6, lines=24, stripe=2, vent=0.05)


def drogue() -> Mesh:
    """Drogue of unit radius, same frame as the main canopy."""
    return _canopy(gores=12, rows=4, lines=12, stripe=1, vent=0.10)


def main_reefed() -> Mesh:
    """Main canopy held by its reefing line, same frame and unit as the full one: a long pear with a nipped mouth.

    Its mouth's radius is 1 too, so that `canopy_scale` serves both; `canopy_poses` chooses.
    """
    gores, columns = 24, 48
    around = np.pi * np.arange(columns) / gores
    fold = np.where(np.arange(columns) % 2 == 0, 0.80, 1.0)
    profile = [(1.0, 0.0), (1.12, 0.12), (1.42, 0.36), (1.62, 0.62), (1.50, 0.86), (1.02, 1.04), (0.30, 1.12)]
    slack = (1.0, 0.9, 0.6, 0.35, 0.3, 0.5, 0.8)
    rows = []
    for (radius, height), loose in zip(profile, slack, strict=True):
        # Cloth not yet full hangs in deep folds, uneven from gore to gore.
        wide = radius * (1.0 + (fold - 1.0) * loose) * (1.0 + 0.05 * loose * np.sin(5.0 * around + 3.0 * height))
        rows.append(
            np.stack([wide * np.cos(around), wide * np.sin(around), np.full(columns, LINE_TO_MOUTH + height)], -1)
        )
    grid = np.stack(rows)
    tint = np.asarray([RED, WHITE])[(np.arange(columns) // 2 // 2) % 2][None]
    outside = sheet(grid, around=True, colour=tint, shininess=0.05, crease_deg=70.0)
    cords = [
        tube([(0.0, 0.0, 0.0), tuple(point)], 0.010, segments=3, caps=False, colour=CORD) for point in grid[0, ::2]
    ]
    return merge(
        [made_of(merge([outside, backside(outside, 0.72)]), Material.CLOTH), made_of(merge(cords), Material.ROPE)]
    )


REEFED_BELOW = 0.45
"""Canopy fraction under which the main canopy is drawn reefed; model."""


def canopy_poses(stage: str, fraction: float) -> tuple[PartPose, ...]:
    """The canopy of a stage, ``drogue`` or ``main``, filled by ``fraction``; to be turned with +Z along the lines."""
    still: Quaternion = (1.0, 0.0, 0.0, 0.0)
    if stage == "drogue":
        return (PartPose("drogue", (0.0, 0.0, 0.0), still, canopy_scale(DROGUE_RADIUS_M, DROGUE_RISE_M, fraction)),)
    if stage != "main":
        return ()
    spread, _, tall = canopy_scale(MAIN_RADIUS_M, MAIN_RISE_M, fraction)
    if fraction >= REEFED_BELOW:
        return (PartPose("main_canopy", (0.0, 0.0, 0.0), still, (spread, spread, tall)),)
    # The pear is 1.62 wide where the dome is 1: the two change over at the same girth.
    return (PartPose("main_reefed", (0.0, 0.0, 0.0), still, (spread / 1.62, spread / 1.62, tall)),)


def canopy_scale(radius_m: float, rise_m: float, fraction: float) -> tuple[float, float, float]:
    """Scale of a unit canopy ``fraction`` full: a streaming bundle grows into a dome."""
    spread = radius_m * (0.12 + 0.88 * math.sqrt(min(max(fraction, 0.0), 1.0)))
    return (spread, spread, rise_m / LINE_TO_MOUTH * (1.12 - 0.12 * min(max(fraction, 0.0), 1.0)))


def _canopy(gores: int, rows: int, lines: int, stripe: int, vent: float) -> Mesh:
    columns = 2 * gores
    around = np.pi * np.arange(columns) / gores
    bulge = np.where(np.arange(columns) % 2 == 0, 0.955, 1.0)
    climb = np.linspace(-0.22, np.pi / 2 - vent, rows + 1)
    radius, height = np.cos(climb), 0.78 * np.sin(climb) + 0.78 * math.sin(0.22)
    wide = radius[:, None] * (1 + (bulge[None, :] - 1) * np.clip(radius[:, None], 0, 1))
    grid = np.stack(
        [wide * np.cos(around), wide * np.sin(around), np.broadcast_to((LINE_TO_MOUTH + height)[:, None], wide.shape)],
        axis=-1,
    )
    gore = (np.arange(columns) // 2 // stripe) % 2
    band = (np.arange(rows) >= rows - 1).astype(int)
    tint = np.asarray([RED, WHITE])[(gore[None, :] + band[:, None]) % 2]
    outside = sheet(grid, around=True, colour=tint, shininess=0.05, crease_deg=50.0)
    inside = backside(sheet(0.992 * grid, around=True, colour=tint, shininess=0.0, crease_deg=50.0), 0.72)
    rim = grid[0, :: 2 * gores // lines]
    cords = [tube([(0.0, 0.0, 0.0), tuple(point)], 0.004, segments=3, caps=False, colour=CORD) for point in rim]
    return merge([made_of(merge([outside, inside]), Material.CLOTH), made_of(merge(cords), Material.ROPE)])
