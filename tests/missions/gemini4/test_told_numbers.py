"""Numbers of our own that the words tell are those the flight has at that moment, in every language."""

from __future__ import annotations

import math
import re

import pytest

from viz import load_flight
from viz.flight.flight import Flight
from viz.flight.ground import EQUATOR_RADIUS_KM
from viz.languages import LANGUAGES
from viz.mission.load import mission_folder
from viz.story.captions import load_captions


@pytest.fixture(scope="module")
def flight() -> Flight:
    return load_flight("gemini4")


PLACES = ("eva.exit", "ground.san_diego", "ground.houston", "eva.houston", "orbit.shadow_entry")
"""Events whose notes tell a place of our reconstruction."""
HEIGHTS = tuple(name for name in PLACES if name != "eva.houston")


@pytest.mark.parametrize("event_id", PLACES)
def test_places_of_our_own_are_the_flights(flight: Flight, event_id: str) -> None:
    event = flight.mission.event(event_id)
    found = re.search(r"([\d.]+) ([NS]) ([\d.]+) ([WE])", event.note)
    assert found is not None
    craft = flight.state_at(event.time.met_s).craft
    lat_deg = float(found[1]) * (1 if found[2] == "N" else -1)
    lon_deg = float(found[3]) * (1 if found[4] == "E" else -1)
    assert (craft.lat_deg, craft.lon_deg) == pytest.approx((lat_deg, lon_deg), abs=0.12)


@pytest.mark.parametrize("event_id", HEIGHTS)
def test_heights_of_our_own_are_the_flights(flight: Flight, event_id: str) -> None:
    event = flight.mission.event(event_id)
    found = re.search(r"(\d+) km", event.note)
    assert found is not None
    assert flight.state_at(event.time.met_s).craft.altitude_km == pytest.approx(float(found[1]), abs=0.6)


def ground_km(flight: Flight, event_id: str, lat_deg: float, lon_deg: float) -> float:
    """Return how far a town is from the craft's ground point at an event."""
    craft = flight.state_at(flight.mission.event(event_id).time.met_s).craft
    one, two = math.radians(craft.lat_deg), math.radians(lat_deg)
    turn = math.radians(lon_deg - craft.lon_deg)
    cosine = math.sin(one) * math.sin(two) + math.cos(one) * math.cos(two) * math.cos(turn)
    return EQUATOR_RADIUS_KM * math.acos(min(1.0, cosine))


@pytest.mark.parametrize("language", LANGUAGES)
def test_houston_is_as_far_as_told(flight: Flight, language: str) -> None:
    text = load_captions(mission_folder("gemini4"), language).text("event", "ground.houston")
    assert "62" in text
    assert ground_km(flight, "ground.houston", 29.76, -95.37) == pytest.approx(62.0, abs=3.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_california_is_as_far_ahead_as_told(flight: Flight, language: str) -> None:
    text = load_captions(mission_folder("gemini4"), language).text("event", "eva.california")
    assert "770" in text
    assert ground_km(flight, "eva.california", 32.7, -117.2) == pytest.approx(770.0, abs=10.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_suns_height_at_the_coast_is_the_flights(flight: Flight, language: str) -> None:
    told = load_captions(mission_folder("gemini4"), language).text("event", "ground.san_diego")
    assert "80" in told
    sky = flight.state_at(flight.mission.event("ground.san_diego").time.met_s).sky
    assert sky.sun_elevation_deg == pytest.approx(80.0, abs=0.5)


def test_the_comparison_tells_the_flights_heights_and_sun(flight: Flight) -> None:
    states = [flight.state_at(flight.mission.event(name).time.met_s) for name in ("eva.exit", "eva.ingress")]
    assert [round(state.craft.altitude_km) for state in states] == [168, 217]
    assert [round(state.sky.sun_elevation_deg) for state in states] == [63, 34]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_greatest_load_is_the_flights(flight: Flight, language: str) -> None:
    told = load_captions(mission_folder("gemini4"), language).text("event", "descent.peak_g")
    about_s = flight.mission.event("descent.peak_g").time.met_s
    greatest_g = max(flight.state_at(about_s + step).craft.load_g for step in range(60))
    assert f"{greatest_g:.1f}" in told.replace(",", ".")


def test_each_map_update_tells_which_way_and_how_far_our_orbit_is_off(flight: Flight) -> None:
    """Our crossing of the equator against the hour read up, to the seconds the note has."""
    for number in range(1, 16):
        event = flight.mission.event(f"orbit.map_update.{number}")
        found = re.search(r"crosses there (\d+) s (after|before)", event.note)
        assert found is not None
        told_s = float(found[1]) * (1 if found[2] == "after" else -1)
        assert crossing_s(flight, event.time.met_s) - event.time.met_s == pytest.approx(told_s, abs=8.0), number


def crossing_s(flight: Flight, about_s: float) -> float:
    """Return when the craft crosses the equator northward, near an instant."""
    low_s, high_s = about_s - 200.0, about_s + 200.0
    assert flight.state_at(low_s).craft.lat_deg < 0.0 < flight.state_at(high_s).craft.lat_deg
    while high_s - low_s > 0.01:
        middle_s = 0.5 * (low_s + high_s)
        low_s, high_s = (middle_s, high_s) if flight.state_at(middle_s).craft.lat_deg < 0.0 else (low_s, middle_s)
    return low_s


def test_the_carrier_is_out_of_sight_while_she_is_40_miles_off(flight: Flight) -> None:
    """At 17:15:54 the ground tells the crew so; she is not beside the raft half an hour later."""
    for event_id in ("landing.touchdown", "rescue.helicopter", "rescue.raft"):
        assert "carrier" not in flight.state_at(flight.mission.event(event_id).time.met_s).props
    assert "carrier" in flight.state_at(flight.mission.event("rescue.carrier").time.met_s).props
