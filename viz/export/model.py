"""Binary glTF: the cast's meshes, moving in the clips ``spacewalk`` and ``descent``.

The craft's origin is the root's; axes are TEME's, turned so that glTF's Y is the Earth's north. Each clip plays from
its own zero; what that is in the flight stands in its ``extras``.
"""

from __future__ import annotations

import math
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from viz.export.clips import Clip, Moves, casting_of, clips
from viz.export.gltf import CORNERS, VERTICES, Buffer
from viz.export.told import Told
from viz.flight.state import Vec3
from viz.stage.cast import WHITE, Casting
from viz.stage.materials import Material
from viz.stage.mesh import Mesh

AXES_NOTE = (
    "Metres. The root's children stand on TEME axes from the craft's origin; the root turns Z, the Earth's north, to "
    "glTF's Y. A thing that is not there has scale 0. Flames, glowing air, ropes, ground and trees are left out."
)
_HALF = math.sqrt(0.5)
_METALLIC = {Material.METAL: 0.9, Material.FOIL: 0.8}
_ROUGH = {Material.METAL: 0.4, Material.FOIL: 0.3, Material.GLASS: 0.1, Material.CLOTH: 0.95}
_STILL = np.zeros(1, np.float32)


def write(told: Told, file: IO[bytes]) -> None:
    """Write the file; UsageError where a clip has too many frames."""
    casting, buffer = casting_of(told), Buffer()
    played = list(clips(told, casting))
    names = list(dict.fromkeys(name for clip in played for name in clip.moves))
    first = {name: next(clip.moves[name] for clip in played if name in clip.moves) for name in names}
    kinds = sorted({kind for name in names for kind, _ in _by_material(casting.meshes[name])})
    root = {
        "name": told.title,
        "rotation": [-_HALF, 0.0, 0.0, _HALF],
        "children": list(range(1, len(names) + 1)),
        "extras": {"axes": AXES_NOTE},
    }
    tree = {
        "asset": {"version": "2.0", "generator": told.header["made_with"], "extras": _about(told)},
        "scene": 0,
        "scenes": [{"name": told.title, "nodes": [0]}],
        "nodes": [root, *(_node(name, number, first[name]) for number, name in enumerate(names))],
        "meshes": [_mesh(name, casting, buffer, kinds) for name in names],
        "materials": [_material(kind) for kind in kinds],
        "animations": [_animation(told, clip, names, buffer) for clip in played],
    }
    buffer.write(tree, file)


def _about(told: Told) -> dict[str, Any]:
    header: dict[str, Any] = dict(told.header)
    return header | {
        "axes": AXES_NOTE,
        "events": [told.event_row(event) for event in told.events],
        "sources": told.sources(),
    }


def _node(name: str, number: int, moves: Moves) -> dict[str, Any]:
    return {
        "name": name,
        "mesh": number,
        "translation": moves.place_m[0].tolist(),
        "rotation": moves.turn[0].tolist(),
        "scale": moves.scale[0].tolist(),
    }


def _material(kind: Material) -> dict[str, Any]:
    surface = {
        "baseColorFactor": [1.0, 1.0, 1.0, 1.0],
        "metallicFactor": _METALLIC.get(kind, 0.0),
        "roughnessFactor": _ROUGH.get(kind, 0.7),
    }
    return {"name": kind.name.lower(), "doubleSided": True, "pbrMetallicRoughness": surface}


def _mesh(name: str, casting: Casting, buffer: Buffer, kinds: list[Material]) -> dict[str, Any]:
    mesh, tint = casting.meshes[name], casting.tints.get(name, WHITE)
    attributes = {
        "POSITION": buffer.put(mesh.position_m, VERTICES),
        "NORMAL": buffer.put(_unit(mesh.normal), VERTICES),
        "COLOR_0": buffer.put(_linear(mesh, tint), VERTICES),
    }
    primitives = [
        {"attributes": attributes, "indices": buffer.put(corners.ravel(), CORNERS), "material": kinds.index(kind)}
        for kind, corners in _by_material(mesh)
    ]
    return {"name": name, "primitives": primitives, "extras": {"triangles": mesh.triangles}}


def _by_material(mesh: Mesh) -> list[tuple[Material, NDArray[np.uint32]]]:
    """Return the triangles of each material, as of their first corner."""
    triangles = mesh.index.reshape(-1, 3)
    kinds = mesh.material[triangles[:, 0]].astype(int)
    return [(kind, triangles[kinds == kind]) for kind in Material if (kinds == kind).any()]


def _unit(normal: NDArray[np.float32]) -> NDArray[np.float32]:
    long = np.linalg.norm(normal.astype(np.float64), axis=1, keepdims=True)
    return np.where(long > 1e-6, normal / np.maximum(long, 1e-6), (0.0, 0.0, 1.0)).astype(np.float32)


def _linear(mesh: Mesh, tint: Vec3) -> NDArray[np.float32]:
    """Return linear light of the colours a screen shows."""
    shown: NDArray[np.float32] = np.clip(mesh.colour * np.asarray(tint), 0.0, 1.0).astype(np.float32)
    return shown ** np.float32(2.2)


def _animation(told: Told, clip: Clip, names: list[str], buffer: Buffer) -> dict[str, Any]:
    samplers: list[dict[str, Any]] = []
    channels: list[dict[str, Any]] = []
    for number, name in enumerate(names, start=1):
        moves = clip.moves.get(name)
        tracks = {"scale": np.zeros((1, 3), np.float32)} if moves is None else _tracks(moves)
        for path, values in tracks.items():
            since_s = clip.since_s if len(values) > 1 else _STILL
            way = "STEP" if path == "scale" and (values == 0.0).any() else "LINEAR"
            samplers.append({"input": buffer.put(since_s), "output": buffer.put(values), "interpolation": way})
            channels.append({"sampler": len(samplers) - 1, "target": {"node": number, "path": path}})
    extras = {
        "liftoff_utc": told.header["liftoff_utc"],
        "start_met_s": clip.stretch.start_s,
        "stop_met_s": clip.stretch.stop_s,
        "start_utc": told.utc(clip.stretch.start_s),
    }
    return {"name": clip.name, "samplers": samplers, "channels": channels, "extras": extras}


def _tracks(moves: Moves) -> dict[str, NDArray[np.float32]]:
    """Return what changes as it is, and what does not as its one value."""
    tracks = {"translation": moves.place_m, "rotation": moves.turn, "scale": moves.scale}
    return {path: values[:1] if (values == values[0]).all() else values for path, values in tracks.items()}
