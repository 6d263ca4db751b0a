"""The real flight on the real stage, in the page, under the page's own policy."""

from __future__ import annotations

import asyncio
import io
import json
import math
from dataclasses import replace

import pytest
from player_house import CHROMIUM, FLAGS

from viz.player import server
from viz.player.playback import open_player
from viz.player.session import Wish
from viz.player.show import RealShow, open_show
from viz.story.look import Look
from viz.story.shots import Hand


@pytest.fixture(scope="module")
def show() -> RealShow:
    return open_show("voskhod2")


def test_every_event_can_be_shown_in_every_language(show: RealShow) -> None:
    for event_met_s in show.programme.event_mets_s:
        for language in show.programme.languages:
            shown = show.shown(Wish(event_met_s, Look("auto", language)))
            assert isinstance(json.loads(shown.frame), dict)
            assert shown.words["language"] == language
            assert shown.words["phase_title"]


def test_every_camera_can_be_chosen(show: RealShow) -> None:
    met_s = show.when("eva.exit+30s")
    for camera in show.programme.cameras:
        assert show.shown(Wish(met_s, Look(camera))).words["camera"]


def test_a_frame_does_not_remember_the_one_before(show: RealShow) -> None:
    wish = Wish(show.when("eva.exit"), Look())
    first = show.shown(wish).frame
    show.shown(Wish(show.when("landing.touchdown"), Look("auto", "ru", Hand(30.0, 10.0, 2.0))))
    assert show.shown(wish).frame == first


def test_another_orbit_has_another_track_and_its_ship_is_on_it(show: RealShow) -> None:
    wish = Wish(60_000.0, Look("orbit"), (("orbit", "solution", "B"),))
    told = json.loads(json.dumps(show.shown(wish).numbers["map"]))
    first, points = told["track"]["first"], told["track"]["points"]
    recorded = json.loads(json.dumps(show.timeline["map"]))["track"]["points"][first : first + len(points)]
    assert min(math.dist(point, told["craft"]) for point in points) < 1.1, "points are 30 s apart"
    assert max(map(math.dist, points, recorded)) > 0.2
    assert "track" not in show.shown(replace(wish, supposed=())).numbers["map"]  # type: ignore[operator]


COARSE = """() => {
  const size = (element) => [element.getBoundingClientRect().width, element.getBoundingClientRect().height];
  const layers = [...document.querySelectorAll("#scene canvas")];
  for (const layer of layers) Object.assign(layer, { width: 64, height: 20 });
  return [document.getElementById("scene"), ...layers].map(size);
}"""
"""The boxes of the scene and of its canvases when these have few pixels."""
NEVER_IDLE = "window.requestIdleCallback = () => 0;"
"""What the page fetches when it has nothing else to do is not fetched at all."""
MESHES = """() => performance.getEntriesByType("resource").map((entry) => entry.name.split("/").at(-1))
  .filter((name) => name.endsWith(".bin"))"""


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
def test_the_scene_is_drawn_in_a_browser_under_the_strict_policy(show: RealShow) -> None:
    playwright_api = pytest.importorskip("playwright.async_api")
    image = pytest.importorskip("PIL.Image")

    async def run() -> tuple[bytes, list[list[float]], list[str]]:
        told: asyncio.Queue[str] = asyncio.Queue()
        player = open_player(show.programme, met_s=show.when("eva.exit+60s"))
        serving = asyncio.create_task(server.serve(show, player, port=0, open_browser=False, announce=told.put_nowait))
        address = (await told.get()).split()[-1]
        async with playwright_api.async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = await browser.new_page(viewport={"width": 640, "height": 480}, reduced_motion="reduce")
            await page.add_init_script(NEVER_IDLE)
            await page.goto(address)
            await page.wait_for_selector("html[data-scene][data-frame] body:not(.loading)", timeout=120_000)
            fetched = await page.evaluate(MESHES)
            assert await page.locator("html").get_attribute("data-scene") != "none"
            picture: bytes = await page.screenshot(clip={"x": 0, "y": 110, "width": 640, "height": 160})
            coarse = await page.evaluate(COARSE)
            await browser.close()
        serving.cancel()
        await asyncio.wait({serving})
        return picture, coarse, fetched

    shot, coarse, fetched = asyncio.run(run())
    assert sorted(fetched) == ["craft.bin", "lock.bin", "stage.bin", "walker.bin"], "the walk alone, before its picture"
    assert coarse == [[640, coarse[0][1]]] * 3, "a coarse picture fills the window as a fine one does"
    picture = image.open(io.BytesIO(shot)).convert("L")
    darkest, brightest = picture.getextrema()
    assert brightest - darkest > 60, "the window shows one flat colour"
