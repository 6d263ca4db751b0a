"""Who may come in: the names this server answers to, the secrets it knows, and what every answer carries.

Three questions are asked of each request before anything else happens. Is it addressed to a name we go by (a page
elsewhere that points its own name at this machine is not)? Does it come from one of our own pages? Does it know a
secret? The owner's secret opens the door only on this machine, or over the one address the owner named as a private way
here; the viewers' also on the shared address.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from viz.player.answers import bare_headers, closed_page, security_headers
from viz.player.places import Role
from viz.player.public import Public
from viz.player.tokens import Once, Tokens

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = (LOOPBACK, "localhost")

LOG = logging.getLogger("viz.player")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Share:
    """What others than the owner are given."""

    host: str | None = None
    """Address or name of this machine by which viewers reach it; None stays on loopback."""
    control: bool = False
    """Whether viewers may also move the show."""


def written(host: str, port: int) -> str:
    """Return host and port as addresses and the Host header write them: `[::1]:80` is shortened to `[::1]`."""
    with suppress(ValueError):
        if ipaddress.ip_address(host).version == 6:
            host = f"[{host}]"
    return host.lower() if port == 80 else f"{host.lower()}:{port}"


@dataclass(frozen=True, slots=True)
class Door:
    """The rules of one running server."""

    port: int
    tokens: Tokens
    share: Share | None = None
    public: Public | None = None
    """The one address beside our own that leads here."""
    once: Once | None = None
    """What the browser is opened with, where one is."""

    def names(self, local_address: str) -> frozenset[str]:
        """Return the Host headers answered on a connection that reached that address of this machine."""
        names = self._own_names(local_address)
        return names if self.public is None else names | {self.public.name}

    def admits(self, local_address: str, name: str, origin: str | None) -> bool:
        """Return whether a request for that Host comes from a page of ours; a proxy may put our own name for its."""
        if name not in self.names(local_address):
            return False
        own = {f"http://{name}"} if name in self._own_names(local_address) else set()
        return origin is None or origin in (own if self.public is None else own | {self.public.origin})

    def is_private(self, local_address: str, name: str) -> bool:
        """Return whether the owner's secret may pass: on this machine, or by the private way the owner named."""
        if self.public is not None and self.public.is_private and name == self.public.name:
            return True
        return is_loopback(local_address) and name in {written(host, self.port) for host in LOOPBACK_NAMES}

    def may_control(self, token: str, *, over_loopback: bool) -> bool | None:
        """Return whether who knows that token may move the show; None for who knows none.

        `over_loopback` stands for every way on which the owner's secret may pass. Both comparisons are always made,
        each in a time that does not tell how much was right.
        """
        given = token.encode("utf-8", "surrogatepass")
        is_owner = hmac.compare_digest(given, self.tokens.owner.encode())
        is_viewer = hmac.compare_digest(given, self.tokens.viewer.encode())
        if is_owner and over_loopback:
            return True
        if is_viewer and self.share is not None:
            return self.share.control
        return None

    def role(self, token: str) -> Role:
        """Return whose secret an admitted request has shown."""
        is_owner = hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self.tokens.owner.encode())
        return Role.OWNER if is_owner else Role.VIEWER

    def address(self) -> str:
        """Return where the owner watches."""
        if self.public is not None and self.public.is_private:
            return f"{self.public.origin}{self.public.prefix}/{self.tokens.owner}/"
        return f"http://{written(LOOPBACK, self.port)}/{self.tokens.owner}/"

    def opening_address(self) -> str | None:
        """Return where a browser of this machine is sent: other users may read it, and it is good once."""
        return None if self.once is None else f"http://{written(LOOPBACK, self.port)}/{self.once.secret}/"

    def viewer_address(self) -> str | None:
        """Return the link to hand out; None when nothing is shared."""
        if self.share is None:
            return None
        if self.public is not None:
            return f"{self.public.origin}{self.public.prefix}/{self.tokens.viewer}/"
        return f"http://{written(self.share.host or LOOPBACK, self.port)}/{self.tokens.viewer}/"

    def token_in(self, path: str) -> str:
        """Return the first part of a path, after the prefix of the address that leads here if it was left on."""
        prefix = "" if self.public is None else self.public.prefix
        if prefix and path.startswith(f"{prefix}/"):
            path = path[len(prefix) :]
        return path.split("/", 2)[1] if path.startswith("/") else ""

    def _own_names(self, local_address: str) -> frozenset[str]:
        hosts = [self.share.host] if self.share is not None and self.share.host is not None else []
        if is_loopback(local_address):
            hosts += LOOPBACK_NAMES
        return frozenset(written(host, self.port) for host in hosts)


def guard(door: Door) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Return the middleware that asks the three questions."""

    @web.middleware
    async def ask(request: web.Request, handler: Handler) -> web.StreamResponse:
        twice = any(len(request.headers.getall(key, ())) > 1 for key in ("Host", "Origin"))
        if twice or not door.admits(_local_address(request), _name(request), request.headers.get("Origin")):
            return _closed(door)
        return await _attend(request, handler, door)

    return ask


def dress(door: Door) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Return what puts the headers on every answer, whoever gave it."""
    socket = None if door.public is None else door.public.socket

    async def put_on(request: web.Request, answer: web.StreamResponse) -> None:
        name = _name(request)
        known = name in door.names(_local_address(request))
        for key, value in security_headers(name if known else written(LOOPBACK, door.port), socket).items():
            if key not in answer.headers or key == "Server":
                answer.headers[key] = value

    return put_on


def may_control(request: web.Request, door: Door) -> bool | None:
    """Return whether who asks may move the show; None for who knows no secret that holds at this address."""
    private = door.is_private(_local_address(request), _name(request))
    return door.may_control(door.token_in(request.path), over_loopback=private)


async def _attend(request: web.Request, handler: Handler, door: Door) -> web.StreamResponse:
    if may_control(request, door) is None:
        if door.once is not None and is_loopback(_local_address(request)) and request.method == "GET":
            token = door.token_in(request.path)
            if request.path == f"/{token}/" and door.once.take(token):
                return web.Response(status=303, headers={"Location": f"/{door.tokens.owner}/"})
        return web.Response(status=404, text="Not found\n")
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.Response(status=error.status, text=f"{error.reason}\n")
    except (ConnectionError, TimeoutError):
        raise  # the page is gone
    except Exception as error:
        LOG.warning("a mistake of ours in an answer", exc_info=error)
        return web.Response(status=500, text="Internal server error\n")


def _closed(door: Door) -> web.Response:
    origins = [f"http://{written(LOOPBACK, door.port)}"]
    if door.share is not None and door.share.host is not None:
        origins.append(f"http://{written(door.share.host, door.port)}")
    if door.public is not None:
        origins.append(f"{door.public.origin}{door.public.prefix}/")
    page = closed_page(origins, door.port)
    return web.Response(status=403, text=page, content_type="text/html", headers=bare_headers())


def _name(request: web.Request) -> str:
    return request.headers.get("Host", "").lower()


def _local_address(request: web.Request) -> str:
    """Return the address of this machine that the connection reached; empty once it is gone."""
    here = request.transport.get_extra_info("sockname") if request.transport is not None else None
    return str(here[0]) if here else ""


def is_loopback(address: str) -> bool:
    """Return whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
