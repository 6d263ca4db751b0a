"""Meshes as a page fetches them: one file a pack, in as few bytes as lose nothing.

A mesh lies as position, normal, colour, shininess, emissive, and occlusion with material, then its triangles'
corners. What many vertices share lies once: each of the six is written as its different rows and, where there are fewer
of those than vertices, which of them each vertex has. ``web/packs.js`` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viz.stage.host import Json
from viz.stage.mesh import Mesh

_ODD = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
"""Any odd numbers: rows of equal bits, and hardly any others, come to the same sum of products."""


@dataclass(frozen=True, slots=True)
class Packs:
    """What a page fetches of a cast, and where in it each mesh lies."""

    table: list[dict[str, Json]]
    """A row for each mesh: its name, its pack, where it begins there in bytes, how many vertices and corners it has,
    of each attribute how many rows lie there, the least and greatest corner
    of its box, and how many corners are of skins that are seen from without only."""
    blocks: dict[str, bytes]
    """By pack, in the order in which they were first named."""


def packed(meshes: Mapping[str, Mesh], pack_of: Mapping[str, str]) -> Packs:
    """Lay meshes into the packs of their names; one that has several names lies once, in the first name's pack."""
    table: list[dict[str, Json]] = []
    parts: dict[str, list[bytes]] = {pack_of[name]: [] for name in (*pack_of, *meshes) if name in meshes}
    filled = dict.fromkeys(parts, 0)
    laid: dict[tuple[bytes, int], dict[str, Json]] = {}
    of_mesh: dict[int, tuple[list[int], bytes]] = {}
    for name, mesh in meshes.items():
        rows, block = of_mesh.get(id(mesh)) or of_mesh.setdefault(id(mesh), _encoded(mesh))
        if (known := laid.get((block, mesh.outer))) is not None:
            table.append({**known, "name": name})
            continue
        pack = pack_of[name]
        place = {"pack": pack, "offset": filled[pack], "vertices": len(mesh.position_m), "indices": len(mesh.index)}
        row = laid[block, mesh.outer] = {"name": name, **place, "rows": rows, "box": mesh.bounds_m, "outer": mesh.outer}
        table.append(row)
        parts[pack].append(block)
        filled[pack] += len(block)
    return Packs(table, {pack: b"".join(blocks) for pack, blocks in parts.items() if blocks})


def _encoded(mesh: Mesh) -> tuple[list[int], bytes]:
    """Return how many rows of each attribute lie in the block, and the block: little-endian, in steps of four bytes."""
    rows: list[int] = []
    block = bytearray()
    surface = np.column_stack([mesh.occlusion, mesh.material])
    for part in (mesh.position_m, mesh.normal, mesh.colour, mesh.shininess, mesh.emissive, surface):
        whole = np.ascontiguousarray(part, "<f4").reshape(len(mesh.position_m), -1)
        different, which = _shared(whole)
        rows.append(len(different))
        block += different.tobytes() + _padded(which)
    corners = mesh.index.astype("<u2" if len(mesh.position_m) <= 1 << 16 else "<u4")
    return rows, bytes(block + _padded(corners))


def _shared(whole: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.unsignedinteger]]:
    """Return the different rows and which each row is of them, or all rows and nothing where that is shorter."""
    nothing = np.zeros(0, np.uint8)
    keys = whole.view("<u4").astype(np.uint64) @ _ODD[: whole.shape[1]]
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    different = whole[first]
    index = which.astype(np.uint8 if len(different) <= 1 << 8 else "<u2")
    if len(different) == 1:
        index = nothing
    is_shorter = len(different) <= 1 << 16 and different.nbytes + index.nbytes < whole.nbytes
    if not is_shorter or different[which].tobytes() != whole.tobytes():
        return whole, nothing
    return different, index


def _padded(numbers: NDArray[np.unsignedinteger]) -> bytes:
    raw = numbers.tobytes()
    return raw + bytes(-len(raw) % 4)
