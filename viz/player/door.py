"""Who may come in: the names this server answers to, the secrets it knows, and what every answer carries.

Three questions are asked of each request before anything else happens. Is it addressed to a name we go by (a page
elsewhere that points its own name at this machine is not)? Does it come from one of our own pages? Does it know a
secret? The owner's secret opens the door only on this machine; the viewers' also on the shared address.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from viz.player.tokens import Tokens

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = (LOOPBACK, "localhost")

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

    def names(self, local_address: str) -> frozenset[str]:
        """Return the Host headers answered on a connection that reached that address of this machine."""
        hosts = [self.share.host] if self.share is not None and self.share.host is not None else []
        if _is_loopback(local_address):
            hosts += LOOPBACK_NAMES
        return frozenset(written(host, self.port) for host in hosts)

    def may_control(self, token: str, *, over_loopback: bool) -> bool | None:
        """Return whether who knows that token may move the show; None for who knows none.

        Both comparisons are always made, each in a time that does not tell how much was right.
        """
        given = token.encode("utf-8", "surrogatepass")
        is_owner = hmac.compare_digest(given, self.tokens.owner.encode())
        is_viewer = hmac.compare_digest(given, self.tokens.viewer.encode())
        if is_owner and over_loopback:
            return True
        if is_viewer and self.share is not None:
            return self.share.control
        return None

    def address(self) -> str:
        """Return where the owner watches."""
        return f"http://{written(LOOPBACK, self.port)}/{self.tokens.owner}/"

    def viewer_address(self) -> str | None:
        """Return the link to hand out; None when nothing is shared."""
        if self.share is None:
            return None
        return f"http://{written(self.share.host or LOOPBACK, self.port)}/{self.tokens.viewer}/"


def security_headers(name: str) -> dict[str, str]:
    """Return the headers of every answer given under that name, as the Host header writes it.

    The policy names only this address. GlowScript runs under it: its one `eval("0")` is answered in
    ``page/scene.js``, so `unsafe-eval` is not needed.
    """
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "media-src 'self'",
            f"connect-src 'self' ws://{name}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
    return {
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        # The token dies with the program, and a page kept from an older version must never meet a newer program.
        "Cache-Control": "no-store",
    }


def guard(door: Door) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Return the middleware that asks the three questions and dresses every answer."""

    @web.middleware
    async def ask(request: web.Request, handler: Handler) -> web.StreamResponse:
        local_address = _local_address(request)
        name = request.headers.get("Host", "").lower()
        origin = request.headers.get("Origin")
        known = name in door.names(local_address)
        if not known or len(request.headers.getall("Host")) > 1 or (origin is not None and origin != f"http://{name}"):
            answer: web.StreamResponse = web.Response(status=403, text="Forbidden\n")
        else:
            answer = await _attend(request, handler, door)
        if not answer.prepared:
            answer.headers.update(security_headers(name if known else written(LOOPBACK, door.port)))
        return answer

    return ask


def may_control(request: web.Request, door: Door) -> bool | None:
    """Return whether who asks may move the show; None for who knows no secret that holds at this address."""
    over_loopback = _is_loopback(_local_address(request)) and request.headers.get("Host", "").lower() in {
        written(host, door.port) for host in LOOPBACK_NAMES
    }
    return door.may_control(request.path.split("/")[1], over_loopback=over_loopback)


async def _attend(request: web.Request, handler: Handler, door: Door) -> web.StreamResponse:
    if may_control(request, door) is None:
        return web.Response(status=404, text="Not found\n")
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.Response(status=error.status, text=f"{error.reason}\n")


def _local_address(request: web.Request) -> str:
    """Return the address of this machine that the connection reached; empty once it is gone."""
    here = request.transport.get_extra_info("sockname") if request.transport is not None else None
    return str(here[0]) if here else ""


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
