"""The door: who may come in, what is served, and what closes it."""

from __future__ import annotations

import asyncio
import json
import re
import socket
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from player_fakes import FakeShow
from player_house import TOKEN, House, in_house

from viz.errors import InvalidFile, Problem, UsageError, VizError
from viz.player import launch, server
from viz.player.listen import USUAL_PORT, listen
from viz.player.playback import open_player
from viz.player.programme import Programme
from viz.story.panel import Supposable, Supposed


def raw(port: int, request: bytes) -> bytes:
    """Send bytes no well-behaved client would, and return the first line of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=5.0) as line:
        line.sendall(request)
        return line.recv(4096).split(b"\r\n")[0]


def test_the_page_and_its_parts_are_served() -> None:
    async def deed(house: House) -> None:
        for name, kind in [
            ("", "text/html"),
            ("main.js", "text/javascript"),
            ("style.css", "text/css"),
            ("scene/bridge.js", "text/javascript"),
            ("scene/textures/earth.jpg", "image/jpeg"),
            ("timeline.json", "application/json"),
        ]:
            status, body, headers = await house.get(house.home + name)
            assert status == 200
            assert body
            assert headers["content-type"].startswith(kind)
            assert headers["cache-control"] == "no-store"

    in_house(deed)


def test_meshes_travel_compressed() -> None:
    async def deed(house: House) -> None:
        status, body, headers = await house.get(house.home + "scene/meshes/a.bin")
        assert (status, len(body)) == (200, 4096)
        assert headers["content-encoding"] in ("deflate", "gzip")
        assert "content-encoding" not in (await house.get(house.home + "scene/bridge.js"))[2]

    in_house(deed)


def test_without_the_token_there_is_nothing() -> None:
    async def deed(house: House) -> None:
        for path in (
            "/",
            "/main.js",
            "/wrong/",
            "/wrong/main.js",
            f"/{TOKEN}x/",
            f"/{TOKEN[:-1]}/",
            "/%C3%A9/",
            "/wrong/socket",
        ):
            status, body, _ = await house.get(house.base + path)
            assert status == 404, path
            assert TOKEN.encode() not in body

    in_house(deed)


def test_another_host_name_is_refused() -> None:
    async def deed(house: House) -> None:
        for host in (
            "evil.example",
            f"evil.example:{house.port}",
            "127.0.0.1",
            f"127.0.0.1:{house.port + 1}",
            f"[::1]:{house.port}",
        ):
            status, _, _ = await house.get(house.home, Host=host)
            assert status == 403, host
        assert (await house.get(house.home, Host=f"localhost:{house.port}"))[0] == 200

    in_house(deed)


def test_another_origin_is_refused() -> None:
    async def deed(house: House) -> None:
        for origin in ("http://evil.example", "null", f"https://127.0.0.1:{house.port}", "http://127.0.0.1:1"):
            assert (await house.get(house.home, Origin=origin))[0] == 403, origin
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await house.socket(Origin=origin)
            assert refused.value.status == 403

    in_house(deed)


def test_a_socket_without_an_origin_is_refused() -> None:
    async def deed(house: House) -> None:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.client.ws_connect(house.home + "socket")
        assert refused.value.status == 403

    in_house(deed)


def test_no_path_leads_out_of_the_page() -> None:
    async def deed(house: House) -> None:
        paths = [
            "../server.py", "..%2fserver.py", "%2e%2e/server.py", "scene/../../server.py", "fonts/..%2f..%2fREADME.md",
            "/etc/passwd", "%2fetc%2fpasswd", "C:%5cwindows", "index.html%00.js", "page/", "scene/", "__init__.py",
        ]  # fmt: skip
        for path in paths:
            line = await asyncio.to_thread(
                raw, house.port, f"GET /{TOKEN}/{path} HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\n\r\n".encode()
            )
            assert line.split()[1] in (b"404", b"400"), (path, line)

    in_house(deed)


def test_only_reading_is_allowed() -> None:
    async def deed(house: House) -> None:
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            async with house.client.request(method, house.home) as answer:
                assert answer.status == 405

    in_house(deed)


def test_every_answer_carries_the_policy() -> None:
    async def deed(house: House) -> None:
        for address in (house.home, house.base + "/nothing", house.home + "nothing"):
            _, _, headers = await house.get(address)
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "*" not in policy
            assert headers["x-content-type-options"] == "nosniff"

    in_house(deed)


def test_the_page_carries_no_inline_script_or_style() -> None:
    page = Path(server.__file__).parent / "page"
    html = (page / "index.html").read_text(encoding="utf-8")
    assert "style=" not in html
    assert " onclick" not in html
    for part in html.split("<script")[1:]:
        assert part.split(">", 1)[1].startswith("</script>")
    for file in page.iterdir():
        assert "http://" not in file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        # A source's address is a link that a hand may open; nothing is loaded from there.
        assert "https://" not in file.read_text(encoding="utf-8").replace("href: `https://${where}`", "")


def modules_of(entry: Path) -> set[str]:
    """Return the names of every module that one imports, and of those that these import."""
    found, left = set[str](), [entry.name]
    while left:
        text = (entry.parent / left.pop()).read_text(encoding="utf-8")
        new = set(re.findall(r'^import .*? from "\./(.+?)";', text, re.MULTILINE | re.DOTALL)) - found
        found |= new
        left += new
    return found


@pytest.mark.parametrize(("page", "entry"), [("index.html", "main.js"), ("pair.html", "pair.js")])
def test_every_module_of_a_page_is_asked_for_at_once(page: str, entry: str) -> None:
    """One that is found only in another's imports would come a round later, and with it the first picture."""
    folder = Path(server.__file__).parent / "page"
    told = re.findall(r'<link rel="modulepreload" href="(.+?)">', (folder / page).read_text(encoding="utf-8"))
    assert told == sorted(modules_of(folder / entry))
    assert len(told) > 15


@pytest.mark.parametrize("text", ["garbage", "{}", '{"do": "quit"}', '{"do": "seek", "met_s": NaN}'])
def test_a_malformed_message_is_answered_and_the_socket_closed(text: str) -> None:
    async def deed(house: House) -> None:
        async with house.socket() as ws:
            await ws.receive_json()
            await ws.send_str(text)
            assert "error" in await ws.receive_json()
            assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE
            assert ws.close_code == aiohttp.WSCloseCode.POLICY_VIOLATION

    in_house(deed)


def test_binary_and_oversized_messages_close_the_socket() -> None:
    async def deed(house: House) -> None:
        async with house.socket() as ws:
            await ws.receive_json()
            await ws.send_bytes(b"{}")
            assert "error" in await ws.receive_json()
            assert (await ws.receive()).type is aiohttp.WSMsgType.CLOSE
        async with house.socket() as ws:
            await ws.receive_json()
            await ws.send_str(json.dumps({"do": "go", "when": "x" * 10_000}))
            assert "longer than" in (await ws.receive_json())["error"]
            closing = await ws.receive()
            assert closing.type is aiohttp.WSMsgType.CLOSE
            assert closing.data == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        async with house.socket() as ws:
            await ws.receive_json()
            await ws.send_str("x" * 1_000_000)
            closing = await ws.receive()
            assert closing.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)

    in_house(deed)


def test_an_impossible_wish_is_explained_and_the_socket_stays() -> None:
    async def deed(house: House) -> None:
        async with house.socket() as ws:
            await ws.receive_json()
            await ws.send_json({"do": "camera", "camera": "drone"})
            assert "auto, chase, tv1" in (await ws.receive_json())["notice"]
            await ws.send_json({"do": "drawn", "n": 1})
            await ws.send_json({"do": "seek", "met_s": 5691.0})
            assert (await ws.receive_json())["player"]["met_s"] == 5691.0

    in_house(deed)


class NoAlternative(FakeShow):
    """Whatever is supposed cannot be built."""

    @property
    def programme(self) -> Programme:
        return replace(super().programme, supposable=(Supposable("orbit", "solution", "A", choices=("A", "B")),))

    def programme_of(self, supposed: tuple[Supposed, ...]) -> Programme:
        if supposed:
            raise InvalidFile("ascent_b.txt", [Problem("(file)", "is empty", "make it again")])
        return self.programme

    def when(self, text: str) -> float:
        raise IndexError("a mistake of ours")


def test_a_what_if_that_cannot_be_built_and_a_mistake_of_ours_cost_nobody_the_socket() -> None:
    async def deed(house: House) -> None:
        async with house.socket() as ws:
            await ws.receive_json()
            await ws.send_json({"do": "suppose", "group": "orbit", "name": "solution", "value": "B"})
            answer = await ws.receive_json()
            assert "is empty" in answer["notice"]
            assert answer["asked"]["value"] == "B"
            await ws.send_json({"do": "go", "when": "eva.exit"})
            assert "IndexError" in (await ws.receive_json())["notice"]
            await ws.send_json({"do": "drawn", "n": 1})
            await ws.send_json({"do": "seek", "met_s": 5691.0})
            assert (await ws.receive_json())["player"]["met_s"] == 5691.0

    in_house(deed, show=NoAlternative())


def test_two_pages_see_one_show_and_a_closed_one_ends_nothing() -> None:
    async def deed(house: House) -> None:
        async with house.socket() as first:
            await first.receive_json()
            async with house.socket() as second:
                shown = await second.receive_json()
                await second.send_json({"do": "drawn", "n": shown["n"]})
                await first.send_json({"do": "drawn", "n": shown["n"]})
                await first.send_json({"do": "seek", "met_s": 6000.0})
                assert (await second.receive_json())["player"]["met_s"] == 6000.0
        async with house.socket() as again:
            assert (await again.receive_json())["player"]["met_s"] == 6000.0

    in_house(deed)


def test_the_usual_port_is_taken_where_it_is_free_and_another_where_not() -> None:
    first, second = listen(None), listen(None)
    try:
        ports = [listeners[0].getsockname()[1] for listeners in (first, second)]
    finally:
        for listener in (*first, *second):
            listener.close()
    assert len(set(ports)) == 2, "a second program takes another port"
    assert USUAL_PORT not in ports[1:]


def test_the_server_listens_on_this_machine_only() -> None:
    (listener,) = listen(0)
    with listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_busy_port_is_a_plain_error() -> None:
    (listener,) = listen(0)
    with listener, pytest.raises(VizError, match="in use"):
        listen(listener.getsockname()[1])


def test_a_port_that_does_not_exist_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="65536"):
        launch.play(launch.PageSetup(port=65536, open_browser=False, announce=lambda line: None))


def test_the_address_is_announced_and_cancelling_ends_cleanly() -> None:
    async def run() -> list[str]:
        show, lines, told = FakeShow(), [], asyncio.Event()

        def announce(line: str) -> None:
            lines.append(line)
            told.set()

        task = asyncio.create_task(
            server.serve(show, open_player(show.programme), port=0, open_browser=False, announce=announce)
        )
        await told.wait()
        async with aiohttp.ClientSession() as client, client.get(lines[0].split()[-1]) as answer:
            assert answer.status == 200
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return lines

    lines = asyncio.run(asyncio.wait_for(run(), timeout=30.0))
    assert lines[0].split()[-1].startswith("http://127.0.0.1:")
    assert any("Ctrl-C" in line for line in lines)
