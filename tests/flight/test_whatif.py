"""Flights asked to be otherwise: marked, possible to the end, and honest about where they end."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz import load_flight
from viz.errors import UsageError
from viz.flight.flight import Flight
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.whatif import WhatIf


@pytest.fixture(scope="module")
def stuck() -> Flight:
    return load_flight(suit={"relief_pressure_atm": None})


def _built(mission: Mission, folder: Path, **changes: object) -> Flight:
    return Flight.build(mission, folder=folder, what_if=WhatIf(**changes))  # type: ignore[arg-type]


def test_the_flight_as_reconstructed_is_not_hypothetical(flight: Flight, mission: Mission, folder: Path) -> None:
    assert not flight.hypothetical
    for met_s in (0.0, 6300.0, 93000.0, flight.end_met_s):
        state = flight.state_at(met_s)
        assert not state.hypothetical
        assert state.claimed
    same = _built(mission, folder, suit={"relief_pressure_atm": 0.27}, descent={"delay_s": 0.0})
    assert not same.hypothetical
    assert "hypothetical" not in repr(same)


def test_another_telling_is_not_another_flight(mission: Mission, folder: Path) -> None:
    other = _built(mission, folder, eva={"entry": "feet_first"})
    assert not other.hypothetical
    assert other.eva.entry == "feet_first"


def test_the_tether_wound_round_the_arm_is_another_telling(flight: Flight, mission: Mission, folder: Path) -> None:
    """The seed's version of tether_handling: after the camera is off, before he is in, and nothing else."""
    other = _built(mission, folder, eva={"tether": "wound"})
    assert not other.hypothetical
    off_s, in_s = (mission.event(name).time.met_s for name in ("eva.camera_off", "eva.ingress"))
    assert other.state_at(off_s).leonov.tether_wound == 0.0
    assert 0.0 < other.state_at(off_s + 10.0).leonov.tether_wound < 1.0
    assert other.state_at(in_s - 5.0).leonov.tether_wound == 1.0
    assert other.state_at(other.eva.track.stop_s).leonov.tether_wound == 0.0
    for met_s in (off_s + 10.0, in_s - 5.0):
        told, drawn = other.state_at(met_s), flight.state_at(met_s)
        assert drawn.leonov.tether_wound == 0.0
        assert dataclasses.replace(told, leonov=dataclasses.replace(told.leonov, tether_wound=0.0)) == drawn
    with pytest.raises(UsageError, match="no tether 'knotted' - use one of left, wound"):
        WhatIf(eva={"tether": "knotted"})


def test_never_switched_he_does_not_get_in(flight: Flight, stuck: Flight) -> None:
    """The issue of the suit: at 0.40 atm he does not pass; hatch and lock wait for him."""
    assert stuck.hypothetical
    assert "hypothetical" in repr(stuck)
    for event_id in ("eva.hatch_closed", "eva.repress", "eva.cabin"):
        state = stuck.state_at(stuck.mission.event(event_id).time.met_s + 60.0)
        assert state.leonov.place == "outside"
        assert state.leonov.outside
        assert state.airlock.outer_hatch_fraction == 1.0
        assert state.airlock.inner_hatch_fraction == 0.0
        assert state.airlock.pressure_kpa == 0.0
        assert state.leonov.suit_pressure_kpa == pytest.approx(40.5, abs=0.1)
        assert state.hypothetical
    assert flight.state_at(6300.0).craft == stuck.state_at(6300.0).craft


def test_until_the_valve_is_not_switched_it_is_the_recorded_flight(flight: Flight, stuck: Flight) -> None:
    switch_s = flight.mission.event("eva.pressure_drop").time.met_s
    before, after = stuck.state_at(switch_s - 0.5), stuck.state_at(switch_s)
    assert before == flight.state_at(switch_s - 0.5)
    assert not before.hypothetical
    assert after.hypothetical


def test_no_one_jettisons_the_lock_with_a_man_in_its_hatch(stuck: Flight) -> None:
    jettison_s = stuck.mission.event("airlock.jettison").time.met_s
    later = stuck.state_at(jettison_s + 600.0)
    assert later.airlock.attached
    assert "airlock" in later.craft.modules
    assert not [body for body in later.craft.free_bodies if body.name == "airlock"]


def test_his_oxygen_ends_after_45_minutes_and_with_it_what_is_claimed(stuck: Flight) -> None:
    """U05; the pack is opened a little before the lock is vented."""
    end_s = stuck.claimed_until_met_s
    vent_s = stuck.mission.event("eva.vent").time.met_s
    assert 40 * 60.0 < end_s - vent_s < 45 * 60.0
    last, after = stuck.state_at(end_s - 1.0), stuck.state_at(end_s)
    assert last.claimed
    assert 0.0 < last.leonov.oxygen_fraction < 0.001
    assert not after.claimed
    assert after.leonov.oxygen_fraction == pytest.approx(0.0, abs=1e-12)
    assert "nothing is claimed" in str(after)


def test_no_event_is_told_that_did_not_happen(stuck: Flight) -> None:
    told = {stuck.state_at(float(met_s)).event for met_s in range(6400, 284400, 600)}
    assert told == {stuck.state_at(6400.0).event}
    assert not told & {"eva.ingress", "eva.hatch_closed", "airlock.jettison", "landing.touchdown"}
    assert stuck.state_at(200000.0).forest is None


@given(share=st.floats(0.0, 1.0))
def test_it_stays_sane_to_the_end(stuck: Flight, share: float) -> None:
    state = stuck.state_at(stuck.start_met_s + share * (stuck.end_met_s - stuck.start_met_s))
    assert state.airlock.attached == ("airlock" in state.craft.modules)
    assert 0.0 <= state.leonov.oxygen_fraction <= 1.0
    assert math.hypot(*state.craft.attitude_quaternion) == pytest.approx(1.0, abs=1e-9)
    assert math.isfinite(state.leonov.distance_from_hatch_m)
    assert state.claimed or state.hypothetical


@pytest.mark.parametrize(
    ("pressure_atm", "entry", "stuck_by", "place"),
    [
        (0.20, "head_first", None, "airlock"),
        (0.278, "head_first", None, "airlock"),
        (0.28, "head_first", "turn", "airlock"),
        (0.32, "head_first", "turn", "airlock"),
        (0.34, "head_first", "hatch", "outside"),
        (None, "head_first", "hatch", "outside"),
        (0.32, "feet_first", None, "airlock"),  # who comes feet first need not turn round
        (0.34, "feet_first", "hatch", "outside"),
    ],
)
def test_girth_and_stiffness_decide(
    mission: Mission, folder: Path, pressure_atm: float | None, entry: str, stuck_by: str | None, place: str
) -> None:
    other = _built(mission, folder, suit={"relief_pressure_atm": pressure_atm}, eva={"entry": entry})
    late = other.state_at(6900.0)
    assert other.eva.stuck_by == late.leonov.stuck_by == stuck_by
    assert late.leonov.place == place
    assert other.hypothetical
    assert (other.claimed_until_met_s == math.inf) == (stuck_by is None)
    assert (late.airlock.pressure_kpa > 1.0) == (stuck_by is None)
    assert ("stuck" in str(late)) == (stuck_by is not None)
    assert other.state_at(6300.0).leonov.stuck_by is None


def test_who_cannot_turn_is_in_and_stays_in_the_open_lock(mission: Mission, folder: Path) -> None:
    other = _built(mission, folder, suit={"relief_pressure_atm": 0.30})
    ingress_s = other.mission.event("eva.ingress").time.met_s
    told = {other.state_at(float(met_s)).event for met_s in range(6400, 284400, 600)}
    assert other.state_at(ingress_s + 30.0).event == "eva.ingress"
    assert not told & {"eva.hatch_closed", "eva.repress", "airlock.jettison", "landing.touchdown"}
    first, last = other.state_at(ingress_s + 30.0), other.state_at(other.claimed_until_met_s - 1.0)
    assert first.leonov.position_m == last.leonov.position_m
    assert first.leonov.tether_m
    assert last.airlock.outer_hatch_fraction == 1.0
    assert 0.0 < last.leonov.oxygen_fraction < 0.001
    assert last.leonov.suit_pressure_kpa == pytest.approx(0.30 * 101.325, abs=0.01)


def test_a_moved_ignition_moves_what_follows(flight: Flight, mission: Mission, folder: Path) -> None:
    late = _built(mission, folder, descent={"delay_s": 46.0})
    assert late.state_at(92199.0).event != "descent.ignition"
    assert late.state_at(92199.0 + 46.0).event == "descent.ignition"
    assert late.path.at(92150.0) == flight.path.at(92150.0)
    assert late.state_at(late.path.touchdown_met_s - 1.0).craft.along_track_sigma_km > 20.0
    assert late.mission.event("landing.touchdown").time.met_s == late.path.touchdown_met_s
    assert late.state_at(late.path.touchdown_met_s + 1.0).event == "landing.touchdown"
    assert late.state_at(flight.path.touchdown_met_s + 1.0).phase == "descent.parachute"
    moved = [event.id for event in late.mission.events if event.time_standing == "derived"]
    assert "descent.peak_g" in moved


def test_moved_events_stand_where_the_other_descent_has_them(mission: Mission, folder: Path) -> None:
    late = _built(mission, folder, descent={"delay_s": 46.0})
    descent = late.path.descent
    assert late.mission.event("descent.peak_g").time.met_s == descent.peak("load")[1]
    assert late.mission.event("descent.drogue").time.met_s == pytest.approx(descent.drogue_met_s, abs=1e-9)
    opened = late.state_at(descent.drogue_met_s + 1.0)
    assert (opened.event, opened.parachute.stage) == ("descent.drogue", "drogue")
    times = [event.time.met_s for event in late.mission.events]
    assert times == sorted(times)


def test_a_place_that_was_not_flown_to_is_no_record(mission: Mission, folder: Path) -> None:
    late = Flight.build(mission, folder=folder, what_if=WhatIf(descent={"delay_s": 60.0}))
    assert late.state_at(late.changes_met_s - 1.0).standing.craft == "reconstruction"
    assert {late.state_at(met_s).standing.craft for met_s in (late.changes_met_s, late.end_met_s)} == {"model"}


def test_a_flight_that_lands_elsewhere_claims_no_forest(mission: Mission, folder: Path) -> None:
    late = _built(mission, folder, descent={"delay_s": 46.0})
    down_s = late.path.touchdown_met_s
    assert late.state_at(down_s - 1.0).claimed
    assert not late.state_at(down_s + 1.0).claimed
    assert late.state_at(down_s + 1.0).forest is None
    assert late.state_at(92150.0).hypothetical is False
    assert late.state_at(92199.0).hypothetical is True


@pytest.mark.parametrize("delay_s", [-90.0, -1.5, 0.25, 300.0])
def test_any_possible_delay_makes_a_flight(mission: Mission, folder: Path, delay_s: float) -> None:
    other = _built(mission, folder, descent={"delay_s": delay_s})
    end = other.state_at(other.path.touchdown_met_s)
    assert end.parachute.stage == "down"
    assert end.phase.startswith("forest")
    assert other.state_at(other.path.ignition_met_s).hypothetical


def test_states_of_what_if_flights_compare(stuck: Flight) -> None:
    again = load_flight(suit={"relief_pressure_atm": None})
    assert dataclasses.asdict(again.state_at(6500.0)) == dataclasses.asdict(stuck.state_at(6500.0))
