"""Our share of GlowScript's shaders, as replacements of text in its sources."""

from __future__ import annotations

import math
import tomllib
from importlib.resources import files

from viz.assets import assets_root

Edits = dict[str, list[tuple[str, str]]]
"""By shader name: pairs of a text that GlowScript's source must hold and what to put in its place."""


def shader_edits() -> Edits:
    """Return the edits the page makes before GlowScript compiles its shaders."""
    fragment = _source("fragment.glsl")
    for name, value in _strip_constants().items():
        fragment = fragment.replace(f"@{name}@", value)
    stock_main = "void main(void) {\n    normal = normalize(es_normal);"
    return {
        "render_vertex": [
            ("void main(void) {", _source("vertex.glsl") + "\nvoid main(void) {\n"
             "    if (objectShininess < -0.5) { drawSpecial(); return; }"),
        ],
        "opaque_render_fragment": [
            ("out vec4 output_color;", "out vec4 output_color;\n" + fragment),
            (stock_main, _source("main.glsl") + "\nvoid stockMain(void) {\n    normal = normalize(es_normal);"),
        ],
    }  # fmt: skip


def _source(name: str) -> str:
    return (files("viz.stage") / "web" / "shaders" / name).read_text(encoding="utf-8")


def _strip_constants() -> dict[str, str]:
    """Return the ground strip's frame as GLSL constants; see `scripts/build_textures.py` for its mapping."""
    strip = tomllib.loads((assets_root() / "textures" / "ground_eva.toml").read_text(encoding="utf-8"))
    size = (math.radians(strip["L_deg"]), math.radians(strip["C_deg"]), math.radians(strip["w_deg"]))
    return {"STRIP_POLE": _vec3(strip["pole"]), "STRIP_AXIS": _vec3(strip["axis"]), "STRIP_SIZE": _vec3(size)}


def _vec3(values: tuple[float, ...] | list[float]) -> str:
    return f"vec3({', '.join(f'{float(value):.9f}' for value in values)})"
