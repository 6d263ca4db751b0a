"""A served show for tests of the door: on loopback only, ended with the test."""

from __future__ import annotations

import asyncio
import os
import queue
import shutil
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from player_fakes import FakeShow

from viz.player import server
from viz.player.door import Door, Share
from viz.player.listen import listen
from viz.player.playback import open_player
from viz.player.public import Public
from viz.player.session import Session, Sleep
from viz.player.theatre import ALONE, FullShow, Repertoire
from viz.player.tokens import Once, Tokens

TOKEN = "a-secret-for-the-test-of-the-owner"
VIEWER_TOKEN = "another-secret-for-the-test-viewers"
TOKENS = Tokens(TOKEN, VIEWER_TOKEN)
NEIGHBOUR = "127.0.0.2"
"""Another address of this machine's loopback: stands for the classroom's network."""

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

FLAGS = [
    "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]  # fmt: skip


class House:
    """A served show and a client on the same machine."""

    def __init__(self, client: aiohttp.ClientSession, door: Door, session: Session, show: FakeShow) -> None:
        self.client, self.door, self.port, self.session, self.show = client, door, door.port, session, show
        self.base = f"http://127.0.0.1:{door.port}"
        self.home = f"{self.base}/{TOKEN}/"
        self.viewer_home = door.viewer_address() or f"{self.base}/{VIEWER_TOKEN}/"

    async def get(self, address: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
        async with self.client.get(address, headers=headers, allow_redirects=False) as answer:
            return answer.status, await answer.read(), {key.lower(): value for key, value in answer.headers.items()}

    def socket(self, **headers: str) -> aiohttp.client._WSRequestContextManager:
        return self.client.ws_connect(self.home + "socket", headers={"Origin": self.base, **headers}, max_msg_size=0)

    def viewer_socket(self) -> aiohttp.client._WSRequestContextManager:
        origin = self.viewer_home.rsplit("/", 2)[0]
        return self.client.ws_connect(self.viewer_home + "socket", headers={"Origin": origin}, max_msg_size=0)


def in_house(
    deed: Callable[[House], Awaitable[None]],
    *,
    share: Share | None = None,
    public: Public | None = None,
    once: Once | None = None,
    show: FakeShow | None = None,
    within_s: float = 300.0,
    sleep: Sleep = asyncio.sleep,
    repertoire: Repertoire = ALONE,
) -> None:
    async def run() -> None:
        listeners = listen(0, None if share is None else share.host)
        door = Door(listeners[0].getsockname()[1], TOKENS, share, public, once)
        shown = show or FakeShow()
        session = Session(shown, open_player(shown.programme, met_s=5000.0), asyncio.get_running_loop().time, sleep)
        async with (
            server.receiving(server.build_app(shown, session, door, repertoire), listeners, patience_s=0.2),
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client,
        ):
            await deed(House(client, door, session, shown))

    asyncio.run(asyncio.wait_for(run(), timeout=within_s))


@contextmanager
def served(show: FullShow | None = None, **wishes: Any) -> Iterator[str]:
    """Serve in a thread of its own, as `play` does, and give the owner's address."""
    told: queue.Queue[str] = queue.Queue()
    loop = asyncio.new_event_loop()
    shown: FullShow = show or FakeShow()
    player = wishes.pop("player", None) or open_player(shown.programme)
    serving = loop.create_task(server.serve(shown, player, open_browser=False, announce=told.put, **wishes))

    def run() -> None:
        loop.run_until_complete(asyncio.wait({serving}))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield told.get(timeout=60.0).split()[-1]
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        thread.join(timeout=20.0)
    assert not thread.is_alive(), "the server does not end"
