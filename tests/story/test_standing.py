"""Each group of the state is in the mark of the pictures it is seen in, and in no other."""

from __future__ import annotations

from dataclasses import fields

import pytest

from viz import load_flight
from viz.flight.flight import Flight
from viz.flight.state import Basis, FlightState
from viz.mission.load import mission_folder
from viz.mission.when import parse_when
from viz.missions.voskhod2.flight.state import VoskhodBasis, VoskhodState
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script, load_script
from viz.story.standing import weakest_basis

GROUPS = tuple(field.name for field in fields(VoskhodBasis))


@pytest.fixture(scope="module")
def flight() -> Flight:
    return load_flight()


@pytest.fixture(scope="module")
def script(flight: Flight) -> Script:
    return load_script(flight.mission, mission_folder("voskhod2"))


def with_one_model(state: FlightState, group: str) -> FlightState:
    """The state as if everything were record but one group."""
    bases: dict[str, Basis] = {name: "model" if name == group else "record" for name in GROUPS}
    values = {field.name: getattr(state, field.name) for field in fields(VoskhodState)}
    return VoskhodState(**{**values, "standing": VoskhodBasis(**bases)})


@pytest.mark.parametrize(
    ("when", "camera", "seen"),
    [
        ("launch.liftoff-60s", "chase", {"training"}),
        ("launch.core_off", "ground", {"craft", "sky", "attitude", "airlock"}),
        ("orbit.out_of_touch", "orbit", {"craft", "sky"}),
        ("orbit.out_of_touch", "chase", {"craft", "sky", "attitude"}),
        ("eva.vent-60s", "beauty", {"craft", "sky", "attitude", "airlock", "leonov", "suit"}),
        ("eva.exit+60s", "beauty", {"craft", "sky", "attitude", "airlock", "leonov", "suit", "tether"}),
        ("eva.exit+60s", "orbit", {"craft", "sky"}),
        ("descent.peak_heat", "entry", {"craft", "sky", "attitude", "heating"}),
        ("rescue.hut", "orbit", {"craft", "sky"}),
    ],
)
def test_a_group_counts_where_it_is_seen(
    flight: Flight, script: Script, when: str, camera: str, seen: set[str]
) -> None:
    picture = compose(flight, script, parse_when(when, flight.mission), Look(camera))
    marks = {
        group
        for group in GROUPS
        if weakest_basis(with_one_model(picture.state, group), [picture.view], picture.scenery) == "model"
    }
    assert marks == seen


@pytest.mark.parametrize("event_id", ["landing.touchdown", "rescue.hut", "rescue.second_night", "rescue.out"])
def test_the_forest_counts_at_the_landing_place(flight: Flight, script: Script, event_id: str) -> None:
    picture = compose(flight, script, flight.mission.event(event_id).time.met_s, Look("helicopter"))
    assert weakest_basis(with_one_model(picture.state, "forest"), [picture.view], picture.scenery) == "model"
    assert weakest_basis(with_one_model(picture.state, "training"), [picture.view], picture.scenery) == "record"
