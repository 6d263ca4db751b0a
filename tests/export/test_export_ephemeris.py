"""OEM, read back by the package of that name, by astropy and by Skyfield: the same place on the Earth."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from astropy import units
from astropy.coordinates import ITRS, TEME, CartesianRepresentation, EarthLocation
from astropy.time import Time
from astropy.utils import iers
from oem import OrbitEphemerisMessage
from skyfield.api import load, wgs84
from skyfield.positionlib import Geocentric
from skyfield.sgp4lib import TEME as TEME_FRAME
from skyfield.toposlib import ITRSPosition
from skyfield.units import Distance, Velocity

from viz.export.ephemeris import covariance
from viz.export.rows import fixed_of
from viz.export.samples import instants, misses_place, samples
from viz.export.told import Told
from viz.flight.flight import Flight

Tell = Callable[..., Told]
WrittenAs = Callable[[str, Told], bytes]


@pytest.fixture(scope="module", autouse=True)
def _offline() -> Iterator[None]:
    """The turn of the Earth as bulletin B has it since 1962, which comes with astropy."""
    with iers.conf.set_temp("auto_download", False), iers.earth_orientation_table.set(iers.IERS_B.open()):
        yield


@pytest.fixture(scope="module", params=["fixed", "teme"])
def frame(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def message(frame: str, tell: Tell, written_as: WrittenAs, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("oem") / f"{frame}.oem"
    path.write_bytes(written_as("oem", tell(84_000.0, 93_737.0, 60.0, frame=frame)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return OrbitEphemerisMessage.open(path)


def met_s(state: Any, flight: Flight) -> float:
    late = state.epoch.to_datetime() - flight.mission.liftoff_utc.replace(tzinfo=None)
    return float(late.total_seconds())


def test_it_reads_back_to_a_millimetre(message: Any, frame: str, flight: Flight) -> None:
    (segment,) = message.segments
    assert segment.metadata["REF_FRAME"] == {"fixed": "ITRF2000", "teme": "TEME"}[frame]
    assert segment.metadata["OBJECT_ID"] == "1965-022A"
    states = list(segment.states)
    assert len(states) > 350
    for state in random.Random(1).sample(states, 20):
        expected = flight.state_at(met_s(state, flight))
        fixed, craft = fixed_of(expected), expected.craft
        place, speed = (
            (np.array(fixed.position_m) / 1e3, np.array(fixed.velocity_m_s) / 1e3)
            if frame == "fixed"
            else (craft.position_teme_km, craft.velocity_teme_km_s)
        )
        assert state.position == pytest.approx(place, abs=1e-6)
        assert state.velocity == pytest.approx(speed, abs=1e-9)


def test_earth_fixed_places_are_found_by_astropy(message: Any, frame: str, flight: Flight) -> None:
    """Fixed places need no time at all. From TEME astropy goes by its own UTC and UT1 of 1965, and its polar motion."""
    for state in random.Random(2).sample(list(message.states), 5):
        craft = flight.state_at(met_s(state, flight)).craft
        place = CartesianRepresentation(*state.position * units.km)
        if frame == "teme":
            at = Time(state.epoch.to_datetime(), scale="utc")
            place = TEME(place, obstime=at).transform_to(ITRS(obstime=at)).cartesian
        found = EarthLocation.from_geocentric(place.x, place.y, place.z).to_geodetic("WGS84")
        near = {"fixed": 1e-7, "teme": 8e-4}[frame]  # 60 m: a tenth of a second, and the pole's 10 m
        assert found.lat.deg == pytest.approx(craft.lat_deg, abs=near)
        assert found.lon.deg == pytest.approx(craft.lon_deg, abs=near / np.cos(np.radians(craft.lat_deg)))
        assert found.height.to_value(units.km) == pytest.approx(craft.altitude_km, abs=0.02)


def test_skyfield_finds_the_same_place_and_is_six_seconds_off_by_its_utc(
    message: Any, frame: str, flight: Flight
) -> None:
    times = load.timescale(builtin=True)
    state = list(message.states)[100]
    craft = flight.state_at(met_s(state, flight)).craft
    at = state.epoch.to_datetime()
    seconds = at.second + at.microsecond / 1e6
    ut1 = times.ut1(at.year, at.month, at.day, at.hour, at.minute, seconds)
    utc = times.utc(at.year, at.month, at.day, at.hour, at.minute, seconds)
    assert (utc.ut1 - ut1.ut1) * 86400.0 == pytest.approx(6.6, abs=0.5)  # the trap: 6.26, and its own delta T

    def place_at(time: Any) -> Any:
        if frame == "fixed":
            return wgs84.geographic_position_of(ITRSPosition(Distance(km=state.position)).at(time))
        place, speed = Distance(km=state.position), Velocity(km_per_s=state.velocity)
        return wgs84.geographic_position_of(Geocentric.from_time_and_frame_vectors(time, TEME_FRAME, place, speed))

    found = place_at(ut1)
    assert found.latitude.degrees == pytest.approx(craft.lat_deg, abs=1e-5)
    assert found.longitude.degrees == pytest.approx(craft.lon_deg, abs=1e-5)
    off_deg = abs(place_at(utc).longitude.degrees - craft.lon_deg)
    assert off_deg == pytest.approx({"fixed": 0.0, "teme": 6.6 * 360.0 / 86164.0}[frame], abs=2.5e-3)


def test_between_rows_a_cubic_finds_the_flight_to_a_metre(flight: Flight, tell: Tell) -> None:
    told = tell(0.0, 93_737.0, 60.0)
    rows = list(samples(told, misses_place))
    times = [row.met_s for row in rows]
    chance = random.Random(3)
    for _ in range(80):
        at = chance.choice(
            [chance.uniform(0.0, 600.0), chance.uniform(0.0, 92_000.0), chance.uniform(92_000.0, 93_737.0)]
        )
        index = int(np.searchsorted(times, at)) or 1
        a, b = rows[index - 1], rows[index]
        span, u = b.met_s - a.met_s, (at - a.met_s) / (b.met_s - a.met_s)
        place = (
            (2 * u**3 - 3 * u**2 + 1) * np.array(a.position_m)
            + (u**3 - 2 * u**2 + u) * span * np.array(a.velocity_m_s)
            + (3 * u**2 - 2 * u**3) * np.array(b.position_m)
            + (u**3 - u**2) * span * np.array(b.velocity_m_s)
        )
        assert np.linalg.norm(place - fixed_of(flight.state_at(at)).position_m) < 1.0, at


def test_both_sides_of_every_jump_are_told(flight: Flight, tell: Tell) -> None:
    times = list(instants(tell(0.0, 93_737.0, 60.0)))
    assert times == sorted(set(times))
    for jump in flight.jumps:
        if 0.0 < jump.met_s < 93_737.0:
            assert round(jump.met_s, 6) in times
            assert round(jump.met_s - 0.001, 6) in times


def test_the_covariance_is_one_and_has_the_flights_sigmas(message: Any, flight: Flight) -> None:
    found = list(message.covariances)
    assert len(found) == 17
    for one in found[:12:4]:
        craft = flight.state_at(met_s(one, flight)).craft
        assert np.sqrt(one.matrix[1, 1]) == pytest.approx(craft.along_track_sigma_km)
        assert np.sqrt(one.matrix[2, 2]) == pytest.approx(craft.across_track_sigma_km)
        assert np.linalg.eigvalsh(one.matrix).min() > -1e-9
    assert covariance(48.0, 7.0, 1.15e-3)[3][1] < 0.0


def test_it_says_what_it_is(tell: Tell, written_as: WrittenAs) -> None:
    text = " ".join(
        line.removeprefix("COMMENT ") for line in written_as("oem", tell(0.0, 60.0)).decode("ascii").splitlines()
    )
    for said in ("A reconstruction", "6.26 s", "polar motion", "MIT", "Covariance in RTN", "mission_digest: "):
        assert said in text
