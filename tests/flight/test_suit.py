"""The Berkut suit: that it does not fit at 0.40 atm and does at 0.27 atm has to come out of the model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.flight.suit import KPA_PER_ATM, SuitModel
from viz.mission.load import load_mission

MISSION = load_mission("voskhod2")
SUIT = SuitModel.from_mission(MISSION)
WORKING_KPA, RELIEF_KPA = 0.40 * KPA_PER_ATM, 0.27 * KPA_PER_ATM


def met_s(event_id: str) -> float:
    return MISSION.event(event_id).time.met_s


def test_at_working_pressure_he_fits_neither_hatch_nor_lock() -> None:
    assert not SUIT.fits_hatch(WORKING_KPA)
    assert not SUIT.turns_in_lock(WORKING_KPA)


def test_the_lower_pressure_frees_him() -> None:
    assert SUIT.fits_hatch(RELIEF_KPA)
    assert SUIT.turns_in_lock(RELIEF_KPA)


def test_in_the_cabin_the_suit_is_slack() -> None:
    state = SUIT.at(met_s("airlock.entry"), 100.0)
    assert state.pressure_kpa == pytest.approx(100.0, abs=0.01)
    assert state.swell < 0.001
    assert state.stiffness < 0.1
    assert SUIT.fits_hatch(state.pressure_kpa, 100.0)


@given(st.floats(0.0, 101.0), st.floats(0.0, 101.0))
def test_more_pressure_never_makes_it_narrower_or_softer(one_kpa: float, other_kpa: float) -> None:
    low, high = sorted((one_kpa, other_kpa))
    assert SUIT.breadth_m(low) <= SUIT.breadth_m(high)
    assert SUIT.stiffness(low) <= SUIT.stiffness(high)
    assert SUIT.bend_deg(low) >= SUIT.bend_deg(high)


@given(st.floats(0.0, 90000.0), st.floats(0.0, 101.0))
def test_pressure_stays_between_the_valve_and_the_surroundings(at_s: float, ambient_kpa: float) -> None:
    state = SUIT.at(at_s, ambient_kpa)
    assert max(RELIEF_KPA, ambient_kpa) - 0.01 <= state.pressure_kpa <= KPA_PER_ATM
    assert 0.0 <= state.swell <= 1.001
    assert 0.0 <= state.stiffness <= 1.0
    assert 0.0 <= state.oxygen_fraction <= 1.0


def test_the_valve_is_switched_once_between_the_record_s_bounds() -> None:
    drop_s = met_s("eva.pressure_drop")
    assert SUIT.at(drop_s, 0.0).pressure_kpa == pytest.approx(WORKING_KPA, abs=0.01)
    assert SUIT.at(drop_s + 10.0, 0.0).pressure_kpa == pytest.approx(RELIEF_KPA, abs=0.01)
    # E09: between 08:43 and 08:47.
    assert 6180.0 <= drop_s <= 6420.0


def test_the_cloth_gives_until_the_eighth_minute() -> None:
    early = SUIT.at(met_s("eva.hatch_open") + 30.0, 0.0).swell
    late = SUIT.at(met_s("eva.suit_stiff"), 0.0).swell
    assert early < 0.92 < 0.97 < late <= 1.0


def test_never_switched_it_never_fits() -> None:
    suit = SuitModel.from_mission(MISSION, relief_pressure_atm=None)
    pressure_kpa = suit.at(met_s("eva.ingress"), 0.0).pressure_kpa
    assert pressure_kpa == pytest.approx(WORKING_KPA, abs=0.01)
    assert not suit.fits_hatch(pressure_kpa)


def test_a_pressure_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="relief_pressure_atm"):
        SuitModel.from_mission(MISSION, relief_pressure_atm=-0.1)


def test_oxygen_runs_down_evenly_in_45_minutes() -> None:
    vent_s = met_s("eva.vent")
    first, later = SUIT.oxygen_fraction(vent_s), SUIT.oxygen_fraction(vent_s + 600.0)
    assert first - later == pytest.approx(600.0 / 2700.0)
    # He was inside again with a reserve.
    assert 0.3 < SUIT.oxygen_fraction(met_s("eva.repress")) < 0.6
