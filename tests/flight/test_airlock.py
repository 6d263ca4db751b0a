"""The Volga airlock against the record's clock."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.mission.load import load_mission
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.airlock import AirlockModel
from viz.missions.voskhod2.flight.numbers import numbers_of

MISSION = load_mission("voskhod2")
NUMBERS = numbers_of(MISSION.parameters).airlock
AIRLOCK = AirlockModel.from_mission(MISSION, NUMBERS)
TIMES = st.floats(MISSION.start_met_s, MISSION.end_met_s)
ONE_ATMOSPHERE_KPA = 101.325


def met_s(event_id: str) -> float:
    return MISSION.event(event_id).time.met_s


@given(TIMES)
def test_pressures_and_fractions_stay_possible(at_s: float) -> None:
    state = AIRLOCK.at(at_s)
    assert 0.0 <= state.pressure_kpa <= ONE_ATMOSPHERE_KPA
    assert 0.0 <= state.cabin_pressure_kpa <= ONE_ATMOSPHERE_KPA
    for fraction in (state.extension, state.inner_hatch_fraction, state.outer_hatch_fraction):
        assert 0.0 <= fraction <= 1.0


@given(TIMES)
def test_a_hatch_is_open_only_where_both_sides_agree(at_s: float) -> None:
    state = AIRLOCK.at(at_s)
    assert state.inner_hatch_fraction == 0.0 or state.outer_hatch_fraction == 0.0
    if state.inner_hatch_fraction > 0.0:
        assert state.pressure_kpa == pytest.approx(state.cabin_pressure_kpa, rel=0.01)
    if state.outer_hatch_fraction > 0.0:
        assert state.pressure_kpa < 1.0


@given(st.floats(2000.0, 9500.0))
def test_nothing_jumps_but_at_the_jettison(at_s: float) -> None:
    step_s = 0.01
    if abs(at_s - met_s("airlock.jettison")) < 0.1:
        return
    before, after = AIRLOCK.at(at_s), AIRLOCK.at(at_s + step_s)
    assert abs(after.pressure_kpa - before.pressure_kpa) < 0.05
    assert abs(after.outer_hatch_fraction - before.outer_hatch_fraction) < 0.01
    assert abs(after.inner_hatch_fraction - before.inner_hatch_fraction) < 0.01


def test_it_takes_seven_minutes_to_inflate() -> None:
    start_s = met_s("airlock.deploy")
    assert AIRLOCK.at(start_s).extension == 0.0
    assert AIRLOCK.at(start_s + 419.0).extension < 1.0
    assert AIRLOCK.at(start_s + 420.0).extension == 1.0


def test_cabin_and_lock_stand_as_belyayev_reported_once_the_lock_is_filled() -> None:
    """0.72 atm and 0.70 atm, as quoted (facts craft.cabin_pressure and airlock.filled_pressure)."""
    filled = AIRLOCK.at(met_s("airlock.deploy") + 420.0)
    assert filled.cabin_pressure_kpa / ONE_ATMOSPHERE_KPA == pytest.approx(0.72, abs=1e-3)
    assert filled.pressure_kpa / ONE_ATMOSPHERE_KPA == pytest.approx(0.70, abs=1e-3)
    told = {fact.id: fact.value for fact in MISSION.facts}
    assert (told["craft.cabin_pressure"], told["airlock.filled_pressure"]) == (0.72, 0.70)
    before = AIRLOCK.at(met_s("airlock.deploy"))
    assert (before.pressure_kpa, before.cabin_pressure_kpa) == (0.0, 100.0)


def test_the_lock_takes_as_much_air_as_the_cabin_loses() -> None:
    """One atmosphere in a sphere of 2.3 m shared with a lock of 2.5 m3 comes within a tenth of both readings."""
    told = {fact.id: fact.value for fact in MISSION.facts}
    sphere_m3 = math.pi / 6.0 * float(told["craft.sphere_diameter"]) ** 3
    filled = AIRLOCK.at(met_s("airlock.deploy") + 420.0)
    lost = (AIRLOCK.before_kpa - filled.cabin_pressure_kpa) * sphere_m3
    assert lost == pytest.approx(filled.pressure_kpa * float(told["airlock.volume"]), rel=0.1)


def test_the_lock_is_airless_from_the_hatch_to_the_repressurisation() -> None:
    assert AIRLOCK.at(met_s("eva.vent") - 1.0).pressure_kpa == AIRLOCK.filled_kpa
    assert AIRLOCK.at(met_s("eva.hatch_open")).pressure_kpa < 1.0
    assert AIRLOCK.at(met_s("eva.exit")).pressure_kpa == 0.0
    assert AIRLOCK.at(met_s("eva.repress")).pressure_kpa == 0.0
    assert AIRLOCK.at(met_s("eva.repress") + 120.0).pressure_kpa > 0.9 * AIRLOCK.filled_kpa


def test_the_outer_hatch_keeps_the_record_clock() -> None:
    opened, closed = met_s("eva.hatch_open"), met_s("eva.hatch_closed")
    assert closed - opened == 15 * 60 + 46
    assert AIRLOCK.at(opened).outer_hatch_fraction == 0.0 < AIRLOCK.at(opened + 2.0).outer_hatch_fraction
    assert AIRLOCK.at(met_s("eva.exit")).outer_hatch_fraction == 1.0
    assert AIRLOCK.at(closed - 2.0).outer_hatch_fraction > 0.0 == AIRLOCK.at(closed).outer_hatch_fraction


def test_a_man_left_outside_keeps_the_hatch_open_and_the_lock_airless() -> None:
    airlock = AirlockModel.from_mission(MISSION, NUMBERS, man_comes_home=False)
    later = airlock.at(met_s("eva.repress") + 300.0)
    assert later.outer_hatch_fraction == 1.0
    assert later.pressure_kpa == 0.0
    assert later.inner_hatch_fraction == 0.0


def test_it_leaves_at_the_jettison(mission: Mission) -> None:
    leaves_s = mission.event("airlock.jettison").time.met_s
    assert AIRLOCK.at(leaves_s - 0.1).attached
    assert not AIRLOCK.at(leaves_s).attached
    assert AIRLOCK.at(leaves_s + 1.0).pressure_kpa == 0.0
