"""The server the page lives on: secret addresses, one table of files, one socket.

It listens on this machine alone unless the owner shares the show; `viz.player.door` says who comes in. Files are
served from a table made at the start: no request is ever turned into a path on disk.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import mimetypes
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path

from aiohttp import WSCloseCode, WSMsgType, web

from viz.player.door import Door, Handler, Share, dress, guard, is_loopback, may_control
from viz.player.listen import listen
from viz.player.places import Places, Role, most_connections
from viz.player.playback import Player
from viz.player.porch import Porter, quiet, welcome
from viz.player.public import Public
from viz.player.session import Session, Viewer, apology
from viz.player.theatre import ALONE, TYPES, Files, FullShow, Repertoire, Theatre
from viz.player.tokens import Once, Tokens, new_tokens
from viz.player.wire import MAX_MESSAGE_BYTES, BadMessageError, OpenMission, TooLongError, read_message
from viz.stage.quality import QualityWish

Announce = Callable[[str], None]

Ask = Callable[[str], Awaitable[None] | None]
"""Does what a message asks; see `_ask`."""

MOST_VIEWERS = 256
"""Open pages of viewers at once; more are turned away, so that a bad guest cannot fill the memory."""

OWNERS_PLACES = 16
"""Pages beyond those, and connections, that no viewer can take."""

MOST_OF_ONE_ADDRESS = 100
"""Viewers' pages at once from one other machine: a class behind one router fits, and one link cannot take all."""

LONGEST_MESSAGE_BYTES = 32 * MAX_MESSAGE_BYTES
"""Up to here a message that is too long is read and answered; beyond, the connection ends unread."""

HEARTBEAT_S = 20.0
"""A page that answers nothing for half as long again is taken for gone."""

PATIENCE_S = 2.0
"""How long a page is given to say goodbye."""

FEED: web.AppKey[asyncio.Task[None]] = web.AppKey("feed", asyncio.Task)
SOCKETS: web.AppKey[dict[web.WebSocketResponse, Porter]] = web.AppKey("sockets", dict)
PLACES: web.AppKey[Places] = web.AppKey("places", Places)


def build_app(
    show: FullShow, session: Session, door: Door, repertoire: Repertoire = ALONE, quality: QualityWish = "auto"
) -> web.Application:
    """Return the application that serves one show at a time through one door."""
    theatre = Theatre(show, session, door, repertoire, quality)
    app = web.Application(middlewares=[guard(door), _seat(door)])
    app.on_response_prepare.append(dress(door))
    app[SOCKETS] = {}
    app[PLACES] = Places(most_connections())

    async def serve_file(request: web.Request) -> web.StreamResponse:
        return _answer(request.match_info["name"], theatre.tables[bool(may_control(request, door))])

    async def serve_socket(request: web.Request) -> web.StreamResponse:
        return await _serve_socket(request, session, theatre, door)

    async def feed(app: web.Application) -> AsyncIterator[None]:
        loop = asyncio.create_task(session.run())
        app[FEED] = loop
        yield
        loop.cancel()
        await asyncio.wait({loop})

    prefixes = [""] if door.public is None or not door.public.prefix else [door.public.prefix, ""]
    for prefix in prefixes:  # a proxy may leave its own part of the path on, or take it off
        app.router.add_get(f"{prefix}/{{token}}/socket", serve_socket)
        app.router.add_get(f"{prefix}/{{token}}/{{name:.*}}", serve_file)
    app.cleanup_ctx.append(feed)
    app.on_shutdown.append(_close_sockets)
    return app


async def serve(
    show: FullShow,
    player: Player,
    *,
    port: int | None = 0,
    open_browser: bool,
    announce: Announce,
    share: Share | None = None,
    tokens: Tokens | None = None,
    fresh: bool = True,
    public: Public | None = None,
    bind: str | None = None,
    opened: Callable[[str], None] = lambda address: None,
    repertoire: Repertoire = ALONE,
    quality: QualityWish = "auto",
) -> None:
    """Serve the show until cancelled; on this machine alone unless shared.

    `tokens` of an earlier run let its pages come back; `fresh` false keeps them from putting their moment back.
    `public` is one more address that leads here, `bind` the address of this machine to listen on beside its own.
    `repertoire` are the missions that pages may change to, `quality` is that of their pictures.
    `opened` is called once, with the owner's address, when pages can be asked for.
    VizError when the port cannot be had, UsageError when the shared host cannot.
    """
    loop = asyncio.get_running_loop()
    if loop.get_exception_handler() is None:
        loop.set_exception_handler(quiet)
    listeners = listen(port, None if share is None else share.host, bind)
    # A browser is opened only on this machine, not where a proxy or a container leads here.
    once = Once(loop.time) if open_browser and public is None else None
    door = Door(listeners[0].getsockname()[1], tokens or new_tokens(), share, public, once)
    session = Session(show, player, time.perf_counter, name=secrets.token_hex(8), fresh=fresh)
    app = build_app(show, session, door, repertoire, quality)
    async with receiving(app, listeners):
        opened(door.address())
        _invite(door, announce)
        await app[FEED]


@contextlib.asynccontextmanager
async def receiving(
    app: web.Application, listeners: Sequence[socket.socket], *, patience_s: float = PATIENCE_S
) -> AsyncIterator[None]:
    """Accept connections for the application on these listeners, which are closed at the end."""
    # What a bad guest writes must not fill the terminal of whoever shows the flight.
    log = logging.getLogger("viz.player")
    log.addHandler(logging.NullHandler())
    runner = web.AppRunner(app, access_log=None, logger=log, shutdown_timeout=patience_s)
    accepting: list[asyncio.Task[None]] = []
    try:
        await runner.setup()
        assert runner.server is not None
        accepting += [asyncio.create_task(welcome(one, runner.server, app[PLACES])) for one in listeners]
        yield
    finally:
        for task in accepting:
            task.cancel()
        await asyncio.gather(*accepting, return_exceptions=True)
        for listener in listeners:
            listener.close()
        await runner.cleanup()


def _invite(door: Door, announce: Announce) -> None:
    address = door.address()
    announce(f"The flight is shown at {address}")
    link = door.viewer_address()
    if door.share is not None and link is not None:
        allowed = "watch and control it" if door.share.control else "watch it, without controls,"
        announce(f"Viewers {allowed} at {link}")
        announce("Whoever has that link comes in, and the network can read it: hand it out in the room.")
    opening = door.opening_address()
    if opening is None:
        where = "" if door.public is not None else " on this machine"
        announce(f"Open the first address in a browser{where}.")
    elif _has_browser():
        # Some browsers' launchers do not return until the window is closed; the show must not wait for that.
        threading.Thread(target=webbrowser.open, args=(opening,), daemon=True).start()
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


def _answer(name: str, table: Files) -> web.StreamResponse:
    content = table.get(name)
    if content is None:
        raise web.HTTPNotFound
    suffix = Path(name or "index.html").suffix
    kind = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    if isinstance(content, Path):
        return web.FileResponse(content, headers={"Content-Type": kind})
    answer = web.Response(body=content, headers={"Content-Type": kind})
    if suffix == ".bin":  # meshes are half as long; viewers may sit behind a hall's wireless
        answer.enable_compression()
    return answer


def _seat(door: Door) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Return the middleware that notes whose connection it is, once a secret was shown."""

    @web.middleware
    async def seat(request: web.Request, handler: Handler) -> web.StreamResponse:
        porter = request.protocol
        if isinstance(porter, Porter):
            porter.admit(door.role(door.token_in(request.path)))
        return await handler(request)

    return seat


async def _serve_socket(request: web.Request, session: Session, theatre: Theatre, door: Door) -> web.StreamResponse:
    if request.headers.get("Origin") is None:
        # Every browser names its origin when it opens a socket; what does not is not a page.
        raise web.HTTPForbidden
    porter = request.protocol
    assert isinstance(porter, Porter)
    if not _has_place(request.app, porter, door):
        raise web.HTTPServiceUnavailable
    ws = web.WebSocketResponse(
        max_msg_size=LONGEST_MESSAGE_BYTES, timeout=PATIENCE_S, heartbeat=HEARTBEAT_S, compress=False
    )
    await ws.prepare(request)
    transport = request.transport
    request.app[SOCKETS][ws], porter.is_page = porter, True
    viewer = session.join(may_control=bool(may_control(request, door)))
    sender = asyncio.create_task(_send(ws, viewer))
    try:
        await _receive(ws, partial(_ask, session, theatre, viewer))
    except ConnectionError:
        pass  # the page is gone in the middle of a word
    finally:
        session.leave(viewer)
        request.app[SOCKETS].pop(ws, None)
        sender.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConnectionError):
            await sender
        _hang_up(transport)
    return ws


def _has_place(app: web.Application, newcomer: Porter, door: Door) -> bool:
    """Return whether one more page may open; viewers never fill the places of the owner."""
    pages = [porter for porter in app[SOCKETS].values() if porter.role is newcomer.role]
    if newcomer.role is Role.OWNER:
        return len(pages) < MOST_VIEWERS
    if len(pages) >= min(MOST_VIEWERS, app[PLACES].most - 2 * OWNERS_PLACES):
        return False
    beside = sum(porter.address == newcomer.address for porter in pages)
    # Behind a proxy, a tunnel or a container all have one address.
    return door.public is not None or is_loopback(newcomer.address) or beside < MOST_OF_ONE_ADDRESS


def _hang_up(transport: asyncio.Transport | None) -> None:
    """Drop what a page has not read: a closed connection would hold it for as long as the other side likes."""
    if transport is not None and transport.get_write_buffer_size() > 0:
        transport.abort()


async def _send(ws: web.WebSocketResponse, viewer: Viewer) -> None:
    while True:
        await ws.send_str(await viewer.next_message())


async def _receive(ws: web.WebSocketResponse, ask: Ask) -> None:
    waiting: set[asyncio.Task[None]] = set()
    try:
        await _receive_all(ws, ask, waiting)
    finally:
        for task in waiting:
            task.cancel()


def _ask(session: Session, theatre: Theatre, viewer: Viewer, text: str) -> Awaitable[None] | None:
    """Do what a page asks in a message, and return what is left to wait for."""
    asked = read_message(text)
    if isinstance(asked, OpenMission):
        return theatre.change(viewer, asked.mission)
    return session.receive(viewer, asked)


async def _receive_all(ws: web.WebSocketResponse, ask: Ask, waiting: set[asyncio.Task[None]]) -> None:
    async for message in ws:
        try:
            if message.type is not WSMsgType.TEXT:
                raise BadMessageError("only text is understood")
            left = ask(message.data)
            if left is not None:
                waiting.add(task := asyncio.create_task(_wait(left, ws, message.data)))
                task.add_done_callback(waiting.discard)
        except BadMessageError as error:
            await ws.send_json({"error": str(error)})
            too_long = isinstance(error, TooLongError)
            code = WSCloseCode.MESSAGE_TOO_BIG if too_long else WSCloseCode.POLICY_VIOLATION
            await ws.close(code=code, message=b"not understood")
            return
        except Exception as error:  # a wish that cannot be met, or a mistake of ours: neither costs the page its socket
            await _refuse(ws, error, message.data)


async def _wait(left: Awaitable[None], ws: web.WebSocketResponse, asked: str) -> None:
    try:
        await left
    except Exception as error:
        with contextlib.suppress(ConnectionError):
            await _refuse(ws, error, asked)


async def _refuse(ws: web.WebSocketResponse, error: Exception, asked: str) -> None:
    """Say no, with what was asked: the page says in the viewer's language what this text says in English."""
    await ws.send_json({"notice": apology(error), "asked": json.loads(asked)})


async def _close_sockets(app: web.Application) -> None:
    """Say goodbye to all at once: one page that has stopped reading must not keep the others, or the program."""
    open_sockets = app[SOCKETS].copy()
    goodbyes = [
        asyncio.create_task(ws.close(code=WSCloseCode.GOING_AWAY, message=b"the program has ended"))
        for ws in open_sockets
    ]
    if goodbyes:
        _, late = await asyncio.wait(goodbyes, timeout=PATIENCE_S)
        for goodbye in late:
            goodbye.cancel()
        await asyncio.gather(*goodbyes, return_exceptions=True)
    for porter in open_sockets.values():
        _hang_up(porter.transport if isinstance(porter.transport, asyncio.Transport) else None)
