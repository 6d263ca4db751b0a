"""What the ground shows to an eye a few kilometres up: things of a known size, gone where a pixel spans them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from viz.flight.flight import Flight
from viz.flight.state import Vec3
from viz.flight.vector import add, cross, scaled, square_to, unit
from viz.missions.voskhod2.stage import launchpad
from viz.stage.materials import Material
from viz.story.compose import compose
from viz.story.picture import Picture, View
from viz.story.script import Script

Grey = NDArray[np.float64]
Camera = Callable[[Picture], NDArray[np.uint8]]
LARGEST_SLANT_DEG, BESIDE_PX = 14, 3
BEYOND_FLOOR_M = 15_000.0
"""East of the landing point, where the forest's floor is no longer drawn."""


def _seen(
    shoot: Camera,
    flight: Flight,
    script: Script,
    met_s: float,
    high_km: float,
    *,
    wide_km: float = 0.0,
    east_m: float = 0.0,
) -> NDArray[np.float64]:
    """The bare ground under the craft from a height: straight down over so many kilometres, or towards the horizon."""
    picture = compose(flight, script, met_s)
    craft = picture.state.craft
    up = unit(craft.position_teme_km)
    north = square_to((0.0, 0.0, 1.0), up)
    eye: Vec3 = add(scaled(up, 1000.0 * (high_km - craft.altitude_km)), scaled(cross(north, up), east_m))
    if wide_km:
        view = View("down", eye, scaled(up, -1.0), north, math.degrees(2.0 * math.atan(0.5 * wide_km / high_km)), 0.5)
    else:
        view = View("far", eye, unit(add(north, scaled(up, -0.08))), square_to(up, north), 20.0, 0.5)
    state = replace(picture.state, craft=replace(craft, modules=(), free_bodies=()))
    return shoot(replace(picture, view=view, state=state)).astype(np.float64)


def _longest_line(grey: Grey) -> float:
    """On how much of its way from border to border the clearest straight line, nearly upright, is a bright ridge."""
    height = len(grey)
    sides = np.maximum(grey[:, : -2 * BESIDE_PX], grey[:, 2 * BESIDE_PX :])
    ridge = grey[:, BESIDE_PX:-BESIDE_PX] > 1.08 * sides
    ridge[:, 1:-1] |= ridge[:, :-2] | ridge[:, 2:]
    rows, best = np.arange(height)[:, None], 0.0
    for slant in np.linspace(-LARGEST_SLANT_DEG, LARGEST_SLANT_DEG, 57):
        columns = np.arange(ridge.shape[1])[None, :] + np.round(
            math.tan(math.radians(float(slant))) * (rows - height / 2)
        )
        inside = (columns >= 0) & (columns < ridge.shape[1])
        found = np.take_along_axis(ridge, columns.clip(0, ridge.shape[1] - 1).astype(int), axis=1) & inside
        best = max(best, float(found.mean(axis=0).max()))
    return best


@pytest.fixture(scope="module")
def under_canopy_s(flight: Flight) -> float:
    return flight.mission.event("descent.main_canopy").time.met_s + 60.0


def test_cut_lines_show_from_a_few_kilometres_and_not_from_orbit(
    shoot: Camera, flight: Flight, script: Script, under_canopy_s: float
) -> None:
    low = _seen(shoot, flight, script, under_canopy_s, 5.0, wide_km=4.0, east_m=BEYOND_FLOOR_M).mean(axis=2)
    orbit = _seen(shoot, flight, script, under_canopy_s, 300.0, wide_km=240.0, east_m=BEYOND_FLOOR_M).mean(axis=2)
    assert _longest_line(low) > 0.8
    assert _longest_line(orbit) < 0.6


@pytest.mark.parametrize("high_km", [1.5, 6.0])
def test_the_far_ground_is_calm_and_does_not_shimmer(
    high_km: float, shoot: Camera, flight: Flight, script: Script, under_canopy_s: float
) -> None:
    """A step of ten metres moves nothing there by a pixel: whatever changes shimmers."""
    here = _seen(shoot, flight, script, under_canopy_s, high_km).mean(axis=2)
    beside = _seen(shoot, flight, script, under_canopy_s, high_km, east_m=10.0).mean(axis=2)
    dip = math.sqrt(2.0 * high_km / 6371.0)
    focal = 0.5 * len(here) / math.tan(math.radians(10.0))
    first = round(0.5 * len(here) - focal * (0.08 - dip)) + 3
    far = slice(first, first + len(here) // 10)
    assert np.abs(np.diff(here[far], axis=1)).mean() < 0.02 * here[far].mean()
    assert np.abs(here - beside)[far].mean() < 1.0


def test_where_the_drawn_steppe_ends_the_earth_goes_on_in_its_tone(
    shoot: Camera, flight: Flight, script: Script
) -> None:
    met_s = flight.mission.event("launch.liftoff").time.met_s + 30.0
    pixels = _seen(shoot, flight, script, met_s, 2.0, wide_km=3.0)
    height, width = pixels.shape[:2]
    row, column = np.mgrid[:height, :width]
    away_m = np.hypot(row - height / 2, column - width / 2) * 3000.0 / height
    drawn = np.median(pixels[(away_m > 280.0) & (away_m < 340.0)], axis=0)
    beyond = np.median(pixels[(away_m > 800.0) & (away_m < 1200.0)], axis=0)
    assert np.abs(drawn - beyond).max() < 12.0


def test_snow_lies_on_the_steppe_and_not_under_the_watchers() -> None:
    steppe = launchpad.steppe()
    snow = (steppe.colour[:, 2] > steppe.colour[:, 0]) & (steppe.material == Material.PLANT)
    away = np.hypot(*(steppe.position_m[snow, :2] - np.array(launchpad.WATCHERS_M[:2])).T)
    assert snow.sum() > 500
    assert away.min() > 10.0
