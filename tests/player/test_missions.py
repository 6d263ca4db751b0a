"""One mission's show takes another's place: what the server sends, and to whom."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest
from player_fakes import FakeShow, fake_mission
from player_house import House, in_house

from viz.errors import InvalidFile, Problem
from viz.mission.load import mission_folder
from viz.player import missions
from viz.player.door import Share
from viz.player.missions import repertoire
from viz.player.theatre import ALONE, FullShow, Listed, Repertoire

TITLE = {"en": "One", "ru": "Один", "hi": "एक"}


def open_fake(name: str) -> FullShow:
    if name == "broken":
        raise InvalidFile("mission.toml", [Problem("mission.id", "is missing", "add it")])
    return FakeShow(fake_mission(name))


LISTED = Repertoire({name: Listed(name, TITLE) for name in ("fake", "other", "broken")}, open_fake)


async def said(socket: aiohttp.ClientWebSocketResponse, key: str) -> dict[str, Any]:
    """Return the next message that has such a key; frames on the way are answered, as a page does."""
    while True:
        message: dict[str, Any] = await asyncio.wait_for(socket.receive_json(), 60)
        if "n" in message:
            await socket.send_json({"do": "drawn", "n": message["n"]})
        if key in message:
            return message


async def timeline(house: House, home: str) -> dict[str, Any]:
    _, body, _ = await house.get(home + "timeline.json")
    told: dict[str, Any] = json.loads(body)
    return told


def test_a_chosen_mission_is_shown_to_everybody_under_the_same_links() -> None:
    async def deed(house: House) -> None:
        async with house.socket() as owner, house.viewer_socket() as viewer:
            assert [(await said(one, "session"))["session"]["mission"] for one in (owner, viewer)] == ["fake", "fake"]
            before = house.session.name
            await owner.send_json({"do": "language", "language": "ru"})
            await owner.send_json({"do": "mission", "mission": "other"})
            for page in (owner, viewer):
                while (message := await said(page, "session"))["session"]["mission"] != "other":
                    continue
                assert message["session"]["fresh"]
                assert message["session"]["name"] not in ("", before)
                assert message["player"]["language"] == "ru"
        assert [(await timeline(house, home))["mission"] for home in (house.home, house.viewer_home)] == ["other"] * 2

    in_house(deed, share=Share(None, control=False), repertoire=LISTED)


def test_a_mission_whose_id_has_changed_on_the_disk_is_shown_under_the_one_it_has_now() -> None:
    listed = Repertoire(
        {"fake": Listed("fake", TITLE), "mine": Listed("my-folder", TITLE)}, lambda name: open_fake("other")
    )

    async def deed(house: House) -> None:
        async with house.socket() as owner:
            await said(owner, "session")
            await owner.send_json({"do": "mission", "mission": "mine"})
            while (message := await said(owner, "session"))["session"]["mission"] == "fake":
                continue
        told = await timeline(house, house.home)
        assert message["session"]["mission"] == told["mission"] == "other"
        assert [one["id"] for one in told["missions"]] == ["fake", "other"]
        assert told["command"] == "voskhod2 --mission my-folder"

    in_house(deed, repertoire=listed)


def test_the_same_mission_again_changes_nothing() -> None:
    async def deed(house: House) -> None:
        async with house.socket() as owner:
            await said(owner, "session")
            before = house.session.name
            await owner.send_json({"do": "mission", "mission": "fake"})
            await owner.send_json({"do": "camera", "camera": "tv1"})
            while (await said(owner, "player"))["player"]["camera"] != "tv1":
                continue
            assert house.session.name == before

    in_house(deed, repertoire=LISTED)


@pytest.mark.parametrize(("name", "told"), [("broken", "mission.id"), ("nowhere", "choose from fake, other, broken")])
def test_a_mission_that_cannot_be_shown_is_told_and_the_show_stays(name: str, told: str) -> None:
    async def deed(house: House) -> None:
        async with house.socket() as owner:
            await owner.send_json({"do": "mission", "mission": name})
            message = await said(owner, "notice")
            assert told in message["notice"]
            assert message["asked"] == {"do": "mission", "mission": name}
        assert (await timeline(house, house.home))["mission"] == house.session.mission == "fake"

    in_house(deed, repertoire=LISTED)


def test_who_only_watches_neither_chooses_nor_is_offered_a_choice() -> None:
    async def deed(house: House) -> None:
        async with house.viewer_socket() as viewer:
            await viewer.send_json({"do": "mission", "mission": "other"})
            assert "for watching" in (await said(viewer, "notice"))["notice"]
        assert house.session.mission == "fake"
        assert (await timeline(house, house.viewer_home))["missions"] == []
        assert [one["id"] for one in (await timeline(house, house.home))["missions"]] == ["fake", "other", "broken"]

    in_house(deed, share=Share(None, control=False), repertoire=LISTED)


def test_one_mission_is_no_choice_and_no_file_is_read_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(missions, "installed", tuple)
    monkeypatch.setattr(missions, "shipped_missions", lambda: ("voskhod2",))
    monkeypatch.delattr(missions, "read_table")
    assert repertoire("voskhod2") is ALONE


def test_the_missions_of_plugins_and_of_the_folder_shown_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = mission_folder("viz/missions/orbit/mission")
    monkeypatch.setattr(missions, "shipped_missions", lambda: ("voskhod2",))
    monkeypatch.setattr(missions, "installed", lambda: ("balloon",))
    monkeypatch.setattr(missions, "folder_of", lambda name: folder)
    listed = repertoire("voskhod2").listed
    assert {key: one.name for key, one in listed.items()} == {"voskhod2": "voskhod2", "orbit": "balloon"}
    assert listed["voskhod2"].title["ru"] == "«Восход-2»"
    monkeypatch.setattr(missions, "installed", tuple)
    assert repertoire(str(folder)).listed["orbit"].name == str(folder)
