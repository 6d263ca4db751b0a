"""Everything a page needs to draw the stage, by its address below ``scene/``."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem
from viz.stage.earth import DAY_MAP, SHEETS
from viz.stage.host import compact_json, libraries
from viz.stage.packs import packed
from viz.stage.shaders import shader_programs
from viz.stage.stage import Stage

SCRIPTS = (
    "vectors.js", "ropes.js", "parts.js", "shadows.js", "develop.js", "window.js", "passes.js", "glow.js", "packs.js",
    "bridge.js",
)  # fmt: skip
"""Served as one, in this order."""


def web_files(stage: Stage) -> dict[str, bytes | Path]:
    """Return address -> content, as bytes or as a file to read.

    Scripts are to be loaded in the order jquery.min.js, glow.min.js, bridge.js. Raises InvalidFile when an
    asset is missing.
    """
    web = Path(str(files("viz.stage"))) / "web"
    packs = packed({**stage.meshes, **stage.fine}, stage.packs)
    setup = {
        "objects": stage.constructors(),
        "meshes": packs.table,
        "packs": list(packs.blocks),
        "programs": shader_programs(stage.strip),
        "sheets": SHEETS | ({"strip_coasts": stage.strip.coasts_address} if stage.strip else {}),
    }
    served: dict[str, bytes | Path] = {
        "jquery.min.js": libraries() / "jquery.min.js",
        "glow.min.js": libraries() / "glow.min.js",
        "bridge.js": b"\n".join((web / name).read_bytes() for name in SCRIPTS),
        "setup.json": compact_json(setup).encode(),
    }
    served.update({f"meshes/{name}.bin": block for name, block in packs.blocks.items()})
    served.update({address: assets_root() / address for address in (DAY_MAP, *SHEETS.values())})
    if stage.strip is not None:
        served |= {stage.strip.address: stage.strip.picture, stage.strip.coasts_address: stage.strip.coasts}
    missing = [path for path in served.values() if isinstance(path, Path) and not path.is_file()]
    if missing:
        raise InvalidFile(
            "the stage's files",
            [Problem(path.name, "is missing", f"install the package again; it belongs at {path}") for path in missing],
        )
    return served
