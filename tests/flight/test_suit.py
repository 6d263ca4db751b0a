"""The Berkut suit: that it does not fit at 0.40 atm and does at 0.27 atm has to come out of the model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.mission.load import load_mission
from viz.missions.voskhod2.flight.numbers import numbers_of
from viz.missions.voskhod2.flight.suit import KPA_PER_ATM, SuitModel

MISSION = load_mission("voskhod2")
NUMBERS = numbers_of(MISSION.parameters).suit
SUIT = SuitModel.from_mission(MISSION, NUMBERS)
WORKING_KPA, RELIEF_KPA = 0.40 * KPA_PER_ATM, 0.27 * KPA_PER_ATM


def met_s(event_id: str) -> float:
    return MISSION.event(event_id).time.met_s


def test_at_working_pressure_he_fits_neither_hatch_nor_lock() -> None:
    assert not SUIT.fits_hatch(WORKING_KPA)
    assert not SUIT.turns_in_lock(WORKING_KPA)


def test_the_lower_pressure_frees_him() -> None:
    assert SUIT.fits_hatch(RELIEF_KPA)
    assert SUIT.turns_in_lock(RELIEF_KPA)


def test_out_he_passes_at_working_pressure_and_later_no_more() -> None:
    """E04, E08, E09: out, stiff, in, by one and the same measure; the cloth takes minutes to reach its growth."""
    head_out_s, exit_s, stiff_s = met_s("eva.hatch_open") + 40.0, met_s("eva.exit"), met_s("eva.suit_stiff")
    while head_out_s < exit_s:  # from the first shoulder in the ring to the last boot out of it
        assert SUIT.passes_hatch_at(head_out_s)
        head_out_s += 0.5
    assert SUIT.passes_hatch_at(exit_s)
    assert SUIT.valve_kpa(exit_s) == pytest.approx(WORKING_KPA)
    assert not SUIT.passes_hatch_at(stiff_s)
    assert not SUIT.passes_hatch_at(met_s("eva.pressure_drop"))
    assert SUIT.passes_hatch_at(met_s("eva.ingress"))


def test_the_limits_are_where_the_answers_change() -> None:
    ingress_s = met_s("eva.ingress")
    hatch_kpa, turn_kpa = SUIT.hatch_limit_kpa(ingress_s), SUIT.turn_limit_kpa()
    assert (hatch_kpa / KPA_PER_ATM, turn_kpa / KPA_PER_ATM) == pytest.approx((0.330, 0.279), abs=0.001)
    creep = SUIT.creep(ingress_s)
    assert SUIT.fits_hatch(hatch_kpa - 0.01, creep=creep)
    assert not SUIT.fits_hatch(hatch_kpa + 0.01, creep=creep)
    assert SUIT.turns_in_lock(turn_kpa - 0.01)
    assert not SUIT.turns_in_lock(turn_kpa + 0.01)


@given(
    growth_m=st.floats(0.0, 1.0),
    rest_m=st.floats(0.3, 1.5),
    torque=st.floats(0.001, 1.0),
    working_deg=st.floats(1.0, 180.0),
    full_deg=st.floats(1.0, 180.0),
)
def test_any_suit_has_its_limits(
    growth_m: float, rest_m: float, torque: float, working_deg: float, full_deg: float
) -> None:
    suit = replace(
        SUIT, breadth_growth_m=growth_m, rest_breadth_m=rest_m, rest_torque_fraction=torque,
        bend_at_working_deg=working_deg, full_bend_deg=full_deg,
    )  # fmt: skip
    assert suit.hatch_limit_kpa(met_s("eva.ingress")) >= 0.0
    assert suit.turn_limit_kpa() >= 0.0


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
    assert early < 0.75 < 0.90 < late <= 1.0


def test_never_switched_it_never_fits() -> None:
    suit = SuitModel.from_mission(MISSION, NUMBERS, relief_pressure_atm=None)
    pressure_kpa = suit.at(met_s("eva.ingress"), 0.0).pressure_kpa
    assert pressure_kpa == pytest.approx(WORKING_KPA, abs=0.01)
    assert not suit.fits_hatch(pressure_kpa)


def test_a_pressure_that_cannot_be_is_refused() -> None:
    with pytest.raises(UsageError, match="relief_pressure_atm"):
        SuitModel.from_mission(MISSION, NUMBERS, relief_pressure_atm=-0.1)


def test_oxygen_runs_down_evenly_in_45_minutes() -> None:
    vent_s = met_s("eva.vent")
    first, later = SUIT.oxygen_fraction(vent_s), SUIT.oxygen_fraction(vent_s + 600.0)
    assert first - later == pytest.approx(600.0 / 2700.0)
    # He was inside again with a reserve.
    assert 0.3 < SUIT.oxygen_fraction(met_s("eva.repress")) < 0.6
