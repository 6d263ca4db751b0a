"""The outline of the suit without pressure, by a switch, over the man as the eye sees him; and the rope as drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from viz.flight.flight import Flight
from viz.flight.vector import dot, sub, unit
from viz.missions.voskhod2.flight.solids import penetration_m
from viz.missions.voskhod2.stage.cast import entries_of
from viz.missions.voskhod2.stage.cosmonaut import worn_parts
from viz.missions.voskhod2.stage.outline import NEARER, PREFIX, outline_entries, outline_meshes
from viz.missions.voskhod2.stage.rope import drawn_rope, wound_rope
from viz.stage.figure.joints import dressed
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script


def test_it_is_drawn_by_the_viewers_switch_and_only_outside(flight: Flight, script: Script) -> None:
    out_s, in_s = (flight.mission.event(name).time.met_s for name in ("eva.suit_stiff", "eva.hatch_closed"))
    for met_s, asked, seen in ((out_s, True, True), (out_s, False, False), (in_s, True, False)):
        picture = compose(flight, script, met_s + 20.0, Look("cosmonaut", outline=asked))
        assert any(entry.name.startswith(PREFIX) for entry in entries_of(picture)) == seen
    eyes = compose(flight, script, out_s + 20.0, Look("eyes", outline=True))
    assert not any(entry.name.startswith(PREFIX) for entry in entries_of(eyes))


def test_it_lies_over_the_man_as_the_eye_sees_him(flight: Flight, script: Script) -> None:
    """Nearer by one share and smaller by the same: in the same place of the picture, before him."""
    picture = compose(flight, script, flight.mission.event("eva.suit_stiff").time.met_s, Look("cosmonaut"))
    man, eye = flight.state_at(picture.state.met_s).leonov, picture.view.eye_m
    placed = {entry.name: entry for entry in entries_of(picture)}
    turn = picture.state.craft.attitude_quaternion
    slack = replace(man, suit_swell=0.0)
    lines = {entry.name: entry for entry in outline_entries(slack, turn, eye)}
    assert lines.keys() == outline_meshes().keys()
    line, thigh = lines[f"{PREFIX}left_thigh"], placed["man:left_thigh"]
    assert dot(unit(sub(line.place_m, eye)), unit(sub(thigh.place_m, eye))) > 0.9999
    assert line.scale[2] == NEARER


def test_the_rope_has_no_hairpins_and_keeps_out_of_the_lock(flight: Flight) -> None:
    start_s = flight.mission.event("eva.exit").time.met_s
    for met_s in (start_s + 120.0, start_s + 219.0, start_s + 240.0, start_s + 500.0):
        man = flight.state_at(met_s).leonov
        rope, bare = np.asarray(drawn_rope(man)), np.asarray(wound_rope(man))
        way = np.diff(rope, axis=0)
        way /= np.linalg.norm(way, axis=1)[:, None]
        turns = np.degrees(np.arccos(np.clip(np.einsum("ij,ij->i", way[1:], way[:-1]), -1.0, 1.0)))
        assert turns.max() < 35.0
        assert np.abs(penetration_m(rope[1:-1])).max() < 0.005
        np.testing.assert_allclose(rope[[0, -1]], bare[[0, -1]])


def test_the_suit_is_in_folds_at_the_relieved_pressure_and_taut_at_the_working_one(flight: Flight) -> None:
    """U01, E09: 0.27 and 0.40 atm in vacuum."""
    for event, after_s, folded in (("eva.suit_stiff", 30.0, False), ("eva.pressure_drop", 60.0, True)):
        man = flight.state_at(flight.mission.event(event).time.met_s + after_s).leonov
        names = {part.name for part in dressed(worn_parts(man), man.suit_swell, man.suit_stiffness)}
        assert ("left_thigh_slack" in names, "left_thigh" in names) == (folded, not folded)
