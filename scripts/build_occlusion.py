"""Make ``assets/meshes/occlusion.npz``: how much of the sky the ship, the man and the country hide from one another.

    python scripts/build_occlusion.py

To be run whenever a mesh of the flight has changed its shape; takes a minute. `viz.stage.occlusion` says how.
"""

from __future__ import annotations

from asset_manifest import Entry, write_entries

from viz.missions.voskhod2.stage.cast import bare_meshes
from viz.missions.voskhod2.stage.hiding import occlusion_file, settings
from viz.stage.occlusion import baked, write_occlusion


def main() -> None:
    """Compute, write and enter in the manifest."""
    meshes = bare_meshes()
    found = baked(meshes, settings())
    file = occlusion_file()
    write_occlusion(file, meshes, found)
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
    print(f"{file}: {len(found)} meshes, {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
