"""Many viewers, and viewers who only watch: who may do what, and that none of them costs the others anything."""

from __future__ import annotations

import asyncio
import hmac
import json
import socket
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import aiohttp
import pytest
from click.testing import CliRunner
from player_fakes import FakeShow
from player_house import NEIGHBOUR, TOKEN, TOKENS, VIEWER_TOKEN, House, in_house

from viz.cli.watch import play
from viz.errors import UsageError
from viz.player import launch, server
from viz.player.answers import security_headers
from viz.player.door import Door, Share, written
from viz.player.listen import listen, reachable
from viz.player.playback import open_player
from viz.player.session import Shown, Wish

CLASS = Share(NEIGHBOUR)
CLASS_MAY_CONTROL = Share(NEIGHBOUR, control=True)


async def newest(ws: aiohttp.ClientWebSocketResponse) -> dict[str, object]:
    """Take one frame message and say that it is drawn."""
    message = await ws.receive_json()
    await ws.send_json({"do": "drawn", "n": message["n"]})
    return dict(message)


async def until(ws: aiohttp.ClientWebSocketResponse, met_s: float) -> None:
    while (await newest(ws))["player"]["met_s"] != met_s:  # type: ignore[index]
        pass


# --- the shared address -------------------------------------------------------------------------------------------


def test_a_viewer_watches_and_cannot_move_the_show() -> None:
    async def deed(house: House) -> None:
        async with house.viewer_socket() as viewer, house.socket() as owner:
            await newest(viewer)
            await newest(owner)
            for wish in ({"do": "seek", "met_s": 9.0}, {"do": "toggle"}, {"do": "go", "when": "eva.exit"}):
                await viewer.send_json(wish)
                assert "for watching" in (await viewer.receive_json())["notice"]
            assert house.session.player.met_s == 5000.0
            assert not house.session.player.playing
            await owner.send_json({"do": "seek", "met_s": 6000.0})
            await until(viewer, 6000.0)

    in_house(deed, share=CLASS)


def test_a_viewer_with_controls_granted_moves_the_show() -> None:
    async def deed(house: House) -> None:
        async with house.viewer_socket() as viewer, house.socket() as owner:
            await newest(viewer)
            await newest(owner)
            await viewer.send_json({"do": "seek", "met_s": 6000.0})
            await until(owner, 6000.0)

    in_house(deed, share=CLASS_MAY_CONTROL)


@pytest.mark.parametrize("share", [CLASS, CLASS_MAY_CONTROL])
def test_the_page_is_told_what_its_viewer_may_do_and_never_the_owners_secret(share: Share) -> None:
    async def deed(house: House) -> None:
        _, mine, _ = await house.get(house.home + "timeline.json")
        _, theirs, _ = await house.get(house.viewer_home + "timeline.json")
        assert json.loads(mine)["controls"] is True
        assert json.loads(mine)["viewer_link"] == house.viewer_home
        assert json.loads(theirs)["controls"] is share.control
        assert TOKEN.encode() not in theirs

    in_house(deed, share=share)


def test_the_owners_secret_opens_nothing_on_the_shared_address() -> None:
    async def deed(house: House) -> None:
        shared = f"http://{NEIGHBOUR}:{house.port}"
        assert (await house.get(f"{shared}/{VIEWER_TOKEN}/"))[0] == 200
        assert (await house.get(f"{shared}/{TOKEN}/"))[0] == 404
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.client.ws_connect(f"{shared}/{TOKEN}/socket", headers={"Origin": shared})
        assert refused.value.status == 404

    in_house(deed, share=CLASS)


def test_without_sharing_the_viewers_secret_opens_nothing() -> None:
    async def deed(house: House) -> None:
        assert (await house.get(f"{house.base}/{VIEWER_TOKEN}/"))[0] == 404
        assert (await house.get(house.home + "timeline.json"))[0] == 200

    in_house(deed)


def test_sharing_without_a_host_stays_on_this_machine() -> None:
    async def deed(house: House) -> None:
        assert house.viewer_home == f"{house.base}/{VIEWER_TOKEN}/"
        assert (await house.get(house.viewer_home))[0] == 200

    in_house(deed, share=Share())


def test_only_the_named_host_is_answered_on_the_shared_address() -> None:
    """DNS rebinding: a stranger's page may point its own name here, but not write our name into Host."""

    async def deed(house: House) -> None:
        shared = f"http://{NEIGHBOUR}:{house.port}/{VIEWER_TOKEN}/"
        for host in ("evil.example", f"evil.example:{house.port}", NEIGHBOUR, f"{NEIGHBOUR}:1", f"{NEIGHBOUR}.:80", ""):
            assert (await house.get(shared, Host=host))[0] == 403, host
        for name in ("localhost", "127.0.0.1"):
            # Loopback names count on loopback alone, which 127.0.0.2 is; there they are answered.
            assert (await house.get(shared, Host=f"{name}:{house.port}"))[0] == 200
        for origin in (house.base, "http://evil.example", f"https://{NEIGHBOUR}:{house.port}", "null"):
            assert (await house.get(shared, Origin=origin))[0] == 403, origin

    in_house(deed, share=CLASS)


def test_loopback_names_are_not_answered_elsewhere() -> None:
    door = Door(8123, TOKENS, Share("192.168.1.20"))
    assert door.names("192.168.1.20") == {"192.168.1.20:8123"}
    assert door.names("127.0.0.1") == {"192.168.1.20:8123", "127.0.0.1:8123", "localhost:8123"}
    assert door.names("") == {"192.168.1.20:8123"}
    assert Door(8123, TOKENS).names("192.168.1.20") == frozenset()
    assert Door(80, TOKENS, Share("Lecture-PC.local")).names("10.0.0.7") == {"lecture-pc.local"}
    assert written("fe80::1", 8123) == "[fe80::1]:8123"


@pytest.mark.parametrize(
    ("host", "reason"),
    [
        ("0.0.0.0", "any address"),
        ("::", "any address"),
        ("no such name", "not a name"),
        ("192.0.2.1", "not an address"),
    ],
)
def test_a_host_that_viewers_could_not_use_is_refused(host: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        listen(0, host)


def test_a_name_that_means_loopback_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.1.1", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: here)
    with pytest.raises(UsageError, match=r"lecture-pc means 127\.0\.1\.1 here"):
        reachable("lecture-pc")


def test_host_without_share_is_refused() -> None:
    with pytest.raises(UsageError, match="--share"):
        launch.play(launch.PageSetup(host=NEIGHBOUR, open_browser=False, announce=lambda line: None))
    with pytest.raises(UsageError, match="watch or control"):
        launch.play(launch.PageSetup(share="everything", open_browser=False, announce=lambda line: None))


def test_both_links_are_announced_and_work() -> None:
    async def run() -> None:
        lines: list[str] = []
        last = asyncio.Event()
        show = FakeShow()

        def announce(line: str) -> None:
            lines.append(line)
            if "Ctrl-C" in line:
                last.set()

        serving = server.serve(
            show, open_player(show.programme), open_browser=False, announce=announce, share=CLASS, tokens=TOKENS
        )
        task = asyncio.create_task(serving)
        await asyncio.wait_for(last.wait(), 20.0)
        mine, theirs = (next(word for word in line.split() if "://" in word) for line in lines[:2])
        assert mine.startswith("http://127.0.0.1:")
        assert theirs.startswith(f"http://{NEIGHBOUR}:")
        assert "without controls" in lines[1]
        async with aiohttp.ClientSession() as client:
            for link in (mine, theirs):
                async with client.get(link) as answer:
                    assert answer.status == 200
        task.cancel()
        await asyncio.wait({task})

    asyncio.run(asyncio.wait_for(run(), 30.0))


# --- secrets ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["", "x", TOKEN, TOKEN[:-1], TOKEN + "x", VIEWER_TOKEN, "é" * 40, "\udcff"])
def test_every_secret_is_compared_in_constant_time_and_all_of_them_always(
    given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []
    real = hmac.compare_digest

    def spy(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", spy)
    allowed = Door(1, TOKENS, CLASS).may_control(given, over_loopback=True)
    assert allowed is {TOKEN: True, VIEWER_TOKEN: False}.get(given)
    assert [kept for _, kept in compared] == [TOKEN.encode(), VIEWER_TOKEN.encode()]


def test_the_policy_is_strict_and_names_one_address() -> None:
    policy = security_headers("127.0.0.1:8123")["Content-Security-Policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["connect-src"] == "'self' ws://127.0.0.1:8123"
    assert rules["frame-ancestors"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "unsafe" not in policy
    assert "*" not in policy


class LectureShow(FakeShow):
    """With a question to come and a lecturer's voice."""

    @property
    def timeline(self) -> Mapping[str, object]:
        stops = [
            {"id": "stiff", "met_s": 6150.0, "answer_met_s": 6200.0, "question": {"en": "?"}, "answer": {"en": "!"}}
        ]
        return {**super().timeline, "stops": stops, "narration": {"en": {"ascent": "scene/narration/en/ascent.ogg"}}}

    def scene_files(self) -> Mapping[str, bytes | Path]:
        return {**super().scene_files(), "narration/en/ascent.ogg": b"voice"}


@pytest.mark.parametrize("share", [CLASS, CLASS_MAY_CONTROL])
def test_who_only_watches_is_sent_no_answers_to_come_and_no_voice(share: Share) -> None:
    async def deed(house: House) -> None:
        _, mine, _ = await house.get(house.home + "timeline.json")
        _, theirs, _ = await house.get(house.viewer_home + "timeline.json")
        assert json.loads(mine)["stops"]
        assert bool(json.loads(theirs)["stops"]) is bool(json.loads(theirs)["narration"]) is share.control
        voice = "scene/narration/en/ascent.ogg"
        assert (await house.get(house.home + voice))[0] == 200
        assert (await house.get(house.viewer_home + voice))[0] == (200 if share.control else 404)

    in_house(deed, share=share, show=LectureShow())


# --- many at once -------------------------------------------------------------------------------------------------

VIEWERS = 50


def test_fifty_viewers_see_one_show_and_each_frame_is_made_once() -> None:
    async def deed(house: House) -> None:
        sockets = await asyncio.gather(*(house.viewer_socket() for _ in range(VIEWERS)))
        async with house.socket() as owner:
            firsts = await asyncio.gather(*(newest(ws) for ws in [owner, *sockets]))
            assert {message["player"]["met_s"] for message in firsts} == {5000.0}  # type: ignore[index]
            drawn = house.session.frames_drawn
            for met_s in (5100.0, 5691.0, 93600.0):
                await owner.send_json({"do": "seek", "met_s": met_s})
                await asyncio.wait_for(asyncio.gather(*(until(ws, met_s) for ws in [owner, *sockets])), 30.0)
            assert house.session.frames_drawn - drawn == 3
        await asyncio.gather(*(ws.close() for ws in sockets))

    in_house(deed, share=CLASS)


def test_fifty_viewers_come_and_go_and_nothing_of_them_stays() -> None:
    async def deed(house: House) -> None:
        async with house.socket() as owner:
            await newest(owner)
            for _ in range(3):
                sockets = await asyncio.gather(*(house.viewer_socket() for _ in range(VIEWERS)))
                await asyncio.gather(*(newest(ws) for ws in sockets))
                for ws in sockets[::2]:
                    assert ws._response.connection is not None
                    ws._response.connection.transport.abort()  # a laptop closed without a word
                await asyncio.gather(*(ws.close() for ws in sockets[1::2]))
            await owner.send_json({"do": "seek", "met_s": 5200.0})
            await until(owner, 5200.0)
            while len(house.session._viewers) > 1:
                await owner.send_json({"do": "reverse"})
                await newest(owner)

    in_house(deed, share=CLASS)


def test_there_is_an_end_to_the_number_of_viewers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_VIEWERS", 3)

    async def deed(house: House) -> None:
        sockets = [await house.viewer_socket() for _ in range(3)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await house.viewer_socket()
        assert refused.value.status == 503
        for ws in sockets:
            await ws.close()

    in_house(deed, share=CLASS)


class HeavyShow(FakeShow):
    """Every frame is larger than what the sockets on the way can hold."""

    def shown(self, wish: Wish) -> Shown:
        light = super().shown(wish)
        return Shown(json.dumps({"met_s": wish.met_s, "yaw_deg": 0.0, "ballast": "x" * 6_000_000}), light.words)


def test_a_viewer_that_stops_reading_holds_nobody_up() -> None:
    async def deed(house: House) -> None:
        deaf = await asyncio.to_thread(shake_hands, house)
        with deaf:
            async with house.socket() as owner:
                await newest(owner)
                for met_s in range(5001, 5013):
                    # It even claims to have drawn everything, and still reads nothing.
                    deaf.sendall(masked({"do": "drawn", "n": 2**40}))
                    await owner.send_json({"do": "seek", "met_s": float(met_s)})
                    await asyncio.wait_for(until(owner, float(met_s)), 20.0)
                waiting = [viewer for viewer in house.session._viewers if viewer.slot.qsize()]
                assert len(waiting) <= 1, "for the deaf one only the newest frame waits, not all of them"

    in_house(deed, share=CLASS, show=HeavyShow())


def shake_hands(house: House) -> socket.socket:
    """Open a socket by hand, with small buffers, and never read a frame."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(20.0)
    line.connect((NEIGHBOUR, house.port))
    name = f"{NEIGHBOUR}:{house.port}"
    line.sendall(
        f"GET /{VIEWER_TOKEN}/socket HTTP/1.1\r\nHost: {name}\r\nOrigin: http://{name}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert line.recv(12) == b"HTTP/1.1 101"
    return line


def masked(message: dict[str, object]) -> bytes:
    """One text frame as a client sends it, masked with zeros."""
    body = json.dumps(message).encode()
    return bytes((0x81, 0x80 | len(body), 0, 0, 0, 0)) + body


def test_the_program_ends_although_many_viewers_do_not_listen() -> None:
    deaf: list[socket.socket] = []

    async def deed(house: House) -> None:
        for _ in range(20):
            deaf.append(await asyncio.to_thread(shake_hands, house))
        async with house.socket() as owner:
            await newest(owner)

    try:
        in_house(deed, share=CLASS, show=HeavyShow(), within_s=20.0)  # one after the other they would take 40 s
    finally:
        for line in deaf:
            line.close()
    assert len(deaf) == 20


def test_what_a_bad_guest_writes_does_not_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        lines: list[str] = []
        told = asyncio.Event()
        show = FakeShow()

        def announce(line: str) -> None:
            lines.append(line)
            told.set()

        serving = server.serve(show, open_player(show.programme), open_browser=False, announce=announce)
        task = asyncio.create_task(serving)
        await asyncio.wait_for(told.wait(), 20.0)
        port = int(lines[0].split(":")[2].split("/")[0])
        for noise in (
            b"\x00\xff\r\n\r\n",
            b"GET /\x1f HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(noise)
            assert (await reader.readline()).split()[1] in (b"400", b"403")
            writer.close()
        task.cancel()
        await asyncio.wait({task})

    asyncio.run(asyncio.wait_for(run(), 30.0))
    assert capfd.readouterr() == ("", "")


# --- the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What `play` was asked for."""
    import viz.player

    wishes: list[dict[str, object]] = []
    monkeypatch.setattr(viz.player, "play", lambda setup: wishes.append(asdict(setup)))
    return wishes


@pytest.mark.parametrize(
    ("options", "host", "share"),
    [
        ([], None, None),
        (["--share"], None, "watch"),
        (["--share", "--host", "192.168.1.20"], "192.168.1.20", "watch"),
        (["--host", "lecture.local", "--share", "control"], "lecture.local", "control"),
        (["--share=watch", "--no-open"], None, "watch"),
    ],
)
def test_sharing_is_asked_for_on_the_command_line(
    asked: list[dict[str, object]], options: list[str], host: str | None, share: str | None
) -> None:
    result = CliRunner().invoke(play, options)
    assert result.exit_code == 0, result.output
    assert (asked[0]["host"], asked[0]["share"]) == (host, share)


@pytest.mark.parametrize("options", [["--host", "192.168.1.20"], ["--share", "everything"]])
def test_half_a_wish_to_share_is_a_usage_error(asked: list[dict[str, object]], options: list[str]) -> None:
    result = CliRunner().invoke(play, options)
    assert result.exit_code == 2
    assert "--share" in result.output
    assert asked == []


def test_the_file_of_secrets_is_named_on_the_command_line(asked: list[dict[str, object]], tmp_path: Path) -> None:
    assert CliRunner().invoke(play, ["--token-file", str(tmp_path / "secrets")]).exit_code == 0
    assert asked[0]["token_file"] == tmp_path / "secrets"
