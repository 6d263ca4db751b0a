"""How much of the light from all round each vertex misses because other things stand in its way.

`baked` follows straight lines from every vertex in even directions and asks which triangles they meet; triangles are
sorted into a grid square to each direction, so that only the few in a vertex's cell are asked. Nothing is drawn by lot.
A file keeps the numbers by the shape of their mesh, so that a mesh whose shape has changed since has none.
"""

from __future__ import annotations

import hashlib
import io
import math
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from viz.stage.mesh import Floats, Mesh, PartPose, merge, moved, rotated, scaled

DIRECTIONS = 64
STEPS = 64
"""Occlusion is kept in steps of one part in so many: the eye sees no smaller ones, and packs stay small."""
GRAZING = 0.05
"""Cosine under which a direction runs along the surface and is left out."""
INWARD = 0.04
"""How far from a vertex to the middle of its triangles the lines begin."""
NEAR = 0.2
"""What is nearer, as a part of that way, hides a vertex and hardly its triangles: a strap on a ball."""
CORNERS_M = 0.0041379
"""Places nearer than about this are one shape; an odd number, that no place lies on the edge between two."""

Bytes = NDArray[np.uint8]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Setting:
    """Things as they mostly stand, which hide the sky from one another."""

    poses: tuple[PartPose, ...]
    """By their meshes' names; of one that stands in several places the first counts."""
    of: frozenset[str] | None = None
    """Names of what is baked, the rest only hides; None for all."""
    reach_m: float = math.inf
    """What is farther hides nothing, what is nearer the more."""
    lift_m: float = 0.004
    """How far above its surface a vertex looks from."""


# -- the lines ------------------------------------------------------------------------------------


def baked(
    meshes: Mapping[str, Mesh], settings: Iterable[Setting], only: Collection[str] | None = None
) -> dict[str, Floats]:
    """Return the occlusion of each vertex by mesh name, 0 open to 1 hidden, of what the settings name and is there.

    What stands in several settings has their mean. ``only`` are the names that are wanted, None for all.
    """
    found: dict[str, list[Floats]] = {}
    for setting in settings:
        stood = [(pose.name, placed(meshes[pose.name], pose)) for pose in setting.poses if pose.name in meshes]
        wanted = {
            name: mesh
            for name, mesh in reversed(stood)
            if (setting.of is None or name in setting.of) and (only is None or name in only)
        }
        if wanted:
            among = merge(mesh for _, mesh in stood)
            together = hidden(merge(wanted.values()), among, setting.reach_m, setting.lift_m)
            ends = np.cumsum([len(mesh.position_m) for mesh in wanted.values()])
            for name, values in zip(wanted, np.split(together, ends[:-1]), strict=True):
                found.setdefault(name, []).append(values)
    return {name: np.mean(values, axis=0) for name, values in found.items()}


def placed(mesh: Mesh, pose: PartPose) -> Mesh:
    """Return a part where its pose puts it."""
    return moved(rotated(scaled(mesh, pose.scale), pose.rotation), pose.position_m)


def hidden(mesh: Mesh, among: Mesh, reach_m: float = math.inf, lift_m: float = 0.004) -> Floats:
    """Return the part of its own half of the sky that each vertex does not see, (n,), each direction by its cosine."""
    normal = mesh.normal.astype(np.float64)
    inward = _inward(mesh)
    origin, near = mesh.position_m + INWARD * inward + lift_m * normal, NEAR * np.linalg.norm(inward, axis=1)
    corner = among.position_m.astype(np.float64)[among.index.reshape(-1, 3)]
    lost, whole = np.zeros(len(origin)), np.full(len(origin), 1e-9)
    for out in even_directions(DIRECTIONS):
        weight = normal @ out
        facing = np.flatnonzero(weight > GRAZING)
        distance = _distance_to_first(origin[facing], near[facing], out, corner)
        share = (distance < math.inf) if math.isinf(reach_m) else np.clip(1.0 - distance / reach_m, 0.0, 1.0)
        lost[facing] += weight[facing] * share
        whole[facing] += weight[facing]
    result: Floats = lost / whole
    return result


def _inward(mesh: Mesh) -> Floats:
    """Return the way from each vertex to the middle of its triangles: from a corner lines would run along a wall."""
    place, corner = mesh.position_m.astype(np.float64), mesh.index.reshape(-1, 3)
    middle, share = np.zeros_like(place), np.bincount(mesh.index, minlength=len(place))
    for k in range(3):
        np.add.at(middle, corner[:, k], place[corner].mean(axis=1))
    inward: Floats = middle / np.maximum(share, 1)[:, None] - place
    return inward


def even_directions(count: int) -> Floats:
    """Return unit vectors spread evenly over a sphere, (count, 3)."""
    k = np.arange(count) + 0.5
    z, a = 1.0 - 2.0 * k / count, math.pi * (3.0 - math.sqrt(5.0)) * k
    r = np.sqrt(1.0 - z * z)
    return np.stack([r * np.cos(a), r * np.sin(a), z], axis=1)


def _distance_to_first(origin: Floats, near: Floats, out: Floats, corner: Floats) -> Floats:
    """Return how far along a direction each origin meets the first of the triangles (t, 3, 3); infinity for none.

    What is nearer than ``near``, (n,), is not met.
    """
    nearest = np.full(len(origin), math.inf)
    side = np.eye(3)[int(np.argmin(np.abs(out)))]
    x = np.cross(out, side)
    x /= np.linalg.norm(x)
    frame = np.stack([x, np.cross(out, x), out], axis=1)
    seen, eye = (corner.reshape(-1, 3) @ frame).reshape(-1, 3, 3), origin @ frame
    if not len(eye):
        return nearest
    which, triangle = _pairs(eye[:, :2], seen[:, :, :2])
    a, b, c = (seen[triangle, k] - eye[which] for k in range(3))
    # How the eye's line divides the triangle: the areas that it spans with each side.
    areas = np.stack([_area(b, c), _area(c, a), _area(a, b)])
    total = areas.sum(axis=0)
    inside = (np.abs(total) > 1e-14) & ((areas >= 0.0).all(axis=0) | (areas <= 0.0).all(axis=0))
    share = areas[:, inside] / total[inside]
    distance = share[0] * a[inside, 2] + share[1] * b[inside, 2] + share[2] * c[inside, 2]
    met = distance > near[which[inside]]
    np.minimum.at(nearest, which[inside][met], distance[met])
    return nearest


def _area(u: Floats, v: Floats) -> Floats:
    area: Floats = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    return area


def _pairs(point: Floats, corner: Floats) -> tuple[Counts, Counts]:
    """Return which points (n, 2) share a cell of a grid with which triangles (t, 3, 2), as two running lists."""
    low, high = corner.min(axis=1), corner.max(axis=1)
    start, span = low.min(axis=0), np.maximum(high - low, 1e-9)
    cell = max(math.sqrt(float(span.prod(axis=1).sum()) / (2.0 * len(corner))), float(np.median(span)), 1e-6)
    first, last = np.floor((low - start) / cell).astype(np.int64), np.floor((high - start) / cell).astype(np.int64)
    size = last - first + 1
    rows = int(last[:, 1].max()) + 1
    triangle, step = _running(size.prod(axis=1))
    down = size[triangle, 1]
    key = (first[triangle, 0] + step // down) * rows + first[triangle, 1] + step % down
    order = np.argsort(key, kind="stable")
    key, triangle = key[order], triangle[order]
    place = np.floor((point - start) / cell).astype(np.int64)
    within = ((place >= 0) & (place <= last.max(axis=0))).all(axis=1)
    mine = np.where(within, place[:, 0] * rows + place[:, 1], -1)
    begin = np.searchsorted(key, mine, side="left")
    which, step = _running(np.searchsorted(key, mine, side="right") - begin)
    return which, triangle[begin[which] + step]


def _running(count: Counts) -> tuple[Counts, Counts]:
    """Return for each of `count[i]` items the i it belongs to, and its number among them."""
    owner = np.repeat(np.arange(len(count)), count)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)


# -- the file -------------------------------------------------------------------------------------


def shape_of(mesh: Mesh) -> str:
    """Return a digest of a mesh's shape, which no rounding of another machine's changes."""
    coarse = np.round(mesh.position_m.astype(np.float64) / CORNERS_M).astype("<i4")
    return hashlib.sha256(mesh.index.astype("<u4").tobytes() + coarse.tobytes()).hexdigest()[:16]


def write_occlusion(file: Path, occlusion: Iterable[tuple[Mesh, Floats]]) -> None:
    """Write the occlusion of meshes, in steps, by their shapes; the same numbers make the same bytes."""
    by_shape = {shape_of(mesh): _stepped(values) for mesh, values in occlusion}
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part, array in (
            ("shapes", np.array(list(by_shape))),
            ("counts", np.array([len(values) for values in by_shape.values()], "<u4")),
            ("steps", np.concatenate(list(by_shape.values()))),
        ):
            raw = io.BytesIO()
            np.lib.format.write_array(raw, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{part}.npy"), raw.getvalue(), zipfile.ZIP_DEFLATED)


def _stepped(values: Floats) -> Bytes:
    return np.round(STEPS * values).astype(np.uint8)


def read_occlusion(file: Path) -> dict[str, Bytes]:
    """Return the steps of occlusion of each vertex, by the shape of its mesh."""
    with np.load(file) as held:
        ends = np.cumsum(held["counts"].astype(np.int64))
        return dict(zip(held["shapes"].tolist(), np.split(held["steps"], ends[:-1]), strict=True))


def shaded(meshes: Mapping[str, Mesh], held: Mapping[str, Bytes]) -> dict[str, Mesh]:
    """Return meshes with the occlusion that is held of their shapes; without any where there is none.

    One mesh under several names stays one.
    """
    made: dict[int, Mesh] = {}
    for mesh in meshes.values():
        if id(mesh) not in made:
            steps = held.get(shape_of(mesh))
            fits = steps is not None and len(steps) == len(mesh.position_m)
            made[id(mesh)] = replace(mesh, occlusion=_fraction(steps)) if fits and steps is not None else mesh
    return {name: made[id(mesh)] for name, mesh in meshes.items()}


def _fraction(steps: Bytes) -> NDArray[np.float32]:
    return (steps / STEPS).astype(np.float32)
