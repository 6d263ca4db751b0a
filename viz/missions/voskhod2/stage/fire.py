"""Fire of the engines: the vacuum plumes of retro engine and upper stages, and the lower stages' flames in air.

Every mesh is made of the glowing shells of `viz.stage.glow`; `rocket_fire` says which burn, how large and how bright.
Shapes and colours are models. Own frame of every flame: root at the origin, tail along -X.
"""

from __future__ import annotations

import math

from viz.flight.curves import eased
from viz.flight.state import Quaternion, Vec3
from viz.stage.glow import Station, along_minus_x, bead, dimmed, flicker, shell
from viz.stage.mesh import Colour, Mesh, PartPose, merge, moved, scaled

FIRES = ("retro_plume", "flame", "flame_single", "flame_high", "flame_vacuum")
"""Names in `fire_meshes`."""
RETRO_PLUME_M: Vec3 = (7.0, 7.0, 7.0)
"""Size of the retro engine's plume at full thrust; model."""
STRAP_ON_OUT_M = 2.42
"""From the rocket's axis to a strap-on's axis at the nozzles."""
FLAME_LENGTH_M, FLAME_RADIUS_M = 40.0, 4.2
CORE_FLAME_LENGTH_M = 24.0
"""Size of the lower stages' flame in thick air; models. ``flame`` is scaled by both."""
THIN_AIR_KM = (8.0, 48.0)
"""The flame begins to spread at the first height and is wholly a vacuum plume at the second; model."""
FLICKER = 0.07
"""How restless flames are; model."""

_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
_BLACK: Colour = (0.0, 0.0, 0.0)


def fire_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name; all glow."""
    return {
        "retro_plume": vacuum_plume(0.036, (1.10, 0.92, 0.72), (0.42, 0.33, 0.32), (0.11, 0.11, 0.17)),
        "flame": flame(),
        "flame_single": flame_single(),
        "flame_high": vacuum_plume(0.16, (1.20, 0.72, 0.34), (0.52, 0.27, 0.15), (0.20, 0.13, 0.13)),
        "flame_vacuum": vacuum_plume(0.10, (1.10, 0.84, 0.60), (0.42, 0.34, 0.34), (0.14, 0.15, 0.22)),
    }


# -- plumes in vacuum -----------------------------------------------------------------------------


def vacuum_plume(root: float, core: Colour, middle: Colour, outer: Colour) -> Mesh:
    """A plume in vacuum, of unit length: a bright core in two widening bells, all fading to nothing.

    ``root`` is the radius at the nozzle; the three colours are the light of core, inner bell and outer bell there.
    """
    heart: list[Station] = [
        (0.0, 0.85 * root, core), (0.06, 1.00 * root, core), (0.16, 0.85 * root, dimmed(core, 0.6)),
        (0.32, 0.60 * root, dimmed(core, 0.28)), (0.52, 0.30 * root, dimmed(core, 0.08)), (0.70, 0.0, _BLACK),
    ]  # fmt: skip
    return along_minus_x(
        merge(
            [
                shell(heart, segments=10),
                shell(_bell(root, 15.0, 0.85, middle), segments=14, ragged=0.03, seed=2),
                shell(_bell(1.05 * root, 34.0, 0.95, outer), segments=16, ragged=0.05, seed=5),
            ]
        )
    )


def _bell(root: float, spread_deg: float, reach: float, light: Colour) -> list[Station]:
    """Stations of a bell that opens from the nozzle, bowed outward, and dies away before its round end."""
    slope = math.tan(math.radians(spread_deg))
    stations: list[Station] = []
    for part in (0.0, 0.06, 0.15, 0.28, 0.44, 0.62, 0.80, 0.93, 1.0):
        closing = math.sqrt(max(0.0, 1.0 - max(0.0, (part - 0.6) / 0.4) ** 2))
        radius = (root + slope * reach * part**0.86) * closing
        stations.append((reach * part, radius, dimmed(light, (1.0 - part) ** 1.7)))
    return stations


# -- flames in air --------------------------------------------------------------------------------


def flame() -> Mesh:
    """The five blocks' flame, of unit length and unit radius: columns that run together into one tail.

    Stretched by `FLAME_RADIUS_M`, its columns stand where `rocket.boosters` has its engines.
    """
    columns = [_column(0.86)]
    for k in range(4):
        a = math.radians(45.0 + 90.0 * k)
        columns.append(moved(_column(0.98), (0.0, STRAP_ON_OUT_M * math.cos(a), STRAP_ON_OUT_M * math.sin(a))))
    across = 1.0 / FLAME_RADIUS_M
    return scaled(merge([*columns, along_minus_x(_tail())]), (1.0, across, across))


def flame_single() -> Mesh:
    """The core's flame alone, of unit length, in metres across."""
    skirt: list[Station] = [
        (0.0, 1.05, (0.30, 0.16, 0.07)), (0.15, 1.5, (0.34, 0.17, 0.07)), (0.40, 2.1, (0.24, 0.10, 0.04)),
        (0.70, 2.0, (0.11, 0.04, 0.02)), (0.90, 1.1, (0.03, 0.01, 0.0)), (1.0, 0.0, _BLACK),
    ]  # fmt: skip
    return merge([_column(0.86), along_minus_x(shell(skirt, segments=12, ragged=0.05, seed=3))])


def _column(radius_m: float) -> Mesh:
    """One engine's jet: a sleeve, a hot core, and shock diamonds on its axis."""
    r = radius_m
    sleeve: list[Station] = [
        (0.0, 0.82 * r, (0.90, 0.62, 0.30)), (0.04, 1.08 * r, (1.00, 0.64, 0.28)), (0.10, 0.95 * r, (1.00, 0.58, 0.22)),
        (0.20, 1.10 * r, (0.95, 0.48, 0.16)), (0.38, 1.05 * r, (0.75, 0.32, 0.10)),
        (0.60, 0.85 * r, (0.42, 0.16, 0.05)), (0.80, 0.50 * r, (0.16, 0.06, 0.02)), (0.97, 0.0, _BLACK),
    ]  # fmt: skip
    core: list[Station] = [
        (0.0, 0.64 * r, (1.2, 1.10, 0.85)), (0.10, 0.60 * r, (1.2, 1.05, 0.72)), (0.28, 0.50 * r, (1.0, 0.76, 0.40)),
        (0.46, 0.30 * r, (0.6, 0.36, 0.14)), (0.64, 0.0, (0.2, 0.1, 0.04)),
    ]  # fmt: skip
    diamonds = [
        bead(0.055 + 0.082 * k, 0.46 * r * (1.0 - 0.12 * k), 0.036, dimmed((1.0, 0.92, 0.74), 0.9 - 0.18 * k))
        for k in range(4)
    ]
    return along_minus_x(merge([shell(sleeve, segments=10), shell(core, segments=8), *diamonds]))


def _tail() -> Mesh:
    """Where the columns have run together: two ragged bodies of fire, one in the other, metres across."""
    outer: list[Station] = [
        (0.02, 3.4, (0.12, 0.06, 0.03)), (0.14, 4.2, (0.46, 0.24, 0.10)), (0.30, 4.5, (0.62, 0.29, 0.11)),
        (0.50, 4.2, (0.52, 0.21, 0.07)), (0.72, 3.3, (0.27, 0.10, 0.03)), (0.90, 1.9, (0.08, 0.03, 0.01)),
        (1.0, 0.0, _BLACK),
    ]  # fmt: skip
    inner: list[Station] = [
        (0.08, 1.7, (0.40, 0.26, 0.12)), (0.22, 2.6, (0.90, 0.60, 0.28)), (0.40, 2.6, (0.90, 0.52, 0.20)),
        (0.60, 2.0, (0.52, 0.25, 0.08)), (0.78, 1.1, (0.16, 0.07, 0.02)), (0.90, 0.0, _BLACK),
    ]  # fmt: skip
    return merge([shell(outer, segments=14, ragged=0.10, seed=4), shell(inner, segments=12, ragged=0.12, seed=7)])


# -- which fire burns -----------------------------------------------------------------------------


def rocket_fire(
    modules: tuple[str, ...],
    thrust_fraction: float,
    altitude_km: float,
    exits_x_m: tuple[float, float, float],
    at_s: float = 0.0,
) -> tuple[PartPose, ...]:
    """Flames of the burning stage or engine in the body frame; empty without thrust.

    ``exits_x_m``: exit planes of the lower stages' nozzles, of block I's and of the retro engine's. In thin air the
    columns shorten and dim while a wide plume grows round them, without a jump. ``at_s`` makes them flicker.
    """
    if thrust_fraction <= 0.0:
        return ()
    lower_x, block_i_x, retro_x = exits_x_m
    if "boosters" in modules or "core" in modules:
        return _lower_stages("boosters" in modules, thrust_fraction, _thinness(altitude_km), lower_x, at_s)
    name, x_m, (x, y, z) = (
        ("flame_vacuum", block_i_x, (15.0, 9.0, 9.0))
        if "block_i" in modules
        else ("retro_plume", retro_x, RETRO_PLUME_M)
    )
    light = flicker(at_s, 3, 0.5 * FLICKER)
    return (PartPose(name, (x_m, 0.0, 0.0), _LEVEL, (x * thrust_fraction, y, z), light),)


def _thinness(altitude_km: float) -> float:
    """0 in thick air, 1 where the air no longer holds the flame together."""
    low, high = THIN_AIR_KM
    return eased((altitude_km - low) / (high - low))


def _lower_stages(five: bool, thrust_fraction: float, thin: float, x_m: float, at_s: float) -> tuple[PartPose, ...]:
    full, across = (FLAME_LENGTH_M, FLAME_RADIUS_M) if five else (CORE_FLAME_LENGTH_M, 1.0)
    reach = thrust_fraction * full * (1.0 - 0.45 * thin)
    light = (1.0 - 0.25 * thin) * flicker(at_s, 1, FLICKER)
    root = (x_m, 0.0, 0.0)
    poses = [PartPose("flame" if five else "flame_single", root, _LEVEL, (reach, across, across), light)]
    if thin > 0.02:
        wide = thin * (16.0 if five else 11.0)
        poses.append(PartPose("flame_high", root, _LEVEL, (wide * 1.9, wide, wide), thin * flicker(at_s, 2, FLICKER)))
    return tuple(poses)
