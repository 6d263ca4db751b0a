"""Leonov's walk against the record's clock, distances and count, and against what bodies and ropes can do."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.errors import InvalidFile, UsageError
from viz.flight.pose import JOINTS, limit_deg, limits
from viz.flight.quaternion import angle_between_rad, rotate
from viz.flight.state import Vec3, WalkerState
from viz.flight.tether import NODES, Rope
from viz.mission.load import load_mission, mission_folder
from viz.missions.voskhod2.flight.body import (
    AIRLOCK_BASE_Z_M,
    AIRLOCK_INNER_RADIUS_M,
    AIRLOCK_RADIUS_M,
    AIRLOCK_RIM_Z_M,
    HATCH_CENTRE_M,
    HATCH_RADIUS_M,
    SPHERE_RADIUS_M,
    TETHER_ANCHOR_M,
    TETHER_LENGTH_M,
)
from viz.missions.voskhod2.flight.eva import CLOCK_EVENTS, ENTRIES, TRACK_FILE, EvaModel, read_tracks
from viz.missions.voskhod2.flight.numbers import numbers_of
from viz.missions.voskhod2.flight.solids import penetration_m

MISSION = load_mission("voskhod2")
KNOWN = numbers_of(MISSION.parameters)
FOLDER = mission_folder("voskhod2")
MODELS = {entry: EvaModel.from_mission(MISSION, KNOWN, FOLDER, entry=entry) for entry in ENTRIES}
EVA = MODELS["head_first"]


def test_heart_and_heat_are_a_range_and_words() -> None:
    """M1: 143, 168 or 190 at most, no curve; M2-M4 make him hot, by our reading, the more the suit resists."""
    walk = {EVA.at(5700.0 + 10.0 * i).heart_rate_peaks_per_min for i in range(60)}
    assert walk == {(143.0, 190.0)}
    assert EVA.at(met_s("eva.vent") - 1.0).heart_rate_peaks_per_min is None
    assert EVA.at(met_s("eva.repress") + 1.0).heart_rate_peaks_per_min is None
    events = ("launch.liftoff", "eva.exit", "eva.suit_stiff", "eva.pressure_drop", "eva.hatch_closed", "eva.cabin")
    assert [EVA.at(met_s(event)).heat_load for event in events] == [None, "light", "heavy", "extreme", "extreme", None]


def test_a_stiff_suit_lets_no_joint_go_as_far() -> None:
    slack, stiff = limits(0.0), limits(1.0)
    assert all(getattr(stiff, joint) < getattr(slack, joint) for joint in JOINTS)
    assert stiff.left_elbow_deg == limit_deg("left_elbow_deg", 1.0)


def met_s(event_id: str) -> float:
    return MISSION.event(event_id).time.met_s


EXIT_S, INGRESS_S = met_s("eva.exit"), met_s("eva.ingress")
ROPE_TIMES = st.floats(EVA.track.start_s, EVA.track.stop_s)
FLIGHT_TIMES = st.floats(MISSION.start_met_s, MISSION.end_met_s)
EVERY_TENTH_S = [EXIT_S + 0.1 * i for i in range(7290)]


def above_the_rim() -> list[tuple[float, float]]:
    """Return time and distance from the hatch, ten a second, for as long as he floats outside above the rim."""
    states = ((at_s, EVA.at(at_s)) for at_s in EVERY_TENTH_S)
    return [(at_s, state.distance_from_hatch_m) for at_s, state in states if state.position_m[2] > AIRLOCK_RIM_Z_M]


def test_he_is_outside_for_twelve_minutes_nine_seconds() -> None:
    assert INGRESS_S - EXIT_S == 12 * 60 + 9
    assert not EVA.at(EXIT_S - 0.01).outside
    assert EVA.at(EXIT_S).outside
    assert EVA.at(INGRESS_S - 0.01).outside
    assert not EVA.at(INGRESS_S).outside


def test_his_places_follow_the_record() -> None:
    clock = {
        "launch.liftoff": "couch",
        "eva.vent": "airlock",
        "eva.hatch_open": "airlock",
        "eva.exit": "outside",
        "eva.suit_stiff": "outside",
        "eva.ingress": "airlock",
        "eva.hatch_closed": "airlock",
        "eva.repress": "airlock",
        "airlock.jettison": "couch",
        "landing.touchdown": "couch",
        "rescue.skiers": "forest",
    }
    assert {event_id: EVA.at(met_s(event_id)).place for event_id in clock} == clock
    assert EVA.at(met_s("airlock.entry") - 300.0).place == "cabin"


def test_head_and_shoulders_are_out_before_he_leaves() -> None:
    """E03: 08:33-08:34."""
    state = EVA.at(5640.0)
    head = rotate(state.attitude_quaternion, (0.0, 0.0, 0.45))
    assert state.place == "airlock"
    assert state.position_m[2] + head[2] > AIRLOCK_RIM_Z_M
    assert state.position_m[2] < AIRLOCK_RIM_Z_M


def test_while_the_lock_is_vented_his_head_is_toward_the_outer_hatch() -> None:
    state = EVA.at(met_s("eva.vent") + 120.0)
    assert rotate(state.attitude_quaternion, (0.0, 0.0, 1.0))[2] > 0.99
    assert AIRLOCK_BASE_Z_M < state.position_m[2] - 1.0 < state.position_m[2] + 0.7 < AIRLOCK_RIM_Z_M


def test_the_greatest_distance_is_the_one_of_his_report() -> None:
    """U08: 5.35 m."""
    assert max(distance for _, distance in above_the_rim()) == pytest.approx(5.35, abs=0.03)


def test_he_departs_five_times_and_the_first_is_about_a_metre() -> None:
    """E07; the others 3-5 m (E06), one of them to the end of the tether."""
    reaches: list[float] = []
    away = False
    for _, distance in above_the_rim():
        if distance > 0.8:
            if not away:
                reaches.append(0.0)
            reaches[-1] = max(reaches[-1], distance)
        away = distance > 0.8
    assert len(reaches) == 5
    assert reaches[0] == pytest.approx(1.0, abs=0.15)
    assert all(3.0 <= reach <= 5.4 for reach in reaches[1:])


def test_between_contacts_he_flies_freely() -> None:
    """No force but the turning frame's and the air's: less than 1 mm/s2, between push and pull."""
    numbers = MISSION.parameters["eva"]
    for n in (2, 4, 5):
        push_s = EXIT_S + numbers[f"departure_{n}_after_exit_s"]
        start_s = push_s + numbers["push_lasts_s"] + 0.1
        stop_s = push_s + numbers[f"departure_{n}_pull_after_s"] - 0.1
        third = (stop_s - start_s) / 2
        a, b, c = (EVA.at(start_s + i * third).position_m for i in range(3))
        bend = math.hypot(*(p - 2.0 * q + r for p, q, r in zip(a, b, c, strict=True))) / third**2
        assert bend < 1.2e-3


def test_he_turns_over_several_times() -> None:
    """E06: counted as whole turns of the head against where it pointed."""
    turned = 0.0
    before = EVA.at(EXIT_S).attitude_quaternion
    for at_s in EVERY_TENTH_S[::5]:
        after = EVA.at(at_s).attitude_quaternion
        turned += angle_between_rad(before, after)
        before = after
    assert turned > 3 * 2.0 * math.pi


def test_he_waves_with_the_left_hand_then_with_the_right() -> None:
    wave_s = met_s("eva.wave")
    poses = [(i * 0.2, EVA.at(wave_s + i * 0.2).pose) for i in range(100)]
    left = [t for t, pose in poses if pose.left_shoulder_flex_deg > 70.0]
    right = [t for t, pose in poses if pose.right_shoulder_flex_deg > 70.0]
    assert left
    assert right
    assert max(left) < min(right)


def test_head_first_is_the_default_and_legs_first_the_other_version() -> None:
    """E12."""
    at_s = INGRESS_S - 8.0
    heads = {e: rotate(MODELS[e].at(at_s).attitude_quaternion, (0.0, 0.0, 1.0))[2] for e in ENTRIES}
    assert heads["head_first"] < -0.9
    assert heads["feet_first"] > 0.9
    assert EVA.entry == "head_first"
    with pytest.raises(UsageError, match="head_first"):
        EvaModel.from_mission(MISSION, KNOWN, FOLDER, entry="sideways")  # type: ignore[arg-type]


def test_after_turning_round_he_faces_the_hatch_before_it_closes() -> None:
    for model in MODELS.values():
        state = model.at(met_s("eva.hatch_closed"))
        assert rotate(state.attitude_quaternion, (0.0, 0.0, 1.0))[2] > 0.99
        assert state.position_m[2] + 0.7 < AIRLOCK_RIM_Z_M


def test_the_suit_decides_whether_he_gets_in() -> None:
    never = EvaModel.from_mission(MISSION, KNOWN, FOLDER, relief_pressure_atm=None)
    assert EVA.gets_in
    assert not never.gets_in
    state = never.at(INGRESS_S + 60.0)
    assert state.place == "outside"
    assert state.outside
    assert state.suit_pressure_kpa == pytest.approx(40.5, abs=0.1)
    assert never.at(INGRESS_S - 100.0).position_m == EVA.at(INGRESS_S - 100.0).position_m


def test_the_suit_stiffens_outside_and_eases_when_the_pressure_is_lowered() -> None:
    working, eased = EVA.at(met_s("eva.suit_stiff")), EVA.at(met_s("eva.pressure_drop") + 15.0)
    assert working.suit_stiffness == pytest.approx(1.0, abs=0.01)
    assert eased.suit_stiffness < 0.75
    assert eased.suit_swell < 0.7 < working.suit_swell


def test_he_takes_the_camera_and_brings_it_in() -> None:
    taken_s = met_s("eva.camera_off")
    assert not EVA.at(taken_s - 0.1).holds_camera
    assert EVA.at(taken_s + 0.1).holds_camera
    assert not EVA.at(INGRESS_S + 0.1).holds_camera
    assert [EVA.at(met_s).camera_taken for met_s in (taken_s - 0.1, taken_s + 0.1, INGRESS_S + 600.0)] == [
        False, True, True,
    ]  # fmt: skip


@given(FLIGHT_TIMES, st.sampled_from(ENTRIES))
def test_every_state_is_possible(at_s: float, entry: str) -> None:
    state = MODELS[entry].at(at_s)  # type: ignore[index]
    assert math.hypot(*state.attitude_quaternion) == pytest.approx(1.0, abs=1e-12)
    assert 0.0 <= state.suit_pressure_kpa <= 101.325
    assert 0.0 <= state.suit_swell <= 1.001
    assert 0.0 <= state.suit_stiffness <= 1.0
    assert 0.0 <= state.oxygen_fraction <= 1.0
    assert state.outside == (state.place == "outside")
    assert state.distance_from_hatch_m == pytest.approx(math.dist(state.position_m, HATCH_CENTRE_M))
    for joint in JOINTS:
        assert abs(getattr(state.pose, joint)) <= limit_deg(joint, state.suit_stiffness)


@settings(max_examples=300)
@given(st.floats(4000.0, 8000.0), st.sampled_from(ENTRIES))
def test_nothing_about_him_jumps(at_s: float, entry: str) -> None:
    model = MODELS[entry]  # type: ignore[index]
    before, after = model.at(at_s), model.at(at_s + 0.02)
    assert math.dist(before.position_m, after.position_m) < 0.01
    assert math.dist(before.attitude_quaternion, after.attitude_quaternion) < 0.01
    for joint in JOINTS:
        assert abs(getattr(before.pose, joint) - getattr(after.pose, joint)) < 2.5
    assert abs(before.suit_pressure_kpa - after.suit_pressure_kpa) < 0.2


@pytest.mark.parametrize("edge", ["start_s", "stop_s"])
def test_the_table_joins_the_curves(edge: str) -> None:
    at_s = getattr(EVA.track, edge)
    before, after = EVA.at(at_s - 0.01), EVA.at(at_s + 0.01)
    assert math.dist(before.position_m, after.position_m) < 0.002


@settings(max_examples=200)
@given(ROPE_TIMES, st.sampled_from(ENTRIES))
def test_the_rope_holds_from_anchor_to_hook(at_s: float, entry: str) -> None:
    model = MODELS[entry]  # type: ignore[index]
    state = model.at(at_s)
    assert len(state.tether_m) == NODES
    assert state.tether_m[0] == pytest.approx(TETHER_ANCHOR_M, abs=0.001)
    hook = rotate(state.attitude_quaternion, model.attach_m)
    assert state.tether_m[-1] == pytest.approx([p + h for p, h in zip(state.position_m, hook, strict=True)], abs=1e-9)
    assert 0.0 <= state.tether_stretch < 0.02
    assert rope_length_m(state) < TETHER_LENGTH_M * 1.02


def test_the_rope_is_drawn_only_while_the_hatch_is_open() -> None:
    assert EVA.at(met_s("eva.vent")).tether_m == ()
    assert EVA.at(met_s("eva.exit")).tether_m
    assert EVA.at(met_s("eva.repress")).tether_m == ()


def test_the_rope_comes_taut_at_the_end_of_the_third_departure() -> None:
    third_s = EXIT_S + KNOWN.eva.to_the_end.after_exit_s
    states = [EVA.at(third_s + 0.1 * i) for i in range(300)]
    farthest = max(states, key=lambda state: state.distance_from_hatch_m)
    assert rope_length_m(farthest) == pytest.approx(TETHER_LENGTH_M, rel=0.01)
    assert sag_m(farthest) < 0.25


def test_the_rope_never_enters_hull_or_airlock_wall() -> None:
    depth = max(
        depth_m(point)
        for at_s in np.arange(EVA.track.start_s, EVA.track.stop_s, 0.25).tolist()
        for point in with_middles(EVA.at(at_s).tether_m[1:-1])
    )
    assert depth < 0.02


def test_the_rope_leaves_through_the_hatch() -> None:
    """Where it crosses the rim's plane from inside, it crosses within the opening."""
    for at_s in np.arange(EXIT_S, INGRESS_S - 30.0, 0.5).tolist():
        nodes = EVA.at(at_s).tether_m
        first = next(i for i, node in enumerate(nodes) if node[2] > AIRLOCK_RIM_Z_M)
        a, b = nodes[first - 1], nodes[first]
        share = (AIRLOCK_RIM_Z_M - a[2]) / (b[2] - a[2])
        crossing = math.hypot(a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
        assert crossing < HATCH_RADIUS_M + 0.03


def test_he_himself_stays_clear_of_the_hull() -> None:
    for at_s in EVERY_TENTH_S[::5]:
        x, y, z = EVA.at(at_s).position_m
        if z < AIRLOCK_RIM_Z_M + 0.25:
            assert math.hypot(x, y) < 0.10


@given(FLIGHT_TIMES, st.lists(FLIGHT_TIMES, max_size=4))
def test_the_order_of_questions_does_not_matter(at_s: float, others: list[float]) -> None:
    first = EVA.at(at_s)
    for other in others:
        EVA.at(other)
    assert EVA.at(at_s) == first


def test_a_missing_track_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=r"build_eva\.py"):
        EvaModel.from_mission(MISSION, KNOWN, tmp_path)


def test_a_broken_track_is_named(tmp_path: Path) -> None:
    path = tmp_path / TRACK_FILE
    path.parent.mkdir()
    path.write_bytes((FOLDER / TRACK_FILE).read_bytes()[:5000])
    with pytest.raises(InvalidFile, match="cannot be read"):
        read_tracks(path, MISSION, KNOWN)


def test_a_track_built_for_other_times_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "eva.npz"
    with np.load(FOLDER / TRACK_FILE) as arrays:
        changed = {name: arrays[name] for name in arrays.files}
    changed["events_met_s"] = changed["events_met_s"] + 5.0
    np.savez_compressed(path, **changed)
    with pytest.raises(InvalidFile, match=CLOCK_EVENTS[0]):
        read_tracks(path, MISSION, KNOWN)


def test_the_shipped_track_is_small() -> None:
    assert (FOLDER / TRACK_FILE).stat().st_size < 3_000_000


def test_the_shipped_track_is_what_the_script_makes(script: Callable[[str], ModuleType]) -> None:
    """The first seconds, made again; across machines the rope is promised to a millimetre, not to the byte."""
    from viz.flight.tether import TetherTrack

    made = script("build_eva").build(MISSION, FOLDER / "tracks" / "eva_keys.toml", seconds=5.0)
    places = TetherTrack.unpacked(made).places
    shipped = EVA.track.places[: len(places)]
    assert len(places) == 101
    assert np.abs(places.astype(int) - shipped).max() * EVA.track.unit_m <= 0.001


def test_the_shipped_track_was_built_from_the_present_inputs(script: Callable[[str], ModuleType]) -> None:
    """Numbers, clock, keys, sizes and the rope's own code: who changes one has to build the table anew."""
    with np.load(FOLDER / TRACK_FILE) as arrays:
        shipped = str(arrays["inputs"])
    assert shipped == script("build_eva").inputs_digest(MISSION, FOLDER / "tracks" / "eva_keys.toml")


def test_a_changed_key_is_noticed(script: Callable[[str], ModuleType], tmp_path: Path) -> None:
    digest, keys = script("build_eva").inputs_digest, FOLDER / "tracks" / "eva_keys.toml"
    text = keys.read_text(encoding="utf-8")
    changed, said = tmp_path / "changed.toml", tmp_path / "said.toml"
    changed.write_text(re.sub(r"paid_m = [0-9.]+", "paid_m = 0.123", text, count=1), encoding="utf-8")
    said.write_text("# A remark changes nothing.\n" + text, encoding="utf-8")
    assert digest(MISSION, changed) != digest(MISSION, keys) == digest(MISSION, said)


@pytest.mark.parametrize(
    ("group", "name"), [("eva", "man_kg"), ("eva", "departure_3_reach_m"), ("attitude", "eva_roll_deg")]
)
def test_a_track_built_for_other_numbers_is_refused(group: str, name: str) -> None:
    numbers = {**MISSION.parameters[group], name: MISSION.parameters[group][name] * 1.01}
    other = replace(MISSION, parameters={**MISSION.parameters, group: numbers})
    with pytest.raises(InvalidFile, match=r"numbers: built for other numbers.*build_eva\.py"):
        EvaModel.from_mission(other, numbers_of(other.parameters), FOLDER)


@pytest.mark.parametrize(
    ("at_s", "off_m"),
    [(5720.0, 0.0025), (5800.0, 0.0025), (5960.0, 0.0025), (6300.0, 0.0025), (6400.0, 0.0025), (5860.0, 0.009),
     (6050.0, 0.007)],
)  # fmt: skip
def test_chosen_moments_of_the_rope_made_again(at_s: float, off_m: float) -> None:
    """From two rows of the table the rope's own equations arrive at the next four, to the millimetres of rounding.

    Where the rope lies taut over the hatch's edge it shivers there, and rounding tells more.
    """
    track = EVA.track
    first = round((at_s - track.start_s) * track.rate_hz)
    rows = [track.places[first + k].astype(float) * track.unit_m for k in range(-1, 5)]
    nodes = [row[3:].reshape(-1, 3) for row in rows]
    rope = Rope(nodes[1], track.lengths_m[first], penetration_m)
    rope._before_m = nodes[1] - (nodes[1] - nodes[0]) / 12
    for k in range(1, 5):
        for step in range(1, 13):
            now_s = track.start_s + (first + k - 1 + step / 12) / track.rate_hz
            man = rows[k][:3] + (rows[k + 1][:3] - rows[k][:3]) * step / 12
            x, y, z = (man + np.array(rotate(EVA.curves.attitude_at(now_s), EVA.attach_m))).tolist()
            rope.step(TETHER_ANCHOR_M, (x, y, z), track.length_m(now_s))
        assert np.abs(rope.nodes_m - nodes[k + 1]).max() < off_m


@pytest.mark.parametrize("number", [1, 3])
def test_a_departure_is_what_the_script_flies(script: Callable[[str], ModuleType], number: int) -> None:
    """Push and pull solved again give the way in the table, to its quarter millimetre and the solver's tolerance."""
    build = script("build_eva")
    start_s = EVA.track.start_s
    departure = build.departures(MISSION, KNOWN.eva, EVA.curves)[number - 1]
    hooks = build.HookWay(EVA.curves, EVA.attach_m, start_s, round(240 * (departure.back_s - start_s)) + 1)
    impulses = build.solve_departure(build.surroundings_of(KNOWN), hooks, departure, KNOWN.eva)
    flown = build.fly(build.surroundings_of(KNOWN), hooks, impulses, departure, departure.back_s)
    for step in range(0, len(flown), 240):
        state = EVA.at(departure.push_s + step / 240)
        assert math.dist(state.position_m, flown[step]) < 0.002


def rope_length_m(state: WalkerState) -> float:
    nodes = state.tether_m
    return sum(math.dist(nodes[i], nodes[i + 1]) for i in range(len(nodes) - 1))


def sag_m(state: WalkerState) -> float:
    """Return how far the rope beyond the hatch strays from a straight line."""
    nodes = [node for node in state.tether_m if node[2] > AIRLOCK_RIM_Z_M]
    a, b = nodes[0], nodes[-1]
    whole = math.dist(a, b)
    along = [(q - p) / whole for p, q in zip(a, b, strict=True)]
    worst = 0.0
    for node in nodes:
        offset = [q - p for p, q in zip(a, node, strict=True)]
        share = sum(p * q for p, q in zip(offset, along, strict=True))
        worst = max(worst, math.hypot(*(p - share * q for p, q in zip(offset, along, strict=True))))
    return worst


def with_middles(nodes: tuple[Vec3, ...]) -> list[Vec3]:
    middles = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2) for a, b in pairwise(nodes)]
    return [*nodes, *middles]


def depth_m(point: Vec3) -> float:
    """Return how deep a point lies in the hull or the airlock's wall; below zero outside."""
    x, y, z = point
    depth = SPHERE_RADIUS_M - math.hypot(x, y, z)
    if AIRLOCK_BASE_Z_M < z < AIRLOCK_RIM_Z_M:
        radius = math.hypot(x, y)
        depth = max(depth, min(AIRLOCK_RADIUS_M - radius, radius - AIRLOCK_INNER_RADIUS_M, AIRLOCK_RIM_Z_M - z))
    return depth
