"""Sun, Moon and shadow against Skyfield's own answers and an almanac formula."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skyfield.api import load_file, wgs84
from skyfield.sgp4lib import TEME

from viz.assets import assets_root
from viz.errors import InvalidFile
from viz.flight.flight import EPHEMERIS, Flight
from viz.flight.ground import EQUATOR_RADIUS_KM, GroundPlace
from viz.flight.numbers import LandingPlace, Site
from viz.flight.sky import Sky, Weather, lit_fraction
from viz.flight.state import CloudState, Vec3
from viz.flight.vector import dot, length, unit

A_HUNDREDTH_DEG = 0.01
AN_ARCSECOND_RAD = math.radians(1.0 / 3600.0)
AU_KM = 149597870.7


def _between_rad(a: Vec3, b: Vec3) -> float:
    return 2.0 * math.asin(min(math.dist(unit(a), unit(b)) / 2.0, 1.0))


def _almanac_sun(met_s: float) -> Vec3:
    """Return the Sun's direction by the Astronomical Almanac's low-precision formula (0.01 deg), mean equinox."""
    days = 2438837.5 + (25200.0 + met_s) / 86400.0 - 2451545.0
    mean_longitude = 280.460 + 0.9856474 * days
    anomaly = math.radians(357.528 + 0.9856003 * days)
    longitude = math.radians(mean_longitude + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2.0 * anomaly))
    tilt = math.radians(23.439 - 4e-7 * days)
    return math.cos(longitude), math.cos(tilt) * math.sin(longitude), math.sin(tilt) * math.sin(longitude)


@given(share=st.floats(0.0, 1.0))
def test_sun_by_the_almanac(flight: Flight, share: float) -> None:
    met_s = share * flight.end_met_s
    sun, _ = flight.sky.sun_and_moon_km(met_s)
    assert math.degrees(_between_rad(sun, _almanac_sun(met_s))) < 2.0 * A_HUNDREDTH_DEG
    assert length(sun) == pytest.approx(0.9955 * AU_KM, rel=2e-3)


@settings(max_examples=20)
@given(share=st.floats(0.0, 1.0))
def test_directions_from_the_craft_by_skyfield(flight: Flight, share: float) -> None:
    """Skyfield observing from the satellite itself, turned into TEME at that instant."""
    path = flight.path
    met_s = path.insertion_met_s + share * (path.ignition_met_s - 1.0 - path.insertion_met_s)
    kernel = load_file(str(assets_root() / "ephemeris" / EPHEMERIS))
    moment = path.time.at(met_s)
    craft = (kernel["earth"] + path.orbit.satellite).at(moment)
    sky = flight.state_at(met_s).sky
    for name, ours in (("sun", sky.sun_direction_teme), ("moon", sky.moon_direction_teme)):
        seen = TEME.rotation_at(moment) @ craft.observe(kernel[name]).apparent(deflectors=()).xyz.km
        # The craft's own motion shifts the light by up to 5 arcseconds more, which the drawing leaves out.
        assert _between_rad(ours, tuple(seen.tolist())) < 10.0 * AN_ARCSECOND_RAD
    kernel.close()


def test_moon_is_a_day_past_full(flight: Flight) -> None:
    """Full Moon was on 17 March 1965, 11:24 UT: during the spacewalk it stands nearly opposite the Sun."""
    sky = flight.state_at(5691.0).sky
    apart = math.degrees(_between_rad(sky.sun_direction_teme, sky.moon_direction_teme))
    assert 164.0 < apart < 172.0
    assert 356e3 < sky.moon_distance_km < 407e3


@pytest.mark.parametrize(("met_s", "elevation_deg"), [(0.0, 41.0), (5691.0, 44.5), (6420.0, 9.5), (93737.0, 29.0)])
def test_sun_over_the_ground(flight: Flight, met_s: float, elevation_deg: float) -> None:
    state = flight.state_at(met_s)
    assert state.sky.sun_elevation_deg == pytest.approx(elevation_deg, abs=1.0)
    kernel = load_file(str(assets_root() / "ephemeris" / EPHEMERIS))
    ground = kernel["earth"] + wgs84.latlon(state.craft.lat_deg, state.craft.lon_deg)
    seen = ground.at(flight.path.time.at(met_s)).observe(kernel["sun"]).apparent(deflectors=()).altaz()[0].degrees
    kernel.close()
    assert state.sky.sun_elevation_deg == pytest.approx(seen, abs=A_HUNDREDTH_DEG)


def test_the_walk_was_in_daylight_and_the_shadow_fades(flight: Flight, authorities: dict[str, Any]) -> None:
    record = authorities["record"]
    for met_s in range(int(record["exit_met_s"]) - 400, int(record["repress_met_s"]), 5):
        assert flight.state_at(float(met_s)).sky.lit_fraction == 1.0
    fade = [(t / 10.0, flight.state_at(t / 10.0).sky.lit_fraction) for t in range(68500, 69500)]
    entering = [t for t, lit in fade if 0.0 < lit < 1.0]
    half = min(fade, key=lambda sample: abs(sample[1] - 0.5))[0]
    assert half == pytest.approx(authorities["reconstruction"]["shadow_entry_met_s"], abs=15.0)
    assert 8.0 < entering[-1] - entering[0] < 16.0
    shares = [lit for t, lit in fade if entering[0] <= t <= entering[-1]]
    assert all(b <= a for a, b in pairwise(shares))


def test_part_of_a_revolution_in_the_light(flight: Flight) -> None:
    """62 % of each revolution, with the Sun 37 degrees from the plane."""
    lit = [flight.state_at(float(t)).sky.lit_fraction for t in range(6000, 6000 + 5453, 10)]
    assert sum(lit) / len(lit) == pytest.approx(0.62, abs=0.02)


@given(st.floats(-math.pi, math.pi), st.floats(-math.pi / 2, math.pi / 2), st.floats(120.0, 500.0))
def test_lit_fraction_is_a_fraction_and_the_day_side_is_lit(lon: float, lat: float, altitude: float) -> None:
    reach = EQUATOR_RADIUS_KM + altitude
    place = (
        reach * math.cos(lat) * math.cos(lon),
        reach * math.cos(lat) * math.sin(lon),
        reach * math.sin(lat),
    )
    to_sun = (AU_KM - place[0], -place[1], -place[2])
    fraction = lit_fraction(place, to_sun)
    assert 0.0 <= fraction <= 1.0
    if place[0] > 0.0:
        assert fraction == 1.0
    if place[0] < 0.0 and math.hypot(place[1], place[2]) < 0.99 * EQUATOR_RADIUS_KM * 0.996:
        assert fraction == 0.0


@given(st.floats(0.0, 1.0))
def test_body_axes_see_the_same_sun(flight: Flight, share: float) -> None:
    state = flight.state_at(share * flight.end_met_s)
    assert length(state.sky.sun_direction_body) == pytest.approx(1.0, abs=1e-9)
    assert length(state.sky.sun_direction_teme) == pytest.approx(1.0, abs=1e-12)


def test_spacewalk_light_comes_from_behind_and_the_right(flight: Flight) -> None:
    """Sun in (up, forward, left) of the orbit at the exit: 45 degrees high, behind, to the right."""
    r, v, _ = flight.path.at(5691.0)
    sun = flight.state_at(5691.0).sky.sun_direction_teme
    up, ahead = dot(unit(r), sun), dot(unit(v), sun)
    assert (up, ahead) == pytest.approx((0.70, -0.37), abs=0.02)


def test_a_missing_ephemeris_is_named(flight: Flight, tmp_path: Path) -> None:
    for damaged in (tmp_path / "absent.bsp", tmp_path / "broken.bsp"):
        if damaged.name == "broken.bsp":
            damaged.write_bytes(b"not an ephemeris" * 100)
        with pytest.raises(InvalidFile, match="ephemeris"):
            Sky.from_ephemeris(damaged, flight.path.time, flight.path.clock, 0.0, 1000.0)


def test_an_ephemeris_of_another_year_is_refused(flight: Flight) -> None:
    with pytest.raises(InvalidFile, match="ephemeris"):
        Sky.from_ephemeris(
            assets_root() / "ephemeris" / EPHEMERIS, flight.path.time, flight.path.clock, 0.0, 200 * 86400.0
        )


def test_the_ship_is_aimed_by_a_sight_that_needs_daylight(flight: Flight) -> None:
    """S10: the Vzor shows the ground beneath, so the Sun is up there from the phase's first instant to the burn."""
    phase = next(phase for phase in flight.mission.phases if phase.id == "descent.orientation")
    aimed = flight.mission.event("descent.orient").time
    heights_deg = [
        flight.state_at(phase.start_met_s + share * (phase.end_met_s - phase.start_met_s)).sky.sun_elevation_deg
        for share in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    assert min(heights_deg) > 0.0
    assert flight.state_at(aimed.met_s).sky.sun_elevation_deg > 10.0
    assert phase.start_met_s <= aimed.met_s < phase.end_met_s
    assert aimed.earliest_met_s <= phase.start_met_s


@pytest.mark.parametrize(
    "event_id", ["landing.touchdown", "rescue.first_night", "rescue.skiers", "rescue.second_night"]
)
def test_the_landing_place_is_overcast_by_day_and_night(flight: Flight, event_id: str) -> None:
    """W1: overcast; the weather reanalysis has 95 to 100 % at every hour from the landing to the end of 20 March."""
    state = flight.state_at(flight.mission.event(event_id).time.met_s)
    assert state.sky.cloud.hides(state.craft.altitude_km) == 1.0
    assert state.standing.forest == "model"


def test_no_cloud_hides_the_sky_of_the_flight(flight: Flight) -> None:
    """Not on the pad, not in orbit though it passes over that country, not above the layer."""
    for met_s in (-60.0, 0.0, *(60.0 * minute for minute in range(1, 1550))):
        assert flight.state_at(met_s).sky.cloud.cover == 0.0
    assert CloudState(1.0, 5.0, 7.0).hides(7.0) == 0.0


def test_the_layer_comes_without_a_jump(flight: Flight) -> None:
    start, end = flight.path.ignition_met_s, flight.path.touchdown_met_s
    hidden = []
    for k in range(2001):
        state = flight.state_at(start + (end - start) * k / 2000)
        hidden.append(state.sky.cloud.hides(state.craft.altitude_km))
    assert hidden[0] == 0.0
    assert hidden[-1] == 1.0
    assert all(0.0 <= after - before < 0.2 for before, after in pairwise(hidden))


def test_weather_is_of_its_place() -> None:
    weather = Weather(GroundPlace(59.567, 55.467), 1.0, 5.0, 7.0)
    assert weather.over(GroundPlace(59.6, 55.5, 0.2)).cover == 1.0
    assert weather.over(GroundPlace(53.2, 63.6, 0.2)).cover == 0.0
    assert Weather.over_site(LandingPlace(site=Site(59.0, 55.0, 0.2, 0.6))) is None
