"""Triangle meshes as plain arrays, and ways to move, turn, colour and join them.

Triangles run anticlockwise seen from outside and normals point outward. Lengths are metres. Nothing here knows
the page, VPython or the flight; `viz.stage.shapes` builds the shapes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import cross, dot, unit
from viz.stage.materials import Material

Floats = NDArray[np.float64]
Colour = tuple[float, float, float]
"""Red, green, blue from 0 to 1."""

WELD_M = 1e-5
"""Vertices nearer than this are one place when normals are smoothed."""
CREASE_DEG = 40.0
"""Faces meeting at a sharper angle keep separate normals."""
MOST_TRIANGLES = 1_000_000
"""Of one mesh; to weld more takes longer than anyone waits."""


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """One rigid body's triangles, ready to be sent once and drawn in one call.

    ``n`` vertices; all arrays run in step except `index`.
    """

    position_m: NDArray[np.float32]
    """(n, 3), the part's own frame."""
    normal: NDArray[np.float32]
    """(n, 3), unit length, outward."""
    colour: NDArray[np.float32]
    """(n, 3), 0 to 1."""
    shininess: NDArray[np.float32]
    """(n,), 0 matt to 1 mirror-like."""
    emissive: NDArray[np.float32]
    """(n,), 0 lit by the lamps, 1 glowing by itself."""
    occlusion: NDArray[np.float32]
    """(n,), 0 open to 1 hidden from the light that comes from all round."""
    material: NDArray[np.float32]
    """(n,), a `Material`."""
    index: NDArray[np.uint32]
    """(3 * triangles,)."""
    outer: int = 0
    """How many of these corners, from the first, are of skins that are seen from without only: whoever stands outside
    sees none of their triangles from behind, and they need not be drawn where they face away."""

    @property
    def triangles(self) -> int:
        """How many triangles there are."""
        return len(self.index) // 3

    @property
    def bounds_m(self) -> tuple[Vec3, Vec3]:
        """Least and greatest corner of the bounding box."""
        low, high = self.position_m.min(axis=0), self.position_m.max(axis=0)
        return (float(low[0]), float(low[1]), float(low[2])), (float(high[0]), float(high[1]), float(high[2]))

    @property
    def signed_volume_m3(self) -> float:
        """Enclosed volume; positive when a closed mesh is wound outward."""
        corner = self.position_m.astype(np.float64)[self.index.reshape(-1, 3)]
        return float(np.einsum("ij,ij->i", corner[:, 0], np.cross(corner[:, 1], corner[:, 2])).sum() / 6.0)


@dataclass(frozen=True, slots=True)
class PartPose:
    """Where one named part stands in its parent frame: scaled first, then turned, then moved."""

    name: str
    position_m: Vec3
    rotation: Quaternion
    """(w, x, y, z), from the part's frame to the parent frame."""
    scale: Vec3 = (1.0, 1.0, 1.0)
    """Along the part's own axes."""
    light: float = 1.0
    """Brightness of a part made of glowing gas; others ignore it."""


# -- from triangles to a mesh ---------------------------------------------------------------------


def mesh_from(
    position_m: ArrayLike,
    index: ArrayLike,
    *,
    colour: ArrayLike = (0.8, 0.8, 0.8),
    shininess: float = 0.1,
    emissive: float = 0.0,
    crease_deg: float = CREASE_DEG,
) -> Mesh:
    """Make a mesh of triangles, smoothing normals across edges flatter than the crease.

    ``index`` is (t, 3). ``colour`` is one colour or one per triangle, (t, 3); triangles of different colour
    share no vertex, so panels stay crisp. Triangles without area are dropped. It is of paint, and open.
    """
    place = np.asarray(position_m, dtype=np.float64)
    face = np.asarray(index, dtype=np.int64).reshape(-1, 3)
    if len(face) > MOST_TRIANGLES:
        raise ValueError(f"a mesh of {len(face)} triangles; keep to {MOST_TRIANGLES}")
    tint = np.broadcast_to(np.asarray(colour, dtype=np.float64), (len(face), 3))
    cross = np.cross(place[face[:, 1]] - place[face[:, 0]], place[face[:, 2]] - place[face[:, 0]])
    area = np.linalg.norm(cross, axis=1)
    keep = area > 1e-10
    face, tint, flat = face[keep], tint[keep], cross[keep] / area[keep, None]
    normal = _corner_normals(place, face, flat, crease_deg)
    rows = np.hstack([place[face.ravel()], normal, np.repeat(tint, 3, axis=0)])
    unique, order = _weld(rows)
    count = len(unique)
    return Mesh(
        position_m=unique[:, 0:3].astype(np.float32),
        normal=unique[:, 3:6].astype(np.float32),
        colour=np.clip(unique[:, 6:9], 0.0, 1.0).astype(np.float32),
        shininess=np.full(count, shininess, dtype=np.float32),
        emissive=np.full(count, emissive, dtype=np.float32),
        occlusion=np.zeros(count, dtype=np.float32),
        material=np.full(count, Material.PAINT, dtype=np.float32),
        index=order.astype(np.uint32),
    )


def _corner_normals(place: Floats, face: NDArray[np.int64], flat: Floats, crease_deg: float) -> Floats:
    """Normal at each triangle corner, (3t, 3): the mean, by corner angle, of faces within the crease."""
    corner = face.ravel()
    angle = _corner_angles(place[face])
    weighted = np.repeat(flat, 3, axis=0) * angle[:, None]
    key = np.round(place[corner] / WELD_M).astype(np.int64)
    _, group = np.unique(key, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    sorted_group, unit, share = group.ravel()[order], np.repeat(flat, 3, axis=0)[order], weighted[order]
    total = share.copy()
    limit = math.cos(math.radians(crease_deg))
    for step in range(1, int(np.bincount(sorted_group).max())):
        near = (sorted_group[step:] == sorted_group[:-step]) & (
            np.einsum("ij,ij->i", unit[step:], unit[:-step]) > limit
        )
        total[step:][near] += share[:-step][near]
        total[:-step][near] += share[step:][near]
    result = np.empty_like(total)
    result[order] = total / np.maximum(np.linalg.norm(total, axis=1), 1e-30)[:, None]
    return result


def _corner_angles(triangle: Floats) -> Floats:
    """Angle at each corner of (t, 3, 3) triangles, (3t,) radians."""
    ahead = np.roll(triangle, -1, axis=1) - triangle
    back = np.roll(triangle, 1, axis=1) - triangle
    cosine = np.einsum("tij,tij->ti", ahead, back)
    length = np.linalg.norm(ahead, axis=2) * np.linalg.norm(back, axis=2)
    angle: Floats = np.arccos(np.clip(cosine / np.maximum(length, 1e-30), -1.0, 1.0)).ravel()
    return angle


def _weld(rows: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Rows without repeats, in order of first use, and the row of each input."""
    key = np.round(rows * 1e5).astype(np.int64)
    _, first, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
    rank = np.argsort(np.argsort(first, kind="stable"), kind="stable")
    return rows[np.sort(first)], rank[inverse.ravel()].astype(np.int64)


# -- combinators ----------------------------------------------------------------------------------


def merge(meshes: Iterable[Mesh]) -> Mesh:
    """Join meshes into one, their vertices in order; of their triangles those seen from without only come first."""
    parts = list(meshes)
    starts = np.cumsum([0] + [len(part.position_m) for part in parts[:-1]])
    index = [part.index + np.uint32(start) for part, start in zip(parts, starts, strict=True)]
    outer = [corners[: part.outer] for part, corners in zip(parts, index, strict=True)]
    rest = [corners[part.outer :] for part, corners in zip(parts, index, strict=True)]
    return Mesh(
        position_m=np.concatenate([part.position_m for part in parts]),
        normal=np.concatenate([part.normal for part in parts]),
        colour=np.concatenate([part.colour for part in parts]),
        shininess=np.concatenate([part.shininess for part in parts]),
        emissive=np.concatenate([part.emissive for part in parts]),
        occlusion=np.concatenate([part.occlusion for part in parts]),
        material=np.concatenate([part.material for part in parts]),
        index=np.concatenate([*outer, *rest]).astype(np.uint32),
        outer=int(math.fsum(map(len, outer))),
    )


def seen_from_without(mesh: Mesh) -> Mesh:
    """Say of a mesh that its skin is closed, or that nobody sees into its open ends."""
    return replace(mesh, outer=len(mesh.index))


def moved(mesh: Mesh, offset_m: Vec3) -> Mesh:
    """Shift a mesh."""
    return replace(mesh, position_m=(mesh.position_m + np.asarray(offset_m)).astype(np.float32))


def rotated(mesh: Mesh, rotation: Quaternion) -> Mesh:
    """Turn a mesh about its origin by a quaternion (w, x, y, z)."""
    matrix = rotation_matrix(rotation)
    return replace(
        mesh,
        position_m=(mesh.position_m @ matrix.T).astype(np.float32),
        normal=(mesh.normal @ matrix.T).astype(np.float32),
    )


def turned(mesh: Mesh, axis: Vec3, degrees: float) -> Mesh:
    """Turn a mesh about an axis through its origin, right-handed."""
    return rotated(mesh, about(axis, degrees))


def aimed(mesh: Mesh, direction: Vec3) -> Mesh:
    """Turn a mesh so that its +Z looks along ``direction``, by the shortest way."""
    return rotated(mesh, shortest_turn((0.0, 0.0, 1.0), direction))


def scaled(mesh: Mesh, factor: Vec3) -> Mesh:
    """Stretch a mesh along its axes by positive factors, keeping normals true."""
    size = np.asarray(factor, dtype=np.float64)
    normal = mesh.normal / size
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    return replace(mesh, position_m=(mesh.position_m * size).astype(np.float32), normal=normal.astype(np.float32))


def mirrored(mesh: Mesh, axis: int) -> Mesh:
    """Reflect a mesh through the plane at right angles to axis 0, 1 or 2, keeping it wound outward."""
    flip = np.ones(3)
    flip[axis] = -1.0
    index = mesh.index.reshape(-1, 3)[:, ::-1].ravel()
    return replace(
        mesh,
        position_m=(mesh.position_m * flip).astype(np.float32),
        normal=(mesh.normal * flip).astype(np.float32),
        index=np.ascontiguousarray(index),
    )


def backside(mesh: Mesh, tint: float = 1.0) -> Mesh:
    """Turn a skin inside out, its colours times ``tint``: the other face of a thin sheet."""
    return replace(
        mesh,
        normal=-mesh.normal,
        colour=(mesh.colour * np.float32(tint)).astype(np.float32),
        outer=0,
        index=np.ascontiguousarray(mesh.index.reshape(-1, 3)[:, ::-1].ravel()),
    )


def coloured(mesh: Mesh, colour: Colour | Callable[[Floats], Floats]) -> Mesh:
    """Give every vertex one colour, or a colour by a function of positions (n, 3) to colours (n, 3)."""
    if callable(colour):
        tint = colour(mesh.position_m.astype(np.float64))
    else:
        tint = np.broadcast_to(np.asarray(colour, dtype=np.float64), mesh.colour.shape)
    return replace(mesh, colour=np.clip(tint, 0.0, 1.0).astype(np.float32))


def made_of(mesh: Mesh, material: Material) -> Mesh:
    """Make all of a mesh of a `Material`."""
    return replace(mesh, material=np.full(len(mesh.position_m), material, dtype=np.float32))


def made_where(mesh: Mesh, colour: Colour, material: Material) -> Mesh:
    """Make what has a colour of a `Material`, and leave the rest."""
    alike = (np.abs(mesh.colour - np.asarray(colour, dtype=np.float32)) < 1e-3).all(axis=1)
    return replace(mesh, material=np.where(alike, material, mesh.material).astype(np.float32))


def on_sphere(mesh: Mesh, direction: Vec3, radius_m: float) -> Mesh:
    """Stand a mesh on a sphere: its origin goes to the surface and its +Z looks straight out."""
    unit = np.asarray(direction, dtype=np.float64)
    unit = unit / np.linalg.norm(unit)
    return moved(aimed(mesh, direction), vec3(radius_m * unit))


def hash01(count: int, seed: int) -> Floats:
    """Return ``count`` numbers in [0, 1) that look random and never change."""
    value = (np.arange(count, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15 & (2**63 - 1))
    value = value + np.uint64(seed * 0x632BE59B % 2**32)
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    value = value ^ (value >> np.uint64(31))
    result: Floats = (value >> np.uint64(11)).astype(np.float64) / 2.0**53
    return result


# -- turning --------------------------------------------------------------------------------------


_AXES: tuple[Vec3, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def about(axis: Vec3, degrees: float) -> Quaternion:
    """Quaternion of a right-handed turn about an axis."""
    x, y, z = axis
    long = math.hypot(x, y, z)
    half = math.radians(degrees) / 2.0
    sine = math.sin(half) / long
    return (math.cos(half), sine * x, sine * y, sine * z)


def rotation_matrix(rotation: Quaternion) -> Floats:
    """Matrix (3, 3) that turns column vectors as the quaternion does."""
    w, x, y, z = rotation
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def shortest_turn(start: Vec3, end: Vec3) -> Quaternion:
    """Quaternion of the shortest turn from one direction to another."""
    a, b = unit(start), unit(end)
    cosine = dot(a, b)
    if cosine < -1.0 + 1e-12:
        least = min(range(3), key=lambda axis: abs(a[axis]))
        return about(cross(a, _AXES[least]), 180.0)
    w, (x, y, z) = 1.0 + cosine, cross(a, b)
    long = math.hypot(w, x, y, z)
    return (w / long, x / long, y / long, z / long)


def vec3(values: Floats) -> Vec3:
    """Three numbers as a plain tuple."""
    return (float(values[0]), float(values[1]), float(values[2]))
