"""The orbit against what the trackers read up, the stations called and the crew told."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from viz.flight.atmosphere import air_at
from viz.flight.frames import fixed_from_teme, ground_velocity_teme
from viz.flight.gravity import gravity_km_s2
from viz.flight.ground import GroundPlace, distance_along_ground_km, height_above_ellipsoid_km, place_beneath, up_at
from viz.flight.orbit import Orbit
from viz.flight.timescale import MissionTime
from viz.flight.track import Motion
from viz.flight.vector import dot, length, sub, unit
from viz.missions.gemini4.flight.flight import GeminiFlight

NAUTICAL_MILE_KM = 1.852
FT_400_000_KM = 121.92
A_REVOLUTION_S = 5340.0


def met_s(flight: GeminiFlight, utc: datetime) -> float:
    return (utc - flight.mission.liftoff_utc).total_seconds()


def beneath(flight: GeminiFlight, at_s: float) -> GroundPlace:
    return place_beneath(fixed_from_teme(flight.motion_at(at_s).position_km, flight.clock.earth_angle_rad(at_s)))


def elevation_deg(flight: GeminiFlight, at_s: float, station: GroundPlace) -> float:
    """Return how high the craft stands over the horizon of a station."""
    craft = fixed_from_teme(flight.motion_at(at_s).position_km, flight.clock.earth_angle_rad(at_s))
    way = unit(sub(craft, station.position_fixed_km()))
    return math.degrees(math.asin(dot(way, up_at(station.lat_deg, station.lon_deg))))


def crossings(asked: Callable[[float], float], start_s: float, stop_s: float, step_s: float) -> Iterator[float]:
    """Yield when a function of time rises through zero."""
    times = np.arange(start_s, stop_s, step_s)
    values = np.array([asked(float(t)) for t in times])
    for index in np.flatnonzero((values[:-1] < 0.0) & (values[1:] >= 0.0)):
        yield float(brentq(asked, times[index], times[index + 1], xtol=1e-4))


def nearest(times_s: Iterator[float], wanted_s: float) -> float:
    return min(times_s, key=lambda at_s: abs(at_s - wanted_s))


def at_cpa(flight: GeminiFlight, place: GroundPlace, about_s: float) -> tuple[float, float]:
    """Return when the craft's ground point is nearest to a place, within five minutes, and how near (km)."""
    times = np.arange(about_s - 300.0, about_s + 300.0, 0.5)
    away_km = [distance_along_ground_km(beneath(flight, float(t)), place) for t in times]
    return float(times[int(np.argmin(away_km))]), min(away_km)


def test_node_updates(gemini_flight: GeminiFlight, tracking: dict[str, Any]) -> None:
    """Fifteen nodes over four days: longitudes within 0.6 degrees rms, times within 30 s rms."""
    flight, told = gemini_flight, tracking["nodes"]
    late_s, east_deg = [], []
    for utc, lon_deg in zip(told["utc"], told["lon_deg"], strict=True):
        about_s = met_s(flight, utc)
        node_s = nearest(
            crossings(lambda t: flight.motion_at(t).position_km[2], about_s - 600.0, about_s + 600.0, 60.0), about_s
        )
        late_s.append(node_s - about_s)
        east_deg.append(math.remainder(beneath(flight, node_s).lon_deg - lon_deg, 360.0))
    assert len(late_s) == 15
    assert float(np.sqrt(np.mean(np.square(east_deg)))) < 0.6
    assert float(np.sqrt(np.mean(np.square(late_s)))) < 30.0


def test_carnarvon_calls_as_the_craft_rises(gemini_flight: GeminiFlight, tracking: dict[str, Any]) -> None:
    """27 first calls over four days, against the craft's rise over Carnarvon's horizon: within 20 s rms, unbiased."""
    flight, told = gemini_flight, tracking["carnarvon"]
    station = GroundPlace(told["lat_deg"], told["lon_deg"])
    late_s = []
    for call_s in told["met_s"]:
        rises = crossings(lambda t: elevation_deg(flight, t, station), call_s - 300.0, call_s + 300.0, 20.0)
        late_s.append(call_s - nearest(rises, call_s))
    assert len(late_s) == 27
    assert float(np.sqrt(np.mean(np.square(late_s)))) < 20.0
    assert abs(float(np.mean(late_s))) < 3.0


def test_cairo_abeam(gemini_flight: GeminiFlight, tracking: dict[str, Any]) -> None:
    """Told by the crew on revolution 26, and not used in the fit."""
    told = tracking["told"]
    wanted_s = met_s(gemini_flight, told["cairo_abeam_utc"])
    abeam_s, away_km = at_cpa(gemini_flight, GroundPlace(told["cairo_lat_deg"], told["cairo_lon_deg"]), wanted_s)
    assert abeam_s == pytest.approx(wanted_s, abs=15.0)
    assert away_km < 40.0


def test_guaymas_on_the_horizon(gemini_flight: GeminiFlight, tracking: dict[str, Any]) -> None:
    told = tracking["told"]
    station = GroundPlace(told["guaymas_lat_deg"], told["guaymas_lon_deg"])
    assert abs(elevation_deg(gemini_flight, met_s(gemini_flight, told["guaymas_utc"]), station)) < 1.0


def test_heights_read_up(gemini_flight: GeminiFlight, tracking: dict[str, Any]) -> None:
    """O6 to O8 over the pad's radius (O10), each within 4 km over the revolution that begins then."""
    told = tracking["heights"]
    for hours, apogee_nmi, perigee_nmi in zip(told["met_h"], told["apogee_nmi"], told["perigee_nmi"], strict=True):
        times = np.arange(hours * 3600.0, hours * 3600.0 + A_REVOLUTION_S, 20.0)
        heights = [length(gemini_flight.motion_at(float(t)).position_km) - told["radius_km"] for t in times]
        assert max(heights) == pytest.approx(apogee_nmi * NAUTICAL_MILE_KM, abs=4.0)
        assert min(heights) == pytest.approx(perigee_nmi * NAUTICAL_MILE_KM, abs=4.0)


def test_san_diego_under_the_walk(gemini_flight: GeminiFlight, tracking: dict[str, Any], gemini: Any) -> None:
    """The fit crosses the coast at San Diego six minutes after the exit."""
    told = tracking["told"]
    wanted_s = gemini.event("eva.exit").time.met_s + 380.0
    there_s, away_km = at_cpa(
        gemini_flight, GroundPlace(told["san_diego_lat_deg"], told["san_diego_lon_deg"]), wanted_s
    )
    assert there_s == pytest.approx(wanted_s, abs=20.0)
    assert away_km < 20.0


def test_exit_over_the_pacific(gemini_flight: GeminiFlight, tracking: dict[str, Any], gemini: Any) -> None:
    told = tracking["walk"]
    craft = gemini_flight.state_at(gemini.event("eva.exit").time.met_s).craft
    assert craft.lat_deg == pytest.approx(told["exit_lat_deg"], abs=1.5)
    assert craft.lon_deg == pytest.approx(told["exit_lon_deg"], abs=1.5)
    assert craft.altitude_km == pytest.approx(told["exit_altitude_km"], abs=6.0)


@pytest.mark.parametrize(("name", "sign"), [("shadow_ends_utc", 1.0), ("shadow_begins_utc", -1.0)])
def test_shadow(gemini_flight: GeminiFlight, tracking: dict[str, Any], name: str, sign: float) -> None:
    """The walk lies between a sunrise and a sunset of the craft."""
    wanted_s = met_s(gemini_flight, tracking["walk"][name])
    half_lit = brentq(
        lambda t: sign * (gemini_flight.state_at(t).sky.lit_fraction - 0.5), wanted_s - 60.0, wanted_s + 60.0
    )
    assert half_lit == pytest.approx(wanted_s, abs=20.0)


def test_forecasts_of_400_000_ft(gemini_flight: GeminiFlight, tracking: dict[str, Any]) -> None:
    """Four times from retrofire to 400,000 ft that the ground computed beforehand, with the speed that is flown."""
    told = tracking["forecasts"]
    for utc, wanted_s in zip(told["retro_utc"], told["to_400_000_ft_s"], strict=True):
        assert _to_400_000_ft_s(gemini_flight, met_s(gemini_flight, utc)) == pytest.approx(wanted_s, abs=10.0)


def _to_400_000_ft_s(flight: GeminiFlight, retro_s: float) -> float:
    """Fly the retro-rockets alone from the orbit, by another integrator than the ship's."""
    numbers, end_s = flight.numbers.descent, flight.path.coast.end_s
    burn_s = numbers.retro_motors * numbers.retro_motor_s
    pitch, push_km_s2 = math.radians(numbers.retro_pitch_deg), numbers.retro_delta_v_m_s / burn_s * 1e-3

    def rate(at_s: float, state: Any) -> Any:
        position, velocity = tuple(state[:3]), tuple(state[3:])
        wind = ground_velocity_teme(position, velocity)
        density, _ = air_at(height_above_ellipsoid_km(position))
        drag = -0.5 * density * length(wind) * 1e3 * flight.numbers.chase.area_per_kg * np.array(wind)
        force = np.array(gravity_km_s2(position)) + drag
        if retro_s <= at_s < retro_s + burn_s:
            up = np.array(unit(position))
            ahead = np.cross(np.cross(up, velocity), up)
            force = force + push_km_s2 * (math.sin(pitch) * up - math.cos(pitch) * ahead / np.linalg.norm(ahead))
        return np.concatenate([velocity, force])

    def down(_: float, state: Any) -> float:
        return height_above_ellipsoid_km(tuple(state[:3])) - FT_400_000_KM

    down.terminal = True  # type: ignore[attr-defined]
    start_s = min(retro_s, end_s)
    motion = flight.path.coast.at(start_s)
    state = [*motion.position_km, *motion.velocity_km_s]
    if start_s < retro_s:
        state = solve_ivp(rate, (start_s, retro_s), state, rtol=1e-9, atol=1e-8).y[:, -1]
    state = solve_ivp(rate, (retro_s, retro_s + burn_s), state, rtol=1e-9, atol=1e-8).y[:, -1]
    fallen = solve_ivp(rate, (retro_s + burn_s, retro_s + 1500.0), state, rtol=1e-9, atol=1e-8, events=down)
    return float(fallen.t_events[0][0]) - retro_s


def test_sets_hand_over_unseen(gemini_flight: GeminiFlight) -> None:
    """From one set of elements to the next: a few kilometres in forty minutes, no step in place, speed or force."""
    flight = gemini_flight
    time = MissionTime.from_liftoff(flight.mission.liftoff_utc)
    numbers = flight.numbers
    sets = [
        Orbit.from_elements(elements, flight.clock, time)
        for elements in (numbers.orbit, numbers.orbit_2, numbers.orbit_3, numbers.orbit_4)
    ]
    for (before, after), over in zip(pairwise(sets), flight.path.coast.hand_overs, strict=True):
        middle_s = 0.5 * (over.start_s + over.end_s)
        apart_km = math.dist(before.knot(middle_s).position_km, after.knot(middle_s).position_km)
        assert 0.5 < apart_km < 4.0
        blended, halfway = flight.motion_at(middle_s), [one.knot(middle_s).position_km for one in (before, after)]
        assert math.dist(blended.position_km, tuple(np.mean(halfway, axis=0))) < 1e-3
        for edge_s in over:
            early, late = flight.motion_at(edge_s - 1e-4), flight.motion_at(edge_s + 1e-4)
            assert _apart(early, late) < (2e-3, 2e-6, 1e-7)


def _apart(early: Motion, late: Motion) -> tuple[float, float, float]:
    """Return how far apart two motions are, km and s."""
    first, second, third = (math.dist(a, b) for a, b in zip(early, late, strict=True))
    return first, second, third


@given(share=st.floats(0.0, 1.0))
def test_speed_and_force_are_the_rates_of_place_and_speed(gemini_flight: GeminiFlight, share: float) -> None:
    """Anywhere on the coast, hand-overs too; the table's own accelerations are those of cubics."""
    coast = gemini_flight.path.coast
    at_s = coast.start_s + 1.0 + share * (coast.end_s - coast.start_s - 2.0)
    early, now, late = (coast.at(at_s + step_s) for step_s in (-0.05, 0.0, 0.05))
    told = [(b - a) / 0.1 for a, b in zip(early.position_km, late.position_km, strict=True)]
    assert math.dist(told, now.velocity_km_s) < 2e-6
    assert math.dist(now.acceleration_km_s2, gravity_km_s2(now.position_km)) < 1e-4
