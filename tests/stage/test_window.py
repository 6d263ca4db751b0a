"""Earth and sky as drawn: the limb blue, nothing burnt out, the night lit by the Moon, coasts sharp."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.frames import teme_from_fixed
from viz.flight.ground import GroundPlace
from viz.flight.state import FlightState
from viz.flight.vector import cross, dot, length, scaled, square_to, sub, unit
from viz.stage.light import exposure_of
from viz.stage.sky import BRIGHTEST, FAINTEST_MAG, star_mesh
from viz.story.compose import compose
from viz.story.look import Look
from viz.story.picture import Picture, View
from viz.story.script import Script

Camera = Callable[[Picture], NDArray[np.uint8]]
ORBITAL = (("eva.exit", 95.0, "beauty"), ("ground.volga", 0.0, "chase"), ("orbit.adaptation", 60.0, "beauty"))


def at(flight: Flight, script: Script, event: str, later_s: float, camera: str) -> Picture:
    return compose(flight, script, flight.mission.event(event).time.met_s + later_s, Look(camera))


def alone(picture: Picture) -> Picture:
    """Return a picture with nothing near the eye: Earth and sky only."""
    craft = replace(picture.state.craft, modules=(), free_bodies=())
    leonov = replace(picture.state.leonov, place="couch", outside=False, tether_m=())
    return replace(picture, state=replace(picture.state, craft=craft, leonov=leonov))


def along_the_horizon(state: FlightState) -> View:
    """Return a view to the horizon square to the Sun, up from the Earth's middle."""
    up = unit(state.craft.position_teme_km)
    across = unit(cross(state.sky.sun_direction_teme, up))
    forward = unit(sub(across, scaled(up, 0.36)))
    return View("horizon", scaled(up, 100.0), forward, square_to(up, forward), 20.0, 1.0)


@pytest.mark.parametrize(("event", "later_s", "camera"), ORBITAL)
def test_the_limb_is_blue_and_never_cyan(
    event: str, later_s: float, camera: str, shoot: Camera, flight: Flight, script: Script
) -> None:
    """Hues of what is coloured between pale foot and black sky: blue, 205 to 250 degrees; cyan is 180."""
    picture = alone(at(flight, script, event, later_s, camera))
    pixels = shoot(replace(picture, view=along_the_horizon(picture.state)))
    column = pixels[:, pixels.shape[1] // 2].astype(float) / 255.0
    light = column.max(axis=1)
    foot = int(np.argmax(light > 0.12))
    band = [row for row in range(foot, foot + 14) if 0.12 < light[row] < 0.8]
    hues = [colorsys.rgb_to_hsv(*column[row])[0] * 360.0 for row in band if np.ptp(column[row]) > 0.14]
    assert len(hues) >= 3
    assert min(hues) > 203.0
    assert max(hues) < 250.0


@pytest.mark.parametrize(
    ("event", "later_s", "camera"),
    [
        *ORBITAL,
        ("launch.boosters_off", 1.0, "auto"),
        ("launch.liftoff", 60.0, "auto"),
        ("eva.first_view", 0.0, "airlock"),
    ],
)
def test_hardly_anything_is_burnt_out(
    event: str, later_s: float, camera: str, shoot: Camera, flight: Flight, script: Script
) -> None:
    pixels = shoot(at(flight, script, event, later_s, camera))
    assert (pixels.min(axis=2) >= 254).mean() < 0.005


def test_the_moon_lights_the_night(shoot: Camera, flight: Flight, script: Script) -> None:
    """The Moon was full on 17 March: ground below it is seen, and is dark without it."""
    picture = alone(at(flight, script, "orbit.shadow_entry", 600.0, "chase"))
    state = picture.state
    moon, sun = state.sky.moon_direction_teme, state.sky.sun_direction_teme
    assert dot(moon, sun) < -0.96
    eye_m = sub(scaled(moon, 9.0e6), scaled(state.craft.position_teme_km, 1000.0))
    view = View("night", eye_m, scaled(moon, -1.0), square_to((0.0, 0.0, 1.0), moon), 20.0, 1.0)
    assert exposure_of(state) > 3.0
    full = shoot(replace(picture, view=view)).astype(float)
    new = replace(state, sky=replace(state.sky, moon_direction_teme=scaled(moon, -1.0)))
    dark = shoot(replace(picture, state=new, view=view)).astype(float)
    assert np.median(full) > np.median(dark) + 8.0


def test_a_coast_is_a_line_and_no_stair(shoot: Camera, flight: Flight, script: Script) -> None:
    """Lake Tuz seen so near that a map's pixel spans many of the picture's: from water to land in a few."""
    picture = alone(at(flight, script, "ground.turkey", 0.0, "chase"))
    place = teme_from_fixed(GroundPlace(38.75, 33.35).position_fixed_km(), picture.state.sky.earth_angle_rad)
    ahead = sub(place, picture.state.craft.position_teme_km)
    forward = unit(ahead)
    view = View(
        "lake", (0.0, 0.0, 0.0), forward, square_to((0.0, 0.0, 1.0), forward), math.degrees(60.0 / length(ahead)), 1.0
    )
    pixels = shoot(replace(picture, view=view)).astype(float)
    blue = pixels[..., 2] - pixels[..., 0]
    low, high = np.percentile(blue, [3, 97])
    assert high - low > 40.0
    steps = np.abs(np.diff(blue, axis=1)).max(axis=1) / (high - low)
    assert np.percentile(steps, 75) > 0.35


def test_stars_follow_their_magnitudes() -> None:
    stars = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 5.0, 0.0], [0.0, 0.0, FAINTEST_MAG + 0.1, 0.0]])
    mesh = star_mesh(stars)
    assert len(mesh.index) == 6
    first, second = mesh.colour[0].max(), mesh.colour[3].max()
    assert first == pytest.approx(BRIGHTEST, rel=0.1)
    assert first / second == pytest.approx(10 ** (0.27 * 5.0), rel=0.01)
