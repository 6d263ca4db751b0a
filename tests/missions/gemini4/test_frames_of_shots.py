"""Cameras as data: what each is about lies in its picture, large enough, whatever the ship is doing."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from viz.flight.quaternion import rotate
from viz.flight.state import Vec3
from viz.flight.vector import add, cross, dot, length, scaled, sub, unit
from viz.mission.load import load_mission
from viz.missions.gemini4.flight import body
from viz.missions.gemini4.flight.flight import GeminiFlight
from viz.missions.gemini4.flight.state import GeminiState
from viz.missions.gemini4.stage.cast import carrier_m
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture, View
from viz.story.script import Script, load_script

ASPECT = 1280 / 720
LEAST_HEIGHT = 1 / 12
"""Of the picture."""
EVENTS = tuple((event.id, event.time.met_s) for event in load_mission("gemini4").events)
LOOK_OUT = ("window_left", "window_right", "white_eyes", "orbit")
"""What these show is outside: where the ship itself lies in them is no matter."""
CRAFT_RADIUS_M, MAN_RADIUS_M, LAUNCHER_RADIUS_M, CANOPY_RADIUS_M = 1.5, 0.9, 14.0, 16.0


@pytest.fixture(scope="module")
def script(gemini_flight: GeminiFlight, gemini_folder: Path) -> Script:
    return load_script(gemini_flight.mission, gemini_folder)


def seen(view: View, place_m: Vec3) -> tuple[float, float, float]:
    """Return where a place lies in a picture, -1 to 1 across and up, and the metres half its height spans there."""
    way = sub(place_m, view.eye_m)
    ahead = dot(way, view.forward)
    if ahead <= 0.0:
        return (math.inf, math.inf, 1.0)
    half_m = ahead * math.tan(math.radians(view.fov_deg) / 2.0)
    return (dot(way, cross(view.forward, view.up)) / (half_m * ASPECT), dot(way, view.up) / half_m, half_m)


def craft_middle(state: GeminiState) -> Vec3:
    return rotate(state.craft.attitude_quaternion, (0.6, 0.0, 0.0))


def white_middle(state: GeminiState) -> Vec3:
    return rotate(state.craft.attitude_quaternion, state.white.position_m)


def subject(picture: Picture, state: GeminiState) -> tuple[Vec3, float]:
    """Return the middle and half the size of what a picture is about: man, launcher, canopy with module, or ship."""
    turn, camera = state.craft.attitude_quaternion, picture.view.camera
    if camera == "white" and state.white.outside:
        return white_middle(state), MAN_RADIUS_M
    if "stage_1" in state.craft.modules:
        return rotate(turn, (-13.0, 0.0, 0.0)), LAUNCHER_RADIUS_M
    if state.parachute.stage == "main" and camera != "beauty":
        return scaled(unit(state.craft.position_teme_km), 15.0), CANOPY_RADIUS_M
    if camera == "carrier" and picture.scenery is not None and "alongside" not in state.flags:
        scenery = picture.scenery
        east, north, _ = carrier_m(scenery.since_s)
        there = add(scaled(scenery.east, east - 21.65), scaled(scenery.north, north + 3.5))
        return add(scenery.offset_m, add(there, scaled(scenery.up, 18.3))), MAN_RADIUS_M
    return craft_middle(state), CRAFT_RADIUS_M


def told(flight: GeminiFlight, script: Script, met_s: float, camera: str) -> tuple[Picture, GeminiState]:
    picture = compose(flight, script, met_s, Look(camera))
    assert isinstance(picture.state, GeminiState)
    return picture, picture.state


@pytest.mark.parametrize(("event", "met_s"), EVENTS)
def test_the_director_shows_the_ship_at_every_event(
    event: str, met_s: float, gemini_flight: GeminiFlight, script: Script
) -> None:
    """One second after it, the ship (on deck: the men's place) is in the picture, a twelfth of its height or more."""
    picture, state = told(gemini_flight, script, min(met_s + 1.0, gemini_flight.end_met_s), "auto")
    view = picture.view
    if view.camera in LOOK_OUT:
        return
    place, radius_m = subject(picture, state)
    across, up, half_m = seen(view, place)
    assert abs(across) < 0.9
    assert abs(up) < 0.9
    assert radius_m / half_m > LEAST_HEIGHT


@pytest.mark.parametrize("since_s", [1.0, 60.0, 130.0, 200.0, 240.0, 300.0, 420.0, 600.0, 760.0, 900.0, 1015.0, 1085.0])
def test_ship_and_man_are_both_in_the_picture_from_afar(
    since_s: float, gemini_flight: GeminiFlight, script: Script
) -> None:
    """From `beauty` and `chase` through the whole walk, the man a twelfth of the height standing."""
    exit_s = gemini_flight.mission.event("eva.exit").time.met_s
    for camera in ("beauty", "chase"):
        picture, state = told(gemini_flight, script, exit_s + since_s, camera)
        for place, radius_m in ((craft_middle(state), CRAFT_RADIUS_M), (white_middle(state), MAN_RADIUS_M)):
            across, up, half_m = seen(picture.view, place)
            assert max(abs(across), abs(up)) < 0.97, (camera, state.white.position_m)
            assert radius_m / half_m > LEAST_HEIGHT / 1.1


@pytest.mark.parametrize("since_s", [1.0, 60.0, 130.0, 200.0, 300.0, 600.0, 900.0, 1015.0, 1085.0])
def test_near_camera_stays_by_the_man_and_outside_the_hull(
    since_s: float, gemini_flight: GeminiFlight, script: Script
) -> None:
    exit_s = gemini_flight.mission.event("eva.exit").time.met_s
    picture, state = told(gemini_flight, script, exit_s + since_s, "white")
    across, up, half_m = seen(picture.view, white_middle(state))
    assert max(abs(across), abs(up)) < 0.4
    assert 2.0 * MAN_RADIUS_M / (2.0 * half_m) > 0.4
    w, x, y, z = state.craft.attitude_quaternion
    eye = rotate((w, -x, -y, -z), picture.view.eye_m)
    hull_m = next((r for at, r in reversed(body.HULL_PROFILE_M) if at <= eye[0]), 0.0)
    assert math.hypot(eye[1], eye[2]) > hull_m + 0.3


def test_he_is_seen_from_mcdivitts_window_when_the_crew_say_so(gemini_flight: GeminiFlight, script: Script) -> None:
    """E13: in the window, 19:48:10; half a minute of it in the middle of the round pane."""
    window_s = gemini_flight.mission.event("eva.window").time.met_s
    for since_s in (0.0, 5.0, 10.0):
        picture, state = told(gemini_flight, script, window_s + since_s, "window_left")
        across, up, half_m = seen(picture.view, white_middle(state))
        assert math.hypot(across * ASPECT, up) < 0.85
        assert MAN_RADIUS_M / half_m > LEAST_HEIGHT


def test_windows_and_film_camera_stand_where_the_ship_has_them(gemini_flight: GeminiFlight, script: Script) -> None:
    """An eye is within a hand of its window or lens; the film camera's own body hides nothing of its picture."""
    met_s = gemini_flight.mission.event("eva.exit").time.met_s + 30.0
    for camera, place in (("window_left", body.WINDOW_LEFT_M), ("film_camera", body.FILM_CAMERA_M)):
        picture, state = told(gemini_flight, script, met_s, camera)
        there = rotate(state.craft.attitude_quaternion, place)
        assert length(sub(picture.view.eye_m, there)) < 0.1
    assert "film_camera" in told(gemini_flight, script, met_s, "film_camera")[0].view.hides


def test_the_second_stage_is_seen_at_turn_round_and_below(gemini_flight: GeminiFlight, script: Script) -> None:
    """T07, T08: after the turn it is in sight behind, at 0:18:31 straight ahead of the nose, seen by McDivitt."""
    for event, camera in (("chase.turn_round", "chase"), ("chase.below", "window_left")):
        picture, state = told(gemini_flight, script, gemini_flight.mission.event(event).time.met_s + 1.0, camera)
        [stage] = [free for free in state.craft.free_bodies if free.name == "stage_2"]
        middle = add(stage.offset_m, rotate(stage.attitude_quaternion, (-5.3, 0.0, 0.0)))
        across, up, _ = seen(picture.view, middle)
        assert max(abs(across), abs(up)) < 0.9
        if camera == "window_left":
            nose = rotate(state.craft.attitude_quaternion, (1.0, 0.0, 0.0))
            assert dot(unit(middle), nose) > 0.98
