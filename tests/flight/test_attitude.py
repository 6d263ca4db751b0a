"""Which way the craft points, on the shipped flight's own path."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.flight.flight import Flight
from viz.flight.frames import ground_velocity_teme
from viz.flight.quaternion import angle_between_rad, rotate
from viz.flight.state import Quaternion, Vec3
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight.attitude import AttitudeModel
from viz.missions.voskhod2.flight.numbers import numbers_of

MISSION = load_mission("voskhod2")
FLIGHT = Flight.build(MISSION, folder=mission_folder("voskhod2"))
MODEL = AttitudeModel.from_mission(MISSION, numbers_of(MISSION.parameters))
TIMES = st.floats(MISSION.start_met_s, MISSION.end_met_s)


def met_s(event_id: str) -> float:
    return MISSION.event(event_id).time.met_s


def turn_at(at_s: float) -> Quaternion:
    motion = FLIGHT.path.at(at_s)
    return MODEL.at(at_s, motion.position_km, motion.velocity_km_s)


def rate_at(at_s: float) -> float:
    return FLIGHT.state_at(at_s).craft.spin_deg_s


def axes(at_s: float) -> tuple[Vec3, Vec3, Vec3]:
    turn = turn_at(at_s)
    return rotate(turn, (1.0, 0.0, 0.0)), rotate(turn, (0.0, 1.0, 0.0)), rotate(turn, (0.0, 0.0, 1.0))


def unit(vector: Vec3) -> Vec3:
    size = math.hypot(*vector)
    return (vector[0] / size, vector[1] / size, vector[2] / size)


def dot(a: Vec3, b: Vec3) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def local(at_s: float) -> tuple[Vec3, Vec3, Vec3]:
    """Return up, direction of flight, and left."""
    motion = FLIGHT.path.at(at_s)
    up, flight = unit(motion.position_km), unit(motion.velocity_km_s)
    left = unit((
        up[1] * flight[2] - up[2] * flight[1],
        up[2] * flight[0] - up[0] * flight[2],
        up[0] * flight[1] - up[1] * flight[0],
    ))  # fmt: skip
    return up, flight, left


@given(TIMES)
def test_attitudes_are_unit_quaternions(at_s: float) -> None:
    turn, rate = turn_at(at_s), rate_at(at_s)
    assert math.hypot(*turn) == pytest.approx(1.0, abs=1e-12)
    assert 0.0 <= rate <= 20.1


@given(TIMES.filter(lambda t: t < MISSION.end_met_s - 1.0))
def test_neighbouring_instants_have_neighbouring_quaternions(at_s: float) -> None:
    before, after = turn_at(at_s), turn_at(at_s + 0.01)
    # Half of 40 degrees per second for 10 ms is the most; a change of sign would be 2.
    assert math.dist(before, after) < 0.0035


@pytest.mark.parametrize(
    "event_id",
    [
        "launch.separation", "eva.exit", "airlock.jettison", "descent.auto_planned", "descent.orient",
        "descent.ignition", "descent.cutoff", "descent.modules_tied", "descent.modules_parted",
        "descent.interface", "descent.main_canopy", "landing.touchdown",
    ],
)  # fmt: skip
def test_no_event_makes_it_jump(event_id: str) -> None:
    at_s = met_s(event_id)
    steps = [turn_at(at_s + 0.01 * i) for i in range(-20, 21)]
    assert max(math.dist(a, b) for a, b in pairwise(steps)) < 0.0035


@given(st.floats(0.0, 94000.0), st.lists(st.floats(0.0, 94000.0), max_size=3))
def test_the_order_of_questions_does_not_matter(at_s: float, others: list[float]) -> None:
    first = turn_at(at_s), rate_at(at_s)
    for other in others:
        rate_at(other)
    assert (turn_at(at_s), rate_at(at_s)) == first


def test_it_stands_upright_on_the_pad_and_leans_with_the_ascent() -> None:
    up, _, _ = local(1.0)
    assert dot(axes(1.0)[0], up) > 0.9999
    for at_s in (60.0, 118.0, 250.0, 400.0):
        motion = FLIGHT.path.at(at_s)
        through_air = unit(ground_velocity_teme(motion.position_km, motion.velocity_km_s))
        assert dot(axes(at_s)[0], through_air) > 0.9999


def test_for_the_walk_the_airlock_looks_right_and_twenty_degrees_down() -> None:
    at_s = met_s("eva.exit") - 5.0
    up, flight, left = local(at_s)
    x, _, z = axes(at_s)
    assert dot(x, flight) > 0.9999
    assert math.degrees(math.asin(dot(z, up))) == pytest.approx(-20.0, abs=0.5)
    assert dot(z, left) < -0.9


def test_each_push_rolls_the_ship_a_degree_or_two() -> None:
    at_s = met_s("eva.exit")
    downs = []
    for step in range(120):
        up, _, _ = local(at_s + 0.25 * step)
        downs.append(math.degrees(math.asin(dot(axes(at_s + 0.25 * step)[2], up))))
    assert 0.5 < max(abs(down + 20.0) for down in downs) < 2.5


def test_the_roll_by_his_pushes_can_be_read() -> None:
    """M7; nothing before the first push, and it dies away."""
    first_s = MODEL.times.pushes_s[0]
    rolls = [MODEL.push_roll_deg(first_s + 0.5 * i) for i in range(100)]
    assert MODEL.push_roll_deg(first_s) == 0.0
    assert 0.5 < max(map(abs, rolls)) < 2.5
    assert abs(rolls[-1]) < 0.2 * max(map(abs, rolls))


def test_after_the_jettison_it_spins_at_twenty_degrees_a_second_about_a_still_axis() -> None:
    at_s = met_s("airlock.jettison") + 600.0
    assert rate_at(at_s) == pytest.approx(20.0, abs=0.001)
    assert dot(axes(at_s)[0], axes(at_s + 7200.0)[0]) > 0.99
    quarter = axes(at_s + 4.5)
    assert dot(axes(at_s)[1], quarter[2]) == pytest.approx(-1.0, abs=0.01)


def test_the_spin_is_gone_before_the_automatic_attempt() -> None:
    # What is left is the turn that keeps its level: once an orbit.
    assert rate_at(met_s("descent.auto_planned") - 600.0) == pytest.approx(360.0 / 5453.0, rel=0.1)


def test_at_ignition_the_nozzle_looks_ahead_off_by_the_solved_yaw() -> None:
    at_s = met_s("descent.ignition")
    _, flight, left = local(at_s)
    x, _, _ = axes(at_s)
    yaw_deg = MISSION.parameters["descent"]["yaw_deg"]
    assert math.degrees(math.asin(dot(x, left))) == pytest.approx(yaw_deg, abs=0.1)
    assert -dot(x, flight) == pytest.approx(math.cos(math.radians(yaw_deg)), abs=1e-3)


def test_the_tied_modules_tumble_until_they_part() -> None:
    middle = (met_s("descent.modules_tied") + met_s("descent.modules_parted")) / 2
    assert rate_at(middle) > 3.0
    # By then only the aimed yaw is being let go.
    assert rate_at(met_s("descent.modules_tied")) < 1.0


@given(TIMES)
def test_the_rate_is_the_body_s_own_turning(at_s: float) -> None:
    """Against TEME, in every phase: what the attitude does in a hundredth of a second, whatever the cause."""
    step_s = 0.01
    turned_deg = math.degrees(angle_between_rad(turn_at(at_s - step_s / 2), turn_at(at_s + step_s / 2)))
    # An acceleration that steps in between makes the two differ by hundredths.
    assert rate_at(at_s) == pytest.approx(turned_deg / step_s, abs=0.06)


@pytest.mark.parametrize(
    ("at_s", "rate_deg_s"),
    [
        (-50.0, 360.0 / 86164.0),  # with the Earth
        (3000.0, 360.0 / 5453.0),  # level in orbit
        (93072.0, 10.7),  # swinging about the wind
        (100000.0, 360.0 / 86164.0),
    ],
)
def test_rates_told_elsewhere(at_s: float, rate_deg_s: float) -> None:
    assert rate_at(at_s) == pytest.approx(rate_deg_s, rel=0.1)


def test_at_peak_load_the_heavy_side_goes_first() -> None:
    at_s = met_s("descent.peak_g")
    motion = FLIGHT.path.at(at_s)
    wind = unit(ground_velocity_teme(motion.position_km, motion.velocity_km_s))
    assert dot(axes(at_s)[0], wind) < -0.98


def test_it_hangs_upright_under_the_canopy_and_lies_a_little_tilted_in_the_snow() -> None:
    hanging = met_s("descent.main_canopy") + 60.0
    assert dot(axes(hanging)[0], local(hanging)[0]) > math.cos(math.radians(8.0))
    landed = met_s("landing.touchdown") + 60.0
    tilt_deg = math.degrees(math.acos(dot(axes(landed)[0], local(landed)[0])))
    assert 5.0 < tilt_deg < 25.0
    days_later = MISSION.end_met_s
    assert math.degrees(math.acos(dot(axes(days_later)[0], local(days_later)[0]))) == pytest.approx(tilt_deg, abs=0.1)
