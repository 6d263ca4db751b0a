"""A guest that sends anything at all: it is answered or shown the door, and the show goes on for the rest."""

from __future__ import annotations

import asyncio
import json
import string
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from player_house import TOKEN, TOKENS, House, in_house

from viz.player import wire
from viz.player.door import Door, Share
from viz.player.session import Session

GOODBYES = {
    aiohttp.WSCloseCode.POLICY_VIOLATION,
    aiohttp.WSCloseCode.MESSAGE_TOO_BIG,
    aiohttp.WSCloseCode.PROTOCOL_ERROR,
    aiohttp.WSCloseCode.INVALID_TEXT,
}
EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

numbers = st.one_of(st.integers(-(2**70), 2**70), st.floats(), st.sampled_from([0, -0.0, 1e308, 5691.0]))
anything = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(
    ["n", "when", "from", "to", "right", "up",
     "met_s", "film_s", "mission_s", "count", "direction", "playing", "rate", "steps", "camera",
     "language", "shown", "yaw_deg", "pitch_deg", "zoom", "start_met_s", "end_met_s", "group", "name", "value"]
)  # fmt: skip
# Nearly right messages reach deeper than noise: a known deed with fields that may or may not fit.
deeds = st.builds(
    lambda do, rest: {**rest, "do": do},
    st.sampled_from(sorted(wire._READS)) | st.text(max_size=10) | anything,
    st.dictionaries(fields, anything, max_size=5),
)
texts = st.one_of(
    deeds.map(json.dumps),
    anything.map(json.dumps),
    st.text(max_size=300),
    st.text(string.printable, min_size=2000, max_size=5000),
    st.integers(1, 3000).map(lambda depth: "[" * depth),
)
frames = texts | st.binary(max_size=300)


class Cellar:
    """A house whose loop runs in a thread, so that many examples share one server."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.house: House | None = None
        self._open, self._leave = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=self._live)

    def _live(self) -> None:
        async def deed(house: House) -> None:
            self.loop, self.house, self._leave = asyncio.get_running_loop(), house, asyncio.Event()
            self._open.set()
            await self._leave.wait()

        in_house(deed, share=Share(control=True), within_s=300.0)

    def __enter__(self) -> Cellar:
        self._thread.start()
        assert self._open.wait(20.0)
        return self

    def __exit__(self, *_: object) -> None:
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._leave.set)
        self._thread.join(20.0)
        assert not self._thread.is_alive()

    def do(self, deed: Callable[[House], Awaitable[Any]]) -> Any:
        assert self.loop is not None
        assert self.house is not None

        async def timed(house: House) -> Any:
            return await asyncio.wait_for(deed(house), 20.0)

        return asyncio.run_coroutine_threadsafe(timed(self.house), self.loop).result(30.0)


@pytest.fixture(scope="module")
def cellar() -> Iterator[Cellar]:
    with Cellar() as opened:
        yield opened


async def the_show_goes_on(house: House) -> None:
    """Another page still sees what its hand does."""
    async with house.socket() as owner:
        message = await owner.receive_json()
        await owner.send_json({"do": "play", "playing": False})
        for met_s in (5000.0, 5691.0):
            await owner.send_json({"do": "seek", "met_s": met_s})
            while message["player"]["met_s"] != met_s:
                await owner.send_json({"do": "drawn", "n": message["n"]})
                message = await owner.receive_json()


@EXAMPLES
@given(st.lists(frames, min_size=1, max_size=6))
@example(["[" * 2000])
@example(['{"do":"seek","met_s":1e400}'])
@example(["\x00", b"\xff"])
@example(["\u2028" * 1000])
def test_whatever_a_guest_sends_it_is_answered_or_sent_away_and_the_show_goes_on(
    cellar: Cellar, sent: list[str | bytes]
) -> None:
    async def deed(house: House) -> None:
        async with house.viewer_socket() as guest:
            await guest.receive_json()
            for frame in sent:
                if guest.closed:
                    break
                try:
                    await (guest.send_bytes(frame) if isinstance(frame, bytes) else guest.send_str(frame))
                except (ConnectionError, aiohttp.ClientError):
                    break
            await guest.ping()
            await guest.close()
            assert guest.close_code in GOODBYES | {None, aiohttp.WSCloseCode.OK, aiohttp.WSCloseCode.ABNORMAL_CLOSURE}
        await the_show_goes_on(house)
        check(house.session)

    cellar.do(deed)


def check(session: Session) -> None:
    player = session.player
    assert player.programme.start_met_s <= player.met_s <= player.programme.end_met_s
    assert 0.0 < abs(player.rate) <= 1000.0
    assert player.camera in player.programme.cameras
    assert player.language in player.programme.languages


@EXAMPLES
@given(st.binary(max_size=200))
@example(b"\x81\xfe\xff\xff")
@example(b"\x81\x7e\xff\xff")
@example(b"\x81\xff" + b"\xff" * 12)
@example(b"\x88\x80\x00\x00\x00\x00" * 30)
@example(b"\xff" * 200)
@example(b"\x01\x80\x00\x00\x00\x00" * 30)
def test_bytes_that_are_no_frames_end_one_connection_only(cellar: Cellar, noise: bytes) -> None:
    async def deed(house: House) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        name = f"127.0.0.1:{house.port}"
        writer.write(
            f"GET /{TOKEN}/socket HTTP/1.1\r\nHost: {name}\r\nOrigin: http://{name}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert b"101" in await reader.readline()
        writer.write(noise)
        writer.close()
        await the_show_goes_on(house)

    cellar.do(deed)


paths = st.text(st.characters(blacklist_characters="\r\n \x00#", blacklist_categories=["Cs"]), max_size=60)
climbs = st.lists(
    st.sampled_from(["..", "%2e%2e", ".%2e", "%252e%252e", "..%5c", "scene", "fonts", "page", "etc", "passwd",
                     "server.py", "%00", "//", "~", "C:", "main.js%00", "....", "%c0%ae%c0%ae", "index.html"]),
    min_size=1, max_size=7,
).map("/".join)  # fmt: skip


@EXAMPLES
@given(climbs | paths)
@example("../server.py")
@example("..%2f..%2f..%2f..%2fetc%2fpasswd")
def test_no_path_leads_to_anything_but_what_is_served(cellar: Cellar, path: str) -> None:
    async def deed(house: House) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        request = f"GET /{TOKEN}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        answer = await reader.read()
        writer.close()
        status = int(answer.split(b" ", 2)[1])
        body = answer.partition(b"\r\n\r\n")[2]
        # A path that folds back onto the page ("fonts/../main.js") is the page; nothing else is ever anything.
        assert status in (200, 400, 403, 404)
        assert b"root:" not in body
        assert b"def build_app" not in body

    cellar.do(deed)


@given(st.text(max_size=80), st.booleans())
def test_no_guess_is_a_secret(guess: str, over_loopback: bool) -> None:
    known = (TOKENS.owner, TOKENS.viewer)
    assert (Door(1, TOKENS, Share()).may_control(guess, over_loopback=over_loopback) is None) == (guess not in known)
