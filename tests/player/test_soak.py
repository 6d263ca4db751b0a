"""Hours of showing in seconds: nothing grows, and a show that stands still asks for nothing."""

from __future__ import annotations

import asyncio
import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import aiohttp
import pytest
from player_house import CHROMIUM, FLAGS, House, in_house, served

import viz
from viz.player import commands as cm
from viz.player.playback import open_player
from viz.player.session import Session
from viz.player.wire import Drawn

EXIT_S = 5691.0
PACKAGE = Path(viz.__file__).parent
DEEP_ENOUGH = 12
"""Frames of the stack kept with each piece of memory: enough to see who of us asked for it."""
A_FRAME_AT_MOST = 60
"""Bytes a frame may leave behind: less than its smallest object."""
A_STRETCH, MOST_ROUNDS = 4, 24
"""What the interpreter keeps for json and datetime fills up over some hundred frames and then stays; a loop of nothing
else shows the same. So some stretch of rounds must leave nothing: with a leak every stretch leaves its frames."""
REAL_FRAME_AT_MOST = 8_000
"""The same of the real show, whose messages have 30 to 300 kB."""


def held_bytes() -> int:
    """Return what is held of all that was taken while code of the program ran, here or on its behalf.

    Nothing that other tests, other threads or this test itself hold is counted.
    """
    gc.collect()
    ours = tracemalloc.Filter(True, str(PACKAGE / "*"), all_frames=True)
    return sum(trace.size for trace in tracemalloc.take_snapshot().filter_traces([ours]).traces)


async def no_sleep(seconds: float) -> None:
    """Let the others run, without keeping a screen's pace."""
    await asyncio.sleep(0)


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


def test_memory_stays_flat_over_many_frames_and_many_viewers() -> None:
    frames = 60

    async def play_a_round(house: House, ws: aiohttp.ClientWebSocketResponse) -> None:
        await play_on(house, ws, frames // 2)
        guests = await asyncio.gather(*(house.socket() for _ in range(10)))
        await asyncio.gather(*(guest.receive_json() for guest in guests))
        await asyncio.gather(*(guest.close() for guest in guests))
        await play_on(house, ws, frames // 2)

    async def deed(house: House) -> None:
        async with house.socket() as ws:
            held: list[int] = []
            kinds: list[dict[str, int]] = []
            tracemalloc.start(DEEP_ENOUGH)
            try:
                while len(held) < MOST_ROUNDS and not flat(held, A_STRETCH * frames * A_FRAME_AT_MOST):
                    await play_a_round(house, ws)
                    held.append(held_bytes())
                    kinds.append(living("Viewer", "WebSocketResponse", "Player", "Shown", "Wish"))
            finally:
                tracemalloc.stop()
            assert held[0] > 0, "what is counted is there"
            assert flat(held, A_STRETCH * frames * A_FRAME_AT_MOST), held
            assert all(kinds[-1][kind] <= kinds[0][kind] + 2 for kind in kinds[0]), kinds
            assert len(house.session._viewers) == 1

    in_house(deed, sleep=no_sleep)


def flat(held: Sequence[int], at_most: int) -> bool:
    """Say whether the last stretch of rounds left no more than that many bytes."""
    return len(held) > A_STRETCH and held[-1] - held[-1 - A_STRETCH] <= at_most


def living(*kinds: str) -> dict[str, int]:
    """Return how many objects of some classes there are."""
    gc.collect()
    names = [type(one).__name__ for one in gc.get_objects()]
    return {kind: names.count(kind) for kind in kinds}


def test_the_real_show_keeps_nothing_of_the_frames_it_has_drawn() -> None:
    from viz.player.show import open_show

    show = open_show("voskhod2")
    now_s = 0.0

    async def run() -> list[int]:
        nonlocal now_s
        player = open_player(show.programme, met_s=EXIT_S, rate=100.0)
        session = Session(show, player, lambda: now_s, no_sleep)
        feeding = asyncio.create_task(session.run())
        viewer = session.join()
        session.receive(viewer, cm.SetPlaying(True))
        held = []
        for frame in range(50):
            now_s += 0.5
            await viewer.next_message()
            session.receive(viewer, Drawn(viewer.sent))
            if frame == 10:
                tracemalloc.start(DEEP_ENOUGH)
            if frame in (20, 49):
                held.append(held_bytes())
        feeding.cancel()
        return held

    try:
        early, late = asyncio.run(asyncio.wait_for(run(), 300.0))
    finally:
        tracemalloc.stop()
    assert early > 0, "what is counted is there"
    assert late - early <= 29 * REAL_FRAME_AT_MOST


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
