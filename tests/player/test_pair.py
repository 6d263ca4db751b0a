"""Two flights side by side as a show: one clock, a camera and a view for each, and the pages that may change to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import viz
from viz.errors import UsageError
from viz.mission.load import mission_folder
from viz.player import commands, missions
from viz.player.door import Door
from viz.player.missions import open_named, repertoire
from viz.player.pairshow import PairShow, open_pair
from viz.player.playback import Player, open_player, step
from viz.player.session import Wish
from viz.player.show import open_show
from viz.player.theatre import Repertoire, table_of
from viz.player.tokens import new_tokens
from viz.player.wire import BadMessageError, read_message
from viz.story.look import Look
from viz.story.pair import Compared

ORBIT = str(Path(viz.__file__).parent / "missions" / "orbit" / "mission")
OTHER = Compared("voskhod2", ORBIT, "eva.exit=T+00:10:00")


@pytest.fixture(scope="module")
def pair() -> PairShow:
    return open_pair(OTHER)


@pytest.fixture
def player(pair: PairShow) -> Player:
    return open_player(pair.programme)


def test_it_opens_at_the_event_and_lasts_as_long_as_either(pair: PairShow, player: Player) -> None:
    assert player.met_s == 0.0
    start_s, end_s = pair.paired.alignment.range_s
    assert (pair.programme.start_met_s, pair.programme.end_met_s) == (start_s, end_s)
    assert step(player, commands.Seek(1e9)).met_s == end_s
    assert pair.programme.event_mets_s == tuple(sorted(pair.programme.event_mets_s))
    assert 0.0 in pair.programme.event_mets_s


def test_each_flight_has_a_camera_and_a_view_of_its_own(player: Player) -> None:
    moved = step(player, commands.InSecond(commands.SetCamera("earth")))
    turned = step(moved, commands.InSecond(commands.TurnView(30.0, 0.0, 2.0)))
    assert (moved.camera, moved.hand) == (player.camera, player.hand)
    assert turned.second is not None
    assert (turned.second.camera, turned.second.hand.yaw_deg, turned.second.hand.zoom) == ("earth", 30.0, 2.0)
    assert turned.hand == player.hand
    assert turned.programme == player.programme
    with pytest.raises(UsageError, match="there is no camera 'beauty'"):
        step(player, commands.InSecond(commands.SetCamera("beauty")))
    with pytest.raises(UsageError, match="no second flight"):
        step(replace(player, second=None), commands.InSecond(commands.ResetView()))


def test_a_page_names_the_pane_it_means() -> None:
    asked = read_message('{"do": "camera", "camera": "earth", "pane": 1}')
    assert asked == commands.InSecond(commands.SetCamera("earth"))
    assert read_message('{"do": "reset_view", "pane": 0}') == commands.ResetView()
    for text in (
        '{"do": "seek", "met_s": 1, "pane": 1}',
        '{"do": "camera", "camera": "earth", "pane": 2}',
        '{"do": "camera", "camera": "earth", "pane": -1}',
        '{"do": "camera", "camera": "earth", "pane": "1"}',
    ):
        with pytest.raises(BadMessageError):
            read_message(text)


def test_a_frame_is_what_each_flight_shows_alone(pair: PairShow) -> None:
    shown = pair.shown(Wish(95.0, Look("beauty"), second=Look("earth")))
    left, right = open_show("voskhod2"), open_show(ORBIT)
    assert shown.frame == left.shown(Wish(left.when("eva.exit+95s"), Look("beauty"))).frame
    assert shown.beside is not None
    assert shown.beside.frame == right.shown(Wish(695.0, Look("earth"))).frame
    whole = json.loads(f"{{{shown.text}}}")
    assert whole["words"]["clock"] == "+01:35"
    assert whole["beside"]["numbers"]["met_s"] == 695.0
    assert whole["numbers"]["meters"], "each pane has its meters"
    assert whole["beside"]["numbers"]["map"]["craft"] != whole["numbers"]["map"]["craft"]


def test_a_flight_at_its_end_says_that_it_stands(pair: PairShow) -> None:
    early = pair.shown(Wish(-1200.0, Look(), second=Look()))
    assert early.beside is not None
    assert "has not begun" in early.beside.words["mark"]
    assert "has not begun" not in early.words["mark"]
    assert early.beside.numbers["met_s"] == 0.0


def page(show: PairShow, *, controls: bool = True) -> tuple[Mapping[str, Any], dict[str, Any]]:
    table = table_of(show, Door(1, new_tokens()), controls, Repertoire({}))
    body = table["timeline.json"]
    assert isinstance(body, bytes)
    return table, json.loads(body)


def test_the_page_of_two_is_at_the_address_of_the_show(pair: PairShow) -> None:
    table, told = page(pair)
    assert table[""] == table["pair.html"] != table["index.html"]
    assert told["mission"] == "voskhod2+orbit"
    assert [pane["mission"] for pane in told["panes"]] == ["voskhod2", "orbit"]
    assert {"scene/setup.json", "scene/beside/setup.json"} <= table.keys()
    start_s, end_s = told["stretch"]
    assert told["start_met_s"] <= start_s < 0.0 < end_s <= told["end_met_s"]
    assert told["table"] == [], "a ball in orbit has no table"


def test_who_only_watches_two_is_sent_no_answers(pair: PairShow) -> None:
    for controls in (True, False):
        _, told = page(pair, controls=controls)
        assert not {"stops", "narration", "switches"} & {key for pane in told["panes"] for key in pane}


def test_versions_of_one_flight_are_two_flights() -> None:
    show = open_pair(Compared("voskhod2", "voskhod2", suppose_right=("eva.entry=feet_first",)))
    _, told = page(show)
    names = [pane["name"]["en"] for pane in told["panes"]]
    assert "as recorded" in names[0]
    assert names[0] != names[1]
    shown = show.shown(Wish(690.0, Look(), second=Look()))
    assert shown.beside is not None
    assert shown.frame != shown.beside.frame
    assert [row["id"] for row in told["table"]][:2] == ["way_out", "outside"]
    assert all(cell["sources"] for row in told["table"] for cell in row["cells"])


def test_any_two_missions_with_the_usual_event_are_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder, again = mission_folder("voskhod2"), tmp_path / "again"
    shutil.copytree(folder / "captions", again / "captions")
    text = (folder / "mission.toml").read_text(encoding="utf-8")
    (again / "mission.toml").write_text(text.replace('id = "voskhod2"', 'id = "again"', 1), encoding="utf-8")
    monkeypatch.setattr(missions, "shipped_missions", lambda: ("voskhod2",))
    monkeypatch.setattr(missions, "installed", lambda: ())
    found = repertoire(str(again))
    assert set(found.listed) == {"voskhod2", "again", "voskhod2+again"}
    compared = Compared.read(found.listed["voskhod2+again"].name)
    assert compared == Compared("voskhod2", str(again))
    assert found.open is open_named
    asked = repertoire(OTHER.text).listed["voskhod2+orbit"]
    assert Compared.read(asked.name) == OTHER
    assert asked.title["en"] == "Voskhod 2 | A ball in orbit"
