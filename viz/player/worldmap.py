"""The flight on a map of the world: what stands still, and what moves from frame to frame.

Longitudes and latitudes in degrees, east and north positive. The page draws; nothing here knows pixels.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from viz.assets import assets_root
from viz.errors import InvalidFile, Problem
from viz.flight.flight import Flight
from viz.flight.frames import fixed_from_teme
from viz.flight.ground import GroundPlace, place_beneath, up_at
from viz.flight.state import FlightState, Vec3
from viz.flight.told import WayDown
from viz.flight.vector import arcsine, dot, length, sub, unit
from viz.languages import LANGUAGES
from viz.mission.read import read_shape

PLACES_FILE = "places.toml"
LAND_FILE = "map/land.json"

TRACK_STEP_S = 30.0
"""Two degrees of arc: straight lines between such points are the track to a pixel."""
PLANNED_STEP_S = 20.0
_SPHERE_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """A named place of the map."""

    id: str
    """Name used by the page."""
    kind: Literal["station", "town"]
    """A station has a radio horizon."""
    lat_deg: float
    """North positive."""
    lon_deg: float
    """East positive."""
    name: Mapping[str, str]
    """In every language."""
    record: tuple[str, ...] = ()
    """Rows of the record sheet."""


@dataclass(frozen=True, slots=True)
class PlacesFile:
    """``places.toml``."""

    place: tuple[PlaceTable, ...] = ()
    """In any order."""


def load_places(folder: Path) -> tuple[PlaceTable, ...]:
    """Return the places a mission names, none where the folder has no such file.

    Raises InvalidFile with every problem of the file.
    """
    path = folder / PLACES_FILE
    if not path.exists():
        return ()
    places = read_shape(path, PlacesFile, folder).place
    problems = tuple(_place_problems(places))
    if problems:
        raise InvalidFile(str(path), problems)
    return places


def _place_problems(places: tuple[PlaceTable, ...]) -> Iterator[Problem]:
    for index, place in enumerate(places):
        if not (-90.0 <= place.lat_deg <= 90.0 and -180.0 <= place.lon_deg <= 180.0):
            yield Problem(f"place[{index}]", "is not on the Earth", "give -90 to 90 and -180 to 180 degrees")
        for language in LANGUAGES:
            if not place.name.get(language, "").strip():
                yield Problem(f"place[{index}].name.{language}", "is missing", "write it")


def land_rings() -> list[list[list[float]]]:
    """Return the outlines of land as rings of longitude and latitude."""
    rings: list[list[list[float]]] = json.loads((assets_root() / LAND_FILE).read_text(encoding="utf-8"))
    return rings


def map_table(flight: Flight, places: tuple[PlaceTable, ...]) -> dict[str, object]:
    """Return what the map shows for the whole flight, ready for JSON."""
    return {
        "land": land_rings(),
        "track": {"step_s": TRACK_STEP_S, "points": ground_track(flight)},
        "planned_track": _way_track(flight, flight.planned_way),
        "revolution_s": flight.revolution_s,
        "pad": _point_of(flight.pad),
        "landing": _landing(flight.way_down),
        "planned_landing": _landing(flight.planned_way),
        "places": [
            {"id": one.id, "kind": one.kind, "at": [one.lon_deg, one.lat_deg], "name": dict(one.name)} for one in places
        ],
    }


def ground_track(flight: Flight) -> list[list[float]]:
    """Return the points beneath the craft from lift-off to touchdown, one each `TRACK_STEP_S`."""
    count = math.ceil(flight.down_met_s / TRACK_STEP_S)
    first, last = flight.start_met_s, flight.end_met_s
    times_s = (min(max(index * TRACK_STEP_S, first), last) for index in range(count + 1))
    return [_point(_beneath(flight, time_s)) for time_s in times_s]


def track_around(track: list[list[float]], met_s: float, flight: Flight) -> dict[str, object]:
    """Return the part of a flight's ground track that is drawn at an instant, and the number of its first point."""
    reach = math.ceil(flight.revolution_s / 2.0 / TRACK_STEP_S) + 1
    here = round(met_s / TRACK_STEP_S)
    first = min(max(here - reach, 0), len(track))
    return {"first": first, "points": track[first : max(here + reach + 1, 0)], "end_s": (len(track) - 1) * TRACK_STEP_S}


def map_now(flight: Flight, state: FlightState, places: tuple[PlaceTable, ...]) -> dict[str, object]:
    """Return what moves: the craft, the Sun overhead, and each station's horizon."""
    angle = state.sky.earth_angle_rad
    x, y, z = unit(fixed_from_teme(state.sky.sun_direction_teme, angle))
    craft = fixed_from_teme(state.craft.position_teme_km, angle)
    return {
        "craft": [round(state.craft.lon_deg, 3), round(state.craft.lat_deg, 3)],
        "sun": [round(math.degrees(math.atan2(y, x)), 2), round(math.degrees(arcsine(z)), 2)],
        "horizon_deg": round(horizon_deg(state.craft.altitude_km), 2),
        "stations": {place.id: round(elevation_deg(place, craft), 1) for place in places if place.kind == "station"},
        "landing": _landing(flight.way_down),
    }


def horizon_deg(altitude_km: float) -> float:
    """Return how far over the ground, in degrees of arc, a craft of that height is above the horizon."""
    return math.degrees(math.acos(_SPHERE_RADIUS_KM / (_SPHERE_RADIUS_KM + max(altitude_km, 0.0))))


def elevation_deg(place: PlaceTable, craft_fixed_km: Vec3) -> float:
    """Return how high the craft stands over a place's horizon, without refraction."""
    there = GroundPlace(place.lat_deg, place.lon_deg).position_fixed_km()
    sight = sub(craft_fixed_km, there)
    return math.degrees(arcsine(dot(sight, up_at(place.lat_deg, place.lon_deg)) / max(length(sight), 1e-9)))


def _landing(way: WayDown | None) -> list[float] | None:
    return _point_of(way.site if way else None)


def _point_of(place: GroundPlace | None) -> list[float] | None:
    return None if place is None else _point(place)


def _way_track(flight: Flight, way: WayDown | None) -> list[list[float]]:
    if way is None:
        return []
    start_s, end_s = way.start_met_s, way.touchdown_met_s
    count = math.ceil((end_s - start_s) / PLANNED_STEP_S)
    times_s = (min(start_s + index * PLANNED_STEP_S, end_s) for index in range(count + 1))
    return [
        _point(place_beneath(fixed_from_teme(way.track.at(t).position_km, flight.clock.earth_angle_rad(t))))
        for t in times_s
    ]


def _beneath(flight: Flight, met_s: float) -> GroundPlace:
    return place_beneath(fixed_from_teme(flight.position_teme_km(met_s), flight.clock.earth_angle_rad(met_s)))


def _point(place: GroundPlace) -> list[float]:
    return [round(place.lon_deg, 2), round(place.lat_deg, 2)]
