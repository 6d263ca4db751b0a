"""The entry's glow: a thin bright cap against the wind, streaks round the shoulders, a wake and sparks.

Own frame of every mesh: the sphere's centre at the origin, the air coming from +Z, metres. The strong and the weak
meshes are two brightnesses; `plasma_poses` chooses. Shapes and colours are models.
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight import body
from viz.flight.quaternion import multiply
from viz.flight.state import Quaternion
from viz.stage.fire import blended, ribbons
from viz.stage.mesh import Floats, Mesh, PartPose, about, coloured, hash01, merge
from viz.stage.shapes import lathe

STAND_OFF_M = 0.045
"""Gap between the sphere and the glowing air at its nose; a strong shock stands off a few hundredths of a radius."""
WEAK_BELOW = 0.30
"""Glow under which the weak meshes are shown."""


def plasma_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name."""
    return {
        "plasma_sheath": plasma_sheath(),
        "plasma_sheath_weak": plasma_sheath(weak=True),
        "plasma_wake": plasma_wake(),
        "plasma_wake_weak": plasma_wake(weak=True),
        "plasma_sparks": plasma_sparks(),
    }


def plasma_poses(glow: float, flow_s: float) -> tuple[PartPose, ...]:
    """Meshes of the glow in their own frame, to be turned with +Z into the wind.

    ``glow`` is 0 none to 1 full, ``flow_s`` any running time in seconds: it makes the streaks waver and the sparks
    run, smoothly and always the same.
    """
    if glow <= 0.0:
        return ()
    full = min(glow, 1.0)
    weak = full < WEAK_BELOW
    suffix = "_weak" if weak else ""
    grown = 0.55 + 0.45 * (full / WEAK_BELOW if weak else (full - WEAK_BELOW) / (1.0 - WEAK_BELOW))
    waver = 1.0 + 0.035 * math.sin(41.0 * flow_s) + 0.025 * math.sin(67.0 * flow_s + 1.0)
    roll = about((0.0, 0.0, 1.0), (47.0 * flow_s) % 360.0)
    still: Quaternion = (1.0, 0.0, 0.0, 0.0)
    poses = [
        PartPose(f"plasma_sheath{suffix}", (0.0, 0.0, 0.0), multiply(still, roll)),
        PartPose(f"plasma_wake{suffix}", (0.0, 0.0, 0.0), roll, (1.0, 1.0, grown * waver)),
    ]
    if not weak:
        run = (1.7 * flow_s) % 1.0
        poses.append(PartPose("plasma_sparks", (0.0, 0.0, -3.0 * run), roll, (1.0, 1.0, 1.0 + 0.6 * run)))
    return tuple(poses)


def plasma_sheath(weak: bool = False) -> Mesh:
    """The cap: closed and almost white at the nose, torn into streaks towards the shoulder."""
    edge = 62.0 if weak else 46.0
    latitude = np.radians(np.linspace(edge, 90.0, 6))
    stand = _shock_radius(latitude)
    profile = np.column_stack([stand * np.cos(latitude), stand * np.sin(latitude)])
    profile[-1, 0] = 0.0
    cap = lathe(profile, segments=28, emissive=1.0, shininess=0.0)
    tints = _WEAK_CAP if weak else _STRONG_CAP
    cap = coloured(cap, lambda p: blended(_latitude_deg(p), _CAP_STOPS, tints))
    if weak:
        return merge([cap, _shoulder(60, 68.0, 26.0, tints, 81)])
    return merge([cap, _shoulder(76, 58.0, 8.0, tints, 81), _shoulder(70, 46.0, -10.0, tints, 87)])


def _shock_radius(latitude: Floats) -> Floats:
    """Distance of the glowing air from the sphere's centre: close at the nose, farther at the shoulder."""
    radius: Floats = body.SPHERE_RADIUS_M + STAND_OFF_M + 0.24 * (1.0 - np.sin(np.maximum(latitude, -0.2))) ** 1.4
    return radius


def _latitude_deg(position_m: Floats) -> Floats:
    angle: Floats = np.degrees(np.arctan2(position_m[..., 2], np.hypot(position_m[..., 0], position_m[..., 1])))
    return angle


_CAP_STOPS = np.array([-10.0, 20.0, 42.0, 56.0, 72.0, 90.0])
_STRONG_CAP = np.array(
    [[0.66, 0.18, 0.22], [0.92, 0.34, 0.26], [1.0, 0.52, 0.28], [1.0, 0.72, 0.40], [1.0, 0.90, 0.66], [1.0, 0.98, 0.88]]
)
_WEAK_CAP = np.array(
    [
        [0.30, 0.07, 0.1],
        [0.42, 0.10, 0.11],
        [0.58, 0.16, 0.12],
        [0.74, 0.26, 0.14],
        [0.90, 0.42, 0.20],
        [1.0, 0.60, 0.3],
    ]
)


def _shoulder(count: int, from_deg: float, to_deg: float, tints: Floats, seed: int) -> Mesh:
    """Streaks that leave the cap's edge and follow the shock round the sphere."""
    chance = hash01(3 * count, seed).reshape(3, count)
    around = 2.0 * np.pi * (np.arange(count) + 0.7 * chance[0]) / count
    part = np.linspace(0.0, 1.0, 5)
    low = to_deg + 22.0 * chance[1]
    high = from_deg - 10.0 * chance[2]
    latitude = np.radians(high[:, None] + (low - high)[:, None] * part[None])
    radius = _shock_radius(latitude) + 0.012
    out = np.stack([np.cos(around), np.sin(around), np.zeros(count)], axis=-1)
    side = np.stack([-np.sin(around), np.cos(around), np.zeros(count)], axis=-1)
    path = (radius * np.cos(latitude))[..., None] * out[:, None] + (radius * np.sin(latitude))[..., None] * np.array(
        [0.0, 0.0, 1.0]
    )
    width = (2.0 * np.pi * 0.62 / count) * (0.35 + 0.6 * chance[2])[:, None] * np.sin(np.pi * part**0.55)[None]
    return ribbons(path, width[..., None] * side[:, None], blended(np.degrees(latitude), _CAP_STOPS, tints))


def plasma_wake(weak: bool = False) -> Mesh:
    """Streaks trailing along -Z: a hollow sleeve from the shoulders that necks, then a long thin tail."""
    if weak:
        dull = np.array([[0.62, 0.20, 0.14], [0.46, 0.12, 0.12], [0.26, 0.06, 0.09], [0.10, 0.02, 0.04]])
        return merge([_sleeve(30, 82, (3.0, 8.0), 0.030, dull), _thread(14, 83, 10.0, 0.030, dull)])
    hot = np.array([[1.0, 0.62, 0.34], [0.98, 0.40, 0.26], [0.78, 0.22, 0.26], [0.34, 0.08, 0.16], [0.12, 0.02, 0.07]])
    core = np.array([[1.0, 0.78, 0.50], [1.0, 0.56, 0.32], [0.90, 0.34, 0.26], [0.50, 0.14, 0.18], [0.14, 0.03, 0.07]])
    return merge([_sleeve(88, 84, (3.0, 12.0), 0.030, hot), _thread(36, 85, 17.0, 0.034, core)])


def _sleeve(count: int, seed: int, reach: tuple[float, float], width: float, tints: Floats) -> Mesh:
    """Ribbons from the shoulders inward to the neck two metres behind, then straight back."""
    chance = hash01(4 * count, seed).reshape(4, count)
    around = 2.0 * np.pi * (np.arange(count) + 0.9 * chance[0]) / count
    part = np.linspace(0.0, 1.0, 6)
    length = reach[0] + (reach[1] - reach[0]) * chance[1] ** 1.6
    back = 0.30 - (length[:, None] + 0.3) * part[None] ** 1.25
    neck = np.clip((0.30 - back) / 3.4, 0.0, 1.0)
    ease = neck * neck * (3.0 - 2.0 * neck)
    radius = 1.36 + 0.10 * np.sin(np.pi * np.minimum(neck * 2.2, 1.0)) - (0.80 + 0.30 * chance[2])[:, None] * ease
    bend = around[:, None] + 0.10 * (chance[3] - 0.5)[:, None] * part[None]
    path = np.stack([radius * np.cos(bend), radius * np.sin(bend), back], axis=-1)
    side = np.stack([-np.sin(bend), np.cos(bend), np.zeros_like(bend)], axis=-1)
    half = width * (0.5 + chance[3])[:, None] * np.sin(np.pi * part**0.5)[None] * np.sqrt(radius / 1.4)
    return ribbons(path, half[..., None] * side, _along(part, tints, chance[2]))


def _thread(count: int, seed: int, reach_m: float, width: float, tints: Floats) -> Mesh:
    """The bright thread behind the neck, where the air that closed in meets itself."""
    chance = hash01(4 * count, seed).reshape(4, count)
    around = 2.0 * np.pi * chance[0]
    part = np.linspace(0.0, 1.0, 5)
    start = -1.9 - 1.6 * chance[1]
    back = start[:, None] - reach_m * (0.30 + 0.70 * chance[2])[:, None] * part[None]
    radius = 0.62 * np.sqrt(chance[3])[:, None] * (1.0 - 0.75 * part)[None]
    path = np.stack([radius * np.cos(around)[:, None], radius * np.sin(around)[:, None], back], axis=-1)
    tilt = 2.0 * np.pi * chance[1]
    side = np.stack([np.cos(tilt), np.sin(tilt), np.zeros(count)], axis=-1)
    half = width * (0.5 + chance[0])[:, None] * np.sin(np.pi * part**0.6)[None]
    return ribbons(path, half[..., None] * side[:, None], _along(part, tints, chance[3]))


def _along(part: Floats, tints: Floats, chance: Floats) -> Floats:
    shade: Floats = blended(part, np.linspace(0.0, 1.0, len(tints)), tints)[None] * (0.75 + 0.5 * chance)[:, None, None]
    return shade


def plasma_sparks() -> Mesh:
    """Burning flakes of the ablator carried off in the wake: short bright slivers."""
    count = 44
    chance = hash01(5 * count, 86).reshape(5, count)
    around = 2.0 * np.pi * chance[0]
    back = -0.2 - 13.0 * chance[1] ** 1.3
    radius = 1.42 - 0.9 * np.clip(-back / 5.0, 0.0, 1.0) + 0.35 * (chance[2] - 0.3)
    middle = np.stack([radius * np.cos(around), radius * np.sin(around), back], axis=-1)
    span = (0.05 + 0.22 * chance[3])[:, None] * np.array([[0.0, 0.0, -1.0]])
    path = np.stack([middle, middle + 0.35 * span, middle + span], axis=1)
    side = np.stack([-np.sin(around), np.cos(around), np.zeros(count)], axis=-1) * (0.008 + 0.014 * chance[4])[:, None]
    tints = np.array([[1.0, 0.95, 0.72], [1.0, 0.72, 0.36], [0.90, 0.34, 0.18]])
    return ribbons(path, np.repeat(side[:, None], 3, axis=1), np.broadcast_to(tints[None], (count, 3, 3)))
