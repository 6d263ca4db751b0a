"""The second flight: a plugin of its own and a folder of its own, and no line of it in the rooms."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from click.testing import Result

import viz
from viz.flight.vector import length
from viz.languages import LANGUAGES
from viz.mission.load import load_mission, mission_folder
from viz.plugins import known
from viz.stage.production import Production
from viz.story.look import Look

Run = Callable[..., Result]
ROOMS = Path(viz.__file__).parent
PROJECT = Path(__file__).parent / "ball"


def test_it_is_small_and_stands_outside_the_program() -> None:
    plugin = (PROJECT / "voskhod2_ball" / "__init__.py").read_text(encoding="utf-8")
    files = list((PROJECT / "voskhod2_ball" / "mission").rglob("*.toml"))
    rows = [row for file in files for row in file.read_text(encoding="utf-8").splitlines() if row]
    assert len([row for row in plugin.splitlines() if row]) <= 65
    assert len(rows) <= 65
    assert not [file for file in ROOMS.rglob("*.py") if "voskhod2_ball" in file.read_text(encoding="utf-8")]


def test_it_is_found_by_its_entry_point(ball: Path, run: Run) -> None:
    assert "ball" in known()
    assert mission_folder("ball") == ball
    rows = json.loads(run("missions", "--json").stdout)
    assert [row for row in rows if row["id"] == "ball"] == [
        {"id": "ball", "title": "The ball", "models": "ball", "folder": str(ball)}
    ]
    assert rows[0]["id"] == "voskhod2"
    assert f"{ball}" in run("missions").stdout


def test_it_passes_check(ball: Path, run: Run) -> None:
    done = run("check", ball)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("2 phases, 1 events")


def test_a_number_it_does_not_know_is_refused(ball: Path, run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ball, tmp_path / "own"))
    with (folder / "flight.toml").open("a", encoding="utf-8") as file:
        file.write("colour = 1.0\n")
    for command in (("check", str(folder)), ("state", "--mission", str(folder), "--at", "burn")):
        done = run(*command)
        assert done.exit_code == 3
        assert "orbit.colour: is not a key of this table" in done.stderr


def test_its_state_is_told(ball: Path, run: Run) -> None:
    text = run("state", "--mission", "ball", "--at", "T+00:20:00")
    assert (text.exit_code, text.stderr) == (0, "")
    assert "figure        outside, 3.0\N{NO-BREAK SPACE}m from the craft's middle\n" in text.stdout
    now = json.loads(run("state", "--mission", ball, "--at", "burn-1s", "--json").stdout)
    assert now["met_s"] == 3599.0
    assert now["walkers"]["figure"]["position_m"] == [0.0, 3.0, 0.0]
    assert now["craft"]["altitude_km"] == pytest.approx(290.0, abs=15.0)
    down = json.loads(run("state", "--mission", ball, "--at", "T+01:50:00", "--json").stdout)
    assert down["craft"]["altitude_km"] == pytest.approx(0.0, abs=1e-6)
    assert "walkers" not in down


def test_nothing_can_be_supposed_of_it(ball: Path, run: Run) -> None:
    done = run("state", "--mission", ball, "--at", "burn", "--suppose", "suit.relief_pressure_atm=0.3")
    assert done.exit_code == 2
    assert "suit.relief_pressure_atm cannot be supposed otherwise - choose from nothing" in done.stderr
    late = run("descent", "--mission", ball)
    assert late.exit_code == 2
    assert "The ball tells of no late ignition" in late.stderr


def test_its_events_and_its_track_are_told(ball: Path, run: Run) -> None:
    (event,) = json.loads(run("events", "--mission", ball, "--json", "--lang", "ru").stdout)
    assert (event["id"], event["title"]) == ("burn", "Торможение")
    assert "burn" in run("events", "--mission", ball).stdout
    rows = run("track", "--mission", ball, "--step", "600").stdout.splitlines()
    assert len(rows) == 13
    assert rows[-1].endswith(",fall")


def test_every_camera_shows_it_in_every_language(ball: Path) -> None:
    show = Production.open("ball")
    messages = {}
    for camera, language, met_s in product(show.script.cameras, LANGUAGES, (0.0, 1200.0, 3600.0, 5200.0, 6600.0)):
        picture, messages[camera, language, met_s] = show.draw(met_s, Look(camera, language, doubt=True))
        assert picture.words.caption == show.script.captions[language].text(*picture.words.told.split(" "))
        assert length(picture.view.forward) == pytest.approx(1.0)
    assert show.script.cameras == ("auto", "near", "far")
    assert len(set(messages.values())) == 2 * 5  # the director shows the first camera; words are not in a message


def test_its_figure_its_rope_and_its_canopy_are_drawn_while_they_are_there(ball: Path) -> None:
    show = Production.open("ball")
    meshes = {made["idx"]: made["mesh"] for made in show.stage.constructors() if "mesh" in made}

    def drawn(met_s: float) -> set[str]:
        message = json.loads(show.draw(met_s, Look("near"))[1])
        seen = {
            meshes[int(idx)]
            for idx, values in message["objects"].items()
            if values.get("visible") and int(idx) in meshes
        }
        rope = {"rope"} if message["points"] else set()
        return (seen & {"ball", "figure", "canopy"}) | rope

    assert drawn(1200.0) == {"ball", "figure", "rope"}
    assert drawn(5200.0) == {"ball", "canopy"}


def test_its_flight_holds_together(ball: Path) -> None:
    flight = viz.load_flight("ball")
    assert flight.mission == load_mission(ball)
    assert repr(flight) == "<Flight of The ball: 0 to 6600 s after lift-off>"
    assert flight.way_down is not None
    joins = (flight.orbit.end_s, flight.down_met_s)  # type: ignore[attr-defined]
    for join_s in joins:
        before, after = flight.motion_at(join_s - 1e-3), flight.motion_at(join_s + 1e-3)
        assert max(abs(a - b) for a, b in zip(before.position_km, after.position_km, strict=True)) < 0.02
    for met_s in (0.0, 1234.5, 3600.0, 5200.0, 6600.0):
        assert flight.state_at(met_s).craft.spin_deg_s < 0.2  # it keeps its level
