"""The loopback server the page lives on: one secret address, one table of files, one socket.

Only this machine can reach it (127.0.0.1), only a page that knows the token, and only when the browser says the
request comes from that page itself. Files are served from a table made at the start: no request is ever turned
into a path on disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hmac
import json
import mimetypes
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from aiohttp import WSCloseCode, WSMsgType, web

from viz.assets import assets_root
from viz.errors import UsageError, VizError
from viz.player.playback import Player, open_player
from viz.player.session import Session, Show, Viewer
from viz.player.wire import MAX_MESSAGE_BYTES, BadMessageError, read_message

LOOPBACK = "127.0.0.1"
HOSTS = (LOOPBACK, "localhost")

Files = Mapping[str, bytes | Path]
"""Address under the token -> content, or the file that holds it."""

Announce = Callable[[str], None]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FEED: web.AppKey[asyncio.Task[None]] = web.AppKey("feed", asyncio.Task)
SOCKETS = web.AppKey("sockets", set[web.WebSocketResponse])

SCENE_SCRIPTS = ("jquery.min.js", "jquery-ui.custom.min.js", "glow.min.js", "bridge.js")
"""The stage's classic scripts, in the order the page loads those that there are."""

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".woff2": "font/woff2",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".bin": "application/octet-stream",
}


class FullShow(Show, Protocol):
    """A show with all the page needs beside the frames."""

    @property
    def timeline(self) -> Mapping[str, object]:
        """Phases, events, cameras and strings as `viz.player.timeline` makes them."""

    def scene_files(self) -> Files:
        """Return what the stage's page side needs, by address under ``scene/``."""


def security_headers(port: int) -> dict[str, str]:
    """Return the headers of every answer.

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
            f"connect-src 'self' ws://{LOOPBACK}:{port} ws://localhost:{port}",
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


def page_files() -> dict[str, bytes | Path]:
    """Return the page's own files and fonts by their address."""
    page = Path(str(files("viz.player"))) / "page"
    table: dict[str, bytes | Path] = {path.name: path for path in sorted(page.iterdir()) if path.suffix in TYPES}
    fonts = assets_root() / "fonts"
    table |= {f"fonts/{path.name}": path for path in sorted(fonts.iterdir()) if path.suffix in (".woff2", ".css")}
    table[""] = table["index.html"]
    return table


def build_app(show: FullShow, session: Session, token: str, port: int) -> web.Application:
    """Return the application that serves one show to one port of this machine."""
    headers = security_headers(port)
    scene = show.scene_files()
    timeline = {**show.timeline, "scene_scripts": [name for name in SCENE_SCRIPTS if name in scene]}
    table = page_files()
    table["timeline.json"] = json.dumps(timeline, ensure_ascii=False, allow_nan=False).encode()
    table |= {f"scene/{name}": content for name, content in scene.items()}
    app = web.Application(middlewares=[_guard(token, port, headers)])
    app[SOCKETS] = set()

    async def serve_file(request: web.Request) -> web.StreamResponse:
        return _answer(request.match_info["name"], table)

    async def serve_socket(request: web.Request) -> web.StreamResponse:
        return await _serve_socket(request, session)

    async def feed(app: web.Application) -> AsyncIterator[None]:
        loop = asyncio.create_task(session.run())
        app[FEED] = loop
        yield
        loop.cancel()
        await asyncio.wait({loop})

    app.router.add_get("/{token}/socket", serve_socket)
    app.router.add_get("/{token}/{name:.*}", serve_file)
    app.cleanup_ctx.append(feed)
    app.on_shutdown.append(_close_sockets)
    return app


async def serve(show: FullShow, player: Player, *, port: int = 0, open_browser: bool, announce: Announce) -> None:
    """Serve the show on this machine until cancelled; VizError when the port cannot be had."""
    listener = _listen(port)
    port = listener.getsockname()[1]
    token = secrets.token_urlsafe(24)
    session = Session(show, player, time.monotonic)
    app = build_app(show, session, token, port)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        _invite(f"http://{LOOPBACK}:{port}/{token}/", open_browser, announce)
        await app[FEED]
    finally:
        await runner.cleanup()


def play(
    *,
    mission: str = "voskhod2",
    at: str | None = None,
    language: str = "en",
    rate: float = 1.0,
    camera: str = "auto",
    port: int = 0,
    open_browser: bool = True,
    announce: Announce,
) -> None:
    """Show the flight in the browser until Ctrl-C (KeyboardInterrupt); `announce` gets plain lines for the terminal.

    UsageError for an unknown time, language, rate or camera; InvalidFile for an unusable mission; VizError when the
    port is taken.
    """
    if not 0 <= port <= 65535:
        raise UsageError(f"port {port} does not exist - choose from 1 to 65535, or 0 for any free one")
    # Here, not above: the show brings VPython and the orbit with it, and a wrong port needs neither.
    from viz.player.show import open_show

    show = open_show(mission)
    met_s = None if at is None else show.when(at)
    player = open_player(show.programme, met_s=met_s, camera=camera, language=language, rate=rate)
    asyncio.run(serve(show, player, port=port, open_browser=open_browser, announce=announce))


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(16)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise VizError(f"port {port} of {LOOPBACK} is in use by another program - choose another, or 0") from error
        raise VizError(f"port {port} of {LOOPBACK} cannot be had: {error.strerror} - choose another, or 0") from error
    listener.setblocking(False)
    return listener


def _invite(address: str, open_browser: bool, announce: Announce) -> None:
    announce(f"The flight is shown at {address}")
    if not open_browser:
        announce("Open that address in a browser on this machine.")
    elif _has_browser():
        # Some browsers' launchers do not return until the window is closed; the show must not wait for that.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    else:
        announce("No browser was found to open it with: paste the address into one on this machine.")
    announce("Press Ctrl-C here to end.")


def _has_browser() -> bool:
    """A browser with a window; a text browser would take the terminal and cannot draw."""
    try:
        name = webbrowser.get().name
    except (webbrowser.Error, AttributeError):
        return False
    return Path(str(name)).name not in {"www-browser", "links", "elinks", "lynx", "w3m"}


def _guard(token: str, port: int, headers: Mapping[str, str]) -> Callable[..., Awaitable[web.StreamResponse]]:
    hosts = frozenset(f"{host}:{port}" for host in HOSTS)
    origins = frozenset(f"http://{host}" for host in hosts)

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if request.headers.get("Host") not in hosts or (origin is not None and origin not in origins):
            answer: web.StreamResponse = web.Response(status=403, text="Forbidden\n")
        elif not hmac.compare_digest(request.path.split("/")[1].encode(), token.encode()):
            answer = web.Response(status=404, text="Not found\n")
        else:
            try:
                answer = await handler(request)
            except web.HTTPException as error:
                answer = web.Response(status=error.status, text=f"{error.reason}\n")
        if not answer.prepared:
            answer.headers.update(headers)
        return answer

    return guard


def _answer(name: str, table: Files) -> web.StreamResponse:
    content = table.get(name)
    if content is None:
        raise web.HTTPNotFound
    suffix = Path(name or "index.html").suffix
    kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    if isinstance(content, Path):
        return web.FileResponse(content, headers={"Content-Type": kind})
    return web.Response(body=content, headers={"Content-Type": kind})


async def _serve_socket(request: web.Request, session: Session) -> web.StreamResponse:
    if request.headers.get("Origin") is None:
        # Every browser names its origin when it opens a socket; what does not is not a page.
        raise web.HTTPForbidden
    ws = web.WebSocketResponse(max_msg_size=MAX_MESSAGE_BYTES, heartbeat=20.0, compress=False)
    await ws.prepare(request)
    request.app[SOCKETS].add(ws)
    viewer = session.join()
    sender = asyncio.create_task(_send(ws, viewer))
    try:
        await _receive(ws, session, viewer)
    finally:
        session.leave(viewer)
        request.app[SOCKETS].discard(ws)
        sender.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await sender
    return ws


async def _send(ws: web.WebSocketResponse, viewer: Viewer) -> None:
    while True:
        await ws.send_str(await viewer.next_message())


async def _receive(ws: web.WebSocketResponse, session: Session, viewer: Viewer) -> None:
    async for message in ws:
        try:
            if message.type is not WSMsgType.TEXT:
                raise BadMessageError("only text is understood")
            session.receive(viewer, read_message(message.data))
        except UsageError as error:
            await ws.send_json({"notice": str(error)})
        except BadMessageError as error:
            await ws.send_json({"error": str(error)})
            await ws.close(code=WSCloseCode.POLICY_VIOLATION, message=b"not understood")
            return


async def _close_sockets(app: web.Application) -> None:
    open_sockets = app[SOCKETS]
    for ws in tuple(open_sockets):
        with contextlib.suppress(ConnectionError):
            await ws.close(code=WSCloseCode.GOING_AWAY, message=b"the program has ended")
