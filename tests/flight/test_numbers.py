"""Every number has its unit and range; all that is wrong is told at once; what is right makes a flight or one error."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.errors import InvalidFile
from viz.flight.flight import Flight
from viz.flight.numbers import Grounds, LandingPlace
from viz.mission.load import load_mission, mission_folder
from viz.mission.model import Mission
from viz.mission.numbers import Parameters, flat, read_some
from viz.missions.voskhod2.flight.numbers import GROUPS, numbers_of
from viz.story.check import check_folder

MISSION = load_mission("voskhod2")
FOLDER = mission_folder("voskhod2")
KNOWN = {(one.group, one.name): one.range for one in GROUPS.known()}
"""A landing place that is told has a free name; the shipped one stands for all."""
RANGES = {(group, name.replace("<name>", "older_sheets")): bound for (group, name), bound in KNOWN.items()}
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


@pytest.mark.parametrize(("group", "name"), sorted(RANGES))
def test_every_number_has_a_range_in_its_own_unit(group: str, name: str) -> None:
    bound = RANGES[group, name]
    assert bound.low < bound.high
    assert bound.why
    unit = next((unit for ending, unit in UNITS.items() if name.endswith(ending)), "")
    assert bound.unit.split(" after")[0] == unit


def test_each_shipped_number_is_read_under_its_own_name() -> None:
    numbers = numbers_of(MISSION.parameters)
    for group, given_numbers in MISSION.parameters.items():
        if group != "landing_told":
            read = flat(getattr(numbers, group))
            assert {name: read[name] for name in given_numbers} == given_numbers
    assert numbers.landing_told is not None
    assert numbers.landing_told["older_sheets"].lat_deg == MISSION.parameters["landing_told"]["older_sheets_lat_deg"]
    assert set(MISSION.parameters) == {group for group, _ in KNOWN}


def test_a_group_beside_another_has_what_it_does_not_give_from_that_one() -> None:
    numbers = numbers_of(MISSION.parameters)
    assert numbers.descent_b is not None
    assert numbers.descent_b.thrust_n == numbers.descent.thrust_n
    assert numbers.descent_b.yaw_deg == MISSION.parameters["descent_b"]["yaw_deg"] != numbers.descent.yaw_deg


def test_every_order_is_of_numbers_there_are() -> None:
    assert {tuple(name.split(".")) for order in GROUPS.orders for name in order.names} <= set(KNOWN)


def told(parameters: Parameters) -> list[str]:
    return [str(problem) for problem in GROUPS.problems(parameters)]


def test_the_shipped_numbers_pass() -> None:
    assert told(MISSION.parameters) == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    spoiled: dict[str, dict[str, float]] = {group: dict(own) for group, own in MISSION.parameters.items()}
    spoiled["airlok"] = spoiled.pop("airlock")
    del spoiled["eva"]["departure_2_reach_m"]
    spoiled["eva"]["departure_2_reech_m"] = 3.6
    spoiled["attitude"]["spin_degs"] = 20.0
    spoiled["orbit"]["eccentricity"] = 0.9
    spoiled["orbit_b"] = {"raan_deg": 999.0, "nonsense": 1.0}
    spoiled["landing_told"] = {"memoir_lat_deg": 59.0}
    spoiled["ascent"]["core_off_s"] = 100.0
    told_once = told(spoiled)
    assert len(told_once) == len(set(told_once))
    assert {line.split(":")[0]: line.split(": ", 1)[1] for line in told_once} == {
        "airlock": "is missing - add it",
        "airlok": "is not a key of this table - did you mean airlock?",
        "eva.departure_2_reach_m": "is missing - add it",
        "eva.departure_2_reech_m": "is not a key of this table - did you mean reach_m?",
        "attitude.spin_degs": "is not a key of this table - did you mean spin_deg_s or spin_down_s or spin_up_s?",
        "orbit.eccentricity": "is 0.9 - give 0 to 0.3; more would graze the ground",
        "orbit_b.raan_deg": "is 999 - give -360 to 360 deg; a turn either way",
        "orbit_b.nonsense": told_of_unknown("orbit"),
        "landing_told.memoir_lon_deg": "is missing - add it",
        "ascent.core_off_s": "is 100 and ascent.fairing_off_s 153 - make it larger than that by 1 at least",
    }


def told_of_unknown(group: str) -> str:
    names = sorted(name for own, name in KNOWN if own == group)
    return f"is not a key of this table - use one of {', '.join(names)}"


@pytest.mark.parametrize(("group", "name"), [("eva", "departure_6_reach_m"), ("suit", "colour"), ("own", "x")])
def test_an_unknown_number_is_refused_by_check_and_by_building(tmp_path: Path, group: str, name: str) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "own"))
    flight = folder / "flight.toml"
    text = flight.read_text(encoding="utf-8")
    head = f"[{group}]\n"
    added = f"{head}{name} = 1.0\n"
    flight.write_text(text.replace(head, added) if head in text else text + added, encoding="utf-8")
    path = f"{group}.{name}" if head in text else group
    for judge in (lambda: check_folder(folder), lambda: Flight.build(load_mission(folder), folder=folder)):
        with pytest.raises(InvalidFile) as caught:
            judge()
        assert caught.value.file == str(flight)
        assert [problem.path for problem in caught.value.problems] == [path]
        assert "is not a key" in caught.value.problems[0].what


def test_the_ground_a_camera_needs_is_told_once(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "own"))
    flight = folder / "flight.toml"
    text = flight.read_text(encoding="utf-8")
    flight.write_text(text.replace("craft_height_m = 41.0", "craft_hight_m = 41.0"), encoding="utf-8")
    with pytest.raises(InvalidFile) as caught:
        check_folder(folder)
    assert sorted(problem.path for problem in caught.value.problems) == ["pad.craft_height_m", "pad.craft_hight_m"]


def test_a_room_reads_the_groups_it_needs_and_no_others() -> None:
    spoiled = {**MISSION.parameters, "suit": {"colour": 1.0}}
    assert read_some(spoiled, Grounds).pad == numbers_of(MISSION.parameters).pad
    assert read_some({}, LandingPlace) == LandingPlace()
    lame: Parameters = {"pad": {"lat_deg": 99.0}, "site": {"lat": 1.0}}
    with pytest.raises(InvalidFile, match=r"own\.toml") as caught:
        read_some(lame, Grounds, "own.toml")
    assert {"pad.lat_deg", "pad.lon_deg", "site.lat", "site.lat_deg"} <= {one.path for one in caught.value.problems}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1e308, -1e12])
def test_no_number_may_be_anything(value: float) -> None:
    everything = {group: dict.fromkeys(own, value) for group, own in MISSION.parameters.items()}
    for group, own in everything.items():
        problems = [
            one for one in GROUPS.problems({**MISSION.parameters, group: own}) if one.remedy.startswith("give ")
        ]
        assert {one.path for one in problems} == {f"{group}.{name}" for name in own}


def test_numbers_in_the_wrong_order_are_named() -> None:
    assert told(with_number("ascent", "core_off_s", 100.0).parameters) == [
        "ascent.core_off_s: is 100 and ascent.fairing_off_s 153 - make it larger than that by 1 at least"
    ]


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
    bound = RANGES[number]
    built(with_number(*number, bound.low + share * (bound.high - bound.low)))
