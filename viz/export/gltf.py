"""A binary glTF 2.0 file being put together: one buffer, whose arrays are named by number, and the tree beside it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

FLOAT, UNSIGNED = 5126, 5125
"""Kinds of numbers, as glTF counts them."""
VERTICES, CORNERS = 34962, 34963
"""What a part of the buffer is for."""
_TYPES = {1: "SCALAR", 3: "VEC3", 4: "VEC4"}
_MAGIC, _JSON, _BINARY = 0x46546C67, 0x4E4F534A, 0x004E4942


class Buffer:
    """The arrays, one after another."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._known: dict[bytes, int] = {}
        self._size = 0
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def put(self, array: NDArray[Any], target: int | None = None) -> int:
        """Return the number of an array's accessor; one that is there already is not stored again."""
        rows = np.ascontiguousarray(array, np.uint32 if array.dtype.kind == "u" else np.float32)
        wide = 1 if rows.ndim == 1 else rows.shape[1]
        raw = rows.tobytes()
        key = b"%d %d " % (wide, target or 0) + raw
        if key in self._known:
            return self._known[key]
        view: dict[str, Any] = {"buffer": 0, "byteOffset": self._size, "byteLength": len(raw)}
        self.views.append(view if target is None else view | {"target": target})
        low, high = rows.reshape(-1, wide).min(axis=0), rows.reshape(-1, wide).max(axis=0)
        accessor = {
            "bufferView": len(self.views) - 1,
            "componentType": UNSIGNED if rows.dtype == np.uint32 else FLOAT,
            "count": len(rows),
            "type": _TYPES[wide],
            "min": low.tolist(),
            "max": high.tolist(),
        }
        self.accessors.append(accessor)
        self._parts.append(raw)
        self._size += len(raw)
        self._known[key] = len(self.accessors) - 1
        return self._known[key]

    def write(self, tree: Mapping[str, Any], file: IO[bytes]) -> None:
        """Write the file: a tree with this buffer's accessors in it, then the buffer."""
        whole = {
            **tree,
            "buffers": [{"byteLength": self._size}],
            "bufferViews": self.views,
            "accessors": self.accessors,
        }
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        text += b" " * (-len(text) % 4)
        file.write(struct.pack("<III", _MAGIC, 2, 28 + len(text) + self._size))
        file.write(struct.pack("<II", len(text), _JSON) + text)
        file.write(struct.pack("<II", self._size, _BINARY))
        for part in self._parts:
            file.write(part)
