"""What faces away of a closed skin is not drawn: only where a skin is closed, and without a trace in the picture."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.film.browser import Tab
from viz.flight.flight import Flight
from viz.mission.when import parse_when
from viz.stage.mesh import WELD_M, Mesh, backside, merge, mirrored, moved
from viz.stage.shapes import box, capsule, disc, lathe, limb, loft, sheet, sphere, torus, tube
from viz.stage.stage import Stage
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script

Pixels = NDArray[np.uint8]
FrameCamera = Callable[[str], Pixels]
PATH = [(0.0, 0.0, 0.0), (0.0, 0.3, 0.5), (0.2, 0.1, 1.0)]
RING = 0.4 * np.column_stack([np.cos(np.arange(7)), np.sin(np.arange(7)), np.zeros(7)])
CLOSED = {
    "box": box((1.0, 2.0, 3.0)), "sphere": sphere(1.0), "torus": torus(1.0, 0.2), "tube": tube(PATH, 0.1),
    "capsule": capsule((0.0, 0.0, 0.0), (0.0, 0.0, 1.0), 0.3), "limb": limb([(0, 0, 0, 1, 1), (0, 0, 2, 1, 0.5)]),
}  # fmt: skip
OPEN = {
    "sheet": sheet(np.moveaxis(np.mgrid[0:3.0, 0:4.0, 0:1.0][..., 0], 0, -1)),
    "zone": sphere(1.0, to_deg=40.0),
    "disc": disc(1.0),
    "uncapped": tube(PATH, 0.1, caps=False),
    "half": lathe([(0.0, 0.0), (1.0, 0.5), (0.0, 1.0)], sweep_deg=180.0),
    "from within": lathe([(0.0, 1.0), (1.0, 0.5), (0.0, 0.0)]),
    "loft": loft(np.stack([RING, RING + 1.0]), caps=False),
}
MOMENTS = (("eva.exit+95s", "beauty"), ("eva.exit+95s", "cosmonaut"), ("eva.ingress", "auto"),
           ("launch.liftoff-30s", "auto"), ("descent.orient+2m", "auto"), ("rescue.second_night", "auto"))  # fmt: skip
WITHOUT_CULLING = """(() => {
  const gl = stage.canvas.getContext("webgl2"), enable = gl.enable.bind(gl);
  window.culled = 0;
  gl.enable = (what) => (what === gl.CULL_FACE ? window.culled++ : enable(what));
})"""
AS_BEFORE = """(() => { delete stage.canvas.getContext("webgl2").enable; return window.culled; })"""


def unpaired(mesh: Mesh) -> int:
    """Return how many edges of what is seen from without only are not run through as often one way as the other."""
    _, place = np.unique(np.round(mesh.position_m / WELD_M).astype(np.int64), axis=0, return_inverse=True)
    corners = place.reshape(-1)[mesh.index[: mesh.outer]].reshape(-1, 3)
    ways: dict[tuple[int, int], int] = {}
    for a, b in itertools.chain.from_iterable(zip(row, np.roll(row, -1), strict=True) for row in corners.tolist()):
        ways[min(a, b), max(a, b)] = ways.get((min(a, b), max(a, b)), 0) + (a < b) - (b < a)
    return sum(balance != 0 for balance in ways.values())


@pytest.mark.parametrize("mesh", CLOSED.values(), ids=CLOSED)
def test_a_closed_shape_is_seen_from_without_only(mesh: Mesh) -> None:
    assert mesh.outer == len(mesh.index) > 0
    assert unpaired(mesh) == 0
    assert mesh.signed_volume_m3 > 0.0
    assert moved(mirrored(mesh, 0), (1.0, 0.0, 0.0)).outer == mesh.outer
    assert backside(mesh).outer == 0


@pytest.mark.parametrize("mesh", OPEN.values(), ids=OPEN)
def test_an_open_shape_may_be_seen_from_both_sides(mesh: Mesh) -> None:
    assert mesh.outer == 0


def test_what_is_joined_keeps_which_skins_are_closed() -> None:
    parts = [OPEN["disc"], CLOSED["box"], OPEN["zone"], moved(CLOSED["torus"], (0.0, 3.0, 0.0))]
    joined = merge(parts)
    assert joined.outer == CLOSED["box"].outer + CLOSED["torus"].outer
    assert unpaired(joined) == 0
    assert joined.triangles == sum(
        mesh.triangles for mesh in (OPEN["disc"], CLOSED["box"], OPEN["zone"], CLOSED["torus"])
    )
    again = merge([joined, CLOSED["sphere"]])
    assert again.outer == joined.outer + CLOSED["sphere"].outer
    assert unpaired(again) == 0


def of_cloth(name: str) -> bool:
    """Say whether a mesh has sleeves, whose open ends lie within other parts."""
    return any(part in name for part in ("trunk", "arm", "thigh", "shin", "hand", "seated", "sight", "body"))


def test_the_skins_of_the_flight_are_closed_where_they_are_said_to_be(stage: Stage) -> None:
    meshes = {id(mesh): (name, mesh) for name, mesh in stage.meshes.items() if mesh.outer and not of_cloth(name)}
    assert len(meshes) > 50
    assert {name: unpaired(mesh) for name, mesh in meshes.values() if unpaired(mesh)} == {}


@pytest.fixture
def unculled(tab: Tab) -> Iterator[Callable[[], int]]:
    tab.call(WITHOUT_CULLING, within_s=10)
    yield lambda: int(tab.call("(() => window.culled)", within_s=10))
    tab.call(AS_BEFORE, within_s=10)


def frames(stage: Stage, flight: Flight, script: Script) -> list[str]:
    found = []
    for when, camera in MOMENTS:
        stage.draw(compose(flight, script, parse_when(when, flight.mission), Look(camera=camera)))
        found.append(stage.frame())
    return found


def test_what_faces_away_leaves_no_trace(
    stage: Stage, flight: Flight, script: Script, shoot_frame: FrameCamera, request: pytest.FixtureRequest
) -> None:
    told = frames(stage, flight, script)
    culled = [shoot_frame(frame).astype(int) for frame in told]
    count: Any = request.getfixturevalue("unculled")
    whole = [shoot_frame(frame).astype(int) for frame in told]
    assert count() > 50
    off = [np.abs(one - other).max(axis=2) for one, other in zip(culled, whole, strict=True)]
    changed = [float((one > 8).mean()) for one in off]
    assert max(changed) < 0.002, changed
