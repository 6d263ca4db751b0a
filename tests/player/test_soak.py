"""Hours of showing in seconds: nothing grows, and a show that stands still asks for nothing."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections import Counter
from collections.abc import Iterator

import aiohttp
import pytest
from player_house import CHROMIUM, FLAGS, House, in_house, served

from viz.player import commands as cm
from viz.player.playback import open_player
from viz.player.session import Session
from viz.player.wire import Drawn

EXIT_S = 5691.0
LARGEST_GROWTH = 0.05
FEW_BYTES = 100_000
"""What timers and caches of libraries come to; two hundred frames kept by mistake would be half a megabyte."""


async def play_on(house: House, ws: aiohttp.ClientWebSocketResponse, frames: int) -> None:
    """Take and answer frames, with a hand that scrubs, turns and changes its mind."""
    moves = [
        {"do": "play", "playing": True}, {"do": "seek", "met_s": 6000.0}, {"do": "next_camera", "steps": 1},
        {"do": "faster", "steps": 1}, {"do": "next_language"}, {"do": "reverse"},
        {"do": "loop", "start_met_s": 5000.0, "end_met_s": 7000.0}, {"do": "camera", "camera": "none such"},
        {"do": "no_loop"}, {"do": "skip", "film_s": -3.0},
    ]  # fmt: skip
    got = 0
    while got < frames:
        message = await ws.receive_json()
        if "n" not in message:
            continue
        got += 1
        house.show.asked.clear()
        await ws.send_json(moves[got % len(moves)])
        await ws.send_json({"do": "turn", "yaw_deg": 1.0, "pitch_deg": 0.0, "zoom": 1.0})  # always a new frame
        await ws.send_json({"do": "drawn", "n": message["n"]})


def test_memory_stays_flat_over_thousands_of_frames_and_many_viewers() -> None:
    async def deed(house: House) -> None:
        async with house.socket() as ws:
            held: list[int] = []
            kinds: list[Counter[str]] = []
            tracemalloc.start()
            try:
                for _ in range(3):
                    await play_on(house, ws, 60)
                    guests = await asyncio.gather(*(house.socket() for _ in range(10)))
                    await asyncio.gather(*(guest.receive_json() for guest in guests))
                    await asyncio.gather(*(guest.close() for guest in guests))
                    del guests
                    await play_on(house, ws, 60)
                    gc.collect()
                    held.append(tracemalloc.get_traced_memory()[0])
                    kinds.append(Counter(type(one).__name__ for one in gc.get_objects()))
            finally:
                tracemalloc.stop()
            assert held[-1] - held[0] <= max(LARGEST_GROWTH * held[0], FEW_BYTES), held
            for kind in ("Viewer", "WebSocketResponse", "Player", "Shown", "Wish"):
                assert kinds[-1][kind] <= kinds[0][kind] + 2, kind
            assert len(house.session._viewers) == 1

    in_house(deed)


def test_the_real_show_keeps_nothing_of_the_frames_it_has_drawn() -> None:
    from viz.player.show import open_show

    show = open_show("voskhod2")
    now_s = 0.0

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(0)

    async def run() -> list[int]:
        nonlocal now_s
        player = open_player(show.programme, met_s=EXIT_S, rate=100.0)
        session = Session(show, player, lambda: now_s, sleep)
        feeding = asyncio.create_task(session.run())
        viewer = session.join()
        session.receive(viewer, cm.SetPlaying(True))
        held = []
        for frame in range(50):
            now_s += 0.5
            await viewer.next_message()
            session.receive(viewer, Drawn(viewer.sent))
            if frame == 10:
                tracemalloc.start()
            if frame in (20, 49):
                gc.collect()
                held.append(tracemalloc.get_traced_memory()[0])
        feeding.cancel()
        return held

    try:
        early, late = asyncio.run(asyncio.wait_for(run(), 100.0))
    finally:
        tracemalloc.stop()
    whole = 50 * 2**20
    assert late - early <= LARGEST_GROWTH * whole / 10, "thirty frames leave more than a quarter of a megabyte"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
def test_a_paused_page_draws_nothing_and_says_nothing(address: str) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 640, "height": 480}, reduced_motion="reduce")
        said: list[object] = []
        page.on("websocket", lambda ws: ws.on("framesent", lambda text: said.append(text)))
        page.on("websocket", lambda ws: ws.on("framereceived", lambda text: said.append(text)))
        page.goto(f"{address}#at=eva.exit")
        page.wait_for_selector(f'html[data-met="{EXIT_S:g}"] body:not(.loading)', state="attached")
        refreshes = """(count) => new Promise((done) => {
          const next = () => (count-- > 0 ? requestAnimationFrame(next) : done(window.fakeStage.drawn));
          next();
        })"""
        before = page.evaluate(refreshes, 30)
        said.clear()
        assert page.evaluate(refreshes, 60) == before
        assert said == []
        page.keyboard.press("PageDown")
        page.wait_for_selector('html[data-met="6150"]', state="attached")
        assert said, "what was counted is what is said"
        browser.close()
