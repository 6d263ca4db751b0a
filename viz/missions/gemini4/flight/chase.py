"""The first revolution: from where the launcher leaves the craft onto the orbit that the trackers' nodes ask for.

No burn of the chase is read up with its time and direction (T08); one push along the way from turn-round to the end of
the revolution stands for them all. What is then left over against the orbit, about a kilometre, is bent in.

The launcher cannot have the craft as far down-range as that orbit does: it is some twenty seconds late on the same way,
more than either side claims to err. Nothing tells which is right, so the craft begins late and catches up, unseen,
until the end of the revolution: heights and the way over the stars are the orbit's own, speeds too high by half a
hundredth.
"""

from __future__ import annotations

import math

from viz.flight.atmosphere import air_at
from viz.flight.bend import bent_to
from viz.flight.frames import ground_velocity_teme
from viz.flight.gravity import gravity_km_s2
from viz.flight.ground import height_above_ellipsoid_km
from viz.flight.integrate import State, runge_kutta
from viz.flight.state import Vec3
from viz.flight.track import Knot, Motion, Track
from viz.flight.vector import add, length, scaled
from viz.missions.gemini4.flight.numbers import Chase

_STEP_S = 5.0
_KNOT_SPACING_S = 30.0


def chase_knots(numbers: Chase, separation_s: float, target: Knot) -> tuple[Knot, ...]:
    """Return the knots from separation to the orbit's own state, `late_s` behind at first and punctual at the end."""
    orbit = Track.quintic(bent_to(fitted_knots(numbers, separation_s), target, numbers.bent_from_s))
    lasts_s = target.met_s - separation_s
    count = math.ceil(lasts_s / _KNOT_SPACING_S)
    times = [separation_s + lasts_s * index / count for index in range(count)]
    return (*(_caught_up(orbit, numbers.late_s, t, separation_s, target.met_s) for t in times), target)


def fitted_knots(numbers: Chase, separation_s: float) -> tuple[Knot, ...]:
    """Return the fitted orbit from before separation to the end of the push; doubled where the push begins."""
    before_s = separation_s - max(numbers.late_s, 0.0) - _KNOT_SPACING_S
    back = _leg(numbers, separation_s, before_s, _start(numbers), pushed=False)
    coast = _leg(numbers, separation_s, numbers.push_from_s, _start(numbers), pushed=False)
    last = coast[-1]
    push = _leg(numbers, numbers.push_from_s, numbers.until_s, (*last.position_km, *last.velocity_km_s), pushed=True)
    return (*back[:0:-1], *coast, *push)


def _caught_up(orbit: Track, late_s: float, met_s: float, start_s: float, end_s: float) -> Knot:
    """Return the motion on the orbit at a time that runs late at first; speed and force follow the clock's rates."""
    lag, rate, curve = _lag(late_s, (met_s - start_s) / (end_s - start_s), end_s - start_s)
    there: Motion = orbit.at(met_s - lag)
    pace = 1.0 - rate
    force = add(scaled(there.acceleration_km_s2, pace * pace), scaled(there.velocity_km_s, -curve))
    return Knot(met_s, there.position_km, scaled(there.velocity_km_s, pace), force)


def _lag(late_s: float, share: float, lasts_s: float) -> Vec3:
    """Return how late it is and the two derivatives: a quintic with level ends from `late_s` to nothing."""
    s, t = share, 1.0 - share
    return (
        late_s * (1.0 - s * s * s * (10.0 - 15.0 * s + 6.0 * s * s)),
        -late_s * 30.0 * s * s * t * t / lasts_s,
        -late_s * 60.0 * s * t * (1.0 - 2.0 * s) / (lasts_s * lasts_s),
    )


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

    pieces = max(math.ceil(abs(end_s - start_s) / _KNOT_SPACING_S), 1)
    knots = [_knot(start_s, state, rate(start_s, state))]
    for index in range(pieces):
        early = start_s + (end_s - start_s) * index / pieces
        late = start_s + (end_s - start_s) * (index + 1) / pieces
        steps = max(math.ceil(abs(late - early) / _STEP_S), 1)
        for step in range(steps):
            state = runge_kutta(rate, early + (late - early) * step / steps, state, (late - early) / steps)
        knots.append(_knot(late, state, rate(late, state)))
    return knots


def _knot(met_s: float, state: State, rate: State) -> Knot:
    return Knot(met_s, state[:3], state[3:], rate[3:])
