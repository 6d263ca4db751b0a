"""What became of the parts that left in space: the instrument module and the airlock, followed until they burn.

Both are models. The instrument module falls with the craft and burns within minutes. The airlock stays up for
days in thinning and thickening air nobody measured for it: its last day is good to a third of the time, no more.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from viz.flight.atmosphere import air_at
from viz.flight.frames import EarthClock, fixed_from_teme, ground_velocity_teme
from viz.flight.freebody import FallingPart
from viz.flight.gravity import gravity_km_s2
from viz.flight.ground import GroundPlace, height_above_ellipsoid_km, place_beneath
from viz.flight.integrate import State, runge_kutta
from viz.flight.track import Knot, Track
from viz.flight.vector import add, length, scaled

AIRLOCK_FOLLOWED_S = 60.0 * 86400.0
"""Longer is not tried."""
_ORBIT_STEP_S = 20.0
_ENTRY_STEP_S = 1.0
_ENTRY_BELOW_KM = 125.0


@dataclass(frozen=True, slots=True)
class Fate:
    """How a part ended."""

    name: str
    parted_met_s: float
    burned_met_s: float
    burned_at: GroundPlace
    """Beneath, and the height at which it is taken to have burned."""
    revolutions: float
    """Flown alone, counted by the turns of the orbit."""
    track: Track = field(repr=False, compare=False)


def fate_of_falling(part: FallingPart, clock: EarthClock) -> Fate:
    """Return the end of a part that came down with the craft."""
    return _fate(part.name, part.track, clock, 0.0)


def fate_in_orbit(
    name: str,
    start: Knot,
    push_km_s: tuple[float, float, float],
    area_per_kg: float,
    burns_below_km: float,
    clock: EarthClock,
) -> Fate:
    """Follow a part let go in orbit until it burns; drag and the Earth's oblateness act on it.

    `area_per_kg` is drag coefficient times area over mass, m2/kg. Takes seconds of computing.
    """

    def rate(_: float, state: State) -> State:
        position, velocity = state[:3], state[3:]
        density, _sound = air_at(height_above_ellipsoid_km(position))
        wind = ground_velocity_teme(position, velocity)
        pull = -0.5 * density * length(wind) * 1e3 * area_per_kg
        return (*velocity, *add(gravity_km_s2(position), scaled(wind, pull)))

    state: State = (*start.position_km, *add(start.velocity_km_s, push_km_s))
    met_s, crossings = start.met_s, 0
    knots = [Knot(met_s, state[:3], state[3:], rate(met_s, state)[3:])]
    height = height_above_ellipsoid_km(state[:3])
    while height > burns_below_km and met_s < start.met_s + AIRLOCK_FOLLOWED_S:
        step = _ORBIT_STEP_S if height > _ENTRY_BELOW_KM else _ENTRY_STEP_S
        south = state[2] < 0.0
        state = runge_kutta(rate, met_s, state, step)
        met_s += step
        crossings += south and state[2] >= 0.0
        height = height_above_ellipsoid_km(state[:3])
        knots.append(Knot(met_s, state[:3], state[3:], rate(met_s, state)[3:]))
    return _fate(name, Track.quintic(knots), clock, float(crossings))


def _fate(name: str, track: Track, clock: EarthClock, revolutions: float) -> Fate:
    end = track.knots[-1]
    place = place_beneath(fixed_from_teme(end.position_km, clock.earth_angle_rad(end.met_s)))
    return Fate(name, track.start_s, track.end_s, place, revolutions, track)
