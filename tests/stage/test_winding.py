"""The tether wound round his arm, a version that may be asked for: drawn on the arm, the rest kept out of the lock."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight.solids import penetration_m
from viz.missions.voskhod2.flight.whatif import WhatIf
from viz.missions.voskhod2.stage.rope import wound_rope
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture
from viz.story.script import Script

Camera = Callable[[Picture], NDArray[np.uint8]]


@pytest.fixture(scope="module")
def wound() -> Flight:
    return Flight.build(load_mission(), folder=mission_folder("voskhod2"), what_if=WhatIf(eva={"tether": "wound"}))


def test_the_rest_of_the_rope_is_shorter_and_cuts_through_nothing(wound: Flight, flight: Flight) -> None:
    off_s, in_s = (flight.mission.event(name).time.met_s for name in ("eva.camera_off", "eva.ingress"))
    for met_s in np.arange(off_s + 25.0, in_s, 2.5).tolist():
        loose, man = flight.eva.at(met_s), wound.state_at(met_s).leonov
        rope = np.asarray(wound_rope(man))
        assert np.abs(penetration_m(rope[1:-1])).max() < 0.015
        lengths = [np.linalg.norm(np.diff(nodes, axis=0), axis=1).sum() for nodes in (rope, np.asarray(loose.tether_m))]
        assert lengths[0] < lengths[1]
        assert wound_rope(loose) == loose.tether_m


def test_turns_of_rope_are_seen_on_the_arm(shoot: Camera, wound: Flight, flight: Flight, script: Script) -> None:
    met_s = flight.mission.event("eva.camera_off").time.met_s + 24.0
    told, drawn = (shoot(compose(one, script, met_s, Look("cosmonaut"))).astype(int) for one in (wound, flight))
    assert (np.abs(told - drawn).max(axis=2) > 40).sum() > 30
