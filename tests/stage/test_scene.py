"""The player's picture while meshes are on their way: it waits, and the picture before stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import viz.player
from viz.film.browser import Tab, open_tab
from viz.flight.flight import Flight
from viz.stage.bundle import web_files
from viz.stage.stage import FINE, Stage
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script

SCRIPTS = ("jquery.min.js", "glow.min.js", "bridge.js")
PAGE = b"""<!doctype html><meta charset="utf-8"><title>scene</title>
<div id="scene" style="width: 320px; height: 180px"></div>
<script type="module">import { Scene } from "./scene.js"; window.Scene = Scene;</script>"""
BEGIN = """(async ([scripts, text]) => {
  window.requestIdleCallback = (call) => { window.nothingToDo = call; }; // idle when the test says so
  const real = window.fetch;
  window.asked = [];
  window.fetch = (address, how) => {
    asked.push(address);
    if (!window.isHeld || !address.endsWith(".bin")) return real(address, how);
    return new Promise((resolve, reject) => {
      held.push([() => resolve(real(address, how)), () => reject(new TypeError("no network"))]);
    });
  };
  window.held = [];
  window.scene = new Scene(document.getElementById("scene"));
  scene.last = JSON.parse(text);                 // it came before the stage was there
  await scene.open({ scene_scripts: scripts, quality: "light" }, () => {});
  await scene.draw(scene.last, false);
  return asked.filter((address) => address.endsWith(".bin"));
})"""
DRAW_HELD = """(async (text) => {
  window.isHeld = true;
  const frame = JSON.parse(text), before = scene.shown;
  window.outcome = "waits";
  window.addEventListener("error", ({ message }) => { outcome = message; });
  window.drawing = scene.draw(frame, false)
    .then(() => { outcome = "drawn"; }, (problem) => { outcome = problem.message; });
  for (let turn = 0; turn < 5; turn++) await new Promise(requestAnimationFrame);
  scene.container.style.width = "300px"; // a window that changes its size is drawn anew
  for (let turn = 0; turn < 5; turn++) await new Promise(requestAnimationFrame);
  return [outcome, scene.shown === before, scene.last === before, held.length > 0];
})"""
LET_GO = """(async (how) => {
  window.isHeld = false;
  for (const each of held.splice(0)) each[how]();
  await drawing;
  return [outcome, scene.shown === scene.last];
})"""
NEWER = """(async (text) => {
  const newer = JSON.parse(text);
  await scene.draw(newer, false);
  window.isHeld = false;
  for (const [go] of held.splice(0)) go();
  await drawing;
  return [outcome, scene.shown === newer];
})"""
AGAIN = "(async () => { await scene.draw(scene.last, false); return scene.shown === scene.last; })"
IDLE = """(async () => {
  let packs = 0;
  for (; window.nothingToDo; packs++) {
    const call = window.nothingToDo;
    window.nothingToDo = null;
    call();
    for (let turn = 0; turn < 200 && !window.nothingToDo && more(); turn++) await new Promise(requestAnimationFrame);
  }
  return [packs, asked.filter((address) => address.endsWith(".bin")).length, more()];
  function more() { return scene.stage.packs.next(scene.stage.quality) !== undefined; }
})"""

Message = Callable[[str, str], str]


@pytest.fixture(scope="module")
def scene_tab(stage: Stage) -> Iterator[Tab]:
    files: dict[str, Any] = {f"scene/{name}": content for name, content in web_files(stage).items()}
    page = Path(str(viz.player.__file__)).parent / "page"
    own = {"scene.html": PAGE, "scene.js": page / "scene.js", "pace.js": page / "pace.js"}
    with open_tab({**files, **own}) as tab:
        yield tab


@pytest.fixture(scope="module")
def message(stage: Stage, flight: Flight, script: Script) -> Message:
    def take(event: str, camera: str) -> str:
        stage.draw(compose(flight, script, flight.mission.event(event).time.met_s + 20.0, Look(camera)))
        return stage.frame()

    return take


@pytest.fixture
def at_the_walk(scene_tab: Tab, message: Message) -> Tab:
    """Return the page with the walk drawn and nothing else fetched."""
    scene_tab.open("scene.html")
    asked = scene_tab.call(BEGIN, [SCRIPTS, message("eva.exit", "beauty")], within_s=120)
    assert sorted(asked) == [f"scene/meshes/{name}.bin" for name in ("craft", "lock", "stage", "walker")]
    return scene_tab


def test_a_frame_waits_for_its_meshes_and_then_is_shown(at_the_walk: Tab, message: Message) -> None:
    waiting = at_the_walk.call(DRAW_HELD, message("launch.liftoff", "chase"), within_s=60)
    assert waiting == ["waits", True, False, True]
    assert at_the_walk.call(LET_GO, 0, within_s=60) == ["drawn", True]


def test_meshes_that_cannot_be_had_are_told_and_the_picture_stands(at_the_walk: Tab, message: Message) -> None:
    at_the_walk.call(DRAW_HELD, message("launch.liftoff", "chase"), within_s=60)
    outcome, is_shown = at_the_walk.call(LET_GO, 1, within_s=60)
    assert "could not be loaded (no network)" in outcome
    assert not is_shown
    assert at_the_walk.call(AGAIN, within_s=60), "the next one asks again"


def test_a_hand_that_has_gone_on_is_not_taken_back(at_the_walk: Tab, message: Message) -> None:
    at_the_walk.call(DRAW_HELD, message("launch.liftoff", "chase"), within_s=60)
    assert at_the_walk.call(NEWER, message("eva.exit", "chase"), within_s=60) == ["drawn", True]


def test_the_rest_comes_one_by_one_when_there_is_nothing_else_to_do(at_the_walk: Tab, stage: Stage) -> None:
    packs = len(
        {pack for name, pack in stage.packs.items() if not name.startswith(FINE)}
    )  # the finer ones are for full
    fetched, asked, has_more = at_the_walk.call(IDLE, within_s=120)
    assert (asked, has_more) == (packs, False)
    assert fetched >= packs - 4
