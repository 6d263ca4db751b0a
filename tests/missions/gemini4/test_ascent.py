"""The way up and the first revolution: the record's clock, the joins, the equations behind the shipped knots."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.gravity import MU_KM3_S2, gravity_km_s2
from viz.flight.ground import GroundPlace, distance_along_ground_km
from viz.flight.track import Knot, Track, read_knots
from viz.flight.vector import cross, dot, length, sub, unit
from viz.mission.model import Mission
from viz.missions.gemini4.flight.chase import chase_knots, fitted_knots
from viz.missions.gemini4.flight.flight import GeminiFlight
from viz.missions.gemini4.flight.launcher import Launcher

A_METRE_KM = 1e-3
FOOT_KM = 3.048e-4
MILE_KM = 1.609344


@pytest.fixture(scope="module")
def launcher(gemini_flight: GeminiFlight) -> Launcher:
    return Launcher.from_numbers(gemini_flight.numbers.ascent, gemini_flight.numbers.pad, gemini_flight.clock)


def test_stands_on_the_pad_until_lift_off(gemini_flight: GeminiFlight) -> None:
    """B04."""
    for met_s in (gemini_flight.start_met_s, 0.0):
        craft = gemini_flight.state_at(met_s).craft
        assert (craft.lat_deg, craft.lon_deg) == pytest.approx((28.507, -80.554), abs=1e-6)
        assert craft.ground_speed_m_s == pytest.approx(0.0, abs=1e-6)
        assert craft.altitude_km == pytest.approx(gemini_flight.numbers.pad.altitude_km, abs=1e-6)


def test_clock_of_the_ascent(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """T04 to T06: staging, cut-off and separation stand in the numbers as they do among the events."""
    numbers = gemini_flight.numbers.ascent
    for event_id, told_s, within_s in (
        ("launch.staging", numbers.staging_s, 3.0),
        ("launch.cutoff", numbers.cutoff_s, 1.0),
        ("launch.separation", numbers.separation_s, 1.0),
    ):
        assert gemini.event(event_id).time.met_s == pytest.approx(told_s, abs=within_s)


def test_insertion(gemini_flight: GeminiFlight) -> None:
    """T06: 162.3 km and 7846.5 m/s at separation, within what the fit leaves open; level."""
    separation_s = gemini_flight.numbers.ascent.separation_s
    motion, craft = gemini_flight.motion_at(separation_s), gemini_flight.state_at(separation_s).craft
    assert craft.altitude_km == pytest.approx(162.3, abs=1.0)
    assert length(motion.velocity_km_s) == pytest.approx(7.8465, abs=0.004)
    assert dot(unit(motion.position_km), unit(motion.velocity_km_s)) == pytest.approx(0.0, abs=math.radians(0.2))


def test_plane_of_the_orbit(gemini_flight: GeminiFlight) -> None:
    """O3: 32.53 degrees; the node as the fit has it."""
    r, v, _ = gemini_flight.motion_at(gemini_flight.numbers.ascent.separation_s)
    momentum = cross(r, v)
    assert math.degrees(math.acos(momentum[2] / length(momentum))) == pytest.approx(32.53, abs=0.02)
    assert math.degrees(math.atan2(momentum[0], -momentum[1])) % 360.0 == pytest.approx(343.29, abs=0.1)


def test_orbit_after_the_chase(gemini_flight: GeminiFlight) -> None:
    """O4, 165 x 289 km over the pad's radius, is the orbit after the chase; O1, 162 x 282 km, the one before it."""
    start_s = gemini_flight.path.coast.start_s
    heights = [
        length(gemini_flight.motion_at(float(t)).position_km) - 6373.3
        for t in np.arange(start_s, start_s + 5340.0, 15.0)
    ]
    assert min(heights) == pytest.approx(165.0, abs=5.0)
    assert max(heights) == pytest.approx(289.0, abs=10.0)
    before = [length(knot.position_km) - 6373.3 for knot in _fitted(gemini_flight, delta_v_m_s=0.0)]
    assert min(before) == pytest.approx(162.2, abs=4.0)
    assert max(before) == pytest.approx(281.9, abs=8.0)
    assert max(heights) > max(before)


def _fitted(flight: GeminiFlight, **changes: float) -> tuple[Knot, ...]:
    """Return the fitted first revolution from separation on, with other numbers of the chase where they are given."""
    separation_s = flight.numbers.ascent.separation_s
    knots = fitted_knots(replace(flight.numbers.chase, **changes), separation_s)
    return tuple(knot for knot in knots if knot.met_s >= separation_s)


def test_profile(gemini_flight: GeminiFlight) -> None:
    """Literature's figures for this launcher: burn-out of the first stage near 65 to 75 km, some 95 km down-range."""
    numbers = gemini_flight.numbers
    at_staging = gemini_flight.state_at(numbers.ascent.staging_s).craft
    flown_km = distance_along_ground_km(gemini_flight.path.pad, GroundPlace(at_staging.lat_deg, at_staging.lon_deg))
    assert at_staging.altitude_km == pytest.approx(70.0, abs=8.0)
    assert flown_km == pytest.approx(95.0, abs=15.0)
    at_cutoff = gemini_flight.state_at(numbers.ascent.cutoff_s).craft
    assert at_cutoff.altitude_km == pytest.approx(162.0, abs=3.0)


def test_loads(gemini_flight: GeminiFlight) -> None:
    """Felt by the crew: just over one at lift-off, five to eight at both burn-outs, none after cut-off."""
    numbers = gemini_flight.numbers.ascent
    assert 1.1 < gemini_flight.state_at(0.5).craft.load_g < 1.6
    for last_s in (numbers.staging_s - 0.1, numbers.cutoff_s - 0.1):
        assert 4.5 < gemini_flight.state_at(last_s).craft.load_g < 8.5
    assert gemini_flight.state_at(numbers.staging_s + 0.1).craft.load_g < 2.0
    assert gemini_flight.state_at(numbers.cutoff_s + 0.1).craft.load_g < 0.1


def test_always_rising_or_nearly(gemini_flight: GeminiFlight) -> None:
    heights = [gemini_flight.state_at(float(s)).craft.altitude_km for s in range(0, 366, 3)]
    assert max(a - b for a, b in pairwise(heights)) < 0.15


def test_launcher_ends_where_the_chase_begins(gemini_flight: GeminiFlight, launcher: Launcher) -> None:
    """Aimed at distance, speed, climb and plane, late along the way; beside it a few kilometres remain."""
    flown, shipped = launcher.fly()[-1], gemini_flight.path.chase.knots[0]
    assert length(flown.position_km) == pytest.approx(length(shipped.position_km), abs=0.01)
    assert length(flown.velocity_km_s) == pytest.approx(length(shipped.velocity_km_s), abs=1e-5)
    assert launcher.late_s(shipped) == pytest.approx(0.0, abs=1e-3)
    assert math.dist(flown.position_km, shipped.position_km) < 15.0


def test_what_the_bend_adds_is_not_felt(gemini_flight: GeminiFlight, launcher: Launcher) -> None:
    """Less than a tenth of a gravity anywhere: loads are the stages' own."""
    flown = Track.quintic(launcher.fly())
    for met_s in np.arange(1.0, 365.0, 4.0):
        shipped = gemini_flight.motion_at(float(met_s)).acceleration_km_s2
        assert math.dist(shipped, flown.at(float(met_s)).acceleration_km_s2) < 1e-3


def test_craft_begins_late_and_catches_up(gemini_flight: GeminiFlight) -> None:
    """Launcher and nodes differ by twenty seconds along the way: it is on the fitted way all the while, and never so
    much faster than it that an eye could tell."""
    flight, late_s = gemini_flight, gemini_flight.numbers.chase.late_s
    assert late_s == pytest.approx(20.0, abs=5.0)
    orbit = Track.quintic(fitted_knots(flight.numbers.chase, flight.numbers.ascent.separation_s))
    for met_s, lag_s in ((366.0, late_s), (3002.8, late_s / 2.0)):
        craft, fitted = flight.motion_at(met_s), orbit.at(met_s - lag_s)
        assert math.dist(craft.position_km, fitted.position_km) < 0.5
        assert length(craft.velocity_km_s) < 1.008 * length(fitted.velocity_km_s)


def test_shipped_ways_are_the_integrated_ones(gemini_flight: GeminiFlight, launcher: Launcher) -> None:
    chase = chase_knots(
        gemini_flight.numbers.chase,
        gemini_flight.numbers.ascent.separation_s,
        gemini_flight.path.coast.knot(gemini_flight.path.coast.start_s),
    )
    for built, shipped in (
        (launcher.knots_to(chase[0]), gemini_flight.path.ascent.track),
        (chase, gemini_flight.path.chase),
    ):
        for knot in built:
            assert math.dist(knot.position_km, shipped.at(knot.met_s).position_km) < 10.0 * A_METRE_KM


def test_chase_pushes_four_metres_a_second(gemini_flight: GeminiFlight) -> None:
    """T08, fitted 13 ft/s of the crew's 16: the energy gained beside the same way without the push."""
    assert gemini_flight.numbers.chase.delta_v_m_s == pytest.approx(4.0, abs=0.1)
    pushed, coasted = _fitted(gemini_flight)[-1], _fitted(gemini_flight, delta_v_m_s=0.0)[-1]
    gained = (_energy(pushed) - _energy(coasted)) / length(pushed.velocity_km_s)
    assert gained * 1e3 == pytest.approx(4.0, abs=0.15)


def _energy(knot: Knot) -> float:
    return dot(knot.velocity_km_s, knot.velocity_km_s) / 2.0 - MU_KM3_S2 / length(knot.position_km)


def test_joins(gemini_flight: GeminiFlight) -> None:
    """Pad, ascent, chase, orbit: neither place nor speed steps."""
    path = gemini_flight.path
    for join_s in (0.0, path.chase.start_s, path.coast.start_s):
        early, late = path.at(join_s - 1e-6), path.at(join_s)
        assert math.dist(early.position_km, late.position_km) < 1e-4
        assert math.dist(early.velocity_km_s, late.velocity_km_s) < 1e-5


@given(share=st.floats(0.0, 1.0))
def test_speed_is_the_rate_of_place(gemini_flight: GeminiFlight, share: float) -> None:
    """On the whole way up and the chase, but across a doubled knot."""
    path = gemini_flight.path
    met_s = 1.0 + share * (path.coast.start_s - 2.0)
    edges = {a.met_s for track in (path.ascent.track, path.chase) for a, b in pairwise(track.knots) if a[0] == b[0]}
    if min(abs(met_s - edge) for edge in (*edges, path.chase.start_s)) < 0.02:
        return
    early, now, late = (path.at(met_s + step_s) for step_s in (-0.01, 0.0, 0.01))
    for before, after, told in (
        (early.position_km, late.position_km, now.velocity_km_s),
        (early.velocity_km_s, late.velocity_km_s, now.acceleration_km_s2),
    ):
        rate = [(b - a) / 0.02 for a, b in zip(before, after, strict=True)]
        assert math.dist(rate, told) < 1e-5


def test_stage_is_where_the_crew_told(gemini_flight: GeminiFlight) -> None:
    """T08: 300 to 400 ft at turn-round, 400 to 500 ft directly below, 1200 ft at the first sunset, half a mile at 0:45,
    three quarters at 0:48, a mile and a half at 1:17, three or four when it is given up."""
    for met_s, least_km, most_km in (
        (434.0, 300 * FOOT_KM, 400 * FOOT_KM),
        (1111.0, 400 * FOOT_KM, 500 * FOOT_KM),
        (1900.0, 1100 * FOOT_KM, 1300 * FOOT_KM),
        (2700.0, 0.4 * MILE_KM, 0.6 * MILE_KM),
        (2880.0, 0.6 * MILE_KM, 0.8 * MILE_KM),
        (4620.0, 1.3 * MILE_KM, 1.6 * MILE_KM),
        (5590.0, 3.0 * MILE_KM, 4.0 * MILE_KM),
    ):
        craft = gemini_flight.state_at(met_s).craft
        (stage,) = (body for body in craft.free_bodies if body.name == "stage_2")
        assert least_km <= length(stage.offset_m) * 1e-3 <= most_km + 0.02, met_s
    craft = gemini_flight.state_at(1111.0).craft
    (stage,) = (body for body in craft.free_bodies if body.name == "stage_2")
    assert dot(unit(stage.offset_m), unit(craft.position_teme_km)) < -0.95


def test_stage_turns_over_in_eight_seconds(gemini_flight: GeminiFlight) -> None:
    """T08, once it has begun to (T07)."""

    def nose(met_s: float) -> tuple[float, float, float]:
        craft = gemini_flight.state_at(met_s).craft
        (stage,) = (body for body in craft.free_bodies if body.name == "stage_2")
        w, x, y, z = stage.attitude_quaternion
        return (1 - 2 * (y * y + z * z), 2 * (x * y + w * z), 2 * (x * z - w * y))

    for met_s in (1111.0, 2700.0):
        assert dot(nose(met_s), nose(met_s + 8.0)) > 0.98
        assert dot(nose(met_s), nose(met_s + 4.0)) < -0.95


def test_felt_is_what_is_not_weight(gemini_flight: GeminiFlight) -> None:
    motion = gemini_flight.motion_at(200.0)
    felt = length(sub(motion.acceleration_km_s2, gravity_km_s2(motion.position_km))) / 9.80665e-3
    assert gemini_flight.state_at(200.0).craft.load_g == pytest.approx(felt)


def test_script_builds_what_ships(
    gemini: Mission, gemini_folder: Path, script: Callable[[str], ModuleType], tmp_path: Path
) -> None:
    """Solved again from the shipped numbers, nothing moves: the knots written are those that ship, to a millimetre."""
    copy = tmp_path / "gemini4"
    shutil.copytree(gemini_folder, copy)
    script("build_gemini4").build(gemini, copy)
    for name in ("ascent.txt", "chase.txt", "homeward.txt"):
        built, shipped = (read_knots(folder / "tracks" / name) for folder in (copy, gemini_folder))
        assert [knot.met_s for knot in built] == pytest.approx([knot.met_s for knot in shipped], abs=1e-4)
        for one, other in zip(built, shipped, strict=True):
            assert math.dist(one.position_km, other.position_km) < A_METRE_KM
