"""Make ``assets/meshes/occlusion*.npz``: how much of the sky ships, men and country hide from one another.

    python scripts/build_occlusion.py [MISSION ...]

To be run whenever a mesh of a flight has changed its shape; takes a minute for each. `viz.stage.occlusion` says how.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from asset_manifest import Entry, write_entries

import viz.missions.gemini4.stage.cast as gemini4
import viz.missions.gemini4.stage.hiding as gemini4_hiding
import viz.missions.voskhod2.stage.cast as voskhod2
import viz.missions.voskhod2.stage.hiding as voskhod2_hiding
from viz.stage.mesh import Floats, Mesh
from viz.stage.occlusion import Setting, baked, write_occlusion

Meshes = Mapping[str, Mesh]


@dataclass(frozen=True, slots=True)
class Things:
    """What of a flight is computed, and where it goes."""

    id: str
    meshes: Callable[[], Meshes]
    fine: Callable[[], Meshes]
    settings: Callable[[], Iterable[Setting]]
    file: Path


FLIGHTS = {
    "voskhod2": Things(
        "mesh.occlusion", voskhod2.bare_meshes, voskhod2.bare_fine_meshes, voskhod2_hiding.settings,
        voskhod2_hiding.occlusion_file(),
    ),
    "gemini4": Things(
        "mesh.occlusion_gemini4", gemini4.bare_meshes, gemini4.bare_fine_meshes, gemini4_hiding.settings,
        gemini4_hiding.occlusion_file(),
    ),
}  # fmt: skip


def main() -> None:
    """Compute, write and enter in the manifest, for the missions that are named or for all."""
    for name in sys.argv[1:] or FLIGHTS:
        _compute(FLIGHTS[name])


def _compute(things: Things) -> None:
    meshes, fine = things.meshes(), things.fine()
    found = baked(meshes, things.settings())
    finer = baked({**meshes, **fine}, things.settings(), fine.keys())
    write_occlusion(things.file, [*_pairs(meshes, found), *_pairs(fine, finer)])
    write_entries(
        Entry(
            id=things.id,
            file=things.file,
            title="Light that parts of the drawn things hide from one another",
            author="the voskhod2-viz authors",
            source="the project's own meshes",
            licence="MIT",
            derived="computed along 64 directions from every vertex; scripts/build_occlusion.py",
        )
    )
    print(f"{things.file}: {len(found) + len(finer)} meshes, {things.file.stat().st_size} bytes")


def _pairs(meshes: Meshes, found: Mapping[str, Floats]) -> Iterator[tuple[Mesh, Floats]]:
    return ((meshes[name], found[name]) for name in sorted(found))


if __name__ == "__main__":
    main()
