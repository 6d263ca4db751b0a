"""Opening the show: `play` shows it until Ctrl-C, `start` in a thread of its own beside whatever else runs."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from viz.errors import UsageError, VizError
from viz.player.door import Share
from viz.player.listen import bindable, reachable
from viz.player.playback import open_player
from viz.player.public import Public, read_public
from viz.player.server import Announce, serve
from viz.player.tokens import kept_tokens
from viz.plugins import FIRST
from viz.stage.quality import read_wish

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    Serving = Callable[..., Coroutine[Any, Any, None]]

LONGEST_GOODBYE_S = 30.0
"""Pages are told that the show has ended; beyond this a server that does not end is an error."""


def _say_nothing(line: str) -> None:
    """Let the terminal stay silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSetup:
    """How a show is opened and who may come to it."""

    mission: str = FIRST
    """Name or folder."""
    at: str | None = None
    """Where to begin, such as ``eva.exit``."""
    language: str = "en"
    rate: float = 1.0
    """Mission seconds per second of showing."""
    camera: str = "auto"
    quality: str = "auto"
    """Of the pictures of every page: ``light``, ``full``, or ``auto`` for what suits the machine it is open on."""
    port: int | None = None
    """0 takes a free one, None the usual one where it is free."""
    open_browser: bool = True
    announce: Announce = _say_nothing
    """Gets plain lines for the terminal."""
    host: str | None = None
    """Only with `share`: the address or name of this machine by which others reach it; without, this machine alone."""
    share: str | None = None
    """Prints a second link, for others: "watch" gives them no controls, "control" all of them."""
    token_file: Path | None = None
    """Keeps the secrets of the addresses: after a restart on the same port open pages come back by themselves."""
    address: str | None = None
    """One more URL that leads here, of a proxy, a tunnel or a container's port."""
    bind: str | None = None
    """Only with `address` or a shared `host`: the address to listen on beside this machine's own."""


def play(setup: PageSetup) -> None:
    """Show the flight in the browser until Ctrl-C (KeyboardInterrupt).

    UsageError for an unknown time, language, rate, camera, quality or host; InvalidFile for an unusable mission or
    token file; VizError when the port is taken.
    """
    asyncio.run(_prepare(setup)())


def start(setup: PageSetup) -> Running:
    """Show the flight from a thread and an event loop of its own, and return at once: for notebooks and running loops.

    Errors are those of `play`; whatever hinders the opening is raised here, not in the thread.
    """
    return Running(_prepare(setup))


class Running:
    """A show that is being served; as a context manager it ends with its block."""

    def __init__(self, serving: Serving) -> None:
        """Begin to serve, and wait until pages can be asked for; what hinders that is raised."""
        self._opened: Future[str] = Future()
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(serving(opened=self._opened.set_result))
        # A program that ends must not wait for the show.
        self._thread = threading.Thread(target=self._run, name="viz.player", daemon=True)
        self._thread.start()
        self.address = self._opened.result()
        """Where the owner watches; who knows it moves the show."""

    @property
    def is_open(self) -> bool:
        """Whether the show is still served."""
        return self._thread.is_alive()

    def close(self) -> None:
        """End the show and wait until the port is free; nothing happens when it has ended already."""
        if self.is_open:
            with suppress(RuntimeError):  # it has just ended by itself
                self._loop.call_soon_threadsafe(self._task.cancel)
            self._thread.join(LONGEST_GOODBYE_S)
            if self.is_open:
                raise VizError(f"the show at {self.address} does not end - end the program that shows it")

    def wait(self) -> None:
        """Return when the show has ended; raises what ended it."""
        self._thread.join()
        if not self._task.cancelled() and (error := self._task.exception()) is not None:
            raise error

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        try:
            asyncio.set_event_loop(self._loop)
            self._loop.run_until_complete(asyncio.wait({self._task}))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
        finally:
            self._loop.close()
            if not self._opened.done():
                self._opened.set_exception(_hindrance(self._task))


def _hindrance(task: asyncio.Task[None]) -> BaseException:
    error = None if task.cancelled() or not task.done() else task.exception()
    return error or VizError("the show ended before it began - start it again")


def _prepare(setup: PageSetup) -> Serving:
    """Judge all wishes, build the show, and return what serves it."""
    port = setup.port
    if port is not None and not 0 <= port <= 65535:
        raise UsageError(f"port {port} does not exist - choose from 1 to 65535, or 0 for any free one")
    quality = read_wish(setup.quality)
    shared = _share(setup.host, setup.share)
    if shared is not None and shared.host is not None:
        reachable(shared.host)
    public = _public(setup.address, shared)
    _judge_bind(setup.bind, public, shared)
    tokens = None if setup.token_file is None else kept_tokens(setup.token_file)
    # Here, not above: the show brings VPython and the orbit with it, and a wrong port needs neither.
    from viz.player.missions import open_named, repertoire

    show = open_named(setup.mission)
    met_s = None if setup.at is None else show.when(setup.at)
    player = open_player(show.programme, met_s=met_s, camera=setup.camera, language=setup.language, rate=setup.rate)
    return partial(
        serve, show, player,
        port=port, open_browser=setup.open_browser, announce=setup.announce, share=shared, tokens=tokens,
        fresh=setup.at is None, public=public, bind=setup.bind, repertoire=repertoire(setup.mission), quality=quality,
    )  # fmt: skip


def _judge_bind(bind: str | None, public: Public | None, share: Share | None) -> None:
    """Refuse to listen for other machines that have no name to reach this one by."""
    if bind is None or bindable(bind).is_loopback or public is not None or (share is not None and share.host):
        return
    raise UsageError(
        f"--bind {bind} lets other machines reach this program - say by which name they do: --address URL, or "
        "--share with --host NAME"
    )


def _share(host: str | None, share: str | None) -> Share | None:
    if share is None:
        if host is not None:
            raise UsageError(f"host {host} lets other machines in - say so with --share, or leave --host out")
        return None
    if share not in ("watch", "control"):
        raise UsageError(f"there is no way to share named {share!r} - choose watch or control")
    return Share(host, share == "control")


def _public(address: str | None, share: Share | None) -> Public | None:
    if address is None:
        return None
    if share is not None and share.host is not None:
        raise UsageError(f"--host {share.host} and --address name two ways for viewers - choose one")
    public = read_public(address)
    if not public.is_private and share is None:
        raise UsageError(
            f"{public.origin} can be read on its way, and the owner's secret with it - use https, or give viewers a "
            "link with --share"
        )
    return public
