"""Our share of GlowScript's shaders, as replacements of text in its sources."""

from __future__ import annotations

import math
from importlib.resources import files

from viz.flight.state import Vec3
from viz.stage.earth import STRETCH, GroundStrip
from viz.stage.host import Json

Edits = dict[str, list[tuple[str, str]]]
"""By shader name: pairs of a text that GlowScript's source must hold and what to put in its place."""
STOCK_MAIN = "void main(void) {\n    normal = normalize(es_normal);"


def shader_edits() -> Edits:
    """Return the edits the page makes before GlowScript compiles the program its surfaces are drawn with."""
    own = _source("finish.glsl") + _source("surface.glsl")
    return {
        "opaque_render_fragment": [
            (STOCK_MAIN, own + "\nvoid stockMain(void) {\n    normal = normalize(es_normal);"),
        ],
    }


def shader_programs(strip: GroundStrip | None = None) -> dict[str, Json]:
    """Return the sources of our own programs, vertex and fragment, by name; ``passes.js`` says what each draws."""
    finish, air, mesh = _source("finish.glsl"), _source("air.glsl"), _source("mesh.glsl")
    ground = _source("ground.frag.glsl")
    if strip is not None:
        for name, value in _strip_constants(strip).items():
            ground = ground.replace(f"@{name}@", value)
        ground = "#define STRIP\n" + ground
    window, picture = _source("window.vert.glsl"), _source("picture.vert.glsl")
    return {
        "ground": [window, finish + air + ground],
        "sky": [window, finish + air + _source("sky.frag.glsl")],
        "sprite": [mesh + _source("sprite.vert.glsl"), finish + _source("sprite.frag.glsl")],
        "glow": [mesh + _source("glow.vert.glsl"), _source("glow.frag.glsl")],
        "floor": [mesh + _source("floor.vert.glsl"), finish + _source("floor.frag.glsl")],
        "opening": [picture, _source("opening.frag.glsl")],
        "television": [picture, _source("television.frag.glsl")],
        "stretch": STRETCH,
    }


def _source(name: str) -> str:
    return (files("viz.stage") / "web" / "shaders" / name).read_text(encoding="utf-8")


def _strip_constants(strip: GroundStrip) -> dict[str, str]:
    """Return the strip's frame as GLSL constants."""
    size = (math.radians(strip.long_deg), math.radians(strip.half_wide_deg), math.radians(strip.fine_deg))
    return {"STRIP_POLE": _vec3(strip.pole), "STRIP_AXIS": _vec3(strip.axis), "STRIP_SIZE": _vec3(size)}


def _vec3(values: Vec3) -> str:
    return f"vec3({', '.join(f'{float(value):.9f}' for value in values)})"
