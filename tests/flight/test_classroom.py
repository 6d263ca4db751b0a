"""Other burns: the delay experiment of the classroom, against the numbers the record and the study give."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viz.errors import UsageError
from viz.flight.flight import Flight
from viz.missions.voskhod2.flight.classroom import moments_of


@pytest.mark.parametrize("index", [0, 1])
def test_the_miss_of_a_late_ignition(flight: Flight, authorities: dict[str, Any], index: int) -> None:
    """22 s is about 165 km, as told (L6); 46 s is 349, so 46 s and 386 km are not one count (L5, X05)."""
    bar = authorities["delay"]
    late = flight.descent(delay_s=bar["seconds"][index])
    assert late.miss_km == pytest.approx(bar["miss_km"][index], abs=bar["within_km"][index])
    assert late.km_per_s == pytest.approx(7.6, abs=0.1)
    assert late.flown.ignition_met_s - late.punctual.ignition_met_s == bar["seconds"][index]


def test_51_seconds_would_be_386_km(flight: Flight) -> None:
    assert flight.descent(delay_s=51.0).miss_km == pytest.approx(386.0, abs=10.0)


def test_the_flown_landing_is_the_flight_s_own(flight: Flight) -> None:
    late = flight.descent(delay_s=46)
    assert (late.flown.lat_deg, late.flown.lon_deg) == pytest.approx((59.57, 55.47), abs=1e-4)
    assert late.flown.touchdown_met_s == flight.path.touchdown_met_s
    assert late.flown.peak_load_g == flight.path.descent.peak("load")[0]
    # A punctual burn comes down short of it, on the same track, south-west.
    assert late.punctual.lat_deg < late.flown.lat_deg
    assert late.punctual.lon_deg < late.flown.lon_deg
    assert 8.0 < late.punctual.peak_load_g < 9.5


def test_no_delay_is_no_miss(flight: Flight) -> None:
    late = flight.descent(delay_s=0.0)
    assert late.miss_km == 0.0
    assert late.punctual == late.flown
    assert late.km_per_s == pytest.approx(7.73, abs=0.02)


@settings(max_examples=10, deadline=None)
@given(delay_s=st.floats(1.0, 90.0))
def test_the_miss_grows_with_the_delay(flight: Flight, delay_s: float) -> None:
    assert flight.descent(delay_s=delay_s).miss_km == pytest.approx(7.6 * delay_s, rel=0.03)


def test_another_burn(flight: Flight) -> None:
    """One metre a second more is 37 km shorter; straight instead of yawed, 57 km."""
    flown = flight.landing()
    stronger = flight.landing(delta_v_m_s=flown.delta_v_m_s + 1.0)
    assert flown.distance_km(stronger) == pytest.approx(37.0, abs=2.0)
    assert stronger.lat_deg < flown.lat_deg
    assert flown.distance_km(flight.landing(yaw_deg=0.0)) == pytest.approx(57.0, abs=3.0)
    later = flight.landing(ignition_shift_s=46.0)
    assert later.lat_deg > flown.lat_deg
    assert later.touchdown_met_s > flown.touchdown_met_s


def test_an_answer_reads_short(flight: Flight) -> None:
    text = repr(flight.descent(delay_s=22.0))
    assert "miss_km=168" in text
    assert len(text) < 1000


def test_moments_stand_in_order(flight: Flight) -> None:
    times = list(moments_of(flight.path.descent).values())
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda flight: flight.descent(delay_s=-1.0), r"delay_s = -1\.0 is not possible .* from 0\.0 to 90\.0"),
        (lambda flight: flight.descent(delay_s=math.nan), r"delay_s = nan .* from 0\.0 to 90\.0"),
        (lambda flight: flight.descent(delay_s="soon"), "delay_s = 'soon'"),
        (lambda flight: flight.landing(ignition_shift_s=301.0), r"ignition_shift_s = 301\.0 .* from -90\.0 to 300\.0"),
        (lambda flight: flight.landing(delta_v_m_s=10.0), r"delta_v_m_s = 10\.0 .* from 80\.0 to 160\.0"),
        (lambda flight: flight.landing(yaw_deg=90.0), r"yaw_deg = 90\.0 .* from -20\.0 to 20\.0"),
        (lambda flight: flight.landing(pitch_deg=math.inf), r"pitch_deg = inf .* from -20\.0 to 20\.0"),
    ],
)
def test_what_cannot_be_is_refused_with_its_range(flight: Flight, call: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        call(flight)


@pytest.mark.parametrize(
    "changes",
    [{"delta_v_m_s": 80.0}, {"delta_v_m_s": 160.0}, {"yaw_deg": 20.0}, {"pitch_deg": -20.0}, {"pitch_deg": 20.0}],
)
def test_the_ends_of_the_ranges_still_land(flight: Flight, changes: dict[str, float]) -> None:
    landing = flight.landing(**changes)
    assert landing.altitude_km == pytest.approx(0.2, abs=1e-6)
    assert 5.0 < landing.peak_load_g < 15.0
