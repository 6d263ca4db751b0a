"""Connections before the door: who has a place, who loses it, and that what accepts them never ends or talks."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from player_house import NEIGHBOUR, TOKEN, House, in_house

from viz.player import places, porch, server
from viz.player.door import Share
from viz.player.places import Places, Role, most_connections


@dataclass(eq=False)
class Visitor:
    address: str = "10.0.0.1"
    role: Role = Role.STRANGER
    is_page: bool = False
    sent_away: bool = False

    def send_away(self) -> None:
        self.sent_away = True


def test_a_stranger_too_many_takes_the_place_of_the_oldest_from_where_most_come() -> None:
    hall = Places(8)
    quiet, *flood = Visitor("10.0.0.2"), *(Visitor() for _ in range(3))
    for one in (quiet, *flood):
        assert hall.enter(one)
    owner = Visitor("127.0.0.1")
    assert hall.enter(owner), "who comes last has a place to ask from"
    assert [one.sent_away for one in (quiet, *flood, owner)] == [False, True, False, False, False]


def test_viewers_lose_idle_connections_before_a_newcomer_is_refused_and_never_an_open_page() -> None:
    hall = Places(4)
    pages = [Visitor(role=Role.VIEWER, is_page=True) for _ in range(2)]
    owner = Visitor(role=Role.OWNER)
    idle = Visitor(role=Role.VIEWER)
    for one in (*pages, owner, idle):
        assert hall.enter(one)
    newcomer = Visitor()
    assert hall.enter(newcomer)
    assert [one.sent_away for one in (*pages, owner, idle)] == [False, False, False, True]
    newcomer.role = Role.OWNER
    assert not hall.enter(Visitor()), "all who are there may stay"
    hall.leave(pages[0])
    assert hall.enter(Visitor())


def test_no_more_connections_than_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (128, 4096))
    assert most_connections() == 64
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert most_connections() == places.MOST_CONNECTIONS


async def ended(port: int, sent: bytes) -> bytes:
    """Send that and no more, and return all that comes until the other side ends the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "])
def test_silence_and_half_a_request_are_ended(sent: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(porch, "ASKING_S", 0.1)
    monkeypatch.setattr(porch, "IDLE_S", 1000.0)

    async def deed(house: House) -> None:
        assert await ended(house.port, sent) == b""

    in_house(deed, within_s=60.0)


def test_bytes_that_drip_buy_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(porch, "ASKING_S", 0.3)
    monkeypatch.setattr(porch, "IDLE_S", 1000.0)

    async def deed(house: House) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        gone = asyncio.ensure_future(reader.read())
        writer.write(b"GET / HTTP/1.1\r\nX: ")
        while not gone.done():
            writer.write(b"a")
            await asyncio.wait({gone}, timeout=0.01)
        writer.close()

    in_house(deed, within_s=60.0)


def test_a_stranger_cannot_stay_by_asking_again_and_a_page_that_is_open_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(porch, "ASKING_S", 1.0)
    monkeypatch.setattr(porch, "IDLE_S", 1000.0)

    async def deed(house: House) -> None:
        async with house.socket() as page:
            number = (await page.receive_json())["n"]
            ask = f"GET /x/ HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\n\r\n".encode()
            assert (await ended(house.port, ask * 2)).count(b" 404 ") == 2
            await page.send_json({"do": "drawn", "n": number})
            await page.send_json({"do": "seek", "met_s": 6000.0})
            assert (await page.receive_json())["player"]["met_s"] == 6000.0

    in_house(deed, within_s=60.0)


def test_a_flood_of_silent_connections_does_not_keep_the_owner_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MOST_STRANGERS", 8)

    async def deed(house: House) -> None:
        lines = [await asyncio.open_connection("127.0.0.1", house.port) for _ in range(40)]
        async with house.socket() as page:
            await page.receive_json()
        for _, writer in lines:
            writer.close()

    in_house(deed, within_s=60.0)


def test_one_watch_link_cannot_take_the_owners_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_VIEWERS", 4)

    async def deed(house: House) -> None:
        viewers = [await house.viewer_socket() for _ in range(4)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.viewer_socket()
        assert refused.value.status == 503
        assert refused.value.headers is not None
        assert "default-src 'none'" in refused.value.headers["Content-Security-Policy"]
        async with house.socket() as page:
            await page.receive_json()
        for ws in viewers:
            await ws.close()

    in_house(deed, share=Share(NEIGHBOUR))


def test_one_other_machine_cannot_take_all_places_of_viewers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_OF_ONE_ADDRESS", 2)
    monkeypatch.setattr(server, "is_loopback", lambda address: False)  # as if the neighbour were another machine

    async def deed(house: House) -> None:
        viewers = [await house.viewer_socket() for _ in range(2)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.viewer_socket()
        assert refused.value.status == 503
        for ws in viewers:
            await ws.close()

    in_house(deed, share=Share(NEIGHBOUR))


def test_accepting_outlives_a_system_without_descriptors_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        tries: list[int] = []
        done = asyncio.Event()
        pauses: list[float] = []

        async def accept(listener: object) -> Any:
            tries.append(1)
            if len(tries) < 4:
                raise OSError(errno.EMFILE, "Too many open files")
            done.set()
            await asyncio.Event().wait()

        async def sleep(seconds: float) -> None:
            pauses.append(seconds)

        hall = Places(8)
        oldest = Visitor()
        hall.enter(oldest)
        loop.sock_accept = accept  # type: ignore[method-assign]
        with socket.socket() as listener:
            task = asyncio.create_task(porch.welcome(listener, None, hall, sleep))  # type: ignore[arg-type]
            await done.wait()
            task.cancel()
            await asyncio.wait({task})
        assert pauses == [porch.PAUSE_S] * 3
        assert oldest.sent_away, "its descriptor is what the next one needs"

    with caplog.at_level(logging.DEBUG, "viz.player"):
        asyncio.run(asyncio.wait_for(run(), 30.0))
    assert caplog.records == []


def test_the_loop_writes_no_traceback_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("viz.player").addHandler(logging.NullHandler())
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(porch.quiet)
    loop.call_exception_handler({"message": "Too many open files", "exception": OSError(24, "too many")})
    loop.close()
    assert capfd.readouterr() == ("", "")


def test_every_answer_carries_the_headers_and_none_tells_a_version() -> None:
    async def deed(house: House) -> None:
        name = f"127.0.0.1:{house.port}"
        asked = {
            b" 200 ": f"GET /{TOKEN}/ HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n",
            b" 400 ": "GET /\x1f HTTP/1.1\r\n\r\n",
            b" 403 ": "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
            b" 404 ": f"GET /nothing/ HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n",
            b" 405 ": f"POST /{TOKEN}/ HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n",
            b" 417 ": f"GET /{TOKEN}/ HTTP/1.1\r\nHost: {name}\r\nExpect: x\r\nConnection: close\r\n\r\n",
        }
        for status, request in asked.items():
            answer = await ended(house.port, request.encode())
            head = answer.split(b"\r\n\r\n")[0].lower()
            assert status in head.split(b"\r\n")[0], answer
            for header in (b"content-security-policy: default-src 'none'", b"x-content-type-options: nosniff",
                           b"referrer-policy: no-referrer", b"cache-control: no-store"):  # fmt: skip
                assert header in head, (status, header)
            assert b"\r\nserver: voskhod2" in head
            assert b"python" not in head + answer[-200:].lower()
            assert b"aiohttp" not in head + answer[-200:].lower()

    in_house(deed, within_s=60.0)


def test_a_mistake_of_ours_in_an_answer_carries_them_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, table: object) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(server, "_answer", broken)

    async def deed(house: House) -> None:
        status, body, headers = await house.get(house.home)
        assert (status, body) == (500, b"Internal server error\n")
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["server"] == "voskhod2"

    in_house(deed)
