"""Light: shadows where geometry puts them, nothing burnt out, the same bits in any order and in both qualities."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from stage_page import HEIGHT, WIDTH

from viz.film.browser import Tab
from viz.flight.flight import Flight
from viz.flight.state import Vec3
from viz.flight.vector import add, cross, dot, length, scaled, sub, unit
from viz.missions.voskhod2.flight.body import SPHERE_RADIUS_M
from viz.stage.light import NIGHT_EXPOSURE, exposure_of, lights_of
from viz.stage.stage import Stage
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.script import Script

FrameCamera = Callable[[str], NDArray[np.uint8]]
BURNT, MOST_BURNT = 252, 0.005
FOV = 0.42
BALL: Vec3 = (10.0, 0.0, 0.0)
SMALL = 0.25
"""The other ball's size."""
MOMENTS = (
    "launch.liftoff-60s", "launch.liftoff+5s", "launch.liftoff+60s", "launch.boosters_off", "launch.core_off",
    "airlock.deploy+20s", "eva.exit+4s", "eva.exit+95s", "eva.suit_stiff+20s", "eva.ingress", "descent.ignition",
    "descent.peak_heat", "descent.main_canopy+20s", "landing.touchdown", "landing.touchdown+60s", "rescue.sighted",
    "rescue.out",
)  # fmt: skip


@pytest.fixture(params=["light", "full"])
def quality(tab: Tab, request: pytest.FixtureRequest) -> Iterator[str]:
    """The stage in one quality and then in the other; light for whoever comes after."""
    tab.call("(async (q) => stage.setQuality(q))", request.param, within_s=10)
    assert tab.call("(async () => stage.quality)", within_s=10) == request.param
    yield request.param
    tab.call("(async (q) => stage.setQuality(q))", "light", within_s=10)


def message_at(stage: Stage, flight: Flight, script: Script, met_s: float, camera: str = "auto") -> str:
    stage.draw(compose(flight, script, met_s, Look(camera)))
    return stage.frame()


def two_balls(message: dict[str, Any], stage: Stage, sun: Vec3, towards: Vec3) -> str:
    """Return the frame with two balls and nothing else, the small one on the Sun's side of the big one or elsewhere."""
    numbers = {command["mesh"]: str(command["idx"]) for command in stage.constructors() if command.get("mesh")}
    for attributes in message["objects"].values():
        if "visible" in attributes:  # what frames never speak of, no later one would bring back
            attributes["visible"] = False
    for name, place, size in (
        ("descent_sphere_charred", BALL, 1.0),
        ("descent_sphere_opened", add(BALL, scaled(towards, 3.0)), SMALL),
    ):
        message["objects"][numbers[name]] |= {
            "visible": True, "pos": list(place), "axis": [1, 0, 0], "up": [0, 1, 0], "size": [size] * 3,
        }  # fmt: skip
    view = message["view"]
    view |= {"fov": FOV, "forward": [1.0, 0.0, 0.0], "up": [0.0, 0.0, 1.0], "near": 0.5, "mask": 0.0, "filter": 0.0}
    dark = {f"{name}_colour": [0.0, 0.0, 0.0] for name in ("earth", "sky", "moon", "around")}
    view["uniforms"] |= {**dark, "sun_way": list(sun), "sun_colour": [1.0, 1.0, 1.0], "shadow_ball": [*BALL, 4.0]}
    view["uniforms"]["exposure"] = 3.0
    return json.dumps(message)


def points_of_ball() -> Iterator[tuple[int, int, Vec3]]:
    """Yield row, column and place on the big ball for each pixel well inside its outline."""
    focal = HEIGHT / 2.0 / math.tan(FOV / 2.0)
    for row in range(HEIGHT):
        for column in range(WIDTH):
            ray = unit((1.0, -(column + 0.5 - WIDTH / 2.0) / focal, -(row + 0.5 - HEIGHT / 2.0) / focal))
            nearest = dot(ray, BALL)
            off = math.sqrt(max(dot(BALL, BALL) - nearest**2, 0.0))
            if off < 0.9 * SPHERE_RADIUS_M:
                yield row, column, scaled(ray, nearest - math.sqrt(SPHERE_RADIUS_M**2 - off**2))


def test_a_shadow_falls_where_geometry_says(
    stage: Stage, flight: Flight, script: Script, shoot_frame: FrameCamera, quality: str
) -> None:
    sun = unit((-0.62, 0.45, 0.30))
    beside = unit(cross(sun, (0.0, 0.0, 1.0)))
    frame = message_at(stage, flight, script, 6000.0)
    shaded = shoot_frame(two_balls(json.loads(frame), stage, sun, sun)).astype(float).mean(axis=2)
    lit = shoot_frame(two_balls(json.loads(frame), stage, sun, beside)).astype(float).mean(axis=2)
    radius = SMALL * SPHERE_RADIUS_M
    inside, outside = [], []
    for row, column, place in points_of_ball():
        from_ball = sub(place, BALL)
        if dot(unit(from_ball), sun) < 0.5 or lit[row, column] < 25.0:
            continue
        off = length(cross(from_ball, sun))
        share = shaded[row, column] / lit[row, column]
        if off < 0.8 * radius:
            inside.append(share)
        elif 1.35 * radius < off < 3.0 * radius:
            outside.append(share)
    assert len(inside) > 30
    assert len(outside) > 100
    assert float(np.quantile(inside, 0.9)) < 0.25
    assert float(np.quantile(outside, 0.1)) > 0.9


def test_next_to_nothing_is_burnt_out(
    stage: Stage, flight: Flight, script: Script, shoot_frame: FrameCamera, quality: str
) -> None:
    from viz.mission.when import parse_when

    shares = {}
    for when in (*MOMENTS, *(event.id for event in flight.mission.events)):
        picture = shoot_frame(message_at(stage, flight, script, parse_when(when, flight.mission)))
        shares[when] = float((picture.min(axis=2) >= BURNT).mean())
    assert {when: share for when, share in shares.items() if share > MOST_BURNT} == {}


def test_frames_are_the_same_in_any_order(
    stage: Stage, flight: Flight, script: Script, shoot_frame: FrameCamera, quality: str
) -> None:
    frames = [message_at(stage, flight, script, met_s) for met_s in (5760.0, 3000.0, 95000.0, 40.0)]
    first = [shoot_frame(frame) for frame in frames]
    again = [shoot_frame(frame) for frame in reversed(frames)][::-1]
    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one, other)


def test_a_quality_is_left_without_a_trace(
    tab: Tab, stage: Stage, flight: Flight, script: Script, shoot_frame: FrameCamera
) -> None:
    frame = message_at(stage, flight, script, 5760.0, "beauty")
    light = shoot_frame(frame)
    tab.call("(async () => stage.setQuality('full'))", within_s=10)
    full = shoot_frame(frame)
    tab.call("(async () => stage.setQuality('light'))", within_s=10)
    assert tab.call("(async () => stage.quality)", within_s=10) == "light"
    assert not np.array_equal(light, full)
    assert np.array_equal(light, shoot_frame(frame))


def test_the_moon_lights_where_it_is_up_and_full(flight: Flight) -> None:
    state = flight.state_at(flight.mission.event("orbit.first_sunset").time.met_s + 300.0)
    up = unit(state.craft.position_teme_km)
    sun = state.sky.sun_direction_teme
    overhead = replace(state.sky, moon_direction_teme=up)
    below = replace(state.sky, moon_direction_teme=scaled(up, -1.0))
    new = replace(state.sky, moon_direction_teme=sun)
    seen = [max(lights_of(replace(state, sky=sky), 0.0).moon.colour) for sky in (overhead, below, new)]
    assert seen[0] > 0.01
    assert seen[1:] == [0.0, 0.0]


@given(st.floats(0.0, 26 * 3600.0))
def test_the_film_is_exposed_between_once_and_four_times(flight: Flight, met_s: float) -> None:
    state = flight.state_at(met_s)
    exposure = exposure_of(state)
    assert 1.0 <= exposure <= NIGHT_EXPOSURE
    if state.sky.sun_elevation_deg > 30.0:
        assert exposure == 1.0
