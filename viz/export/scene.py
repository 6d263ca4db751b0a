"""CZML: craft, people outside, free parts, planned descent, events and one sigma, for Cesium.

Places are Earth-fixed and come with velocities, so that a cubic between them finds the flight; attitudes are as dense
as the spin asks for, (x, y, z, w) as Cesium has them. One thing is told by many packets of its id, each written when it
is full: whoever reads them joins their samples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import IO, Any

from czml3 import Packet
from czml3.enums import ClockRanges, ClockSteps, HorizontalOrigins, InterpolationAlgorithms
from czml3.properties import (
    Clock,
    Color,
    Ellipsoid,
    EllipsoidRadii,
    Label,
    Material,
    Orientation,
    Path,
    Point,
    PolylineMaterial,
    Position,
    SolidColorMaterial,
)
from czml3.types import Cartesian2Value, TimeInterval

from viz.export.followed import followed
from viz.export.rows import fixed_of
from viz.export.samples import Sample, misses_place, misses_turn, samples
from viz.export.told import SIGMA_NOTE, Told
from viz.flight.frames import fixed_from_teme, ground_velocity_teme
from viz.flight.ground import up_at
from viz.flight.quaternion import level
from viz.flight.state import Quaternion, Vec3
from viz.flight.vector import scaled
from viz.mission.model import Event

CRAFT, SIGMA, PLANNED = "craft", "craft/1-sigma", "planned"
SIGMA_STEP_S = 600.0
PLANNED_STEP_S = 2.0
_FULL = 500
"""Samples of one packet."""
_FONT = "14px sans-serif"


def write(told: Told, file: IO[bytes]) -> None:
    """Write the list of packets."""
    for index, packet in enumerate(_packets(told)):
        file.write((b",\n" if index else b"[\n") + packet.dumps().encode())
    file.write(b"\n]\n")


def _packets(told: Told) -> Iterator[Packet]:
    yield _document(told)
    yield Packet(id="about", name=told.title, description=told.reconstruction, properties=dict(told.header))
    yield _thing(told, CRAFT, told.mission.spacecraft or told.title, (255, 165, 0))
    for many in _full(samples(told, misses_place)):
        yield Packet(id=CRAFT, position=_cubic(told, chain.from_iterable(map(_place, many))))
    for turns in _full(samples(told, misses_turn)):
        yield Packet(id=CRAFT, orientation=_turning(told, chain.from_iterable(map(_turn, turns))))
    yield from _followed(told)
    yield from _planned(told)
    yield from (_event(told, event) for event in told.events if told.flight.start_met_s <= event.time.met_s)
    yield from _sigmas(told)


def _full(many: Iterable[Sample]) -> Iterator[list[Sample]]:
    waiting = iter(many)
    while full := list(islice(waiting, _FULL)):
        yield full


def _interval(told: Told, start_s: float, stop_s: float) -> TimeInterval:
    return TimeInterval(start=told.utc(start_s), end=told.utc(stop_s))


def _document(told: Told) -> Packet:
    stretch = told.stretch
    clock = Clock(
        currentTime=told.utc(stretch.start_s),
        multiplier=60.0,
        range=ClockRanges.CLAMPED,
        step=ClockSteps.SYSTEM_CLOCK_MULTIPLIER,
    )
    clock.interval = _interval(told, stretch.start_s, stretch.stop_s)
    return Packet(id="document", version="1.0", name=told.title, clock=clock)


def _thing(told: Told, name: str, title: str, colour: tuple[int, int, int]) -> Packet:
    material = PolylineMaterial(solidColor=SolidColorMaterial(color=Color(rgba=[*colour, 255])))
    return Packet(
        id=name,
        name=title,
        availability=_interval(told, told.stretch.start_s, told.stretch.stop_s),
        point=Point(pixelSize=6, color=Color(rgba=[*colour, 255])),
        label=Label(
            text=title, font=_FONT, horizontalOrigin=HorizontalOrigins.LEFT, pixelOffset=Cartesian2Value(values=[10, 0])
        ),
        path=Path(width=2, leadTime=0, trailTime=5400, resolution=60, material=material),
    )


def _place(one: Sample) -> Iterator[float]:
    yield one.met_s
    yield from (round(value, 4) for value in one.position_m)
    yield from (round(value, 7) for value in one.velocity_m_s)


def _turn(one: Sample) -> Iterator[float]:
    w, x, y, z = one.turn
    yield one.met_s
    yield from (round(value, 9) for value in (x, y, z, w))


def _cubic(told: Told, numbers: Iterable[float]) -> Position:
    return Position(
        epoch=told.utc(0.0),
        cartesianVelocity=list(numbers),
        referenceFrame="FIXED",
        interpolationAlgorithm=InterpolationAlgorithms.HERMITE,
        interpolationDegree=3,
    )


def _turning(told: Told, numbers: Iterable[float]) -> Orientation:
    return Orientation(
        epoch=told.utc(0.0),
        unitQuaternion=list(numbers),
        interpolationAlgorithm=InterpolationAlgorithms.LINEAR,
        interpolationDegree=1,
    )


def _followed(told: Told) -> Iterator[Packet]:
    """Yield people outside and free parts: a packet when it is full, and at the end when each was there."""
    places: dict[str, list[float]] = {}
    ends: dict[str, tuple[float, float]] = {}
    for one in followed(told):
        if one.id not in ends:
            yield _thing(told, one.id, one.id, (0, 200, 255))
        numbers = places.setdefault(one.id, [])
        numbers += [one.met_s, *(round(value, 4) for value in one.position_m)]
        ends[one.id] = (ends.get(one.id, (one.met_s, 0.0))[0], one.met_s)
        if len(numbers) >= 4 * _FULL:
            yield _curve(told, one.id, places.pop(one.id))
    yield from (_curve(told, name, numbers) for name, numbers in places.items())
    yield from (Packet(id=name, availability=_interval(told, *both)) for name, both in ends.items())


def _curve(told: Told, name: str, numbers: list[float]) -> Packet:
    position = Position(
        epoch=told.utc(0.0),
        cartesian=numbers,
        referenceFrame="FIXED",
        interpolationAlgorithm=InterpolationAlgorithms.LAGRANGE,
        interpolationDegree=5,
    )
    return Packet(id=name, position=position)


def _planned(told: Told) -> Iterator[Packet]:
    """Yield the descent that was planned and not flown; nothing without a plan, or where it begins outside."""
    way = told.flight.planned_way
    if way is None or not told.stretch.holds(way.track.start_s):
        return
    yield _thing(told, PLANNED, f"{told.title}: planned, not flown", (0, 255, 255))
    start_s, stop_s = way.track.start_s, way.track.end_s
    count = int((stop_s - start_s) / PLANNED_STEP_S)
    times = [*(start_s + index * PLANNED_STEP_S for index in range(count + 1)), stop_s]
    numbers = chain.from_iterable(_planned_place(told, met_s) for met_s in times)
    yield Packet(id=PLANNED, availability=_interval(told, start_s, stop_s), position=_cubic(told, numbers))


def _planned_place(told: Told, met_s: float) -> tuple[float, ...]:
    way = told.flight.planned_way
    assert way is not None
    motion, angle_rad = way.track.at(met_s), told.flight.clock.earth_angle_rad(met_s)
    over_ground = ground_velocity_teme(motion.position_km, motion.velocity_km_s)
    both = (fixed_from_teme(motion.position_km, angle_rad), fixed_from_teme(over_ground, angle_rad))
    return (met_s, *(round(value * 1e3, 6) for value in chain.from_iterable(both)))


def _event(told: Told, event: Event) -> Packet:
    """Return an event where the craft was at the instant that is drawn; it is there from its earliest instant on."""
    time, title = event.time, told.titles(event)[told.language]
    values: dict[str, Any] = told.event_row(event)
    for key in ("titles", "texts"):
        values |= {f"{key[:-1]}_{name}": text for name, text in values.pop(key).items()}
    for key in ("sources", "record"):  # Cesium takes a list for values in time
        values[key] = " ".join(values[key])
    place = fixed_of(told.flight.state_at(min(time.met_s, told.flight.end_met_s))).position_m
    return Packet(
        id=f"event/{event.id}",
        name=title,
        description=told.captions[told.language].text("event", event.id),
        availability=_interval(told, time.earliest_met_s, max(told.stretch.stop_s, time.latest_met_s)),
        properties=values,
        position=Position(cartesian=[round(value, 3) for value in place], referenceFrame="FIXED"),
        point=Point(pixelSize=4, color=Color(rgba=[255, 255, 255, 255])),
        label=Label(
            text=title, font=_FONT, horizontalOrigin=HorizontalOrigins.LEFT, pixelOffset=Cartesian2Value(values=[8, -8])
        ),
    )


def _sigmas(told: Told) -> Iterator[Packet]:
    """Yield the ellipsoid of one sigma: +X of it along the track, +Z up."""
    first, last = told.stretch.start_s, told.stretch.stop_s
    times = [first + index * SIGMA_STEP_S for index in range(int((last - first) / SIGMA_STEP_S) + 1)]
    times += [last] if last > times[-1] else []
    radii, turns = [], []
    for met_s in times:
        size, turn = _sigma(told, met_s)
        radii += [met_s, *size]
        turns += [met_s, *(round(value, 9) for value in turn)]
    colour = Material(solidColor=SolidColorMaterial(color=Color(rgba=[255, 0, 0, 60])))
    yield Packet(
        id=SIGMA,
        name="1 sigma",
        parent=CRAFT,
        description=SIGMA_NOTE,
        availability=_interval(told, first, last),
        position=Position(reference=f"{CRAFT}#position"),
        orientation=_turning(told, turns),
        ellipsoid=Ellipsoid(
            radii=EllipsoidRadii(
                epoch=told.utc(0.0), cartesian=radii, interpolationAlgorithm=InterpolationAlgorithms.LINEAR
            ),
            material=colour,
        ),
    )


def _sigma(told: Told, met_s: float) -> tuple[Vec3, Quaternion]:
    """Return along, across and up, metres, and the turn to Earth-fixed axes, (x, y, z, w); one metre for none."""
    state = told.flight.state_at(met_s)
    craft, fixed = state.craft, fixed_of(state)
    along, across = (max(round(one * 1e3, 3), 1.0) for one in (craft.along_track_sigma_km, craft.across_track_sigma_km))
    w, x, y, z = level(up_at(craft.lat_deg, craft.lon_deg), scaled(fixed.velocity_m_s, 1.0))
    return (along, across, across), (x, y, z, w)
