"""The camp in the taiga: hut, fire and helicopter, each standing at its own foot.

Own frames in metres, +X east or ahead, +Z up. The fire and the log hut are record (G08); every
shape here is a model.
"""

from __future__ import annotations

import math

import numpy as np

from viz.stage.glow import Station, dimmed, shell
from viz.stage.materials import Material
from viz.stage.mesh import (
    Colour,
    Mesh,
    aimed,
    coloured,
    hash01,
    made_of,
    made_where,
    merge,
    mesh_from,
    moved,
    scaled,
    turned,
)
from viz.stage.shapes import box, lathe, limb, tube

SNOW: Colour = (0.88, 0.91, 0.96)
BARK: Colour = (0.23, 0.17, 0.13)
LOG: Colour = (0.42, 0.29, 0.18)
RED: Colour = (0.80, 0.13, 0.07)


def camp_meshes() -> dict[str, Mesh]:
    """Every mesh of this module by name."""
    return {
        "hut": hut(),
        "fire": fire(),
        "flames": flames(),
        "helicopter": helicopter(),
        "rotor": rotor(),
    }


# -- hut and fire ---------------------------------------------------------------------------------


def hut() -> Mesh:
    """Log hut of the second night (G08): origin at the middle of its floor, door to the south."""
    long, wide, layers, r = 4.2, 3.4, 9, 0.125
    parts = []
    for k in range(layers):
        z = r + 2 * r * 0.93 * k
        tone = 0.9 + 0.16 * float(hash01(layers, 76)[k])
        shade = (tone * LOG[0], tone * LOG[1], tone * LOG[2])
        for s in (-1.0, 1.0):
            parts.append(_log((-long / 2 - 0.2, s * wide / 2, z), (long / 2 + 0.2, s * wide / 2, z), r, shade))
            parts.append(
                _log(
                    (s * long / 2, -wide / 2 - 0.2, z + r * 0.93),
                    (s * long / 2, wide / 2 + 0.2, z + r * 0.93),
                    r,
                    shade,
                )
            )
    eave, ridge = 2.15, 3.05
    for s in (-1.0, 1.0):
        edge = wide / 2 + 0.45
        slab = [(-2.6, s * edge, eave), (2.6, s * edge, eave), (2.6, 0.0, ridge), (-2.6, 0.0, ridge)]
        thick = [(x, y, z + 0.34) for x, y, z in slab]
        face = [
            (4, 5, 6),
            (4, 6, 7),
            (0, 2, 1),
            (0, 3, 2),
            (0, 1, 5),
            (0, 5, 4),
            (1, 2, 6),
            (1, 6, 5),
            (3, 0, 4),
            (3, 4, 7),
        ]
        if s > 0:
            face = [(c, b, a) for a, b, c in face]
        roof = mesh_from(slab + thick, face, colour=[SNOW] * 2 + [BARK] * 2 + [SNOW] * 6)
        parts.append(made_where(made_of(roof, Material.PLANT), SNOW, Material.SNOW))
    for s in (-1.0, 1.0):
        gable = [(s * 2.1, -1.75, 2.1), (s * 2.1, 1.75, 2.1), (s * 2.1, 0.0, 3.1)]
        face = [(0, 1, 2), (0, 2, 1)]
        parts.append(made_of(mesh_from(gable, face, colour=LOG), Material.PLANT))
    parts.append(box((0.85, 0.1, 1.55), centre_m=(0.3, -wide / 2 - 0.10, 0.80), colour=(0.10, 0.07, 0.05)))
    return merge(parts)


def _log(start: tuple[float, float, float], end: tuple[float, float, float], radius: float, colour: Colour) -> Mesh:
    return made_of(tube([start, end], radius, segments=5, colour=colour), Material.PLANT)


def fire() -> Mesh:
    """The camp fire's crossed logs (G08) and the trunks to sit on; origin on the snow under the fire."""
    logs = [
        turned(moved(tube([(-0.55, 0, 0.08), (0.55, 0, 0.13)], 0.07, segments=6, colour=(0.20, 0.13, 0.09)), (0, 0, 0)),
               (0.0, 0.0, 1.0), 60.0 * k)
        for k in range(3)
    ]  # fmt: skip
    seat = tube([(-1.75, -0.75, 0.20), (-1.30, 1.35, 0.20)], 0.19, segments=9, colour=LOG)
    other = tube([(0.95, -1.35, 0.16), (2.10, -0.35, 0.16)], 0.16, segments=8, colour=LOG)
    return made_of(merge([*logs, seat, other]), Material.PLANT)


def flames() -> Mesh:
    """Flames of the camp fire, own frame as the logs'; glows, with a faint halo round it."""
    tongues = []
    for k in range(5):
        a = 2 * math.pi * k / 5
        tall = 0.50 + 0.40 * float(hash01(5, 77)[k])
        tongues.append(moved(_tongue(0.13, tall, 0.45, k), (0.15 * math.cos(a), 0.15 * math.sin(a), 0.06)))
    halo: list[Station] = [
        (-0.5, 0.0, (0.05, 0.022, 0.006)), (-0.2, 0.95, (0.06, 0.026, 0.007)), (0.5, 1.35, (0.06, 0.026, 0.007)),
        (1.2, 1.05, (0.045, 0.018, 0.005)), (1.7, 0.0, (0.03, 0.012, 0.003)),
    ]  # fmt: skip
    heart = [_tongue(0.27, 1.25, 0.5, 7), _tongue(0.17, 0.85, 1.0, 8)]
    wide = [shell([(z * k, r * k, dimmed(light, d)) for z, r, light in halo], segments=11) for k, d in _SHINES]
    return merge([*tongues, *(moved(part, (0.0, 0.0, 0.05)) for part in heart), *wide])


_SHINES = ((1.0, 1.0), (1.9, 0.8), (3.0, 0.7))
"""How far the fire's light reaches as shells about it, in sizes of the first, and how strong each is; a model."""


def _tongue(radius: float, tall: float, light: float, seed: int) -> Mesh:
    """One flame, tapering upward: yellow at its root, red and then nothing at its tip."""
    stations: list[Station] = [
        (0.0, 0.0, dimmed((1.0, 0.66, 0.24), light)), (0.10 * tall, 0.75 * radius, dimmed((1.0, 0.64, 0.22), light)),
        (0.28 * tall, radius, dimmed((1.0, 0.52, 0.14), light)),
        (0.55 * tall, 0.62 * radius, dimmed((0.8, 0.30, 0.06), light)),
        (0.80 * tall, 0.26 * radius, dimmed((0.4, 0.10, 0.02), light)), (tall, 0.0, (0.0, 0.0, 0.0)),
    ]  # fmt: skip
    return shell(stations, segments=8, ragged=0.12, seed=seed)


# -- helicopter and men ---------------------------------------------------------------------------


def helicopter() -> Mesh:
    """Helicopter of the Mi-4 kind without its main rotor: nose to +X, origin under the rotor at wheel height."""
    green, pale, dark = (0.29, 0.34, 0.25), (0.55, 0.62, 0.66), (0.08, 0.09, 0.10)
    stations = [
        (0.0, 0.0, -9.4, 0.22, 0.18), (-0.1, 0.0, -7.0, 0.34, 0.28), (-0.25, 0.0, -4.2, 0.55, 0.45),
        (-0.55, 0.0, -2.9, 1.10, 0.90), (-0.65, 0.0, -1.2, 1.25, 1.0), (-0.65, 0.0, 1.6, 1.30, 1.02),
        (-0.80, 0.0, 2.7, 1.15, 0.98), (-1.00, 0.0, 3.5, 0.85, 0.80), (-1.05, 0.0, 3.9, 0.45, 0.45),
    ]  # fmt: skip
    lower = np.array([0.55 * np.asarray(pale) + 0.45 * np.asarray(green)])
    hull = limb(stations, segments=16, colour=green, shininess=0.3)
    hull = coloured(
        turned(hull, (0.0, 1.0, 0.0), 90.0), lambda p: np.where(p[:, 2:3] < -0.15, lower, np.asarray(green))
    )
    hull = moved(hull, (0.0, 0.0, 1.55))
    parts = [hull]
    cockpit = limb(
        [(0, 0, 0.0, 0.85, 0.78), (0.05, 0, 0.55, 0.80, 0.74), (0.12, 0, 0.98, 0.50, 0.55)],
        segments=12,
        colour=(0.12, 0.16, 0.20),
        shininess=0.9,
    )
    parts.append(made_of(moved(cockpit, (1.75, 0.0, 2.75)), Material.GLASS))
    hump = limb(
        [(0, 0, 0.0, 1.25, 0.70), (0.0, 0, 0.55, 0.95, 0.55), (0, 0, 0.85, 0.40, 0.34)], segments=12, colour=green
    )
    parts.append(moved(hump, (0.0, 0.0, 3.2)))
    parts.append(tube([(0, 0, 3.9), (0, 0, 4.55)], 0.12, segments=8, colour=dark))
    fin = tube([(-8.9, 0.0, 1.6), (-9.9, 0.0, 3.4), (-10.2, 0.0, 3.9)], [0.35, 0.24, 0.12], segments=6, colour=green)
    parts.append(scaled(fin, (1.0, 0.6, 1.0)))
    for k in range(3):
        blade = box((0.16, 0.03, 1.75), centre_m=(0.0, 0.0, 0.9), colour=dark)
        parts.append(moved(turned(blade, (0.0, 1.0, 0.0), 120.0 * k + 20.0), (-10.1, 0.28, 3.7)))
    parts.append(box((0.7, 3.2, 0.06), centre_m=(-7.4, 0.0, 1.7), colour=green))
    for x, y, size in ((2.6, 0.75, 0.28), (2.6, -0.75, 0.28), (-1.2, 1.65, 0.42), (-1.2, -1.65, 0.42)):
        wheel = lathe([(0.0, -0.1), (size, -0.1), (size, 0.1), (0.0, 0.1)], segments=10, colour=dark)
        parts.append(moved(turned(wheel, (1.0, 0.0, 0.0), 90.0), (x, y, size)))
        parts.append(tube([(x, y, size), (x, 0.55 * y, 1.2)], 0.07, segments=5, colour=dark))
    for s in (-1.0, 1.0):
        for k in range(4):
            pane = lathe(
                [(0.22, -0.02), (0.22, 0.03), (0.0, 0.03)], segments=10, colour=(0.10, 0.13, 0.17), shininess=0.9
            )
            parts.append(moved(aimed(made_of(pane, Material.GLASS), (0.0, s, 0.12)), (0.95 - 0.85 * k, s * 0.99, 2.35)))
        star = _star(0.34)
        parts.append(moved(turned(star, (0.0, 0.0, 1.0), 0.0 if s < 0 else 180.0), (-3.6, s * 0.66, 1.85)))
    return merge(parts)


def _star(radius: float) -> Mesh:
    """Red star in the XZ plane, facing -Y."""
    points = [
        ((radius if k % 2 == 0 else 0.4 * radius) * math.sin(math.pi * k / 5), 0.0,
         (radius if k % 2 == 0 else 0.4 * radius) * math.cos(math.pi * k / 5))
        for k in range(10)
    ]  # fmt: skip
    return mesh_from([(0.0, -0.02, 0.0), *points], [(0, 1 + (k + 1) % 10, 1 + k) for k in range(10)], colour=RED)


def rotor() -> Mesh:
    """Main rotor of four blades, own frame: hub at the origin, turning about +Z; it sits at (0, 0, 4.6)."""
    blade = box((10.2, 0.45, 0.05), centre_m=(5.3, 0.0, 0.05), colour=(0.20, 0.21, 0.22))
    hub = lathe([(0.0, -0.1), (0.3, -0.1), (0.3, 0.12), (0.0, 0.2)], segments=10, colour=(0.15, 0.15, 0.16))
    return merge([hub, *(turned(turned(blade, (0.0, 1.0, 0.0), 2.0), (0.0, 0.0, 1.0), 90.0 * k) for k in range(4))])
