"""Other ways here: the address that opens the browser once, and the one a proxy, tunnel or container leads from."""

from __future__ import annotations

import asyncio
import json

import pytest
from player_house import TOKEN, TOKENS, VIEWER_TOKEN, House, in_house

from viz.errors import UsageError
from viz.player import launch
from viz.player.answers import closed_page
from viz.player.door import Door, Share
from viz.player.listen import listen
from viz.player.public import Public, read_public
from viz.player.tokens import Once

HUB = read_public("https://hub.example.edu/user/anna/proxy/18365/")


def test_the_browser_is_opened_with_an_address_that_is_good_once_and_never_shows_the_secret() -> None:
    once = Once(lambda: 0.0)

    async def deed(house: House) -> None:
        opening = house.door.opening_address()
        assert opening is not None
        assert TOKEN not in opening
        assert (await house.get(opening, Host="evil.example"))[0] == 403
        assert (await house.get(opening + "timeline.json"))[0] == 404
        async with house.client.head(opening) as answer:
            assert answer.status == 404, "only a page that is asked for uses it up"
        status, _, headers = await house.get(opening)
        assert (status, headers["location"]) == (303, f"/{TOKEN}/")
        assert headers["referrer-policy"] == "no-referrer"
        assert (await house.get(opening))[0] == 404
        assert (await house.get(house.home))[0] == 200, "the lasting address is as it was"

    in_house(deed, once=once)


def test_an_address_that_leads_here_opens_the_show_with_and_without_its_path() -> None:
    async def deed(house: House) -> None:
        here = f"http://127.0.0.1:{house.port}"
        for path in (f"{HUB.prefix}/{TOKEN}/", f"/{TOKEN}/"):
            for name in (HUB.name, f"127.0.0.1:{house.port}"):  # some proxies put the name they ask here
                asked = {"Host": name, "Origin": HUB.origin}
                assert (await house.get(here + path, **asked))[0] == 200
                async with house.client.ws_connect(here + path + "socket", headers=asked, max_msg_size=0) as ws:
                    assert "player" in await ws.receive_json()
        _, _, headers = await house.get(here + f"/{TOKEN}/", Host=HUB.name)
        assert "wss://hub.example.edu" in headers["content-security-policy"]
        for origin in ("https://evil.example", "http://hub.example.edu", "https://hub.example.edu:444", "null"):
            assert (await house.get(here + f"/{TOKEN}/", Host=HUB.name, Origin=origin))[0] == 403, origin
        for name in ("hub.example.edu:443", "evil.example", "hub.example.edu.", ""):
            assert (await house.get(here + f"/{TOKEN}/", Host=name))[0] == 403, name
        assert (await house.get(here + f"{HUB.prefix}/wrong/", Host=HUB.name))[0] == 404
        assert (await house.get(here + f"/user/eve/proxy/1/{TOKEN}/", Host=HUB.name))[0] == 404

    in_house(deed, public=HUB)


def test_only_a_private_way_carries_the_owners_secret() -> None:
    museum = read_public("http://museum.example/")

    async def deed(house: House) -> None:
        here = f"http://127.0.0.1:{house.port}"
        assert (await house.get(f"{here}/{TOKEN}/", Host=museum.name))[0] == 404
        status, body, _ = await house.get(f"{here}/{VIEWER_TOKEN}/timeline.json", Host=museum.name)
        assert status == 200
        assert json.loads(body)["controls"] is False
        assert house.door.address() == house.home
        assert house.door.viewer_address() == f"http://museum.example/{VIEWER_TOKEN}/"

    in_house(deed, public=museum, share=Share())


def test_the_printed_addresses_are_those_the_browser_shows() -> None:
    door = Door(18365, TOKENS, Share(), HUB)
    assert door.address() == f"https://hub.example.edu/user/anna/proxy/18365/{TOKEN}/"
    assert door.viewer_address() == f"https://hub.example.edu/user/anna/proxy/18365/{VIEWER_TOKEN}/"
    docker = Door(18365, TOKENS, None, read_public("http://localhost:8080"))
    assert docker.address() == f"http://localhost:8080/{TOKEN}/"
    assert docker.is_private("172.17.0.2", "localhost:8080")
    assert not docker.is_private("172.17.0.2", "localhost:18365"), "our own names count on this machine alone"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://localhost:8080/", Public("http", "localhost:8080")),
        ("https://Hub.Example.edu:443/a/b/", Public("https", "hub.example.edu", "/a/b")),
        ("http://[::1]:8080", Public("http", "[::1]:8080")),
    ],
)
def test_an_address_is_read_as_browsers_write_it(text: str, expected: Public) -> None:
    assert read_public(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "hub.example.edu", "ftp://hub/", "https://", "https://me:pass@hub/", "https://hub/?x=1", "https://hub/#x",
     "https://hub/../x", "https://hub:99999/", "https://hub/a b", "https://hub/{token}", "http://h\nx/", "https://*/"],
)  # fmt: skip
def test_what_no_browser_shows_is_no_address(text: str) -> None:
    with pytest.raises(UsageError, match="write it as"):
        read_public(text)


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"address": "http://museum.example/"}, "can be read on its way"),
        ({"address": "https://hub/", "share": "watch", "host": "127.0.0.1"}, "choose one"),
        ({"bind": "0.0.0.0"}, "--address URL"),
        ({"bind": "0.0.0.0", "share": "watch"}, "--address URL"),
        ({"bind": "everywhere", "address": "https://hub/"}, "no address to listen on"),
    ],
)
def test_a_wish_that_would_let_in_more_than_was_said_is_refused(wishes: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        launch.play(launch.PageSetup(open_browser=False, announce=lambda line: None, **wishes))  # type: ignore[arg-type]


def test_a_container_listens_everywhere_and_still_answers_only_to_its_names() -> None:
    (listener,) = listen(0, bind="0.0.0.0")
    with listener:
        assert listener.getsockname()[0] == "0.0.0.0"
    here, beside = listen(0, bind="127.0.0.2")
    with here, beside:
        assert {one.getsockname()[0] for one in (here, beside)} == {"127.0.0.1", "127.0.0.2"}


def test_the_closed_door_says_what_to_do_and_no_secret() -> None:
    async def deed(house: House) -> None:
        status, body, headers = await house.get(f"{house.base}/{TOKEN}/", Host="museum.example")
        assert status == 403
        text = body.decode()
        for wanted in (house.base, f"ssh -L {house.port}:", "--address", "another site"):
            assert wanted in text
        assert TOKEN not in text
        assert "museum" not in text, "nothing of the request comes back"
        assert headers["content-type"].startswith("text/html")
        policy = headers["content-security-policy"]
        assert policy == "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

    in_house(deed)
    assert "<script" not in closed_page(["http://<script>"], 1)


def test_a_second_origin_is_refused() -> None:
    async def deed(house: House) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(
            f"GET /{TOKEN}/ HTTP/1.1\r\nHost: 127.0.0.1:{house.port}\r\nOrigin: {house.base}\r\n"
            "Origin: http://evil.example\r\nConnection: close\r\n\r\n".encode()
        )
        assert b" 403 " in await reader.readline()
        writer.close()

    in_house(deed)
