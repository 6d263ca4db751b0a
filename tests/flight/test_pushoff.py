"""Another push for the end of the tether: what the rope, the ship and the clock make of it."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.flight.flight import Flight
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.body import HATCH_CENTRE_M, SPHERE_RADIUS_M, TETHER_LENGTH_M
from viz.missions.voskhod2.flight.pushoff import PUSH_RANGE_M_S, PushOff, fly_push_off, with_push_off
from viz.missions.voskhod2.flight.solids import penetration_m
from viz.missions.voskhod2.flight.whatif import WhatIf

SPEEDS = st.floats(*PUSH_RANGE_M_S)


@pytest.fixture(scope="module")
def hard(mission: Mission, folder: Path) -> Flight:
    return Flight.build(mission, folder=folder, what_if=WhatIf(eva={"push_m_s": 0.5}))


def test_the_recorded_push_gives_the_recorded_way(flight: Flight) -> None:
    """Two computations of one departure: the shipped table's and this one agree within a hand's breadth."""
    pushed = fly_push_off(flight.mission, flight.numbers, flight.eva, flight.numbers.eva.rope_departure_m_s)
    assert pushed.reach_m == pytest.approx(5.35, abs=0.02)
    seconds = range(int(pushed.back_s - pushed.push_s))
    apart = [math.dist(pushed.place_at(t := pushed.push_s + s), flight.eva.at(t).position_m) for s in seconds]
    assert max(apart) < 0.10


@settings(max_examples=12, deadline=None)
@given(speed_m_s=SPEEDS)
def test_whatever_the_push_he_is_home_on_time_and_no_farther_than_the_rope(flight: Flight, speed_m_s: float) -> None:
    pushed = fly_push_off(flight.mission, flight.numbers, flight.eva, speed_m_s)
    assert math.dist(pushed.places_m[-1], flight.eva.at(pushed.back_s).position_m) < 0.002
    assert pushed.reach_m < TETHER_LENGTH_M + 0.15
    free = [math.dist(pushed.place_at(pushed.push_s + 5.0 + s), (0.0, 0.0, 0.0)) for s in range(75)]
    assert min(free) > SPHERE_RADIUS_M + 1.0, "he does not drift back against the ship before he pulls"
    assert (pushed.tension_n > 0.0) == (pushed.taut_after_s is not None)


def _pushed(flight: Flight, speed_m_s: float) -> PushOff:
    return fly_push_off(flight.mission, flight.numbers, flight.eva, speed_m_s)


def test_a_harder_push_is_stopped_sooner_and_harder_and_moves_the_ship_more(flight: Flight) -> None:
    pushes = [_pushed(flight, speed) for speed in (0.2, 0.26, 0.4, 0.6)]
    for less, more in pairwise(pushes):
        assert less.taut_after_s is not None
        assert more.taut_after_s is not None
        assert more.taut_after_s < less.taut_after_s
        assert more.tension_n > less.tension_n
        assert more.ship_recoil_m_s > less.ship_recoil_m_s


def test_a_gentle_push_does_not_reach_the_ropes_end(flight: Flight) -> None:
    gentle = _pushed(flight, 0.10)
    assert gentle.taut_after_s is None
    assert gentle.tension_n == 0.0
    assert gentle.reach_m < TETHER_LENGTH_M - 0.5


def test_the_push_is_shared_by_mass(flight: Flight) -> None:
    """Momentum: 110 kg at 0.5 m/s against 5682 kg (U02, B07)."""
    assert _pushed(flight, 0.5).ship_recoil_m_s == pytest.approx(110.0 * 0.5 / 5682.0)


def test_the_rope_stops_him_within_its_own_spring(flight: Flight) -> None:
    """Its work is at least the energy of the stretch; its greatest pull between the damper's and both together."""
    numbers = flight.mission.parameters["eva"]
    pushed = _pushed(flight, 0.5)
    assert 0.8 * numbers["rope_damping_n_s_m"] * 0.5 < pushed.tension_n
    assert pushed.tension_n < numbers["rope_damping_n_s_m"] * 0.5 + numbers["rope_stiffness_n_m"] * 0.15


def test_only_that_departure_changes(flight: Flight, hard: Flight) -> None:
    pushed = _pushed(flight, 0.5)
    for met_s in (pushed.push_s - 30.0, pushed.push_s - 0.5, pushed.back_s + 0.5, 6300.0, 9000.0, 93000.0):
        assert hard.eva.at(met_s) == flight.eva.at(met_s)
    middle = pushed.push_s + 30.0
    assert math.dist(hard.eva.at(middle).position_m, flight.eva.at(middle).position_m) > 1.0
    assert hard.state_at(middle).craft == flight.state_at(middle).craft


def test_it_is_marked_from_the_push_on(flight: Flight, hard: Flight) -> None:
    push_s = _pushed(flight, 0.5).push_s
    assert hard.hypothetical
    assert not hard.state_at(push_s - 0.1).hypothetical
    assert hard.state_at(push_s + 0.1).hypothetical
    assert hard.state_at(hard.end_met_s).claimed


def test_the_recorded_man_stands_beside_the_other(flight: Flight, hard: Flight) -> None:
    """His ghost is the walk as recorded, wherever the two part."""
    pushed = _pushed(flight, 0.5)
    beside = hard.other_leonov_at(pushed.push_s + 30.0)
    assert beside == flight.eva.at(pushed.push_s + 30.0)
    assert hard.other_leonov_at(pushed.push_s - 5.0) is None
    ingress_s = flight.mission.event("eva.ingress").time.met_s
    assert all(hard.other_leonov_at(ingress_s + dt) is None for dt in (-15.0, 5.0, 30.0)), "not the other entry"
    assert any(flight.other_leonov_at(ingress_s + dt) is not None for dt in (-15.0, 5.0, 30.0))


@pytest.mark.parametrize("speed_m_s", [0.10, 0.18, 0.5, 0.6])
def test_man_and_rope_move_without_a_leap_and_through_the_hatch(flight: Flight, speed_m_s: float) -> None:
    """Twenty rows a second: no part of the rope faster than 1.5 m/s, none in the wall, never much too long."""
    pushed = _pushed(flight, speed_m_s)
    eva = with_push_off(flight.eva, pushed)
    times_s = [pushed.push_s - 0.5 + i / 20 for i in range(round(20 * (pushed.back_s - pushed.push_s + 1.0)))]
    states = [eva.at(met_s) for met_s in times_s]
    for before, after in pairwise(states):
        assert math.dist(before.position_m, after.position_m) < 0.7 / 20
        assert max(math.dist(a, b) for a, b in zip(before.tether_m, after.tether_m, strict=True)) < 1.5 / 20
    for state in states[::10]:
        assert np.abs(penetration_m(np.array(state.tether_m[1:-1]))).max() < 0.01
        assert state.tether_stretch < 0.04
        assert state.distance_from_hatch_m == math.dist(state.position_m, HATCH_CENTRE_M)


@pytest.mark.parametrize("speed", [0.05, 0.7, math.nan, True, "fast"])
def test_a_push_that_is_not_possible_is_refused(speed: object) -> None:
    with pytest.raises(UsageError, match=r"push_m_s.*0\.1 to 0\.6"):
        WhatIf(eva={"push_m_s": speed})  # type: ignore[dict-item]
