"""KMZ (OGC KML 2.2 with Google's gx tracks): flown and planned track, attitude, events, one sigma on the ground.

Elements stand in the plain namespace and are written as they are computed. A track comes in pieces that meet, because
in one piece all times would have to be known before the first place.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import chain, islice
from typing import IO, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from viz.export.rows import fixed_of
from viz.export.stretch import Stretch
from viz.export.told import Told
from viz.flight.frames import fixed_from_teme
from viz.flight.ground import place_beneath, up_at
from viz.flight.quaternion import rotate
from viz.flight.state import FlightState, Quaternion
from viz.flight.vector import add, cross, dot, east_north, scaled, square_to
from viz.mission.model import Event
from viz.mission.when import utc_at

ANGLES_NOTE = (
    "gx:angles are heading (of the nose, clockwise from north), tilt (nose up) and roll (right side down), degrees. "
    "Heights are above the WGS84 ellipsoid; globes that count from the sea draw them up to 100 m off."
)
SIGMA_STEP_S = 600.0
_SIGMA_CORNERS = 36
_PIECE = 1000
_FIRST_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file knows, for a file that is the same whenever it is written."""
_STYLES = {"flown": "ff00a5ff", "planned": "ffffff00", "sigma": "400000ff", "event": "ffffffff"}
"""Colours as KML has them: opacity, blue, green, red."""


class Angles(NamedTuple):
    """How a body points against the ground beneath it, degrees."""

    heading_deg: float
    tilt_deg: float
    roll_deg: float


def angles_of(turn_fixed: Quaternion, lat_deg: float, lon_deg: float) -> Angles:
    """Return the angles of a body whose +X is the nose, +Y left and +Z up, given its turn to Earth-fixed axes."""
    up = up_at(lat_deg, lon_deg)
    east, north = east_north(up)
    nose, left, top = (rotate(turn_fixed, axis) for axis in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))
    heading = math.atan2(dot(nose, east), dot(nose, north))
    tilt = math.atan2(dot(nose, up), math.hypot(dot(nose, east), dot(nose, north)))
    return Angles(math.degrees(heading), math.degrees(tilt), math.degrees(math.atan2(dot(left, up), dot(top, up))))


def write(told: Told, file: IO[bytes]) -> None:
    """Write the archive with its one document, ``doc.kml``."""
    entry = zipfile.ZipInfo("doc.kml", _FIRST_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(file, "w") as packed, packed.open(entry, "w", force_zip64=True) as document:
        for piece in _document(told):
            document.write(piece.encode())


def _document(told: Told) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2">\n<Document>\n'
    yield _tag("name", told.title) + _tag("description", f"{told.reconstruction} {ANGLES_NOTE}")
    yield from (_style(name, colour) for name, colour in _STYLES.items())
    yield _data({**told.header, "angles": ANGLES_NOTE})
    yield from _placemark("flown", told.mission.spacecraft or told.title, _flown(told))
    yield from _planned(told)
    yield f"<Folder>{_tag('name', 'events')}\n"
    yield from (_event(told, event) for event in told.events if _is_on_track(told, event))
    yield f"</Folder>\n<Folder>{_tag('name', '1 sigma')}\n"
    yield from _sigmas(told)
    yield "</Folder>\n</Document>\n</kml>\n"


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _style(name: str, colour: str) -> str:
    line = f"<LineStyle><color>{colour}</color><width>2</width></LineStyle>"
    return f'<Style id="{name}">{line}<PolyStyle><color>{colour}</color></PolyStyle></Style>\n'


def _data(values: Mapping[str, str]) -> str:
    rows = (f"<Data name={quoteattr(name)}>{_tag('value', value)}</Data>" for name, value in values.items())
    return f"<ExtendedData>{''.join(rows)}</ExtendedData>\n"


def _placemark(style: str, name: str, track: Iterator[str]) -> Iterator[str]:
    yield f"<Placemark>{_tag('name', name)}<styleUrl>#{style}</styleUrl>\n<gx:MultiTrack>"
    yield "<altitudeMode>absolute</altitudeMode><gx:interpolate>1</gx:interpolate>\n"
    yield from track
    yield "</gx:MultiTrack>\n</Placemark>\n"


class _Point(NamedTuple):
    met_s: float
    lon_deg: float
    lat_deg: float
    height_m: float
    angles: Angles | None


def _flown(told: Told) -> Iterator[str]:
    return _pieces(told, (_point(state) for state in told.states()))


def _point(state: FlightState) -> _Point:
    place = fixed_of(state)
    beneath = place_beneath(scaled(place.position_m, 1e-3))
    angles = angles_of(place.turn, beneath.lat_deg, beneath.lon_deg)
    return _Point(state.met_s, beneath.lon_deg, beneath.lat_deg, beneath.altitude_km * 1e3, angles)


def _planned(told: Told) -> Iterator[str]:
    """Yield the descent that was planned and not flown; nothing without a plan, or where it is outside the stretch."""
    way = told.flight.planned_way
    if way is None or not told.stretch.holds(way.track.start_s):
        return
    stretch = Stretch.between(way.track.start_s, way.track.end_s, told.stretch.step, 10_000_000)
    points = (_planned_point(told, met_s) for met_s in stretch.times())
    yield from _placemark("planned", f"{told.title}: planned, not flown", _pieces(told, points))


def _planned_point(told: Told, met_s: float) -> _Point:
    way = told.flight.planned_way
    assert way is not None
    place = fixed_from_teme(way.track.at(met_s).position_km, told.flight.clock.earth_angle_rad(met_s))
    beneath = place_beneath(place)
    return _Point(met_s, beneath.lon_deg, beneath.lat_deg, beneath.altitude_km * 1e3, None)


def _pieces(told: Told, points: Iterator[_Point]) -> Iterator[str]:
    last: list[_Point] = []
    while piece := list(islice(points, _PIECE)):
        yield _piece(told, [*last, *piece])
        last = piece[-1:]


def _piece(told: Told, points: list[_Point]) -> str:
    whens = (_tag("when", _when(told, point.met_s)) for point in points)
    coords = (f"<gx:coord>{one.lon_deg:.7f} {one.lat_deg:.7f} {one.height_m:.2f}</gx:coord>" for one in points)
    turns = (point.angles for point in points if point.angles is not None)
    angles = (f"<gx:angles>{' '.join(f'{value:.4f}' for value in turn)}</gx:angles>" for turn in turns)
    inside = "\n".join(chain(whens, coords, angles))
    return f"<gx:Track><altitudeMode>absolute</altitudeMode>\n{inside}\n</gx:Track>\n"


def _when(told: Told, met_s: float) -> str:
    moment = utc_at(0.0, told.mission) + timedelta(microseconds=round(met_s * 1e6))
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def _is_on_track(told: Told, event: Event) -> bool:
    flight = told.flight
    return max(flight.start_met_s, 0.0) <= event.time.met_s <= flight.end_met_s


def _event(told: Told, event: Event) -> str:
    """Return an event where the craft was at the instant that is drawn, shown from its earliest to its latest."""
    time, row = event.time, told.event_row(event)
    point = _point(told.flight.state_at(time.met_s))
    texts = {name: captions.text("event", event.id) for name, captions in told.captions.items()}
    values = {key: _plain(value) for key, value in row.items() if not isinstance(value, dict)}
    values |= {f"title_{name}": title for name, title in told.titles(event).items()}
    values |= {f"text_{name}": text for name, text in texts.items()}
    span = f"{_tag('begin', _when(told, time.earliest_met_s))}{_tag('end', _when(told, time.latest_met_s))}"
    return (
        f"<Placemark>{_tag('name', told.titles(event)[told.language])}{_tag('description', texts[told.language])}"
        f"<TimeSpan>{span}</TimeSpan><styleUrl>#event</styleUrl>{_data(values)}"
        "<Point><altitudeMode>absolute</altitudeMode>"
        f"<coordinates>{point.lon_deg:.7f},{point.lat_deg:.7f},{point.height_m:.2f}</coordinates></Point></Placemark>\n"
    )


def _plain(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _sigmas(told: Told) -> Iterator[str]:
    """Yield an ellipse on the ground every ten minutes, each shown until the next; none where no sigma is told."""
    first, last = told.stretch.start_s, told.stretch.stop_s
    for index in range(int((last - first) / SIGMA_STEP_S) + 1):
        met_s = first + index * SIGMA_STEP_S
        state = told.flight.state_at(met_s)
        if min(state.craft.along_track_sigma_km, state.craft.across_track_sigma_km) > 0.0:
            yield _sigma(told, state, min(met_s + SIGMA_STEP_S, last))


def _sigma(told: Told, state: FlightState, until_s: float) -> str:
    along, across = state.craft.along_track_sigma_km, state.craft.across_track_sigma_km
    corners = " ".join(f"{lon:.6f},{lat:.6f},0" for lon, lat in sigma_ring(state))
    span = f"{_tag('begin', _when(told, state.met_s))}{_tag('end', _when(told, until_s))}"
    values = {"along_track_sigma_km": f"{along:.3f}", "across_track_sigma_km": f"{across:.3f}"}
    return (
        f"<Placemark>{_tag('name', f'1 sigma: {along:.0f} km along, {across:.0f} km across')}"
        f"<TimeSpan>{span}</TimeSpan><styleUrl>#sigma</styleUrl>{_data(values)}<Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>\n"
    )


def sigma_ring(state: FlightState) -> list[tuple[float, float]]:
    """Return longitude and latitude of a closed ring of one sigma round the craft, anticlockwise from above."""
    fixed, craft = fixed_of(state), state.craft
    up = up_at(craft.lat_deg, craft.lon_deg)
    ahead = square_to(fixed.velocity_m_s, up)
    left = cross(up, ahead)
    corners = range(_SIGMA_CORNERS + 1)
    turns = [math.tau * (corner % _SIGMA_CORNERS) / _SIGMA_CORNERS for corner in corners]
    ring = []
    for turn in turns:
        along = scaled(ahead, craft.along_track_sigma_km * math.cos(turn))
        across = scaled(left, craft.across_track_sigma_km * math.sin(turn))
        place = place_beneath(add(scaled(fixed.position_m, 1e-3), add(along, across)))
        ring.append((place.lon_deg, place.lat_deg))
    return ring
