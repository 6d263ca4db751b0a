"""No picture says that it rests on more than the weakest thing drawn in it, at any event, through any camera."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from viz import load_flight
from viz.flight.flight import Flight
from viz.flight.state import Basis
from viz.flight.vector import length, sub
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.stage.cast import entries_of
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture
from viz.story.script import Script, load_script
from viz.story.standing import WEAKEST_LAST

EVENTS = [event.id for event in load_mission("voskhod2").events]
FOREST_M = 3000.0
PART_M = 3.0
"""How large what is drawn may be: the forest around, and any part of the craft."""
LINE = 1.0 / 1080.0


@pytest.fixture(scope="module")
def flight() -> Flight:
    return load_flight()


@pytest.fixture(scope="module")
def script(flight: Flight) -> Script:
    return load_script(flight.mission, mission_folder("voskhod2"))


def drawn(picture: Picture) -> Iterator[Basis]:
    """What each thing on the stage rests on, by its name there, if it is larger than a line of a large picture."""
    standing, view = picture.state.standing, picture.view
    yield standing.craft
    if picture.state.training is not None:
        yield standing.training
        return
    for entry in entries_of(picture):
        kind = entry.name.partition(":")[0]
        size_m = FOREST_M if kind == "forest" else PART_M
        if size_m < LINE * math.radians(view.fov_deg) * length(sub(entry.place_m, view.eye_m)):
            continue
        yield standing.attitude
        if kind == "forest":
            yield standing.forest
        elif kind in ("man", "s97"):
            yield from (standing.leonov, standing.suit)
        elif kind == "ghost":
            yield "model"


@pytest.mark.parametrize("event_id", EVENTS)
def test_the_mark_is_the_weakest_of_what_is_drawn(flight: Flight, script: Script, event_id: str) -> None:
    words = script.formats["en"]
    for after_s in (0.0, 1.0):
        met_s = min(flight.mission.event(event_id).time.met_s + after_s, flight.end_met_s)
        for camera in script.cameras:
            picture = compose(flight, script, met_s, Look(camera))
            weakest = max(drawn(picture), key=WEAKEST_LAST.index)
            marks = ["", words.basis("reconstruction"), words.basis("model")]
            assert marks.index(picture.words.mark) >= WEAKEST_LAST.index(weakest), (camera, picture.words.mark)


def test_no_picture_of_the_forest_is_unmarked(flight: Flight, script: Script) -> None:
    model = script.formats["en"].basis("model")
    for event in flight.mission.events:
        if event.phase.startswith("forest"):
            for camera in script.cameras:
                mark = compose(flight, script, event.time.met_s, Look(camera)).words.mark
                assert mark == model or (mark and camera == "orbit"), (event.id, camera)


def test_the_corner_counts_as_well(flight: Flight, script: Script) -> None:
    at_s = flight.mission.event("eva.wave").time.met_s
    words = script.formats["en"]
    assert compose(flight, script, at_s, Look("orbit")).words.mark == words.basis("reconstruction")
    assert compose(flight, script, at_s, Look("orbit", inset="tv1")).words.mark == words.basis("model")
