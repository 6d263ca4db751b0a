"""Make ``assets/meshes/occlusion.npz``: how much of the sky the ship, the man and the country hide from one another.

    python scripts/build_occlusion.py

To be run whenever a mesh of the flight has changed its shape; takes a minute. `viz.stage.occlusion` says how.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from asset_manifest import Entry, write_entries

from viz.missions.voskhod2.stage.cast import bare_fine_meshes, bare_meshes
from viz.missions.voskhod2.stage.hiding import occlusion_file, settings
from viz.stage.mesh import Floats, Mesh
from viz.stage.occlusion import baked, write_occlusion


def main() -> None:
    """Compute, write and enter in the manifest."""
    meshes, fine = bare_meshes(), bare_fine_meshes()
    found = baked(meshes, settings())
    finer = baked({**meshes, **fine}, settings(), fine.keys())
    file = occlusion_file()
    write_occlusion(file, [*_pairs(meshes, found), *_pairs(fine, finer)])
    write_entries(
        Entry(
            id="mesh.occlusion",
            file=file,
            title="Light that parts of the drawn things hide from one another",
            author="the voskhod2-viz authors",
            source="the project's own meshes",
            licence="MIT",
            derived="computed along 64 directions from every vertex; scripts/build_occlusion.py",
        )
    )
    print(f"{file}: {len(found) + len(finer)} meshes, {file.stat().st_size} bytes")


def _pairs(meshes: Mapping[str, Mesh], found: Mapping[str, Floats]) -> Iterator[tuple[Mesh, Floats]]:
    return ((meshes[name], found[name]) for name in sorted(found))


if __name__ == "__main__":
    main()
