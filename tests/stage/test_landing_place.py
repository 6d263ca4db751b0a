"""The landing place: an overcast sky without stars by day and night, and what the events of the record leave there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.state import CLEAR
from viz.flight.vector import cross, unit
from viz.missions.voskhod2.stage.clothing import hung_from_m
from viz.missions.voskhod2.stage.woods import GRAINS, hung_boughs, planted
from viz.stage.mesh import merge
from viz.stage.stage import Stage
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture
from viz.story.script import Script

Camera = Callable[[Picture], NDArray[np.uint8]]
AT_THE_PLACE = ("landing.hatch_freed", "rescue.first_night", "rescue.skiers", "rescue.second_night", "rescue.ski_out")


def straight_up(flight: Flight, script: Script, event_id: str) -> Picture:
    """Return what an eye sees that stands 40 m over the snow and looks at the zenith."""
    picture = compose(flight, script, flight.mission.event(event_id).time.met_s, Look("helicopter"))
    up = unit(picture.state.craft.position_teme_km)
    east = unit(cross((0.0, 0.0, 1.0), up))
    eye = (40.0 * up[0], 40.0 * up[1], 40.0 * up[2])
    return replace(picture, view=replace(picture.view, eye_m=eye, forward=up, up=east, fov_deg=40.0))


@pytest.mark.parametrize("event_id", AT_THE_PLACE)
def test_no_star_shines_through_the_overcast(shoot: Camera, flight: Flight, script: Script, event_id: str) -> None:
    """W1. The zenith is one even grey: no pixel stands out of its neighbours, as a star or the Moon would."""
    grey = shoot(straight_up(flight, script, event_id)).astype(np.int16).mean(axis=2)
    assert np.abs(np.diff(grey, axis=0)).max() < 4
    assert np.abs(np.diff(grey, axis=1)).max() < 4
    assert 15 < grey.mean() < 245


def test_without_the_cloud_the_night_had_stars(shoot: Camera, flight: Flight, script: Script) -> None:
    """So the measure above sees stars where they are."""
    picture = straight_up(flight, script, "rescue.first_night")
    clear = replace(picture.state, sky=replace(picture.state.sky, cloud=CLEAR))
    grey = shoot(replace(picture, state=clear)).astype(np.int16).mean(axis=2)
    assert np.abs(np.diff(grey, axis=0)).max() > 30


def test_from_afar_the_cloud_hides_nothing(shoot: Camera, flight: Flight, script: Script) -> None:
    """The camera that sees the whole Earth stands above it, whatever hangs over the landing place."""
    picture = compose(flight, script, flight.mission.event("rescue.first_night").time.met_s, Look("orbit"))
    clear = replace(picture.state, sky=replace(picture.state.sky, cloud=CLEAR))
    assert (shoot(picture) == shoot(replace(picture, state=clear))).all()


@pytest.mark.parametrize("event_id", ["rescue.skiers", "rescue.second_night", "rescue.ski_out"])
def test_eight_people_and_the_forest_keep_the_drawing_budget(
    stage: Stage, flight: Flight, script: Script, event_id: str
) -> None:
    """92 000 triangles at once, with everybody in sight."""
    stage.draw(compose(flight, script, flight.mission.event(event_id).time.met_s, Look("beauty")))
    objects = json.loads(stage.frame())["objects"]
    meshes = {str(made["idx"]): made["mesh"] for made in stage.constructors() if "mesh" in made}
    seen = [meshes[idx] for idx, values in objects.items() if idx in meshes and values.get("visible") is not False]
    drawn = [name for name in seen if name not in ("stars", "window")]
    assert sum((name.startswith("forest:") and "_body_" in name) or "_seated_" in name for name in drawn) == 8
    assert sum(stage.meshes[name].triangles for name in drawn) < 92_000


def test_clothes_hang_on_boughs_and_not_in_the_air() -> None:
    woods = merge([planted(GRAINS), hung_boughs()])
    corners = np.asarray(woods.position_m)[np.asarray(woods.index).reshape(-1, 3)]
    shares = [(i / 8, j / 8) for i in range(9) for j in range(9 - i)]
    for place in hung_from_m():
        near = corners[np.linalg.norm(corners.mean(axis=1) - place, axis=1) < 5.0]
        points = [near[:, 0] * (1 - u - v) + near[:, 1] * u + near[:, 2] * v for u, v in shares]
        assert min(np.linalg.norm(np.vstack(points) - place, axis=1)) < 0.15, place
