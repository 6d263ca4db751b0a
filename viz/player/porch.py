"""What lies before the door: connections are accepted here, counted, and ended when nothing is asked in time."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from viz.player.answers import bare_headers
from viz.player.places import Places, Role

ASKING_S = 10.0
"""A connection that has asked for nothing under a secret for so long is ended, however slowly its bytes drip."""

IDLE_S = 20.0
"""How long a connection stays open for another request."""

PAUSE_S = 0.25
"""When the system has no descriptor left: accepting waits, and goes on."""

LOG = logging.getLogger("viz.player")


class Porter(web.RequestHandler):
    """One connection, from its first byte to its last."""

    __slots__ = ("_late", "_places", "address", "is_page", "role")

    def __init__(self, server: web.Server, places: Places, address: str) -> None:
        """`address` is that of the machine at the other end."""
        loop = asyncio.get_running_loop()
        super().__init__(server, loop=loop, access_log=None, logger=LOG, keepalive_timeout=IDLE_S)  # type: ignore[arg-type]
        self.address, self.role, self.is_page = address, Role.STRANGER, False
        self._places = places
        self._late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place, and begin to wait for a request."""
        super().connection_made(transport)
        if not self._places.enter(self):
            self.send_away()
            return
        self._late = asyncio.get_running_loop().call_later(ASKING_S, self.send_away)

    def connection_lost(self, exc: BaseException | None) -> None:
        """Give the place back."""
        self._stop_clock()
        self._places.leave(self)
        super().connection_lost(exc)

    def admit(self, role: Role) -> None:
        """Note that a request has shown a secret."""
        self._stop_clock()
        self.role = role

    def send_away(self) -> None:
        """End the connection at once."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer what is no request, or a mistake of ours, in one line that tells nothing of what runs here."""
        reason = super().handle_error(request, status, exc, message).reason
        answer = web.Response(status=status, text=f"{reason}\n", headers=bare_headers())
        answer.force_close()
        return answer

    def _stop_clock(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


async def welcome(
    listener: socket.socket,
    server: web.Server,
    places: Places,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Accept connections until cancelled; one that cannot be accepted ends nothing and says nothing.

    asyncio's own accepting writes a traceback for each try when descriptors run out, and on Windows closes the
    listener.
    """
    loop = asyncio.get_running_loop()
    while True:
        try:
            line, peer = await loop.sock_accept(listener)
        except OSError as error:
            if error.errno != errno.ECONNABORTED:
                places.make_room()
                await sleep(PAUSE_S)
            continue
        try:
            await loop.connect_accepted_socket(partial(Porter, server, places, str(peer[0])), line)
        except OSError:
            line.close()


def quiet(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    """Log what went wrong between tasks; a stranger must not be able to fill the terminal."""
    error = context.get("exception")
    LOG.warning("%s", context.get("message"), exc_info=error if isinstance(error, BaseException) else None)
