"""Everything a page needs to draw the stage, by its address below ``scene/``."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem
from viz.stage.host import Json, compact_json, libraries
from viz.stage.mesh import Mesh
from viz.stage.shaders import shader_edits, shader_programs
from viz.stage.stage import Stage

TEXTURES = ("earth_day_clouds.jpg", "ground_eva.jpg")


def web_files(stage: Stage) -> dict[str, bytes | Path]:
    """Return address -> content, as bytes or as a file to read.

    Scripts are to be loaded in the order jquery.min.js, glow.min.js, bridge.js. Raises InvalidFile when an
    asset is missing.
    """
    web = Path(str(files("viz.stage"))) / "web"
    table, blob = pack_meshes(stage.meshes)
    setup = {"objects": stage.constructors(), "meshes": table, "shaders": shader_edits(), "programs": shader_programs()}
    served: dict[str, bytes | Path] = {
        "jquery.min.js": libraries() / "jquery.min.js",
        "glow.min.js": libraries() / "glow.min.js",
        "bridge.js": b"\n".join((web / name).read_bytes() for name in ("passes.js", "glow.js", "bridge.js")),
        "setup.json": compact_json(setup).encode(),
        "meshes.bin": blob,
    }
    served.update({f"textures/{name}": assets_root() / "textures" / name for name in TEXTURES})
    missing = [path for path in served.values() if isinstance(path, Path) and not path.is_file()]
    if missing:
        raise InvalidFile(
            "the stage's files",
            [Problem(path.name, "is missing", f"install the package again; it belongs at {path}") for path in missing],
        )
    return served


def pack_meshes(meshes: dict[str, Mesh]) -> tuple[list[dict[str, Json]], bytes]:
    """Return the table of the meshes and one block of little-endian 32-bit numbers holding them all.

    Each mesh lies as position, normal, colour (3 floats a vertex), shininess, emissive (1), texture (2),
    then its indices; one that has several names lies there once.
    """
    table: list[dict[str, Json]] = []
    parts: list[bytes] = []
    offset = 0
    laid: dict[int, dict[str, Json]] = {}
    for name, mesh in meshes.items():
        if id(mesh) in laid:
            table.append({**laid[id(mesh)], "name": name})
            continue
        floats = (mesh.position_m, mesh.normal, mesh.colour, mesh.shininess, mesh.emissive, mesh.texture_uv)
        block = b"".join(np.ascontiguousarray(part, "<f4").tobytes() for part in floats)
        block += np.ascontiguousarray(mesh.index, "<u4").tobytes()
        table.append({"name": name, "offset": offset, "vertices": len(mesh.position_m), "indices": len(mesh.index)})
        laid[id(mesh)] = table[-1]
        parts.append(block)
        offset += len(block)
    return table, b"".join(parts)
