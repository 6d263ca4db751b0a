"""The flight as a whole: one pure, continuous function of time over the mission."""

from __future__ import annotations

import dataclasses
import math
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import InvalidFile, UsageError
from viz.flight.flight import Flight
from viz.flight.state import FlightState
from viz.flight.vector import arccosine, dot, length, sub, unit
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.state import BOOSTERS, FAIRING_LEAVES, MODULES
from viz.missions.voskhod2.flight.whatif import WhatIf

A_MILLIMETRE_KM = 1e-6
A_MILLIMETRE_A_SECOND_KM_S = 1e-6
TOUCHDOWN_SPEED_KM_S = 0.2e-3
GREATEST_ACCELERATION_KM_S2 = 0.2
"""The drogue's pull, 156 m/s2 at most if it filled at once; everything else stays under ten g."""
BUSY = (0.0, 600.0, 5200.0, 7600.0, 92150.0, 93800.0)
"""Most happens in these three stretches; a uniform draw over three days would miss them."""


def instants(flight: Flight, share: float) -> float:
    """Return a mission time for a share of 0 to 1, half of them in the busy stretches."""
    if share < 0.5:
        place = share * 2.0 * 3.0
        index = min(int(place), 2)
        return BUSY[2 * index] + (place - index) * (BUSY[2 * index + 1] - BUSY[2 * index])
    return (share - 0.5) * 2.0 * flight.end_met_s


SHARES = st.floats(0.0, 1.0)


@given(share=SHARES, others=st.lists(SHARES, max_size=4))
def test_state_does_not_remember(flight: Flight, share: float, others: list[float]) -> None:
    met_s = instants(flight, share)
    expected = flight.state_at(met_s)
    for other in others:
        flight.state_at(instants(flight, other))
    again = flight.state_at(met_s)
    assert again == expected
    assert repr(again) == repr(expected)


def test_two_builds_agree_to_the_bit(flight: Flight, mission: Mission, folder: Path) -> None:
    twin = Flight.build(mission, folder=folder)
    for met_s in (0.0, 60.0, 5691.0, 40000.0, 92210.0, 93300.0, 93500.0, 200000.0):
        assert repr(twin.state_at(met_s)) == repr(flight.state_at(met_s))


@given(share=SHARES)
def test_no_jumps(flight: Flight, share: float) -> None:
    """Over a hundredth of a second the craft goes where its velocity says, except at the touchdown."""
    step = 0.01
    early = instants(flight, share) * (1.0 - 1e-6)
    late = early + step
    if early <= flight.path.touchdown_met_s <= late:
        return
    a, b = flight.path.at(early), flight.path.at(late)
    moved = sub(b.position_km, a.position_km)
    mean = tuple(0.5 * step * (p + q) for p, q in zip(a.velocity_km_s, b.velocity_km_s, strict=True))
    assert math.dist(moved, mean) < 0.25 * GREATEST_ACCELERATION_KM_S2 * step * step
    assert math.dist(a.velocity_km_s, b.velocity_km_s) < GREATEST_ACCELERATION_KM_S2 * step


@pytest.mark.parametrize("join", ["lift-off", "insertion", "ignition", "soft landing"])
def test_joins(flight: Flight, join: str) -> None:
    path = flight.path
    met_s = {
        "lift-off": 0.0,
        "insertion": path.insertion_met_s,
        "ignition": path.ignition_met_s,
        "soft landing": path.descent.soft_landing_met_s,
    }[join]
    probe = 1e-6
    before, after = path.at(met_s - probe), path.at(met_s + probe)
    flown = tuple(probe * (p + q) for p, q in zip(before.velocity_km_s, after.velocity_km_s, strict=True))
    assert math.dist(sub(after.position_km, before.position_km), flown) < A_MILLIMETRE_KM
    assert math.dist(before.velocity_km_s, after.velocity_km_s) < A_MILLIMETRE_A_SECOND_KM_S


def test_touchdown_is_a_bump(flight: Flight) -> None:
    """The one step in velocity: what the soft-landing motor leaves, 0.2 m/s."""
    met_s = flight.path.touchdown_met_s
    before, after = flight.path.at(met_s - 1e-6), flight.path.at(met_s)
    assert math.dist(before.position_km, after.position_km) < A_MILLIMETRE_KM
    assert math.dist(before.velocity_km_s, after.velocity_km_s) == pytest.approx(TOUCHDOWN_SPEED_KM_S, rel=0.01)


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _numbers(part)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _numbers(getattr(value, field.name))


def _fractions(state: FlightState) -> tuple[float, ...]:
    lock, man = state.airlock, state.leonov
    return (
        state.craft.thrust_fraction,
        state.sky.lit_fraction,
        state.parachute.canopy_fraction,
        state.parachute.soft_landing_fraction,
        lock.extension,
        lock.inner_hatch_fraction,
        lock.outer_hatch_fraction,
        man.oxygen_fraction,
    )


@given(share=SHARES)
def test_ranges(flight: Flight, share: float) -> None:
    state = flight.state_at(instants(flight, share))
    craft = state.craft
    assert all(math.isfinite(number) for number in _numbers(state))
    assert all(0.0 <= fraction <= 1.0 for fraction in _fractions(state))
    assert math.hypot(*craft.attitude_quaternion) == pytest.approx(1.0, abs=1e-9)
    assert -65.1 < craft.lat_deg < 65.1
    assert -180.0 <= craft.lon_deg <= 180.0
    assert 0.09 < craft.altitude_km < 495.0
    assert 0.0 <= craft.load_g < 10.0
    assert 0.0 <= craft.heating_w_m2 < 2e6
    assert 0.0 <= craft.across_track_sigma_km <= craft.along_track_sigma_km <= 140.0
    assert 0.0 <= state.sky.earth_angle_rad < 2.0 * math.pi
    assert set(craft.modules) <= set(MODULES)
    assert {body.name for body in craft.free_bodies} <= {*MODULES, *BOOSTERS, *FAIRING_LEAVES}
    assert "descent_sphere" in craft.modules
    assert not {body.name for body in craft.free_bodies} & set(craft.modules)


def test_modules_leave_one_after_another(flight: Flight) -> None:
    gone: list[str] = []
    leaves = sorted(flight.parts.leaves_s.items(), key=lambda pair: pair[1])
    for name, met_s in leaves:
        assert name in flight.state_at(met_s - 1e-3).craft.modules
        assert name not in flight.state_at(met_s).craft.modules
        gone.append(name)
    assert gone[:4] == ["boosters", "fairing", "core", "block_i"]
    assert flight.state_at(flight.end_met_s).craft.modules == ("descent_sphere",)


WHOLE = [name for name in MODULES if name not in ("descent_sphere", "boosters", "fairing")]


@pytest.mark.parametrize("name", [*WHOLE, *FAIRING_LEAVES])
def test_a_part_leaves_from_its_place(flight: Flight, name: str) -> None:
    """At parting it is where it was, a second later it is a little off and further each second."""
    met_s = flight.parts.leaves_s["fairing" if name in FAIRING_LEAVES else name]

    def seen(t: float) -> Any:
        return next(body for body in flight.state_at(t).craft.free_bodies if body.name == name)

    state = flight.state_at(met_s)
    assert length(seen(met_s).offset_m) < 1e-3
    assert seen(met_s).attitude_quaternion == pytest.approx(state.craft.attitude_quaternion, abs=1e-9)
    distances = [length(seen(met_s + t).offset_m) for t in (1.0, 2.0, 5.0, 10.0)]
    assert distances == sorted(distances)
    assert 0.3 < distances[0] < 60.0


def test_parts_are_not_followed_for_ever(flight: Flight) -> None:
    assert flight.state_at(20000.0).craft.free_bodies == ()
    assert flight.state_at(flight.end_met_s).craft.free_bodies == ()


def test_phase_and_event(flight: Flight, mission: Mission) -> None:
    for event in mission.events:
        state = flight.state_at(event.time.met_s)
        assert state.event is not None
        assert mission.event(state.event).time.met_s == event.time.met_s
        assert state.phase == mission.phases_at(event.time.met_s)[-1].id
    assert flight.state_at(5691.0).phase == "spacewalk.outside"
    assert flight.state_at(flight.end_met_s).phase.startswith("forest")


def test_uncertainty_is_told(flight: Flight) -> None:
    """48 and 7 km in the spacewalk, 140 km late on the first day, nothing where the record speaks."""
    walk = flight.state_at(6055.0).craft
    assert (walk.along_track_sigma_km, walk.across_track_sigma_km) == (48.0, 7.0)
    assert max(flight.along_track_sigma_km.at(float(t)) for t in range(0, 93737, 60)) == pytest.approx(140.0, abs=0.1)
    for met_s in (0.0, flight.path.touchdown_met_s, flight.end_met_s):
        assert flight.state_at(met_s).craft.along_track_sigma_km == 0.0


def test_what_is_record_and_what_is_not(flight: Flight) -> None:
    assert flight.state_at(5691.0).standing.craft == "reconstruction"
    assert flight.state_at(100000.0).standing.craft == "record"
    assert {flight.state_at(t).standing.attitude for t in (0.0, 5691.0, 93300.0)} == {"model"}


@pytest.mark.parametrize("group", ["leonov", "airlock", "suit", "tether"])
def test_the_walk_is_a_model_between_the_clock_times_of_the_record(flight: Flight, group: str) -> None:
    """As flight.toml says of his path and of the lock's and the suit's curves; at every minute of the flight."""
    times = [60.0 * minute for minute in range(int(flight.end_met_s // 60.0))]
    assert {getattr(flight.state_at(met_s).standing, group) for met_s in times} == {"model"}


def test_weightless_in_orbit_and_heavy_on_the_ground(flight: Flight) -> None:
    assert flight.state_at(5691.0).craft.load_g == 0.0
    assert flight.state_at(200000.0).craft.load_g == 1.0
    assert flight.state_at(200000.0).craft.ground_speed_m_s < 1e-6


@pytest.mark.parametrize("met_s", [-1e4, 1e9])
def test_outside_the_flight(flight: Flight, met_s: float) -> None:
    outside = f"outside the flight - ask for {flight.start_met_s} to {flight.end_met_s} s"
    for ask in (flight.state_at, flight.position_teme_km, flight.other_leonov_at):
        with pytest.raises(UsageError, match=outside):
            ask(met_s)


NO_NUMBERS: tuple[Any, ...] = (math.nan, math.inf, -math.inf, None, True, "5691", b"5691", [5691.0], 5691j, object())


@pytest.mark.parametrize("wrong", NO_NUMBERS)
def test_what_is_no_number_is_refused_by_every_question(flight: Flight, wrong: Any) -> None:
    for ask in (flight.state_at, flight.position_teme_km, flight.other_leonov_at, flight.table):
        with pytest.raises(UsageError, match="must be a finite number"):
            ask(wrong)
    with pytest.raises(UsageError, match="must be a whole number of at least 2"):
        flight.planned_track_km(wrong)
    if wrong is not None:  # as late as the mission itself says
        with pytest.raises(UsageError, match="is not possible - give a number"):
            flight.descent(wrong)
    with pytest.raises(UsageError, match="nothing is told of the fate"):
        flight.fate(wrong)
    if wrong is not None:
        for name in ("ignition_shift_s", "delta_v_m_s", "yaw_deg", "pitch_deg"):
            with pytest.raises(UsageError, match=f"{name} = .* is not possible"):
                flight.landing(**{name: wrong})
        for name in ("start_met_s", "stop_met_s"):
            with pytest.raises(UsageError, match=f"{name} .* must be a finite number"):
                flight.table(**{name: wrong})


def test_numbers_of_every_kind_are_numbers(flight: Flight) -> None:
    wanted = flight.position_teme_km(5691.0)
    for same in (5691, Fraction(5691), Decimal(5691), np.float32(5691), np.int64(5691)):
        assert flight.position_teme_km(same) == wanted  # type: ignore[arg-type]
    assert len(flight.planned_track_km(np.int8(2))) == 2  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="at least 2"):
        flight.planned_track_km(1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"descent": {"delay_s": 4000.0}}, r"delay_s = 4000\.0 is not possible - give a number from -90\.0 to 300\.0"),
        ({"descent": {"delay_s": math.nan}}, "not possible"),
        ({"suit": {"relief_pressure_atm": 3.0}}, r"from 0\.2 to 0\.4"),
        ({"suit": {"colour": 1.0}}, '"colour" cannot be changed - known: relief_pressure_atm'),
        ({"descent": {"delay_s": "soon"}}, "not possible"),
        ({"descent": 46.0}, r"46\.0 is not a group - write \{'delay_s': \.\.\.\}"),
        ({"eva": {"entry": "sideways"}}, "no entry 'sideways' - use one of head_first, feet_first"),
        ({"orbit": "C"}, "no solution 'C' - use one of R, B"),
        ({"suit": {"relief_pressure_atm": True}}, "not possible"),
    ],
)
def test_impossible_what_ifs(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        WhatIf(**changes)


def test_a_missing_number_is_named(mission: Mission, folder: Path) -> None:
    orbit = {name: value for name, value in mission.parameters["orbit"].items() if name != "raan_deg"}
    broken = dataclasses.replace(mission, parameters={**mission.parameters, "orbit": orbit})
    with pytest.raises(InvalidFile, match="raan_deg"):
        Flight.build(broken, folder=folder)


def test_missing_tracks_are_named(mission: Mission, tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match=r"ascent\.txt"):
        Flight.build(mission, folder=tmp_path)


def _calls(work: Callable[[], object]) -> int:
    """Return how many functions some work calls: the same on every machine, however slow or busy."""
    made = 0

    def count(frame: object, what: str, argument: object) -> None:
        nonlocal made
        made += what in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made


def test_start(mission: Mission, folder: Path) -> None:
    """From shipped knots a flight is little work; integrating the way up or the walk anew ten times as much."""
    assert _calls(lambda: Flight.build(mission, folder=folder)) < 1_200_000


def test_cost(flight: Flight) -> None:
    """A state is some six hundred calls, under a tenth of a millisecond where `scripts/bench core` is run quietly."""
    assert max(_calls(lambda at=at: flight.state_at(instants(flight, at / 50.0))) for at in range(50)) < 1_000


def test_turns_flown_are_those_the_mission_tells(flight: Flight) -> None:
    """Turns about the Earth's centre from lift-off to landing; 17.2 is periods, not turns (row B09)."""
    step_s = 30.0
    end_s = flight.mission.event("landing.touchdown").time.met_s
    places = [flight.state_at(step_s * at).craft.position_teme_km for at in range(int(end_s / step_s) + 1)]
    turned = sum(arccosine(dot(unit(a), unit(b))) for a, b in pairwise(places)) / math.tau
    (told,) = (fact.value for fact in flight.mission.facts if fact.id == "flight.revolutions")
    assert told == pytest.approx(turned, abs=0.01)


def test_heights_told_are_the_ones_flown(flight: Flight) -> None:
    """Least and greatest distance of the first revolution, less the equator's radius; mean elements are told apart."""
    start_s = flight.mission.event("launch.separation").time.met_s
    period_s = 90.9 * 60.0
    heights = [
        length(flight.state_at(start_s + 5.0 * at).craft.position_teme_km) - 6378.137 for at in range(int(period_s / 5))
    ]
    facts = {fact.id: fact for fact in flight.mission.facts}
    for name, flown, mean in (("orbit.perigee", min(heights), 166.2), ("orbit.apogee", max(heights), 466.6)):
        told = {other.text: other.value for other in facts[name].alternatives if other.sources == ("OWN",)}
        (height,) = (value for text, value in told.items() if "flown" in text)
        assert height == pytest.approx(flown, abs=0.06)
        assert told["Our fit, as mean elements."] == mean
