"""The 11A57 rocket: four strap-ons, core, block I and fairing, in the body frame.

The rocket continues the craft's axis along -X from the instrument module. Stage names are those of
`viz.flight.state.MODULES`. The rocket's sizes are the R-7 family's general figures, held as a model; that the
fairing had a blister for the airlock is record (S16).
"""

from __future__ import annotations

import math

import numpy as np

from viz.flight.state import Vec3
from viz.missions.voskhod2.flight.state import FAIRING_LEAVES
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Floats,
    Mesh,
    aimed,
    backside,
    hash01,
    made_of,
    merge,
    mesh_from,
    moved,
    turned,
)
from viz.stage.shapes import disc, lathe, sheet, sphere, tube

FAIRING_NOSE_X_M = 4.6
FAIRING_BASE_X_M = -3.9
FAIRING_RADIUS_M = 1.45
BLOCK_I_BASE_X_M = -10.6
BLOCK_I_RADIUS_M = 1.33
ADAPTER_TOP_X_M = -3.12
ADAPTER_RADIUS_M = 1.25
"""The ring that carries the ship: it holds the foot of the instrument module, 2.43 m wide; model."""
CORE_TOP_X_M = -11.7
CORE_BASE_X_M = -39.1
NOZZLE_EXIT_X_M = -40.0
CORE_WAIST_X_M = -20.3
CORE_BASE_RADIUS_M = 1.03
CORE_WAIST_RADIUS_M = 1.475
STRAP_ON_LENGTH_M = 19.8
STRAP_ON_RADIUS_M = 1.34
SKIN_M = 0.05
"""Thickness of the fairing's shell with its frames; model."""
BLISTER_HEIGHT_M = 1.95
"""From the axis to the blister's top: the stowed airlock's 0.77 m above its base, and clearance."""

GREEN: Colour = (0.40, 0.44, 0.38)
GREEN_PALE: Colour = (0.50, 0.54, 0.48)
FROST: Colour = (0.86, 0.89, 0.91)
STEEL: Colour = (0.52, 0.53, 0.54)
DARK: Colour = (0.13, 0.13, 0.13)
COPPER: Colour = (0.45, 0.33, 0.25)
FAIRING_WHITE: Colour = (0.80, 0.82, 0.79)

_X: Vec3 = (1.0, 0.0, 0.0)


def rocket_meshes() -> dict[str, Mesh]:
    """Every stage by its name in `MODULES`; ``booster``, one strap-on alone; the fairing's two halves; body frame."""
    return {
        "fairing": fairing(),
        **{name: fairing_leaf(side) for name, side in zip(FAIRING_LEAVES, (1.0, -1.0), strict=True)},
        "block_i": block_i(),
        "core": core(),
        "boosters": boosters(),
        "booster": booster(),
    }


def _toned(step: list[Colour], segments: int, seed: int) -> Floats:
    """Profile colours (steps, segments, 3), with slight differences between plates two cells wide."""
    vary = 0.95 + 0.08 * hash01(len(step) * (segments // 2), seed).reshape(len(step), segments // 2)
    tone: Floats = np.asarray(step)[:, None, :] * np.repeat(vary, 2, axis=1)[..., None]
    return tone


def _standing(profile: list[tuple[float, float]], step: list[Colour], segments: int, seed: int) -> Mesh:
    """Body of revolution about X from a (radius, x) profile with x rising."""
    skin = lathe(profile, segments=segments, colour=_toned(step, segments, seed), shininess=0.2)
    return aimed(skin, _X)


def fairing() -> Mesh:
    """Fairing round the craft, with the airlock's blister on the +Z side (S16)."""
    return merge([_half_shell(1.0), _half_shell(-1.0), *_fittings(1.0), *_fittings(-1.0)])


def fairing_leaf(side: float) -> Mesh:
    """One half of the fairing as it leaves, with its inner face: the +Z half for 1, the -Z half for -1."""
    profile = np.asarray([point for point, _ in _FAIRING], dtype=np.float64)
    within = profile - np.array([SKIN_M, 0.0]) * (profile[:, :1] > SKIN_M)
    ribs = 0.62 * np.asarray(GREEN_PALE) * (0.84 + 0.16 * (np.arange(len(within) - 1) % 2))[:, None]
    inside = lathe(within[::-1], segments=20, start_deg=_start_deg(side), sweep_deg=180.0, colour=ribs, shininess=0.05)
    lips = []
    for y in (-1.0, 1.0):
        edge = [[(x, y * radius, 0.0) for radius, x in rim] for rim in (profile, within)]
        lips.append(_facing(sheet(np.asarray(edge), colour=STEEL, shininess=0.2), (0.0, 0.0, -side)))
    return merge([_half_shell(side), *_fittings(side), aimed(inside, _X), *lips])


_FAIRING: tuple[tuple[tuple[float, float], Colour], ...] = (
    ((BLOCK_I_RADIUS_M, FAIRING_BASE_X_M), GREEN),
    ((FAIRING_RADIUS_M, FAIRING_BASE_X_M + 0.35), GREEN_PALE),
    ((FAIRING_RADIUS_M, FAIRING_BASE_X_M + 2.4), STEEL),
    ((FAIRING_RADIUS_M, FAIRING_BASE_X_M + 2.45), FAIRING_WHITE),
    ((FAIRING_RADIUS_M, 1.15), FAIRING_WHITE),
    ((1.20, 2.20), FAIRING_WHITE),
    ((0.80, 3.40), FAIRING_WHITE),
    ((0.42, 4.22), STEEL),
    ((0.22, FAIRING_NOSE_X_M - 0.12), STEEL),
    ((0.0, FAIRING_NOSE_X_M), STEEL),
)
"""Profile (radius, x) from base to nose, each with the colour of the step above it."""


def _start_deg(side: float) -> float:
    """Where a half begins, as an angle of `lathe` before it is aimed along +X (its 180 degrees are then +Z)."""
    return 90.0 if side > 0.0 else 270.0


def _half_shell(side: float) -> Mesh:
    """Outer skin of one half."""
    tone = _toned([colour for _, colour in _FAIRING[:-1]], 40, 51)
    skin = lathe(
        [point for point, _ in _FAIRING],
        segments=20,
        start_deg=_start_deg(side),
        sweep_deg=180.0,
        colour=tone[:, :20] if side > 0.0 else tone[:, 20:],
        shininess=0.2,
    )
    return aimed(skin, _X)


def _fittings(side: float) -> list[Mesh]:
    """What stands out of one half's skin: the blister, or the window; and its edge of the seam."""
    r, base = FAIRING_RADIUS_M, FAIRING_BASE_X_M
    seams = [
        tube(
            [(base + 0.3, y * (r + 0.005), z), (1.15, y * (r + 0.005), z), (3.40, y * 0.81, z)],
            0.02, segments=3, colour=STEEL,
        )
        for y, z in ((-1.0, 0.02 * side), (1.0, 0.02 * side))
    ]  # fmt: skip
    if side > 0.0:
        return [_blister(), *seams]
    window = disc(0.16, segments=14, colour=DARK, shininess=0.9)
    window = made_of(window, Material.GLASS)
    return [turned(moved(window, (0.3, 0.0, r + 0.012)), _X, 135.0), *seams]


def _facing(mesh: Mesh, direction: Vec3) -> Mesh:
    """Turn a flat sheet so that it looks that way."""
    return mesh if float(mesh.normal[0] @ np.asarray(direction)) > 0.0 else backside(mesh)


def _blister() -> Mesh:
    """The swelling over the stowed airlock: a teardrop on the +Z side."""
    high = BLISTER_HEIGHT_M
    stations = (
        (-1.45, 0.12, 1.38), (-1.0, 0.55, high - 0.25), (-0.55, 0.72, high - 0.03), (0.0, 0.76, high),
        (0.55, 0.72, high - 0.03), (1.05, 0.55, high - 0.25), (1.7, 0.12, 1.25),
    )  # fmt: skip
    angle = np.linspace(0.0, np.pi, 9)
    rows = []
    for x, half, top in stations:
        rows.append([(x, -half * math.cos(a), 0.95 + (top - 0.95) * max(0.0, math.sin(a)) ** 0.7) for a in angle])
    return sheet(np.asarray(rows)[:, ::-1], colour=FAIRING_WHITE, shininess=0.2, crease_deg=60.0)


def block_i() -> Mesh:
    """Third stage, block I, with the open lattice it stands on and its engine."""
    r, top, base = BLOCK_I_RADIUS_M, FAIRING_BASE_X_M, BLOCK_I_BASE_X_M
    profile = [
        (r - 0.1, base),
        (r, base),
        (r, base + 1.3),
        (r, base + 1.5),
        (r, base + 4.1),
        (r, base + 4.3),
        (r, top),
        (ADAPTER_RADIUS_M, ADAPTER_TOP_X_M),
        (0.0, top),
    ]
    step: list[Colour] = [DARK, GREEN, STEEL, FROST, STEEL, GREEN_PALE, STEEL, DARK]
    shell = _standing(profile, step, 28, 52)
    tank = aimed(sphere(1.15, segments=16, rings=4, from_deg=-90, to_deg=-10, colour=STEEL), _X)
    bell = _bell(0.42, 0.9)
    truss = []
    for k in range(12):
        a, b = 2 * math.pi * k / 12, 2 * math.pi * (k + (1 if k % 2 else -1) * 0.9) / 12
        truss.append(
            tube(
                [(base, r * 0.98 * math.cos(a), r * 0.98 * math.sin(a)),
                 (CORE_TOP_X_M, 1.3 * math.cos(b), 1.3 * math.sin(b))],
                0.04, segments=4, caps=False, colour=STEEL,
            )
        )  # fmt: skip
    steering = [turned(moved(_bell(0.13, 0.35), (base + 0.1, 0.0, 1.05)), _X, 45.0 + 90.0 * k) for k in range(4)]
    return merge([shell, moved(tank, (base + 1.0, 0.0, 0.0)), moved(bell, (base + 0.15, 0.0, 0.0)), *truss, *steering])


def core() -> Mesh:
    """Core stage, block A: widest where the strap-ons' noses meet it, four chambers and four steering engines."""
    base, waist, top = CORE_BASE_X_M, CORE_WAIST_X_M, CORE_TOP_X_M
    profile = [
        (0.0, base), (1.03, base), (1.03, base + 1.4), (1.03, base + 8.0), (1.05, base + 8.2), (1.05, waist - 4.6),
        (CORE_WAIST_RADIUS_M, waist - 0.2), (CORE_WAIST_RADIUS_M, waist + 0.2), (1.46, waist + 0.5),
        (1.34, waist + 5.9), (1.32, top - 1.9), (1.30, top), (0.0, top),
    ]  # fmt: skip
    step: list[Colour] = [
        DARK, GREEN, GREEN_PALE, STEEL, GREEN, FROST, STEEL, FROST, FROST, GREEN_PALE, GREEN, STEEL,
    ]  # fmt: skip
    shell = _standing(profile, step, 28, 53)
    bells = [
        moved(_bell(0.36, 1.0), (base + 0.1, 0.44 * math.cos(a), 0.44 * math.sin(a)))
        for a in (math.radians(45 + 90 * k) for k in range(4))
    ]
    steering = [
        moved(_bell(0.15, 0.5), (base + 0.05, 1.06 * math.cos(a), 1.06 * math.sin(a)))
        for a in (math.radians(90 * k) for k in range(4))
    ]
    return merge([shell, *bells, *steering])


def booster() -> Mesh:
    """One strap-on, the +Y one, in the body frame."""
    length, r = STRAP_ON_LENGTH_M, STRAP_ON_RADIUS_M
    profile = [
        (0.0, 0.0), (r, 0.0), (r, 0.9), (1.31, 1.0), (1.28, 4.2), (1.24, 4.4), (0.80, 11.2), (0.76, 11.5), (0.36, 17.6),
        (0.20, length - 0.5), (0.0, length),
    ]  # fmt: skip
    step: list[Colour] = [DARK, GREEN, STEEL, GREEN, STEEL, GREEN_PALE, STEEL, FROST, STEEL, STEEL]
    skin = aimed(lathe(profile, segments=20, colour=_toned(step, 20, 54), shininess=0.2), _X)
    bells = [
        moved(_bell(0.36, 1.0), (0.1, 0.48 * math.cos(a), 0.48 * math.sin(a)))
        for a in (math.radians(45 + 90 * k) for k in range(4))
    ]
    steering = [moved(_bell(0.15, 0.5), (0.05, 1.12, s * 0.55)) for s in (-1.0, 1.0)]
    fin = mesh_from(
        [(0.0, 1.2, -0.03), (0.0, 2.05, -0.03), (0.35, 2.05, -0.03), (1.9, 1.25, -0.03),
         (0.0, 1.2, 0.03), (0.0, 2.05, 0.03), (0.35, 2.05, 0.03), (1.9, 1.25, 0.03)],
        [(0, 2, 1), (0, 3, 2), (4, 5, 6), (4, 6, 7), (1, 2, 6), (1, 6, 5), (2, 3, 7), (2, 7, 6), (0, 1, 5), (0, 5, 4)],
        colour=GREEN_PALE,
    )  # fmt: skip
    pipe = tube(
        [(1.0, 0.0, 1.345), (4.3, 0.0, 1.28), (11.3, 0.0, 0.82), (17.6, 0.0, 0.40)], 0.06, segments=4, colour=STEEL
    )
    stack = merge([skin, *bells, *steering, fin, pipe])
    root = CORE_BASE_RADIUS_M + r + 0.05
    lean = math.degrees(math.asin((root - CORE_WAIST_RADIUS_M - 0.05) / length))
    return moved(turned(stack, (0.0, 0.0, 1.0), -lean), (CORE_BASE_X_M, root, 0.0))


def boosters() -> Mesh:
    """All four strap-ons in place, body frame."""
    one = booster()
    return merge([turned(one, _X, 90.0 * k + 45.0) for k in range(4)])


def _bell(radius_m: float, length_m: float) -> Mesh:
    """Engine bell hanging along -X from its origin, open end away: curved, darker by the heat towards its lip."""
    sides = 12 if radius_m > 0.3 else 8
    tones = np.asarray(COPPER) * np.array([[0.66], [1.0]])
    out = [(radius_m, -length_m), (0.76 * radius_m, -0.48 * length_m), (0.38 * radius_m, 0.0)]
    outside = lathe(out, segments=sides, colour=tones, shininess=0.4, crease_deg=60.0)
    within = [(0.1 * radius_m, -0.35 * length_m), (radius_m, -length_m)]
    inside = lathe(within, segments=sides, colour=(0.08, 0.065, 0.06), shininess=0.1)
    return aimed(merge([made_of(outside, Material.METAL), inside]), _X)
