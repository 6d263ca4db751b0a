"""What a frame says of a flight that was not flown, and how its cameras behave for whom motion makes ill."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from viz import load_flight
from viz.flight.flight import Flight
from viz.flight.vector import length
from viz.languages import LANGUAGES
from viz.mission.load import mission_folder
from viz.story.compose import _scenery, compose
from viz.story.look import Look
from viz.story.script import Script, load_script
from viz.story.shots import EASE_S, Ground, choose_shot

FOLDER: Path = mission_folder("voskhod2")


@pytest.fixture(scope="module")
def flight() -> Flight:
    return load_flight()


@pytest.fixture(scope="module")
def stuck() -> Flight:
    return load_flight(suit={"relief_pressure_atm": None})


@pytest.fixture(scope="module")
def script(flight: Flight) -> Script:
    return load_script(flight.mission, FOLDER)


def met_s(flight: Flight, event_id: str) -> float:
    return flight.mission.event(event_id).time.met_s


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hypothetical_scene_is_marked_and_its_caption_is_the_records(
    flight: Flight, stuck: Flight, script: Script, language: str
) -> None:
    at_s = met_s(flight, "eva.pressure_drop") + 5.0
    recorded, supposed = (compose(one, script, at_s, Look("chase", language)).words for one in (flight, stuck))
    words = script.formats[language].words
    assert supposed.mark == words["format.hypothetical"]
    assert supposed.caption == recorded.caption
    assert supposed.caption_tag == words["format.of_record"]
    assert recorded.caption_tag == ""
    assert recorded.mark != supposed.mark


def test_before_the_change_it_is_the_record(stuck: Flight, flight: Flight, script: Script) -> None:
    at_s = met_s(flight, "eva.exit") + 5.0
    assert compose(stuck, script, at_s).words == compose(flight, script, at_s).words


def test_no_event_is_told_that_does_not_happen(flight: Flight, stuck: Flight, script: Script) -> None:
    for event_id in ("eva.ingress", "eva.hatch_closed", "airlock.jettison"):
        at_s = met_s(flight, event_id) + 1.0
        told = compose(flight, script, at_s).words
        assert told.event_title
        assert compose(stuck, script, at_s).words.event_title == ""
        assert compose(stuck, script, at_s).words.caption != told.caption


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_model_ends_the_caption_says_so(stuck: Flight, script: Script, language: str) -> None:
    words = compose(stuck, script, stuck.claimed_until_met_s + 1.0, Look("chase", language)).words
    assert words.caption == script.formats[language].words["format.unclaimed"]
    assert words.caption_tag == ""
    assert words.mark == script.formats[language].words["format.hypothetical"]


def test_a_landing_elsewhere_is_not_told_as_the_recorded_one(script: Script) -> None:
    late = load_flight(descent={"delay_s": 60.0})
    words = compose(late, script, met_s(late, "landing.touchdown") + 1.0).words
    assert words.event_title == ""
    assert words.caption == script.formats["en"].words["format.unclaimed"]


def test_the_recorded_man_stands_beside_the_hypothetical_one(flight: Flight, stuck: Flight, script: Script) -> None:
    at_s = met_s(flight, "eva.ingress") + 10.0
    assert compose(flight, script, at_s).doubt is None
    doubt = compose(stuck, script, at_s).doubt
    assert doubt is not None
    assert doubt.other_walkers == {"leonov": flight.eva.at(at_s)}
    assert doubt.along_km == 0.0, "the doubt of the place is drawn only where it is asked for"


@pytest.mark.parametrize(("event", "place"), [("launch.liftoff", "pad"), ("landing.touchdown", "site")])
@pytest.mark.parametrize("moved_s", [-1e6, 0.0, 1e6])
def test_the_ground_that_is_near_is_drawn_whatever_the_clock_says(
    flight: Flight, script: Script, event: str, place: str, moved_s: float
) -> None:
    """A hop of some minutes gets its landing place, too."""
    at_s = met_s(flight, event)
    state = flight.state_at(at_s)
    scenery = _scenery(script, replace(state, met_s=at_s + moved_s), 1e9)
    assert scenery is not None
    assert scenery.place == place
    assert length(scenery.offset_m) < 2e3


def test_once_it_is_down_only_the_landing_place_is_left(flight: Flight, script: Script) -> None:
    ground = script.ground
    hop = replace(script, ground=replace(ground, site=ground.pad))
    state = flight.state_at(met_s(flight, "launch.liftoff"))
    told = [_scenery(hop, replace(state, met_s=at_s), 300.0) for at_s in (0.0, 299.0, 300.0, 400.0)]
    assert [one and one.place for one in told] == ["pad", "pad", "site", "site"]
    assert [one and one.since_s for one in told] == [0.0, 299.0, 0.0, 100.0]
    assert _scenery(replace(script, ground=Ground()), state, 300.0) is None


def test_half_a_revolution_is_drawn_each_way(flight: Flight, script: Script) -> None:
    at_s = met_s(flight, "orbit.oxygen_rise")
    picture = compose(flight, script, at_s, Look("orbit"))
    assert picture.ahead_track_km[-1] == flight.position_teme_km(at_s + flight.revolution_s / 2.0)
    assert picture.past_track_km[-1] == flight.position_teme_km(at_s - flight.revolution_s / 2.0)


def test_less_motion_means_cuts_instead_of_glides(flight: Flight, script: Script) -> None:
    """Where the director glides, the still view is already the next camera's own at the instant of the cut."""
    glides = 0
    for cut in script.cuts[1:]:
        at_s = cut.met_s + 0.25 * EASE_S
        moving, still = compose(flight, script, at_s), compose(flight, script, at_s, Look(still=True))
        chosen = compose(flight, script, at_s, Look(cut.camera, still=True))
        assert still.view == chosen.view
        glides += moving.view != compose(flight, script, at_s, Look(cut.camera)).view
    assert glides > 0, "no cut of this script glides: the test says nothing"


def test_less_motion_means_a_camera_that_stands(flight: Flight, script: Script) -> None:
    """A swinging shot stands where its swing passes the middle, and there at every instant."""
    shot = choose_shot(script.shots, "beauty", flight.state_at(met_s(flight, "orbit.oxygen_rise")))
    assert shot.swing_deg
    middle_s = math.ceil(met_s(flight, "orbit.oxygen_rise") / shot.swing_s) * shot.swing_s
    aside_s = middle_s + shot.swing_s / 4.0
    still, swung = (compose(flight, script, aside_s, Look("beauty", still=on)) for on in (True, False))
    reach_m = math.hypot(shot.eye_m[0] - shot.look_m[0], shot.eye_m[1] - shot.look_m[1])
    away_m = 2.0 * reach_m * math.sin(math.radians(shot.swing_deg) / 2.0)
    assert math.dist(still.view.eye_m, swung.view.eye_m) == pytest.approx(away_m, rel=1e-6)
    there, again = (compose(flight, script, middle_s, Look("beauty", still=on)) for on in (True, False))
    assert math.dist(there.view.eye_m, again.view.eye_m) < 1e-9


def test_what_is_told_names_whose_sentence_it_is(flight: Flight, script: Script) -> None:
    """The page marks the line of the transcript by it, and opens that event's sources."""
    for phase in flight.mission.phases:
        for at_s in (phase.start_met_s, 0.5 * (phase.start_met_s + phase.end_met_s)):
            words = compose(flight, script, at_s, Look(language="hi")).words
            kind, _, name = words.told.partition(" ")
            assert words.caption == script.captions["hi"].text(kind, name)
            assert name == (words.event if kind == "event" else words.phase)
            assert words.event == (flight.state_at(at_s).event or "")
