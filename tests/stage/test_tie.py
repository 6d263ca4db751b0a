"""After the burn the modules hang on a cable; before it and without it nothing of that is drawn."""

from __future__ import annotations

import numpy as np
import pytest

from viz.flight.flight import Flight
from viz.flight.quaternion import conjugate, rotate
from viz.flight.state import Vec3
from viz.flight.vector import length, sub
from viz.missions.voskhod2.flight import body
from viz.missions.voskhod2.flight.state import VoskhodState
from viz.missions.voskhod2.stage import launchpad, tie, training
from viz.missions.voskhod2.stage.cast import entries_of
from viz.stage.cast import Entry
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script


def seen(flight: Flight, script: Script, met_s: float) -> tuple[VoskhodState, dict[str, Entry]]:
    picture = compose(flight, script, met_s)
    assert isinstance(picture.state, VoskhodState)
    return picture.state, {entry.name: entry for entry in entries_of(picture)}


def own(state: VoskhodState, place_m: Vec3) -> Vec3:
    return rotate(conjugate(state.craft.attitude_quaternion), place_m)


def test_the_cable_runs_out_after_the_burn_and_joins_sphere_and_module(flight: Flight, script: Script) -> None:
    cutoff_s = flight.mission.event("descent.cutoff").time.met_s
    for before_s in (cutoff_s - 30.0, cutoff_s + 2.0):
        state, entries = seen(flight, script, before_s)
        assert "tie_cable" not in entries
        assert length(entries["instrument_module"].place_m) == 0.0
    state, entries = seen(flight, script, cutoff_s + 120.0)
    assert own(state, entries["instrument_module"].place_m) == pytest.approx((-tie.APART_M, 0.0, 0.0), abs=1e-9)
    foot = own(state, entries["tie_cable"].place_m)
    assert length(foot) == pytest.approx(body.SPHERE_RADIUS_M, abs=0.05)
    made = tie.tie_cable()
    far = float(made.position_m[:, 0].min()) * entries["tie_cable"].scale[0]
    assert far == pytest.approx(-tie.APART_M, abs=0.01)


def test_the_module_does_not_jump_when_it_leaves(flight: Flight, script: Script) -> None:
    parted_s = flight.mission.event("descent.modules_parted").time.met_s
    _, before = seen(flight, script, parted_s - 0.01)
    _, after = seen(flight, script, parted_s + 0.01)
    assert "tie_cable" in before
    assert "tie_cable" not in after
    step = length(sub(before["instrument_module"].place_m, after["instrument_module"].place_m))
    assert step < 0.1


def test_before_lift_off_a_camera_at_the_pad_shows_the_rocket_and_no_aircraft(flight: Flight, script: Script) -> None:
    picture = compose(flight, script, -5.0, Look(camera="ground"))
    names = {entry.name for entry in entries_of(picture)}
    assert {"boosters", "core", "block_i", "fairing", "pad", "steppe"} <= names
    assert not names & {"tu104", "hall"}


def test_people_stand_where_the_camera_at_the_pad_looks(flight: Flight, script: Script) -> None:
    made = launchpad._watchers()
    low, high = (np.asarray(corner) for corner in made.bounds_m)
    assert low[2] == pytest.approx(0.0, abs=0.02)
    assert 1.6 < high[2] < 2.0
    view = compose(flight, script, -5.0, Look(camera="ground")).view
    scenery = compose(flight, script, -5.0, Look(camera="ground")).scenery
    assert scenery is not None
    middle = 0.5 * (low + high)
    eye = np.asarray(sub(view.eye_m, scenery.offset_m))
    axes = np.array([scenery.east, scenery.north, scenery.up])
    way = middle - axes @ eye
    angle = np.degrees(np.arccos(way @ (axes @ np.asarray(view.forward)) / np.linalg.norm(way)))
    assert 10.0 < np.linalg.norm(way) < 60.0
    assert angle < 0.75 * view.fov_deg


def test_round_the_hall_it_is_dark_and_far_off() -> None:
    made = training.dark_round()
    assert made.colour.max() < 0.12
    assert np.linalg.norm(made.position_m, axis=1).min() > 2.0 * training.HALL_LENGTH_M
    assert (np.einsum("ij,ij->i", made.position_m, made.normal) < 0.0).all()
