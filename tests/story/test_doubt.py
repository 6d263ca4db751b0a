"""What is not sure is offered beside what is shown, and what has no clock shows none."""

from __future__ import annotations

import pytest

from viz.flight.flight import Flight
from viz.flight.quaternion import rotate
from viz.mission.load import load_mission, mission_folder
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import load_script

MISSION = load_mission()
FLIGHT = Flight.build(MISSION, folder=mission_folder("voskhod2"))
SCRIPT = load_script(MISSION, mission_folder("voskhod2"))


def met_s(event: str) -> float:
    return MISSION.event(event).time.met_s


def test_the_versions_of_the_entry_part_only_at_the_entry() -> None:
    """E12: head first by the memoir, legs first by the report of 1965."""
    assert FLIGHT.other_leonov_at(met_s("eva.wave")) is None
    assert FLIGHT.other_leonov_at(met_s("landing.touchdown")) is None
    other = FLIGHT.other_leonov_at(met_s("eva.ingress") - 10.0)
    drawn = FLIGHT.state_at(met_s("eva.ingress") - 10.0).leonov
    assert other is not None
    # The airlock's axis is +Z outward: one man's head points in, the other's out.
    assert rotate(drawn.attitude_quaternion, (0.0, 0.0, 1.0))[2] < -0.5
    assert rotate(other.attitude_quaternion, (0.0, 0.0, 1.0))[2] > 0.5


def test_doubt_is_drawn_only_where_it_is_asked_for() -> None:
    moment = met_s("eva.ingress") - 10.0
    assert compose(FLIGHT, SCRIPT, moment).doubt is None
    doubt = compose(FLIGHT, SCRIPT, moment, Look(doubt=True)).doubt
    assert doubt is not None
    assert doubt.other_walkers
    assert doubt.along_km == pytest.approx(48.0, abs=3.0)


def test_beside_the_fits_own_error_stands_what_would_be_without_the_landing() -> None:
    moment = met_s("descent.ignition") - 1.0
    doubt = compose(FLIGHT, SCRIPT, moment, Look("orbit", doubt=True)).doubt
    assert doubt is not None
    assert doubt.predicted_ahead_km is not None
    assert -doubt.predicted_ahead_km > 2.5 * doubt.along_km
    predicted = FLIGHT.predicted_at(moment)
    assert predicted is not None
    assert [mark.position_km for mark in doubt.marks if mark.kind == "predicted"] == [predicted.position_teme_km]
    for camera, at_s in (("chase", moment), ("orbit", met_s("descent.ignition"))):
        near = compose(FLIGHT, SCRIPT, at_s, Look(camera, doubt=True)).doubt
        assert near is not None
        assert all(mark.kind != "predicted" for mark in near.marks)


@pytest.mark.parametrize("language", ["en", "ru", "hi"])
def test_the_training_shows_no_clock_and_no_place(language: str) -> None:
    """Z1-Z4: no date, no route and no number of parabolas is known."""
    picture = compose(FLIGHT, SCRIPT, -60.0, Look(language=language))
    words = picture.words
    assert picture.state.training is not None
    assert (words.clock_utc, words.clock_zone, words.clock_elapsed, words.place) == ("", "", "", "")
    assert words.mark == SCRIPT.formats[language].basis("model")
    assert words.caption == SCRIPT.captions[language].text("phase", "training")
