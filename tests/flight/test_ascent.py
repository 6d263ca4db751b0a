"""The way up: the clock of the record, the joins, the equations of motion behind the shipped knots."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from viz.errors import VizError
from viz.flight.flight import Flight
from viz.flight.ground import GroundPlace, distance_along_ground_km
from viz.flight.track import read_knots
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.launcher import Launcher

A_METRE_KM = 1e-3
TEN_CENTIMETRES_A_SECOND_KM_S = 1e-4

PROFILE = (
    # T+ s, height km, down-range km, speed over ground m/s: a launcher of the R-7 family flown by the equations
    # of motion; margins in the test cover the choice of masses and pitch programme.
    (60.0, 9.4, 2.0, 399.0),
    (118.0, 49.0, 37.0, 1666.0),
    (153.0, 83.4, 87.0, 1837.0),
    (292.0, 175.1, 421.0, 3622.0),
    (400.0, 191.2, 861.0, 4899.0),
    (523.0, 176.1, 1588.0, 7693.0),
)


@pytest.fixture(scope="module")
def launcher(flight: Flight, mission: Mission) -> Launcher:
    return Launcher.from_numbers(flight.numbers.ascent, flight.numbers.pad, flight.path.clock)


@pytest.mark.parametrize(("met_s", "height", "downrange", "speed"), PROFILE)
def test_profile(flight: Flight, met_s: float, height: float, downrange: float, speed: float) -> None:
    craft = flight.state_at(met_s).craft
    flown = distance_along_ground_km(flight.path.pad, GroundPlace(craft.lat_deg, craft.lon_deg))
    assert craft.altitude_km == pytest.approx(height, abs=2.0)
    assert flown == pytest.approx(downrange, abs=5.0)
    assert craft.ground_speed_m_s == pytest.approx(speed, abs=20.0)


def test_insertion(flight: Flight, authorities: dict[str, Any]) -> None:
    craft, fitted = flight.state_at(527.0).craft, authorities["reconstruction"]
    there = GroundPlace(fitted["insertion_lat_deg"], fitted["insertion_lon_deg"])
    assert distance_along_ground_km(GroundPlace(craft.lat_deg, craft.lon_deg), there) < 50.0
    assert craft.altitude_km == pytest.approx(fitted["insertion_altitude_km"], abs=5.0)


@pytest.mark.parametrize(
    ("met_s", "load_g"), [(-0.0, 1.35), (117.9, 4.3), (118.0, 1.0), (291.9, 2.3), (522.9, 3.8), (523.1, 0.0)]
)
def test_load_steps_with_the_stages(flight: Flight, met_s: float, load_g: float) -> None:
    assert flight.state_at(met_s).craft.load_g == pytest.approx(load_g, abs=0.15)


def test_thrust(flight: Flight) -> None:
    ascent = flight.path.ascent
    assert ascent.thrust_fraction(-10.0) == 0.0
    assert ascent.thrust_fraction(-2.0) == pytest.approx(0.5)
    assert ascent.thrust_fraction(0.0) == ascent.thrust_fraction(522.99) == 1.0
    assert ascent.thrust_fraction(523.0) == ascent.thrust_fraction(526.0) == 0.0


@given(st.floats(0.0, 520.0))
def test_it_climbs_away_from_the_pad(flight: Flight, met_s: float) -> None:
    def downrange(t: float) -> float:
        craft = flight.state_at(t).craft
        return distance_along_ground_km(flight.path.pad, GroundPlace(craft.lat_deg, craft.lon_deg))

    assert downrange(met_s + 5.0) > downrange(met_s) - A_METRE_KM
    assert flight.state_at(met_s).craft.altitude_km >= flight.path.pad.altitude_km - A_METRE_KM


def test_shipped_knots_are_what_the_script_makes(
    mission: Mission, folder: Path, script: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    built = tmp_path / "ascent.txt"
    built.write_text(script("build_ascent").build(mission), encoding="utf-8")
    shipped = read_knots(folder / "tracks" / "ascent.txt")
    made = read_knots(built)
    assert [knot.met_s for knot in made] == [knot.met_s for knot in shipped]
    for a, b in zip(made, shipped, strict=True):
        assert math.dist(a.position_km, b.position_km) < 1e-6
        assert math.dist(a.velocity_km_s, b.velocity_km_s) < 1e-8


def test_knots_against_an_independent_integrator(launcher: Launcher) -> None:
    """Dormand-Prince of order 8 from scipy on the same forces, stage by stage."""
    position, velocity = launcher.pad.state_teme(launcher.clock, 0.0)
    state = np.array([*position, *velocity])
    knots = {knot.met_s: knot for knot in launcher.fly()}
    breaks = launcher.breaks_s()
    for start, end in pairwise(breaks):
        middle = 0.5 * (start + end)

        def rate(t: float, y: np.ndarray[Any, Any], stage: float = middle) -> tuple[float, ...]:
            return launcher.rate(t, tuple(y.tolist()), stage)

        state = solve_ivp(rate, (start, end), state, method="DOP853", rtol=1e-10, atol=1e-9).y[:, -1]
        assert math.dist(knots[end].position_km, state[:3]) < A_METRE_KM
        assert math.dist(knots[end].velocity_km_s, state[3:]) < TEN_CENTIMETRES_A_SECOND_KM_S


def test_interpolation_between_knots(launcher: Launcher, flight: Flight) -> None:
    """The equations flown from one shipped knot arrive at the next as the quintic does half way."""
    knots = flight.path.ascent.track.knots
    for a, b in pairwise(knots):
        if b.met_s - a.met_s < 5.0 or a.met_s < 12.0:
            continue
        half = 0.5 * (a.met_s + b.met_s)
        y = np.array([*a.position_km, *a.velocity_km_s])

        def rate(t: float, y: np.ndarray[Any, Any], stage: float = half, lean: float = a.met_s) -> tuple[float, ...]:
            return launcher.rate(t, tuple(y.tolist()), stage)

        # The shipped path is the aimed flight bent onto the orbit, so forces differ by up to 0.2 m/s2.
        end = solve_ivp(rate, (a.met_s, half), y, method="DOP853", rtol=1e-10, atol=1e-9).y[:, -1]
        assert math.dist(flight.path.at(half).position_km, end[:3]) < 0.5 * 0.4e-3 * (half - a.met_s) ** 2


def test_mass_and_thrust_at_liftoff(launcher: Launcher) -> None:
    """About 308 t and 4 MN stand on the pad: the launcher can lift itself."""
    mass_kg, thrust_n = launcher.mass_and_thrust(0.0, 0.0, 1.0)
    assert mass_kg == pytest.approx(306e3, rel=0.02)
    assert 1.2 < thrust_n / (mass_kg * 9.80665) < 1.5


def test_an_impossible_orbit_is_refused(launcher: Launcher, flight: Flight) -> None:
    target = flight.path.orbit.knot(527.0)
    faster = target._replace(velocity_km_s=tuple(2.0 * part for part in target.velocity_km_s))
    with pytest.raises(VizError, match="aimed"):
        launcher.aimed_at(faster)
