"""What is said of Gemini 4 beside the picture: every meter at every moment, in every language, and what it rests on."""

from __future__ import annotations

import json
import math

import pytest

from viz.cli.tables import state_rows
from viz.languages import LANGUAGES, NO_BREAK
from viz.mission.load import load_mission, mission_folder
from viz.missions.gemini4.flight.flight import GeminiFlight
from viz.missions.gemini4.panel import panel, stage_offset_m
from viz.player.instruments import curve_table, meter_table, meters_now
from viz.player.worldmap import load_places
from viz.story.captions import load_captions, words_beside
from viz.story.format import Format

MISSION = load_mission("gemini4")
FOLDER = mission_folder("gemini4")
PANEL = panel()
BESIDE = words_beside(MISSION, FOLDER)


@pytest.fixture(scope="module")
def flight() -> GeminiFlight:
    return GeminiFlight.of(MISSION, FOLDER, {})


def told(flight: GeminiFlight, event_id: str, language: str = "en", after_s: float = 0.0) -> dict[str, str]:
    """The numbers beside the picture at an event: id and text."""
    state = flight.state_at(MISSION.event(event_id).time.met_s + after_s)
    form = Format.for_language(language, BESIDE)
    return {
        row["id"]: row["text"].replace(NO_BREAK, " ")
        for row in meters_now(PANEL, flight, state, load_places(FOLDER), form)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phase_has_its_numbers_in_every_language(flight: GeminiFlight, language: str) -> None:
    for event in MISSION.events:
        rows = told(flight, event.id, language)
        assert rows, event.id
        assert all(text.strip() and "{" not in text for text in rows.values()), event.id


def test_the_gun_is_full_at_the_exit_and_empty_where_the_tape_says_so(flight: GeminiFlight) -> None:
    assert told(flight, "eva.exit")["gun"] == "100 %"
    assert told(flight, "eva.gun_empty", after_s=1.0)["gun"] == "0 %"


def test_cabin_and_hatch_are_the_lock(flight: GeminiFlight) -> None:
    before, out = told(flight, "eva.vent", after_s=-60.0), told(flight, "eva.exit")
    assert before["cabin"] == "35.2 kPa"  # S08: 5.1 psi
    assert (out["cabin"], out["hatch"], out["suit"]) == ("0.0 kPa", "50°", "25.5 kPa")  # U02: 3.7 psi


@pytest.mark.parametrize(
    ("met_s", "low_m", "high_m"),
    [
        (434.0, 90.0, 125.0),  # 300 to 400 ft at turn-round
        (1111.0, 115.0, 155.0),  # 400 to 500 ft directly below
        (2700.0, 700.0, 900.0),  # half a mile
        (4620.0, 2200.0, 2600.0),  # 1.5 miles
        (5589.0, 4800.0, 6500.0),  # three or four miles
    ],
)
def test_the_second_stage_is_where_mcdivitt_calls_it(
    flight: GeminiFlight, met_s: float, low_m: float, high_m: float
) -> None:
    """T08; the panel writes what the state has."""
    offset_m = stage_offset_m(flight.state_at(met_s))
    assert offset_m is not None
    assert low_m <= math.hypot(*offset_m) <= high_m


def test_the_stage_is_out_of_sight_once_it_is_given_up(flight: GeminiFlight) -> None:
    assert told(flight, "chase.below")["stage"].endswith(" m")
    assert told(flight, "chase.given_up")["stage"].endswith(" km")
    assert stage_offset_m(flight.state_at(MISSION.event("eva.exit").time.met_s)) is None


def test_what_each_number_rests_on_can_be_opened(flight: GeminiFlight) -> None:
    table = meter_table(PANEL, MISSION)
    for name in ("cabin", "hatch", "suit", "gun", "tether", "stage", "altitude", "landing", "station", "place"):
        assert table[name]["facts"], name
        assert table[name]["sources"], name
    assert table["hatch"]["questions"] == ["hatch_closing"]
    assert table["gun"]["questions"] == ["gun_numbers"]


def test_curves_are_those_of_ascent_walk_and_descent(flight: GeminiFlight) -> None:
    assert set(curve_table(PANEL, flight)) == {"ascent", "spacewalk", "descent"}


def test_the_state_is_told_as_json_and_as_rows(flight: GeminiFlight) -> None:
    form = Format.for_language("en", BESIDE)
    for event_id in ("launch.liftoff", "chase.below", "eva.exit", "eva.hatch_closed", "rescue.raft"):
        state = flight.state_at(MISSION.event(event_id).time.met_s)
        assert json.loads(json.dumps(PANEL.state_object(state)))["white"]["place"] == state.white.place
        names = [name for name, _ in PANEL.state_rows(state, form)]
        assert ("gun" in names) == state.white.outside
        assert ("second stage" in names) == (stage_offset_m(state) is not None)


def test_the_words_of_the_place_claim_no_landing_in_the_fit() -> None:
    """This flight's orbit is fitted to the trackers' read-ups; its landing is not in it."""
    for language in LANGUAGES:
        sure = Format.for_language(language, BESIDE).words["page.meter.place.sure"]
        assert not any(word in sure for word in ("landing", "посадк", "उतरने"))


def test_the_terminal_claims_no_landing_in_the_fit_either(flight: GeminiFlight) -> None:
    state = flight.state_at(MISSION.event("eva.exit").time.met_s)
    words, form = load_captions(FOLDER, "en"), Format.for_language("en", BESIDE)
    rows = dict(state_rows(state, MISSION, words, form, flight.prediction_at(state.met_s)))
    assert rows["along track"].replace(NO_BREAK, " ") == "+-75 km by the fit"
