"""How the parts that left in space ended."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from viz.errors import UsageError
from viz.flight.flight import Flight
from viz.flight.gravity import J2, J3, MU_KM3_S2
from viz.flight.ground import EQUATOR_RADIUS_KM
from viz.flight.track import Knot
from viz.flight.vector import dot, length
from viz.missions.voskhod2.flight.fates import Fate


@pytest.fixture(scope="module")
def airlock(flight: Flight) -> Fate:
    return flight.fate("airlock")


def _energy(knot: Knot) -> float:
    r, v = knot.position_km, knot.velocity_km_s
    distance = length(r)
    sine = r[2] / distance
    oblate = J2 * (EQUATOR_RADIUS_KM / distance) ** 2 * (1.5 * sine * sine - 0.5)
    pear = J3 * (EQUATOR_RADIUS_KM / distance) ** 3 * (2.5 * sine**3 - 1.5 * sine)
    return dot(v, v) / 2.0 - MU_KM3_S2 / distance * (1.0 - oblate - pear)


def test_the_instrument_module_burns_on_the_way_down(flight: Flight) -> None:
    fate = flight.fate("instrument_module")
    assert fate.parted_met_s == flight.mission.event("descent.modules_parted").time.met_s
    assert fate.parted_met_s < fate.burned_met_s < flight.path.touchdown_met_s
    assert fate.burned_at.altitude_km == pytest.approx(60.0, abs=1.0)
    assert 50.0 < fate.burned_at.lat_deg < flight.path.descent.site.lat_deg


def test_the_airlock_stays_up_for_days(flight: Flight, airlock: Fate) -> None:
    """Ten times the craft's drag for its mass, so it comes down first; a model, good to a third of the time."""
    assert airlock.parted_met_s == flight.mission.event("airlock.jettison").time.met_s
    days = (airlock.burned_met_s - airlock.parted_met_s) / 86400.0
    assert 3.0 < days < 20.0
    assert airlock.burned_at.altitude_km == pytest.approx(60.0, abs=1.0)
    assert airlock.revolutions == pytest.approx(days * 86400.0 / 5360.0, rel=0.02)


def test_it_starts_from_its_place_on_the_craft(flight: Flight, airlock: Fate) -> None:
    start = airlock.track.knots[0]
    craft = flight.path.at(start.met_s)
    assert start.position_km == craft.position_km
    assert math.dist(start.velocity_km_s, craft.velocity_km_s) == pytest.approx(1.2e-3, rel=1e-6)


def test_the_followed_airlock_and_its_fate_begin_alike(flight: Flight, airlock: Fate) -> None:
    """The picture's drift about the craft and the long orbit; later SGP4 and our own gravity go apart by more."""
    met_s = airlock.parted_met_s + 300.0
    craft = flight.path.at(met_s)
    body = next(body for body in flight.state_at(met_s).craft.free_bodies if body.name == "airlock")
    away = [1e3 * (a - b) for a, b in zip(airlock.track.at(met_s).position_km, craft.position_km, strict=True)]
    assert length(body.offset_m) > 300.0
    assert math.dist(away, body.offset_m) < 50.0


def test_the_air_only_takes_from_it(airlock: Fate) -> None:
    """Every revolution it has less energy than before."""
    energies = [_energy(knot) for knot in airlock.track.knots[::260]]
    assert all(late < early + 1e-9 for early, late in pairwise(energies))


@pytest.mark.parametrize("name", ["boosters", "descent_sphere", "nothing"])
def test_no_other_fate_is_told(flight: Flight, name: str) -> None:
    with pytest.raises(UsageError, match="ask for instrument_module or airlock"):
        flight.fate(name)
