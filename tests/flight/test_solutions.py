"""Solution B, the alternative orbit: its own bars, and the same joins and landing as the one that is flown."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from scipy.optimize import brentq

from viz import load_flight
from viz.errors import InvalidFile, UsageError
from viz.flight.atmosphere import air_at
from viz.flight.flight import Flight
from viz.flight.frames import ground_velocity_teme
from viz.flight.ground import EQUATOR_RADIUS_KM, GroundPlace, distance_along_ground_km
from viz.flight.track import Track, read_knots
from viz.flight.vector import length, sub
from viz.mission.model import Mission
from viz.missions.voskhod2.flight.solutions import checked, mission_of, solutions_in, track_name


@pytest.fixture(scope="module")
def other() -> Flight:
    return load_flight(orbit="B")


@pytest.fixture(scope="module")
def bars(authorities: dict[str, Any]) -> dict[str, float]:
    found: dict[str, float] = authorities["solution_b"]
    return found


def test_it_is_another_fit_and_not_another_flight(other: Flight) -> None:
    assert not other.hypothetical
    assert "orbit B" in repr(other)
    assert other.state_at(5691.0).standing.craft == "reconstruction"


def test_its_orbit(other: Flight, bars: dict[str, float], authorities: dict[str, Any]) -> None:
    model = other.path.orbit.model
    major_km = model.a * 6378.135
    assert major_km * (1.0 + model.ecco) - EQUATOR_RADIUS_KM == pytest.approx(bars["apogee_km"], abs=4.0)
    assert major_km * (1.0 - model.ecco) - EQUATOR_RADIUS_KM == pytest.approx(167.0, abs=5.0)
    assert math.degrees(model.inclo) == pytest.approx(authorities["record"]["inclination_deg"], abs=0.02)

    def node_after(met_s: float) -> float:
        times = np.arange(met_s, met_s + 6500.0, 20.0)
        z = other.path.orbit.positions_teme_km(times)[:, 2]
        at = int(np.flatnonzero((z[:-1] < 0.0) & (z[1:] >= 0.0))[0])
        return float(brentq(lambda t: other.path.orbit.positions_teme_km([t])[0, 2], times[at], times[at + 1]))

    first = node_after(4000.0)
    assert (node_after(first + 3000.0) - first) / 60.0 == pytest.approx(bars["period_min"], abs=0.01)


def test_its_burn(other: Flight, bars: dict[str, float]) -> None:
    """The engine's nominal speed change, nearly straight, in the minute the record gives."""
    descent = other.path.descent
    assert descent.model.ignition_met_s == bars["ignition_met_s"]
    assert descent.model.delta_v_m_s == pytest.approx(bars["delta_v_m_s"], abs=2.0)
    assert descent.model.yaw_deg == pytest.approx(bars["yaw_deg"], abs=0.2)
    sinking = ground_velocity_teme(*other.path.at(descent.touchdown_met_s - 30.0)[:2])
    thinner = air_at(other.state_at(descent.touchdown_met_s - 30.0).craft.altitude_km)[0] / air_at(0.0)[0]
    assert length(sinking) * 1e3 * math.sqrt(thinner) == pytest.approx(bars["sinking_m_s"], abs=0.05)
    assert 7.5 < descent.peak("load")[0] < 9.5


def test_it_lands_where_and_when_the_record_says(other: Flight, authorities: dict[str, Any]) -> None:
    record, descent = authorities["record"], other.path.descent
    site = GroundPlace(record["touchdown_lat_deg"], record["touchdown_lon_deg"])
    assert distance_along_ground_km(descent.site, site) < 0.010
    assert descent.touchdown_met_s == pytest.approx(record["touchdown_met_s"], abs=0.1)


def test_the_two_differ_little_in_the_spacewalk_and_more_at_the_burn(flight: Flight, other: Flight) -> None:
    """Less than the 48 km of uncertainty while he is outside; a hundred seconds of flight by the next day."""
    apart = {t: math.dist(flight.path.at(t).position_km, other.path.at(t).position_km) for t in (5691.0, 6420.0)}
    assert all(1.0 < km < 45.0 for km in apart.values())
    later = math.dist(flight.path.at(86400.0).position_km, other.path.at(86400.0).position_km)
    assert 5.0 * max(apart.values()) < later < 1000.0


@pytest.mark.parametrize("join", ["lift-off", "insertion", "ignition", "soft landing"])
def test_its_joins(other: Flight, join: str) -> None:
    path = other.path
    met_s = {
        "lift-off": 1e-5,
        "insertion": path.insertion_met_s,
        "ignition": path.ignition_met_s,
        "soft landing": path.descent.soft_landing_met_s,
    }[join]
    before, after = path.at(met_s - 1e-6), path.at(met_s + 1e-6)
    flown = tuple(1e-6 * (p + q) for p, q in zip(before.velocity_km_s, after.velocity_km_s, strict=True))
    assert math.dist(sub(after.position_km, before.position_km), flown) < 1e-6
    assert math.dist(before.velocity_km_s, after.velocity_km_s) < 1e-6


def test_its_events_and_phases_keep_time_with_its_descent(other: Flight) -> None:
    descent = other.path.descent
    assert other.mission.event("descent.ignition").time.met_s == descent.model.ignition_met_s
    assert other.mission.event("landing.touchdown").time.met_s == 93737.0
    assert other.state_at(descent.model.ignition_met_s + 1.0).phase == "descent.burn"
    assert other.state_at(descent.model.ignition_met_s - 1.0).phase == "descent.orientation"
    assert other.state_at(descent.drogue_met_s + 1.0).phase == "descent.parachute"
    assert other.state_at(93738.0).phase.startswith("forest")
    assert other.state_at(93738.0).forest is not None


@pytest.mark.parametrize("leg", ["ascent", "descent"])
def test_its_knots_are_what_the_scripts_make(
    mission: Mission, folder: Path, script: Callable[[str], ModuleType], tmp_path: Path, leg: str
) -> None:
    built = tmp_path / "built.txt"
    built.write_text(script(f"build_{leg}").build(mission, "B"), encoding="utf-8")
    made, shipped = (Track.quintic(read_knots(file)) for file in (built, folder / "tracks" / track_name(leg, "B")))
    for met_s in np.linspace(shipped.start_s, shipped.end_s, 200).tolist():
        assert math.dist(made.at(met_s).position_km, shipped.at(met_s).position_km) < 1e-3


def test_its_numbers_are_a_consistent_fit(
    flight: Flight, mission: Mission, script: Callable[[str], ModuleType]
) -> None:
    """By its own priors: the orbit held loosely, the engine, the attitude and the minute of ignition tightly."""
    fit, own = script("fit_orbit"), mission_of(mission, "B")
    missed = fit.residuals(own, flight.path.time, fit.unknowns_of(own), "B")
    assert {name: z for name, z in missed.items() if abs(z) >= 2.0} == {}
    assert all(abs(missed[name]) < 1e-2 for name in ("north_km", "east_km", "late_s"))
    assert sum(z * z for z in missed.values()) / 2.0 == pytest.approx(5.1, abs=0.3)


def test_by_the_priors_of_the_one_flown_it_fails(
    flight: Flight, mission: Mission, script: Callable[[str], ModuleType]
) -> None:
    """Period and apogee against the tracking: why R is flown."""
    fit, own = script("fit_orbit"), mission_of(mission, "B")
    missed = fit.residuals(own, flight.path.time, fit.unknowns_of(own), "R")
    assert missed["nodal_period_min"] < -4.0
    assert missed["apogee_km"] < -3.0


def test_names(mission: Mission) -> None:
    assert solutions_in(mission.parameters) == ("R", "B")
    assert solutions_in({"orbit": {}}) == ("R",)
    with pytest.raises(UsageError, match="use one of R, B"):
        checked("b")
    with pytest.raises(UsageError, match="choose from R, B"):
        load_flight(orbit=None)


def test_a_mission_without_it_says_so(mission: Mission, folder: Path) -> None:
    from dataclasses import replace

    from viz.missions.voskhod2.flight.whatif import WhatIf

    bare = {name: group for name, group in mission.parameters.items() if not name.endswith("_b")}
    with pytest.raises(InvalidFile, match="orbit_b"):
        Flight.build(replace(mission, parameters=bare), folder=folder, what_if=WhatIf(orbit="B"))
