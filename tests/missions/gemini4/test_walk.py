"""White's walk against the words of the tape, what the gun can give, and what bodies and lines can do."""

from __future__ import annotations

import dataclasses
import importlib
import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import InvalidFile
from viz.flight.quaternion import angle_between_rad, rotate
from viz.flight.state import Vec3
from viz.flight.tether import NODES
from viz.flight.vector import add, dot, sub, unit
from viz.mission.load import load_mission, mission_folder
from viz.missions.gemini4.flight.body import (
    EYE_LEFT_M,
    HATCH_CENTRE_M,
    HATCH_SIDE_DEG,
    HATCH_X_M,
    HULL_PROFILE_M,
    REENTRY_LENGTH_M,
    TETHER_ANCHOR_M,
    TETHER_LENGTH_M,
    WINDOW_LEFT_M,
)
from viz.missions.gemini4.flight.eva import WalkModel
from viz.missions.gemini4.flight.eva_gun import Gun, Puff
from viz.missions.gemini4.flight.eva_solids import clearance_m, penetration_m
from viz.missions.gemini4.flight.eva_track import CLOCK_EVENTS, TRACK_FILE, read_track
from viz.missions.gemini4.flight.numbers import numbers_of
from viz.missions.gemini4.flight.state import WhiteState
from viz.stage.figure.joints import figure_parts
from viz.stage.figure.suit import FOREARM_M, SHIN_M, SOLE_M

MISSION = load_mission("gemini4")
FOLDER = mission_folder("gemini4")
Legs = list[tuple[Any, Any]]
"""Leg and how it was flown, as ``scripts/build_eva_gemini4.py`` has them."""
KNOWN = numbers_of(MISSION.parameters)
NUMBERS = KNOWN.eva
WALK = WalkModel.from_mission(MISSION, NUMBERS, FOLDER)
EXIT_S = MISSION.event("eva.exit").time.met_s
CLOSED_S = MISSION.event("eva.hatch_closed").time.met_s
SEEN_WITHIN_DEG = 32.0
"""From McDivitt's eyes, about the line through the middle of his window; he leans a little."""
OUTSIDE_S = range(0, 1168)
LEANS_M = 0.03
"""A soft suit on the hull."""


def after(exit_s: float) -> WhiteState:
    """Return White so many seconds after he floated free (E10)."""
    return WALK.at(EXIT_S + exit_s)


def off_window_deg(place: Vec3) -> float:
    """Return how far off the middle of the left window McDivitt would have to look to see a place."""
    return math.degrees(math.acos(dot(unit(sub(WINDOW_LEFT_M, EYE_LEFT_M)), unit(sub(place, EYE_LEFT_M)))))


def feet(state: WhiteState) -> list[Vec3]:
    return [place for name, (place, _) in body_points(state).items() if name.endswith("foot")]


def body_points(state: WhiteState) -> dict[str, tuple[Vec3, float]]:
    """Return points of the figure in the body frame, each with how thick he is there, metres."""
    parts = {part.name: part for part in figure_parts(state.pose, 0.6)}
    helmet = parts["helmet"]
    points: dict[str, tuple[Vec3, float]] = {
        "trunk": ((0.0, 0.0, 0.0), 0.20),
        "chest": ((0.12, 0.0, 0.15), 0.12),
        "hips": ((-0.05, 0.0, -0.25), 0.13),
        "helmet": (add(helmet.position_m, rotate(helmet.rotation, (0.03, 0.0, 0.2))), 0.19),
    }
    for side in ("left", "right"):
        arm, shin = parts[f"{side}_forearm"], parts[f"{side}_shin"]
        points[f"{side}_elbow"] = (arm.position_m, 0.06)
        points[f"{side}_hand"] = (add(arm.position_m, rotate(arm.rotation, (0.0, 0.0, -FOREARM_M - 0.09))), 0.0)
        points[f"{side}_knee"] = (shin.position_m, 0.08)
        points[f"{side}_foot"] = (add(shin.position_m, rotate(shin.rotation, (0.05, 0.0, -SHIN_M - SOLE_M))), 0.0)
    turn = state.attitude_quaternion
    return {name: (add(state.position_m, rotate(turn, point)), thick) for name, (point, thick) in points.items()}


def depth_m(place: Vec3) -> float:
    """Return how deep a place lies in the ship taken as solid; below zero outside it, and over the open hatch."""
    x, y, z = place
    stations, radii = [row[0] for row in HULL_PROFILE_M], [row[1] for row in HULL_PROFILE_M]
    right_deg = math.degrees(math.atan2(-y, z))
    if HATCH_X_M[0] < x < HATCH_X_M[1] and HATCH_SIDE_DEG[0] < right_deg < HATCH_SIDE_DEG[1]:
        return -math.inf
    return min(float(np.interp(x, stations, radii)) - math.hypot(y, z), x - stations[0], stations[-1] - x)


# -- the words of the tape ------------------------------------------------------------------------


def test_before_he_leaves_he_sits_then_rises_then_stands() -> None:
    """E03-E08."""
    hours = {-800.0: "seat", -700.0: "seat", -600.0: "standing", -269.0: "standing", -0.1: "standing", 0.0: "outside"}
    assert {at: after(at).place for at in hours} == hours
    head = add(after(-600.0).position_m, rotate(after(-600.0).attitude_quaternion, (0.0, 0.0, 0.55)))
    assert clearance_m(head) > 0.3
    chest = rotate(after(-600.0).attitude_quaternion, (1.0, 0.0, 0.0))
    assert chest[0] < -0.9, "he turns right round to the camera behind the hatch (4:20:00)"


def test_his_feet_are_out_at_minus_ten_and_he_floats_free_at_nought() -> None:
    """E10: "my feet are out" 4:30:26, "I'm out" 4:30:36."""
    at_hatch = [math.dist(foot, HATCH_CENTRE_M) for foot in feet(after(-10.0))]
    assert max(at_hatch) < 0.75
    assert min(clearance_m(foot) for foot in feet(after(0.0))) > 0.1
    assert min(clearance_m(foot) for foot in feet(after(-17.0))) < -0.2


def test_above_the_ship_under_his_own_control() -> None:
    """E12."""
    x, y, z = after(52.0).position_m
    assert 0.0 < x < REENTRY_LENGTH_M
    assert abs(y) < 1.0
    assert z > 2.5
    assert after(52.0).holds_gun


def test_mcdivitt_sees_him_when_he_says_so_and_not_before() -> None:
    """E13: "sure don't" 4:31:52, "right in front" 4:32:12; E17: "looking right in your window" 4:40:28."""
    assert off_window_deg(after(76.0).position_m) > SEEN_WITHIN_DEG
    for at in (96.0, 592.0, 710.0):
        assert off_window_deg(after(at).position_m) < SEEN_WITHIN_DEG, at
    assert after(96.0).position_m[0] > REENTRY_LENGTH_M + 1.0
    assert math.dist(after(592.0).position_m, WINDOW_LEFT_M) < 1.3


def test_out_front_back_under_the_nose_and_out_again() -> None:
    """4:33:24."""
    front, under, out = (after(at).position_m for at in (132.0, 152.0, 174.0))
    assert under[0] < front[0] - 1.0 < out[0]
    assert under[2] < -0.9
    assert math.hypot(out[1], out[2]) < 1.0


def test_he_is_upside_down_to_the_ship_at_a_hundred_and_fifty_three_seconds() -> None:
    """4:33:09: "I've got me upside down"."""
    assert rotate(after(153.0).attitude_quaternion, (0.0, 0.0, 1.0))[2] < -0.6


def test_by_the_stub_antenna_then_over_the_adapter() -> None:
    """4:34:21 and, told at 4:35:10, "right up to the top of the adapter"."""
    assert math.dist(after(225.0).position_m, (REENTRY_LENGTH_M, 0.0, 0.0)) < 1.8
    x, y, z = after(270.0).position_m
    assert x < 0.0
    assert z > 1.0
    assert math.hypot(y, z) > 1.6


def test_at_the_adapter_at_the_window_and_behind_his_hatch() -> None:
    """E16, E17, 4:44:02."""
    assert after(458.0).position_m[0] < 0.2
    assert 0.7 < clearance_m(after(458.0).position_m) < 1.6
    points = body_points(after(715.0))
    hands_m = [math.dist(points[f"{side}_hand"][0], WINDOW_LEFT_M) for side in ("left", "right")]
    assert min(hands_m) < 0.35, "E17: his glove or arm smears the pane"
    assert off_window_deg(points["helmet"][0]) < 20.0, "and McDivitt sees his face"
    x, _, z = after(806.0).position_m
    assert x < HATCH_CENTRE_M[0]
    assert z > 1.8


def test_he_stands_on_the_ship_then_in_the_seat() -> None:
    """E22, E26."""
    assert all(-0.05 < clearance_m(foot) < 0.3 for foot in feet(after(1014.0)))
    assert rotate(after(1014.0).attitude_quaternion, (0.0, 0.0, 1.0))[2] > 0.95
    assert math.dist(after(1168.0).position_m, HATCH_CENTRE_M) < 0.5
    assert after(1168.0).place == "standing"
    assert WALK.at(CLOSED_S).place == "seat"


def test_he_looks_where_he_says_he_looks(ship: Any) -> None:
    """E15, E16, E19: California ahead and below, the whole coast behind, the adapter, right down on Houston."""

    def chest(at: float, vector: Vec3 = (1.0, 0.0, 0.0)) -> Vec3:
        turned = rotate(after(at).attitude_quaternion, vector)
        level: Vec3 = rotate(ship.turns[ship.step_of(EXIT_S + at)], turned)
        return level

    forward, _, up = chest(274.0)
    assert forward > 0.8
    assert -0.6 < up < -0.1
    assert rotate(after(274.0).attitude_quaternion, (0.0, 0.0, 1.0))[2] < -0.6, "standing on his head"
    assert chest(495.0)[0] < -0.3
    assert chest(495.0)[2] < -0.6
    assert all(chest(at)[2] < -0.8 for at in (380.0, 671.0, 777.0))
    to_adapter = unit(sub((-1.5, 0.0, 1.3), after(458.0).position_m))
    assert dot(rotate(after(458.0).attitude_quaternion, (1.0, 0.0, 0.0)), to_adapter) > 0.9


# -- the gun --------------------------------------------------------------------------------------


def test_the_gun_runs_from_full_to_empty_by_the_word() -> None:
    """E14: exhausted at 4:34:31, four minutes after he floated free."""
    assert after(0.0).gun_gas_fraction == 1.0
    assert after(234.0).gun_gas_fraction < 0.02
    assert after(235.0).gun_gas_fraction == pytest.approx(0.0, abs=1e-9)
    levels = [after(at / 2.0).gun_gas_fraction for at in range(-20, 600)]
    assert all(b <= a + 1e-12 for a, b in pairwise(levels))


def test_the_gun_gives_what_it_holds_and_no_more() -> None:
    """U08 [K]: 178 N s, 8.9 N."""
    thrust_n = [after(-5.0 + at / 20.0).gun_thrust_n for at in range(4900)]
    assert math.fsum(thrust_n) / 20.0 == pytest.approx(178.0, rel=1e-3)
    assert 4.0 < max(thrust_n) <= 8.9
    assert WALK.track.gun.total_n_s == pytest.approx(178.0)


def test_what_moves_him_is_less_than_the_gun_can_give(legs: Legs) -> None:
    """178 N s on 99 kg are 1.80 m/s in all; some of it turns him."""
    moved = [math.dist(flown.impulse_m_s, (0.0, 0.0, 0.0)) for leg, flown in legs if leg.by == "gun"]
    assert 0.6 * 1.80 < math.fsum(moved) < 1.80
    assert all(0.04 < change < 0.4 for change in moved)


def test_the_gun_pushes_along_its_own_line(legs: Legs) -> None:
    """He points it before him or brakes with it: never more than 45 degrees off the line of his chest."""
    for leg, flown in legs:
        if leg.by == "gun":
            chest = rotate(WALK.track.curves.attitude_at(leg.start_s + leg.lasts_s / 2.0), (1.0, 0.0, 0.0))
            assert abs(dot(chest, unit(flown.impulse_m_s))) > math.cos(math.radians(45.0)), leg


def test_once_it_is_empty_only_hands_feet_and_line_move_him(legs: Legs) -> None:
    """Pushes begin where he has hold of the ship, pulls go along the line."""
    for leg, flown in legs:
        if leg.start_s - EXIT_S > 235.0:
            assert leg.by != "gun"
        if leg.by == "push":
            nearest_m = min(clearance_m(place) for place, _ in body_points(WALK.at(leg.start_s)).values())
            assert nearest_m < 0.35, (leg, "a hand or a foot is on the ship")
        if leg.by == "pull":
            home = unit(sub(TETHER_ANCHOR_M, flown.places[0]))
            assert dot(home, unit(flown.impulse_m_s)) > math.cos(math.radians(45.0)), leg


def test_puffs_that_overlap_are_no_gun() -> None:
    with pytest.raises(ValueError, match="follow one another"):
        Gun.of([Puff(0.0, 2.0, 1.0), Puff(1.0, 2.0, 1.0)])


# -- bodies and line ------------------------------------------------------------------------------


def test_nothing_of_him_enters_the_ship() -> None:
    for at in range(0, 1120, 2):
        for name, (place, thick) in body_points(after(float(at))).items():
            assert depth_m(place) + (0.0 if depth_m(place) == -math.inf else thick) < LEANS_M + thick * 0.5, (at, name)


def test_the_line_does_not_enter_the_ship() -> None:
    """But by the open hatch, within which it is fixed."""
    for at in OUTSIDE_S[::3]:
        nodes = np.array(after(float(at)).tether_m)
        moves = penetration_m(nodes[1:-1], 0.0)
        assert float(np.abs(moves).max()) < 0.01, at


def test_the_line_is_no_longer_than_it_is() -> None:
    """U04: 7.6 m; it gives by less than two hundredths."""
    longest = 0.0
    for at in OUTSIDE_S:
        state = after(float(at))
        assert len(state.tether_m) == NODES
        assert state.tether_m[0] == pytest.approx(TETHER_ANCHOR_M, abs=0.001)
        assert math.dist(state.position_m, state.tether_m[-1]) < 0.3
        longest = max(longest, math.fsum(math.dist(a, b) for a, b in pairwise(state.tether_m)))
    assert 0.97 * TETHER_LENGTH_M < longest < 1.02 * TETHER_LENGTH_M


def test_the_line_runs_taut_twice_and_takes_him_back(legs: Legs) -> None:
    """M05: each taut line carries him back up over the cabin."""
    taut = [(leg, flown) for leg, flown in legs if flown.tension_n > 5.0]
    assert len(taut) >= 2
    for _, flown in taut:
        assert flown.tension_n < 60.0
    far = [math.dist(after(at).position_m, TETHER_ANCHOR_M) for at in (541.0, 570.0, 893.0, 925.0)]
    assert far[0] > far[1] + 1.0
    assert far[2] > far[3] + 1.0


def test_he_never_hurries() -> None:
    """ "As long as you move nice and slow": under 0.4 m/s, second by second."""
    for a, b in pairwise(OUTSIDE_S):
        assert math.dist(after(float(a)).position_m, after(float(b)).position_m) < 0.4, a


# -- the state ------------------------------------------------------------------------------------

PER_SECOND = {
    "position_m": 0.6,
    "attitude_quaternion": 0.6,
    "pose": 130.0,
    "distance_from_hatch_m": 0.6,
    "suit_pressure_kpa": 0.0,
    "suit_stiffness": 0.0,
    "oxygen_fraction": 0.0,
    "tether_stretch": 0.5,
    "gun_gas_fraction": 0.06,
    "gun_thrust_n": 20.0,
    "visor_down": 0.6,
}
"""The fastest that each number may change."""


def numbers(state: WhiteState) -> Iterator[tuple[str, tuple[float, ...]]]:
    for field in dataclasses.fields(state):
        value = getattr(state, field.name)
        if field.name == "pose":
            yield field.name, dataclasses.astuple(value)
        elif isinstance(value, float):
            yield field.name, (value,)
        elif isinstance(value, tuple) and value and isinstance(value[0], float):
            yield field.name, value


def continuous(met_s: float, step_s: float = 0.001) -> None:
    before, behind = WALK.at(met_s - step_s), dict(numbers(WALK.at(met_s + step_s)))
    for name, early in numbers(before):
        allowed = PER_SECOND[name] * 2.0 * step_s + 1e-9
        assert all(abs(b - a) <= allowed for a, b in zip(early, behind[name], strict=True)), (name, met_s)


@given(st.floats(EXIT_S - 900.0, CLOSED_S + 200.0))
def test_no_number_steps(met_s: float) -> None:
    continuous(met_s)


def test_no_number_steps_where_keys_legs_and_puffs_meet() -> None:
    times = {EXIT_S + at for at in (-752.0, -663.0, -17.0, 0.0, 18.0, 76.0, 93.0, 262.0, 935.0, 1168.0)}
    times |= {WALK.track.rope.start_s, WALK.track.rope.stop_s, *dataclasses.astuple(WALK.times)}
    times |= {edge for puff in WALK.track.gun.puffs for edge in (puff.start_s, puff.start_s + puff.lasts_s)}
    for met_s in times:
        continuous(met_s)


@given(st.lists(st.floats(0.0, CLOSED_S + 1000.0), min_size=2, max_size=6))
def test_a_state_is_a_function_of_its_instant(times: list[float]) -> None:
    forward = [WALK.at(met_s) for met_s in times]
    assert forward == [WALK.at(met_s) for met_s in reversed(times)][::-1]


def test_he_turns_no_faster_than_a_man_lets_himself() -> None:
    for at in range(-20, 1168):
        turned = angle_between_rad(after(float(at)).attitude_quaternion, after(at + 1.0).attitude_quaternion)
        assert turned < math.radians(20.0), at


def test_suit_visor_and_gun_follow_the_tape() -> None:
    """U02: 3.7 psi [K] in vacuum; E05: visor down 4:19:00; gun ready 4:25:02, put up 4:48:05."""
    assert after(0.0).suit_pressure_kpa == 25.5
    assert WALK.at(EXIT_S, 34.5).suit_pressure_kpa == 34.5
    assert WALK.at(EXIT_S, 34.5).suit_stiffness == 0.0
    assert (after(-700.0).visor_down, after(-690.0).visor_down) == (0.0, 1.0)
    assert [after(at).holds_gun for at in (-340.0, -330.0, 1040.0, 1060.0)] == [False, True, True, False]


# -- the file -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def build() -> Iterator[ModuleType]:
    """The script that makes the table."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).resolve().parents[3] / "scripts")
        yield importlib.import_module("build_eva_gemini4")


@pytest.fixture(scope="module")
def legs(build: ModuleType) -> Legs:
    """Every leg, flown again."""
    keys = (FOLDER / "tracks" / "eva_keys.toml").read_text(encoding="utf-8")
    found: Legs = build.fly_all(build.read_plan(tomllib.loads(keys), MISSION), KNOWN)
    return found


@pytest.fixture(scope="module")
def ship(build: ModuleType) -> Any:
    """How the ship turns in the orbit's level frame."""
    return build.ship_turn(KNOWN, EXIT_S, EXIT_S + 1200.0)


def test_the_table_is_what_the_script_flies(legs: Legs) -> None:
    for leg, flown in legs:
        for step in range(0, len(flown.places), 60):
            state = WALK.at(leg.start_s + step / 30.0)
            assert math.dist(state.position_m, flown.places[step]) < 0.004, (leg, step)


def test_every_leg_ends_where_the_keys_have_him(legs: Legs) -> None:
    for leg, flown in legs:
        if leg.by != "line":
            assert math.dist(flown.places[-1], WALK.track.curves.place_at(leg.stop_s)) < 0.01, leg


def test_the_table_was_built_from_the_present_inputs(build: ModuleType) -> None:
    """Numbers, clock, keys, sizes, the ship's turning, the rope's own code: who changes one builds the table anew."""
    with np.load(FOLDER / TRACK_FILE) as arrays:
        shipped = str(arrays["inputs"])
    assert shipped == build.inputs_digest(MISSION, FOLDER / "tracks" / "eva_keys.toml")


def test_the_table_is_small() -> None:
    assert (FOLDER / TRACK_FILE).stat().st_size < 640_000


def test_a_table_of_other_numbers_or_another_clock_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=r"numbers: built for other numbers.*build_eva_gemini4\.py"):
        WalkModel.from_mission(MISSION, replace(NUMBERS, man_kg=100.0), FOLDER)
    path = tmp_path / TRACK_FILE
    path.parent.mkdir()
    with np.load(FOLDER / TRACK_FILE) as arrays:
        changed = {name: arrays[name] for name in arrays.files}
    changed["events_met_s"] = changed["events_met_s"] + 5.0
    np.savez_compressed(path, **changed)
    with pytest.raises(InvalidFile, match=re.escape(CLOCK_EVENTS[0])):
        read_track(path, MISSION, NUMBERS)
