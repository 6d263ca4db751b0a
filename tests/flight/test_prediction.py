"""The orbit's own figures are told as what they are, and beside the fit what would be without the landing."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from viz.flight.flight import Flight
from viz.flight.prediction import PUBLISHED
from viz.flight.timescale import MissionTime


def test_mean_elements_are_not_heights_flown(flight: Flight) -> None:
    """An independent reader had 161.15 and 474.05 km as flown, 166.2 and 466.6 km as mean elements, 90.886 min."""
    figures = flight.orbit_figures
    assert figures.least_height_km == pytest.approx(161.15, abs=0.01)
    assert figures.greatest_height_km == pytest.approx(474.05, abs=0.01)
    assert (round(figures.mean_perigee_km, 1), round(figures.mean_apogee_km, 1)) == (166.2, 466.6)
    assert figures.period_min == pytest.approx(90.886, abs=0.0005)


def test_the_mission_tells_the_figures_the_program_computes(flight: Flight) -> None:
    figures = flight.orbit_figures
    computed = {
        "orbit.perigee": (figures.mean_perigee_km, figures.least_height_km),
        "orbit.apogee": (figures.mean_apogee_km, figures.greatest_height_km),
        "orbit.period": (figures.period_min,),
    }
    for fact in flight.mission.facts:
        if fact.id in computed:
            ours = sorted(other.value or 0.0 for other in fact.alternatives if other.sources == ("OWN",))
            assert ours == pytest.approx(sorted(computed[fact.id]), abs=0.05), fact.id


def test_without_the_landing_the_ship_is_far_behind(flight: Flight) -> None:
    """390 km at ignition by our own model; an independent integration has 475."""
    before = flight.predicted_at(flight.path.ignition_met_s - 1e-3)
    assert before is not None
    told = {fact.id: fact for fact in flight.mission.facts}["orbit.uncertainty_day"]
    values = {other.value: other.text for other in told.alternatives}
    assert "Without the landing" in values[round(-before.ahead_km)]
    assert -before.ahead_km > 2.5 * flight.state_at(flight.path.ignition_met_s).craft.along_track_sigma_km
    walk = flight.predicted_at(6055.0)
    assert walk is not None
    assert -50.0 < walk.ahead_km < -36.0


def test_it_is_told_on_the_orbit_only(flight: Flight) -> None:
    for met_s in (0.0, flight.path.insertion_met_s - 0.1, flight.path.ignition_met_s, flight.end_met_s):
        assert flight.predicted_at(met_s) is None
    assert flight.predicted_at(flight.path.insertion_met_s) is not None


def test_the_prediction_is_what_the_published_figures_alone_fit(
    flight: Flight, script: Callable[[str], ModuleType]
) -> None:
    fit = script("fit_orbit")
    unknowns, left = fit.fitted_without_landing(flight.mission, 30)
    shipped = flight.mission.parameters[PUBLISHED]
    assert left < 0.5
    for name in fit.ORBIT_UNKNOWNS:
        assert unknowns[name] == pytest.approx(shipped[name], abs=1e-3 * fit.STEPS[name]), name
    time = MissionTime.from_liftoff(flight.mission.liftoff_utc)
    figures = fit._figures(flight.mission, fit._orbit(flight.mission, time, dict(shipped)))
    assert figures["nodal_period_min"] == pytest.approx(90.93, abs=0.005)  # O2
