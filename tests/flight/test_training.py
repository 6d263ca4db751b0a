"""The parabola of the flying laboratory: the record's seconds, and Newton's law along the whole path."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import InvalidFile
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Phase
from viz.missions.voskhod2.flight.numbers_walk import Training
from viz.missions.voskhod2.flight.training import TrainingModel

NUMBERS = load_mission("voskhod2").parameters["training"]
OWN = Training(**NUMBERS)
MODEL = TrainingModel.from_numbers(OWN)
G = 9.80665
SINCE = st.floats(-30.0, MODEL.lasts_s + 30.0)


def test_weightless_for_the_record_s_seconds(authorities: dict[str, Any]) -> None:
    """Z3: 6 to 25 s in each parabola."""
    tenths = [0.1 * i for i in range(round(10 * MODEL.lasts_s))]
    free_s = 0.1 * sum(MODEL.load_g(t) < 1e-3 for t in tenths)
    bar = authorities["parabola"]
    assert bar["shortest_s"] <= free_s <= bar["longest_s"] + 0.6
    assert free_s == pytest.approx(NUMBERS["weightless_s"], abs=0.6)
    middle = MODEL.at(MODEL.lasts_s / 2.0)
    assert (middle.stretch, middle.load_g) == ("weightless", 0.0)


def test_about_two_g_before_and_after() -> None:
    loads = [MODEL.load_g(0.1 * i) for i in range(round(10 * MODEL.lasts_s))]
    assert max(loads) == pytest.approx(2.0)
    assert MODEL.at(10.0).stretch == "pull_up"
    assert MODEL.at(MODEL.lasts_s - 10.0).stretch == "pull_out"
    assert MODEL.load_g(-5.0) == MODEL.load_g(MODEL.lasts_s + 5.0) == 1.0


def test_level_at_both_ends_and_steep_between() -> None:
    assert MODEL.at(0.0).pitch_deg == pytest.approx(0.0, abs=1e-6)
    assert MODEL.at(MODEL.lasts_s).pitch_deg == pytest.approx(0.0, abs=1e-6)
    pitches = [MODEL.at(0.5 * i).pitch_deg for i in range(round(2 * MODEL.lasts_s))]
    assert 35.0 < max(pitches) < 50.0
    assert min(pitches) == pytest.approx(-max(pitches), abs=0.5)
    assert MODEL.at(0.0).altitude_km == pytest.approx(NUMBERS["level_altitude_km"], abs=1e-6)


@given(since_s=st.floats(1.0, MODEL.lasts_s - 1.0))
def test_the_load_bends_the_path_and_the_weight_slows_it(since_s: float) -> None:
    """Across the path: v dpitch/dt = g (load - cos pitch); along it: dv/dt = -g sin pitch; and the way is flown."""
    h = 0.5
    early, now, late = MODEL.at(since_s - h), MODEL.at(since_s), MODEL.at(since_s + h)
    pitch = math.radians(now.pitch_deg)
    turn = math.radians(late.pitch_deg - early.pitch_deg) / (2.0 * h)
    assert now.speed_m_s * turn == pytest.approx(G * (now.load_g - math.cos(pitch)), abs=0.6)
    assert (late.speed_m_s - early.speed_m_s) / (2.0 * h) == pytest.approx(-G * math.sin(pitch), abs=0.3)
    climb = (late.altitude_km - early.altitude_km) * 1e3 / (2.0 * h)
    assert climb == pytest.approx(now.speed_m_s * math.sin(pitch), abs=1.5)
    way = (late.ground_track_km - early.ground_track_km) * 1e3 / (2.0 * h)
    assert way == pytest.approx(now.speed_m_s * math.cos(pitch), abs=1.5)


@given(since_s=SINCE)
def test_height_and_speed_trade_against_each_other(since_s: float) -> None:
    """Thrust only cancels drag, so the energy of the aircraft stays what it was in level flight."""
    start, now = MODEL.at(0.0), MODEL.at(since_s)
    energy = [s.speed_m_s**2 / 2.0 + G * s.altitude_km * 1e3 for s in (start, now)]
    assert energy[1] == pytest.approx(energy[0], rel=2e-4)


@given(since_s=SINCE)
def test_nothing_jumps(since_s: float) -> None:
    early, late = MODEL.at(since_s), MODEL.at(since_s + 0.01)
    assert abs(late.pitch_deg - early.pitch_deg) < 0.07
    assert abs(late.load_g - early.load_g) < 0.02
    assert abs(late.speed_m_s - early.speed_m_s) < 0.1
    assert math.dist(late.trainee_m, early.trainee_m) < 0.03
    assert abs(late.trainee_turn_deg - early.trainee_turn_deg) < 0.5


@given(since_s=SINCE)
def test_the_trainee_stays_in_the_hall_and_floats_only_without_weight(since_s: float) -> None:
    state = MODEL.at(since_s)
    x, y, z = state.trainee_m
    stands = NUMBERS["trainee_stands_m"]
    assert 0.0 <= x <= NUMBERS["trainee_forward_m"]
    assert y == 0.0
    assert stands <= z <= NUMBERS["hall_height_m"] - stands + 1e-9
    if state.load_g > 1.2:
        assert z == pytest.approx(stands, abs=0.02)


def test_he_floats_up_turns_over_once_and_is_back_on_the_floor() -> None:
    middle = MODEL.at(MODEL.lasts_s / 2.0)
    assert middle.trainee_m[2] > NUMBERS["trainee_stands_m"] + 0.8
    assert MODEL.at(0.0).trainee_turn_deg == 0.0
    assert MODEL.at(MODEL.lasts_s).trainee_turn_deg == 360.0
    assert MODEL.at(MODEL.lasts_s).trainee_m[2] == NUMBERS["trainee_stands_m"]


@pytest.mark.parametrize("weightless_s", [6.0, 15.0, 25.0])
def test_shorter_parabolas_are_gentler(weightless_s: float) -> None:
    model = TrainingModel.from_numbers(replace(OWN, weightless_s=weightless_s))
    steepest = max(model.at(0.5 * i).pitch_deg for i in range(round(2 * model.lasts_s)))
    half_rise = math.degrees(math.atan(G * weightless_s / 2.0 / NUMBERS["top_speed_m_s"]))
    assert half_rise < steepest < half_rise + 6.0
    assert model.at(model.lasts_s).pitch_deg == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("weightless_s", 180.0, r"training\.weightless_s: is 180 - give 6 to 25 s"),
        ("weightless_s", math.nan, r"give 6 to 25 s"),
        ("pull_load_g", 9.0, r"give 1\.5 to 2\.5 g"),
        ("top_speed_m_s", 0.0, r"give 100 to 200 m/s"),
        ("ramp_s", 0.0, r"give 1 to 5 s"),
    ],
)
def test_what_cannot_be_flown_is_refused_with_its_range(name: str, value: float, said: str) -> None:
    mission = load_mission("voskhod2")
    wrong = {**mission.parameters, "training": {**NUMBERS, name: value}}
    with pytest.raises(InvalidFile, match=said) as caught:
        Flight.build(replace(mission, parameters=wrong), folder=mission_folder("voskhod2"))
    assert caught.value.exit_code == 3


@pytest.fixture(scope="module")
def longer() -> Flight:
    """Return the flight with a phase of training before its lift-off."""
    mission = load_mission("voskhod2")
    phases = [phase for phase in mission.phases if phase.id != "training"]
    phases.insert(0, Phase("training", None, -100.0, 0.0, "#d9c7a3"))
    return Flight.build(replace(mission, phases=tuple(phases)), folder=mission_folder("voskhod2"))


def test_before_lift_off_the_craft_stands_and_the_aircraft_flies(longer: Flight, flight: Flight) -> None:
    assert longer.start_met_s == -100.0
    for met_s in (-100.0, -50.0, -0.5):
        state = longer.state_at(met_s)
        assert (state.phase, state.event) == ("training", None)
        assert state.craft.load_g == 1.0
        assert state.craft.ground_speed_m_s < 1e-6
        assert state.craft.altitude_km == pytest.approx(0.1, abs=1e-6)
        assert state.training == MODEL.at(met_s + 100.0 - NUMBERS["leads_s"])
        assert state.leonov.place == "couch"
        assert state.forest is None
    assert longer.state_at(-100.0 + NUMBERS["leads_s"] + MODEL.lasts_s).training is not None
    assert MODEL.lasts_s + NUMBERS["leads_s"] < 100.0


def test_from_lift_off_on_it_is_the_same_flight(longer: Flight, flight: Flight) -> None:
    for met_s in (0.0, 60.0, 5691.0, 93300.0, 200000.0):
        state = longer.state_at(met_s)
        assert state.training is None
        assert state.craft == flight.state_at(met_s).craft


def test_nothing_steps_where_the_flight_begins(longer: Flight) -> None:
    """The craft stays where it stands through the lift-off; only the load and what is shown change."""
    before, after = longer.state_at(-1e-6), longer.state_at(1e-6)
    assert math.dist(before.craft.position_teme_km, after.craft.position_teme_km) < 2e-6
    assert math.dist(before.craft.attitude_quaternion, after.craft.attitude_quaternion) < 1e-6
    assert next(jump.met_s for jump in longer.jumps) == 0.0


def test_same_numbers_same_bits() -> None:
    twin = TrainingModel.from_numbers(OWN)
    assert [repr(twin.at(t)) for t in (3.0, 30.0, 50.0)] == [repr(MODEL.at(t)) for t in (3.0, 30.0, 50.0)]
