"""Fire: ribbons of light, the retro engine's vacuum plume, and the rocket's flames.

Everything here is opaque. What should look like glowing gas is made of many fine ribbons, wide where the gas is
dense and running out to a point where it is thin, so that the scene behind shows between them. Shapes and colours
are models. Own frame of every flame: root at the origin, tail along -X.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from viz.flight.state import Quaternion, Vec3
from viz.stage.mesh import Colour, Floats, Mesh, PartPose, coloured, hash01, merge, moved, scaled, turned
from viz.stage.shapes import lathe, sheet

RETRO_PLUME_M: Vec3 = (7.0, 7.0, 7.0)
"""Size of the retro engine's plume at full thrust; model."""
STRAP_ON_OUT_M = 2.42
"""From the rocket's axis to a strap-on's axis at the nozzles."""
FLAME_LENGTH_M, FLAME_RADIUS_M = 30.0, 4.2
CORE_FLAME_LENGTH_M = 22.0
"""Size of the lower stages' flame in thick air; models. ``flame`` is scaled by both."""
THIN_AIR_KM = (8.0, 48.0)
"""The flame begins to spread at the first height and is wholly a vacuum plume at the second; model."""

_LEVEL: Quaternion = (1.0, 0.0, 0.0, 0.0)
_X: Vec3 = (1.0, 0.0, 0.0)


def fire_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name."""
    return {
        "retro_plume": retro_plume(),
        "flame": flame(),
        "flame_single": flame_single(),
        "flame_high": flame_high(),
        "flame_vacuum": flame_vacuum(),
    }


# -- ribbons --------------------------------------------------------------------------------------


def ribbons(path_m: ArrayLike, half_width_m: ArrayLike, colour: ArrayLike) -> Mesh:
    """Make flat glowing ribbons that begin and end in a point; seen from both sides, drawn once.

    ``path_m`` is (n, k, 3) with k of at least 3, ``half_width_m`` (n, k, 3) the vector from the middle to one
    edge (its first and last are not used), ``colour`` (n, k, 3).
    """
    path, half = np.asarray(path_m, dtype=np.float64), np.asarray(half_width_m, dtype=np.float64)
    tint = np.broadcast_to(np.asarray(colour, dtype=np.float64), path.shape)
    count, stations = path.shape[:2]
    inner = np.stack([path[:, 1:-1] - half[:, 1:-1], path[:, 1:-1] + half[:, 1:-1]], axis=2).reshape(count, -1, 3)
    place = np.concatenate([path[:, :1], inner, path[:, -1:]], axis=1)
    shade = np.concatenate([tint[:, :1], np.repeat(tint[:, 1:-1], 2, axis=1), tint[:, -1:]], axis=1)
    last = 2 * stations - 3
    face = [(0, 2, 1), (last, last - 2, last - 1)]
    for k in range(1, last - 3, 2):
        face += [(k, k + 1, k + 3), (k, k + 3, k + 2)]
    index = (np.asarray(face)[None] + (last + 1) * np.arange(count)[:, None, None]).reshape(-1, 3)
    flat_place = place.reshape(-1, 3)
    return _glowing(flat_place, index, shade.reshape(-1, 3))


def _glowing(place: Floats, index: NDArray[np.int64], tint: Floats) -> Mesh:
    """Return an emissive mesh of these vertices, normals averaged over the faces that meet there."""
    corner = place[index]
    flat = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    flat /= np.linalg.norm(flat, axis=1)[:, None]
    normal = np.zeros_like(place)
    for k in range(3):
        np.add.at(normal, index[:, k], flat)
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    count = len(place)
    return Mesh(
        position_m=place.astype(np.float32),
        normal=normal.astype(np.float32),
        colour=np.clip(tint, 0.0, 1.0).astype(np.float32),
        shininess=np.zeros(count, dtype=np.float32),
        emissive=np.ones(count, dtype=np.float32),
        texture_uv=np.zeros((count, 2), dtype=np.float32),
        index=index.ravel().astype(np.uint32),
    )


def blended(at: ArrayLike, stops: ArrayLike, tints: ArrayLike) -> Floats:
    """Colours along a scale: ``at`` any shape, ``stops`` (s,), ``tints`` (s, 3); returns (*at.shape, 3)."""
    place, tint = np.asarray(at, dtype=np.float64), np.asarray(tints, dtype=np.float64)
    mixed: Floats = np.stack([np.interp(place, np.asarray(stops), tint[:, k]) for k in range(3)], axis=-1)
    return mixed


def fan(
    count: int,
    seed: int,
    *,
    root_m: float,
    spread_deg: tuple[float, float],
    reach: tuple[float, float],
    width: float,
    tints: ArrayLike,
    bow: float = 0.82,
    stations: int = 5,
) -> Mesh:
    """A hollow fan of ribbons along -X: the layer of a plume.

    Ribbons leave a ring of ``root_m`` between the two angles, bowed outward first (``bow`` below 1), and reach
    between the two lengths; ``tints`` are colours from root to tip, evenly spaced.
    """
    chance = hash01(4 * count, seed).reshape(4, count)
    around = 2.0 * np.pi * (np.arange(count) + 0.8 * chance[0]) / count
    slope = np.tan(np.radians(spread_deg[0] + (spread_deg[1] - spread_deg[0]) * chance[1]))
    length = reach[0] + (reach[1] - reach[0]) * chance[2]
    part = np.linspace(0.0, 1.0, stations)
    along = length[:, None] * part[None]
    radius = root_m + slope[:, None] * length[:, None] * part[None] ** bow
    out = np.stack([np.zeros(count), np.cos(around), np.sin(around)], axis=-1)
    side = np.stack([np.zeros(count), -np.sin(around), np.cos(around)], axis=-1)
    path = radius[..., None] * out[:, None] - along[..., None] * np.array(_X)
    swell = np.sin(np.pi * part**0.62) ** 0.8
    half = (width * (0.6 + 0.8 * chance[3]))[:, None] * swell[None] * np.sqrt(radius / radius.max())
    tint = np.asarray(tints, dtype=np.float64)
    shade = blended(part, np.linspace(0.0, 1.0, len(tint)), tint)[None] * (0.82 + 0.36 * chance[3])[:, None, None]
    return ribbons(path, half[..., None] * side[:, None], shade)


# -- plumes in vacuum -----------------------------------------------------------------------------


def retro_plume() -> Mesh:
    """Main engine's plume in vacuum, unit length: a thin bright core in three widening shells of fine ribbons."""
    core = lathe(
        [(0.0, 0.0), (0.036, 0.0), (0.042, 0.05), (0.034, 0.14), (0.022, 0.30), (0.010, 0.48), (0.0, 0.66)],
        segments=10,
        emissive=1.0,
        shininess=0.0,
    )
    core = turned(core, (0.0, 1.0, 0.0), -90.0)
    core = coloured(core, lambda p: blended(-p[:, 0], *_RETRO_CORE))
    warm = [(1.0, 0.95, 0.84), (0.95, 0.82, 0.66), (0.70, 0.56, 0.48), (0.46, 0.38, 0.40)]
    pale = [(0.92, 0.84, 0.76), (0.66, 0.60, 0.60), (0.44, 0.42, 0.50), (0.34, 0.34, 0.46)]
    thin = [(0.62, 0.60, 0.64), (0.44, 0.45, 0.54), (0.34, 0.37, 0.50), (0.30, 0.34, 0.50)]
    return merge(
        [
            core,
            fan(64, 61, root_m=0.034, spread_deg=(1.0, 8.0), reach=(0.45, 0.95), width=0.0062, tints=warm),
            fan(90, 62, root_m=0.036, spread_deg=(6.0, 18.0), reach=(0.35, 0.95), width=0.0038, tints=pale),
            fan(96, 63, root_m=0.038, spread_deg=(15.0, 33.0), reach=(0.20, 0.58), width=0.0024, tints=thin, bow=0.78),
        ]
    )


_RETRO_CORE = (
    np.array([0.0, 0.10, 0.30, 0.66]),
    np.array([[1.0, 1.0, 0.97], [1.0, 0.97, 0.88], [1.0, 0.88, 0.70], [0.62, 0.50, 0.44]]),
)


def flame_vacuum() -> Mesh:
    """Block I's flame: wide and pale, unit length and unit radius."""
    core = turned(
        lathe(
            [(0.0, 0.0), (0.20, 0.0), (0.24, 0.04), (0.20, 0.14), (0.10, 0.30), (0.0, 0.5)],
            segments=12, emissive=1.0, shininess=0.0,
        ),
        (0.0, 1.0, 0.0), -90.0,
    )  # fmt: skip
    core = coloured(core, lambda p: blended(-p[:, 0], *_PALE_CORE))
    warm = [(1.0, 0.92, 0.76), (0.92, 0.78, 0.60), (0.62, 0.50, 0.46), (0.40, 0.36, 0.40)]
    pale = [(0.80, 0.74, 0.70), (0.56, 0.53, 0.56), (0.38, 0.39, 0.48), (0.30, 0.33, 0.45)]
    thin = [(0.56, 0.56, 0.62), (0.40, 0.43, 0.53), (0.31, 0.36, 0.50), (0.27, 0.33, 0.50)]
    return merge(
        [
            core,
            fan(64, 64, root_m=0.19, spread_deg=(4.0, 24.0), reach=(0.4, 0.95), width=0.024, tints=warm),
            fan(84, 65, root_m=0.21, spread_deg=(20.0, 46.0), reach=(0.4, 0.85), width=0.018, tints=pale),
            fan(90, 66, root_m=0.23, spread_deg=(40.0, 64.0), reach=(0.2, 0.5), width=0.013, tints=thin, bow=0.7),
        ]
    )


_PALE_CORE = (
    np.array([0.0, 0.08, 0.25, 0.5]),
    np.array([[1.0, 0.98, 0.92], [1.0, 0.93, 0.78], [0.95, 0.76, 0.54], [0.55, 0.42, 0.38]]),
)


def flame_high() -> Mesh:
    """The lower stages' plume in thin air, unit length and unit radius: what spreads round the bright columns."""
    warm = [(1.0, 0.86, 0.60), (0.95, 0.68, 0.40), (0.66, 0.42, 0.32), (0.42, 0.33, 0.34)]
    pale = [(0.80, 0.66, 0.54), (0.58, 0.48, 0.46), (0.42, 0.40, 0.46), (0.34, 0.36, 0.45)]
    thin = [(0.60, 0.55, 0.55), (0.44, 0.44, 0.51), (0.34, 0.37, 0.48), (0.30, 0.34, 0.48)]
    return merge(
        [
            fan(72, 67, root_m=0.12, spread_deg=(3.0, 18.0), reach=(0.45, 1.0), width=0.015, tints=warm),
            fan(84, 68, root_m=0.14, spread_deg=(15.0, 34.0), reach=(0.4, 0.95), width=0.012, tints=pale),
            fan(84, 69, root_m=0.15, spread_deg=(30.0, 50.0), reach=(0.25, 0.65), width=0.009, tints=thin, bow=0.7),
        ]
    )


# -- flames in air --------------------------------------------------------------------------------


def flame() -> Mesh:
    """The five blocks' flame, of unit length and unit radius: columns with shock diamonds that run together.

    Stretched by `FLAME_RADIUS_M`, its columns stand where `viz.stage.rocket.boosters` has its engines.
    """
    columns = [_column(0.86, 70)]
    for k in range(4):
        a = math.radians(45.0 + 90.0 * k)
        columns.append(moved(_column(0.98, 71 + k), (0.0, STRAP_ON_OUT_M * math.cos(a), STRAP_ON_OUT_M * math.sin(a))))
    orange = [(1.0, 0.80, 0.42), (1.0, 0.62, 0.24), (0.86, 0.36, 0.12), (0.50, 0.17, 0.07)]
    licks = fan(
        60, 76, root_m=2.2, spread_deg=(-0.5, 1.6), reach=(0.55, 1.0), width=0.42, tints=orange, bow=1.0, stations=6
    )
    across = 1.0 / FLAME_RADIUS_M
    return scaled(merge([*columns, _tail(), licks]), (1.0, across, across))


def flame_single() -> Mesh:
    """The core's flame alone, of unit length, in metres across."""
    orange = [(1.0, 0.82, 0.46), (1.0, 0.62, 0.24), (0.84, 0.36, 0.13), (0.48, 0.17, 0.08)]
    licks = fan(
        36, 77, root_m=0.55, spread_deg=(10.0, 42.0), reach=(0.45, 0.9), width=0.16, tints=orange, bow=1.0, stations=6
    )
    return merge([_column(0.86, 70), licks])


def _column(radius_m: float, seed: int) -> Mesh:
    """One engine's jet with shock diamonds: it swells and nips, brightest where it nips."""
    profile, bright = [(0.0, 0.0), (0.80 * radius_m, 0.0)], [1.0, 1.0]
    chance = float(hash01(1, seed)[0])
    step = 0.105 + 0.012 * chance
    for k in range(5):
        fade = 1.0 - 0.11 * k
        profile += [(1.02 * radius_m * fade, step * (k + 0.45)), (0.60 * radius_m * fade, step * (k + 0.95))]
        bright += [0.55 - 0.04 * k, 1.0 - 0.08 * k]
    profile += [(0.34 * radius_m, 0.70), (0.0, 0.90)]
    bright += [0.34, 0.10]
    jet = lathe(profile[::-1], segments=9, emissive=1.0, shininess=0.0)
    jet = turned(jet, (0.0, 1.0, 0.0), -90.0)
    along = np.asarray([z for _, z in profile])
    glow = np.asarray(bright)
    return coloured(_outward(jet), lambda p: blended(np.interp(-p[:, 0], along[1:], glow[1:]), _HOT_STOPS, _HOT_TINTS))


_HOT_STOPS = np.array([0.0, 0.3, 0.5, 0.75, 1.0])
_HOT_TINTS = np.array([[0.55, 0.18, 0.07], [0.96, 0.50, 0.16], [1.0, 0.72, 0.30], [1.0, 0.90, 0.60], [1.0, 0.99, 0.92]])


def _outward(mesh: Mesh) -> Mesh:
    """Turn a closed skin's faces outward if they look in."""
    if mesh.signed_volume_m3 >= 0.0:
        return mesh
    index = np.ascontiguousarray(mesh.index.reshape(-1, 3)[:, ::-1].ravel())
    return Mesh(
        mesh.position_m, -mesh.normal, mesh.colour, mesh.shininess, mesh.emissive, mesh.texture_uv, index
    )  # fmt: skip


def _tail() -> Mesh:
    """Where the columns have run together: a ragged body of fire."""
    around = 2.0 * np.pi * np.arange(14) / 14
    rows = []
    for k, (x, radius) in enumerate(((0.26, 1.2), (0.40, 2.5), (0.58, 2.7), (0.76, 2.1), (0.90, 1.2), (1.0, 0.12))):
        rough = 1.0 + 0.16 * np.sin(5.0 * around + 1.7 * k) + 0.08 * np.sin(9.0 * around - 2.3 * k)
        rows.append(np.stack([np.full(14, -x), radius * rough * np.cos(around), radius * rough * np.sin(around)], -1))
    skin = _outward(sheet(np.stack(rows), around=True, emissive=1.0, shininess=0.0))
    return coloured(skin, _tail_colour)


def _tail_colour(position_m: Floats) -> Floats:
    along = -position_m[:, 0]
    around = np.arctan2(position_m[:, 2], position_m[:, 1])
    uneven = 0.10 * np.sin(7.0 * around + 13.0 * along) + 0.06 * np.sin(11.0 * around - 21.0 * along)
    return blended(np.clip(0.86 - 0.80 * (along - 0.26) / 0.74 + uneven, 0.0, 1.0), _HOT_STOPS, _HOT_TINTS)


# -- which fire burns -----------------------------------------------------------------------------


def rocket_fire(
    modules: tuple[str, ...], thrust_fraction: float, altitude_km: float, exits_x_m: tuple[float, float, float]
) -> tuple[PartPose, ...]:
    """Flames of the burning stage or engine in the body frame; empty without thrust.

    ``exits_x_m``: exit planes of the lower stages' nozzles, of block I's and of the retro engine's. In thin air the
    columns shorten and a wide plume grows round them, without a jump.
    """
    if thrust_fraction <= 0.0:
        return ()
    lower_x, block_i_x, retro_x = exits_x_m
    low, high = THIN_AIR_KM
    part = min(max((altitude_km - low) / (high - low), 0.0), 1.0)
    thin = part * part * (3.0 - 2.0 * part)
    if "boosters" in modules or "core" in modules:
        five = "boosters" in modules
        full, across = (FLAME_LENGTH_M, FLAME_RADIUS_M) if five else (CORE_FLAME_LENGTH_M, 1.0)
        reach = thrust_fraction * full * (1.0 - 0.45 * thin)
        poses = [PartPose("flame" if five else "flame_single", (lower_x, 0.0, 0.0), _LEVEL, (reach, across, across))]
        if thin > 0.02:
            wide = thin * (16.0 if five else 11.0)
            poses.append(PartPose("flame_high", (lower_x, 0.0, 0.0), _LEVEL, (wide * 1.9, wide, wide)))
        return tuple(poses)
    if "block_i" in modules:
        size = (13.0 * thrust_fraction, 5.6, 5.6)
        return (PartPose("flame_vacuum", (block_i_x, 0.0, 0.0), _LEVEL, size),)
    x, y, z = RETRO_PLUME_M
    return (PartPose("retro_plume", (retro_x, 0.0, 0.0), _LEVEL, (x * thrust_fraction, y, z)),)


def fire_colour(position_m: Floats) -> Floats:
    """Fire running along -Z over one unit: white-yellow at the root, dull red at the tip."""
    return blended(np.clip(-position_m[:, 2], 0.0, 1.0), [0.0, 0.3, 0.7, 1.0], _FIRE)


_FIRE: tuple[Colour, ...] = ((1.0, 0.97, 0.82), (1.0, 0.82, 0.42), (0.95, 0.48, 0.16), (0.40, 0.14, 0.06))
