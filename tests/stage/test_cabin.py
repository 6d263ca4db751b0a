"""The commander seen in through a porthole: a man in his seat in a lit cabin, while the other is outside."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.quaternion import rotate
from viz.flight.vector import length
from viz.missions.voskhod2.stage.cabin import ROUND_S, WALL_M, cabin_meshes, commander_parts
from viz.missions.voskhod2.stage.cast import entries_of
from viz.stage.mesh import rotated
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture
from viz.story.script import Script

Camera = Callable[[Picture], NDArray[np.uint8]]


def test_all_of_the_cabin_is_inside_the_ship() -> None:
    """What reaches a little behind the padded wall is not seen; nothing reaches the ship's skin."""
    mesh = cabin_meshes()["cabin"]
    assert np.linalg.norm(mesh.position_m, axis=1).max() < 1.10 * WALL_M
    assert (mesh.emissive == 1.0).all()


def test_during_the_walk_the_porthole_shows_a_man(shoot: Camera, flight: Flight, script: Script) -> None:
    """White suit and the face's skin in the middle, the opening's dark ring outside; lit whatever the Sun does."""
    met_s = flight.mission.event("eva.exit").time.met_s + 52.0
    picture = compose(flight, script, met_s, Look("commander"))
    assert "descent_sphere" in picture.view.hides
    assert length(rotate(picture.state.craft.attitude_quaternion, picture.view.eye_m)) < WALL_M
    pixels = shoot(picture).astype(int)
    height, width, _ = pixels.shape
    middle = pixels[height // 4 : 3 * height // 4, 2 * width // 5 : 3 * width // 5]
    assert (middle.min(axis=2) > 130).mean() > 0.15
    assert pixels[:, : width // 8].max() < 5


def test_the_camera_looks_elsewhere_when_nobody_is_outside(flight: Flight, script: Script) -> None:
    picture = compose(flight, script, flight.mission.event("orbit.oxygen_rise").time.met_s, Look("commander"))
    assert picture.view.hides == ()


def test_the_commander_works_the_helmet_keeps_still(flight: Flight, script: Script) -> None:
    """U04: the helmet does not turn; the head in it does, and a hand goes from the log to the board and back."""
    parts = [{part.name: part for part in commander_parts(ROUND_S * share)} for share in (0.25, 0.75, 1.25)]
    assert parts[0]["cabin_seated"] == parts[1]["cabin_seated"]
    assert parts[0]["cabin_head"].rotation != parts[1]["cabin_head"].rotation
    hands = [part["cabin_right_hand"].position_m for part in parts]
    assert math.dist(hands[0], hands[1]) > 0.1
    assert math.dist(hands[0], hands[2]) < 1e-6


def test_parts_that_move_lie_where_they_were_lit() -> None:
    """At the moment for which the lamps were painted, writing, the arm hangs from the shoulder of the seated man."""
    made = cabin_meshes()
    parts = {part.name: part for part in commander_parts(0.75 * ROUND_S)}
    arm, body = made["cabin_right_upper_arm"], made["cabin_seated"]
    part = parts["cabin_right_upper_arm"]
    top = rotated(arm, part.rotation).position_m + np.asarray(part.position_m)
    assert np.linalg.norm(top[:, None] - body.position_m[None, ::7], axis=2).min() < 0.03


def test_at_the_vzor_he_lies_across_both_couches(flight: Flight, script: Script) -> None:
    """R04: while they turn the ship by hand, two men are seen; else one."""
    there = compose(flight, script, flight.mission.event("descent.orient").time.met_s + 100.0, Look("commander"))
    names = {entry.name for entry in entries_of(there)}
    assert {"cabin", "cabin_sight"} <= names
    assert "cabin_seated" not in names
    sight, seated = (cabin_meshes()[name].position_m for name in ("cabin_sight", "cabin_seated"))
    assert np.ptp(sight[:, 1]) > 1.4 * np.ptp(seated[:, 1])
