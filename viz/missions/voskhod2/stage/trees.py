"""Trees of the taiga: spruces of drooping boughs with snow on their backs, bare birches, snapped trunks, brush.

A spruce is boughs along a trunk, each a feather of twigs round a bent spine: the same shape with few twigs for trees
far off and many for near ones. Own frames in metres, +Z up, the foot at the origin on the snow; ``chance``, 0 to 1, and
``seed`` make a tree its own. Shapes are models.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from viz.stage.materials import Material
from viz.stage.mesh import Colour, Floats, Mesh, hash01, made_of, merge, mesh_from, moved, turned
from viz.stage.shapes import lathe, loft, sheet, tube

FIR: Colour = (0.155, 0.225, 0.175)
FIR_PALE: Colour = (0.235, 0.295, 0.225)
RIME: Colour = (0.62, 0.67, 0.72)
BARK: Colour = (0.27, 0.21, 0.17)
BIRCH: Colour = (0.80, 0.79, 0.76)
BIRCH_DARK: Colour = (0.14, 0.13, 0.13)
TWIG: Colour = (0.27, 0.19, 0.18)
LOG_END: Colour = (0.66, 0.50, 0.32)
SNOW: Colour = (0.90, 0.925, 0.96)


def thrifty(mesh: Mesh) -> Mesh:
    """Return the mesh with its normals and colours rounded, so that many vertices share them and the page has less."""
    normal = np.round(mesh.normal.astype(np.float64) * 8.0) / 8.0
    length = np.linalg.norm(normal, axis=1)[:, None]
    normal = np.where(length > 0.5, normal / np.maximum(length, 0.5), mesh.normal)
    corner, index = mesh.position_m.astype(np.float64), mesh.index.reshape(-1, 3)
    a, b, c = (corner[index[:, k]] for k in range(3))
    kept = np.einsum("ij,ij->i", np.cross(b - a, c - a), normal[index].sum(axis=1)) > 1e-9
    normal[index[~kept].ravel()] = mesh.normal[index[~kept].ravel()]
    return replace(
        mesh, normal=normal.astype(np.float32), colour=(np.round(mesh.colour * 48.0) / 48.0).astype(np.float32)
    )


def hidden_by(mesh: Mesh, occlusion: Floats | float) -> Mesh:
    """Return the mesh hidden from the open sky by ``occlusion``, 0 to 1, a number or one a vertex."""
    hidden = np.broadcast_to(np.asarray(occlusion, dtype=np.float32), (len(mesh.position_m),))
    return replace(mesh, occlusion=hidden.copy())


# -- spruces --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grain:
    """How finely a spruce is drawn."""

    boughs: int
    twigs: int
    """Along each side of a bough."""
    hangs: bool
    """Whether twigs also hang below the spine."""
    drifts: int
    """Cross-sections of the snow on a bough; 0 leaves it as one triangle."""
    trunk: int
    """Sides of the trunk; 0 stands a dark cone in the boughs' midst instead, which no sky shows through."""


FINEST = Grain(118, 9, True, 4, 9)
FINE = Grain(66, 5, True, 1, 6)
NEAR = Grain(54, 4, True, 1, 6)
MIDDLE = Grain(30, 2, True, 0, 4)
YOUNG = Grain(13, 2, False, 0, 3)
FAR = Grain(18, 1, False, 0, 0)
FARTHER = Grain(8, 1, False, 0, 0)
"""Up to some 20 m from the eye in full quality, 40 m in full, 20 m, 40 m, young ones, 95 m, and beyond."""
TEMPLATE_M = 14.0
"""Height of the spruces that are planted in many sizes."""


@dataclass(frozen=True, slots=True)
class Boughs:
    """Boughs by their roots: arrays of one length."""

    root_m: Floats
    """(b, 3)."""
    angle: Floats
    """Radians from +X."""
    reach_m: Floats
    rise: Floats
    """Slope at the root."""
    droop: Floats
    """How far the slope falls on the way out."""
    luck: Floats
    """(4, b), 0 to 1."""
    part: Floats
    """Height of the root as a part of the tree's."""


def spruce(height_m: float, seed: int, grain: Grain, bare: float = 0.05) -> Mesh:
    """A spruce with its foot at the origin: trunk, boughs from the part ``bare`` of its height up, and a spike."""
    boughs = _grown(height_m, seed, grain.boughs, bare)
    return merge([_trunk(height_m, grain.trunk), feathers(boughs, grain), snow_on(boughs, grain)])


def _trunk(height: float, sides: int) -> Mesh:
    if sides == 0:
        heart = lathe(
            [(0.030 * height, 0.02 * height), (0.0, 0.97 * height)], segments=3, colour=np.asarray(FIR) * 1.05
        )
        return hidden_by(made_of(heart, Material.PLANT), 0.2)
    radius = 0.011 * height
    profile = [(1.25 * radius, -0.5), (radius, 0.25 * height), (0.3 * radius, 0.8 * height), (0.0, 1.02 * height)]
    bark = lathe(profile, segments=sides, colour=BARK, shininess=0.0, crease_deg=100.0)
    return hidden_by(made_of(bark, Material.PLANT), 0.3)


def _grown(height: float, seed: int, count: int, bare: float) -> Boughs:
    """Where boughs of a spruce grow: round and round, closer and shorter towards the top."""
    luck = hash01(5 * count, 7 * seed + 3).reshape(5, count)
    part = bare + (0.985 - bare) * ((np.arange(count) + 0.9 * luck[4]) / count) ** 0.86
    girth = (0.118 + 0.030 * float(hash01(1, seed + 900)[0])) * height
    taper = np.minimum((1.0 - part) ** 0.80, 0.74 + 0.9 * part)
    reach = girth * taper * (0.72 + 0.50 * luck[0]) + 0.016 * height
    rise = -0.30 + 1.05 * part**1.4 + 0.25 * (luck[1] - 0.5)
    droop = 0.62 - 0.40 * part + 0.25 * luck[2]
    root = np.stack([np.zeros(count), np.zeros(count), part * height], axis=-1)
    return Boughs(root, 2.399963 * np.arange(count) + 1.1 * luck[3] + seed, reach, rise, droop, luck[:4], part)


def spine_m(boughs: Boughs, along: Floats) -> Floats:
    """Points of spines, (b, t, 3), at parts of their reach, (t,) or (b, t): first down, then up at the tip."""
    t = np.atleast_2d(along)
    out = boughs.reach_m[:, None] * t
    down = boughs.rise[:, None] * t - boughs.droop[:, None] * t**2 + 0.45 * boughs.droop[:, None] * t**3
    flat = np.stack([np.cos(boughs.angle), np.sin(boughs.angle)], axis=-1)[:, None, :] * out[..., None]
    spine: Floats = boughs.root_m[:, None, :] + np.concatenate(
        [flat, (boughs.reach_m[:, None] * down)[..., None]], axis=-1
    )
    return spine


def feathers(boughs: Boughs, grain: Grain) -> Mesh:
    """The needles: to each side of a spine a row of pointed twigs, forward and down, and some that hang."""
    twigs = grain.twigs
    spine = spine_m(boughs, np.linspace(0.0, 1.0, twigs + 1))
    out, side, up = _axes(boughs)
    middle = 0.5 * (spine[:, :-1] + spine[:, 1:])
    at = (np.arange(twigs) + 0.5) / twigs
    bulk = (0.20 + 0.30 * np.sin(np.pi * (0.12 + 0.80 * at)))[None, :]
    wide = boughs.reach_m[:, None] * bulk * (0.8 + 0.4 * boughs.luck[3])[:, None]
    uneven = 0.72 + 0.56 * hash01(2 * middle[..., 0].size, 31).reshape(2, *middle.shape[:2])
    fall = (0.34 + 0.3 * boughs.luck[1])[:, None, None] * up
    parts, looks, depths = [spine], [np.broadcast_to(0.35 * out + up, spine.shape)], [np.linspace(0.0, 1.0, twigs + 1)]
    for k, sign in enumerate((-1.0, 1.0)):
        parts.append(middle + (wide * uneven[k])[..., None] * (sign * side + 0.55 * out - fall))
        looks.append(np.broadcast_to(0.9 * sign * side + 0.5 * out + 0.55 * up, middle.shape))
        depths.append(0.30 + 0.70 * at)
    if grain.hangs:
        lean = np.where(np.arange(twigs) % 2 == 0, 1.0, -1.0)[None, :, None] * side
        parts.append(middle + wide[..., None] * (0.25 * out + 0.12 * lean) - (0.75 * wide * uneven[0])[..., None] * up)
        looks.append(np.broadcast_to(2.2 * lean + 0.6 * out, middle.shape))
        depths.append(0.15 + 0.45 * at)
    step, first = np.arange(twigs), twigs + 1
    rows = [np.stack([step, step + 1, first + k * twigs + step], axis=-1) for k in range(len(parts) - 1)]
    place, normal = np.concatenate(parts, axis=1), np.concatenate(looks, axis=1)
    return _leafage(boughs, place, normal, np.concatenate(rows), np.concatenate(depths))


def _leafage(boughs: Boughs, place: Floats, normal: Floats, face: NDArray[np.int64], depth: Floats) -> Mesh:
    """Needles of every bough: dark towards the trunk and low in the tree, paler and rimed at their tips."""
    light = (0.50 + 0.62 * depth[None, :]) * (0.80 + 0.28 * boughs.part[:, None])
    tone = (0.72 + 0.55 * boughs.luck[2])[:, None] * light
    pale = np.clip(boughs.luck[1], 0.0, 1.0)[:, None, None]
    green = (np.asarray(FIR) * (1.0 - pale) + np.asarray(FIR_PALE) * pale) * tone[..., None]
    rime = (0.30 * boughs.luck[0][:, None] * depth[None, :] ** 2)[..., None]
    hidden = np.round(np.clip(0.55 - 0.60 * depth[None, :], 0.0, 1.0) * (1.0 - 0.35 * boughs.part[:, None]), 2)
    return assembled(place, normal, face, green * (1.0 - rime) + np.asarray(RIME) * rime, hidden, Material.PLANT)


def snow_on(boughs: Boughs, grain: Grain) -> Mesh:
    """Snow on the backs of boughs, thick along the spine and thin at its edges; some boughs have shed it."""
    laden = _some(boughs, boughs.luck[0] + 0.35 * boughs.luck[3] > 0.42)
    if grain.drifts == 0:
        return _flakes(laden)
    share = np.linspace(0.0, 1.0, grain.drifts + 2)
    start = 0.30 - 0.15 * laden.luck[3][:, None]
    spine = spine_m(laden, start + (0.98 - start) * share[None, :])
    _, side, up = _axes(laden)
    bulk = np.sin(np.pi * (0.10 + 0.80 * share[1:-1]))[None, :]
    wide = laden.reach_m[:, None] * 0.25 * bulk * (0.55 + 0.75 * laden.luck[3])[:, None]
    high = np.minimum(0.30 * wide, 0.10) + 0.015
    inner = spine[:, 1:-1]
    edges = [inner + wide[..., None] * (s * side - 0.30 * up) + 0.02 * up for s in (-1.0, 1.0)]
    ridge = [spine[:, :1] + 0.02 * up, inner + high[..., None] * up, spine[:, -1:] + 0.01 * up]
    place = np.concatenate([*ridge, *edges], axis=1)
    looks = [np.broadcast_to(0.75 * s * side + 0.7 * up, inner.shape) for s in (-1.0, 1.0)]
    normal = np.concatenate([np.broadcast_to(up, spine.shape), *looks], axis=1)
    white = np.broadcast_to(SNOW, place.shape)
    return assembled(place, normal, _ridge(grain.drifts), white, np.zeros(place.shape[:2]), Material.SNOW)


def _some(boughs: Boughs, kept: NDArray[np.bool_]) -> Boughs:
    return Boughs(
        boughs.root_m[kept], boughs.angle[kept], boughs.reach_m[kept], boughs.rise[kept], boughs.droop[kept],
        boughs.luck[:, kept], boughs.part[kept],
    )  # fmt: skip


def _ridge(sections: int) -> NDArray[np.int64]:
    """Triangles of a ridge of `sections` + 2 points, then of `sections` edge points on either side."""
    last = sections + 1
    face = []
    for first in (last + 1, last + 1 + sections):
        edge = [0, *range(first, first + sections), last]
        face += [(k, k + 1, edge[k + 1]) for k in range(sections)]
        face += [(k, edge[k + 1], edge[k]) for k in range(1, last)]
    return np.asarray(face, dtype=np.int64)


def _flakes(boughs: Boughs) -> Mesh:
    """Snow on boughs far off: one triangle each, wide at the shoulder and pointed at the tip."""
    shoulder = spine_m(boughs, np.array([0.30, 1.0]))
    out, side, up = _axes(boughs)
    wide = (0.26 * boughs.reach_m * (0.5 + 0.7 * boughs.luck[3]))[:, None, None]
    lift = (0.02 + 0.03 * boughs.reach_m)[:, None, None] * up
    base = shoulder[:, :1]
    place = np.concatenate([base - wide * side + lift, base + wide * side + lift, shoulder[:, 1:] + 0.5 * lift], axis=1)
    normal = np.broadcast_to(up + 0.35 * out, place.shape)
    white = np.broadcast_to(SNOW, place.shape)
    return assembled(place, normal, np.array([[0, 1, 2]]), white, np.zeros(place.shape[:2]), Material.SNOW)


def _axes(boughs: Boughs) -> tuple[Floats, Floats, Floats]:
    """Outward, sideways and up at every bough, (b, 1, 3) each."""
    cos, sin, nil = np.cos(boughs.angle), np.sin(boughs.angle), np.zeros(len(boughs.angle))
    out, side = np.stack([cos, sin, nil], axis=-1), np.stack([-sin, cos, nil], axis=-1)
    return out[:, None, :], side[:, None, :], np.broadcast_to([0.0, 0.0, 1.0], (len(cos), 1, 3))


def assembled(
    place: Floats, normal: Floats, face: NDArray[np.int64], colour: Floats, hidden: Floats, material: Material
) -> Mesh:
    """A mesh of many alike: (b, v, 3) places, normals, colours, (b, v) occlusion, (f, 3) triangles of one."""
    count, corners = place.shape[:2]
    spot, look = place.reshape(-1, 3), normal.reshape(-1, 3)
    look = look / np.linalg.norm(look, axis=1)[:, None]
    index = (face[None] + corners * np.arange(count)[:, None, None]).reshape(-1, 3)
    a, b, c = (spot[index[:, k]] for k in range(3))
    faces_in = np.einsum("ij,ij->i", np.cross(b - a, c - a), look[index].sum(axis=1)) < 0.0
    index[faces_in] = index[faces_in][:, ::-1]
    zero = np.zeros(len(spot), dtype=np.float32)
    return Mesh(
        position_m=spot.astype(np.float32), normal=look.astype(np.float32),
        colour=np.clip(colour.reshape(-1, 3), 0.0, 1.0).astype(np.float32), shininess=zero, emissive=zero,
        occlusion=hidden.ravel().astype(np.float32),
        material=np.full(len(spot), material, dtype=np.float32), index=index.astype(np.uint32).ravel(),
    )  # fmt: skip


def bough_to(root_m: Sequence[float], tip_m: Sequence[float], grain: Grain, seed: int) -> Mesh:
    """One bough from a trunk through a point, for what hangs there."""
    root, tip = np.asarray(root_m, dtype=np.float64), np.asarray(tip_m, dtype=np.float64)
    level = float(np.hypot(*(tip - root)[:2]))
    reach = level / 0.84
    one = np.ones(1)
    bent = 0.5 * 0.84**2 - 0.45 * 0.5 * 0.84**3
    boughs = Boughs(
        root[None], np.arctan2(*(tip - root)[1::-1]) * one, reach * one, ((tip - root)[2] / reach + bent) / 0.84 * one,
        0.5 * one, hash01(4, seed).reshape(4, 1), 0.3 * one,
    )  # fmt: skip
    return merge([feathers(boughs, grain), snow_on(replace(boughs, luck=np.full((4, 1), 0.7)), grain)])


# -- birches, stumps, brush -----------------------------------------------------------------------


def birch(east: float, north: float, foot: float, chance: float) -> Mesh:
    """A bare birch, leaning a little, its white bark barred with black, more so towards the foot."""
    height = 10.0 + 7.0 * chance
    lean = np.array([0.05 * math.sin(9 * chance), 0.05 * math.cos(7 * chance), 1.0])
    bars, sides = 9, 6
    luck = hash01(bars * (sides + 2), int(chance * 997) + 41).reshape(bars, sides + 2)
    middle = height * 0.80 * ((np.arange(bars) + luck[:, sides]) / bars) ** 1.5 + 0.08
    half = 0.02 + 0.05 * luck[:, sides + 1]
    level = np.concatenate([[-0.5], np.sort(np.concatenate([middle - half, middle + half])), [height]])
    radius = 0.145 * (1.0 - np.clip(level / height, 0.0, 1.0)) ** 0.8 + 0.012
    angle = 2 * np.pi * np.arange(sides) / sides
    ring = np.stack([np.cos(angle), np.sin(angle), np.zeros(sides)], axis=-1)
    path = level[:, None] * lean + 0.02 * np.sin(level[:, None] * [0.9, 1.3, 0.0])
    bark = np.broadcast_to(np.asarray(BIRCH), (2 * bars + 1, sides, 3)).copy()
    bark[1::2] = np.where(luck[:, :sides, None] < 0.6, np.asarray(BIRCH_DARK) * 1.5, BIRCH)
    bark *= 0.80 + 0.20 * np.clip(level[1:, None, None] / 2.0, 0.0, 1.0)
    grid = path[:, None] + radius[:, None, None] * ring
    trunk = loft(grid, caps=False, colour=bark, shininess=0.05, crease_deg=130.0)
    return made_of(moved(merge([trunk, _birch_crown(height, lean, chance)]), (east, north, foot)), Material.PLANT)


def _birch_crown(height: float, lean: Floats, chance: float) -> Mesh:
    """Bare boughs going up and out, each with hanging twigs; single thin triangles."""
    place: list[Floats] = []
    down = np.array([0.0, 0.0, 0.02])
    for k in range(13):
        a, start = 2.4 * k + 6 * chance, (0.30 + 0.052 * k) * height
        reach = (0.25 - 0.013 * k) * height
        out, side = np.array([math.cos(a), math.sin(a), 0.0]), np.array([-math.sin(a), math.cos(a), 0.0])
        root = start * lean
        tip = root + reach * (0.62 * out + np.array([0.0, 0.0, 0.78]))
        place += [root - 0.04 * side, root + 0.04 * side, tip, root - 2.0 * down, root + 2.0 * down, tip]
        for j in range(6):
            fork = root + (0.30 + 0.13 * j) * (tip - root)
            swing = (0.9 - 0.05 * j) * (1.0 if j % 2 else -1.0)
            far = fork + reach * (0.30 * (out + swing * side) + np.array([0.0, 0.0, 0.28 - 0.12 * j]))
            place += [fork - down, fork + down, far]
            knot = fork + 0.7 * (far - fork)
            place += [knot - 0.5 * down, knot + 0.5 * down, knot + reach * np.array([0.05 * swing, 0.05, -0.30])]
    corner = np.asarray(place)
    return mesh_from(corner, np.arange(len(corner)).reshape(-1, 3), colour=TWIG, shininess=0.0, crease_deg=1.0)


def stump(east: float, north: float, foot: float, chance: float) -> Mesh:
    """A trunk snapped by the fall, some leaning over, splintered, with snow about its foot."""
    length = 0.7 + 1.3 * chance
    trunk = lathe(
        [(0.16, -0.4), (0.125, 0.3), (0.115, length), (0.06, length + 0.16), (0.0, length + 0.22)],
        segments=8, colour=np.array([BARK, BARK, LOG_END, LOG_END]), crease_deg=60.0,
    )  # fmt: skip
    splinters = [
        tube([(0.09 * math.cos(a), 0.09 * math.sin(a), length - 0.05),
              (0.10 * math.cos(a), 0.10 * math.sin(a), length + 0.22 + 0.2 * math.sin(5.0 * a) ** 2)],
             [0.035, 0.004], segments=3, colour=LOG_END)
        for a in (0.4, 1.7, 3.1, 4.3, 5.5)
    ]  # fmt: skip
    leaning = turned(merge([trunk, *splinters]), (math.sin(9 * chance), math.cos(9 * chance), 0.0), 38.0 * chance)
    return made_of(moved(leaning, (east, north, foot)), Material.PLANT)


def brush(seed: int) -> Mesh:
    """Undergrowth: bare stems that fan out of the snow, thin triangles up to a man's height."""
    count = 15
    chance = hash01(5 * count, seed).reshape(5, count)
    angle, tall = 2 * np.pi * chance[0], 0.5 + 1.2 * chance[1]
    out = np.stack([np.cos(angle), np.sin(angle), np.zeros(count)], axis=-1)
    side = np.stack([-np.sin(angle), np.cos(angle), np.zeros(count)], axis=-1)
    root = 0.30 * chance[2][:, None] * out - [0.0, 0.0, 0.1]
    tip = root + tall[:, None] * (0.40 * chance[3][:, None] * out + [0.0, 0.0, 1.0])
    fork, turn = root + 0.55 * (tip - root), np.sign(chance[4] - 0.5)[:, None]
    twig = fork + 0.28 * tall[:, None] * (0.9 * turn * side + [0.0, 0.0, 1.0])
    stems = [root - 0.016 * side, root + 0.016 * side, tip, fork - 0.010 * out, fork + 0.010 * out, twig]
    place = np.stack(stems, axis=1)
    tone = (0.8 + 0.5 * chance[4])[:, None]
    made = mesh_from(
        place.reshape(-1, 3), np.arange(6 * count).reshape(-1, 3), colour=np.repeat(tone, 2, axis=0) * np.asarray(TWIG),
        shininess=0.0, crease_deg=1.0,
    )  # fmt: skip
    return made_of(made, Material.PLANT)


def mound(seed: int, wide: float = 0.8, tall: float = 0.42) -> Mesh:
    """A hummock: snow over whatever lies beneath."""
    rings, sides = 3, 8
    angle = 2 * np.pi * np.arange(sides) / sides
    rough = 1.0 + 0.22 * np.sin(2.0 * angle + seed) + 0.12 * np.sin(3.0 * angle + 2.0 * seed)
    share = np.linspace(0.0, 1.0, rings + 1)[::-1]
    grid = np.stack(
        [np.stack([wide * s * rough * np.cos(angle), 0.8 * wide * s * rough * np.sin(angle),
                   np.full(sides, (tall + 0.12) * math.cos(0.5 * math.pi * s) ** 1.3 - 0.12)], axis=-1) for s in share]
    )  # fmt: skip
    return made_of(_white_sheet(grid), Material.SNOW)


def _white_sheet(grid: Floats) -> Mesh:
    return sheet(grid, around=True, colour=SNOW, shininess=0.1, crease_deg=120.0)


def fallen(length_m: float) -> Mesh:
    """A fallen trunk along +X, half in the snow, with snow along its back and broken boughs."""
    log = tube([(0.0, 0.0, 0.10), (length_m, 0.25, 0.16)], [0.15, 0.09], segments=8, colour=BARK)
    snow = tube([(0.1, 0.0, 0.20), (0.5 * length_m, 0.13, 0.26), (0.96 * length_m, 0.24, 0.23)], [0.11, 0.12, 0.06],
                segments=7, colour=SNOW)  # fmt: skip
    snags = [
        tube([(x, 0.0, 0.12), (x + 0.25, s * 0.45, 0.55)], [0.03, 0.006], segments=4, colour=BARK)
        for x, s in ((0.3 * length_m, 1.0), (0.5 * length_m, -1.0), (0.72 * length_m, 1.0))
    ]
    return merge([made_of(merge([log, *snags]), Material.PLANT), made_of(snow, Material.SNOW)])
