"""What a plugin's cast must be: all told at once when the stage is set, and thing by thing while it is drawn."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from viz.plugins import PluginFault
from viz.stage.actors import FLOOR, GASES, GLOW
from viz.stage.materials import Material
from viz.stage.mesh import Mesh

if TYPE_CHECKING:
    from viz.stage.cast import Casting, Entry

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


def refuse_unseen(entry: Entry, names: Collection[str]) -> None:
    """Raise ValueError for an entry of no mesh, or one that stands nowhere."""
    if entry.name not in names:
        raise ValueError(f'it shows "{entry.name}", and its cast has no mesh of that name')
    if not _finite(entry.place_m, entry.turn, entry.scale, (entry.light,)):
        raise ValueError(f'"{entry.name}" has a place, turn, scale or light that is no number')


def refuse_nowhere(what: str, points: Iterable[Iterable[float]]) -> None:
    """Raise ValueError where one of some points is nowhere."""
    if not _finite(*points):
        raise ValueError(f"{what} has a number that is none")


def _finite(*groups: Iterable[float]) -> bool:
    return all(math.isfinite(number) for group in groups for number in group)


def _problems(casting: Casting, taken: Collection[str], masks: Collection[str]) -> Iterator[str]:
    seen: set[int] = set()
    for name, mesh in casting.meshes.items():
        if name in taken:
            yield f'"{name}" is the name of a mesh of the stage\'s own'
        if id(mesh) not in seen:  # one of several names is told of once
            seen.add(id(mesh))
            yield from (f'mesh "{name}" {problem}' for problem in _mesh_problems(mesh))
    named = {"packs": casting.packs, "kinds": casting.kinds, "tints": casting.tints}
    for table, rows in named.items():
        yield from (f'{table} name "{name}", which is no mesh' for name in rows if name not in casting.meshes)
    for pack in dict.fromkeys(casting.packs.values()):
        if not (isinstance(pack, str) and pack.isidentifier() and pack.isascii()):
            yield f"the pack {pack!r} is no plain word"
    for name, kind in casting.kinds.items():
        if kind not in (GLOW, FLOOR, *GASES):
            yield f'the kind of "{name}" is {kind}, none of viz.stage.actors'
    for name, tint in casting.tints.items():
        if len(tint) != 3 or not _finite(tint):
            yield f'the tint of "{name}" is no colour'
    for word, mask in casting.masks.items():
        if mask not in masks:
            yield f'the mask "{word}" looks like "{mask}", which is none of {", ".join(masks)}'
    if casting.strip is not None and not casting.strip.picture.is_file():
        yield f"the picture of the ground, {casting.strip.picture}, is missing"


def _mesh_problems(mesh: Mesh) -> Iterator[str]:
    if not isinstance(mesh, Mesh):
        yield f"is {type(mesh).__name__}, no Mesh"
        return
    count = len(mesh.position_m)
    for part, width in _WIDTHS.items():
        array = getattr(mesh, part)
        if array.shape != (count, *width):
            yield f"has {part} of shape {array.shape} for {count} vertices"
        elif not np.isfinite(array).all():
            yield f"has a {part} that is no number"
    if not np.isin(mesh.material, list(Material)).all():
        yield "is of a material that is none"
    if not count or not len(mesh.index) or len(mesh.index) % 3:
        yield "has no whole triangles"
    elif not 0 <= int(mesh.index.min()) <= int(mesh.index.max()) < count:
        yield "has a triangle with a corner that is not there"
