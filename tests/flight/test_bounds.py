"""Every number has a range, and what lies inside the ranges makes a flight or one clear error."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.errors import InvalidFile
from viz.flight.flight import Flight
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.bounds import BESIDE, BOUNDS, ORDER, OTHER, bound_of, number_problems

MISSION = load_mission("voskhod2")
FOLDER = mission_folder("voskhod2")
NUMBERS = sorted((group, name) for group, numbers in MISSION.parameters.items() for name in numbers)
UNITS = {
    "_rev_day": "rev/day", "_rad_s": "rad/s", "_deg_s": "deg/s", "_n_s_m": "N s/m", "_km_s": "km/s", "_m_s2": "m/s2",
    "_m2_kg": "m2/kg", "_per_kg": "m2/kg", "_n_m": "N/m", "_m_s": "m/s", "_per_min": "1/min", "_per_s": "1/s",
    "_deg": "deg", "_kg": "kg", "_km": "km", "_m2": "m2", "_kpa": "kPa", "_atm": "atm", "_min": "min", "_g": "g",
    "_n": "N", "_m": "m", "_s": "s", "_seconds": "s", "_earth_radius": "1/Earth radius",
}  # fmt: skip


def with_number(group: str, name: str, value: float) -> Mission:
    numbers = {**MISSION.parameters[group], name: value}
    return replace(MISSION, parameters={**MISSION.parameters, group: numbers})


def built(mission: Mission) -> Flight | InvalidFile:
    """The flight, with some instants looked at, or the error that names the file; anything else goes through."""
    try:
        flight = Flight.build(mission, folder=FOLDER)
        for met_s in (flight.start_met_s, 100.0, 5700.0, 92500.0, 93700.0, flight.end_met_s):
            state = flight.state_at(met_s)
            assert all(map(math.isfinite, (*state.craft.position_teme_km, *state.craft.attitude_quaternion)))
    except InvalidFile as error:
        return error
    return flight


@pytest.mark.parametrize(("group", "name"), NUMBERS)
def test_every_number_of_the_shipped_flight_has_a_range_in_its_own_unit(group: str, name: str) -> None:
    bound = bound_of(group, name)
    assert bound is not OTHER
    assert bound.low <= MISSION.parameters[group][name] <= bound.high
    assert bound.why
    unit = next((unit for ending, unit in UNITS.items() if name.endswith(ending)), "")
    assert bound.unit.split(" after")[0] == unit


def test_every_range_and_every_order_is_of_a_number_there_is() -> None:
    named = {f"{group}.{name}" for group, name in NUMBERS}
    assert {name for _, names in ORDER for name in names} <= named
    used = {id(bound_of(group, name)) for group, name in NUMBERS}
    assert all(id(bound) in used for ranges in BOUNDS.values() for bound in ranges.values())
    assert set(BOUNDS) | set(BESIDE) == set(MISSION.parameters)


def test_the_shipped_numbers_and_unknown_ones_pass() -> None:
    assert not list(number_problems({**MISSION.parameters, "own": {"x": 5.0}}))
    assert list(number_problems({"own": {"x": math.nan}}))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e308, -1e12])
def test_no_number_may_be_anything(value: float) -> None:
    for group, name in NUMBERS:
        (problem,) = [p for p in number_problems({group: {name: value}}) if p.path == f"{group}.{name}"]
        assert problem.remedy.startswith("give ")


def test_numbers_in_the_wrong_order_are_named() -> None:
    said = [str(problem) for problem in number_problems(with_number("ascent", "core_off_s", 100.0).parameters)]
    assert said == ["ascent.core_off_s: is 100 and ascent.fairing_off_s 153 - make it larger than that by 1 at least"]


@pytest.mark.parametrize(
    ("group", "name", "value"),
    [
        # Each crashed, hung or gave nothing once.
        ("airlock", "inflation_s", 1e-15),
        ("airlock", "cabin_pressure_kpa", 1e308),
        ("descent", "thrust_n", -1.0),
        ("descent", "main_area_m2", 1e-15),
        ("descent", "drogue_hold_s", 1e5),
        ("free_bodies", "parting_m_s", 1e5),
        ("free_bodies", "instrument_module_end_km", -1.0),
        ("training", "ramp_s", 0.0),
        ("suit", "relief_pressure_atm", 0.0),
        ("uncertainty", "greatest_met_s", 0.0),
        ("orbit", "eccentricity", 1e5),
    ],
)
def test_a_number_that_once_ended_the_show_is_named(group: str, name: str, value: float) -> None:
    error = built(with_number(group, name, value))
    assert isinstance(error, InvalidFile)
    assert Path(error.file).name == "flight.toml"
    assert any(problem.path == f"{group}.{name}" for problem in error.problems)


@settings(max_examples=15)
@given(
    number=st.sampled_from([one for one in NUMBERS if one[0] not in ("eva", "orbit", "orbit_b", "orbit_published")]),
    share=st.sampled_from([0.0, 1e-9, 0.5, 1.0]) | st.floats(0.0, 1.0),
)
def test_any_number_inside_its_range_makes_a_flight_or_names_the_file(number: tuple[str, str], share: float) -> None:
    bound = bound_of(*number)
    built(with_number(*number, bound.low + share * (bound.high - bound.low)))
