"""KMZ, judged by fastkml with the schemas of OGC and Google, and read back by it."""

from __future__ import annotations

import io
import math
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fastkml
import numpy as np
import pytest

from viz.export.globe import angles_of, sigma_ring
from viz.export.rows import fixed_of
from viz.export.told import Told
from viz.flight.flight import Flight
from viz.flight.ground import GroundPlace, distance_along_ground_km

Tell = Callable[..., Told]
WrittenAs = Callable[[str, Told], bytes]
KML = "{http://www.opengis.net/kml/2.2}"
GX = "{http://www.google.com/kml/ext/2.2}"
START_S, STOP_S = 86_000.0, 93_737.0


@pytest.fixture(scope="module")
def document(tell: Tell, written_as: WrittenAs) -> bytes:
    raw = written_as("kmz", tell(START_S, STOP_S, 5.0, "ru"))
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        assert packed.namelist() == ["doc.kml"]
        return packed.read("doc.kml")


@pytest.fixture(scope="module")
def root(document: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(document)


def track(root: ElementTree.Element, style: str) -> list[tuple[float, ...]]:
    """Return seconds after lift-off, longitude, latitude, height, and angles where there are any, of a track."""
    (found,) = [one for one in root.iter(f"{KML}Placemark") if one.findtext(f"{KML}styleUrl") == f"#{style}"]
    rows = []
    for piece in found.iter(f"{GX}Track"):
        whens = [np.datetime64(one.text.removesuffix("Z")) for one in piece.iter(f"{KML}when")]
        coords = [tuple(map(float, one.text.split())) for one in piece.iter(f"{GX}coord")]
        angles = [tuple(map(float, one.text.split())) for one in piece.iter(f"{GX}angles")] or [()] * len(coords)
        assert len(whens) == len(coords) == len(angles)
        late = [(one - np.datetime64("1965-03-18T07:00:00")) / np.timedelta64(1, "us") / 1e6 for one in whens]
        rows += [(at, *coord, *turn) for at, coord, turn in zip(late, coords, angles, strict=True)]
    return rows


def test_the_schemas_of_ogc_and_google_take_it(document: bytes, tmp_path: Path) -> None:
    path = tmp_path / "doc.kml"
    path.write_bytes(document)
    assert fastkml.validate(file_to_validate=path) is True
    for good, bad in ((b"<TimeSpan>", b"<TimeSpam>"), (b"<gx:coord>", b"<gx:cord>")):
        broken = document.replace(good, bad).replace(good.replace(b"<", b"</"), bad.replace(b"<", b"</"))
        path.write_bytes(broken)
        with pytest.raises(Exception, match=bad.decode().strip("<>").split(":")[-1]):
            fastkml.validate(file_to_validate=path)


def test_fastkml_reads_it(document: bytes) -> None:
    kml: Any = fastkml.KML.from_string(document.split(b"\n", 1)[1].decode())
    (whole,) = kml.features
    flown, planned = (one for one in whole.features if isinstance(one, fastkml.Placemark))
    events, sigmas = (one for one in whole.features if isinstance(one, fastkml.Folder))
    assert len(flown.kml_geometry.tracks) == 2
    assert len(planned.kml_geometry.tracks) == 1
    assert len(events.features) > 10
    assert len(sigmas.features) == 13
    assert planned.name.startswith("«Восход-2»")


def test_the_track_is_the_flights_with_its_attitude(root: ElementTree.Element, flight: Flight) -> None:
    rows = track(root, "flown")
    assert (rows[0][0], rows[-1][0]) == (START_S, STOP_S)
    for row in random.Random(1).sample(rows, 20):
        state = flight.state_at(row[0])
        craft = state.craft
        assert row[1:4] == pytest.approx((craft.lon_deg, craft.lat_deg, craft.altitude_km * 1e3), abs=1e-2)
        assert row[1:3] == pytest.approx((craft.lon_deg, craft.lat_deg), abs=1e-6)
        assert angle_deg(turn_by(row[4:], row[2], row[1]), matrix(fixed_of(state).turn)) < 0.1


def turn_by(angles: Any, lat_deg: float, lon_deg: float) -> Any:
    """Return body to Earth-fixed as KML has it: rolled, then tilted, then turned to its heading, in east, north, up."""
    heading, tilt, roll = np.radians(angles)
    lat, lon = np.radians([lat_deg, lon_deg])
    axes = np.array(
        [
            [-np.sin(lon), np.cos(lon), 0.0],
            [-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)],
            [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)],
        ]
    ).T
    body_to_model = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])  # nose north, left west
    rolled = np.array([[np.cos(roll), 0, np.sin(roll)], [0, 1, 0], [-np.sin(roll), 0, np.cos(roll)]])
    tilted = np.array([[1, 0, 0], [0, np.cos(tilt), -np.sin(tilt)], [0, np.sin(tilt), np.cos(tilt)]])
    headed = np.array([[np.cos(heading), np.sin(heading), 0], [-np.sin(heading), np.cos(heading), 0], [0, 0, 1]])
    return axes @ headed @ tilted @ rolled @ body_to_model


def matrix(turn: Any) -> Any:
    w, x, y, z = turn
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def angle_deg(first: Any, second: Any) -> float:
    return float(np.degrees(np.arccos(np.clip((np.trace(first.T @ second) - 1.0) / 2.0, -1.0, 1.0))))


def test_a_level_craft_has_its_nose_where_it_flies() -> None:
    """At 0 N 0 E up is +X, east +Y, north +Z: a body whose nose is east, left north and top up is turned by that."""
    a_third_about_111 = (0.5, 0.5, 0.5, 0.5)  # x to y, y to z, z to x
    assert angles_of(a_third_about_111, 0.0, 0.0) == pytest.approx((90.0, 0.0, 0.0), abs=1e-9)


def test_the_planned_descent_is_told_beside_it(root: ElementTree.Element, flight: Flight) -> None:
    rows = track(root, "planned")
    way = flight.planned_way
    assert way is not None
    assert rows[-1][1:3] == pytest.approx((way.site.lon_deg, way.site.lat_deg), abs=0.01)
    assert rows[0][0] == way.track.start_s
    assert len(rows[0]) == 4  # no attitude: none was planned


def test_events_have_bounds_and_three_languages(root: ElementTree.Element, tell: Tell) -> None:
    told = tell(START_S, STOP_S)
    found = {}
    for one in root.iter(f"{KML}Placemark"):
        values = {data.get("name"): data.findtext(f"{KML}value") for data in one.iter(f"{KML}Data")}
        if "earliest_utc" in values:
            found[values["id"]] = (values, one)
    assert set(found) == {event.id for event in told.events}
    for event in told.events:
        values, one = found[event.id]
        assert values["earliest_utc"] == told.utc(event.time.earliest_met_s)
        assert values["latest_utc"] == told.utc(event.time.latest_met_s)
        assert values["drawn_utc"] == told.utc(event.time.met_s)
        assert values["standing"] == event.standing
        assert values["sources"].split() == list(event.sources)
        for language, title in told.titles(event).items():
            assert values[f"title_{language}"] == title
        assert one.findtext(f"{KML}name") == values["title_ru"]
        assert one.find(f"{KML}TimeSpan/{KML}begin").text[:19] == values["earliest_utc"][:19]


def test_a_ring_of_one_sigma_is_as_long_and_as_wide_as_told(flight: Flight) -> None:
    state = flight.state_at(90_000.0)
    ring = sigma_ring(state)
    assert ring[0] == ring[-1]
    middle = GroundPlace(state.craft.lat_deg, state.craft.lon_deg)
    far = [distance_along_ground_km(middle, GroundPlace(lat, lon)) for lon, lat in ring]
    below = 6371.0 / (6371.0 + state.craft.altitude_km)
    assert max(far) == pytest.approx(state.craft.along_track_sigma_km * below, rel=0.01)
    assert min(far) == pytest.approx(state.craft.across_track_sigma_km * below, rel=0.01)
    ahead = flight.state_at(90_005.0).craft
    towards = math.atan2(ahead.lat_deg - middle.lat_deg, ahead.lon_deg - middle.lon_deg)
    assert math.atan2(ring[0][1] - middle.lat_deg, ring[0][0] - middle.lon_deg) == pytest.approx(towards, abs=0.05)


def test_it_says_what_it_is(document: bytes, flight: Flight) -> None:
    for said in (flight.mission.digest, "A reconstruction", "6.26 s", "MIT", "clockwise from north"):
        assert said in document.decode()
