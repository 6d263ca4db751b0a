"""What a plugin's cast must be: all that is wrong is told at once when the stage is set."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping

import numpy as np

from viz.plugins import PluginFault
from viz.stage.actors import FLOOR, GASES, GLOW, SEA
from viz.stage.bounds import FARTHEST_M, are_numbers
from viz.stage.cast import Casting
from viz.stage.earth import GroundStrip
from viz.stage.materials import Material
from viz.stage.mesh import Mesh
from viz.stage.tether import RopeLook, ring_names

MOST_MESHES = 2_000
MOST_VERTICES = 500_000
"""Of one mesh."""
MOST_VERTICES_OF_ALL = 5_000_000
_MESH_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,79}")
_PACK_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")

_WIDTHS = {
    "position_m": (3,), "normal": (3,), "colour": (3,), "shininess": (), "emissive": (),
    "occlusion": (), "material": (),
}  # fmt: skip


def refuse_unsound(models: str, casting: Casting, taken: Collection[str], masks: Collection[str]) -> None:
    """Raise PluginFault with all that keeps a plugin's cast from being shown; `taken` are names of the stage's own."""
    problems = list(_problems(casting, taken, masks))
    if problems:
        told = "; ".join(problems[:8]) + (f"; and {len(problems) - 8} more" if len(problems) > 8 else "")
        raise PluginFault(
            f'the plugin "{models}" makes a cast that cannot be shown: {told} - its author must mend it; '
            "docs/new-mission.md says what a cast is"
        )


def _problems(casting: Casting, taken: Collection[str], masks: Collection[str]) -> Iterator[str]:
    strange = list(_strange_parts(casting))
    yield from strange
    if strange:
        return
    seen: set[int] = set()
    for name, mesh in (*casting.meshes.items(), *casting.fine.items()):
        if type(name) is not str or not _MESH_NAME.fullmatch(name):
            yield f"the mesh {str(name)[:80]!r} has a name that is no plain word"
        if name in taken:
            yield f'"{name}" is the name of a mesh of the stage\'s own'
        if id(mesh) not in seen:  # one of several names is told of once
            seen.add(id(mesh))
            yield from (f'mesh "{name}" {problem}' for problem in _mesh_problems(mesh))
    named = {"packs": casting.packs, "kinds": casting.kinds, "tints": casting.tints, "fine": casting.fine}
    for table, rows in named.items():
        yield from (f'{table} name "{name}", which is no mesh' for name in rows if name not in casting.meshes)
    for pack in dict.fromkeys(casting.packs.values()):
        if not (isinstance(pack, str) and _PACK_NAME.fullmatch(pack)):
            yield f"the pack {pack!r} is no plain word"
    for name, kind in casting.kinds.items():
        if kind not in (GLOW, FLOOR, SEA, *GASES):
            yield f'the kind of "{name}" is {kind}, none of viz.stage.actors'
    for name, tint in casting.tints.items():
        if not are_numbers((tint, 3)):
            yield f'the tint of "{name}" is no colour'
    for word, mask in casting.masks.items():
        if mask not in masks:
            yield f'the mask "{word}" looks like "{mask}", which is none of {", ".join(masks)}'
    if casting.strip is not None and not casting.strip.picture.is_file():
        yield f"the picture of the ground, {casting.strip.picture}, is missing"


def _strange_parts(casting: Casting) -> Iterator[str]:
    """Yield which parts are of another kind than a cast's, or more than can be shown."""
    for part in ("meshes", "packs", "kinds", "tints", "masks", "fine"):
        if not isinstance(getattr(casting, part), Mapping):
            yield f"its {part} are {type(getattr(casting, part)).__name__}, no table by name"
    for part in ("entries", "rope_m", "lamps", "shadows"):
        if not callable(getattr(casting, part)):
            yield f"its {part} is {type(getattr(casting, part)).__name__}, no function"
    for part, kind in (("rope", RopeLook), ("strip", GroundStrip)):
        if not isinstance(getattr(casting, part), kind | None):
            yield f"its {part} is {type(getattr(casting, part)).__name__}, no {kind.__name__}"
    if isinstance(casting.meshes, Mapping):
        yield from _too_much(casting)


def _too_much(casting: Casting) -> Iterator[str]:
    if len(casting.meshes) > MOST_MESHES:
        yield f"it has {len(casting.meshes)} meshes; keep to {MOST_MESHES}"
    meshes = {id(mesh): mesh for mesh in casting.meshes.values() if isinstance(mesh, Mesh)}
    vertices = int(math.fsum(len(mesh.position_m) for mesh in meshes.values()))
    if vertices > MOST_VERTICES_OF_ALL:
        yield f"its meshes have {vertices} vertices together; keep to {MOST_VERTICES_OF_ALL}"
    if isinstance(casting.rope, RopeLook):
        lacking = [name for name in ring_names(casting.rope) if name not in casting.meshes]
        if lacking:
            yield f'the rope has {casting.rope.rings} rings, and there is no mesh "{lacking[0]}"'


def _mesh_problems(mesh: Mesh) -> Iterator[str]:
    if not isinstance(mesh, Mesh):
        yield f"is {type(mesh).__name__}, no Mesh"
        return
    arrays = {part: getattr(mesh, part) for part in (*_WIDTHS, "index")}
    for part, array in arrays.items():
        if not isinstance(array, np.ndarray) or array.dtype.kind not in ("iu" if part == "index" else "f"):
            yield f"has {part} of {getattr(array, 'dtype', type(array).__name__)}"
            return
    count = len(mesh.position_m)
    if count > MOST_VERTICES or mesh.index.size > 6 * MOST_VERTICES or mesh.index.ndim != 1:
        yield f"has {count} vertices and {mesh.index.shape} corners; keep to {MOST_VERTICES} vertices"
        return
    for part, width in _WIDTHS.items():
        array = arrays[part]
        if array.shape != (count, *width):
            yield f"has {part} of shape {array.shape} for {count} vertices"
        elif not (np.abs(array) <= FARTHEST_M).all():  # nor is NaN
            yield f"has a {part} that is no number"
    if not np.isin(mesh.material, list(Material)).all():
        yield "is of a material that is none"
    if not count or not len(mesh.index) or len(mesh.index) % 3:
        yield "has no whole triangles"
    elif type(mesh.outer) is not int or mesh.outer % 3 or not 0 <= mesh.outer <= len(mesh.index):
        yield f"says {mesh.outer!r} of its {len(mesh.index)} corners are seen from without only"
    elif not 0 <= int(mesh.index.min()) <= int(mesh.index.max()) < count:
        yield "has a triangle with a corner that is not there"
