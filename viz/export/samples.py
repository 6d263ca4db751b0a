"""Instants dense enough that whoever interpolates between them finds the flight again.

Steps are as long as asked, and halved where the middle would be missed: at staging, in the entry, in a spin. Both sides
of every jump are among them. Times are whole microseconds, in which the files tell them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from viz.export.rows import fixed_of
from viz.export.told import Told
from viz.flight.quaternion import angle_between_rad, slerp
from viz.flight.state import FlightState, Quaternion, Vec3
from viz.flight.vector import add, length, scaled, sub

PLACE_MISS_M = 0.2
"""By cubic Hermite interpolation, in the middle of a step."""
TURN_MISS_RAD = math.radians(0.03)
"""By the shorter great circle, in the middle of a step."""
MOST_TURN_RAD = math.radians(80.0)
"""Of a step, by its rate: beyond half a turn nobody knows which way round."""
LEAST_STEP_S = 0.002
_BESIDE_JUMP_S = 0.001


@dataclass(frozen=True, slots=True)
class Sample:
    """The craft at an instant, on the axes of a file."""

    met_s: float
    position_m: Vec3
    velocity_m_s: Vec3
    turn: Quaternion
    """Body to those axes, (w, x, y, z)."""
    rate_rad_s: float


def sample_of(state: FlightState, frame: str = "fixed") -> Sample:
    """Return a state on Earth-fixed or TEME axes."""
    rate, craft = math.radians(state.craft.spin_deg_s), state.craft
    if frame == "fixed":
        return Sample(state.met_s, *fixed_of(state), rate)
    place, speed = scaled(craft.position_teme_km, 1e3), scaled(craft.velocity_teme_km_s, 1e3)
    return Sample(state.met_s, place, speed, craft.attitude_quaternion, rate)


def misses_place(before: Sample, middle: Sample, after: Sample) -> bool:
    """Return whether a cubic between two samples misses the place in their middle."""
    half = scaled(add(before.position_m, after.position_m), 0.5)
    bow = scaled(sub(before.velocity_m_s, after.velocity_m_s), (after.met_s - before.met_s) / 8.0)
    return length(sub(add(half, bow), middle.position_m)) > PLACE_MISS_M


def misses_turn(before: Sample, middle: Sample, after: Sample) -> bool:
    """Return whether the shorter way from one attitude to another misses that in the middle, or may be the wrong."""
    fastest = max(before.rate_rad_s, middle.rate_rad_s, after.rate_rad_s)
    if fastest * (after.met_s - before.met_s) > MOST_TURN_RAD:
        return True
    return angle_between_rad(slerp(before.turn, after.turn, 0.5), middle.turn) > TURN_MISS_RAD


def samples(told: Told, misses: Callable[[Sample, Sample, Sample], bool]) -> Iterator[Sample]:
    """Yield samples of the stretch in order, as many as it takes."""

    def at(met_s: float) -> Sample:
        return sample_of(told.flight.state_at(met_s), told.frame)

    times = instants(told)
    last = at(next(times))
    yield last
    for met_s in times:
        aims = [at(met_s)]
        while aims:
            middle_s = round((last.met_s + aims[-1].met_s) / 2.0, 6)
            if aims[-1].met_s - last.met_s > LEAST_STEP_S and misses(last, at(middle_s), aims[-1]):
                aims.append(at(middle_s))
                continue
            last = aims.pop()
            yield last


def instants(told: Told) -> Iterator[float]:
    """Yield the stretch's instants, and between them both sides of each jump, each once."""
    jumps = [jump.met_s + late_s for jump in told.flight.jumps for late_s in (-_BESIDE_JUMP_S, 0.0)]
    inside = sorted(round(met_s, 6) for met_s in jumps if told.stretch.start_s < met_s < told.stretch.stop_s)
    merged = _merged(inside, (round(met_s, 6) for met_s in told.stretch.times()))
    first, last = told.stretch.start_s, told.stretch.stop_s
    return (min(max(met_s, first), last) for met_s, _ in groupby(merged))


def _merged(few: list[float], many: Iterator[float]) -> Iterator[float]:
    waiting = iter(few)
    jump = next(waiting, math.inf)
    for met_s in many:
        while jump < met_s:
            yield jump
            jump = next(waiting, math.inf)
        yield met_s
