"""The programs that draw, in place of GlowScript's own."""

from __future__ import annotations

import math
from importlib.resources import files

from viz.flight.state import Vec3
from viz.stage.earth import STRETCH, GroundStrip
from viz.stage.host import Json

GASES = ("flame", "plume", "entry", "smoke")
"""Programs of gas in a box, in the order of their kinds in `viz.stage.actors`."""


def shader_programs(strip: GroundStrip | None = None) -> dict[str, Json]:
    """Return the sources of our own programs, vertex and fragment, by name; ``passes.js`` says what each draws."""
    film, air, mesh, ray = (_source(f"{name}.glsl") for name in ("film", "air", "mesh", "ray"))
    solid, shadow = film + _source("solid.frag.glsl"), _source("shadow.frag.glsl")
    ground = air + _ground(strip)
    window, picture = ground + _source("window.vert.glsl"), _source("picture.vert.glsl")
    gases = {
        name: [mesh + _source("gas.vert.glsl"), film + _source("gas.glsl") + _source(f"{name}.frag.glsl")]
        for name in GASES
    }
    return {
        **gases,
        "ground": [window, film + ground + f"#ifndef NEAR\n{ray}#endif\n" + _source("ground.frag.glsl")],
        "sky": [window, film + air + ray + _source("sky.frag.glsl")],
        "sprite": [mesh + _source("sprite.vert.glsl"), film + _source("sprite.frag.glsl")],
        "glow": [mesh + _source("glow.vert.glsl"), film + _source("glow.frag.glsl")],
        "floor": [mesh + _source("floor.vert.glsl"), film + _source("floor.frag.glsl")],
        "sea": [mesh + _source("floor.vert.glsl"), film + _source("sea.frag.glsl")],
        "solid": [_source("solid.vert.glsl"), solid],
        "rope": [_source("rope.vert.glsl"), solid],
        "shadow": [_source("shadow.vert.glsl"), shadow],
        "ropeshade": [_source("ropeshade.vert.glsl"), shadow],
        "opening": [picture, _source("opening.frag.glsl")],
        "edges": [picture, _source("edges.frag.glsl")],
        "develop": [picture, film + _source("develop.frag.glsl")],
        "strew": [picture, _source("strew.frag.glsl")],
        "television": [picture, _source("television.frag.glsl")],
        "stretch": STRETCH,
        "strip": None if strip is None else _strip_numbers(strip),
    }


def _source(name: str) -> str:
    return (files("viz.stage") / "web" / "shaders" / name).read_text(encoding="utf-8")


def _ground(strip: GroundStrip | None) -> str:
    """Return the source of where rays meet the ground, with the strip's frame in it."""
    source = _source("ground.glsl")
    if strip is None:
        return source
    for name, value in _strip_numbers(strip).items():
        source = source.replace(f"@STRIP_{name.upper()}@", _vec3(value))
    return "#define STRIP\n" + source


def _strip_numbers(strip: GroundStrip) -> dict[str, Vec3]:
    """Return the strip's frame, and its length, half width and fine middle in radians."""
    size = (math.radians(strip.long_deg), math.radians(strip.half_wide_deg), math.radians(strip.fine_deg))
    return {"pole": strip.pole, "axis": strip.axis, "size": size}


def _vec3(values: Vec3) -> str:
    return f"vec3({', '.join(f'{float(value):.9f}' for value in values)})"
