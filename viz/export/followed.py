"""People outside and parts that have left, on Earth-fixed axes, while the craft is followed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from viz.export.told import Told
from viz.flight.frames import fixed_from_teme
from viz.flight.quaternion import rotate
from viz.flight.state import FlightState, Vec3
from viz.flight.vector import add, scaled

SCAN_STEP_S = 10.0
WALK_STEP_S = 1.0


@dataclass(frozen=True, slots=True)
class Followed:
    """Something at an instant."""

    id: str
    """``person/`` or ``part/`` and its name in the flight."""
    met_s: float
    position_m: Vec3
    """Earth-fixed."""


def followed(told: Told) -> Iterator[Followed]:
    """Yield who is outside, each second, and what is free, every ten, in the order of time."""
    start_s, stop_s = told.stretch.start_s, told.stretch.stop_s
    before = told.flight.state_at(start_s)
    yield from (*_parts(before), *_people(before))
    for index in range(1, int((stop_s - start_s) / SCAN_STEP_S) + 1):
        state = told.flight.state_at(start_s + index * SCAN_STEP_S)
        if _is_someone_outside(before) or _is_someone_outside(state):
            yield from _between(told, before.met_s)
        yield from (*_parts(state), *_people(state))
        before = state


def _between(told: Told, before_s: float) -> Iterator[Followed]:
    for late in range(1, int(SCAN_STEP_S / WALK_STEP_S)):
        yield from _people(told.flight.state_at(before_s + late * WALK_STEP_S))


def _is_someone_outside(state: FlightState) -> bool:
    return any(walker.outside for walker in state.walkers.values())


def _people(state: FlightState) -> Iterator[Followed]:
    for name, walker in state.walkers.items():
        if walker.outside:
            from_craft_m = rotate(state.craft.attitude_quaternion, walker.position_m)
            yield _placed(state, f"person/{name}", from_craft_m)


def _parts(state: FlightState) -> Iterator[Followed]:
    for part in state.craft.free_bodies:
        yield _placed(state, f"part/{part.name}", part.offset_m)


def _placed(state: FlightState, name: str, from_craft_m: Vec3) -> Followed:
    place_m = add(scaled(state.craft.position_teme_km, 1e3), from_craft_m)
    return Followed(name, state.met_s, fixed_from_teme(place_m, state.sky.earth_angle_rad))
