"""Numbers of our own in the captions are those the flight has at that moment, in every language."""

from __future__ import annotations

import re

import pytest

from viz import load_flight
from viz.flight.flight import Flight
from viz.flight.state import FlightState
from viz.languages import LANGUAGES
from viz.mission.load import mission_folder
from viz.story.captions import load_captions
from viz.story.format import Format


@pytest.fixture(scope="module")
def flight() -> Flight:
    return load_flight()


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)?", text))


def greatest(flight: Flight, about_s: float, of: str) -> FlightState:
    """The state where a number of the craft is greatest, within ten seconds and to a tenth of one."""
    states = [flight.state_at(about_s + 0.1 * step) for step in range(-100, 101)]
    return max(states, key=lambda state: float(getattr(state.craft, of)))


KILOMETRES = {
    "en": r"(?:km|kilometres)\b(?! a second)",
    "ru": r"(?:км\b|километр)(?! в секунду)",
    "hi": r"(?:किमी|किलोमीटर)(?! प्रति सेकंड|/सेकंड)",
}
IN_WORDS = {"five": 5, "пяти": 5, "पाँच": 5, "ста": 100}
ALONG_THE_GROUND = {"landing.touchdown", "rescue.ski_out"}
"""Events whose captions tell a distance over land, no height."""

ROUND = {"descent.modules_parted"}
"""Events whose captions tell the sources' round height, with an "about" before it."""


def heights_told() -> list[tuple[str, str, str]]:
    """Every kilometre in the captions of the events that is a height: language, event, number."""
    return [
        (language, event_id, number)
        for language in LANGUAGES
        for event_id, told in load_captions(mission_folder("voskhod2"), language).file.event.items()
        if event_id not in ALONG_THE_GROUND
        for number in re.findall(rf"(\S+)\s{KILOMETRES[language]}", told.text)
    ]


@pytest.mark.parametrize(("language", "event_id", "told"), heights_told())
def test_a_height_told_is_the_panels(flight: Flight, language: str, event_id: str, told: str) -> None:
    """Once 2.7 beside 2.6 for the main canopy; a height told in words is the panel's to the whole kilometre."""
    height_km = flight.state_at(flight.mission.event(event_id).time.met_s).craft.altitude_km
    if event_id in ROUND:
        assert height_km == pytest.approx(IN_WORDS.get(told) or float(told), abs=1.0)
    elif told in IN_WORDS:
        assert IN_WORDS[told] == round(height_km)
    else:
        assert told in numbers(Format.for_language(language).place(0.0, 0.0, height_km))


def test_every_language_tells_the_same_heights() -> None:
    told = {language: {row[1] for row in heights_told() if row[0] == language} for language in LANGUAGES}
    assert told["en"] == told["ru"] == told["hi"]
    assert {"launch.separation", "descent.drogue", "descent.main_canopy"} <= told["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_height_of_the_greatest_heating_is_the_panels(flight: Flight, language: str) -> None:
    """Once 46 beside 47: the caption had cut 46.5 off, and the event stood half a second before the peak."""
    form = Format.for_language(language)
    told = load_captions(mission_folder("voskhod2"), language).text("event", "descent.peak_heat")
    event_s = flight.mission.event("descent.peak_heat").time.met_s
    peak = greatest(flight, event_s, "heating_w_m2")
    assert peak.met_s == pytest.approx(event_s, abs=0.15)
    for state in (peak, flight.state_at(event_s)):
        assert form.number(state.craft.altitude_km) in numbers(told)
        assert form.number(state.craft.heating_w_m2 / 1e6, 1) in numbers(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_greatest_load_is_the_panels(flight: Flight, language: str) -> None:
    form = Format.for_language(language)
    told = load_captions(mission_folder("voskhod2"), language).text("event", "descent.peak_g")
    event_s = flight.mission.event("descent.peak_g").time.met_s
    for state in (greatest(flight, event_s, "load_g"), flight.state_at(event_s)):
        assert form.number(state.craft.load_g, 1) in numbers(told)


@pytest.mark.parametrize(
    ("event_id", "pattern", "unit"),
    [
        ("descent.peak_heat", r"([\d.]+) MW/m2.*?([\d.]+) km", "heating_w_m2"),
        ("descent.peak_g", r"([\d.]+) g at ([\d.]+) km", "load_g"),
    ],
)
def test_the_notes_of_both_peaks_are_the_flights(flight: Flight, event_id: str, pattern: str, unit: str) -> None:
    event = flight.mission.event(event_id)
    found = re.search(pattern, event.note)
    assert found is not None
    peak = greatest(flight, event.time.met_s, unit).craft
    value = peak.heating_w_m2 / 1e6 if unit == "heating_w_m2" else peak.load_g
    assert float(found[1]) == pytest.approx(value, abs=0.006)
    assert float(found[2]) == pytest.approx(peak.altitude_km, abs=0.06)
