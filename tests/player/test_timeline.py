"""The table behind the time bar, for the fake flight and for the real one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from player_fakes import LANGUAGES, FakeShow, fake_mission

from viz.mission.load import load_mission, mission_folder
from viz.player.timeline import break_met_s, build_timeline
from viz.story.captions import load_captions, load_ui

HOUR_S = 3600.0
UI = {language: load_ui(language) for language in LANGUAGES}


def test_the_scale_breaks_before_a_long_last_phase_only() -> None:
    mission = fake_mission()
    assert break_met_s(mission) == 26.0 * HOUR_S
    short = tuple(
        replace(phase, end_met_s=30.0 * HOUR_S) if phase.id == "forest" else phase for phase in mission.phases
    )
    assert break_met_s(replace(mission, phases=short)) is None


def test_a_flight_of_one_phase_has_no_break() -> None:
    mission = fake_mission()
    assert break_met_s(replace(mission, phases=mission.phases[:1])) is None


def test_the_table_is_plain_json_in_the_order_of_time() -> None:
    table = json.loads(json.dumps(FakeShow().timeline, allow_nan=False))
    mets = [event["met_s"] for event in table["events"]]
    assert mets == sorted(mets)
    assert table["liftoff_utc"] == "1965-03-18T07:00:00+00:00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_the_page_asks_for_exists(language: str) -> None:
    import re
    from importlib.resources import files

    page = files("viz.player") / "page"
    text = "".join(file.read_text(encoding="utf-8") for file in page.iterdir())
    asked = set(re.findall(r'"(page\.[a-z0-9_.]+)"', text))
    assert len(asked) > 60
    assert asked <= set(load_ui(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_string_is_left_over(language: str) -> None:
    import re
    from importlib.resources import files

    room = files("viz.player")
    sources = [file for folder in (room, room / "page") for file in folder.iterdir() if file.is_file()]
    sources.append(files("viz.story") / "panel.py")
    text = "".join(file.read_text(encoding="utf-8") for file in sources)
    stems = tuple(re.findall(r"`(page\.[a-z_.]+\.)\$\{", text))  # a name of the program's own fills the rest
    offered = ("page.unit.",)  # to panels of missions
    named = [key for key in load_ui(language) if key.startswith("page.") and not key.startswith((*stems, *offered))]
    assert [key for key in named if f'"{key}"' not in text] == []


def test_the_real_flight_has_a_name_for_everything_in_three_languages() -> None:
    mission, folder = load_mission(), mission_folder("voskhod2")
    captions = {language: load_captions(folder, language) for language in LANGUAGES}
    table = json.loads(json.dumps(build_timeline(mission, ("auto",), captions, UI)))
    for group in ("phases", "events", "cameras"):
        for item in table[group]:
            assert all(item["title"][language] for language in LANGUAGES), item["id"]
    assert table["break_met_s"] == mission.event("landing.touchdown").time.met_s
    for event in table["events"]:
        assert event["earliest_met_s"] <= event["met_s"] <= event["latest_met_s"]
        assert set(event["sources"]) <= set(table["sources"])
