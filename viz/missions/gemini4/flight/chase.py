"""The first revolution: a coast with a steady push after the second stage, integrated to build knots.

No burn of the chase is read up with its time and direction (T08); one push along the way from turn-round to the end of
the revolution stands for them all. What is then left over against the orbit, about a kilometre, is bent in.
"""

from __future__ import annotations

import math

from viz.flight.atmosphere import air_at
from viz.flight.bend import bent_to
from viz.flight.frames import ground_velocity_teme
from viz.flight.gravity import gravity_km_s2
from viz.flight.ground import height_above_ellipsoid_km
from viz.flight.integrate import State, runge_kutta
from viz.flight.track import Knot
from viz.flight.vector import add, length, scaled
from viz.missions.gemini4.flight.numbers import Chase

_STEP_S = 5.0
_KNOT_SPACING_S = 30.0


def chase_knots(numbers: Chase, separation_s: float, target: Knot) -> tuple[Knot, ...]:
    """Return the knots from separation to the orbit's own state; doubled where the push begins."""
    knots = [*_leg(numbers, separation_s, numbers.push_from_s, _start(numbers), pushed=False)]
    last = knots[-1]
    state: State = (*last.position_km, *last.velocity_km_s)
    knots += _leg(numbers, numbers.push_from_s, numbers.until_s, state, pushed=True)
    return bent_to(knots, target, numbers.bent_from_s)


def _start(numbers: Chase) -> State:
    return (numbers.x_km, numbers.y_km, numbers.z_km, numbers.vx_km_s, numbers.vy_km_s, numbers.vz_km_s)


def _leg(numbers: Chase, start_s: float, end_s: float, state: State, *, pushed: bool) -> list[Knot]:
    push_km_s2 = numbers.delta_v_m_s / (numbers.until_s - numbers.push_from_s) * 1e-3 if pushed else 0.0

    def rate(_: float, at: State) -> State:
        position, velocity = at[:3], at[3:]
        wind = ground_velocity_teme(position, velocity)
        density, _sound = air_at(height_above_ellipsoid_km(position))
        pull = -0.5 * density * length(wind) * 1e3 * numbers.area_per_kg
        force = add(scaled(wind, pull), scaled(velocity, push_km_s2 / length(velocity)))
        return (*velocity, *add(gravity_km_s2(position), force))

    pieces = max(math.ceil((end_s - start_s) / _KNOT_SPACING_S), 1)
    knots = [_knot(start_s, state, rate(start_s, state))]
    for index in range(pieces):
        early = start_s + (end_s - start_s) * index / pieces
        late = start_s + (end_s - start_s) * (index + 1) / pieces
        steps = max(math.ceil((late - early) / _STEP_S), 1)
        for step in range(steps):
            state = runge_kutta(rate, early + (late - early) * step / steps, state, (late - early) / steps)
        knots.append(_knot(late, state, rate(late, state)))
    return knots


def _knot(met_s: float, state: State, rate: State) -> Knot:
    return Knot(met_s, state[:3], state[3:], rate[3:])
