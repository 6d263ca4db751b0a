"""The commander seen in through a porthole: a man in his seat in a lit cabin, while the other is outside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.quaternion import rotate
from viz.flight.vector import length
from viz.missions.voskhod2.stage.cabin import WALL_M, cabin_meshes
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
