"""CZML, read back by czml3, and interpolated as Cesium does, against the flight."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from czml3 import Packet

from viz.export.rows import fixed_of
from viz.export.told import Told
from viz.flight.flight import Flight
from viz.flight.quaternion import rotate

Tell = Callable[..., Told]
WrittenAs = Callable[[str, Told], bytes]
STRETCHES = {
    "ascent": (0.0, 600.0),
    "walk": (5660.0, 5820.0),
    "spin": (20_000.0, 20_600.0),
    "descent": (92_000.0, 93_737.0),
}


@pytest.fixture(scope="module")
def scenes(tell: Tell, written_as: WrittenAs) -> dict[str, list[dict[str, Any]]]:
    return {name: json.loads(written_as("czml", tell(*ends, 60.0, "ru"))) for name, ends in STRETCHES.items()}


def joined(scene: list[dict[str, Any]], name: str, kind: str, numbers: str, wide: int) -> Any:
    """Return the samples of one thing from all of its packets: rows of seconds after lift-off and values."""
    rows: list[float] = []
    for packet in scene:
        if packet["id"] == name and kind in packet:
            assert packet[kind]["epoch"] == "1965-03-18T07:00:00.000Z"
            rows += packet[kind][numbers]
    table = np.array(rows).reshape(-1, wide + 1)
    assert (np.diff(table[:, 0]) > 0.0).all()
    return table


@pytest.mark.parametrize("name", STRETCHES)
def test_czml3_takes_every_packet(name: str, scenes: Any) -> None:
    assert scenes[name][0]["id"] == "document"
    assert scenes[name][0]["version"] == "1.0"
    for packet in scenes[name]:
        assert Packet.model_validate(packet).id == packet["id"]


@pytest.mark.parametrize("name", STRETCHES)
def test_places_and_attitudes_are_the_flights_at_twenty_instants(name: str, scenes: Any, flight: Flight) -> None:
    places = joined(scenes[name], "craft", "position", "cartesianVelocity", 6)
    turns = joined(scenes[name], "craft", "orientation", "unitQuaternion", 4)
    chance = random.Random(name)
    for met_s in [chance.uniform(*STRETCHES[name]) for _ in range(20)]:
        fixed = fixed_of(flight.state_at(met_s))
        assert np.linalg.norm(cubic(places, met_s) - fixed.position_m) < 1.0, met_s
        w, x, y, z = fixed.turn
        likeness = min(abs(float(np.dot(shorter_way(turns, met_s), (x, y, z, w)))), 1.0)
        assert np.degrees(2.0 * np.arccos(likeness)) < 0.1, met_s


def around(table: Any, met_s: float) -> tuple[Any, Any, float]:
    index = min(max(int(np.searchsorted(table[:, 0], met_s)), 1), len(table) - 1)
    before, after = table[index - 1], table[index]
    return before, after, (met_s - before[0]) / (after[0] - before[0])


def cubic(table: Any, met_s: float) -> Any:
    a, b, u = around(table, met_s)
    span = b[0] - a[0]
    ends = (2 * u**3 - 3 * u**2 + 1) * a[1:4] + (3 * u**2 - 2 * u**3) * b[1:4]
    return ends + span * ((u**3 - 2 * u**2 + u) * a[4:7] + (u**3 - u**2) * b[4:7])


def shorter_way(table: Any, met_s: float) -> Any:
    a, b, u = around(table, met_s)
    dot = float(np.dot(a[1:], b[1:]))
    far = b[1:] * (1.0 if dot >= 0.0 else -1.0)
    angle = np.arccos(min(abs(dot), 1.0))
    if angle < 1e-6:
        return a[1:]
    return (np.sin((1 - u) * angle) * a[1:] + np.sin(u * angle) * far) / np.sin(angle)


def test_a_spin_has_no_step_of_half_a_turn(scenes: Any, flight: Flight) -> None:
    assert flight.state_at(20_300.0).craft.spin_deg_s == pytest.approx(20.0, abs=0.01)
    turns = joined(scenes["spin"], "craft", "orientation", "unitQuaternion", 4)
    assert np.diff(turns[:, 0]).max() * 20.0 < 90.0


def test_the_man_outside_is_where_he_is(scenes: Any, flight: Flight) -> None:
    rows = joined(scenes["walk"], "person/leonov", "position", "cartesian", 3)
    assert rows[0, 0] == pytest.approx(5691.0, abs=1.0)
    for row in rows[::13]:
        state = flight.state_at(row[0])
        fixed = fixed_of(state)
        expected = np.add(fixed.position_m, rotate(fixed.turn, state.leonov.position_m))
        assert row[1:] == pytest.approx(expected, abs=1e-3)


def test_parts_that_left_are_followed(scenes: Any, flight: Flight) -> None:
    known = {packet["id"] for packet in scenes["ascent"]}
    parts = {f"part/{part.name}" for part in flight.state_at(300.0).craft.free_bodies}
    assert parts
    assert parts <= known


def test_events_have_bounds_and_three_languages(scenes: Any, tell: Tell) -> None:
    told = tell(*STRETCHES["walk"])
    packets = {packet["id"]: packet for packet in scenes["walk"]}
    for event in told.events:
        packet = packets[f"event/{event.id}"]
        values = packet["properties"]
        assert values["earliest_utc"] == told.utc(event.time.earliest_met_s) == packet["availability"].split("/")[0]
        assert values["latest_utc"] == told.utc(event.time.latest_met_s)
        assert values["sources"].split() == list(event.sources)
        assert (values["standing"], packet["name"]) == (event.standing, told.titles(event)["ru"])
        for language, title in told.titles(event).items():
            assert values[f"title_{language}"] == title


def test_one_sigma_lies_along_the_track(scenes: Any, flight: Flight) -> None:
    (packet,) = [one for one in scenes["walk"] if one["id"] == "craft/1-sigma"]
    radii = np.array(packet["ellipsoid"]["radii"]["cartesian"]).reshape(-1, 4)
    turns = np.array(packet["orientation"]["unitQuaternion"]).reshape(-1, 5)
    state = flight.state_at(radii[0, 0])
    assert radii[0, 1:3] / 1e3 == pytest.approx(
        (state.craft.along_track_sigma_km, state.craft.across_track_sigma_km), abs=0.001
    )
    x, y, z, w = turns[0, 1:]
    ahead = np.array(fixed_of(state).velocity_m_s)
    assert np.dot(rotate((w, x, y, z), (1.0, 0.0, 0.0)), ahead / np.linalg.norm(ahead)) > 0.999
    assert packet["position"]["reference"] == "craft#position"


def test_the_planned_descent_is_there_when_it_was_planned(tell: Tell, written_as: WrittenAs, flight: Flight) -> None:
    scene = json.loads(written_as("czml", tell(86_700.0, 86_760.0)))
    rows = joined(scene, "planned", "position", "cartesianVelocity", 6)
    way = flight.planned_way
    assert way is not None
    assert rows[-1, 1:4] == pytest.approx(np.array(way.site.position_fixed_km()) * 1e3, abs=1000.0)


def test_it_says_what_it_is(scenes: Any, flight: Flight) -> None:
    about = next(packet for packet in scenes["walk"] if packet["id"] == "about")
    text = json.dumps(about)
    for said in (flight.mission.digest, "A reconstruction", "6.26 s", "MIT"):
        assert said in text
