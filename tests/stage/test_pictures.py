"""What is in the picture: Earth where the numbers put it, the craft in frame, the lit side towards the Sun."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.film.browser import Tab
from viz.flight.flight import Flight
from viz.flight.frames import teme_from_fixed
from viz.flight.ground import GroundPlace
from viz.flight.state import FlightState, Vec3
from viz.flight.vector import add, cross, dot, scaled, square_to, sub, unit
from viz.stage.stage import INSET_PLACE, Stage
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture, View
from viz.story.script import Script
from viz.story.shots import AUTO

Camera = Callable[[Picture], NDArray[np.uint8]]
FrameCamera = Callable[[str], NDArray[np.uint8]]
FOV_DEG = 24.0
HIGH_M = 1.5e6


@pytest.fixture(scope="module")
def exit_met_s(flight: Flight) -> float:
    return flight.mission.event("eva.exit").time.met_s


def straight_down(state: FlightState) -> View:
    """Return a view from high above the craft to the ground beneath it, north up."""
    up = unit(state.craft.position_teme_km)
    forward = scaled(up, -1.0)
    return View("down", scaled(up, HIGH_M), forward, square_to((0.0, 0.0, 1.0), forward), FOV_DEG, 1.0)


def pixel_of(place: GroundPlace, state: FlightState, view: View, size: tuple[int, int]) -> tuple[int, int]:
    """Return (row, column) where a place on the ground must appear, by plain perspective."""
    there = teme_from_fixed(place.position_fixed_km(), state.sky.earth_angle_rad)
    eye = add(state.craft.position_teme_km, scaled(view.eye_m, 0.001))
    ray: Vec3 = sub(there, eye)
    right = cross(view.forward, view.up)
    height, width = size
    focal = height / 2.0 / math.tan(math.radians(view.fov_deg) / 2.0)
    depth = dot(ray, view.forward)
    column = width / 2.0 + focal * dot(ray, right) / depth
    row = height / 2.0 - focal * dot(ray, view.up) / depth
    return round(row - 0.5), round(column - 0.5)


def is_water(pixel: NDArray[np.uint8]) -> bool:
    red, _, blue = (int(value) for value in pixel)
    return blue > red + 45 and blue > 1.6 * red


def test_the_ground_under_the_exit_is_the_black_sea_coast(
    shoot: Camera, flight: Flight, script: Script, exit_met_s: float
) -> None:
    """Orbit reconstruction, EVA table: 41.86 N 36.54 E at 08:34:51, the Black Sea off Samsun."""
    picture = compose(flight, script, exit_met_s)
    state = picture.state
    view = straight_down(state)
    pixels = shoot(replace(picture, view=view, state=_alone(state)))
    size = pixels.shape[0], pixels.shape[1]

    def colour(lat_deg: float, lon_deg: float) -> NDArray[np.uint8]:
        row, column = pixel_of(GroundPlace(lat_deg, lon_deg), state, view, size)
        return np.asarray(np.median(pixels[row - 1 : row + 2, column - 1 : column + 2], axis=(0, 1)), dtype=np.uint8)

    # The sea north of the sub-point, Anatolia south of it, the Crimea, the Sea of Azov's far shore.
    assert is_water(colour(42.9, 36.5))
    assert is_water(colour(43.2, 34.0))
    assert not is_water(colour(40.2, 36.5))
    assert not is_water(colour(39.5, 33.0))
    # The coast itself lies within half a degree of the sub-point: water north of it, land south.
    column_colours = [is_water(colour(41.86 + step, 36.54)) for step in (-0.9, -0.7, 0.3, 0.6)]
    assert column_colours == [False, False, True, True]


def test_the_sub_point_is_the_middle_of_a_view_straight_down(flight: Flight, script: Script, exit_met_s: float) -> None:
    """Guards the projection the test above relies on: geocentric down is the middle to 0.2 degrees."""
    state = compose(flight, script, exit_met_s).state
    row, column = pixel_of(
        GroundPlace(state.craft.lat_deg, state.craft.lon_deg), state, straight_down(state), (180, 320)
    )
    assert abs(row - 90) <= 4
    assert abs(column - 160) <= 4


def test_day_is_bright_and_night_is_dark(shoot: Camera, flight: Flight, script: Script, exit_met_s: float) -> None:
    picture = compose(flight, script, exit_met_s)
    state = picture.state
    sun = state.sky.sun_direction_teme
    side = square_to((0.0, 0.0, 1.0), sun)
    forward = scaled(side, -1.0)
    eye_m = sub(scaled(side, 2.6e7), scaled(state.craft.position_teme_km, 1000.0))
    view = View("terminator", eye_m, forward, sun, 40.0, 1.0)
    pixels = shoot(replace(picture, view=view, state=_alone(state))).astype(float).mean(axis=2)
    height = pixels.shape[0]
    toward_sun, away = pixels[height // 4, pixels.shape[1] // 2], pixels[height * 3 // 4, pixels.shape[1] // 2]
    assert toward_sun > 60
    assert away < 12


@pytest.mark.parametrize("camera", ["chase", "beauty", "airlock", "cosmonaut", "tv1", "tv2", "s97", "shoulder"])
def test_something_is_in_front_of_earth_and_sky(
    camera: str, shoot: Camera, flight: Flight, script: Script, exit_met_s: float
) -> None:
    picture = compose(flight, script, exit_met_s + 90.0, Look(camera))
    whole = shoot(picture).astype(int)
    empty = shoot(replace(picture, state=_alone(picture.state))).astype(int)
    changed = np.abs(whole - empty).max(axis=2) > 12
    assert 0.01 < changed.mean() < 0.9


def test_leonov_and_his_tether_are_drawn(shoot: Camera, flight: Flight, script: Script, exit_met_s: float) -> None:
    picture = compose(flight, script, exit_met_s + 90.0, Look("cosmonaut"))
    couch = replace(picture.state.leonov, place="couch", outside=False, tether_m=())
    without = shoot(replace(picture, state=replace(picture.state, leonov=couch))).astype(int)
    difference = np.abs(shoot(picture).astype(int) - without).max(axis=2) > 12
    rows, columns = np.nonzero(difference)
    height, width = difference.shape
    assert difference.mean() > 0.01
    assert abs(rows.mean() - height / 2) < height * 0.3
    assert abs(columns.mean() - width / 2) < width * 0.3


def test_the_picture_neither_jitters_nor_fights(
    shoot: Camera, flight: Flight, script: Script, exit_met_s: float
) -> None:
    """A millisecond moves nothing by a pixel: what flickers here would be float noise or depth fighting."""
    frames = [
        shoot(compose(flight, script, exit_met_s + 60.0 + step, Look("chase"))).astype(int)
        for step in (0.0, 0.001, 0.002)
    ]
    for one, other in pairwise(frames):
        assert (np.abs(one - other).max(axis=2) > 24).mean() < 0.002


def test_a_frame_does_not_depend_on_the_frames_before(
    shoot: Camera, flight: Flight, script: Script, exit_met_s: float
) -> None:
    wanted = compose(flight, script, exit_met_s + 30.0, Look("beauty"))
    first = shoot(wanted)
    for event, camera in (("landing.touchdown", "chase"), ("launch.liftoff", "ground"), ("eva.wave", "tv1")):
        shoot(compose(flight, script, flight.mission.event(event).time.met_s, Look(camera)))
    assert np.array_equal(shoot(wanted), first)


@pytest.mark.parametrize(
    "event",
    ["launch.boosters_off", "airlock.deploy", "eva.exit", "descent.ignition", "descent.peak_heat",
     "descent.main_canopy", "landing.touchdown", "rescue.skiers"],
)  # fmt: skip
def test_the_director_never_shows_an_empty_picture(event: str, shoot: Camera, flight: Flight, script: Script) -> None:
    pixels = shoot(compose(flight, script, flight.mission.event(event).time.met_s + 1.0, Look(AUTO))).astype(float)
    assert pixels.mean() > 8.0
    assert pixels.std() > 8.0


def test_television_is_grey(shoot: Camera, flight: Flight, script: Script, exit_met_s: float) -> None:
    pixels = shoot(compose(flight, script, exit_met_s + 60.0, Look("tv1"))).astype(int)
    assert (pixels.max(axis=2) - pixels.min(axis=2)).max() <= 2
    assert pixels.std() > 10


@pytest.mark.parametrize(
    ("event", "camera"),
    [("eva.exit", "beauty"), ("orbit.second_revolution", "orbit"), ("orbit.first_sunset", AUTO), ("eva.exit", "eyes"),
     ("orbit.out_of_touch", "orbit"), ("descent.drogue", AUTO), ("landing.touchdown", AUTO)],
)  # fmt: skip
def test_tiles_left_out_of_ground_or_sky_were_empty(
    event: str, camera: str, stage: Stage, shoot: Camera, shoot_frame: FrameCamera, flight: Flight, script: Script
) -> None:
    """Each tile of the window goes to the ground's program, the sky's, or both: bit for bit as if all went to both."""
    picture = compose(flight, script, flight.mission.event(event).time.met_s, Look(camera))
    chosen = shoot(picture)
    frame = json.loads(stage.frame())
    frame["view"]["every_tile"] = True
    assert np.array_equal(shoot_frame(json.dumps(frame)), chosen)


def test_the_horizon_stands_in_all_eight_ports_when_the_ship_is_level(
    shoot: Camera, flight: Flight, script: Script
) -> None:
    """S10: how the sight tells that it looks straight down."""
    pixels = shoot(compose(flight, script, flight.mission.event("descent.manual_planned").time.met_s, Look("vzor")))
    height, width = pixels.shape[:2]
    for port in range(8):
        turn = (port + 0.5) * math.pi / 4.0

        def light(share: float, turn: float = turn) -> float:
            row = height / 2 - share * height / 2 * math.sin(turn)
            column = width / 2 + share * height / 2 * math.cos(turn)
            return float(pixels[round(row) - 1 : round(row) + 2, round(column) - 1 : round(column) + 2].mean())

        assert light(0.72) > 40.0, f"port {port} shows no ground"
        assert light(0.88) < 25.0, f"port {port} shows no sky"


def test_glowing_gas_adds_light_and_veils_little(shoot: Camera, flight: Flight, script: Script) -> None:
    """It is brighter than what it is seen against, but for bright cloud, a little of which its wake veils."""
    picture = compose(flight, script, flight.mission.event("descent.peak_heat").time.met_s, Look("entry"))
    cold = replace(picture.state, craft=replace(picture.state.craft, heating_w_m2=0.0))
    hot, bare = (shoot(one).astype(int).max(axis=2) for one in (picture, replace(picture, state=cold)))
    change = hot - bare
    assert (change > 24).mean() > 0.01
    assert (change < -8).mean() < 0.1 * (change > 8).mean()


def test_trees_stand_in_the_snow_under_the_canopy(shoot: Camera, flight: Flight, script: Script) -> None:
    """G03: taiga. Seen from the air its nearest ground is crowns and gaps, not one tone."""
    met_s = flight.mission.event("landing.touchdown").time.met_s - 40.0
    pixels = shoot(compose(flight, script, met_s, Look("helicopter"))).astype(float).mean(axis=2)
    near = pixels[-pixels.shape[0] // 5 :]
    steps = np.abs(np.diff(near, axis=1))
    assert steps.mean() > 0.04 * near.mean()


def test_the_stage_sleeps_until_it_is_told_to_draw(shoot: Camera, tab: Tab, flight: Flight, script: Script) -> None:
    """GlowScript alone would set itself a timer sixty times a second, whether or not anything moves."""
    shoot(compose(flight, script, 0.0))
    asked = """(async () => {
      const later = window.setTimeout;
      let asked = 0;
      window.setTimeout = (...how) => { asked += 1; return later(...how); };
      for (let turn = 0; turn < 6; turn++) await new Promise((next) => requestAnimationFrame(next));
      window.setTimeout = later;
      return asked;
    })"""
    assert tab.call(asked, within_s=30) == 0


def _alone(state: FlightState) -> FlightState:
    """Return the state with nothing near the eye: Earth and sky only."""
    craft = replace(state.craft, modules=(), free_bodies=())
    leonov = replace(state.leonov, place="couch", outside=False, tether_m=())
    return replace(state, craft=craft, leonov=leonov)


def test_stage_messages_are_equal_for_equal_pictures(stage: Stage, flight: Flight, script: Script) -> None:
    one = compose(flight, script, 6000.0, Look("beauty"))
    stage.draw(one)
    text = stage.frame()
    stage.draw(compose(flight, script, 93000.0, Look("chase")))
    stage.draw(one)
    assert stage.frame() == text


def test_an_inset_fills_its_corner_and_nothing_else(
    shoot: Camera, flight: Flight, script: Script, exit_met_s: float
) -> None:
    plain = compose(flight, script, exit_met_s + 60.0, Look("beauty"))
    both = compose(flight, script, exit_met_s + 60.0, Look("beauty", inset="tv1"))
    changed = np.abs(shoot(both).astype(int) - shoot(plain).astype(int)).max(axis=2) > 8
    height, width = changed.shape
    left, bottom, wide, high = INSET_PLACE
    rows = slice(round(height * (1 - bottom - high)) - 1, round(height * (1 - bottom)) + 1)
    columns = slice(round(width * left) - 1, round(width * (left + wide)) + 1)
    assert changed[rows, columns].mean() > 0.5
    changed[rows, columns] = False
    assert changed.mean() < 0.001
