"""The whole state: no number steps but where and when it is said to, and it is the same whatever was asked before."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.errors import InvalidFile, UsageError
from viz.flight.frames import ground_velocity_teme
from viz.flight.gravity import gravity_km_s2
from viz.flight.quaternion import conjugate, multiply, rotate
from viz.flight.state import FlightState, Quaternion, Vec3
from viz.flight.told import Jump
from viz.flight.vector import cross, dot, length, sub, unit
from viz.mission.model import Mission
from viz.missions.gemini4.flight.flight import GeminiFlight
from viz.missions.gemini4.flight.numbers import GROUPS

STEP_S = 0.001
ANGLES = ("craft.lon_deg", "sky.earth_angle_rad")
"""They begin anew after a whole turn."""
ROPES = ("white.tether_m", "mcdivitt.tether_m")
POSES = ("white.pose", "mcdivitt.pose")
PER_SECOND = {
    "met_s": 1.0,
    "craft.position_teme_km": 8.0,
    "craft.velocity_teme_km_s": 0.2,
    "craft.lat_deg": 0.08,
    "craft.altitude_km": 2.0,
    "craft.ground_speed_m_s": 200.0,
    "craft.attitude_quaternion": 0.35,
    "craft.spin_deg_s": 60.0,
    "craft.load_g": 25.0,
    "craft.heating_w_m2": 1e5,
    "craft.thrust_fraction": 0.4,
    "craft.along_track_sigma_km": 0.6,
    "craft.across_track_sigma_km": 0.1,
    "cabin_pressure_kpa": 1.0,
    "hatch_open_deg": 4.0,
    "stage_lights": 20.0,
    "retro_burning": 4.1,
    "white.position_m": 1.5,
    "white.attitude_quaternion": 0.6,
    "white.distance_from_hatch_m": 1.5,
    "white.suit_pressure_kpa": 1.0,
    "white.suit_stiffness": 0.3,
    "white.oxygen_fraction": 0.001,
    "white.tether_stretch": 1.2,
    "white.tether_m": 0.0,
    "white.pose": 130.0,
    "white.gun_gas_fraction": 0.3,
    "white.gun_thrust_n": 40.0,
    "white.visor_down": 0.6,
    "mcdivitt.position_m": 0.5,
    "mcdivitt.attitude_quaternion": 0.5,
    "mcdivitt.distance_from_hatch_m": 0.5,
    "mcdivitt.suit_pressure_kpa": 1.0,
    "mcdivitt.suit_stiffness": 0.3,
    "mcdivitt.oxygen_fraction": 0.001,
    "mcdivitt.tether_stretch": 0.0,
    "mcdivitt.tether_m": 0.0,
    "mcdivitt.pose": 130.0,
    "sky.sun_direction_teme": 1e-4,
    "sky.moon_direction_teme": 1e-4,
    "sky.moon_distance_km": 8.0,
    "sky.sun_direction_body": 0.7,
    "sky.sun_elevation_deg": 0.1,
    "sky.lit_fraction": 0.25,
    "sky.cloud.cover": 0.3,
    "sky.cloud.base_km": 0.0,
    "sky.cloud.top_km": 0.0,
    "parachute.canopy_fraction": 0.8,
    "parachute.soft_landing_fraction": 0.1,
    "sea.since_s": 1.0,
}
"""The fastest that each number may change; what is left out is a name, a list or a yes and no."""
ROUNDED_M = {"white.position_m": 1e-3, "white.distance_from_hatch_m": 1e-3}
"""The walk's table keeps half millimetres."""


def numbers(value: object, path: str = "") -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield every number of a state under its path; vectors whole, postures joint by joint under one path.

    Of the umbilical what is judged is whether there is any: its nodes are the table's.
    """
    if isinstance(value, float):
        yield path, (value,)
    elif path in ROPES:
        yield path, (float(len(value)),)  # type: ignore[arg-type]
    elif path in POSES:
        yield path, dataclasses.astuple(value)  # type: ignore[call-overload]
    elif isinstance(value, tuple) and value and all(isinstance(part, float) for part in value):
        yield path, value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            if field.name != "free_bodies":
                yield from numbers(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))


def stepped(before: FlightState, after: FlightState) -> set[str]:
    """Return the paths of the numbers that changed by more than they can in the time between."""
    lasts_s, late, found = after.met_s - before.met_s, dict(numbers(after)), set()
    for path, early in numbers(before):
        if path in ANGLES or path not in late:
            continue
        allowed = PER_SECOND[path] * lasts_s + ROUNDED_M.get(path, 1e-9 * max(1.0, *map(abs, early)))
        if any(abs(b - a) > allowed for a, b in zip(early, late[path], strict=True)):
            found.add(path)
    return found


def between(flight: GeminiFlight, met_s: float, step_s: float = STEP_S) -> tuple[FlightState, FlightState]:
    """Return the states just before and just after an instant."""
    early_s, late_s = max(met_s - step_s, flight.start_met_s), min(met_s + step_s, flight.end_met_s)
    return flight.state_at(early_s), flight.state_at(late_s)


def named(jumps: tuple[Jump, ...], before: FlightState, after: FlightState) -> set[str]:
    return {path for jump in jumps if before.met_s <= jump.met_s <= after.met_s for path in jump.fields}


BUSY = ((0.0, 700.0), (14800.0, 20000.0), (16200.0, 17500.0), (350600.0, 352700.0))


def instant(flight: GeminiFlight, share: float) -> float:
    """Return an instant of the flight from a share of it, most of them in the busy stretches."""
    place = share * 2.0 * len(BUSY)
    if place >= len(BUSY):
        start, stop, place = flight.start_met_s, flight.end_met_s, place / len(BUSY) - 1.0
    else:
        start, stop = BUSY[int(place)]
        place -= int(place)
    return max(start + place * (stop - start), flight.start_met_s)


@settings(max_examples=300)
@given(share=st.floats(0.0, 1.0))
def test_nothing_steps_unnamed(gemini_flight: GeminiFlight, share: float) -> None:
    before, after = between(gemini_flight, instant(gemini_flight, share))
    assert stepped(before, after) <= named(gemini_flight.jumps, before, after)


@pytest.mark.parametrize(("start_s", "stop_s"), [(0, 1200), (14800, 18600), (350600, 352620)])
def test_second_by_second_nothing_runs_ahead(gemini_flight: GeminiFlight, start_s: int, stop_s: int) -> None:
    """A step between two seconds of the sweep, wherever it is, breaks the bound on some number's rate."""
    before = gemini_flight.state_at(float(start_s))
    for met_s in range(start_s + 1, stop_s + 1):
        after = gemini_flight.state_at(float(met_s))
        assert stepped(before, after) <= named(gemini_flight.jumps, before, after), met_s
        before = after


def test_no_event_and_no_phase_makes_anything_else_step(gemini_flight: GeminiFlight) -> None:
    """The instants where the models change their minds are those of events, phases, partings and rows of numbers."""
    flight = gemini_flight
    times = {event.time.met_s for event in flight.mission.events}
    times |= {edge for phase in flight.mission.phases for edge in (phase.start_met_s, phase.end_met_s)}
    times |= {jump.met_s for jump in flight.jumps}
    times |= {part.start_s for part in flight.bodies.falling} | {part.end_s for part in flight.bodies.falling}
    times |= {row.met_s for row in (*flight.numbers.attitude.values(), *flight.numbers.stage_2.values())}
    times |= {edge for over in flight.path.coast.hand_overs for edge in over}
    inside = sorted(t for t in times if flight.start_met_s <= t <= flight.end_met_s)
    for met_s, step_s in product(inside, (STEP_S, 1e-5)):
        before, after = between(flight, met_s, step_s)
        assert stepped(before, after) <= named(flight.jumps, before, after), met_s


def test_every_named_jump_is_one(gemini_flight: GeminiFlight) -> None:
    """A list that named too much would excuse what should not be: a step stays when the time about it shrinks."""
    for jump in gemini_flight.jumps:
        near = [dict(numbers(state)) for state in between(gemini_flight, jump.met_s, 1e-6)]
        wide = [dict(numbers(state)) for state in between(gemini_flight, jump.met_s)]
        for path in jump.fields:
            step, change = math.dist(near[0][path], near[1][path]), math.dist(wide[0][path], wide[1][path])
            assert step > 0.5 * change > 1e-6, (jump, path)


def test_every_number_of_the_state_is_judged(gemini_flight: GeminiFlight) -> None:
    for met_s in (gemini_flight.start_met_s, 2000.0, 16500.0, 200000.0, gemini_flight.end_met_s):
        unknown = {path for path, _ in numbers(gemini_flight.state_at(met_s))} - set(PER_SECOND) - set(ANGLES)
        assert unknown == set()


def test_same_bits_in_any_order(gemini_flight: GeminiFlight) -> None:
    times = [0.0, 100.0, 700.0, 5639.0, 15500.0, 16300.0, 17000.0, 93600.0, 351620.0, 352300.0, 353000.0]
    forward = [gemini_flight.state_at(met_s) for met_s in times]
    backward = [gemini_flight.state_at(met_s) for met_s in reversed(times)]
    assert forward == backward[::-1]


# What is attached, and what has left.


def test_modules_leave_in_order(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """Each leaves at its event: staging, separation, R03, R05, R12; the re-entry module never."""
    whole = ("stage_1", "stage_2", "equipment", "retro", "reentry", "nose")
    left = ["stage_1", "stage_2", "equipment", "retro", "nose"]
    assert set(gemini_flight.state_at(gemini_flight.start_met_s).craft.modules) == set(whole)
    for number, event_id in enumerate(
        ("launch.staging", "launch.separation", "descent.adapter_off", "descent.retro_off", "descent.main_canopy")
    ):
        met_s = gemini.event(event_id).time.met_s
        before, after = (gemini_flight.state_at(met_s + step_s).craft.modules for step_s in (-6.0, 6.0))
        assert set(before) - set(after) == {left[number]}, event_id
    assert gemini_flight.state_at(gemini_flight.end_met_s).craft.modules == ("reentry",)


def test_what_has_left_is_followed_from_where_it_was(gemini_flight: GeminiFlight) -> None:
    """A part appears at parting where it was attached, turned as it was, and draws away."""
    for name, left_s in gemini_flight.bodies.leaves_s.items():
        away_m, attitude = [], gemini_flight.state_at(left_s).craft.attitude_quaternion
        for later_s in (0.001, 1.0, 8.0, 20.0):
            found = [b for b in gemini_flight.state_at(left_s + later_s).craft.free_bodies if b.name == name]
            assert len(found) == 1, name
            away_m.append(length(found[0].offset_m))
            if later_s == 0.001:
                assert _turned_deg(found[0].attitude_quaternion, attitude) < 0.1, name
        assert away_m[0] < 0.1, name
        assert away_m == sorted(away_m), name


def _turned_deg(one: Quaternion, other: Quaternion) -> float:
    w, x, y, z = multiply(conjugate(one), other)
    return math.degrees(2.0 * math.atan2(math.hypot(x, y, z), abs(w)))


# Which way it points.


def axes(flight: GeminiFlight, met_s: float) -> tuple[Vec3, Vec3, Vec3, Vec3]:
    """Return nose and the crew's up, and the directions up and ahead."""
    state = flight.state_at(met_s)
    turn, r, v = state.craft.attitude_quaternion, state.craft.position_teme_km, state.craft.velocity_teme_km_s
    up = unit(r)
    return rotate(turn, (1.0, 0.0, 0.0)), rotate(turn, (0.0, 0.0, 1.0)), up, unit(cross(cross(up, v), up))


def test_nose_up_on_the_pad(gemini_flight: GeminiFlight) -> None:
    for met_s in (gemini_flight.start_met_s, 0.0, 5.0):
        nose, _, up, _ = axes(gemini_flight, met_s)
        assert dot(nose, up) > 0.995


def test_nose_leads_through_the_air(gemini_flight: GeminiFlight) -> None:
    for met_s in (60.0, 100.0, 150.0):
        nose, *_ = axes(gemini_flight, met_s)
        assert dot(nose, _wind(gemini_flight, met_s)) > 0.99


def test_blunt_end_forward_for_the_walk(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """M01: blunt end forward; right side up, as the commander asked; held until after the exit (M02)."""
    nose, head, up, ahead = axes(gemini_flight, gemini.event("eva.exit").time.met_s)
    assert dot(nose, ahead) < -0.98
    assert dot(head, up) > 0.98


def test_nose_straight_down_at_the_adapter_and_the_window(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """M04: about straight down at E16 and E17."""
    exit_s = gemini.event("eva.exit").time.met_s
    for after_s in (458.0, 592.0):
        nose, _, up, _ = axes(gemini_flight, exit_s + after_s)
        assert dot(nose, up) < -math.cos(math.radians(30.0))


def test_rates_that_the_crew_read(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """E18: one degree a second in pitch and in yaw, half of it in roll, 1.5 in all; the model turns by one then, and by
    1.5 to 2 from his pulls (M03, E23). Held before (M02), slow once he stands."""
    exit_s = gemini.event("eva.exit").time.met_s

    def rate(after_s: float) -> float:
        return gemini_flight.state_at(exit_s + after_s).craft.spin_deg_s

    assert rate(100.0) < 0.35
    assert 0.9 < rate(739.0) < 1.6
    assert rate(1023.0) == pytest.approx(2.0, abs=0.5)
    assert max(rate(float(s)) for s in range(160, 1404, 4)) < 2.6
    assert rate(1404.0) < 0.6


def test_blunt_end_forward_for_the_first_burn(gemini_flight: GeminiFlight) -> None:
    """R02: horizontal; so that the push is against the way."""
    nose, _, _, ahead = axes(gemini_flight, gemini_flight.numbers.descent.first_burn_met_s + 60.0)
    assert dot(nose, ahead) < -0.995


def test_retro_attitude(gemini_flight: GeminiFlight) -> None:
    """R04: thirty degrees down, blunt end forward: the nose points where the motors push."""
    met_s = gemini_flight.numbers.descent.retro_met_s + 8.0
    nose, head, up, _ = axes(gemini_flight, met_s)
    assert math.degrees(math.asin(dot(nose, up))) == pytest.approx(-30.0, abs=1.0)
    assert dot(head, up) > 0.8
    motion = gemini_flight.motion_at(met_s)
    push = unit(sub(motion.acceleration_km_s2, gravity_km_s2(motion.position_km)))
    assert dot(nose, push) > 0.9999


def test_blunt_end_leads_through_the_air(gemini_flight: GeminiFlight) -> None:
    home = gemini_flight.path.homeward
    for met_s in (351790.0, 352000.0, home.drogue_met_s - 20.0, home.main_met_s + 60.0):
        nose, *_ = axes(gemini_flight, met_s)
        assert dot(nose, _wind(gemini_flight, met_s)) < -0.97, met_s


def _wind(flight: GeminiFlight, met_s: float) -> Vec3:
    motion = flight.motion_at(met_s)
    return unit(ground_velocity_teme(motion.position_km, motion.velocity_km_s))


def test_rolls_fifteen_degrees_a_second_through_the_entry(gemini_flight: GeminiFlight) -> None:
    """The plan's rolling entry (R06, R07); heads down, full lift, before and after it."""
    for met_s in (351820.0, 352000.0, 352120.0):
        assert gemini_flight.state_at(met_s).craft.spin_deg_s == pytest.approx(15.0, abs=0.6)
    for met_s in (351740.0, 352180.0):
        _, head, up, _ = axes(gemini_flight, met_s)
        assert dot(head, up) < -0.5, met_s


def test_drogue_swings_it_and_dies_down(gemini_flight: GeminiFlight) -> None:
    """R11: forty degrees from side to side, damped before the main parachute."""
    drogue_s, main_s = gemini_flight.path.homeward.drogue_met_s, gemini_flight.path.homeward.main_met_s

    def most_deg(start_s: float, end_s: float) -> float:
        times = [start_s + (end_s - start_s) * i / 60 for i in range(61)]
        away = [math.acos(min(1.0, -dot(axes(gemini_flight, t)[0], _wind(gemini_flight, t)))) for t in times]
        return math.degrees(max(away))

    assert most_deg(drogue_s, drogue_s + 8.0) == pytest.approx(18.0, abs=4.0)
    assert most_deg(main_s - 10.0, main_s) < 3.0


def test_quaternion_keeps_its_sign(gemini_flight: GeminiFlight) -> None:
    """Over four days, whatever turns the orbit and the ship make: an interpolated picture would spin else."""
    for met_s in range(10, int(gemini_flight.end_met_s), 97):
        here, soon = (gemini_flight.state_at(met_s + step_s).craft.attitude_quaternion for step_s in (0.0, 1.0))
        assert math.fsum(a * b for a, b in zip(here, soon, strict=True)) > 0.9, met_s


def test_two_points_hold_it(gemini_flight: GeminiFlight) -> None:
    """R13: nose up by some thirty-five degrees in place of straight up; then on its back on the water."""
    two_s = gemini_flight.numbers.roll.two_point_met_s
    for met_s, least_deg, most_deg in ((two_s - 10.0, 75.0, 90.0), (two_s + 30.0, 25.0, 45.0)):
        nose, _, up, _ = axes(gemini_flight, met_s)
        assert least_deg <= math.degrees(math.asin(dot(nose, up))) <= most_deg
    assert dot(axes(gemini_flight, two_s + 30.0)[1], up) > 0.7  # they sit, and do not hang head down
    nose, head, up, _ = axes(gemini_flight, gemini_flight.path.homeward.splash_met_s + 60.0)
    assert abs(math.degrees(math.asin(dot(nose, up)))) < 30.0
    assert dot(head, up) > 0.8


# Cabin, hatch, crew, sea.


def test_cabin_is_the_lock(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """S08, T12, T13, E30: 5.1 psi, 2 psi for the leak check, vacuum before the hatch, full again by 20:48:55."""
    events = {name: gemini.event(name).time.met_s for name in ("eva.vent", "eva.hatch_unlatch", "eva.hatch_open")}
    assert gemini_flight.state_at(events["eva.vent"] - 1.0).cabin_pressure_kpa == pytest.approx(35.2, abs=2.0)
    assert gemini_flight.state_at(events["eva.vent"] + 62.0).cabin_pressure_kpa == pytest.approx(13.8, abs=0.5)
    for met_s in (events["eva.hatch_unlatch"], events["eva.hatch_open"], events["eva.hatch_open"] + 1500.0):
        assert gemini_flight.state_at(met_s).cabin_pressure_kpa == 0.0
    told_s = 5 * 3600 + 32 * 60 + 56
    assert gemini_flight.state_at(float(told_s)).cabin_pressure_kpa == pytest.approx(34.5, abs=1.5)


def test_no_air_while_the_hatch_is_not_locked(gemini_flight: GeminiFlight) -> None:
    for met_s in range(14700, 20000, 5):
        state = gemini_flight.state_at(float(met_s))
        assert state.cabin_pressure_kpa == 0.0 or (state.hatch_locked and state.hatch_open_deg == 0.0), met_s


def test_hatch(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """S06: fifty degrees; shut while the latch is fought with (E01), open at E03, shut at the official time (E28)."""
    at = gemini_flight.state_at
    assert at(gemini.event("eva.hatch_unlatch").time.met_s + 200.0).hatch_open_deg == 0.0
    assert at(gemini.event("eva.hatch_open").time.met_s).hatch_open_deg == pytest.approx(50.0)
    closed_s = gemini.event("eva.hatch_closed").time.met_s
    assert at(closed_s - 100.0).hatch_open_deg == pytest.approx(50.0)
    assert at(closed_s).hatch_open_deg == 0.0
    assert at(closed_s).hatch_locked


def test_two_men_throughout(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """White is the roped one and goes out; McDivitt stays in his seat, left, until the raft."""
    exit_s, ingress_s = (gemini.event(name).time.met_s for name in ("eva.exit", "eva.ingress"))
    assert list(gemini_flight.state_at(0.0).walkers) == ["white", "mcdivitt"]
    for met_s, place in ((exit_s - 1.0, "standing"), (exit_s + 1.0, "outside"), (ingress_s + 1.0, "standing")):
        assert gemini_flight.state_at(met_s).white.place == place
    for met_s in (0.0, exit_s + 300.0, 200000.0):
        state = gemini_flight.state_at(met_s)
        assert state.mcdivitt.place == "seat"
        assert state.mcdivitt.position_m[1] > 0.0
    assert gemini_flight.state_at(exit_s).mcdivitt.suit_pressure_kpa == pytest.approx(25.5, abs=2.0)


def test_sea_and_recovery(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """Nothing before the splash; helicopter at its event; in the end both are on the carrier's deck (R17)."""
    splash_s = gemini_flight.path.homeward.splash_met_s
    assert gemini_flight.state_at(splash_s - 1.0).sea is None
    afloat = gemini_flight.state_at(splash_s + 30.0).sea
    assert afloat is not None
    assert not any((afloat.raft, afloat.helicopter, afloat.crew_away))
    helicopter_s = gemini.event("rescue.helicopter").time.met_s
    there = [gemini_flight.state_at(helicopter_s + step_s).sea for step_s in (-1.0, 1.0)]
    assert [sea is not None and sea.helicopter for sea in there] == [False, True]
    last = gemini_flight.state_at(gemini_flight.end_met_s)
    assert last.sea is not None
    assert last.sea.aboard
    assert {walker.place for walker in last.walkers.values()} == {"carrier"}


def test_uncertainty(gemini_flight: GeminiFlight, gemini: Mission) -> None:
    """75 km along the track at the walk, 6 across; about 33 on the second and third day; none at the splash."""
    walk = gemini_flight.state_at(gemini.event("eva.exit").time.met_s).craft
    assert walk.along_track_sigma_km == pytest.approx(75.0, abs=1.0)
    assert walk.across_track_sigma_km == pytest.approx(6.0, abs=1.0)
    assert gemini_flight.state_at(150000.0).craft.along_track_sigma_km < 60.0
    assert gemini_flight.state_at(gemini_flight.path.homeward.splash_met_s).craft.along_track_sigma_km == 0.0


# What is wrong is told.


def test_what_is_not_offered_cannot_be_supposed(gemini: Mission, gemini_folder: Path) -> None:
    with pytest.raises(UsageError, match="suit"):
        GeminiFlight.of(gemini, gemini_folder, {"suit": {"relief_pressure_atm": 0.3}})


def test_every_mistake_of_the_numbers_at_once(gemini: Mission) -> None:
    wrong = {name: dict(group) for name, group in gemini.parameters.items()}
    wrong["ascent"]["cutoff_s"] = 100.0
    wrong["descent"]["reefed_share"] = 2.0
    del wrong["chase"]["delta_v_m_s"]
    wrong["stage_2"]["below_sideways_m"] = 1.0
    told = {problem.path for problem in GROUPS.problems(wrong)}
    assert {"ascent.cutoff_s", "descent.reefed_share", "chase.delta_v_m_s"} <= told
    assert any("below" in path for path in told)
    assert GROUPS.problems(gemini.parameters) == ()


def test_a_later_set_has_from_the_first_what_it_leaves_out(gemini: Mission) -> None:
    assert "catalogue_number" not in gemini.parameters["orbit_3"]
    assert GROUPS.read(gemini.parameters).orbit_3.catalogue_number == gemini.parameters["orbit"]["catalogue_number"]


def test_missing_table_is_told(gemini: Mission, tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="does not exist"):
        GeminiFlight.of(gemini, tmp_path, {})
