"""Trees of the taiga: snow-laden firs near and far, bare birches, snapped trunks.

Each is planted at east, north and the height of its foot, in metres; ``chance``, 0 to 1, makes it its own. Shapes are
models.
"""

from __future__ import annotations

import math

import numpy as np

from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, coloured, hash01, made_of, merge, mesh_from, moved, turned
from viz.stage.shapes import lathe, loft

FIR: Colour = (0.075, 0.155, 0.105)
FIR_PALE: Colour = (0.115, 0.205, 0.135)
BARK: Colour = (0.23, 0.17, 0.13)
BIRCH: Colour = (0.86, 0.85, 0.82)
BIRCH_DARK: Colour = (0.14, 0.13, 0.13)
TWIG: Colour = (0.30, 0.20, 0.19)
LOG_END: Colour = (0.66, 0.50, 0.32)
SNOW: Colour = (0.88, 0.91, 0.96)


def _skirt(radius: float, low: float, high: float, sides: int, turn: float, droop: float) -> Mesh:
    """One tier of branches: an apex and a ragged hem, every other branch longer and hanging lower."""
    angle = turn + 2 * np.pi * np.arange(sides) / sides
    ragged = np.where(np.arange(sides) % 2 == 0, 1.0, 0.78)
    hem = np.column_stack(
        [radius * ragged * np.cos(angle), radius * ragged * np.sin(angle), low - droop * (ragged > 0.9)]
    )
    face = [(0, 1 + j, 1 + (j + 1) % sides) for j in range(sides)]
    return mesh_from(np.vstack([[(0.0, 0.0, high)], hem]), face, shininess=0.0, crease_deg=65.0)


def _dusted(tier: Mesh, green: Floats, seed: int, snow: float) -> Mesh:
    """Green at the heart, snow lying on some of the branch ends."""
    top = float(tier.position_m[:, 2].max())

    def tint(position_m: Floats) -> Floats:
        angle = np.arctan2(position_m[:, 1], position_m[:, 0])
        patch = 0.5 + 0.5 * np.sin(2.0 * angle + 1.7 * seed) * np.cos(5.0 * angle + 0.9 * seed)
        load = np.where(position_m[:, 2] > top - 1e-6, 0.12, snow * patch)[:, None]
        mixed: Floats = green * (1 - load) + np.asarray(SNOW) * load
        return mixed

    return made_of(coloured(tier, tint), Material.PLANT)


def fir(east: float, north: float, foot: float, chance: float, tiers: int, points: int) -> Mesh:
    """A snow-laden fir: whorls of uneven boughs, each drooping, white on its back and dark in the gaps."""
    height = 9.0 + 11.0 * chance
    wide = 0.135 * height * (0.82 + 0.36 * ((chance * 7.3) % 1.0))
    green = np.asarray(FIR) * (1 - chance) + np.asarray(FIR_PALE) * chance
    luck = hash01(4 * tiers * points, int(chance * 9973) + 5).reshape(4, tiers, points)
    whorls = []
    for k in range(tiers):
        part = k / tiers
        low = height * (0.10 + 0.88 * part**0.94)
        rise = height * (1.05 / tiers + 0.05)
        reach = wide * (1.0 - part) ** 0.82 + 0.012 * height
        whorls.append(_whorl(low, min(low + rise, height), reach, 2.4 * k + 9.0 * chance, luck[:, k], green))
    trunk = lathe([(0.014 * height, -0.5), (0.011 * height, 0.16 * height)], segments=4, colour=BARK, crease_deg=100.0)
    return moved(merge([made_of(trunk, Material.PLANT), *whorls]), (east, north, foot))


def _whorl(low: float, high: float, reach: float, turn: float, luck: Floats, green: Floats) -> Mesh:
    """One ring of boughs, ``luck`` (4, points): long drooping tips with short gaps between them."""
    points = luck.shape[1]
    angle = turn + 2 * np.pi * (np.arange(points) + 0.5 * luck[0]) / points
    gap = angle + np.pi / points
    tip_r, gap_r = reach * (0.74 + 0.46 * luck[1]), reach * (0.40 + 0.14 * luck[2])
    drop = (high - low) * (0.10 + 0.30 * luck[3])
    tip = np.column_stack([tip_r * np.cos(angle), tip_r * np.sin(angle), low - drop])
    notch = np.column_stack([gap_r * np.cos(gap), gap_r * np.sin(gap), low + 0.22 * (high - low) * np.ones(points)])
    hem = np.stack([tip, notch], axis=1).reshape(-1, 3)
    count = len(hem)
    top = np.array([0.0, 0.0, high])
    face = [(0, 1 + j, 1 + (j + 1) % count) for j in range(count)]
    shade = np.repeat(0.80 + 0.55 * luck[0], 2)[:, None] * green
    whorl = mesh_from(np.vstack([[top], hem]), face, colour=shade, shininess=0.0, crease_deg=60.0)
    # A load of snow on each bough's back, a hand above the green so that the two never flicker.
    lift = np.array([0.0, 0.0, 0.035 + 0.010 * reach])
    middle = top + 0.34 * (tip - top) + lift
    across = np.column_stack([-np.sin(angle), np.cos(angle), np.zeros(points)])
    across *= (0.13 + 0.16 * luck[1])[:, None] * reach
    outer = top + 0.80 * (tip - top) + lift - np.array([0.0, 0.0, 0.02])
    pads = np.stack([middle, outer - across, tip + 0.4 * lift, outer + across], axis=1).reshape(-1, 3)
    quads = [(4 * k, 4 * k + 1, 4 * k + 3) for k in range(points)]
    quads += [(4 * k + 1, 4 * k + 2, 4 * k + 3) for k in range(points)]
    kept = quads if points > 4 else quads[:points]
    snow = mesh_from(pads, kept, colour=SNOW, shininess=0.05, crease_deg=60.0)
    return merge([made_of(whorl, Material.PLANT), made_of(snow, Material.SNOW)])


def far_fir(east: float, north: float, foot: float, chance: float, tiers: int) -> Mesh:
    """A fir too far to show its boughs: one skirt of three sides, or two of four."""
    height = 11.0 + 10.0 * chance
    shape = ((0.04, 0.68, 0.150), (0.40, 1.0, 0.105)) if tiers == 2 else ((0.02, 1.0, 0.150),)
    parts = [
        _dusted(
            _skirt(wide * height, low * height, high * height, 4 if tiers == 2 else 3, 6.0 * chance + k, 0.0),
            np.asarray(FIR) * (1.1 + 0.4 * chance),
            int(chance * 997) + 7 * k,
            0.6,
        )
        for k, (low, high, wide) in enumerate(shape)
    ]
    return moved(merge(parts), (east, north, foot))


def birch(east: float, north: float, foot: float, chance: float) -> Mesh:
    """A bare birch, leaning a little."""
    height = 10.0 + 7.0 * chance
    lean = np.array([0.05 * math.sin(9 * chance), 0.05 * math.cos(7 * chance), 1.0])
    level = np.array([-0.5, 0.15, 0.32, 0.55, 0.78, 1.0])
    level[1:] *= height
    path = level[:, None] * lean
    bands = np.array([BIRCH, BIRCH, [0.75 * c for c in BIRCH], BIRCH, [0.6 * c for c in BIRCH]])
    bands[0] = np.asarray(BIRCH) * 0.7 + 0.3 * np.asarray(BIRCH_DARK)
    ring = np.array([[math.cos(a), math.sin(a), 0.0] for a in (2 * math.pi * j / 3 for j in range(3))])
    radius = np.array([0.15, 0.13, 0.11, 0.08, 0.05, 0.015])
    trunk = loft(
        path[:, None] + radius[:, None, None] * ring, caps=False, colour=bands, shininess=0.05, crease_deg=130.0
    )
    return made_of(moved(merge([trunk, _birch_crown(height, lean, chance)]), (east, north, foot)), Material.PLANT)


def _birch_crown(height: float, lean: Floats, chance: float) -> Mesh:
    """Bare boughs going up and out, each with hanging twigs; single thin triangles."""
    place: list[Floats] = []
    for k in range(8):
        a, start = 2.4 * k + 6 * chance, (0.36 + 0.075 * k) * height
        reach = (0.25 - 0.020 * k) * height
        out, side = np.array([math.cos(a), math.sin(a), 0.0]), np.array([-math.sin(a), math.cos(a), 0.0])
        root = start * lean
        tip = root + reach * (0.62 * out + np.array([0.0, 0.0, 0.78]))
        place += [root - 0.045 * side, root + 0.045 * side, tip]
        for j, (along, swing) in enumerate(((0.45, 0.9), (0.65, -0.8), (0.85, 0.5))):
            fork = root + along * (tip - root)
            far = fork + reach * (0.34 * (out + swing * side) + np.array([0.0, 0.0, 0.30 - 0.26 * j]))
            place += [fork - np.array([0.0, 0.0, 0.022]), fork + np.array([0.0, 0.0, 0.022]), far]
    corner = np.asarray(place)
    return mesh_from(corner, np.arange(len(corner)).reshape(-1, 3), colour=TWIG, shininess=0.0, crease_deg=1.0)


def stump(east: float, north: float, foot: float, chance: float) -> Mesh:
    """A trunk snapped by the fall, some leaning over."""
    length = 0.7 + 1.3 * chance
    trunk = lathe(
        [(0.15, -0.4), (0.12, length), (0.05, length + 0.22), (0.0, length + 0.38)],
        segments=6,
        colour=np.array([BARK, LOG_END, LOG_END]),
        crease_deg=60.0,
    )
    trunk = made_of(trunk, Material.PLANT)
    return moved(turned(trunk, (math.sin(9 * chance), math.cos(9 * chance), 0.0), 38.0 * chance), (east, north, foot))
