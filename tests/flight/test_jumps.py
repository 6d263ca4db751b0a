"""Continuity of the whole state: no number of it steps but where and when it is said to."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.flight.flight import Flight
from viz.flight.state import FlightState
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.jumps import Jump
from viz.missions.voskhod2.flight.whatif import WhatIf

STEP_S = 0.001
ANGLES = ("craft.lon_deg", "sky.earth_angle_rad")
"""They begin anew after a whole turn."""
PER_SECOND = {
    "met_s": 1.0,
    "craft.position_teme_km": 8.0,
    "craft.velocity_teme_km_s": 0.2,
    "craft.lat_deg": 0.08,
    "craft.altitude_km": 2.0,
    "craft.ground_speed_m_s": 200.0,
    "craft.attitude_quaternion": 0.35,
    "craft.spin_deg_s": 10.0,
    "craft.load_g": 12.0,
    "craft.heating_w_m2": 1e5,
    "craft.thrust_fraction": 0.26,
    "craft.along_track_sigma_km": 0.3,
    "craft.across_track_sigma_km": 0.1,
    "airlock.extension": 0.005,
    "airlock.pressure_kpa": 4.0,
    "airlock.cabin_pressure_kpa": 0.1,
    "airlock.inner_hatch_fraction": 0.08,
    "airlock.outer_hatch_fraction": 0.08,
    "leonov.position_m": 1.5,
    "leonov.attitude_quaternion": 0.6,
    "leonov.distance_from_hatch_m": 1.5,
    "leonov.suit_pressure_kpa": 8.0,
    "leonov.suit_swell": 0.3,
    "leonov.suit_stiffness": 0.3,
    "leonov.oxygen_fraction": 0.0005,
    "leonov.tether_stretch": 0.5,
    "leonov.tether_wound": 0.1,
    "leonov.tether_m": 0.0,
    "leonov.pose": 130.0,
    "sky.sun_direction_teme": 1e-4,
    "sky.moon_direction_teme": 1e-4,
    "sky.moon_distance_km": 8.0,
    "sky.sun_direction_body": 0.7,
    "sky.sun_elevation_deg": 0.1,
    "sky.lit_fraction": 0.25,
    "sky.cloud.cover": 0.3,
    "sky.cloud.base_km": 0.0,
    "sky.cloud.top_km": 0.0,
    "parachute.canopy_fraction": 0.6,
    "parachute.soft_landing_fraction": 0.1,
    "training.since_s": 1.0,
    "training.pitch_deg": 6.0,
    "training.altitude_km": 0.2,
    "training.ground_track_km": 0.3,
    "training.speed_m_s": 10.0,
    "training.load_g": 1.1,
    "training.trainee_m": 3.0,
    "training.trainee_turn_deg": 40.0,
    "forest.snow_m": 0.0,
    "forest.hatch_push": 0.4,
}
"""The fastest that each number may change; what is left out is a name, a list or a yes and no."""


def numbers(value: object, path: str = "") -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield every number of a state under its path; vectors whole, postures joint by joint under one path.

    Of the rope what is judged is whether there is any: its nodes are the table's.
    """
    if isinstance(value, float):
        yield path, (value,)
    elif isinstance(value, tuple) and value and all(isinstance(part, float) for part in value):
        yield path, value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        if path == "leonov.pose":
            yield path, dataclasses.astuple(value)
            return
        if path == "leonov":
            yield "leonov.tether_m", (float(len(value.tether_m)),)  # type: ignore[attr-defined]
        for field in dataclasses.fields(value):
            if field.name not in ("free_bodies", "tether_m", "heart_rate_peaks_per_min"):
                yield from numbers(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))


def stepped(before: FlightState, after: FlightState) -> set[str]:
    """Return the paths of the numbers that changed by more than they can in the time between."""
    lasts_s = after.met_s - before.met_s
    late = dict(numbers(after))
    found = set()
    for path, early in numbers(before):
        if path in ANGLES or path not in late:
            continue
        allowed = PER_SECOND[path] * lasts_s + 1e-9 * max(1.0, *map(abs, early))
        if any(abs(b - a) > allowed for a, b in zip(early, late[path], strict=True)):
            found.add(path)
    return found


def between(flight: Flight, met_s: float, step_s: float = STEP_S) -> tuple[FlightState, FlightState]:
    """Return the states just before and just after an instant."""
    return (
        flight.state_at(max(met_s - step_s, flight.start_met_s)),
        flight.state_at(min(met_s + step_s, flight.end_met_s)),
    )


def named(jumps: tuple[Jump, ...], before: FlightState, after: FlightState) -> set[str]:
    return {path for jump in jumps if before.met_s <= jump.met_s <= after.met_s for path in jump.fields}


@pytest.fixture(scope="module")
def stuck(mission: Mission, folder: Path) -> Flight:
    return Flight.build(mission, folder=folder, what_if=WhatIf(suit={"relief_pressure_atm": None}))


BUSY = ((-90.0, 540.0), (600.0, 9500.0), (5200.0, 7000.0), (86000.0, 94500.0))


def instant(flight: Flight, share: float) -> float:
    """Return an instant of the flight from a share of it, most of them in the busy stretches."""
    place = share * 2.0 * len(BUSY)
    if place >= len(BUSY):
        start, stop, place = flight.start_met_s, flight.end_met_s, place / len(BUSY) - 1.0
    else:
        start, stop = BUSY[int(place)]
        place -= int(place)
    return max(start + place * (stop - start), flight.start_met_s)


@settings(max_examples=400)
@given(share=st.floats(0.0, 1.0))
def test_nothing_steps_unnamed(flight: Flight, share: float) -> None:
    before, after = between(flight, instant(flight, share))
    assert stepped(before, after) <= named(flight.jumps, before, after)


@settings(max_examples=200)
@given(share=st.floats(0.0, 1.0))
def test_nothing_steps_unnamed_where_he_does_not_get_in(stuck: Flight, share: float) -> None:
    before, after = between(stuck, instant(stuck, share))
    assert stepped(before, after) <= named(stuck.jumps, before, after)


@pytest.mark.parametrize(("start_s", "stop_s"), [(0, 9600), (86400, 94800), (94800, 284400)])
def test_second_by_second_nothing_runs_ahead(flight: Flight, start_s: int, stop_s: int) -> None:
    """A step between two seconds of the sweep, wherever it is, breaks the bound on some number's rate."""
    every_s = 1 if stop_s < 100000 else 60
    before = flight.state_at(float(start_s))
    for met_s in range(start_s + every_s, stop_s + 1, every_s):
        after = flight.state_at(float(met_s))
        assert stepped(before, after) <= named(flight.jumps, before, after), met_s
        before = after


def test_no_event_and_no_phase_makes_anything_else_step(flight: Flight, stuck: Flight) -> None:
    """The instants where the models change their minds are those of events, phases and keys."""
    for judged in (flight, stuck):
        times = {event.time.met_s for event in judged.mission.events}
        times |= {edge for phase in judged.mission.phases for edge in (phase.start_met_s, phase.end_met_s)}
        times |= {part.start_s for part in judged.parts.followed} | {part.end_s for part in judged.parts.followed}
        times |= {jump.met_s for jump in judged.jumps} | set(judged.forest.changes_s)
        inside = sorted(t for t in times if judged.start_met_s <= t <= judged.end_met_s)
        for met_s, step_s in product(inside, (STEP_S, 1e-5)):
            before, after = between(judged, met_s, step_s)
            assert stepped(before, after) <= named(judged.jumps, before, after), met_s


def test_every_named_jump_is_one(flight: Flight) -> None:
    """A list that named too much would excuse what should not be: a step stays when the time about it shrinks."""
    for jump in flight.jumps:
        near = [dict(numbers(state)) for state in between(flight, jump.met_s, 1e-6)]
        wide = [dict(numbers(state)) for state in between(flight, jump.met_s)]
        for path in jump.fields:
            step, change = math.dist(near[0][path], near[1][path]), math.dist(wide[0][path], wide[1][path])
            assert step > 0.5 * change > 1e-6, (jump, path)


def test_every_number_of_the_state_is_judged(flight: Flight) -> None:
    for met_s in (flight.start_met_s, 5691.0, 93300.0, 200000.0):
        unknown = {path for path, _ in numbers(flight.state_at(met_s))} - set(PER_SECOND) - set(ANGLES)
        assert unknown == set()
