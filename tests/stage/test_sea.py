"""Open water: a kind of its own, drawn by a program of its own that a cast may ask for."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from viz.plugins import PluginFault
from viz.stage.actors import FLOOR, GASES, GLOW, SEA
from viz.stage.cast import Casting
from viz.stage.shaders import shader_programs
from viz.stage.shapes import disc
from viz.stage.sound import refuse_unsound
from viz.story.picture import MASKS

WEB = files("viz.stage") / "web"
SOURCE = (WEB / "shaders" / "sea.frag.glsl").read_text(encoding="utf-8")


def test_sea_is_a_kind_of_its_own() -> None:
    """No other kind has its number, and the page draws that number with the program of that name."""
    assert SEA not in (GLOW, FLOOR, *GASES)
    assert SEA < 0.0
    passes = (WEB / "passes.js").read_text(encoding="utf-8")
    assert f'kind === {SEA:.0f}) this.drawMesh("sea"' in passes
    assert SOURCE in shader_programs()["sea"][1]


def test_a_cast_may_have_a_sea() -> None:
    casting = Casting({"water": disc(10.0)}, lambda picture: (), kinds={"water": SEA})
    refuse_unsound("wet", casting, (), MASKS)
    with pytest.raises(PluginFault, match=r"the kind of \"water\" is -99"):
        refuse_unsound("wet", replace(casting, kinds={"water": -99.0}), (), MASKS)


@pytest.mark.parametrize(
    "length_m", [float(n) for n in re.findall(r"vec4\([-\d.]+, [-\d.]+, ([\d.]+), [\d.]+\)", SOURCE)]
)
def test_waves_begin_anew_with_the_clock_that_moves_them(length_m: float) -> None:
    """`gas_s` starts again after 1000 s: each wave runs whole cycles in it, within 1 % of deep water's own number."""
    own = (9.80665 * 6.2831853 / length_m) ** 0.5 * 1000.0 / 6.2831853
    assert round(own) == pytest.approx(own, rel=0.01)
    assert "round(sqrt(GRAVITY * number) * AGAIN_S / TURN)" in SOURCE
    assert "AGAIN_S = 1000.0" in SOURCE
