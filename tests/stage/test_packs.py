"""Meshes come to the page pack by pack: whole, each once, and no more of them than a frame shows."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from stage_page import HEIGHT, OPEN, PAGE, WIDTH

from viz.film.browser import Tab, open_tab
from viz.flight.flight import Flight
from viz.stage.bundle import web_files
from viz.stage.earth import window_mesh
from viz.stage.mesh import Mesh
from viz.stage.packs import Packs, packed
from viz.stage.stage import FINE, OWN, Stage
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script

WALK = frozenset({OWN, "craft", "lock", "walker", "cabin"})
SENT_BYTES, SENT_FROM_MOST_BYTES = 950_000, 720_000
"""As the server sends them, compressed: with the cabin behind the porthole, and without."""
ALL_BYTES = 8_000_000
EVERY_S = 9.0
WIDTHS = (3, 3, 3, 1, 1, 2)


def read(packs: Packs, name: str) -> tuple[NDArray[np.generic], ...]:
    """Read a mesh back as packs.js does: six attributes and the corners."""
    entry = next(row for row in packs.table if row["name"] == name)
    at, n, block = entry["offset"], entry["vertices"], packs.blocks[entry["pack"]]

    def take(kind: str, count: int) -> NDArray[Any]:
        nonlocal at
        numbers = np.frombuffer(block, kind, count, at)
        at += -(-numbers.nbytes // 4) * 4
        return numbers

    found: list[NDArray[np.generic]] = []
    for rows, width in zip(entry["rows"], WIDTHS, strict=True):
        different = take("<f4", rows * width).reshape(rows, width)
        if rows == n:
            found.append(different)
        elif rows == 1:
            found.append(np.repeat(different, n, axis=0))
        else:
            found.append(different[take("<u1" if rows <= 256 else "<u2", n)])
    return *found, take("<u2" if n <= 65536 else "<u4", entry["indices"])


def came_unchanged(mesh: Mesh, packs: Packs, name: str) -> bool:
    surface = np.column_stack([mesh.occlusion, mesh.material])
    whole = [mesh.position_m, mesh.normal, mesh.colour, mesh.shininess, mesh.emissive, surface, mesh.index]
    return all(
        np.array_equal(
            np.ascontiguousarray(one).reshape(other.shape).view(np.uint32), other.astype(one.dtype).view(np.uint32)
        )
        for one, other in zip(whole, read(packs, name), strict=True)
    )


@pytest.fixture(scope="module")
def packs(stage: Stage) -> Packs:
    return packed(stage.meshes, stage.packs)


def test_packs_hold_every_mesh_once_and_unchanged(stage: Stage, packs: Packs) -> None:
    assert [row["name"] for row in packs.table] == list(stage.meshes)
    assert all(came_unchanged(mesh, packs, name) for name, mesh in stage.meshes.items())
    places = {(row["pack"], row["offset"]) for row in packs.table}
    assert len(places) == len({tuple(part.tobytes() for part in read(packs, row["name"])) for row in packs.table})
    assert "ghost:trunk" in stage.meshes
    assert sum(map(len, packs.blocks.values())) < ALL_BYTES


def test_every_row_tells_the_box_and_the_skins_of_its_mesh(stage: Stage, packs: Packs) -> None:
    for row in packs.table:
        place = stage.meshes[row["name"]].position_m
        assert np.array_equal(row["box"], [place.min(axis=0), place.max(axis=0)])
        assert row["outer"] == stage.meshes[row["name"]].outer


def test_every_mesh_of_the_flight_has_a_pack_of_its_plugin(stage: Stage) -> None:
    assert "cast" not in stage.packs.values()


def strewn(count: int, different: int) -> Mesh:
    """Return a mesh of so many vertices whose normals take so many values, two of them zeros of either sign."""
    normal = np.zeros((count, 3), np.float32)
    normal[:, 0] = np.arange(count) % different
    normal[normal[:, 0] == 1.0, 0] = -0.0
    one = window_mesh()
    stretched = {
        field.name: np.resize(getattr(one, field.name), (count, *getattr(one, field.name).shape[1:]))
        for field in fields(one)
        if field.name != "outer"
    }
    return replace(one, **{**stretched, "normal": normal, "index": np.arange(count, dtype=np.uint32)[::-1].copy()})


@given(count=st.integers(1, 2000), different=st.integers(1, 2000))
def test_no_bit_is_lost_however_many_values_there_are(count: int, different: int) -> None:
    mesh = strewn(count, different)
    assert came_unchanged(mesh, packed({"a": mesh}, {"a": "one"}), "a")


@pytest.mark.parametrize("count", [65536, 65537])
def test_a_mesh_of_more_vertices_than_two_bytes_count_comes_whole(count: int) -> None:
    mesh = strewn(count, count)
    assert came_unchanged(mesh, packed({"a": mesh}, {"a": "one"}), "a")


def test_a_mesh_of_two_names_lies_in_the_pack_of_the_first() -> None:
    mesh, twin, other = window_mesh(), window_mesh(), strewn(9, 3)
    laid = packed({"a": mesh, "b": twin, "c": other}, {"a": "one", "b": "two", "c": "two"})
    assert [row["pack"] for row in laid.table] == ["one", "one", "two"]
    assert all(came_unchanged(mesh, laid, name) for name in ("a", "b"))


# -- what frames need ------------------------------------------------------------------------------


def needed(stage: Stage, packs: Packs, frame: str) -> set[str]:
    """Return the packs of what a frame message shows."""
    pack_of = {row["name"]: row["pack"] for row in packs.table}
    objects = json.loads(frame)["objects"]
    drawn = [one for one in stage.constructors() if "mesh" in one]
    return {
        pack_of[one["mesh"]]
        for one in drawn
        if objects.get(str(one["idx"]), {}).get("visible", one.get("visible", True)) is not False
    }


def test_the_spacewalk_needs_less_than_a_megabyte_from_every_camera(
    stage: Stage, packs: Packs, flight: Flight, script: Script
) -> None:
    outside = flight.mission.phase("spacewalk.outside")
    needs: set[str] = set()
    at_s = outside.start_met_s
    while at_s < outside.end_met_s:
        for camera in script.cameras:
            stage.draw(compose(flight, script, at_s, Look(camera, doubt=True)))
            needs |= needed(stage, packs, stage.frame())
        at_s += EVERY_S
    assert needs == WALK
    sent = {name: len(zlib.compress(packs.blocks[name])) for name in WALK}
    assert sum(sent.values()) < SENT_BYTES
    assert sum(sent.values()) - sent["cabin"] < SENT_FROM_MOST_BYTES


# -- in the page -----------------------------------------------------------------------------------

STARTED = f"""(async ([width, height, text]) => {{
  const asked = window.asked = [], real = window.fetch;
  window.fetch = (address, how) => {{ asked.push(address); return real(address, how); }};
  const first = JSON.parse(text);
  const create = VizStage.create;
  VizStage.create = (options) => create({{ ...options, first: () => first }});
  await {OPEN}([width, height]);
  await stage.ready(first);
  return asked.filter((address) => address.endsWith(".bin"));
}})"""
WHOLE = "(async () => { while (await stage.readyMore()); return asked.filter((address) => address.endsWith('.bin')); })"
TOO_EARLY = """(async (text) => {
  const frame = JSON.parse(text), before = asked.length;
  let said = "";
  try { stage.draw(frame); } catch (problem) { said = problem.message; }
  return [said, asked.length - before];
})"""
FAILING = """(async (text) => {
  const frame = JSON.parse(text), real = window.fetch;
  window.fetch = async () => new Response("", { status: 503 });
  let said = "";
  try { await stage.ready(frame); } catch (problem) { said = problem.message; }
  window.fetch = real;
  return said;
})"""


@pytest.fixture(scope="module")
def own_tab(stage: Stage) -> Iterator[Tab]:
    files: dict[str, Any] = {f"scene/{name}": content for name, content in web_files(stage).items()}
    with open_tab({**files, "index.html": PAGE}) as tab:
        yield tab


@pytest.fixture(scope="module")
def message(stage: Stage, flight: Flight, script: Script) -> Callable[[str, str], str]:
    """Return the frame message of an event and a camera."""

    def take(event: str, camera: str) -> str:
        stage.draw(compose(flight, script, flight.mission.event(event).time.met_s + 20.0, Look(camera)))
        return stage.frame()

    return take


def opened_at(tab: Tab, frame: str) -> list[str]:
    """Open the stage anew for a first frame and return which packs were asked for."""
    tab.open("index.html")
    asked = tab.call(STARTED, [WIDTH, HEIGHT, frame], within_s=120)
    return [address.removeprefix("scene/meshes/").removesuffix(".bin") for address in asked]


def test_a_stage_that_opens_at_the_walk_asks_for_nothing_else(own_tab: Tab, message: Callable[[str, str], str]) -> None:
    asked = opened_at(own_tab, message("eva.exit", "beauty"))
    assert sorted(asked) == sorted(WALK - {"cabin"})


def test_a_frame_is_never_drawn_with_a_part_missing(own_tab: Tab, message: Callable[[str, str], str]) -> None:
    launch = message("launch.liftoff", "chase")
    opened_at(own_tab, message("eva.exit", "beauty"))
    said, asked = own_tab.call(TOO_EARLY, launch, within_s=60)
    assert "pad" in said
    assert "await ready" in said
    assert asked == 0
    assert own_tab.call("window.shot", launch, within_s=60).startswith("data:image/png")


def test_a_pack_that_cannot_be_had_is_told_and_asked_for_again(
    own_tab: Tab, message: Callable[[str, str], str]
) -> None:
    launch = message("launch.liftoff", "chase")
    opened_at(own_tab, message("eva.exit", "beauty"))
    said = own_tab.call(FAILING, launch, within_s=60)
    assert re.search(r"scene/meshes/(pad|rocket).bin could not be loaded \(503\)", said)
    assert own_tab.call("window.shot", launch, within_s=60).startswith("data:image/png")


def test_a_picture_does_not_depend_on_which_pack_came_first(own_tab: Tab, message: Callable[[str, str], str]) -> None:
    """Glowing gas is added to what is drawn before it, so the order must be the same whatever the way here."""
    walk, entry = message("eva.exit", "beauty"), message("descent.peak_heat", "entry")
    opened_at(own_tab, entry)
    straight = own_tab.call("window.shot", entry, within_s=60)
    opened_at(own_tab, walk)
    asked = own_tab.call(WHOLE, within_s=60)
    assert len(asked) == len(set(asked)), "no pack is fetched twice"
    assert own_tab.call("window.shot", entry, within_s=60) == straight


IN_FULL = """(async (text) => {
  stage.setQuality("full");
  const picture = await shot(text), { length } = asked.filter((address) => address.includes("/fine_"));
  const triangles = stage.triangles();
  stage.setQuality("light");
  return [picture, length, triangles];
})"""


def test_the_full_picture_shows_finer_meshes_and_the_light_one_its_own_again(
    own_tab: Tab, message: Callable[[str, str], str]
) -> None:
    walk = message("eva.exit", "beauty")
    asked = opened_at(own_tab, walk)
    light = own_tab.call("window.shot", walk, within_s=60)
    triangles = own_tab.call("(async () => stage.triangles())", within_s=10)
    picture, fetched, finer = own_tab.call(IN_FULL, walk, within_s=120)
    assert not any(name.startswith("fine_") for name in asked)
    assert fetched >= 1
    assert finer > 1.5 * triangles
    assert picture != light
    assert own_tab.call("window.shot", walk, within_s=60) == light


def test_every_finer_mesh_stands_in_for_one_of_its_size(stage: Stage) -> None:
    laid = packed({**stage.meshes, **stage.fine}, stage.packs)
    for row in laid.table:
        if row["name"].startswith(FINE):
            pack = stage.packs[row["name"].removeprefix(FINE)]
            assert row["pack"] in (f"fine_{pack}", pack), "one that is no finer lies with the light ones"
    assert sum(mesh.triangles for mesh in stage.fine.values()) > 3 * sum(
        stage.meshes[name.removeprefix(FINE)].triangles for name in stage.fine
    )
    for name, fine in stage.fine.items():
        light = stage.meshes[name.removeprefix(FINE)]
        assert fine.triangles >= light.triangles, name
        size = np.ptp(light.bounds_m, axis=0).max()
        assert np.allclose(fine.bounds_m, light.bounds_m, rtol=0.0, atol=0.05 * size), name
